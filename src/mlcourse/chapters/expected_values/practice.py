r"""Problems by hand for chapter 04, expected values.

Sources: Berger (1985), Statistical Decision Theory and Bayesian Analysis, 2nd ed., section 1.3;
Arrow, Harris and Marschak (1951), Optimal inventory policy; Kelly (1956).
"""

import numpy as np

from mlcourse.exercises.problem import Kind, Problem, pick

__all__ = ["problem"]


def _squares(rng: np.random.Generator) -> Problem:
    low, high = int(rng.integers(1, 5)), int(rng.integers(5, 10))
    p = float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8]))
    mean = p * high + (1 - p) * low
    answer = p * high**2 + (1 - p) * low**2
    return Problem(
        name="expected area",
        text=(
            f"A square has the side {high} with probability {p:g}, otherwise the side {low}. "
            "What is its expected area?"
        ),
        given={"low": low, "high": high, "p": p},
        answer=answer,
        slips={
            "that is the area of the average side: average the areas.": mean**2,
            "that is the expected side.": mean,
            "the two sides are not equally likely.": (high**2 + low**2) / 2,
            "the probabilities stand the wrong way round.": (1 - p) * high**2 + p * low**2,
        },
        steps=(
            f"The areas are {high**2} and {low**2}.",
            f"{p:g} · {high**2} + {1 - p:g} · {low**2} = {answer:.5g}.",
        ),
    )


def _visitor(rng: np.random.Generator) -> Problem:
    short, long = int(rng.integers(2, 9)), int(rng.integers(12, 30))
    answer = (short**2 + long**2) / (2 * (short + long))
    return Problem(
        name="waiting for a bus",
        text=(
            f"Buses leave gaps of {short} and {long} minutes in turn. You come at a random moment. "
            "How long do you expect to wait?"
        ),
        given={"short": short, "long": long},
        answer=answer,
        slips={
            "that is half of the mean gap; you come into the long one more often.": (
                (short + long) / 4
            ),
            "that is the mean gap.": (short + long) / 2,
            "you come in the middle of a gap on average: halve it.": 2 * answer,
            "half of the long gap, but you may come into the short one.": long / 2,
        },
        steps=(
            f"You come into the gap of {long} with probability {long}/{short + long}, and wait "
            f"{long / 2:g} there on average; otherwise {short / 2:g}.",
            f"({long} · {long / 2:g} + {short} · {short / 2:g}) / {short + long} = {answer:.4g}.",
        ),
    )


def _table(rng: np.random.Generator) -> Problem:
    p = float(rng.choice([0.1, 0.2, 0.3, 0.4]))
    harm, part, cover = (
        int(rng.integers(20, 60)),
        int(rng.integers(2, 12)),
        int(rng.integers(1, 8)),
    )
    left = int(rng.integers(8, 19))
    nothing, half, full = p * harm, part + p * left, float(part + cover + 3)
    answer = min(nothing, half, full)
    return Problem(
        name="three actions",
        text=(
            f"A storm comes with probability {p:g}. To do nothing costs {harm} in a storm and "
            f"nothing without. Sandbags cost {part}, and {left} more in a storm. A wall costs "
            f"{full:g} whatever comes. What is the least expected loss?"
        ),
        given={"p": p, "harm": harm, "part": part, "left": left, "full": full},
        answer=answer,
        slips={
            "compare all three: doing nothing is not the cheapest.": nothing,
            "compare all three: the sandbags are not the cheapest.": half,
            "compare all three: the wall is not the cheapest.": full,
            "the sandbags are paid for in any case, the rest only in a storm.": p * (part + left),
            "the probability is missing: a storm may not come.": float(part + left),
        },
        steps=(
            f"Nothing: {p:g} · {harm} = {nothing:.4g}. Wall: {full:g}.",
            f"Sandbags: {part} + {p:g} · {left} = {half:.4g}. The least is {answer:.4g}.",
        ),
    )


def _order(rng: np.random.Generator) -> Problem:
    low = 10 * int(rng.integers(2, 8))
    width = 10 * int(rng.integers(4, 13))
    price = int(rng.choice([4, 5, 8, 10]))
    cost = int(rng.choice([c for c in range(1, price) if 2 * c != price]))
    share = (price - cost) / price
    answer = low + share * width
    return Problem(
        name="loaves",
        text=(
            f"The demand for loaves is equally likely everywhere between {low} and "
            f"{low + width}. A loaf costs {cost} and sells for {price}; leftovers are worth "
            "nothing. How many give the largest expected profit (a fraction is allowed)?"
        ),
        given={"low": low, "width": width, "price": price, "cost": cost},
        answer=answer,
        slips={
            "that is the average demand.": low + width / 2,
            "the probability of selling the last one is cost / price: count from the top.": (
                low + cost / price * width
            ),
            "the demand begins above 0: add its lower end.": share * width,
            "the quantile is that of the demand, not a share of its upper end.": (
                share * (low + width)
            ),
        },
        steps=(
            f"F(q) = ({price} - {cost})/{price} = {share:g}.",
            f"q = {low} + {share:g} · {width} = {answer:.5g}.",
        ),
    )


def _quantile(rng: np.random.Generator) -> Problem:
    # no cumulative probability meets the wanted one exactly, so the quantile is one value
    x = np.sort(rng.choice(np.arange(1, 40), size=5, replace=False))
    p = np.array([0.15, 0.25, 0.3, 0.2, 0.1])
    k = int(rng.choice([2, 3, 8]))  # nor is it the most probable one, as for 5 and 6
    at = int(np.argmax(np.cumsum(p) > k / 10))
    table = ", ".join(f"{v} ({w:g})" for v, w in zip(x, p, strict=True))
    high = k / 10
    return Problem(
        name="a report",
        text=(
            f"The unknown is one of these values, with these probabilities: {table}. A report "
            f"that is too low by 1 costs {k}, one that is too high by 1 costs {10 - k}, and so "
            "on in proportion. Which report has the least expected loss?"
        ),
        given={"x": [int(v) for v in x], "low": k, "high": 10 - k},
        answer=int(x[at]),
        slips={
            "that is the mean, which squared loss would ask for.": float(p @ x),
            "that is the quantile for the costs the wrong way round.": float(
                x[np.argmax(np.cumsum(p) > 1 - high)]
            ),
            "that is the most probable value.": float(x[2]),
            "that is the largest value; nobody asks for certainty.": float(x[-1]),
            "that is the smallest value.": float(x[0]),
            "add up the probabilities from the smallest value on, not from the largest.": float(
                x[::-1][np.argmax(np.cumsum(p[::-1]) > high)]
            ),
        },
        steps=(
            f"Too low at {k} and too high at {10 - k} ask for the {high:g}-quantile.",
            f"Up to {x[at]} the probabilities add up to {p[: at + 1].sum():.2f}, the first sum "
            f"above {high:g}: report {x[at]}.",
        ),
    )


def _call(rng: np.random.Generator) -> Problem:
    alarm = int(rng.choice([1, 2, 3, 5, 10]))
    miss = alarm * int(rng.choice([3, 4, 9, 19, 24, 49]))
    answer = alarm / (alarm + miss)
    return Problem(
        name="when to call",
        text=(
            f"A false alarm costs {alarm}, a miss costs {miss}. Above which probability of being "
            "ill should somebody be called?"
        ),
        given={"alarm": alarm, "miss": miss},
        answer=answer,
        slips={
            "those are the odds; turn them into a probability.": alarm / miss,
            "the costs stand the wrong way round: misses are dear, so call early.": (
                miss / (alarm + miss)
            ),
            "one half is right only if both errors cost the same.": 0.5,
        },
        steps=(
            f"To call costs {alarm} (1 - η), not to call costs {miss} η.",
            f"Equal at η = {alarm}/({alarm} + {miss}) = {answer:.4g}.",
        ),
    )


def _stake(rng: np.random.Generator) -> Problem:
    percent = int(rng.choice([52, 54, 55, 60, 65, 70, 75, 80]))
    odds = int(rng.choice([2, 3, 4]))
    p = percent / 100
    answer = p - (1 - p) / odds
    return Problem(
        name="how much to stake",
        text=(
            f"A bet is won with probability {p:g} and then pays {odds} for each unit staked; "
            "otherwise the stake is lost. Which share of the wealth, staked every time, makes it "
            "grow fastest in the long run?"
        ),
        given={"p": p, "odds": odds},
        answer=answer,
        slips={
            "the whole wealth has the largest mean, and is lost in the long run.": 1.0,
            "that is the probability of a win; a loss has to be taken off.": p,
            "that is the gain on average; divide it by what a unit wins.": p * odds - (1 - p),
            "the loss is divided by what a unit wins.": p - (1 - p),
            "half of it is careful, but grows more slowly.": answer / 2,
        },
        steps=(
            f"f = p/ℓ - (1 - p)/g with ℓ = 1 and g = {odds}.",
            f"{p:g} - {1 - p:g}/{odds} = {answer:.4g}.",
        ),
    )


def _both(rng: np.random.Generator) -> Problem:
    up, down = 10 * int(rng.integers(2, 10)), 10 * int(rng.choice([2, 3, 4, 6]))
    pairs = int(rng.integers(2, 5))
    factor = (1 + up / 100) * (1 - down / 100)
    answer = 100 * factor**pairs
    return Problem(
        name="as many wins as losses",
        text=(
            f"A win adds {up} % to all you have, a loss takes {down} %. You begin with 100. What "
            f"is left after {pairs} wins and {pairs} losses, in any order?"
        ),
        given={"up": up, "down": down, "pairs": pairs},
        answer=answer,
        slips={
            "percentages of a changing wealth do not add up: multiply.": (
                100.0 + pairs * (up - down)
            ),
            "that is after one win and one loss.": 100 * factor,
            "that is the expected wealth for a fair coin, not that with as many of each.": (
                100 * (1 + (up - down) / 200) ** (2 * pairs)
            ),
            "a loss multiplies by 1 less the share that is lost.": (
                100 * ((1 + up / 100) * down / 100) ** pairs
            ),
        },
        steps=(
            f"A win and a loss multiply by {1 + up / 100:g} · {1 - down / 100:g} = {factor:.4g}.",
            f"100 · {factor:.4g} to the power {pairs} = {answer:.4g}.",
        ),
    )


KINDS: tuple[Kind, ...] = (
    _squares,
    _visitor,
    _table,
    _order,
    _quantile,
    _call,
    _stake,
    _both,
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 04: areas, buses, storms, loaves, reports, calls or stakes.

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
    >>> one = problem(seed=5)
    >>> one
    A false alarm costs 5, a miss costs 120. Above which probability of being ill
    should somebody be called?
    >>> _ = one.check(1 / 24)
    ✗ when to call: 0.0416667 is not right: those are the odds; turn them into a probability.
    """
    return pick(KINDS, seed)
