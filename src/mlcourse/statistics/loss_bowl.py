r"""The loss bowl: the mean squared error of every straight line at once.

Source: Boyd and Vandenberghe (2018), Introduction to Applied Linear Algebra, section 13.1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.statistics._range import beyond_range

__all__ = ["LossBowl", "mse_surface"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LossBowl(Result):
    """Mean squared errors on a grid of lines, and the line at the bottom."""

    intercepts: FloatArray  # (a,)
    slopes: FloatArray  # (b,)
    mse: FloatArray  # (b, a): rows are slopes, columns intercepts, as contour plots want it
    best_intercept: float
    best_slope: float
    best_mse: float


def mse_surface(
    x: ArrayLike, targets: ArrayLike, *, intercepts: ArrayLike, slopes: ArrayLike
) -> LossBowl:
    r"""Mean squared error of :math:`y \approx \beta_0 + \beta_1 x` for a grid of lines.

    Around the best line :math:`(\hat\beta_0, \hat\beta_1)` the loss is exactly a bowl: with
    :math:`u = \beta_0 - \hat\beta_0` and :math:`v = \beta_1 - \hat\beta_1`,

    .. math:: \mathrm{MSE} = \mathrm{MSE}_{min} + (u + v \bar x)^2 + v^2\, \mathrm{var}(x).

    So its cost does not depend on how many points there are, times how many lines.

    Parameters
    ----------
    x, targets : arrays of shape (n,)
        The one feature and what is to be predicted from it.
    intercepts : array of shape (a,)
        :math:`\beta_0` of the grid, in units of the targets.
    slopes : array of shape (b,)
        :math:`\beta_1` of the grid, in units of the targets per unit of ``x``.

    Returns
    -------
    LossBowl
        The grid of losses and its exact minimum.  If all ``x`` are equal, every line through
        the mean is best and the level one is reported.

    Examples
    --------
    >>> bowl = mse_surface([0, 1, 2], [1, 2, 4], intercepts=[0, 1], slopes=[1, 1.5])
    >>> bowl.mse.round(4).tolist()
    [[2.0, 0.3333], [0.75, 0.0833]]
    >>> round(bowl.best_intercept, 4), round(bowl.best_slope, 4), round(bowl.best_mse, 4)
    (0.8333, 1.5, 0.0556)
    """
    x = check.vector("x", x)
    targets = check.vector("targets", targets, length=len(x))
    intercepts = check.vector("intercepts", intercepts)
    slopes = check.vector("slopes", slopes)
    with beyond_range():
        mean_x, mean_y = x.mean(), targets.mean()
        spread = ((x - mean_x) ** 2).mean()
        together = ((x - mean_x) * (targets - mean_y)).mean()
        best_slope = together / spread if np.ptp(x) > 0 else 0.0
        best_intercept = mean_y - best_slope * mean_x
        best_mse = ((targets - best_intercept - best_slope * x) ** 2).mean()
        u = intercepts[None, :] - best_intercept
        v = slopes[:, None] - best_slope
        mse = best_mse + (u + v * mean_x) ** 2 + v**2 * spread
    return LossBowl(
        intercepts=intercepts,
        slopes=slopes,
        mse=mse,
        best_intercept=float(best_intercept),
        best_slope=float(best_slope),
        best_mse=float(best_mse),
    )
