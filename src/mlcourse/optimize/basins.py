r"""Local and global: the minima of a function of one variable and the basins around them.

A start between two neighbouring maxima flows down to the minimum between them.  On a convex
function there is one basin, so every local minimum is global.

Source: Boyd and Vandenberghe (2004), Convex Optimization, section 4.2.2; golden section search:
Kiefer (1953), Sequential minimax search for a maximum, Proceedings of the AMS 4(3).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.optimize.convexity import interval
from mlcourse.optimize.objectives import ArrayFunction

__all__ = ["Basins", "basin_of", "basins", "many_descents"]

_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Basins(Result):
    """The landscape of one variable, cut at its maxima; basin k is around minimum k."""

    minimum: FloatArray  # (m,) where, in increasing order
    value: FloatArray  # (m,) how low
    border: FloatArray  # (m + 1,) the interval's ends and the maxima between the minima

    @property
    def lowest(self) -> int:
        """Number of the basin with the lowest minimum."""
        return int(self.value.argmin())


def _golden(fun: ArrayFunction, a: FloatArray, b: FloatArray) -> FloatArray:
    """Minima of many brackets at once: each step keeps the golden share around the lower point."""
    # 40 steps leave 4e-9 of the bracket: finer is noise, because f is flat to its rounding
    # within sqrt(eps) of a minimum.
    for _ in range(40):
        width = _GOLDEN * (b - a)
        left, right = b - width, a + width
        lower = fun(left[:, None]) <= fun(right[:, None])
        a, b = np.where(lower, a, left), np.where(lower, right, b)
    return (a + b) / 2


def basins(fun: ArrayFunction, *, low: float, high: float, n_points: int) -> Basins:
    r"""Find the minima on a grid, sharpen them, and cut between them at the maxima.

    An end of the interval counts as a minimum when the function falls towards it.

    Parameters
    ----------
    fun : callable
        The function, ``(..., 1) -> (...)``.
    low, high : float
        The interval, ``low < high``.
    n_points : int
        Points of the grid, at least 3; valleys narrower than the grid are missed.

    Returns
    -------
    Basins
        Minima, their values and the borders between them.

    Examples
    --------
    >>> cut = basins(lambda p: (p[..., 0] ** 2 - 1) ** 2, low=-2, high=2, n_points=401)
    >>> cut.minimum.round(6).tolist(), abs(cut.border).round(6).tolist()
    ([-1.0, 1.0], [2.0, 0.0, 2.0])
    """
    check.function("fun", fun)
    a, b = interval(low, high)
    x = np.linspace(a, b, check.integer("n_points", n_points, low=3))
    f = np.asarray(fun(x[:, None]), dtype=float)
    if f.shape != x.shape:
        raise ValueError(f"fun must return shape {x.shape} here, got {f.shape}")
    if not np.all(np.isfinite(f)):
        raise ValueError(f"fun must be finite on the interval, got {f[~np.isfinite(f)][0]}")
    # flat stretches count once, at their left end
    first = np.concatenate([[True], f[1:] != f[:-1]])
    at = np.flatnonzero(first)
    g = np.concatenate([[np.inf], f[at], [np.inf]])
    valley = at[(g[1:-1] < g[:-2]) & (g[1:-1] < g[2:])]
    last = len(x) - 1
    minimum = _golden(fun, x[np.maximum(valley - 1, 0)], x[np.minimum(valley + 1, last)])
    peak = [p + int(f[p:q].argmax()) for p, q in pairwise(valley)]
    tops = np.array(peak, dtype=np.int64)
    border = _golden(lambda p: -fun(p), x[tops - 1], x[tops + 1])
    return Basins(
        minimum=minimum,
        value=np.asarray(fun(minimum[:, None]), dtype=float),
        border=np.concatenate([[a], border, [b]]),
    )


def basin_of(landscape: Basins, x: ArrayLike) -> IntArray:
    r"""The number of the basin that each start flows to.

    Parameters
    ----------
    landscape : Basins
        From `basins`.
    x : array
        Starts inside the interval.

    Returns
    -------
    array of int, same shape as ``x``
        Places in ``landscape.minimum``.

    Examples
    --------
    >>> cut = basins(lambda p: (p[..., 0] ** 2 - 1) ** 2, low=-2, high=2, n_points=401)
    >>> basin_of(cut, [-1.5, -0.1, 0.1, 2.0]).tolist()
    [0, 0, 1, 1]
    """
    if not isinstance(landscape, Basins):
        raise TypeError(f"landscape must be Basins, got {landscape!r}")
    starts = check.array("x", x)
    low, high = landscape.border[0], landscape.border[-1]
    if np.any(starts < low) or np.any(starts > high):
        raise ValueError(f"x must be in [{low:g}, {high:g}], got an entry outside")
    return np.searchsorted(landscape.border[1:-1], starts, side="right")


def many_descents(
    grad: ArrayFunction, x0: ArrayLike, *, step_size: float, max_steps: int
) -> FloatArray:
    r"""Gradient descent from many starts at once.

    Parameters
    ----------
    grad : callable
        The gradient, ``(n, d) -> (n, d)``.
    x0 : array, shape (n, d)
        The starts.
    step_size : float
        :math:`\alpha > 0`.
    max_steps : int
        Number of steps, at least 0.

    Returns
    -------
    array, shape (n, max_steps + 1, d)
        Paths; a path that leaves the range of floats stays where it last was finite.

    Examples
    --------
    >>> many_descents(lambda x: x, [[4.0], [-2.0]], step_size=0.5, max_steps=2)[..., 0].tolist()
    [[4.0, 2.0, 1.0], [-2.0, -1.0, -0.5]]
    """
    check.function("grad", grad)
    x = check.matrix("x0", x0)
    alpha = check.positive("step_size", step_size)
    max_steps = check.integer("max_steps", max_steps)
    paths = [x]
    # a path that diverges overflows on its way, and is stopped there
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(max_steps):
            slope = np.asarray(grad(x))
            if slope.shape != x.shape:
                raise ValueError(f"grad must return shape {x.shape} like x0, got {slope.shape}")
            onward = x - alpha * slope
            x = np.where(np.isfinite(onward).all(axis=1, keepdims=True), onward, x)
            paths.append(x)
    return np.stack(paths, axis=1)
