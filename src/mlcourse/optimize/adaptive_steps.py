r"""Adaptive steps: a step size of its own for every coordinate.

Both methods divide by a running root mean square of the gradient, so that steep and flat
coordinates move at about the same pace; Adam adds momentum, and corrects both averages for
having started at zero.

Sources: Tieleman and Hinton (2012), Lecture 6.5: RMSProp, Neural Networks for Machine Learning;
Kingma and Ba (2015), Adam: a method for stochastic optimization, ICLR, algorithm 1.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.optimize.descent import ArrayFunction, Descent, Path, quiet
from mlcourse.optimize.schedules import Schedule

__all__ = ["adam", "adam_step", "rmsprop", "rmsprop_step"]

EPSILON = 1e-8  # keeps the division defined where a coordinate never had a gradient


def _share(name: str, value: float) -> float:
    return check.in_range(name, value, 0.0, 1.0, open_high=True)


def _squares(name: str, value: ArrayLike, length: int) -> FloatArray:
    out = check.vector(name, value, length=length)
    if np.any(out < 0):
        raise ValueError(f"{name} must be non-negative, got an entry {out.min()}")
    return out


def rmsprop_step(
    x: ArrayLike,
    mean_square: ArrayLike,
    gradient: ArrayLike,
    *,
    step_size: float,
    decay: float = 0.9,
) -> tuple[FloatArray, FloatArray]:
    r"""One step of RMSProp.

    .. math:: s \leftarrow \rho s + (1 - \rho) g^2, \qquad
              x \leftarrow x - \alpha\, g / (\sqrt{s} + \epsilon), \qquad
              \epsilon = 10^{-8}

    Parameters
    ----------
    x, mean_square : array, shape (d,)
        The point and the running mean :math:`s \ge 0` of squared gradients (zeros at first).
    gradient : array, shape (d,)
        The gradient :math:`g` at ``x``.
    step_size : float
        :math:`\alpha > 0`.
    decay : float, optional
        :math:`\rho` in [0, 1), the share of the old mean that is kept.

    Returns
    -------
    x, mean_square : array, shape (d,)
        The next point and the new mean.

    Examples
    --------
    The first step has the same length in a steep and in a flat coordinate:

    >>> x, _ = rmsprop_step([0.0, 0.0], [0.0, 0.0], [100.0, 0.01], step_size=0.1, decay=0.75)
    >>> x.round(4).tolist()
    [-0.2, -0.2]
    """
    here = check.vector("x", x)
    s = _squares("mean_square", mean_square, len(here))
    g = check.vector("gradient", gradient, length=len(here))
    alpha = check.positive("step_size", step_size)
    rho = _share("decay", decay)
    s = rho * s + (1.0 - rho) * g**2
    return here - alpha * g / (np.sqrt(s) + EPSILON), s


@quiet
def rmsprop(
    fun: ArrayFunction,
    grad: ArrayFunction,
    x0: ArrayLike,
    *,
    step_size: float | Schedule,
    max_steps: int,
    decay: float = 0.9,
    tol: float = 0.0,
) -> Descent:
    r"""Repeat steps of RMSProp and record the whole path.

    Parameters
    ----------
    fun, grad, x0, step_size, max_steps, tol
        As in `mlcourse.optimize.descent.gradient_descent`.
    decay : float, optional
        :math:`\rho` in [0, 1).

    Returns
    -------
    Descent
        The path, as of `mlcourse.optimize.descent.gradient_descent`.

    Examples
    --------
    >>> run = rmsprop(lambda x: x @ x / 2, lambda x: x, [4.0],
    ...               step_size=0.1, max_steps=2, decay=0.75)
    >>> run.x[:, 0].round(4).tolist()
    [4.0, 3.8, 3.6522]
    """
    rho = _share("decay", decay)
    path = Path(fun, grad, x0, step_size=step_size, max_steps=max_steps, tol=tol)
    x = path.start
    s = np.zeros_like(x)
    for alpha, g in path:
        s = rho * s + (1.0 - rho) * g**2
        x = x - alpha * g / (np.sqrt(s) + EPSILON)
        path.record(x)
    return path.finish()


def adam_step(
    x: ArrayLike,
    mean: ArrayLike,
    mean_square: ArrayLike,
    gradient: ArrayLike,
    *,
    n_steps: int,
    step_size: float,
    mean_decay: float = 0.9,
    square_decay: float = 0.999,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    r"""One step of Adam.

    .. math:: m \leftarrow \beta_1 m + (1 - \beta_1) g, \qquad
              s \leftarrow \beta_2 s + (1 - \beta_2) g^2, \qquad
              x \leftarrow x - \alpha \frac{m / (1 - \beta_1^{k+1})}
                                          {\sqrt{s / (1 - \beta_2^{k+1})} + \epsilon},
              \qquad \epsilon = 10^{-8}

    Parameters
    ----------
    x, mean, mean_square : array, shape (d,)
        The point and the running means of gradients and of squared gradients (zeros at first).
    gradient : array, shape (d,)
        The gradient :math:`g` at ``x``.
    n_steps : int
        Number :math:`k \ge 0` of steps taken before this one.
    step_size : float
        :math:`\alpha > 0`.
    mean_decay, square_decay : float, optional
        :math:`\beta_1, \beta_2` in [0, 1).

    Returns
    -------
    x, mean, mean_square : array, shape (d,)
        The next point and the new means.

    Examples
    --------
    The first step has length ``step_size`` in every coordinate, whatever the gradient:

    >>> zero = [0.0, 0.0]
    >>> x, m, s = adam_step(zero, zero, zero, [100.0, -0.01], n_steps=0, step_size=0.1)
    >>> x.round(4).tolist()
    [-0.1, 0.1]
    """
    here = check.vector("x", x)
    m = check.vector("mean", mean, length=len(here))
    s = _squares("mean_square", mean_square, len(here))
    g = check.vector("gradient", gradient, length=len(here))
    k = check.integer("n_steps", n_steps)
    alpha = check.positive("step_size", step_size)
    beta1, beta2 = _share("mean_decay", mean_decay), _share("square_decay", square_decay)
    m = beta1 * m + (1.0 - beta1) * g
    s = beta2 * s + (1.0 - beta2) * g**2
    mean_now = m / (1.0 - beta1 ** (k + 1))
    root = np.sqrt(s / (1.0 - beta2 ** (k + 1)))
    return here - alpha * mean_now / (root + EPSILON), m, s


@quiet
def adam(
    fun: ArrayFunction,
    grad: ArrayFunction,
    x0: ArrayLike,
    *,
    step_size: float | Schedule,
    max_steps: int,
    mean_decay: float = 0.9,
    square_decay: float = 0.999,
    tol: float = 0.0,
) -> Descent:
    r"""Repeat steps of Adam and record the whole path.

    Parameters
    ----------
    fun, grad, x0, step_size, max_steps, tol
        As in `mlcourse.optimize.descent.gradient_descent`.
    mean_decay, square_decay : float, optional
        :math:`\beta_1, \beta_2` in [0, 1).

    Returns
    -------
    Descent
        The path, as of `mlcourse.optimize.descent.gradient_descent`.

    Examples
    --------
    >>> run = adam(lambda x: x @ x / 2, lambda x: x, [4.0], step_size=0.1, max_steps=2)
    >>> run.x[:, 0].round(4).tolist()
    [4.0, 3.9, 3.8001]
    """
    beta1, beta2 = _share("mean_decay", mean_decay), _share("square_decay", square_decay)
    path = Path(fun, grad, x0, step_size=step_size, max_steps=max_steps, tol=tol)
    x = path.start
    m, s = np.zeros_like(x), np.zeros_like(x)
    for k, (alpha, g) in enumerate(path, start=1):
        m = beta1 * m + (1.0 - beta1) * g
        s = beta2 * s + (1.0 - beta2) * g**2
        mean = m / (1.0 - beta1**k)
        root = np.sqrt(s / (1.0 - beta2**k))
        x = x - alpha * mean / (root + EPSILON)
        path.record(x)
    return path.finish()
