"""Polynomial features: a linear model that bends.

Source: Bishop (2006), Pattern Recognition and Machine Learning, section 1.1.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["polynomial_features"]


def polynomial_features(x: ArrayLike, *, degree: int) -> FloatArray:
    r"""Return the columns :math:`x, x^2, \dots, x^d`, without the constant.

    Parameters
    ----------
    x : array of shape (n,)
        One feature.  Scale it to about [-1, 1] for high degrees: powers of large numbers
        are nearly dependent.
    degree : int
        :math:`d`, at least 1.

    Returns
    -------
    array of shape (n, degree)
        Ready for ``least_squares`` and ``ridge``, which add the intercept.

    Raises
    ------
    ValueError
        If a power is too large for a double.

    Examples
    --------
    >>> polynomial_features([1, 2, -3], degree=3).tolist()
    [[1.0, 1.0, 1.0], [2.0, 4.0, 8.0], [-3.0, 9.0, -27.0]]
    """
    x = check.vector("x", x)
    degree = check.integer("degree", degree, low=1)
    with np.errstate(over="ignore", under="ignore"):  # answered by the check below
        powers = np.cumprod(np.repeat(x[:, None], degree, axis=1), axis=1, dtype=np.float64)
    if not np.all(np.isfinite(powers)):
        raise ValueError(
            f"degree must be small enough for the powers of x to be finite, got {degree}"
        )
    return powers
