"""The heights of `tabu`: smooth hills on 15 by 15 cells, picked out of 400 random grids."""

from functools import cache

import numpy as np

from mlcourse._check import FloatArray

__all__ = ["heights"]

# Picked, not typical: here no memory, a little, much and too much do four different things.
SEED = 359
SIZE = 15


@cache
def heights() -> FloatArray:
    """Random numbers, smoothed both ways, as whole numbers from 0 to 100.

    A thousandth is added from the first cell to the last, so that no two are equal.
    """
    noise = np.random.default_rng(SEED).normal(size=(SIZE + 8, SIZE + 8))
    kernel = np.exp(-0.5 * (np.arange(-4, 5) / 1.4) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        noise = np.apply_along_axis(lambda v: np.convolve(v, kernel, "valid"), axis, noise)
    scaled = 100 * (noise - noise.min()) / np.ptp(noise)
    return np.round(scaled) + 1e-3 * np.arange(SIZE**2).reshape(SIZE, SIZE) / SIZE**2
