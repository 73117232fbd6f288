r"""Logistic regression with a quadratic penalty: smooth, strongly convex, with its Hessian.

.. math:: f(w) = \frac1n \sum_{i=1}^n \bigl(\log(1 + e^{z_i}) - y_i z_i\bigr)
          + \frac\lambda2 \|w\|^2, \qquad z_i = x_i^\top w

Every curvature is at least :math:`\lambda`, so that there is exactly one minimum, and
:math:`\|\nabla f(w)\|^2 / (2\lambda)` bounds how far ``w`` is above it.

Source: Boyd and Vandenberghe (2004), Convex Optimization, sections 7.1.1 and 9.1.2.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.optimize.finite_sums import logistic_loss

__all__ = ["SmoothLoss", "penalised_logistic"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SmoothLoss(Result):
    """A loss with two derivatives; its curvatures lie between the two bounds everywhere."""

    n_weights: int
    fun: Callable[[FloatArray], FloatArray]  # (..., p) -> (...)
    grad: Callable[[FloatArray], FloatArray]  # (p,) -> (p,)
    hess: Callable[[FloatArray], FloatArray]  # (p,) -> (p, p)
    smallest_curvature: float
    largest_curvature: float


def penalised_logistic(features: ArrayLike, labels: ArrayLike, *, penalty: float) -> SmoothLoss:
    r"""The mean logistic loss plus :math:`\tfrac\lambda2 \|w\|^2`, on all weights alike.

    Parameters
    ----------
    features, labels
        As in `mlcourse.optimize.finite_sums.logistic_loss`.
    penalty : float
        :math:`\lambda \ge 0`; with 0 there need not be a minimum.

    Returns
    -------
    SmoothLoss
        The loss, its derivatives, and bounds on its curvature.

    Examples
    --------
    >>> loss = penalised_logistic([[1, 0], [1, 2]], [0, 1], penalty=0.1)
    >>> loss.grad(np.array([1.0, 0.0])).round(3).tolist()
    [0.331, -0.269]
    >>> loss.hess(np.zeros(2)).tolist()
    [[0.35, 0.25], [0.25, 0.6]]
    """
    problem = logistic_loss(features, labels)
    x = check.matrix("features", features)
    strength = check.non_negative("penalty", penalty)
    n, p = x.shape

    def fun(w: FloatArray) -> FloatArray:
        return problem.fun(w) + strength / 2 * np.square(w).sum(axis=-1)

    def grad(w: FloatArray) -> FloatArray:
        return problem.grad(w) + strength * np.asarray(w)

    def hess(w: FloatArray) -> FloatArray:
        chance = expit(x @ w)
        weight = chance * (1.0 - chance)
        return np.asarray(x.T @ (weight[:, None] * x) / n + strength * np.eye(p))

    return SmoothLoss(
        n_weights=p,
        fun=fun,
        grad=grad,
        hess=hess,
        smallest_curvature=strength,
        largest_curvature=problem.smoothness + strength,
    )
