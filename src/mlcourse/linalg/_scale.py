"""Powers of two that bring a matrix near 1, so that squares neither overflow nor vanish.

Dividing by a power of two is exact, so the factors of the scaled matrix are those of the
matrix itself, bit for bit.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mlcourse._check import FloatArray

__all__ = ["enlarge", "product", "scale_of"]

Array = TypeVar("Array", NDArray[np.float64], NDArray[np.complex128])


def scale_of(a: FloatArray) -> float:
    """Return a power of two of about the largest entry (1 for a zero array)."""
    largest = float(np.max(np.abs(a), initial=0.0))
    if largest == 0.0:
        return 1.0
    # 2**1023 is the largest power of two that is a number, 2**-1022 the smallest normal one.
    return float(np.ldexp(1.0, int(np.clip(np.frexp(largest)[1], -1022, 1023))))


def enlarge(a: Array, scale: float) -> Array:
    """Return ``scale * a``; what leaves the range of a double is infinite, without a warning."""
    with np.errstate(over="ignore"):
        if np.iscomplexobj(a):  # part by part: complex infinity times zero would be nan
            return (np.ascontiguousarray(a).view(np.float64) * scale).view(np.complex128)
        return np.multiply(a, scale)


def product(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return ``a @ b``; what leaves the range is infinite or nan, without a warning."""
    with np.errstate(over="ignore", invalid="ignore"):
        return a @ b
