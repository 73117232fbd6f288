"""Nested F-tests against statsmodels and their own distribution."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from mlcourse.data.tables import diabetes
from mlcourse.statistics.least_squares import least_squares
from mlcourse.statistics.nested_models import nested_f_test


@pytest.mark.parametrize("n_kept", [0, 1, 4, 9])
def test_is_statsmodels_compare_f_test(n_kept: int) -> None:
    data = diabetes()
    ours = nested_f_test(data.features, data.targets, n_kept=n_kept)
    ones = np.ones((442, 1))
    large = sm.OLS(data.targets, np.hstack([ones, data.features])).fit()
    small = sm.OLS(data.targets, np.hstack([ones, data.features[:, :n_kept]])).fit()
    f, p, extra = large.compare_f_test(small)
    # F is a difference of close sums of squares in the oracle: up to three digits fewer.
    assert ours.statistic == pytest.approx(f, rel=1e-8)
    assert ours.p_value == pytest.approx(p, rel=1e-6)
    assert ours.degrees_of_freedom == (extra, large.df_resid)
    assert ours.small_rss == pytest.approx(small.ssr, rel=1e-10)
    assert ours.large_rss == pytest.approx(large.ssr, rel=1e-10)


def test_one_qr_gives_the_rss_of_every_model() -> None:
    """Oracle: a separate least-squares fit for each number of features."""
    rng = np.random.default_rng(3)
    features, target = rng.normal(size=(20, 6)), rng.normal(5, 1, size=20)
    sums = nested_f_test(features, target, n_kept=2).residual_sums_of_squares
    separate = [least_squares(features[:, :k], target).residual_sum_of_squares for k in range(1, 7)]
    np.testing.assert_allclose(sums, [20 * target.var(), *separate], rtol=1e-11)
    assert np.all(np.diff(sums) <= 0)


def test_with_nothing_kept_it_is_the_f_of_the_whole_model() -> None:
    rng = np.random.default_rng(4)
    features, target = rng.normal(size=(15, 3)), rng.normal(size=15)
    test, fit = nested_f_test(features, target, n_kept=0), least_squares(features, target)
    assert test.statistic == pytest.approx(fit.f_statistic, rel=1e-10)
    assert test.p_value == pytest.approx(fit.f_p_value, rel=1e-9)


def test_noise_features_give_the_f_distribution_and_signal_does_not() -> None:
    rng = np.random.default_rng(5)
    noise, signal = [], []
    for _ in range(800):
        features = rng.normal(size=(14, 5))
        target = 2 * features[:, 0] + rng.normal(size=14)
        noise.append(nested_f_test(features, target, n_kept=1).statistic)
        signal.append(nested_f_test(features[:, ::-1], target, n_kept=4).statistic)
    assert stats.kstest(noise, stats.f(4, 8).cdf).pvalue > 0.001
    assert stats.kstest(signal, stats.f(1, 8).cdf).pvalue < 1e-6


def test_degenerate_models_are_results() -> None:
    x = np.arange(8.0)
    dependent = nested_f_test(np.column_stack([x, 2 * x]), x**2, n_kept=1)
    assert dependent.reason == "singular"
    assert np.isnan(dependent.p_value)
    assert dependent.residual_sums_of_squares.shape == (3,)  # as many as for a model that is not
    assert np.all(np.isnan(dependent.residual_sums_of_squares))
    nothing = nested_f_test(np.column_stack([x, x**2]), np.zeros(8), n_kept=1)
    assert nothing.reason == "solved"
    assert np.isnan(nothing.statistic)
