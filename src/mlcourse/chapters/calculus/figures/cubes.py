"""Three integrals over the unit cube with known values, by grids and by random points."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import comb, factorial, gamma, pi, sqrt

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.calculus.dimension import nodes_along_axes
from mlcourse.calculus.gauss import gauss_legendre_points
from mlcourse.calculus.product_grid import mixed_points
from mlcourse.calculus.rules import rule_points

__all__ = ["BALL", "GRIDS", "KIOSKS", "PROBLEMS", "WAVES", "grid_errors", "random_errors"]

MIDPOINT, GAUSS = "midpoints", "Gauss"
GRIDS = (MIDPOINT, GAUSS)
WAVES, KIOSKS, BALL = "waves", "kiosks", "ball"
N_DIMENSIONS, N_RUNS = 12, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A function on the cube: its value at points, its integral, and its spread."""

    fun: Callable[[FloatArray], FloatArray]  # (n, d) -> (n, d), column k from k + 1 coordinates
    exact: Callable[[int], float]
    sigma: Callable[[int], float]  # standard deviation at a random point


def _waves(x: FloatArray) -> FloatArray:
    return np.asarray(np.cumprod(pi / 2 * np.sin(pi * x), axis=1))


def _sold(x: FloatArray) -> FloatArray:
    # half a paper is in stock for each kiosk, and goes where it is asked for
    return np.minimum(np.cumsum(x, axis=1) / np.arange(1, x.shape[1] + 1), 0.5)


def _left_over(d: int, power: int) -> float:
    """The mean of (1/2 - mean of d uniform numbers), where it is positive, to a power."""
    terms = ((-1) ** k * comb(d, k) * (d / 2 - k) ** (d + power) for k in range(d // 2 + 1))
    return factorial(power) * sum(terms) / factorial(d + power) / d**power


def _ball(x: FloatArray) -> FloatArray:
    return (np.cumsum(x**2, axis=1) <= 1.0).astype(float)


def _ball_share(d: int) -> float:
    # exactly 1 in one dimension: no point of [0, 1] misses, and random points are never wrong
    return 1.0 if d == 1 else pi ** (d / 2) / (2**d * gamma(d / 2 + 1))


PROBLEMS = {
    WAVES: Problem(
        fun=_waves, exact=lambda d: 1.0, sigma=lambda d: sqrt((pi**2 / 8) ** d - 1)
    ),
    KIOSKS: Problem(
        fun=_sold,
        exact=lambda d: 0.5 - _left_over(d, 1),
        sigma=lambda d: sqrt(_left_over(d, 2) - _left_over(d, 1) ** 2),
    ),
    BALL: Problem(
        fun=_ball,
        exact=_ball_share,
        sigma=lambda d: sqrt(_ball_share(d) * (1 - _ball_share(d))),
    ),
}  # fmt: skip


def axis_rule(grid: str, m: int) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights of one axis, on [0, 1]."""
    if grid == MIDPOINT:
        return rule_points(0.0, 1.0, n_panels=m, rule="midpoint")
    nodes, weights = gauss_legendre_points(m)
    return (nodes + 1) / 2, weights / 2


@cache
def grid_errors(problem: str, grid: str, budget: int) -> FloatArray:
    """Relative errors of the grid in 1, 2, ... dimensions, each with at most the budget."""
    one, errors = PROBLEMS[problem], []
    for d in range(1, N_DIMENSIONS + 1):
        axes = [axis_rule(grid, m) for m in nodes_along_axes(budget, d)]
        points, weights = mixed_points(axes)
        errors.append(abs(weights @ one.fun(points)[:, -1] / one.exact(d) - 1))
    return np.array(errors)


@cache
def _runs(budget: int) -> dict[str, FloatArray]:
    """The means of all three functions, (N_RUNS, N_DIMENSIONS) each."""
    rng = np.random.default_rng([13, budget])
    means: dict[str, list[FloatArray]] = {name: [] for name in PROBLEMS}
    for _ in range(N_RUNS):
        points = rng.random((budget, N_DIMENSIONS))  # each dimension adds a coordinate
        for name, one in PROBLEMS.items():
            means[name].append(one.fun(points).mean(axis=0))
    return {name: np.array(rows) for name, rows in means.items()}


def random_errors(problem: str, budget: int) -> tuple[FloatArray, FloatArray]:
    """Relative errors of the runs, and their root mean square as theory has it."""
    one, dimensions = PROBLEMS[problem], range(1, N_DIMENSIONS + 1)
    exact = np.array([one.exact(d) for d in dimensions])
    typical = np.array([one.sigma(d) for d in dimensions]) / exact / sqrt(budget)
    return np.abs(_runs(budget)[problem] / exact - 1), typical
