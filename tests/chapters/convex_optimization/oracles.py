"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import optimize

from mlcourse.optimize import convexity, coordinate, lasso, newton


def _chord(c: int, a: int, b: int, share: float) -> Any:
    line = convexity.chord(lambda p: c * p[..., 0] ** 2, [float(a)], [float(b)], t=[share])
    return line.gap[0]


def _newton(a: int, x: int) -> Any:
    gradient, hessian = np.array([1 - a / x**2]), np.array([[2 * a / x**3]])
    return newton.newton_step([float(x)], gradient, hessian)[0]


def _coordinate(a: int, b: int, c: int, start: np.ndarray) -> Any:
    run = coordinate.coordinate_descent([[a, c], [c, b]], [0.0, 0.0], start, max_steps=2)
    return run.x[-1]


def _promise(L: int, distance: int, k: int) -> Any:
    # the worst ramp is at half of the promise but for one step: L d² / (4 k + 2)
    tip = distance / (2 * k + 1)
    x = float(distance)
    for _ in range(k):
        x = x - np.clip(x, -tip, tip)
    return L * (tip * x - tip**2 / 2) * (4 * k + 2) / (2 * k)


def _lasso(n: int, total: int, w: int, penalty: float) -> Any:
    # one column of ones and signs, and targets with the product that is wanted
    x = np.ones((n, 1))
    y = np.full(n, total / n) + w
    return lasso.lasso(x, y, penalty=penalty).coefficients[-1, 0]


def _waves(a: int, c: int) -> Any:
    def lowest(b: float) -> float:
        x = np.linspace(0, 2 * np.pi / c, 400)
        return float(np.min(2 * a - b * c**2 * np.cos(c * x)))

    return optimize.brentq(lowest, 0.0, 100.0)


ORACLES: dict[str, Callable[..., Any]] = {
    "chord": _chord,
    "Newton step": _newton,
    "two coordinate steps": _coordinate,
    "promise": _promise,
    "lasso step": _lasso,
    "waves": _waves,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("chord_test", {"curve": "log(1+x²)", "line": "chord", "a": 0.0, "b": 2.0}),
    ("chord_test", {"curve": "log(1+x²)", "line": "chord", "a": 0.0, "b": -2.0}),
    ("local_or_global", {"wave": 0.51, "k": 200}),
    ("rate_promise", {"tip": 1 / 61, "k": 30}),
    ("three_methods", {"condition_number": 20, "turn": 30, "asked": 701}),
    ("newton_fails", {"start": 1.7, "damping": "half", "k": 8}),
    ("kink", {"pull": -2.2, "penalty": 2.2, "shape": "λ|w|"}),
    ("lasso_path", {"shape": "λ|w|", "times": 14.1}),
    ("gap_closing", {"penalty": 5.0, "sweep": 8}),
]
