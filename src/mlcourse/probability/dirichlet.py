r"""Shares of a whole: the Dirichlet distribution, its sampling and its fit.

If :math:`G_i` are independent gamma variables of shapes :math:`\alpha_i` and one rate, the
shares :math:`G_i / \sum_j G_j` are Dirichlet. The gamma and the beta distribution, the cases
of one and of two kinds, draw and fit with the functions of this module.

Source: Marsaglia and Tsang (2000), A simple method for generating gamma variables, ACM TOMS 26;
Minka (2000), Estimating a Dirichlet distribution.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln, polygamma, xlogy

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.probability.family import Multivariate, inside_or

__all__ = ["Dirichlet"]


def log_gamma_draws(shape: FloatArray, n_draws: int, rng: np.random.Generator) -> FloatArray:
    r"""Logs of gamma draws of rate 1, shape (n_draws, shape.size), by Marsaglia and Tsang.

    The cube of a Gaussian, :math:`d(1 + z/\sqrt{9d})^3`, is nearly gamma of shape
    :math:`d + 1/3`; a test that rarely fails makes it exact. Shapes below 1 are raised by 1 and
    the draw multiplied by :math:`u^{1/\alpha}`, in logs because that product can underflow.
    """
    small = shape < 1
    raised = np.where(small, shape + 1, shape)
    d = np.broadcast_to(raised - 1 / 3, (n_draws, shape.size)).ravel()
    log_cube = np.empty(d.size)
    todo = np.arange(d.size)
    while todo.size:
        z = rng.standard_normal(todo.size)
        # 1 - u lies in (0, 1], where the logarithm is finite
        log_u = np.log(1 - rng.random(todo.size))
        base = 1 + z / np.sqrt(9 * d[todo])
        log_v = 3 * np.log(np.where(base > 0, base, 1.0))
        test = 0.5 * z**2 + d[todo] * (1 - np.exp(log_v) + log_v)
        taken = (base > 0) & (log_u < test)
        log_cube[todo[taken]] = log_v[taken]
        todo = todo[~taken]
    log_draw = (np.log(d) + log_cube).reshape(n_draws, shape.size)
    log_power = np.log(1 - rng.random((n_draws, shape.size))) / shape
    return np.where(small, log_draw + log_power, log_draw)


def fit_shapes(mean_log: FloatArray, start: FloatArray) -> FloatArray:
    r"""Solve :math:`\psi(\alpha_k) - \psi(\sum_j\alpha_j) = \overline{\log p_k}` by Newton.

    The Hessian of the log-likelihood is a diagonal plus a multiple of the all-ones matrix, so
    a step costs no linear solve; the likelihood is concave, and a step that would leave the
    positive numbers or lower it is halved.
    """

    def likelihood(alpha: FloatArray) -> float:
        return float(gammaln(alpha.sum()) - gammaln(alpha).sum() + (alpha - 1) @ mean_log)

    alpha = start
    for _ in range(200):
        slope = digamma(alpha.sum()) - digamma(alpha) + mean_log
        q = -polygamma(1, alpha)
        z = polygamma(1, alpha.sum())
        step = (slope - np.sum(slope / q) / (1 / z + np.sum(1 / q))) / q
        if np.all(np.abs(step) <= 1e-10 * alpha):
            break
        before = likelihood(alpha)
        # Near the top the gain is below rounding, which must not count as a loss.
        slack = 1e-12 * (1 + abs(before))
        while np.any(alpha <= step) or likelihood(alpha - step) < before - slack:
            step = step / 2
        alpha = alpha - step
    return alpha


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Dirichlet(Multivariate):
    r"""Unknown shares of k kinds, :math:`f(x) \propto \prod_i x_i^{\alpha_i-1}` on the simplex.

    Parameters
    ----------
    alpha : array of shape (k,)
        Shapes, positive, at least two.

    Examples
    --------
    >>> shares = Dirichlet(alpha=[2.0, 3.0, 5.0])
    >>> shares.mean.round(3).tolist(), shares.variance.round(4).tolist()
    ([0.2, 0.3, 0.5], [0.0145, 0.0191, 0.0227])
    >>> shares.pdf([0.2, 0.3, 0.5]).round(3).tolist()
    8.505
    >>> Dirichlet.fit(shares.sample(5000, rng=0)).alpha.round(0).tolist()
    [2.0, 3.0, 5.0]
    """

    alpha: FloatArray

    def __init__(self, *, alpha: ArrayLike) -> None:
        alpha = check.vector("alpha", alpha)
        if alpha.size < 2 or not np.all(alpha > 0):
            raise ValueError(f"alpha must be at least 2 positive numbers, got {alpha.tolist()}")
        self._set(alpha=alpha)

    @classmethod
    def fit(cls, sample: ArrayLike) -> "Dirichlet":
        """Maximum likelihood by Newton's method, from rows of shares that are not all equal."""
        x = check.probabilities("sample", sample, ndim=2)
        if x.shape[1] < 2 or not np.all(x > 0) or not np.ptp(x, axis=0).any():
            raise ValueError(
                "sample must be rows of at least 2 positive shares, not all rows equal, "
                f"got an array of shape {x.shape}"
            )
        mean, variance = x.mean(axis=0), x.var(axis=0)
        strength = np.sum(mean * (1 - mean)) / np.sum(variance)
        return cls(alpha=fit_shapes(np.log(x).mean(axis=0), strength * mean))

    @property
    def n_parameters(self) -> int:
        return self.alpha.size

    @property
    def mean(self) -> FloatArray:
        return self.alpha / self.alpha.sum()

    @property
    def covariance(self) -> FloatArray:
        mean = self.mean
        return (np.diag(mean) - np.outer(mean, mean)) / (self.alpha.sum() + 1)

    def log_pdf(self, x: ArrayLike) -> FloatArray:
        """Log density with respect to the first k - 1 shares; ``-inf`` off the simplex."""
        return self._log_at("x", x)

    def pdf(self, x: ArrayLike) -> FloatArray:
        """Density with respect to the first k - 1 shares; 0 off the simplex."""
        return np.exp(self.log_pdf(x))

    def _log(self, x: FloatArray) -> FloatArray:
        inside = np.all(x >= 0, axis=-1) & (np.abs(x.sum(axis=-1) - 1) <= 1e-9)
        x = np.where(inside[..., None], x, self.mean)
        power = xlogy(self.alpha - 1, x)
        # At a corner one factor can be 0 and another infinite; 0 is the convention here.
        zero = np.any(power == -np.inf, axis=-1)
        total = np.where(zero[..., None], 0.0, power).sum(axis=-1)
        scale = gammaln(self.alpha.sum()) - gammaln(self.alpha).sum()
        return inside_or(inside & ~zero, scale + total, -np.inf)

    def _sample(self, n_draws: int, rng: np.random.Generator) -> FloatArray:
        log_draws = log_gamma_draws(self.alpha, n_draws, rng)
        shares = np.exp(log_draws - log_draws.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)
