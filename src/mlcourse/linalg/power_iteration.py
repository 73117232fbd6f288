"""Power iteration: the dominant eigenvector by repeated multiplication.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lecture 27.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of

__all__ = ["PowerIteration", "power_iteration", "power_step"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PowerIteration(Result):
    """The path of one run; row k is the state after k multiplications."""

    vector: FloatArray  # (n_steps + 1, n) unit rows
    value: FloatArray  # (n_steps + 1,) Rayleigh quotients
    residual: FloatArray  # (n_steps + 1,) length of a @ v - value * v
    reason: Literal["converged", "max_steps", "zero"]  # "zero": a @ v vanished


def power_step(a: ArrayLike, v: ArrayLike) -> FloatArray:
    r"""Return :math:`A v / \lVert A v\rVert`.

    Parameters
    ----------
    a : array of shape (n, n)
        The matrix.
    v : array of shape (n,)
        The current vector.

    Returns
    -------
    array of shape (n,)
        Unit length; zero if :math:`A v` is zero.

    Examples
    --------
    >>> power_step([[2, 0], [0, 1]], [1, 1]).round(6).tolist()
    [0.894427, 0.447214]
    """
    a = check.square("a", a)
    v = check.vector("v", v, length=len(a))
    return _unit((a / scale_of(a)) @ (v / scale_of(v)))


def _unit(w: FloatArray) -> FloatArray:
    w = w / scale_of(w)
    length = np.sqrt(w @ w)
    return w / length if length > 0.0 else w


def power_iteration(
    a: ArrayLike, x0: ArrayLike, *, max_steps: int = 1000, tol: float = 1e-10
) -> PowerIteration:
    r"""Multiply by the matrix, scale to length 1, repeat.

    The part along the second eigenvector shrinks by :math:`|\lambda_2/\lambda_1|` a step, and so
    does the angle to the dominant one; the error of the Rayleigh quotient
    :math:`\rho = v^\top A v` shrinks by the square of that if :math:`A` is symmetric.

    Parameters
    ----------
    a : array of shape (n, n)
        The matrix.
    x0 : array of shape (n,)
        Where to start, not zero; it needs some part along the dominant eigenvector.
    max_steps : int
        Most multiplications, at least 0.
    tol : float
        Stop when :math:`\lVert A v - \rho v\rVert \le \mathrm{tol}\,\lVert A v\rVert`,
        non-negative.

    Returns
    -------
    PowerIteration
        The whole path.  It does not converge if two eigenvalues share the largest modulus (a
        complex pair, or :math:`\pm\lambda`).

    Examples
    --------
    >>> run = power_iteration([[2, 1], [1, 2]], [1, 0])
    >>> run.reason, float(run.value[-1].round(9)), run.vector[-1].round(6).tolist()
    ('converged', 3.0, [0.707107, 0.707107])
    """
    a = check.square("a", a)
    x0 = check.vector("x0", x0, length=len(a))
    max_steps = check.integer("max_steps", max_steps)
    tol = check.non_negative("tol", tol)
    if not np.any(x0):
        raise ValueError(f"x0 must be a vector with a direction, got {len(x0)} zeros")
    scale = scale_of(a)
    a = a / scale
    v = _unit(x0)
    vector, value, residual = [], [], []
    reason: Literal["converged", "max_steps", "zero"] = "max_steps"
    while True:
        w = a @ v
        rho = float(v @ w)
        off, length = np.linalg.norm(w - rho * v), np.linalg.norm(w)
        vector.append(v)
        value.append(rho)
        residual.append(off)
        if length == 0.0:
            reason = "zero"
        elif off <= tol * length:
            reason = "converged"
        if reason != "max_steps" or len(vector) > max_steps:
            break
        v = _unit(w)
    return PowerIteration(
        vector=np.array(vector),
        value=enlarge(np.array(value), scale),
        residual=enlarge(np.array(residual), scale),
        reason=reason,
    )
