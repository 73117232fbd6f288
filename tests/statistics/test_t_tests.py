"""t-tests against scipy.stats, which computes them independently."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mlcourse.statistics.t_tests import one_sample_t_test, two_sample_t_test, welch_t_test

SAMPLES = [
    (np.array([1.0, 2.0, 4.0]), np.array([0.0, 9.0])),
    (np.random.default_rng(1).normal(3, 2, 40), np.random.default_rng(2).normal(2, 5, 11)),
    (1e6 + np.random.default_rng(3).normal(size=15), 1e6 + np.random.default_rng(4).random(25)),
    (1e-8 * np.random.default_rng(5).random(8), 1e-8 * np.random.default_rng(6).random(9)),
]


@pytest.mark.parametrize(("first", "second"), SAMPLES)
def test_all_three_are_scipys(first, second) -> None:
    centre = float(second.mean())
    pairs = [
        (one_sample_t_test(first, null_mean=centre), stats.ttest_1samp(first, centre)),
        (two_sample_t_test(first, second), stats.ttest_ind(first, second)),
        (welch_t_test(first, second), stats.ttest_ind(first, second, equal_var=False)),
    ]
    # n eps with n below 100, times a few dozen for the tail.  Centred near 1e6, the mean
    # itself is only good to 1e6 eps = 2e-10.
    slack = 1e-8 if abs(centre) > 1e5 else 1e-11
    for ours, oracle in pairs:
        np.testing.assert_allclose(ours.statistic, oracle.statistic, rtol=slack)
        np.testing.assert_allclose(ours.p_value, oracle.pvalue, rtol=10 * slack)
        np.testing.assert_allclose(ours.degrees_of_freedom, oracle.df, rtol=slack)


def test_students_sleep_data() -> None:
    """Student (1908): the extra sleep of ten patients, t = 4.0621 on 9 degrees of freedom."""
    drug_1 = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    drug_2 = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    test = one_sample_t_test(drug_2 - drug_1)
    assert test.statistic == pytest.approx(4.0621, abs=5e-5)
    assert test.p_value == pytest.approx(0.002833, abs=5e-7)
    assert test.estimate == pytest.approx(1.58)
    assert test.estimate / test.standard_error == pytest.approx(test.statistic)


def test_equal_sizes_give_welch_and_student_the_same_statistic() -> None:
    first, second = SAMPLES[1][0][:11], SAMPLES[1][1]
    pooled, welch = two_sample_t_test(first, second), welch_t_test(first, second)
    assert pooled.statistic == pytest.approx(welch.statistic, rel=1e-12)
    assert welch.degrees_of_freedom < pooled.degrees_of_freedom == 20


def test_samples_without_spread_are_results() -> None:
    apart = one_sample_t_test([2.0, 2.0], null_mean=1.0)
    assert (apart.statistic, apart.p_value) == (np.inf, 0.0)
    assert np.isnan(one_sample_t_test([2.0, 2.0], null_mean=2.0).p_value)
    assert two_sample_t_test([1.0, 1.0], [3.0, 3.0]).statistic == -np.inf
    assert np.isnan(welch_t_test([1.0, 1.0], [3.0, 3.0]).p_value)
    # Only one of them constant is an ordinary Welch test.
    half = welch_t_test([1.0, 1.0, 1.0], [3.0, 4.0])
    assert half.degrees_of_freedom == pytest.approx(1.0)


@given(
    shift=st.floats(-50, 50),
    scale=st.floats(0.01, 100),
    seed=st.integers(0, 10_000),
)
def test_units_and_order_do_not_matter(shift: float, scale: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=7), rng.normal(1.0, 2.0, size=5)
    for test in (two_sample_t_test, welch_t_test):
        plain = test(first, second)
        moved = test(shift + scale * first, shift + scale * second)
        swapped = test(second, first)
        # Adding up to 50 to values of size 0.01 costs a factor 5000 of eps.
        assert moved.statistic == pytest.approx(plain.statistic, rel=1e-8, abs=1e-9)
        assert swapped.statistic == pytest.approx(-plain.statistic, rel=1e-12)
        assert swapped.p_value == pytest.approx(plain.p_value, rel=1e-10)


def test_p_is_uniform_under_the_null_for_welch_but_not_for_student() -> None:
    """Kolmogorov-Smirnov at 0.1 %; the pooled test with unequal variances is the control."""
    rng = np.random.default_rng(20)
    welch, pooled = [], []
    for _ in range(1500):
        first, second = rng.normal(0, 4, 8), rng.normal(0, 1, 40)
        welch.append(welch_t_test(first, second).p_value)
        pooled.append(two_sample_t_test(first, second).p_value)
    assert stats.kstest(welch, "uniform").pvalue > 0.001
    assert stats.kstest(pooled, "uniform").pvalue < 1e-6
