r"""The curse of dimension: a grid against Monte Carlo with the same number of evaluations.

A budget of ``N`` points leaves a product grid :math:`N^{1/d}` nodes an axis, so the midpoint
rule's error falls like :math:`N^{-2/d}`; Monte Carlo's falls like :math:`N^{-1/2}` whatever the
dimension.

Source: Owen (2013), Monte Carlo Theory, Methods and Examples, section 7.4; Bellman (1961),
Adaptive Control Processes, p. 94.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.calculus._evaluate import values
from mlcourse.calculus.product_grid import product_integral
from mlcourse.calculus.rules import rule_points

__all__ = ["EqualBudget", "grid_against_monte_carlo", "nodes_along_axes", "nodes_per_axis"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EqualBudget(Result):
    """Errors of both methods on the unit cube with at most ``budget`` evaluations each."""

    n_per_axis: int
    n_grid: int  # n_per_axis ** dimension, at most the budget
    grid_error: float
    monte_carlo_errors: FloatArray  # (n_repeats,) absolute
    monte_carlo_error: float  # their root mean square


def nodes_per_axis(budget: int, dimension: int) -> int:
    """Return the largest ``m`` with ``m**dimension <= budget``.

    Parameters
    ----------
    budget : int
        Number of points to spend, at least 1.
    dimension : int
        At least 1.

    Returns
    -------
    int
        At least 1.

    Examples
    --------
    >>> nodes_per_axis(1000, 3), nodes_per_axis(999, 3), nodes_per_axis(1000, 10)
    (10, 9, 1)
    """
    n = check.integer("budget", budget, low=1)
    d = check.integer("dimension", dimension, low=1)
    m = max(1, round(n ** (1.0 / d)))
    return m if m**d <= n else m - 1  # the rounded root is at most one too large


def nodes_along_axes(budget: int, dimension: int) -> tuple[int, ...]:
    """Return numbers of nodes, as even as can be, whose product is near the budget.

    As many axes as the budget pays for get one node more than :func:`nodes_per_axis`.

    Parameters
    ----------
    budget : int
        Number of points to spend, at least 1.
    dimension : int
        At least 1.

    Returns
    -------
    tuple of int
        One number an axis, the larger ones first; the product is at most the budget.

    Examples
    --------
    >>> nodes_along_axes(4096, 6), nodes_along_axes(4096, 7)
    ((4, 4, 4, 4, 4, 4), (4, 4, 3, 3, 3, 3, 3))
    """
    m = nodes_per_axis(budget, dimension)
    d, more = dimension, 0
    while more < d and m ** (d - more - 1) * (m + 1) ** (more + 1) <= budget:
        more += 1
    return (m + 1,) * more + (m,) * (d - more)


def grid_against_monte_carlo(
    fun: Callable[[FloatArray], ArrayLike],
    *,
    exact: float,
    dimension: int,
    budget: int,
    n_repeats: int = 20,
    rng: np.random.Generator | int,
) -> EqualBudget:
    """Integrate over the unit cube by a midpoint grid and by Monte Carlo, at equal cost.

    Parameters
    ----------
    fun : callable
        Takes points of shape (n, dimension) in the unit cube, returns shape (n,).
    exact : float
        The true integral.
    dimension : int
        At least 1.
    budget : int
        Evaluations each method may spend, 1 to 10 million.
    n_repeats : int
        Independent Monte Carlo runs, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness.

    Returns
    -------
    EqualBudget
        The grid's error and those of the Monte Carlo runs.

    Raises
    ------
    ValueError
        If ``fun`` is not finite at a point.

    Examples
    --------
    >>> smooth = lambda x: np.prod(np.pi / 2 * np.sin(np.pi * x), axis=1)
    >>> flat = grid_against_monte_carlo(smooth, exact=1.0, dimension=2, budget=4096, rng=7)
    >>> deep = grid_against_monte_carlo(smooth, exact=1.0, dimension=8, budget=4096, rng=7)
    >>> flat.grid_error < flat.monte_carlo_error, deep.grid_error < deep.monte_carlo_error
    (True, False)
    """
    truth = check.real("exact", exact)
    n = check.integer("budget", budget, low=1, high=10_000_000)
    m = nodes_per_axis(n, dimension)
    n_repeats = check.integer("n_repeats", n_repeats, low=1)
    generator = check.generator("rng", rng)
    nodes, weights = rule_points(0.0, 1.0, n_panels=m, rule="midpoint")
    grid = product_integral(fun, nodes, weights, dimension=dimension)
    found = np.array(
        [values(fun, generator.random((n, dimension)), (n,)).mean() for _ in range(n_repeats)]
    )
    return EqualBudget(
        n_per_axis=m,
        n_grid=m**dimension,
        grid_error=abs(grid - truth),
        monte_carlo_errors=np.abs(found - truth),
        monte_carlo_error=float(np.sqrt(np.mean((found - truth) ** 2))),
    )
