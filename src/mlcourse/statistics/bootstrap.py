r"""The bootstrap: the sample stands in for the population it came from.

Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, ch. 13; Davison and
Hinkley (1997), Bootstrap Methods and their Application, section 5.2 (basic interval).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.statistics._range import beyond_range

__all__ = ["Bootstrap", "bootstrap_interval"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bootstrap(Result):
    """A statistic, its values on resamples and the interval they give."""

    estimate: float  # the statistic of the sample itself
    replicates: FloatArray  # (n_resamples,) of samples drawn with replacement
    standard_error: float  # standard deviation of the replicates
    low: float
    high: float


def bootstrap_interval(
    sample: ArrayLike,
    statistic: Callable[..., FloatArray],
    *,
    n_resamples: int,
    rng: np.random.Generator | int,
    level: float = 0.95,
    method: Literal["percentile", "basic"] = "percentile",
) -> Bootstrap:
    r"""Interval for a statistic by drawing samples from the sample, with replacement.

    With quantiles :math:`q` of the replicates and :math:`a = (1 - \text{level})/2`, the
    percentile interval is :math:`[q_a, q_{1-a}]`; the basic one takes the *errors* of the
    replicates for those of the estimate: :math:`[2\hat\theta - q_{1-a}, 2\hat\theta - q_a]`.

    Parameters
    ----------
    sample : array of shape (n,)
        Independent observations.
    statistic : callable
        ``statistic(samples, axis=1)`` gives one value a row, as ``np.mean`` and ``np.median``
        do.
    n_resamples : int
        How many samples to draw, at least 2.
    rng : Generator or int
        Source of randomness or its seed.
    level : float
        Wanted coverage, in (0, 1).
    method : {"percentile", "basic"}
        How the interval is read off the replicates.

    Returns
    -------
    Bootstrap
        The estimate, its replicates, their spread and the interval.

    Raises
    ------
    ValueError
        If ``statistic`` does not give one value a row.

    Examples
    --------
    >>> waits = [79, 54, 74, 62, 85, 55, 88, 85, 51, 85]
    >>> boot = bootstrap_interval(waits, np.median, n_resamples=2000, rng=1)
    >>> boot.estimate, boot.low < boot.estimate < boot.high
    (76.5, True)
    """
    sample = check.vector("sample", sample)
    statistic = check.function("statistic", statistic)
    n_resamples = check.integer("n_resamples", n_resamples, low=2)
    level = check.in_range("level", level, 0.0, 1.0, open_low=True, open_high=True)
    method = check.choice("method", method, ("percentile", "basic"))
    rng = check.generator("rng", rng)
    resamples = sample[rng.integers(len(sample), size=(n_resamples, len(sample)))]
    with beyond_range():
        replicates = np.array(statistic(resamples, axis=1), dtype=np.float64)
    if replicates.shape != (n_resamples,):
        raise ValueError(
            "statistic must be a function that gives one value a row, "
            f"got an array of shape {replicates.shape}"
        )
    with beyond_range():
        estimate = float(statistic(sample[None, :], axis=1)[0])
        spread = replicates.std(ddof=1)
        low, high = np.quantile(replicates, [(1 - level) / 2, (1 + level) / 2])
        if method == "basic":
            low, high = 2 * estimate - high, 2 * estimate - low
    return Bootstrap(
        estimate=estimate,
        replicates=replicates,
        standard_error=float(spread),
        low=float(low),
        high=float(high),
    )
