r"""Pearson's chi-squared test: do counts fit the probabilities they should have?

Source: Pearson (1900), On the criterion that a given system of deviations ..., Phil. Mag. 50;
Casella and Berger (2002), Statistical Inference, 2nd ed., section 10.3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["ChiSquaredTest", "chi_squared_test"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChiSquaredTest(Result):
    """The distance of counts from what is expected, and how often chance goes further."""

    expected: FloatArray  # (k,) counts
    contributions: FloatArray  # (k,) what each cell adds to the statistic
    statistic: float
    degrees_of_freedom: int
    p_value: float


def chi_squared_test(counts: ArrayLike, *, probabilities: ArrayLike) -> ChiSquaredTest:
    r"""Test whether counts come from a multinomial with the given probabilities.

    :math:`\chi^2 = \sum_{i=1}^k (n_i - n p_i)^2 / (n p_i)`, approximately chi-squared with
    :math:`k - 1` degrees of freedom when every :math:`n p_i` is at least about 5.

    Parameters
    ----------
    counts : array of shape (k,)
        Whole numbers of at least 0, at least two cells and one count.
    probabilities : array of shape (k,)
        Positive numbers that sum to 1.

    Returns
    -------
    ChiSquaredTest
        Expected counts, the statistic, cell by cell, and its p-value.

    Examples
    --------
    >>> test = chi_squared_test([8, 12, 10], probabilities=[1 / 3, 1 / 3, 1 / 3])
    >>> round(test.statistic, 4), test.degrees_of_freedom, round(test.p_value, 4)
    (0.8, 2, 0.6703)
    """
    counts = check.vector("counts", counts)
    if len(counts) < 2:
        raise ValueError(f"counts must be a vector of at least 2 cells, got {len(counts)}")
    if np.any(counts < 0) or np.any(counts != np.floor(counts)):
        bad = counts[(counts < 0) | (counts != np.floor(counts))][0]
        raise ValueError(f"counts must be whole numbers of at least 0, got an entry {bad}")
    n = counts.sum()
    if n == 0:
        raise ValueError("counts must be of at least one observation, got only zeros")
    probabilities = check.probabilities("probabilities", probabilities)
    if len(probabilities) != len(counts) or np.any(probabilities == 0):
        raise ValueError(
            f"probabilities must be {len(counts)} positive numbers, got "
            f"{len(probabilities)} of which {np.count_nonzero(probabilities)} are positive"
        )
    expected = n * probabilities
    contributions = (counts - expected) ** 2 / expected
    statistic = float(contributions.sum())
    return ChiSquaredTest(
        expected=expected,
        contributions=contributions,
        statistic=statistic,
        degrees_of_freedom=len(counts) - 1,
        p_value=float(chdtrc(len(counts) - 1, statistic)),
    )
