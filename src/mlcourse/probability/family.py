r"""What every distribution of the course can do.

A family is a frozen dataclass of checked parameters. It writes out its formulas in the methods
with an underscore; the public methods here check their input first, so that every family
refuses bad input in the same words.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 3.2, 5.1
and 5.3 (universality of the uniform: sampling by the inverse cdf).
"""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from mlcourse import _check as check
from mlcourse._check import BoolArray, FloatArray
from mlcourse._result import Result

__all__ = ["Continuous", "Discrete", "Distribution", "Multivariate", "Univariate"]


class Distribution(Result, ABC):
    """A probability distribution with fixed parameters."""

    __slots__ = ()

    def _set(self, **clean: Any) -> None:
        """Replace parameters by their checked values and make arrays read-only."""
        for name, value in clean.items():
            object.__setattr__(self, name, value)
        Result.__post_init__(self)

    @property
    @abstractmethod
    def n_parameters(self) -> int:
        """Number of free parameters that ``fit`` estimates."""

    @abstractmethod
    def _clean(self, name: str, x: ArrayLike) -> FloatArray:
        """The points ``x`` as a finite array of the right shape; ``name`` is for the error."""

    @abstractmethod
    def _log(self, x: FloatArray) -> FloatArray:
        """Log pmf or log pdf at clean points."""

    @abstractmethod
    def _sample(self, n_draws: int, rng: np.random.Generator) -> NDArray[Any]:
        """Independent draws."""

    def sample(self, n_draws: int, *, rng: np.random.Generator | int) -> NDArray[Any]:
        """``n_draws`` (at least 1) independent draws, one a row; whole numbers for counts."""
        n_draws = check.integer("n_draws", n_draws, low=1)
        return self._sample(n_draws, check.generator("rng", rng))

    def log_likelihood(self, sample: ArrayLike) -> float:
        r"""Log-likelihood of independent draws, :math:`\sum_i \log p(x_i)`."""
        return float(np.sum(self._log_at("sample", sample)))

    def _log_at(self, name: str, x: ArrayLike) -> FloatArray:
        # Far out in a tail a square may overflow: exp(-inf) = 0 is the right answer there.
        with np.errstate(over="ignore"):
            return self._log(self._clean(name, x))


class Univariate(Distribution):
    """A distribution on the line; points may come in an array of any shape."""

    __slots__ = ()

    @property
    @abstractmethod
    def mean(self) -> float:
        """Expected value."""

    @property
    @abstractmethod
    def variance(self) -> float:
        """Expected squared distance from the mean."""

    @property
    @abstractmethod
    def support(self) -> tuple[float, float]:
        """Smallest interval that holds all of the probability."""

    @abstractmethod
    def _cdf(self, x: FloatArray) -> FloatArray:
        """Distribution function at clean points."""

    @abstractmethod
    def _quantile(self, q: FloatArray) -> FloatArray:
        """Smallest value whose distribution function reaches ``q``, in (0, 1)."""

    def _clean(self, name: str, x: ArrayLike) -> FloatArray:
        return check.array(name, x)

    def cdf(self, x: ArrayLike) -> FloatArray:
        r"""Distribution function, :math:`F(x) = P(X \le x)`, at finite points ``x``."""
        with np.errstate(over="ignore"):  # as in ``_log_at``
            return self._cdf(self._clean("x", x))

    def quantile(self, q: ArrayLike) -> FloatArray:
        r"""Smallest :math:`x` with :math:`F(x) \ge q`, for ``q`` in [0, 1].

        At 0 and 1 these are the ends of the ``support``, which may be infinite.
        """
        q = check.array("q", q)
        outside = q[~((q >= 0) & (q <= 1))]
        if outside.size:
            raise ValueError(f"q must be in [0, 1], got an entry {outside.flat[0]}")
        low, high = self.support
        inside = self._quantile(np.where((q > 0) & (q < 1), q, 0.5))
        return np.where(q == 0, low, np.where(q == 1, high, inside))[()]


class Discrete(Univariate):
    """A distribution on whole numbers."""

    __slots__ = ()

    @abstractmethod
    def _seen_range(self) -> tuple[int, int]:
        """First and last value outside which floats see no probability."""

    def log_pmf(self, x: ArrayLike) -> FloatArray:
        r"""Log of the probability mass, :math:`\log P(X = x)`; ``-inf`` off the support."""
        return self._log_at("x", x)

    def pmf(self, x: ArrayLike) -> FloatArray:
        r"""Probability mass function, :math:`P(X = x)`; 0 off the support."""
        return np.exp(self.log_pmf(x))

    def _quantile(self, q: FloatArray) -> FloatArray:
        low, high = self._seen_range()
        if high - low <= 2 * q.size:  # a table asks the cdf less often
            table = self._cdf(np.arange(low, high + 1, dtype=np.float64))
            return low + np.searchsorted(table, q, side="left").astype(np.float64)
        # F(below) < q <= F(above) narrows to neighbours. It begins at the normal quantile, a few
        # counts away, and leaves it by 1, 2, 4, ... until it may halve what is left.
        below, above = np.full(q.shape, low - 1.0), np.full(q.shape, float(high))
        z = ndtri(np.minimum(q, 1 - 2.0**-53))  # the largest float below 1: 0 * inf is no number
        at = np.clip(np.round(self.mean + self.variance**0.5 * z), low, high)
        step = 1.0
        while np.any(apart := above - below > 1):
            reached = np.zeros(q.shape, dtype=bool)
            reached[apart] = self._cdf(at[apart]) >= q[apart]
            below = np.where(apart & ~reached, at, below)
            above = np.where(apart & reached, at, above)
            at = np.clip(np.floor((below + above) / 2), at - step, at + step)
            step *= 2
        return above

    def _sample(self, n_draws: int, rng: np.random.Generator) -> NDArray[np.int64]:
        # 1 - u lies in (0, 1]: at 0 the inverse would give a first value of probability 0.
        return self._quantile(1.0 - rng.random(n_draws)).astype(np.int64)


class Continuous(Univariate):
    """A distribution with a density on the line."""

    __slots__ = ()

    def log_pdf(self, x: ArrayLike) -> FloatArray:
        r"""Log of the density, :math:`\log f(x)`; ``-inf`` off the support."""
        return self._log_at("x", x)

    def pdf(self, x: ArrayLike) -> FloatArray:
        r"""Probability density function, :math:`f(x)`; 0 off the support."""
        return np.exp(self.log_pdf(x))

    def _sample(self, n_draws: int, rng: np.random.Generator) -> FloatArray:
        return self._quantile(rng.random(n_draws))


class Multivariate(Distribution):
    """A distribution of vectors; points come as (k,) or (n, k)."""

    __slots__ = ()

    @property
    @abstractmethod
    def mean(self) -> FloatArray:
        """Expected vector, shape (k,)."""

    @property
    @abstractmethod
    def covariance(self) -> FloatArray:
        """Covariance matrix, shape (k, k)."""

    @property
    def variance(self) -> FloatArray:
        """Variance of each coordinate, shape (k,)."""
        return np.diag(self.covariance).copy()

    def _clean(self, name: str, x: ArrayLike) -> FloatArray:
        k = self.mean.size
        x = check.array(name, x, ndim=(1, 2))
        if x.shape[-1] != k:
            raise ValueError(f"{name} must be points with {k} coordinates, got shape {x.shape}")
        return x


def inside_or(inside: BoolArray, formula: NDArray[np.floating[Any]], outside: float) -> FloatArray:
    """``formula`` on the support and a constant off it, a scalar for a scalar."""
    return np.where(inside, formula, outside)[()]
