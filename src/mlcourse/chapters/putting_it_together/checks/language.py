r"""The checks of chapter 14 on language: a bug in attention, a letter drawn, an honest mixture.

Sources: Vaswani et al. (2017), Attention is all you need, section 3.2; Jurafsky and Martin (2023),
Speech and Language Processing, 3rd ed. draft, chapter 3.

Examples
--------
>>> import numpy as np
>>> def next_letter(scores, temperature, u):
...     chance = np.exp((scores - scores.max()) / temperature)
...     return int(np.searchsorted(np.cumsum(chance / chance.sum()), u))
>>> _ = check_next_letter(next_letter)
✓ next_letter: 50 random inputs agree.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_attend", "check_mixed_loss", "check_next_letter"]

LANGUAGE = "language-model"


def _draw_attend(rng: np.random.Generator) -> Inputs:
    # as many queries as keys, as in a text read from its start; values are shorter
    n, d = int(rng.integers(3, 5)), int(rng.integers(2, 4))
    return {
        "query": 2 * tenths(rng, n, d),
        "key": 2 * tenths(rng, n, d),
        "value": tenths(rng, n, 2),
    }


def _softmax(scores: FloatArray, axis: int = 1) -> FloatArray:
    raised = np.exp(scores - np.nanmax(np.where(np.isfinite(scores), scores, np.nan)))
    return np.asarray(raised / raised.sum(axis=axis, keepdims=True))


def _attend(
    query: FloatArray,
    key: FloatArray,
    value: FloatArray,
    *,
    mask: Callable[[FloatArray], FloatArray] | None = None,
    scale: Callable[[int], float] = np.sqrt,
    axis: int = 1,
) -> FloatArray:
    """Causal attention; the settings spoil it in one way each."""
    scores = query @ key.T / scale(query.shape[1])
    later = np.triu(np.ones(scores.shape, dtype=bool), 1)
    scores = mask(scores) if mask else np.where(later, -np.inf, scores)
    return np.asarray(_softmax(scores, axis) @ value)


def _open(scores: FloatArray) -> FloatArray:
    return scores


def _later(scores: FloatArray, diagonal: int = 1) -> NDArray[np.bool_]:
    return np.asarray(np.triu(np.ones(scores.shape), diagonal) > 0)


def _after(query: FloatArray, key: FloatArray, value: FloatArray) -> FloatArray:
    weights = _softmax(query @ key.T / np.sqrt(query.shape[1]))
    return np.asarray(np.tril(weights) @ value)


def _past_only(query: FloatArray, key: FloatArray, value: FloatArray) -> FloatArray:
    scores = query @ key.T / np.sqrt(query.shape[1])
    raised = np.where(_later(scores, 0), 0.0, np.exp(scores))
    return np.asarray(raised / np.maximum(raised.sum(axis=1, keepdims=True), 1e-300) @ value)


check_attend = Exercise(
    name="attend",
    concept=LANGUAGE,
    draw=_draw_attend,
    expected=_attend,
    hint=(
        "a row for each query: its scores with all keys over the root of d, minus infinity for "
        "the keys after its own place, softmax along the row, then the weights times the values."
    ),
    mistakes={
        "that is the colleague's code: what may letter t not look at when it guesses letter "
        "t + 1?": (lambda query, key, value: _attend(query, key, value, mask=_open)),
        "the weights of later letters are cut off after the softmax, so that a row no longer adds "
        "up to 1: hide the scores before it.": _after,
        "a score of 0 is not hidden, e to the 0 is 1: which score gets the weight 0?": (
            lambda query, key, value: _attend(
                query, key, value, mask=lambda s: np.where(_later(s), 0.0, s)
            )
        ),
        "the wrong half is hidden: rows are queries, columns are keys.": (
            lambda query, key, value: _attend(
                query, key, value, mask=lambda s: np.where(_later(s.T).T, -np.inf, s)
            )
        ),
        "one letter too far: place t is given letter t, and letter t + 1 is still to be guessed.": (
            lambda query, key, value: _attend(
                query, key, value, mask=lambda s: np.where(_later(s, 2), -np.inf, s)
            )
        ),
        "a letter may look at itself: it is known when the next one is guessed.": _past_only,
        "the scores are to be divided by the root of d, the length of a query.": (
            lambda query, key, value: _attend(query, key, value, scale=lambda d: 1.0)
        ),
        "d is the length of a query, not the number of keys.": (
            lambda query, key, value: _attend(query, key, value, scale=lambda d: len(key) ** 0.5)
        ),
        "the root of d, not d.": (
            lambda query, key, value: _attend(query, key, value, scale=float)
        ),
        "softmax along the row: each query shares out its own attention.": (
            lambda query, key, value: _attend(query, key, value, axis=0)
        ),
    },
)


def _draw_letter(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(3, 6))
    scores = 3 * tenths(rng, n)
    temperature = float(rng.choice([0.5, 0.8, 1.5, 2.0]))
    # u keeps away from the borders, where rounding would decide
    while True:
        u = round(float(rng.uniform(0.02, 0.98)), 3)
        if np.abs(np.cumsum(_chances(scores, temperature)) - u).min() > 1e-3:
            return {"scores": scores, "temperature": temperature, "u": u}


def _chances(scores: FloatArray, temperature: float) -> FloatArray:
    raised = np.exp((scores - scores.max()) / temperature)
    return np.asarray(raised / raised.sum())


def _next_letter(scores: FloatArray, temperature: float, u: float) -> int:
    return int(np.searchsorted(np.cumsum(_chances(scores, temperature)), u))


def _unshared(weights: FloatArray, u: float) -> int:
    return int(np.searchsorted(np.cumsum(weights), u))


def _sorted_first(scores: FloatArray, temperature: float, u: float) -> int:
    order = np.argsort(-scores)
    return int(order[_next_letter(scores[order], temperature, u)])


check_next_letter = Exercise(
    name="next_letter",
    concept=LANGUAGE,
    draw=_draw_letter,
    expected=_next_letter,
    hint=(
        "divide the scores by the temperature, make probabilities of them, add them up from the "
        "first letter on, and return the first place where the sum reaches u."
    ),
    mistakes={
        "the temperature divides the scores; here it multiplies them.": (
            lambda scores, temperature, u: _next_letter(scores, 1 / temperature, u)
        ),
        "the temperature is not used.": (
            lambda scores, temperature, u: _next_letter(scores, 1.0, u)
        ),
        "that is the likeliest letter, whatever u is: draw one.": (
            lambda scores, temperature, u: int(np.argmax(scores))
        ),
        "divide the scores before the exponential, not the probabilities after it: a common "
        "factor is lost when they are made to add up to 1.": (
            lambda scores, temperature, u: int(
                np.searchsorted(np.cumsum(_chances(scores, 1.0) / temperature), u)
            )
        ),
        "e to the scores are no probabilities yet: they must add up to 1 before u is compared with "
        "their sums.": (lambda scores, temperature, u: _unshared(np.exp(scores / temperature), u)),
        "with the largest score taken off, e to the rest is no probability yet: divide by the sum "
        "before u is compared.": (
            lambda scores, temperature, u: _unshared(
                np.exp((scores - scores.max()) / temperature), u
            )
        ),
        "powers of probabilities must be made to add up to 1 again before u is compared with their "
        "sums.": (
            lambda scores, temperature, u: _unshared(_chances(scores, 1.0) ** (1 / temperature), u)
        ),
        "one place too far: searchsorted counts the sums below u, and that is the place.": (
            lambda scores, temperature, u: _next_letter(scores, temperature, u) + 1
        ),
        "add up in the order of the letters, not from the likeliest down: u belongs to a place.": (
            _sorted_first
        ),
        "add up from the first letter on; here u counts from the other end.": (
            lambda scores, temperature, u: _next_letter(scores, temperature, 1 - u)
        ),
    },
)


def _draw_mixed(rng: np.random.Generator) -> Inputs:
    n = 2 * int(rng.integers(3, 5))
    counts = rng.choice([0.02, 0.1, 0.3, 0.5, 0.7, 0.9], size=n)
    network = np.clip(counts + 0.4 * tenths(rng, n), 0.01, 0.97).round(2)
    half = n // 2
    # the halves disagree: on the first one the counts are better, on the second the network
    counts[:half], network[:half] = (
        np.maximum(counts[:half], network[:half]),
        np.minimum(counts[:half], network[:half]),
    )
    network[half:], counts[half:] = (
        np.maximum(counts[half:], network[half:]),
        np.minimum(counts[half:], network[half:]),
    )
    # and one letter of each tips the other way, so that neither is best alone
    network[0], counts[0], network[-1], counts[-1] = 0.62, 0.11, 0.13, 0.71
    return {
        "counts": counts,
        "network": network,
        "shares": np.array([0.0, 0.1, 0.3, 0.6, 0.8, 1.0]),
    }


def _surprise(share: float, counts: FloatArray, network: FloatArray) -> FloatArray:
    return np.asarray(-np.log(share * network + (1 - share) * counts))


def _mixed(
    counts: FloatArray, network: FloatArray, shares: FloatArray, *, choose: int = 1, report: int = 2
) -> float:
    """The settings name the letters used: 0 all of them, 1 the first half, 2 the second."""
    half = len(counts) // 2
    parts = {0: slice(None), 1: slice(half), 2: slice(half, None)}
    losses = [_surprise(s, counts, network)[parts[choose]].mean() for s in shares]
    best = shares[int(np.argmin(losses))]
    return float(_surprise(best, counts, network)[parts[report]].mean())


def _chosen(counts: FloatArray, network: FloatArray, shares: FloatArray) -> float:
    half = len(counts) // 2
    losses = [_surprise(s, counts, network)[:half].mean() for s in shares]
    return float(shares[int(np.argmin(losses))])


def _swapped(counts: FloatArray, network: FloatArray, shares: FloatArray) -> float:
    best = _chosen(counts, network, shares)
    return float(_surprise(best, network, counts)[len(counts) // 2 :].mean())


def _of_logs(counts: FloatArray, network: FloatArray, shares: FloatArray) -> float:
    half = len(counts) // 2
    mixed = [-(s * np.log(network) + (1 - s) * np.log(counts)) for s in shares]
    best = int(np.argmin([m[:half].mean() for m in mixed]))
    return float(mixed[best][half:].mean())


check_mixed_loss = Exercise(
    name="mixed_loss",
    concept=LANGUAGE,
    draw=_draw_mixed,
    expected=_mixed,
    hint=(
        "for each share the mean of -log(share network + (1 - share) counts) over the first half; "
        "take the share with the least, and return its mean over the second half."
    ),
    mistakes={
        "the share was chosen on the letters that it is reported on: that flatters.": (
            lambda counts, network, shares: _mixed(counts, network, shares, choose=2)
        ),
        "the report must leave out the letters on which the share was chosen.": (
            lambda counts, network, shares: _mixed(counts, network, shares, report=0)
        ),
        "choosing on all letters uses those of the report, too.": (
            lambda counts, network, shares: _mixed(counts, network, shares, choose=0)
        ),
        "chosen and reported on all letters: what is left to be honest with?": (
            lambda counts, network, shares: _mixed(counts, network, shares, choose=0, report=0)
        ),
        "that is the loss where the share was chosen: report it on the other half.": (
            lambda counts, network, shares: _mixed(counts, network, shares, report=1)
        ),
        "a mixture of probabilities, then the logarithm: means of logarithms are another "
        "thing.": _of_logs,
        "the share is that of the network.": _swapped,
        "the share is that of the network, in the choice as in the report.": (
            lambda counts, network, shares: _mixed(network, counts, shares)
        ),
        "in nats, please: the natural logarithm, not that to base 2.": (
            lambda counts, network, shares: _mixed(counts, network, shares) / float(np.log(2))
        ),
        "the loss is asked, not the share.": _chosen,
    },
)
