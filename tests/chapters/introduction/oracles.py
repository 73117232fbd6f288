"""The answers of the chapter's problems by its own numerics, and of its challenge."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

from mlcourse.linalg.vectors import project
from mlcourse.optimize.descent import gradient_step
from mlcourse.statistics.least_squares import least_squares
from mlcourse.statistics.regression_metrics import mean_squared_error


def _loss(x: np.ndarray, y: np.ndarray, height: int, slope: int) -> Any:
    return mean_squared_error(y, height + slope * x)


def _one_knob(x: np.ndarray, y: np.ndarray, height: int) -> Any:
    return project(y - height, x).coefficient


def _fitted_line(x: np.ndarray, y: np.ndarray) -> Any:
    return least_squares(x[:, None], y).coefficients


def _one_step(x: np.ndarray, y: np.ndarray, step_size: float) -> Any:
    features = np.column_stack([np.ones(3), x])
    gradient = -2 * features.T @ y / 3
    return gradient_step(np.zeros(2), gradient, step_size=step_size)


def _bowl(least: int, mean: int, var: int, u: int, v: int) -> Any:
    # two points have this mean and variance; misses of +- root(least) at right angles to both
    x = mean + np.sqrt(var) * np.array([-1, 1, -1, 1])
    y = np.sqrt(least) * np.array([1, 1, -1, -1])
    return mean_squared_error(y, u + v * x)


def _width(misses: np.ndarray) -> Any:
    def cost(log_sigma: float) -> float:
        return float(len(misses) * log_sigma + misses @ misses / (2 * np.exp(2 * log_sigma)))

    return float(np.exp(minimize_scalar(cost, bracket=(0, 1), tol=1e-10).x))


ORACLES: dict[str, Callable[..., Any]] = {
    "loss": _loss,
    "one knob": _one_knob,
    "fitted line": _fitted_line,
    "one step": _one_step,
    "bowl": _bowl,
    "likeliest width": _width,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("fit_by_hand", {"height": 36, "slope": 10}),
    ("fit_by_hand", {"height": 70.9, "slope": 10, "at": "3.49 min"}),
]
