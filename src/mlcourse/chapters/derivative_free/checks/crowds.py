r"""Exercises of chapter 09 on populations and memory: how blending contracts, where to go.

Sources: Eiben and Smith (2015), Introduction to Evolutionary Computing, section 4.4; Glover
(1989), Tabu search, part I.

Examples
--------
>>> def generations(rate, share):
...     return int(np.ceil(2 * np.log(share) / np.log(1 - rate / 3)))
>>> _ = check_generations(generations)
✓ generations: 50 random inputs agree.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["check_choose", "check_generations"]


def _draw_generations(rng: np.random.Generator) -> Inputs:
    while True:
        rate = float(rng.choice([0.2, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9]))
        share = float(rng.choice([0.5, 0.3, 0.2, 0.1, 0.05, 0.01]))
        exact = 2 * np.log(share) / np.log(1 - rate / 3)
        if abs(exact - np.round(exact)) > 0.05:  # rounding errors decide nothing
            return {"rate": rate, "share": share}


def _ceil(number: float) -> int:
    return int(np.ceil(number))


check_generations = Exercise(
    name="generations",
    concept="genetic-algorithms",
    draw=_draw_generations,
    expected=lambda rate, share: _ceil(2 * np.log(share) / np.log(1 - rate / 3)),
    hint="after k generations the variance is (1 - rate/3)**k of what it was, and the spread its "
    "root; solve for k and round up.",
    mistakes={
        "the variance shrinks by that factor; the spread is its root, and shrinks more slowly.": (
            lambda rate, share: _ceil(np.log(share) / np.log(1 - rate / 3))
        ),
        "the root turned round: the spread is the root of the variance, not its square.": (
            lambda rate, share: _ceil(np.log(share) / np.log(1 - rate / 3) / 2)
        ),
        "round up: after so few generations the spread is still above the share.": (
            lambda rate, share: int(2 * np.log(share) / np.log(1 - rate / 3))
        ),
        "not all children are blended: the factor is 1 - rate/3, which is 2/3 for all of them.": (
            lambda rate, share: _ceil(2 * np.log(share) / np.log(2 / 3))
        ),
        "of a blended child a third of the variance is lost, not all of it: 1 - rate/3.": (
            lambda rate, share: _ceil(2 * np.log(share) / np.log(1 - rate))
        ),
        "what is lost is rate/3; what is kept is the rest.": (
            lambda rate, share: _ceil(2 * np.log(share) / np.log(rate / 3))
        ),
        "that is how far it must fall, not how far it must still be: the share is what is left.": (
            lambda rate, share: _ceil(2 * np.log(1 - share) / np.log(1 - rate / 3))
        ),
        "a number of generations is whole: round up.": (
            lambda rate, share: 2 * np.log(share) / np.log(1 - rate / 3)
        ),
    },
)


def _draw_choose(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(4, 7))
    heights = rng.permutation(np.arange(11, 60))[:n].astype(float)
    forbidden = rng.random(n) < 0.5
    low, high = float(heights.min()), float(heights.max())
    case = int(rng.integers(0, 5))
    best = float(rng.integers(1, 10))  # nothing near is below the best
    if case == 0:  # the lowest is forbidden and good enough, others are allowed
        forbidden[:] = rng.random(n) < 0.4
        forbidden[heights.argmin()] = True
        best = low + 0.5
    elif case == 1:  # two forbidden ones are good enough
        forbidden[:] = True
        best = float(np.sort(heights)[1]) + 0.5
    elif case == 2:  # all forbidden, none good enough
        forbidden[:] = True
        best = low - 1.5
    elif case == 3:  # forbidden, and exactly as low as the best: not better
        forbidden[:] = rng.random(n) < 0.3
        forbidden[heights.argmin()] = True
        forbidden[heights.argmax()] = False
        best = low
    return {"heights": heights, "forbidden": forbidden, "best": min(best, high)}


def _lowest(heights: FloatArray, allowed: np.ndarray) -> int:
    return int(np.where(allowed, heights, np.inf).argmin()) if np.any(allowed) else -1


def _choose(heights: FloatArray, forbidden: np.ndarray, best: float) -> int:
    return _lowest(heights, ~forbidden | (heights < best))


def _last_resort(heights: FloatArray, forbidden: np.ndarray, best: float) -> int:
    found = _lowest(heights, ~forbidden)
    return found if found >= 0 else _lowest(heights, heights < best)


def _highest(heights: FloatArray, forbidden: np.ndarray, best: float) -> int:
    allowed = ~forbidden | (heights < best)
    return int(np.where(allowed, heights, -np.inf).argmax()) if np.any(allowed) else -1


def _first(heights: FloatArray, forbidden: np.ndarray, best: float) -> int:
    allowed = ~forbidden | (heights < best)
    return int(np.argmax(allowed)) if np.any(allowed) else -1


def _position(heights: FloatArray, forbidden: np.ndarray, best: float) -> int:
    allowed = ~forbidden | (heights < best)
    return int(heights[allowed].argmin()) if np.any(allowed) else -1


check_choose = Exercise(
    name="choose",
    concept="tabu-search",
    draw=_draw_choose,
    expected=_choose,
    hint="a neighbour may be entered if it is not forbidden or lower than the best so far; of "
    "these take the lowest, or return -1 if there is none.",
    mistakes={
        "that ignores what is forbidden: it goes straight back.": (
            lambda heights, forbidden, best: int(heights.argmin())
        ),
        "the aspiration is missing: a forbidden neighbour lower than the best may be entered.": (
            lambda heights, forbidden, best: _lowest(heights, ~forbidden)
        ),
        "the aspiration is no last resort: it holds also when others are allowed.": _last_resort,
        "as low as the best is not lower: that would be a way back.": (
            lambda heights, forbidden, best: _lowest(heights, ~forbidden | (heights <= best))
        ),
        "an allowed neighbour need not be lower than the best: the search climbs if it must.": (
            lambda heights, forbidden, best: _lowest(heights, heights < best)
        ),
        "only the forbidden ones have to be better than the best; the others need no excuse.": (
            lambda heights, forbidden, best: _lowest(heights, ~forbidden & (heights < best))
        ),
        "of those that may be entered take the lowest, not the highest.": _highest,
        "of those that may be entered take the lowest, not the first.": _first,
        "that is its number among those that may be entered: its number among all is asked.": (
            _position
        ),
    },
)
