"""A long run as a short line that loses none of its swings."""

from collections.abc import Sequence

import numpy as np

from mlcourse._check import FloatArray, IntArray

__all__ = ["kept"]


def kept(path: FloatArray, stops: Sequence[int], *, columns: int) -> IntArray:
    """Places of a path, counted from 0, that show it whole on a logarithmic axis.

    The axis is cut into ``columns`` that are too narrow for the eye, and at every stop; of each
    piece the first, the lowest, the highest and the last place are kept.

    >>> kept(np.array([0.0, 5, 1, -7, 2, 3]), (2, 6), columns=1).tolist()
    [0, 1, 2, 3, 5]
    """
    size = np.arange(1, len(path) + 1)
    column = np.floor(columns * np.log(size) / np.log(len(path) + 1)).astype(int)
    column = column * (len(stops) + 1) + np.searchsorted(stops, size)
    firsts = np.flatnonzero(np.diff(column, prepend=-1))
    places = set()
    for first, end in zip(firsts, [*firsts[1:], len(path)], strict=True):
        piece = path[first:end]
        places |= {int(first), int(first + piece.argmin()), int(first + piece.argmax())}
        places.add(int(end) - 1)
    return np.array(sorted(places), dtype=np.int64)
