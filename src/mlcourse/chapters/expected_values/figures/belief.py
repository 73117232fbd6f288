"""A skewed belief, the gamma distribution, and what each report costs under it.

With F the distribution function of the gamma distribution of shape k and rate 1, and F₊ that of
shape k + 1, the mean shortfall E max(a - X, 0) is a F(a) - k F₊(a); the losses follow from it.
"""

import numpy as np
from scipy.special import gammainc, gammaln, xlogy

from mlcourse._check import FloatArray

__all__ = ["HALF_WINDOW", "LOSSES", "density", "expected_loss", "pulls", "weight"]

HALF_WINDOW = 0.25
# what the pinball loss charges for a report that is too low; too high costs the rest to 1
LOSSES: dict[str, float | None] = {
    "absolute": None,
    "squared": None,
    "too low costs 9 times as much": 0.9,
    "too low costs 4 times as much": 0.8,
    "too high costs 9 times as much": 0.1,
    "hit or nothing": None,
}


def density(x: FloatArray, shape: float) -> FloatArray:
    """The density of the belief; 0 below 0."""
    inside = np.maximum(x, 0.0)
    return np.where(x < 0, 0.0, np.exp(xlogy(shape - 1, inside) - inside - gammaln(shape)))


def _shortfall(a: FloatArray, shape: float) -> FloatArray:
    short = a * gammainc(shape, a) - shape * gammainc(shape + 1, a)
    return np.asarray(short, dtype=np.float64)


def expected_loss(a: FloatArray, shape: float, loss: str) -> FloatArray:
    """Expected loss of the reports ``a``, none of them negative."""
    if loss == "squared":
        return shape + (shape - a) ** 2
    if loss == "hit or nothing":
        below = gammainc(shape, np.maximum(a - HALF_WINDOW, 0))
        return np.asarray(1 - gammainc(shape, a + HALF_WINDOW) + below, dtype=np.float64)
    short = _shortfall(a, shape)
    tau = LOSSES[loss]
    if tau is None:  # absolute
        return 2 * short + shape - a
    return tau * (shape - a) + short


def weight(x: FloatArray, a: float, loss: str) -> FloatArray:
    """How strongly a truth x pulls the report a: the slope of its loss, without its sign."""
    if loss == "squared":
        return 2 * np.abs(x - a)
    if loss == "hit or nothing":  # it pulls at the edges of the window alone
        return np.zeros_like(x)
    tau = LOSSES[loss]
    if tau is None:
        return np.ones_like(x)
    return np.where(x > a, tau, 1 - tau)


def pulls(a: float, shape: float, loss: str) -> tuple[float, float]:
    """The mean pull to lower reports and to higher ones; where they are equal, all is balanced."""
    at = np.array(a)
    below, short = float(gammainc(shape, at)), float(_shortfall(at, shape))
    if loss == "squared":
        return 2 * short, 2 * (short + shape - a)
    if loss == "hit or nothing":
        edges = density(np.array([a - HALF_WINDOW, a + HALF_WINDOW]), shape)
        return float(edges[0]), float(edges[1])
    tau = LOSSES[loss]
    if tau is None:
        return below, 1 - below
    return (1 - tau) * below, tau * (1 - below)
