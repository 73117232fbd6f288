"""Bad input for chapter 04: expectations, decisions, risk."""

from typing import Any

import numpy as np

from mlcourse.probability import (
    decisions,
    expectations,
    newsvendor,
    repeated_bets,
    risk,
    threshold,
)
from tests.contract import Contract, bad
from tests.probability.contracts_bayes import (
    HALF,
    covariance,
    gamble,
    level,
    not_a_function_or_wrong,
    parameters,
)

cost = bad.positive | bad.above(3.0) | bad.one_of(3.0)  # must be below the price, 3
order = bad.array | bad.one_of(-1.0, [2.0, -0.5])
gaussian_demand: dict[str, Any] = {
    "mean": bad.number,
    "sigma": bad.positive,
    "price": bad.positive,
    "cost": cost,
}
DEMAND = {"mean": 100, "sigma": 20, "price": 3, "cost": 1}
error_costs: dict[str, Any] = {
    "cost_false_positive": bad.positive,
    "cost_false_negative": bad.positive,
    "prior": level,
    "separation": bad.positive,
}
COSTS = {"cost_false_positive": 1, "cost_false_negative": 2, "prior": 0.3, "separation": 1}
report: dict[str, Any] = {
    "values": bad.vector,  # the weights are the ones to fit its length
    "probabilities": bad.probabilities | bad.one_of([0.2, 0.3, 0.5]),
    "loss": bad.choice,
    "tau": level,
}
bet: dict[str, Any] = {
    "p": bad.probability,
    "gain": bad.positive,
    "loss": bad.positive | bad.above(1.0),
}
BET = {"p": 0.5, "gain": 0.5, "loss": 0.4}
REPORT = {"values": [1, 2], "probabilities": HALF, "loss": "pinball", "tau": 0.3}


CONTRACTS = [
    Contract(
        call=expectations.expectation,
        good={"probabilities": HALF, "values": [1, 2]},
        refuses=parameters(probabilities=bad.probabilities, values=gamble),
    ),
    Contract(
        call=expectations.expectation_by_quadrature,
        good={"fun": np.square, "density": np.ones_like, "low": 0, "high": 1, "n_nodes": 3},
        refuses=parameters(
            fun=not_a_function_or_wrong | bad.one_of(lambda x: x * np.nan),
            density=not_a_function_or_wrong | bad.one_of(lambda x: x + np.inf),
            low=bad.number,
            high=bad.number | bad.below(0) | bad.one_of(0.0),
            n_nodes=bad.count(1),
        ),
    ),
    Contract(
        call=expectations.monte_carlo_mean,
        good={"values": [1, 2]},
        refuses=parameters(values=bad.vector | bad.one_of([1.0])),
    ),
    Contract(
        call=expectations.running_mean,
        good={"distribution": "die", "n_draws": 3, "n_runs": 2, "rng": 0},
        refuses=parameters(
            distribution=bad.choice, n_draws=bad.count(1), n_runs=bad.count(1), rng=bad.rng
        ),
    ),
    Contract(
        call=decisions.maximum_expected_gain,
        good={"probabilities": HALF, "gain": [[1, 2]]},
        refuses=parameters(probabilities=bad.probabilities, gain=bad.matrix | bad.one_of([[1.0]])),
    ),
    Contract(
        call=decisions.minimum_expected_loss,
        good={"probabilities": HALF, "loss": [[1, 2]]},
        refuses=parameters(probabilities=bad.probabilities, loss=bad.matrix | bad.one_of([[1.0]])),
    ),
    Contract(
        call=decisions.expected_loss,
        good={"actions": [0, 1], **REPORT},
        refuses={"actions": bad.vector, **report},
    ),
    Contract(call=decisions.bayes_action, good=REPORT, refuses=report),
    Contract(
        call=threshold.threshold_loss,
        good={"thresholds": [0, 1], **COSTS},
        refuses={"thresholds": bad.vector, **error_costs},
    ),
    Contract(call=threshold.best_threshold, good=COSTS, refuses=error_costs),
    Contract(
        call=threshold.sample_threshold,
        good={
            "scores": [1, 2, 3],
            "labels": [0, 1, 0],
            "cost_false_positive": 1,
            "cost_false_negative": 2,
        },
        refuses=parameters(
            scores=bad.vector,  # the labels are the ones to fit their length
            labels=bad.vector | bad.one_of([0.0, 1.0, 2.0], [0.5, 0.0, 1.0], np.ones(5)),
            cost_false_positive=bad.positive,
            cost_false_negative=bad.positive,
        ),
    ),
    Contract(
        call=newsvendor.profit,
        good={"order": [1, 2], "demand": [3, 4], "price": 3, "cost": 1},
        refuses=parameters(
            order=order,
            demand=bad.array | bad.one_of([1.0, 2.0, 3.0]),
            price=bad.positive,
            cost=cost,
        ),
    ),
    Contract(
        call=newsvendor.expected_profit,
        good={"order": 80, **DEMAND},
        refuses={"order": order, **gaussian_demand},
    ),
    Contract(call=newsvendor.best_order, good=DEMAND, refuses=gaussian_demand),
    Contract(
        call=newsvendor.profit_cdf,
        good={"x": 10, "order": 80, **DEMAND},
        refuses={"x": bad.array, "order": bad.non_negative, **gaussian_demand},
    ),
    Contract(
        call=risk.certainty_equivalent,
        good={"probabilities": HALF, "gains": [1, 2], "risk_aversion": 0.1},
        refuses=parameters(
            probabilities=bad.probabilities, gains=gamble, risk_aversion=bad.non_negative
        ),
    ),
    Contract(
        call=risk.mean_variance,
        good={"probabilities": HALF, "gains": [1, 2], "risk_aversion": 0.1},
        refuses=parameters(
            probabilities=bad.probabilities, gains=gamble, risk_aversion=bad.non_negative
        ),
    ),
    Contract(
        call=risk.portfolio,
        good={"shares": [[0.5, 0.5]], "mean": [1, 2], "covariance": np.eye(2)},
        refuses=parameters(
            shares=bad.matrix | bad.one_of([[1.0]]), mean=bad.vector, covariance=covariance
        ),
    ),
    Contract(
        call=repeated_bets.growth_rate,
        good={"stakes": [0.1, 0.5], **BET},
        refuses={"stakes": bad.vector | bad.one_of([-0.1], [1.5]), **bet},
    ),
    Contract(call=repeated_bets.best_stake, good=BET, refuses=bet),
    Contract(
        call=repeated_bets.bet_outcomes,
        good={"stake": 0.5, **BET, "n_bets": 3},
        refuses={"stake": bad.probability, **bet, "n_bets": bad.count(0)},
    ),
]
