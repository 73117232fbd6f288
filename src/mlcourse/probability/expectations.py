r"""Expectation: the average over all outcomes, by sum, by quadrature, and by chance.

.. math:: \operatorname{E} f(X) = \sum_x f(x)\, p(x) \quad \text{or} \quad \int f(x)\, p(x)\, dx

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 4.1, 4.5 and
10.2; quadrature is Trefethen (2008), Is Gauss quadrature better than Clenshaw-Curtis?
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.probability.limits import running_means

__all__ = [
    "AVERAGED",
    "Averaged",
    "MonteCarloMean",
    "RunningMean",
    "expectation",
    "expectation_by_quadrature",
    "monte_carlo_mean",
    "running_mean",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MonteCarloMean(Result):
    """An average of draws and how far it may be off."""

    mean: float
    standard_error: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunningMean(Result):
    """Averages of the first 1, 2, ..., n draws of several runs."""

    draws: FloatArray  # (n_runs, n)
    means: FloatArray  # (n_runs, n)
    expectation: float  # where the means go; NaN where they never settle
    standard_error: FloatArray  # (n,) sigma / sqrt(k); NaN where there is no variance


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Averaged:
    """A distribution to average: its mean, its spread, and its quantile function."""

    mean: float  # NaN if there is none
    sigma: float  # NaN if there is none
    quantile: Callable[[FloatArray], FloatArray]


AVERAGED: Mapping[str, Averaged] = MappingProxyType(
    {
        "die": Averaged(mean=3.5, sigma=(35 / 12) ** 0.5, quantile=lambda u: np.floor(6 * u) + 1),
        "exponential": Averaged(mean=1.0, sigma=1.0, quantile=lambda u: -np.log1p(-u)),
        "cauchy": Averaged(
            mean=float("nan"), sigma=float("nan"), quantile=lambda u: np.tan(np.pi * (u - 0.5))
        ),
    }
)


def expectation(probabilities: ArrayLike, values: ArrayLike) -> float:
    r"""Expectation over finitely many outcomes, :math:`\sum_i p_i v_i`.

    Parameters
    ----------
    probabilities : array of shape (n,)
        Probabilities of the outcomes.
    values : array of shape (n,)
        What each outcome is worth.

    Returns
    -------
    float
        In the unit of the values.

    Examples
    --------
    >>> round(expectation(np.full(6, 1 / 6), [1, 2, 3, 4, 5, 6]), 6)
    3.5
    """
    probabilities = check.probabilities("probabilities", probabilities)
    return float(probabilities @ check.vector("values", values, length=probabilities.size))


def expectation_by_quadrature(
    fun: Callable[[FloatArray], ArrayLike],
    density: Callable[[FloatArray], ArrayLike],
    low: float,
    high: float,
    *,
    n_nodes: int,
) -> float:
    r"""Expectation under a density, by Gauss-Legendre quadrature.

    .. math:: \int_a^b f(x)\, p(x)\, dx \approx \sum_{i=1}^{n} w_i f(x_i) p(x_i)

    Exact when :math:`f p` is a polynomial of degree up to :math:`2n - 1`.

    Parameters
    ----------
    fun, density : callable
        Take an array of points and return an array of its shape.
    low, high : float
        Ends of the interval, ``low`` below ``high``; wide enough to hold the density.
    n_nodes : int
        Number of points, at least 1.

    Returns
    -------
    float
        In the unit of ``fun``.

    Raises
    ------
    ValueError
        If ``fun`` or ``density`` returns a wrong shape or what is not finite.

    Examples
    --------
    Mean square of a uniform number:

    >>> round(expectation_by_quadrature(np.square, np.ones_like, 0, 1, n_nodes=2), 6)
    0.333333
    """
    check.function("fun", fun)
    check.function("density", density)
    low = check.real("low", low)
    high = check.real("high", high)
    if not high > low:
        raise ValueError(f"high must be above low = {low}, got {high}")
    n_nodes = check.integer("n_nodes", n_nodes, low=1)
    nodes, weights = np.polynomial.legendre.leggauss(n_nodes)
    x = low + (high - low) * (nodes + 1) / 2
    f = check.array("fun", fun(x), shape=x.shape)
    p = check.array("density", density(x), shape=x.shape)
    return float((high - low) / 2 * (weights @ (f * p)))


def monte_carlo_mean(values: ArrayLike) -> MonteCarloMean:
    r"""Average of independent draws of :math:`f(X)`, with its standard error.

    .. math:: \bar f = \frac1n \sum f(x_i), \qquad \mathrm{se} = \frac{s}{\sqrt n}

    Parameters
    ----------
    values : array of shape (n,), n at least 2
        The function at independent draws.

    Returns
    -------
    MonteCarloMean
        The average and its standard error.

    Examples
    --------
    >>> result = monte_carlo_mean([1.0, 3.0, 5.0, 7.0])
    >>> result.mean, round(result.standard_error, 3)
    (4.0, 1.291)
    """
    values = check.vector("values", values)
    if values.size < 2:
        raise ValueError(f"values must have at least two entries, got {values.size}")
    return MonteCarloMean(
        mean=float(values.mean()),
        standard_error=float(values.std(ddof=1) / np.sqrt(values.size)),
    )


def running_mean(
    distribution: str, *, n_draws: int, n_runs: int, rng: np.random.Generator | int
) -> RunningMean:
    r"""Average on and on: a die and an exponential settle, a Cauchy never does.

    The mean of n Cauchy draws has the same Cauchy distribution as one draw, for every n.
    With one seed all distributions use the same uniforms through their quantile functions.

    Parameters
    ----------
    distribution : str
        "die" (1 to 6), "exponential" (rate 1) or "cauchy" (standard).
    n_draws : int
        Draws of each run, at least 1.
    n_runs : int
        Number of runs, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    RunningMean
        Draws and their running means, (n_runs, n_draws), beside where they should go.

    Examples
    --------
    >>> run = running_mean("die", n_draws=10_000, n_runs=3, rng=0)
    >>> run.expectation, run.means[:, -1].round(1).tolist()
    (3.5, [3.5, 3.5, 3.5])
    """
    family = AVERAGED[check.choice("distribution", distribution, list(AVERAGED))]
    n_draws = check.integer("n_draws", n_draws, low=1)
    n_runs = check.integer("n_runs", n_runs, low=1)
    # Draw first, run second: with one seed, a longer run begins as the shorter one does.
    uniform = check.generator("rng", rng).random((n_draws, n_runs)).T
    draws = family.quantile(uniform)
    return RunningMean(
        draws=draws,
        means=running_means(draws),
        expectation=family.mean,
        standard_error=family.sigma / np.sqrt(np.arange(1, n_draws + 1)),
    )
