"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse.linalg.conditioning import condition_number
from mlcourse.optimize.compass import compass_search
from mlcourse.optimize.location import total_distance
from mlcourse.optimize.newton import newton
from mlcourse.optimize.objectives import quadratic


def _street(places: np.ndarray) -> Any:
    metres = np.arange(places.max() + 1.0)[:, None]
    return metres[np.argmin(total_distance(metres, places[:, None] * 1.0))][0]


def _stationary(a: int, b: int, c: int) -> Any:
    run = newton(
        lambda x: (x[0] - b) ** 3 - 3 * a * a * x[0] + c,
        lambda x: 3 * (x - b) ** 2 - 3 * a * a,
        lambda x: 6 * (x[:, None] - b),
        [b + 10.0],  # right of the minimum, where the slope rises ever faster
        max_steps=100,
        tol=1e-9,
    )
    return run.x[-1, 0]


def _looks(a: int, b: int, x: int, y: int) -> Any:
    f = quadratic([[2 * a, 0], [0, 2 * b]], center=[0, 0])
    return compass_search(f.fun, [x, y], step_size=1.0, tol=0.9, max_evaluations=6).x[-1]


def _certificate(low: float, high: float, slope: float) -> Any:
    # the farthest of all places with this slope, on the bowl that is as level as is allowed
    turn = np.linspace(0, 2 * np.pi, 721)
    places = slope * np.column_stack([np.cos(turn) / low, np.sin(turn) / high])
    return np.linalg.norm(places, axis=1).max()


def _tolerance(low: float, kappa: float, wanted: float) -> Any:
    turn = np.linspace(0, 2 * np.pi, 721)
    there = wanted * np.column_stack([np.cos(turn), np.sin(turn)])
    return np.linalg.norm(there * [low, low * kappa], axis=1).min()


def _mended(p: int, q: int, off: float) -> Any:
    unit = np.diag([1 / p, 1 / q])
    return condition_number(unit @ np.array([[p * p, off], [off, q * q]]) @ unit)


def _price(d: int, budget: int) -> Any:
    step = 1 + d + len(np.triu_indices(d)[0])
    return float(sum(1 for _ in range(step, budget + 1, step)))


ORACLES: dict[str, Callable[..., Any]] = {
    "depot on a street": _street,
    "stationary points": _stationary,
    "five looks": _looks,
    "certificate": _certificate,
    "tolerance": _tolerance,
    "better units": _mended,
    "price of a step": _price,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("depot", {"factor": "ten times as far", "x": 722.5, "y": 599.1}),
    ("landscape_tour", {"landscape": "dents", "direction": 200, "looks": 300}),
    ("landscape_tour", {"landscape": "dents", "direction": 240, "looks": 300}),
    ("when_to_stop", {"ground": "plateau", "tolerance": 0.01, "k": 0}),
    (
        "conditioning",
        {"condition_number": 100, "angle": 45, "units": "scaled by each axis's curvature"},
    ),
]
