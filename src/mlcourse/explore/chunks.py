"""The code in which a page loads frames: chunks, each a script with one call.

A script also loads from a disk without a server.  Its payload lists, slot by slot, the different
fragments in order of first use, each as what it does not share with the one before (front
coding), and which of them each state shows.
"""

from collections.abc import Sequence

import numpy as np

from mlcourse.explore.render import Frame

__all__ = ["checksum", "decode", "encode", "script"]


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


def script(key: str, payload: str) -> str:
    """A payload as a script with one call; ``key`` is the file's name without its ending."""
    quoted = payload.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"mlcourseChunk('{key}',{checksum(payload)},'{quoted}')\n"
