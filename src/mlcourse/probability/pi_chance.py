r"""Pi by chance: darts at a square and Buffon's needle.

Both count how often something with a probability made of pi happens, so both errors shrink
as :math:`1/\sqrt n`: a hundred times the work for one more digit.

Source: Buffon (1777), Essai d'arithmetique morale; Blitzstein and Hwang (2019), Introduction to
Probability, 2nd ed., example 10.2.6 (darts).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import BoolArray, FloatArray, IntArray
from mlcourse._result import Result

__all__ = ["ChancePi", "buffon_needle", "in_disk", "throw_darts"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChancePi(Result):
    """The whole course of one experiment; row k is the state after k + 1 throws."""

    points: FloatArray  # (n, 2) where each dart fell, or each needle (see the function)
    hits: BoolArray  # (n,) whether the counted thing happened
    estimate: FloatArray  # (n,) estimate of pi; inf until a needle crosses a line
    standard_error: FloatArray  # (n,) estimated from the throws so far; inf as above
    funnel: FloatArray  # (n,) the true standard error, for which one has to know pi
    error: FloatArray  # (n,) |estimate - pi|
    work: IntArray  # (n,) arithmetic operations so far, a random number counted as one


def in_disk(points: ArrayLike) -> BoolArray:
    r"""Which points lie in the unit disk, :math:`x^2 + y^2 \le 1`.

    Parameters
    ----------
    points : array of shape (n, 2)
        Finite coordinates.

    Returns
    -------
    boolean array of shape (n,)
        True on the rim, too.

    Examples
    --------
    >>> in_disk([[0.5, 0.5], [0.9, 0.9]]).tolist()
    [True, False]
    """
    points = check.matrix("points", points, cols=2)
    return np.sum(points**2, axis=1) <= 1.0


def throw_darts(n_darts: int, *, rng: np.random.Generator | int) -> ChancePi:
    r"""Estimate pi by the share of darts in the square :math:`[-1, 1]^2` that hit the disk.

    .. math:: P(\text{hit}) = \pi/4, \qquad \hat\pi = 4\,\text{hits}/n, \qquad
              \operatorname{se} = \sqrt{\pi(4 - \pi)/n}

    Parameters
    ----------
    n_darts : int
        Number of darts, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    ChancePi
        ``points`` holds the darts. A dart costs 7 operations: two random numbers, two squares,
        a sum, a comparison, a count.

    Examples
    --------
    >>> run = throw_darts(10_000, rng=0)
    >>> bool(run.error[-1] < 3 * run.funnel[-1])
    True
    >>> round(float(run.funnel[-1]), 4)
    0.0164
    """
    n = check.integer("n_darts", n_darts, low=1)
    points = 2.0 * check.generator("rng", rng).random((n, 2)) - 1.0
    hits = in_disk(points)
    throws = np.arange(1, n + 1, dtype=np.int64)
    share = np.cumsum(hits) / throws
    return ChancePi(
        points=points,
        hits=hits,
        estimate=4.0 * share,
        standard_error=4.0 * np.sqrt(share * (1.0 - share) / throws),
        funnel=np.sqrt(np.pi * (4.0 - np.pi) / throws),
        error=np.abs(4.0 * share - np.pi),
        work=7 * throws,
    )


def buffon_needle(
    n_needles: int, *, length: float = 1.0, rng: np.random.Generator | int
) -> ChancePi:
    r"""Estimate pi by how often a needle crosses one of many lines a unit apart.

    A needle of length :math:`\ell` whose centre lies :math:`d` from the nearest line crosses it
    if :math:`d \le \tfrac12 \ell \sin\theta`:

    .. math:: P(\text{cross}) = 2\ell/\pi, \qquad \hat\pi = 2\ell n / \text{crossings}, \qquad
              \operatorname{se} \approx \pi\sqrt{(\pi/(2\ell) - 1)/n}

    The direction is that of a Gaussian point in the plane, so that pi is not put in by the back
    door with an angle between 0 and pi.

    Parameters
    ----------
    n_needles : int
        Number of needles, at least 1.
    length : float
        Length of the needle, in (0, 1], as a multiple of the distance between lines.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    ChancePi
        ``points`` holds the distance of each centre from its nearest line, in [0, 1/2], and
        the sine of the needle's angle to the lines, in [0, 1]. A needle costs 12 operations:
        three random numbers; two squares, a sum, a root and a division for the sine; two
        products, a comparison, a count.

    Examples
    --------
    >>> run = buffon_needle(10_000, rng=0)
    >>> bool(run.error[-1] < 3 * run.funnel[-1])
    True
    """
    n = check.integer("n_needles", n_needles, low=1)
    length = check.in_range("length", length, 0.0, 1.0, open_low=True)
    rng = check.generator("rng", rng)
    distance = 0.5 * rng.random(n)
    along, across = np.abs(rng.standard_normal((2, n)))
    sine = across / np.hypot(along, across)
    hits = distance <= 0.5 * length * sine
    throws = np.arange(1, n + 1, dtype=np.int64)
    share = np.cumsum(hits) / throws
    with np.errstate(divide="ignore"):  # no crossing yet: the estimate is infinite
        estimate = 2.0 * length / share
    spread = np.full(n, np.inf)
    known = share > 0
    spread[known] = np.sqrt((1.0 - share[known]) / (share[known] * throws[known]))
    return ChancePi(
        points=np.column_stack([distance, sine]),
        hits=hits,
        estimate=estimate,
        standard_error=estimate * spread,
        funnel=np.pi * np.sqrt((np.pi / (2.0 * length) - 1.0) / throws),
        error=np.abs(estimate - np.pi),
        work=12 * throws,
    )
