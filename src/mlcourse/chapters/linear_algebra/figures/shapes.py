"""What a map is tried on: a letter, the unit square, and vectors as a reader writes them."""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.explore.typeset import rounded

__all__ = ["GAP", "LETTER", "SQUARE", "gapped", "pair"]

GAP = np.full((1, 2), np.nan)
SQUARE = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
# an F: without a mirror it cannot be turned into its own mirror image
LETTER = np.vstack(
    [[[0.3, 0.12], [0.3, 0.88], [0.74, 0.88]], GAP, [[0.3, 0.52], [0.6, 0.52]]]
)  # fmt: skip


def gapped(lines: FloatArray) -> FloatArray:
    """Many lines, of shape (lines, points, 2), as one that the pen leaves between them."""
    gaps = np.full((len(lines), 1, 2), np.nan)
    return np.concatenate([lines, gaps], axis=1).reshape(-1, 2)


def pair(v: FloatArray, digits: int = 3) -> str:
    """A vector of two numbers."""
    return f"({rounded(v[0], digits)}, {rounded(v[1], digits)})"
