r"""Two events in one square: the overlap table behind the mosaic plot.

Two events are described by three numbers, :math:`P(A)`, :math:`P(B)` and the overlap
:math:`P(A \cap B)`; every conditional probability follows from them.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., sections 2.2 and 2.5;
the limits of the overlap are those of Frechet (1951), Sur les tableaux de correlation.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["OverlapTable", "overlap_bounds", "overlap_table"]


ROUNDING = 1e-12  # an overlap computed as p_a + p_b - 1 may miss its limit by a few eps


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OverlapTable(Result):
    """Joint and conditional probabilities of two events; NaN where the condition never happens."""

    joint: FloatArray  # (2, 2): rows A, not A; columns B, not B
    p_a: float
    p_b: float
    p_a_given_b: float
    p_a_given_not_b: float
    p_b_given_a: float
    p_b_given_not_a: float
    gap: float  # P(A and B) - P(A) P(B); 0 for independent events


def overlap_bounds(p_a: float, p_b: float) -> tuple[float, float]:
    r"""Smallest and largest possible overlap of two events.

    .. math:: \max(0, P(A) + P(B) - 1) \le P(A \cap B) \le \min(P(A), P(B))

    Parameters
    ----------
    p_a, p_b : float
        Probabilities of the events, in [0, 1].

    Returns
    -------
    tuple of two floats
        The lower and the upper limit.

    Examples
    --------
    >>> low, high = overlap_bounds(0.7, 0.6)
    >>> round(low, 3), round(high, 3)
    (0.3, 0.6)
    """
    p_a, p_b = check.probability("p_a", p_a), check.probability("p_b", p_b)
    return max(0.0, p_a + p_b - 1.0), min(p_a, p_b)


def overlap_table(p_a: float, p_b: float, p_both: float) -> OverlapTable:
    r"""All joint and conditional probabilities of two events.

    .. math:: P(A \mid B) = P(A \cap B) / P(B), \qquad P(B \mid A) = P(A \cap B) / P(A)

    The mosaic plot draws columns of width :math:`P(A)` and :math:`P(\bar A)`, filled to the
    heights ``p_b_given_a`` and ``p_b_given_not_a``: level heights mean independent events.

    Parameters
    ----------
    p_a, p_b : float
        Probabilities of the events, in [0, 1].
    p_both : float
        Probability that both happen, within :func:`overlap_bounds`.

    Returns
    -------
    OverlapTable
        Joint, (2, 2), and conditional probabilities; NaN where the condition never happens.

    Examples
    --------
    >>> table = overlap_table(0.5, 0.2, 0.15)
    >>> round(table.p_a_given_b, 3), round(table.p_b_given_a, 3)
    (0.75, 0.3)
    >>> table.joint.round(3).tolist()
    [[0.15, 0.35], [0.05, 0.45]]
    """
    low, high = overlap_bounds(p_a, p_b)
    p_a, p_b = float(p_a), float(p_b)
    p_both = check.in_range("p_both", p_both, low - ROUNDING, high + ROUNDING)
    p_both = min(max(p_both, low), high)
    neither = max(0.0, 1.0 - p_a - p_b + p_both)
    only_a, only_b = p_a - p_both, p_b - p_both

    def share(part: float, whole: float) -> float:
        return min(1.0, part / whole) if whole > 0 else float("nan")

    return OverlapTable(
        joint=np.array([[p_both, only_a], [only_b, neither]]),
        p_a=p_a,
        p_b=p_b,
        p_a_given_b=share(p_both, p_b),
        p_a_given_not_b=share(only_a, 1.0 - p_b),
        p_b_given_a=share(p_both, p_a),
        p_b_given_not_a=share(only_b, 1.0 - p_a),
        gap=p_both - p_a * p_b,
    )
