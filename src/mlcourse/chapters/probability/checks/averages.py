r"""The checks of chapter 01 on averages: error bars, errors that stay, and needles for darts.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 10.1 to 10.3.
"""

import math
import re
from typing import Any

import numpy as np
from scipy.special import stdtrit

from mlcourse.exercises.check import CheckResult, Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = [
    "check_error_bars",
    "check_needles_for_a_million_darts",
    "check_standardised_mean",
    "check_three_runs",
]

DIGITS = r"[\s,;/-]*".join(rf"(?:{run}\s*(?:=|:|is)\s*)?\d" for run in "ABC")
CODE = re.compile(rf"[\s(\[]*{DIGITS}[\s)\].]*", re.I)  # three digits, apart or not


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
