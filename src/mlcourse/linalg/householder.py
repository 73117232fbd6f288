r"""QR factorization by Householder reflections.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lecture 10.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of

__all__ = ["QR", "complete_basis", "householder_qr", "householder_vector"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QR(Result):
    """Orthonormal columns times an upper triangle: ``a = q @ r``."""

    q: FloatArray  # (m, k), k = min(m, n), orthonormal columns
    r: FloatArray  # (k, n) zero below the diagonal


def _reflector(x: FloatArray) -> FloatArray:
    squared = x @ x
    if squared < 1e-290:  # the squares have lost digits
        x = x / scale_of(x)
        squared = x @ x
    v = x.copy()
    # Adding with the sign of x[0] adds two numbers of one sign, so that no digit cancels.
    v[0] += np.copysign(np.sqrt(squared), v[0])
    length = np.sqrt(v @ v)
    return v / length if length > 0.0 else v


def householder_vector(x: ArrayLike) -> FloatArray:
    r"""Return the unit vector :math:`v` whose mirror sends ``x`` to the first axis.

    :math:`(I - 2 v v^\top)\,x = -\mathrm{sign}(x_1) \lVert x\rVert\, e_1` for
    :math:`v \propto x + \mathrm{sign}(x_1) \lVert x\rVert\, e_1`.

    Parameters
    ----------
    x : array of shape (n,)
        A finite vector.

    Returns
    -------
    array of shape (n,)
        Unit length; zero (so that nothing is mirrored) if ``x`` is zero.

    Examples
    --------
    >>> v = householder_vector([3, 4])
    >>> (np.array([3, 4]) - 2 * v * (v @ [3, 4])).round(12).tolist()
    [-5.0, 0.0]
    """
    x = check.vector("x", x)
    return _reflector(x / scale_of(x))


def householder_qr(a: ArrayLike) -> QR:
    r"""Factor a matrix as :math:`A = Q R` by one mirror a column.

    Mirror :math:`H_k = I - 2 v_k v_k^\top` clears column :math:`k` below the diagonal, so
    :math:`H_k \cdots H_1 A = R` and :math:`Q = H_1 \cdots H_k`.  Products of mirrors are
    orthogonal to rounding, whatever the columns of :math:`A`; this is what Gram-Schmidt lacks.

    Parameters
    ----------
    a : array of shape (m, n)
        Any finite matrix: tall, wide, square, of any rank.

    Returns
    -------
    QR
        The thin factors.  The diagonal of ``r`` may have either sign.

    Examples
    --------
    >>> fit = householder_qr([[3, 1], [4, 2]])
    >>> fit.r.round(6).tolist()
    [[-5.0, -2.2], [0.0, -0.4]]
    >>> (fit.q @ fit.r).round(6).tolist()
    [[3.0, 1.0], [4.0, 2.0]]
    """
    a = check.matrix("a", a)
    m, n = a.shape
    k = min(m, n)
    scale = scale_of(a)
    r = a / scale
    mirrors = []
    for j in range(k):
        v = _reflector(r[j:, j])
        r[j:, j:] -= (2.0 * v)[:, None] * (v @ r[j:, j:])
        r[j + 1 :, j] = 0.0
        mirrors.append(v)
    q = np.eye(m, k)
    for j in reversed(range(k)):  # columns before j are still those of the identity
        v = mirrors[j]
        q[j:, j:] -= (2.0 * v)[:, None] * (v @ q[j:, j:])
    return QR(q=q, r=enlarge(r[:k], scale))


def complete_basis(q: ArrayLike) -> FloatArray:
    r"""Return orthonormal vectors that extend the columns of ``q`` to a basis of the space.

    The QR factorization of :math:`(Q \mid I)` keeps the columns of :math:`Q` (up to sign) and
    goes on with whatever directions of the identity are left.

    Parameters
    ----------
    q : array of shape (m, k)
        Independent columns, :math:`k \le m`; orthonormal ones if the result is to be a basis of
        orthonormal vectors together with them.

    Returns
    -------
    array of shape (m, m - k)
        Orthonormal, and orthogonal to every column of ``q``.

    Examples
    --------
    >>> complete_basis([[0.6], [0.8]]).round(6).tolist()
    [[0.8], [-0.6]]
    """
    q = check.matrix("q", q)
    m, k = q.shape
    if k > m:
        raise ValueError(
            f"q must be a matrix of at most {m} columns, got an array of shape {q.shape}"
        )
    return householder_qr(np.hstack([q, np.eye(m)])).q[:, k:].copy()
