r"""Ridge regression: least squares that pays for large slopes.

Source: Hoerl and Kennard (1970), Ridge regression: biased estimation for nonorthogonal
problems, Technometrics 12; Hastie, Tibshirani and Friedman (2009), The Elements of Statistical
Learning, 2nd ed., section 3.4.1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg.householder import householder_qr
from mlcourse.linalg.triangular import back_substitution
from mlcourse.statistics._design import checked_data

__all__ = ["RidgeFit", "ridge"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RidgeFit(Result):
    """A fitted ridge model."""

    coefficients: FloatArray  # (p + 1,) intercept first
    fitted: FloatArray  # (n,)
    residuals: FloatArray  # (n,) targets - fitted

    def predict(self, features: ArrayLike) -> FloatArray:
        """The fitted function at new features of shape ``(m, p)``, shape ``(m,)``."""
        features = check.matrix("features", features, cols=len(self.coefficients) - 1)
        return self.coefficients[0] + features @ self.coefficients[1:]


def ridge(features: ArrayLike, targets: ArrayLike, *, penalty: float) -> RidgeFit:
    r"""Fit :math:`\min_{\beta_0, \beta} \|y - \beta_0 - X\beta\|^2 + \lambda \|\beta\|^2`.

    The intercept is free of charge, so features and targets are centred first.  The penalty is
    :math:`p` more observations: least squares on :math:`\binom{X}{\sqrt\lambda\, I}` and
    :math:`\binom{y}{0}`, by QR.  The squared errors are summed, where
    :func:`mlcourse.optimize.lasso.lasso` halves their mean: its :math:`\lambda` weighs as
    :math:`2 n \lambda` would here.

    Parameters
    ----------
    features : array of shape (n, p)
        In comparable units: the penalty sees numbers, not units.
    targets : array of shape (n,)
        The number to predict.
    penalty : float
        :math:`\lambda`, positive; with 0 use ``least_squares``.

    Returns
    -------
    RidgeFit
        Coefficients, fitted values and residuals; there is always one solution.

    Examples
    --------
    >>> ridge([[0], [1], [2], [3]], [1, 3, 4, 8], penalty=5).coefficients.round(4).tolist()
    [2.35, 1.1]
    """
    features, targets = checked_data(features, targets)
    penalty = check.positive("penalty", penalty)
    p = features.shape[1]
    centre, level = features.mean(axis=0), targets.mean()
    factors = householder_qr(np.vstack([features - centre, np.sqrt(penalty) * np.eye(p)]))
    effects = factors.q.T @ np.append(targets - level, np.zeros(p))
    slopes = back_substitution(factors.r, effects)
    fitted = level + (features - centre) @ slopes
    return RidgeFit(
        coefficients=np.append(level - centre @ slopes, slopes),
        fitted=fitted,
        residuals=targets - fitted,
    )
