"""Bad input of the searches without derivatives, on points and on grids."""

import numpy as np

from mlcourse.optimize import (
    annealing,
    compass,
    cooling,
    genetic,
    location,
    random_search,
    tabu,
)
from tests.contract import Contract, bad

_VECTOR2 = bad.vector | bad.one_of(np.ones(3))
_PAIR = [1.0, 2.0]
_DOMAIN = bad.matrix | bad.one_of(np.array([[1.0, 0.0], [0.0, 1.0]]), np.zeros((2, 3)))
_BOX = [[-2.0, 2.0], [-2.0, 2.0]]
_SHARE = bad.probability
_POSITIVE_SHARE = bad.number | bad.below(0.0) | bad.above(1.0) | bad.one_of(0.0)
_TEMPERATURE = bad.positive | bad.one_of(
    lambda k: -1.0 + 0 * k, lambda k: np.nan + k, lambda k: k, lambda k: 1.0
)


def _sphere(x: np.ndarray) -> np.ndarray:
    return (np.asarray(x) ** 2).sum(axis=-1)


_MANY = bad.function | bad.one_of(lambda x: 1.0, lambda x: x, lambda x: np.full(len(x), np.nan))


_ONE = bad.function | bad.one_of(lambda x: x, lambda x: np.nan)

CONTRACTS = [
    Contract(call=compass.compass_directions, good={"d": 2}, refuses={"d": bad.count(1)}),
    Contract(
        call=compass.compass_search,
        good={"fun": _sphere, "x0": _PAIR, "step_size": 1.0, "tol": 0.1, "max_evaluations": 50},
        refuses={
            "fun": _ONE,
            "x0": bad.vector,
            "step_size": bad.positive,
            "tol": bad.positive,
            "max_evaluations": bad.count(1),
        },
    ),
    Contract(
        call=location.total_distance,
        good={"x": _PAIR, "places": [[0.0, 0.0], [1.0, 2.0]]},
        refuses={"x": bad.array | bad.one_of(np.ones(3), 1.0), "places": bad.matrix},
    ),
    Contract(
        call=location.pulls,
        good={"x": _PAIR, "places": [[0.0, 0.0], [1.0, 2.0]]},
        refuses={"x": _VECTOR2, "places": bad.matrix},
    ),
    Contract(
        call=cooling.temperatures,
        good={"temperature": 1.0, "n_steps": 3},
        refuses={"temperature": _TEMPERATURE, "n_steps": bad.count(0)},
    ),
    Contract(
        call=cooling.geometric_cooling,
        good={"first": 1.0, "factor": 0.9},
        refuses={"first": bad.positive, "factor": _POSITIVE_SHARE},
    ),
    Contract(
        call=cooling.linear_cooling,
        good={"first": 1.0, "n_steps": 5},
        refuses={"first": bad.positive, "n_steps": bad.count(1)},
    ),
    Contract(
        call=cooling.logarithmic_cooling, good={"first": 1.0}, refuses={"first": bad.positive}
    ),
    Contract(
        call=annealing.acceptance_probability,
        good={"change": _PAIR, "temperature": 1.0},
        refuses={
            "change": bad.array,
            "temperature": bad.array | bad.one_of(0.0, -1.0, np.ones(3)),
        },
    ),
    Contract(
        call=annealing.anneal,
        good={
            "fun": _sphere,
            "x0": [_PAIR],
            "domain": _BOX,
            "temperature": 1.0,
            "step_size": 0.5,
            "max_steps": 3,
            "rng": 0,
        },
        refuses={
            "fun": _MANY,
            "x0": bad.matrix | bad.one_of(np.array([[3.0, 0.0]]), np.ones((1, 3))),
            "domain": _DOMAIN,
            "temperature": _TEMPERATURE,
            "step_size": bad.positive,
            "max_steps": bad.count(0),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=random_search.random_search,
        good={"fun": _sphere, "domain": _BOX, "n_evaluations": 3, "n_chains": 2, "rng": 0},
        refuses={
            "fun": _MANY,
            "domain": _DOMAIN,
            "n_evaluations": bad.count(1),
            "n_chains": bad.count(1),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=genetic.tournament,
        good={"value": [3.0, 1.0], "n_parents": 3, "size": 2, "rng": 0},
        refuses={
            "value": bad.array | bad.one_of(1.0),
            "n_parents": bad.count(1),
            "size": bad.count(1),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=genetic.blend_crossover,
        good={"one": _PAIR, "other": _PAIR, "rate": 0.5, "rng": 0},
        refuses={
            "one": bad.array | bad.one_of(1.0),
            "other": bad.array | bad.one_of(np.ones(3), 1.0),
            "rate": _SHARE,
            "rng": bad.rng,
        },
    ),
    Contract(
        call=genetic.gaussian_mutation,
        good={"x": _PAIR, "sigma": 0.5, "domain": _BOX, "rng": 0},
        refuses={
            "x": bad.array | bad.one_of(1.0, np.ones(3)),
            "sigma": bad.non_negative,
            "domain": _DOMAIN,
            "rng": bad.rng,
        },
    ),
    Contract(
        call=genetic.diversity,
        good={"x": [_PAIR, _PAIR]},
        refuses={"x": bad.array | bad.one_of(1.0, np.ones(3))},
    ),
    Contract(
        call=genetic.genetic,
        good={
            "fun": _sphere,
            "domain": _BOX,
            "population_size": 4,
            "n_generations": 2,
            "mutation_sigma": 0.1,
            "crossover_rate": 0.5,
            "tournament_size": 2,
            "n_chains": 2,
            "rng": 0,
        },
        refuses={
            "fun": _MANY,
            "domain": _DOMAIN,
            "population_size": bad.count(2),
            "n_generations": bad.count(0),
            "mutation_sigma": bad.non_negative,
            "crossover_rate": _SHARE,
            "tournament_size": bad.count(1),
            "n_chains": bad.count(1),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=tabu.tabu_search,
        good={
            "value": np.arange(6.0).reshape(2, 3),
            "start": [0, 0],
            "tenure": 1,
            "max_steps": 3,
            "aspiration": True,
        },
        refuses={
            "value": bad.matrix,
            "start": _VECTOR2 | bad.one_of([2, 0], [0, 3], [-1, 0], [0.5, 0]),
            "tenure": bad.count(0),
            "max_steps": bad.count(0),
            "aspiration": bad.boolean,
        },
    ),
]
