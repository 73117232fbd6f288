r"""The checks of chapter 00 on a line and its loss.

A line is :math:`a + b x`: ``height`` is :math:`a`, its height at 0, and ``slope`` is :math:`b`.

Source: Boyd and Vandenberghe (2018), Introduction to Applied Linear Algebra, section 13.1.

Examples
--------
>>> def fooled_height(slope, x, y):
...     return np.mean(y) - slope * np.mean(x)
>>> result = check_fooled_height(fooled_height)
✓ fooled_height: 50 random inputs agree.
>>> _ = check_fooled_height(lambda slope, x, y: ...)
– fooled_height: not attempted yet.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_best_slope", "check_fit_line", "check_fooled_height", "check_mean_squared_miss"]


Draw = Callable[[np.random.Generator], Inputs]


def not_zero(draw: Draw, expected: Callable[..., Any]) -> Draw:
    """Draws again until no right number is nearly 0, of which only rounding would be compared."""

    def again(rng: np.random.Generator) -> Inputs:
        while True:
            inputs = draw(rng)
            if np.all(np.abs(expected(**inputs)) > 0.01):
                return inputs

    return again


def draw_line(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(3, 6))
    return {
        "height": float(tenths(rng)),
        "slope": float(tenths(rng)),
        "x": tenths(rng, n),
        "y": tenths(rng, n),
    }


def miss(height: float, slope: float, x: FloatArray, y: FloatArray) -> FloatArray:
    return np.asarray(y - height - slope * x)


check_mean_squared_miss = Exercise(
    name="mean_squared_miss",
    concept="model",
    draw=draw_line,
    expected=lambda height, slope, x, y: np.mean(miss(height, slope, x, y) ** 2),
    hint="the line says height + slope * x; square each miss, then take the mean.",
    mistakes={
        "that is the sum: divide by the number of rows, so that more data do not cost more.": (
            lambda height, slope, x, y: np.sum(miss(height, slope, x, y) ** 2)
        ),
        "square each miss first, then take the mean: otherwise high and low cancel.": (
            lambda height, slope, x, y: np.mean(miss(height, slope, x, y)) ** 2
        ),
        "that is the mean of the absolute misses: this loss takes squares.": (
            lambda height, slope, x, y: np.mean(np.abs(miss(height, slope, x, y)))
        ),
        "that is the typical miss, the root of the loss.": (
            lambda height, slope, x, y: np.sqrt(np.mean(miss(height, slope, x, y) ** 2))
        ),
        "the height is missing in what the line says.": (
            lambda height, slope, x, y: np.mean(miss(0.0, slope, x, y) ** 2)
        ),
        "height and slope are swapped: the slope is what x is multiplied by.": (
            lambda height, slope, x, y: np.mean(miss(slope, height, x, y) ** 2)
        ),
        "the half of other books is not in this loss.": (
            lambda height, slope, x, y: np.mean(miss(height, slope, x, y) ** 2) / 2
        ),
    },
)


def spread_out(rng: np.random.Generator, n: int) -> FloatArray:
    """Entries that differ, and do not sum to nearly 0."""
    while True:
        x = tenths(rng, n)
        if np.ptp(x) > 0.5 and abs(x.mean()) > 0.2:
            return x


def _draw_slope(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(3, 6))
    return {"slope": float(tenths(rng)), "x": spread_out(rng, n), "y": tenths(rng, n)}


def _slope_of(x: FloatArray, y: FloatArray) -> float:
    x = x - x.mean()
    return float(x @ y / (x @ x))


def _through_height(slope: float, x: FloatArray, y: FloatArray) -> float:
    return float(np.mean(y) - slope * np.mean(x))


check_fooled_height = Exercise(
    name="fooled_height",
    concept="model",
    draw=not_zero(_draw_slope, _through_height),
    expected=_through_height,
    hint="set the sum of y - height - slope * x to zero and solve for the height.",
    mistakes={
        "that is the flat line: with another slope the height at 0 must make up for it.": (
            lambda slope, x, y: np.mean(y)
        ),
        "is the sign right? A line that rises more must start lower.": (
            lambda slope, x, y: np.mean(y) + slope * np.mean(x)
        ),
        "that is the height of the best line: use the slope that is given.": (
            lambda slope, x, y: np.mean(y) - _slope_of(x, y) * np.mean(x)
        ),
        "that line goes through the first point: then the other misses do not cancel.": (
            lambda slope, x, y: y[0] - slope * x[0]
        ),
        "these are sums: divide by the number of rows.": (
            lambda slope, x, y: np.sum(y) - slope * np.sum(x)
        ),
        "medians make as many misses positive as negative; here their sum is to be zero.": (
            lambda slope, x, y: np.median(y - slope * x)
        ),
    },
)


def _draw_knob(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(3, 6))
    return {"height": float(tenths(rng)), "x": spread_out(rng, n), "y": tenths(rng, n)}


def _best_slope(height: float, x: FloatArray, y: FloatArray) -> float:
    return float(x @ (y - height) / (x @ x))


check_best_slope = Exercise(
    name="best_slope",
    concept="model",
    draw=not_zero(_draw_knob, _best_slope),
    expected=_best_slope,
    hint="the loss is a parabola in the slope: set its derivative to zero.",
    mistakes={
        "that is the best slope when the height may move, too; here it is fixed.": (
            lambda height, x, y: _slope_of(x, y)
        ),
        "the height is missing: the slope explains what is left of y above it.": (
            lambda height, x, y: x @ y / (x @ x)
        ),
        "sum over sum makes the misses cancel, not their squares small: weigh each row by x.": (
            lambda height, x, y: np.sum(y - height) / np.sum(x)
        ),
        "a mean of the slopes to single points: a point near x = 0 would count far too much.": (
            lambda height, x, y: np.mean((y - height) / x)
        ),
        "upside down: that predicts x from y.": (
            lambda height, x, y: (y - height) @ (y - height) / (x @ (y - height))
        ),
        "square each x, then sum: the square of the sum is another number.": (
            lambda height, x, y: x @ (y - height) / np.sum(x) ** 2
        ),
        "take the height from every y before you multiply by x: a bracket is missing.": (
            lambda height, x, y: np.sum(x * y - height) / (x @ x)
        ),
        "divide by the sum of the squares of x, not by the number of rows.": (
            lambda height, x, y: x @ (y - height) / len(x)
        ),
    },
)


def _draw_data(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(4, 7))
    return {"x": spread_out(rng, n), "y": spread_out(rng, n)}


def _through_the_middle(x: FloatArray, y: FloatArray, slope: float) -> tuple[float, float]:
    return float(np.mean(y) - slope * np.mean(x)), slope


def _fit_line(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    return _through_the_middle(x, y, _slope_of(x, y))


check_fit_line = Exercise(
    name="fit_line",
    concept="four-pillars",
    draw=not_zero(_draw_data, _fit_line),
    expected=_fit_line,
    hint="the slope first, from the deviations of x and y from their means; then the height at 0.",
    mistakes={
        "the numbers are right; return the height first, then the slope.": (
            lambda x, y: _through_the_middle(x, y, _slope_of(x, y))[::-1]
        ),
        "the height in the middle is the mean of y; asked is the height at 0.": (
            lambda x, y: (np.mean(y), _slope_of(x, y))
        ),
        "subtract the means before multiplying: this slope belongs to a line through 0.": (
            lambda x, y: _through_the_middle(x, y, x @ y / (x @ x))
        ),
        "that line goes through 0: the height is free, too.": (lambda x, y: (0.0, x @ y / (x @ x))),
        "divide by the spread of x, not of y.": (
            lambda x, y: _through_the_middle(x, y, _slope_of(y, x))
        ),
        "that is the line that predicts x from y, turned round: its sideways misses are small.": (
            lambda x, y: _through_the_middle(x, y, 1 / _slope_of(y, x))
        ),
        "np.cov divides by n - 1 and np.var by n: use the same divisor for both.": (
            lambda x, y: _through_the_middle(x, y, _slope_of(x, y) * len(x) / (len(x) - 1))
        ),
        "a correlation has no units: multiply by the spread of y over that of x.": (
            lambda x, y: _through_the_middle(x, y, float(np.corrcoef(x, y)[0, 1]))
        ),
        "a ratio of spreads forgets how closely y follows x.": (
            lambda x, y: _through_the_middle(x, y, float(np.std(y) / np.std(x)))
        ),
    },
)
