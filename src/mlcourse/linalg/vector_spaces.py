"""Span, independence, basis: which vectors are reached, and which are needed to reach them.

Vectors are the columns of a matrix throughout.  A column counts as dependent if at most a
fraction ``tol`` of its length is left once its part in the span of the columns before is removed.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., sections 3.2-3.5 and 4.2.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, product, scale_of
from mlcourse.linalg.gram_schmidt import gram_schmidt
from mlcourse.linalg.householder import complete_basis, householder_qr
from mlcourse.linalg.triangular import back_substitution
from mlcourse.linalg.vectors import norm

__all__ = [
    "SpanProjection",
    "basis_columns",
    "combine",
    "dimension",
    "in_span",
    "is_independent",
    "null_space",
    "project_onto_span",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpanProjection(Result):
    """A vector split into a part in a subspace and a part at right angles to it."""

    coefficients: FloatArray  # (n,) image = vectors @ coefficients; 0 for dependent columns
    image: FloatArray  # (m,) the nearest point of the subspace
    residual: FloatArray  # (m,) orthogonal to every column


def combine(vectors: ArrayLike, coefficients: ArrayLike) -> FloatArray:
    r"""Return the linear combination :math:`\sum_j c_j v_j`.

    Parameters
    ----------
    vectors : array of shape (m, n)
        Columns :math:`v_j`.
    coefficients : array of shape (n,)
        One number a column.

    Returns
    -------
    array of shape (m,)
        A vector of the span.

    Examples
    --------
    >>> combine([[1, 1], [0, 2]], [3, -1]).tolist()
    [2.0, -2.0]
    """
    vectors = check.matrix("vectors", vectors)
    return product(vectors, check.vector("coefficients", coefficients, length=vectors.shape[1]))


def basis_columns(vectors: ArrayLike, *, tol: float = 1e-10) -> IntArray:
    """Return the indices of the columns that make a basis of the span.

    Going from left to right, a column is kept if it is not in the span of those before it.

    Parameters
    ----------
    vectors : array of shape (m, n)
        Columns.
    tol : float
        The fraction of its length below which a column counts as dependent, in [0, 1).

    Returns
    -------
    array of int, shape (rank,)
        Increasing; empty if all columns are zero.

    Examples
    --------
    >>> basis_columns([[1, 2, 0], [1, 2, 1]]).tolist()
    [0, 2]
    """
    dependent = gram_schmidt(vectors, tol=tol).dependent
    return np.setdiff1d(np.arange(np.shape(vectors)[1]), dependent)


def dimension(vectors: ArrayLike, *, tol: float = 1e-10) -> int:
    """Return the dimension of the span: the number of columns in a basis of it.

    Parameters
    ----------
    vectors : array of shape (m, n)
        Columns.
    tol : float
        The fraction of its length below which a column counts as dependent, in [0, 1).

    Returns
    -------
    int
        From 0 to min(m, n).

    Examples
    --------
    >>> dimension([[1, 2, 0], [1, 2, 1]])
    2
    """
    return len(basis_columns(vectors, tol=tol))


def is_independent(vectors: ArrayLike, *, tol: float = 1e-10) -> bool:
    """Return whether no column is a combination of the others.

    Parameters
    ----------
    vectors : array of shape (m, n)
        Columns.
    tol : float
        The fraction of its length below which a column counts as dependent, in [0, 1).

    Returns
    -------
    bool
        ``False`` for more columns than rows.

    Examples
    --------
    >>> is_independent([[1, 1], [0, 1]]), is_independent([[1, 2], [2, 4]])
    (True, False)
    """
    return len(gram_schmidt(vectors, tol=tol).dependent) == 0


def project_onto_span(x: ArrayLike, vectors: ArrayLike, *, tol: float = 1e-10) -> SpanProjection:
    r"""Return the point of the span nearest to ``x``.

    With orthonormal columns :math:`Q` of the same span it is :math:`Q Q^\top x`.

    Parameters
    ----------
    x : array of shape (m,)
        The vector to project.
    vectors : array of shape (m, n)
        Columns that span the subspace; they may be dependent.
    tol : float
        The fraction of its length below which a column counts as dependent, in [0, 1).

    Returns
    -------
    SpanProjection
        Coefficients, image and residual.

    Examples
    --------
    >>> split = project_onto_span([1, 2, 3], [[1, 0], [0, 2], [0, 0]])
    >>> split.coefficients.round(9).tolist(), split.residual.round(9).tolist()
    ([1.0, 1.0], [0.0, 0.0, 3.0])
    """
    vectors = check.matrix("vectors", vectors)
    x = check.vector("x", x, length=len(vectors))
    keep = basis_columns(vectors, tol=tol)
    coefficients = np.zeros(vectors.shape[1])
    image = np.zeros(len(x))
    if len(keep):
        scale, size = scale_of(vectors), scale_of(x)
        qr = householder_qr(vectors[:, keep] / scale)
        along = qr.q.T @ (x / size)
        coefficients[keep] = enlarge(enlarge(back_substitution(qr.r, along), size), 1 / scale)
        image = enlarge(qr.q @ along, size)
    return SpanProjection(coefficients=coefficients, image=image, residual=x - image)


def in_span(x: ArrayLike, vectors: ArrayLike, *, tol: float = 1e-10) -> bool:
    r"""Return whether ``x`` is a linear combination of the columns.

    It is if :math:`\lVert x - \hat x\rVert \le \mathrm{tol}\,\lVert x\rVert` for its projection
    :math:`\hat x`; the zero vector always is.

    Parameters
    ----------
    x : array of shape (m,)
        The vector in question.
    vectors : array of shape (m, n)
        Columns that span the subspace.
    tol : float
        The fraction of a length that counts as nothing, in [0, 1).

    Returns
    -------
    bool
        Whether the span contains ``x``.

    Examples
    --------
    >>> in_span([3, 6], [[1], [2]]), in_span([3, 5], [[1], [2]])
    (True, False)
    """
    split = project_onto_span(x, vectors, tol=tol)
    return norm(split.residual) <= tol * norm(x)


def null_space(a: ArrayLike, *, tol: float = 1e-10) -> FloatArray:
    r"""Return orthonormal columns that span all solutions of :math:`A x = 0`.

    These are the vectors at right angles to every row, so their number is the number of columns
    less the rank.

    Parameters
    ----------
    a : array of shape (m, n)
        A finite matrix.
    tol : float
        The fraction of its length below which a row counts as dependent, in [0, 1).

    Returns
    -------
    array of shape (n, n - rank)
        Without columns if only zero solves the equation.

    Examples
    --------
    >>> null_space([[3, 4], [6, 8]]).round(6).tolist()
    [[0.8], [-0.6]]
    """
    a = check.matrix("a", a)
    keep = basis_columns(a.T, tol=tol)
    if len(keep) == 0:
        return np.eye(a.shape[1])
    return complete_basis(householder_qr(a[keep].T).q)
