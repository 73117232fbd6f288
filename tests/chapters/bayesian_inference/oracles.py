"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse.probability import bayes, conjugate, markov, mixing


def _positive(ill: int, sensitivity: int, specificity: int) -> Any:
    test = bayes.diagnostic_test(ill / 1000, sensitivity / 100, specificity / 100)
    return float(test.positive_predictive)


def _pseudo_counts(alpha: int, beta: int, successes: int, failures: int) -> Any:
    tosses = [1] * successes + [0] * failures
    return conjugate.beta_bernoulli(alpha, beta, tosses).mean[-1]


def _coins(coins: int, heads: int) -> Any:
    run = bayes.sequential_update([1 / coins, 1 - 1 / coins], [[1.0, 0.5]] * heads)
    return run.belief[-1, 0]


def _more_data(n: int, times: int) -> Any:
    # a weak prior and half of all tosses heads: the exact spread, to the nearest n
    def sd(n: int) -> float:
        return float(conjugate.beta_bernoulli(1e-9, 1e-9, [0, 1] * (n // 2)).sigma[-1])

    target = sd(n) / times
    found = next(m for m in range(n, 40 * n, 2) if sd(m) <= target)
    assert abs(found / (n * times**2) - 1) < 0.06  # n + 1 against n: "about"
    return float(n * times**2)


def _stationary(to_b: float, to_a: float) -> Any:
    return mixing.stationary_distributions([[1 - to_b, to_b], [to_a, 1 - to_a]])[0, 1]


def _acceptance(here: int, there: int) -> Any:
    pi = np.array([here, there]) / (here + there)
    return markov.metropolis_chain(pi, [[0, 1], [1, 0]])[0, 1]


def _worth(n: int, ess: int, sd: int) -> Any:
    return np.sqrt(sd**2 / n * (n / ess))


ORACLES: dict[str, Callable[..., Any]] = {
    "positive result": _positive,
    "pseudo-counts": _pseudo_counts,
    "two heads": _coins,
    "more data": _more_data,
    "stationary share": _stationary,
    "accepted": _acceptance,
    "standard error": _worth,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("base_rate", {"prevalence": 1, "sensitivity": 95, "specificity": 99.9}),
    ("beta_bernoulli", {"alpha": 12, "beta": 1, "true_p": 0.2, "tosses": "sample 2", "n": 40}),
    ("predictive_check", {"model": "a coin", "n": 480}),
    ("five_state_chain", {"chain": "merry-go-round", "start": 3, "t": 40}),
    ("metropolis", {"target": "unknown, four chains", "scale": 5, "seed": 1, "n": 1000}),
    (
        "samplers",
        {"rho": 0.99, "step_size": 0.1, "n_leapfrog": 20, "length": "drawn anew", "work": 400},
    ),
]
