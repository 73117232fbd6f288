"""Chapter 00's checks: their oracles, and wrong answers that are right in a special case."""

from typing import Any

import numpy as np
import pytest

from mlcourse.data.tables import old_faithful
from mlcourse.linalg.vectors import project
from mlcourse.optimize.descent import gradient_step
from mlcourse.statistics.least_squares import least_squares
from mlcourse.statistics.regression_metrics import mean_squared_error
from tests.chapters.rooms import checks, drawn

CHECKS = checks("introduction")
EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_the_oracles_agree_with_the_numerics() -> None:
    # independent oracle: the package's own functions, written by another hand
    for inputs in drawn(CHECKS["mean_squared_miss"]):
        said = inputs["height"] + inputs["slope"] * inputs["x"]
        ours = EXPECTED["mean_squared_miss"](**inputs)
        assert ours == pytest.approx(mean_squared_error(inputs["y"], said), rel=1e-12)
    for inputs in drawn(CHECKS["best_slope"]):
        theirs = project(inputs["y"] - inputs["height"], inputs["x"]).coefficient
        assert EXPECTED["best_slope"](**inputs) == pytest.approx(theirs, rel=1e-9)
    for inputs in drawn(CHECKS["fit_line"]):
        theirs = least_squares(inputs["x"][:, None], inputs["y"]).coefficients
        np.testing.assert_allclose(EXPECTED["fit_line"](**inputs), theirs, rtol=1e-8, atol=1e-10)
    for inputs in drawn(CHECKS["fooled_height"]):
        height = EXPECTED["fooled_height"](**inputs)
        assert abs(np.sum(inputs["y"] - height - inputs["slope"] * inputs["x"])) < 1e-12


def test_the_step_goes_against_the_slopes_of_the_loss() -> None:
    # independent oracle: central differences; the loss is quadratic, so only rounding is left
    for inputs in drawn(CHECKS["downhill_step"]):
        here = np.array([inputs["height"], inputs["slope"]])
        h = 1e-4

        def loss(line: np.ndarray, x: Any = inputs["x"], y: Any = inputs["y"]) -> float:
            return float(np.mean((y - line[0] - line[1] * x) ** 2))

        gradient = [(loss(here + h * e) - loss(here - h * e)) / (2 * h) for e in np.eye(2)]
        theirs = gradient_step(here, gradient, step_size=inputs["step_size"])
        np.testing.assert_allclose(EXPECTED["downhill_step"](**inputs), theirs, atol=1e-9)


def test_the_width_is_the_likeliest_of_a_grid() -> None:
    for inputs in drawn(CHECKS["likeliest_width"]):
        misses = inputs["misses"]
        sigma = EXPECTED["likeliest_width"](**inputs)
        grid = sigma * np.linspace(0.5, 2, 3001)  # holds sigma itself
        heights = -np.log(grid) - np.mean(misses**2) / (2 * grid**2)
        assert grid[np.argmax(heights)] == pytest.approx(sigma, rel=1e-3)


def test_leaving_out_is_refitting() -> None:
    # slow oracle: a row is deleted, the rule learned anew
    for inputs in drawn(CHECKS["honest_wins"]):
        x, y, cut = inputs["x"], inputs["y"], inputs["cut"]
        assert cut in x, "one row at the cut, which belongs to the long ones"
        count = 0
        for i in range(len(x)):
            others_x, others_y = np.delete(x, i), np.delete(y, i)
            side = others_x < cut if x[i] < cut else others_x >= cut
            count += abs(y[i] - others_y[side].mean()) <= 5
        assert EXPECTED["honest_wins"](**inputs) == count


def test_the_numbers_of_the_ranger_and_the_line() -> None:
    table = old_faithful()
    x, y = table.column("eruptions"), table.column("waiting")
    assert EXPECTED["honest_wins"](x, y, 3.0) == 159
    height, slope = EXPECTED["fit_line"](x, y)
    assert (round(height, 2), round(slope, 2)) == (33.47, 10.73)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("fit_line", lambda x, y: list(np.polyfit(x, y, 1)[::-1])),
        ("fit_line", lambda x, y: np.linalg.lstsq(np.vander(x, 2, True), y, rcond=None)[0]),
        ("fooled_height", lambda slope, x, y: sum(y - slope * x) / len(x)),
        ("mean_squared_miss", lambda height, slope, x, y: np.var(y - height - slope * x)
         + np.mean(y - height - slope * x) ** 2),
        ("likeliest_width", lambda misses: np.linalg.norm(misses) / len(misses) ** 0.5),
        ("honest_wins", lambda x, y, cut: np.float64(EXPECTED["honest_wins"](x, y, cut))),
    ],
)  # fmt: skip
def test_other_ways_to_the_right_answer_pass(name: str, right: Any) -> None:
    result = CHECKS[name](right)
    assert result.passed, result.message


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("fooled_height", lambda slope, x, y: y.mean() - slope),
        ("best_slope", lambda height, x, y: np.polyfit(x, y - height, 1)[0]),
        ("fit_line", lambda x, y: (y[0] - (y[-1] - y[0]) / 2 * x[0], (y[-1] - y[0]) / 2)),
        ("likeliest_width", lambda misses: np.median(np.abs(misses))),
        ("honest_wins", lambda x, y, cut: len(y)),
        ("honest_wins", lambda x, y, cut: 6),
        ("downhill_step", lambda height, slope, x, y, step_size: (height, slope)),
    ],
)
def test_other_wrong_answers_fail(name: str, wrong: Any) -> None:
    assert CHECKS[name](wrong).status == "failed"
