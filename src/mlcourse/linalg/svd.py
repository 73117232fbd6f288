r"""Singular value decomposition by one-sided Jacobi rotations.

Source: Demmel and Veselic (1992), Jacobi's method is more accurate than QR, SIAM J. Matrix
Anal. Appl. 13(4), section 4; the order of the pairs, in which half of the rows meet the other
half at once, is from Brent and Luk (1985), SIAM J. Sci. Stat. Comput. 6(1), section 3.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of
from mlcourse.linalg.householder import complete_basis, householder_qr

__all__ = ["SVD", "svd"]

_VANISHED = 1e-290  # squared length below which a row counts as zero: squares lose digits there


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SVD(Result):
    """Turn, stretch, turn: ``a = u @ np.diag(s) @ vt``."""

    u: FloatArray  # (m, k), k = min(m, n), orthonormal columns
    s: FloatArray  # (k,) singular values, largest first
    vt: FloatArray  # (k, n) orthonormal rows
    cosine: FloatArray  # (n_steps,) largest cosine between two rows, met in each sweep
    reason: Literal["converged", "max_steps"]


def _seating(n: int) -> IntArray:
    """Return who moves to which seat, so that n - 1 rounds at n/2 tables pair all with all.

    Seats 2i and 2i + 1 are one table.  Going down one side of the tables and up the other makes
    a circle; the first guest stays, the others move on by one seat.
    """
    circle = np.r_[0:n:2, n - 1 : 0 : -2]
    move = np.empty(n, dtype=np.int64)
    move[circle] = np.r_[circle[0], circle[-1], circle[1:-1]]
    return move


def _sweep(rows: FloatArray, width: int, move: IntArray) -> tuple[FloatArray, float]:
    """Turn every pair of rows once; return the rows and the largest cosine that was met."""
    n, length = rows.shape
    turns = np.empty((n // 2, 2, 2))
    worst = 0.0
    for _ in range(n - 1):
        pairs = rows.reshape(n // 2, 2, length)
        heads = pairs[:, :, :width]
        squared = np.vecdot(heads, heads)
        product = np.vecdot(heads[:, 0], heads[:, 1])
        lengths = np.sqrt(np.maximum(squared, _VANISHED))
        worst = max(worst, float(np.max(np.abs(product) / (lengths[:, 0] * lengths[:, 1]))))
        # Of the two angles that make a pair orthogonal, the one within 45 degrees: with the
        # other, rows could change places for ever.
        gap = squared[:, 1] - squared[:, 0]
        angle = 0.5 * np.arctan2(np.copysign(2.0, gap) * product, np.abs(gap))
        turns[:, 0, 0] = turns[:, 1, 1] = np.cos(angle)
        turns[:, 1, 0] = np.sin(angle)
        turns[:, 0, 1] = -turns[:, 1, 0]
        rows = (turns @ pairs).reshape(n, length)[move]
    return rows, worst


def svd(a: ArrayLike, *, max_steps: int = 60) -> SVD:
    r"""Factor a matrix as :math:`A = U \Sigma V^\top`.

    After :math:`A = Q_1 R_1` and :math:`R_1^\top = Q_2 R_2`, pairs of rows of :math:`R_2` are
    turned in their plane until all rows are orthogonal, :math:`J R_2 = \Sigma W^\top`.  Their
    lengths are the singular values, and :math:`A = (Q_1 W)\,\Sigma\,(J Q_2^\top)`.  The first
    factorization makes a tall matrix square, the second brings the rows nearer to orthogonal.

    Parameters
    ----------
    a : array of shape (m, n)
        Any finite matrix: tall, wide, square, of any rank.
    max_steps : int
        Most sweeps over all pairs, at least 1; a sweep is one step, and some ten are enough.

    Returns
    -------
    SVD
        The thin factors.  A singular vector and its partner may both have either sign.

    Examples
    --------
    >>> fit = svd([[3, 0], [4, 5]])
    >>> (fit.s**2).round(9).tolist()
    [45.0, 5.0]
    >>> np.allclose(fit.u * fit.s @ fit.vt, [[3, 0], [4, 5]])
    True
    """
    a = check.matrix("a", a)
    max_steps = check.integer("max_steps", max_steps, low=1)
    if a.shape[0] < a.shape[1]:
        other = svd(a.T, max_steps=max_steps)
        return SVD(u=other.vt.T, s=other.s, vt=other.u.T, cosine=other.cosine, reason=other.reason)
    scale = scale_of(a)
    outer = householder_qr(a / scale)
    inner = householder_qr(outer.r.T)
    n = a.shape[1]
    rows = np.zeros((n + n % 2, n + n))  # a row of zeros is the partner of an odd row
    rows[:n, :n] = inner.r
    rows[:n, n:] = np.eye(n)
    move = _seating(len(rows))
    tol = 10 * float(np.finfo(float).eps)  # the dot product of two unit rows is rounded by less
    cosines: list[float] = []
    reason: Literal["converged", "max_steps"] = "max_steps"
    while len(cosines) < max_steps:
        rows, worst = _sweep(rows, n, move)
        cosines.append(worst)
        if worst <= tol:
            reason = "converged"
            break
    # After whole sweeps every row is back at its seat: the partner of zeros is still the last.
    squared = np.einsum("ij,ij->i", rows[:n, :n], rows[:n, :n])
    order = np.argsort(-squared, kind="stable")
    squared = squared[order]
    s = np.where(squared > _VANISHED, np.sqrt(squared), 0.0)
    n_alive = int(np.count_nonzero(s))
    w = np.eye(n)
    if n_alive:
        w[:, :n_alive] = rows[order[:n_alive], :n].T / s[:n_alive]
        w[:, n_alive:] = complete_basis(w[:, :n_alive])
    return SVD(
        u=outer.q @ w,
        s=enlarge(s, scale),
        vt=rows[order, n:] @ inner.q.T,
        cosine=np.array(cosines),
        reason=reason,
    )
