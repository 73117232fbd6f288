r"""Exercises of chapter 06 on objectives: the pulls on a depot, and what a stationary point is.

Sources: Boyd and Vandenberghe (2004), Convex Optimization, section 8.7; Nocedal and Wright (2006),
Numerical Optimization, section 2.1.

Examples
--------
>>> def pull(depot, places):
...     way = places - depot
...     return (way / np.linalg.norm(way, axis=1)[:, None]).sum(axis=0)
>>> _ = check_pull(pull)
✓ pull: 50 random inputs agree.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_kind", "check_pull"]


def _draw_pull(rng: np.random.Generator) -> Inputs:
    # at least three places, none under the depot, none at the distance 1
    n = int(rng.integers(3, 6))
    return {"depot": tenths(rng, 2), "places": 3 * tenths(rng, n, 2) + [7.0, -5.0]}


def _units(depot: FloatArray, places: FloatArray) -> FloatArray:
    way = places - depot
    return way / np.linalg.norm(way, axis=1, keepdims=True)


check_pull = Exercise(
    name="pull",
    concept="objective",
    draw=_draw_pull,
    expected=lambda depot, places: _units(depot, places).sum(axis=0),
    hint="subtract the depot from each place, divide each row by its length, add the rows.",
    mistakes={
        "a far place pulls no more than a near one: divide each arrow by its length.": (
            lambda depot, places: (places - depot).sum(axis=0)
        ),
        "is the sign right? A place pulls the depot towards itself.": (
            lambda depot, places: -_units(depot, places).sum(axis=0)
        ),
        "that is the mean of the pulls: they add up.": (
            lambda depot, places: _units(depot, places).mean(axis=0)
        ),
        "divide by the distance itself, not by its square.": (
            lambda depot, places: (
                (places - depot) / np.sum((places - depot) ** 2, axis=1)[:, None]
            ).sum(axis=0)
        ),
        "each place has its own distance: take the length of each row, not of the whole table.": (
            lambda depot, places: ((places - depot) / np.linalg.norm(places - depot)).sum(axis=0)
        ),
        "that gives every coordinate a pull of one: the arrow as a whole has length one.": (
            lambda depot, places: np.sign(places - depot).sum(axis=0)
        ),
        "that is the sum of the distances, the height: its slope is asked.": (
            lambda depot, places: np.linalg.norm(places - depot, axis=1).sum()
        ),
        "that makes the sum of an arrow of length one: each place has a pull of one of its own.": (
            lambda depot, places: (
                _units(depot, places).sum(axis=0)
                / np.linalg.norm(_units(depot, places).sum(axis=0))
            )
        ),
        "add over the places, so that two numbers remain.": (
            lambda depot, places: _units(depot, places).sum(axis=1)
        ),
    },
)

WORDS = ("minimum", "maximum", "saddle", "not stationary", "cannot tell")


def _draw_kind(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(2, 4))
    sizes = np.abs(tenths(rng, d))
    case = int(rng.integers(0, 7))
    signs = np.ones(d)
    if case == 1:
        signs[:] = -1.0
    elif case in (2, 3):
        signs[rng.integers(0, d)] = -1.0
        if case == 2 and d == 3 and rng.random() < 0.5:
            signs = -signs  # two down, one up: their product is positive
    if case == 3 and d == 3:  # a saddle with a level direction
        signs[(int(np.argmin(signs)) + 1) % d] = 0.0
    elif case == 4:
        signs[rng.integers(0, d)] = 0.0
    elif case == 5:
        signs[:] = -1.0
        signs[rng.integers(0, d)] = 0.0
    gradient = np.zeros(d)
    if case == 6:  # of any curvatures, and not downhill in all coordinates
        signs = rng.choice([-1.0, 1.0], size=d)
        gradient[rng.integers(0, d)] = tenths(rng, 1)[0]
    return {"gradient": gradient, "curvatures": signs * sizes}


def _kind(gradient: FloatArray, curvatures: FloatArray) -> str:
    if np.any(np.asarray(gradient) != 0):
        return "not stationary"
    low, high = np.min(curvatures), np.max(curvatures)
    if low < 0 < high:
        return "saddle"
    if low == 0 or high == 0:
        return "cannot tell"
    return "minimum" if low > 0 else "maximum"


def _zeros_do_not_count(gradient: FloatArray, curvatures: FloatArray) -> str:
    kept = np.asarray(curvatures)[np.asarray(curvatures) != 0]
    return _kind(gradient, kept)


check_kind = Exercise(
    name="kind",
    concept="objective",
    draw=_draw_kind,
    expected=_kind,
    hint="first the slopes: are all of them zero? Then the signs of the curvatures. Return one of "
    f"{', '.join(repr(word) for word in WORDS)}.",
    mistakes={
        "look at the gradient first: where a slope is left, it is no minimum, whatever the "
        "curvatures are.": lambda gradient, curvatures: _kind(0 * gradient, curvatures),
        "a curvature of zero leaves the question open: 'cannot tell', unless the others have both "
        "signs.": _zeros_do_not_count,
        "a curvature of zero does not hide a saddle: up in one direction and down in another is "
        "enough.": (
            lambda gradient, curvatures: (
                "cannot tell"
                if not np.any(gradient) and np.any(np.asarray(curvatures) == 0)
                else _kind(gradient, curvatures)
            )
        ),
        "turned round: positive curvatures, as in a bowl, make a minimum.": (
            lambda gradient, curvatures: _kind(gradient, -np.asarray(curvatures))
        ),
        "all curvatures count, not only the first.": (
            lambda gradient, curvatures: _kind(gradient, curvatures[:1])
        ),
        "the mean of the curvatures can be positive at a saddle: look at their signs.": (
            lambda gradient, curvatures: _kind(gradient, np.array([np.sum(curvatures)]))
        ),
        "with a zero among positive curvatures it need not be a minimum: x² - y⁴ has the same "
        "curvatures.": (
            lambda gradient, curvatures: (
                "minimum"
                if not np.any(gradient) and np.all(np.asarray(curvatures) >= 0)
                else _kind(gradient, curvatures)
            )
        ),
        "with a zero among negative curvatures it need not be a maximum: -x² + y⁴ has the same "
        "curvatures.": (
            lambda gradient, curvatures: (
                "maximum"
                if not np.any(gradient) and np.all(np.asarray(curvatures) <= 0)
                else _kind(gradient, curvatures)
            )
        ),
        "the plain words: 'minimum' and 'maximum', without 'local'.": (
            lambda gradient, curvatures: (
                f"local {_kind(gradient, curvatures)}"
                if _kind(gradient, curvatures) in ("minimum", "maximum")
                else _kind(gradient, curvatures)
            )
        ),
        "their product is also positive when two of them are negative: look at each sign.": (
            lambda gradient, curvatures: (
                "not stationary"
                if np.any(gradient)
                else "saddle"
                if np.prod(curvatures) < 0
                else _kind(gradient, curvatures)
                if np.prod(curvatures) == 0
                else "minimum"
                if curvatures[0] > 0
                else "maximum"
            )
        ),
    },
)
