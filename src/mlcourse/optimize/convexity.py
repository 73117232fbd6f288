r"""Convexity: chords lie above the graph, tangents below.

.. math:: f((1 - t) x + t y) \le (1 - t) f(x) + t f(y), \qquad
          f(y) \ge f(x) + \nabla f(x)^\top (y - x)

Source: Boyd and Vandenberghe (2004), Convex Optimization, sections 2.1 and 3.1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.optimize.objectives import ArrayFunction

__all__ = [
    "Chord",
    "GridConvexity",
    "chord",
    "convexity_on_grid",
    "outside_of_segment",
    "tangent_gap",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chord(Result):
    """Points along the segment from ``x`` to ``y``, the graph there and the chord above it."""

    t: FloatArray  # (n,)
    point: FloatArray  # (n, d)
    value: FloatArray  # (n,) the function
    chord: FloatArray  # (n,) the straight line between the two ends
    gap: FloatArray  # (n,) chord - value; never negative for a convex function


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GridConvexity(Result):
    """Second differences over a grid, and where they speak against convexity."""

    x: FloatArray  # (n,) the grid
    value: FloatArray  # (n,)
    second_difference: FloatArray  # (n - 2,) at the inner points, approximates the curvature
    violated: NDArray[np.bool_]  # (n - 2,)

    @property
    def convex(self) -> bool:
        """No violation was seen on this grid, which is no proof."""
        return not bool(self.violated.any())


def _finite(fun: ArrayFunction, points: FloatArray) -> FloatArray:
    value = np.asarray(fun(points), dtype=float)
    if value.shape != points.shape[:-1]:
        raise ValueError(f"fun must return shape {points.shape[:-1]} here, got {value.shape}")
    if not np.all(np.isfinite(value)):
        bad = value[~np.isfinite(value)][0]
        raise ValueError(f"fun must be finite on all points needed, got {bad}")
    return value


def chord(fun: ArrayFunction, x: ArrayLike, y: ArrayLike, *, t: ArrayLike) -> Chord:
    r"""Compare a function with its chord; the difference is the Jensen gap.

    .. math:: \mathrm{gap}(t) = (1 - t) f(x) + t f(y) - f((1 - t) x + t y)

    Parameters
    ----------
    fun : callable
        The function, ``(..., d) -> (...)``.
    x, y : array, shape (d,)
        The ends.
    t : array, shape (n,)
        Shares of the way from ``x`` to ``y``, in [0, 1].

    Returns
    -------
    Chord
        The function and its chord at every share.

    Examples
    --------
    The gap of a parabola is :math:`t (1 - t) (x - y)^2`:

    >>> line = chord(lambda p: p[..., 0] ** 2, [0.0], [4.0], t=[0.0, 0.25, 0.5])
    >>> line.gap.tolist()
    [0.0, 3.0, 4.0]
    """
    check.function("fun", fun)
    start = check.vector("x", x)
    end = check.vector("y", y, length=len(start))
    share = check.vector("t", t)
    if np.any(share < 0) or np.any(share > 1):
        raise ValueError(f"t must be in [0, 1], got an entry {share[np.abs(share - 0.5).argmax()]}")
    point = start + share[:, None] * (end - start)
    value = _finite(fun, point)
    low, high = _finite(fun, np.stack([start, end]))
    straight = (1.0 - share) * low + share * high
    return Chord(t=share, point=point, value=value, chord=straight, gap=straight - value)


def tangent_gap(
    fun: ArrayFunction, grad: ArrayFunction, x: ArrayLike, points: ArrayLike
) -> FloatArray:
    r"""How far the graph lies above its tangent plane at ``x``.

    .. math:: f(y) - f(x) - \nabla f(x)^\top (y - x)

    This is the Bregman divergence of :math:`f`; it is never negative for a convex function.

    Parameters
    ----------
    fun, grad : callable
        The function, ``(..., d) -> (...)``, and its gradient, ``(..., d) -> (..., d)``.
    x : array, shape (d,)
        Where the tangent touches.
    points : array, shape (..., d)
        Where to compare.

    Returns
    -------
    array, shape (...)
        One gap a point.

    Examples
    --------
    >>> tangent_gap(lambda p: p[..., 0] ** 2, lambda p: 2 * p, [1.0], [[1.0], [3.0]]).tolist()
    [0.0, 4.0]
    """
    check.function("fun", fun)
    check.function("grad", grad)
    here = check.vector("x", x)
    there = check.array("points", points)
    if there.ndim == 0 or there.shape[-1] != len(here):
        raise ValueError(
            f"points must be points of {len(here)} coordinates, got shape {there.shape}"
        )
    slope = np.asarray(grad(here), dtype=float)
    if slope.shape != here.shape or not np.all(np.isfinite(slope)):
        raise ValueError(f"grad must be finite, of shape {here.shape}, got {slope}")
    return _finite(fun, there) - _finite(fun, here) - (there - here) @ slope


def convexity_on_grid(
    fun: ArrayFunction, *, low: float, high: float, n_points: int
) -> GridConvexity:
    r"""Look for violations of convexity of a function of one variable.

    A convex function has :math:`f(x - h) - 2 f(x) + f(x + h) \ge 0` for every :math:`h`: the
    middle of each chord between neighbours lies above the graph.  Differences smaller than the
    rounding of the three values count as zero.

    Parameters
    ----------
    fun : callable
        The function, ``(..., 1) -> (...)``.
    low, high : float
        The interval, ``low < high``.
    n_points : int
        Points of the grid, at least 3.

    Returns
    -------
    GridConvexity
        Second differences, and where they are negative.

    Examples
    --------
    >>> convexity_on_grid(lambda p: p[..., 0] ** 4, low=-1, high=1, n_points=101).convex
    True
    >>> wave = convexity_on_grid(lambda p: np.sin(p[..., 0]), low=-3, high=3, n_points=101)
    >>> wave.convex, int(wave.violated.sum())
    (False, 49)
    """
    check.function("fun", fun)
    a, b = interval(low, high)
    x = np.linspace(a, b, check.integer("n_points", n_points, low=3))
    value = _finite(fun, x[:, None])
    bend = value[:-2] - 2 * value[1:-1] + value[2:]
    size = np.abs(value[:-2]) + 2 * np.abs(value[1:-1]) + np.abs(value[2:])
    # each value is right to a few eps of itself, and the sum adds a few more
    return GridConvexity(
        x=x,
        value=value,
        second_difference=bend / ((b - a) / (len(x) - 1)) ** 2,
        violated=bend < -8 * np.finfo(float).eps * size,
    )


def interval(low: float, high: float) -> tuple[float, float]:
    """Two finite numbers ``low < high``."""
    a = check.real("low", low)
    b = check.real("high", high)
    if not a < b:
        raise ValueError(f"high must be above low = {a}, got {b}")
    return a, b


def outside_of_segment(
    contains: Callable[[FloatArray], NDArray[np.bool_]],
    x: ArrayLike,
    y: ArrayLike,
    *,
    n_points: int,
) -> FloatArray:
    r"""Where the segment between two points of a set leaves the set.

    A set is convex when this is empty for every two of its points.

    Parameters
    ----------
    contains : callable
        Whether points belong to the set, ``(n, d) -> (n,)`` of bools.
    x, y : array, shape (d,)
        Two points of the set.
    n_points : int
        Points to look at along the segment, evenly spaced, ends included, at least 2.

    Returns
    -------
    array, shape (m,)
        Shares :math:`t` of the way at which :math:`(1 - t) x + t y` is outside.

    Examples
    --------
    >>> ring = lambda p: abs(np.hypot(p[:, 0], p[:, 1]) - 1) < 0.2
    >>> outside_of_segment(ring, [1, 0], [-1, 0], n_points=5).tolist()
    [0.25, 0.5, 0.75]
    """
    check.function("contains", contains)
    start = check.vector("x", x)
    end = check.vector("y", y, length=len(start))
    t = np.linspace(0.0, 1.0, check.integer("n_points", n_points, low=2))
    inside = np.asarray(contains(start + t[:, None] * (end - start)))
    if inside.shape != t.shape or inside.dtype != bool:
        raise ValueError(
            f"contains must return {len(t)} bools here, got {inside.dtype} of shape {inside.shape}"
        )
    for name, end_inside, point in (("x", inside[0], start), ("y", inside[-1], end)):
        if not end_inside:
            raise ValueError(f"{name} must be in the set, got {point.tolist()}")
    return t[~inside]
