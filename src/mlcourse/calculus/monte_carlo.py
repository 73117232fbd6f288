r"""Integrals as averages: Monte Carlo and importance sampling, with their error estimates.

.. math:: \int_B f(x)\,dx = |B|\, \mathbb E f(U), \qquad
    \mathbb E_p f(X) = \mathbb E_q \Big[ f(X) \frac{p(X)}{q(X)} \Big]

The standard error is :math:`s / \sqrt n` in every dimension, where ``s`` is the standard
deviation of what is averaged.

Source: Owen (2013), Monte Carlo Theory, Methods and Examples, chapters 2 and 9.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.calculus._evaluate import values

__all__ = [
    "ImportanceSampling",
    "MonteCarloIntegral",
    "importance_sampling",
    "monte_carlo_integral",
]

Function = Callable[[FloatArray], ArrayLike]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MonteCarloIntegral(Result):
    """An integral as the average over random points; entry k of a running array uses k + 1."""

    value: float
    standard_error: float  # of the value; nan with a single draw
    points: FloatArray  # (n_draws, d)
    heights: FloatArray  # (n_draws,)
    running_value: FloatArray  # (n_draws,)
    running_error: FloatArray  # (n_draws,) standard errors, nan at first


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImportanceSampling(Result):
    """An expected value under one density from draws of another."""

    value: float
    standard_error: float  # nan with a single draw
    effective_sample_size: float  # (sum w)^2 / sum w^2
    draws: FloatArray  # (n_draws, d)
    weights: FloatArray  # (n_draws,) p / q


def monte_carlo_integral(
    fun: Function,
    low: ArrayLike,
    high: ArrayLike,
    *,
    n_draws: int,
    rng: np.random.Generator | int,
) -> MonteCarloIntegral:
    """Return the integral of ``fun`` over a box by uniform random points.

    Parameters
    ----------
    fun : callable
        Takes points of shape (n, d), returns the heights, shape (n,).
    low, high : array_like, shape (d,)
        Corners of the box, ``low < high``.
    n_draws : int
        Number of points, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness.

    Returns
    -------
    MonteCarloIntegral
        The average with its standard error, also after each point.

    Raises
    ------
    ValueError
        If ``fun`` is not finite at a point.

    Examples
    --------
    >>> disk = monte_carlo_integral(lambda x: (x**2).sum(axis=1) < 1.0, [-1, -1], [1, 1],
    ...                             n_draws=10_000, rng=7)
    >>> bool(abs(disk.value - np.pi) < 3 * disk.standard_error)
    True
    """
    lower = check.vector("low", low)
    upper = check.vector("high", high, length=lower.size)
    if not np.all(upper > lower):
        raise ValueError(f"high must be above low = {lower.tolist()}, got {upper.tolist()}")
    n = check.integer("n_draws", n_draws, low=1)
    generator = check.generator("rng", rng)
    points = lower + (upper - lower) * generator.random((n, lower.size))
    heights = values(fun, points, (n,))
    mean, error = _running(float(np.prod(upper - lower)) * heights)
    return MonteCarloIntegral(
        value=float(mean[-1]),
        standard_error=float(error[-1]),
        points=points,
        heights=heights,
        running_value=mean,
        running_error=error,
    )


def importance_sampling(
    fun: Function,
    log_density: Function,
    proposal_log_density: Function,
    proposal: Callable[[np.random.Generator, int], Any],
    *,
    n_draws: int,
    rng: np.random.Generator | int,
) -> ImportanceSampling:
    """Return the expected value of ``fun`` under a density, from draws of a proposal.

    Parameters
    ----------
    fun : callable
        Takes points of shape (n, d), returns shape (n,).
    log_density, proposal_log_density : callable
        Logarithms of the two densities, both with their normalising constants; points of shape
        (n, d) in, shape (n,) out.
    proposal : callable
        ``proposal(rng, n)`` returns ``n`` draws of the proposal, shape (n, d).  It must reach
        wherever ``fun`` times the density is not zero.
    n_draws : int
        At least 1.
    rng : numpy.random.Generator or int
        Source of randomness.

    Returns
    -------
    ImportanceSampling
        The weighted average, its standard error and the effective number of draws.

    Raises
    ------
    ValueError
        If a function is not finite at a draw.

    Examples
    --------
    The probability that a standard normal exceeds 4, from draws around 4:

    >>> normal = lambda mean: lambda x: -0.5 * (x[:, 0] - mean) ** 2 - 0.5 * np.log(2 * np.pi)
    >>> tail = importance_sampling(lambda x: x[:, 0] > 4, normal(0.0), normal(4.0),
    ...                            lambda rng, n: rng.normal(4.0, size=(n, 1)),
    ...                            n_draws=10_000, rng=7)
    >>> bool(abs(tail.value - 3.167e-5) < 3 * tail.standard_error)
    True
    """
    n = check.integer("n_draws", n_draws, low=1)
    generator = check.generator("rng", rng)
    check.function("proposal", proposal)
    draws = check.array("proposal", proposal(generator, n), shape=(n, None))
    log_p = values(log_density, draws, (n,), name="log_density")
    log_q = values(proposal_log_density, draws, (n,), name="proposal_log_density")
    heights = values(fun, draws, (n,))
    with np.errstate(all="ignore"):  # a hopeless proposal: an infinite weight is the answer
        weights = np.exp(log_p - log_q)
        mean, error = _running(weights * heights)
        effective = weights.sum() ** 2 / (weights**2).sum()
    return ImportanceSampling(
        value=float(mean[-1]),
        standard_error=float(error[-1]),
        effective_sample_size=float(effective),
        draws=draws,
        weights=weights,
    )


def _running(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the mean of the first 1, 2, ... entries, and its standard error."""
    n = np.arange(1, x.size + 1)
    mean = np.cumsum(x) / n
    # about the overall mean, so that little is lost to rounding when the spread is small
    centre = x.mean()
    spread = np.cumsum((x - centre) ** 2) - n * (mean - centre) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):  # one draw has no spread: nan
        return mean, np.sqrt(np.maximum(spread, 0.0) / (n - 1) / n)
