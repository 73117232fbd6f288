"""Runs of the heavy ball in a ravine, and what theory says of each pair of constants.

The largest curvature is 1, so that the step size is the product of step and curvature and the
border of stability is the same line for every condition number.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.chapters.gradient_descent.figures.common import with_optima
from mlcourse.explore import linear
from mlcourse.optimize.error_bound import error_bound
from mlcourse.optimize.momentum import heavy_ball
from mlcourse.optimize.objectives import Objective, quadratic
from mlcourse.optimize.quadratic_theory import (
    Tuning,
    best_momentum,
    best_step_size,
    regime,
    spectral_radius,
)

__all__ = [
    "CONDITION_NUMBERS",
    "LARGEST_MOMENTUM",
    "LARGEST_STEP",
    "MOMENTUM_STOPS",
    "N_STEPS",
    "STEP_STOPS",
    "View",
    "best_pairs",
    "compute",
    "landscape",
]

N_STEPS = 60
CONDITION_NUMBERS = (3.0, 10.0, 30.0, 100.0)
FLAT = np.array([np.cos(1.1), np.sin(1.1)])
STEEP = np.array([-np.sin(1.1), np.cos(1.1)])
START = -1.2 * FLAT + 0.3 * STEEP
CLOSE = 0.06  # a factor so near the best one finds the star: two to twenty pairs of stops
LARGEST_STEP, LARGEST_MOMENTUM = 4.0, 0.95


@cache
def landscape(condition_number: float) -> Objective:
    hess = np.outer(FLAT, FLAT) / condition_number + np.outer(STEEP, STEEP)
    return quadratic(hess, np.zeros(2))


def best_pairs(condition_number: float) -> tuple[Tuning, Tuning]:
    """The best pair and, without momentum, the best step."""
    mu = 1.0 / condition_number
    return best_momentum(mu, 1.0), best_step_size(mu, 1.0)


# even grids, with the best constants of every condition number among the stops
STEP_STOPS = with_optima(
    linear(0.2, 3.8, 19),
    (best.step_size for kappa in CONDITION_NUMBERS for best in best_pairs(kappa)),
)


MOMENTUM_STOPS = with_optima(
    linear(0.0, LARGEST_MOMENTUM, 20),
    (best_pairs(kappa)[0].momentum for kappa in CONDITION_NUMBERS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run beside what the theory says about it."""

    condition_number: float
    step_size: float
    momentum: float
    path: FloatArray  # (n + 1, 2)
    loss: FloatArray  # (n + 1,) as a share of the loss at the start
    bound: FloatArray  # (n + 1,) which no loss exceeds
    rate: float  # spectral radius of the slower mode
    modes: tuple[str, str]  # regime along the steep and along the flat direction
    best: Tuning
    map: bool

    @property
    def found(self) -> bool:
        """Whether the pair is nearly as good as the best one."""
        return self.rate < self.best.rate + CLOSE


def compute(*, step_size: float, momentum: float, condition_number: float, map: bool) -> View:
    """Sixty steps of the heavy ball."""
    ravine = landscape(condition_number)
    run = heavy_ball(
        ravine.fun, ravine.grad, START, step_size=step_size, momentum=momentum, max_steps=N_STEPS
    )
    curvatures = np.array([1.0, 1.0 / condition_number])
    radii = spectral_radius(curvature=curvatures, step_size=step_size, momentum=momentum)
    steep, flat = (
        regime(curvature=float(c), step_size=step_size, momentum=momentum) for c in curvatures
    )
    at_start = curvatures * np.array([START @ STEEP, START @ FLAT]) ** 2
    bounds = [
        error_bound(curvature=float(c), step_size=step_size, momentum=momentum, max_steps=N_STEPS)
        for c in curvatures
    ]
    return View(
        condition_number=condition_number,
        step_size=step_size,
        momentum=momentum,
        path=run.x,
        bound=np.square(bounds).T @ (at_start / at_start.sum()),
        loss=run.value / run.value[0],
        rate=float(radii.max()),
        modes=(steep, flat),
        best=best_pairs(condition_number)[0],
        map=map,
    )
