r"""Genetic algorithms: selection, crossover and mutation of a population of points.

Each generation keeps its best point; every other point is replaced by a child of two parents
that won a tournament.

Sources: Holland (1975), Adaptation in Natural and Artificial Systems, University of Michigan
Press; Goldberg and Deb (1991), A comparative analysis of selection schemes used in genetic
algorithms, Foundations of Genetic Algorithms 1 (tournaments); Eiben and Smith (2015),
Introduction to Evolutionary Computing, 2nd ed., chapters 4 and 5.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.optimize.objectives import ArrayFunction
from mlcourse.optimize.random_search import as_domain, evaluated, mirrors, uniform

__all__ = [
    "Genetic",
    "blend_crossover",
    "diversity",
    "gaussian_mutation",
    "genetic",
    "tournament",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Genetic(Result):
    """Independent runs, chain axis first; generation 0 is the random start."""

    x: FloatArray  # (n_chains, n_generations + 1, population_size, d)
    value: FloatArray  # (n_chains, n_generations + 1, population_size)
    best: FloatArray  # (n_chains, n_generations + 1) lowest so far
    diversity: FloatArray  # (n_chains, n_generations + 1)
    parent: (
        IntArray  # (n_chains, n_generations, population_size - 1, 2) rows of the last generation
    )
    blend: FloatArray  # (n_chains, n_generations, population_size - 1, d) children before mutation
    evaluations: IntArray  # (n_generations + 1,) points looked at so far, by each run


def tournament(
    value: ArrayLike, *, n_parents: int, size: int, rng: np.random.Generator | int
) -> IntArray:
    r"""Choose parents: each is the best of a few members drawn with replacement.

    The member of rank :math:`r` among :math:`n` (1 is best) wins a tournament of size :math:`s`
    with probability :math:`((n - r + 1)^s - (n - r)^s) / n^s`.

    Parameters
    ----------
    value : array, shape (..., n)
        Values of the members, lower is better; leading axes are separate populations.
    n_parents : int
        At least 1.
    size : int
        Members in a tournament, at least 1: 1 is blind chance, more is more pressure.
    rng : Generator or int

    Returns
    -------
    array of int, shape (..., n_parents)
        Places in the population.

    Examples
    --------
    >>> tournament([3.0, 1.0, 2.0], n_parents=4, size=20, rng=0).tolist()
    [1, 1, 1, 1]
    """
    v = check.array("value", value)
    if v.ndim == 0:
        raise ValueError(f"value must be an array with at least one axis, got {v}")
    n_parents = check.integer("n_parents", n_parents, low=1)
    size = check.integer("size", size, low=1)
    generator = check.generator("rng", rng)
    n = v.shape[-1]
    # The best of s uniform members is the lowest of s uniform ranks.
    ranks = generator.integers(n, size=(size, *v.shape[:-1], n_parents)).min(axis=0)
    return np.take_along_axis(np.argsort(v, axis=-1, kind="stable"), ranks, axis=-1)


def blend_crossover(
    one: ArrayLike, other: ArrayLike, *, rate: float, rng: np.random.Generator | int
) -> FloatArray:
    r"""Children in the box between their parents: :math:`a + w (b - a)`, :math:`w` uniform.

    Parameters
    ----------
    one, other : array, shape (..., d)
        Parents; :math:`w` is drawn for every coordinate.
    rate : float
        Share of children that are blended, in [0, 1]; the others are copies of ``one``.
    rng : Generator or int

    Returns
    -------
    array, shape (..., d)
        One child for each pair.

    Examples
    --------
    >>> child = blend_crossover([0.0, 5.0], [1.0, 5.0], rate=1.0, rng=0)
    >>> bool(0 <= child[0] <= 1), float(child[1])
    (True, 5.0)
    """
    a = check.array("one", one)
    if a.ndim == 0:
        raise ValueError(f"one must be an array with at least one axis, got {a}")
    b = check.array("other", other, shape=a.shape)
    share = check.probability("rate", rate)
    generator = check.generator("rng", rng)
    weight = generator.random(a.shape)
    blended = generator.random((*a.shape[:-1], 1)) < share
    return a + blended * weight * (b - a)


def gaussian_mutation(
    x: ArrayLike, *, sigma: float, domain: ArrayLike, rng: np.random.Generator | int
) -> FloatArray:
    r"""Shake every coordinate by :math:`N(0, \sigma^2)`; walls reflect.

    Parameters
    ----------
    x : array, shape (..., d)
        Points.
    sigma : float
        Standard deviation :math:`\sigma \ge 0`, in the units of the coordinates.
    domain : array, shape (d, 2)
        Lowest and highest value of each coordinate.
    rng : Generator or int

    Returns
    -------
    array, shape (..., d)
        The mutants, inside the domain.

    Examples
    --------
    >>> gaussian_mutation([0.5], sigma=0.0, domain=[[0.0, 1.0]], rng=0).tolist()
    [0.5]
    """
    box = as_domain("domain", domain)
    points = check.array("x", x)
    if points.ndim == 0 or points.shape[-1] != len(box):
        raise ValueError(f"x must be points of {len(box)} coordinates, got shape {points.shape}")
    sigma = check.non_negative("sigma", sigma)
    generator = check.generator("rng", rng)
    return mirrors(box)(points + sigma * generator.standard_normal(points.shape))


def diversity(x: ArrayLike) -> FloatArray:
    r"""Root mean square distance of a population from its mean.

    Parameters
    ----------
    x : array, shape (..., n, d)
        Populations of ``n`` points.

    Returns
    -------
    array, shape (...)
        One number a population; zero if all its points are the same.

    Examples
    --------
    >>> float(diversity([[0.0, 0.0], [6.0, 8.0]]))
    5.0
    """
    points = check.array("x", x)
    if points.ndim < 2:
        raise ValueError(f"x must be an array with at least two axes, got shape {points.shape}")
    return np.sqrt(points.var(axis=-2).sum(axis=-1))


def genetic(
    fun: ArrayFunction,
    *,
    domain: ArrayLike,
    population_size: int,
    n_generations: int,
    mutation_sigma: float,
    crossover_rate: float = 0.9,
    tournament_size: int = 3,
    n_chains: int = 1,
    rng: np.random.Generator | int,
) -> Genetic:
    r"""Breed points; the best of each generation lives on unchanged.

    Parameters
    ----------
    fun : callable
        The function, ``(..., d) -> (...)``.
    domain : array, shape (d, 2)
        Lowest and highest value of each coordinate; the first points are uniform in it.
    population_size : int
        At least 2.
    n_generations : int
        At least 0; each looks at ``population_size - 1`` new points.
    mutation_sigma : float
        As ``sigma`` in `gaussian_mutation`.
    crossover_rate : float, optional
        As ``rate`` in `blend_crossover`.
    tournament_size : int, optional
        As ``size`` in `tournament`.
    n_chains : int, optional
        Number of independent runs, at least 1.
    rng : Generator or int

    Returns
    -------
    Genetic
        All generations of every run.

    Examples
    --------
    >>> run = genetic(lambda x: (x**2).sum(axis=-1), domain=[[-4, 4]], population_size=20,
    ...               n_generations=30, mutation_sigma=0.1, rng=0)
    >>> bool(run.best[0, -1] < 0.001), int(run.evaluations[-1])
    (True, 590)
    """
    check.function("fun", fun)
    box = as_domain("domain", domain)
    size = check.integer("population_size", population_size, low=2)
    n_generations = check.integer("n_generations", n_generations)
    sigma = check.non_negative("mutation_sigma", mutation_sigma)
    rate = check.probability("crossover_rate", crossover_rate)
    pressure = check.integer("tournament_size", tournament_size, low=1)
    chains = check.integer("n_chains", n_chains, low=1)
    generator = check.generator("rng", rng)
    births = size - 1

    x = uniform(generator, box, (chains, size))
    value = evaluated(fun, x)
    xs, values = [x], [value]
    pairs = np.empty((chains, n_generations, births, 2), dtype=np.int64)
    blends = np.empty((chains, n_generations, births, len(box)))
    for k in range(n_generations):
        order = np.argsort(value, axis=1, kind="stable")
        # a parent is the best of a few random members, so its rank the lowest of random ranks
        ranks = generator.integers(size, size=(pressure, chains, 2 * births)).min(axis=0)
        chosen = np.take_along_axis(order, ranks, axis=1)
        parents = np.take_along_axis(x, chosen[..., None], axis=1)
        one, other = parents[:, :births], parents[:, births:]
        child = blend_crossover(one, other, rate=rate, rng=generator)
        pairs[:, k], blends[:, k] = np.stack([chosen[:, :births], chosen[:, births:]], -1), child
        child = gaussian_mutation(child, sigma=sigma, domain=box, rng=generator)
        champion = order[:, :1]
        x = np.concatenate([np.take_along_axis(x, champion[..., None], axis=1), child], axis=1)
        value = np.concatenate(
            [np.take_along_axis(value, champion, axis=1), evaluated(fun, child)], axis=1
        )
        xs.append(x)
        values.append(value)
    all_x, all_values = np.stack(xs, axis=1), np.stack(values, axis=1)
    return Genetic(
        x=all_x,
        value=all_values,
        best=np.minimum.accumulate(all_values.min(axis=2), axis=1),
        diversity=diversity(all_x),
        parent=pairs,
        blend=blends,
        evaluations=size + births * np.arange(n_generations + 1, dtype=np.int64),
    )
