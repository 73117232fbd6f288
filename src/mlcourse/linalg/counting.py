r"""Numbers that count: an algorithm is run on them, and they tell what it has cost.

Source: Trefethen and Bau (1997), Numerical Linear Algebra, Lecture 8, for the counts themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check

__all__ = ["Counted", "count_products"]


class Counted:
    """A number that adds 1 to its counter at each product, quotient and square root.

    Arrays of them (``dtype=object``) go through ``+ - * / @``, ``np.sqrt`` and comparisons as
    numbers do.
    """

    __slots__ = ("tally", "value")

    def __init__(self, value: float, tally: list[int]) -> None:
        self.value, self.tally = float(value), tally

    def _made(self, value: float, *, price: int) -> Counted:
        self.tally[0] += price
        return Counted(value, self.tally)

    def __mul__(self, other: Any) -> Counted:
        if isinstance(other, np.ndarray):
            return NotImplemented  # the array takes each of its numbers in turn
        return self._made(self.value * float(other), price=1)

    def __truediv__(self, other: Any) -> Counted:
        if isinstance(other, np.ndarray):
            return NotImplemented  # the array takes each of its numbers in turn
        return self._made(self.value / float(other), price=1)

    def __rtruediv__(self, other: Any) -> Counted:
        if isinstance(other, np.ndarray):
            return NotImplemented  # the array takes each of its numbers in turn
        return self._made(float(other) / self.value, price=1)

    def __add__(self, other: Any) -> Counted:
        if isinstance(other, np.ndarray):
            return NotImplemented  # the array takes each of its numbers in turn
        return self._made(self.value + float(other), price=0)

    def __sub__(self, other: Any) -> Counted:
        if isinstance(other, np.ndarray):
            return NotImplemented  # the array takes each of its numbers in turn
        return self._made(self.value - float(other), price=0)

    def __rsub__(self, other: Any) -> Counted:
        if isinstance(other, np.ndarray):
            return NotImplemented  # the array takes each of its numbers in turn
        return self._made(float(other) - self.value, price=0)

    __rmul__ = __mul__
    __radd__ = __add__

    def __neg__(self) -> Counted:
        return self._made(-self.value, price=0)

    def __abs__(self) -> Counted:
        return self._made(abs(self.value), price=0)

    def sqrt(self) -> Counted:
        """The square root; ``np.sqrt`` of an array of objects calls it."""
        return self._made(sqrt(self.value), price=1)

    def __float__(self) -> float:
        return self.value

    def __eq__(self, other: object) -> bool:
        return self.value == float(other)  # type: ignore[arg-type]

    def __lt__(self, other: Any) -> bool:
        return self.value < float(other)

    def __le__(self, other: Any) -> bool:
        return self.value <= float(other)

    def __gt__(self, other: Any) -> bool:
        return self.value > float(other)

    def __ge__(self, other: Any) -> bool:
        return self.value >= float(other)

    __hash__ = None  # type: ignore[assignment]


def count_products(fun: Callable[..., Any], inputs: Sequence[ArrayLike]) -> int:
    """Return how many products, quotients and square roots a function does.

    Additions and comparisons are free; a product with a zero counts as any other.

    Parameters
    ----------
    fun : callable
        Uses ``+ - * / @``, ``abs``, ``np.sqrt``, comparisons and indexing on what it is given.
        (Routines of NumPy in compiled code, such as ``np.linalg``, do not take these numbers.)
    inputs : list of arrays
        Vectors and matrices, with which ``fun`` is called.

    Returns
    -------
    int
        The count.

    Examples
    --------
    >>> count_products(lambda a, v: a @ v, [np.ones((3, 4)), np.ones(4)])
    12
    >>> count_products(lambda v: np.sqrt(v @ v), [[3.0, 4.0]])
    3
    """
    check.function("fun", fun)
    if not isinstance(inputs, (list, tuple)):
        raise TypeError(f"inputs must be a list of arrays, got {inputs!r:.60}")
    tally = [0]
    given = []
    for one in inputs:
        plain = check.array("inputs", one, ndim=(1, 2))
        counted = np.empty(plain.shape, dtype=object)
        for index, value in np.ndenumerate(plain):
            counted[index] = Counted(value, tally)
        given.append(counted)
    fun(*given)
    return tally[0]
