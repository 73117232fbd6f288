r"""How far from the least loss can these coefficients of a lasso be?  A bound from below.

For every :math:`\theta` with :math:`|x_j^\top \theta| / n \le \lambda` for all features, no
coefficients have a loss below

.. math:: D(\theta) = \frac{1}{2n} \bigl(\|y\|^2 - \|y - \theta\|^2\bigr)

The residual, shrunk until it is legal, is such a :math:`\theta`; at the minimum it makes the bound
meet the loss.

Source: Hastie, Tibshirani and Wainwright (2015), Statistical Learning with Sparsity, chapter 5;
Boyd and Vandenberghe (2004), Convex Optimization, section 5.2.2, for weak duality.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check

__all__ = ["dual_bound"]


def dual_bound(
    features: ArrayLike, targets: ArrayLike, coefficients: ArrayLike, *, penalty: float
) -> float:
    r"""A number that no loss of `mlcourse.optimize.lasso.lasso` is below.

    Parameters
    ----------
    features : array, shape (n, p)
        :math:`X`.
    targets : array, shape (n,)
        :math:`y`.
    coefficients : array, shape (p,)
        Any :math:`w`; the nearer to the minimum, the better the bound.
    penalty : float
        :math:`\lambda \ge 0`.

    Returns
    -------
    float
        :math:`D(\theta)` for the shrunk residual :math:`\theta = s\,(y - Xw)`.

    Examples
    --------
    At the minimum, (1.5, 0), the bound is the loss:

    >>> x, y = [[1, 1], [1, -1], [-1, 1], [-1, -1]], [3, 2, -2, -3]
    >>> dual_bound(x, y, [1.5, 0.0], penalty=1.0), dual_bound(x, y, [0.0, 0.0], penalty=1.0)
    (2.125, 2.08)
    """
    x = check.matrix("features", features)
    y = check.vector("targets", targets, length=len(x))
    w = check.vector("coefficients", coefficients, length=x.shape[1])
    strength = check.non_negative("penalty", penalty)
    residual = y - x @ w
    steepest = float(np.abs(x.T @ residual).max()) / len(y)
    share = 1.0 if steepest <= strength else strength / steepest
    return float(y @ y - np.sum((y - share * residual) ** 2)) / (2 * len(y))
