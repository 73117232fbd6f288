"""A 2 x 2 matrix as a map of the plane: what it does to a grid, to areas, to directions.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., sections 5.1 and 8.1.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.linalg._scale import enlarge, product, scale_of

__all__ = [
    "compose",
    "grid_lines",
    "map_points",
    "null_direction",
    "signed_area",
]


def grid_lines(*, half_width: int = 3, n_points: int = 2) -> FloatArray:
    """Return the lines of the integer grid, upright ones first.

    Parameters
    ----------
    half_width : int
        The grid covers ``[-half_width, half_width]`` in both directions; at least 1.
    n_points : int
        Points on each line, at least 2 (straight lines stay straight, so 2 do for a linear map).

    Returns
    -------
    array of shape (2 * (2 * half_width + 1), n_points, 2)
        One row of points a line.

    Examples
    --------
    >>> lines = grid_lines(half_width=1)
    >>> lines.shape
    (6, 2, 2)
    >>> lines[0].tolist()
    [[-1.0, -1.0], [-1.0, 1.0]]
    """
    half_width = check.integer("half_width", half_width, low=1)
    n_points = check.integer("n_points", n_points, low=2)
    at = np.arange(-half_width, half_width + 1.0)
    along = np.linspace(-half_width, half_width, n_points)
    upright = np.stack(np.broadcast_arrays(at[:, None], along), axis=-1)
    return np.concatenate([upright, upright[..., ::-1]])


def map_points(a: ArrayLike, points: ArrayLike) -> FloatArray:
    r"""Return :math:`A x` for every point of an array, whatever its other axes.

    Parameters
    ----------
    a : array of shape (m, d)
        The matrix.
    points : array of shape (..., d)
        Points in the last axis: one point, a list of them or the lines of a grid.

    Returns
    -------
    array of shape (..., m)
        The images, in the same arrangement.

    Examples
    --------
    >>> map_points([[0, -1], [1, 0]], [[1, 0], [0, 1]]).tolist()
    [[0.0, 1.0], [-1.0, 0.0]]
    """
    a = check.matrix("a", a)
    points = check.array("points", points)
    if points.ndim == 0 or points.shape[-1] != a.shape[1]:
        raise ValueError(
            f"points must be an array whose last axis has length {a.shape[1]}, "
            f"got an array of shape {points.shape}"
        )
    return product(points, a.T)


def signed_area(a: ArrayLike) -> float:
    r"""Return the area of the image of the unit square, negative if the map turns it over.

    For :math:`A=\begin{pmatrix}a&b\\c&d\end{pmatrix}` this is :math:`\det A = ad - bc`.

    Parameters
    ----------
    a : array of shape (2, 2)
        The matrix; its columns are the images of the two unit vectors.

    Returns
    -------
    float
        The factor by which every area grows.

    Examples
    --------
    >>> signed_area([[2, 1], [0, 3]]), signed_area([[0, 1], [1, 0]])
    (6.0, -1.0)
    """
    a = check.matrix("a", a, rows=2, cols=2)
    scale = scale_of(a)
    a = a / scale
    return float(enlarge(enlarge(a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0], scale), scale))


def null_direction(a: ArrayLike, *, tol: float = 1e-9) -> FloatArray | None:
    r"""Return a unit vector that the map sends to zero, or ``None`` if there is none.

    A vector at right angles to both rows is sent to zero.  In a singular matrix the rows are
    parallel, so the longer row turned by 90 degrees does it.

    Parameters
    ----------
    a : array of shape (2, 2)
        The matrix.
    tol : float
        The map counts as singular if :math:`|\det A| \le \mathrm{tol}\,\lVert A\rVert_F^2`;
        in [0, 1).

    Returns
    -------
    array of shape (2,) or None
        The first unit vector for the zero matrix, which sends everything to zero.

    Examples
    --------
    >>> null_direction([[1, 2], [2, 4]]).round(3).tolist()
    [-0.894, 0.447]
    >>> null_direction([[1, 2], [2, 5]]) is None
    True
    """
    a = check.matrix("a", a, rows=2, cols=2)
    tol = check.in_range("tol", tol, 0.0, 1.0, open_high=True)
    largest = float(np.max(np.abs(a)))
    if largest == 0.0:
        return np.array([1.0, 0.0])
    a = a / largest
    if abs(signed_area(a)) > tol * np.sum(a**2):
        return None
    p, q = a[np.argmax(np.sum(a**2, axis=1))]
    return np.array([-q, p]) / np.hypot(p, q)


def compose(outer: ArrayLike, inner: ArrayLike) -> FloatArray:
    r"""Return the matrix of "first ``inner``, then ``outer``": the product :math:`A_o A_i`.

    Entry :math:`(i, j)` is the dot product of row :math:`i` of ``outer`` with column :math:`j` of
    ``inner``.  Swapping the two is another map.

    Parameters
    ----------
    outer : array of shape (m, k)
        Applied second.
    inner : array of shape (k, n)
        Applied first.

    Returns
    -------
    array of shape (m, n)
        ``outer @ inner``.

    Examples
    --------
    >>> from mlcourse.linalg.named_maps import rotation, scaling
    >>> turn, stretch = rotation(np.pi / 2), scaling(2, 1)
    >>> compose(turn, stretch).round(6).tolist()
    [[0.0, -1.0], [2.0, 0.0]]
    >>> compose(stretch, turn).round(6).tolist()
    [[0.0, -2.0], [1.0, 0.0]]
    """
    outer = check.matrix("outer", outer)
    inner = check.matrix("inner", inner, rows=outer.shape[1])
    return product(outer, inner)
