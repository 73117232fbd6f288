"""The chi-squared test against scipy.stats.chisquare and simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mlcourse.statistics.chi_squared import chi_squared_test


@given(counts=st.lists(st.integers(0, 500), min_size=2, max_size=12), seed=st.integers(0, 999))
def test_is_scipys(counts: list[int], seed: int) -> None:
    if sum(counts) == 0:
        counts[0] = 1
    p = np.random.default_rng(seed).dirichlet(np.full(len(counts), 5.0))
    ours = chi_squared_test(counts, probabilities=p)
    oracle = stats.chisquare(counts, sum(counts) * p)
    # k additions of positive terms: k eps; the tail multiplies it by at most statistic / 2.
    assert ours.statistic == pytest.approx(oracle.statistic, rel=1e-12)
    assert ours.p_value == pytest.approx(oracle.pvalue, rel=1e-9, abs=1e-300)
    assert ours.contributions.sum() == pytest.approx(ours.statistic)
    assert ours.expected.sum() == pytest.approx(sum(counts))


def test_mendels_peas() -> None:
    """Mendel's 556 seeds against 9:3:3:1: chi-squared 0.470 on 3 degrees of freedom."""
    test = chi_squared_test([315, 101, 108, 32], probabilities=np.array([9, 3, 3, 1]) / 16)
    assert test.statistic == pytest.approx(0.470, abs=5e-4)
    assert test.degrees_of_freedom == 3
    assert test.p_value == pytest.approx(0.925, abs=5e-4)


def test_p_values_are_uniform_for_true_and_tiny_for_wrong_probabilities() -> None:
    p = np.array([0.1, 0.2, 0.3, 0.4])
    draws = np.random.default_rng(5).multinomial(1000, p, size=800)
    true = [chi_squared_test(c, probabilities=p).p_value for c in draws]
    wrong = [chi_squared_test(c, probabilities=p[::-1]).p_value for c in draws]
    assert stats.kstest(true, "uniform").pvalue > 0.001
    assert max(wrong) < 1e-6
