r"""All eigenvalues of a real matrix: Hessenberg form, then the QR algorithm with double shifts.

Source: Golub and Van Loan (2013), Matrix Computations, 4th ed., sections 7.4-7.5.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of
from mlcourse.linalg.hessenberg import hessenberg
from mlcourse.linalg.householder import householder_qr, householder_vector

__all__ = ["Schur", "qr_step", "real_schur"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Schur(Result):
    """The matrix in an orthonormal basis in which its eigenvalues show: ``a = q @ t @ q.T``."""

    q: FloatArray  # (n, n) orthogonal
    t: FloatArray  # (n, n) upper triangle, with a 2 x 2 block for each complex pair
    values: NDArray[np.complex128]  # (n,) eigenvalues in the order of the diagonal
    subdiagonal: FloatArray  # (n_steps + 1, n - 1) sizes, before and after every step
    reason: Literal["converged", "max_steps"]


def qr_step(a: ArrayLike, *, shift: float = 0.0) -> FloatArray:
    r"""Return one step of the plain QR algorithm, :math:`R Q + \mu I` for :math:`A - \mu I = Q R`.

    It is :math:`Q^\top A Q`, so the eigenvalues stay; repeated, the entries below the diagonal
    shrink by :math:`|\lambda_{j+1} - \mu| / |\lambda_j - \mu|` a step.

    Parameters
    ----------
    a : array of shape (n, n)
        The current matrix.
    shift : float
        :math:`\mu`; the nearer to an eigenvalue, the faster that one separates.

    Returns
    -------
    array of shape (n, n)
        The next matrix.

    Examples
    --------
    >>> a = [[2, 1], [1, 2]]
    >>> for _ in range(12):
    ...     a = qr_step(a)
    >>> np.diag(a).round(6).tolist()
    [3.0, 1.0]
    """
    a = check.square("a", a)
    shift = check.real("shift", shift)
    scale = max(scale_of(a), scale_of(np.array(shift)))
    mu = shift / scale * np.eye(len(a))
    fit = householder_qr(a / scale - mu)
    return enlarge(fit.r @ fit.q + mu, scale)


def _mirror(h: FloatArray, q: FloatArray, x: FloatArray, k: int, left: int, bottom: int) -> None:
    """Send ``x`` to the first axis, in rows and columns k, k+1, ... of ``h``, in place."""
    v = householder_vector(x)
    at = slice(k, k + len(x))
    h[at, left:] -= np.outer(2.0 * v, v @ h[at, left:])
    h[:bottom, at] -= np.outer(h[:bottom, at] @ v, 2.0 * v)
    q[:, at] -= np.outer(q[:, at] @ v, 2.0 * v)


def _francis(h: FloatArray, q: FloatArray, low: int, high: int, exceptional: bool) -> None:
    """Two QR steps at once on rows ``low`` to ``high``, with a pair of conjugate shifts.

    The shifts are the eigenvalues of the last 2 x 2 block; only their sum and product enter, so
    a complex pair needs no complex number.  The first mirror makes a bulge of 3 x 3, the others
    chase it down the diagonal.
    """
    block = h[high - 1 : high + 1, high - 1 : high + 1]
    total = block[0, 0] + block[1, 1]
    product = block[0, 0] * block[1, 1] - block[0, 1] * block[1, 0]
    if exceptional:  # shifts of another kind break a cycle, which symmetry can cause
        kick = abs(h[high, high - 1]) + abs(h[high - 1, high - 2])
        total, product = 1.5 * kick, kick * kick
    x = np.array(
        [
            h[low, low] * (h[low, low] - total) + h[low, low + 1] * h[low + 1, low] + product,
            h[low + 1, low] * (h[low, low] + h[low + 1, low + 1] - total),
            h[low + 1, low] * h[low + 2, low + 1],
        ]
    )
    for k in range(low, high - 1):
        _mirror(h, q, x, k, max(low, k - 1), min(k + 3, high) + 1)
        if k > low:
            h[k + 1 : k + 3, k - 1] = 0.0
        x = h[k + 1 : min(k + 4, high + 1), k].copy()
    _mirror(h, q, x, high - 1, high - 2, high + 1)
    h[high, high - 2] = 0.0


def _split(h: FloatArray, q: FloatArray, k: int) -> None:
    """Make the 2 x 2 block at ``k`` triangular if its eigenvalues are real, in place."""
    block = h[k : k + 2, k : k + 2]
    scale = scale_of(block)
    (a, b), (c, d) = block / scale
    half = (a - d) / 2.0
    square = half * half + b * c
    if c == 0.0 or square < 0.0:
        return
    # (value - d, c) is the eigenvector of the eigenvalue farther from d: no digits cancel.
    apart = half + np.copysign(np.sqrt(square), half)
    _mirror(h, q, np.array([apart, c]), k, k, k + 2)
    # The mirror rounds by the largest entry of the block; of the two values one may be tiny.
    h[k, k] = scale * (d + apart)
    h[k + 1, k + 1] = scale * (d - b * c / apart if apart != 0.0 else d)
    h[k + 1, k] = 0.0


def _values(t: FloatArray) -> NDArray[np.complex128]:
    values = np.diag(t).astype(np.complex128)
    for k in np.flatnonzero(np.diag(t, -1)):
        block = t[k : k + 2, k : k + 2]
        scale = scale_of(block)
        (a, b), (c, d) = block / scale
        half = (a - d) / 2.0
        root = scale * np.sqrt(complex(half * half + b * c))
        values[k : k + 2] = scale * (a + d) / 2.0 + root, scale * (a + d) / 2.0 - root
    return values


def _negligible(h: FloatArray) -> NDArray[np.bool_]:
    """Which subdiagonal entries are zero but for rounding, as LAPACK's dlahqr decides it.

    An entry is compared with the diagonal beside it and, where that is zero, with the subdiagonal
    entries next to it.  Ahues and Tisseur (1997), A new deflation criterion for the QR algorithm,
    LAPACK Working Note 122, ask moreover that its product with the entry on the other side of
    the diagonal be small against the difference of the two diagonal entries, which keeps the
    small eigenvalues of a graded matrix.
    """
    eps = float(np.finfo(float).eps)
    tiny = len(h) * float(np.finfo(float).tiny) / eps
    below, above, beside = np.abs(np.diag(h, -1)), np.abs(np.diag(h, 1)), np.abs(np.diag(h))
    near = beside[:-1] + beside[1:]
    around = np.pad(below, 1)
    near = np.where(near > 0.0, near, around[:-2] + around[2:])
    gap = np.abs(np.diff(np.diag(h)))
    large, small = np.maximum(beside[1:], gap), np.minimum(beside[1:], gap)
    most, least = np.maximum(below, above), np.minimum(below, above)
    whole = np.where(large + most > 0.0, large + most, 1.0)
    apart = least * (most / whole) <= np.maximum(tiny, eps * (small * (large / whole)))
    return (below <= tiny) | ((below <= eps * near) & apart)


def real_schur(a: ArrayLike, *, max_steps: int | None = None) -> Schur:
    r"""Factor a square matrix as :math:`A = Q T Q^\top` with a nearly triangular :math:`T`.

    The eigenvalues of a triangle are its diagonal.  A complex pair cannot stand on a real
    diagonal; it stays as a 2 x 2 block.

    Parameters
    ----------
    a : array of shape (n, n)
        Any finite square matrix.
    max_steps : int or None
        Most double steps, at least 0; ``None`` means 30 n (some two a value are usual).

    Returns
    -------
    Schur
        Factors, eigenvalues and the subdiagonal at every step.  After "max_steps" the equation
        still holds, but :math:`T` is not yet a triangle and the values are not eigenvalues.

    Examples
    --------
    >>> real_schur([[0, 0, 1], [1, 0, 0], [0, 1, 0]]).values.round(6).tolist()
    [(-0.5+0.866025j), (-0.5-0.866025j), (1+0j)]
    """
    a = check.square("a", a)
    n = len(a)
    budget = 30 * n if max_steps is None else check.integer("max_steps", max_steps)
    scale = scale_of(a)
    start = hessenberg(a / scale)
    h, q = start.h.copy(), start.q.copy()
    subdiagonal = [np.abs(np.diag(h, -1))]
    high, stalled = n - 1, 0
    while high > 0:
        for k in np.flatnonzero(_negligible(h)):
            h[k + 1, k] = 0.0
        low = high
        while low > 0 and h[low, low - 1] != 0.0:
            low -= 1
        if low >= high - 1:  # one value or a block of two has separated
            if low == high - 1:
                _split(h, q, low)
            high, stalled = low - 1, 0
            continue
        if len(subdiagonal) > budget:
            break
        stalled += 1
        _francis(h, q, low, high, exceptional=stalled % 10 == 0)
        subdiagonal.append(np.abs(np.diag(h, -1)))
    values = _values(h)
    return Schur(
        q=q,
        t=enlarge(h, scale),
        values=enlarge(values, scale),
        subdiagonal=enlarge(np.array(subdiagonal), scale),
        reason="converged" if high <= 0 else "max_steps",
    )
