"""Chapter 01's checks: each solution passes, each stub is recognised, each mistake is named."""

from typing import Any

import numpy as np
import pytest

from mlcourse.exercises import probability
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.probability import limits, overlap, pi_chance, pi_exact, spaces
from tests.exercises.solutions_01 import SOLUTIONS, STUBS

CHECKS: dict[str, Exercise | ValueExercise] = {
    name.removeprefix("check_"): getattr(probability, name) for name in probability.__all__
}
MISTAKES = [
    pytest.param(name, hint, wrong, id=f"{name}: {hint}")
    for name, check in CHECKS.items()
    for hint, wrong in check.mistakes.items()
]
CONCEPTS = {
    "random-variable",
    "conditional-probability",
    "law-of-large-numbers",
    "central-limit-theorem",
    "pi",
}


def test_every_concept_of_the_chapter_has_a_check() -> None:
    assert {check.concept for check in CHECKS.values()} == CONCEPTS
    assert set(SOLUTIONS) == set(STUBS) == set(CHECKS)
    assert all(check.name == name for name, check in CHECKS.items())
    assert all(len(check.mistakes) >= 4 for check in CHECKS.values())


@pytest.mark.parametrize("name", CHECKS)
def test_the_solution_passes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = CHECKS[name](SOLUTIONS[name])
    assert result.passed, result.message
    assert capsys.readouterr().out == result.message + "\n"
    assert result.message.startswith(f"✓ {name}: ")


@pytest.mark.parametrize("name", CHECKS)
def test_the_stub_is_not_attempted(name: str) -> None:
    result = CHECKS[name](STUBS[name])
    assert result.status == "not attempted"
    assert result.message.startswith(f"– {name}: not attempted yet.")


@pytest.mark.parametrize(("name", "hint", "wrong"), MISTAKES)
def test_a_listed_mistake_fails_with_its_own_hint(name: str, hint: str, wrong: Any) -> None:
    # not seeded: whatever is drawn, the mistake must differ from the right answer and from the
    # other mistakes on at least one of 50 inputs
    result = CHECKS[name](wrong)
    assert result.status == "failed"
    assert result.message.endswith(f"Hint: {hint}"), result.message


EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def _drawn(name: str, count: int = 20) -> list[dict[str, Any]]:
    rng = np.random.default_rng(5)
    return [CHECKS[name].draw(rng) for _ in range(count)]


def test_the_oracles_agree_with_the_chapter() -> None:
    # independent oracle: the chapter's own numerics, written by another hand
    for inputs in _drawn("event_probability"):
        ours = EXPECTED["event_probability"](**inputs)
        assert np.isclose(ours, spaces.event_probability(**inputs), rtol=1e-13)
    for inputs in _drawn("conditional"):
        theirs = spaces.conditional_probability(inputs["p"], inputs["a"], inputs["b"])
        assert np.isclose(EXPECTED["conditional"](**inputs), theirs, rtol=1e-13)
    for inputs in _drawn("independent_overlap"):
        both = EXPECTED["independent_overlap"](**inputs)
        p_b = inputs["p_either"] - inputs["p_a"] + both
        assert abs(overlap.overlap_table(inputs["p_a"], p_b, both).gap) < 1e-12
    for inputs in _drawn("running_means"):
        ours = EXPECTED["running_means"](**inputs)
        np.testing.assert_allclose(ours, limits.running_means(inputs["x"]), rtol=1e-13)
    for inputs in _drawn("proportion_error"):
        runs = limits.coin_runs(inputs["p"], inputs["n"], 1, rng=0)
        assert np.isclose(EXPECTED["proportion_error"](**inputs), runs.proportion_error[-1])
    for inputs in _drawn("double_polygon"):
        ours = EXPECTED["double_polygon"](**inputs)
        np.testing.assert_allclose(ours, pi_exact.double_polygon(**inputs), rtol=1e-13)
    for inputs in _drawn("darts_estimate"):
        share = pi_chance.in_disk(inputs["points"]).mean()
        assert np.isclose(EXPECTED["darts_estimate"](**inputs), 4 * share)
    run = pi_chance.throw_darts(1000, rng=0)
    n = EXPECTED["darts_for_four_digits"]
    assert np.isclose(run.funnel[-1] * np.sqrt(1000 / n), 1e-4)


def test_standardised_means_have_spread_one() -> None:
    # independent oracle: simulation; 4,000 means know their own sd to 1/sqrt(8000) = 1.1 %
    rng = np.random.default_rng(1)
    z = [EXPECTED["standardised_mean"](rng.exponential(size=30), 1.0, 1.0) for _ in range(4000)]
    assert abs(np.mean(z)) < 4 / np.sqrt(4000)
    assert abs(np.std(z) - 1) < 0.05
