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

from functools import cache

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


# A listed mistake differs on every input of one of the cases with a share of 0.19 or more: of 50
# inputs none is of that case at most once in 30,000 runs. The others tell the hints apart.
CASES = ("one line", "two lines", "goes round", "square", "long trace", "short trace", "anything")
SHARES = (0.24, 0.14, 0.19, 0.2, 0.1, 0.1, 0.03)


@cache
def _all(case: str) -> FloatArray:
    """The matrices of a case: of quarters, so that trace, determinant and root are exact."""
    quarters = np.arange(-8, 9) / 4
    a, b, c, d = (part.ravel() for part in np.meshgrid(*[quarters] * 4, indexing="ij"))
    half, product, root = (a + d) / 2, a * d - b * c, ((a - d) / 2) ** 2 + b * c
    skew = (a != d) & (b * c < 0)  # no symmetric matrix, no turn
    fits = {
        "one line": (root == 0) & ((b != 0) | (c != 0)),
        # though the signs off the diagonal differ, and |det| is above half²
        "two lines": skew & (product < -(half**2)),
        "goes round": skew & (root < 0) & (product == 1),
        # a line only for who forgets to square, or to take half
        "square": skew & (root < 0) & (half >= product) & (2 * half**2 >= product),
        # half the trace is above 1, the determinant with the wrong sign is not
        "long trace": skew & (root < 0) & (np.abs(half) > 1) & (a * d + b * c < 1),
        "short trace": skew & (root < 0) & (np.abs(half) < 1) & (product > 1),
        "anything": np.ones(len(a), dtype=bool),
    }[case]  # fmt: skip
    # elimination rounds nothing where its multiplier is a quarter, a half or a whole
    for one, other in ((a, c), (a, b)):
        small, large = np.sort(np.abs([one, other]), axis=0)
        fits &= (large > 0) & (4 * small % np.where(large > 0, large, 1) == 0)
    fits &= (product != 0) & (half != 0)
    found = np.stack([a, b, c, d], axis=1)[fits].reshape(-1, 2, 2)
    # np.linalg.det goes by way of logarithms: what it rounds, here, is left out
    exact = [np.linalg.det(way) == product[fits] for way in (found, found.swapaxes(1, 2))]
    return np.asarray(found[exact[0] & exact[1]])


def _draw(rng: np.random.Generator) -> Inputs:
    found = _all(str(rng.choice(CASES, p=SHARES)))
    return {"A": found[int(rng.integers(len(found)))].copy()}


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
        "half the trace is to be squared before it is compared with the determinant.": lambda A: (
            "keeps a line" if _parts(A)[0] >= _parts(A)[1] else _word(_parts(A)[1])
        ),
        "half the trace is squared, not the whole: (trace/2)² ≥ det.": lambda A: (
            "keeps a line" if 4 * _parts(A)[0] ** 2 >= _parts(A)[1] else _word(_parts(A)[1])
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
