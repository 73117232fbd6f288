r"""How far an answer can be trusted: condition, rank, residual, orthogonality.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lectures 12 and 15; the backward
error is from Higham (2002), Accuracy and Stability of Numerical Algorithms, 2nd ed., section 7.1.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse.linalg._scale import scale_of
from mlcourse.linalg.svd import svd

__all__ = ["backward_error", "condition_number", "orthogonality_error", "rank"]


def condition_number(a: ArrayLike) -> float:
    r"""Return :math:`\kappa = \sigma_{\max} / \sigma_{\min}`.

    Relative errors of the data can grow :math:`\kappa`-fold in the solution of :math:`A x = b`:
    of 16 digits, :math:`\log_{10} \kappa` are lost.

    Parameters
    ----------
    a : array of shape (m, n)
        Any finite matrix.

    Returns
    -------
    float
        At least 1; infinite if a singular value is zero.

    Examples
    --------
    >>> round(condition_number([[2, 0], [0, 0.5]]), 9)
    4.0
    """
    a = check.matrix("a", a)
    s = svd(a / scale_of(a)).s
    return float(s[0] / s[-1]) if s[-1] > 0.0 else float("inf")


def rank(a: ArrayLike, *, tol: float | None = None) -> int:
    """Return the number of singular values that are not zero: the dimension of the image.

    Parameters
    ----------
    a : array of shape (m, n)
        Any finite matrix.
    tol : float or None
        Singular values up to ``tol`` times the largest count as zero, in [0, 1);
        ``None`` means max(m, n) machine epsilons.

    Returns
    -------
    int
        From 0 to min(m, n).

    Examples
    --------
    >>> rank([[1, 2], [2, 4]]), rank([[1, 2], [2, 5]])
    (1, 2)
    """
    a = check.matrix("a", a)
    if tol is None:
        tol = max(a.shape) * float(np.finfo(float).eps)
    else:
        tol = check.in_range("tol", tol, 0.0, 1.0, open_high=True)
    s = svd(a).s
    return int(np.sum(s > tol * s[0]))


def orthogonality_error(q: ArrayLike) -> float:
    r"""Return :math:`\lVert Q^\top Q - I\rVert_2`: how far columns are from orthonormal.

    Parameters
    ----------
    q : array of shape (m, n)
        Columns that ought to be orthonormal.

    Returns
    -------
    float
        Zero for orthonormal columns; 1 if a column is zero or nearly a copy of another.

    Examples
    --------
    >>> orthogonality_error([[1, 0], [0, 1]])
    0.0
    >>> round(orthogonality_error([[1, 1], [0, 0]]), 9)
    1.0
    """
    q = check.matrix("q", q)
    with np.errstate(over="ignore"):  # entries beyond 1e154 are infinitely far from orthonormal
        defect = q.T @ q - np.eye(q.shape[1])
    if not np.all(np.isfinite(defect)):
        return float("inf")
    return float(svd(defect).s[0])


def backward_error(a: ArrayLike, x: ArrayLike, b: ArrayLike) -> float:
    r"""Return how little the system must change for ``x`` to solve it exactly.

    :math:`\eta = \lVert b - A x\rVert / (\lVert A\rVert_F \lVert x\rVert + \lVert b\rVert)`.  A
    stable method reaches some machine epsilons however ill-conditioned the matrix; the error of
    ``x`` is then about :math:`\kappa \eta`.

    Parameters
    ----------
    a : array of shape (m, n)
        The matrix.
    x : array of shape (n,)
        A computed solution.
    b : array of shape (m,)
        The right-hand side.

    Returns
    -------
    float
        In [0, 1]; zero if the equations hold exactly.

    Examples
    --------
    >>> backward_error([[2, 0], [0, 2]], [1, 1], [2, 2])
    0.0
    """
    a = check.matrix("a", a)
    x = check.vector("x", x, length=a.shape[1])
    b = check.vector("b", b, length=a.shape[0])
    # Scaling x and b together, and a and b together, leaves the quotient as it is.
    size = scale_of(a)
    shared = max(scale_of(x), scale_of(b / size))
    a, x, b = a / size, x / shared, b / size / shared
    residual = np.linalg.norm(b - a @ x)
    whole = np.linalg.norm(a) * np.linalg.norm(x) + np.linalg.norm(b)
    return float(residual / whole) if whole > 0.0 else 0.0
