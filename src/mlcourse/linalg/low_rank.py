r"""The best approximation of a matrix by one of low rank, and what it costs to store.

Source: Eckart and Young (1936), The approximation of one matrix by another of lower rank,
Psychometrika 1; Trefethen and Bau (1997), Numerical Linear Algebra, Lecture 5.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of
from mlcourse.linalg.svd import SVD

__all__ = ["LowRank", "truncate"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LowRank(Result):
    """The first singular values and vectors of a matrix, and what is lost without the others."""

    approximation: FloatArray  # (m, n) of the rank asked for
    rank: int
    spectral_error: float  # the first singular value left out
    frobenius_error: float  # root of the sum of the squares of those left out
    kept_share: float  # share of the sum of squares that is kept, in [0, 1]
    storage: int  # numbers to keep: rank * (m + n + 1)
    full_storage: int  # m * n


def truncate(fit: SVD, rank: int) -> LowRank:
    r"""Keep the largest singular values: :math:`A_k = \sum_{i \le k} \sigma_i u_i v_i^\top`.

    No matrix of rank :math:`k` is nearer: :math:`\lVert A - A_k\rVert_2 = \sigma_{k+1}` and
    :math:`\lVert A - A_k\rVert_F^2 = \sum_{i > k} \sigma_i^2`.

    Parameters
    ----------
    fit : SVD
        From :func:`mlcourse.linalg.svd.svd`; made once, it serves every rank.
    rank : int
        :math:`k`, from 0 (the zero matrix) to the number of singular values.

    Returns
    -------
    LowRank
        Approximation, errors, storage.

    Examples
    --------
    >>> from mlcourse.linalg.svd import svd
    >>> low = truncate(svd([[3, 0], [0, 1]]), 1)
    >>> low.approximation.round(9).tolist(), round(low.spectral_error, 9), round(low.kept_share, 9)
    ([[3.0, 0.0], [0.0, 0.0]], 1.0, 0.9)
    """
    if not isinstance(fit, SVD):
        raise TypeError(f"fit must be an SVD, got {type(fit).__name__}")
    k = check.integer("rank", rank, high=len(fit.s))
    m, n = fit.u.shape[0], fit.vt.shape[1]
    s = np.minimum(fit.s, np.finfo(float).max)  # infinite for entries at the end of the range
    scale = scale_of(s)
    squares = (s / scale) ** 2
    whole = float(np.sum(squares))
    return LowRank(
        approximation=enlarge((fit.u[:, :k] * (s[:k] / scale)) @ fit.vt[:k], scale),
        rank=k,
        spectral_error=float(fit.s[k]) if k < len(fit.s) else 0.0,
        frobenius_error=float(enlarge(np.sqrt(np.sum(squares[k:])), scale)),
        kept_share=float(np.sum(squares[:k]) / whole) if whole > 0.0 else 1.0,
        storage=k * (m + n + 1),
        full_storage=m * n,
    )
