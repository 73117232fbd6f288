"""Bad input for chapters 08 and 09: convex methods and searches without derivatives."""

import numpy as np

from mlcourse.optimize import (
    annealing,
    basins,
    convexity,
    cooling,
    coordinate,
    genetic,
    lasso,
    line_search,
    newton,
    random_search,
    tabu,
    tour_annealing,
    tour_genetic,
    tour_tabu,
    tours,
)
from tests.contract import Contract, bad

_VECTOR2 = bad.vector | bad.one_of(np.ones(3))
_PAIR = [1.0, 2.0]
_EYE = np.eye(2)
_HESS2 = bad.square | bad.one_of(np.eye(3))
_SPD2 = bad.square | bad.one_of(np.array([[1.0, 2.0], [0.0, 1.0]]), np.zeros((2, 2)), -np.eye(2))
_DOMAIN = bad.matrix | bad.one_of(np.array([[1.0, 0.0], [0.0, 1.0]]), np.zeros((2, 3)))
_BOX = [[-2.0, 2.0], [-2.0, 2.0]]
_SHARE = bad.probability
_ZERO_TO_ONE_OPEN = bad.number | bad.below(0.0) | bad.above(1.0) | bad.one_of(0.0, 1.0)
_POSITIVE_SHARE = bad.number | bad.below(0.0) | bad.above(1.0) | bad.one_of(0.0)
_TEMPERATURE = bad.positive | bad.one_of(
    lambda k: -1.0 + 0 * k, lambda k: np.nan + k, lambda k: k, lambda k: 1.0
)


def _sphere(x: np.ndarray) -> np.ndarray:
    return (np.asarray(x) ** 2).sum(axis=-1)


def _slope(x: np.ndarray) -> np.ndarray:
    return 2 * np.asarray(x)


def _flat_hess(x: np.ndarray) -> np.ndarray:
    return 2 * np.eye(2)


_MANY = bad.function | bad.one_of(lambda x: 1.0, lambda x: x, lambda x: np.full(len(x), np.nan))
_ONE = bad.function | bad.one_of(lambda x: x, lambda x: np.array([1.0]))
_GRAD = bad.function | bad.one_of(lambda x: 1.0, lambda x: np.ones(5))

_SQUARE = np.array([[0, 3, 5, 4], [3, 0, 4, 5], [5, 4, 0, 3], [4, 5, 3, 0]])
_DISTANCE = bad.square | bad.one_of(-_SQUARE, np.triu(_SQUARE), np.zeros((3, 3)))
_TOUR = bad.vector | bad.one_of(
    np.arange(5), np.array([0, 1, 2, 2]), np.array([0, 1, 2, 4]), np.array([0.0, 1.5, 2.0, 3.0])
)
_TOUR_GOOD = {"distance": _SQUARE, "tour": [0, 2, 1, 3]}
_TOUR_REFUSES = {"distance": _DISTANCE, "tour": _TOUR}
_CUT = {"first": bad.count(1) | bad.one_of(3), "last": bad.count(2) | bad.one_of(4)}

_FEATURES = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
_FIT = {"features": _FEATURES, "target": [3.0, 2.0, -2.0, -3.0]}
_FIT_REFUSES = {
    "features": bad.matrix,
    "target": bad.vector | bad.one_of(np.ones(5)),
    "max_sweeps": bad.count(0),
    "tol": bad.non_negative,
}
_LINE = {"fun": _sphere, "grad": _slope, "x": _PAIR, "direction": [-1.0, -1.0]}
_LINE_REFUSES = {
    "fun": _ONE,
    "grad": _GRAD,
    "x": bad.vector | bad.one_of(np.full(2, 1e200)),
    "direction": _VECTOR2,
}

CONTRACTS = [
    Contract(
        call=convexity.chord,
        good={"fun": _sphere, "x": _PAIR, "y": [0.0, 0.0], "t": [0.0, 0.5]},
        refuses={
            "fun": _MANY,
            "x": bad.vector,
            "y": _VECTOR2,
            "t": bad.vector | bad.one_of(np.array([0.5, 1.1]), np.array([-0.1])),
        },
    ),
    Contract(
        call=convexity.tangent_gap,
        good={"fun": _sphere, "grad": _slope, "x": _PAIR, "points": [[0.0, 1.0], [2.0, 1.0]]},
        refuses={
            "fun": _MANY,
            "grad": _GRAD,
            "x": bad.vector,
            "points": bad.array | bad.one_of(np.ones(3), 1.0),
        },
    ),
    Contract(
        call=convexity.convexity_on_grid,
        good={"fun": _sphere, "low": -1.0, "high": 2.0, "n": 5},
        refuses={
            "fun": _MANY,
            "low": bad.number,
            "high": bad.number | bad.below(-1.0) | bad.one_of(-1.0),
            "n": bad.count(3),
        },
    ),
    Contract(
        call=convexity.outside_of_segment,
        good={"contains": lambda p: p[:, 0] >= 0, "x": _PAIR, "y": [0.0, 0.0], "n": 5},
        refuses={
            "contains": bad.function | bad.one_of(lambda p: True, lambda p: p[:, 0]),
            "x": bad.vector | bad.one_of(np.array([-1.0, 0.0])),
            "y": _VECTOR2 | bad.one_of(np.array([-1.0, 0.0])),
            "n": bad.count(2),
        },
    ),
    Contract(
        call=basins.basins,
        good={"fun": _sphere, "low": -1.0, "high": 2.0, "n": 5},
        refuses={
            "fun": _MANY,
            "low": bad.number,
            "high": bad.number | bad.below(-1.0) | bad.one_of(-1.0),
            "n": bad.count(3),
        },
    ),
    Contract(
        call=basins.basin_of,
        good=lambda: {"landscape": basins.basins(_sphere, low=-1, high=2, n=9), "x": [0.5]},
        refuses={
            "landscape": bad.one_of(None, 3, np.ones(2)),
            "x": bad.array | bad.one_of(2.5, np.array([-1.5])),
        },
    ),
    Contract(
        call=basins.many_descents,
        good={"grad": _slope, "x0": [_PAIR], "step_size": 0.1, "max_steps": 3},
        refuses={
            "grad": bad.function | bad.one_of(lambda x: 1.0, lambda x: x[0]),
            "x0": bad.matrix,
            "step_size": bad.positive,
            "max_steps": bad.count(0),
        },
    ),
    Contract(
        call=line_search.backtracking,
        good={**_LINE, "step_size": 1.0, "shrink": 0.5, "max_trials": 9},
        refuses={
            **_LINE_REFUSES,
            "step_size": bad.positive,
            "shrink": _ZERO_TO_ONE_OPEN,
            "max_trials": bad.count(1),
        },
    ),
    Contract(
        call=line_search.wolfe_conditions,
        good={**_LINE, "step_size": 1.0, "curvature_share": 0.5},
        refuses={**_LINE_REFUSES, "step_size": bad.positive, "curvature_share": _ZERO_TO_ONE_OPEN},
    ),
    Contract(
        call=line_search.exact_step_size,
        good={"hess": _EYE, "gradient": _PAIR, "direction": _PAIR},
        refuses={
            "hess": bad.square,
            "gradient": _VECTOR2,
            "direction": _VECTOR2 | bad.one_of(np.zeros(2)),
        },
    ),
    Contract(
        call=newton.newton_step,
        good={"x": _PAIR, "gradient": _PAIR, "hess": _EYE, "step_size": 1.0},
        refuses={
            "x": bad.vector,
            "gradient": _VECTOR2,
            "hess": _HESS2 | bad.one_of(np.zeros((2, 2))),
            "step_size": bad.positive,
        },
    ),
    Contract(
        call=newton.newton,
        good={
            "fun": _sphere,
            "grad": _slope,
            "hess": _flat_hess,
            "x0": _PAIR,
            "max_steps": 3,
            "step_size": 0.5,
            "backtracking": True,
            "tol": 1e-3,
        },
        refuses={
            "fun": _ONE,
            "grad": _GRAD,
            "hess": bad.function | bad.one_of(lambda x: 1.0, lambda x: np.ones(2)),
            "x0": bad.vector | bad.one_of(np.full(2, 1e200)),
            "max_steps": bad.count(0),
            "step_size": bad.positive,
            "backtracking": bad.boolean,
            "tol": bad.non_negative,
        },
    ),
    Contract(
        call=coordinate.coordinate_step,
        good={"x": _PAIR, "gradient": _PAIR, "hess": _EYE, "coordinate": 1},
        refuses={
            "x": bad.vector,
            "gradient": _VECTOR2,
            "hess": _HESS2 | bad.one_of(-np.eye(2)),
            "coordinate": bad.count(0) | bad.one_of(2),
        },
    ),
    Contract(
        call=coordinate.coordinate_descent,
        good={"hess": _EYE, "center": _PAIR, "x0": _PAIR, "max_steps": 3, "tol": 1e-3},
        refuses={
            "hess": _SPD2,
            "center": _VECTOR2,
            "x0": _VECTOR2,
            "max_steps": bad.count(0),
            "tol": bad.non_negative,
        },
    ),
    Contract(call=coordinate.sweep_matrix, good={"hess": _EYE}, refuses={"hess": _SPD2}),
    Contract(
        call=lasso.soft_threshold,
        good={"x": _PAIR, "threshold": 1.0},
        refuses={"x": bad.array, "threshold": bad.non_negative},
    ),
    Contract(
        call=lasso.lasso,
        good={**_FIT, "penalty": 1.0, "max_sweeps": 5, "tol": 1e-3},
        refuses={**_FIT_REFUSES, "penalty": bad.non_negative},
    ),
    Contract(
        call=lasso.lasso_path,
        good={**_FIT, "penalties": [2.0, 1.0], "max_sweeps": 5, "tol": 1e-3},
        refuses={
            **_FIT_REFUSES,
            "penalties": bad.vector | bad.one_of(np.array([1.0, 2.0]), np.array([1.0, -1.0])),
        },
    ),
    Contract(
        call=lasso.penalty_grid,
        good={**_FIT, "n_penalties": 3, "ratio": 0.1},
        refuses={
            "features": _FIT_REFUSES["features"],
            "target": _FIT_REFUSES["target"],
            "n_penalties": bad.count(1),
            "ratio": _POSITIVE_SHARE,
        },
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
        good={"x": _PAIR, "scale": 0.5, "domain": _BOX, "rng": 0},
        refuses={
            "x": bad.array | bad.one_of(1.0, np.ones(3)),
            "scale": bad.non_negative,
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
            "mutation_scale": 0.1,
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
            "mutation_scale": bad.non_negative,
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
    Contract(call=tours.tour_length, good=_TOUR_GOOD, refuses=_TOUR_REFUSES),
    Contract(
        call=tours.reverse_segment,
        good={"tour": [0, 2, 1, 3], "first": 1, "last": 3},
        refuses={
            "tour": bad.vector | bad.one_of(np.arange(3), np.array([0, 1, 2, 2])),
            **_CUT,
        },
    ),
    Contract(
        call=tours.two_opt_change,
        good={**_TOUR_GOOD, "first": 1, "last": 2},
        refuses={**_TOUR_REFUSES, **_CUT},
    ),
    Contract(call=tours.two_opt_changes, good=_TOUR_GOOD, refuses=_TOUR_REFUSES),
    Contract(
        call=tours.two_opt,
        good={**_TOUR_GOOD, "max_steps": 3},
        refuses={**_TOUR_REFUSES, "max_steps": bad.count(0)},
    ),
    Contract(
        call=tours.nearest_neighbour_tour,
        good={"distance": _SQUARE, "start": 0},
        refuses={"distance": _DISTANCE, "start": bad.count(0) | bad.one_of(4)},
    ),
    Contract(
        call=tour_annealing.anneal_tour,
        good={**_TOUR_GOOD, "temperature": 1.0, "max_steps": 5, "record_every": 2, "rng": 0},
        refuses={
            **_TOUR_REFUSES,
            "temperature": _TEMPERATURE,
            "max_steps": bad.count(0),
            "record_every": bad.count(1),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=tour_tabu.tabu_tour,
        good={**_TOUR_GOOD, "tenure": 1, "max_steps": 3, "aspiration": False},
        refuses={
            **_TOUR_REFUSES,
            "tenure": bad.count(0),
            "max_steps": bad.count(0),
            "aspiration": bad.boolean,
        },
    ),
    Contract(
        call=tour_genetic.order_crossover,
        good={"one": [0, 1, 2, 3], "other": [3, 1, 0, 2], "first": 1, "last": 2},
        refuses={
            "one": bad.vector | bad.one_of(np.array([0, 1, 2, 2])),
            "other": _TOUR,
            "first": bad.count(0) | bad.one_of(4),
            "last": bad.count(1) | bad.one_of(4),
        },
    ),
    Contract(
        call=tour_genetic.genetic_tour,
        good={
            "distance": _SQUARE,
            "population_size": 3,
            "n_generations": 2,
            "tournament_size": 2,
            "crossover_rate": 0.5,
            "mutation_rate": 0.5,
            "local_moves": 1,
            "rng": 0,
        },
        refuses={
            "distance": _DISTANCE,
            "population_size": bad.count(2),
            "n_generations": bad.count(0),
            "tournament_size": bad.count(1),
            "crossover_rate": _SHARE,
            "mutation_rate": _SHARE,
            "local_moves": bad.count(0),
            "rng": bad.rng,
        },
    ),
]
