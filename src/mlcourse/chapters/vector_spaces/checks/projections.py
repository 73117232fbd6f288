r"""The checks of chapter 11 on projections, with the dot product and with others.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., sections 4.2 to 4.4.

Examples
--------
>>> _ = check_slope_of_cube("3/5")
✓ slope_of_cube: 0.6 is right.
"""

from collections.abc import Callable

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_share_left", "check_slope_of_cube", "check_weighted_projection"]


def _draw_weighted(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(2, 5))
    return {
        "x": tenths(rng, d),
        "u": tenths(rng, d),
        "weights": rng.choice([0.2, 0.5, 3.0, 7.0, 12.0], size=d, replace=False),
    }


def _project(x: FloatArray, u: FloatArray, weights: FloatArray) -> FloatArray:
    return np.asarray(np.sum(weights * x * u) / np.sum(weights * u * u) * u)


check_weighted_projection = Exercise(
    name="weighted_projection",
    concept="projection",
    draw=_draw_weighted,
    expected=_project,
    hint="the formula is that of the dot product, with the other inner product in both places.",
    mistakes={
        "the weights are missing: this is orthogonal for the dot product.": (
            lambda x, u, weights: _project(x, u, np.ones_like(x))
        ),
        "the length of u is measured by the same inner product: weights below, too.": (
            lambda x, u, weights: np.sum(weights * x * u) / np.sum(u * u) * u
        ),
        "u need not have length 1: divide by its inner product with itself.": (
            lambda x, u, weights: np.sum(weights * x * u) * u
        ),
        "that is what is left over; the nearest point is asked for.": (
            lambda x, u, weights: x - _project(x, u, weights)
        ),
        "that is how many times u; the point is this multiple of u.": (
            lambda x, u, weights: float(np.sum(weights * x * u) / np.sum(weights * u * u))
        ),
        "u is projected on x here: exchange them.": (lambda x, u, weights: _project(u, x, weights)),
        "the weights belong into the inner products; the point itself is a multiple of u.": (
            lambda x, u, weights: weights * _project(x, u, weights)
        ),
        "with roots of the weights on x and u it is a plain projection; the point that comes out "
        "has the roots on it, too: divide by them.": (
            lambda x, u, weights: np.sqrt(weights) * _project(x, u, weights)
        ),
        "each weight counts once in a product of two entries, not squared.": (
            lambda x, u, weights: _project(x, u, weights**2)
        ),
    },
)


def _draw_table(rng: np.random.Generator) -> Inputs:
    while True:
        table = tenths(rng, int(rng.integers(5, 7)), 3)
        table[:, 2] = (table[:, 0] - table[:, 1] + table[:, 2] / 4).round(1)
        table = table[:, rng.permutation(3)]
        table -= table.mean(axis=0)
        if np.linalg.svd(table, compute_uv=False)[-1] > 0.05:
            return {"table": table}


def _left(v: FloatArray, others: FloatArray) -> float:
    """The length of what a span leaves of a vector, as a share of its length."""
    if not others.shape[1]:
        return 1.0
    rest = v - others @ np.linalg.lstsq(others, v, rcond=None)[0]
    return float(np.linalg.norm(rest) / np.linalg.norm(v))


def _each(others: Callable[[FloatArray, int], FloatArray]) -> Callable[..., FloatArray]:
    def shares(table: FloatArray) -> FloatArray:
        columns = range(table.shape[1])
        return np.array([_left(table[:, j], others(table, j)) for j in columns])

    return shares


_shares = _each(lambda table, j: np.delete(table, j, axis=1))


def _in_pairs(table: FloatArray) -> FloatArray:
    columns = range(table.shape[1])
    return np.array(
        [min(_left(table[:, j], table[:, [i]]) for i in columns if i != j) for j in columns]
    )


def _one_by_one(table: FloatArray) -> FloatArray:
    """The shadows on the others taken off in turn, though these are not orthogonal."""
    left = []
    for j, v in enumerate(table.T):
        rest = v
        for u in np.delete(table, j, axis=1).T:
            rest = rest - (u @ rest) / (u @ u) * u
        left.append(float(np.linalg.norm(rest) / np.linalg.norm(v)))
    return np.array(left)


def _at_once(table: FloatArray) -> FloatArray:
    """The shadows of the column itself on the others, taken off together."""
    left = []
    for j, v in enumerate(table.T):
        others = np.delete(table, j, axis=1)
        rest = v - others @ ((others.T @ v) / np.sum(others**2, axis=0))
        left.append(float(np.linalg.norm(rest) / np.linalg.norm(v)))
    return np.array(left)


check_share_left = Exercise(
    name="share_left",
    concept="projection",
    draw=_draw_table,
    expected=_shares,
    hint=(
        "project each column on the span of all the others, and divide the length of the rest by "
        "the length of the column."
    ),
    mistakes={
        "measured against those before it only: with another order the answer would change.": (
            _each(lambda table, j: table[:, :j])
        ),
        "measured against those after it only: with another order the answer would change.": (
            _each(lambda table, j: table[:, j + 1 :])
        ),
        "that is the share of the squared length: take the root.": (
            lambda table: _shares(table) ** 2
        ),
        "that is the share of the squared length that the others do tell.": (
            lambda table: 1 - _shares(table) ** 2
        ),
        "that is the share that the others do tell; what is left is asked for.": (
            lambda table: np.sqrt(1 - _shares(table) ** 2)
        ),
        "shares of lengths do not add up to 1; squares do. Measure the rest itself.": (
            lambda table: 1 - np.sqrt(1 - _shares(table) ** 2)
        ),
        "that is 1 minus what is left: return what is left itself.": (
            lambda table: 1 - _shares(table)
        ),
        "that grows where little is left: turn it over and take the root.": (
            lambda table: 1 / _shares(table) ** 2
        ),
        "the others are not orthogonal: what was taken off along one comes back with the next. "
        "Project on their span.": _one_by_one,
        "the others are not orthogonal: what two of them share is taken off twice. Project on "
        "their span.": _at_once,
        "divide by the length of the column: a share has no unit.": (
            lambda table: _shares(table) * np.linalg.norm(table, axis=0)
        ),
        "two others together can tell more than the better one of them alone.": _in_pairs,
    },
)

check_slope_of_cube = ValueExercise(
    name="slope_of_cube",
    concept="projection",
    expected=0.6,
    hint="project x³ on x: the integral of x³ · x divided by that of x · x.",
    mistakes={
        "that is the inner product of x³ and x: divide by that of x with itself.": 0.4,
        "that line meets the ends of the curve; it is far from it in between.": 1.0,
        "that is the tangent at 0, and far from the ends.": 0.0,
        "divided by the length of x instead of its square.": float(0.4 / np.sqrt(2 / 3)),
        "that is how many times x³ is nearest to x: divide by the other square.": 1.4,
        "that is the inner product of x with itself.": 2 / 3,
    },
)
