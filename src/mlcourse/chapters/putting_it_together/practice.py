r"""Problems by hand for chapter 14, putting it together.

Numbers are chosen so that a sheet of paper is enough.

Source: Jurafsky and Martin (2023), Speech and Language Processing, 3rd ed. draft, chapter 3;
Witten and Bell (1991), The zero-frequency problem, method C; Sutton and Barto (2018), Reinforcement
Learning: An Introduction, 2nd ed., sections 3.5 and 6.5.
"""

import numpy as np

from mlcourse.exercises.problem import Problem, pick, told_apart

__all__ = ["problem"]

APART = 1e-2  # of the answer: twice what is accepted


def _torn(rng: np.random.Generator) -> Problem:
    powers = rng.choice([1, 2, 3, 4, 5], size=4)
    while len(set(powers.tolist())) < 3 or powers.sum() % 4 == 0:
        powers = rng.choice([1, 2, 3, 4, 5], size=4)
    given = ", ".join(f"1/{2**k}" for k in powers)
    mean = float(powers.mean())
    return Problem(
        name="torn between",
        text=(
            f"A model gave the four letters of a text the probabilities {given}. Between how many "
            "letters was it torn (its perplexity, e to the mean surprise)? Three digits."
        ),
        given={"powers": powers},
        answer=2.0**mean,
        slips={
            "that is the mean of 1/p: average the logarithms first.": float(np.mean(2.0**powers)),
            "that is 1 over the mean probability: average the logarithms.": float(
                1 / np.mean(0.5**powers)
            ),
            "that is the mean surprise in nats: take e to it.": mean * np.log(2),
            "that is the mean surprise in bits: take 2 to it.": mean,
        },
        steps=(
            f"The surprises are {', '.join(str(k) for k in powers)} times ln 2.",
            f"Their mean is {mean:g} · ln 2 = {mean * np.log(2):.4f} nats.",
            f"e to that is 2 to the {mean:g}: {2.0**mean:.4g}.",
        ),
    )


def _heard(rng: np.random.Generator) -> Problem:
    shares = rng.choice([1, 2, 3, 4, 5, 6], size=3, replace=False)
    values = rng.choice(np.arange(-6, 13), size=3, replace=False)
    total = int(shares.sum())
    answer = float(shares @ values) / total
    said = ", ".join("0" if k == 1 else f"ln {k}" for k in shares)
    shown = ", ".join(str(v) for v in values)
    steepest = float(values[int(shares.argmax())])
    return Problem(
        name="heard",
        text=(
            f"A query meets three keys with the scores {said}; the values there are {shown}. "
            "What does attention return? (T = 1; the scores are divided by the root of d already.)"
        ),
        given={"shares": shares, "values": values},
        answer=answer,
        slips={
            "that is the plain mean: the weights are e to the scores, made to add up to 1.": float(
                values.mean()
            ),
            "that is the value of the best match: attention takes a weighted mean.": steepest,
            f"the weights have to add up to 1: divide by {total}.": float(shares @ values),
            "the scores themselves are no weights: take e to them first.": float(
                np.log(shares) @ values / np.log(shares).sum()
            ),
        },
        steps=(
            f"e to the scores: {', '.join(str(k) for k in shares)}, together {total}.",
            f"The weighted sum of the values is {int(shares @ values)}.",
            f"Divided by {total} it is {answer:.6g}.",
        ),
    )


def _cooled(rng: np.random.Generator) -> Problem:
    parts = rng.choice([1, 2, 3, 4, 6, 8], size=3, replace=False)
    power = int(rng.choice([2, 3]))
    total = int(parts.sum())
    first = int(parts[0])
    raised = parts.astype(float) ** power
    answer = float(raised[0] / raised.sum())
    rooted = parts ** (1 / power)
    return Problem(
        name="cooled",
        text=(
            f"At T = 1 three letters have the probabilities {parts[0]}/{total}, {parts[1]}/{total} "
            f"and {parts[2]}/{total}. Which probability has the first at T = 1/{power}? "
            "(A fraction or three digits.)"
        ),
        given={"parts": parts, "power": power},
        answer=answer,
        slips={
            f"that is T = {power}: dividing the scores by 1/{power} multiplies them.": float(
                rooted[0] / rooted.sum()
            ),
            "that is the probability at T = 1.": first / total,
            "the powers have to be made to add up to 1 again.": float((first / total) ** power),
        },
        steps=(
            f"The scores are multiplied by {power}: each probability is raised to the power "
            f"{power}, up to a common factor.",
            f"{', '.join(str(int(v)) for v in raised)}, together {int(raised.sum())}.",
            f"The first has {int(raised[0])}/{int(raised.sum())} = {answer:.6g}.",
        ),
    )


def _counted(rng: np.random.Generator) -> Problem:
    kinds = int(rng.integers(2, 7))
    count = int(rng.integers(2, 9))
    total = count + int(rng.integers(kinds, 20))
    shorter = int(rng.choice([5, 10, 20, 30])) / 100
    answer = (count + kinds * shorter) / (total + kinds)
    return Problem(
        name="counted",
        text=(
            f"A run of three letters was followed {total} times by a letter, of {kinds} kinds, and "
            f"{count} times by e. The counts after its last two letters give e the probability "
            f"{shorter:g}. Which probability does the rule of Witten and Bell give e after the "
            "run? (Three digits.)"
        ),
        given={"count": count, "total": total, "kinds": kinds, "shorter": shorter},
        answer=answer,
        slips={
            "that is the count alone: the shorter run has a say, too.": count / total,
            f"divide by {total} + {kinds}: the say of the shorter run counts below as well.": (
                count + kinds * shorter
            )
            / total,
            "the shorter run counts as often as there are kinds of letters, not once.": (
                count + shorter
            )
            / (total + 1),
            "that is the mean of both.": (count / total + shorter) / 2,
            f"the shorter run brings {kinds} · {shorter:g} above, not {kinds}.": (count + kinds)
            / (total + kinds),
        },
        steps=(
            f"Above: {count} + {kinds} · {shorter:g} = {count + kinds * shorter:g}.",
            f"Below: {total} + {kinds} = {total + kinds}.",
            f"The probability is {answer:.6g}.",
        ),
    )


def _sized(rng: np.random.Generator) -> Problem:
    letters = int(rng.integers(20, 40))
    context = int(rng.choice([8, 16]))
    width = int(rng.choice([5, 10, 20]))
    hidden = int(rng.choice([30, 40, 50]))
    square = 4 * width**2
    layer = 2 * width * hidden + hidden
    answer = letters * width + context * width + square + layer + width * letters + letters
    return Problem(
        name="sized",
        text=(
            f"How many parameters has the language model of this chapter with an alphabet of "
            f"{letters}, a context of {context}, width {width} and {hidden} hidden units?"
        ),
        given={"letters": letters, "context": context, "width": width, "hidden": hidden},
        answer=float(answer),
        slips={
            "attention has four square matrices: query, key, value, and the mix of what it "
            "heard.": float(answer - width**2),
            "the places have vectors, too.": float(answer - context * width),
            "two biases are missing, of the hidden units and of the letters.": float(
                answer - hidden - letters
            ),
            "there are two tables of letters: the vectors at the start and the scores at the "
            "end.": float(answer - letters * width),
            "the hidden layer has a matrix in and a matrix out.": float(answer - width * hidden),
        },
        steps=(
            f"Letters and places: ({letters} + {context}) · {width} = "
            f"{(letters + context) * width}.",
            f"Attention: 4 · {width}² = {square}.",
            f"Hidden layer: 2 · {width} · {hidden} + {hidden} = {layer}.",
            f"Scores: {width} · {letters} + {letters} = {width * letters + letters}; "
            f"together {answer}.",
        ),
    )


def _update(rng: np.random.Generator) -> Problem:
    old, later = (int(v) / 2 for v in rng.choice(np.arange(-4, 9), size=2, replace=False))
    other = later - int(rng.integers(1, 5)) / 2
    reward = int(rng.choice([-2, -1, 1, 2]))
    discount, rate = float(rng.choice([0.5, 0.8, 0.9])), float(rng.choice([0.1, 0.2, 0.25]))
    target = reward + discount * later
    return Problem(
        name="Q-learning update",
        text=(
            f"A move in state s brought the reward {reward} and led to s', where the two actions "
            f"are valued {other:g} and {later:g}. The move itself was valued {old:g}. What is it "
            f"valued after the update of Q-learning with discount {discount:g} and learning rate "
            f"{rate:g}?"
        ),
        given={
            "old": old,
            "reward": reward,
            "next_values": np.array([other, later]),
            "discount": discount,
            "learning_rate": rate,
        },
        answer=old + rate * (target - old),
        slips={
            "that is the target: go only a part of the way to it.": target,
            "the best of the next actions counts, not their mean.": (
                old + rate * (reward + discount * (later + other) / 2 - old)
            ),
            "only what comes later is discounted, not the reward.": (
                old + rate * (discount * (reward + later) - old)
            ),
            "the gap is the target less the old value.": old + rate * target,
            "the discount is missing.": old + rate * (reward + later - old),
        },
        steps=(
            f"The target is {reward} + {discount:g} · {later:g} = {target:.6g}.",
            f"The gap is {target:.6g} - ({old:g}) = {target - old:.6g}.",
            f"The new value is {old:g} + {rate:g} · ({target - old:.6g}) "
            f"= {old + rate * (target - old):.6g}.",
        ),
    )


def _sweep(rng: np.random.Generator) -> Problem:
    slip = float(rng.choice([0.2, 0.4]))
    ahead, left, right = (int(v) for v in rng.choice(np.arange(-5, 11), size=3, replace=False))
    cost, discount = int(rng.choice([1, 2])), float(rng.choice([0.5, 0.9]))
    mean = (1 - slip) * ahead + slip / 2 * (left + right)
    return Problem(
        name="slippery move",
        text=(
            f"Every step costs {cost}, and the discount is {discount:g}. A move goes straight "
            f"ahead with probability {1 - slip:g}, and to the left or to the right with "
            f"probability {slip / 2:g} each. The three cells there are valued {ahead} (ahead), "
            f"{left} (left) and {right} (right). What is the action value of the move?"
        ),
        given={
            "probabilities": np.array([1 - slip, slip / 2, slip / 2]),
            "values": np.array([ahead, left, right]),
            "cost": cost,
            "discount": discount,
        },
        answer=-cost + discount * mean,
        slips={
            "the floor is slippery: take the mean over the three cells.": -cost + discount * ahead,
            "a step costs: the reward is negative.": cost + discount * mean,
            "the reward comes now: only the values of the cells are discounted.": (
                discount * (mean - cost)
            ),
            "the discount is missing.": -cost + mean,
            "the reward of the step is missing.": discount * mean,
        },
        steps=(
            f"The mean of the values: {1 - slip:g} · {ahead} + {slip / 2:g} · ({left}) + "
            f"{slip / 2:g} · ({right}) = {mean:.6g}.",
            f"Discounted, and with the reward: -{cost} + {discount:g} · {mean:.6g} "
            f"= {-cost + discount * mean:.6g}.",
        ),
    )


KINDS = tuple(
    told_apart(kind, APART, 0.05)
    for kind in (_torn, _update, _heard, _sweep, _cooled, _counted, _sized)
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 14: surprise, attention, temperature, counts, parameters, returns.

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
    return pick(KINDS, seed)
