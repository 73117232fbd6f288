"""Probabilities for the checks to draw."""

import numpy as np

from mlcourse._check import FloatArray

__all__ = ["weights"]


def weights(rng: np.random.Generator, n: int) -> FloatArray:
    """Unequal probabilities, multiples of 1/40."""
    cuts = np.sort(rng.choice(np.arange(1, 40), size=n - 1, replace=False))
    return np.diff(np.concatenate([[0], cuts, [40]])) / 40
