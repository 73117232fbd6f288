r"""The checks of chapter 03 on counts: an interval, one more toss, several parties.

Source: Blitzstein and Hwang (2019), Introduction to Probability, sections 3.3, 3.6 and 7.4.

Examples
--------
>>> def best_guess(n, p, c):
...     return (n - c) * p[1:] / (1 - p[0])
>>> result = check_best_guess(best_guess)
✓ best_guess: 50 random inputs agree.
>>> _ = check_best_guess(lambda n, p, c: ...)
– best_guess: not attempted yet.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["check_best_guess", "check_between", "check_one_more_toss"]


def _shares(rng: np.random.Generator, k: int) -> FloatArray:
    """Positive probabilities that are all different."""
    weights = rng.permutation(np.arange(1, 10))[:k].astype(float)
    return weights / weights.sum()


def _draw_between(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(4, 8))
    F = np.cumsum(_shares(rng, n + 1))
    F[-1] = 1.0
    b = int(rng.integers(1, n + 1))
    # a third of the intervals begin at 0, where nothing is below; some hold one number
    a = 0 if rng.random() < 0.35 else int(rng.integers(0, b + 1))
    return {"F": F, "a": a, "b": b}


check_between = Exercise(
    name="between",
    concept="pmf-pdf-cdf",
    draw=_draw_between,
    expected=lambda F, a, b: float(F[b] - (F[a - 1] if a > 0 else 0.0)),
    hint="take F at b and subtract what lies below a: F at the whole number before a.",
    mistakes={
        "that is P(a < X ≤ b): a itself has a probability too.": lambda F, a, b: F[b] - F[a],
        "for a = 0 nothing lies below; F[-1] is the last entry, not the one before the first.": (
            lambda F, a, b: F[b] - F[a - 1]
        ),
        "a = 0 is a case of its own; for the others subtract F[a - 1], not F[a].": (
            lambda F, a, b: F[b] - F[a] if a > 0 else F[b]
        ),
        "that forgets what lies below a: it is P(X ≤ b).": lambda F, a, b: F[b],
        "F is summed already; to add its entries counts each probability several times.": (
            lambda F, a, b: F[a : b + 1].sum()
        ),
        "that leaves out b: F[b] includes it.": (
            lambda F, a, b: (F[b - 1] if b > 0 else 0.0) - (F[a - 1] if a > 0 else 0.0)
        ),
        "that is the probability of the numbers outside: take it from 1.": (
            lambda F, a, b: 1 - F[b] + (F[a - 1] if a > 0 else 0.0)
        ),
    },
)


def _draw_toss(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(1, 6))
    # a coin that is not p's: the bars may be any, so that no binomial formula will do
    return {"pmf": _shares(rng, n + 1), "p": float(rng.choice([0.1, 0.2, 0.3, 0.6, 0.7, 0.9]))}


def _toss(pmf: FloatArray, stay: float, move: float) -> FloatArray:
    return np.append(stay * pmf, 0.0) + np.append(0.0, move * pmf)


check_one_more_toss = Exercise(
    name="one_more_toss",
    concept="bernoulli-binomial",
    draw=_draw_toss,
    expected=lambda pmf, p: _toss(pmf, 1 - p, p),
    hint="what stays is (1 - p) * pmf with a 0 behind; what moves is p * pmf with a 0 in front.",
    mistakes={
        "success moves a bar to the right: p and 1 - p are exchanged.": (
            lambda pmf, p: _toss(pmf, p, 1 - p)
        ),
        "it must have one entry more: n + 1 tosses have n + 2 possible counts.": (
            lambda pmf, p: (1 - p) * pmf + p * np.append(0.0, pmf[:-1])
        ),
        "np.roll brings the last bar round to the front; a count of n becomes n + 1, not 0.": (
            lambda pmf, p: (1 - p) * pmf + p * np.roll(pmf, 1)
        ),
        "a success adds one to the count: bars move to the right, not to the left.": (
            lambda pmf, p: (1 - p) * np.append(pmf, 0.0) + p * np.append(pmf[1:], [0.0, 0.0])
        ),
        "what moves must be taken from what stays: the sum has grown beyond 1.": (
            lambda pmf, p: _toss(pmf, 1.0, p)
        ),
        "that only moves, and weighs nothing: both halves have a weight.": (
            lambda pmf, p: _toss(pmf, 0.5, 0.5)
        ),
    },
)


def _draw_guess(rng: np.random.Generator) -> Inputs:
    k = int(rng.integers(3, 6))
    n = int(rng.integers(20, 60))
    p = _shares(rng, k)
    off = [-5, -4, -3, 3, 4, 5]  # never what was expected
    return {"n": n, "p": p, "c": int(np.clip(round(n * p[0]) + rng.choice(off), 0, n))}


check_best_guess = Exercise(
    name="best_guess",
    concept="multinomial",
    draw=_draw_guess,
    expected=lambda n, p, c: (n - c) * p[1:] / (1 - p[0]),
    hint="n - c voters are left, and among the other parties they choose with p[1:] / (1 - p[0]).",
    mistakes={
        "that does not use what you heard: the counts depend on each other.": (
            lambda n, p, c: n * p[1:]
        ),
        "the voters who are left must choose somebody: scale p[1:] up until it sums to 1.": (
            lambda n, p, c: (n - c) * p[1:]
        ),
        "the others are not equally strong: share the voters who are left by p[1:].": (
            lambda n, p, c: np.full(len(p) - 1, (n - c) / (len(p) - 1))
        ),
        "what party 0 has too many is not lost by all alike, but in proportion to p[1:].": (
            lambda n, p, c: n * p[1:] - (c - n * p[0]) / (len(p) - 1)
        ),
        "only n - c voters are left for the others.": (
            lambda n, p, c: n * p[1:] / (1 - p[0])
        ),
        "only the other parties, please: leave out party 0.": (
            lambda n, p, c: np.append(float(c), (n - c) * p[1:] / (1 - p[0]))
        ),
    },
)  # fmt: skip
