r"""A genetic algorithm for tours: tournament selection, order crossover, inversion.

Order crossover keeps a stretch of one parent and fills the rest with the missing places in the
order of the other, so that every child is a tour; mutation turns a stretch around (a 2-opt
move) so that two places near each other become neighbours.

Sources: Davis (1985), Applying adaptive algorithms to epistatic domains, IJCAI (order
crossover); Johnson and McGeoch (1997), The traveling salesman problem: a case study in local
optimization, section 3.3 (lists of near neighbours); Moscato (1989), On evolution, search,
optimization, genetic algorithms and martial arts, Caltech report 826 (local search inside);
Eiben and Smith (2015), Introduction to Evolutionary Computing, 2nd ed., section 4.5.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.optimize.genetic import tournament
from mlcourse.optimize.tours import ROUNDING, as_distance, as_tour, best_move, n_moves

__all__ = ["TourGenetic", "genetic_tour", "order_crossover"]

# An edge of a good tour nearly always leads to one of so many nearest places.
NEAR = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TourGenetic(Result):
    """One run; row k is the population after k generations.

    ``diversity`` is the share of its edges that a tour does not share with another one, on
    average over all pairs of the population: 0 when all are the same.
    """

    tour: IntArray  # (n_generations + 1, n) the shortest of each generation
    value: FloatArray  # (n_generations + 1, population_size) lengths
    best: FloatArray  # (n_generations + 1,) shortest so far
    diversity: FloatArray  # (n_generations + 1,)
    evaluations: IntArray  # (n_generations + 1,) tours measured so far
    population: IntArray  # (population_size, n) the last one


def order_crossover(one: ArrayLike, other: ArrayLike, *, first: int, last: int) -> IntArray:
    r"""A child that keeps positions ``first`` to ``last`` of one parent.

    From there on it visits the remaining places in the order in which the other parent meets
    them after ``last``, around to the start.

    Parameters
    ----------
    one, other : array of int, shape (n,)
        Tours: each of 0 ... n - 1 once.
    first, last : int
        Positions with ``0 <= first <= last <= n - 1``.

    Returns
    -------
    array of int, shape (n,)
        The child, a tour.

    Examples
    --------
    >>> order_crossover([0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], first=1, last=2).tolist()
    [3, 1, 2, 0, 5, 4]
    """
    a = as_tour("one", one, len(check.vector("one", one)))
    b = as_tour("other", other, len(a))
    i = check.integer("first", first, high=len(a) - 1)
    j = check.integer("last", last, low=i, high=len(a) - 1)
    child = _crossover(a[None], b[None], np.array([i]), np.array([j]))[0]
    return np.roll(child, j + 1)


def _crossover(a: IntArray, b: IntArray, first: IntArray, last: IntArray) -> IntArray:
    """Order crossover of many pairs ``(m, n)``, each child turned so that it begins after last.

    Turned this way the kept stretch is at the end, and the rest is the other parent without it.
    """
    m, n = a.shape
    turned = (last[:, None] + 1 + np.arange(n)) % n
    a, b = np.take_along_axis(a, turned, axis=1), np.take_along_axis(b, turned, axis=1)
    stays = np.arange(n) >= (n - 1 - last + first)[:, None]
    taken = np.empty((m, n), dtype=bool)
    np.put_along_axis(taken, a, stays, axis=1)  # by place
    order = np.argsort(np.take_along_axis(taken, b, axis=1), axis=1, kind="stable")
    return np.where(stays, a, np.take_along_axis(b, order, axis=1))


def _inversion(tours: IntArray, first: IntArray, last: IntArray) -> IntArray:
    """Each row with its positions first ... last reversed."""
    at = np.arange(tours.shape[1])
    inside = (at >= first[:, None]) & (at <= last[:, None])
    return np.take_along_axis(tours, np.where(inside, (first + last)[:, None] - at, at), axis=1)


def _near_inversion(tours: IntArray, near: IntArray, rng: np.random.Generator) -> IntArray:
    """Turn a stretch of each row so that a random place meets one of its nearest."""
    m, n = tours.shape
    rows = np.arange(m)
    here = rng.integers(n, size=m)
    place = near[tours[rows, here], rng.integers(near.shape[1], size=m)]
    there = (tours == place[:, None]).argmax(axis=1)
    # from behind `here` to `there`, or from `there` to before `here`, whichever comes first
    return _inversion(tours, np.minimum(here + 1, there), np.maximum(there, here - 1))


def _improved(d: FloatArray, tours: IntArray, moves: int) -> tuple[IntArray, int]:
    """Each row after up to so many best 2-opt moves, and how many tours were looked at."""
    out, looked = tours.copy(), 0
    smallest = -ROUNDING * float(d.max())
    for k, tour in enumerate(tours):
        for _ in range(moves):
            moved, change = best_move(d, tour)
            looked += n_moves(len(d))
            if not change < smallest:
                break
            tour = moved
        out[k] = tour
    return out, looked


def _lengths(d: FloatArray, tours: IntArray) -> FloatArray:
    # indexing, not take: that refuses 64-bit places where NumPy's own are 32 bits
    return d[tours, np.roll(tours, -1, axis=1)].sum(axis=1)


def _diversity(tours: IntArray) -> float:
    m, n = tours.shape
    onward = np.roll(tours, -1, axis=1)
    edge = np.minimum(tours, onward) * n + np.maximum(tours, onward)
    share = np.bincount(edge.ravel().astype(np.intp)) / m
    return float(1.0 - share @ share / n)


def _cuts(rng: np.random.Generator, size: int, n: int) -> tuple[IntArray, IntArray]:
    cuts = np.sort(rng.integers(0, n, (size, 2)), axis=1)
    return cuts[:, 0], cuts[:, 1]


def genetic_tour(
    distance: ArrayLike,
    *,
    population_size: int,
    n_generations: int,
    tournament_size: int = 3,
    crossover_rate: float = 0.3,
    mutation_rate: float = 0.8,
    local_moves: int = 0,
    rng: np.random.Generator | int,
) -> TourGenetic:
    r"""Breed tours; the shortest of each generation lives on unchanged.

    Parameters
    ----------
    distance : array, shape (n, n)
        Symmetric, non-negative, at least 4 places.
    population_size : int
        Number of tours, at least 2; the first ones are random.
    n_generations : int
        At least 0; each breeds ``population_size - 1`` new tours.
    tournament_size : int, optional
        Selection pressure: the best of so many random tours becomes a parent, at least 1.
    crossover_rate : float, optional
        Share of children with two parents, in [0, 1]; the others copy one.
    mutation_rate : float, optional
        Share of children of which a stretch is turned around, in [0, 1].
    local_moves : int, optional
        Each child is improved by up to so many best 2-opt moves, at least 0; each of them looks
        at n (n - 3)/2 tours.  With them the algorithm is called memetic.
    rng : Generator or int

    Returns
    -------
    TourGenetic
        The shortest tour and all lengths of each generation.

    Examples
    --------
    >>> square = [[0, 3, 5, 4], [3, 0, 4, 5], [5, 4, 0, 3], [4, 5, 3, 0]]
    >>> run = genetic_tour(square, population_size=6, n_generations=5, rng=0)
    >>> float(run.best[-1]), run.evaluations.tolist()
    (14.0, [6, 11, 16, 21, 26, 31])
    """
    d = as_distance("distance", distance)
    size = check.integer("population_size", population_size, low=2)
    n_generations = check.integer("n_generations", n_generations)
    pressure = check.integer("tournament_size", tournament_size, low=1)
    crossing = check.probability("crossover_rate", crossover_rate)
    mutating = check.probability("mutation_rate", mutation_rate)
    lessons = check.integer("local_moves", local_moves)
    generator = check.generator("rng", rng)
    n, births = len(d), size - 1
    near = np.argsort(d + np.diag(np.full(n, np.inf)), axis=1, kind="stable")[:, : min(NEAR, n - 1)]

    tours = generator.permuted(np.tile(np.arange(n, dtype=np.int64), (size, 1)), axis=1)
    lengths = _lengths(d, tours)
    shortest, values, diversities = [tours[lengths.argmin()]], [lengths], [_diversity(tours)]
    evaluations = [size]
    for _ in range(n_generations):
        parents = tournament(lengths, n_parents=2 * births, size=pressure, rng=generator)
        one, other = tours[parents[:births]], tours[parents[births:]]
        child = _crossover(one, other, *_cuts(generator, births, n))
        child = np.where((generator.random(births) < crossing)[:, None], child, one)
        mutant = _near_inversion(child, near, generator)
        child = np.where((generator.random(births) < mutating)[:, None], mutant, child)
        child, looked = _improved(d, child, lessons)
        champion = lengths.argmin()
        tours = np.concatenate([tours[champion : champion + 1], child])
        lengths = np.concatenate([lengths[champion : champion + 1], _lengths(d, child)])
        shortest.append(tours[lengths.argmin()])
        values.append(lengths)
        diversities.append(_diversity(tours))
        evaluations.append(evaluations[-1] + births + looked)
    value = np.array(values)
    return TourGenetic(
        tour=np.array(shortest),
        value=value,
        best=np.minimum.accumulate(value.min(axis=1)),
        diversity=np.array(diversities),
        evaluations=np.array(evaluations),
        population=tours,
    )
