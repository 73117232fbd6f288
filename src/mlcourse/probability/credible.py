r"""Credible intervals: equal tails, or the highest density.

Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 2.3; the shortest interval
of a sample is Chen and Shao (1999), Monte Carlo estimation of Bayesian credible and HPD
intervals.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = [
    "equal_tailed_from_draws",
    "equal_tailed_interval",
    "highest_density_from_draws",
    "highest_density_interval",
]


GRID = 65  # points of one search; each round keeps two of its 64 gaps
ROUNDS = 6  # (2 / 64)^6 = 1e-9, below the square root of eps at which the width is flat


def _level(level: float) -> float:
    return check.in_range("level", level, 0.0, 1.0, open_low=True, open_high=True)


def equal_tailed_interval(
    quantile: Callable[[float], ArrayLike], level: float
) -> tuple[FloatArray, FloatArray]:
    r"""The interval that leaves :math:`(1 - \text{level})/2` on either side.

    Parameters
    ----------
    quantile : callable
        Inverse cdf: takes a probability, and returns a number or an array of any shape (one entry
        a posterior, so that the intervals after every observation come in one call).
    level : float
        Probability inside, in (0, 1).

    Returns
    -------
    tuple of two arrays
        Lower and upper ends, in the shape of what ``quantile`` returns.

    Examples
    --------
    >>> from scipy.special import ndtri
    >>> low, high = equal_tailed_interval(ndtri, 0.95)
    >>> float(low.round(2)), float(high.round(2))
    (-1.96, 1.96)
    """
    check.function("quantile", quantile)
    level = _level(level)
    return np.asarray(quantile((1 - level) / 2)), np.asarray(quantile((1 + level) / 2))


def highest_density_interval(
    quantile: Callable[[FloatArray], FloatArray], level: float
) -> tuple[float, float]:
    r"""The shortest interval with the given probability, for a density with one peak.

    .. math:: \min_{0 \le p \le 1 - \text{level}} F^{-1}(p + \text{level}) - F^{-1}(p)

    Parameters
    ----------
    quantile : callable
        Inverse cdf of one distribution: takes an array of probabilities in [0, 1] and returns an
        array of its shape.
    level : float
        Probability inside, in (0, 1).

    Returns
    -------
    tuple of two floats
        Lower and upper end.

    Examples
    --------
    The exponential density falls from the start, so its interval begins at 0:

    >>> low, high = highest_density_interval(lambda p: -np.log1p(-p), 0.5)
    >>> low, round(high, 4)
    (0.0, 0.6931)
    """
    check.function("quantile", quantile)
    level = _level(level)
    low, high = 0.0, 1.0 - level
    # The quantile at 0 or 1 may be infinite, and some inverse cdfs get there by dividing by 0.
    with np.errstate(divide="ignore"):
        for _ in range(ROUNDS):
            p = np.linspace(low, high, GRID)
            width = quantile(np.minimum(p + level, 1.0)) - quantile(p)
            best = int(np.argmin(width))
            low, high = p[max(best - 1, 0)], p[min(best + 1, GRID - 1)]
        p_low = p[best]
        ends = quantile(np.array([p_low, min(p_low + level, 1.0)]))
    return float(ends[0]), float(ends[1])


def equal_tailed_from_draws(draws: ArrayLike, level: float) -> tuple[float, float]:
    r"""Equal-tailed interval of a sample, by its quantiles.

    Parameters
    ----------
    draws : array of any shape
        Draws from the posterior; chains are pooled.
    level : float
        Probability inside, in (0, 1).

    Returns
    -------
    tuple of two floats
        Lower and upper end.

    Examples
    --------
    >>> equal_tailed_from_draws(np.arange(101), 0.5)
    (25.0, 75.0)
    """
    draws = check.array("draws", draws)
    level = _level(level)
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def highest_density_from_draws(draws: ArrayLike, level: float) -> tuple[float, float]:
    r"""The shortest interval that holds the given share of a sample.

    Parameters
    ----------
    draws : array of any shape
        Draws from a posterior with one peak; chains are pooled.
    level : float
        Probability inside, in (0, 1).

    Returns
    -------
    tuple of two floats
        Lower and upper end, both of them draws.

    Examples
    --------
    >>> highest_density_from_draws([0, 5, 6, 7, 20], 0.6)
    (5.0, 7.0)
    """
    draws = np.sort(check.array("draws", draws), axis=None)
    # A few eps of slack: 7 % of 100 draws are 7, and not 7.000000000000001.
    inside = int(np.ceil(_level(level) * draws.size * (1 - 4 * np.finfo(float).eps)))
    width = draws[inside - 1 :] - draws[: draws.size - inside + 1]
    start = int(np.argmin(width))
    return float(draws[start]), float(draws[start + inside - 1])
