r"""Exercises of chapter 06 on iterating and stopping: a search with a bug, and patience.

Source: Kolda, Lewis and Torczon (2003), Optimization by direct search, sections 1 and 3.

Examples
--------
>>> def last_step(values, tolerance, patience):
...     best = np.minimum.accumulate(values)
...     for k in range(patience, len(values)):
...         if best[k - patience] - best[k] < tolerance:
...             return k
...     return len(values) - 1
>>> _ = check_last_step(last_step)
✓ last_step: 50 random inputs agree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["Bowl", "check_last_step", "check_search"]

Halving = Literal["all fail", "always", "never", "one fails"]
ORDER = ((1, 0), (-1, 0), (0, 1), (0, -1))


@dataclass(frozen=True, slots=True)
class Bowl:
    """A bowl with its lowest place elsewhere than at 0; says its formula when it is shown."""

    a: int
    b: int
    p: float
    q: float

    def __call__(self, x: FloatArray) -> float:
        """The height at a place."""
        return float(self.a * (x[0] - self.p) ** 2 + self.b * (x[1] - self.q) ** 2)

    def __repr__(self) -> str:
        return f"{self.a} (x - {self.p:g})² + {self.b} (y - {self.q:g})²".replace("- -", "+ ")

    def __array__(self, dtype: Any = None, copy: Any = None) -> FloatArray:
        # so that the check can compare it
        return np.array([self.a, self.b, self.p, self.q], dtype=dtype)


def _draw_search(rng: np.random.Generator) -> Inputs:
    # eighths and whole numbers: every value is exact, and ties (as high as before) are met
    a, b = (int(v) for v in rng.integers(1, 5, size=2))
    center = tuple(rng.integers(-16, 17, size=2) / 8)
    start = np.array(center) + rng.choice([-1, 1], size=2) * rng.integers(20, 49, size=2) / 8
    return {
        "fun": Bowl(a, b, float(center[0]), float(center[1])),
        "x": start,
        "stride": float(rng.choice([0.5, 1.0, 1.25])),
        "tolerance": float(rng.choice([0.0625, 0.1])),  # the first is met exactly by halving
        "budget": int(rng.choice([20, 400, 400])),
    }


def _search(
    fun: Callable[[FloatArray], float],
    x: FloatArray,
    stride: float,
    tolerance: float,
    budget: int,
    *,
    halving: Halving = "all fail",
    ties: bool = False,
    remember: bool = True,
    order: tuple[tuple[int, int], ...] = ORDER,
    best_of_four: bool = False,
    last: bool = True,
    anew: bool = True,
) -> tuple[FloatArray, int]:
    """The search, and what it becomes with one thing changed."""
    here, lowest, looks = np.array(x, dtype=float), fun(x), 1
    while (stride >= tolerance if last else stride > 2 * tolerance) and looks < budget:
        moved = False
        around = []
        for step in order:
            there = here + stride * np.array(step)
            value, looks = fun(there), looks + 1
            around.append((value, there))
            lower = value <= lowest if ties else value < lowest
            if best_of_four:
                continue
            if lower:
                here, moved = there, True
                lowest = value if remember else lowest
                if anew:
                    break
            if halving == "one fails":
                break
        if best_of_four:
            value, there = min(around, key=lambda pair: pair[0])
            if value < lowest:
                here, lowest, moved = there, value, True
        if halving == "always" or (halving in ("all fail", "one fails") and not moved):
            stride /= 2
    return here, looks


Found = tuple[FloatArray, int]


def _changed(**how: Any) -> Callable[..., Found]:
    """The search with one thing changed, under the names of the inputs."""

    def search(
        fun: Callable[[FloatArray], float],
        x: FloatArray,
        stride: float,
        tolerance: float,
        budget: int,
    ) -> Found:
        return _search(fun, x, stride, tolerance, budget, **how)

    return search


def _start_is_free(
    fun: Callable[[FloatArray], float],
    x: FloatArray,
    stride: float,
    tolerance: float,
    budget: int,
) -> Found:
    place, looks = _search(fun, x, stride, tolerance, budget + 1)
    return place, looks - 1


check_search = Exercise(
    name="search",
    concept="iteration",
    draw=_draw_search,
    expected=_changed(),
    hint="where is the stride halved? Only when all four directions have failed; return where it "
    "stands, and the number of looks.",
    mistakes={
        "the stride is still halved after a success: the run can travel less than twice its first "
        "stride.": _changed(halving="always"),
        "the stride is halved as soon as one direction fails: try all four first.": (
            _changed(halving="one fails")
        ),
        "the stride is not halved any more: when all four directions fail, it must be.": (
            _changed(halving="never")
        ),
        "the lowest value is not brought up to date: each success must be lower than the last.": (
            _changed(remember=False)
        ),
        "as high is not lower: with <= the run can go to and fro for ever.": (_changed(ties=True)),
        "it looks in the positive directions only.": (_changed(order=((1, 0), (0, 1)))),
        "that looks at all four and takes the best: here the first lower one is taken.": (
            _changed(best_of_four=True)
        ),
        "after a success it begins anew with the first direction.": _changed(anew=False),
        "keep the order of the directions: first along x, then along y.": (
            _changed(order=((0, 1), (0, -1), (1, 0), (-1, 0)))
        ),
        "it goes on while the stride is at least the tolerance.": (_changed(last=False)),
        "at least the tolerance: a stride that equals it is still tried.": (
            lambda fun, x, stride, tolerance, budget: _search(
                fun, x, stride, float(np.nextafter(tolerance, 2.0)), budget
            )
        ),
        "return two things: the place, and the number of looks.": (
            lambda fun, x, stride, tolerance, budget: _search(fun, x, stride, tolerance, budget)[0]
        ),
        "in this order: the place, then the number of looks.": (
            lambda fun, x, stride, tolerance, budget: _search(fun, x, stride, tolerance, budget)[
                ::-1
            ]
        ),
        "the look at the start counts, too.": _start_is_free,
    },
)


def _draw_values(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(8, 13))
    falls = rng.choice([3.0, 1.0, 0.5, 0.25, 0.125, 0.0, -0.5, -1.0], size=n - 1)
    values = 20.0 - np.concatenate([[0.0], np.cumsum(falls)])
    return {
        "values": values,
        "tolerance": float(rng.choice([0.3, 0.6, 1.1])),  # no sum of falls is one of these
        "patience": int(rng.integers(2, 5)),
    }


def _last_step(values: FloatArray, tolerance: float, patience: int) -> int:
    best = np.minimum.accumulate(values)
    for k in range(patience, len(values)):
        if best[k - patience] - best[k] < tolerance:
            return k
    return len(values) - 1


def _first(held: FloatArray, shift: int, n: int) -> int:
    """The first place where it holds, shifted; else the last step."""
    found = np.flatnonzero(held)
    return int(found[0]) + shift if len(found) else n - 1


def _gains(values: FloatArray, patience: int) -> FloatArray:
    return values[:-patience] - values[patience:]


check_last_step = Exercise(
    name="last_step",
    concept="iteration",
    draw=_draw_values,
    expected=_last_step,
    hint="at step k compare the best value of the steps up to k with the best of those up to "
    "k - patience; return the first k at which they differ by less than the tolerance.",
    mistakes={
        "a single step without a gain is not enough: look back over the whole patience.": (
            lambda values, tolerance, patience: _last_step(values, tolerance, 1)
        ),
        "compare the best values so far, not the present ones: after a rise the run has not lost "
        "what it had found.": (
            lambda values, tolerance, patience: _first(
                _gains(values, patience) < tolerance, patience, len(values)
            )
        ),
        "that is the step patience before: the run can only know it at step k.": (
            lambda values, tolerance, patience: _first(
                _gains(np.minimum.accumulate(values), patience) < tolerance, 0, len(values)
            )
        ),
        "turned round: stop when the gain is less than the tolerance.": (
            lambda values, tolerance, patience: _first(
                _gains(np.minimum.accumulate(values), patience) >= tolerance,
                patience,
                len(values),
            )
        ),
        "if the rule never stops the run, return its last step, len(values) - 1.": (
            lambda values, tolerance, patience: _first(
                _gains(np.minimum.accumulate(values), patience) < tolerance,
                patience,
                len(values) + 1,
            )
        ),
        "the tolerance is for the whole patience, not for each step of it.": (
            lambda values, tolerance, patience: _last_step(values, tolerance * patience, patience)
        ),
        "that asks for several small gains in a row: add them up, and compare the sum.": (
            lambda values, tolerance, patience: next(
                (
                    k
                    for k in range(patience, len(values))
                    if np.all(-np.diff(np.minimum.accumulate(values))[k - patience : k] < tolerance)
                ),
                len(values) - 1,
            )
        ),
        "count from 0: values[0] is the value before the first step.": (
            lambda values, tolerance, patience: _last_step(values, tolerance, patience) + 1
        ),
    },
)
