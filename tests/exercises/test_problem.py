"""A problem for pencil and paper answers whatever is handed to it in a sentence."""

import numpy as np

from mlcourse.exercises import Problem, pick

HALF = Problem(
    name="half",
    text="What is half of 3?",
    given={"n": 3},
    answer=1.5,
    slips={"that is double.": 6},
    steps=("3 / 2 = 1.5.",),
)


def test_what_it_says() -> None:
    assert HALF.check(1.5).message == "✓ half: 1.5 is right."
    assert HALF.check(6).message == "✗ half: 6 is not right: that is double."
    assert HALF.check(123).message.endswith("compare your steps with .solution().")
    assert HALF.check(...).status == HALF.check(None).status == "not attempted"
    assert "return a number" in HALF.check("0.2").message
    assert "finite" in HALF.check(float("nan")).message
    assert "the shape must be" in HALF.check([1, 2]).message


def test_kinds_take_turns() -> None:
    def other(rng: np.random.Generator) -> Problem:
        return Problem(name="other", text="?", given={}, answer=1, slips={}, steps=())

    kinds = (lambda rng: HALF, other)
    assert [pick(kinds, seed).name for seed in range(4)] == ["half", "other", "half", "other"]
