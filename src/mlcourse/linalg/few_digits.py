r"""Two equations solved with few digits: each number is exact first, then cut to what is kept.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lecture 20, for the experiment; Higham
(2002), Accuracy and Stability of Numerical Algorithms, section 2.2, for the model: each operation
is the exact one, rounded.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mlcourse import _check as check
from mlcourse._result import Result

__all__ = ["Entry", "Ledger", "kept", "solve_two"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One operation on numbers that were kept: its exact result, and what is kept of it."""

    name: str
    exact: Fraction
    kept: Fraction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ledger(Result):
    """The elimination of two equations, operation by operation."""

    a: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]  # rows as they were used
    b: tuple[Fraction, Fraction]
    swapped: bool
    entries: tuple[Entry, ...]  # named "m", "u", "c", "y", "gap", "x" (see `solve_two`)

    def __getitem__(self, name: str) -> Entry:
        return next(entry for entry in self.entries if entry.name == name)


def _exact(name: str, value: object) -> Fraction:
    """A number that was given exactly: a float would bring its own rounding with it."""
    try:
        if isinstance(value, (Fraction, int, str)) and not isinstance(value, bool):
            return Fraction(value)
    except ValueError:
        pass
    raise ValueError(
        f'{name} must be a Fraction, a whole number or a text such as "1e-20", got {value!r:.60}'
    )


def _digits(digits: int | None) -> int | None:
    return None if digits is None else check.integer("digits", digits, low=1)


def kept(value: Fraction | int | str, *, digits: int | None) -> Fraction:
    """Return a number as a computer with few digits stores it.

    Parameters
    ----------
    value : Fraction, whole number or text
        The exact number; a text such as ``"0.0001"`` or ``"1e-20"`` is taken exactly.
    digits : int or None
        Significant decimal digits, at least 1; ``None`` for the 53 bits of a double.

    Returns
    -------
    Fraction
        The nearest number that can be stored; of two, the one with the even last digit.

    Examples
    --------
    >>> kept(-9999, digits=3)
    Fraction(-10000, 1)
    >>> kept(2**53 + 1, digits=None) == 2**53
    True
    """
    value, digits = _exact("value", value), _digits(digits)
    if digits is None:
        return Fraction(float(value))
    if value == 0:
        return value
    size, power = abs(value), 0
    while size >= 10**digits:
        size, power = size / 10, power + 1
    while size < 10 ** (digits - 1):
        size, power = size * 10, power - 1
    return (1 if value > 0 else -1) * round(size) * Fraction(10) ** power


def _pair(name: str, given: Any, *, deep: bool = False) -> Any:
    """Two things: numbers made exact, or (``deep``) rows that are looked at later."""
    if not isinstance(given, (tuple, list)) or len(given) != 2:
        raise ValueError(f"{name} must be made of pairs of numbers, got {given!r:.60}")
    return tuple(given) if deep else tuple(_exact(name, one) for one in given)


def solve_two(
    a: tuple[tuple[str, str], tuple[str, str]],
    b: tuple[str, str],
    *,
    digits: int | None = 3,
    pivoting: bool = False,
) -> Ledger:
    r"""Solve two equations by elimination, and write every operation down.

    With the multiplier :math:`m = a_{21}/a_{11}` the second equation becomes
    :math:`u\,y = c` with :math:`u = a_{22} - m a_{12}` and :math:`c = b_2 - m b_1`; then
    :math:`x = g / a_{11}` with the gap :math:`g = b_1 - a_{12} y`.

    Parameters
    ----------
    a : rows of two numbers as text
        The coefficients, taken exactly and then stored; no pivot may become zero.
    b : two numbers as text
        The right sides.
    digits : int or None
        Significant decimal digits; ``None`` for a double.
    pivoting : bool
        Take the equation with the larger coefficient of x first.

    Returns
    -------
    Ledger
        Products are rounded before they are subtracted, as on a computer without fused steps.

    Examples
    --------
    >>> run = solve_two((("1e-4", "1"), ("1", "1")), ("1", "2"))
    >>> [(entry.name, float(entry.exact), float(entry.kept)) for entry in run.entries[:3]]
    [('m', 10000.0, 10000.0), ('u', -9999.0, -10000.0), ('c', -9998.0, -10000.0)]
    >>> float(run["x"].kept), float(run["y"].kept)
    (0.0, 1.0)
    """
    pivoting, digits = check.boolean("pivoting", pivoting), _digits(digits)

    def keep(value: Fraction) -> Fraction:
        return kept(value, digits=digits)

    table = [_pair("a", row) for row in _pair("a", a, deep=True)]
    rows = [
        ((keep(row[0]), keep(row[1])), keep(right))
        for row, right in zip(table, _pair("b", b), strict=True)
    ]
    swapped = pivoting and abs(rows[1][0][0]) > abs(rows[0][0][0])
    if swapped:
        rows.reverse()
    (p, q), b1 = rows[0]
    (r, s), b2 = rows[1]
    if p == 0:
        raise ValueError("a must be such that no pivot is zero, got a zero in the first column")
    entries = []

    def write(name: str, exact: Fraction) -> Fraction:
        entries.append(Entry(name=name, exact=exact, kept=keep(exact)))
        return entries[-1].kept

    m = write("m", r / p)
    u = write("u", s - keep(m * q))
    c = write("c", b2 - keep(m * b1))
    if u == 0:
        raise ValueError("a must be such that no pivot is zero, got one that was rounded to zero")
    y = write("y", c / u)
    gap = write("gap", b1 - keep(q * y))
    write("x", gap / p)
    return Ledger(a=((p, q), (r, s)), b=(b1, b2), swapped=swapped, entries=tuple(entries))
