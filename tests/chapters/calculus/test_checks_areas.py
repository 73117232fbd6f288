"""The checks on areas: their oracles, and answers of another form."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy import integrate

from mlcourse.chapters.calculus.checks import areas
from tests.chapters.rooms import drawn

CHECKS: dict[str, Any] = {
    "read_run": areas.check_read_run,
    "expected_sold": areas.check_expected_sold,
    "bill": areas.check_bill,
}


def test_a_run_leads_to_the_area_that_it_was_made_of() -> None:
    for inputs in drawn(CHECKS["read_run"]):
        order, area = CHECKS["read_run"].expected(**inputs)
        assert any(order == pytest.approx(p) for p in (0.5, 1, 1.5, 2, 3, 4))
        first = inputs["coarse"] - area
        assert inputs["middle"] - area == pytest.approx(first * 2**-order)
        assert inputs["fine"] - area == pytest.approx(first * 4**-order)


def test_what_is_sold_is_near_the_integral() -> None:
    for inputs in drawn(CHECKS["expected_sold"]):
        q, high, density = inputs["q"], inputs["high"], inputs["density"]
        assert integrate.quad(density, 0, high)[0] == pytest.approx(1)
        truth = integrate.quad(lambda x: min(x, q) * density(x), 0, high, points=[q])[0]  # noqa: B023
        assert CHECKS["expected_sold"].expected(**inputs) == pytest.approx(truth, rel=0.02)


def test_the_bill_buys_what_is_promised() -> None:
    for inputs in drawn(CHECKS["bill"]):
        d, tolerance = inputs["d"], inputs["tolerance"]
        grid, draws = CHECKS["bill"].expected(**inputs)
        m = round(grid ** (1 / d))
        assert m**d == grid

        def off(m: int, d: int = d) -> float:
            nodes = (np.arange(m) + 0.5) / m
            return abs(np.mean(np.pi / 2 * np.sin(np.pi * nodes)) ** d - 1)

        assert off(m) <= tolerance
        assert m == 1 or off(m - 1) > tolerance
        variance = (np.pi**2 / 8) ** d - 1
        assert np.sqrt(variance / draws) <= tolerance < np.sqrt(variance / (draws - 1))


def _sold_by_scipy(density: Any, q: float, high: float, n: int) -> float:
    x, y = np.linspace(0, q, n + 1), np.linspace(q, high, n + 1)
    return float(integrate.simpson(x * density(x), x=x) + q * integrate.simpson(density(y), x=y))


def _sold_in_a_loop(density: Any, q: float, high: float, n: int) -> float:
    total = 0.0
    for a, b in ((0.0, q), (q, high)):
        for k in range(0, n, 2):
            left, middle, right = (a + (b - a) * (k + j) / n for j in range(3))
            heights = [min(x, q) * density(x) for x in (left, middle, right)]
            total += (b - a) / n / 3 * (heights[0] + 4 * heights[1] + heights[2])
    return total


def _aitken(coarse: float, middle: float, fine: float) -> list[float]:
    a, b = middle - coarse, fine - middle
    return [float(np.log(a / b) / np.log(2)), fine - b * b / (b - a)]


def _from_the_coarse_end(coarse: float, middle: float, fine: float) -> tuple[float, float]:
    ratio = (coarse - middle) / (middle - fine)
    return np.log2(ratio), coarse - (coarse - middle) * ratio / (ratio - 1)


def _bill_in_arrays(d: int, tolerance: float) -> Any:
    m = np.arange(1, 1000)
    factor = np.pi / (2 * m * np.sin(np.pi / (2 * m)))
    first = int(m[np.argmax(factor**d <= 1 + tolerance)])
    return [first**d, float(np.ceil(((np.pi * np.pi / 8) ** d - 1) / tolerance**2))]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("read_run", _aitken),
        ("read_run", _from_the_coarse_end),
        ("expected_sold", _sold_by_scipy),
        ("expected_sold", _sold_in_a_loop),
        ("bill", _bill_in_arrays),
    ],
)
def test_other_right_ways_are_accepted(name: str, right: Callable[..., Any]) -> None:
    result = CHECKS[name](right)
    assert result.passed, result.message


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("read_run", lambda coarse, middle, fine: (2.0, fine + (fine - middle) / 3)),
        ("read_run", lambda coarse, middle, fine: (4.0, fine + (fine - middle) / 15)),
        ("read_run", lambda coarse, middle, fine: (np.log2(coarse / middle), fine)),
        ("expected_sold", lambda density, q, high, n: q),
        ("expected_sold", lambda density, q, high, n: high / 2),  # of a symmetric demand the mean
        ("bill", lambda d, tolerance: (10**d, round(1 / tolerance**2))),
        ("bill", lambda d, tolerance: (1, 1)),
    ],
)
def test_what_is_right_in_a_special_case_fails(name: str, wrong: Callable[..., Any]) -> None:
    assert CHECKS[name](wrong).status == "failed"


@pytest.mark.parametrize("name", CHECKS)
def test_a_stub_is_not_attempted(name: str) -> None:
    assert CHECKS[name](lambda *_args, **_inputs: None).status == "not attempted"


@pytest.mark.parametrize(
    ("name", "hint", "wrong"),
    [
        (name, hint, wrong)
        for name, check in CHECKS.items()
        for hint, wrong in check.mistakes.items()
    ],
)
def test_a_listed_mistake_has_its_hint(name: str, hint: str, wrong: Callable[..., Any]) -> None:
    result = CHECKS[name](wrong)
    assert result.status == "failed"
    assert result.message.endswith(f"Hint: {hint}"), result.message


def test_a_demand_says_its_formula() -> None:
    assert repr(areas.Demand(2, 3, 50.0)) == "c · x^2 (50 - x)^3"
    assert float(areas.Demand(1, 1, 2.0)(np.array(1.0))) == float(Fraction(3, 4))
