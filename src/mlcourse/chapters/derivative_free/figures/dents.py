"""A bowl with dents on a line, and 400 walkers on it: what `annealing` runs."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.optimize.annealing import Annealing, anneal
from mlcourse.optimize.cooling import geometric_cooling

__all__ = ["COLD", "LEFT", "N_WALKERS", "RIGHT", "START", "View", "compute", "height"]

BOX = (-5.0, 5.0)
START = -3.6
N_WALKERS, N_STEPS = 400, 2000
SEED = 1
COLD = 0.02  # where cooling ends
SCHEDULES = ("constant", "cooled to 0.02")
# the tops beside the lowest dent, where 3.2 sin 4u = -u/4 with u = x - 1
LEFT, RIGHT = 0.1990, 1.8010


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """400 independent runs from one place; the first is shown step by step."""

    run: Annealing
    share: FloatArray  # (n + 1,) of the walkers in the lowest dent


def height(x: FloatArray) -> FloatArray:
    """A bowl with dents a quarter turn apart; the lowest is at 1."""
    u = np.asarray(x) - 1.0
    return u**2 / 4 + 1.6 * (1.0 - np.cos(4 * u))


def boltzmann(x: FloatArray, temperature: float) -> FloatArray:
    """The density proportional to exp(-f / T) at places that are evenly spaced over the box."""
    weight = np.exp(-(height(x) - height(x).min()) / temperature)
    return weight / np.trapezoid(weight, x)


@lru_cache(maxsize=2)
def _walk(temperature: float, schedule: str, step: float) -> View:
    factor = 1.0 if schedule == SCHEDULES[0] else (COLD / temperature) ** (1 / (N_STEPS - 1))
    run = anneal(
        lambda x: height(x[..., 0]), np.full((N_WALKERS, 1), START), domain=[BOX],
        temperature=geometric_cooling(temperature, factor=factor), step_size=step,
        max_steps=N_STEPS, rng=SEED,
    )  # fmt: skip
    inside = (run.x[..., 0] > LEFT) & (run.x[..., 0] < RIGHT)
    return View(run=run, share=inside.mean(axis=0))


def compute(*, temperature: float, schedule: str, step: float) -> View:
    """The runs with these settings."""
    return _walk(float(temperature), schedule, float(step))
