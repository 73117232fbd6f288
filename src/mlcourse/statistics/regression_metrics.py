r"""How far predicted numbers are from true ones.

Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, 2nd ed.,
section 2.4; James, Witten, Hastie and Tibshirani (2021), An Introduction to Statistical
Learning, 2nd ed., section 3.1.3 (R^2).
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.statistics._range import beyond_range

__all__ = ["mean_squared_error", "r2_score"]


def _pair(targets: Any, predictions: Any) -> tuple[FloatArray, FloatArray]:
    targets = check.vector("targets", targets)
    return targets, check.vector("predictions", predictions, length=len(targets))


def mean_squared_error(targets: ArrayLike, predictions: ArrayLike) -> float:
    r"""Return :math:`\frac1n \sum_i (y_i - \hat y_i)^2`, in squared units of the target.

    Parameters
    ----------
    targets, predictions : arrays of shape (n,)
        True and predicted numbers.

    Returns
    -------
    float
        Zero for perfect predictions; smaller is better.

    Examples
    --------
    >>> mean_squared_error([1, 2, 3], [1, 2, 5])
    1.3333333333333333
    """
    targets, predictions = _pair(targets, predictions)
    with beyond_range():
        return float(((targets - predictions) ** 2).mean())


def r2_score(targets: ArrayLike, predictions: ArrayLike) -> float:
    r"""Return :math:`R^2 = 1 - \sum_i (y_i - \hat y_i)^2 / \sum_i (y_i - \bar y)^2`.

    1 is perfect, 0 no better than the mean, and below 0 worse than the mean: nothing bounds it
    from below.

    Parameters
    ----------
    targets, predictions : arrays of shape (n,)
        True numbers, not all equal, and predicted ones.

    Returns
    -------
    float
        At most 1; higher is better.

    Raises
    ------
    ValueError
        If ``targets`` are all equal: there is no variance to explain a share of.

    Examples
    --------
    >>> [r2_score([1, 2, 3], guess) for guess in ([1, 2, 3], [2, 2, 2], [3, 2, 1])]
    [1.0, 0.0, -3.0]
    """
    targets, predictions = _pair(targets, predictions)
    if np.ptp(targets) == 0:
        raise ValueError(
            f"targets must be numbers that vary, got {len(targets)} times {targets[0]}"
        )
    with beyond_range():
        error = ((targets - predictions) ** 2).sum()
        return float(1.0 - error / ((targets - targets.mean()) ** 2).sum())
