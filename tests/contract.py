"""One way to prove that every public function answers bad input with a clear error.

Each package's tests hold a ``contracts.py`` with ``CONTRACTS``: for every public function a
call that works and, for every parameter, the kinds of bad value it must refuse.  The suite in
``test_contracts.py`` draws bad values with hypothesis, puts one into the working call, and
demands a ``ValueError`` or ``TypeError`` that names the parameter and shows what came.
It fails when a public function, or one of its parameters, has no entry.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st

__all__ = ["ANYTHING", "Contract", "bad"]

ANYTHING = None  # a parameter for which no value is wrong (say in a comment why)

_not_numbers = st.sampled_from(["one", None, [], {}, object(), 1j, np.array([1.0, 2.0]), b"1"])
_not_finite = st.sampled_from([np.nan, np.inf, -np.inf])
_negative = st.floats(max_value=-1e-300, allow_nan=False, allow_infinity=False)


def _spoiled(*shape: int) -> st.SearchStrategy[Any]:
    """An array of the given shape with one entry that is not finite."""

    @st.composite
    def draw(draw: st.DrawFn) -> np.ndarray:
        out = np.ones(shape)
        out.flat[draw(st.integers(0, out.size - 1))] = draw(_not_finite)
        return out

    return draw()


_not_arrays = st.sampled_from(["one", None, {}, object(), np.array([1j, 2.0]), ["a", "b"]])


class bad:
    """Kinds of bad values; combine them with ``|``."""

    number = _not_numbers | _not_finite
    positive = number | st.just(0.0) | _negative
    non_negative = number | _negative
    probability = non_negative | st.floats(min_value=1.0000001, allow_infinity=False)
    boolean = st.sampled_from([None, 0, 1, "yes", 1.0, np.array([True])])
    function = st.sampled_from([None, 3, "f", np.ones(2)])
    rng = st.sampled_from([None, -1, 1.5, "seed", np.nan, True, [1]])
    choice = st.sampled_from(["no such choice", None, 17, np.nan, ""])
    vector = (
        _not_arrays
        | _spoiled(3)
        | st.sampled_from([np.ones((2, 2)), np.float64(1.0), np.empty(0), np.ones((1, 2, 3))])
    )
    matrix = (
        _not_arrays
        | _spoiled(2, 2)
        | st.sampled_from([np.ones(3), np.float64(1.0), np.empty((0, 2)), np.ones((1, 2, 3))])
    )
    square = matrix | st.sampled_from([np.ones((2, 3)), np.ones((3, 1))])
    array = _not_arrays | _spoiled(2, 2) | _spoiled(3)
    probabilities = vector | st.sampled_from(
        [np.array([0.5, 0.6]), np.array([-0.1, 1.1]), np.array([0.0, 0.0])]
    )

    @staticmethod
    def below(low: float) -> st.SearchStrategy[Any]:
        """Numbers under ``low``."""
        return st.floats(max_value=low, exclude_max=True, allow_nan=False, allow_infinity=False)

    @staticmethod
    def above(high: float) -> st.SearchStrategy[Any]:
        """Numbers over ``high``."""
        return st.floats(min_value=high, exclude_min=True, allow_nan=False, allow_infinity=False)

    @staticmethod
    def count(low: int = 0) -> st.SearchStrategy[Any]:
        """Not a whole number of at least ``low``."""
        return (
            _not_numbers
            | _not_finite
            | st.sampled_from([1.5, True])
            | st.integers(max_value=low - 1)
        )

    @staticmethod
    def one_of(*values: Any) -> st.SearchStrategy[Any]:
        """The bad values given, and no others."""
        return st.sampled_from(list(values))


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A working call of one public function and what each parameter must refuse."""

    call: Callable[..., Any]
    good: dict[str, Any] | Callable[[], dict[str, Any]]  # keyword arguments of a working call
    refuses: dict[str, st.SearchStrategy[Any] | None] = field(default_factory=dict)
