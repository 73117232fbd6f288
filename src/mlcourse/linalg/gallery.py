"""Matrices on which rounding shows: each is small, famous and hard for some method."""

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["hilbert", "lauchli", "wilkinson_growth"]


def hilbert(n: int) -> FloatArray:
    r"""Return the Hilbert matrix, :math:`h_{ij} = 1/(i + j - 1)`.

    Its condition number grows like :math:`e^{3.5 n}`: at :math:`n = 12` no digit is left.

    Parameters
    ----------
    n : int
        Rows and columns, at least 1.

    Returns
    -------
    array of shape (n, n)
        Symmetric, positive definite.

    References
    ----------
    Higham (2002), Accuracy and Stability of Numerical Algorithms, 2nd ed., section 28.1.

    Examples
    --------
    >>> hilbert(2).round(4).tolist()
    [[1.0, 0.5], [0.5, 0.3333]]
    """
    n = check.integer("n", n, low=1)
    i = np.arange(1.0, n + 1.0)
    return 1.0 / (i[:, None] + i - 1.0)


def lauchli(n: int, size: float) -> FloatArray:
    r"""Return the Läuchli matrix: a row of ones above :math:`\varepsilon I`.

    Its columns are nearly parallel; once :math:`\varepsilon^2` is below the machine epsilon,
    classical Gram-Schmidt no longer sees the difference.

    Parameters
    ----------
    n : int
        Columns, at least 1.
    size : float
        :math:`\varepsilon`, positive.

    Returns
    -------
    array of shape (n + 1, n)
        Condition number :math:`\sqrt{n + \varepsilon^2} / \varepsilon`.

    References
    ----------
    Läuchli (1961), Jordan-Elimination und Ausgleichung nach kleinsten Quadraten, Numerische
    Mathematik 3.

    Examples
    --------
    >>> lauchli(2, 0.1).tolist()
    [[1.0, 1.0], [0.1, 0.0], [0.0, 0.1]]
    """
    n = check.integer("n", n, low=1)
    size = check.positive("size", size)
    return np.vstack([np.ones(n), size * np.eye(n)])


def wilkinson_growth(n: int) -> FloatArray:
    r"""Return the matrix on which partial pivoting fails: ones, and -1 below the diagonal.

    The diagonal and the last column are 1.  No row is ever swapped, and each step doubles the
    last column, up to :math:`2^{n-1}`.

    Parameters
    ----------
    n : int
        Rows and columns, at least 1.

    Returns
    -------
    array of shape (n, n)
        Well conditioned: the trouble is made by the method.

    References
    ----------
    Trefethen and Bau (1997), Numerical Linear Algebra, Lecture 22.

    Examples
    --------
    >>> wilkinson_growth(3).tolist()
    [[1.0, 0.0, 1.0], [-1.0, 1.0, 1.0], [-1.0, -1.0, 1.0]]
    """
    n = check.integer("n", n, low=1)
    out = np.eye(n) - np.tril(np.ones((n, n)), -1)
    out[:, -1] = 1.0
    return out
