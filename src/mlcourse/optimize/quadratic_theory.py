r"""What can be proven: gradient descent and the heavy ball on a quadratic.

Along an eigenvector of the Hessian with curvature :math:`\lambda` the error :math:`e` and the
velocity :math:`v` follow a fixed matrix,

.. math:: \begin{pmatrix} e_{k+1} \\ v_{k+1} \end{pmatrix} =
   \begin{pmatrix} 1 - \alpha\lambda & \beta \\ -\alpha\lambda & \beta \end{pmatrix}
   \begin{pmatrix} e_k \\ v_k \end{pmatrix},

whose eigenvalues solve :math:`z^2 - (1 + \beta - \alpha\lambda) z + \beta = 0`.  The larger
modulus, the spectral radius, is the factor by which the error shrinks per step in the long run;
with :math:`\beta = 0` it is :math:`|1 - \alpha\lambda|`.

Sources: Polyak (1964), Some methods of speeding up the convergence of iteration methods;
Goh (2017), Why momentum really works, Distill.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = [
    "Tuning",
    "best_momentum",
    "best_step_size",
    "iteration_matrix",
    "regime",
    "spectral_radius",
    "stability_limit",
    "steps_needed",
]

Regime = Literal["monotone", "zigzag", "spiral", "diverges"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tuning(Result):
    """The best constants of a method on a quadratic, and the factor per step they give."""

    step_size: float
    momentum: float
    rate: float


def iteration_matrix(*, curvature: float, step_size: float, momentum: float = 0.0) -> FloatArray:
    r"""The matrix that takes (error, velocity) of one eigenmode to the next step.

    Parameters
    ----------
    curvature : float
        Eigenvalue :math:`\lambda > 0` of the Hessian.
    step_size : float
        :math:`\alpha > 0`.
    momentum : float, optional
        :math:`\beta` in [0, 1).

    Returns
    -------
    array, shape (2, 2)
        Applied to the column (error, velocity).

    Examples
    --------
    >>> iteration_matrix(curvature=1.0, step_size=0.5, momentum=0.25).tolist()
    [[0.5, 0.25], [-0.5, 0.25]]
    """
    al = check.positive("curvature", curvature) * check.positive("step_size", step_size)
    beta = check.in_range("momentum", momentum, 0.0, 1.0, open_high=True)
    return np.array([[1.0 - al, beta], [-al, beta]])


def spectral_radius(
    *, curvature: ArrayLike, step_size: ArrayLike, momentum: ArrayLike
) -> FloatArray:
    r"""The modulus of the larger eigenvalue of `iteration_matrix`, in closed form.

    With :math:`s = 1 + \beta - \alpha\lambda` it is :math:`\sqrt\beta` where
    :math:`s^2 < 4\beta` and :math:`(|s| + \sqrt{s^2 - 4\beta})/2` elsewhere.

    Parameters
    ----------
    curvature, step_size, momentum : arrays that broadcast
        :math:`\lambda > 0`, :math:`\alpha > 0` and :math:`\beta` in [0, 1).

    Returns
    -------
    array
        Of the common shape; below 1 where the mode converges.

    Examples
    --------
    >>> spectral_radius(curvature=[1, 10], step_size=0.15, momentum=0).round(3).tolist()
    [0.85, 0.5]
    """
    al, beta = _modes(curvature, step_size, momentum)
    s = 1.0 + beta - al
    gap = s**2 - 4.0 * beta
    real_pair = 0.5 * (np.abs(s) + np.sqrt(np.maximum(gap, 0.0)))
    return np.where(gap < 0.0, np.sqrt(beta), real_pair)


def _modes(
    curvature: ArrayLike, step_size: ArrayLike, momentum: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """The products step_size * curvature and the momenta, checked."""
    lam = check.array("curvature", curvature)
    alpha = check.array("step_size", step_size)
    beta = check.array("momentum", momentum)
    for name, values in (("curvature", lam), ("step_size", alpha)):
        if not np.all(values > 0):
            raise ValueError(f"{name} must be positive, got an entry {values.min()}")
    if np.any(beta < 0) or np.any(beta >= 1):
        outside = beta[(beta < 0) | (beta >= 1)][0]
        raise ValueError(f"momentum must be in [0, 1), got an entry {outside}")
    try:
        np.broadcast_shapes(lam.shape, alpha.shape, beta.shape)
    except ValueError:
        shapes = f"{lam.shape}, {alpha.shape} and {beta.shape}"
        raise ValueError(
            f"curvature must broadcast with step_size and momentum, got shapes {shapes}"
        ) from None
    return lam * alpha, beta


def stability_limit(curvature: float, *, momentum: float = 0.0) -> float:
    r"""The step size :math:`2 (1 + \beta) / \lambda` below which the method converges.

    Parameters
    ----------
    curvature : float
        The largest eigenvalue :math:`\lambda > 0` of the Hessian.
    momentum : float, optional
        :math:`\beta` in [0, 1).

    Returns
    -------
    float
        At this step size the error neither grows nor shrinks.

    Examples
    --------
    >>> stability_limit(10.0), stability_limit(10.0, momentum=0.5)
    (0.2, 0.3)
    """
    lam = check.positive("curvature", curvature)
    beta = check.in_range("momentum", momentum, 0.0, 1.0, open_high=True)
    return 2.0 * (1.0 + beta) / lam


def regime(*, curvature: float, step_size: float, momentum: float = 0.0) -> Regime:
    r"""How one eigenmode moves: four kinds, told apart by the eigenvalues.

    Parameters
    ----------
    curvature, step_size : float
        :math:`\lambda > 0` and :math:`\alpha > 0`.
    momentum : float, optional
        :math:`\beta` in [0, 1).

    Returns
    -------
    str
        ``"monotone"`` (positive eigenvalues: creeps in), ``"zigzag"`` (negative: changes sides
        with every step), ``"spiral"`` (complex: swings through in waves) or ``"diverges"``
        (does not converge: :math:`\alpha\lambda \ge 2 + 2\beta`).

    Examples
    --------
    >>> [regime(curvature=1.0, step_size=a) for a in (0.5, 1.5, 2.5)]
    ['monotone', 'zigzag', 'diverges']
    >>> regime(curvature=1.0, step_size=0.5, momentum=0.9)
    'spiral'
    """
    limit = stability_limit(curvature, momentum=momentum)
    alpha = check.positive("step_size", step_size)
    if alpha >= limit:
        return "diverges"
    s = 1.0 + momentum - alpha * curvature
    if s**2 < 4.0 * momentum:
        return "spiral"
    return "monotone" if s >= 0.0 else "zigzag"


def _curvatures(smallest: float, largest: float) -> tuple[float, float]:
    mu = check.positive("smallest", smallest)
    high = check.positive("largest", largest)
    if high < mu:
        raise ValueError(f"largest must be at least smallest ({mu:g}), got {high:g}")
    return mu, high


def best_step_size(smallest: float, largest: float) -> Tuning:
    r"""The best fixed step of gradient descent for curvatures between two bounds.

    .. math:: \alpha = \frac{2}{L + \mu}, \qquad \text{rate} = \frac{\kappa - 1}{\kappa + 1},
              \qquad \kappa = L / \mu

    Parameters
    ----------
    smallest, largest : float
        Curvatures :math:`0 < \mu \le L`.

    Returns
    -------
    Tuning
        Step size and factor per step; the momentum is 0.

    Examples
    --------
    >>> best = best_step_size(1.0, 9.0)
    >>> best.step_size, best.rate
    (0.2, 0.8)
    """
    mu, high = _curvatures(smallest, largest)
    return Tuning(step_size=2.0 / (high + mu), momentum=0.0, rate=(high - mu) / (high + mu))


def best_momentum(smallest: float, largest: float) -> Tuning:
    r"""The best pair of constants of the heavy ball for curvatures between two bounds.

    .. math:: \alpha = \Bigl(\frac{2}{\sqrt L + \sqrt\mu}\Bigr)^2, \qquad
              \beta = \Bigl(\frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}\Bigr)^2, \qquad
              \text{rate} = \sqrt\beta

    Parameters
    ----------
    smallest, largest : float
        Curvatures :math:`0 < \mu \le L`.

    Returns
    -------
    Tuning
        Step size, momentum and factor per step.

    Examples
    --------
    >>> best = best_momentum(1.0, 9.0)
    >>> best.step_size, best.momentum, best.rate
    (0.25, 0.25, 0.5)
    """
    mu, high = _curvatures(smallest, largest)
    total = np.sqrt(high) + np.sqrt(mu)
    rate = float((np.sqrt(high) - np.sqrt(mu)) / total)
    return Tuning(step_size=float((2.0 / total) ** 2), momentum=rate**2, rate=rate)


def steps_needed(rate: float, *, reduction: float) -> int:
    r"""How many steps shrink the error to a given share of what it was.

    The smallest whole :math:`n` with :math:`\text{rate}^n \le` ``reduction``.

    Parameters
    ----------
    rate : float
        Factor per step, in (0, 1).
    reduction : float
        What may be left of the error, in (0, 1].

    Returns
    -------
    int
        At least 0.

    Examples
    --------
    >>> steps_needed(0.5, reduction=0.001)
    10
    """
    q = check.in_range("rate", rate, 0.0, 1.0, open_low=True, open_high=True)
    share = check.in_range("reduction", reduction, 0.0, 1.0, open_low=True)
    # a whisker off, so that rounding never asks for one step too many at an exact power
    return int(np.ceil(np.log(share) / np.log(q) - 1e-9))
