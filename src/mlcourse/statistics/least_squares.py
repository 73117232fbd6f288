r"""Least squares by Householder QR, and what its errors say about the coefficients.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lecture 11 (the solution); Seber
and Lee (2003), Linear Regression Analysis, 2nd ed., ch. 3 and 4 (its statistics).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc, stdtr

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg.householder import householder_qr
from mlcourse.linalg.triangular import back_substitution
from mlcourse.statistics._design import (
    checked_data,
    is_singular,
    total_sum_of_squares,
    with_intercept,
)
from mlcourse.statistics._range import beyond_range

__all__ = ["LinearFit", "least_squares"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearFit(Result):
    """A fitted linear model; the intercept comes first in every row of coefficients.

    What the data cannot tell is not a number: the coefficients of columns that depend on each
    other, standard errors without degrees of freedom, F of targets that do not vary.
    """

    coefficients: FloatArray  # (p + 1,)
    standard_errors: FloatArray  # (p + 1,)
    t_statistics: FloatArray  # (p + 1,) coefficient / standard error
    p_values: FloatArray  # (p + 1,) two-sided, of the coefficient being zero
    fitted: FloatArray  # (n,)
    residuals: FloatArray  # (n,) targets - fitted
    residual_sum_of_squares: float
    total_sum_of_squares: float  # around the mean
    degrees_of_freedom: int  # n - p - 1
    f_statistic: float  # all slopes zero against none
    f_p_value: float
    reason: Literal["solved", "singular"]

    @property
    def r2_score(self) -> float:
        """Share of the variance of the targets that the model explains, at most 1.

        Raises
        ------
        ValueError
            If the targets are all equal: there is no variance to explain a share of.
        """
        if self.total_sum_of_squares == 0:
            raise ValueError(
                "targets must vary for R^2, got a total sum of squares of "
                f"{self.total_sum_of_squares}"
            )
        return 1.0 - self.residual_sum_of_squares / self.total_sum_of_squares

    @property
    def adjusted_r2_score(self) -> float:
        """``r2_score`` with variances for sums of squares, so that a useless column costs.

        NaN without degrees of freedom; raises as ``r2_score`` does.
        """
        lost = 1.0 - self.r2_score
        if self.degrees_of_freedom <= 0:
            return float("nan")
        return 1.0 - lost * (len(self.residuals) - 1) / self.degrees_of_freedom

    def predict(self, features: ArrayLike) -> FloatArray:
        """The fitted function at new features of shape ``(m, p)``, shape ``(m,)``."""
        features = check.matrix("features", features, cols=len(self.coefficients) - 1)
        return self.coefficients[0] + features @ self.coefficients[1:]


def least_squares(features: ArrayLike, targets: ArrayLike) -> LinearFit:
    r"""Fit :math:`y \approx \beta_0 + X \beta` with the smallest sum of squared errors.

    With :math:`[1\; X] = QR` the coefficients solve :math:`R \beta = Q^\top y`; forming
    :math:`X^\top X` instead would square the condition number.  With
    :math:`s^2 = \mathrm{RSS} / (n - p - 1)` the covariance of the coefficients is
    :math:`s^2 R^{-1} R^{-\top}`, and

    .. math:: R^2 = 1 - \frac{\mathrm{RSS}}{\mathrm{TSS}}, \qquad
       \bar R^2 = 1 - (1 - R^2) \frac{n - 1}{n - p - 1}, \qquad
       F = \frac{(\mathrm{TSS} - \mathrm{RSS}) / p}{\mathrm{RSS} / (n - p - 1)}.

    Parameters
    ----------
    features : array of shape (n, p)
        Columns of any units; the column of ones is added here.
    targets : array of shape (n,)
        The number to predict.

    Returns
    -------
    LinearFit
        Coefficients with their errors and tests, fitted values, residuals, R^2 and F.
        ``reason`` is ``"singular"`` if a column depends on those before it (more columns
        than rows included): then there is no one solution, and every number of it is NaN.

    Examples
    --------
    >>> fit = least_squares([[0], [1], [2], [3]], [1, 3, 4, 8])
    >>> fit.coefficients.round(4).tolist(), fit.standard_errors.round(4).tolist()
    ([0.7, 2.2], [0.7937, 0.4243])
    >>> round(fit.r2_score, 4), round(fit.f_statistic, 4), fit.reason
    (0.9308, 26.8889, 'solved')
    >>> fit.predict([[4]]).round(4).tolist()
    [9.5]
    """
    features, targets = checked_data(features, targets)
    n, p = features.shape
    freedom = n - p - 1
    factors = householder_qr(with_intercept(features))
    total = total_sum_of_squares(targets)
    if is_singular(factors.r):
        return _undetermined(n, p, total)

    with beyond_range():
        effects = factors.q.T @ targets
        coefficients = back_substitution(factors.r, effects)
        fitted = factors.q @ effects
        residuals = targets - fitted
        rss = float((residuals**2).sum())
        inverse = back_substitution(factors.r, np.eye(p + 1))
        # Zero degrees of freedom, a perfect fit or constant targets make a ratio not finite.
        s2 = np.divide(rss, freedom)
        standard_errors = np.sqrt(s2) * np.sqrt((inverse**2).sum(axis=1))
        t = coefficients / standard_errors
        f = np.divide((total - rss) / p, s2)
    if freedom == 0:
        standard_errors = np.full(p + 1, np.nan)
        t, f = standard_errors.copy(), np.nan
    if total == 0:
        f = np.nan
    return LinearFit(
        coefficients=coefficients,
        standard_errors=standard_errors,
        t_statistics=t,
        p_values=2.0 * stdtr(freedom, -np.abs(t)),
        fitted=fitted,
        residuals=residuals,
        residual_sum_of_squares=rss,
        total_sum_of_squares=total,
        degrees_of_freedom=freedom,
        f_statistic=float(f),
        f_p_value=float(fdtrc(p, freedom, f)),
        reason="solved",
    )


def _undetermined(n: int, p: int, total: float) -> LinearFit:
    return LinearFit(
        coefficients=np.full(p + 1, np.nan),
        standard_errors=np.full(p + 1, np.nan),
        t_statistics=np.full(p + 1, np.nan),
        p_values=np.full(p + 1, np.nan),
        fitted=np.full(n, np.nan),
        residuals=np.full(n, np.nan),
        residual_sum_of_squares=np.nan,
        total_sum_of_squares=total,
        degrees_of_freedom=n - p - 1,
        f_statistic=np.nan,
        f_p_value=np.nan,
        reason="singular",
    )
