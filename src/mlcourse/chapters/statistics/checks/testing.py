r"""Tests: the p-value of a shuffle, and a result that was chosen before it was tested.

Sources: Phipson and Smyth (2010), Permutation p-values should never be zero; Hastie, Tibshirani
and Friedman (2009), The Elements of Statistical Learning, 2nd ed., section 7.10.2.

Examples
--------
>>> import numpy as np
>>> def shuffle_p(seen, null):
...     return (1 + np.sum(np.abs(null) >= abs(seen))) / (1 + len(null))
>>> _ = check_shuffle_p(shuffle_p)
✓ shuffle_p: 50 random inputs agree.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["check_selection_verdict", "check_shuffle_p"]


def _draw_shuffles(rng: np.random.Generator) -> Inputs:
    # halves, so that some are exactly as far; not symmetric, so that both tails must be counted
    null = rng.choice(np.arange(-6, 9), size=int(rng.integers(9, 16))) / 2
    seen = float(rng.choice([-2.0, -1.5, -1.0, 1.0, 1.5, 2.0]))
    null[:3] = seen, -seen, seen + np.sign(seen)
    return {"seen": seen, "null": rng.permutation(null)}


def _p(seen: float, null: FloatArray) -> float:
    return float((1 + np.sum(np.abs(null) >= abs(seen))) / (1 + len(null)))


check_shuffle_p = Exercise(
    name="shuffle_p",
    concept="hypothesis-testing",
    draw=_draw_shuffles,
    expected=_p,
    hint="count the differences at least as far from 0 as the one seen, add 1 for that one, and "
    "divide by the number of all.",
    mistakes={
        "the dealing that was seen is one of them, above and below the fraction: no p is 0.": (
            lambda seen, null: np.mean(np.abs(null) >= abs(seen))
        ),
        "the one that was seen counts above the line, too.": (
            lambda seen, null: np.sum(np.abs(null) >= abs(seen)) / (1 + len(null))
        ),
        "the one that was seen counts below the line, too.": (
            lambda seen, null: (1 + np.sum(np.abs(null) >= abs(seen))) / len(null)
        ),
        "at least as far: those exactly as far count.": (
            lambda seen, null: (1 + np.sum(np.abs(null) > abs(seen))) / (1 + len(null))
        ),
        "both directions: take absolute values of the differences, and of the one seen.": (
            lambda seen, null: (1 + np.sum(null >= seen)) / (1 + len(null))
        ),
        "only one direction is counted; two-sided means as far from 0 on either side.": (
            lambda seen, null: (1 + np.sum(null * np.sign(seen) >= abs(seen))) / (1 + len(null))
        ),
        "twice one side is right only if the shuffles lie symmetrically; count both sides.": (
            lambda seen, null: 2 * (1 + np.sum(null * np.sign(seen) >= abs(seen))) / (1 + len(null))
        ),
        "the one seen is negative in some inputs: compare with its absolute value.": (
            lambda seen, null: (1 + np.sum(np.abs(null) >= seen)) / (1 + len(null))
        ),
        "that counts the dealings that are nearer to 0.": (
            lambda seen, null: (1 + np.sum(np.abs(null) <= abs(seen))) / (1 + len(null))
        ),
    },
)

check_selection_verdict = ValueExercise(
    name="selection_verdict",
    concept="hypothesis-testing",
    expected=4,
    rel_tol=0.0,  # the number of an answer is not rounded
    hint="give the number of a statement, 1 to 5.",
    mistakes={
        "with ten folds the same happens: 50 % would need patients who had no say. Which step saw "
        "all sixty?": 1,
        "the nearer of two means is about as simple as can be. Which step saw all sixty labels?": 2,
        "five chosen from a thousand are lucky ones as well. Which step saw all sixty labels?": 3,
        "the fit had not seen them; the choice of the columns had. Try other seeds: it is no "
        "luck.": 5,
    },
)
