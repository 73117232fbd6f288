r"""Problems by hand for chapter 01, probability and the number pi.

Numbers are chosen so that a sheet of paper is enough: dice, counts of people, perfect squares
under the roots.

Sources: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 1.3, 2.2, 2.5
and 10.3; Buffon (1777), Essai d'arithmetique morale.
"""

from collections.abc import Callable

import numpy as np

from mlcourse.exercises.problem import Problem, pick

__all__ = ["problem"]


def _two_dice(rng: np.random.Generator) -> Problem:
    total = int(rng.choice([4, 5, 6, 8, 9, 10]))
    at_least = bool(rng.random() >= 0.5)
    sums = range(total, 13 if at_least else total + 1)
    each = [6 - abs(s - 7) for s in sums]
    ways = sum(each)
    unordered = sum((w + 1) // 2 for w in each)
    if at_least:
        middle = (
            f"The sums {total} to 12 can come in {', '.join(map(str, each[:-1]))} and 1 ways: "
            f"{ways} pairs."
        )
        other = {f"at least {total} includes the sums above {total}.": each[0] / 36,
                 f"at least {total} includes {total} itself.": (ways - each[0]) / 36}  # fmt: skip
    else:
        middle = (
            f"The second die shows 1 to 6, so the first shows {max(1, total - 6)} to "
            f"{min(6, total - 1)}; the second is then fixed: {ways} pairs."
        )
        other = {}
    return Problem(
        name="two dice",
        text=(
            "Two fair dice are thrown. With what probability is their sum "
            f"{'at least ' if at_least else ''}{total}?"
        ),
        given={"total": total, "at_least": at_least},
        answer=ways / 36,
        slips={
            "the 11 sums from 2 to 12 are not equally likely.": len(sums) / 11,
            "the 21 pairs without order are not equally likely: 1 and 2 can come in two ways.": (
                unordered / 21
            ),
            **other,
            "count both orders: the dice are two.": unordered / 36,
            "a pair has probability 1/36, not 1/6.": ways / 6,
        },
        steps=(
            "The 36 pairs (first die, second die) are equally likely.",
            middle,
            f"{ways}/36 = {ways / 36:.4g}.",
        ),
    )


def _table(rng: np.random.Generator) -> Problem:
    both, only_a, only_b = (int(v) for v in rng.choice(np.arange(5, 45, 5), size=3, replace=False))
    neither = int(rng.choice([35, 45, 55, 65]))
    n = both + only_a + only_b + neither
    a, b = both + only_a, both + only_b
    return Problem(
        name="from a table",
        text=(
            f"Of {n} people {a} cycle and {b} swim; {both} do both. Someone who swims is picked "
            "at random: with which probability does this person cycle?"
        ),
        given={"n": n, "a": a, "b": b, "both": both},
        answer=both / b,
        slips={
            "what is given goes below: the people who swim.": both / a,
            "that is the share of those who do both among all people.": both / n,
            "that is the share of cyclists among all people.": a / n,
            "above goes who does both.": a / b,
        },
        steps=(
            f"Given is that the person swims: {b} people are left.",
            f"Of these, {both} cycle.",
            f"P(cycles | swims) = {both}/{b} = {both / b:.4g}.",
        ),
    )


def _either(rng: np.random.Generator) -> Problem:
    # no pair sums to 1: then "both" and "none" would be as probable
    a, b = (float(v) for v in rng.choice([0.1, 0.2, 0.3, 0.4, 0.5], size=2, replace=False))
    return Problem(
        name="one of two",
        text=(
            f"Two independent alarms go off in a fire with the probabilities {a:g} and {b:g}. "
            "With what probability does at least one go off?"
        ),
        given={"a": a, "b": b},
        answer=a + b - a * b,
        slips={
            "both can go off: what they share is counted twice.": a + b,
            "that is the probability that both go off.": a * b,
            "that is the probability that none goes off.": (1 - a) * (1 - b),
            "that is exactly one of them; both is at least one, too.": a + b - 2 * a * b,
        },
        steps=(
            f"None goes off with probability {1 - a:g} · {1 - b:g} = {(1 - a) * (1 - b):g}.",
            f"At least one is the opposite: 1 - {(1 - a) * (1 - b):g} = {a + b - a * b:.4g}.",
        ),
    )


def _spread(rng: np.random.Generator) -> Problem:
    p = float(rng.choice([0.1, 0.2, 0.5, 0.8, 0.9]))
    n = int(rng.choice([25, 100, 225, 400, 900, 2500]))
    sd = (p * (1 - p)) ** 0.5
    return Problem(
        name="spread of a proportion",
        text=(
            f"A coin shows heads with probability {p:g} and is tossed {n} times. What is the "
            "standard deviation of the proportion of heads?"
        ),
        given={"p": p, "n": n},
        answer=sd / n**0.5,
        slips={
            "that is the standard deviation of the count.": sd * n**0.5,
            "that is the variance: take the root.": sd**2 / n,
            "that is the spread of a single toss.": sd,
            "n belongs under the root.": sd / n,
        },
        steps=(
            f"One toss has the variance {p:g} · {1 - p:g} = {sd**2:g}, the root is {sd:g}.",
            f"The proportion is a mean of {n} tosses: divide by √{n} = {n**0.5:g}.",
            f"{sd:g} / {n**0.5:g} = {sd / n**0.5:.4g}.",
        ),
    )


def _more_digits(rng: np.random.Generator) -> Problem:
    n = int(rng.choice([200, 500, 1000, 2000]))
    times = int(rng.choice([3, 4, 5, 8, 10]))
    return Problem(
        name="more tosses",
        text=(
            f"A poll of {n} people has a standard error that you want to be {times} times "
            "smaller. How many people must be asked in all?"
        ),
        given={"n": n, "times": times},
        answer=n * times**2,
        slips={
            f"{times} times the people divide the error by √{times} only.": float(n * times),
            "the root goes the other way: the error falls like 1/√n.": n * times**0.5,
            "that is how many must be added; asked in all are more.": float(n * (times**2 - 1)),
        },
        steps=(
            "The standard error is proportional to 1/√n.",
            f"To divide it by {times}, multiply n by {times}² = {times**2}.",
            f"{times**2} · {n} = {n * times**2}.",
        ),
    )


def _interval(rng: np.random.Generator) -> Problem:
    sigma = int(rng.choice([2, 4, 6, 10, 15]))
    n = int(rng.choice([16, 25, 64, 100, 400]))
    return Problem(
        name="two standard errors",
        text=(
            f"Measurements scatter around the truth with standard deviation {sigma}; a single one "
            f"is not far from a bell. Within which distance of the truth is the mean of {n} of "
            "them with a probability of about 95 %? (A Gaussian is within 1.96 standard "
            "deviations.)"
        ),
        given={"sigma": sigma, "n": n},
        answer=1.96 * sigma / n**0.5,
        slips={
            "that is one standard error; 95 % takes 1.96 of them.": sigma / n**0.5,
            "that holds for a single measurement, not for their mean.": 1.96 * sigma,
            "the root of n is missing: the standard error is σ/√n.": 1.96 * sigma / n,
        },
        steps=(
            f"The standard error of the mean is {sigma}/√{n} = {sigma / n**0.5:g}.",
            f"1.96 · {sigma / n**0.5:g} = {1.96 * sigma / n**0.5:.4g}.",
        ),
    )


def _needle(rng: np.random.Generator) -> Problem:
    length = float(rng.choice([0.5, 0.6, 0.8]))
    n = int(rng.choice([200, 500, 1000]))
    crossings = round(2 * length * n / np.pi) + int(rng.integers(-6, 7))
    estimate = 2 * length * n / crossings
    return Problem(
        name="Buffon's needle",
        text=(
            f"Of {n} needles of length {length:g}, dropped on lines at distance 1, {crossings} "
            "cross a line. Which estimate of π do they give?"
        ),
        given={"length": length, "n": n, "crossings": crossings},
        answer=estimate,
        slips={
            "the factor 2 of 2ℓ/π is missing.": estimate / 2,
            "the length is missing: shorter needles cross less often.": 2 * n / crossings,
            "π stands below in 2ℓ/π: turn the share round.": 2 * length * crossings / n,
            "that is the share of needles that cross.": crossings / n,
        },
        steps=(
            f"P(cross) = 2 · {length:g} / π, and the share of crossings is {crossings}/{n}.",
            f"Solve for π: 2 · {length:g} · {n} / {crossings} = {estimate:.4g}.",
        ),
    )


KINDS: tuple[Callable[[np.random.Generator], Problem], ...] = (
    _two_dice,
    _table,
    _either,
    _spread,
    _more_digits,
    _interval,
    _needle,
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 01: dice, tables, alarms, spreads, polls, intervals or needles.

    Parameters
    ----------
    seed : int
        Which problem, at least 0; the same seed is the same problem.

    Returns
    -------
    Problem
        Displays as its text; ``.check(answer)`` and ``.solution()``.

    Raises
    ------
    ValueError, TypeError
        If the seed is not a whole number of at least 0.

    Examples
    --------
    >>> one = problem(seed=0)
    >>> one
    Two fair dice are thrown. With what probability is their sum 10?
    >>> _ = one.check(1 / 11)
    ✗ two dice: 0.0909091 is not right: the 11 sums from 2 to 12 are not equally likely.
    """
    return pick(KINDS, seed)
