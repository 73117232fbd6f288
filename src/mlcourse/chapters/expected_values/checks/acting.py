r"""Actions: an order, a threshold, a stake, a sure amount.

Sources: Arrow, Harris and Marschak (1951), Optimal inventory policy; Elkan (2001), The
foundations of cost-sensitive learning; Kelly (1956); Pratt (1964).

Examples
--------
>>> def order_quantile(price, cost, refund):
...     return (price - cost) / (price - refund)
>>> result = check_order_quantile(order_quantile)
✓ order_quantile: 50 random inputs agree.
"""

import numpy as np

from mlcourse.chapters.expected_values.checks.weights import weights
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = [
    "check_break_even_stake",
    "check_moved_threshold",
    "check_order_quantile",
    "check_sure_amount",
]


def _draw_prices(rng: np.random.Generator) -> Inputs:
    refund = int(rng.integers(1, 4))
    cost = refund + int(rng.integers(1, 5))
    # never price - cost = cost - refund, where several mistakes meet
    margin = int(rng.choice([m for m in range(1, 9) if m != cost - refund]))
    return {"price": float(cost + margin), "cost": float(cost), "refund": float(refund)}


check_order_quantile = Exercise(
    name="order_quantile",
    concept="expected-gain-loss",
    draw=_draw_prices,
    expected=lambda price, cost, refund: (price - cost) / (price - refund),
    hint="sold, the last paper earns price - cost; left over, it loses cost - refund. At the best "
    "order the two balance.",
    mistakes={
        "that is the answer without returns: a paper that is left costs less now.": (
            lambda price, cost, refund: (price - cost) / price
        ),
        "that is the probability that the last paper is sold, 1 - F(q).": (
            lambda price, cost, refund: (cost - refund) / (price - refund)
        ),
        "(price - cost) (1 - F) = (cost - refund) F: solve for F, not for F / (1 - F).": (
            lambda price, cost, refund: (price - cost) / (cost - refund)
        ),
        "what is lost on a paper left over is cost - refund; the sale still brings the price.": (
            lambda price, cost, refund: (price - cost - refund) / (price - refund)
        ),
        "the refund is for papers that are not sold: it does not add to the price.": (
            lambda price, cost, refund: (price - cost) / (price + refund)
        ),
        "returns make a paper left over cheaper, but a sold one still cost the full cost.": (
            lambda price, cost, refund: (price - cost + refund) / price
        ),
        "Python divides before it subtracts: put both differences in brackets.": (
            lambda price, cost, refund: price - cost / price - refund
        ),
    },
)


def _draw_move(rng: np.random.Generator) -> Inputs:
    old, new = rng.choice([0.02, 0.05, 0.1, 0.2, 0.4, 0.6], size=2, replace=False)
    return {
        "t": float(rng.integers(5, 25)) / 10,
        "separation": float(rng.choice([1.5, 2.0, 2.5, 3.0])),
        "old": float(old),
        "new": float(new),
    }


def _odds(share: float) -> float:
    return share / (1 - share)


check_moved_threshold = Exercise(
    name="moved_threshold",
    concept="expected-gain-loss",
    draw=_draw_move,
    expected=lambda t, separation, old, new: t + np.log(_odds(old) / _odds(new)) / separation,
    hint="write the formula for the threshold twice, with old and with new, and subtract.",
    mistakes={
        "the wrong direction: where the ill are rarer, the threshold must be higher.": (
            lambda t, separation, old, new: t + np.log(_odds(new) / _odds(old)) / separation
        ),
        "the logarithm is divided by the separation.": (
            lambda t, separation, old, new: t + np.log(_odds(old) / _odds(new))
        ),
        "odds, not shares: s / (1 - s) stands in the formula.": (
            lambda t, separation, old, new: t + np.log(old / new) / separation
        ),
        "the logarithm is missing: odds multiply, scores add.": (
            lambda t, separation, old, new: t + (_odds(old) / _odds(new)) / separation
        ),
        "the logarithm is divided by the separation, not multiplied.": (
            lambda t, separation, old, new: t + np.log(_odds(old) / _odds(new)) * separation
        ),
        "the natural logarithm: the odds are a power of e.": (
            lambda t, separation, old, new: t + np.log10(_odds(old) / _odds(new)) / separation
        ),
        "that is the best threshold for equal costs; the costs are hidden in t.": (
            lambda t, separation, old, new: separation / 2 - np.log(_odds(new)) / separation
        ),
        "the threshold has moved already for the old share: take that out.": (
            lambda t, separation, old, new: t - np.log(_odds(new)) / separation
        ),
        "that is how far it moves; where does it stand then?": (
            lambda t, separation, old, new: np.log(_odds(old) / _odds(new)) / separation
        ),
    },
)


def _draw_coin(rng: np.random.Generator) -> Inputs:
    gain = float(rng.integers(7, 12)) / 10  # the stake asked for is then below 1
    return {"gain": gain, "loss": round(gain * float(rng.choice([0.6, 0.7, 0.8, 0.9])), 3)}


check_break_even_stake = Exercise(
    name="break_even_stake",
    concept="variance-risk",
    draw=_draw_coin,
    expected=lambda gain, loss: (gain - loss) / (gain * loss),
    hint="multiply out (1 + f · gain) (1 - f · loss) = 1 and divide by f.",
    mistakes={
        "that is Kelly's stake, where the growth is largest; go on to where it is 0 again.": (
            lambda gain, loss: (gain - loss) / (2 * gain * loss)
        ),
        "that is the gain on average of a bet; the median asks for a product, not for a sum.": (
            lambda gain, loss: (gain - loss) / 2
        ),
        "the sign: a stake that is negative would be a bet on tails.": (
            lambda gain, loss: (loss - gain) / (gain * loss)
        ),
        "divide by gain times loss: f² · gain · loss = f (gain - loss).": (
            lambda gain, loss: (gain - loss) / (gain + loss)
        ),
        "at 0 it stands still, too, but a stake above 0 is asked for.": lambda gain, loss: 0.0,
        "that stake loses everything with one tail.": lambda gain, loss: 1 / loss,
        "one step is missing: f · gain · loss = gain - loss.": lambda gain, loss: gain - loss,
        "the product of gain and loss belongs below the line.": (
            lambda gain, loss: (gain - loss) * gain * loss
        ),
    },
)


def _draw_offer(rng: np.random.Generator) -> Inputs:
    gains = rng.permutation([-float(rng.integers(10, 60)), 5.0, float(rng.integers(20, 200))])
    return {"p": weights(rng, 3), "gains": gains, "wealth": float(rng.integers(8, 20)) * 10}


check_sure_amount = Exercise(
    name="sure_amount",
    concept="variance-risk",
    draw=_draw_offer,
    expected=lambda p, gains, wealth: np.exp(p @ np.log(wealth + gains)) - wealth,
    hint="log(wealth + sure) = the mean of log(wealth + gains): solve for the sure gain.",
    mistakes={
        "that is the wealth that she would have; the sure gain is what is above today's.": (
            lambda p, gains, wealth: np.exp(p @ np.log(wealth + gains))
        ),
        "that is the expected gain: it would be right for a utility that is a straight line.": (
            lambda p, gains, wealth: p @ gains
        ),
        "that is the gain in utility; turn it back into money.": (
            lambda p, gains, wealth: p @ np.log(wealth + gains) - np.log(wealth)
        ),
        "that is a factor: multiply with the wealth, then subtract it.": (
            lambda p, gains, wealth: np.exp(p @ np.log((wealth + gains) / wealth))
        ),
        "that is a share of the wealth; an amount is asked for.": (
            lambda p, gains, wealth: np.exp(p @ np.log((wealth + gains) / wealth)) - 1
        ),
        "the outcomes are not equally likely: weigh the logarithms with p.": (
            lambda p, gains, wealth: np.exp(np.log(wealth + gains).mean()) - wealth
        ),
        "by the variance it is only nearly right, and this risk is not small.": (
            lambda p, gains, wealth: (
                p @ gains - (p @ (gains - p @ gains) ** 2) / (2 * (wealth + p @ gains))
            )
        ),
        "by the variance, with 1 / wealth for the risk aversion, it is only nearly right.": (
            lambda p, gains, wealth: p @ gains - (p @ (gains - p @ gains) ** 2) / (2 * wealth)
        ),
        "that is the mean utility: undo the logarithm.": (
            lambda p, gains, wealth: p @ np.log(wealth + gains)
        ),
        "the sure gain is what is above the wealth, not below it: turn the sign.": (
            lambda p, gains, wealth: wealth - np.exp(p @ np.log(wealth + gains))
        ),
    },
)
