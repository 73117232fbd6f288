r"""Integrals in several dimensions: the same rule along every axis.

.. math:: \int f(x)\,dx \approx \sum_{i_1} \cdots \sum_{i_d}
    w_{i_1} \cdots w_{i_d}\, f(x_{i_1}, \ldots, x_{i_d})

``m`` nodes an axis make :math:`m^d` points: that is the curse of dimension.

Source: Davis and Rabinowitz (1984), Methods of Numerical Integration, 2nd ed., section 5.6.
"""

from collections.abc import Callable, Sequence
from math import prod

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.calculus._evaluate import values

__all__ = ["mixed_points", "product_integral", "product_points"]


MAX_POINTS = 10_000_000


def product_points(
    nodes: ArrayLike, weights: ArrayLike, *, dimension: int
) -> tuple[FloatArray, FloatArray]:
    """Return the points and weights of the product of one rule with itself.

    Parameters
    ----------
    nodes, weights : array_like, shape (m,)
        A rule in one dimension, such as ``rule_points`` or ``gauss_legendre_points`` give.
    dimension : int
        At least 1, and so small that ``m**dimension`` is at most 10 million.

    Returns
    -------
    points : ndarray, shape (m**dimension, dimension)
        The last coordinate moves fastest.
    weights : ndarray, shape (m**dimension,)

    Examples
    --------
    >>> points, weights = product_points([0.0, 1.0], [0.5, 0.5], dimension=2)
    >>> points.tolist(), weights.tolist()
    ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0.25, 0.25, 0.25, 0.25])
    """
    axis = check.vector("nodes", nodes)
    one = check.vector("weights", weights, length=axis.size)
    d = check.integer("dimension", dimension, low=1)
    if d * np.log(axis.size) > np.log(MAX_POINTS):
        raise ValueError(
            f"dimension must be so small that {axis.size}**dimension is at most "
            f"{MAX_POINTS} points, got {d}"
        )
    return mixed_points([(axis, one)] * d)


def mixed_points(
    axes: Sequence[tuple[ArrayLike, ArrayLike]],
) -> tuple[FloatArray, FloatArray]:
    """Return the points and weights of a product of rules that may differ from axis to axis.

    Parameters
    ----------
    axes : sequence of (nodes, weights)
        A rule in one dimension for each axis; their numbers of nodes multiply to at most 10
        million.

    Returns
    -------
    points : ndarray, shape (n, d)
        ``n`` is the product of the numbers of nodes; the last coordinate moves fastest.
    weights : ndarray, shape (n,)

    Examples
    --------
    >>> points, weights = mixed_points([([0.0, 1.0], [0.5, 0.5]), ([0.5], [1.0])])
    >>> points.tolist(), weights.tolist()
    ([[0.0, 0.5], [1.0, 0.5]], [0.5, 0.5])
    """
    nodes = [check.vector("axes", one) for one, _ in axes]
    if not nodes:
        raise ValueError("axes must be at least one pair of nodes and weights, got none")
    weights = [
        check.vector("axes", one, length=axis.size)
        for axis, (_, one) in zip(nodes, axes, strict=True)
    ]
    n = prod(axis.size for axis in nodes)
    if n > MAX_POINTS:
        raise ValueError(f"axes must make at most {MAX_POINTS} points, got {n}")
    points, products = np.empty((n, len(nodes))), np.ones(n)
    repeat = n
    for j, (axis, one) in enumerate(zip(nodes, weights, strict=True)):
        repeat //= axis.size  # how many points in a row share this coordinate
        points[:, j] = np.resize(np.repeat(axis, repeat), n)
        products *= np.resize(np.repeat(one, repeat), n)
    return points, products


def product_integral(
    fun: Callable[[FloatArray], ArrayLike],
    nodes: ArrayLike,
    weights: ArrayLike,
    *,
    dimension: int,
) -> float:
    """Return the integral of ``fun`` by the product of a rule with itself.

    Parameters
    ----------
    fun : callable
        Takes points of shape (n, dimension), returns the heights, shape (n,).
    nodes, weights : array_like, shape (m,)
        A rule in one dimension.
    dimension : int
        At least 1, and so small that ``m**dimension`` is at most 10 million.

    Returns
    -------
    float
        The weighted sum of the heights.

    Raises
    ------
    ValueError
        If ``fun`` is not finite at a point.

    Examples
    --------
    >>> product_integral(lambda x: x.prod(axis=1), [0.5], [1.0], dimension=3)
    0.125
    """
    points, products = product_points(nodes, weights, dimension=dimension)
    return float(products @ values(fun, points, products.shape))
