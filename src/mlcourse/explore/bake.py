"""Baking: an explorer with all its frames, as files that a static page loads by itself.

The files are the still picture, the base drawing, and chunks of frames (see `chunks`); budgets
hold all of them small.
"""

import base64
import gzip
import hashlib
import json
import math
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from itertools import groupby
from multiprocessing import get_context
from typing import Any

from mlcourse.explore.audit import audit
from mlcourse.explore.chunks import encode, script
from mlcourse.explore.controls import Steps
from mlcourse.explore.explorer import Explorer, State
from mlcourse.explore.markup import longest, markup, spec, still_svg
from mlcourse.explore.progress import tell
from mlcourse.explore.render import Drawing, Frame

__all__ = ["MAX_BASE", "MAX_BYTES", "MAX_CHUNK", "bake"]

MAX_BYTES = 600_000  # gzip, all chunks of one explorer
MAX_CHUNK = 60_000  # gzip, the file of one chunk
MAX_BASE = 40_000  # gzip, the base drawing
WANTED_CHUNK = 40_000
BLOCK = 50  # states that a process draws in one go, or a few more: whole runs

_shared_drawing: Drawing  # what the forked processes draw


def _gzip_size(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))


def _chunks(frames: Sequence[Frame]) -> tuple[int, list[str]]:
    """States in a chunk, and the payloads."""
    key = hashlib.sha256().hexdigest()  # longer than any file's name, and no easier to compress
    count = max(1, math.ceil(_gzip_size(encode(frames)) / WANTED_CHUNK))
    while True:
        size = math.ceil(len(frames) / count)
        payloads = [encode(frames[k : k + size]) for k in range(0, len(frames), size)]
        largest = max(_gzip_size(script(key, p)) for p in payloads)
        if size == 1 or largest <= MAX_CHUNK:
            return size, payloads
        count = max(count + 1, math.ceil(count * largest / MAX_CHUNK))


def _block(states: Sequence[State]) -> list[Frame]:
    """The frames of some states, in a process that was forked with the drawing in place."""
    return list(_shared_drawing.frames(states))


def _blocks(explorer: Explorer) -> list[list[State]]:
    """All states, run by run: who draws a run whole computes it once."""
    computed = [k for k, c in enumerate(explorer.controls.values()) if not isinstance(c, Steps)]

    def run(state: State) -> State:
        return tuple(state[k] for k in computed)

    blocks: list[list[State]] = [[]]
    for _, states in groupby(sorted(explorer.states(), key=run), run):
        if len(blocks[-1]) >= BLOCK:
            blocks.append([])
        blocks[-1] += states
    return blocks


def _drawn(drawing: Drawing, blocks: Sequence[Sequence[State]]) -> Iterator[list[Frame]]:
    """The frames of each block, drawn by as many processes as there are cores.

    Only on Linux: elsewhere a forked process may not use the system's numerical libraries, and
    a fresh one would not know an explorer that was written in a notebook.
    """
    global _shared_drawing
    workers = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if workers == 1 or len(blocks) == 1:
        yield from (list(drawing.frames(states)) for states in blocks)
        return
    _shared_drawing = drawing
    with warnings.catch_warnings():
        # Python 3.12 warns of the kernel's threads; the workers touch none of their locks
        warnings.filterwarnings("ignore", "This process .* multi-threaded", DeprecationWarning)
        pool = get_context("fork").Pool(workers)
    with pool:
        yield from pool.imap(_block, blocks)


def _all_frames(drawing: Drawing) -> list[Frame]:
    """The frames of all states in order; tells the build how far they are."""
    explorer = drawing.explorer
    total = math.prod(explorer.shape)
    blocks = _blocks(explorer)
    frames: dict[State, Frame] = {}
    tell(explorer.name, 0, total)
    for states, drawn in zip(blocks, _drawn(drawing, blocks), strict=True):
        frames.update(zip(states, drawn, strict=True))
        tell(explorer.name, len(frames), total)
    return [frames[state] for state in explorer.states()]


def bake(explorer: Explorer, state: State) -> dict[str, Any]:
    """Everything a page needs to show the explorer alive.

    Returns
    -------
    dict
        ``html``: the figure element, with ``{root}`` where the address of the site's static
        files goes; ``files``: name to content; ``controls``: name to stops, which links in
        the text must name; ``png``: a picture for paper, in base 64.

    Raises
    ------
    ValueError
        When the frames or the base drawing are over budget; says what to coarsen.
    """
    drawing = Drawing(explorer)
    frames = _all_frames(drawing)
    audit(drawing, frames)
    size, payloads = _chunks(frames)
    start = frames[explorer.number(state)]
    base = json.dumps(
        {**spec(drawing, state), "per": size, "chunks": len(payloads)},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    picture = still_svg(drawing, start)
    _weigh(explorer, base, payloads)
    whole = hashlib.sha256("\0".join([base, picture, *payloads]).encode())
    stem = f"{explorer.name}.{base64.b32encode(whole.digest())[:10].decode().lower()}"
    files = {f"{stem}.svg": picture, f"{stem}.base.js": script(f"{stem}.base", base)}
    for k, payload in enumerate(payloads):
        files[f"{stem}.{k}.js"] = script(f"{stem}.{k}", payload)
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
    png = base64.b64encode(drawing.png(state)).decode()
    return {"name": explorer.name, "html": html, "controls": stops, "files": files, "png": png}


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
