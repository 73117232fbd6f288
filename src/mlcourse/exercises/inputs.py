"""Random inputs that are short to read, for the checks to draw and to show."""

from typing import Any

import numpy as np

from mlcourse._check import FloatArray

__all__ = ["Inputs", "fraction", "tenths"]

Inputs = dict[str, Any]


def tenths(rng: np.random.Generator, *shape: int) -> FloatArray:
    """Numbers with one decimal between -2 and 2, never 0: no term of a formula cancels."""
    sizes = rng.integers(1, 21, size=shape) / 10
    return np.asarray(sizes * rng.choice([-1.0, 1.0], size=shape))


def fraction(rng: np.random.Generator) -> float:
    """0.05, 0.10, ... or 0.95."""
    return float(rng.integers(1, 20)) / 20
