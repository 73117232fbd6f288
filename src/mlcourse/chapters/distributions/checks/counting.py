r"""The checks of chapter 03 on counts: an interval, one toss back, several parties.

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

__all__ = ["check_best_guess", "check_between", "check_one_toss_back"]


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
        "for a = 0 nothing lies below, not even F[0].": (lambda F, a, b: F[b] - F[max(a - 1, 0)]),
        "np.diff(F) starts at k = 1: its entry a belongs to a + 1.": (
            lambda F, a, b: np.diff(F)[a : b + 1].sum()
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


def _toss(pmf: FloatArray, stay: float, move: float) -> FloatArray:
    return np.append(stay * pmf, 0.0) + np.append(0.0, move * pmf)


def _back(pmf: FloatArray, p: float) -> FloatArray:
    """From the left: what came from the bar before is known when its turn has come."""
    before = np.zeros(len(pmf) - 1)
    came = 0.0
    for k in range(len(before)):
        before[k] = (pmf[k] - came) / (1 - p)
        came = p * before[k]
    return before


def _draw_toss(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(1, 5))
    p = float(rng.choice([0.1, 0.2, 0.3, 0.6, 0.7]))
    # before the toss the bars may be any, so that no binomial formula will do
    return {"pmf": _toss(_shares(rng, n + 1), 1 - p, p), "p": p}


check_one_toss_back = Exercise(
    name="one_toss_back",
    concept="bernoulli-binomial",
    draw=_draw_toss,
    expected=_back,
    hint="pmf[0] is (1 - p) times the first of the old bars; then go to the right, one by one.",
    mistakes={
        "that is one toss more; one fewer was asked for.": lambda pmf, p: _toss(pmf, 1 - p, p),
        "what moved in from the left must be taken off before you divide by 1 - p.": (
            lambda pmf, p: pmf[:-1] / (1 - p)
        ),
        "it is the old bar that moved, p * before[k - 1], not p * pmf[k - 1].": (
            lambda pmf, p: (pmf[:-1] - p * np.append(0.0, pmf[:-2])) / (1 - p)
        ),
        "success moves a bar to the right: p and 1 - p are exchanged.": (
            lambda pmf, p: _back(pmf, 1 - p)
        ),
        "what stayed is 1 - p of the old bar: divide by it.": (
            lambda pmf, p: _back(pmf, p) * (1 - p)
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
