r"""Gaussian elimination, kept as a factorization :math:`P A = L U`, step by step or at once.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lectures 20-22.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.linalg._scale import scale_of

__all__ = ["LU", "Elimination", "determinant", "eliminate", "elimination_step", "lu"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Elimination(Result):
    """A matrix after some of its columns are cleared: ``a[rows] = lower @ upper``."""

    lower: FloatArray  # (m, m) multipliers below a diagonal of ones
    upper: FloatArray  # (m, n) what the elimination has made of the matrix
    rows: IntArray  # (m,) row i of ``upper`` came from row rows[i] of the matrix
    column: int  # columns cleared so far
    pivot: float  # pivot of the last step; nan before the first
    reason: Literal["ok", "singular", "overflow"]  # why the next step cannot be taken


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LU(Result):
    """Two triangles: ``a[rows] = lower @ upper``."""

    lower: FloatArray  # (m, k), k = min(m, n), ones on the diagonal
    upper: FloatArray  # (k, n)
    rows: IntArray  # (m,) a[rows] = lower @ upper
    sign: int  # -1 if ``rows`` is an odd permutation
    growth: float  # largest entry met on the way / largest entry of the matrix
    reason: Literal["complete", "singular", "overflow"]


def elimination_step(state: Elimination, *, pivoting: bool = True) -> Elimination:
    r"""Clear the next column below the diagonal.

    Row :math:`i` below the pivot row :math:`k` becomes
    :math:`u_i - \ell_{ik} u_k` with the multiplier :math:`\ell_{ik} = u_{ik}/u_{kk}`.
    With pivoting the row with the largest entry is swapped up first, so that no multiplier
    exceeds 1.

    Parameters
    ----------
    state : Elimination
        From :func:`eliminate` or from this function.
    pivoting : bool
        Choose the largest entry of the column as pivot (partial pivoting).

    Returns
    -------
    Elimination
        The next state; a column that is already clear counts as a step.  If the pivot is zero
        above other entries, the state itself with the reason "singular"; if a multiplier or an
        entry leaves the range of a double, with the reason "overflow".

    Raises
    ------
    ValueError
        If ``state`` has no column left or has already failed.

    Examples
    --------
    >>> start = eliminate([[1, 2], [4, 2]])[0]
    >>> elimination_step(start).upper.tolist()
    [[4.0, 2.0], [0.0, 1.5]]
    >>> elimination_step(start, pivoting=False).upper.tolist()
    [[1.0, 2.0], [0.0, -6.0]]
    """
    if not isinstance(state, Elimination):
        raise TypeError(f"state must be an Elimination, got {type(state).__name__}")
    k, total = state.column, min(state.upper.shape)
    if state.reason != "ok" or k >= total:
        raise ValueError(
            f"state must be one that has a step left, got column {k} of {total} "
            f"with reason {state.reason!r}"
        )
    pivoting = check.boolean("pivoting", pivoting)
    lower, upper, rows = state.lower.copy(), state.upper.copy(), state.rows.copy()
    if pivoting:
        best = k + int(np.argmax(np.abs(upper[k:, k])))
        swap = [best, k]
        upper[[k, best]] = upper[swap]
        rows[[k, best]] = rows[swap]
        lower[[k, best], :k] = lower[swap, :k]  # earlier multipliers belong to their row
    pivot = float(upper[k, k])
    below = upper[k + 1 :, k].copy()
    reason: Literal["ok", "singular", "overflow"] = "ok"
    if np.any(below):
        with np.errstate(all="ignore"):  # overflow and 0-division are looked at right below
            multipliers = below / pivot
            rest = upper[k + 1 :, k + 1 :] - np.outer(multipliers, upper[k, k + 1 :])
        if pivot == 0.0:
            reason = "singular"
        elif not (np.all(np.isfinite(multipliers)) and np.all(np.isfinite(rest))):
            reason = "overflow"
        else:
            lower[k + 1 :, k] = multipliers
            upper[k + 1 :, k] = 0.0
            upper[k + 1 :, k + 1 :] = rest
    return Elimination(
        lower=lower,
        upper=upper,
        rows=rows,
        column=k + (reason == "ok"),
        pivot=pivot,
        reason=reason,
    )


def _parity(rows: IntArray) -> int:
    """-1 for an odd permutation: each cycle of even length changes the sign."""
    sign, seen = 1, np.zeros(len(rows), dtype=bool)
    for start in range(len(rows)):
        at, length = start, 0
        while not seen[at]:
            seen[at] = True
            at, length = int(rows[at]), length + 1
        if length and length % 2 == 0:
            sign = -sign
    return sign


def _states(a: ArrayLike, pivoting: bool) -> Iterator[Elimination]:
    a = check.matrix("a", a)
    m, n = a.shape
    state = Elimination(
        lower=np.eye(m), upper=a, rows=np.arange(m), column=0, pivot=float("nan"), reason="ok"
    )
    yield state
    while state.column < min(m, n) and state.reason == "ok":
        state = elimination_step(state, pivoting=pivoting)
        yield state


def eliminate(a: ArrayLike, *, pivoting: bool = True) -> tuple[Elimination, ...]:
    """Return every state of the elimination, the first before any step.

    Parameters
    ----------
    a : array of shape (m, n)
        Any finite matrix; each state holds m (m + n) numbers, so a small one.
    pivoting : bool
        Swap the largest entry of each column up (partial pivoting).

    Returns
    -------
    tuple of Elimination
        One state more than steps.  The last one has the reason "singular" or "overflow" if the
        elimination could not go on.

    Examples
    --------
    >>> for state in eliminate([[2, 1, 1], [4, 3, 3], [8, 7, 9]], pivoting=False):
    ...     print(state.upper.tolist())
    [[2.0, 1.0, 1.0], [4.0, 3.0, 3.0], [8.0, 7.0, 9.0]]
    [[2.0, 1.0, 1.0], [0.0, 1.0, 1.0], [0.0, 3.0, 5.0]]
    [[2.0, 1.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 2.0]]
    [[2.0, 1.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 2.0]]
    """
    pivoting = check.boolean("pivoting", pivoting)
    return tuple(_states(a, pivoting))


def lu(a: ArrayLike, *, pivoting: bool = True) -> LU:
    r"""Factor a matrix into triangles, :math:`P A = L U`.

    Parameters
    ----------
    a : array of shape (m, n)
        Any finite matrix; one that is square and regular has nonzero pivots.
    pivoting : bool
        Swap the largest entry of each column up (partial pivoting).  Without it a zero pivot
        stops the elimination and a small one ruins the result.

    Returns
    -------
    LU
        Factors, row order, growth factor.
        After "singular" or "overflow" ``upper`` is cleared only as far as the steps went, and
        the equation need not hold for wide or tall matrices cut to ``k`` rows or columns.

    Examples
    --------
    >>> fit = lu([[1, 2], [4, 2]])
    >>> fit.lower.tolist(), fit.upper.tolist(), fit.rows.tolist()
    ([[1.0, 0.0], [0.25, 1.0]], [[4.0, 2.0], [0.0, 1.5]], [1, 0])
    >>> lu([[0, 1], [1, 0]], pivoting=False).reason
    'singular'
    """
    pivoting = check.boolean("pivoting", pivoting)
    sizes = []
    for state in _states(a, pivoting):
        sizes.append(float(np.max(np.abs(state.upper))))
    k = min(state.upper.shape)
    return LU(
        lower=state.lower[:, :k].copy(),
        upper=state.upper[:k].copy(),
        rows=state.rows,
        sign=_parity(state.rows),
        growth=max(sizes) / sizes[0] if sizes[0] > 0 else 1.0,
        reason="complete" if state.reason == "ok" else state.reason,
    )


def determinant(a: ArrayLike) -> float:
    r"""Return the determinant: the product of the pivots, with the sign of the row swaps.

    :math:`\det A = \mathrm{sign}(P) \prod_k u_{kk}`

    Parameters
    ----------
    a : array of shape (n, n)
        A finite square matrix.

    Returns
    -------
    float
        The factor by which the map changes volumes; infinite beyond the range of a double.

    Examples
    --------
    >>> determinant([[0, 2, 0], [1, 0, 0], [0, 0, 3]])
    -6.0
    """
    a = check.square("a", a)
    scale = scale_of(a)
    fit = lu(a / scale)
    mantissa, exponent = np.frexp(np.diag(fit.upper))
    # Mantissas stay in [1/2, 1): 1,000 of them multiply without underflow, exponents add up.
    power = int(exponent.sum()) + len(a) * int(np.frexp(scale)[1] - 1)
    value, carry = 1.0, 0
    for part in mantissa:
        value, shift = np.frexp(value * part)
        carry += int(shift)
    with np.errstate(over="ignore"):  # infinite is the answer then
        return float(fit.sign * np.ldexp(float(value), power + carry))
