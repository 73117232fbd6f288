"""Chapter 01's checks: their oracles, and what each broken property is told."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from mlcourse.probability import overlap, pi_chance, sample_spaces, variables
from tests.chapters.rooms import checks, drawn

CHECKS = checks("probability")


EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_the_oracles_agree_with_the_chapter() -> None:
    # independent oracle: the chapter's own numerics, written by another hand
    for inputs in drawn(CHECKS["middle"]):
        x, a = inputs["x"], inputs["a"]
        law = variables.random_variable(inputs["p"], np.where(x >= a, x, 0.0))
        middle = EXPECTED["middle"](**inputs)
        assert np.isclose(middle, law.mean, rtol=1e-13)
        # what the exercise completes: E[X] >= middle >= a P(X >= a)
        tail = sample_spaces.event_probability(inputs["p"], x >= a)
        assert inputs["p"] @ x > middle > a * tail > 0
    for inputs in drawn(CHECKS["conditional"]):
        theirs = sample_spaces.conditional_probability(inputs["p"], inputs["a"], inputs["b"])
        assert np.isclose(EXPECTED["conditional"](**inputs), theirs, rtol=1e-13)
    for inputs in drawn(CHECKS["independent_overlap"]):
        both = EXPECTED["independent_overlap"](**inputs)
        p_b = inputs["p_either"] - inputs["p_a"] + both
        assert abs(overlap.overlap_table(inputs["p_a"], p_b, both).gap) < 1e-12
    for inputs in drawn(CHECKS["error_bars"]):
        for row, bar in zip(inputs["samples"], EXPECTED["error_bars"](**inputs), strict=True):
            assert np.isclose(bar, 1.96 * stats.sem(row), rtol=1e-12)
    dart = pi_chance.throw_darts(1, rng=0).funnel[0]
    needle = pi_chance.buffon_needle(1, rng=0).funnel[0]
    n = EXPECTED["needles_for_a_million_darts"]
    assert np.isclose(needle / np.sqrt(n), dart / 1000)


def test_standardised_means_have_spread_one() -> None:
    # independent oracle: simulation; 4,000 means know their own sd to 1/sqrt(8000) = 1.1 %
    rng = np.random.default_rng(1)
    z = [EXPECTED["standardised_mean"](rng.exponential(size=30), 1.0, 1.0) for _ in range(4000)]
    assert abs(np.mean(z)) < 4 / np.sqrt(4000)
    assert abs(np.std(z) - 1) < 0.05


def test_an_error_bar_may_have_the_quantile_itself() -> None:
    def bars(samples: np.ndarray, factor: float) -> np.ndarray:
        return factor * stats.sem(samples, axis=1)

    assert CHECKS["error_bars"](lambda samples: bars(samples, stats.norm.ppf(0.975))).passed
    assert not CHECKS["error_bars"](lambda samples: bars(samples, 2.0)).passed


@pytest.mark.parametrize(
    "code",
    [
        312,
        312.0,
        "312",
        (3, 1, 2),
        [3, 1, 2],
        np.array([3, 1, 2]),
        "3,1,2",
        "3 1 2",
        "3-1-2",
        "(3, 1, 2)",
        "[3, 1, 2]",
        "A=3, B=1, C=2",
        "a: 3, b: 1, c: 2",
        ("3", "1", "2"),
    ],
)
def test_a_code_is_right_in_every_form(code: Any) -> None:
    assert CHECKS["three_runs"](code).passed


@pytest.mark.parametrize(
    "code",
    [
        313,
        311,
        310.5,
        312.4,
        "313",
        (3, 1, 3),
        (3, 1),
        "3, 1",
        [3, 1, 2, 2],
        "CAB",
        3.12,
        "A=3, B=1",
        "A=3, B=1, C=3",
        "B=3, A=1, C=2",
    ],
)
def test_a_code_next_to_the_right_one_is_wrong(code: Any) -> None:
    assert CHECKS["three_runs"](code).status == "failed"
    # a known wrong order is recognised in every form, and told its own hint
    assert "C is right" in CHECKS["three_runs"]((1, 3, 2)).message


@pytest.mark.parametrize("answer", [2.1e6, 2.09, 2e6])
def test_a_rounded_number_of_needles_is_not_called_a_wrong_method(answer: float) -> None:
    message = CHECKS["needles_for_a_million_darts"](answer).message
    assert "three digits" in message or "in millions" in message
