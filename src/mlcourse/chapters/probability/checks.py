r"""The checks of chapter 01, probability and the number pi.

Sources: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 1.6, 2.2,
2.5, 10.1 to 10.3.

Examples
--------
>>> def conditional(p, a, b):
...     return p[a & b].sum() / p[b].sum()
>>> result = check_conditional(conditional)
✓ conditional: 50 random inputs agree.
>>> _ = check_conditional(lambda p, a, b: ...)
– conditional: not attempted yet.
"""

import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mlcourse._check import FloatArray
from mlcourse.exercises.check import CheckResult, Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = [
    "check_conditional",
    "check_error_bars",
    "check_independent_overlap",
    "check_middle",
    "check_needles_for_a_million_darts",
    "check_standardised_mean",
    "check_three_runs",
]

BoolArray = NDArray[np.bool_]
DIGITS = r"[\s,;/-]*".join(rf"(?:{run}\s*(?:=|:|is)\s*)?\d" for run in "ABC")
CODE = re.compile(rf"[\s(\[]*{DIGITS}[\s)\].]*", re.I)  # three digits, apart or not


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


def _draw_samples(rng: np.random.Generator) -> Inputs:
    # more rows than columns or fewer, and rows that spread differently
    rows, n = rng.choice([[2, 4], [3, 5], [4, 3], [2, 3]])
    return {"samples": tenths(rng, rows, n) * rng.choice([1, 2, 3], (rows, 1))}


check_error_bars = Exercise(
    name="error_bars",
    concept="law-of-large-numbers",
    draw=_draw_samples,
    expected=lambda samples: 1.96 * samples.std(axis=1, ddof=1) / np.sqrt(np.shape(samples)[1]),
    hint="one number for each row, from the spread within this row and the length of a row.",
    rel_tol=1e-4,  # 1.96 or the quantile itself
    mistakes={
        "one bug is left: len(samples) counts the rows, but n is the length of a row.": (
            lambda samples: 1.96 * samples.std(axis=1, ddof=1) / np.sqrt(len(samples))
        ),
        "one bug is left: without axis=1 the spread is that of all rows together.": (
            lambda samples: 1.96 * samples.std(ddof=1) / np.sqrt(np.shape(samples)[1])
        ),
        "both bugs are still there: print the shape of each part at two rows of four draws.": (
            lambda samples: 1.96 * samples.std(ddof=1) / np.sqrt(len(samples))
        ),
        "axis=0 runs down the columns: that mixes the samples.": (
            lambda samples: 1.96 * samples.std(axis=0, ddof=1) / np.sqrt(np.shape(samples)[1])
        ),
        "ddof=1 was no bug: about their own mean the draws spread too little.": (
            lambda samples: 1.96 * samples.std(axis=1) / np.sqrt(np.shape(samples)[1])
        ),
        "len(samples[0]) is right; n counts all draws of all rows now.": (
            lambda samples: 1.96 * samples.std(axis=1, ddof=1) / np.sqrt(np.size(samples))
        ),
        "the 1.96 was no bug: 95 % takes that many standard errors.": (
            lambda samples: samples.std(axis=1, ddof=1) / np.sqrt(np.shape(samples)[1])
        ),
        "the root of n was no bug: the error of a mean falls like 1/√n.": (
            lambda samples: 1.96 * samples.std(axis=1, ddof=1) / np.shape(samples)[1]
        ),
        "2 is the rule of thumb; 95 % of a Gaussian are within 1.96, which was no bug.": (
            lambda samples: 2 * samples.std(axis=1, ddof=1) / np.sqrt(np.shape(samples)[1])
        ),
        "that is the whole width of the interval: a bar reaches 1.96 standard errors to each "
        "side.": (
            lambda samples: 3.92 * samples.std(axis=1, ddof=1) / np.sqrt(np.shape(samples)[1])
        ),
        "Student's t is the better factor for so few draws from a Gaussian. Here the two bugs "
        "are to be mended, and 1.96 is none.": (
            lambda samples: (
                stdtrit(np.shape(samples)[1] - 1, 0.975)
                * samples.std(axis=1, ddof=1)
                / np.sqrt(np.shape(samples)[1])
            )
        ),
    },
)


class CodeExercise(ValueExercise):
    """A code of three digits: it is met exactly, as 312, (3, 1, 2), "3-1-2" or "A=3, B=1, C=2"."""

    def __call__(self, answer: Any) -> CheckResult:
        """Check the reader's code."""
        parts = answer.tolist() if isinstance(answer, np.ndarray) else answer
        if isinstance(parts, (list, tuple)):
            parts = " ".join(map(str, parts))
        if isinstance(parts, str) and CODE.fullmatch(parts):
            answer = int("".join(re.findall(r"\d", parts)))
        return ValueExercise.__call__(self, answer)


check_three_runs = CodeExercise(
    name="three_runs",
    concept="law-of-large-numbers",
    expected=312,
    rel_tol=0.0,
    hint="which error comes to rest away from 0, which never comes to rest, and which falls, "
    "though late?",
    mistakes={
        "B is right. C leaps from row to row, and a million draws are no better than a hundred: "
        "neighbours that resemble each other cost a constant, not the rate.": 213,
        "A is right. An average without a mean does not come to rest, one of B and C does.": 321,
        "C is right. An error that all draws share would stay; that of A falls in the end.": 132,
        "none is at its place. First find the column that does not move any more.": 231,
        "A falls in the end, B stays where it is, C leaps: which of these is a shared error?": 123,
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
        "Python divides before it subtracts: put np.mean(x) - mu in brackets.": (
            lambda x, mu, sigma: np.mean(x) - mu / (sigma / np.sqrt(len(x)))
        ),
        "use the sigma that is given, not the spread of the sample.": (
            lambda x, mu, sigma: (np.mean(x) - mu) / (np.std(x) / np.sqrt(len(x)))
        ),
        "sigma is a standard deviation already: no square.": (
            lambda x, mu, sigma: (np.mean(x) - mu) / (sigma**2 / np.sqrt(len(x)))
        ),
        "Python divides from the left: put sigma / np.sqrt(n) in brackets.": (
            lambda x, mu, sigma: (np.mean(x) - mu) / sigma / np.sqrt(len(x))
        ),
        "sigma is given: the spread of the sample, with n - 1 or without, is not needed.": (
            lambda x, mu, sigma: (np.mean(x) - mu) / (np.std(x, ddof=1) / np.sqrt(len(x)))
        ),
    },
)

_DART = math.pi * (4 - math.pi)  # variance of one throw's estimate
_NEEDLE = math.pi**2 * (math.pi / 2 - 1)

check_needles_for_a_million_darts = ValueExercise(
    name="needles_for_a_million_darts",
    concept="pi",
    expected=1e6 * _NEEDLE / _DART,
    hint="set the two standard errors equal, and solve for the number of needles.",
    mistakes={
        "the other way round: a single needle says less than a dart.": 1e6 * _DART / _NEEDLE,
        "the number of throws stands under the root: square both sides.": (
            1e6 * math.sqrt(_NEEDLE / _DART)
        ),
        "that is the price in operations: the question is about throws.": (
            1e6 * _NEEDLE / _DART * 12 / 7
        ),
        "the π in front of the needle's root is squared too.": (
            1e6 * math.pi * (math.pi / 2 - 1) / _DART
        ),
        "equally many would be right if both had the same constant.": 1e6,
        "rounded too far: give three digits.": 2.1e6,
        "rounded too far: three digits were asked for.": 2e6,
        "in millions it is right: give the number itself.": _NEEDLE / _DART,
    },
)
