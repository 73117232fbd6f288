r"""Singular value decomposition by one-sided Jacobi rotations.

Source: Demmel and Veselic (1992), Jacobi's method is more accurate than QR, SIAM J. Matrix
Anal. Appl. 13(4), section 4; the order of the pairs, in which half of the rows meet the other
half at once, is from Brent and Luk (1985), SIAM J. Sci. Stat. Comput. 6(1), section 3.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray
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
    cosine: FloatArray  # (n_sweeps,) largest cosine between two rows, met in each sweep
    reason: Literal["converged", "max_steps"]


def _sweep(rows: FloatArray, width: int, tol: float) -> tuple[FloatArray, float]:
    """Turn every pair of rows once; return the rows and the largest cosine that was met.

    Row i is paired with its mirror image from the other end.  Moving all rows but the first on
    by one place makes new pairs; after len(rows) - 1 moves every pair has met and the rows are
    back in place.
    """
    n = len(rows)
    half = n // 2
    move = np.r_[0, n - 1, 1 : n - 1]
    worst = 0.0
    for _ in range(n - 1):
        p, q = rows[:half], rows[: half - 1 : -1]
        pp = np.einsum("ij,ij->i", p[:, :width], p[:, :width])
        qq = np.einsum("ij,ij->i", q[:, :width], q[:, :width])
        pq = np.einsum("ij,ij->i", p[:, :width], q[:, :width])
        alive = (pp > _VANISHED) & (qq > _VANISHED)
        lengths = np.where(alive, np.sqrt(pp) * np.sqrt(qq), 1.0)
        cosine = np.where(alive, np.abs(pq) / lengths, 0.0)
        worst = max(worst, float(cosine.max()))
        turn = cosine > tol
        if np.any(turn):
            # tan of the angle that makes the pair orthogonal, the smaller of the two solutions
            zeta = (qq - pp) / np.where(turn, 2.0 * pq, 1.0)
            tan = np.where(turn, np.copysign(1.0, zeta) / (np.abs(zeta) + np.hypot(1.0, zeta)), 0.0)
            cos = (1.0 / np.hypot(1.0, tan))[:, None]
            sin = cos * tan[:, None]
            rows = np.concatenate([cos * p - sin * q, (sin * p + cos * q)[::-1]])
        rows = rows[move]
    return rows, worst


def svd(a: FloatArray, *, max_steps: int = 60) -> SVD:
    r"""Factor a matrix as :math:`A = U \Sigma V^\top`.

    After :math:`A = Q R`, pairs of rows of :math:`R` are turned in their plane until all rows
    are orthogonal: :math:`J R = \Sigma V^\top`.  Their lengths are the singular values, their
    directions the rows of :math:`V^\top`, and :math:`U = Q J^\top`.  Small singular values keep
    their digits, because a turn never mixes a long row into a short one.

    Parameters
    ----------
    a : array of shape (m, n)
        Any finite matrix: tall, wide, square, of any rank.
    max_steps : int
        Most sweeps over all pairs, at least 1; some ten are enough.

    Returns
    -------
    SVD
        The thin factors.  A singular vector and its partner may both have either sign.

    Raises
    ------
    ValueError, TypeError
        If ``a`` is not a finite matrix or ``max_steps`` not a positive whole number.

    Examples
    --------
    >>> fit = svd([[3, 0], [4, 5]])
    >>> (fit.s**2).round(9).tolist()
    [45.0, 5.0]
    >>> (fit.u * fit.s @ fit.vt).round(9).tolist()
    [[3.0, 0.0], [4.0, 5.0]]
    """
    a = check.matrix("a", a)
    max_steps = check.integer("max_steps", max_steps, low=1)
    if a.shape[0] < a.shape[1]:
        other = svd(a.T, max_steps=max_steps)
        return SVD(u=other.vt.T, s=other.s, vt=other.u.T, cosine=other.cosine, reason=other.reason)
    scale = scale_of(a)
    qr = householder_qr(a / scale)
    n = a.shape[1]
    padded = n + n % 2  # a row of zeros gives an odd number of rows its last partner
    rows = np.zeros((max(padded, 2), n + n))
    rows[:n, :n] = qr.r
    rows[:n, n:] = np.eye(n)
    tol = max(n, 8) * np.finfo(float).eps  # rounding of one dot product of unit rows
    cosines: list[float] = []
    reason: Literal["converged", "max_steps"] = "max_steps"
    while len(cosines) < max_steps:
        rows, worst = _sweep(rows, n, tol)
        cosines.append(worst)
        if worst <= tol:
            reason = "converged"
            break
    squared = np.einsum("ij,ij->i", rows[:n, :n], rows[:n, :n])
    s = np.where(squared > _VANISHED, np.sqrt(squared), 0.0)
    order = np.argsort(-s, kind="stable")
    s = s[order]
    n_alive = int(np.count_nonzero(s))
    vt = np.eye(n)
    if n_alive:
        vt[:n_alive] = rows[order[:n_alive], :n] / s[:n_alive, None]
        vt[n_alive:] = complete_basis(vt[:n_alive].T).T
    return SVD(
        u=qr.q @ rows[order, n:].T,
        s=enlarge(s, scale),
        vt=vt,
        cosine=np.array(cosines),
        reason=reason,
    )
