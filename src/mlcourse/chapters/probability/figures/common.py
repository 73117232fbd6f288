"""What several figures of this chapter share: a clock that doubles, and lines that only grow."""

from collections.abc import Sequence

import numpy as np

from mlcourse._check import FloatArray

__all__ = ["grown", "marks", "size_at"]

PER_DOUBLING = 3  # steps of the clock in which the size of a sample doubles


def size_at(step: int, *, first: int = 10) -> int:
    """How many draws there are at a step: it doubles every three steps.

    >>> [size_at(k) for k in (0, 3, 6, 27)]
    [10, 20, 40, 5120]
    """
    return round(first * 2 ** (step / PER_DOUBLING))


def marks(last: int, *, first: int = 10, between: int = 2) -> list[list[int]]:
    """The sizes to draw, step by step: each list starts where the one before it ended.

    >>> marks(2, between=1)
    [[1, 2, 3, 4, 6, 10], [10, 13], [13, 16]]
    """
    early = np.unique(np.geomspace(1, first, 6).round().astype(int)).tolist()
    out = [early]
    for step in range(1, last + 1):
        low, high = size_at(step - 1, first=first), size_at(step, first=first)
        inner = np.unique(np.geomspace(low, high, between + 1).round().astype(int)).tolist()
        out.append(inner)
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
