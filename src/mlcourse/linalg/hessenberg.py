r"""Reduction to Hessenberg form: zeros below the first subdiagonal, same eigenvalues.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lecture 26.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of
from mlcourse.linalg.householder import householder_vector

__all__ = ["Hessenberg", "hessenberg"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hessenberg(Result):
    """The matrix in another orthonormal basis: ``a = q @ h @ q.T``."""

    q: FloatArray  # (n, n) orthogonal
    h: FloatArray  # (n, n) zero below the first subdiagonal


def hessenberg(a: ArrayLike) -> Hessenberg:
    r"""Return :math:`Q` and :math:`H` with :math:`A = Q H Q^\top`.

    The mirror of step :math:`k` leaves the first :math:`k` rows alone, so that applying it from
    the right as well does not refill the zeros it made from the left.  A symmetric matrix becomes
    tridiagonal.

    Parameters
    ----------
    a : array of shape (n, n)
        A finite square matrix.

    Returns
    -------
    Hessenberg
        The two factors.

    Examples
    --------
    >>> fit = hessenberg([[1, 3, 4], [3, 2, 0], [4, 0, 5]])
    >>> fit.h.round(6).tolist()
    [[1.0, -5.0, 0.0], [-5.0, 3.92, -1.44], [0.0, -1.44, 3.08]]
    """
    a = check.square("a", a)
    n = len(a)
    scale = scale_of(a)
    h = a / scale
    q = np.eye(n)
    for k in range(n - 2):
        v = householder_vector(h[k + 1 :, k])
        h[k + 1 :, k:] -= np.outer(2.0 * v, v @ h[k + 1 :, k:])
        h[:, k + 1 :] -= np.outer(h[:, k + 1 :] @ v, 2.0 * v)
        q[:, k + 1 :] -= np.outer(q[:, k + 1 :] @ v, 2.0 * v)
        h[k + 2 :, k] = 0.0
    return Hessenberg(q=q, h=enlarge(h, scale))
