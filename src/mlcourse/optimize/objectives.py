r"""What is minimised: a function with its derivatives, and bowls of any shape.

Every function takes points in the last axis, so that a grid of shape ``(rows, cols, 2)`` gives
all heights for a contour plot in one call.

Source: Nocedal and Wright (2006), Numerical Optimization, 2nd ed., sections 2.1 and 3.3.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["Objective", "bowl", "quadratic"]

ArrayFunction = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Objective(Result):
    """A function to minimise, with everything that is known about it."""

    name: str
    fun: ArrayFunction  # (..., d) -> (...)
    grad: ArrayFunction  # (..., d) -> (..., d)
    hess: ArrayFunction  # (..., d) -> (..., d, d)
    domain: FloatArray  # (d, 2): lowest and highest value of each coordinate worth looking at
    minima: FloatArray  # (m, d) all global minima; m may be 0

    def __post_init__(self) -> None:
        for field in ("fun", "grad", "hess"):
            check.function(field, getattr(self, field))
        domain = check.matrix("domain", self.domain, cols=2)
        if not np.all(domain[:, 0] < domain[:, 1]):
            raise ValueError(f"domain must be rows of low < high, got {domain.tolist()}")
        minima = check.array("minima", self.minima, shape=(None, len(domain)), empty=True)
        object.__setattr__(self, "domain", domain)
        object.__setattr__(self, "minima", minima)
        Result.__post_init__(self)


def quadratic(hess: ArrayLike, center: ArrayLike) -> Objective:
    r"""The bowl :math:`f(x) = \tfrac12 (x - c)^\top H (x - c)` in any number of dimensions.

    Parameters
    ----------
    hess : array, shape (d, d)
        Symmetric positive definite matrix :math:`H` of second derivatives.
    center : array, shape (d,)
        The minimum :math:`c`.

    Returns
    -------
    Objective
        The bowl with its gradient, its Hessian and its minimum.

    Examples
    --------
    >>> f = quadratic([[1, 0], [0, 4]], center=[1, 0])
    >>> float(f.fun([2, 1])), f.grad([2, 1]).tolist()
    (2.5, [1.0, 4.0])
    """
    h = check.square("hess", hess)
    c = check.vector("center", center, length=len(h))
    if not np.allclose(h, h.T, rtol=1e-12, atol=0.0):
        raise ValueError(f"hess must be symmetric, got {h.tolist()}")
    smallest = float(np.linalg.eigvalsh(h)[0])
    if not smallest > 0:
        raise ValueError(f"hess must be positive definite, got an eigenvalue {smallest:g}")

    def fun(x: FloatArray) -> FloatArray:
        e = np.asarray(x) - c
        return 0.5 * np.einsum("...i,ij,...j->...", e, h, e)

    def grad(x: FloatArray) -> FloatArray:
        return (np.asarray(x) - c) @ h

    def hessian(x: FloatArray) -> FloatArray:
        return np.broadcast_to(h, (*np.shape(x), len(c))).copy()

    return Objective(
        name="quadratic",
        fun=fun,
        grad=grad,
        hess=hessian,
        domain=np.stack([c - 3.0, c + 3.0], axis=-1),
        minima=c[None],
    )


def bowl(condition_number: float, *, angle: float = 0.0) -> Objective:
    r"""A quadratic of two variables with curvatures 1 and :math:`\kappa`, minimum at the origin.

    Parameters
    ----------
    condition_number : float
        Ratio :math:`\kappa \ge 1` of the largest to the smallest curvature.
    angle : float, optional
        Angle in radians from the first coordinate axis to the flat direction (curvature 1).

    Returns
    -------
    Objective
        See `quadratic`.

    Examples
    --------
    >>> float(bowl(10).fun([1, 1]))
    5.5
    """
    kappa = check.real("condition_number", condition_number, "a finite number of at least 1")
    if not kappa >= 1:
        raise ValueError(f"condition_number must be at least 1, got {kappa}")
    theta = check.real("angle", angle)
    c, s = np.cos(theta), np.sin(theta)
    off = (1.0 - kappa) * c * s
    h = np.array([[c * c + kappa * s * s, off], [off, s * s + kappa * c * c]])
    return quadratic(h, np.zeros(2))
