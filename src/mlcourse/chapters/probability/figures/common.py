"""What figures of this chapter share: a clock of round numbers, and runs that only grow."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from mlcourse._check import FloatArray

__all__ = ["clock", "grown", "turns"]

IN_A_DECADE = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)


def clock(last: int, *, first: int = 1) -> tuple[int, ...]:
    """Round sizes of a growing sample: single steps up to 10, then ten to a decade.

    >>> clock(30)
    (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30)
    """
    decades = range(1, len(str(last)))
    sizes = [*range(1, 10), *(round(x * 10**k) for k in decades for x in IN_A_DECADE)]
    return tuple(sizes[sizes.index(first) : bisect_right(sizes, last)])


def turns(
    path: FloatArray, sizes: Sequence[int], *, stretch: Callable[[int], int]
) -> list[list[int]]:
    """The sizes at which a path must be drawn so that none of its swings is lost.

    Of each stretch, too short for the eye, the first, the lowest, the highest and the last place
    are kept, in their order; ``stretch(size)`` is its length behind a size, the same everywhere
    on a linear axis, in proportion on a log one. ``path`` belongs to sizes 1, 2, ...; each list
    starts where the one before it ended.

    >>> turns(np.array([0.0, 5, 1, -7, 2, 3]), (2, 6), stretch=lambda size: 4)
    [[1, 2], [2, 4, 6]]
    """
    out = []
    for low, high in pairwise((1, *sizes)):
        kept = {low, high}
        length = stretch(low)
        for start in range(low, high + 1, length):
            piece = path[start - 1 : min(start + length, high + 1) - 1]
            if len(piece):
                kept |= {start + int(piece.argmin()), start + int(piece.argmax())}
        out.append(sorted(kept))
    return out


def grown(x: FloatArray, rows: FloatArray, sizes: Sequence[Sequence[Sequence[int]]]) -> FloatArray:
    """Several runs as one line with gaps, shape ``(m, 2)``, in which time comes first.

    ``x`` and the columns of ``rows`` belong to sizes 1, 2, ...; ``sizes[step][run]`` are those
    to draw. The pieces of all runs at one step stand together, so that the next step only adds
    to the end of the line.
    """
    gap = np.full((1, 2), np.nan)
    pieces: list[FloatArray] = []
    for step in sizes:
        for row, piece in zip(rows, step, strict=True):
            places = np.array(piece) - 1
            pieces += [np.column_stack([x[places], row[places]]), gap]
    return np.concatenate(pieces)
