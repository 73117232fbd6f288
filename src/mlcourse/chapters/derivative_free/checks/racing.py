r"""Exercises of chapter 09 on what a search costs: a fair median, and looks for a needle.

Source: Bergstra and Bengio (2012), Random search for hyper-parameter optimization, section 2.

Examples
--------
>>> def result(values, price, budget):
...     return float(np.median(values[:, : budget // price].min(axis=1)))
>>> _ = check_result(result)
✓ result: 50 random inputs agree.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["check_looks_needed", "check_result"]


def _draw_result(rng: np.random.Generator) -> Inputs:
    runs, steps = int(rng.choice([3, 4, 5])), int(rng.integers(6, 9))
    price = int(rng.integers(2, 6))
    paid = int(rng.integers(3, steps))
    # values that go up and down, and still fall after the budget
    values = rng.integers(20, 90, size=(runs, steps)) - 4 * np.arange(steps)
    values[:, paid - 1] += 30
    values[0] += 100
    return {
        "values": values.astype(float),
        "price": price,
        "budget": paid * price + int(rng.integers(0, price)),
    }


def _result(values: FloatArray, price: int, budget: int) -> float:
    return float(np.median(values[:, : budget // price].min(axis=1)))


check_result = Exercise(
    name="result",
    concept="metaheuristics",
    draw=_draw_result,
    expected=_result,
    hint="budget // price steps are paid for; of these take the lowest value of each run, and of "
    "the runs the median.",
    mistakes={
        "a step costs `price` looks: so many steps are not paid for.": (
            lambda values, price, budget: float(np.median(values[:, :budget].min(axis=1)))
        ),
        "that is where the runs stood at the end: the best that they had seen is asked.": (
            lambda values, price, budget: float(np.median(values[:, budget // price - 1]))
        ),
        "the median of the runs, not their mean: one unlucky run would decide.": (
            lambda values, price, budget: float(np.mean(values[:, : budget // price].min(axis=1)))
        ),
        "first the best of each run, then the median of the runs.": (
            lambda values, price, budget: float(
                np.median(values[:, : budget // price], axis=0).min()
            )
        ),
        "the best of all runs is the luck of one: take the median of the runs.": (
            lambda values, price, budget: float(values[:, : budget // price].min())
        ),
        "the last step was not paid in full: round down.": (
            lambda values, price, budget: float(
                np.median(values[:, : -(-budget // price)].min(axis=1))
                if budget % price
                else np.median(values[:, : budget // price + 1].min(axis=1))
            )
        ),
        "lower is better here.": (
            lambda values, price, budget: float(np.median(values[:, : budget // price].max(axis=1)))
        ),
    },
)

SHARE, WANTED = 1e-4, 0.95

check_looks_needed = ValueExercise(
    name="looks_needed",
    concept="metaheuristics",
    expected=float(np.ceil(np.log(1 - WANTED) / np.log(1 - SHARE))),
    hint="the chance to miss it n times is (1 - 1/10000)**n; when is that 5 %?",
    mistakes={
        "that many looks miss it with a chance of 37 %.": 1 / SHARE,
        "chances of single looks do not add up: two looks can both hit.": WANTED / SHARE,
        "that finds it half of the time.": float(np.ceil(np.log(0.5) / np.log(1 - SHARE))),
        "the wrong chance: to miss it must have 5 %, not 95 %.": float(
            np.ceil(np.log(WANTED) / np.log(1 - SHARE))
        ),
        "natural logarithms, or the same ones above and below.": float(
            np.log10(1 - WANTED) / np.log(1 - SHARE)
        ),
    },
)
