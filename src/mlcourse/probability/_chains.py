"""What the samplers share: how a run begins."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["LogDensity", "points", "rows", "start"]

LogDensity = Callable[[FloatArray], FloatArray]


def points(name: str, value: ArrayLike) -> FloatArray:
    """One point a chain: shape (n_chains, dim), from that shape or from (dim,)."""
    return np.atleast_2d(check.array(name, value, ndim=(1, 2)))


def rows(name: str, fun: Any, x: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Call the reader's function once at the door, and demand the shape of its answer."""
    out = np.asarray(check.function(name, fun)(x), dtype=np.float64)
    if out.shape != shape:
        raise ValueError(
            f"{name} must return an array of shape {shape} for points of shape {x.shape}, "
            f"got shape {out.shape}"
        )
    return out


def start(log_density: LogDensity, x: ArrayLike, *, name: str) -> tuple[FloatArray, FloatArray]:
    """The first points and their log densities, all finite."""
    x = points(name, x)
    log_p = rows("log_density", log_density, x, x.shape[:1])
    if not np.all(np.isfinite(log_p)):
        bad = log_p[~np.isfinite(log_p)][0]
        raise ValueError(f"{name} must have a positive finite density, got a log density of {bad}")
    return x, log_p
