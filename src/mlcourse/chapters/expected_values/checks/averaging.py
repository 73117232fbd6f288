r"""Averages and reports: what an insurance pays, what a run says, what a fine asks for.

Sources: Berger (1985), Statistical Decision Theory and Bayesian Analysis, 2nd ed., sections 1.3
and 2.4; Gneiting and Raftery (2007), Strictly proper scoring rules.

Examples
--------
>>> result = check_forecast_value(lambda p, loss: (loss @ p).min() - p @ loss.min(axis=0))
✓ forecast_value: 50 random inputs agree.
>>> _ = check_forecast_value(lambda p, loss: ...)
– forecast_value: not attempted yet.
"""

import numpy as np

from mlcourse.chapters.expected_values.checks.weights import weights
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs

__all__ = [
    "check_expected_payout",
    "check_forecast_value",
    "check_honest_reports",
    "check_simulation_verdict",
]


def _draw_damage(rng: np.random.Generator) -> Inputs:
    # damages on both sides of the deductible, and their mean now above it, now below
    low, high = int(rng.integers(1, 5)), int(rng.integers(8, 30))
    x = rng.permutation([0.0, low, low + 1, high])
    return {"p": weights(rng, 4), "x": x, "deductible": float(rng.choice([2.5, 5.5, 6.5]))}


check_expected_payout = Exercise(
    name="expected_payout",
    concept="expectation",
    draw=_draw_damage,
    expected=lambda p, x, deductible: p @ np.maximum(x - deductible, 0),
    hint="the payment is x - deductible where this is positive, and 0 elsewhere; then average it.",
    mistakes={
        "that is the payment for the average damage: average the payments instead.": (
            lambda p, x, deductible: max(p @ x - deductible, 0)
        ),
        "for small damages nothing is paid; here the insured pay something back.": (
            lambda p, x, deductible: p @ (x - deductible)
        ),
        "beyond the deductible only the rest is paid, not the whole damage.": (
            lambda p, x, deductible: (p * x)[x > deductible].sum()
        ),
        "that is the payment given that there is one: do not divide by its probability.": (
            lambda p, x, deductible: p @ np.maximum(x - deductible, 0) / p[x > deductible].sum()
        ),
        "each payment counts with its probability; the four are not equally likely.": (
            lambda p, x, deductible: np.maximum(x - deductible, 0).mean()
        ),
        "that is what the insured pay themselves.": (
            lambda p, x, deductible: p @ np.minimum(x, deductible)
        ),
        "the payments are added; each counts with its probability.": (
            lambda p, x, deductible: np.maximum(x - deductible, 0).sum()
        ),
    },
)

check_simulation_verdict = ValueExercise(
    name="simulation_verdict",
    concept="expectation",
    expected=4,
    rel_tol=0.0,  # the number of an answer is not rounded
    hint="compute the true standard error, and compare it with the printed one.",
    mistakes={
        "the probability would be near zero if the printed standard error were right. Compute "
        "the true one.": 1,
        "the expected value is a sum over all outcomes, 1.05 to the hundredth; a simulation only "
        "estimates it.": 2,
        "ten times as many divide the true error by √10. How large is it then, beside 131.5?": 3,
        "ten players can hold most of what there is: multiply out what the luckiest of 10,000 "
        "gets.": 5,
    },
)


def _draw_belief(rng: np.random.Generator) -> Inputs:
    return {"p": float(rng.choice([0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95]))}


check_honest_reports = Exercise(
    name="honest_reports",
    concept="utility-loss",
    draw=_draw_belief,
    expected=lambda p: [1.0 if p > 0.5 else 0.0, p, p],
    hint="p times the fine for rain plus 1 - p times the fine for none: where is it least on "
    "[0, 1]?",
    mistakes={
        "the first fine is a straight line in a, p (1 - a) + (1 - p) a: a line is least at an "
        "end.": lambda p: [p, p, p],
        "the first is right. Under the squared fine the slope is 2 a - 2 p: where is it 0?": (
            lambda p: [1.0 if p > 0.5 else 0.0] * 3
        ),
        "the wrong end: if rain is likely, the report near 1 is fined less.": (
            lambda p: [0.0 if p > 0.5 else 1.0, p, p]
        ),
        "½ is where the first line is level, but only if p is ½; otherwise it slopes.": (
            lambda p: [0.5, p, p]
        ),
        "the fine for rain counts with p, that for none with 1 - p; it seems to be the other "
        "way round.": lambda p: [0.0 if p > 0.5 else 1.0, 1 - p, 1 - p],
        "the first is right; p is the probability of rain, and rain is a = 1.": (
            lambda p: [1.0 if p > 0.5 else 0.0, 1 - p, 1 - p]
        ),
        "which end is the better one depends on p; the other two are right.": (
            lambda p: [1.0, p, p]
        ),
        "the first two are right. -p log(a) - (1 - p) log(1 - a) has the slope "
        "-p / a + (1 - p) / (1 - a).": lambda p: [
            1.0 if p > 0.5 else 0.0,
            p,
            1.0 if p > 0.5 else 0.0,
        ],
    },
)


def _draw_table(rng: np.random.Generator) -> Inputs:
    # no action is the best in every state; negative losses are gains
    while True:
        loss = rng.integers(-4, 12, size=(3, 3)).astype(float)
        if len(set(loss.argmin(axis=0))) == 3:
            return {"p": weights(rng, 3), "loss": loss}


check_forecast_value = Exercise(
    name="forecast_value",
    concept="utility-loss",
    draw=_draw_table,
    expected=lambda p, loss: (loss @ p).min() - p @ loss.min(axis=0),
    hint="without the prophet: the least expected loss. With: in each state the least loss, then "
    "the average.",
    mistakes={
        "the other way round: with the prophet you lose less, so the difference is positive.": (
            lambda p, loss: p @ loss.min(axis=0) - (loss @ p).min()
        ),
        "that is your expected loss with the prophet; how much less is it than without?": (
            lambda p, loss: p @ loss.min(axis=0)
        ),
        "that is your expected loss without the prophet; how much would he save you?": (
            lambda p, loss: (loss @ p).min()
        ),
        "axis=0 goes down a column, over the actions of one state; you took the best state of "
        "each action.": lambda p, loss: (loss @ p).min() - p @ loss.min(axis=1),
        "a row is an action, a column a state: without the prophet it is loss @ p.": (
            lambda p, loss: (p @ loss).min() - p @ loss.min(axis=0)
        ),
        "the states are not equally likely: weigh them with p.": (
            lambda p, loss: (loss @ p).min() - loss.min(axis=0).mean()
        ),
        "the prophet tells the state, he does not choose it: average over the states.": (
            lambda p, loss: (loss @ p).min() - loss.min()
        ),
        "without the prophet you would not take the worst action.": (
            lambda p, loss: (loss @ p).max() - p @ loss.min(axis=0)
        ),
    },
)
