r"""Newton's method: jump to the minimum of the parabola that fits here.

.. math:: x_{k+1} = x_k - \alpha_k H(x_k)^{-1} \nabla f(x_k)

Near a minimum the number of correct digits doubles each step, and the shape of the valley does
not matter.  Far away the parabola may be a bad picture: on :math:`\sqrt{1 + x^2}` the full step
is :math:`x \to -x^3`, which runs away from every start beyond 1.  Backtracking mends that.

Source: Nocedal and Wright (2006), Numerical Optimization, 2nd ed., section 3.3; Boyd and
Vandenberghe (2004), Convex Optimization, section 9.5.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.optimize.descent import FAR_AWAY
from mlcourse.optimize.line_search import search
from mlcourse.optimize.objectives import ArrayFunction, Objective

__all__ = ["HYPERBOLA", "Newton", "newton", "newton_step"]

Reason = Literal["converged", "max_steps", "diverged", "singular", "uphill", "no_decrease"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Newton(Result):
    """The path of one run; row k is the state after k steps.

    ``reason`` is ``"converged"`` when the gradient's length fell below ``tol``, ``"max_steps"``
    when the budget ended first, ``"diverged"`` when the next point would have been out of range
    (use backtracking, or start nearer), and ``"singular"`` when the Hessian has no inverse there.
    With backtracking, ``"uphill"`` means that Newton's direction does not lead down because the
    Hessian is not positive definite there, and ``"no_decrease"`` that no step was short enough.
    """

    x: FloatArray  # (n_steps + 1, d)
    value: FloatArray  # (n_steps + 1,)
    gradient_norm: FloatArray  # (n_steps + 1,)
    step_size: FloatArray  # (n_steps,) share of the full step
    evaluations: IntArray  # (n_steps + 1,) values of the function so far, trials included
    reason: Reason

    @property
    def n_steps(self) -> int:
        """Number of steps taken."""
        return len(self.step_size)


def newton_step(
    x: ArrayLike, gradient: ArrayLike, hess: ArrayLike, *, step_size: float = 1.0
) -> FloatArray:
    r"""One step :math:`x - \alpha H^{-1} g`.

    Parameters
    ----------
    x, gradient : array, shape (d,)
        Where we stand, and the gradient :math:`g` there.
    hess : array, shape (d, d)
        The Hessian :math:`H` there; must have an inverse.
    step_size : float, optional
        :math:`\alpha > 0`; 1 is the full step, less is damped.

    Returns
    -------
    array, shape (d,)
        The next point.

    Examples
    --------
    On a quadratic one step is enough:

    >>> newton_step([3.0, 1.0], [6.0, 8.0], [[2.0, 0.0], [0.0, 8.0]]).tolist()
    [0.0, 0.0]
    """
    here = check.vector("x", x)
    g = check.vector("gradient", gradient, length=len(here))
    h = check.square("hess", hess)
    if len(h) != len(here):
        raise ValueError(f"hess must be of shape {(len(here),) * 2}, got {h.shape}")
    alpha = check.positive("step_size", step_size)
    direction = _direction(g, h)
    if direction is None:
        raise ValueError(f"hess must have an inverse, got {h.tolist()}")
    return here + alpha * direction


def _direction(g: FloatArray, h: FloatArray) -> FloatArray | None:
    try:
        p = np.asarray(np.linalg.solve(h, -g), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    return p if np.all(np.isfinite(p)) else None


def newton(
    fun: ArrayFunction,
    grad: ArrayFunction,
    hess: ArrayFunction,
    x0: ArrayLike,
    *,
    max_steps: int,
    step_size: float = 1.0,
    backtracking: bool = False,
    tol: float = 0.0,
) -> Newton:
    r"""Repeat Newton steps and record the whole path.

    Parameters
    ----------
    fun, grad, hess : callable
        The function, ``(d,) -> float``, its gradient and its Hessian, ``(d,) -> (d, d)``.
    x0 : array, shape (d,)
        The start.
    max_steps : int
        Budget of steps, at least 0.
    step_size : float, optional
        Share :math:`\alpha > 0` of the full step; the first one tried when backtracking.
    backtracking : bool, optional
        Whether each step is halved until it falls enough
        (see `mlcourse.optimize.line_search.backtracking`).
    tol : float, optional
        Stop as soon as :math:`\|\nabla f(x_k)\| <` ``tol``.

    Returns
    -------
    Newton
        The path, and why it ended.

    Examples
    --------
    >>> f = HYPERBOLA
    >>> newton(f.fun, f.grad, f.hess, [0.5], max_steps=2).x[:, 0].round(6).tolist()
    [0.5, -0.125, 0.001953]
    >>> newton(f.fun, f.grad, f.hess, [1.5], max_steps=20).reason
    'diverged'
    >>> newton(f.fun, f.grad, f.hess, [1.5], max_steps=20, backtracking=True, tol=1e-9).reason
    'converged'
    """
    for name, given in (("fun", fun), ("grad", grad), ("hess", hess)):
        check.function(name, given)
    x = check.vector("x0", x0)
    max_steps = check.integer("max_steps", max_steps)
    alpha = check.positive("step_size", step_size)
    careful = check.boolean("backtracking", backtracking)
    tol = check.non_negative("tol", tol)
    far = FAR_AWAY * max(1.0, float(np.abs(x).max()))

    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        # a run that leaves the landscape overflows on its way out, and is reported as diverged
        value, g, h = fun(x), np.asarray(grad(x)), np.asarray(hess(x))
        if np.ndim(value) != 0:
            raise ValueError(f"fun must return one number, got shape {np.shape(value)}")
        for name, got, legal in (("grad", g, x.shape), ("hess", h, x.shape * 2)):
            if got.shape != legal:
                raise ValueError(f"{name} must return shape {legal} for this x0, got {got.shape}")
        if not all(np.all(np.isfinite(a)) for a in (value, g, h)):
            raise ValueError(f"x0 must be where fun, grad, hess are finite, got {x.tolist()}")
        norm = float(np.sqrt(g @ g))
        xs, values, norms, steps, evaluations = [x], [float(value)], [norm], [], [1]
        reason: Reason = "max_steps"
        for k in range(max_steps + 1):
            if norm < tol:
                reason = "converged"
                break
            if k == max_steps:
                break
            p = _direction(g, h)
            if p is None:
                reason = "singular"
                break
            taken, trials = alpha, 1
            if careful and norm > 0:
                line = search(fun, x, p, float(value), float(g @ p), alpha, 0.5, 40)
                if line.reason != "accepted":
                    reason = "uphill" if line.reason == "uphill" else "no_decrease"
                    break
                taken, trials = float(line.tried[-1]), len(line.tried)
            x = x + taken * p
            value, g, h = fun(x), np.asarray(grad(x)), np.asarray(hess(x))
            norm = float(np.sqrt(g @ g))
            finite = np.isfinite(value) and np.isfinite(norm) and np.all(np.isfinite(h))
            if not (np.abs(x).max() <= far and finite):
                reason = "diverged"
                break
            xs.append(x)
            values.append(float(value))
            norms.append(norm)
            steps.append(taken)
            evaluations.append(evaluations[-1] + trials)
    return Newton(
        x=np.array(xs),
        value=np.array(values),
        gradient_norm=np.array(norms),
        step_size=np.array(steps, dtype=float),
        evaluations=np.array(evaluations),
        reason=reason,
    )


def _hyperbola(points: FloatArray) -> FloatArray:
    return np.sqrt(1.0 + np.asarray(points)[..., 0] ** 2)


def _hyperbola_grad(points: FloatArray) -> FloatArray:
    x = np.asarray(points)
    return x / np.sqrt(1.0 + x**2)


def _hyperbola_hess(points: FloatArray) -> FloatArray:
    x = np.asarray(points)
    return ((1.0 + x**2) ** -1.5)[..., None]


HYPERBOLA = Objective(
    name="hyperbola",
    fun=_hyperbola,
    grad=_hyperbola_grad,
    hess=_hyperbola_hess,
    domain=np.array([[-3.0, 3.0]]),
    minima=np.array([[0.0]]),
)
