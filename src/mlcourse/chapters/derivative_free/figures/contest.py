"""Four problems in four variables and five searches that pay by the look: what `fair_race` runs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.optimize.annealing import anneal
from mlcourse.optimize.compass import compass_directions
from mlcourse.optimize.cooling import geometric_cooling
from mlcourse.optimize.genetic import genetic
from mlcourse.optimize.landscapes import RASTRIGIN
from mlcourse.optimize.random_search import random_search

__all__ = ["BOX", "METHODS", "PROBLEMS", "Problem", "best_so_far", "needle"]

D = 4
LOW, HIGH = -5.0, 5.0
BOX = np.array([[LOW, HIGH]] * D)
CENTER = np.array([1.3, -2.1, 0.6, 2.4])
AXES = np.linalg.qr(np.random.default_rng(42).normal(size=(D, D)))[0]
CURVATURES = 100.0 ** (np.arange(D) / (D - 1))  # condition number 100
SIDE = 1.0  # of the needle's cube: 1/10,000 of the box, and all of it inside
METHODS = ("annealing", "genetic", "compass", "descent", "random")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A function to be made small; its least value is 0."""

    fun: Callable[[FloatArray], FloatArray]
    grad: Callable[[FloatArray], FloatArray]


def _turned(x: FloatArray) -> FloatArray:
    return (np.asarray(x) - CENTER) @ AXES


def _bowl(x: FloatArray) -> FloatArray:
    return 0.5 * np.sum(CURVATURES * _turned(x) ** 2, axis=-1)


def _stairs(x: FloatArray) -> FloatArray:
    return np.floor(np.sum((np.asarray(x) - CENTER) ** 2, axis=-1))


def needle(center: FloatArray) -> Problem:
    """1 everywhere but in a small cube, whose place may differ from run to run (the first axis)."""

    def fun(x: FloatArray) -> FloatArray:
        middle = center if np.ndim(x) == np.ndim(center) else np.expand_dims(center, 1)
        return 1.0 - np.all(np.abs(x - middle) <= SIDE / 2, axis=-1)

    return Problem(fun=fun, grad=np.zeros_like)


PROBLEMS = {
    "bowl": Problem(fun=_bowl, grad=lambda x: (CURVATURES * _turned(x)) @ AXES.T),
    "dents": Problem(
        fun=lambda x: RASTRIGIN.fun(_turned(x)), grad=lambda x: RASTRIGIN.grad(_turned(x)) @ AXES.T
    ),
    # level nearly everywhere: the slope that one measures is zero
    "stairs": Problem(fun=_stairs, grad=np.zeros_like),
}


def best_so_far(
    problem: str,
    method: str,
    setting: tuple[float, ...],
    *,
    n_looks: int,
    price: int,
    seed: int,
    n_runs: int,
) -> FloatArray:
    """Lowest value after each look, one row a run, from random starts in the box.

    ``setting`` is (first temperature, last, step) of annealing, (population, mutation,
    tournament, crossover) of the genetic algorithm, (first stride, stride at which it begins
    elsewhere, 0 for never) of compass search, and (step size, steps after which it begins
    elsewhere) of gradient descent, whose steps cost ``price`` looks.  The needle lies elsewhere in
    each run.
    """
    rng = np.random.default_rng(seed)
    hidden = np.random.default_rng([seed, 1]).uniform(LOW + 0.5, HIGH - 0.5, size=(n_runs, D))
    f = needle(hidden) if problem == "needle" else PROBLEMS[problem]
    if method == "random":
        run = random_search(f.fun, domain=BOX, n_evaluations=n_looks, n_chains=n_runs, rng=rng)
        return run.best
    if method == "annealing":
        hot, cold, step = setting
        n = n_looks - 1
        return anneal(
            f.fun, rng.uniform(LOW, HIGH, size=(n_runs, D)), domain=BOX,
            temperature=geometric_cooling(hot, factor=(cold / hot) ** (1 / (n - 1))),
            step_size=step, max_steps=n, rng=rng,
        ).best  # fmt: skip
    if method == "genetic":
        size, sigma, pressure, share = setting
        births = int(size) - 1
        bred = genetic(
            f.fun, domain=BOX, population_size=int(size),
            n_generations=-(-(n_looks - int(size)) // births), mutation_sigma=sigma,
            crossover_rate=share, tournament_size=int(pressure), n_chains=n_runs, rng=rng,
        )  # fmt: skip
        # in the order in which they were looked at; the champion of a generation is not new
        newborn = bred.value[:, 1:, 1:].reshape(n_runs, -1)
        looked = np.concatenate([bred.value[:, 0], newborn], axis=1)
        return np.minimum.accumulate(looked, axis=1)[:, :n_looks]
    if method == "compass":
        return _compass(f, setting, n_looks, rng, n_runs)
    return _descent(f, setting, n_looks, price, rng, n_runs)


def _compass(
    f: Problem, setting: tuple[float, ...], n_looks: int, rng: np.random.Generator, n_runs: int
) -> FloatArray:
    """Compass search of all runs at once, as ``mlcourse.optimize.compass`` does one."""
    stride, least = setting
    x = rng.uniform(LOW, HIGH, size=(n_runs, D))
    low = f.fun(x)
    size = np.full(n_runs, stride)
    tried = np.zeros(n_runs, dtype=int)  # directions that have failed here; -1 before a new start
    best = [low]
    directions = compass_directions(D)
    for _ in range(n_looks - 1):
        y = x + size[:, None] * directions[tried]
        fresh = tried < 0
        if fresh.any():
            y = np.where(fresh[:, None], rng.uniform(LOW, HIGH, size=(n_runs, D)), y)
        value = f.fun(y)
        best.append(value)
        lower = fresh | (value < low)
        x, low = np.where(lower[:, None], y, x), np.where(lower, value, low)
        tried = np.where(lower, 0, tried + 1)
        failed = tried == len(directions)
        size = np.where(fresh, stride, np.where(failed, size / 2, size))
        tried = np.where(failed, np.where(size < least, -1, 0), tried)
    return np.minimum.accumulate(np.array(best).T, axis=1)


def _descent(
    f: Problem,
    setting: tuple[float, ...],
    n_looks: int,
    price: int,
    rng: np.random.Generator,
    n_runs: int,
) -> FloatArray:
    alpha, every = setting
    x = rng.uniform(LOW, HIGH, size=(n_runs, D))
    best = np.full((n_runs, n_looks), np.inf)
    lowest = np.full(n_runs, np.inf)
    for step, look in enumerate(range(0, n_looks, price)):
        if step and step % int(every) == 0:
            x = rng.uniform(LOW, HIGH, size=(n_runs, D))
        lowest = np.minimum(lowest, f.fun(x))
        best[:, look : look + price] = lowest[:, None]
        x = np.clip(x - alpha * f.grad(x), -1e6, 1e6)
    return best
