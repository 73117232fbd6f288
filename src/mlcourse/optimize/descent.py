r"""Gradient descent: walk downhill along the negative gradient.

.. math:: x_{k+1} = x_k - \alpha_k \nabla f(x_k)

Sources: Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations
simultanées; Nocedal and Wright (2006), Numerical Optimization, 2nd ed., chapter 2.2.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.optimize.schedules import Schedule, as_schedule

__all__ = ["Descent", "gradient_descent", "gradient_step"]

# A coordinate this many times larger than those of the start counts as lost: no landscape of
# the course is so large, and squares and fourth powers still fit into a float.
FAR_AWAY = 1e8

ArrayFunction = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Descent(Result):
    """The path of one run; row k is the state after k steps.

    ``reason`` is ``"converged"`` when the gradient's length fell below ``tol``, ``"max_steps"``
    when the budget ended first (allow more steps or larger ones) and ``"diverged"`` when the
    next point would have been out of range (choose a smaller ``step_size``).  That next point
    is not kept: all recorded numbers are finite.
    """

    x: FloatArray  # (n_steps + 1, d)
    value: FloatArray  # (n_steps + 1,)
    gradient_norm: FloatArray  # (n_steps + 1,)
    step_size: FloatArray  # (n_steps,)
    reason: Literal["converged", "max_steps", "diverged"]

    @property
    def n_steps(self) -> int:
        """Number of steps taken."""
        return len(self.step_size)


def gradient_step(x: ArrayLike, gradient: ArrayLike, *, step_size: float) -> FloatArray:
    r"""One step :math:`x - \alpha \nabla f(x)`.

    Parameters
    ----------
    x : array, shape (d,)
        Where we stand.
    gradient : array, shape (d,)
        The gradient there.
    step_size : float
        :math:`\alpha > 0`.

    Returns
    -------
    array, shape (d,)
        The next point.

    Examples
    --------
    >>> gradient_step([3.0, 1.0], [6.0, 2.0], step_size=0.25).tolist()
    [1.5, 0.5]
    """
    here = check.vector("x", x)
    g = check.vector("gradient", gradient, length=len(here))
    return here - check.positive("step_size", step_size) * g


# A run that leaves the landscape overflows on its way out, and is reported as diverged.
quiet = np.errstate(over="ignore", invalid="ignore")


@quiet
def gradient_descent(
    fun: ArrayFunction,
    grad: ArrayFunction,
    x0: ArrayLike,
    *,
    step_size: float | Schedule,
    max_steps: int,
    tol: float = 0.0,
) -> Descent:
    r"""Repeat gradient steps and record the whole path.

    Parameters
    ----------
    fun, grad : callable
        The function, ``(d,) -> float``, and its gradient, ``(d,) -> (d,)``.
    x0 : array, shape (d,)
        The start.
    step_size : float or callable
        :math:`\alpha > 0`, or a schedule ``k -> step_size``.
    max_steps : int
        Budget of steps, at least 0.
    tol : float, optional
        Stop as soon as :math:`\|\nabla f(x_k)\| <` ``tol``; with 0 the whole budget is used.

    Returns
    -------
    Descent
        Points, values, lengths of the gradient and steps, with the reason why it ended.

    Raises
    ------
    ValueError
        If ``fun`` or ``grad`` is not finite at ``x0``.

    Examples
    --------
    On the parabola :math:`x^2/2` a step of 1/2 halves the distance each time:

    >>> run = gradient_descent(lambda x: x @ x / 2, lambda x: x, [4.0], step_size=0.5, max_steps=3)
    >>> run.x[:, 0].tolist(), run.reason
    ([4.0, 2.0, 1.0, 0.5], 'max_steps')
    """
    path = Path(fun, grad, x0, step_size=step_size, max_steps=max_steps, tol=tol)
    x = path.start
    for alpha, gradient in path:
        x = x - alpha * gradient
        path.record(x)
    return path.finish()


def _length(g: FloatArray) -> float:
    return sqrt(g @ g)  # a quarter of the time of np.linalg.norm, once every step


class Path:
    """The book-keeping that all methods share, so that each can show its rule in a plain loop.

    Iterating gives the step size and the gradient where the run stands, and ends when the run
    does; the method answers each with one ``record`` of the next point.
    """

    def __init__(
        self,
        fun: ArrayFunction,
        grad: ArrayFunction,
        x0: ArrayLike,
        *,
        step_size: float | Schedule,
        max_steps: int,
        tol: float,
    ) -> None:
        self.fun, self.grad = check.function("fun", fun), check.function("grad", grad)
        x = self.start = check.vector("x0", x0)
        self.schedule = as_schedule(step_size)
        self.max_steps = check.integer("max_steps", max_steps)
        self.tol = check.non_negative("tol", tol)
        self.far = FAR_AWAY * max(1.0, float(np.max(np.abs(x))))
        value, g = fun(x), grad(x)
        if np.ndim(value) != 0:
            raise ValueError(f"fun must return one number, got shape {np.shape(value)}")
        if np.shape(g) != x.shape:
            raise ValueError(f"grad must return shape {x.shape} like x0, got {np.shape(g)}")
        norm = _length(g)
        if not (isfinite(value) and isfinite(norm)):
            raise ValueError(f"x0 must be where fun and grad are finite, got {x.tolist()}")
        self.gradient = g
        self.xs, self.values, self.norms = [x], [value], [norm]
        self.steps: list[float] = []
        self.diverged = False

    def __iter__(self) -> Iterator[tuple[float, FloatArray]]:
        while not (self.diverged or self.norms[-1] < self.tol or len(self.steps) == self.max_steps):
            self.alpha = self.schedule(len(self.steps))
            yield self.alpha, self.gradient

    def record(self, x: FloatArray) -> None:
        """Keep the next point, unless it is out of range: then the run has diverged."""
        value, self.gradient = self.fun(x), self.grad(x)
        norm = _length(self.gradient)
        if not (np.abs(x).max() <= self.far and isfinite(value) and isfinite(norm)):
            self.diverged = True
            return
        self.xs.append(x)
        self.values.append(value)
        self.norms.append(norm)
        self.steps.append(self.alpha)

    def finish(self) -> Descent:
        """Return the whole run, and why it ended."""
        reason: Literal["converged", "max_steps", "diverged"] = "max_steps"
        if self.diverged:
            reason = "diverged"
        elif self.norms[-1] < self.tol:
            reason = "converged"
        return Descent(
            x=np.array(self.xs),
            value=np.array(self.values, dtype=float),
            gradient_norm=np.array(self.norms),
            step_size=np.array(self.steps, dtype=float),
            reason=reason,
        )
