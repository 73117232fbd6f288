r"""A turn made of three slides: pixels move along rows and columns, and none is lost.

:math:`R(\theta)=\begin{pmatrix}1&p\\0&1\end{pmatrix}\begin{pmatrix}1&0\\q&1\end{pmatrix}
\begin{pmatrix}1&p\\0&1\end{pmatrix}` with :math:`p=-\tan\frac\theta2` and :math:`q=\sin\theta`.

Source: Paeth (1986), A Fast Algorithm for General Raster Rotation, Graphics Interface '86.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse.linalg.named_maps import rotation

__all__ = ["slide_pixels", "three_slides", "turn_pixels"]


def three_slides(angle: float) -> FloatArray:
    r"""Return the amounts of the slides across, up and across that make one turn.

    :math:`(-\tan\frac\theta2,\ \sin\theta,\ -\tan\frac\theta2)`

    Parameters
    ----------
    angle : float
        Radians, counter-clockwise; between -pi and pi, both excluded: half a turn needs a slide
        without end.

    Returns
    -------
    array of shape (3,)
        Across, up, across; the same number first and last.

    Examples
    --------
    >>> three_slides(np.pi / 2).round(6).tolist()
    [-1.0, 1.0, -1.0]
    """
    angle = check.in_range("angle", angle, -np.pi, np.pi, open_low=True, open_high=True)
    across = -np.tan(angle / 2)
    return np.array([across, np.sin(angle), across])


def _whole(places: ArrayLike) -> IntArray:
    given = check.array("places", places)
    if given.ndim != 2 or given.shape[1] != 2 or np.any(given != np.round(given)):
        raise ValueError(
            "places must be an array of shape (n, 2) of whole numbers, "
            f"got an array of shape {given.shape}"
        )
    return given.astype(np.int64)


def slide_pixels(places: ArrayLike, amounts: ArrayLike) -> IntArray:
    """Slide pixels across, up, across, ...; each row or column moves by whole pixels.

    A row keeps its height, so all its pixels move by the same rounded amount: two pixels never
    meet, and the opposite slides in the opposite order bring every pixel home.

    Parameters
    ----------
    places : array of shape (n, 2)
        Whole numbers (x, y), seen from the fixed point.
    amounts : array of shape (k,)
        The first slide is across, ``x + amount * y``, the second up, ``y + amount * x``, and so
        on in turn.

    Returns
    -------
    array of shape (k + 1, n, 2)
        The places at the start and after each slide.

    Examples
    --------
    >>> slide_pixels([[0, 2], [1, 2]], [0.5, 2.0])[-1].tolist()
    [[1, 4], [2, 6]]
    """
    now = _whole(places)
    path = [now]
    for k, amount in enumerate(check.vector("amounts", amounts)):
        moved = now.copy()
        axis = k % 2
        moved[:, axis] += np.round(amount * now[:, 1 - axis]).astype(np.int64)
        now = moved
        path.append(now)
    return np.stack(path)


def turn_pixels(places: ArrayLike, angle: float) -> IntArray:
    """Turn each pixel and round: two may land on one place, and some places get none.

    Parameters
    ----------
    places : array of shape (n, 2)
        Whole numbers (x, y), seen from the fixed point.
    angle : float
        Radians, counter-clockwise.

    Returns
    -------
    array of shape (n, 2)
        The nearest whole places of the turned ones.

    Examples
    --------
    >>> turn_pixels([[1, 0], [1, 1]], np.pi / 4).tolist()
    [[1, 1], [0, 1]]
    """
    exact: Any = _whole(places) @ rotation(angle).T
    return np.round(exact).astype(np.int64)
