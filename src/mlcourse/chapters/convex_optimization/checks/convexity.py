r"""The checks of chapter 08 on chords and on what they promise.

Source: Boyd and Vandenberghe (2004), Convex Optimization, sections 3.1 and 4.2.2.

Examples
--------
>>> import numpy as np
>>> def shortcut(x, y, fx, fy, radius):
...     t = min(1.0, radius / np.linalg.norm(y - x))
...     return x + t * (y - x), fx + t * (fy - fx)
>>> _ = check_shortcut(shortcut)
✓ shortcut: 50 random inputs agree.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_promised_steps", "check_shortcut", "check_witness"]

CLEAR = 1e-6  # dips and slopes of the drawn curves are either zero or larger
Pair = tuple[FloatArray, float]


def _convex(rng: np.random.Generator, x: FloatArray) -> FloatArray:
    """A convex curve: growing slopes, some of them equal."""
    slopes = np.sort(rng.integers(-8, 9, size=len(x) - 1)) / 4
    return np.concatenate([[0.0], np.cumsum(slopes * np.diff(x))])


def _draw_curve(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(3, 8))
    x = np.cumsum(rng.integers(1, 7, size=n)) / 2
    y = _convex(rng, x)
    if n == 3 or rng.random() < 0.4:
        # three points: the middle one on the chord, above it, below it
        return {"x": x, "y": y + (rng.random() < 0.3) * np.eye(n)[1] * 2.5}
    if rng.random() < 0.7:
        # one bump, which only chords near it see
        j = int(rng.integers(1, n - 1))
        slopes = np.diff(y) / np.diff(x)
        need = (slopes[j] - slopes[j - 1]) / (1 / (x[j] - x[j - 1]) + 1 / (x[j + 1] - x[j]))
        y = y + (need + 0.25) * np.eye(n)[j]
    return {"x": x, "y": y}


def _rises(x: FloatArray, y: FloatArray, i: int, j: int, k: int) -> float:
    """How far row j is above the chord from row i to row k."""
    share = (x[j] - x[i]) / (x[k] - x[i])
    return float(y[j] - (1 - share) * y[i] - share * y[k])


def _bumpy(x: FloatArray, y: FloatArray) -> bool:
    return bool(np.any(np.diff(np.diff(y) / np.diff(x)) < -CLEAR))


def _rows(output: Any, n: int) -> tuple[int, int, int] | None:
    """Three row numbers in order; None for a verdict of innocence or for what is neither."""
    i, j, k = (int(v) for v in output)
    return (i, j, k) if 0 <= i < j < k < n else None


def _well_formed(output: Any, x: FloatArray, y: FloatArray) -> bool:
    three = np.asarray(output, dtype=float)
    if three.shape != (3,) or np.any(three != np.round(three)):
        return False
    return bool(np.all(three == -1)) or _rows(output, len(x)) is not None


def _right_side(output: Any, x: FloatArray, y: FloatArray) -> bool:
    rows = _rows(output, len(x))
    return rows is None or _rises(x, y, *rows) > -CLEAR


def _really_above(output: Any, x: FloatArray, y: FloatArray) -> bool:
    rows = _rows(output, len(x))
    return rows is None or _rises(x, y, *rows) > CLEAR


def _nobody_missed(output: Any, x: FloatArray, y: FloatArray) -> bool:
    return _rows(output, len(x)) is not None or not _bumpy(x, y)


check_witness = Exercise(
    name="witness",
    concept="convexity",
    draw=_draw_curve,
    hint="compare the slopes on both sides of every inner point.",
    properties={
        "return three row numbers i < j < k between 0 and len(x) - 1, or -1, -1, -1.": _well_formed,
        "the middle point lies below this chord, which is as it should be: a point above convicts. "
        "(The places are not evenly spaced: the chord at x[j] is no mean of y[i] and y[k].)": (
            _right_side
        ),
        "the middle point lies on this chord, and that is allowed: it convicts nobody. (Mind "
        "that the places are not evenly spaced.)": (_really_above),
        "you acquit, but some point lies above a chord. One lowest place, or long chords that are "
        "innocent, prove nothing: compare the slopes on both sides of every inner point.": (
            _nobody_missed
        ),
    },
)


def _draw_places(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(1, 4))
    x, fy = tenths(rng, d), float(tenths(rng, 1)[0])
    y = x + tenths(rng, d) + np.sign(tenths(rng, d))
    while np.linalg.norm(y - x) < 0.3:
        y = y + 1.0
    away = float(np.linalg.norm(y - x))
    share = float(rng.choice([0.1, 0.2, 0.4, 0.7, 1.5]))
    fall = float(rng.integers(1, 20)) / 5
    return {"x": x, "y": y, "fx": fy + fall, "fy": fy, "radius": share * away}


def _at(t: float, x: FloatArray, y: FloatArray, fx: float, fy: float) -> Pair:
    return x + t * (y - x), fx + t * (fy - fx)


def _share(x: FloatArray, y: FloatArray, radius: float) -> float:
    return min(1.0, radius / float(np.linalg.norm(y - x)))


check_shortcut = Exercise(
    name="shortcut",
    concept="local-is-global",
    draw=_draw_places,
    expected=lambda x, y, fx, fy, radius: _at(_share(x, y, radius), x, y, fx, fy),
    hint=(
        "the point is x + t (y - x) and the height (1 - t) fx + t fy. The distance from x is t "
        "times the length of y - x: which t makes it the radius, and may t be above 1?"
    ),
    mistakes={
        "the segment ends at y: where y is nearer than the radius, t is 1.": (
            lambda x, y, fx, fy, radius: _at(radius / float(np.linalg.norm(y - x)), x, y, fx, fy)
        ),
        "t is a share of the way, not a distance: divide the radius by the length of y - x.": (
            lambda x, y, fx, fy, radius: _at(min(1.0, radius), x, y, fx, fy)
        ),
        "the point is right, the height is not: at x it is fx, at y fy.": (
            lambda x, y, fx, fy, radius: (
                _at(_share(x, y, radius), x, y, fx, fy)[0],
                fy + _share(x, y, radius) * (fx - fy),
            )
        ),
        "you went from y towards x: near x is where something lower is wanted.": (
            lambda x, y, fx, fy, radius: _at(1 - _share(x, y, radius), x, y, fx, fy)
        ),
        "the height is at most fx, that is true; the chord says more.": (
            lambda x, y, fx, fy, radius: (_at(_share(x, y, radius), x, y, fx, fy)[0], fx)
        ),
        "the middle of the segment may be outside the radius.": (
            lambda x, y, fx, fy, radius: _at(0.5, x, y, fx, fy)
        ),
        "half of the radius is within it, and not as far as it can be.": (
            lambda x, y, fx, fy, radius: _at(_share(x, y, radius / 2), x, y, fx, fy)
        ),
        "that is y: it may be outside the radius.": (
            lambda x, y, fx, fy, radius: _at(1.0, x, y, fx, fy)
        ),
    },
)


def _draw_promise(rng: np.random.Generator) -> Inputs:
    # no quotient is a whole number, so that rounding up is never a matter of the last bit
    return {
        "L": float(rng.choice([1.5, 3.5, 7.5, 20.5])),
        "mu": float(rng.choice([0.0, 0.07, 0.31, 1.1])),
        "distance": float(rng.choice([0.7, 1.9, 3.1, 12.3])),
        "tolerance": float(rng.choice([0.13, 0.011, 0.0017])),
    }


def _convex_steps(L: float, mu: float, distance: float, tolerance: float) -> int:
    return int(np.ceil(L * distance**2 / (2 * tolerance)))


def _strong_steps(L: float, mu: float, height: float, tolerance: float) -> int:
    return max(0, int(np.ceil(np.log(tolerance / height) / np.log1p(-mu / L))))


def _steps(
    L: float, mu: float, distance: float, tolerance: float, height: float | None = None
) -> int:
    height = L * distance**2 / 2 if height is None else height
    convex = _convex_steps(L, mu, distance, tolerance)
    return convex if mu == 0 else min(convex, _strong_steps(L, mu, height, tolerance))


def _both(choose: Callable[[int, int], int]) -> Callable[..., int]:
    def wrong(L: float, mu: float, distance: float, tolerance: float) -> int:
        convex = _convex_steps(L, mu, distance, tolerance)
        if mu == 0:
            return convex
        return choose(convex, _strong_steps(L, mu, L * distance**2 / 2, tolerance))

    return wrong


check_promised_steps = Exercise(
    name="promised_steps",
    concept="gradient-descent-rate",
    draw=_draw_promise,
    expected=_steps,
    hint=(
        "with step 1/L the first theorem promises L distance² / (2 k), the second "
        "(1 - mu/L)^k times L distance² / 2. Set each to the tolerance, round up, take the less."
    ),
    mistakes={
        "the distance counts squared.": (
            lambda L, mu, distance, tolerance: _steps(L, mu, np.sqrt(distance), tolerance)
        ),
        "whole steps: round up.": (
            lambda L, mu, distance, tolerance: (
                L * distance**2 / (2 * tolerance)
                if mu == 0
                else min(
                    L * distance**2 / (2 * tolerance),
                    np.log(2 * tolerance / (L * distance**2)) / np.log1p(-mu / L),
                )
            )
        ),
        "rounded down the promise is just not kept: round up.": (
            lambda L, mu, distance, tolerance: _steps(L, mu, distance, tolerance) - 1
        ),
        "a positive mu may promise it sooner: compare both.": _convex_steps,
        "with a positive mu both theorems hold: take the one that promises it first.": _both(
            lambda convex, strong: strong
        ),
        "one promise is enough: take the less of both, not the more.": _both(max),
        "the 2 below is missing: the promise is L distance² / (2 k).": (
            lambda L, mu, distance, tolerance: _steps(L, mu, np.sqrt(2) * distance, tolerance)
        ),
        "the second promise starts from a height, L distance² / 2, not from the distance.": (
            lambda L, mu, distance, tolerance: _steps(L, mu, distance, tolerance, distance)
        ),
        "1 - mu/L is not e^(-mu/L): take the logarithm of the factor itself.": (
            lambda L, mu, distance, tolerance: _both(
                lambda convex, strong: min(
                    convex, int(np.ceil(np.log(L * distance**2 / 2 / tolerance) * L / mu))
                )
            )(L, mu, distance, tolerance)
        ),
        "the step is 1/L, so that dividing by it multiplies by L.": (
            lambda L, mu, distance, tolerance: _steps(L, mu, distance / L, tolerance)
        ),
    },
)
