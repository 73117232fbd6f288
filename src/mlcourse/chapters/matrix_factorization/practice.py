r"""Problems by hand for chapter 12: elimination, mirrors, eigenvalues, singular values, low rank.

Numbers are chosen so that a sheet of paper is enough.

Sources: Strang (2016), Introduction to Linear Algebra, 5th ed., sections 2.6, 4.4 and 6.1;
Trefethen and Bau (1997), Numerical Linear Algebra, Lectures 10 and 20.
"""

import numpy as np

from mlcourse.chapters.matrix_factorization import singular_problems
from mlcourse.exercises.problem import Kind, Problem, pick, told_apart

__all__ = ["problem"]

APART = 1e-2  # of the answer: twice what is accepted
LEAST = 0.05  # a guess of 0 would need no work


def _rows(a: np.ndarray) -> str:
    return ", ".join("(" + ", ".join(f"{x:g}" for x in row) + ")" for row in a)


def _eigenvalue(rng: np.random.Generator) -> Problem:
    big, small = (int(v) for v in sorted(rng.choice(np.arange(-4, 7), 2, replace=False))[::-1])
    slide = int(rng.choice([-2, -1, 1, 2]))
    lift = int(rng.choice([-1, 1]))
    basis = np.array([[1.0, slide], [lift, 1.0 + slide * lift]])  # determinant 1
    a = (basis * [big, small] @ np.linalg.inv(basis)).round()
    trace, det = big + small, big * small
    return Problem(
        name="larger eigenvalue",
        text=f"A matrix has the rows {_rows(a)}. What is its larger eigenvalue?",
        given={"a": a},
        answer=float(big),
        slips={
            "that is the smaller one.": float(small),
            "that is the trace, the sum of both.": float(trace),
            "that is the determinant, the product of both.": float(det),
            "the signs are turned round: λ² − tλ + d = 0.": float(-small),
            "the distance of both is added to the whole trace: half of each.": float(
                trace + big - small
            ),
            "the entries on the diagonal are eigenvalues only of a triangle.": float(
                np.diag(a).max()
            ),
        },
        steps=(
            f"The trace is {trace}, the determinant {det}.",
            f"λ = {trace}/2 ± √({trace}²/4 - ({det})) = {trace / 2:g} ± {(big - small) / 2:g}.",
            f"The larger one is {big}.",
        ),
    )


def _last_pivot(rng: np.random.Generator) -> Problem:
    lower = np.eye(3) + np.tril(rng.choice([-3, -2, -1, 1, 2, 3], size=(3, 3)), -1)
    upper = np.triu(rng.choice([-3, -2, -1, 1, 2, 3], size=(3, 3))).astype(float)
    a = lower @ upper
    once = a - np.outer(lower[:, 0], a[0])
    return Problem(
        name="last pivot",
        text=(
            f"A matrix has the rows {_rows(a)}. It is eliminated without swaps. What is the last "
            "number on the diagonal of U?"
        ),
        given={"a": a},
        answer=float(upper[2, 2]),
        slips={
            "that is the number in the matrix: nothing was subtracted yet.": float(a[2, 2]),
            "that is after the first column: the second has to be cleared, too.": float(once[2, 2]),
            "the multiples are subtracted, not added.": float(
                a[2, 2] + lower[2, 0] * upper[0, 2] + lower[2, 1] * upper[1, 2]
            ),
            "that is the determinant, the product of all three.": float(np.prod(np.diag(upper))),
            "that is the second number on the diagonal.": float(upper[1, 1]),
        },
        steps=(
            f"The multipliers of the first column are {lower[1, 0]:g} and {lower[2, 0]:g}; they "
            f"leave the rows {_rows(once[1:, 1:])}.",
            f"The multiplier of the second column is {lower[2, 1]:g}.",
            f"{once[2, 2]:g} - ({lower[2, 1]:g}) · ({upper[1, 2]:g}) = {upper[2, 2]:g}.",
        ),
    )


def _price(rng: np.random.Generator) -> Problem:
    n = int(rng.choice([30, 60, 90, 150, 300]))
    sides = int(rng.choice([5, 10, 20, 50, 100]))
    price = n**3 / 3 + sides * n**2
    return Problem(
        name="many right sides",
        text=(
            f"{n} equations are to be solved for {sides} right sides, by one LU. Count n³/3 "
            "products for the factorization and n² for a pair of triangles. How many products?"
        ),
        given={"n": n, "sides": sides},
        answer=price,
        slips={
            "that factors anew for each right side: once is enough.": sides * (n**3 / 3 + n**2),
            "each right side has a pair of triangles of its own.": n**3 / 3 + n**2,
            "the factorization has to be paid, too.": float(sides * n**2),
            "that is the price by way of the inverse.": float(n**3 + sides * n**2),
        },
        steps=(
            f"The factorization: {n}³/3 = {n**3 / 3:.0f}.",
            f"The triangles: {sides} · {n}² = {sides * n**2}.",
            f"Together {price:.0f}.",
        ),
    )


TRIPLES = ((3, 4, 5), (4, 3, 5), (6, 8, 10), (8, 6, 10), (5, 12, 13), (12, 5, 13))


def _mirror(rng: np.random.Generator) -> Problem:
    p, q, length = TRIPLES[int(rng.integers(0, len(TRIPLES)))]
    x = np.array([p, q]) * rng.choice([-1, 1], size=2)
    y = rng.choice([-3, -2, -1, 1, 2, 3], size=2)
    sign = 1 if x[0] > 0 else -1
    v, other = x + [sign * length, 0], x - [sign * length, 0]

    def image(normal: np.ndarray, share: float = 2.0) -> np.ndarray:
        return np.asarray(y - share * normal * (normal @ y) / (normal @ normal))

    found = image(v)
    return Problem(
        name="mirror",
        text=(
            f"The Householder mirror of x = ({x[0]}, {x[1]}), with the safe sign, is applied to "
            f"y = ({y[0]}, {y[1]}). Where does y go? Answer as [a, b]."
        ),
        given={"x": x, "y": y},
        answer=found,
        slips={
            "the sign is not the safe one: move the first entry away from zero.": image(other),
            "that drops y onto the mirror: go twice as far.": image(v, 1.0),
            "that is where x goes.": np.array([-sign * length, 0.0]),
            "a mirror leaves its own plane in place: the sign of all is turned round.": -found,
        },
        steps=(
            f"x has the length {length}, so v = ({v[0]}, {v[1]}).",
            f"v · y = {v @ y} and v · v = {v @ v}.",
            f"y - 2 · {v @ y}/{v @ v} · v = [{found[0]:.6g}, {found[1]:.6g}].",
        ),
    )


def _triangle(rng: np.random.Generator) -> Problem:
    r = np.array([[rng.integers(2, 6), rng.choice([-3, -2, -1, 1, 2, 3])], [0, rng.integers(2, 6)]])
    w = rng.choice([-4, -3, -2, 2, 3, 4], size=2)
    c = r @ w
    alone = c / np.diag(r)
    return Problem(
        name="least squares by QR",
        text=(
            f"A table is X = QR, and R has the rows {_rows(r)}. For the targets y the numbers "
            f"Qᵀy are ({c[0]}, {c[1]}). Which coefficients are best? Answer as [a, b]."
        ),
        given={"r": r, "c": c},
        answer=w.astype(float),
        slips={
            "the first equation has the second coefficient in it, too.": alone,
            "take the part of the second coefficient away, do not add it.": np.array(
                [(c[0] + r[0, 1] * w[1]) / r[0, 0], w[1]]
            ),
            "those are Qᵀy: the triangle R is still to be solved.": c.astype(float),
            "that multiplies by R: it is to be solved.": (r @ c).astype(float),
        },
        steps=(
            f"From the bottom: {r[1, 1]} b = {c[1]}, so b = {w[1]}.",
            f"Then {r[0, 0]} a = {c[0]} - ({r[0, 1]}) · ({w[1]}) = {c[0] - r[0, 1] * w[1]}.",
            f"The coefficients are [{w[0]}, {w[1]}].",
        ),
    )


def _spiral(rng: np.random.Generator) -> Problem:
    while True:
        a = rng.integers(-4, 5, size=(2, 2)) / 4
        trace, det = float(np.trace(a)), float(a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0])
        if trace**2 / 4 < det and trace != 0 and a[0, 0] != a[1, 1]:
            break
    k = int(rng.integers(3, 9))
    return Problem(
        name="spiral",
        text=(
            f"A matrix has the rows {_rows(a)}, and no real eigenvalue. In a suitable basis each "
            f"step turns, and stretches by one factor. By which factor do {k} steps stretch?"
        ),
        given={"a": a, "k": k},
        answer=float(det ** (k / 2)),
        slips={
            "one step stretches by the root of the determinant.": det**k,
            "that is one step.": float(np.sqrt(det)),
            "half the trace is the real part; the imaginary part counts, too.": abs(trace / 2) ** k,
            "factors multiply: take the power.": k * float(np.sqrt(det)),
        },
        steps=(
            f"The determinant is {det:g}, the product of both eigenvalues, so |λ| = √{det:g}.",
            f"{k} steps: √{det:g} to the power {k} = {det ** (k / 2):.6g}.",
        ),
    )


KINDS: tuple[Kind, ...] = (
    _eigenvalue,
    _last_pivot,
    _price,
    _mirror,
    _triangle,
    _spiral,
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 12: elimination, mirrors, eigenvalues, singular values or low rank.

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
    """
    kinds = [
        *(told_apart(kind, APART) for kind in KINDS),
        *(told_apart(kind, APART, LEAST) for kind in singular_problems.KINDS),
    ]
    return pick(kinds, seed)
