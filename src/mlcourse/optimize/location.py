r"""Where to put a depot: the place with the least total distance to given places.

.. math:: f(x) = \sum_i \|x - a_i\|, \qquad
          -\nabla f(x) = \sum_i \frac{a_i - x}{\|a_i - x\|} \quad (x \ne a_i)

Every place pulls with a force of one, however far it is; the depot is best where the pulls
balance.

Source: Boyd and Vandenberghe (2004), Convex Optimization, section 8.7.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["pulls", "total_distance"]


def total_distance(x: ArrayLike, places: ArrayLike) -> FloatArray:
    r"""The sum of the distances from a depot to the places.

    Parameters
    ----------
    x : array, shape (..., d)
        One depot, or many in the last axis.
    places : array, shape (n, d)
        What it serves.

    Returns
    -------
    array, shape (...)

    Examples
    --------
    >>> float(total_distance([0, 0], [[3, 4], [0, 2]]))
    7.0
    """
    at = check.matrix("places", places)
    here = check.array("x", x)
    if here.ndim == 0 or here.shape[-1] != at.shape[1]:
        raise ValueError(f"x must have {at.shape[1]} entries in its last axis, got {here.shape}")
    return np.linalg.norm(here[..., None, :] - at, axis=-1).sum(axis=-1)


def pulls(x: ArrayLike, places: ArrayLike) -> FloatArray:
    r"""The arrows of length one from a depot to each place; their sum is minus the gradient.

    Parameters
    ----------
    x : array, shape (d,)
        The depot; a place that it stands on does not pull.
    places : array, shape (n, d)
        What it serves.

    Returns
    -------
    array, shape (n, d)

    Examples
    --------
    >>> pulls([0, 0], [[3, 4], [0, 2]]).tolist()
    [[0.6, 0.8], [0.0, 1.0]]
    """
    at = check.matrix("places", places)
    here = check.vector("x", x, length=at.shape[1])
    way = at - here
    distance = np.linalg.norm(way, axis=1, keepdims=True)
    return way / np.where(distance > 0, distance, 1.0)
