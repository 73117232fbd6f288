r"""Coordinate descent: minimise along one axis at a time, exactly.

On :math:`f(x) = \tfrac12 (x - c)^\top H (x - c)` the minimum along axis :math:`i` is

.. math:: x_i \leftarrow x_i - \frac{[H (x - c)]_i}{H_{ii}}

which is the Gauss-Seidel method for :math:`H x = H c`.  Axes that are the valley's own need one
sweep; a narrow valley at 45 degrees is the worst.

Source: Wright (2015), Coordinate descent algorithms, Mathematical Programming 151(1), sections 1
and 2; Golub and Van Loan (2013), Matrix Computations, 4th ed., section 11.2.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.optimize.objectives import quadratic

__all__ = ["CoordinateDescent", "coordinate_descent", "coordinate_step", "sweep_matrix"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoordinateDescent(Result):
    """The path of one run; row k is the state after k steps along one axis each.

    ``reason`` is ``"converged"`` when the gradient's length fell below ``tol`` and
    ``"max_steps"`` when the budget ended first.
    """

    x: FloatArray  # (n_steps + 1, d)
    value: FloatArray  # (n_steps + 1,)
    gradient_norm: FloatArray  # (n_steps + 1,)
    coordinate: IntArray  # (n_steps,) the axis of each step
    reason: Literal["converged", "max_steps"]


def coordinate_step(
    x: ArrayLike, gradient: ArrayLike, hess: ArrayLike, *, coordinate: int
) -> FloatArray:
    r"""The minimum of a quadratic along one axis: :math:`x_i - g_i / H_{ii}`.

    Parameters
    ----------
    x, gradient : array, shape (d,)
        Where we stand, and the gradient :math:`g` there.
    hess : array, shape (d, d)
        Second derivatives :math:`H`, with a positive diagonal.
    coordinate : int
        The axis :math:`i`, from 0 to d - 1.

    Returns
    -------
    array, shape (d,)
        The next point; only its entry ``coordinate`` is another.

    Examples
    --------
    >>> coordinate_step([3.0, 1.0], [7.0, 5.0], [[2.0, 1.0], [1.0, 2.0]], coordinate=0).tolist()
    [-0.5, 1.0]
    """
    here = check.vector("x", x)
    g = check.vector("gradient", gradient, length=len(here))
    h = check.square("hess", hess)
    if len(h) != len(here):
        raise ValueError(f"hess must be of shape {(len(here),) * 2}, got {h.shape}")
    if not np.all(np.diag(h) > 0):
        raise ValueError(f"hess must have a positive diagonal, got {np.diag(h).min()} on it")
    i = check.integer("coordinate", coordinate, high=len(here) - 1)
    out = here.copy()
    out[i] = here[i] - g[i] / h[i, i]
    return out


def coordinate_descent(
    hess: ArrayLike, center: ArrayLike, x0: ArrayLike, *, max_steps: int, tol: float = 0.0
) -> CoordinateDescent:
    r"""Go through the axes 0, 1, ..., d - 1, 0, 1, ... and record every step.

    Parameters
    ----------
    hess, center
        The bowl :math:`H, c` as in `mlcourse.optimize.objectives.quadratic`.
    x0 : array, shape (d,)
        The start.
    max_steps : int
        Budget of steps along one axis, at least 0; a sweep is d of them.
    tol : float, optional
        Stop as soon as the length of the gradient is below it.

    Returns
    -------
    CoordinateDescent
        The point after every step.

    Examples
    --------
    >>> run = coordinate_descent([[2.0, 1.0], [1.0, 2.0]], [0.0, 0.0], [3.0, 2.0], max_steps=3)
    >>> run.x.tolist()
    [[3.0, 2.0], [-1.0, 2.0], [-1.0, 0.5], [-0.25, 0.5]]
    """
    bowl = quadratic(hess, center)
    h, c = np.asarray(hess, dtype=float), bowl.minima[0]
    x = check.vector("x0", x0, length=len(c))
    max_steps = check.integer("max_steps", max_steps)
    tol = check.non_negative("tol", tol)

    diagonal = np.diag(h)
    g = h @ (x - c)
    norm = float(np.sqrt(g @ g))
    xs, norms, axes = [x], [norm], []
    reason: Literal["converged", "max_steps"] = "max_steps"
    for k in range(max_steps + 1):
        if norm < tol:
            reason = "converged"
            break
        if k == max_steps:
            break
        i = k % len(c)
        x = x.copy()
        x[i] = x[i] - g[i] / diagonal[i]
        g = h @ (x - c)
        norm = float(np.sqrt(g @ g))
        xs.append(x)
        norms.append(norm)
        axes.append(i)
    path = np.array(xs)
    return CoordinateDescent(
        x=path,
        value=bowl.fun(path),
        gradient_norm=np.array(norms),
        coordinate=np.array(axes, dtype=np.int64),
        reason=reason,
    )


def sweep_matrix(hess: ArrayLike) -> FloatArray:
    r"""What one sweep does to the error, :math:`x - c \to M (x - c)`.

    .. math:: M = -(L + D)^{-1} L^\top, \qquad H = L + D + L^\top

    Its spectral radius is the factor by which the error shrinks in a sweep; for two variables
    :math:`H_{12}^2 / (H_{11} H_{22})`.

    Parameters
    ----------
    hess : array, shape (d, d)
        Symmetric positive definite.

    Returns
    -------
    array, shape (d, d)
        :math:`M`; its first column is zero.

    Examples
    --------
    >>> sweep_matrix([[2.0, 1.0], [1.0, 2.0]]).tolist()
    [[0.0, -0.5], [0.0, 0.25]]
    """
    h = check.square("hess", hess)
    quadratic(h, np.zeros(len(h)))  # refuses what is not symmetric positive definite
    # adding zero turns -0.0 into 0.0
    return np.asarray(np.linalg.solve(np.tril(h), -np.triu(h, 1)) + 0.0, dtype=np.float64)
