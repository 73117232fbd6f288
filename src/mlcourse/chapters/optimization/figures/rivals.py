"""Four searches on five landscapes, each charged for every number that it asks for."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mlcourse._check import FloatArray, IntArray
from mlcourse.optimize.compass import compass_search
from mlcourse.optimize.descent import gradient_descent
from mlcourse.optimize.landscapes import HIMMELBLAU, RASTRIGIN, ROSENBROCK, SADDLE
from mlcourse.optimize.newton import newton
from mlcourse.optimize.objectives import Objective, bowl
from mlcourse.optimize.random_search import random_search

__all__ = [
    "LANDSCAPES",
    "METHODS",
    "N_LOOKS",
    "PRICES",
    "Landscape",
    "Search",
    "searches",
    "start_on",
    "turned",
]

N_LOOKS = 300
METHODS = ("random", "compass", "descent", "Newton")
# looks a step: the value, two first derivatives, three second ones
PRICES = {"random": 1, "compass": 1, "descent": 3, "Newton": 6}


def turned(f: Objective, angle: float, center: tuple[float, float]) -> Objective:
    """The same landscape with its origin at the center, turned by an angle in degrees."""
    t = np.deg2rad(angle)
    r = np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])
    c = np.array(center)

    def at(x: FloatArray) -> FloatArray:
        return np.asarray((np.asarray(x) - c) @ r)

    return Objective(
        name=f.name,
        fun=lambda x: f.fun(at(x)),
        grad=lambda x: f.grad(at(x)) @ r.T,
        hess=lambda x: r @ f.hess(at(x)) @ r.T,
        domain=f.domain,
        minima=c + f.minima @ r.T,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Landscape:
    """A function, the box in which one looks, the ring of starts, and the tuned sizes."""

    objective: Objective
    center: tuple[float, float]
    half: float  # of the box
    ring: float  # radius of the ring of starts
    stride: float  # first step of compass search
    step_size: float  # of gradient descent
    share: float  # of a full Newton step


# Each size is the best of a grid, by the median height after 300 looks over 24 starts that are
# not among the shown ones (where most arrive, by the looks to 0.001).
LANDSCAPES = {
    "bowl": Landscape(
        objective=bowl(20.0, angle=np.pi / 6), center=(0.0, 0.0), half=3.0, ring=2.0,
        stride=1.0, step_size=0.075, share=1.0,
    ),
    "valley": Landscape(
        objective=ROSENBROCK, center=(0.0, 1.0), half=2.0, ring=1.5,
        stride=4.0, step_size=0.0024, share=1.0,
    ),
    "saddle": Landscape(
        objective=SADDLE, center=(0.0, 0.0), half=2.0, ring=1.5,
        stride=0.5, step_size=0.75, share=1.0,
    ),
    "Himmelblau": Landscape(
        objective=HIMMELBLAU, center=(0.0, 0.0), half=5.0, ring=4.0,
        stride=0.5, step_size=0.013, share=1.0,
    ),
    "dents": Landscape(
        objective=turned(RASTRIGIN, 30.0, (0.7, -0.4)), center=(0.0, 0.0), half=5.0, ring=4.0,
        stride=4.0, step_size=0.013, share=1.0,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Search:
    """What one method has looked at."""

    points: FloatArray  # (m, 2) where it looked or stood, in order
    looks: IntArray  # (m,) the look with which the value there was known
    kept: NDArray[np.bool_]  # (m,) whether it went there
    best: FloatArray  # (N_LOOKS,) height above the lowest of all, after each look


def start_on(landscape: str, direction: float) -> FloatArray:
    """The place on the ring of starts in a direction, in degrees."""
    scene, t = LANDSCAPES[landscape], np.deg2rad(direction)
    unit = np.round([np.cos(t), np.sin(t)], 12)  # exactly on a ridge, where it begins on one
    return np.array(scene.center) + scene.ring * unit


@cache
def searches(landscape: str, direction: float) -> dict[str, Search]:
    """All four from one start with the same number of looks; three starts share their luck."""
    scene, x0 = LANDSCAPES[landscape], start_on(landscape, direction)
    f = scene.objective
    lowest = float(f.fun(f.minima[0]))
    box = np.array(scene.center)[:, None] + scene.half * np.array([-1.0, 1.0])
    drawn = random_search(f.fun, domain=box, n_evaluations=N_LOOKS - 1, rng=int(direction) // 45).x[
        0
    ]
    chance = np.vstack([x0, drawn])
    heights = f.fun(chance)
    compass = compass_search(f.fun, x0, step_size=scene.stride, tol=1e-12, max_evaluations=N_LOOKS)
    descent = gradient_descent(
        f.fun, f.grad, x0, step_size=scene.step_size, max_steps=-(-N_LOOKS // 3) - 1
    )
    second = newton(
        f.fun, f.grad, f.hess, x0, step_size=scene.share, max_steps=-(-N_LOOKS // 6) - 1
    )
    found: dict[str, tuple[FloatArray, FloatArray, NDArray[np.bool_]]] = {
        "random": (chance, heights, np.minimum.accumulate(heights) == heights),
        "compass": (compass.tried, compass.value, compass.accepted),
        "descent": (descent.x, descent.value, np.ones(len(descent.x), dtype=bool)),
        "Newton": (second.x, second.value, np.ones(len(second.x), dtype=bool)),
    }
    out = {}
    for name, (points, values, kept) in found.items():
        looks = 1 + PRICES[name] * np.arange(len(points))
        heights = np.full(N_LOOKS, np.inf)
        heights[looks - 1] = values - lowest
        best = np.minimum.accumulate(heights)
        out[name] = Search(points=points, looks=looks, kept=kept, best=best)
    return out
