r"""Problems by hand for chapter 02, Bayesian inference.

Numbers are chosen so that a sheet of paper is enough: counts of people, small whole numbers.

Sources: Blitzstein and Hwang (2019), Introduction to Probability, section 2.3; Gelman et al.
(2013), Bayesian Data Analysis, 3rd ed., sections 2.4 and 11.2 to 11.5.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from mlcourse.exercises.calling import rounding, same
from mlcourse.exercises.problem import Problem, pick

__all__ = ["problem"]

Kind = Callable[[np.random.Generator], Problem]
PROBABILITIES = {"positive result", "pseudo-counts", "two heads", "stationary share", "accepted"}


def _apart(kind: Kind) -> Kind:
    """Draw again while some slip leads to the right answer."""

    def drawn(rng: np.random.Generator) -> Problem:
        while True:
            out = kind(rng)
            floor = rounding([out.answer])
            if not any(same(wrong, out.answer, 0.02, floor) for wrong in out.slips.values()):
                return out

    return drawn


def _nearly(problem: Problem) -> dict[str, float]:
    """What is right but for its form: too few digits, or per cent."""
    if isinstance(problem.answer, int):
        return {}
    answer = float(problem.answer)
    out = {"rounded too far: give three digits.": float(f"{answer:.2g}")}
    if problem.name in PROBABILITIES:
        out['as a share between 0 and 1, please, or with its sign, as in "45 %".'] = 100 * answer
    return out


def _positive(rng: np.random.Generator) -> Problem:
    ill = int(rng.choice([10, 20, 50, 100]))  # of 1,000
    sensitivity = int(rng.choice([60, 70, 80, 90]))
    specificity = int(rng.choice([75, 85, 95]))
    hit = ill * sensitivity / 100
    alarm = (1000 - ill) * (100 - specificity) / 100
    return Problem(
        name="positive result",
        text=(
            f"Of 1,000 people {ill} are ill. A test is positive for {sensitivity} % of the ill "
            f"and negative for {specificity} % of the healthy. Someone tests positive: how "
            "probable is illness?"
        ),
        given={"ill": ill, "sensitivity": sensitivity, "specificity": specificity},
        answer=hit / (hit + alarm),
        slips={
            "that is P(positive | ill), not P(ill | positive).": sensitivity / 100,
            "that is the share of true positives among all people.": hit / 1000,
            "those are the odds: divide by all positives, true and false.": hit / alarm,
            "that is the probability that someone positive is healthy.": alarm / (hit + alarm),
            "the base rate is missing: count the healthy, they are many.": sensitivity
            / (sensitivity + 100 - specificity),
        },
        steps=(
            f"Ill and positive: {ill} · {sensitivity / 100:g} = {hit:g} people.",
            f"Healthy and positive: {1000 - ill} · {(100 - specificity) / 100:g} = {alarm:g}.",
            f"{hit:g} / ({hit:g} + {alarm:g}) = {hit / (hit + alarm):.4g}.",
        ),
    )


@_apart
def _pseudo_counts(rng: np.random.Generator) -> Problem:
    a, b = (int(v) for v in rng.choice([1, 2, 3, 4, 5, 6], size=2, replace=False))
    s, f = (int(v) for v in rng.choice([5, 7, 8, 10, 12, 15], size=2, replace=False))
    total = a + b + s + f
    return Problem(
        name="pseudo-counts",
        text=(
            f"The prior of a success probability is Beta({a}, {b}). You see {s} successes and "
            f"{f} failures. What is the posterior mean?"
        ),
        given={"alpha": a, "beta": b, "successes": s, "failures": f},
        answer=(a + s) / total,
        slips={
            "that is the share in the data: the prior counts too.": s / (s + f),
            "that is the mean of the prior.": a / (a + b),
            "that is the mean of the failures.": (b + f) / total,
            "prior and data are weighed by their counts, not half and half.": (
                s / (s + f) + a / (a + b)
            )
            / 2,
            "that is the peak of the posterior, not its mean.": (a + s - 1) / (total - 2),
        },
        steps=(
            f"The posterior is Beta({a} + {s}, {b} + {f}) = Beta({a + s}, {b + f}).",
            f"Its mean is {a + s} / ({a + s} + {b + f}) = {(a + s) / total:.4g}.",
        ),
    )


def _coins(rng: np.random.Generator) -> Problem:
    heads = int(rng.integers(2, 5))
    loaded = int(rng.choice([2, 3]))  # one coin of so many has two heads
    two = 2**heads
    odds = two / (loaded - 1)
    return Problem(
        name="two heads",
        text=(
            f"Of {loaded} coins one has two heads, the others are fair. You take one at random, "
            f"toss it {heads} times and see {heads} heads. How probable is it that you hold the "
            "coin with two heads?"
        ),
        given={"coins": loaded, "heads": heads},
        answer=odds / (1 + odds),
        slips={
            "the evidence has not been used: that is the prior.": 1 / loaded,
            "those are the odds.": odds,
            "that is the probability of so many heads with a fair coin.": 1 / two,
            "that is the probability that the coin is fair.": 1 / (1 + odds),
            "one toss is used; each head doubles the odds.": 2 / (1 + loaded),
        },
        steps=(
            f"Prior odds: 1 to {loaded - 1}.",
            f"Each head is twice as probable with two heads: a likelihood ratio of {two}.",
            f"Odds {odds:g} to 1, so the probability is {odds:g} / (1 + {odds:g}) = "
            f"{odds / (1 + odds):.4g}.",
        ),
    )


def _more_data(rng: np.random.Generator) -> Problem:
    n = int(rng.choice([20, 30, 40, 50, 80]))
    times = int(rng.choice([2, 3, 4, 5]))
    return Problem(
        name="more data",
        text=(
            f"After {n} tosses, with so weak a prior that it does not count, your posterior has "
            f"a certain spread. About how many tosses in all make it {times} times narrower?"
        ),
        given={"n": n, "times": times},
        answer=n * times**2,
        slips={
            f"the spread falls like 1/√n: that makes it narrower by √{times} only.": float(
                n * times
            ),
            "tosses in all, with those that you have.": float(n * (times**2 - 1)),
            "more certainty needs more data, not less.": n / times**2,
            "the root is the wrong way round.": n * times**0.5,
        },
        steps=(
            "The standard deviation is proportional to 1/√n.",
            f"{times} times narrower needs {times}² = {times**2} times the data: "
            f"{n} · {times**2} = {n * times**2}.",
        ),
    )


@_apart
def _stationary(rng: np.random.Generator) -> Problem:
    up, down = (int(v) for v in rng.choice([1, 2, 3, 4, 5, 6], size=2, replace=False))
    p = up / (up + down)
    return Problem(
        name="stationary share",
        text=(
            f"A chain has two states. From A it moves to B with probability {up / 10:g}, from B "
            f"to A with probability {down / 10:g}; otherwise it stays. In the long run, which "
            "share of the time does it spend in B?"
        ),
        given={"to_b": up / 10, "to_a": down / 10},
        answer=p,
        slips={
            "that is the share of A.": 1 - p,
            "that is the probability of the step from A to B.": up / 10,
            "those are the odds of B against A.": up / down,
            "that is the probability of staying in B.": 1 - down / 10,
        },
        steps=(
            f"Balance: share of A · {up / 10:g} = share of B · {down / 10:g}.",
            f"So B : A = {up} : {down}, and the share of B is {up} / {up + down} = {p:.4g}.",
        ),
    )


@_apart
def _acceptance(rng: np.random.Generator) -> Problem:
    here, there = (int(v) for v in rng.choice([1, 2, 3, 4, 5, 6, 8], size=2, replace=False))
    high, low = max(here, there), min(here, there)
    both = int(rng.integers(2))
    a, b = (high, low) if both else (low, high)
    accept = min(1.0, b / a)
    unlike = (
        {
            "downhill moves are accepted too, sometimes.": 0.0,
            "only a move uphill is accepted for certain; this one goes down.": 1.0,
        }
        if b < a
        else {
            "a probability is at most 1: uphill is always accepted.": b / a,
            "it goes uphill: whatever u is, it is below the ratio.": 0.5,
        }
    )
    return Problem(
        name="accepted",
        text=(
            f"Metropolis stands where the unnormalised density is {a} and proposes, with a "
            f"symmetric step, a point where it is {b}. With what probability is the proposal "
            "accepted?"
        ),
        given={"here": a, "there": b},
        answer=accept,
        slips={
            "the ratio is density there over density here.": a / b,
            "the constants cancel; do not divide by the sum of both.": b / (a + b),
            "that is the probability of a rejection.": 1 - accept,
            **unlike,
        },
        steps=(
            f"The ratio is {b} / {a} = {b / a:.4g}; the unknown constant cancels.",
            f"The proposal is accepted with probability min(1, {b / a:.4g}) = {accept:.4g}.",
        ),
    )


def _worth(rng: np.random.Generator) -> Problem:
    ess = int(rng.choice([100, 400, 900, 1600]))
    per = int(rng.choice([5, 10, 20, 25]))
    sd = int(rng.choice([2, 3, 6, 12]))
    n = ess * per
    error = sd / ess**0.5
    return Problem(
        name="standard error",
        text=(
            f"A chain of {n} draws has an effective sample size of {ess}. The draws have the "
            f"standard deviation {sd}. What is the standard error of their mean?"
        ),
        given={"n": n, "ess": ess, "sd": sd},
        answer=error,
        slips={
            "the draws are not independent: divide by the root of the effective size.": sd / n**0.5,
            "the root is missing.": sd / ess,
            "that is the variance of the mean: take its root.": sd**2 / ess,
            "that is the spread of one draw; a mean is surer.": float(sd),
        },
        steps=(
            "Standard error = standard deviation / √ESS.",
            f"{sd} / √{ess} = {sd} / {round(ess**0.5)} = {error:.4g}.",
        ),
    )


KINDS: tuple[Kind, ...] = (
    _positive,
    _pseudo_counts,
    _coins,
    _more_data,
    _stationary,
    _acceptance,
    _worth,
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 02: test results, pseudo-counts, chains and what their draws are worth.

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
    >>> one = problem(seed=1)
    >>> _ = one.check(one.answer)
    ✓ pseudo-counts: 0.333333 is right.
    """
    out = pick(KINDS, seed)
    return replace(out, slips={**out.slips, **_nearly(out)})
