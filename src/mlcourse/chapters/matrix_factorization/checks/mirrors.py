r"""Exercise of chapter 12 on QR: a mirror that clears a column.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lecture 10.

Examples
--------
>>> def mirror(x):
...     v = np.array(x, dtype=float)
...     v[0] += np.linalg.norm(x) if x[0] >= 0 else -np.linalg.norm(x)
...     return np.eye(len(x)) - 2 * np.outer(v, v) / (v @ v)
>>> _ = check_mirror(mirror)
✓ mirror: 50 random inputs agree.
"""

from collections.abc import Callable

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_mirror"]


def _draw(rng: np.random.Generator) -> Inputs:
    x = tenths(rng, int(rng.integers(2, 5)))
    if rng.random() < 0.2:
        x[0] = 0.0
    return {"x": x}


def _away(x: FloatArray) -> float:
    """The sign that moves the first entry away from zero."""
    return 1.0 if x[0] >= 0 else -1.0


def _normal(x: FloatArray, sign: float) -> FloatArray:
    v = np.array(x, dtype=float)
    v[0] += sign * np.linalg.norm(v)
    return v


def _mirror(x: FloatArray, sign: float | None = None, share: float = 2.0) -> FloatArray:
    v = _normal(x, _away(x) if sign is None else sign)
    squared = float(v @ v)
    return np.eye(len(v)) - (share / squared if squared > 0 else 0.0) * np.outer(v, v)


def _with(sign: Callable[[FloatArray], float]) -> Callable[[FloatArray], FloatArray]:
    return lambda x: _mirror(x, sign(x))


check_mirror = Exercise(
    name="mirror",
    concept="qr",
    draw=_draw,
    expected=lambda x: _mirror(x),
    hint="v is x with its length added to the first entry, away from zero; the mirror is "
    "I - 2 v vᵀ / (v · v).",
    mistakes={
        "for an x near the first axis this v is a difference of two nearly equal numbers, and its "
        "digits are lost: move the first entry away from zero.": _with(lambda x: -_away(x)),
        "the sign depends on the first entry: add the length where it is positive, subtract it "
        "where it is negative.": _with(lambda x: 1.0),
        "the sign depends on the first entry: this one cancels where that is positive.": (
            _with(lambda x: -1.0)
        ),
        "np.sign(0) is 0: with a first entry of 0 take the plus.": (
            _with(lambda x: float(np.sign(x[0])))
        ),
        "that only drops onto the mirror: to get to the other side go twice as far.": (
            lambda x: _mirror(x, share=1.0)
        ),
        "v has to have the length 1, or be divided by v · v.": (
            lambda x: np.eye(len(x)) - 2 * np.outer(_normal(x, _away(x)), _normal(x, _away(x)))
        ),
        "that is the vector v: return the matrix that mirrors.": lambda x: _normal(x, _away(x)),
        "that is the mirrored vector: return the matrix.": lambda x: _mirror(x) @ x,
        "the sign is the other way round: a mirror leaves its own plane in place.": (
            lambda x: -_mirror(x)
        ),
    },
)
