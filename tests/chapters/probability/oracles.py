"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import optimize, stats

from mlcourse.probability import limits, overlap, sample_spaces


def _two_dice(total: int, at_least: bool) -> Any:
    die = np.full(6, 1 / 6)
    sums = np.add.outer(np.arange(1, 7), np.arange(1, 7)).ravel()
    p = sample_spaces.product_space(die, die)
    return sample_spaces.event_probability(p, sums >= total if at_least else sums == total)


def _table(n: int, a: int, b: int, both: int) -> Any:
    return overlap.overlap_table(a / n, b / n, both / n).p_a_given_b


def _either(a: float, b: float) -> Any:
    return 1 - overlap.overlap_table(a, b, a * b).joint[1, 1]


def _spread(p: float, n: int) -> Any:
    return limits.coin_runs(p, n_tosses=n, n_runs=1, rng=0).proportion_error[-1]


def _more(n: int, times: int) -> Any:
    def spread(m: float) -> float:
        runs = limits.coin_runs(0.5, n_tosses=int(m), n_runs=1, rng=0)
        return float(runs.proportion_error[-1])

    found = n * times**2
    assert np.isclose(spread(found) * times, spread(n))
    return float(found)


def _interval(sigma: int, n: int) -> Any:
    mean = stats.norm(0, sigma / np.sqrt(n))
    return mean.ppf(0.975)


def _needle(length: float, n: int, crossings: int) -> Any:
    # the share that a needle of this length has when pi has another value, by quadrature
    angle = (np.arange(2000) + 0.5) / 2000 * np.pi / 2
    mean_sine_times_pi = np.pi * np.mean(np.sin(angle))  # 2, whatever pi is
    return optimize.brentq(lambda pi: length * mean_sine_times_pi / pi - crossings / n, 1, 9)


ORACLES: dict[str, Callable[..., Any]] = {
    "two dice": _two_dice,
    "from a table": _table,
    "one of two": _either,
    "spread of a proportion": _spread,
    "more tosses": _more,
    "two standard errors": _interval,
    "Buffon's needle": _needle,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("two_dice", {"variable": "larger", "event": "at most", "k": 3}),
    ("two_dice", {"variable": "larger", "event": "is", "k": 5}),
    ("darts", {"seed": 0, "n": 2000}),
    ("law_of_large_numbers", {"p": 0.5, "runs": 20, "n": 5000}),
    ("conditional_probability", {"p_a": 0.1, "p_b": 0.9, "both": 1}),
    ("central_limit", {"parent": "uniform", "n": 3}),
    ("polygons", {"sides": 96}),
    ("pi_race", {"work": 100}),
    ("pi_digits", {"source": "another die", "n": 500}),
    ("gaussian_pi", {"rings": 10, "radius": 2.3}),
]
