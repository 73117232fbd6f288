r"""Distributions of counts: Bernoulli, binomial, categorical, Poisson.

Their quantile and sampling (by the inverse cdf) are those of ``family``.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 3.3, 4.7
and 11.1; Bishop (2006), Pattern Recognition and Machine Learning, sections 2.1 and 2.2.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincc, gammaincc, xlog1py, xlogy

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.probability._saddle_point import beyond_leading_part, deviance
from mlcourse.probability.family import Discrete, inside_or

__all__ = ["Bernoulli", "Binomial", "Categorical", "Poisson"]


def _counts(name: str, value: ArrayLike, high: float = np.inf) -> FloatArray:
    """A vector of whole numbers from 0 to ``high``."""
    x = check.vector(name, value)
    wrong = x[(x < 0) | (x > high) | (x != np.floor(x))]
    if wrong.size:
        top = "" if high == np.inf else f" to {high:g}"
        raise ValueError(f"{name} must be whole numbers from 0{top}, got an entry {wrong[0]}")
    return x


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bernoulli(Discrete):
    r"""One trial that succeeds with probability p, :math:`P(X=x) = p^x(1-p)^{1-x}`.

    Parameters
    ----------
    p : float
        Probability of success, in [0, 1].

    Examples
    --------
    >>> coin = Bernoulli(p=0.25)
    >>> coin.pmf([0, 1, 2]).tolist()
    [0.75, 0.25, 0.0]
    >>> coin.mean, coin.variance
    (0.25, 0.1875)
    >>> Bernoulli.fit([1, 0, 0, 1]).p
    0.5
    """

    p: float

    def __post_init__(self) -> None:
        self._set(p=check.probability("p", self.p))

    @classmethod
    def fit(cls, sample: ArrayLike) -> "Bernoulli":
        """Maximum likelihood: the share of successes among outcomes 0 and 1."""
        return cls(p=float(np.mean(_counts("sample", sample, 1))))

    @property
    def n_parameters(self) -> int:
        return 1

    @property
    def mean(self) -> float:
        return self.p

    @property
    def variance(self) -> float:
        return self.p * (1 - self.p)

    def _log(self, x: FloatArray) -> FloatArray:
        inside = (x == 0) | (x == 1)
        x = np.where(inside, x, 0.0)
        return inside_or(inside, xlogy(x, self.p) + xlog1py(1 - x, -self.p), -np.inf)

    @property
    def support(self) -> tuple[float, float]:
        return float(self.p == 1), float(self.p > 0)

    def _cdf(self, x: FloatArray) -> FloatArray:
        return np.where(x < 0, 0.0, np.where(x < 1, 1 - self.p, 1.0))[()]

    def _seen_range(self) -> tuple[int, int]:
        return 0, 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Binomial(Discrete):
    r"""Successes in n trials, :math:`P(X=x) = \binom nx p^x(1-p)^{n-x}`.

    Parameters
    ----------
    n_trials : int
        Number of trials, at least 1.
    p : float
        Probability of success in each, in [0, 1].

    Examples
    --------
    >>> heads = Binomial(n_trials=4, p=0.5)
    >>> heads.pmf([0, 1, 2, 3, 4]).round(4).tolist()
    [0.0625, 0.25, 0.375, 0.25, 0.0625]
    >>> heads.cdf([0, 1.5, 4]).round(4).tolist()
    [0.0625, 0.3125, 1.0]
    >>> Binomial.fit([2, 3, 1], n_trials=4).p
    0.5
    """

    n_trials: int
    p: float

    def __post_init__(self) -> None:
        self._set(
            n_trials=check.integer("n_trials", self.n_trials, low=1),
            p=check.probability("p", self.p),
        )

    @classmethod
    def fit(cls, sample: ArrayLike, *, n_trials: int) -> "Binomial":
        """Maximum likelihood for a known number of trials: the share of successes."""
        n_trials = check.integer("n_trials", n_trials, low=1)
        return cls(
            n_trials=n_trials, p=float(np.mean(_counts("sample", sample, n_trials) / n_trials))
        )

    @property
    def n_parameters(self) -> int:
        return 1  # the number of trials is known

    @property
    def mean(self) -> float:
        return self.n_trials * self.p

    @property
    def variance(self) -> float:
        return self.n_trials * self.p * (1 - self.p)

    def _log(self, x: FloatArray) -> FloatArray:
        n = self.n_trials
        inside = (x >= 0) & (x <= n) & (x == np.floor(x))
        x = np.where(inside, x, 0.0)
        # The mean to twice the digits of a float: for 1e15 trials its rounding would cost 1e-8.
        exact = n * Fraction(self.p)
        mean, failures = float(exact), float(n - exact)
        excess = x - mean - float(exact - Fraction(mean))
        ways = beyond_leading_part(n) - beyond_leading_part(x) - beyond_leading_part(n - x)
        off = deviance(x, mean, excess) + deviance(n - x, failures, -excess)
        return inside_or(inside, ways - off, -np.inf)

    def _cdf(self, x: FloatArray) -> FloatArray:
        # P(X <= k) is the probability that the (k+1)st smallest of n uniforms exceeds p.
        n = self.n_trials
        k = np.clip(np.floor(x), 0, n - 1)
        inside = betaincc(k + 1, n - k, self.p)  # 1 - p would round a small p away
        return np.where(x < 0, 0.0, np.where(x >= n, 1.0, inside))[()]

    @property
    def support(self) -> tuple[float, float]:
        return float(self.n_trials * (self.p == 1)), float(self.n_trials * (self.p > 0))

    def _seen_range(self) -> tuple[int, int]:
        # Chernoff bounds: less than 1e-347 lies more than 40 sqrt(mean) below the mean, less than
        # 1e-16 more than 12 sigma + 40 above.
        low = self.mean - 40 * self.mean**0.5
        high = self.mean + 12 * self.variance**0.5 + 40
        return max(0, floor(low)), min(self.n_trials, ceil(high))


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Categorical(Discrete):
    r"""One of the labels 0, ..., k - 1, :math:`P(X=j) = p_j`.

    Parameters
    ----------
    probabilities : array of shape (k,)
        Probabilities of the labels: non-negative, summing to 1.

    Examples
    --------
    >>> wheel = Categorical(probabilities=[0.5, 0.25, 0.25])
    >>> wheel.cdf([0, 1, 2]).tolist()
    [0.5, 0.75, 1.0]
    >>> wheel.mean, wheel.variance
    (0.75, 0.6875)
    >>> Categorical.fit([0, 2, 2, 0], n_classes=3).probabilities.tolist()
    [0.5, 0.0, 0.5]
    """

    probabilities: FloatArray

    def __init__(self, *, probabilities: ArrayLike) -> None:
        self._set(probabilities=check.probabilities("probabilities", probabilities))

    @classmethod
    def fit(cls, sample: ArrayLike, *, n_classes: int) -> "Categorical":
        """Maximum likelihood: the relative frequencies of the labels."""
        n_classes = check.integer("n_classes", n_classes, low=1)
        labels = check.labels("sample", sample, n_classes=n_classes)
        # bincount takes whole numbers of the index type only, which has 32 bits in the browser.
        counts = np.bincount(labels.astype(np.intp), minlength=n_classes)
        return cls(probabilities=counts / labels.size)

    @property
    def n_parameters(self) -> int:
        return self.probabilities.size - 1

    @property
    def mean(self) -> float:
        """Mean of the label as a number: of use where labels are counts, as on a die."""
        return float(self.probabilities @ np.arange(self.probabilities.size))

    @property
    def variance(self) -> float:
        return float(self.probabilities @ (np.arange(self.probabilities.size) - self.mean) ** 2)

    def _log(self, x: FloatArray) -> FloatArray:
        inside = (x >= 0) & (x < self.probabilities.size) & (x == np.floor(x))
        label = np.where(inside, x, 0.0).astype(np.int64)
        return inside_or(inside, xlogy(1.0, self.probabilities[label]), -np.inf)

    def _cdf(self, x: FloatArray) -> FloatArray:
        # Divided by its last entry, so that it ends at exactly 1 and labels of probability 0
        # at the end are never drawn.
        total = np.concatenate([[0.0], np.cumsum(self.probabilities)])
        return (
            total[(np.clip(np.floor(x), -1, self.probabilities.size - 1) + 1).astype(np.int64)]
            / total[-1]
        )

    @property
    def support(self) -> tuple[float, float]:
        possible = np.flatnonzero(self.probabilities)
        return float(possible[0]), float(possible[-1])

    def _seen_range(self) -> tuple[int, int]:
        return 0, self.probabilities.size - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Poisson(Discrete):
    r"""Number of rare, independent events, :math:`P(X=x) = e^{-\lambda}\lambda^x/x!`.

    Parameters
    ----------
    rate : float
        Expected number :math:`\lambda`, positive.

    Examples
    --------
    >>> calls = Poisson(rate=2.0)
    >>> calls.pmf([0, 1, 2, 3]).round(4).tolist()
    [0.1353, 0.2707, 0.2707, 0.1804]
    >>> Poisson.fit([1, 2, 3, 0]).rate
    1.5
    """

    rate: float

    def __post_init__(self) -> None:
        self._set(rate=check.positive("rate", self.rate))

    @classmethod
    def fit(cls, sample: ArrayLike) -> "Poisson":
        """Maximum likelihood: the mean of counts that are not all 0."""
        sample = _counts("sample", sample)
        if not sample.any():
            raise ValueError("sample must be counts that are not all 0, got only zeros")
        return cls(rate=float(np.mean(sample)))

    @property
    def n_parameters(self) -> int:
        return 1

    @property
    def mean(self) -> float:
        return self.rate

    @property
    def variance(self) -> float:
        return self.rate

    def _log(self, x: FloatArray) -> FloatArray:
        # Beyond 1e300 the deviance may overflow, and the pmf is 0 there.
        inside = (x >= 0) & (x == np.floor(x)) & (x < 1e300)
        x = np.where(inside, x, 0.0)
        off = deviance(x, self.rate, x - self.rate)
        return inside_or(inside, -beyond_leading_part(x) - off, -np.inf)

    def _cdf(self, x: FloatArray) -> FloatArray:
        # P(X <= k) is the probability that the wait for k + 1 events exceeds one unit of time.
        # Beyond the range that is seen it is 1, where the special function would give NaN.
        k = np.clip(np.floor(x), 0.0, self._seen_range()[1])
        return inside_or(x >= 0, gammaincc(k + 1, self.rate), 0.0)

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, np.inf

    def _seen_range(self) -> tuple[int, int]:
        # Chernoff bounds, as for the binomial.
        spread = self.rate**0.5
        return max(0, floor(self.rate - 40 * spread)), ceil(self.rate + 12 * spread + 40)
