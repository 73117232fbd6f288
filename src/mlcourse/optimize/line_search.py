r"""Line search: how far to go in a direction that leads downhill.

Backtracking starts with a bold step and shortens it until the function falls by a share of what
the slope promises (Armijo's condition):

.. math:: f(x + \alpha p) \le f(x) + c_1 \alpha\, \nabla f(x)^\top p

Sources: Armijo (1966), Minimization of functions having Lipschitz continuous first partial
derivatives, Pacific Journal of Mathematics 16(1); Nocedal and Wright (2006), Numerical
Optimization, 2nd ed., section 3.1 and algorithm 3.1.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.optimize.objectives import ArrayFunction

__all__ = ["LineSearch", "backtracking", "exact_step_size", "wolfe_conditions"]

SLOPE_SHARE = 1e-4  # c_1: nearly every fall is good enough; the usual choice


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LineSearch(Result):
    """The steps tried, longest first; the last one was taken if ``reason`` is ``"accepted"``.

    ``"max_trials"`` means that no step was short enough (allow more, or check the gradient),
    ``"uphill"`` that the direction does not lead down, so that nothing was tried.
    """

    tried: FloatArray  # (n_trials,) step sizes
    value: FloatArray  # (n_trials,) f there; infinite where f is not a number
    bound: FloatArray  # (n_trials,) the right side of Armijo's condition
    reason: Literal["accepted", "max_trials", "uphill"]


def _line(
    x: ArrayLike, direction: ArrayLike, fun: ArrayFunction, grad: ArrayFunction
) -> tuple[FloatArray, FloatArray, float, FloatArray]:
    check.function("fun", fun)
    check.function("grad", grad)
    here = check.vector("x", x)
    p = check.vector("direction", direction, length=len(here))
    with np.errstate(over="ignore", invalid="ignore"):  # answered by the check of x below
        value, g = fun(here), np.asarray(grad(here), dtype=float)
    if np.ndim(value) != 0:
        raise ValueError(f"fun must return one number, got shape {np.shape(value)}")
    if g.shape != here.shape:
        raise ValueError(f"grad must return shape {here.shape} like x, got {g.shape}")
    if not (np.isfinite(value) and np.all(np.isfinite(g))):
        raise ValueError(f"x must be where fun and grad are finite, got {here.tolist()}")
    return here, p, float(value), g


def backtracking(
    fun: ArrayFunction,
    grad: ArrayFunction,
    x: ArrayLike,
    direction: ArrayLike,
    *,
    step_size: float = 1.0,
    shrink: float = 0.5,
    max_trials: int = 50,
) -> LineSearch:
    r"""Try :math:`\alpha, \rho\alpha, \rho^2\alpha, \ldots` until Armijo's condition holds.

    Parameters
    ----------
    fun, grad : callable
        The function, ``(d,) -> float``, and its gradient, ``(d,) -> (d,)``.
    x, direction : array, shape (d,)
        Where we stand, and where to go.
    step_size : float, optional
        First step :math:`\alpha > 0`; 1 is Newton's.
    shrink : float, optional
        :math:`\rho` in (0, 1).
    max_trials : int, optional
        At least 1.

    Returns
    -------
    LineSearch
        The steps tried, and whether the last one was taken.

    Examples
    --------
    >>> search = backtracking(lambda x: x @ x, lambda x: 2 * x, [1.0], [-4.0])
    >>> search.tried.tolist(), search.value.tolist(), search.reason
    ([1.0, 0.5, 0.25], [9.0, 1.0, 0.0], 'accepted')
    """
    here, p, value, g = _line(x, direction, fun, grad)
    alpha = check.positive("step_size", step_size)
    rho = check.in_range("shrink", shrink, 0.0, 1.0, open_low=True, open_high=True)
    trials = check.integer("max_trials", max_trials, low=1)
    return search(fun, here, p, value, float(g @ p), alpha, rho, trials)


def search(
    fun: ArrayFunction,
    x: FloatArray,
    p: FloatArray,
    value: float,
    slope: float,
    alpha: float,
    rho: float,
    max_trials: int,
) -> LineSearch:
    """``backtracking`` without checks, for inner loops; ``slope`` is the derivative along p."""
    tried: list[float] = []
    values: list[float] = []
    reason: Literal["accepted", "max_trials", "uphill"] = "max_trials" if slope < 0 else "uphill"
    # a bold first step may leave the range of floats; it is then too long
    with np.errstate(over="ignore", invalid="ignore"):
        while reason == "max_trials" and len(tried) < max_trials:
            there = float(fun(x + alpha * p))
            tried.append(alpha)
            values.append(np.inf if np.isnan(there) else there)
            if there <= value + SLOPE_SHARE * alpha * slope:
                reason = "accepted"
            alpha = rho * alpha
    steps = np.array(tried)
    return LineSearch(
        tried=steps,
        value=np.array(values),
        bound=value + SLOPE_SHARE * steps * slope,
        reason=reason,
    )


def exact_step_size(hess: ArrayLike, gradient: ArrayLike, direction: ArrayLike) -> float:
    r"""The best step on a quadratic: :math:`\alpha = -g^\top p / p^\top H p`.

    Parameters
    ----------
    hess : array, shape (d, d)
        Second derivatives :math:`H`.
    gradient, direction : array, shape (d,)
        :math:`g` where we stand, and :math:`p`, along which the curvature must be positive.

    Returns
    -------
    float
        Negative if the direction leads uphill.

    Examples
    --------
    >>> exact_step_size([[2.0, 0.0], [0.0, 8.0]], [2.0, 0.0], [-2.0, 0.0])
    0.5
    """
    h = check.square("hess", hess)
    g = check.vector("gradient", gradient, length=len(h))
    p = check.vector("direction", direction, length=len(h))
    curvature = float(p @ h @ p)
    if not curvature > 0:
        raise ValueError(f"direction must be one of positive curvature, got {curvature}")
    return float(-(g @ p) / curvature)


def wolfe_conditions(
    fun: ArrayFunction,
    grad: ArrayFunction,
    x: ArrayLike,
    direction: ArrayLike,
    *,
    step_size: float,
    curvature_share: float = 0.9,
) -> tuple[bool, bool]:
    r"""Whether a step falls enough, and goes far enough for the slope to have flattened.

    .. math:: f(x + \alpha p) \le f(x) + c_1 \alpha\, \nabla f(x)^\top p, \qquad
              |\nabla f(x + \alpha p)^\top p| \le c_2 |\nabla f(x)^\top p|

    Parameters
    ----------
    fun, grad, x, direction
        As in `backtracking`.
    step_size : float
        :math:`\alpha > 0`.
    curvature_share : float, optional
        :math:`c_2` in (0, 1).

    Returns
    -------
    decrease, curvature : bool
        The strong Wolfe conditions; a good step has both.

    Examples
    --------
    A timid step falls, but leaves the slope as it was:

    >>> wolfe_conditions(lambda x: x @ x, lambda x: 2 * x, [1.0], [-2.0], step_size=0.01)
    (True, False)
    """
    here, p, value, g = _line(x, direction, fun, grad)
    alpha = check.positive("step_size", step_size)
    share = check.in_range("curvature_share", curvature_share, 0, 1, open_low=True, open_high=True)
    slope = float(g @ p)
    with np.errstate(over="ignore", invalid="ignore"):  # as in backtracking
        there = here + alpha * p
        decrease = bool(fun(there) <= value + SLOPE_SHARE * alpha * slope)
        curvature = bool(abs(float(np.asarray(grad(there)) @ p)) <= share * abs(slope))
    return decrease, curvature
