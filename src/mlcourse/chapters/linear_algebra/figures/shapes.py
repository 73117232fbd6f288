"""What a map is tried on: a letter, the unit square, and numbers as a reader writes them."""

import numpy as np

from mlcourse._check import FloatArray

__all__ = ["GAP", "LETTER", "SQUARE", "gapped", "number", "pair"]

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


def number(value: float, digits: int = 3) -> str:
    """Up to so many places after the point, a real minus sign, and no minus zero."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def pair(v: FloatArray, digits: int = 3) -> str:
    """A vector of two numbers."""
    return f"({number(v[0], digits)}, {number(v[1], digits)})"
