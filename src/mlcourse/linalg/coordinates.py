r"""Coordinates: one point, one set of numbers a basis.

The columns of the matrix ``basis`` are the basis vectors :math:`b_j`.  Coordinates :math:`c`
belong to the point :math:`B c`; from a point back to its coordinates is a linear system.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., section 8.2.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.linalg._scale import enlarge, scale_of
from mlcourse.linalg.solve import solve_lu

__all__ = ["change_of_basis", "coordinates", "matrix_in_basis"]


def coordinates(points: ArrayLike, basis: ArrayLike) -> FloatArray:
    r"""Return the coordinates :math:`c` with :math:`B c = x`, for one point or for many.

    Parameters
    ----------
    points : array of shape (d,) or (n, d)
        One point, or one a row.
    basis : array of shape (d, d)
        Basis vectors as columns.

    Returns
    -------
    array of the shape of ``points``
        Not a number if the columns are dependent, and so are no basis.

    Examples
    --------
    >>> coordinates([3, 1], [[1, 1], [1, -1]]).tolist()
    [2.0, 1.0]
    """
    points = check.array("points", points, ndim=(1, 2))
    basis = check.square("basis", basis)
    if points.shape[-1] != len(basis):
        raise ValueError(
            f"points must be an array whose last axis has length {len(basis)}, "
            f"got an array of shape {points.shape}"
        )
    return np.ascontiguousarray(solve_lu(basis, points.T).x.T)


def change_of_basis(old: ArrayLike, new: ArrayLike) -> FloatArray:
    r"""Return the matrix that turns coordinates in one basis into those in another.

    :math:`B_\mathrm{new}^{-1} B_\mathrm{old}`: column :math:`j` holds the new coordinates of the
    old basis vector :math:`j`.

    Parameters
    ----------
    old, new : array of shape (d, d)
        Basis vectors as columns.

    Returns
    -------
    array of shape (d, d)
        Not a number if the new columns are dependent.

    Examples
    --------
    >>> change_of_basis([[1, 0], [0, 1]], [[2, 0], [0, 4]]).tolist()
    [[0.5, 0.0], [0.0, 0.25]]
    """
    old = check.square("old", old)
    new = check.matrix("new", new, rows=len(old), cols=len(old))
    return solve_lu(new, old).x.copy()


def matrix_in_basis(a: ArrayLike, basis: ArrayLike) -> FloatArray:
    r"""Return the matrix of the same map in another basis, :math:`B^{-1} A B`.

    It takes the coordinates of a point to the coordinates of its image.

    Parameters
    ----------
    a : array of shape (d, d)
        The map in the standard basis.
    basis : array of shape (d, d)
        Basis vectors as columns.

    Returns
    -------
    array of shape (d, d)
        Diagonal if the basis consists of eigenvectors; not a number if the columns are dependent.

    Examples
    --------
    >>> matrix_in_basis([[2, 1], [0, 3]], [[1, 1], [0, 1]]).tolist()
    [[2.0, 0.0], [0.0, 3.0]]
    """
    a = check.square("a", a)
    basis = check.matrix("basis", basis, rows=len(a), cols=len(a))
    scale = scale_of(a)
    basis = basis / scale_of(basis)  # the length of the basis vectors cancels
    return enlarge(solve_lu(basis, (a / scale) @ basis).x, scale)
