r"""Gauss-Legendre quadrature: ``n`` nodes that are exact for polynomials up to degree 2n - 1.

The nodes are the zeros of the Legendre polynomial :math:`P_n`, found by Newton's method; the
weights are :math:`w_i = 2 / \big((1 - x_i^2) P_n'(x_i)^2\big)`.

Source: Davis and Rabinowitz (1984), Methods of Numerical Integration, 2nd ed., section 2.7.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.calculus._evaluate import interval, values
from mlcourse.calculus.rules import Quadrature

__all__ = ["gauss_legendre", "gauss_legendre_points", "legendre_polynomial"]


def legendre_polynomial(degree: int, x: ArrayLike) -> tuple[FloatArray, FloatArray]:
    r"""Return :math:`P_n(x)` and :math:`P_n'(x)` by the three-term recurrence.

    .. math:: (k + 1) P_{k+1} = (2k + 1) x P_k - k P_{k-1}, \qquad
        P_{k+1}' = P_{k-1}' + (2k + 1) P_k

    Parameters
    ----------
    degree : int
        :math:`n`, at least 0.
    x : array_like
        Where, in [-1, 1]; any shape.

    Returns
    -------
    value, derivative : ndarray
        In the shape of ``x``.

    Examples
    --------
    >>> value, derivative = legendre_polynomial(2, [0.0, 1.0])
    >>> value.tolist(), derivative.tolist()
    ([-0.5, 1.0], [0.0, 3.0])
    """
    n, at = check.integer("degree", degree), check.array("x", x)
    if np.any(np.abs(at) > 1):
        raise ValueError(f"x must be in [-1, 1], got an entry {at[np.abs(at) > 1][0]}")
    before, now = np.zeros_like(at), np.ones_like(at)
    slope_before, slope = np.zeros_like(at), np.zeros_like(at)
    for k in range(n):
        slope_before, slope = slope, slope_before + (2 * k + 1) * now
        before, now = now, ((2 * k + 1) * at * now - k * before) / (k + 1)
    return now, slope


def gauss_legendre_points(n_nodes: int) -> tuple[FloatArray, FloatArray]:
    """Return the nodes and weights on [-1, 1].

    Parameters
    ----------
    n_nodes : int
        At least 1.

    Returns
    -------
    nodes, weights : ndarray, shape (n_nodes,)
        Nodes from left to right.

    Examples
    --------
    >>> nodes, weights = gauss_legendre_points(2)
    >>> nodes.round(6).tolist(), weights.round(6).tolist()
    ([-0.57735, 0.57735], [1.0, 1.0])
    """
    n = check.integer("n_nodes", n_nodes, low=1)
    # Tricomi's first guess is so close that Newton's method needs three or four steps
    nodes = -np.cos(np.pi * (np.arange(1, n + 1) - 0.25) / (n + 0.5))
    for _ in range(6):
        value, slope = legendre_polynomial(n, nodes)
        nodes = nodes - value / slope
    nodes = (nodes - nodes[::-1]) / 2  # the zeros are symmetric; rounding had hidden it
    _, slope = legendre_polynomial(n, nodes)
    return nodes, 2.0 / ((1.0 - nodes**2) * slope**2)


def gauss_legendre(
    fun: Callable[[FloatArray], ArrayLike], a: float, b: float, *, n_nodes: int
) -> Quadrature:
    r"""Return :math:`\int_a^b f(x)\,dx` by Gauss-Legendre quadrature.

    Parameters
    ----------
    fun : callable
        Takes an array of shape (n,), returns the heights in the same shape.
    a, b : float
        Ends of the interval, ``a < b``.
    n_nodes : int
        At least 1.

    Returns
    -------
    Quadrature
        The value, the nodes and the weights; one panel.

    Raises
    ------
    ValueError
        If ``fun`` is not finite at a node.

    Examples
    --------
    >>> round(gauss_legendre(np.exp, 0.0, 1.0, n_nodes=6).value, 12)  # e - 1
    1.718281828459
    """
    low, high = interval(a, b)
    unit, weights = gauss_legendre_points(n_nodes)
    half = (high - low) / 2
    nodes, weights = (low + high) / 2 + half * unit, half * weights
    heights = values(fun, nodes, nodes.shape)
    return Quadrature(
        value=float(weights @ heights),
        nodes=nodes,
        weights=weights,
        heights=heights,
        edges=np.array([low, high]),
    )
