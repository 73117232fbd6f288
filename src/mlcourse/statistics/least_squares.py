r"""Least squares by Householder QR, and what its errors say about the coefficients.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lecture 11 (the solution); Seber
and Lee (2003), Linear Regression Analysis, 2nd ed., ch. 3 and 4 (its statistics).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import fdtrc, stdtr

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg.householder import householder_qr
from mlcourse.linalg.triangular import back_substitution
from mlcourse.statistics._design import (
    checked_data,
    is_rank_deficient,
    total_sum_of_squares,
    with_intercept,
)
from mlcourse.statistics._range import beyond_range

__all__ = ["LinearFit", "least_squares"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearFit(Result):
    """A fitted linear model; the intercept comes first in every row of coefficients.

    What the data cannot tell is not a number: the coefficients of columns that depend on each
    other, standard errors without degrees of freedom, R^2 and F of a target that does not vary.
    """

    coefficients: FloatArray  # (p + 1,)
    standard_errors: FloatArray  # (p + 1,)
    t_statistics: FloatArray  # (p + 1,) coefficient / standard error
    p_values: FloatArray  # (p + 1,) two-sided, of the coefficient being zero
    fitted: FloatArray  # (n,)
    residuals: FloatArray  # (n,) target - fitted
    residual_sum_of_squares: float
    total_sum_of_squares: float  # around the mean
    degrees_of_freedom: int  # n - p - 1
    r2_score: float
    adjusted_r2_score: float
    f_statistic: float  # all slopes zero against none
    f_p_value: float
    reason: Literal["solved", "rank_deficient"]

    def predict(self, features: FloatArray) -> FloatArray:
        """The fitted function at new features of shape ``(m, p)``, shape ``(m,)``."""
        features = check.matrix("features", features, cols=len(self.coefficients) - 1)
        return self.coefficients[0] + features @ self.coefficients[1:]


def least_squares(features: FloatArray, target: FloatArray) -> LinearFit:
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
    target : array of shape (n,)
        The number to predict.

    Returns
    -------
    LinearFit
        Coefficients with their errors and tests, fitted values, residuals, R^2 and F.
        ``reason`` is ``"rank_deficient"`` if a column depends on those before it (more columns
        than rows included): then there is no one solution, and every number of it is NaN.

    Raises
    ------
    ValueError, TypeError
        If the data are not finite or their lengths differ.

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
    features, target = checked_data(features, target)
    n, p = features.shape
    freedom = n - p - 1
    factors = householder_qr(with_intercept(features))
    total = total_sum_of_squares(target)
    if is_rank_deficient(factors.r):
        return _undetermined(n, p, total)

    with beyond_range():
        effects = factors.q.T @ target
        coefficients = back_substitution(factors.r, effects)
        fitted = factors.q @ effects
        residuals = target - fitted
        rss = float((residuals**2).sum())
        inverse = back_substitution(factors.r, np.eye(p + 1))
        # Zero degrees of freedom, a perfect fit or a constant target make a ratio not finite.
        s2 = np.divide(rss, freedom)
        standard_errors = np.sqrt(s2) * np.sqrt((inverse**2).sum(axis=1))
        t = coefficients / standard_errors
        r2 = 1.0 - np.divide(rss, total)
        adjusted = 1.0 - (1.0 - r2) * np.divide(n - 1, freedom)
        f = np.divide((total - rss) / p, s2)
    if freedom == 0:
        standard_errors = np.full(p + 1, np.nan)
        t, adjusted, f = standard_errors.copy(), np.nan, np.nan
    if total == 0:
        r2, adjusted, f = np.nan, np.nan, np.nan
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
        r2_score=float(r2),
        adjusted_r2_score=float(adjusted),
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
        r2_score=np.nan,
        adjusted_r2_score=np.nan,
        f_statistic=np.nan,
        f_p_value=np.nan,
        reason="rank_deficient",
    )
