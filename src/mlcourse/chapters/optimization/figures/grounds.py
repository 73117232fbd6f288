"""A bowl, a bent valley and a plateau, with the descents that the stopping rules watch."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.optimize.descent import Descent, gradient_descent
from mlcourse.optimize.landscapes import ROSENBROCK
from mlcourse.optimize.objectives import bowl

__all__ = ["BUDGET", "GROUNDS", "Ground", "plateau", "plateau_slope", "run_on"]

BUDGET = 20_000


def plateau(x: FloatArray) -> FloatArray:
    """A hollow in flat land: r² / (1 + r²) at distance r from the origin."""
    square = np.sum(np.asarray(x) ** 2, axis=-1)
    return square / (1 + square)


def plateau_slope(x: FloatArray) -> FloatArray:
    """The gradient of the plateau."""
    square = np.sum(np.asarray(x) ** 2, axis=-1, keepdims=True)
    return 2 * np.asarray(x) / (1 + square) ** 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """A landscape, where its minimum is, and a run on it."""

    fun: Callable[[FloatArray], FloatArray]
    grad: Callable[[FloatArray], FloatArray]
    minimum: FloatArray
    start: tuple[float, float]
    step_size: float
    x: tuple[float, float]
    y: tuple[float, float]
    levels: tuple[float, ...]


BOWL = bowl(4.0)
GROUNDS = {
    "bowl": Ground(
        fun=BOWL.fun, grad=BOWL.grad, minimum=np.zeros(2), start=(2.0, 1.0), step_size=0.2,
        x=(-1.2, 2.4), y=(-1.5, 1.5), levels=(0.1, 0.4, 1.0, 2.0, 4.0),
    ),
    "bent valley": Ground(
        fun=ROSENBROCK.fun, grad=ROSENBROCK.grad, minimum=np.ones(2), start=(-1.2, 1.0),
        step_size=0.001, x=(-1.6, 1.6), y=(-0.7, 1.9667), levels=(0.3, 2.0, 10.0, 40.0, 130.0),
    ),
    "plateau": Ground(
        fun=plateau, grad=plateau_slope, minimum=np.zeros(2), start=(5.0, 3.0), step_size=0.5,
        x=(-3.0, 6.0), y=(-3.0, 4.5), levels=(0.2, 0.5, 0.8, 0.9, 0.95),
    ),
}  # fmt: skip


@cache
def run_on(ground: str, *, tenth: bool) -> Descent:
    """The descent, with its step or a tenth of it."""
    scene = GROUNDS[ground]
    return gradient_descent(
        scene.fun,
        scene.grad,
        scene.start,
        step_size=scene.step_size / (10 if tenth else 1),
        max_steps=BUDGET,
    )
