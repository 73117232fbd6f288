r"""Exercises of chapter 13 on areas: reading a run, cutting at a kink, the bill of a grid.

Source: Davis and Rabinowitz (1984), Methods of Numerical Integration, 2nd ed., sections 2.1, 2.2
and 6.3; Owen (2013), Monte Carlo Theory, Methods and Examples, section 2.1 and 7.4.

Examples
--------
>>> def read_run(coarse, middle, fine):
...     order = np.log2((coarse - middle) / (middle - fine))
...     return order, fine + (fine - middle) / (2**order - 1)
>>> _ = check_read_run(read_run)
✓ read_run: 50 random inputs agree.
"""

from dataclasses import dataclass
from functools import partial
from math import gamma
from typing import Any

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = ["Demand", "check_bill", "check_expected_sold", "check_read_run"]


def _draw_run(rng: np.random.Generator) -> Inputs:
    area, first = rng.uniform(0.2, 0.8), rng.uniform(0.02, 0.1) * rng.choice([-1, 1])
    order = rng.choice([0.5, 1.0, 1.5, 2.0, 3.0, 4.0])
    coarse, middle, fine = (float(area + first * 2.0 ** (-order * k)) for k in range(3))
    return {"coarse": coarse, "middle": middle, "fine": fine}


def _read_run(coarse: float, middle: float, fine: float) -> tuple[float, float]:
    ratio = (coarse - middle) / (middle - fine)
    return float(np.log2(ratio)), fine + (fine - middle) / (ratio - 1)


def _order(coarse: float, middle: float, fine: float) -> float:
    return _read_run(coarse, middle, fine)[0]


def _as_of_order(coarse: float, middle: float, fine: float, *, p: int) -> tuple[float, float]:
    """The right order, and the better value as if it were p."""
    return _order(coarse, middle, fine), fine + (fine - middle) / (2**p - 1)


check_read_run = Exercise(
    name="read_run",
    concept="integrals-as-probabilities",
    draw=_draw_run,
    expected=_read_run,
    hint="if the error is c·n⁻ᵖ, what are the two differences in terms of c and p? Their ratio "
    "tells p; then the last error can be worked out and taken away.",
    mistakes={
        "the ratio of the differences is 2ᵖ: the order is its logarithm to base 2.": (
            lambda coarse, middle, fine: (
                (coarse - middle) / (middle - fine),
                _read_run(coarse, middle, fine)[1],
            )
        ),
        "the logarithm to base 2: the panels doubled.": (
            lambda coarse, middle, fine: (
                _order(coarse, middle, fine) * np.log(2),
                _read_run(coarse, middle, fine)[1],
            )
        ),
        "turned round: the first difference is the larger one, and the order is positive.": (
            lambda coarse, middle, fine: (
                -_order(coarse, middle, fine),
                _read_run(coarse, middle, fine)[1],
            )
        ),
        "the finest estimate still has its error, and the run tells how large it is.": (
            lambda coarse, middle, fine: (_order(coarse, middle, fine), fine)
        ),
        "a third of the last difference is the error of a rule of order 2 only: use the order "
        "that you found.": partial(_as_of_order, p=2),
        "the last difference is the error before it less the last one: 2ᵖ − 1 times the last.": (
            lambda coarse, middle, fine: (
                _order(coarse, middle, fine),
                fine + (fine - middle) * (middle - fine) / (coarse - middle),
            )
        ),
        "the whole last step once more goes too far, unless the order is 1.": partial(
            _as_of_order, p=1
        ),
        "the run goes on in the direction in which it went: you turned it back.": (
            lambda coarse, middle, fine: (
                _order(coarse, middle, fine),
                2 * fine - _read_run(coarse, middle, fine)[1],
            )
        ),
        "a fifteenth of the last difference is the error of a rule of order 4 only: use the order "
        "that you found.": partial(_as_of_order, p=4),
        "start from the finest estimate: what is to be taken away is the error of that one.": (
            lambda coarse, middle, fine: (
                _order(coarse, middle, fine),
                middle + _read_run(coarse, middle, fine)[1] - fine,
            )
        ),
        "in this order: the order of the rule, then the better value.": (
            lambda coarse, middle, fine: _read_run(coarse, middle, fine)[::-1]
        ),
        "two numbers are asked for: the order, and the better value.": _order,
    },
)


@dataclass(frozen=True, slots=True)
class Demand:
    """The density of a demand between 0 and ``high``; says its formula when it is shown."""

    a: int
    b: int
    high: float

    def __call__(self, x: FloatArray) -> FloatArray:
        """The density at some demands."""
        u = np.asarray(x, dtype=float) / self.high
        size = gamma(self.a + self.b + 2) / (gamma(self.a + 1) * gamma(self.b + 1))
        return np.asarray(size * u**self.a * (1 - u) ** self.b / self.high)

    def __repr__(self) -> str:
        return f"c · x^{self.a} ({self.high:g} - x)^{self.b}"

    def __array__(self, dtype: Any = None, copy: Any = None) -> FloatArray:
        # so that the check can compare it
        return np.array([self.a, self.b, self.high], dtype=dtype)


def _draw_sold(rng: np.random.Generator) -> Inputs:
    high = float(rng.choice([50, 100, 200]))
    a, b = (int(v) for v in rng.integers(1, 5, size=2))
    return {
        "density": Demand(a, b, high),
        "q": high * int(rng.integers(5, 16)) / 20 + 1.0,
        "high": high,
        "n": int(rng.choice([8, 12, 16])),
    }


def _simpson(f: FloatArray, a: float, b: float) -> float:
    return float(
        (b - a) / (len(f) - 1) / 3 * (f[0] + f[-1] + 4 * f[1::2].sum() + 2 * f[2:-1:2].sum())
    )


def _trapezoid(f: FloatArray, a: float, b: float) -> float:
    return float((b - a) / (len(f) - 1) * (f.sum() - (f[0] + f[-1]) / 2))


def _sold(
    density: Demand,
    q: float,
    high: float,
    n: int,
    *,
    rule: Any = _simpson,
    above: str = "q",
    share: int = 1,
) -> float:
    x, y = np.linspace(0, q, n // share + 1), np.linspace(q, high, n // share + 1)
    factor = {"q": q + 0 * y, "x": y, "1": 1 + 0 * y, "none": 0 * y, "x - q": y - q}[above]
    return float(rule(x * density(x), 0, q) + rule(factor * density(y), q, high))


def _across(density: Demand, q: float, high: float, n: int, *, twice: int = 2) -> float:
    x = np.linspace(0, high, twice * n + 1)
    return _simpson(np.minimum(x, q) * density(x), 0, high)


def _mean_first(density: Demand, q: float, high: float, n: int) -> float:
    x = np.linspace(0, high, 2 * n + 1)
    return min(q, _simpson(x * density(x), 0, high))


check_expected_sold = Exercise(
    name="expected_sold",
    concept="integrals-as-expected-values",
    draw=_draw_sold,
    expected=_sold,
    hint="below q every demand is met and x are sold, above it q are; one Simpson sum for each "
    "side, with n panels, each times the density.",
    mistakes={
        "one sum across the kink: an order of 4 needs a smooth function. Cut at q.": _across,
        "one sum across the kink, with n panels for all: cut at q.": partial(_across, twice=1),
        "on days with a demand above q something is sold, too: q papers.": (
            partial(_sold, above="none")
        ),
        "above q that is the probability of selling out; q papers are sold then.": (
            partial(_sold, above="1")
        ),
        "above q only q papers can be sold: that is the mean demand.": partial(_sold, above="x"),
        "above q that counts the papers that were missing.": partial(_sold, above="x - q"),
        "that is the trapezoid rule: Simpson's weights are 1, 4, 2, …, 4, 1.": (
            partial(_sold, rule=_trapezoid)
        ),
        "n panels on each side, not on both together.": partial(_sold, share=2),
        "the mean of the smaller is not the smaller of the mean and q.": _mean_first,
    },
)


def _draw_bill(rng: np.random.Generator) -> Inputs:
    return {
        "d": int(rng.integers(1, 13)),
        "tolerance": float(rng.choice([0.01, 0.02, 0.03, 0.05, 0.1, 0.2])),
    }


def _nodes(d: int, tolerance: float) -> int:
    m = 1
    while (np.pi / (2 * m) / np.sin(np.pi / (2 * m))) ** d - 1 > tolerance:
        m += 1
    return m


def _draws(d: int, tolerance: float) -> int:
    return int(np.ceil(((np.pi**2 / 8) ** d - 1) / tolerance**2))


def _bill(d: int, tolerance: float) -> tuple[int, int]:
    return _nodes(d, tolerance) ** d, _draws(d, tolerance)


check_bill = Exercise(
    name="bill",
    concept="integrals-as-expected-values",
    draw=_draw_bill,
    expected=_bill,
    hint="try m = 1, 2, 3, … until the grid's relative error is small enough, and count its "
    "points; for the draws solve standard error = tolerance for N and round up.",
    mistakes={
        "those are the nodes along one axis: the grid has m to the power d points.": (
            lambda d, tolerance: (_nodes(d, tolerance), _draws(d, tolerance))
        ),
        "axes multiply: m to the power d points, not m times d.": (
            lambda d, tolerance: (_nodes(d, tolerance) * d, _draws(d, tolerance))
        ),
        "the error of one axis is not that of the grid: the factors of all axes multiply.": (
            lambda d, tolerance: (_nodes(1, tolerance) ** d, _draws(d, tolerance))
        ),
        "half the error costs four times the draws: square.": (
            lambda d, tolerance: (
                _nodes(d, tolerance) ** d,
                int(np.ceil(np.sqrt((np.pi**2 / 8) ** d - 1) / tolerance)),
            )
        ),
        "the rate is the same in every dimension, the variance is not.": (
            lambda d, tolerance: (_nodes(d, tolerance) ** d, _draws(1, tolerance))
        ),
        "the variance is the mean of the squares less the square of the mean, which is 1.": (
            lambda d, tolerance: (
                _nodes(d, tolerance) ** d,
                int(np.ceil((np.pi**2 / 8) ** d / tolerance**2)),
            )
        ),
        "the variance over N is the square of the standard error: square the tolerance.": (
            lambda d, tolerance: (
                _nodes(d, tolerance) ** d,
                int(np.ceil(((np.pi**2 / 8) ** d - 1) / tolerance)),
            )
        ),
        "a draw is whole: round up.": (
            lambda d, tolerance: (
                _nodes(d, tolerance) ** d,
                ((np.pi**2 / 8) ** d - 1) / tolerance**2,
            )
        ),
        "round the draws up: with one fewer the error is above the tolerance.": (
            lambda d, tolerance: (_nodes(d, tolerance) ** d, _draws(d, tolerance) - 1)
        ),
        "in this order: the grid, then the draws.": (
            lambda d, tolerance: _bill(d, tolerance)[::-1]
        ),
    },
)
