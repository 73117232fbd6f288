r"""The checks of chapter 04, expected values.

Sources: Berger (1985), Statistical Decision Theory and Bayesian Analysis, 2nd ed., sections 1.3
and 2.4; Gneiting and Raftery (2007), Strictly proper scoring rules; Kelly (1956).

Examples
--------
>>> def order_quantile(price, cost, refund):
...     return (price - cost) / (price - refund)
>>> result = check_order_quantile(order_quantile)
✓ order_quantile: 50 random inputs agree.
>>> _ = check_order_quantile(lambda price, cost, refund: ...)
– order_quantile: not attempted yet.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs

__all__ = [
    "check_break_even_stake",
    "check_expected_payout",
    "check_forecast_value",
    "check_honest_reports",
    "check_moved_threshold",
    "check_order_quantile",
    "check_simulation_verdict",
    "check_sure_amount",
]


def _weights(rng: np.random.Generator, n: int) -> FloatArray:
    """Unequal probabilities, multiples of 1/40."""
    cuts = np.sort(rng.choice(np.arange(1, 40), size=n - 1, replace=False))
    return np.diff(np.concatenate([[0], cuts, [40]])) / 40


def _draw_damage(rng: np.random.Generator) -> Inputs:
    # damages on both sides of the deductible, and their mean now above it, now below
    low, high = int(rng.integers(1, 5)), int(rng.integers(8, 30))
    x = rng.permutation([0.0, low, low + 1, high])
    return {"p": _weights(rng, 4), "x": x, "deductible": float(rng.choice([2.5, 5.5, 6.5]))}


check_expected_payout = Exercise(
    name="expected_payout",
    concept="expectation",
    draw=_draw_damage,
    expected=lambda p, x, deductible: p @ np.maximum(x - deductible, 0),
    hint="the payment is x - deductible where this is positive, and 0 elsewhere; then average it.",
    mistakes={
        "that is the payment for the average damage: average the payments instead.": (
            lambda p, x, deductible: max(p @ x - deductible, 0)
        ),
        "for small damages nothing is paid; here the insured pay something back.": (
            lambda p, x, deductible: p @ (x - deductible)
        ),
        "beyond the deductible only the rest is paid, not the whole damage.": (
            lambda p, x, deductible: (p * x)[x > deductible].sum()
        ),
        "that is the payment given that there is one: do not divide by its probability.": (
            lambda p, x, deductible: p @ np.maximum(x - deductible, 0) / p[x > deductible].sum()
        ),
        "each payment counts with its probability; the four are not equally likely.": (
            lambda p, x, deductible: np.maximum(x - deductible, 0).mean()
        ),
        "that is what the insured pay themselves.": (
            lambda p, x, deductible: p @ np.minimum(x, deductible)
        ),
        "the payments are added; each counts with its probability.": (
            lambda p, x, deductible: np.maximum(x - deductible, 0).sum()
        ),
    },
)

check_simulation_verdict = ValueExercise(
    name="simulation_verdict",
    concept="expectation",
    expected=4,
    rel_tol=0.0,  # the number of an answer is not rounded
    hint="compute the true standard error, and compare it with the printed one.",
    mistakes={
        "the probability would be near zero if the printed standard error were right. Compute "
        "the true one.": 1,
        "the expected value is a sum over all outcomes, 1.05 to the hundredth; a simulation only "
        "estimates it.": 2,
        "ten times as many divide the true error by √10. How large is it then, beside 131.5?": 3,
        "ten players can hold most of what there is: multiply out what the luckiest of 10,000 "
        "gets.": 5,
    },
)


def _draw_belief(rng: np.random.Generator) -> Inputs:
    return {"p": float(rng.choice([0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95]))}


check_honest_reports = Exercise(
    name="honest_reports",
    concept="utility-loss",
    draw=_draw_belief,
    expected=lambda p: [1.0 if p > 0.5 else 0.0, p, p],
    hint="p times the fine for rain plus 1 - p times the fine for none: where is it least on "
    "[0, 1]?",
    mistakes={
        "the first fine is a straight line in a, p (1 - a) + (1 - p) a: a line is least at an "
        "end.": lambda p: [p, p, p],
        "the first is right. Under the squared fine the slope is 2 a - 2 p: where is it 0?": (
            lambda p: [1.0 if p > 0.5 else 0.0] * 3
        ),
        "the wrong end: if rain is likely, the report near 1 is fined less.": (
            lambda p: [0.0 if p > 0.5 else 1.0, p, p]
        ),
        "½ is where the first line is level, but only if p is ½; otherwise it slopes.": (
            lambda p: [0.5, p, p]
        ),
        "the fine for rain counts with p, that for none with 1 - p; it seems to be the other "
        "way round.": lambda p: [0.0 if p > 0.5 else 1.0, 1 - p, 1 - p],
        "the first two are right. -p log(a) - (1 - p) log(1 - a) has the slope "
        "-p / a + (1 - p) / (1 - a).": lambda p: [
            1.0 if p > 0.5 else 0.0,
            p,
            1.0 if p > 0.5 else 0.0,
        ],
    },
)


def _draw_table(rng: np.random.Generator) -> Inputs:
    # no action is the best in every state; negative losses are gains
    while True:
        loss = rng.integers(-4, 12, size=(3, 3)).astype(float)
        if len(set(loss.argmin(axis=0))) == 3:
            return {"p": _weights(rng, 3), "loss": loss}


check_forecast_value = Exercise(
    name="forecast_value",
    concept="utility-loss",
    draw=_draw_table,
    expected=lambda p, loss: (loss @ p).min() - p @ loss.min(axis=0),
    hint="without the prophet: the least expected loss. With: in each state the least loss, then "
    "the average.",
    mistakes={
        "the other way round: with the prophet you lose less, so the difference is positive.": (
            lambda p, loss: p @ loss.min(axis=0) - (loss @ p).min()
        ),
        "that is your expected loss with the prophet; how much less is it than without?": (
            lambda p, loss: p @ loss.min(axis=0)
        ),
        "that is your expected loss without the prophet; how much would he save you?": (
            lambda p, loss: (loss @ p).min()
        ),
        "axis=0 goes down a column, over the actions of one state; you took the best state of "
        "each action.": lambda p, loss: (loss @ p).min() - p @ loss.min(axis=1),
        "the states are not equally likely: weigh them with p.": (
            lambda p, loss: (loss @ p).min() - loss.min(axis=0).mean()
        ),
        "the prophet tells the state, he does not choose it: average over the states.": (
            lambda p, loss: (loss @ p).min() - loss.min()
        ),
        "without the prophet you would not take the worst action.": (
            lambda p, loss: (loss @ p).max() - p @ loss.min(axis=0)
        ),
    },
)


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
    return {"p": _weights(rng, 3), "gains": gains, "wealth": float(rng.integers(8, 20)) * 10}


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
        "that is the mean utility: undo the logarithm.": (
            lambda p, gains, wealth: p @ np.log(wealth + gains)
        ),
        "the sure gain is what is above the wealth, not below it: turn the sign.": (
            lambda p, gains, wealth: wealth - np.exp(p @ np.log(wealth + gains))
        ),
    },
)
