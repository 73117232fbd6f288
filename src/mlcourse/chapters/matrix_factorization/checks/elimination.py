r"""Exercises of chapter 12 on LU: a factorization with a bug, and a right side that comes later.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lectures 20 and 21.

Examples
--------
>>> def reuse(rows, L, U, b):
...     y = np.linalg.solve(L, b[rows])
...     return np.linalg.solve(U, y)
>>> _ = check_reuse(reuse)
✓ reuse: 50 random inputs agree.
"""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from mlcourse._check import FloatArray, IntArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_factor", "check_reuse"]

Factors = tuple[IntArray, FloatArray, FloatArray]
Pivot = Literal["largest", "no sign", "none"]


def _factor(
    A: FloatArray,
    *,
    pivot: Pivot = "largest",
    swap: Literal["left part", "nothing", "whole rows"] = "left part",
    upside_down: bool = False,
) -> Factors:
    """The factorization, and what it becomes with one thing changed."""
    n = len(A)
    U, L, rows = np.array(A, dtype=float), np.eye(n), np.arange(n)
    for k in range(n - 1):
        column = U[k:, k] if pivot == "no sign" else np.abs(U[k:, k])
        best = k if pivot == "none" else k + int(np.argmax(column))
        U[[k, best]] = U[[best, k]]
        rows[[k, best]] = rows[[best, k]]
        width = {"left part": k, "nothing": 0, "whole rows": n}[swap]
        L[[k, best], :width] = L[[best, k], :width]
        with np.errstate(all="ignore"):  # a variant may meet a zero
            share = U[k + 1 :, k] / U[k, k]
            L[k + 1 :, k] = 1 / share if upside_down else share
            U[k + 1 :] = U[k + 1 :] - np.outer(share, U[k])
        U[k + 1 :, k] = 0.0
    return rows, L, U


def _draw_factor(rng: np.random.Generator) -> Inputs:
    # three rows or more, and a swap after the first column: before that nothing is in L
    while True:
        A = tenths(rng, *(int(rng.integers(3, 5)),) * 2)
        first = int(np.argmax(np.abs(A[:, 0])))
        after = np.arange(len(A))
        after[[0, first]] = after[[first, 0]]
        later = not np.array_equal(_factor(A)[0], after)
        ways: tuple[Pivot, ...] = ("largest", "no sign", "none")
        if later and _clear(A) and all(_pivots(A, way).min() > 0.05 for way in ways):
            return {"A": A}


def _pivots(A: FloatArray, pivot: Pivot) -> FloatArray:
    """The sizes of the numbers that are divided by."""
    return np.nan_to_num(np.abs(np.diag(_factor(A, pivot=pivot)[2])), nan=0.0)


def _clear(A: FloatArray) -> bool:
    """Whether no two candidates for a pivot are of one size: either would be right."""
    U = np.array(A, dtype=float)
    for k in range(len(A) - 1):
        sizes = np.sort(np.abs(U[k:, k]))
        if sizes[-1] - sizes[-2] < 1e-6:
            return False
        best = k + int(np.argmax(np.abs(U[k:, k])))
        U[[k, best]] = U[[best, k]]
        U[k + 1 :] = U[k + 1 :] - np.outer(U[k + 1 :, k] / U[k, k], U[k])
    return True


def _changed(**how: Any) -> Callable[[FloatArray], Factors]:
    return lambda A: _factor(A, **how)


def _order(A: FloatArray, order: tuple[int, int, int]) -> tuple[Any, ...]:
    factors = _factor(A)
    return tuple(factors[k] for k in order)


check_factor = Exercise(
    name="factor",
    concept="lu",
    draw=_draw_factor,
    expected=_factor,
    hint="A[rows] must equal L @ U, with ones on the diagonal of L and no multiplier above 1 in "
    "size. Which arrays know of a row, when two rows change places?",
    mistakes={
        "the multipliers stay behind when their rows move: a row that is swapped takes with it "
        "what was subtracted from it before.": _changed(swap="nothing"),
        "only the finished columns of L move; its diagonal of ones stays where it is.": (
            _changed(swap="whole rows")
        ),
        "the largest number is wanted by its size, whatever its sign.": _changed(pivot="no sign"),
        "no row is swapped: look for the pivot first.": _changed(pivot="none"),
        "a multiplier is the number below divided by the pivot.": _changed(upside_down=True),
        "the ones on the diagonal of L are missing.": lambda A: (
            _factor(A)[0],
            _factor(A)[1] - np.eye(len(A)),
            _factor(A)[2],
        ),
        "rows[i] is the row of A that has become row i: you have it the other way round.": (
            lambda A: (np.argsort(_factor(A)[0]), *_factor(A)[1:])
        ),
        "in this order: rows, L, U.": lambda A: _order(A, (1, 2, 0)),
        "return three things: rows, L and U.": lambda A: _order(A, (1, 2, 0))[:2],
    },
)


def _draw_reuse(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(3, 5))
    while True:  # an order that is not its own inverse
        rows = rng.permutation(n)
        if not np.array_equal(rows[rows], np.arange(n)):
            break
    L = np.tril(np.round(tenths(rng, n, n) / 2, 1), -1) + np.eye(n)
    U = np.triu(tenths(rng, n, n), 1) + np.diag(rng.choice([-2.0, -1.5, 0.5, 1.5, 3.0], size=n))
    return {"rows": rows, "L": L, "U": U, "b": tenths(rng, n)}


def _reuse(rows: IntArray, L: FloatArray, U: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.solve(U, np.linalg.solve(L, np.asarray(b)[rows])))


check_reuse = Exercise(
    name="reuse",
    concept="lu",
    draw=_draw_reuse,
    expected=_reuse,
    hint="A[rows] = L U turns A x = b into L (U x) = b[rows]: first L y = b[rows], then U x = y.",
    mistakes={
        "the equations were swapped: their right sides have to be, too.": (
            lambda rows, L, U, b: _reuse(np.arange(len(b)), L, U, b)
        ),
        "rows[i] says which equation comes i-th: take b[rows].": (
            lambda rows, L, U, b: _reuse(np.argsort(rows), L, U, b)
        ),
        "the unknowns keep their order; the right sides change theirs.": (
            lambda rows, L, U, b: _reuse(np.arange(len(b)), L, U, b)[rows]
        ),
        "L (U x) is taken apart from outside: first L, then U.": (
            lambda rows, L, U, b: np.linalg.solve(L, np.linalg.solve(U, np.asarray(b)[rows]))
        ),
        "that is y = U x: one triangle is left.": (
            lambda rows, L, U, b: np.linalg.solve(L, np.asarray(b)[rows])
        ),
        "that multiplies: the system is to be solved.": lambda rows, L, U, b: L @ U @ b,
    },
)
