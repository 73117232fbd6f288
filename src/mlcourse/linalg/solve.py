r"""Linear systems and least squares, by each of the factorizations.

LU is the cheapest and needs a square regular matrix; QR fits more equations than unknowns; the
SVD also answers when the unknowns are not determined, with the shortest solution.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lectures 11 and 19-21.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._scale import scale_of
from mlcourse.linalg.elimination import lu
from mlcourse.linalg.householder import householder_qr
from mlcourse.linalg.svd import svd
from mlcourse.linalg.triangular import back_substitution, forward_substitution

__all__ = ["Solution", "least_squares_qr", "least_squares_svd", "solve_lu"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution(Result):
    """The answer, and why it is or is not one."""

    x: FloatArray  # (n,) or (n, k); nan unless solved
    residual: FloatArray  # (m,) or (m, k): b - a @ x
    reason: Literal["solved", "singular", "overflow"]


def _right_side(a: FloatArray, b: ArrayLike) -> FloatArray:
    b = check.array("b", b, ndim=(1, 2))
    if len(b) != len(a):
        raise ValueError(f"b must be an array with {len(a)} rows, got an array of shape {b.shape}")
    return b


def _solution(
    a: FloatArray,
    b: FloatArray,
    x: FloatArray | None,
    reason: Literal["solved", "singular", "overflow"],
) -> Solution:
    if x is not None and not np.all(np.isfinite(x)):
        x, reason = None, "overflow"
    if x is None:
        x = np.full((a.shape[1], *b.shape[1:]), np.nan)
    with np.errstate(over="ignore", invalid="ignore"):  # a @ x may overflow where x does not
        residual = b - a @ x
    return Solution(x=x, residual=residual, reason=reason)


def solve_lu(a: ArrayLike, b: ArrayLike, *, pivoting: bool = True) -> Solution:
    r"""Solve the square system :math:`A x = b` by elimination.

    :math:`P A = L U` splits it into :math:`L y = P b` and :math:`U x = y`.

    Parameters
    ----------
    a : array of shape (n, n)
        The matrix.
    b : array of shape (n,) or (n, k)
        One right-hand side or several, as columns.
    pivoting : bool
        Whether rows are swapped; without it small pivots cost digits.

    Returns
    -------
    Solution
        "singular" if the elimination met a zero pivot, "overflow" if numbers grew out of range.

    Examples
    --------
    >>> solve_lu([[2, 1], [1, 3]], [3, 5]).x.round(9).tolist()
    [0.8, 1.4]
    >>> solve_lu([[1, 2], [2, 4]], [1, 1]).reason
    'singular'
    """
    a = check.square("a", a)
    b = _right_side(a, b)
    fit = lu(a, pivoting=pivoting)
    if fit.reason != "complete":
        return _solution(a, b, None, fit.reason)
    if np.any(np.diag(fit.upper) == 0.0):
        return _solution(a, b, None, "singular")
    y = forward_substitution(fit.lower, b[fit.rows])
    if not np.all(np.isfinite(y)):
        return _solution(a, b, None, "overflow")
    return _solution(a, b, back_substitution(fit.upper, y), "solved")


def least_squares_qr(a: ArrayLike, b: ArrayLike) -> Solution:
    r"""Minimize :math:`\lVert A x - b\rVert` for independent columns.

    With :math:`A = Q R` the minimum is where :math:`R x = Q^\top b`.

    Parameters
    ----------
    a : array of shape (m, n)
        The matrix; for a unique answer :math:`m \ge n` and independent columns.
    b : array of shape (m,) or (m, k)
        One right-hand side or several, as columns.

    Returns
    -------
    Solution
        "singular" if a column depends on those before it to rounding (always if m < n).

    Examples
    --------
    >>> least_squares_qr([[1, 0], [1, 1], [1, 2]], [1, 2, 4]).x.round(6).tolist()
    [0.833333, 1.5]
    """
    a = check.matrix("a", a)
    b = _right_side(a, b)
    m, n = a.shape
    units = np.array([scale_of(column) for column in a.T])  # the unit of a column is no defect
    qr = householder_qr(a / units)
    pivots, lengths = np.abs(np.diag(qr.r)), np.hypot.reduce(qr.r, axis=0)
    if m < n or not np.all(pivots > max(m, n) * np.finfo(float).eps * lengths):
        return _solution(a, b, None, "singular")
    with np.errstate(over="ignore"):  # a tiny unit can take the answer out of range
        x = (back_substitution(qr.r, qr.q.T @ b).T / units).T
    return _solution(a, b, x, "solved")


def least_squares_svd(a: ArrayLike, b: ArrayLike, *, tol: float | None = None) -> Solution:
    r"""Return the shortest :math:`x` that minimizes :math:`\lVert A x - b\rVert`.

    :math:`x = \sum_{\sigma_i > 0} \frac{u_i \cdot b}{\sigma_i} v_i`: directions that the matrix
    does not see get no part of the answer.

    Parameters
    ----------
    a : array of shape (m, n)
        Any finite matrix.
    b : array of shape (m,) or (m, k)
        One right-hand side or several, as columns.
    tol : float or None
        Singular values up to ``tol`` times the largest count as zero, in [0, 1);
        ``None`` means max(m, n) machine epsilons.

    Returns
    -------
    Solution
        Always solved, unless the numbers overflow.

    Examples
    --------
    >>> least_squares_svd([[1, 1]], [4]).x.round(9).tolist()
    [2.0, 2.0]
    """
    a = check.matrix("a", a)
    b = _right_side(a, b)
    if tol is None:
        tol = min(max(a.shape) * float(np.finfo(float).eps), 0.5)
    else:
        tol = check.in_range("tol", tol, 0.0, 1.0, open_high=True)
    fit = svd(a)
    rank = int(np.sum(fit.s > tol * fit.s[0]))
    with np.errstate(over="ignore", invalid="ignore"):  # tiny singular values can overflow
        along = (fit.u[:, :rank].T @ b).T / fit.s[:rank]
        x = (along @ fit.vt[:rank]).T
    return _solution(a, b, x, "solved")
