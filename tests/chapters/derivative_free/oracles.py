"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from itertools import permutations, product
from typing import Any

import numpy as np

from mlcourse.optimize.annealing import acceptance_probability
from mlcourse.optimize.cooling import geometric_cooling


def _chance(change: int, heat: int) -> Any:
    return float(acceptance_probability(change, heat))


def _cooling(hot: float, cold: float, steps: int, k: int) -> Any:
    return float(geometric_cooling(hot, factor=(cold / hot) ** (1 / steps))(np.array(k)))


def _two_opt(length: int, out: np.ndarray, into: np.ndarray) -> Any:
    # a tour a b . . . c d . . . of which only these four distances are told
    rest = length - out.sum()
    return int(rest + into.sum())


def _rest(rate: float, sigma: float) -> Any:
    variance = 0.0
    for _ in range(1000):
        variance = (1 - rate) * variance + rate * variance * 2 / 3 + sigma**2
    return float(np.sqrt(variance))


def _tournament(n: int, size: int, top: int) -> Any:
    drawn = product(range(n), repeat=size)
    if n**size > 200_000:  # too many to list: by the formula of ``genetic.tournament``
        rank = np.arange(1, n + 1)
        wins = ((n - rank + 1.0) ** size - (n - rank) ** size) / n**size
        return float(wins[:top].sum())
    return sum(min(one) < top for one in drawn) / n**size


def _guess(one_in: int, looks: int) -> Any:
    found = 0.0
    for _ in range(looks):
        found += (1 - found) / one_in
    return found


def _tours(n: int) -> Any:
    seen = set()
    for rest in permutations(range(1, n)):
        seen.add(min(rest, rest[::-1]))
    return len(seen)


ORACLES: dict[str, Callable[..., Any]] = {
    "chance of a climb": _chance,
    "geometric cooling": _cooling,
    "a 2-opt move": _two_opt,
    "spread at rest": _rest,
    "tournament": _tournament,
    "guessing": _guess,
    "number of tours": _tours,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("annealing", {"temperature": 0.02, "step": 1.0, "k": 2000}),
    ("annealed_tour", {"temperature": 20, "schedule": "constant", "seed": 2, "k": 100_000}),
    ("genetic", {"population": 10, "tournament": 5, "mutation": 1.0, "births": 590}),
    ("tabu", {"tenure": 9, "moves": 13}),
    ("tabu", {"tenure": 10, "moves": 14}),
    ("tabu", {"tenure": 11, "moves": 15}),
    ("fair_race", {"problem": "stairs", "looks": 3000}),
]
