"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse.optimize import descent, finite_sums, gradient_noise, quadratic_theory, stochastic


def _two_steps(a: int, b: int, step_size: float, x0: np.ndarray) -> Any:
    h = np.array([a, b])
    run = descent.gradient_descent(
        lambda x: float(h @ x**2) / 2, lambda x: h * x, x0, step_size=step_size, max_steps=2
    )
    return run.x[-1]


def _largest_step(a: int, b: int) -> Any:
    return min(quadratic_theory.stability_limit(2.0 * c) for c in (a, b))


def _batch(x: np.ndarray, y: np.ndarray, w: int) -> Any:
    return finite_sums.squared_loss(x[:, None], y).grad(np.array([float(w)]))[0]


def _updates(n_samples: int, batch_size: int, epochs: int) -> Any:
    deals = (stochastic.epoch_batches(n_samples, batch_size, rng=i) for i in range(epochs))
    return float(sum(len(batches) for batches in deals))


def _sgd(x: np.ndarray, y: np.ndarray, w: int, step_size: float) -> Any:
    problem = finite_sums.squared_loss(x[:, None], y)
    at = np.array([float(w)])
    for i in range(2):
        at = at - step_size * problem.gradient(at, np.array([i]))
    return at[0]


def _noise(step_factor: int, batch_factor: int) -> Any:
    # steps of 1e-5 are small: the exact ratio is off by at most step_factor * 1e-5
    ball = gradient_noise.noise_ball_variance
    before = ball(curvature=1.0, noise_variance=1.0, step_size=1e-5)
    after = ball(curvature=1.0, noise_variance=1.0 / batch_factor, step_size=1e-5 * step_factor)
    return after / before


def _momentum(smallest: int, largest: int) -> Any:
    best = quadratic_theory.best_momentum(smallest, largest)
    return np.array([best.step_size, best.momentum])


ORACLES: dict[str, Callable[..., Any]] = {
    "two steps": _two_steps,
    "largest step": _largest_step,
    "batch gradient": _batch,
    "updates": _updates,
    "stochastic steps": _sgd,
    "noise ball": _noise,
    "best momentum": _momentum,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("which_way", {"place": "(2, 1)", "angle": 245}),  # arctan 2 = 63.4° turned round
    ("which_way", {"place": "(2, 0)", "angle": 180}),
    ("step_size", {"start": 2.0, "step_size": 0.5, "k": 20}),  # 0.5 · 2² = 2
    ("momentum_pad", {"condition_number": 100, "step_size": 3.3, "momentum": 0.669}),
    ("eigenmodes", {"condition_number": 10, "step_size": 20 / 11, "step": 20}),
    (
        "batch_size",
        {"batch_size": 1, "step_size": 0.1, "schedule": "halved every 2 epochs", "epochs": 8.0},
    ),
    ("logistic_training", {"method": "one by one (1)", "step_size": 0.3, "epochs": 0.5}),
    ("logistic_training", {"method": "mini-batch (32)", "step_size": 10, "epochs": 0.5}),
    ("step_sweep", {"problem": "Rosenbrock's valley", "budget": 1000, "tried": 16}),
    ("optimizers", {"landscape": "valley", "start_x": 1.25, "start_y": 2.5, "step": 100}),
    ("adam_at_rest", {"step_size": 0.1, "mean_decay": 0.5, "square_decay": 0.999, "k": 1000}),
]
