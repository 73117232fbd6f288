"""Chapter 04's checks: their oracles, and answers in other forms."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy import optimize

from mlcourse.probability import decisions, newsvendor, repeated_bets, threshold
from tests.chapters.rooms import checks, drawn

CHECKS = checks("expected_values")
EXPECTED: dict[str, Any] = {name: check.expected for name, check in CHECKS.items()}


def test_payments_are_the_area_beyond_the_deductible() -> None:
    # independent oracle: E max(X - d, 0) is the integral of P(X > y) over y > d
    for inputs in drawn(CHECKS["expected_payout"]):
        p, x, d = inputs["p"], inputs["x"], inputs["deductible"]
        steps = np.arange(int(2 * d), 2 * int(x.max())) / 2 + 0.25
        area = sum(0.5 * p[x > y].sum() for y in steps)
        assert np.isclose(EXPECTED["expected_payout"](**inputs), area)


def test_the_run_was_read_right() -> None:
    # the true standard error of 10,000 players is about 6,000, beside a mean of 131.5
    after = repeated_bets.bet_outcomes(1.0, 0.5, 0.5, 0.4, n_bets=100)
    variance = after.probabilities @ after.wealth**2 - after.mean**2
    assert 5_900 < np.sqrt(variance / 10_000) < 6_100
    assert CHECKS["simulation_verdict"].expected == 4


def test_honest_reports_are_the_minima() -> None:
    fines = (
        lambda a, p: p * (1 - a) + (1 - p) * a,
        lambda a, p: p * (1 - a) ** 2 + (1 - p) * a**2,
        lambda a, p: -p * np.log(a) - (1 - p) * np.log(1 - a),
    )
    for inputs in drawn(CHECKS["honest_reports"]):
        for fine, report in zip(fines, EXPECTED["honest_reports"](**inputs), strict=True):
            found = optimize.minimize_scalar(
                lambda a, fine=fine, p=inputs["p"]: fine(a, p),
                bounds=(1e-9, 1 - 1e-9), method="bounded", options={"xatol": 1e-9},
            )  # fmt: skip
            assert abs(found.x - report) < 1e-4


def test_a_forecast_is_worth_the_least_expected_regret() -> None:
    for inputs in drawn(CHECKS["forecast_value"]):
        p, loss = inputs["p"], inputs["loss"]
        regret = loss - loss.min(axis=0)
        least = decisions.minimum_expected_loss(p, regret).expected.min()
        assert np.isclose(EXPECTED["forecast_value"](**inputs), least)
        assert least > 0


def test_the_order_with_returns_is_the_one_that_earns_most() -> None:
    demand = (np.arange(4000) + 0.5) / 4000  # uniform, so that F(q) = q
    for inputs in drawn(CHECKS["order_quantile"], 8):
        price, cost, refund = inputs["price"], inputs["cost"], inputs["refund"]
        orders = np.linspace(0, 1, 401)
        earned = [
            (price * np.minimum(q, demand) + refund * np.maximum(q - demand, 0) - cost * q).mean()
            for q in orders
        ]
        assert abs(orders[np.argmax(earned)] - EXPECTED["order_quantile"](**inputs)) < 0.005
        # a refund r for each paper is the game with price - r and cost - r
        q = newsvendor.best_order(100, 10, price - refund, cost - refund)
        assert q == pytest.approx(
            newsvendor.best_order(100, 10, 1.0, 1 - EXPECTED["order_quantile"](**inputs))
        )


def test_a_threshold_is_moved_as_the_formula_says() -> None:
    for inputs in drawn(CHECKS["moved_threshold"]):
        t, d, old, new = (inputs[k] for k in ("t", "separation", "old", "new"))
        # the costs for which t is best where the share is old, found by a search
        log_miss = optimize.brentq(
            lambda c, t=t, d=d, old=old: (
                threshold.best_threshold(1.0, float(np.exp(c)), old, d) - t
            ),
            -30,
            30,
        )
        moved = threshold.best_threshold(1.0, float(np.exp(log_miss)), new, d)
        assert EXPECTED["moved_threshold"](**inputs) == pytest.approx(moved, abs=1e-8)


def test_growth_ends_at_twice_the_best_stake() -> None:
    for inputs in drawn(CHECKS["break_even_stake"]):
        stake = EXPECTED["break_even_stake"](**inputs)
        assert 0 < stake < 1
        best = repeated_bets.best_stake(0.5, inputs["gain"], inputs["loss"])
        assert stake == pytest.approx(2 * best)
        rate = repeated_bets.growth_rate([stake], 0.5, inputs["gain"], inputs["loss"])
        assert rate[0] == pytest.approx(0, abs=1e-12)


def test_the_sure_amount_has_the_utility_of_the_gamble() -> None:
    for inputs in drawn(CHECKS["sure_amount"]):
        p, gains, wealth = inputs["p"], inputs["gains"], inputs["wealth"]
        sure = EXPECTED["sure_amount"](**inputs)
        assert np.log(wealth + sure) == pytest.approx(sum(p * np.log(wealth + gains)))
        assert gains.min() < sure < p @ gains


@pytest.mark.parametrize(
    "form", [tuple, list, np.array, lambda r: [Fraction(str(x)) for x in r]],
    ids=["tuple", "list", "array", "fractions"],
)  # fmt: skip
def test_reports_are_right_in_every_form(form: Any) -> None:
    def reports(p: float) -> Any:
        return form([1 if p > 0.5 else 0, p, p])

    assert CHECKS["honest_reports"](reports).passed


@pytest.mark.parametrize("answer", [4, 4.0, "4", np.int64(4)])
def test_a_verdict_is_right_in_every_form(answer: Any) -> None:
    assert CHECKS["simulation_verdict"](answer).passed


@pytest.mark.parametrize("answer", [1, 2, 3, 5, 4.1, 0])
def test_another_verdict_is_wrong(answer: Any) -> None:
    assert CHECKS["simulation_verdict"](answer).status == "failed"
