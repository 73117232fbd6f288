"""The answers of the chapter's problems by other ways, and what solves its challenges."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
from scipy import optimize, stats

from mlcourse.statistics import axis_rotation, classification_metrics, regression_metrics


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


def _turned(a: int, b: int, c: int) -> Any:
    # four points with exactly this covariance
    root = np.linalg.cholesky([[a, c], [c, b]])
    points = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]]) @ root.T
    return axis_rotation.rotate_axis(points, angle=np.pi / 4).reconstruction_error


def _people(counts: list[list[int]]) -> tuple[Any, Any]:
    flat = np.ravel(counts)
    return np.repeat([0, 0, 1, 1], flat), np.repeat([0, 1, 0, 1], flat)


def _elsewhere(tp: int, ill: int, fp: int, healthy: int, share: float) -> Any:
    # so many copies of the study's two groups that the ill have the share
    much, many = round(1000 * share) * healthy, (1000 - round(1000 * share)) * ill
    labels, calls = _people([[healthy - fp, fp], [ill - tp, tp]])
    weight = np.where(labels == 1, much, many)
    return weight[(labels == 1) & (calls == 1)].sum() / weight[calls == 1].sum()


def _found(called: int, precision: float, missed: int) -> Any:
    tp = round(called * precision)
    return classification_metrics.recall_score(*_people([[0, called - tp], [missed, tp]]))


def _right(ill: int, recall: float, alarms: float) -> Any:
    # an expected count need not be whole: ten times as many people
    tp, fp = round(10 * ill * recall), round(10 * (1000 - ill) * alarms)
    return classification_metrics.accuracy_score(
        *_people([[10 * (1000 - ill) - fp, fp], [10 * ill - tp, tp]])
    )


ORACLES: dict[str, Callable[..., Any]] = {
    "all dealings": _dealings,
    "people in a group": _planning,
    "a false alarm": _alarms,
    "R squared": _two_heaps,
    "a forecast": _offset,
    "columns of noise": _noise,
    "added columns": _nested,
    "off the diagonal": _turned,
    "the same test elsewhere": _elsewhere,
    "how many are found": _found,
    "right for how many": _right,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("power", {"effect": 0.5, "n": 64, "level": 0.05, "k": 1000}),
    ("peeking", {"every": 10, "level": 0.006, "show": "twenty runs and the rate", "people": 200}),
    ("least_squares", {"outlier": "+8 at the end", "height": 5.727, "slope": 0.852}),
    ("nested_f", {"signal": 0.3, "n": 100, "seed": 1, "extra": 20}),
    ("rotate_axis", {"rho": 0.75, "spreads": "1 : 1", "theta": 45.0}),
    ("pca_digits", {"shuffled": True, "k": 9}),
    ("confusion_matrix", {"prevalence": 0.01, "separation": 2.0, "threshold": 2.905}),
]
