r"""The checks of chapter 01, probability and the number pi.

Sources: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 1.6, 2.2,
2.5, 10.2 and 10.3; Archimedes' doubling as in `mlcourse.probability.pi_exact`.

Examples
--------
>>> def proportion_error(p, n):
...     return (p * (1 - p) / n) ** 0.5
>>> result = check_proportion_error(proportion_error)
✓ proportion_error: 50 random inputs agree.
>>> _ = check_proportion_error(lambda p, n: ...)
– proportion_error: not attempted yet.
"""

import math

import numpy as np
from numpy.typing import NDArray

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = [
    "check_conditional",
    "check_darts_estimate",
    "check_darts_for_four_digits",
    "check_double_polygon",
    "check_event_probability",
    "check_independent_overlap",
    "check_proportion_error",
    "check_running_means",
    "check_standardised_mean",
]

BoolArray = NDArray[np.bool_]


def _space(rng: np.random.Generator) -> FloatArray:
    """Unequal probabilities of four to six outcomes, multiples of 1/40."""
    cuts = np.sort(rng.choice(np.arange(1, 40), size=int(rng.integers(3, 6)), replace=False))
    return np.diff(np.concatenate([[0], cuts, [40]])) / 40


def _event(rng: np.random.Generator, n: int) -> BoolArray:
    """Some of the outcomes, not none and not all."""
    event = np.zeros(n, dtype=bool)
    event[rng.permutation(n)[: int(rng.integers(1, n))]] = True
    return event


def _draw_event(rng: np.random.Generator) -> Inputs:
    p = _space(rng)
    return {"p": p, "event": _event(rng, len(p))}


check_event_probability = Exercise(
    name="event_probability",
    concept="random-variable",
    draw=_draw_event,
    expected=lambda p, event: np.sum(p[event]),
    hint="add the probabilities of the outcomes that belong to the event.",
    mistakes={
        "outcomes need not be equally likely: counting them is not enough.": (
            lambda p, event: np.mean(event)
        ),
        "probabilities of separate outcomes are added, not multiplied.": (
            lambda p, event: np.prod(p[event])
        ),
        "that is the opposite event.": lambda p, event: np.sum(p[~event]),
        "add them up; do not take their mean.": lambda p, event: np.mean(p[event]),
    },
)


def _draw_two_events(rng: np.random.Generator) -> Inputs:
    p = _space(rng)
    while True:
        a, b = _event(rng, len(p)), _event(rng, len(p))
        if np.any(np.logical_and(a, b)):
            return {"p": p, "a": a, "b": b}


check_conditional = Exercise(
    name="conditional",
    concept="conditional-probability",
    draw=_draw_two_events,
    expected=lambda p, a, b: p[a & b].sum() / p[b].sum(),
    hint="what is given, b, goes below; above goes what is in both.",
    mistakes={
        "that is P(B | A): what is given goes below the line.": (
            lambda p, a, b: p[a & b].sum() / p[a].sum()
        ),
        "that is P(A and B): divide by the probability of what is given.": (
            lambda p, a, b: p[a & b].sum()
        ),
        "above the line belongs what is in both a and b, not all of a.": (
            lambda p, a, b: p[a].sum() / p[b].sum()
        ),
        "that is P(A): it would be right if the events were independent.": (
            lambda p, a, b: p[a].sum()
        ),
        "outcomes need not be equally likely: add their probabilities.": (
            lambda p, a, b: np.sum(a & b) / np.sum(b)
        ),
    },
)


def _draw_either(rng: np.random.Generator) -> Inputs:
    p_a = float(rng.integers(1, 16)) / 20
    p_b = float(rng.integers(1, 19)) / 20
    return {"p_a": p_a, "p_either": p_a + p_b - p_a * p_b}


check_independent_overlap = Exercise(
    name="independent_overlap",
    concept="conditional-probability",
    draw=_draw_either,
    expected=lambda p_a, p_either: p_a * (p_either - p_a) / (1 - p_a),
    hint="P(A or B) = P(A) + P(B) - P(A) P(B) for independent events: first solve for P(B).",
    mistakes={
        "that is P(B); the overlap is P(A) P(B).": (
            lambda p_a, p_either: (p_either - p_a) / (1 - p_a)
        ),
        "P(A or B) - P(A) is B without A, which is smaller than P(B).": (
            lambda p_a, p_either: p_a * (p_either - p_a)
        ),
        "that is the product with P(A or B), not with P(B).": lambda p_a, p_either: p_a * p_either,
        "that would make the events exclude each other, the opposite of independent.": (
            lambda p_a, p_either: 0.0
        ),
    },
)

check_running_means = Exercise(
    name="running_means",
    concept="law-of-large-numbers",
    draw=lambda rng: {"x": tenths(rng, int(rng.integers(3, 7)))},
    expected=lambda x: np.cumsum(x) / np.arange(1, len(x) + 1),
    hint="entry k is the mean of the first k + 1 numbers.",
    mistakes={
        "those are the running sums: divide each by how many numbers it has.": lambda x: np.cumsum(
            x
        ),
        "the divisor must grow along: 1, 2, 3, ..., not the full length each time.": (
            lambda x: np.cumsum(x) / len(x)
        ),
        "all entries are the mean of everything: only the first k + 1 count in entry k.": (
            lambda x: np.full(len(x), np.mean(x))
        ),
        "the divisors start one too high: the first entry is x[0] itself.": (
            lambda x: np.cumsum(x) / np.arange(2, len(x) + 2)
        ),
    },
)

check_proportion_error = Exercise(
    name="proportion_error",
    concept="law-of-large-numbers",
    # not p = 1/2: there 1 - p is p
    draw=lambda rng: {
        "p": float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.7, 0.8])),
        "n": int(rng.integers(2, 400)),
    },
    expected=lambda p, n: math.sqrt(p * (1 - p) / n),
    hint="one toss has the variance p (1 - p); a mean of n of them one n-th of it.",
    mistakes={
        "that is the variance: take the root.": lambda p, n: p * (1 - p) / n,
        "that is the standard deviation of the count: divide it by n.": (
            lambda p, n: math.sqrt(n * p * (1 - p))
        ),
        "that is the spread of one toss: averaging n of them divides it by the root of n.": (
            lambda p, n: math.sqrt(p * (1 - p))
        ),
        "n belongs under the root too: the error falls like 1 / sqrt(n), not like 1 / n.": (
            lambda p, n: math.sqrt(p * (1 - p)) / n
        ),
        "the variance of one toss is p (1 - p), not p.": lambda p, n: math.sqrt(p / n),
    },
)


def _draw_sample(rng: np.random.Generator) -> Inputs:
    return {
        "x": tenths(rng, int(rng.integers(3, 7))),
        "mu": float(10 * rng.integers(1, 10) + 3) / 100,  # never the mean itself
        "sigma": float(rng.integers(11, 20)) / 10,
    }


check_standardised_mean = Exercise(
    name="standardised_mean",
    concept="central-limit-theorem",
    draw=_draw_sample,
    expected=lambda x, mu, sigma: (np.mean(x) - mu) / (sigma / np.sqrt(len(x))),
    hint="how many standard errors, sigma / sqrt(n), is the mean above mu?",
    mistakes={
        "a mean of n draws spreads by sigma / sqrt(n), not by sigma.": (
            lambda x, mu, sigma: (np.mean(x) - mu) / sigma
        ),
        "the standard error is sigma / sqrt(n), not sigma / n.": (
            lambda x, mu, sigma: (np.mean(x) - mu) / (sigma / len(x))
        ),
        "subtract mu from the mean, not the mean from mu.": (
            lambda x, mu, sigma: (mu - np.mean(x)) / (sigma / np.sqrt(len(x)))
        ),
        "use the sigma that is given, not the spread of the sample.": (
            lambda x, mu, sigma: (np.mean(x) - mu) / (np.std(x) / np.sqrt(len(x)))
        ),
        "sigma is a standard deviation already: no square.": (
            lambda x, mu, sigma: (np.mean(x) - mu) / (sigma**2 / np.sqrt(len(x)))
        ),
    },
)

check_darts_estimate = Exercise(
    name="darts_estimate",
    concept="pi",
    # odd twentieths: none lies on the circle, where rounding would decide
    draw=lambda rng: {"points": (2 * rng.integers(-10, 10, (int(rng.integers(5, 9)), 2)) + 1) / 20},
    expected=lambda points: 4 * np.mean(np.sum(points**2, axis=1) <= 1),
    hint="four times the share of the rows with x² + y² of at most 1.",
    mistakes={
        "that is the share of hits, which estimates π/4.": (
            lambda points: np.mean(np.sum(points**2, axis=1) <= 1)
        ),
        "that is a count: take the share of the darts that hit.": (
            lambda points: 4 * np.sum(np.sum(points**2, axis=1) <= 1)
        ),
        "every dart in the square has coordinates up to 1: a hit needs x² + y² of at most 1.": (
            lambda points: 4 * np.mean(np.all(np.abs(points) <= 1, axis=1))
        ),
        "square the coordinates before you add them.": (
            lambda points: 4 * np.mean(np.sum(np.abs(points), axis=1) <= 1)
        ),
    },
)

check_darts_for_four_digits = ValueExercise(
    name="darts_for_four_digits",
    concept="pi",
    expected=math.pi * (4 - math.pi) / 1e-8,
    hint="set sqrt(π (4 - π) / n) equal to 0.0001 and solve for n.",
    mistakes={
        "the error falls like 1/√n: square 0.0001 as well.": math.pi * (4 - math.pi) / 1e-4,
        "that is for the share of hits: the estimate is four times it, its variance 16 times.": (
            math.pi / 4 * (1 - math.pi / 4) / 1e-8
        ),
        "the root is still there: n stands under it.": (math.sqrt(math.pi * (4 - math.pi)) / 1e-8),
        "the four from the estimate comes squared into the variance.": (
            math.pi * (1 - math.pi / 4) / 1e-8
        ),
    },
)


def _draw_polygon(rng: np.random.Generator) -> Inputs:
    lower = float(rng.integers(20, 31)) / 10
    return {"lower": lower, "upper": lower + float(rng.integers(2, 12)) / 10}


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b)


check_double_polygon = Exercise(
    name="double_polygon",
    concept="pi",
    draw=_draw_polygon,
    expected=lambda lower, upper: (
        math.sqrt(lower * _harmonic(lower, upper)),
        _harmonic(lower, upper),
    ),
    hint="first the new upper bound; then the new lower one, with the new upper.",
    mistakes={
        "the new lower bound takes the root of lower times the new upper, not the old one.": (
            lambda lower, upper: (math.sqrt(lower * upper), _harmonic(lower, upper))
        ),
        "upper is a harmonic mean, 2ab / (a + b), not the plain one.": (
            lambda lower, upper: (math.sqrt(lower * (lower + upper) / 2), (lower + upper) / 2)
        ),
        "the 2 of the harmonic mean is missing.": (
            lambda lower, upper: (
                math.sqrt(lower * _harmonic(lower, upper) / 2),
                _harmonic(lower, upper) / 2,
            )
        ),
        "return the lower bound first.": (
            lambda lower, upper: (
                _harmonic(lower, upper),
                math.sqrt(lower * _harmonic(lower, upper)),
            )
        ),
        "take the root of the product for the lower bound.": (
            lambda lower, upper: (lower * _harmonic(lower, upper), _harmonic(lower, upper))
        ),
    },
)
