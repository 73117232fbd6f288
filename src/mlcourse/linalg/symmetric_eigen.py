r"""All eigenvalues of a symmetric matrix: tridiagonal form, then the QR algorithm with shifts.

Source: Golub and Van Loan (2013), Matrix Computations, 4th ed., section 8.3.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of
from mlcourse.linalg.hessenberg import hessenberg

__all__ = ["SymmetricEigen", "symmetric_eigen"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SymmetricEigen(Result):
    """Orthonormal eigenvectors: ``a = vectors @ np.diag(values) @ vectors.T``."""

    values: FloatArray  # (n,) real, largest first
    vectors: FloatArray  # (n, n) eigenvectors as columns, in the order of the values
    subdiagonal: FloatArray  # (n_steps + 1, n - 1) what is still to vanish, before and after steps
    reason: Literal["converged", "max_steps"]


def _chase(d: FloatArray, e: FloatArray, rows: FloatArray, low: int, high: int) -> None:
    """One shifted QR step on rows ``low`` to ``high`` of the tridiagonal matrix, in place.

    The first rotation is the one that QR of T - mu I would begin with; it puts a bulge beside
    the diagonal, and the rotations after it chase the bulge out at the end.
    """
    half = (d[high - 1] - d[high]) / 2.0
    # Wilkinson's shift: the eigenvalue of the last 2 x 2 block that is nearer to its last entry.
    mu = d[high] - e[high - 1] * (
        e[high - 1] / (half + np.copysign(np.hypot(half, e[high - 1]), half))
    )
    x, z = d[low] - mu, e[low]
    for k in range(low, high):
        r = np.hypot(x, z)
        c, s = (x / r, z / r) if r > 0.0 else (1.0, 0.0)
        if k > low:
            e[k - 1] = r
        first, second, off = d[k], d[k + 1], e[k]
        d[k] = c * c * first + 2.0 * c * s * off + s * s * second
        d[k + 1] = s * s * first - 2.0 * c * s * off + c * c * second
        e[k] = c * s * (second - first) + (c * c - s * s) * off
        if k + 1 < high:
            x, z = e[k], s * e[k + 1]
            e[k + 1] = c * e[k + 1]
        rows[k : k + 2] = np.array([[c, s], [-s, c]]) @ rows[k : k + 2]


def symmetric_eigen(a: ArrayLike, *, max_steps: int | None = None) -> SymmetricEigen:
    r"""Diagonalize a symmetric matrix, :math:`A = V \Lambda V^\top`.

    A QR step with shift :math:`\mu` factors :math:`T - \mu I = Q R` and goes on with
    :math:`R Q + \mu I = Q^\top T Q`.  The last subdiagonal entry shrinks cubically; once it is
    rounding, the last eigenvalue is found and the rest is a smaller problem.

    Parameters
    ----------
    a : array of shape (n, n)
        Symmetric (to n machine epsilons of its largest entry).
    max_steps : int or None
        Most QR steps, at least 0; ``None`` means 30 n (two a value are usual).

    Returns
    -------
    SymmetricEigen
        Eigenvalues, orthonormal eigenvectors, and the subdiagonal at every step.

    Examples
    --------
    >>> fit = symmetric_eigen([[2, 1], [1, 2]])
    >>> fit.values.round(9).tolist(), np.abs(fit.vectors[:, 0]).round(6).tolist()
    ([3.0, 1.0], [0.707107, 0.707107])
    """
    a = check.square("a", a)
    n = len(a)
    budget = 30 * n if max_steps is None else check.integer("max_steps", max_steps)
    eps = float(np.finfo(float).eps)
    scale = scale_of(a)
    a = a / scale
    skew = float(np.max(np.abs(a - a.T)))
    if skew > n * eps:
        raise ValueError(f"a must be symmetric, got entries that differ by {skew * scale:g}")
    start = hessenberg((a + a.T) / 2)
    d, e = np.diag(start.h).copy(), np.diag(start.h, -1).copy()
    rows = start.q.T.copy()
    subdiagonal = [np.abs(e)]
    high = n - 1
    while True:
        e[np.abs(e) <= eps * (np.abs(d[:-1]) + np.abs(d[1:]))] = 0.0
        while high > 0 and e[high - 1] == 0.0:
            high -= 1
        if high == 0 or len(subdiagonal) > budget:
            break
        low = high - 1
        while low > 0 and e[low - 1] != 0.0:
            low -= 1
        _chase(d, e, rows, low, high)
        subdiagonal.append(np.abs(e))
    order = np.argsort(-d, kind="stable")
    return SymmetricEigen(
        values=enlarge(d[order], scale),
        vectors=rows[order].T.copy(),
        subdiagonal=enlarge(np.array(subdiagonal), scale),
        reason="converged" if high == 0 else "max_steps",
    )
