r"""Pi without chance: Archimedes' polygons, Leibniz' and Machin's series.

What each costs is counted as one would write it by hand: a sum, a product, a quotient and a root
are one operation each, constants are free.

Source: Archimedes, Measurement of a Circle, proposition 3, in the recurrence of Pfaff (1800);
Beckmann (1971), A History of Pi; Machin (1706) in Jones, Synopsis Palmariorum Matheseos.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.probability.pi_digits import inverse_tangent, pi_integer

__all__ = [
    "PiSequence",
    "PolygonPi",
    "archimedes_polygons",
    "double_polygon",
    "leibniz_series",
    "machin_series",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PiSequence(Result):
    """Ever better values of pi and the work that each has cost."""

    estimate: FloatArray  # (n,)
    error: FloatArray  # (n,) |estimate - pi|
    work: IntArray  # (n,) arithmetic operations so far


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PolygonPi(Result):
    """Pi between two polygons; row k is the state after k doublings of the hexagon."""

    sides: IntArray  # (n + 1,) 6 * 2**k
    lower: FloatArray  # (n + 1,) half the perimeter of the polygon inside the unit circle
    upper: FloatArray  # (n + 1,) half the perimeter of the one around it
    estimate: FloatArray  # (n + 1,) (2 lower + upper) / 3
    error: FloatArray  # (n + 1,) |estimate - pi|, at best a rounding error
    work: IntArray  # (n + 1,) arithmetic operations of a run that stops here


def double_polygon(lower: float, upper: float) -> tuple[float, float]:
    r"""Half-perimeters of the polygons with twice as many sides.

    .. math:: b' = \frac{2ab}{a + b}, \qquad a' = \sqrt{a\,b'}

    with :math:`a` inside and :math:`b` around the circle. Nothing is subtracted, so nothing
    cancels: the textbook recurrence for the side, :math:`s' = \sqrt{2 - \sqrt{4 - s^2}}`, loses
    all its digits after some 25 doublings.

    Parameters
    ----------
    lower, upper : float
        Positive half-perimeters of the inner and the outer polygon.

    Returns
    -------
    tuple of two floats
        The new inner and outer half-perimeter.

    Examples
    --------
    From the hexagon to the dodecagon:

    >>> lower, upper = double_polygon(3.0, 2 * 3**0.5)
    >>> round(lower, 4), round(upper, 4)
    (3.1058, 3.2154)
    """
    lower, upper = check.positive("lower", lower), check.positive("upper", upper)
    # Factored so that neither product nor sum of two large numbers overflows.
    upper = 2.0 * lower / (lower / upper + 1.0)
    return lower**0.5 * upper**0.5, upper


def archimedes_polygons(n_doublings: int) -> PolygonPi:
    r"""Bounds on pi from polygons in and around the unit circle, starting with the hexagon.

    Each doubling divides the gap between the bounds by 4; the estimate
    :math:`(2a + b)/3` of Snell (1621) gains a factor of 16.

    Parameters
    ----------
    n_doublings : int
        Number of doublings, from 0 to 50 (after 26 the bounds meet in double precision).

    Returns
    -------
    PolygonPi
        The start costs 2 operations (a root, a product), a doubling 6 (three products, a sum,
        a quotient, a root), and the estimate 3 (a product, a sum, a quotient), once, at the
        end. The bounds hold up to rounding.

    Examples
    --------
    Archimedes' own 96-gon, 3 10/71 < pi < 3 1/7:

    >>> run = archimedes_polygons(4)
    >>> int(run.sides[-1]), round(float(run.lower[-1]), 4), round(float(run.upper[-1]), 4)
    (96, 3.141, 3.1427)
    """
    n = check.integer("n_doublings", n_doublings, high=50)
    bounds = [(3.0, 2.0 * 3.0**0.5)]
    for _ in range(n):
        bounds.append(double_polygon(*bounds[-1]))
    lower, upper = np.array(bounds).T.copy()
    estimate = (2.0 * lower + upper) / 3.0
    doublings = np.arange(n + 1, dtype=np.int64)  # 6 * 2**29 is beyond 32 bits
    return PolygonPi(
        sides=6 * 2**doublings,
        lower=lower,
        upper=upper,
        estimate=estimate,
        error=np.abs(estimate - np.pi),
        work=2 + 6 * doublings + 3,
    )


def leibniz_series(n_terms: int) -> PiSequence:
    r"""Partial sums of Leibniz' series, :math:`\pi = 4(1 - \tfrac13 + \tfrac15 - \dots)`.

    After n terms the error is close to 1/n: one more digit costs ten times the terms.

    Parameters
    ----------
    n_terms : int
        Number of terms, at least 1.

    Returns
    -------
    PiSequence
        Row ``k`` is the sum of the first ``k + 1`` terms; a term costs 3 operations (next odd
        number, quotient, sum).

    Examples
    --------
    >>> run = leibniz_series(1000)
    >>> run.estimate[[0, 1, 999]].round(4).tolist()
    [4.0, 2.6667, 3.1406]
    """
    n = check.integer("n_terms", n_terms, low=1)
    k = np.arange(n, dtype=np.int64)
    estimate = np.cumsum(np.where(k % 2 == 0, 4.0, -4.0) / (2 * k + 1))
    return PiSequence(estimate=estimate, error=np.abs(estimate - np.pi), work=3 * (k + 1))


def machin_series(n_terms: int) -> PiSequence:
    r"""Partial sums of Machin's formula, :math:`\pi = 16\arctan\tfrac15 - 4\arctan\tfrac1{239}`.

    The terms of both series are taken in the order of their size, so none is computed before it
    matters: about ten of :math:`\arctan\frac15`, which adds 1.4 digits a term, to three of
    :math:`\arctan\frac1{239}`, which adds 4.8. The sums are kept in whole numbers with enough
    digits, so ``error`` goes on falling below the 1e-16 at which ``estimate``, a float, has to
    stop.

    Parameters
    ----------
    n_terms : int
        Terms of both series together, from 1 to 200 (an error of 1e-218).

    Returns
    -------
    PiSequence
        Row ``k`` is the sum of the ``k + 1`` largest terms. The series start with 16/5 and
        4/239, one operation and two (a quotient; a difference joins the second to the first);
        every other term costs 4: the next odd number, a quotient by the square of 5 or 239, a
        quotient by the odd number, a sum.

    Examples
    --------
    Seven terms, five of the first series and two of the second, are worth seven digits:

    >>> run = machin_series(7)
    >>> run.estimate[:4].round(6).tolist()
    [3.2, 3.157333, 3.140597, 3.141621]
    >>> run.work[:4].tolist()
    [1, 5, 7, 11]
    >>> bool(run.error[-1] < 1e-7)
    True
    """
    n = check.integer("n_terms", n_terms, low=1, high=200)
    places = 2 * n + 20
    unit = 10**places
    terms: list[tuple[int, int]] = []  # in units, and what each costs
    for m, factor, first in ((5, 16, 1), (239, -4, 2)):
        sums = [0, *inverse_tangent(m, unit, n_terms=n)]
        values = [factor * (after - before) for before, after in pairwise(sums)]
        terms += [(value, 4 if k else first) for k, value in enumerate(values)]
    terms.sort(key=lambda term: -abs(term[0]))
    sums = [sum(value for value, _ in terms[: k + 1]) for k in range(n)]
    exact = pi_integer(places)
    return PiSequence(
        estimate=np.array([value / unit for value in sums]),
        error=np.array([abs(value - exact) / unit for value in sums]),
        work=np.cumsum([cost for _, cost in terms[:n]], dtype=np.int64),
    )
