r"""Exercises of chapter 09 on annealing: a die that is missing, and a move by four distances.

Sources: Kirkpatrick, Gelatt and Vecchi (1983), Optimization by simulated annealing; Johnson and
McGeoch (1997), The traveling salesman problem, section 3.  The step without a die is that of Dueck
and Scheuer (1990), Threshold accepting.

Examples
--------
>>> def step(height, proposed, temperature, luck):
...     chance = np.exp(-max(proposed - height, 0) / temperature)
...     return proposed if luck < chance else height
>>> _ = check_step(step)
✓ step: 50 random inputs agree.
"""

from collections.abc import Callable

import numpy as np

from mlcourse._check import IntArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["check_change", "check_step"]


def _draw_step(rng: np.random.Generator) -> Inputs:
    temperature = float(rng.choice([0.3, 0.5, 2.0, 5.0, 20.0]))
    change = temperature * float(rng.choice([0.2, 0.5, 1.0, 1.5, 2.0]))
    if rng.random() < 0.25:
        change = -change
    chance = float(np.exp(-max(change, 0.0) / temperature))
    # not nearer to the chance than a hundredth: no rounding decides
    luck = chance
    while abs(luck - chance) < 0.01:
        luck = float(np.round(rng.uniform(0.01, 0.99), 2))
    height = float(rng.integers(30, 90))
    return {
        "height": height, "proposed": round(height + change, 3), "temperature": temperature,
        "luck": luck,
    }  # fmt: skip


Rule = Callable[[float, float, float], bool]


def _step(rule: Rule) -> Callable[..., float]:
    """The step that goes where the rule, of change, temperature and luck, says."""

    def step(height: float, proposed: float, temperature: float, luck: float) -> float:
        return proposed if rule(proposed - height, temperature, luck) else height

    return step


check_step = Exercise(
    name="step",
    concept="simulated-annealing",
    draw=_draw_step,
    expected=_step(lambda change, heat, luck: bool(luck < np.exp(-max(change, 0.0) / heat))),
    hint="a climb is taken if the die falls below its chance exp(-climb / temperature); what is "
    "not higher is taken anyway.",
    mistakes={
        "that is the colleague's rule: where is the die?": _step(
            lambda change, heat, luck: bool(np.exp(-change / heat) > 0.5)
        ),
        "that never climbs, so it will not leave a dent.": _step(
            lambda change, heat, luck: change <= 0
        ),
        "that takes every proposal, high or low.": _step(lambda change, heat, luck: True),
        "the wrong way round: a chance of 0.9 means that nine dice in ten accept.": _step(
            lambda change, heat, luck: bool(change <= 0 or luck > np.exp(-change / heat))
        ),
        "turned round for a step down as well, whose chance is 1.": _step(
            lambda change, heat, luck: bool(luck > np.exp(-max(change, 0.0) / heat))
        ),
        "the chance is right, but a die is a yes if it falls below it: luck < chance.": _step(
            lambda change, heat, luck: bool(luck > 1 - np.exp(-max(change, 0.0) / heat))
        ),
        "a step down is always taken: its chance is 1, not 1 / (1 + exp(change / T)).": _step(
            lambda change, heat, luck: bool(luck < 1 / (1 + np.exp(change / heat)))
        ),
        "divide by the temperature: the hotter, the likelier is a climb.": _step(
            lambda change, heat, luck: bool(change <= 0 or luck < np.exp(-change * heat))
        ),
        "is the sign right? A higher climb must have a smaller chance.": _step(
            lambda change, heat, luck: bool(luck < np.exp(change / heat))
        ),
        "the temperature is missing: a change of 2 is much in the cold and little in the heat.": (
            _step(lambda change, heat, luck: bool(change <= 0 or luck < np.exp(-change)))
        ),
        "a straight line is no exponential: at a climb of one temperature the chance is 37 %.": (
            _step(lambda change, heat, luck: bool(change <= 0 or luck < 1 - change / heat))
        ),
        "that is an even chance for every climb: neither its size nor the temperature counts.": (
            _step(lambda change, heat, luck: bool(change <= 0 or luck < 0.5))
        ),
    },
)


def _draw_change(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(5, 8))
    sides = rng.integers(2, 60, size=(n, n))
    distance = np.triu(sides, 1) + np.triu(sides, 1).T
    tour = rng.permutation(n)
    first = int(rng.integers(1, n - 2))
    # one time in two the stretch ends the list, and the next place is the first
    last = n - 1 if rng.random() < 0.5 else int(rng.integers(first + 1, n))
    if (first, last) == (1, n - 1):  # the same tour backwards: nothing to compute
        first = 2
    return {"distance": distance, "tour": tour, "first": first, "last": last}


def _length(d: IntArray, tour: IntArray) -> int:
    return int(d[tour, np.roll(tour, -1)].sum())


def _turned(tour: IntArray, first: int, last: int) -> IntArray:
    return np.concatenate([tour[:first], tour[first : last + 1][::-1], tour[last + 1 :]])


def _four(d: IntArray, tour: IntArray, first: int, last: int) -> tuple[int, int, int, int]:
    return tour[first - 1], tour[first], tour[last], tour[(last + 1) % len(tour)]


def _change(distance: IntArray, tour: IntArray, first: int, last: int) -> int:
    a, b, c, e = _four(distance, tour, first, last)
    return int(distance[a, c] + distance[b, e] - distance[a, b] - distance[c, e])


def _crossed(distance: IntArray, tour: IntArray, first: int, last: int) -> int:
    a, b, c, e = _four(distance, tour, first, last)
    return int(distance[a, e] + distance[b, c] - distance[a, b] - distance[c, e])


def _open_ended(distance: IntArray, tour: IntArray, first: int, last: int) -> int:
    a, b, c, _ = _four(distance, tour, first, last)
    if last < len(tour) - 1:
        return _change(distance, tour, first, last)
    return int(distance[a, c] - distance[a, b])


def _swapped(distance: IntArray, tour: IntArray, first: int, last: int) -> int:
    other = tour.copy()
    other[[first, last]] = other[[last, first]]
    return _length(distance, other) - _length(distance, tour)


def _positions(distance: IntArray, tour: IntArray, first: int, last: int) -> int:
    return _change(distance, np.arange(len(tour)), first, last)


def _new_length(distance: IntArray, tour: IntArray, first: int, last: int) -> int:
    return _length(distance, _turned(tour, first, last))


check_change = Exercise(
    name="change",
    concept="simulated-annealing",
    draw=_draw_change,
    expected=_change,
    hint="with a before the stretch, b its first place, c its last and d after it: the edges ac "
    "and bd come, ab and cd go.",
    mistakes={
        "turned round: what comes counts up, what goes counts down.": (
            lambda distance, tour, first, last: -_change(distance, tour, first, last)
        ),
        "after the turn a is next to c, and b next to d.": _crossed,
        "the tour is closed: after the last position comes the first again.": _open_ended,
        "the whole stretch is turned round, not only its two ends swapped.": _swapped,
        "first and last are positions: the places are tour[first] and tour[last].": _positions,
        "that is the new length; the change is asked.": _new_length,
        "an edge in and an edge out are two of the four: both ends of the stretch change.": (
            lambda distance, tour, first, last: int(
                distance[tour[first - 1], tour[last]] - distance[tour[first - 1], tour[first]]
            )
        ),
    },
)
