"""Chapter 09's checks: their oracles, and what a reader might write instead."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlcourse.optimize.annealing import acceptance_probability
from mlcourse.optimize.genetic import blend_crossover
from mlcourse.optimize.tours import reverse_segment, tour_length, two_opt_change
from tests.chapters.rooms import checks, drawn

CHECKS = checks("derivative_free")
EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_the_step_is_metropolis_rule() -> None:
    seen = set()
    for inputs in drawn(CHECKS["step"], 200):
        change = inputs["proposed"] - inputs["height"]
        taken = inputs["luck"] < acceptance_probability(change, inputs["temperature"])
        assert EXPECTED["step"](**inputs) == (inputs["proposed"] if taken else inputs["height"])
        seen.add((bool(change > 0), bool(taken)))
    assert seen == {(True, True), (True, False), (False, True)}


def test_the_change_is_that_of_the_package_and_of_both_lengths() -> None:
    for inputs in drawn(CHECKS["change"]):
        d, tour, i, j = (inputs[name] for name in ("distance", "tour", "first", "last"))
        change = EXPECTED["change"](**inputs)
        assert change == two_opt_change(d, tour, i, j)
        assert change == tour_length(d, reverse_segment(tour, i, j)) - tour_length(d, tour)


def test_so_many_generations_of_blending_are_needed() -> None:
    rng = np.random.default_rng(3)
    rate, share = 0.9, 0.3
    x = rng.normal(size=(200_000, 1))
    spreads = [x.std()]
    for _ in range(EXPECTED["generations"](rate, share)):
        one, other = rng.permutation(x), rng.permutation(x)
        x = blend_crossover(one, other, rate=rate, rng=rng)
        spreads.append(x.std())
    # the noise of a spread of 200,000 draws is 0.2 % a generation
    assert spreads[-1] <= 1.01 * share * spreads[0]
    assert spreads[-2] > share * spreads[0]


def test_guessing_so_often_finds_the_needle() -> None:
    n = int(CHECKS["looks_needed"].expected)
    assert 1 - (1 - 1e-4) ** n >= 0.95 > 1 - (1 - 1e-4) ** (n - 1)


def _loop_choose(heights: Any, forbidden: Any, best: float) -> int:
    found, lowest = -1, float("inf")
    for k, height in enumerate(heights):
        if (not forbidden[k] or height < best) and height < lowest:
            found, lowest = k, height
    return found


def _loop_result(values: Any, price: int, budget: int) -> float:
    ends = sorted(min(row[: budget // price]) for row in values)
    n = len(ends)
    return (ends[n // 2] + ends[(n - 1) // 2]) / 2


def _loop_generations(rate: float, share: float) -> int:
    k, variance = 0, 1.0
    while variance > share**2:
        k, variance = k + 1, variance * (1 - rate / 3)
    return k


def _by_lengths(distance: Any, tour: Any, first: int, last: int) -> float:
    tour = list(tour)
    new = tour[:first] + tour[first : last + 1][::-1] + tour[last + 1 :]

    def length(t: list[int]) -> float:
        return sum(distance[a, b] for a, b in zip(t, t[1:] + t[:1], strict=True))

    return length(new) - length(tour)


def _without_max(height: float, proposed: float, temperature: float, luck: float) -> float:
    return proposed if luck < np.exp((height - proposed) / temperature) else height


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("choose", _loop_choose),
        ("result", _loop_result),
        ("generations", _loop_generations),
        ("change", _by_lengths),
        ("step", _without_max),
    ],
)
def test_other_right_ways_are_accepted(name: str, right: Callable[..., Any]) -> None:
    result = CHECKS[name](right)
    assert result.passed, result.message


def test_the_step_of_the_text_is_told_of_its_bug() -> None:
    def step(height: float, proposed: float, temperature: float, luck: float) -> float:
        if np.exp((height - proposed) / temperature) > 0.5:
            return proposed
        return height

    result = CHECKS["step"](step)
    assert result.status == "failed"
    assert "where is the die" in result.message


@pytest.mark.parametrize("answer", [29956, 29955, 29957.0, 29955.9, 3.0e4])
def test_looks_are_accepted_as_people_type_them(answer: float) -> None:
    assert CHECKS["looks_needed"](answer).passed
