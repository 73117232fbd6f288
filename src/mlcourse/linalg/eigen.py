r"""Eigenvectors of a real matrix, from its Schur form.

Source: Golub and Van Loan (2013), Matrix Computations, 4th ed., section 7.6.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of
from mlcourse.linalg.schur import real_schur

__all__ = ["Eigen", "eigen"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Eigen(Result):
    """``a @ vectors = vectors * values``."""

    values: NDArray[np.complex128]  # (n,) largest modulus first
    vectors: NDArray[np.complex128]  # (n, n) unit eigenvectors as columns
    reason: Literal["converged", "max_steps"]


def _triangular_vector(t: FloatArray, k: int, value: complex) -> NDArray[np.complex128]:
    """Solve (T - value I) x = 0 upwards from the block that holds the eigenvalue."""
    n = len(t)
    floor = float(np.finfo(float).eps) * (float(np.linalg.norm(t)) or 1.0)
    x = np.zeros(n, dtype=np.complex128)
    top = k
    if k + 1 < n and t[k + 1, k] != 0.0:
        x[k], x[k + 1] = value - t[k + 1, k + 1], t[k + 1, k]
    elif k > 0 and t[k, k - 1] != 0.0:
        x[k - 1], x[k] = value - t[k, k], t[k, k - 1]
        top = k - 1
    else:
        x[k] = 1.0
    i = top - 1
    while i >= 0:
        pair = i > 0 and t[i, i - 1] != 0.0
        at = slice(i - pair, i + 1)
        block = t[at, at] - value * np.eye(1 + pair)
        right = -(t[at, i + 1 :] @ x[i + 1 :])
        # A second eigenvalue of the same size would divide by zero: move it by rounding.
        if pair:
            det = block[0, 0] * block[1, 1] - block[0, 1] * block[1, 0]
            least = floor * float(np.max(np.abs(block)))
            det = det if abs(det) > least else least
            x[at] = (
                np.array(
                    [
                        block[1, 1] * right[0] - block[0, 1] * right[1],
                        block[0, 0] * right[1] - block[1, 0] * right[0],
                    ]
                )
                / det
            )
        else:
            pivot = block[0, 0] if abs(block[0, 0]) > floor else floor
            x[i] = right[0] / pivot
        x = x / np.max(np.abs(x))  # entries grow by 1/floor for each coincidence: keep in range
        i -= 1 + pair
    return x / np.sqrt(np.sum(np.abs(x) ** 2))


def eigen(a: FloatArray, *, max_steps: int | None = None) -> Eigen:
    r"""Return the eigenvalues and eigenvectors, :math:`A v_j = \lambda_j v_j`.

    Eigenvectors of the triangle :math:`T` of the Schur form come by back substitution;
    :math:`Q` turns them into those of :math:`A = Q T Q^\top`.

    Parameters
    ----------
    a : array of shape (n, n)
        Any finite square matrix.
    max_steps : int or None
        Most double QR steps, at least 0; ``None`` means 30 n.

    Returns
    -------
    Eigen
        Complex arrays; eigenvalues of equal modulus with the larger real part, then the larger
        imaginary part first.  A defective matrix has (nearly) parallel vectors.

    Raises
    ------
    ValueError, TypeError
        If ``a`` is not finite and square or ``max_steps`` is not a whole number.

    Examples
    --------
    >>> fit = eigen([[0, -2], [2, 0]])
    >>> fit.values.round(6).tolist(), np.abs(fit.vectors).round(6).tolist()
    ([2j, -2j], [[0.707107, 0.707107], [0.707107, 0.707107]])
    """
    a = check.square("a", a)
    scale = scale_of(a)
    fit = real_schur(a / scale, max_steps=max_steps)
    vectors = np.stack(
        [_triangular_vector(fit.t, k, value) for k, value in enumerate(fit.values)], axis=1
    )
    vectors = fit.q @ vectors
    # Rounded keys: a conjugate pair has one modulus, whatever the last bit says.
    key = np.round(np.stack([fit.values.imag, fit.values.real, np.abs(fit.values)]), 12)
    order = np.lexsort(-key)
    return Eigen(
        values=enlarge(fit.values[order], scale), vectors=vectors[:, order], reason=fit.reason
    )
