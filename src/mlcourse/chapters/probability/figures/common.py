"""What several figures of this chapter share: a clock that doubles, and lines that only grow."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from mlcourse._check import FloatArray

__all__ = ["clock", "grown", "marks"]

FIRST = 10
PER_DOUBLING = 3  # steps of the clock in which the size of a sample doubles


def clock(doublings: int) -> tuple[int, ...]:
    """Sizes of a growing sample, from 10 on: each doubling takes three steps.

    >>> clock(2)
    (10, 13, 16, 20, 25, 32, 40)
    """
    steps = range(PER_DOUBLING * doublings + 1)
    return tuple(round(FIRST * 2 ** (k / PER_DOUBLING)) for k in steps)


def marks(sizes: Sequence[int], *, between: int = 2) -> list[list[int]]:
    """The sizes to draw, step by step: each list starts where the one before it ended.

    >>> marks((10, 13, 16), between=1)
    [[1, 2, 3, 4, 6, 10], [10, 13], [13, 16]]
    """
    out = [np.unique(np.geomspace(1, sizes[0], 6).round().astype(int)).tolist()]
    for low, high in pairwise(sizes):
        out.append(np.unique(np.geomspace(low, high, between + 1).round().astype(int)).tolist())
    return out


def grown(x: FloatArray, rows: FloatArray, sizes: Sequence[Sequence[int]]) -> FloatArray:
    """Several runs as one line with gaps, shape ``(m, 2)``, in which time comes first.

    ``x`` and the columns of ``rows`` belong to sizes 1, 2, ...; the pieces of all runs at one
    step stand together, so that the next step only adds to the end of the line.
    """
    gap = np.full((1, 2), np.nan)
    pieces: list[FloatArray] = []
    for piece in sizes:
        places = np.array(piece) - 1
        for row in rows:
            pieces += [np.column_stack([x[places], row[places]]), gap]
    return np.concatenate(pieces)
