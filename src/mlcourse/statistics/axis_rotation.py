r"""Turning an axis through a cloud in the plane: what it shows and what it hides.

Source: Jolliffe (2002), Principal Component Analysis, 2nd ed., section 3.2; the two views are
one by Pythagoras' theorem (Pearson, 1901, On lines and planes of closest fit).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.statistics._range import beyond_range

__all__ = ["AxisRotation", "rotate_axis"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AxisRotation(Result):
    """The shadow of a cloud on an axis, and how both parts of the variance depend on its angle."""

    direction: FloatArray  # (2,) unit vector of the axis
    coordinates: FloatArray  # (n,) along the axis, from the mean
    projections: FloatArray  # (n, 2) the nearest points of the axis through the mean
    projected_variance: float  # mean square of the coordinates
    reconstruction_error: float  # mean squared distance to the axis
    total_variance: float  # their sum, whatever the angle
    best_angle: float  # radians, in [0, pi): the axis with the largest projected variance
    best_variance: float  # the larger eigenvalue of the covariance matrix
    worst_variance: float  # the smaller one


def rotate_axis(features: ArrayLike, *, angle: float) -> AxisRotation:
    r"""Project a cloud in the plane on an axis through its mean.

    With :math:`u = (\cos\theta, \sin\theta)` and covariance :math:`S` the projected variance
    is :math:`u^\top S u`, the mean squared distance to the axis
    :math:`\mathrm{tr}\,S - u^\top S u`: largest and smallest at once, where :math:`u` is the
    eigenvector of :math:`S` with the larger eigenvalue,
    :math:`\theta^* = \tfrac12 \mathrm{atan2}(2 s_{12}, s_{11} - s_{22})`.

    Parameters
    ----------
    features : array of shape (n, 2)
        Points in the plane.
    angle : float
        :math:`\theta` in radians, from the first axis; any real number.

    Returns
    -------
    AxisRotation
        Projections, both variances (with n in the denominator) and the best axis.

    Examples
    --------
    >>> cloud = [[0, 0], [2, 2], [4, 4], [2, 4]]
    >>> turned = rotate_axis(cloud, angle=0.0)
    >>> turned.projected_variance, turned.reconstruction_error, turned.total_variance
    (2.0, 2.75, 4.75)
    >>> round(turned.best_angle, 4), round(turned.best_variance, 4)
    (0.8781, 4.4099)
    """
    features = check.matrix("features", features, cols=2)
    angle = check.real("angle", angle)
    with beyond_range():
        mean = features.mean(axis=0)
        centred = features - mean
        s11, s22 = (centred**2).mean(axis=0)
        s12 = (centred[:, 0] * centred[:, 1]).mean()
        direction = np.array([np.cos(angle), np.sin(angle)])
        coordinates = centred @ direction
        across = centred @ np.array([-direction[1], direction[0]])
        along_variance, across_variance = (coordinates**2).mean(), (across**2).mean()
        half = np.hypot((s11 - s22) / 2, s12)
        middle = (s11 + s22) / 2
        best, worst = middle + half, middle - half
        # Twice, because a tiny negative angle is rounded up to pi the first time.
        best_angle = np.arctan2(2 * s12, s11 - s22) / 2 % np.pi % np.pi
    return AxisRotation(
        direction=direction,
        coordinates=coordinates,
        projections=mean + np.outer(coordinates, direction),
        projected_variance=float(along_variance),
        reconstruction_error=float(across_variance),
        total_variance=float(s11 + s22),
        best_angle=float(best_angle),
        best_variance=float(best),
        worst_variance=float(worst),
    )
