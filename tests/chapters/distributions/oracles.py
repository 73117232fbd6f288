"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.integrate import quad
from scipy.optimize import minimize_scalar

from mlcourse.probability.continuous import Exponential, Gaussian
from mlcourse.probability.discrete import Binomial
from mlcourse.probability.multivariate import Multinomial, MultivariateGaussian


def _area(end: float, a: float) -> Any:
    whole = quad(lambda x: x, 0, end)[0]
    return quad(lambda x: x, 0, a)[0] / whole


def _between(mu: float, sigma: float, a: float, b: float) -> Any:
    model = Gaussian(mu=mu, sigma=sigma)
    return round(float(model.cdf(b)), 4) - round(float(model.cdf(a)), 4)  # a table has four digits


def _other_count(n: int, first: float, second: float, c: int) -> Any:
    # from the joint distribution, table by table
    model = Multinomial(n_trials=n, probabilities=[first, second, 1 - first - second])
    k = np.arange(n - c + 1)
    chance = model.pmf(np.column_stack([np.full(k.size, c), k, n - c - k]))
    return chance @ k / chance.sum()


def _pair(s1: float, s2: float, rho: float, m1: float = 0.0, m2: float = 0.0) -> Any:
    cross = rho * s1 * s2
    return MultivariateGaussian(mu=[m1, m2], covariance=[[s1**2, cross], [cross, s2**2]])


def _rate(waits: list[int]) -> Any:
    def loss(log_rate: float) -> float:
        return -Exponential(rate=float(np.exp(log_rate))).log_likelihood(waits)

    return float(np.exp(minimize_scalar(loss, bounds=(-8, 3), options={"xatol": 1e-9}).x))


def _aic(first: float, second: float, few: int, many: int) -> Any:
    return float(np.subtract(2 * many - 2 * second, 2 * few - 2 * first))


ORACLES: dict[str, Callable[..., Any]] = {
    "area": _area,
    "between": _between,
    "exactly": lambda n, k, p: float(Binomial(n_trials=n, p=p).pmf(k)),
    "other count": _other_count,
    "covariance of counts": lambda n, first, second: Multinomial(
        n_trials=n, probabilities=[first, second, 1 - first - second]
    ).covariance[0, 1],
    "given the first": lambda m1, m2, s1, s2, rho, x: (
        _pair(s1, s2, rho, m1, m2).conditional([0], [x]).mu[0]
    ),
    "spread left": lambda sigma, rho: (
        _pair(1.0, sigma, rho).conditional([0], [0.0]).covariance[0, 0] ** 0.5
    ),
    "rate": _rate,
    "aic": _aic,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("gaussian", {"mu": 0.0, "sigma": 1.2, "a": 4.0, "b": 4.5}),
    ("bernoulli_to_normal", {"p": 0.1, "n": 500}),
    ("multinomial_simplex", {"p1": 0.1, "of_the_rest": 0.1, "lines": True, "n": 60}),
    ("bivariate_gaussian", {"rho": 0.87, "c": 2.0}),
    ("bivariate_gaussian", {"rho": -0.9}),
    (
        "choose_a_model",
        {"data": "BMI of 442 patients", "family": "gamma", "centre": 0.0, "width": 1.0},
    ),
]
