r"""Eigenvalues and eigenvectors of a 2 x 2 matrix from its trace and determinant.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., section 6.1.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlcourse import _check as check
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of

__all__ = ["PlaneEigen", "plane_eigen"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlaneEigen(Result):
    """What a map of the plane keeps on its own line."""

    values: NDArray[
        np.complex128
    ]  # (2,) the larger (or the one with positive imaginary part) first
    vectors: NDArray[np.complex128]  # (2, 2) unit eigenvectors as columns
    regime: Literal["distinct", "repeated", "defective", "complex"]


def plane_eigen(a: ArrayLike, *, tol: float = 1e-12) -> PlaneEigen:
    r"""Solve :math:`\det(A - \lambda I) = \lambda^2 - \mathrm{tr}(A)\,\lambda + \det A = 0`.

    With :math:`m = \mathrm{tr}(A)/2` and
    :math:`d = \bigl(\tfrac{a_{11}-a_{22}}{2}\bigr)^2 + a_{12} a_{21}` the roots are
    :math:`m \pm \sqrt d`: two real eigenvalues for :math:`d > 0`, a turning map for
    :math:`d < 0`, and between them one value, with every direction an eigenvector ("repeated") or
    just one ("defective").

    Parameters
    ----------
    a : array of shape (2, 2)
        The matrix.
    tol : float
        :math:`|d| \le \mathrm{tol}\,\lVert A\rVert_F^2` counts as zero, in [0, 1).

    Returns
    -------
    PlaneEigen
        Values, unit vectors (complex arrays; real in all regimes but "complex") and regime.  In
        the regime "defective" both columns are the one eigenvector.

    Examples
    --------
    >>> plane_eigen([[2, 1], [1, 2]]).values.tolist()
    [(3+0j), (1+0j)]
    >>> plane_eigen([[0, -1], [1, 0]]).regime, plane_eigen([[1, 1], [0, 1]]).regime
    ('complex', 'defective')
    """
    a = check.matrix("a", a, rows=2, cols=2)
    tol = check.in_range("tol", tol, 0.0, 1.0, open_high=True)
    scale = scale_of(a)
    a = a / scale
    size = float(np.sum(a**2))
    mean = (a[0, 0] + a[1, 1]) / 2
    d = ((a[0, 0] - a[1, 1]) / 2) ** 2 + a[0, 1] * a[1, 0]
    regime: Literal["distinct", "repeated", "defective", "complex"]
    if abs(d) <= tol * size:
        d = 0.0
        # A multiple of the identity leaves nothing once its mean is taken off.
        regime = "repeated" if np.sum((a - mean * np.eye(2)) ** 2) <= tol * size else "defective"
    else:
        regime = "distinct" if d > 0 else "complex"
    root = np.sqrt(complex(d))
    values = np.array([mean + root, mean - root], dtype=np.complex128)
    vectors = np.eye(2, dtype=np.complex128)
    if regime != "repeated":
        for j, value in enumerate(values):
            # (A - value I) v = 0 says that v is orthogonal to both rows; the longer one decides.
            rows = a - value * np.eye(2)
            p, q = rows[np.argmax(np.sum(np.abs(rows) ** 2, axis=1))]
            v = np.array([-q, p])
            vectors[:, j] = v / np.sqrt(np.sum(np.abs(v) ** 2))
    return PlaneEigen(values=enlarge(values, scale), vectors=vectors, regime=regime)
