"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse.probability import decisions, expectations, repeated_bets, threshold


def _squares(low: int, high: int, p: float) -> Any:
    return expectations.expectation([1 - p, p], np.array([low, high]) ** 2)


def _visitor(short: int, long: int) -> Any:
    # the wait at every moment of one round, by quadrature on each gap
    waited = sum(
        expectations.expectation_by_quadrature(lambda x: x, np.ones_like, 0, gap, n_nodes=3)
        for gap in (short, long)
    )
    return waited / (short + long)


def _table(p: float, harm: int, part: int, left: int, full: float) -> Any:
    loss = [[harm, 0], [part + left, part], [full, full]]
    return decisions.minimum_expected_loss([p, 1 - p], loss).expected.min()


def _order(low: int, width: int, price: int, cost: int) -> Any:
    demand = low + width * (np.arange(20_000) + 0.5) / 20_000
    return decisions.bayes_action(
        demand, np.full(20_000, 1 / 20_000), "pinball", tau=(price - cost) / price
    )


def _quantile(x: list[int], low: int, high: int) -> Any:
    p = [0.15, 0.25, 0.3, 0.2, 0.1]
    loss = [[low * max(v - a, 0) + high * max(a - v, 0) for v in x] for a in x]
    return float(x[decisions.minimum_expected_loss(p, loss).best])


def _call(alarm: int, miss: int) -> Any:
    # the probability of being ill at the best threshold for equal groups at distance 1
    t = threshold.best_threshold(alarm, miss, 0.5, 1.0)
    odds = np.exp(t - 0.5)
    return odds / (1 + odds)


def _stake(p: float, odds: int) -> Any:
    return repeated_bets.best_stake(p, odds, 1.0)


def _both(up: int, down: int, pairs: int) -> Any:
    after = repeated_bets.bet_outcomes(1.0, 0.5, up / 100, down / 100, n_bets=2 * pairs)
    return 100 * after.wealth[pairs]


ORACLES: dict[str, Callable[..., Any]] = {
    "expected area": _squares,
    "waiting for a bus": _visitor,
    "three actions": _table,
    "loaves": _order,
    "a report": _quantile,
    "when to call": _call,
    "how much to stake": _stake,
    "as many wins as losses": _both,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("running_mean", {"distribution": "Cauchy", "seed": 4, "n": 4307}),
    ("newsvendor", {"cost": 8.0, "spread": 30.0, "order": 75.0}),
    ("which_summary", {"shape": 6, "loss": "too high costs 9 times as much", "report": 3.15}),
    ("threshold_chooser", {"ratio": 9.0, "share": 0.1, "separation": 2.0, "threshold": 1.0}),
    ("repeated_bet", {"stake": 0.5, "n": 100}),
]
