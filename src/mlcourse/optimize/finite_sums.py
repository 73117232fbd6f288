r"""Losses that are averages over data: the squared loss and the logistic loss of linear models.

.. math:: F(w) = \frac1n \sum_{i=1}^n f_i(w)

The average over any batch of rows has the same form, which is what stochastic methods use.

Source: Bottou, Curtis and Nocedal (2018), Optimization methods for large-scale machine
learning, SIAM Review 60(2), section 3.1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result

__all__ = ["FiniteSum", "logistic_loss", "squared_loss"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FiniteSum(Result):
    """An average loss over ``n_samples`` rows and ``n_weights`` weights.

    ``losses(w)`` is each row's own loss for each row of weights, ``(..., p) -> (..., n)``.
    ``gradient(w, rows)`` is the gradient of the average over the given rows, ``(p,) -> (p,)``;
    ``gradients(w)`` has each row's own gradient, ``(p,) -> (n, p)``.
    ``smoothness`` bounds the curvature of the average loss everywhere (``L``), so that steps
    below ``2 / smoothness`` on the whole data converge.
    """

    n_samples: int
    n_weights: int
    losses: Callable[[FloatArray], FloatArray]
    gradients: Callable[[FloatArray], FloatArray]
    gradient: Callable[[FloatArray, IntArray], FloatArray]
    smoothness: float

    def fun(self, w: FloatArray) -> FloatArray:
        """The average loss for each row of weights, ``(..., p) -> (...)``."""
        return self.losses(w).mean(axis=-1)

    def grad(self, w: FloatArray) -> FloatArray:
        """The gradient of the average loss, ``(p,) -> (p,)``."""
        return self.gradient(w, np.arange(self.n_samples))


def _from_scores(
    x: FloatArray,
    loss: Callable[[FloatArray], FloatArray],
    slope: Callable[[FloatArray, IntArray], FloatArray],
    top_curvature: float,
) -> FiniteSum:
    """A loss that sees the weights only through the scores ``x @ w``."""
    n, p = x.shape

    def losses(w: FloatArray) -> FloatArray:
        return loss(np.asarray(w) @ x.T)

    def gradients(w: FloatArray) -> FloatArray:
        return slope(x @ w, np.arange(n))[:, None] * x

    def gradient(w: FloatArray, rows: IntArray) -> FloatArray:
        batch = x[rows]
        return slope(batch @ w, rows) @ batch / len(rows)

    smoothness = top_curvature * float(np.linalg.norm(x, ord=2)) ** 2 / n
    return FiniteSum(
        n_samples=n,
        n_weights=p,
        losses=losses,
        gradients=gradients,
        gradient=gradient,
        smoothness=smoothness,
    )


def squared_loss(features: ArrayLike, targets: ArrayLike) -> FiniteSum:
    r"""Half the mean squared error of a linear model; its minimum is the least-squares fit.

    .. math:: f_i(w) = \tfrac12 (x_i^\top w - y_i)^2

    Parameters
    ----------
    features : array, shape (n_samples, p)
        One row :math:`x_i` a sample; add a column of ones for an intercept.
    targets : array, shape (n_samples,)
        What to predict, :math:`y_i`.

    Returns
    -------
    FiniteSum
        The loss and its gradients, for any weights and any batch.

    Examples
    --------
    >>> loss = squared_loss([[1, 0], [1, 2]], [1, 3])
    >>> float(loss.fun([0, 0])), loss.grad([0, 0]).tolist()
    (2.5, [-2.0, -3.0])
    """
    x = check.matrix("features", features)
    y = check.vector("targets", targets, length=len(x))

    def loss(score: FloatArray) -> FloatArray:
        return 0.5 * (score - y) ** 2

    def slope(score: FloatArray, rows: IntArray) -> FloatArray:
        return score - y[rows]

    return _from_scores(x, loss, slope, 1.0)


def logistic_loss(features: ArrayLike, labels: ArrayLike) -> FiniteSum:
    r"""The mean loss of logistic regression with labels 0 and 1.

    .. math:: f_i(w) = \log(1 + e^{z_i}) - y_i z_i, \qquad z_i = x_i^\top w

    Parameters
    ----------
    features : array, shape (n_samples, p)
        One row :math:`x_i` a sample; add a column of ones for an intercept.
    labels : array, shape (n_samples,)
        Labels :math:`y_i`, 0 or 1.

    Returns
    -------
    FiniteSum
        The loss and its gradients, for any weights and any batch.

    Examples
    --------
    Weights of zero give every sample probability 1/2, a loss of log 2:

    >>> loss = logistic_loss([[1, 0], [1, 2]], [0, 1])
    >>> round(float(loss.fun([0, 0])), 4), loss.grad([0, 0]).tolist()
    (0.6931, [0.0, -0.5])
    """
    x = check.matrix("features", features)
    y = check.labels("labels", labels, length=len(x), n_classes=2)

    def loss(score: FloatArray) -> FloatArray:
        return np.logaddexp(0.0, score) - y * score

    def slope(score: FloatArray, rows: IntArray) -> FloatArray:
        return expit(score) - y[rows]

    return _from_scores(x, loss, slope, 0.25)
