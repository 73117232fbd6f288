"""Problems by hand on areas and on the price of dimensions, for ``practice``."""

import numpy as np

from mlcourse.exercises.problem import Kind, Problem

__all__ = ["KINDS"]


def _three_heights(rng: np.random.Generator) -> Problem:
    a, width = int(rng.integers(-3, 4)), int(rng.choice([1, 2, 4, 6]))
    left, middle, right = (int(v) / 100 for v in rng.choice(np.arange(2, 16), 3, replace=False))
    third = width / 6
    answer = third * (left + 4 * middle + right)
    return Problem(
        name="three heights",
        text=(
            f"A density has the heights {left:g} at {a}, {middle:g} at {a + width / 2:g} and "
            f"{right:g} at {a + width}. What does Simpson's rule with two panels say of the "
            f"probability between {a} and {a + width}? (Three digits.)"
        ),
        given={"a": a, "width": width, "heights": np.array([left, middle, right])},
        answer=answer,
        slips={
            "that is the trapezoid rule with two panels.": (
                width / 4 * (left + 2 * middle + right)
            ),
            "that is the trapezoid rule with one panel: the middle height is not used.": (
                width / 2 * (left + right)
            ),
            "a panel is half of the interval, and a third of that is the factor.": 2 * answer,
            "the mean height was found; multiply it by the width of the interval.": (
                answer / width if width != 1 else 2 * answer
            ),
            "the weights are 1, 4 and 1, not 1, 1 and 1.": width / 3 * (left + middle + right),
        },
        steps=(
            f"The panels are {width / 2:g} wide; a third of that is {third:.6g}.",
            f"The weighted sum is {left:g} + 4 · {middle:g} + {right:g} = "
            f"{left + 4 * middle + right:g}.",
            f"{third:.6g} · {left + 4 * middle + right:g} = {answer:.6g}.",
        ),
    )


def _finer_grid(rng: np.random.Generator) -> Problem:
    while True:  # four digits are accepted for the number itself
        d, factor = int(rng.integers(3, 7)), int(rng.choice([2, 3]))
        m = int(rng.integers(2, 6))
        if (factor * m) ** d < 10_000:
            break
    return Problem(
        name="a finer grid",
        text=(
            f"A midpoint grid in {d} dimensions has {m} nodes along each axis. Its error falls "
            f"like 1/m². How many points must a grid have whose error is {factor**2} times smaller?"
        ),
        given={"d": d, "factor": factor, "m": m},
        answer=(factor * m) ** d,
        slips={
            "those are its nodes along one axis.": factor * m,
            "that is the grid as it is.": m**d,
            "every axis needs more nodes, not one of them.": factor * m**d,
            "so many would random points need: their error falls like the root of their number.": (
                factor**4 * m**d
            ),
            "the error falls like 1/m²: along an axis the root of the factor is enough.": (
                (factor**2 * m) ** d
            ),
        },
        steps=(
            f"1/m² is {factor**2} times smaller with {factor} times the nodes along each axis: "
            f"{factor * m}.",
            f"In {d} dimensions that makes {factor * m} to the power {d} points.",
            f"{factor * m}^{d} = {(factor * m) ** d}.",
        ),
    )


def _more_draws(rng: np.random.Generator) -> Problem:
    n, factor = int(rng.choice([100, 400, 1000, 2500])), int(rng.choice([3, 5, 10]))
    d, error = int(rng.integers(2, 31)), float(rng.choice([0.02, 0.03, 0.06]))
    return Problem(
        name="more draws",
        text=(
            f"An integral over {d} dimensions by {n} random points has the standard error "
            f"{error:g}. How many points bring it down to {error / factor:.3g}?"
        ),
        given={"n": n, "factor": factor, "d": d},
        answer=n * factor**2,
        slips={
            "the error falls like the root of the number of points.": n * factor,
            "the dimension does not enter: more points cost the same in each of them.": (
                n * factor**d if d < 12 else n * factor * d
            ),
            "so many are needed on top of those that there are.": n * (factor**2 - 1),
            "the factor is squared, not halved.": n * factor / 2,
        },
        steps=(
            f"{error:g} / {error / factor:.3g} = {factor}.",
            f"A standard error {factor} times smaller needs {factor}² = {factor**2} times the "
            "points, in any dimension.",
            f"{factor**2} · {n} = {n * factor**2}.",
        ),
    )


KINDS: tuple[Kind, ...] = (_three_heights, _finer_grid, _more_draws)
