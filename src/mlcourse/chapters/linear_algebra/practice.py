r"""Problems by hand for chapter 10, vectors and matrices.

Numbers are chosen so that a sheet of paper is enough.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., sections 1.2, 2.4 and 5.1.
"""

import numpy as np

from mlcourse.exercises.problem import Problem, pick, told_apart

__all__ = ["problem"]

APART = 1e-2  # of the answer: twice what is accepted


def _entries(rng: np.random.Generator, count: int, high: int = 6) -> list[int]:
    """Whole numbers other than 0, of either sign."""
    return [int(v) for v in rng.integers(1, high, size=count) * rng.choice([-1, 1], size=count)]


def _shadow(rng: np.random.Generator) -> Problem:
    a = list(((3, 4), (4, 3), (5, 12), (12, 5), (8, 6))[int(rng.integers(5))])
    a[1] *= int(rng.choice([-1, 1]))
    b = _entries(rng, 2, 8)
    product, long = a[0] * b[0] + a[1] * b[1], float(np.hypot(a[0], a[1]))
    other = float(np.hypot(b[0], b[1]))
    return Problem(
        name="shadow",
        text=(
            f"How long is the shadow of b = ({b[0]}, {b[1]}) on the line of a = ({a[0]}, {a[1]}), "
            "with a minus sign if it falls on the side away from a?"
        ),
        given={"a": np.array(a), "b": np.array(b)},
        answer=product / long,
        slips={
            "that is the dot product: divide it by the length of a.": float(product),
            "that is the factor of a; the shadow is so many times as long as a.": product / long**2,
            "divided by the wrong length: the shadow falls on a.": product / other,
            "that is the cosine of the angle.": product / (long * other),
            "the sign: does the shadow fall on the side of a?": -product / long,
        },
        steps=(
            f"a·b = {a[0]}·({b[0]}) + ({a[1]})·({b[1]}) = {product}.",
            f"The length of a is √({a[0]}² + {a[1]}²) = {long:g}.",
            f"The shadow is {product}/{long:g} = {product / long:.6g}.",
        ),
    )


def _right_angle(rng: np.random.Generator) -> Problem:
    a, b, c, d = _entries(rng, 4)
    e = int(rng.choice([1, 2, 4, 5]))
    answer = -(a * c + b * d) / e
    return Problem(
        name="right angle",
        text=f"For which number t are ({a}, {b}, {e}) and ({c}, {d}, t) at a right angle?",
        given={"one": np.array([a, b, e]), "other": np.array([c, d])},
        answer=answer,
        slips={
            "the sign: all three products together must be 0.": -answer,
            f"the last product is {e} t: divide.": answer * e,
            "multiply entry by entry: first with first, second with second.": -(a * d + b * c) / e,
        },
        steps=(
            f"The dot product is {a}·({c}) + ({b})·({d}) + {e} t = {a * c + b * d} + {e} t.",
            f"It is 0 for t = {-(a * c + b * d)}/{e} = {answer:.6g}.",
        ),
    )


def _landing(rng: np.random.Generator) -> Problem:
    u, v, x = (np.array(_entries(rng, 2)) for _ in range(3))
    answer = x[0] * u + x[1] * v
    matrix = np.column_stack([u, v])
    return Problem(
        name="landing place",
        text=(
            f"A linear map sends (1, 0) to ({u[0]}, {u[1]}) and (0, 1) to ({v[0]}, {v[1]}). "
            f"Where does ({x[0]}, {x[1]}) land? Answer as [x, y]."
        ),
        given={"u": u, "v": v, "x": x},
        answer=answer.astype(float),
        slips={
            "the landing places are the columns of the matrix, not its rows.": (
                matrix.T @ x
            ).astype(float),
            "the first entry is the factor of the place of (1, 0), the second of that of (0, 1).": (
                (x[1] * u + x[0] * v).astype(float)
            ),
            "both landing places have their factor.": (u + v).astype(float),
            "entry by entry is no combination of the landing places.": (x * (u + v)).astype(float),
            "every sign is the other one: a landing place times a negative number points back.": (
                -answer.astype(float)
            ),
            "the second landing place is added, with the sign of its factor.": (
                (x[0] * u - x[1] * v).astype(float)
            ),
        },
        steps=(
            f"({x[0]}, {x[1]}) is {x[0]} times (1, 0) plus {x[1]} times (0, 1).",
            f"So it lands on {x[0]}·({u[0]}, {u[1]}) + ({x[1]})·({v[0]}, {v[1]}).",
            f"That is ({answer[0]}, {answer[1]}).",
        ),
    )


def _area(rng: np.random.Generator) -> Problem:
    p = [np.array(rng.integers(-5, 6, size=2)) for _ in range(3)]
    one, two = p[1] - p[0], p[2] - p[0]
    double = int(one[0] * two[1] - one[1] * two[0])
    corners = ", ".join(f"({q[0]}, {q[1]})" for q in p)
    return Problem(
        name="triangle",
        text=(
            f"What is the area of the triangle with the corners {corners}, negative if they are "
            "listed clockwise?"
        ),
        given={"corners": np.array(p)},
        answer=double / 2,
        slips={
            "the triangle is half of the parallelogram.": float(double),
            "the right size; which way round are they listed?": -double / 2,
            "that is of the corners as if the first were the origin: take differences.": (
                float(p[1][0] * p[2][1] - p[1][1] * p[2][0]) / 2
            ),
            "a determinant has a minus between the products.": (
                float(one[0] * two[1] + one[1] * two[0]) / 2
            ),
        },
        steps=(
            f"From the first corner to the others: ({one[0]}, {one[1]}) and ({two[0]}, {two[1]}).",
            f"Their determinant is {one[0]}·({two[1]}) - ({two[0]})·({one[1]}) = {double}.",
            f"The triangle has half of it: {double / 2:g}.",
        ),
    )


def _collapse(rng: np.random.Generator) -> Problem:
    a, c, b = _entries(rng, 3, 7)
    answer = b * c / a
    return Problem(
        name="collapse",
        text=(
            f"The matrix has the rows ({a}, {b}) and ({c}, t). For which t does it flatten the "
            "plane?"
        ),
        given={"a": a, "b": b, "c": c},
        answer=answer,
        slips={
            "the sign: the two products of the determinant must be equal.": -answer,
            f"divide by {a}: the determinant is {a} t less the other product.": float(b * c),
            "which entry stands across from t?": a * b / c,
            "across from each other stand the first and the last entry.": a * c / b,
        },
        steps=(
            f"The determinant is {a} t - ({b})·({c}).",
            f"It is 0 for t = {b * c}/({a}) = {answer:.6g}.",
        ),
    )


def _product(rng: np.random.Generator) -> Problem:
    a, b = (rng.integers(-4, 5, size=(2, 2)) for _ in range(2))
    answer = a @ b
    rows = [", then ".join(f"({r[0]}, {r[1]})" for r in m) for m in (a, b)]
    return Problem(
        name="first B, then A",
        text=(
            f"A has the rows {rows[0]}; B has the rows {rows[1]}. Which matrix does first B and "
            "then A? Answer by its entries, row after row: [p, q, r, s]."
        ),
        given={"a": a, "b": b},
        answer=answer.ravel().astype(float),
        slips={
            "that does first A, then B.": (b @ a).ravel().astype(float),
            "entry by entry is not how maps follow each other.": (a * b).ravel().astype(float),
            "row after row: you went column after column.": answer.T.ravel().astype(float),
            "rows of A meet columns of B, not its rows.": (a @ b.T).ravel().astype(float),
        },
        steps=(
            "What is done first stands on the right: AB.",
            f"Row 1 of A with both columns of B: {answer[0, 0]} and {answer[0, 1]}.",
            f"Row 2: {answer[1, 0]} and {answer[1, 1]}.",
            f"So [{answer[0, 0]}, {answer[0, 1]}, {answer[1, 0]}, {answer[1, 1]}].",
        ),
    )


KINDS = (
    told_apart(_shadow, APART, 0.05),
    told_apart(_landing, APART),
    told_apart(_area, APART, 0.05),
    told_apart(_right_angle, APART, 0.05),
    told_apart(_product, APART),
    told_apart(_collapse, APART, 0.05),
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 10: shadows, landing places, areas, products.

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
    >>> one = problem(seed=5)
    >>> one.name
    'collapse'
    """
    return pick(KINDS, seed)
