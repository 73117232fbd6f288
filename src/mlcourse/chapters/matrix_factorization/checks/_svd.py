r"""The checks of chapter 12 on the singular value decomposition: the cross, and a bug.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lectures 4 and 5.

Examples
--------
>>> import numpy as np
>>> def layers(A, k):
...     u, s, vt = np.linalg.svd(A)
...     return u[:, :k] * s[:k] @ vt[:k]
>>> _ = check_layers(layers)
✓ layers: 50 random inputs agree.
"""

from collections.abc import Callable

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_cross_angle", "check_layers"]

CLEAR = 3.0  # degrees between the right angle and 0, 90 or a wrong answer


def _products(a: FloatArray) -> tuple[float, float, float]:
    """The squared lengths of the two columns, and their inner product."""
    one, two = a.T
    return float(one @ one), float(two @ two), float(one @ two)


def _cross(A: FloatArray) -> float:
    p, q, c = _products(A)
    return float(np.rad2deg(np.arctan2(2 * c, p - q)) / 2 % 90)


def _draw_cross(rng: np.random.Generator) -> Inputs:
    while True:
        a = tenths(rng, 2, 2)
        angle, image = _cross(a), _cross(a.T)
        far = min(angle, 90 - angle, abs(angle - image), abs(angle + image - 90))
        s = np.linalg.svd(a)[1]
        if far > CLEAR and abs(angle - 45) > CLEAR and s[0] > 1.2 * s[1]:
            return {"A": a}


def _real_axis(A: FloatArray) -> float:
    """The angle of an eigenvector, or of the real part of one."""
    v = np.linalg.eig(A)[1][:, 0].real
    return float(np.rad2deg(np.arctan2(v[1], v[0])) % 90)


check_cross_angle = Exercise(
    name="cross_angle",
    concept="svd",
    draw=_draw_cross,
    expected=_cross,
    hint=(
        "write the arms as (cos t, sin t) and (-sin t, cos t), multiply both by A, and set the "
        "inner product to zero: with the columns a and b it is a·b cos 2t - (a·a - b·b) sin 2t / 2."
    ),
    mistakes={
        "that is the cross after the matrix, of U: the one before it is asked for.": (
            lambda A: _cross(A.T)
        ),
        "the equation gives 2t: halve the angle.": (
            lambda A: float(np.rad2deg(np.arctan2(2 * _products(A)[2], _mismatch(A))) % 90)
        ),
        "that is in radians.": lambda A: float(np.deg2rad(_cross(A))),
        "between 0 and 90: of the four arms of the cross, the one in that quarter.": (
            lambda A: _cross(A) - 90
        ),
        "in that quarter, not in the next one: take away 90.": lambda A: _cross(A) + 90,
        "an eigenvector keeps its line, which is not asked; the arms' images make a right angle.": (
            _real_axis
        ),
        "the sign of a·b is lost, or a and b have changed places.": lambda A: 90 - _cross(A),
        "that is the angle with which the columns come out, not the cross that stays one.": (
            lambda A: float(
                np.rad2deg(np.arccos(_products(A)[2] / np.sqrt(_products(A)[0] * _products(A)[1])))
            )
        ),
    },
)


def _mismatch(a: FloatArray) -> float:
    p, q, _ = _products(a)
    return p - q


def _truncated(A: FloatArray, k: int) -> FloatArray:
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return np.asarray(u[:, :k] * s[:k] @ vt[:k])


def _draw_layers(rng: np.random.Generator) -> Inputs:
    # of two columns V can be a mirror, which is its own transpose
    m, n = int(rng.integers(2, 5)), int(rng.integers(3, 5))
    while True:
        a = tenths(rng, m, n)
        s = np.linalg.svd(a)[1]
        # values apart, so that the layers are what they are; none too small to be missed
        if np.all(s[:-1] > 1.1 * s[1:]) and s[-1] > 0.1:
            return {"A": a, "k": int(rng.integers(1, min(m, n) + 1))}


def _colleague(A: FloatArray, k: int) -> FloatArray:
    """Columns of the third factor of NumPy, which is transposed already."""
    u, s, vt = np.linalg.svd(A)
    return np.asarray(u[:, :k] * s[:k] @ vt[:, :k].T)


def _spoiled(how: Callable[[FloatArray, FloatArray, FloatArray, int], FloatArray]) -> Callable[
    [FloatArray, int], FloatArray
]:  # fmt: skip
    def wrong(A: FloatArray, k: int) -> FloatArray:
        u, s, vt = np.linalg.svd(A, full_matrices=False)
        return np.asarray(how(u, s, vt, k))

    return wrong


check_layers = Exercise(
    name="layers",
    concept="svd",
    draw=_draw_layers,
    expected=_truncated,
    hint=(
        "layer i is s[i] times the column u[:, i] times a row; print A - layers(A, n) for a "
        "matrix with n columns, and ask which row belongs to u[:, i]."
    ),
    mistakes={
        "that is the colleague's: the third factor comes transposed, its rows are the v's.": (
            _colleague
        ),
        "the first k of the three factors, not the last.": _spoiled(
            lambda u, s, vt, k: u[:, -k:] * s[-k:] @ vt[-k:]
        ),
        "the stretches are missing: each layer is s[i] times column times row.": _spoiled(
            lambda u, s, vt, k: u[:, :k] @ vt[:k]
        ),
        "that is the k-th layer alone: add up the first k.": _spoiled(
            lambda u, s, vt, k: s[k - 1] * np.outer(u[:, k - 1], vt[k - 1])
        ),
        "k layers are the numbers 0 to k - 1: one is missing.": _spoiled(
            lambda u, s, vt, k: u[:, : k - 1] * s[: k - 1] @ vt[: k - 1]
        ),
        "that is what the layers leave: return the layers.": _spoiled(
            lambda u, s, vt, k: u[:, k:] * s[k:] @ vt[k:]
        ),
        "all the layers are in it: stop after k.": _spoiled(lambda u, s, vt, k: u * s @ vt),
        "the singular values come in once, not squared.": _spoiled(
            lambda u, s, vt, k: u[:, :k] * s[:k] ** 2 @ vt[:k]
        ),
    },
)
