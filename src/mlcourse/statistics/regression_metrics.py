r"""How far predicted numbers are from true ones.

Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, 2nd ed.,
section 2.4; James, Witten, Hastie and Tibshirani (2021), An Introduction to Statistical
Learning, 2nd ed., section 3.1.3 (R^2).
"""

from typing import Any

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.statistics._range import beyond_range

__all__ = ["mean_squared_error", "r2_score"]


def _pair(y_true: Any, y_pred: Any) -> tuple[FloatArray, FloatArray]:
    y_true = check.vector("y_true", y_true)
    return y_true, check.vector("y_pred", y_pred, length=len(y_true))


def mean_squared_error(y_true: FloatArray, y_pred: FloatArray) -> float:
    r"""Return :math:`\frac1n \sum_i (y_i - \hat y_i)^2`, in squared units of the target.

    Parameters
    ----------
    y_true, y_pred : arrays of shape (n,)
        True and predicted numbers.

    Returns
    -------
    float
        Zero for perfect predictions; smaller is better.

    Raises
    ------
    ValueError, TypeError
        If an argument is not a finite vector or the lengths differ.

    Examples
    --------
    >>> mean_squared_error([1, 2, 3], [1, 2, 5])
    1.3333333333333333
    """
    y_true, y_pred = _pair(y_true, y_pred)
    with beyond_range():
        return float(((y_true - y_pred) ** 2).mean())


def r2_score(y_true: FloatArray, y_pred: FloatArray) -> float:
    r"""Return :math:`R^2 = 1 - \sum_i (y_i - \hat y_i)^2 / \sum_i (y_i - \bar y)^2`.

    1 is perfect, 0 no better than the mean, and below 0 worse than the mean: nothing bounds it
    from below.

    Parameters
    ----------
    y_true, y_pred : arrays of shape (n,)
        True numbers, not all equal, and predicted ones.

    Returns
    -------
    float
        At most 1; higher is better.

    Raises
    ------
    ValueError, TypeError
        If an argument is not a finite vector, the lengths differ or ``y_true`` does not vary.

    Examples
    --------
    >>> [r2_score([1, 2, 3], guess) for guess in ([1, 2, 3], [2, 2, 2], [3, 2, 1])]
    [1.0, 0.0, -3.0]
    """
    y_true, y_pred = _pair(y_true, y_pred)
    if np.ptp(y_true) == 0:
        raise ValueError(f"y_true must be numbers that vary, got {len(y_true)} times {y_true[0]}")
    with beyond_range():
        error = ((y_true - y_pred) ** 2).sum()
        return float(1.0 - error / ((y_true - y_true.mean()) ** 2).sum())
