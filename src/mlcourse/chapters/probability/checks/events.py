r"""The checks of chapter 01 on events: a middle, conditional probability, independence.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 1.6 to 2.5.

Examples
--------
>>> def conditional(p, a, b):
...     return p[a & b].sum() / p[b].sum()
>>> result = check_conditional(conditional)
✓ conditional: 50 random inputs agree.
>>> _ = check_conditional(lambda p, a, b: ...)
– conditional: not attempted yet.
"""

import numpy as np
from numpy.typing import NDArray

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = [
    "check_conditional",
    "check_independent_overlap",
    "check_middle",
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


def _draw_values(rng: np.random.Generator) -> Inputs:
    """A variable that is nowhere negative and takes the value a, and values around it."""
    p = _space(rng)
    a = int(rng.integers(2, 6))
    rest = [a - 1, a + 1 + int(rng.integers(0, 4)), *rng.integers(0, 9, len(p) - 3)]
    return {"p": p, "x": rng.permutation([a, *rest]).astype(float), "a": float(a)}


check_middle = Exercise(
    name="middle",
    concept="random-variable",
    draw=_draw_values,
    expected=lambda p, x, a: np.sum((p * x)[x >= a]),
    hint="leave out of E[X] the outcomes in which X stays below a; nothing else.",
    mistakes={
        "the outcomes with X = a belong to the event too: at least a.": (
            lambda p, x, a: np.sum((p * x)[x > a])
        ),
        "that is the last member, in which each x is replaced by a; the middle still has x.": (
            lambda p, x, a: a * np.sum(p[x >= a])
        ),
        "that is E[X], the first member: some of its terms have to go.": lambda p, x, a: p @ x,
        "true too, but another middle: the one asked for has 0 where X is below a.": (
            lambda p, x, a: p @ np.minimum(x, a)
        ),
        "that is P(X ≥ a): the values of X are missing.": lambda p, x, a: np.sum(p[x >= a]),
        "these are the terms that are left out.": lambda p, x, a: np.sum((p * x)[x < a]),
        "that is a mean within the event: do not divide by its probability.": (
            lambda p, x, a: np.sum((p * x)[x >= a]) / np.sum(p[x >= a])
        ),
        "each value counts with the probability of its outcome.": (
            lambda p, x, a: np.sum(x[x >= a])
        ),
        "that is larger than E[X]: where X stays below a, nothing is put in its place.": (
            lambda p, x, a: p @ np.maximum(x, a)
        ),
        "nothing is subtracted: some terms of E[X] are left out, the others stay as they are.": (
            lambda p, x, a: p @ x - a
        ),
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
        "two slips: that is P(B | A), and it takes all outcomes for equally likely.": (
            lambda p, a, b: np.sum(a & b) / np.sum(a)
        ),
        "add the probabilities: their means divide by two different numbers of outcomes.": (
            lambda p, a, b: p[a & b].mean() / p[b].mean()
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
        "P(A or B) - P(A) = P(B) (1 - P(A)): divide by 1 - P(A), not by P(A).": (
            lambda p_a, p_either: (p_either - p_a) / p_a
        ),
        "Python divides before it subtracts: put 1 - p_a in brackets.": (
            lambda p_a, p_either: p_a * (p_either - p_a) / 1 - p_a
        ),
    },
)
