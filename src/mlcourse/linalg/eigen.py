r"""Eigenvectors of a real matrix, from its Schur form.

Source: Golub and Van Loan (2013), Matrix Computations, 4th ed., section 7.6.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._balance import balance
from mlcourse.linalg._scale import enlarge, scale_of
from mlcourse.linalg.schur import real_schur

__all__ = ["Eigen", "eigen"]

ComplexArray = NDArray[np.complex128]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Eigen(Result):
    """``a @ vectors = vectors * values``."""

    values: ComplexArray  # (n,) largest modulus first
    vectors: ComplexArray  # (n, n) unit eigenvectors as columns
    reason: Literal["converged", "max_steps"]


def _solve_pair(block: ComplexArray, right: ComplexArray, least: float) -> ComplexArray:
    """Solve a 2 x 2 system by elimination; a pivot smaller than ``least`` is moved up to it."""
    i, j = divmod(int(np.argmax(np.abs(block))), 2)  # the largest entry is the first pivot
    pivot, beside = block[i, j], block[i, 1 - j]
    if abs(pivot) < least:
        pivot, beside, last, ratio = least, 0.0, least, 0.0
    else:
        ratio = block[1 - i, j] / pivot
        last = block[1 - i, 1 - j] - ratio * beside
        last = last if abs(last) >= least else least
    x = np.empty(2, dtype=np.complex128)
    x[1 - j] = (right[1 - i] - ratio * right[i]) / last
    x[j] = (right[i] - beside * x[1 - j]) / pivot
    return x


def _triangular_vector(t: FloatArray, k: int, value: complex) -> ComplexArray:
    """Solve (T - value I) x = 0 upwards from the block that holds the eigenvalue."""
    n = len(t)
    # A second eigenvalue of the same size would divide by zero: it is moved by its rounding.
    eps, tiny = float(np.finfo(float).eps), float(np.finfo(float).tiny)
    least = max(eps * abs(value), n * tiny / eps)
    x = np.zeros(n, dtype=np.complex128)
    top = k
    if k + 1 < n and t[k + 1, k] != 0.0:
        x[k], x[k + 1] = value - t[k + 1, k + 1], t[k + 1, k]
    elif k > 0 and t[k, k - 1] != 0.0:
        x[k - 1], x[k] = value - t[k, k], t[k, k - 1]
        top = k - 1
    else:
        x[k] = 1.0
    x = x / np.max(np.abs(x))
    i = top - 1
    while i >= 0:
        pair = i > 0 and t[i, i - 1] != 0.0
        at = slice(i - pair, i + 1)
        block = t[at, at] - value * np.eye(1 + pair)
        right = -(t[at, i + 1 :] @ x[i + 1 :])
        if pair:
            x[at] = _solve_pair(block, right, least)
        else:
            x[i] = right[0] / (block[0, 0] if abs(block[0, 0]) >= least else least)
        x = x / np.max(np.abs(x))  # entries grow by 1/least for each coincidence: keep in range
        i -= 1 + pair
    return x


def eigen(a: ArrayLike, *, max_steps: int | None = None) -> Eigen:
    r"""Return the eigenvalues and eigenvectors, :math:`A v_j = \lambda_j v_j`.

    The matrix is balanced first: with a diagonal matrix :math:`D` of powers of two, rows and
    columns of :math:`D^{-1} A D = Q T Q^\top` are of like size.  Eigenvectors of the triangle
    :math:`T` come by back substitution; :math:`D Q` turns them into those of :math:`A`.

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

    Examples
    --------
    >>> fit = eigen([[0, -2], [2, 0]])
    >>> fit.values.round(6).tolist(), np.abs(fit.vectors).round(6).tolist()
    ([2j, -2j], [[0.707107, 0.707107], [0.707107, 0.707107]])
    """
    a = check.square("a", a)
    scale = scale_of(a)
    balanced, exponents = balance(a / scale)
    fit = real_schur(balanced, max_steps=max_steps)
    vectors = fit.q @ np.stack(
        [_triangular_vector(fit.t, k, value) for k, value in enumerate(fit.values)], axis=1
    )
    vectors = np.ldexp(1.0, exponents - exponents.max())[:, None] * vectors
    vectors = vectors / np.max(np.abs(vectors), axis=0)
    vectors = vectors / np.sqrt(np.sum(np.abs(vectors) ** 2, axis=0))
    # Rounded keys: a conjugate pair has one modulus, whatever the last bit says.
    values = fit.values / scale_of(np.abs(fit.values))
    key = np.round(np.stack([values.imag, values.real, np.abs(values)]), 12)
    order = np.lexsort(-key)
    return Eigen(
        values=enlarge(fit.values[order], scale), vectors=vectors[:, order], reason=fit.reason
    )
