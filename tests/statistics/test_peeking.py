"""Peeking against Armitage's table and scipy on the same observations."""

import numpy as np
import pytest
from scipy import stats

from mlcourse.statistics.peeking import peeking


def test_every_look_is_scipys_test_of_what_was_seen() -> None:
    run = peeking(every=4, n_max=23, n_runs=6, rng=5)
    x = np.random.default_rng(5).standard_normal((6, 23))
    assert run.looks.tolist() == [4, 8, 12, 16, 20]
    for j, n in enumerate(run.looks):
        oracle = stats.ttest_1samp(x[:, :n], 0.0, axis=1)
        # The difference of sums of squares loses a digit or two of 1e-16 n.
        np.testing.assert_allclose(run.statistics[:, j], oracle.statistic, rtol=1e-11)
        np.testing.assert_allclose(run.p_values[:, j], oracle.pvalue, rtol=1e-10)


@pytest.mark.parametrize(("n_looks", "rate"), [(1, 0.05), (2, 0.083), (5, 0.142), (10, 0.193)])
def test_false_positive_rate_is_armitages(n_looks: int, rate: float) -> None:
    """Armitage, McPherson and Rowe (1969), table 2: known variance, level 0.05."""
    run = peeking(every=60, n_max=60 * n_looks, n_runs=6000, rng=11)
    error = np.sqrt(rate * (1 - rate) / 6000)
    # Four standard errors; t with 59 degrees of freedom instead of z adds less than 0.002.
    assert run.false_positive_rate[-1] == pytest.approx(rate, abs=4 * error + 0.002)
    assert np.all(np.diff(run.false_positive_rate) >= 0)


def test_each_look_alone_keeps_its_level() -> None:
    """The control: without stopping, every column is a valid test."""
    run = peeking(every=10, n_max=100, n_runs=8000, rng=2, alpha=0.1)
    alone = (run.p_values <= 0.1).mean(axis=0)
    np.testing.assert_allclose(alone, 0.1, atol=4 * np.sqrt(0.09 / 8000))
    assert run.false_positive_rate[-1] > 0.3


def test_first_rejection_and_rate_by_a_slow_loop() -> None:
    run = peeking(every=3, n_max=60, n_runs=300, rng=9, alpha=0.2)
    rejected = np.zeros(len(run.looks))
    for i, row in enumerate(run.p_values):
        hits = [j for j, p in enumerate(row) if p <= 0.2]
        assert run.first_rejection[i] == (hits[0] if hits else -1)
        if hits:
            rejected[hits[0] :] += 1
    np.testing.assert_allclose(run.false_positive_rate, rejected / 300)
    assert -1 in run.first_rejection


def test_looking_more_often_sees_the_same_experiment_and_errs_more() -> None:
    often = peeking(every=5, n_max=100, n_runs=2000, rng=3)
    seldom = peeking(every=50, n_max=100, n_runs=2000, rng=3)
    np.testing.assert_allclose(often.statistics[:, [9, 19]], seldom.statistics, rtol=1e-12)
    assert often.false_positive_rate[-1] > seldom.false_positive_rate[-1]


def test_one_look_is_legal() -> None:
    run = peeking(every=2, n_max=2, n_runs=1, rng=0)
    assert run.p_values.shape == (1, 1)
