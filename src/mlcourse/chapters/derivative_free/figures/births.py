"""A turned land of dents, and genetic algorithms on it: what `genetic` runs."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.optimize.genetic import Genetic, genetic
from mlcourse.optimize.landscapes import RASTRIGIN

__all__ = ["BOX", "CENTER", "N_BIRTHS", "N_RUNS", "View", "compute", "land"]

N_BIRTHS = 590
N_RUNS = 400
BOX = np.array([[-5.12, 5.12]] * 2)
CENTER = np.array([2.5, -3.1])  # off the middle of the box, which blending favours
TURN = np.deg2rad(30)  # off the axes, along which children are blended
AXES = np.array([[np.cos(TURN), -np.sin(TURN)], [np.sin(TURN), np.cos(TURN)]])
IN_BEST = 0.995  # the lowest value of any other dent
SEED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """400 independent runs, of which the first is shown; births in the order of the looks."""

    size: int
    run: Genetic
    best: FloatArray  # (n_births + 1,) of the first run
    share: FloatArray  # (n_births + 1,) of the runs that have been in the best dent


def land(x: FloatArray) -> FloatArray:
    """Rastrigin's function, turned and moved; 0 at its lowest place."""
    return RASTRIGIN.fun((np.asarray(x) - CENTER) @ AXES)


@lru_cache(maxsize=2)
def _bred(population: int, mutation: float, crossover: float, tournament: int) -> View:
    births = population - 1
    run = genetic(
        land, domain=BOX, population_size=population,
        n_generations=-(-N_BIRTHS // births), mutation_sigma=mutation,
        crossover_rate=crossover, tournament_size=tournament, n_chains=N_RUNS, rng=SEED,
    )  # fmt: skip
    newborn = run.value[:, 1:, 1:].reshape(N_RUNS, -1)
    lowest = np.minimum.accumulate(
        np.concatenate([run.best[:, :1], newborn], axis=1), axis=1
    )[:, : N_BIRTHS + 1]  # fmt: skip
    return View(size=population, run=run, best=lowest[0], share=(lowest < IN_BEST).mean(axis=0))


def compute(*, population: float, mutation: float, crossover: float, tournament: float) -> View:
    """The runs with these settings."""
    return _bred(int(population), float(mutation), float(crossover), int(tournament))
