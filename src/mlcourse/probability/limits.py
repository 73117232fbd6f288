r"""The two limit theorems: averages settle, and their errors become Gaussian.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 10.2 and 10.3.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result

__all__ = [
    "PARENTS",
    "CoinRuns",
    "Parent",
    "SampleMeans",
    "coin_runs",
    "running_means",
    "sample_means",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoinRuns(Result):
    """Several runs of tosses of one coin; column k holds the state after k + 1 tosses."""

    tosses: IntArray  # (n,) 1 ... n
    count: IntArray  # (n_runs, n) successes so far
    proportion: FloatArray  # (n_runs, n) count / tosses, which settles at p
    excess: FloatArray  # (n_runs, n) count - tosses * p, which wanders ever further
    proportion_error: FloatArray  # (n,) standard deviation of the proportion, shrinking as 1/sqrt
    excess_error: FloatArray  # (n,) standard deviation of the excess, growing as sqrt


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SampleMeans(Result):
    """Means of many samples of one size, as they are and standardised."""

    means: FloatArray  # (n_means,)
    standardised: FloatArray  # (n_means,) (mean - mu) / (sigma / sqrt(n)), nearly Gaussian
    mean: float  # mu of the parent
    standard_error: float  # sigma / sqrt(n)
    example: FloatArray  # (n,) the draws of the first sample, whose mean is ``means[0]``


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parent:
    """A distribution to take means from; ``draw`` turns uniforms and Gaussians into draws."""

    mean: float
    sigma: float
    draw: Callable[[FloatArray, FloatArray], FloatArray]


# Bimodal: 70 % around -1 and 30 % around 2, each hump with standard deviation 0.4.
_BIMODAL_MEAN = 0.7 * -1.0 + 0.3 * 2.0
_BIMODAL_VARIANCE = 0.4**2 + 0.7 * 0.3 * (2.0 - -1.0) ** 2

PARENTS: Mapping[str, Parent] = MappingProxyType(
    {
        "uniform": Parent(mean=0.5, sigma=(1 / 12) ** 0.5, draw=lambda u, z: u),
        "exponential": Parent(mean=1.0, sigma=1.0, draw=lambda u, z: -np.log1p(-u)),
        "bernoulli": Parent(mean=0.2, sigma=0.4, draw=lambda u, z: (u < 0.2).astype(np.float64)),
        "bimodal": Parent(
            mean=_BIMODAL_MEAN,
            sigma=_BIMODAL_VARIANCE**0.5,
            draw=lambda u, z: np.where(u < 0.7, -1.0, 2.0) + 0.4 * z,
        ),
        # Mostly small: once in a hundred times a Gaussian a hundred times as wide.
        "rare": Parent(
            mean=0.0,
            sigma=(0.99 + 0.01 * 100**2) ** 0.5,
            draw=lambda u, z: np.where(u < 0.01, 100.0, 1.0) * z,
        ),
        "die": Parent(mean=3.5, sigma=(35 / 12) ** 0.5, draw=lambda u, z: np.floor(6 * u) + 1),
    }
)


def running_means(draws: ArrayLike) -> FloatArray:
    r"""Mean of the first 1, 2, ..., n draws, :math:`\bar x_k = \frac1k \sum_{i \le k} x_i`.

    Parameters
    ----------
    draws : array of shape (n,) or (n_runs, n)
        Finite draws, in the order in which they came; one run a row.

    Returns
    -------
    array of the shape of ``draws``
        Entry ``k`` is the mean of the first ``k + 1`` draws of its run.

    Examples
    --------
    >>> running_means([2, 4, 0, 6]).tolist()
    [2.0, 3.0, 2.0, 3.0]
    """
    draws = check.array("draws", draws, ndim=(1, 2))
    return np.cumsum(draws, axis=-1) / np.arange(1, draws.shape[-1] + 1)


def coin_runs(p: float, *, n_tosses: int, n_runs: int, rng: np.random.Generator | int) -> CoinRuns:
    r"""Toss a coin again and again: proportions converge while counts wander off.

    .. math:: \operatorname{sd}(S_n / n) = \sqrt{p(1-p)/n}, \qquad
              \operatorname{sd}(S_n - np) = \sqrt{n\,p(1-p)}

    Run and toss have their own place in the stream of uniforms, so that with one seed a change
    of ``p`` moves the same runs and does not draw others.

    Parameters
    ----------
    p : float
        Probability of success, in [0, 1].
    n_tosses : int
        Tosses in each run, at least 1.
    n_runs : int
        Number of independent runs, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    CoinRuns
        Counts, proportions and excesses after every toss, one run a row.

    Examples
    --------
    >>> runs = coin_runs(0.5, n_tosses=10_000, n_runs=20, rng=1)
    >>> bool(abs(runs.proportion[:, -1] - 0.5).max() < 4 * runs.proportion_error[-1])
    True
    >>> runs.excess_error[[0, 99, 9_999]].tolist()
    [0.5, 5.0, 50.0]
    """
    p = check.probability("p", p)
    n_tosses = check.integer("n_tosses", n_tosses, low=1)
    n_runs = check.integer("n_runs", n_runs, low=1)
    rng = check.generator("rng", rng)
    tosses = np.arange(1, n_tosses + 1, dtype=np.int64)
    count = np.cumsum(rng.random((n_runs, n_tosses)) < p, axis=1, dtype=np.int64)
    sigma = np.sqrt(p * (1 - p))
    return CoinRuns(
        tosses=tosses,
        count=count,
        proportion=count / tosses,
        excess=count - tosses * p,
        proportion_error=sigma / np.sqrt(tosses),
        excess_error=sigma * np.sqrt(tosses),
    )


def sample_means(
    parent: str, *, n_draws: int, n_means: int, rng: np.random.Generator | int
) -> SampleMeans:
    r"""Means of samples of size n, standardised: the central limit theorem at work.

    .. math:: Z = \frac{\bar X_n - \mu}{\sigma / \sqrt n} \;\to\; N(0, 1)

    Parameters
    ----------
    parent : str
        A name in ``PARENTS``: "uniform" on [0, 1], "exponential" with rate 1, "bernoulli" with
        p = 0.2, "bimodal" (two Gaussian humps), "rare" (N(0, 1), but N(0, 100^2) with
        probability 0.01), or "die" (1 to 6).
    n_draws : int
        Draws in each sample, at least 1.
    n_means : int
        Number of samples, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    SampleMeans
        The means, (n_means,), as they are and standardised.

    Examples
    --------
    Means of 40 exponential draws already spread like a Gaussian: 95 % within 1.96.

    >>> z = sample_means("exponential", n_draws=40, n_means=20_000, rng=0).standardised
    >>> round(float((abs(z) < 1.96).mean()), 2)
    0.95
    """
    family = PARENTS[check.choice("parent", parent, list(PARENTS))]
    n_draws = check.integer("n_draws", n_draws, low=1)
    n_means = check.integer("n_means", n_means, low=1)
    uniforms, gaussians = check.generator("rng", rng).spawn(2)
    # Draw-first order: with one seed, more draws are added to the samples that were there.
    shape = (n_draws, n_means)
    draws = family.draw(uniforms.random(shape), gaussians.standard_normal(shape))
    means = draws.mean(axis=0)
    standard_error = family.sigma / n_draws**0.5
    return SampleMeans(
        means=means,
        standardised=(means - family.mean) / standard_error,
        mean=family.mean,
        standard_error=standard_error,
        example=draws[:, 0].copy(),
    )
