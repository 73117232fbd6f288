r"""Distributions on the line: uniform, exponential, Gaussian, Cauchy.

Sampling is by the inverse cdf of ``family`` unless said otherwise.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 5.2, 5.4,
5.5 and 7.1; for the Cauchy fit Kent, Tyler and Vardi (1994), A curious likelihood identity for
the multivariate t-distribution, and Copas (1975), On the unimodality of the likelihood for the
Cauchy distribution.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.probability.family import Continuous, inside_or

__all__ = ["Cauchy", "Exponential", "Gaussian", "Uniform"]


def _spread_out(sample: ArrayLike) -> FloatArray:
    """A vector whose entries are not all equal."""
    sample = check.vector("sample", sample)
    if not sample.max() > sample.min():
        raise ValueError(f"sample must be numbers that are not all equal, got only {sample[0]}")
    return sample


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uniform(Continuous):
    r"""Every point of an interval alike, :math:`f(x) = 1/(b - a)` on :math:`[a, b]`.

    Parameters
    ----------
    low, high : float
        Ends of the interval, ``low < high``.

    Examples
    --------
    >>> wait = Uniform(low=2.0, high=6.0)
    >>> wait.pdf([1, 3]).tolist(), wait.cdf([1, 3, 7]).tolist()
    ([0.0, 0.25], [0.0, 0.25, 1.0])
    >>> wait.mean, round(wait.variance, 4)
    (4.0, 1.3333)
    >>> wait.sample(2, rng=0).round(3).tolist()
    [4.548, 3.079]
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        self._set(low=check.real("low", self.low), high=check.real("high", self.high))
        if not self.high > self.low:
            raise ValueError(f"high must be above low = {self.low}, got {self.high}")

    @classmethod
    def fit(cls, sample: ArrayLike) -> "Uniform":
        """Maximum likelihood: the smallest interval that holds the data."""
        sample = _spread_out(sample)
        return cls(low=float(sample.min()), high=float(sample.max()))

    @property
    def n_parameters(self) -> int:
        return 2

    @property
    def mean(self) -> float:
        return self.low / 2 + self.high / 2

    @property
    def variance(self) -> float:
        sigma = (self.high / 2 - self.low / 2) / 3**0.5
        return sigma * sigma

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high

    def _unit(self) -> float:
        # A width above the largest float is measured in halves; 2 is a power of 2, so exactly.
        return 2.0 if self.high - self.low == np.inf else 1.0

    def _log(self, x: FloatArray) -> FloatArray:
        unit = self._unit()
        log_width = np.log(self.high / unit - self.low / unit) + np.log(unit)
        return np.where((x >= self.low) & (x <= self.high), -log_width, -np.inf)[()]

    def _cdf(self, x: FloatArray) -> FloatArray:
        low, high = self.low / self._unit(), self.high / self._unit()
        return np.clip((x / self._unit() - low) / (high - low), 0.0, 1.0)

    def _quantile(self, q: FloatArray) -> FloatArray:
        low, high = self.low / self._unit(), self.high / self._unit()
        return (low + (high - low) * q) * self._unit()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exponential(Continuous):
    r"""A wait without memory, :math:`f(x) = \lambda e^{-\lambda x}` for :math:`x \ge 0`.

    Parameters
    ----------
    rate : float
        Events a unit of time :math:`\lambda`, positive.

    Examples
    --------
    >>> wait = Exponential(rate=0.5)
    >>> wait.cdf([0, 2, 4]).round(4).tolist()
    [0.0, 0.6321, 0.8647]
    >>> wait.mean, wait.variance
    (2.0, 4.0)
    >>> Exponential.fit([1.0, 3.0, 8.0]).rate
    0.25
    """

    rate: float

    def __post_init__(self) -> None:
        self._set(rate=check.positive("rate", self.rate))

    @classmethod
    def fit(cls, sample: ArrayLike) -> "Exponential":
        """Maximum likelihood: one over the mean of non-negative data that are not all 0."""
        sample = check.vector("sample", sample)
        if sample.min() < 0 or not sample.max() > 0:
            raise ValueError(f"sample must be non-negative and not all 0, got from {sample.min()}")
        return cls(rate=float(1 / np.mean(sample)))

    @property
    def n_parameters(self) -> int:
        return 1

    @property
    def mean(self) -> float:
        return 1 / self.rate

    @property
    def variance(self) -> float:
        return self.mean * self.mean  # 1 / rate**2 would divide by an underflow to 0

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, np.inf

    def _log(self, x: FloatArray) -> FloatArray:
        return inside_or(x >= 0, np.log(self.rate) - self.rate * x, -np.inf)

    def _cdf(self, x: FloatArray) -> FloatArray:
        return -np.expm1(-self.rate * np.maximum(x, 0.0))

    def _quantile(self, q: FloatArray) -> FloatArray:
        return -np.log1p(-q) / self.rate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaussian(Continuous):
    r"""The bell curve, :math:`f(x) = e^{-(x-\mu)^2/(2\sigma^2)} / (\sigma\sqrt{2\pi})`.

    Samples are ``mu + sigma * z`` with standard Gaussian ``z``, so that with one seed the
    parameters move the same points.

    Parameters
    ----------
    mu : float
        Mean.
    sigma : float
        Standard deviation, positive.

    Examples
    --------
    >>> height = Gaussian(mu=170.0, sigma=10.0)
    >>> (height.cdf(180) - height.cdf(160)).round(4).tolist()
    0.6827
    >>> height.quantile(0.975).round(1).tolist()
    189.6
    >>> Gaussian.fit([1.0, 3.0]).sigma
    1.0
    """

    mu: float
    sigma: float

    def __post_init__(self) -> None:
        self._set(mu=check.real("mu", self.mu), sigma=check.positive("sigma", self.sigma))

    @classmethod
    def fit(cls, sample: ArrayLike) -> "Gaussian":
        """Maximum likelihood: mean and standard deviation (with 1/n) of data not all equal."""
        sample = _spread_out(sample)
        return cls(mu=float(np.mean(sample)), sigma=float(np.std(sample)))

    @property
    def n_parameters(self) -> int:
        return 2

    @property
    def mean(self) -> float:
        return self.mu

    @property
    def variance(self) -> float:
        return self.sigma * self.sigma  # inf for the largest, where ** raises

    @property
    def support(self) -> tuple[float, float]:
        return -np.inf, np.inf

    def _log(self, x: FloatArray) -> FloatArray:
        z = (x - self.mu) / self.sigma
        return -0.5 * z**2 - np.log(self.sigma) - 0.5 * np.log(2 * np.pi)

    def _cdf(self, x: FloatArray) -> FloatArray:
        return ndtr((x - self.mu) / self.sigma)

    def _quantile(self, q: FloatArray) -> FloatArray:
        return self.mu + self.sigma * ndtri(q)

    def _sample(self, n_draws: int, rng: np.random.Generator) -> FloatArray:
        return self.mu + self.sigma * rng.standard_normal(n_draws)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cauchy(Continuous):
    r"""Tails so heavy that no mean exists, :math:`f(x) = 1/(\pi s (1 + ((x-m)/s)^2))`.

    ``mean`` and ``variance`` are NaN: the integrals do not converge.

    Parameters
    ----------
    location : float
        Median and mode :math:`m`.
    scale : float
        Half the interquartile range :math:`s`, positive.

    Examples
    --------
    >>> light = Cauchy(location=1.0, scale=2.0)
    >>> light.quantile([0.25, 0.5, 0.75]).round(6).tolist()
    [-1.0, 1.0, 3.0]
    >>> light.mean, light.variance
    (nan, nan)
    >>> fit = Cauchy.fit(light.sample(4000, rng=0))
    >>> round(fit.location, 1), round(fit.scale, 1)
    (1.0, 2.0)
    """

    location: float
    scale: float

    def __post_init__(self) -> None:
        self._set(
            location=check.real("location", self.location),
            scale=check.positive("scale", self.scale),
        )

    @classmethod
    def fit(cls, sample: ArrayLike) -> "Cauchy":
        r"""Maximum likelihood by reweighting, from the median and the quartiles.

        With :math:`w_i = 1/(1 + ((x_i - m)/s)^2)` the likelihood equations read
        :math:`m = \sum w_i x_i / \sum w_i` and :math:`s^2 = \sum w_i (x_i - m)^2 / \sum w_i`.
        They have one solution (Copas 1975) if fewer than half of at least 3 numbers coincide,
        which is demanded, and each round of this iteration raises the likelihood.
        """
        x = check.vector("sample", sample)
        most = int(np.unique(x, return_counts=True)[1].max())
        if x.size < 3 or 2 * most >= x.size:
            raise ValueError(
                "sample must be at least 3 numbers of which fewer than half coincide, "
                f"got {most} equal ones of {x.size}"
            )
        lower, m, upper = np.quantile(x, [0.25, 0.5, 0.75])
        s = (upper - lower) / 2
        for _ in range(1000):
            m_old, s_old = m, s
            w = 1 / (1 + ((x - m) / s) ** 2)
            m = w @ x / w.sum()
            s = np.sqrt(w @ (x - m) ** 2 / w.sum())
            if abs(m - m_old) + abs(s - s_old) <= 1e-12 * s:
                break
        return cls(location=float(m), scale=float(s))

    @property
    def n_parameters(self) -> int:
        return 2

    @property
    def mean(self) -> float:
        return float("nan")

    @property
    def variance(self) -> float:
        return float("nan")

    @property
    def support(self) -> tuple[float, float]:
        return -np.inf, np.inf

    def _log(self, x: FloatArray) -> FloatArray:
        z = (x - self.location) / self.scale
        return -2 * np.log(np.hypot(1.0, z)) - np.log(np.pi * self.scale)

    def _cdf(self, x: FloatArray) -> FloatArray:
        # arctan2 keeps the lower tail, where 1/2 + arctan(z)/pi would cancel.
        return np.arctan2(self.scale, self.location - x) / np.pi

    def _quantile(self, q: FloatArray) -> FloatArray:
        return self.location - self.scale / np.tan(np.pi * q)

    def _sample(self, n_draws: int, rng: np.random.Generator) -> FloatArray:
        # 1 - u lies in (0, 1], where the tangent is not exactly 0 in floats.
        return self._quantile(1.0 - rng.random(n_draws))
