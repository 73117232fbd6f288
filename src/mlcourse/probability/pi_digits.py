r"""The digits of pi, as many as wanted, and a test of how random they look.

Machin's formula in whole numbers: every quantity is scaled by a power of ten, so Python's
integers carry all the digits. The digits are determined, and yet they pass the chi-squared
test that a fair ten-sided die passes.

Source: Machin (1706) in Jones, Synopsis Palmariorum Matheseos; Pearson (1900), On the criterion
that a given system of deviations ..., Philosophical Magazine 50, for the test.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincc

from mlcourse import _check as check
from mlcourse._check import IntArray
from mlcourse._result import Result

__all__ = ["DigitTest", "digit_test", "inverse_tangent", "pi_digits", "pi_integer"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DigitTest(Result):
    """Pearson's chi-squared test that ten digits are equally frequent."""

    counts: IntArray  # (10,) how often 0 ... 9 occur
    expected: float  # n / 10
    statistic: float  # sum of (count - expected)^2 / expected
    degrees_of_freedom: int  # 9: ten counts with a known sum
    p_value: float  # probability of a statistic at least as large if digits were random


def inverse_tangent(m: int, unit: int, *, n_terms: int) -> list[int]:
    r"""Partial sums of :math:`u\arctan\frac1m = u(\frac1m - \frac1{3m^3} + \frac1{5m^5} - \dots)`.

    Parameters
    ----------
    m : int
        The whole number under the one, at least 2.
    unit : int
        The scale :math:`u`, at least 1: 10**k for k places.
    n_terms : int
        Number of terms, at least 1.

    Returns
    -------
    list of n_terms ints
        Each quotient is rounded down, so the sum of k terms may be off by 2k.

    Examples
    --------
    >>> inverse_tangent(5, 10**8, n_terms=3)
    [20000000, 19733334, 19739734]
    """
    m = check.integer("m", m, low=2)
    unit = check.integer("unit", unit, low=1)
    n_terms = check.integer("n_terms", n_terms, low=1)
    return list(_partial_sums(m, unit, n_terms))


def _partial_sums(m: int, unit: int, n_terms: int) -> Iterator[int]:
    power = unit // m
    total = 0
    for k in range(n_terms):
        term = power // (2 * k + 1)
        total += -term if k % 2 else term
        power //= m * m
        yield total


def _terms_for(m: int, unit: int) -> int:
    """Number of terms after which those of ``inverse_tangent`` are below one unit."""
    # A term is below unit / m**(2k); bit lengths bound both logarithms on the safe side.
    return unit.bit_length() // (2 * (m.bit_length() - 1)) + 1


def pi_integer(n_places: int) -> int:
    r"""The whole part of :math:`10^n \pi`, by Machin's formula.

    .. math:: \pi = 16\arctan\tfrac15 - 4\arctan\tfrac1{239}

    Parameters
    ----------
    n_places : int
        Decimal places, at least 0.

    Returns
    -------
    int
        Exact: guard digits are added until the rounding error cannot change the answer.

    Examples
    --------
    >>> pi_integer(20)
    314159265358979323846
    """
    n = check.integer("n_places", n_places)
    guard = 10
    while True:
        unit = 10 ** (n + guard)
        terms = _terms_for(5, unit), _terms_for(239, unit)
        fifth, small = (
            _last(_partial_sums(m, unit, k)) for m, k in zip((5, 239), terms, strict=True)
        )
        value = 16 * fifth - 4 * small
        # Two roundings down a term, and less than one unit for the terms left out.
        slack = 16 * (2 * terms[0] + 1) + 4 * (2 * terms[1] + 1)
        lower, upper = (value - slack) // 10**guard, (value + slack) // 10**guard
        if lower == upper:
            return lower
        guard *= 2


def _last(items: Iterator[int]) -> int:
    """Last item of an iterator that has one."""
    item = 0
    for item in items:  # noqa: B007 - only the last is wanted
        pass
    return item


def _decimal_string(number: int, width: int) -> str:
    """``str(number).zfill(width)`` by halves: Python refuses to print over 4,300 digits at once."""
    if width <= 2000:
        return str(number).zfill(width)
    low = width // 2
    high_part, low_part = divmod(number, 10**low)
    return _decimal_string(high_part, width - low) + _decimal_string(low_part, low)


def pi_digits(n_digits: int) -> IntArray:
    r"""The first decimal digits of pi after the point: 1, 4, 1, 5, 9, ...

    Parameters
    ----------
    n_digits : int
        Number of digits, at least 1. The time grows as the square: about 0.1 s for 10,000.

    Returns
    -------
    int array of shape (n_digits,)
        Each from 0 to 9.

    Examples
    --------
    >>> pi_digits(12).tolist()
    [1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9]
    """
    n = check.integer("n_digits", n_digits, low=1)
    text = _decimal_string(pi_integer(n) - 3 * 10**n, n)
    return np.frombuffer(text.encode(), dtype=np.uint8).astype(np.int64) - ord("0")


def digit_test(digits: ArrayLike) -> DigitTest:
    r"""Test whether ten digits are equally frequent.

    .. math:: \chi^2 = \sum_{d=0}^{9} \frac{(n_d - n/10)^2}{n/10}

    follows the chi-squared distribution with 9 degrees of freedom when n random digits are
    counted (well from about n = 50 on).

    Parameters
    ----------
    digits : array of shape (n,)
        Whole numbers from 0 to 9.

    Returns
    -------
    DigitTest
        Counts of the ten digits, the statistic and its p-value.

    Examples
    --------
    >>> test = digit_test(pi_digits(1000))
    >>> test.counts.tolist()
    [93, 116, 103, 102, 93, 97, 94, 95, 101, 106]
    >>> round(test.statistic, 2), round(test.p_value, 3)
    (4.74, 0.856)
    """
    digits = check.labels("digits", digits, n_classes=10)
    # bincount takes whole numbers of the index type only, which has 32 bits in the browser.
    counts = np.bincount(digits.astype(np.intp), minlength=10).astype(np.int64)
    expected = digits.size / 10
    statistic = float(np.sum((counts - expected) ** 2) / expected)
    return DigitTest(
        counts=counts,
        expected=expected,
        statistic=statistic,
        degrees_of_freedom=9,
        p_value=float(gammaincc(9 / 2, statistic / 2)),
    )
