"""Maps of the plane that have names: turns, mirrors, stretches, shears.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., section 8.1.
"""

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["reflection", "rotation", "scaling", "shear"]


def rotation(angle: float) -> FloatArray:
    r"""Return the turn by ``angle`` radians, counter-clockwise.

    :math:`\begin{pmatrix}\cos\theta&-\sin\theta\\\sin\theta&\cos\theta\end{pmatrix}`

    Parameters
    ----------
    angle : float
        Radians, any finite number.

    Returns
    -------
    array of shape (2, 2)
        Determinant 1.

    Examples
    --------
    >>> rotation(np.pi / 6).round(3).tolist()
    [[0.866, -0.5], [0.5, 0.866]]
    """
    angle = check.real("angle", angle)
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])


def reflection(angle: float) -> FloatArray:
    r"""Return the mirror at the line that rises at ``angle`` radians.

    :math:`\begin{pmatrix}\cos2\theta&\sin2\theta\\\sin2\theta&-\cos2\theta\end{pmatrix}`

    Parameters
    ----------
    angle : float
        Radians, any finite number.

    Returns
    -------
    array of shape (2, 2)
        Determinant -1.

    Examples
    --------
    >>> reflection(np.pi / 4).round(6).tolist()
    [[0.0, 1.0], [1.0, -0.0]]
    """
    angle = check.real("angle", angle)
    c, s = np.cos(2 * angle), np.sin(2 * angle)
    return np.array([[c, s], [s, -c]])


def scaling(x_factor: float, y_factor: float) -> FloatArray:
    r"""Return the stretch of the two axes, :math:`\mathrm{diag}(s_x, s_y)`.

    Parameters
    ----------
    x_factor, y_factor : float
        Finite; negative turns the axis round, zero flattens it.

    Returns
    -------
    array of shape (2, 2)
        Determinant ``x_factor * y_factor``.

    Examples
    --------
    >>> scaling(2, -1).tolist()
    [[2.0, 0.0], [0.0, -1.0]]
    """
    return np.diag([check.real("x_factor", x_factor), check.real("y_factor", y_factor)])


def shear(amount: float) -> FloatArray:
    r"""Return the shear along the first axis, :math:`(x, y) \mapsto (x + k y, y)`.

    Parameters
    ----------
    amount : float
        :math:`k`, any finite number.

    Returns
    -------
    array of shape (2, 2)
        Determinant 1.

    Examples
    --------
    >>> shear(0.5).tolist()
    [[1.0, 0.5], [0.0, 1.0]]
    """
    return np.array([[1.0, check.real("amount", amount)], [0.0, 1.0]])
