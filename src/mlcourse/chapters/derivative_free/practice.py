r"""Problems by hand for chapter 09: chances, tours, populations, guessing.

Sources: Kirkpatrick, Gelatt and Vecchi (1983) for annealing; Goldberg and Deb (1991) for
tournaments; Bergstra and Bengio (2012), section 2, for random search.
"""

from math import factorial

import numpy as np

from mlcourse.exercises.problem import Kind, Problem, pick, told_apart

__all__ = ["problem"]

APART = 1e-2  # of the answer: twice what is accepted


def _chance(rng: np.random.Generator) -> Problem:
    heat = int(rng.choice([5, 20, 40, 50, 80]))
    times = float(rng.choice([0.2, 0.4, 0.6, 1.2, 1.4, 1.6]))
    change = round(heat * times)
    climb = change / heat
    return Problem(
        name="chance of a climb",
        text=(
            f"Annealing a tour at the temperature {heat}, a move would make it {change} map units "
            "longer. With which probability is it accepted?"
        ),
        given={"change": change, "heat": heat},
        answer=float(np.exp(-climb)),
        slips={
            "that is the probability that it is refused.": float(1 - np.exp(-climb)),
            "divide the change by the temperature, not the temperature by the change.": float(
                np.exp(-1 / climb)
            ),
            "the chance falls like an exponential, not along a straight line.": float(
                max(0.0, 1 - climb)
            ),
            "the exponential is missing.": climb,
        },
        steps=(
            f"The chance is exp(-{change} / {heat}) = exp(-{climb:g}).",
            f"That is {np.exp(-climb):.4f}.",
        ),
    )


def _cooling(rng: np.random.Generator) -> Problem:
    hot = int(rng.choice([100, 200, 400, 800]))
    ratio = int(rng.choice([16, 64, 100, 256]))
    steps = int(rng.choice([1000, 2000, 4000]))
    part = int(rng.choice([2, 4]))
    k = steps // part
    answer = hot * ratio ** (-1 / part)
    return Problem(
        name="geometric cooling",
        text=(
            f"A geometric schedule cools from {hot} to {hot / ratio:g} in {steps} steps, by the "
            f"same factor in each. What is the temperature after {k} steps?"
        ),
        given={"hot": hot, "cold": hot / ratio, "steps": steps, "k": k},
        answer=float(answer),
        slips={
            "that would be linear cooling: equal differences, not equal factors.": float(
                hot - (hot - hot / ratio) / part
            ),
            "that is where it ends.": hot / ratio,
            "a part of the steps is not the same part of the factor.": float(hot * part / ratio),
        },
        steps=(
            f"In all steps together the temperature is divided by {ratio}.",
            f"In a part of 1/{part} of them it is divided by {ratio}^(1/{part}) = "
            f"{ratio ** (1 / part):.5g}.",
            f"{hot} / {ratio ** (1 / part):.5g} = {answer:.5g}.",
        ),
    )


def _two_opt(rng: np.random.Generator) -> Problem:
    out = sorted(int(v) for v in rng.integers(30, 90, size=2))
    into = [int(v) for v in rng.integers(20, 80, size=2)]
    length = int(rng.integers(500, 900))
    answer = length + sum(into) - sum(out)
    return Problem(
        name="a 2-opt move",
        text=(
            f"A tour of 30 places is {length} long. A 2-opt move takes out the edges ab, {out[0]} "
            f"long, and cd, {out[1]} long, and puts in ac, {into[0]} long, and bd, {into[1]} long. "
            "Distances are the same both ways. How long is the tour now?"
        ),
        given={"length": length, "out": np.array(out), "into": np.array(into)},
        answer=answer,
        slips={
            "turned round: what comes counts up, what goes counts down.": length
            - sum(into)
            + sum(out),
            "that is the change; the length is asked.": sum(into) - sum(out),
            "two edges go as well.": length + sum(into),
            "two edges come as well.": length - sum(out),
        },
        steps=(
            "The part between b and c is as long in the other direction.",
            f"{length} - {out[0]} - {out[1]} + {into[0]} + {into[1]} = {answer}.",
        ),
    )


def _rest(rng: np.random.Generator) -> Problem:
    rate = float(rng.choice([0.3, 0.5, 0.6, 0.75, 0.9]))
    sigma = float(rng.choice([0.1, 0.2, 0.3, 0.5]))
    answer = float(sigma * np.sqrt(3 / rate))
    return Problem(
        name="spread at rest",
        text=(
            f"In a large population without selection a share of {rate:g} of the children is "
            f"blended, and all are shaken by a Gaussian with the standard deviation {sigma:g} in "
            "each coordinate. Towards which standard deviation does a coordinate of the "
            "population tend?"
        ),
        given={"rate": rate, "sigma": sigma},
        answer=answer,
        slips={
            "that is the variance: take the root.": 3 * sigma**2 / rate,
            "mutation adds its share in every generation, so more than one of them is left.": sigma,
            "of a blended child a third of the variance is lost, not all of it.": float(
                sigma / np.sqrt(rate)
            ),
            "turned round: more blending leaves less.": float(sigma * np.sqrt(rate / 3)),
        },
        steps=(
            "At rest V = (1 - r/3) V + σ², so V = 3 σ² / r.",
            f"V = 3 · {sigma**2:g} / {rate:g} = {3 * sigma**2 / rate:.5g}.",
            f"The standard deviation is its root, {answer:.5g}.",
        ),
    )


def _tournament(rng: np.random.Generator) -> Problem:
    n = int(rng.choice([10, 20, 50]))
    size = int(rng.choice([2, 3, 4]))
    share = float(rng.choice([0.2, 0.4, 0.5]))
    answer = 1 - (1 - share) ** size
    return Problem(
        name="tournament",
        text=(
            f"From a population of {n} a parent is chosen as the best of {size} members drawn at "
            f"random, with replacement. With which probability does it belong to the best "
            f"{round(n * share)}?"
        ),
        given={"n": n, "size": size, "top": round(n * share)},
        answer=answer,
        slips={
            "one of the drawn is enough, they need not all be among the best.": share**size,
            "that is the probability that it does not.": (1 - share) ** size,
            "that would be a tournament of one: no selection.": share,
            "chances of single draws do not add up.": share * size,
        },
        steps=(
            f"It does not, if all {size} drawn are among the other {n - round(n * share)}: "
            f"{1 - share:g}^{size} = {(1 - share) ** size:.5g}.",
            f"So the answer is {answer:.5g}.",
        ),
    )


def _guess(rng: np.random.Generator) -> Problem:
    one_in = int(rng.choice([50, 200, 1000, 5000]))
    looks = one_in * int(rng.choice([1, 2, 3])) // int(rng.choice([2, 5]))
    answer = 1 - (1 - 1 / one_in) ** looks
    return Problem(
        name="guessing",
        text=(
            f"The good places take one part in {one_in} of a box. With which probability does "
            f"random search find one in {looks} looks?"
        ),
        given={"one_in": one_in, "looks": looks},
        answer=float(answer),
        slips={
            "chances of single looks do not add up: two looks can both hit.": looks / one_in,
            "that is the probability that all looks miss.": float((1 - 1 / one_in) ** looks),
            "that is the chance of a single look.": 1 / one_in,
        },
        steps=(
            f"A look misses with probability 1 - 1/{one_in}.",
            f"All miss with probability (1 - 1/{one_in})^{looks} = {1 - answer:.5g}.",
            f"One hits with probability {answer:.5g}.",
        ),
    )


def _tours(rng: np.random.Generator) -> Problem:
    n = int(rng.integers(5, 9))
    answer = factorial(n - 1) // 2
    return Problem(
        name="number of tours",
        text=(
            f"How many different closed tours through {n} places are there, if neither the place "
            "where one begins nor the direction counts?"
        ),
        given={"n": n},
        answer=answer,
        slips={
            "a tour can begin at any of its places.": factorial(n),
            "backwards it is the same tour.": factorial(n - 1),
            "the first place is free, too: n orders are one tour, not 1.": factorial(n) // 2,
        },
        steps=(
            f"Begin at the first place: the others come in {n - 1}! = {factorial(n - 1)} orders.",
            f"Each tour is counted twice, once in each direction: {answer}.",
        ),
    )


KINDS: tuple[Kind, ...] = (_chance, _cooling, _two_opt, _rest, _tournament, _guess, _tours)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 09: chances, cooling, tours, populations or guessing.

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
    """
    return pick([told_apart(kind, APART) for kind in KINDS], seed)
