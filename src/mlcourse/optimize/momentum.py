r"""Momentum: a ball with a memory of where it was going.

.. math:: v_{k+1} = \beta v_k - \alpha \nabla f(y_k), \qquad x_{k+1} = x_k + v_{k+1}

The heavy ball looks at the slope where it is, :math:`y_k = x_k`; Nesterov's method where it is
about to be, :math:`y_k = x_k + \beta v_k`.  The first step, :math:`v_0 = 0`, is a plain one.

Sources: Polyak (1964), Some methods of speeding up the convergence of iteration methods, USSR
Computational Mathematics and Mathematical Physics 4(5); Nesterov (1983), A method of solving a
convex programming problem with convergence rate O(1/k^2), Soviet Mathematics Doklady 27;
the common form of both: Sutskever, Martens, Dahl and Hinton (2013), On the importance of
initialization and momentum in deep learning, ICML, section 2.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.optimize.descent import ArrayFunction, Descent, Path, quiet
from mlcourse.optimize.schedules import Schedule

__all__ = ["heavy_ball", "momentum_step", "nesterov"]


def momentum_step(
    x: ArrayLike,
    velocity: ArrayLike,
    gradient: ArrayLike,
    *,
    step_size: float,
    momentum: float,
) -> tuple[FloatArray, FloatArray]:
    r"""One step with momentum: the new velocity, then the new point.

    Parameters
    ----------
    x, velocity : array, shape (d,)
        Position and velocity (last displacement).
    gradient : array, shape (d,)
        The gradient at ``x`` (heavy ball) or at ``x + momentum * velocity`` (Nesterov).
    step_size : float
        :math:`\alpha > 0`.
    momentum : float
        :math:`\beta` in [0, 1); 0 is gradient descent.

    Returns
    -------
    x, velocity : array, shape (d,)
        The next point, and the displacement that led to it.

    Examples
    --------
    >>> x, v = momentum_step([1.0], [-0.5], [2.0], step_size=0.1, momentum=0.8)
    >>> round(float(x[0]), 3), round(float(v[0]), 3)
    (0.4, -0.6)
    """
    here = check.vector("x", x)
    v = check.vector("velocity", velocity, length=len(here))
    g = check.vector("gradient", gradient, length=len(here))
    alpha = check.positive("step_size", step_size)
    beta = check.in_range("momentum", momentum, 0.0, 1.0, open_high=True)
    v = beta * v - alpha * g
    return here + v, v


@quiet
def heavy_ball(
    fun: ArrayFunction,
    grad: ArrayFunction,
    x0: ArrayLike,
    *,
    step_size: float | Schedule,
    momentum: float,
    max_steps: int,
    tol: float = 0.0,
) -> Descent:
    r"""Polyak's heavy ball: :math:`x_{k+1} = x_k - \alpha \nabla f(x_k) + \beta (x_k - x_{k-1})`.

    Parameters
    ----------
    fun, grad, x0, step_size, max_steps, tol
        As in `mlcourse.optimize.descent.gradient_descent`.
    momentum : float
        :math:`\beta` in [0, 1), the share of the velocity that is kept.

    Returns
    -------
    Descent
        The path, as of `mlcourse.optimize.descent.gradient_descent`.

    Examples
    --------
    >>> ball = heavy_ball(lambda x: x @ x / 2, lambda x: x, [4.0],
    ...                   step_size=0.5, momentum=0.5, max_steps=3)
    >>> ball.x[:, 0].tolist()
    [4.0, 2.0, 0.0, -1.0]
    """
    beta = check.in_range("momentum", momentum, 0.0, 1.0, open_high=True)
    path = Path(fun, grad, x0, step_size=step_size, max_steps=max_steps, tol=tol)
    x = path.start
    v = np.zeros_like(x)
    for alpha, gradient in path:
        v = beta * v - alpha * gradient
        x = x + v
        path.record(x)
    return path.finish()


@quiet
def nesterov(
    fun: ArrayFunction,
    grad: ArrayFunction,
    x0: ArrayLike,
    *,
    step_size: float | Schedule,
    momentum: float,
    max_steps: int,
    tol: float = 0.0,
) -> Descent:
    r"""Nesterov's method with a constant momentum: the gradient is taken one glide ahead.

    Parameters
    ----------
    fun, grad, x0, step_size, max_steps, tol
        As in `mlcourse.optimize.descent.gradient_descent`.
    momentum : float
        :math:`\beta` in [0, 1).

    Returns
    -------
    Descent
        The path, as of `mlcourse.optimize.descent.gradient_descent`.

    Examples
    --------
    >>> ball = nesterov(lambda x: x @ x / 2, lambda x: x, [4.0],
    ...                 step_size=0.5, momentum=0.5, max_steps=3)
    >>> ball.x[:, 0].tolist()
    [4.0, 2.0, 0.5, -0.125]
    """
    beta = check.in_range("momentum", momentum, 0.0, 1.0, open_high=True)
    path = Path(fun, grad, x0, step_size=step_size, max_steps=max_steps, tol=tol)
    x = path.start
    v = np.zeros_like(x)
    for alpha, _ in path:
        v = beta * v - alpha * grad(x + beta * v)
        x = x + v
        path.record(x)
    return path.finish()
