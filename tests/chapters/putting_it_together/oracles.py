"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special, stats

from mlcourse.learning.attention import scaled_dot_product_attention
from mlcourse.learning.character_model import initial_model
from mlcourse.learning.q_learning import q_update


def _torn(powers: np.ndarray) -> Any:
    return 1 / stats.gmean(0.5**powers)


def _heard(shares: np.ndarray, values: np.ndarray) -> Any:
    # a query of 1 against keys that are the scores
    found = scaled_dot_product_attention([[1.0]], np.log(shares)[:, None], values[:, None])
    return found.output[0, 0]


def _cooled(parts: np.ndarray, power: int) -> Any:
    return special.softmax(np.log(parts / parts.sum()) * power)[0]


def _counted(count: int, total: int, kinds: int, shorter: float) -> Any:
    # an imagined text: the run's own letters, and one letter drawn from the shorter run a kind
    own = total / (total + kinds)
    return own * count / total + (1 - own) * shorter


def _sized(letters: int, context: int, width: int, hidden: int) -> Any:
    alphabet = "".join(chr(97 + k) for k in range(letters))
    model = initial_model(alphabet, context=context, width=width, hidden=hidden, rng=0)
    return float(sum(p.size for p in model.parameters.values()))


def _update(**given: Any) -> Any:
    return q_update(given.pop("old"), **given)


def _sweep(probabilities: np.ndarray, values: np.ndarray, cost: int, discount: float) -> Any:
    # a mean over 1,000 slips in their exact shares
    ends = np.repeat(values, np.round(1000 * probabilities).astype(int))
    return np.mean(-cost + discount * ends)


ORACLES: dict[str, Callable[..., Any]] = {
    "torn between": _torn,
    "heard": _heard,
    "cooled": _cooled,
    "counted": _counted,
    "sized": _sized,
    "Q-learning update": _update,
    "slippery move": _sweep,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("attention", {"sentence": "river bank loan", "x": -2.0, "y": -2.0}),
    ("language_model", {"update": 3240, "cursor": 40}),
    ("gridworld", {"world": "slippery rooms", "discount": 0.95, "moves": 4000}),
    ("gridworld", {"world": "slippery rooms", "discount": 1.0, "moves": 4000}),
    ("tic_tac_toe", {"game": "20000.o.xoxxoooxx"}),
    ("tic_tac_toe", {"game": "20000.o.xxoooxxox", "values": True}),
]
