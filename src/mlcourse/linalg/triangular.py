"""Triangular systems: one unknown after the other.

Source: Golub and Van Loan (2013), Matrix Computations, 4th ed., section 3.1.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["back_substitution", "forward_substitution"]


def _checked(name: str, t: ArrayLike, b: ArrayLike) -> tuple[FloatArray, FloatArray]:
    t = check.square(name, t)
    b = check.array("b", b, ndim=(1, 2))
    if len(b) != len(t):
        raise ValueError(f"b must be an array with {len(t)} rows, got an array of shape {b.shape}")
    if np.any(np.diag(t) == 0.0):
        at = int(np.argmin(np.abs(np.diag(t))))
        raise ValueError(f"{name} must be without zeros on its diagonal, got one in row {at}")
    return t, b


def forward_substitution(lower: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""Solve :math:`L x = b` from the first row down.

    :math:`x_i = \bigl(b_i - \sum_{j<i} L_{ij} x_j\bigr) / L_{ii}`

    Parameters
    ----------
    lower : array of shape (n, n)
        Only its lower triangle is read; no zero on the diagonal.
    b : array of shape (n,) or (n, k)
        One right-hand side or several, as columns.

    Returns
    -------
    array of the shape of ``b``
        The solution; not finite where it leaves the range of a double.

    Examples
    --------
    >>> forward_substitution([[2, 0], [1, 4]], [2, 9]).tolist()
    [1.0, 2.0]
    """
    lower, b = _checked("lower", lower, b)
    x = np.zeros_like(b)
    with np.errstate(over="ignore", invalid="ignore"):  # a nearly singular system can overflow
        for i in range(len(lower)):
            x[i] = (b[i] - lower[i, :i] @ x[:i]) / lower[i, i]
    return x


def back_substitution(upper: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""Solve :math:`U x = b` from the last row up.

    :math:`x_i = \bigl(b_i - \sum_{j>i} U_{ij} x_j\bigr) / U_{ii}`

    Parameters
    ----------
    upper : array of shape (n, n)
        Only its upper triangle is read; no zero on the diagonal.
    b : array of shape (n,) or (n, k)
        One right-hand side or several, as columns.

    Returns
    -------
    array of the shape of ``b``
        The solution; not finite where it leaves the range of a double.

    Examples
    --------
    >>> back_substitution([[2, 1], [0, 4]], [4, 8]).tolist()
    [1.0, 2.0]
    """
    upper, b = _checked("upper", upper, b)
    x = np.zeros_like(b)
    with np.errstate(over="ignore", invalid="ignore"):  # a nearly singular system can overflow
        for i in reversed(range(len(upper))):
            x[i] = (b[i] - upper[i, i + 1 :] @ x[i + 1 :]) / upper[i, i]
    return x
