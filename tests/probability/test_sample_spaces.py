"""Finite spaces against exact fractions and plain enumeration."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse.probability.overlap import overlap_bounds, overlap_table
from mlcourse.probability.sample_spaces import (
    are_independent,
    condition,
    conditional_probability,
    event_probability,
    product_space,
)
from mlcourse.probability.variables import joint_table, random_variable

# A dozen additions and one division of numbers below 1 round off by far less.
CLOSE = 1e-13

weights = st.lists(st.integers(0, 20), min_size=1, max_size=12).filter(lambda w: sum(w) > 0)


@st.composite
def spaces(draw: st.DrawFn) -> tuple[list[Fraction], list[bool], list[bool]]:
    w = draw(weights)
    events = st.lists(st.booleans(), min_size=len(w), max_size=len(w))
    return [Fraction(i, sum(w)) for i in w], draw(events), draw(events)


@settings(deadline=None, derandomize=True)
@given(spaces())
def test_probabilities_equal_exact_fractions(
    space: tuple[list[Fraction], list[bool], list[bool]],
) -> None:
    exact, a, b = space
    p = np.array([float(q) for q in exact])
    p_a = sum(q for q, i in zip(exact, a, strict=True) if i)
    p_b = sum(q for q, i in zip(exact, b, strict=True) if i)
    both = sum(q for q, i, j in zip(exact, a, b, strict=True) if i and j)
    assert event_probability(p, a) == pytest.approx(float(p_a), abs=CLOSE)
    assert are_independent(p, a, b) == (both == p_a * p_b)
    if p_b > 0:
        assert conditional_probability(p, a, b) == pytest.approx(float(both / p_b), abs=CLOSE)
        expected = [float(q / p_b) if j else 0.0 for q, j in zip(exact, b, strict=True)]
        np.testing.assert_allclose(condition(p, b), expected, rtol=0, atol=CLOSE)
    else:
        with pytest.raises(ValueError, match="given must be an event of positive probability"):
            condition(p, b)
    table = overlap_table(
        event_probability(p, a),
        event_probability(p, b),
        event_probability(p, np.logical_and(a, b)),
    )
    cells = [[both, p_a - both], [p_b - both, 1 - p_a - p_b + both]]
    np.testing.assert_allclose(table.joint, np.array(cells, dtype=float), rtol=0, atol=CLOSE)
    assert table.gap == pytest.approx(float(both - p_a * p_b), abs=CLOSE)


@settings(deadline=None, derandomize=True)
@given(spaces())
def test_axioms(space: tuple[list[Fraction], list[bool], list[bool]]) -> None:
    exact, a_list, b_list = space
    p, a, b = np.array(exact, dtype=float), np.array(a_list), np.array(b_list)
    everything = np.ones(p.size, dtype=bool)
    assert event_probability(p, everything) == pytest.approx(1.0, abs=CLOSE)
    assert event_probability(p, ~everything) == 0.0
    assert 0 <= event_probability(p, a) <= 1
    union = event_probability(p, a) + event_probability(p, b & ~a)
    assert event_probability(p, a | b) == pytest.approx(union, abs=CLOSE)


def test_one_outcome() -> None:
    assert event_probability([1.0], [True]) == 1.0
    assert conditional_probability([1.0], [False], [True]) == 0.0
    assert are_independent([1.0], [True], [True])


def test_two_dice_against_enumeration() -> None:
    p = product_space(np.full(6, 1 / 6), np.full(4, 1 / 4))
    outcomes = list(product(range(6), range(4)))
    assert p.shape == (24,)
    first, second = np.divmod(np.arange(24), 4)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == outcomes
    for total in range(9):
        exact = sum(i + j == total for i, j in outcomes) / 24
        assert event_probability(p, first + second == total) == pytest.approx(exact, abs=CLOSE)
    assert are_independent(p, first == 2, second > 1)
    assert not are_independent(p, first == 2, first + second > 3)


def test_product_space_keeps_the_order_of_unequal_experiments() -> None:
    np.testing.assert_allclose(
        product_space([0.1, 0.9], [0.5, 0.3, 0.2]),
        [0.05, 0.03, 0.02, 0.45, 0.27, 0.18],
        rtol=1e-15,
    )


def test_overlap_table_by_hand() -> None:
    table = overlap_table(0.4, 0.5, 0.1)
    np.testing.assert_allclose(table.joint, [[0.1, 0.3], [0.4, 0.2]], rtol=0, atol=CLOSE)
    got = (table.p_a_given_b, table.p_a_given_not_b, table.p_b_given_a, table.p_b_given_not_a)
    np.testing.assert_allclose(got, [0.2, 0.6, 0.25, 2 / 3], rtol=0, atol=CLOSE)
    assert table.gap == pytest.approx(-0.1, abs=CLOSE)
    assert not table.joint.flags.writeable


def test_independent_mosaic_is_level() -> None:
    table = overlap_table(0.3, 0.6, 0.18)
    assert table.p_b_given_a == pytest.approx(table.p_b_given_not_a, abs=CLOSE)
    assert table.gap == pytest.approx(0.0, abs=CLOSE)


@pytest.mark.parametrize(
    ("p_a", "p_b", "undefined"),
    [
        (0.0, 0.5, {"p_b_given_a"}),
        (1.0, 0.5, {"p_b_given_not_a"}),
        (0.5, 0.0, {"p_a_given_b"}),
        (0.5, 1.0, {"p_a_given_not_b"}),
    ],
)
def test_conditions_that_never_happen_are_nan(p_a: float, p_b: float, undefined: set[str]) -> None:
    table = overlap_table(p_a, p_b, p_a * p_b)
    names = {"p_a_given_b", "p_a_given_not_b", "p_b_given_a", "p_b_given_not_a"}
    assert {name for name in names if np.isnan(getattr(table, name))} == undefined


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 1), st.floats(0, 1))
def test_tables_at_the_ends_of_the_overlap(p_a: float, p_b: float) -> None:
    low, high = overlap_bounds(p_a, p_b)
    assert low <= high + 1e-15
    for p_both in (low, high):
        joint = overlap_table(p_a, p_b, p_both).joint
        assert joint.min() >= 0
        assert joint.sum() == pytest.approx(1.0, abs=CLOSE)
        assert joint.min() == pytest.approx(0.0, abs=CLOSE)
    with pytest.raises(ValueError, match=r"p_both must be in \["):
        overlap_table(p_a, p_b, high + 1e-6)


def test_random_variable_against_enumeration() -> None:
    p = product_space(np.full(6, 1 / 6), np.full(6, 1 / 6))
    first, second = np.divmod(np.arange(36), 6)
    total = random_variable(p, first + second + 2)
    np.testing.assert_array_equal(total.values, np.arange(2, 13))
    ways = [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1]
    np.testing.assert_allclose(total.pmf, np.array(ways) / 36, rtol=0, atol=CLOSE)
    np.testing.assert_allclose(total.cdf, np.cumsum(ways) / 36, rtol=0, atol=CLOSE)
    assert total.mean == pytest.approx(7.0, abs=CLOSE)
    assert total.variance == pytest.approx(35 / 6, abs=20 * CLOSE)  # values up to 12, squared


def test_variance_far_from_zero_does_not_cancel() -> None:
    # shifted by 2**40, whose spacing of 2**-12 keeps both values exact; E[X^2] - E[X]^2 would not
    assert random_variable([0.5, 0.5], [2.0**40, 2.0**40 + 1]).variance == 0.25


def test_joint_table_by_hand() -> None:
    table = joint_table([0.1, 0.2, 0.3, 0.4], [5, 5, 7, 7], [1, 0, 1, 0])
    np.testing.assert_array_equal(table.x_values, [5, 7])
    np.testing.assert_array_equal(table.y_values, [0, 1])
    np.testing.assert_allclose(table.joint, [[0.2, 0.1], [0.4, 0.3]], rtol=0, atol=CLOSE)
    exact = (0.1 * 5 + 0.3 * 7) - (0.3 * 5 + 0.7 * 7) * 0.4
    assert table.covariance == pytest.approx(exact, abs=20 * CLOSE)
    assert not table.independent


def test_coordinates_of_a_product_space_are_independent() -> None:
    p = product_space([0.2, 0.8], [0.1, 0.3, 0.6])
    i, j = np.divmod(np.arange(6), 3)
    table = joint_table(p, i, j)
    assert table.independent
    assert table.covariance == pytest.approx(0.0, abs=CLOSE)
    assert not joint_table(p, i, i + j).independent
