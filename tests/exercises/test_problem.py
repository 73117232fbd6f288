"""A problem for pencil and paper answers whatever is handed to it in a sentence."""

from fractions import Fraction

import numpy as np

from mlcourse.exercises import Problem, pick
from mlcourse.exercises.problem import told_apart

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
    assert HALF.check("3/2").passed
    assert HALF.check("150 %").passed
    assert HALF.check(" 150% ").passed
    assert "return a number" in HALF.check("150 % or so").message
    assert HALF.check(Fraction(3, 2)).passed
    assert "return a number" in HALF.check("a half").message
    assert "return a number" in HALF.check("1/0").message
    assert "finite" in HALF.check(float("nan")).message
    assert "return one number, yours is an array of 2 numbers" in HALF.check([1, 2]).message


def test_numbers_in_a_list_may_be_typed_as_texts() -> None:
    pair = Problem(
        name="pair", text="?", given={}, answer=np.array([1 / 36, 4 / 9]), slips={}, steps=()
    )
    for answer in (
        ["1/36", "4/9"],
        ("1/36", 4 / 9),
        np.array(["1/36", "4/9"]),
        [".0278", "44.4 %"],
    ):
        assert pair.check(answer).passed, answer
    assert "numbers" in pair.check(["a", "b"]).message
    assert "is not right" in pair.check(["1/36", "4/8"]).message


def test_the_right_answer_rounded_too_far_is_told_so() -> None:
    share = Problem(
        name="share", text="?", given={}, answer=4 / 11, slips={"turned round": 2.75}, steps=()
    )
    assert share.check(0.364).passed
    for answer in (0.36, 0.4, "0.36"):
        result = share.check(answer)
        assert result.status == "failed"
        assert result.message.endswith("is rounded too far: give three digits.")
    assert share.check(0.37).message.endswith("compare your steps with .solution().")
    assert share.check(2.75).message.endswith("turned round")
    two = np.array([1 / 6, 1 / 9])
    pair = Problem(name="pair", text="?", given={}, answer=two, slips={}, steps=())
    assert "rounded too far" in pair.check([0.17, 0.11]).message
    assert "compare" in pair.check([0.17, 0.12]).message


def test_a_count_is_met_exactly() -> None:
    steps = Problem(name="steps", text="?", given={}, answer=375, slips={}, steps=())
    assert steps.check(375).passed
    assert steps.check(375.0).passed
    assert not steps.check(375.375).passed
    assert "compare" in steps.check(380).message


def test_kinds_take_turns() -> None:
    def other(rng: np.random.Generator) -> Problem:
        return Problem(name="other", text="?", given={}, answer=1, slips={}, steps=())

    kinds = (lambda rng: HALF, other)
    assert [pick(kinds, seed).name for seed in range(4)] == ["half", "other", "half", "other"]


def test_a_kind_is_drawn_again_until_its_slips_and_zero_are_apart() -> None:
    def kind(rng: np.random.Generator) -> Problem:
        a = float(rng.integers(0, 4))
        slips = {"squared": a**2}  # 0 and 1 are their own squares
        return Problem(name="a", text="?", given={}, answer=a, slips=slips, steps=())

    drawn = {told_apart(kind, 0.02)(np.random.default_rng(k)).answer for k in range(60)}
    assert drawn == {2.0, 3.0}
    large = {told_apart(kind, 0.02, least=2.5)(np.random.default_rng(k)).answer for k in range(60)}
    assert large == {3.0}


def test_a_slip_that_differs_by_rounding_is_not_apart() -> None:
    def kind(rng: np.random.Generator) -> Problem:
        wrong = float(rng.choice([1e-17, 0.5]))
        return Problem(name="a", text="?", given={}, answer=0.0, slips={"no": wrong}, steps=())

    drawn = [told_apart(kind, 0.02)(np.random.default_rng(k)).slips["no"] for k in range(20)]
    assert set(drawn) == {0.5}
