"""Chapter 14's checks on play: their oracles, and what each broken property is told."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from mlcourse.chapters.putting_it_together.checks import play
from mlcourse.learning.q_learning import q_update
from tests.chapters.rooms import drawn


def _search(moves: list[list[int]], chosen: list[int], results: list[int]) -> int:
    """The same by a list of positions in place of a function that calls itself."""
    waiting, worst = [0], 1
    while waiting:
        at = waiting.pop()
        if not moves[at]:
            worst = min(worst, results[at])
        waiting += [chosen[at]] if chosen[at] >= 0 else moves[at]
    return worst


def test_the_worst_end_is_found_by_walking_through_all_that_can_happen() -> None:
    ends = set()
    for game in drawn(play.check_worst_end, 60):
        assert play.check_worst_end.expected(**game) == _search(**game)
        ends.add(_search(**game))
    assert ends == {-1, 0, 1}
    assert play.check_worst_end(_search).passed


def test_learning_from_experience_is_the_chapters_update() -> None:
    for inputs in drawn(play.check_learned):
        q = inputs["q"].copy()
        for s, a, reward, new, over in inputs["experiences"]:
            q[s, a] = q_update(
                q[s, a],
                reward=reward,
                next_values=[0.0] if over else q[new],
                discount=inputs["discount"],
                learning_rate=inputs["learning_rate"],
            )
        np.testing.assert_allclose(play.check_learned.expected(**inputs), q, rtol=1e-12)


def _no_old_value(q: np.ndarray, s: int, a: int, target: float, rate: float) -> None:
    q[s, a] += rate * target


def _update(q: np.ndarray, s: int, a: int, target: float, rate: float) -> None:
    q[s, a] = (1 - rate) * q[s, a] + rate * target


@pytest.mark.parametrize(
    ("words", "later", "update"),
    [
        ("is not to be changed", None, _update),
        ("not the one that was made", lambda q, new, a, over: 0 if over else q[new, a], _update),
        (
            "the target less the old value",
            lambda q, new, a, over: 0 if over else max(q[new]),
            _no_old_value,
        ),
    ],
)
def test_a_slip_of_the_update_is_told_apart(words: str, later: Any, update: Any) -> None:
    def wrong(q: Any, experiences: Any, discount: float, learning_rate: float) -> Any:
        q = np.array(q)
        for s, a, reward, new, over in experiences:
            if later is None and over:
                q[new] = [0.0, 0.0]
            value = later(q, new, a, over) if later else max(q[new])
            update(q, s, a, reward + discount * value, learning_rate)
        return q

    for seed in range(5):
        result = play.check_learned(wrong, rng=seed)
        assert result.status == "failed"
        assert words in result.message, result.message


@pytest.mark.parametrize(
    "right",
    [
        lambda slip: -slip / 5,
        lambda slip: {0.1: -0.015, 0.2: -0.035, 0.3: -0.055}[slip],
        lambda slip: np.array(-slip / 5),
        lambda slip: -Fraction(slip).limit_denominator() / 5,
    ],
)
def test_rewards_that_send_everybody_the_long_way_pass(right: Any) -> None:
    assert play.check_step_reward(right).passed


@pytest.mark.parametrize(
    ("reward", "words"),
    [
        (0.01, "a step that pays"),
        (0.0, "pushes a wall"),
        (-0.04, "some"),  # right on one floor of three
        (-0.1, "passes the trap"),
        (-2.0, "into the trap"),
        (float("nan"), "one finite number"),
        ([-0.04, -0.04], "one finite number"),
    ],
)
def test_a_reward_is_told_what_it_leads_to(reward: Any, words: str) -> None:
    for seed in range(3):
        result = play.check_step_reward(lambda slip: reward, rng=seed)
        assert result.status == "failed"
        assert words in result.message, result.message


def test_a_reward_of_one_floor_is_right_there_alone() -> None:
    fine = [s for s in play.SLIPS if play._long_way(-0.04, s) and not play._pushes(-0.04, s)]
    assert fine == [0.2]
