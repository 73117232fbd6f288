"""The grounds on which five methods run, and the settings of each that suit them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.optimize.adaptive_steps import adam, rmsprop
from mlcourse.optimize.descent import Descent, gradient_descent
from mlcourse.optimize.landscapes import SADDLE
from mlcourse.optimize.momentum import heavy_ball, nesterov
from mlcourse.optimize.objectives import Objective

__all__ = ["LANDSCAPES", "LOW", "METHODS", "RIDGE", "Landscape", "X", "Y"]

X, Y = (-2.0, 2.0), (-1.0, 3.0)
RIDGE = 0.99  # where the saddle's ridge lies
LOW = 1e-4  # counts as arrived
METHODS: dict[str, Callable[..., Descent]] = {
    "gradient descent": gradient_descent,
    "momentum": heavy_ball,
    "Nesterov": nesterov,
    "RMSProp": rmsprop,
    "Adam": adam,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Landscape:
    """What is minimised, what is drawn, and the settings of each method."""

    objective: Objective
    levels: tuple[float, ...]
    settings: tuple[dict[str, float], ...]


def _lifted(objective: Objective, by: float) -> Objective:
    """The same landscape, moved up along y into the axes that all share."""
    shift = np.array([0.0, by])
    return Objective(
        name=objective.name,
        fun=lambda p: objective.fun(p - shift),
        grad=lambda p: objective.grad(p - shift),
        hess=lambda p: objective.hess(p - shift),
        domain=objective.domain + shift[:, None],
        minima=objective.minima + shift,
    )


FLATTER = 5.0  # in place of Rosenbrock's 100: there no method arrives in 100 steps


def _bent(points: FloatArray) -> FloatArray:
    x, y = points[..., 0], points[..., 1]
    return (1 - x) ** 2 + FLATTER * (y - x**2) ** 2


def _bent_grad(points: FloatArray) -> FloatArray:
    x, y = points[..., 0], points[..., 1]
    gap = 2 * FLATTER * (y - x**2)
    slopes = np.empty(points.shape)  # np.stack takes three times as long on single points
    slopes[..., 0], slopes[..., 1] = -2 * (1 - x) - 2 * x * gap, gap
    return slopes


def _bent_hess(points: FloatArray) -> FloatArray:
    x, y = points
    mixed = -4 * FLATTER * x
    return np.array([[2 + FLATTER * (12 * x**2 - 4 * y), mixed], [mixed, 2 * FLATTER]])


# Each method had 24 tries on each landscape: six step sizes times four values of its second
# number, or 24 step sizes.  Shown is the best of them from the worst of all starts that can be
# set, so that no lucky start decides, and over all the steps that are drawn: in the valley, where
# nobody arrives, the one that ends lowest; on the saddle, where all do, the one that is soonest
# below `LOW` and stays there.  A test repeats the search.
LANDSCAPES = {
    "valley": Landscape(
        objective=Objective(
            name="bent valley",
            fun=_bent,
            grad=_bent_grad,
            hess=_bent_hess,
            domain=np.array([X, Y]),
            minima=np.ones((1, 2)),
        ),
        levels=(0.03, 0.3, 1.2, 4.0, 10.0, 22.0, 45.0),
        settings=(
            {"step_size": 0.026},
            {"step_size": 0.012, "momentum": 0.85},
            {"step_size": 0.012, "momentum": 0.85},
            {"step_size": 0.042, "decay": 0.5},
            {"step_size": 0.5, "mean_decay": 0.9},
        ),
    ),
    "saddle": Landscape(
        objective=_lifted(SADDLE, RIDGE),  # a start at y = 1 is just beside the ridge
        levels=(-0.2, -0.1, 0.0, 0.1, 0.4, 0.9, 1.6, 2.5),
        settings=(
            {"step_size": 0.71},
            {"step_size": 0.7, "momentum": 0.1},
            {"step_size": 0.57, "momentum": 0.4},
            {"step_size": 0.021, "decay": 0.999},
            {"step_size": 0.14, "mean_decay": 0.6},
        ),
    ),
}
