r"""Total variation: how far apart two distributions on the same outcomes are.

Source: Levin and Peres (2017), Markov Chains and Mixing Times, 2nd ed., section 4.1.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["total_variation"]


def half_distance(first: FloatArray, second: FloatArray) -> FloatArray:
    """Half the sum of the absolute differences, along the last axis of clean arrays."""
    return 0.5 * np.abs(first - second).sum(axis=-1)


def total_variation(first: ArrayLike, second: ArrayLike) -> float:
    r"""Largest difference of the probabilities that two distributions give to one event.

    .. math:: \|p - q\|_{TV} = \max_A |p(A) - q(A)| = \tfrac12 \sum_i |p_i - q_i|

    Parameters
    ----------
    first, second : arrays of shape (k,)
        Probabilities :math:`p` and :math:`q` of the same outcomes.

    Returns
    -------
    float
        Between 0 (equal) and 1 (no outcome in common).

    Examples
    --------
    >>> total_variation([0.5, 0.5, 0.0], [0.25, 0.5, 0.25])
    0.25
    """
    first = check.probabilities("first", first)
    second = check.probabilities("second", check.vector("second", second, length=first.size))
    return float(half_distance(first, second))
