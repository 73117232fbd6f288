"""Baking: an explorer with all its frames, as files that a static page loads by itself.

A chunk is a script with one call, so that it also loads from a disk without a server.  Its
payload lists, slot by slot, the different fragments in order of first use, each as what it
does not share with the one before (front coding), and which of them each state shows.
"""

import base64
import gzip
import hashlib
import json
import math
import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from mlcourse.explore.explorer import Explorer, State
from mlcourse.explore.markup import data_uri, longest, markup, spec, still_svg
from mlcourse.explore.render import Drawing, Frame

__all__ = ["MAX_BYTES", "MAX_CHUNK", "bake", "checksum", "decode", "encode", "still_markup"]

MAX_BYTES = 600_000  # gzip, all chunks of one explorer
MAX_CHUNK = 60_000  # gzip, one chunk
MAX_BASE = 40_000  # gzip, the base drawing
WANTED_CHUNK = 40_000
PROGRESS_VARIABLE = "MLCOURSE_BAKE_PROGRESS"
BLOCK = 50  # states that a process draws in one go

_shared_drawing: Drawing  # what the forked processes draw


def _shared(a: str, b: str) -> tuple[int, int]:
    """How many characters two texts share at the start and, of the rest, at the end."""
    start = _common(a, b)
    return start, _common(a[start:][::-1], b[start:][::-1])


def _common(a: str, b: str) -> int:
    """The length of the longest common start, by halving."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def encode(frames: Sequence[Frame]) -> str:
    """The payload of one chunk; lines, because no fragment holds a line break."""
    lines = [str(len(frames[0]))]
    for column in zip(*frames, strict=True):
        places: dict[str, int] = {}
        shown = []
        table = []
        last = ""
        for fragment in column:
            if fragment in places:
                shown.append(str(places[fragment]))
                continue
            shown.append("")  # the next new one
            places[fragment] = len(places)
            start, end = _shared(last, fragment)
            table.append(f"{start},{end},{fragment[start : len(fragment) - end]}")
            last = fragment
        lines += [",".join(shown), str(len(table)), *table]
    return "\n".join(lines)


def decode(payload: str) -> list[Frame]:
    """What the script does with a payload, for the tests."""
    lines = iter(payload.split("\n"))
    columns = []
    for _ in range(int(next(lines))):
        shown = next(lines).split(",")
        table: list[str] = []
        for _ in range(int(next(lines))):
            start, end, middle = next(lines).split(",", 2)
            last = table[-1] if table else ""
            table.append(last[: int(start)] + middle + last[len(last) - int(end) :])
        new = iter(range(len(table)))
        columns.append([table[int(s) if s else next(new)] for s in shown])
    return list(zip(*columns, strict=True))


def checksum(text: str) -> int:
    """Adler-32 over UTF-16 code units, which a script can compute as fast as it reads."""
    units = np.frombuffer(text.encode("utf-16-le"), dtype="<u2").astype(np.uint64)
    weights = np.arange(len(units), 0, -1, dtype=np.uint64)
    a = (1 + int(units.sum())) % 65521
    b = (len(units) + int((units * (weights % 65521) % 65521).sum())) % 65521
    return b * 65536 + a


def _script(key: str, payload: str) -> str:
    quoted = payload.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"mlcourseChunk('{key}',{checksum(payload)},'{quoted}')\n"


def _gzip_size(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))


def _chunks(frames: Sequence[Frame]) -> tuple[int, list[str]]:
    """States in a chunk, and the payloads."""
    count = max(1, math.ceil(_gzip_size(encode(frames)) / WANTED_CHUNK))
    while True:
        size = math.ceil(len(frames) / count)
        payloads = [encode(frames[k : k + size]) for k in range(0, len(frames), size)]
        if size == 1 or max(map(_gzip_size, payloads)) <= MAX_CHUNK:
            return size, payloads
        count += 1


def _block(states: Sequence[State]) -> list[Frame]:
    """The frames of some states, in a process that was forked with the drawing in place."""
    return list(_shared_drawing.frames(states))


def _all_frames(drawing: Drawing) -> Iterator[Frame]:
    """The frames of all states in order, drawn by as many processes as there are cores.

    Only on Linux: elsewhere a forked process may not use the system's numerical libraries, and
    a fresh one would not know an explorer that was written in a notebook.
    """
    global _shared_drawing
    states = list(drawing.explorer.states())
    workers = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if workers == 1 or len(states) <= BLOCK:
        yield from drawing.frames(states)
        return
    blocks = [states[k : k + BLOCK] for k in range(0, len(states), BLOCK)]
    _shared_drawing = drawing
    with warnings.catch_warnings():
        # Python 3.12 warns of the kernel's threads; the workers touch none of their locks
        warnings.filterwarnings("ignore", "This process .* multi-threaded", DeprecationWarning)
        pool = get_context("fork").Pool(workers)
    with pool:
        for frames in pool.imap(_block, blocks):
            yield from frames


def _told(explorer: Explorer, frames: Iterable[Frame]) -> list[Frame]:
    """The frames as a list; tells the progress file how far they are."""
    total = math.prod(explorer.shape)
    path = os.environ.get(PROGRESS_VARIABLE)
    out = []
    for frame in frames:
        out.append(frame)
        if path and (len(out) % 100 == 0 or len(out) == total):
            with Path(path).open("a") as file:
                file.write(f"{explorer.name}\t{len(out)}\t{total}\n")
    return out


def bake(explorer: Explorer, state: State) -> dict[str, Any]:
    """Everything a page needs to show the explorer alive.

    Returns
    -------
    dict
        ``html``: the figure element, with ``{root}`` where the address of the site's static
        files goes; ``files``: name to content; ``controls``: name to stops, which links in
        the text must name.

    Raises
    ------
    ValueError
        When the frames or the base drawing are over budget; says what to coarsen.
    """
    drawing = Drawing(explorer)
    frames = _told(explorer, _all_frames(drawing))
    size, payloads = _chunks(frames)
    start = frames[int(np.ravel_multi_index(state, explorer.shape))]
    base = json.dumps(
        {**spec(drawing, state), "per": size, "chunks": len(payloads)},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    picture = still_svg(drawing, start)
    _weigh(explorer, base, payloads)
    whole = hashlib.sha256("\0".join([base, picture, *payloads]).encode())
    stem = f"{explorer.name}.{base64.b32encode(whole.digest())[:10].decode().lower()}"
    files = {f"{stem}.svg": picture, f"{stem}.base.js": _script(f"{stem}.base", base)}
    for k, payload in enumerate(payloads):
        files[f"{stem}.{k}.js"] = _script(f"{stem}.{k}", payload)
    html = markup(
        drawing,
        state,
        picture=f"{{root}}explorers/{stem}.svg",
        readout=start[-2],
        inputs=True,
        address=f"{{root}}explorers/{stem}",
        room=longest(frame[-2] for frame in frames),
    )
    stops = {name: list(control.values) for name, control in explorer.controls.items()}
    return {"name": explorer.name, "html": html, "controls": stops, "files": files}


def _weigh(explorer: Explorer, base: str, payloads: Sequence[str]) -> None:
    total = sum(map(_gzip_size, payloads))
    if total > MAX_BYTES:
        widest = max(explorer.controls, key=lambda n: len(explorer.controls[n].values))
        raise ValueError(
            f"explorer {explorer.name!r}: its frames are {total // 1000} KB compressed, at most "
            f"{MAX_BYTES // 1000} KB are allowed; give control {widest!r} fewer stops or let "
            "fewer points move"
        )
    if (weight := _gzip_size(base)) > MAX_BASE:
        raise ValueError(
            f"explorer {explorer.name!r}: its base drawing is {weight // 1000} KB compressed, at "
            f"most {MAX_BASE // 1000} KB are allowed; rasterise dense backgrounds "
            "(rasterized=True)"
        )


def still_markup(drawing: Drawing, state: State) -> str:
    """The figure element with its picture inside it, for a notebook."""
    frame = drawing.frame(state)
    picture = data_uri(still_svg(drawing, frame))
    return markup(drawing, state, picture=picture, readout=frame[-2], inputs=False)
