r"""Problems by hand for chapter 11, vector spaces.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., chapters 3 and 4.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.problem import Problem, pick, told_apart

__all__ = ["problem"]

APART = 1e-2  # of the answer: twice what is accepted


def _vector(rng: np.random.Generator, d: int, size: int = 5) -> FloatArray:
    return np.asarray(rng.integers(1, size + 1, size=d) * rng.choice([-1, 1], size=d), dtype=float)


def _told(v: FloatArray) -> str:
    return "(" + ", ".join(f"{x:g}" for x in v) + ")"


def _coordinates(rng: np.random.Generator) -> Problem:
    while True:
        one, two, c = _vector(rng, 2, 3), _vector(rng, 2, 3), _vector(rng, 2, 4)
        determinant = one[0] * two[1] - one[1] * two[0]
        if abs(determinant) > 0.5 and one @ two != 0 and c[0] != c[1]:
            break
    x = c[0] * one + c[1] * two
    basis = np.column_stack([one, two])
    return Problem(
        name="coordinates",
        text=(
            f"The basis is b1 = {_told(one)}, b2 = {_told(two)}. Which coordinates has the point "
            f"{_told(x)}? Answer as [c1, c2]."
        ),
        given={"basis": basis, "x": x},
        answer=c,
        slips={
            "those are the inner products with b1 and b2, which are coordinates only in an "
            "orthonormal basis.": basis.T @ x,
            "b1 and b2 are the columns of the equations, not the rows.": np.linalg.solve(
                basis.T, x
            ),
            "first that of b1, then that of b2.": c[::-1],
            "that is the point with these coordinates; it is the other way round.": basis @ x,
            "projected on each arrow alone; that works only for orthogonal ones.": (
                basis.T @ x / np.sum(basis**2, axis=0)
            ),
        },
        steps=(
            f"Solve c1 {_told(one)} + c2 {_told(two)} = {_told(x)}.",
            f"First entry: {one[0]:g} c1 + ({two[0]:g}) c2 = {x[0]:g}; second: {one[1]:g} c1 + "
            f"({two[1]:g}) c2 = {x[1]:g}.",
            f"So c1 = {c[0]:g} and c2 = {c[1]:g}.",
        ),
    )


def _dimension(rng: np.random.Generator) -> Problem:
    m = 5
    while True:
        one, two = _vector(rng, m, 3), _vector(rng, m, 3)
        if np.linalg.matrix_rank(np.column_stack([one, two])) == 2:
            break
    a, b = (int(v) for v in rng.choice([-2, -1, 1, 2], size=2))
    c = int(rng.choice([-3, -2, 2, 3]))
    columns = [one, two, a * one + b * two, c * one]
    rank = 2
    if rng.random() < 0.5:
        rank = 3
        while np.linalg.matrix_rank(np.column_stack(columns)) < rank:
            columns[3] = _vector(rng, m, 3)
    return Problem(
        name="dimension",
        text=(
            "What is the dimension of the span of "
            + ", ".join(_told(v) for v in columns[:3])
            + f" and {_told(columns[3])}?"
        ),
        given={"columns": np.column_stack(columns)},
        answer=rank,
        slips={
            "that is the number of vectors; some depend on others.": 4,
            "that is the number of entries of each; four vectors cannot span as much.": m,
            "two of them are no multiples of each other, so it is more than a line.": 1,
            "look for one that is a combination of two others.": rank + 1,
        },
        steps=(
            f"The third is {a} times the first plus {b} times the second: strike it out.",
            "The first two are no multiples of each other. The fourth is "
            + (f"{c} times the first." if rank == 2 else "no combination of them."),
            f"So {rank} are left.",
        ),
    )


def _shadow(rng: np.random.Generator) -> Problem:
    while True:
        x, u = _vector(rng, 3), _vector(rng, 3, 3)
        if x @ u != 0 and u @ u != x @ u:
            break
    share = float(x @ u / (u @ u))
    return Problem(
        name="projection",
        text=(
            f"Which multiple of u = {_told(u)} is nearest to x = {_told(x)}? Answer as a vector of "
            "three entries."
        ),
        given={"x": x, "u": u},
        answer=share * u,
        slips={
            "u has not length 1: divide by u · u.": (x @ u) * u,
            "divided by the length of u instead of its square.": (x @ u) / np.sqrt(u @ u) * u,
            "that is what is left of x.": x - share * u,
            "that is the multiple of x that is nearest to u.": (x @ u) / (x @ x) * x,
            "the sign: x · u over u · u, times u.": -share * u,
        },
        steps=(
            f"x · u = {x @ u:g} and u · u = {u @ u:g}.",
            f"The factor is {x @ u:g} / {u @ u:g} = {share:.6g}.",
            f"The point is [{share * u[0]:.6g}, {share * u[1]:.6g}, {share * u[2]:.6g}].",
        ),
    )


def _function(rng: np.random.Generator) -> Problem:
    n, m = (int(v) for v in rng.choice(np.arange(1, 16), size=2, replace=False))
    right = (2 * m + 1) / (n + m + 1)
    return Problem(
        name="nearest power",
        text=(
            f"On [0, 1], with the integral of f g as inner product: for which c is c x^{m} nearest "
            f"to x^{n}?"
        ),
        given={"n": n, "m": m},
        answer=right,
        slips={
            "that is the inner product; divide it by that of the power that is multiplied.": (
                1 / (n + m + 1)
            ),
            "divided by the wrong square: that of the power that is to be met.": (
                (2 * n + 1) / (n + m + 1)
            ),
            "divided by a length instead of its square.": np.sqrt(2 * m + 1) / (n + m + 1),
            "that is the cosine of the angle between both.": (
                np.sqrt((2 * m + 1) * (2 * n + 1)) / (n + m + 1)
            ),
            "equal at 1 is not nearest.": 1.0,
        },
        steps=(
            f"The integral of x^{n} x^{m} is 1/{n + m + 1}, that of x^{m} x^{m} is 1/{2 * m + 1}.",
            "Divide the first by the second.",
            f"c = {2 * m + 1}/{n + m + 1} = {right:.6g}.",
        ),
    )


def _partner(rng: np.random.Generator) -> Problem:
    while True:
        a, b = (int(v) for v in rng.integers(2, 8, size=2))
        c = int(rng.choice([-3, -2, -1, 1, 2, 3]))
        p, q = (int(v) for v in _vector(rng, 2, 3))
        if c * c < a * b and q * a != p * c and p * a + q * c != 0 and p * c + q * b != 0:
            break
    # p (b - c t) + q (a t - c) = 0
    t = (q * c - p * b) / (q * a - p * c)
    return Problem(
        name="partner",
        text=(
            f"A centred cloud has the variances {a} and {b} and the covariance {c}. The first "
            f"arrow points to ({p}, {q}). For which t does (1, t) point to its partner, so that "
            "the coordinates are uncorrelated?"
        ),
        given={"sigma": np.array([[a, c], [c, b]], dtype=float), "first": np.array([p, q])},
        answer=t,
        slips={
            "that is a right angle for the dot product; here the inverse of the covariance "
            "matrix measures.": -p / q,
            "that is orthogonal with the covariance matrix; take its inverse.": (
                -(p * a + q * c) / (p * c + q * b)
            ),
            "is the sign right? The inverse has -c beside the diagonal.": -t,
            "upside down: (t, 1) would be the partner.": 1 / t if t else 1.0,
        },
        steps=(
            f"The inverse of the covariance matrix is a multiple of [[{b}, {-c}], [{-c}, {a}]].",
            f"Orthogonal: {p} ({b} + ({-c}) t) + ({q}) ({-c} + {a} t) = 0, that is "
            f"{p * b - q * c} + ({q * a - p * c}) t = 0.",
            f"t = {t:.6g}.",
        ),
    )


KINDS = (
    told_apart(_coordinates, APART),
    _dimension,
    told_apart(_shadow, APART),
    told_apart(_function, APART),
    told_apart(_partner, APART, least=1e-9),
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 11: coordinates, dimension, nearest points, partners.

    Parameters
    ----------
    seed : int
        Which problem, at least 0; the same seed is the same problem.

    Returns
    -------
    Problem
        Displays as its text; ``.check(answer)`` and ``.solution()``.

    Raises
    ------
    ValueError, TypeError
        If the seed is not a whole number of at least 0.

    Examples
    --------
    >>> problem(seed=1).name
    'dimension'
    """
    return pick(KINDS, seed)
