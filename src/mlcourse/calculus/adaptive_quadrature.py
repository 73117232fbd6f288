r"""Adaptive Simpson quadrature: small panels only where the function needs them.

Simpson's rule on an interval and on its two halves, :math:`S_1` and :math:`S_2`, have errors in
the ratio 16 : 1, so that :math:`(S_2 - S_1)/15` estimates the error of :math:`S_2`.  Intervals
whose estimate is too large are halved, all of one generation at a time.  An estimate sees five
heights only, and a wave that is zero at all five passes for zero.  So the first intervals are
three, of unequal length: no wave of even period hides from all of their points.

Sources: Lyness (1969), Notes on the adaptive Simpson quadrature routine, Journal of the ACM 16,
pp. 483-495; the first intervals are those of Gander and Gautschi (2000), Adaptive quadrature,
revisited, BIT 40, pp. 84-101.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.calculus._evaluate import interval, values

__all__ = ["AdaptiveQuadrature", "adaptive_simpson"]


FIRST = 0.27158  # share of the first and of the third interval


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdaptiveQuadrature(Result):
    """The integral and the intervals that were accepted, from left to right."""

    value: float
    error_estimate: float  # sum of the absolute estimates of the intervals
    left: FloatArray  # (n_intervals,)
    right: FloatArray  # (n_intervals,)
    area: FloatArray  # (n_intervals,) sums to the value
    n_evaluations: int
    reason: Literal["converged", "max_depth"]


def adaptive_simpson(
    fun: Callable[[FloatArray], ArrayLike],
    a: float,
    b: float,
    *,
    tol: float = 1e-10,
    max_depth: int = 50,
) -> AdaptiveQuadrature:
    r"""Return :math:`\int_a^b f(x)\,dx` to an estimated absolute error of ``tol``.

    Parameters
    ----------
    fun : callable
        Takes an array of shape (n,), returns the heights in the same shape.
    a, b : float
        Ends of the interval, ``a < b``.
    tol : float
        Absolute error to aim for, positive; shared among intervals by their length.
    max_depth : int
        How often an interval may be halved, 0 to 60.  Intervals that are still not good enough
        are then taken as they are (``reason="max_depth"``).

    Returns
    -------
    AdaptiveQuadrature
        The integral and the mesh.

    Raises
    ------
    ValueError
        If ``fun`` is not finite where it is asked.

    Examples
    --------
    >>> run = adaptive_simpson(np.sqrt, 0.0, 1.0, tol=1e-8)
    >>> round(run.value, 8), run.reason
    (0.66666667, 'converged')
    >>> bool(np.argmin(run.right - run.left) == 0)  # the finest mesh is where sqrt is steep
    True
    """
    low, high = interval(a, b)
    tol = check.positive("tol", tol)
    max_depth = check.integer("max_depth", max_depth, low=0, high=60)

    inner = FIRST * (high - low)
    edges = np.array([low, low + inner, high - inner, high])
    left, right = edges[:-1], edges[1:]
    ends, centre = values(fun, edges, (4,)), values(fun, (left + right) / 2, (3,))
    # a row an interval: height at the left end, in the middle, at the right end
    f = np.stack([ends[:-1], centre, ends[1:]], axis=1)
    n_evaluations, deep = 7, False
    accepted: list[FloatArray] = []
    for depth in range(max_depth + 1):
        width, middle = right - left, (left + right) / 2
        new = np.concatenate([(left + middle) / 2, (middle + right) / 2])
        quarter = values(fun, new, new.shape).reshape(2, -1)
        n_evaluations += new.size
        coarse = width / 6 * (f @ [1.0, 4.0, 1.0])
        fine = width / 12 * (f @ [1.0, 2.0, 1.0] + 4 * quarter.sum(axis=0))
        estimate = (fine - coarse) / 15
        good = np.abs(estimate) <= tol * width / (high - low)
        deep = depth == max_depth and not np.all(good)
        done = good | deep
        # fine + estimate removes the leading error term (Richardson's extrapolation)
        accepted.append(np.stack([left, right, fine + estimate, np.abs(estimate)])[:, done])
        if np.all(done):
            break
        split = ~done
        f = np.concatenate(
            [
                np.stack([f[split, 0], quarter[0, split], f[split, 1]], axis=1),
                np.stack([f[split, 1], quarter[1, split], f[split, 2]], axis=1),
            ]
        )
        left, right = (
            np.concatenate([left[split], middle[split]]),
            np.concatenate([middle[split], right[split]]),
        )
    mesh = np.concatenate(accepted, axis=1)
    mesh = mesh[:, np.argsort(mesh[0])]
    return AdaptiveQuadrature(
        value=float(mesh[2].sum()),
        error_estimate=float(mesh[3].sum()),
        left=mesh[0],
        right=mesh[1],
        area=mesh[2],
        n_evaluations=n_evaluations,
        reason="max_depth" if deep else "converged",
    )
