"""Bad input of the searches for short tours."""

import numpy as np

from mlcourse.optimize import (
    tour_annealing,
    tour_genetic,
    tour_tabu,
    tours,
)
from tests.contract import Contract, bad

_SHARE = bad.probability
_TEMPERATURE = bad.positive | bad.one_of(
    lambda k: -1.0 + 0 * k, lambda k: np.nan + k, lambda k: k, lambda k: 1.0
)


_SQUARE = np.array([[0, 3, 5, 4], [3, 0, 4, 5], [5, 4, 0, 3], [4, 5, 3, 0]])
_DISTANCE = bad.square | bad.one_of(-_SQUARE, np.triu(_SQUARE), np.zeros((3, 3)))
_TOUR = bad.vector | bad.one_of(
    np.arange(5), np.array([0, 1, 2, 2]), np.array([0, 1, 2, 4]), np.array([0.0, 1.5, 2.0, 3.0])
)
_TOUR_GOOD = {"distance": _SQUARE, "tour": [0, 2, 1, 3]}
_TOUR_REFUSES = {"distance": _DISTANCE, "tour": _TOUR}
_CUT = {"first": bad.count(1) | bad.one_of(3), "last": bad.count(2) | bad.one_of(4)}


CONTRACTS = [
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
