r"""Slopes from values: forward, central and complex-step differences, and the gradient check.

A difference quotient has two errors.  Truncation falls with the step, :math:`O(h)` forward and
:math:`O(h^2)` central; rounding grows like :math:`\varepsilon / h`.  Their sum is least near
:math:`h = \varepsilon^{1/2} \approx 10^{-8}` and :math:`\varepsilon^{1/3} \approx 10^{-5}`.
The complex step subtracts nothing, so only truncation is left.  Where :math:`|x|` is large, the
rounding of :math:`x \pm h` calls for a step in proportion: without a step given, it is
:math:`\max(1, |x|)` times those.

Source: Nocedal and Wright (2006), Numerical Optimization, 2nd ed., section 8.1; Squire and
Trapp (1998), Using complex variables to estimate derivatives of real functions, SIAM Review 40.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.calculus._evaluate import values

__all__ = [
    "DifferenceErrors",
    "GradientCheck",
    "central_difference",
    "check_gradient",
    "complex_step",
    "difference_errors",
    "forward_difference",
    "numerical_gradient",
]

Function = Callable[[FloatArray], ArrayLike]

FORWARD_STEP = float(np.finfo(float).eps ** (1 / 2))
CENTRAL_STEP = float(np.finfo(float).eps ** (1 / 3))
COMPLEX_STEP = 1e-20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DifferenceErrors(Result):
    """Absolute error of three difference quotients at one point, for each step."""

    h: FloatArray  # (n,)
    slope: FloatArray  # (n,) forward difference: the slope of the secant
    forward_error: FloatArray  # (n,)
    central_error: FloatArray  # (n,)
    complex_error: FloatArray  # (n,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GradientCheck(Result):
    """A gradient beside the one found by central differences."""

    gradient: FloatArray  # (n,)
    numeric: FloatArray  # (n,)
    relative_error: float
    passed: bool


def _step(h: float | None, x: FloatArray, unit: float) -> FloatArray:
    """The step for each entry of ``x``: the one given, or ``unit`` in proportion to the entry."""
    if h is not None:
        return np.full(x.shape, check.positive("h", h))
    return unit * np.maximum(1.0, np.abs(x))


def forward_difference(fun: Function, x: ArrayLike, *, h: float | None = None) -> FloatArray:
    r"""Return the slope of the secant, :math:`(f(x + h) - f(x)) / h`, for each entry of ``x``.

    Parameters
    ----------
    fun : callable
        Acts on each entry of an array: shape of ``x`` in, same shape out.
    x : array_like
        Where; finite, any shape.
    h : float or None
        Step, positive; ``None`` means :math:`\varepsilon^{1/2} \max(1, |x_i|)` for each entry.

    Returns
    -------
    ndarray
        In the shape of ``x``; the error is :math:`\tfrac h2 |f''|` plus rounding.

    Raises
    ------
    ValueError
        If ``fun`` is not finite at one of the points.

    Examples
    --------
    >>> round(float(forward_difference(np.square, 1.0, h=0.5)), 12)
    2.5
    """
    at = check.array("x", x)
    step = _step(h, at, FORWARD_STEP)
    return np.asarray((values(fun, at + step, at.shape) - values(fun, at, at.shape)) / step)


def central_difference(fun: Function, x: ArrayLike, *, h: float | None = None) -> FloatArray:
    r"""Return :math:`(f(x + h) - f(x - h)) / 2h` for each entry of ``x``.

    Parameters
    ----------
    fun : callable
        Acts on each entry of an array: shape of ``x`` in, same shape out.
    x : array_like
        Where; finite, any shape.
    h : float or None
        Step, positive; ``None`` means :math:`\varepsilon^{1/3} \max(1, |x_i|)` for each entry.

    Returns
    -------
    ndarray
        In the shape of ``x``; the error is :math:`\tfrac{h^2}{6} |f'''|` plus rounding.

    Raises
    ------
    ValueError
        If ``fun`` is not finite at one of the points.

    Examples
    --------
    >>> round(float(central_difference(np.square, 1.0, h=0.5)), 12)
    2.0
    """
    at = check.array("x", x)
    step = _step(h, at, CENTRAL_STEP)
    rise = values(fun, at + step, at.shape) - values(fun, at - step, at.shape)
    return np.asarray(rise / (2 * step))


def complex_step(fun: Function, x: ArrayLike, *, h: float = COMPLEX_STEP) -> FloatArray:
    r"""Return :math:`\operatorname{Im} f(x + ih) / h` for each entry of ``x``.

    Parameters
    ----------
    fun : callable
        Acts on each entry of a complex array, and is analytic there (no ``abs``, no ``max``).
    x : array_like
        Where; finite, any shape.
    h : float
        Step, positive; may be tiny, since nothing is subtracted.

    Returns
    -------
    ndarray
        In the shape of ``x``; the error is :math:`\tfrac{h^2}{6} |f'''|`.

    Raises
    ------
    ValueError
        If ``fun`` is not finite at one of the points.

    Examples
    --------
    >>> float(complex_step(np.exp, 0.0))
    1.0
    """
    at, h = check.array("x", x), check.positive("h", h)
    return np.asarray(values(fun, at + 1j * h, at.shape, dtype=complex).imag / h)


def difference_errors(
    fun: Function, derivative: Function, x0: float, h: ArrayLike
) -> DifferenceErrors:
    """Return the error of the three difference quotients at ``x0`` for every step.

    Parameters
    ----------
    fun, derivative : callable
        The function (also of complex arrays) and its true derivative, entry by entry.
    x0 : float
        Where; finite.
    h : array_like, shape (n,)
        Steps, positive.

    Returns
    -------
    DifferenceErrors
        One entry per step; on log-log axes the forward error is a V.

    Raises
    ------
    ValueError
        If a function is not finite at one of the points.

    Examples
    --------
    >>> errors = difference_errors(np.exp, np.exp, 0.0, [1e-2, 1e-8, 1e-14])
    >>> np.round(np.log10(errors.forward_error)).tolist()
    [-2.0, -8.0, -3.0]
    """
    at, steps = np.array([check.real("x0", x0)]), check.vector("h", h)
    if not np.all(steps > 0):
        raise ValueError(f"h must be positive, got an entry {steps.min()}")
    slope = values(derivative, at, (1,), name="derivative")
    forward = np.concatenate([forward_difference(fun, at, h=step) for step in steps])
    central = np.concatenate([central_difference(fun, at, h=step) for step in steps])
    imaginary = np.concatenate([complex_step(fun, at, h=step) for step in steps])
    return DifferenceErrors(
        h=steps,
        slope=forward,
        forward_error=np.abs(forward - slope),
        central_error=np.abs(central - slope),
        complex_error=np.abs(imaginary - slope),
    )


def numerical_gradient(fun: Function, x: ArrayLike, *, h: float | None = None) -> FloatArray:
    r"""Return the gradient by central differences, one coordinate after the other.

    .. math:: g_i = \frac{f(x + h e_i) - f(x - h e_i)}{2h}

    Parameters
    ----------
    fun : callable
        Takes an array in the shape of ``x``, returns a number.
    x : array_like
        Where; finite, any shape.
    h : float or None
        Step, positive; ``None`` means :math:`\varepsilon^{1/3} \max(1, |x_i|)` for each entry.

    Returns
    -------
    ndarray
        In the shape of ``x``.  Costs two evaluations per entry.

    Raises
    ------
    ValueError
        If ``fun`` is not finite at one of the points.

    Examples
    --------
    >>> numerical_gradient(lambda x: x[0] * x[1], [3.0, 5.0]).round(6).tolist()
    [5.0, 3.0]
    """
    at = check.array("x", x)
    step = _step(h, at, CENTRAL_STEP)
    out = np.empty(at.shape)
    for index in np.ndindex(at.shape):
        nudge = np.zeros(at.shape)
        nudge[index] = step[index]
        rise = values(fun, at + nudge, ()) - values(fun, at - nudge, ())
        out[index] = rise / (2 * step[index])
    return out


def check_gradient(
    fun: Function,
    grad: Function,
    x: ArrayLike,
    *,
    h: float | None = None,
    tol: float = 1e-6,
) -> GradientCheck:
    r"""Compare a gradient with central differences.

    .. math:: \text{relative error}
        = \frac{\lVert g - \hat g \rVert}{\max(1, \lVert g \rVert, \lVert \hat g \rVert)}

    Parameters
    ----------
    fun : callable
        Takes an array in the shape of ``x``, returns a number.
    grad : callable
        Takes the same array, returns the gradient in its shape.
    x : array_like
        Where; finite, any shape.
    h : float or None
        Step, positive; ``None`` means :math:`\varepsilon^{1/3} \max(1, |x_i|)` for each entry.
    tol : float
        Largest relative error that passes, positive.

    Returns
    -------
    GradientCheck
        Both gradients, their relative error and whether it is within ``tol``.

    Raises
    ------
    ValueError
        If a function is not finite at one of the points.

    Examples
    --------
    >>> check_gradient(lambda x: (x**2).sum(), lambda x: 2 * x, [1.0, 2.0]).passed
    True
    >>> check_gradient(lambda x: (x**2).sum(), lambda x: 3 * x, [1.0, 2.0]).passed
    False
    """
    at = check.array("x", x)
    tol = check.positive("tol", tol)
    numeric = numerical_gradient(fun, at, h=h)
    gradient = values(grad, at, at.shape, name="grad")
    scale = max(1.0, float(np.linalg.norm(gradient)), float(np.linalg.norm(numeric)))
    error = float(np.linalg.norm(gradient - numeric)) / scale
    return GradientCheck(
        gradient=gradient, numeric=numeric, relative_error=error, passed=error <= tol
    )
