r"""Distributions of vectors: the multinomial and the multivariate Gaussian.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 7.4 and 7.5;
Bishop (2006), Pattern Recognition and Machine Learning, sections 2.3.1 and 2.3.2 (conditional
and marginal Gaussians).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse.probability._saddle_point import beyond_leading_part, deviance
from mlcourse.probability.family import Multivariate, inside_or

__all__ = ["Multinomial", "MultivariateGaussian"]


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Multinomial(Multivariate):
    r"""Counts of k kinds in n draws, :math:`P(X = x) = n! \prod_i p_i^{x_i} / x_i!`.

    Parameters
    ----------
    n_trials : int
        Number of draws, at least 1.
    probabilities : array of shape (k,)
        Probabilities of the kinds: non-negative, summing to 1.

    Examples
    --------
    >>> urn = Multinomial(n_trials=10, probabilities=[0.5, 0.3, 0.2])
    >>> urn.pmf([5, 3, 2]).round(4).tolist()
    0.085
    >>> urn.covariance.round(2).tolist()
    [[2.5, -1.5, -1.0], [-1.5, 2.1, -0.6], [-1.0, -0.6, 1.6]]
    >>> Multinomial.fit([[2, 1, 1], [4, 0, 0]]).probabilities.tolist()
    [0.75, 0.125, 0.125]
    """

    n_trials: int
    probabilities: FloatArray

    def __init__(self, *, n_trials: int, probabilities: ArrayLike) -> None:
        self._set(
            n_trials=check.integer("n_trials", n_trials, low=1),
            probabilities=check.probabilities("probabilities", probabilities),
        )

    @classmethod
    def fit(cls, sample: ArrayLike) -> "Multinomial":
        """Maximum likelihood from rows of counts with one common sum: their shares."""
        x = check.matrix("sample", sample)
        total = x.sum(axis=1)
        if np.any(x < 0) or np.any(x != np.floor(x)) or np.ptp(total) > 0 or total[0] < 1:
            raise ValueError(
                "sample must be rows of counts with one common, positive sum, "
                f"got rows that sum to {total.min()} up to {total.max()}"
            )
        return cls(n_trials=int(total[0]), probabilities=x.mean(axis=0) / total[0])

    @property
    def n_parameters(self) -> int:
        return self.probabilities.size - 1  # the number of draws is known

    @property
    def mean(self) -> FloatArray:
        return self.n_trials * self.probabilities

    @property
    def covariance(self) -> FloatArray:
        return self.n_trials * (
            np.diag(self.probabilities) - np.outer(self.probabilities, self.probabilities)
        )

    def log_pmf(self, x: ArrayLike) -> FloatArray:
        r"""Log of the probability mass, :math:`\log P(X = x)`; ``-inf`` off the support."""
        return self._log_at("x", x)

    def pmf(self, x: ArrayLike) -> FloatArray:
        r"""Probability mass function, :math:`P(X = x)`; 0 off the support."""
        return np.exp(self.log_pmf(x))

    def _log(self, x: FloatArray) -> FloatArray:
        whole = np.all((x >= 0) & (x == np.floor(x)), axis=-1)
        inside = whole & (x.sum(axis=-1) == self.n_trials)
        x = np.where(inside[..., None], x, 0.0)
        ways = beyond_leading_part(self.n_trials) - beyond_leading_part(x).sum(axis=-1)
        off = deviance(x, self.mean, x - self.mean).sum(axis=-1)
        return inside_or(inside, ways - off, -np.inf)

    def _sample(self, n_draws: int, rng: np.random.Generator) -> IntArray:
        # One kind after the other: of the draws that are left, those of this kind are binomial.
        counts = np.zeros((n_draws, self.probabilities.size), dtype=np.int64)
        left = np.full(n_draws, self.n_trials, dtype=np.int64)
        rest = np.cumsum(self.probabilities[::-1])[::-1]
        for i in range(self.probabilities.size - 1):
            share = min(1.0, self.probabilities[i] / rest[i]) if rest[i] > 0 else 0.0
            counts[:, i] = rng.binomial(left, share)
            left = left - counts[:, i]
        counts[:, -1] = left
        return counts


@dataclass(frozen=True, slots=True, eq=False, init=False)
class MultivariateGaussian(Multivariate):
    r"""The bell in k dimensions, :math:`f(x) \propto
    \exp(-\tfrac12 (x-\mu)^\top\Sigma^{-1}(x-\mu))`.

    Samples are ``mu + L z`` with the Cholesky factor ``L`` and standard Gaussian ``z``, so that
    with one seed the parameters move the same points.

    Parameters
    ----------
    mu : array of shape (k,)
        Mean.
    covariance : array of shape (k, k)
        Covariance matrix, symmetric and positive definite.

    Examples
    --------
    >>> cloud = MultivariateGaussian(mu=[0.0, 1.0], covariance=[[4.0, 1.0], [1.0, 1.0]])
    >>> slice_ = cloud.conditional([0], [2.0])
    >>> slice_.mu.tolist(), slice_.covariance.tolist()
    ([1.5], [[0.75]])
    >>> cloud.marginal([1]).covariance.tolist()
    [[1.0]]
    >>> cloud.pdf([[0.0, 1.0], [2.0, 1.0]]).round(4).tolist()
    [0.0919, 0.0472]
    """

    mu: FloatArray
    covariance: FloatArray

    def __init__(self, *, mu: ArrayLike, covariance: ArrayLike) -> None:
        mu = check.vector("mu", mu)
        covariance = check.covariance("covariance", covariance, size=mu.size)
        self._set(mu=mu, covariance=covariance)

    @classmethod
    def fit(cls, sample: ArrayLike) -> "MultivariateGaussian":
        """Maximum likelihood: mean and covariance (with 1/n) of rows that span the space."""
        x = check.matrix("sample", sample)
        mu = x.mean(axis=0)
        centred = x - mu
        rank = int(np.linalg.matrix_rank(centred))
        if rank < x.shape[1]:
            raise ValueError(
                f"sample must be points that vary in all {x.shape[1]} directions, got rank {rank}"
            )
        return cls(mu=mu, covariance=centred.T @ centred / len(x))

    @property
    def n_parameters(self) -> int:
        k = self.mu.size
        return k + k * (k + 1) // 2

    @property
    def mean(self) -> FloatArray:
        return self.mu

    def log_pdf(self, x: ArrayLike) -> FloatArray:
        r"""Log of the density, :math:`\log f(x)`."""
        return self._log_at("x", x)

    def pdf(self, x: ArrayLike) -> FloatArray:
        r"""Probability density function, :math:`f(x)`."""
        return np.exp(self.log_pdf(x))

    def marginal(self, axes: Sequence[int]) -> "MultivariateGaussian":
        """Distribution of some coordinates, in the order of ``axes``, whatever the others are."""
        keep = self._axes(axes)
        return MultivariateGaussian(
            mu=self.mu[keep], covariance=self.covariance[np.ix_(keep, keep)]
        )

    def conditional(self, axes: Sequence[int], values: ArrayLike) -> "MultivariateGaussian":
        r"""Distribution of the other coordinates once those in ``axes`` are ``values``.

        .. math:: \mu_{1|2} = \mu_1 + \Sigma_{12}\Sigma_{22}^{-1}(v - \mu_2), \qquad
                  \Sigma_{1|2} = \Sigma_{11} - \Sigma_{12}\Sigma_{22}^{-1}\Sigma_{21}

        The spread does not depend on the values. At least one coordinate must be left.
        """
        known = self._axes(axes)
        if len(known) == self.mu.size:
            raise ValueError(f"axes must leave at least one coordinate, got {known}")
        values = check.vector("values", values, length=len(known))
        other = [i for i in range(self.mu.size) if i not in known]
        cross = self.covariance[np.ix_(other, known)]
        weights = np.linalg.solve(self.covariance[np.ix_(known, known)], cross.T).T
        return MultivariateGaussian(
            mu=self.mu[other] + weights @ (values - self.mu[known]),
            covariance=self.covariance[np.ix_(other, other)] - weights @ cross.T,
        )

    def ellipse(self, radius: float, *, n_points: int) -> FloatArray:
        r"""Contour of a Gaussian in the plane, :math:`\mu + rL(\cos t, \sin t)`, closed.

        Parameters
        ----------
        radius : float
            Distance in standard deviations, positive: a share :math:`1 - e^{-r^2/2}` is inside.
        n_points : int
            Number of points, at least 4; the last is the first.

        Returns
        -------
        array of shape (n_points, 2)
            Points of the closed curve.
        """
        radius = check.positive("radius", radius)
        n_points = check.integer("n_points", n_points, low=4)
        if self.mu.size != 2:
            raise ValueError(f"mu must have 2 entries to draw an ellipse, got {self.mu.size}")
        angle = 2 * np.pi * (np.arange(n_points) % (n_points - 1)) / (n_points - 1)
        circle = radius * np.column_stack([np.cos(angle), np.sin(angle)])
        return self.mu + circle @ np.linalg.cholesky(self.covariance).T

    def _axes(self, axes: Sequence[int]) -> list[int]:
        k = self.mu.size
        legal = f"axes must be different whole numbers from 0 to {k - 1}"
        try:
            chosen = [check.integer("axes", axis, high=k - 1) for axis in axes]
        except (TypeError, ValueError):
            raise ValueError(f"{legal}, got {axes!r}") from None
        if not chosen or len(set(chosen)) < len(chosen):
            raise ValueError(f"{legal}, got {axes!r}")
        return chosen

    def _log(self, x: FloatArray) -> FloatArray:
        root = np.linalg.cholesky(self.covariance)
        z = solve_triangular(root, np.atleast_2d(x - self.mu).T, lower=True)
        norm = np.log(np.diag(root)).sum() + 0.5 * self.mu.size * np.log(2 * np.pi)
        out = -0.5 * np.sum(z**2, axis=0) - norm
        return out[0] if x.ndim == 1 else out

    def _sample(self, n_draws: int, rng: np.random.Generator) -> FloatArray:
        z = rng.standard_normal((n_draws, self.mu.size))
        return self.mu + z @ np.linalg.cholesky(self.covariance).T
