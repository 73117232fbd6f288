r"""Exercise of chapter 12 on eigenvalues: what many steps of a matrix do to a vector.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., section 6.1.

Examples
--------
>>> def fate(A):
...     (a, b), (c, d) = A
...     if (a + d) ** 2 / 4 >= a * d - b * c:
...         return "keeps a line"
...     size = a * d - b * c
...     return "goes round" if size == 1 else "spirals in" if size < 1 else "spirals out"
>>> _ = check_fate(fate)
✓ fate: 50 random inputs agree.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["check_fate"]


def _parts(A: FloatArray) -> tuple[float, float, float]:
    """Half the trace, the determinant, and the number under the root."""
    (a, b), (c, d) = np.asarray(A, dtype=float)
    return float((a + d) / 2), float(a * d - b * c), float(((a - d) / 2) ** 2 + b * c)


def _word(size: float) -> str:
    return "goes round" if size == 1 else "spirals in" if size < 1 else "spirals out"


def _fate(A: FloatArray) -> str:
    _, product, root = _parts(A)
    return "keeps a line" if root >= 0 else _word(product)


CASES = (
    "goes round",
    "spirals in",
    "keeps a line",
    "one line",
    "signs differ",
    "long trace",
    "short trace",
)


def _draw(rng: np.random.Generator) -> Inputs:
    # quarters: trace, determinant and the number under the root are exact
    case = CASES[int(rng.integers(0, len(CASES)))]
    while True:
        A = rng.integers(-8, 9, size=(2, 2)) / 4
        half, product, root = _parts(A)
        word = _fate(A)
        if case == "one line":
            found = root == 0 and (A[0, 1] != 0 or A[1, 0] != 0)
        elif case == "signs differ":  # and the eigenvalues are real all the same
            found = root > 0 and A[0, 1] * A[1, 0] < 0
        elif case == "long trace":  # and yet, with the wrong sign, a small determinant
            outer = A[0, 0] * A[1, 1] + A[0, 1] * A[1, 0]
            found = root < 0 and abs(half) > 1 and outer < 1
        elif case == "short trace":
            found = root < 0 and abs(half) < 1 < product
        else:
            found = word == case and A[0, 0] != A[1, 1]
        if found and product != 0 and half != 0:
            return {"A": A}


check_fate = Exercise(
    name="fate",
    concept="eigenvalues",
    draw=_draw,
    expected=_fate,
    hint="first: are the eigenvalues real, (trace/2)² ≥ det? If not, the size of both has the "
    "square det.",
    mistakes={
        "with real eigenvalues there is a line that is kept: ask for that first.": (
            lambda A: _word(_parts(A)[1])
        ),
        "half the trace is the real part of the eigenvalues; their size has the imaginary part "
        "in it, too.": lambda A: "keeps a line" if _parts(A)[2] >= 0 else _word(abs(_parts(A)[0])),
        "off the diagonal the signs must differ, but that is not enough: the difference on the "
        "diagonal can outweigh them.": lambda A: (
            "keeps a line" if A[0][1] * A[1][0] >= 0 else _word(_parts(A)[1])
        ),
        "where the number under the root is 0, there is one line, and it is kept.": lambda A: (
            "keeps a line" if _parts(A)[2] > 0 else _word(_parts(A)[1])
        ),
        "in and out are exchanged: a size below 1 makes each step shorter in the long run.": (
            lambda A: {"spirals in": "spirals out", "spirals out": "spirals in"}.get(
                _fate(A), _fate(A)
            )
        ),
        "a size of exactly 1 goes round: neither in nor out.": (
            lambda A: _fate(A).replace("goes round", "spirals out")
        ),
        "exactly 1 is the border, and going round has a word of its own.": (
            lambda A: _fate(A).replace("goes round", "spirals in")
        ),
        "the determinant is the product of both eigenvalues: take a times d minus b times c.": (
            lambda A: (
                "keeps a line"
                if _parts(A)[2] >= 0
                else _word(A[0][0] * A[1][1] + A[0][1] * A[1][0])
            )
        ),
    },
)
