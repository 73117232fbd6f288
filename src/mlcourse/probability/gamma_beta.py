r"""Waits and shares: the gamma and the beta distribution.

If :math:`G_1, G_2` are independent gamma variables of one rate, the share
:math:`G_1 / (G_1 + G_2)` is beta.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 8.3 to 8.5;
Marsaglia and Tsang (2000), A simple method for generating gamma variables, ACM TOMS 26; Minka
(2002), Estimating a gamma distribution.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import (
    betainc,
    betaincinv,
    betaln,
    digamma,
    expit,
    gammainc,
    gammaincinv,
    gammaln,
    polygamma,
    xlog1py,
    xlogy,
)

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.probability.dirichlet import fit_shapes, log_gamma_draws
from mlcourse.probability.family import Continuous, inside_or

__all__ = ["Beta", "Gamma"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gamma(Continuous):
    r"""Wait for several events, :math:`f(x) = \lambda^\alpha x^{\alpha-1}e^{-\lambda x} /
    \Gamma(\alpha)` for :math:`x \ge 0`.

    Parameters
    ----------
    shape : float
        :math:`\alpha`, the number of events where it is whole; positive.
    rate : float
        Events a unit of time :math:`\lambda`, positive.

    Examples
    --------
    >>> wait = Gamma(shape=3.0, rate=2.0)
    >>> wait.mean, wait.variance
    (1.5, 0.75)
    >>> wait.cdf([0, 1, 2]).round(4).tolist()
    [0.0, 0.3233, 0.7619]
    >>> fit = Gamma.fit([0.5, 1.0, 1.5, 3.0])
    >>> round(fit.shape, 4), round(fit.rate, 4)
    (2.621, 1.7473)
    """

    shape: float
    rate: float

    def __post_init__(self) -> None:
        self._set(shape=check.positive("shape", self.shape), rate=check.positive("rate", self.rate))

    @classmethod
    def fit(cls, sample: ArrayLike) -> "Gamma":
        r"""Maximum likelihood by Newton's method on one over the shape (Minka 2002).

        The rate is ``shape / mean``; the shape solves
        :math:`\log\alpha - \psi(\alpha) = \log\bar x - \overline{\log x}`. The data must be
        positive, and spread by more than a millionth of their mean.
        """
        x = check.vector("sample", sample)
        mean = np.mean(x)
        spread = 0.0
        if x.min() > 0:
            # log(mean) - mean(log); near the mean from deviations, so that nothing cancels
            deviation = (x - mean) / mean
            near, far = np.log1p(np.maximum(deviation, -0.5)), np.log(x) - np.log(mean)
            spread = float(np.mean(deviation - np.where(deviation > -0.5, near, far)))
        if not spread > 1e-12:
            raise ValueError(
                f"sample must be positive and not all (nearly) equal, got from {x.min()}"
            )
        shape = (3 - spread + np.sqrt((spread - 3) ** 2 + 24 * spread)) / (12 * spread)
        for _ in range(100):
            gap = np.log(shape) - digamma(shape) - spread
            new = 1 / (1 / shape + gap / (shape**2 * (1 / shape - polygamma(1, shape))))
            converged = abs(new - shape) <= 1e-12 * shape
            shape = new
            if converged:
                break
        return cls(shape=float(shape), rate=float(shape / mean))

    @property
    def n_parameters(self) -> int:
        return 2

    @property
    def mean(self) -> float:
        return self.shape / self.rate

    @property
    def variance(self) -> float:
        return self.shape / self.rate / self.rate

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, np.inf

    def _log(self, x: FloatArray) -> FloatArray:
        inside = x >= 0
        x = np.where(inside, x, 1.0)
        scale = self.shape * np.log(self.rate) - gammaln(self.shape)
        return inside_or(inside, scale + xlogy(self.shape - 1, x) - self.rate * x, -np.inf)

    def _cdf(self, x: FloatArray) -> FloatArray:
        return inside_or(x >= 0, gammainc(self.shape, self.rate * np.maximum(x, 0.0)), 0.0)

    def _quantile(self, q: FloatArray) -> FloatArray:
        return np.asarray(gammaincinv(self.shape, q), dtype=np.float64) / self.rate

    def _sample(self, n_draws: int, rng: np.random.Generator) -> FloatArray:
        return np.exp(log_gamma_draws(np.array([self.shape]), n_draws, rng)[:, 0]) / self.rate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beta(Continuous):
    r"""An unknown share, :math:`f(x) = x^{\alpha-1}(1-x)^{\beta-1}/B(\alpha,\beta)` on [0, 1].

    Parameters
    ----------
    alpha, beta : float
        Shapes, positive.

    Examples
    --------
    >>> share = Beta(alpha=2.0, beta=6.0)
    >>> share.mean, round(share.variance, 4)
    (0.25, 0.0208)
    >>> share.cdf([0.25, 0.5]).round(4).tolist()
    [0.5551, 0.9375]
    >>> fit = Beta.fit(share.sample(5000, rng=0))
    >>> round(fit.alpha), round(fit.beta)
    (2, 6)
    """

    alpha: float
    beta: float

    def __post_init__(self) -> None:
        self._set(alpha=check.positive("alpha", self.alpha), beta=check.positive("beta", self.beta))

    @classmethod
    def fit(cls, sample: ArrayLike) -> "Beta":
        """Maximum likelihood: that of a Dirichlet for the shares ``x`` and ``1 - x``."""
        x = check.vector("sample", sample)
        if not (x.min() > 0 and x.max() < 1 and np.ptp(x) > 0):
            raise ValueError(
                f"sample must be in (0, 1) and not all equal, got from {x.min()} to {x.max()}"
            )
        mean_log = np.array([np.mean(np.log(x)), np.mean(np.log1p(-x))])
        mean = np.mean(x)
        strength = mean * (1 - mean) / np.var(x)
        alpha, beta = fit_shapes(mean_log, strength * np.array([mean, 1 - mean]))
        return cls(alpha=float(alpha), beta=float(beta))

    @property
    def n_parameters(self) -> int:
        return 2

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)

    @property
    def variance(self) -> float:
        return self.mean * (1 - self.mean) / (self.alpha + self.beta + 1)

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, 1.0

    def _log(self, x: FloatArray) -> FloatArray:
        inside = (x >= 0) & (x <= 1)
        x = np.where(inside, x, 0.5)
        power = xlogy(self.alpha - 1, x) + xlog1py(self.beta - 1, -x)
        return inside_or(inside, power - betaln(self.alpha, self.beta), -np.inf)

    def _cdf(self, x: FloatArray) -> FloatArray:
        return betainc(self.alpha, self.beta, np.clip(x, 0.0, 1.0))

    def _quantile(self, q: FloatArray) -> FloatArray:
        return betaincinv(self.alpha, self.beta, q)

    def _sample(self, n_draws: int, rng: np.random.Generator) -> FloatArray:
        first, second = log_gamma_draws(np.array([self.alpha, self.beta]), n_draws, rng).T
        return expit(first - second)
