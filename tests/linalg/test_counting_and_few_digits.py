"""Numbers that count, against the counts of the theory; few digits, against ``decimal``."""

from decimal import Context, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.linalg.counting import Counted, count_products
from mlcourse.linalg.few_digits import kept, solve_two
from mlcourse.linalg.solve import solve_lu


@pytest.mark.parametrize(("m", "n", "k"), [(2, 3, 4), (1, 5, 1), (6, 1, 2)])
def test_a_product_of_matrices_costs_m_n_k(m: int, n: int, k: int) -> None:
    a, b = np.ones((m, n)), np.ones((n, k))
    assert count_products(lambda a, b: a @ b, [a, b]) == m * n * k


def test_each_operation_has_its_price_and_its_value() -> None:
    tally = [0]
    x, y = Counted(3.0, tally), Counted(-4.0, tally)
    results = [x + y, x - y, 1 - x, 1 + x, -x, abs(y)]
    assert tally == [0]
    assert [float(one) for one in results] == [-1.0, 7.0, -2.0, 4.0, -3.0, 4.0]
    assert (x > y, x >= y, x < y, x <= y, x == 3.0) == (True, True, False, False, True)
    assert tally == [0]
    results = [x * y, 2 * x, x / y, 6 / x, np.sqrt(np.array([x * x], dtype=object))[0]]
    assert tally == [6]
    assert [float(one) for one in results] == [-12.0, 6.0, -0.75, 2.0, 3.0]


def test_a_number_times_an_array_counts_each_entry() -> None:
    for fun in (lambda a: a[0] * a, lambda a: a * a[0], lambda a: a[0] / a, lambda a: a / a[0]):
        assert count_products(fun, [[2.0, 3.0, 4.0]]) == 3
    for fun in (lambda a: a[0] + a, lambda a: a[0] - a, lambda a: a - a[0]):
        assert count_products(fun, [[2.0, 3.0, 4.0]]) == 0


@given(st.decimals(-1e9, 1e9, allow_nan=False, places=9), st.integers(1, 12))
def test_what_is_kept_is_what_decimal_keeps(value: Decimal, digits: int) -> None:
    assert kept(Fraction(value), digits=digits) == Fraction(Context(prec=digits).plus(value))


@pytest.mark.parametrize("pivoting", [False, True])
@pytest.mark.parametrize("power", [0, 1, 5, 9, 15, 16, 17, 20, 40])
def test_with_53_bits_it_does_what_the_solver_does(power: int, pivoting: bool) -> None:
    tiny = f"3e-{power}"  # not 1: its reciprocal is rounded
    run = solve_two(((tiny, "1"), ("1", "1")), ("1", "2"), digits=None, pivoting=pivoting)
    a = np.array([[float(tiny), 1.0], [1.0, 1.0]])
    theirs = solve_lu(a, [1.0, 2.0], pivoting=pivoting).x
    np.testing.assert_array_equal([float(run[name].kept) for name in "xy"], theirs)


def test_three_digits_by_hand() -> None:
    run = solve_two((("0.0001", "1"), ("1", "1")), ("1", "2"), digits=3, pivoting=True)
    assert run.swapped
    assert [float(entry.kept) for entry in run.entries] == [0.0001, 1.0, 1.0, 1.0, 1.0, 1.0]
    same = solve_two((("1", "1"), ("1", "3")), ("1", "2"), digits=3, pivoting=True)
    assert not same.swapped  # of two equal numbers the first stays
