r"""The checks of chapter 00 on what is done with a line: a step, a width, an honest test.

Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 7.10
(predicting each row without itself).

Examples
--------
>>> def likeliest_width(misses):
...     return np.sqrt(np.mean(misses**2))
>>> result = check_likeliest_width(likeliest_width)
✓ likeliest_width: 50 random inputs agree.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.chapters.introduction.checks.line import draw_line, miss, not_zero, spread_out
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, fraction

__all__ = ["check_downhill_step", "check_honest_wins", "check_likeliest_width"]

MARGIN = 5.0  # minutes


def _draw_step(rng: np.random.Generator) -> Inputs:
    return {**draw_line(rng), "step_size": fraction(rng)}


def _step(
    height: float, slope: float, x: FloatArray, y: FloatArray, by: float
) -> tuple[float, float]:
    """Against the gradient of the loss, whose factor -2 is taken into ``by``."""
    off = miss(height, slope, x, y)
    return height + by * float(np.mean(off)), slope + by * float(np.mean(off * x))


def _one_after_the_other(
    height: float, slope: float, x: FloatArray, y: FloatArray, step_size: float
) -> tuple[float, float]:
    height, _ = _step(height, slope, x, y, 2 * step_size)
    return height, _step(height, slope, x, y, 2 * step_size)[1]


def _downhill(
    height: float, slope: float, x: FloatArray, y: FloatArray, step_size: float
) -> tuple[float, float]:
    return _step(height, slope, x, y, 2 * step_size)


def _slope_first(
    height: float, slope: float, x: FloatArray, y: FloatArray, step_size: float
) -> tuple[float, float]:
    _, slope = _step(height, slope, x, y, 2 * step_size)
    return _step(height, slope, x, y, 2 * step_size)[0], slope


check_downhill_step = Exercise(
    name="downhill_step",
    concept="four-pillars",
    draw=not_zero(_draw_step, _downhill),
    expected=_downhill,
    hint=(
        "the derivatives are -2 mean(miss) for the height and -2 mean(miss * x) for the slope; "
        "subtract step_size times each."
    ),
    mistakes={
        "is the sign right? This step walks uphill.": (
            lambda height, slope, x, y, step_size: _step(height, slope, x, y, -2 * step_size)
        ),
        "the 2 that comes down from the square is missing.": (
            lambda height, slope, x, y, step_size: _step(height, slope, x, y, step_size)
        ),
        "those are sums: the loss is a mean, and so are its derivatives.": (
            lambda height, slope, x, y, step_size: _step(
                height, slope, x, y, 2 * step_size * len(x)
            )
        ),
        "the slope was moved after the height: both derivatives are taken at the old line.": (
            _one_after_the_other
        ),
        "the height was moved after the slope: both derivatives are taken at the old line.": (
            _slope_first
        ),
        "the mean of a product is not the product of means: multiply each miss by its x first.": (
            lambda height, slope, x, y, step_size: (
                height + 2 * step_size * np.mean(miss(height, slope, x, y)),
                slope + 2 * step_size * np.mean(miss(height, slope, x, y)) * np.mean(x),
            )
        ),
        "those are sums, and without the 2 from the square: take means, times 2.": (
            lambda height, slope, x, y, step_size: _step(height, slope, x, y, step_size * len(x))
        ),
        "the slope turns the line about x = 0, so its derivative weighs every miss by x.": (
            lambda height, slope, x, y, step_size: (
                height + 2 * step_size * np.mean(miss(height, slope, x, y)),
                slope + 2 * step_size * np.mean(miss(height, slope, x, y)),
            )
        ),
        "the numbers are right; return the height first, then the slope.": (
            lambda height, slope, x, y, step_size: _step(height, slope, x, y, 2 * step_size)[::-1]
        ),
        "those are the moves alone: add them to where you were.": (
            lambda height, slope, x, y, step_size: (
                2 * step_size * np.mean(miss(height, slope, x, y)),
                2 * step_size * np.mean(miss(height, slope, x, y) * x),
            )
        ),
    },
)


def _draw_misses(rng: np.random.Generator) -> Inputs:
    return {"misses": spread_out(rng, int(rng.integers(4, 7)))}


check_likeliest_width = Exercise(
    name="likeliest_width",
    concept="four-pillars",
    draw=_draw_misses,
    expected=lambda misses: np.sqrt(np.mean(misses**2)),
    hint="the derivative of -log σ - mean(misses²) / (2 σ²) with respect to σ is to be zero.",
    mistakes={
        "that is σ²: take the root.": lambda misses: np.mean(misses**2),
        "the bell stands at 0, so measure from there: these misses have another mean.": (
            lambda misses: np.std(misses)
        ),
        "measure from 0, where the bell stands, and divide by n.": (
            lambda misses: np.std(misses, ddof=1)
        ),
        "dividing by n - 1 is another estimate: the likelihood is largest with n.": (
            lambda misses: np.sqrt(np.sum(misses**2) / (len(misses) - 1))
        ),
        "the bell punishes squares: the mean absolute miss would belong to another curve.": (
            lambda misses: np.mean(np.abs(misses))
        ),
        "that is the length of the arrow: divide by the root of n.": (
            lambda misses: np.sqrt(np.sum(misses**2))
        ),
    },
)


def _left_out(x: FloatArray, y: FloatArray, cut: float, *, and_equal: bool = False) -> FloatArray:
    """Each row's miss of the mean of the other rows on its side of the cut."""
    is_short = x <= cut if and_equal else x < cut
    out = np.empty(len(y))
    for i in range(len(y)):
        others = (is_short == is_short[i]) & (np.arange(len(y)) != i)
        out[i] = y[i] - y[others].mean()
    return out


def _in_sample(x: FloatArray, y: FloatArray, cut: float) -> FloatArray:
    is_short = x < cut
    return np.asarray(y - np.where(is_short, y[is_short].mean(), y[~is_short].mean()))


def _won(misses: FloatArray) -> int:
    return int(np.sum(np.abs(misses) <= MARGIN))


def _draw_eruptions(rng: np.random.Generator) -> Inputs:
    """A few eruptions of both kinds, one of them as long as the cut; no miss is 5 but for chance
    of rounding, which would make a bet won or lost by the way it is computed."""
    while True:
        n_short, n_long = (int(k) for k in rng.integers(3, 5, size=2))
        cut = int(rng.choice([26, 27, 28, 29]))  # not 3, which somebody may have written
        x = np.concatenate(
            [rng.integers(16, 25, n_short), rng.integers(36, 50, n_long), [cut]]
        ) / 10  # fmt: skip
        y = np.concatenate(
            [rng.integers(46, 63, n_short), rng.integers(72, 90, n_long), [rng.integers(66, 84)]]
        )
        order = rng.permutation(len(x))
        x, y = x[order], y[order].astype(float)
        if np.all(np.abs(np.abs(_left_out(x, y, cut / 10)) - MARGIN) > 1e-6):
            return {"x": x, "y": y, "cut": cut / 10}


check_honest_wins = Exercise(
    name="honest_wins",
    concept="model",
    draw=_draw_eruptions,
    expected=lambda x, y, cut: _won(_left_out(x, y, cut)),
    hint=(
        "for each row: the mean of y over the other rows on the same side of the cut, then "
        "whether y is within 5 of it; count."
    ),
    mistakes={
        "each row has helped to predict itself: leave it out of its mean.": (
            lambda x, y, cut: _won(_in_sample(x, y, cut))
        ),
        "an eruption as long as the cut belongs to the long ones, and the cut is the one that is "
        "given, not 3.": (lambda x, y, cut: _won(_left_out(x, y, cut, and_equal=True))),
        "the rule knows how long the eruption was: average its own side of the cut only.": (
            lambda x, y, cut: _won((y - y.mean()) * len(y) / (len(y) - 1))
        ),
        "that is the share: return how many.": (
            lambda x, y, cut: _won(_left_out(x, y, cut)) / len(y)
        ),
        "those are the bets that are lost.": (
            lambda x, y, cut: len(y) - _won(_left_out(x, y, cut))
        ),
        "a miss below is a miss, too: take its absolute value.": (
            lambda x, y, cut: int(np.sum(_left_out(x, y, cut) <= MARGIN))
        ),
    },
)
