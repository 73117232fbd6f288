r"""Problems by hand for chapter 05, statistics.

Sources: Casella and Berger (2002), Statistical Inference, 2nd ed., chapter 8; Seber and Lee
(2003), Linear Regression Analysis, 2nd ed., sections 4.3 and 4.4.
"""

from itertools import combinations

import numpy as np

from mlcourse.chapters.statistics.problems import elsewhere, found, right, turned
from mlcourse.exercises.problem import Kind, Problem, pick

__all__ = ["problem"]


def _dealings(rng: np.random.Generator) -> Problem:
    five = [int(v) for v in rng.choice(np.arange(1, 30), size=5, replace=False)]
    x, y = five[:2], five[2:]

    def apart(pair: tuple[int, ...]) -> float:
        return sum(pair) / 2 - (sum(five) - sum(pair)) / 3

    gaps, seen = [apart(pair) for pair in combinations(five, 2)], apart((x[0], x[1]))
    as_far = sum(abs(gap) >= abs(seen) - 1e-9 for gap in gaps)
    one_side = sum(gap * np.sign(seen) >= abs(seen) - 1e-9 for gap in gaps)
    shown = ", ".join(f"{gap:.1f}" for gap in sorted(gaps))
    return Problem(
        name="all dealings",
        text=(
            f"One group measured {x[0]} and {x[1]}, the other {y[0]}, {y[1]} and {y[2]}. Take all "
            "ways to deal the five numbers into a group of two and one of three. What is the "
            "two-sided p-value of the difference of the means?"
        ),
        given={"x": x, "y": y},
        answer=as_far / 10,
        slips={
            "both sides count.": one_side / 10,
            "the dealing that was seen is one of the ten already.": (as_far + 1) / 11,
            "the dealing that was seen counts.": (as_far - 1) / 10,
            "ten choices of two from five, not twenty.": as_far / 20,
        },
        steps=(
            f"The differences of the 10 dealings are {shown}.",
            f"At least as far from 0 as {seen:.1f} are {as_far}: {as_far}/10 = {as_far / 10:g}.",
        ),
    )


def _planning(rng: np.random.Generator) -> Problem:
    d = float(rng.choice([0.1, 0.2, 0.25, 0.4, 0.5, 0.8, 1.0]))
    answer = 16 / d**2
    return Problem(
        name="people in a group",
        text=(
            f"An effect of {d:g} (in standard deviations) is to be found with power 0.8 "
            "at the level 0.05. About how many people does the rule of thumb ask for, in each "
            "group?"
        ),
        given={"d": d},
        answer=answer,
        slips={
            "that is both groups together.": 32 / d**2,
            "both means are uncertain: the rule has 16.": 8 / d**2,
            "the effect counts in standard errors, which fall with the root of n: square it.": 16
            / d,
        },
        steps=("The rule is 16 / d².", f"16 / {d:g}² = {answer:g}."),
    )


def _alarms(rng: np.random.Generator) -> Problem:
    m, percent = int(rng.integers(3, 15)), int(rng.choice([1, 2, 5, 10]))
    alpha = percent / 100
    answer = 1 - (1 - alpha) ** m
    return Problem(
        name="a false alarm",
        text=(
            f"{m} independent null hypotheses hold, and each is tested at the level {alpha:g}. "
            "What is the probability of at least one false alarm?"
        ),
        given={"m": m, "alpha": alpha},
        answer=answer,
        slips={
            "that is the expected number of false alarms.": m * alpha,
            "that is the probability of none.": (1 - alpha) ** m,
            "that is the probability for one of them.": alpha,
            "that is the probability that all are false alarms.": alpha**m,
        },
        steps=(
            f"All stay silent with probability {1 - alpha:g}^{m} = {(1 - alpha) ** m:.4g}.",
            f"1 - {(1 - alpha) ** m:.4g} = {answer:.4g}.",
        ),
    )


def _two_heaps(rng: np.random.Generator) -> Problem:
    y = [int(v) for v in rng.choice(np.arange(1, 13), size=3, replace=False)]
    while sum(y) % 3:
        y = [int(v) for v in rng.choice(np.arange(1, 13), size=3, replace=False)]
    mean = sum(y) // 3
    guess = [v + int(e) for v, e in zip(y, rng.choice([-2, -1, 1, 3], size=3), strict=True)]
    rss = sum((a - b) ** 2 for a, b in zip(y, guess, strict=True))
    tss = sum((v - mean) ** 2 for v in y)
    answer = 1 - rss / tss
    return Problem(
        name="R squared",
        text=(
            f"The targets are {y[0]}, {y[1]}, {y[2]}; predicted were {guess[0]}, {guess[1]}, "
            f"{guess[2]}. What is R²?"
        ),
        given={"y": y, "guess": guess},
        answer=answer,
        slips={
            "that is the share that is left: take it from 1.": rss / tss,
            "that is the mean squared error.": rss / 3,
            "the squares to the mean stand below the line.": 1 - tss / rss,
            "both are sums: the division by 3 belongs to both or to none.": 1 - rss / 3 / tss,
        },
        steps=(
            f"The mean is {mean}; squares to it {tss}, to the predictions {rss}.",
            f"1 - {rss}/{tss} = {answer:.4g}.",
        ),
    )


def _offset(rng: np.random.Generator) -> Problem:
    bias, spread = int(rng.integers(1, 6)), int(rng.integers(2, 9))
    answer = bias**2 + spread**2
    return Problem(
        name="a forecast",
        text=(
            f"A forecast is too low by {bias} on average, and its misses have the standard "
            f"deviation {spread} (divided by n). What is its mean squared error?"
        ),
        given={"bias": bias, "spread": spread},
        answer=float(answer),
        slips={
            "the offset costs its square as well.": float(spread**2),
            "square each, then add.": float((bias + spread) ** 2),
            "that is its root, the typical miss.": float(np.sqrt(answer)),
            "square the offset, too.": float(bias + spread**2),
        },
        steps=(
            "The mean of squares is the square of the mean plus the variance.",
            f"{bias}² + {spread}² = {answer}.",
        ),
    )


def _noise(rng: np.random.Generator) -> Problem:
    k, n = int(rng.integers(5, 25)), int(rng.integers(40, 120))
    answer = k / (n - 1)
    return Problem(
        name="columns of noise",
        text=(
            f"{k} columns of random numbers and a constant are fitted to {n} targets that have "
            "nothing to do with them. Which R² do you expect, to three digits?"
        ),
        given={"k": k, "n": n},
        answer=answer,
        slips={
            "on these rows noise explains something: 0 is what fresh rows give at best.": 0.0,
            "the constant is in TSS already: k / (n - 1).": (k + 1) / (n - 1),
            "that is left, not explained.": 1 - answer,
        },
        steps=(
            f"TSS is spread over {n - 1} directions, alike on average; the columns take {k}.",
            f"{k}/{n - 1} = {answer:.4g}.",
        ),
    )


def _nested(rng: np.random.Generator) -> Problem:
    q, kept = int(rng.integers(2, 5)), int(rng.integers(1, 4))
    left, freedom = int(rng.integers(1, 6)), int(rng.choice([20, 30, 40, 50]))
    saved = int(rng.integers(2, 9)) * left
    k, small, large = kept + q, left * freedom + q * saved, left * freedom
    n = freedom + k + 1
    answer = saved / left
    return Problem(
        name="added columns",
        text=(
            f"On {n} rows a model with {kept} column{'s' if kept > 1 else ''} has RSS {small}; "
            f"with {q} columns more it has {large}. Both have a constant. What is F?"
        ),
        given={"n": n, "kept": kept, "q": q, "small": small, "large": large},
        answer=answer,
        slips={
            "the saving is shared by the added columns.": q * answer,
            "what is left is that of the large model.": saved / (small / freedom),
            "the constant takes a degree of freedom.": saved / (large / (freedom + 1)),
            "that is 1 / F.": 1 / answer,
        },
        steps=(
            f"A column saves ({small} - {large})/{q} = {saved}.",
            f"A degree of freedom has {large}/({n} - {k} - 1) = {left} left.",
            f"{saved}/{left} = {answer:g}.",
        ),
    )


KINDS: tuple[Kind, ...] = (
    _two_heaps,
    elsewhere,
    _alarms,
    turned,
    _nested,
    found,
    _dealings,
    _planning,
    right,
    _offset,
    _noise,
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 05: dealings, alarms, heaps of squares, columns, axes or calls.

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
    >>> one = problem(seed=9)
    >>> one.name
    'a forecast'
    """
    return pick(KINDS, seed)
