"""Chapter 06's checks: their oracles, and what a reader might write instead."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlcourse.linalg.conditioning import condition_number
from mlcourse.optimize.compass import compass_search
from mlcourse.optimize.location import pulls
from tests.chapters.rooms import checks, drawn

CHECKS = checks("optimization")
EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_the_oracles_agree_with_the_package() -> None:
    for inputs in drawn(CHECKS["pull"]):
        theirs = pulls(inputs["depot"], inputs["places"]).sum(axis=0)
        np.testing.assert_allclose(EXPECTED["pull"](**inputs), theirs, rtol=1e-12)
    for inputs in drawn(CHECKS["search"]):
        place, looks = EXPECTED["search"](**inputs)
        run = compass_search(inputs["fun"], inputs["x"], step_size=inputs["stride"],
                             tol=inputs["tolerance"], max_evaluations=inputs["budget"])  # fmt: skip
        if run.reason == "converged":  # the exercise looks at its budget once a round
            np.testing.assert_array_equal(place, run.x[-1])
            assert looks == len(run.value)
        else:
            assert 0 <= looks - inputs["budget"] < 4
    for inputs in drawn(CHECKS["mended"]):
        unit = np.diag(1 / np.sqrt(np.diag(inputs["hessian"])))
        theirs = condition_number(unit @ inputs["hessian"] @ unit)
        assert EXPECTED["mended"](**inputs) == pytest.approx(theirs, rel=1e-8)


def test_a_certain_distance_is_met_on_the_bowl_that_is_as_level_as_allowed() -> None:
    for inputs in drawn(CHECKS["certain"]):
        far = EXPECTED["certain"](**inputs)
        level = inputs["curvatures"].min(axis=1)
        np.testing.assert_allclose(level * far, inputs["slopes"])  # the slope of level x² / 2


def test_kinds_are_what_nearby_values_say() -> None:
    rng = np.random.default_rng(2)
    for inputs in drawn(CHECKS["kind"], 100):
        word = EXPECTED["kind"](**inputs)
        g, c = inputs["gradient"], inputs["curvatures"]
        u = rng.normal(size=(2000, len(c)))
        u = np.vstack(
            [u / np.linalg.norm(u, axis=1, keepdims=True), np.eye(len(c)), -np.eye(len(c))]
        )
        change = 1e-3 * u @ g + 0.5e-6 * u**2 @ c
        if word == "minimum":
            assert (change > 0).all()
        elif word == "maximum":
            assert (change < 0).all()
        elif word in ("saddle", "not stationary"):
            assert (change > 0).any()
            assert (change < 0).any()
        else:
            assert (c == 0).any()


def _with_lists(depot: Any, places: Any) -> list[float]:
    total = [0.0, 0.0]
    for p in places:
        d = ((p[0] - depot[0]) ** 2 + (p[1] - depot[1]) ** 2) ** 0.5
        total = [total[0] + (p[0] - depot[0]) / d, total[1] + (p[1] - depot[1]) / d]
    return total


def _while_loop(values: Any, tolerance: float, patience: int) -> int:
    k = patience
    while k < len(values):
        if min(values[: k - patience + 1]) - min(values[: k + 1]) < tolerance:
            return k
        k += 1
    return len(values) - 1


def _one_by_one(slopes: Any, curvatures: Any) -> list[float]:
    return [max(s / a, s / b) for s, (a, b) in zip(slopes, curvatures, strict=True)]


def _by_singular_values(hessian: Any) -> float:
    d = np.diag(1 / np.sqrt(np.diag(hessian)))
    return float(np.linalg.cond(d @ hessian @ d))


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("pull", _with_lists),
        ("last_step", _while_loop),
        ("certain", _one_by_one),
        ("mended", _by_singular_values),
    ],
)
def test_other_right_ways_are_accepted(name: str, right: Callable[..., Any]) -> None:
    result = CHECKS[name](right)
    assert result.passed, result.message


def test_a_zero_among_negative_curvatures_has_its_hint() -> None:
    def kind(gradient: Any, curvatures: Any) -> str:
        word = EXPECTED["kind"](gradient, curvatures)
        return "maximum" if word == "cannot tell" and np.max(curvatures) <= 0 else str(word)

    result = CHECKS["kind"](kind)
    assert result.status == "failed"
    assert "-x² + y⁴" in result.message


def test_the_search_of_the_text_is_told_of_its_bug() -> None:
    def search(fun: Any, x: Any, stride: float, tolerance: float, budget: int) -> Any:
        lowest, looks = fun(x), 1
        while stride >= tolerance and looks < budget:
            for step in stride * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]]):
                value, looks = fun(x + step), looks + 1
                if value < lowest:
                    x, lowest = x + step, value
                    break
            stride = stride / 2
        return x, looks

    result = CHECKS["search"](search)
    assert result.status == "failed"
    assert "still halved after a success" in result.message
    place, _ = search(lambda x: 0.5 * (x[0] ** 2 + 4 * x[1] ** 2), np.array([5.3, -3.7]),
                          1.0, 0.01, 1000)  # fmt: skip
    assert np.abs(place - [5.3, -3.7]).sum() < 2
    assert np.linalg.norm(place) > 3
