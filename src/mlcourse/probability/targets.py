r"""Four densities in the plane that test a sampler, each known exactly.

Every one is normalised, has a gradient, and can be drawn from directly, so that a sampler's
output can be compared with the truth.

Source: the banana is Haario, Saksman and Tamminen (1999), Adaptive proposal distribution for
random walk Metropolis algorithm; the funnel is Neal (2003), Slice sampling, section 8.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["TARGETS", "Target", "banana", "bimodal", "correlated_gaussian", "funnel"]


LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Target(Result):
    """A density in the plane; its functions take points in the last axis, of any leading shape."""

    name: str
    log_density: Callable[[FloatArray], FloatArray]  # (..., 2) -> (...), normalised
    grad: Callable[[FloatArray], FloatArray]  # (..., 2) -> (..., 2), of the log density
    from_gaussians: Callable[[FloatArray], FloatArray]  # (n, 3) standard Gaussians -> (n, 2)
    mean: FloatArray  # (2,)
    covariance: FloatArray  # (2, 2)

    def sample(self, n_draws: int, *, rng: np.random.Generator | int) -> FloatArray:
        """Draw ``n_draws`` (at least 1) independent points, exactly; shape (n_draws, 2)."""
        n_draws = check.integer("n_draws", n_draws, low=1)
        return self.from_gaussians(check.generator("rng", rng).standard_normal((n_draws, 3)))


def correlated_gaussian(*, rho: float = 0.9) -> Target:
    r"""Two standard Gaussians with correlation :math:`\rho`: a ridge that narrows.

    .. math:: \log p(x) = -\frac{x_1^2 - 2 \rho x_1 x_2 + x_2^2}{2(1 - \rho^2)}
              - \tfrac12 \log(1 - \rho^2) - \log 2\pi

    Parameters
    ----------
    rho : float
        Correlation, in (-1, 1).

    Returns
    -------
    Target
        Log density, gradient, exact sampler, mean and covariance.

    Examples
    --------
    >>> target = correlated_gaussian(rho=0.8)
    >>> target.covariance.tolist()
    [[1.0, 0.8], [0.8, 1.0]]
    >>> target.grad(np.array([1.0, 0.8])).round(6).tolist()
    [-1.0, 0.0]
    """
    rho = check.in_range("rho", rho, -1.0, 1.0, open_low=True, open_high=True)
    rest = (1 - rho) * (1 + rho)
    constant = -0.5 * np.log(rest) - LOG_2PI
    precision = np.array([[1.0, -rho], [-rho, 1.0]]) / rest

    def log_density(x: FloatArray) -> FloatArray:
        return constant - 0.5 * ((x @ precision) * x).sum(axis=-1)

    def grad(x: FloatArray) -> FloatArray:
        return x @ -precision

    def from_gaussians(z: FloatArray) -> FloatArray:
        return np.stack([z[:, 0], rho * z[:, 0] + np.sqrt(rest) * z[:, 1]], axis=-1)

    return Target(
        name="gaussian",
        log_density=log_density,
        grad=grad,
        from_gaussians=from_gaussians,
        mean=np.zeros(2),
        covariance=np.array([[1.0, rho], [rho, 1.0]]),
    )


def bimodal(*, separation: float = 4.0) -> Target:
    r"""Two round Gaussians of equal weight side by side, with little between them.

    .. math:: p(x) = \tfrac12 N(x; (-s/2, 0), I) + \tfrac12 N(x; (s/2, 0), I)

    Parameters
    ----------
    separation : float
        Distance :math:`s` of the two centres in standard deviations, at least 0.

    Returns
    -------
    Target
        Log density, gradient, exact sampler, mean and covariance.

    Examples
    --------
    >>> target = bimodal(separation=4)
    >>> target.covariance.tolist()
    [[5.0, 0.0], [0.0, 1.0]]
    """
    half = check.non_negative("separation", separation) / 2

    def log_density(x: FloatArray) -> FloatArray:
        # Either hump in the same exponent: log(e^t + e^-t) with t = half x_1.
        t = half * x[..., 0]
        squares = (x * x).sum(axis=-1) + half**2
        return np.logaddexp(t, -t) - 0.5 * squares - np.log(2) - LOG_2PI

    def grad(x: FloatArray) -> FloatArray:
        pull = half * np.tanh(half * x[..., 0])
        return np.stack([pull - x[..., 0], -x[..., 1]], axis=-1)

    def from_gaussians(z: FloatArray) -> FloatArray:
        side = np.where(z[:, 2] < 0, -half, half)
        return np.stack([z[:, 0] + side, z[:, 1]], axis=-1)

    return Target(
        name="bimodal",
        log_density=log_density,
        grad=grad,
        from_gaussians=from_gaussians,
        mean=np.zeros(2),
        covariance=np.diag([1 + half**2, 1.0]),
    )


def banana(*, curvature: float = 0.5, spread: float = 1.5) -> Target:
    r"""A Gaussian bent along a parabola: no one step size suits both tips and the middle.

    .. math:: x_1 \sim N(0, s^2), \qquad x_2 \mid x_1 \sim N\bigl(b (x_1^2 - s^2),\, 1\bigr)

    Parameters
    ----------
    curvature : float
        :math:`b`; 0 leaves it straight.
    spread : float
        Positive standard deviation :math:`s` of the first coordinate.

    Returns
    -------
    Target
        Log density, gradient, exact sampler, mean and covariance.

    Examples
    --------
    >>> target = banana(curvature=0.5, spread=2.0)
    >>> target.covariance.tolist()
    [[4.0, 0.0], [0.0, 9.0]]
    """
    b = check.real("curvature", curvature)
    s = check.positive("spread", spread)

    def bent(x: FloatArray) -> FloatArray:
        return x[..., 1] - b * (x[..., 0] ** 2 - s**2)

    def log_density(x: FloatArray) -> FloatArray:
        return -0.5 * ((x[..., 0] / s) ** 2 + bent(x) ** 2) - np.log(s) - LOG_2PI

    def grad(x: FloatArray) -> FloatArray:
        off = bent(x)
        return np.stack([2 * b * x[..., 0] * off - x[..., 0] / s**2, -off], axis=-1)

    def from_gaussians(z: FloatArray) -> FloatArray:
        first = s * z[:, 0]
        return np.stack([first, z[:, 1] + b * (first**2 - s**2)], axis=-1)

    return Target(
        name="banana",
        log_density=log_density,
        grad=grad,
        from_gaussians=from_gaussians,
        mean=np.zeros(2),
        covariance=np.diag([s**2, 1 + 2 * b**2 * s**4]),
    )


def funnel(*, spread: float = 3.0) -> Target:
    r"""Neal's funnel: the first coordinate is the log variance of the second.

    .. math:: v \sim N(0, s^2), \qquad x \mid v \sim N(0, e^v)

    Parameters
    ----------
    spread : float
        Positive standard deviation :math:`s` of the log variance; 3 is Neal's.

    Returns
    -------
    Target
        Log density, gradient, exact sampler, mean and covariance.

    Examples
    --------
    >>> funnel(spread=1.0).covariance.round(4).tolist()
    [[1.0, 0.0], [0.0, 1.6487]]
    """
    s = check.positive("spread", spread)

    def log_density(x: FloatArray) -> FloatArray:
        v, w = x[..., 0], x[..., 1]
        # Deep in the neck the density underflows to 0: its logarithm is -inf, as it should be.
        with np.errstate(over="ignore"):
            return -0.5 * ((v / s) ** 2 + (w * np.exp(-v / 2)) ** 2 + v) - np.log(s) - LOG_2PI

    def grad(x: FloatArray) -> FloatArray:
        v, w = x[..., 0], x[..., 1]
        with np.errstate(over="ignore"):
            pull = w * np.exp(-v)
            return np.stack([0.5 * (w * pull - 1) - v / s**2, -pull], axis=-1)

    def from_gaussians(z: FloatArray) -> FloatArray:
        v = s * z[:, 0]
        return np.stack([v, np.exp(v / 2) * z[:, 1]], axis=-1)

    return Target(
        name="funnel",
        log_density=log_density,
        grad=grad,
        from_gaussians=from_gaussians,
        mean=np.zeros(2),
        covariance=np.diag([s**2, np.exp(s**2 / 2)]),
    )


TARGETS: Mapping[str, Target] = MappingProxyType(
    {target.name: target for target in (correlated_gaussian(), bimodal(), banana(), funnel())}
)
