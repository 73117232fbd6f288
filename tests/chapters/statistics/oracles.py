"""The answers of the chapter's problems by other ways, and what solves its challenges."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
from scipy import optimize, stats

from mlcourse.statistics import classification_metrics, regression_metrics


def _dealings(x: list[int], y: list[int]) -> Any:
    pooled = np.array(x + y, dtype=float)
    differences = [
        pooled[list(pair)].mean() - np.delete(pooled, pair).mean()
        for pair in combinations(range(5), 2)
    ]
    return np.mean(np.abs(differences) >= abs(np.mean(x) - np.mean(y)) - 1e-9)


def _planning(d: float) -> Any:
    # the n for which a Gaussian with mean d √(n/2) has 0.8 beyond 1.96, rounded as the rule is
    n = optimize.brentq(lambda n: stats.norm.sf(1.96 - d * np.sqrt(n / 2)) - 0.8, 1, 1e5)
    return np.ceil(n * d**2) / d**2


def _alarms(m: int, alpha: float) -> Any:
    return stats.binom.sf(0, m, alpha)


def _two_heaps(y: list[int], guess: list[int]) -> Any:
    return regression_metrics.r2_score(y, guess)


def _offset(bias: int, spread: int) -> Any:
    misses = bias + spread * np.array([-1.0, 1.0])
    return regression_metrics.mean_squared_error(misses, np.zeros(2))


def _noise(k: int, n: int) -> Any:
    return stats.beta(k / 2, (n - 1 - k) / 2).mean()


def _nested(n: int, kept: int, q: int, small: int, large: int) -> Any:
    # by the mean squares of statistics books
    return ((small - large) / q) / (large / (n - (kept + q) - 1))


def _shadow(a: int, b: int, c: int) -> Any:
    u = np.full(2, np.sqrt(0.5))
    return u @ np.array([[a, c], [c, b]]) @ u


def _called(share: int, recall: int, rate: int) -> Any:
    ill, well = 100 * share, 100 * (100 - share)
    labels = np.repeat([1, 1, 0, 0], [recall * share, ill - recall * share, rate * (100 - share),
                                      well - rate * (100 - share)])  # fmt: skip
    calls = np.repeat([1, 0, 1, 0], [recall * share, ill - recall * share, rate * (100 - share),
                                     well - rate * (100 - share)])  # fmt: skip
    return classification_metrics.precision_score(labels, calls)


ORACLES: dict[str, Callable[..., Any]] = {
    "all dealings": _dealings,
    "people in a group": _planning,
    "a false alarm": _alarms,
    "R squared": _two_heaps,
    "a forecast": _offset,
    "columns of noise": _noise,
    "added columns": _nested,
    "a slanted axis": _shadow,
    "precision": _called,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("power", {"effect": 0.5, "n": 64, "level": 0.05, "k": 1000}),
    ("peeking", {"every": 10, "level": 0.006, "show": "twenty runs and the rate", "people": 200}),
    ("least_squares", {"outlier": "+8 at the end", "height": 5.727, "slope": 0.852}),
    ("nested_f", {"signal": 0.3, "n": 100, "seed": 1, "extra": 20}),
    ("rotate_axis", {"rho": 0.75, "spreads": "1 : 1", "theta": 45.0}),
    ("pca_digits", {"shuffled": True, "k": 9}),
    ("confusion_matrix", {"prevalence": 0.01, "separation": 2.0, "threshold": 3.0}),
]
