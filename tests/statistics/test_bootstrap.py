"""Bootstrap intervals against scipy.stats.bootstrap, closed forms and their coverage."""

import numpy as np
import pytest
from scipy import stats

from mlcourse.statistics.bootstrap import bootstrap_interval

SKEWED = np.random.default_rng(1).exponential(size=30)


@pytest.mark.parametrize("method", ["percentile", "basic"])
@pytest.mark.parametrize("statistic", [np.mean, np.median, np.std])
def test_agrees_with_scipy(method: str, statistic) -> None:
    ours = bootstrap_interval(SKEWED, statistic, n_resamples=9999, rng=3, level=0.9, method=method)
    oracle = stats.bootstrap(
        (SKEWED,),
        statistic,
        n_resamples=9999,
        confidence_level=0.9,
        method=method,
        random_state=np.random.default_rng(4),  # its name before SciPy 1.15 too
    )
    # A 5 % quantile of 9999 replicates has standard error sqrt(.05 .95 / B) / density; with
    # density at least 0.3 a standard deviation that far out, 1 % of it, and twice for two runs.
    slack = 0.07 * ours.standard_error
    np.testing.assert_allclose([ours.low, ours.high], oracle.confidence_interval, atol=slack)
    assert ours.standard_error == pytest.approx(oracle.standard_error, rel=0.05)


def test_mean_replicates_have_their_closed_form_moments() -> None:
    """The bootstrap of a mean: centre at the sample mean, variance sum (x - mean)^2 / n^2."""
    boot = bootstrap_interval(SKEWED, np.mean, n_resamples=20_000, rng=5)
    error = SKEWED.std() / np.sqrt(30)
    assert boot.estimate == pytest.approx(SKEWED.mean())
    assert boot.replicates.mean() == pytest.approx(boot.estimate, abs=4 * error / np.sqrt(20_000))
    assert boot.standard_error == pytest.approx(error, rel=4 / np.sqrt(2 * 20_000))


def test_both_intervals_are_mirror_images_around_the_estimate() -> None:
    a = bootstrap_interval(SKEWED, np.median, n_resamples=500, rng=6)
    b = bootstrap_interval(SKEWED, np.median, n_resamples=500, rng=6, method="basic")
    np.testing.assert_array_equal(a.replicates, b.replicates)
    assert b.low == pytest.approx(2 * a.estimate - a.high)
    assert b.high == pytest.approx(2 * a.estimate - a.low)


def test_interval_of_the_mean_covers_nearly_as_often_as_it_says() -> None:
    rng = np.random.default_rng(8)
    hits = 0
    for _ in range(400):
        boot = bootstrap_interval(rng.normal(size=40), np.mean, n_resamples=400, rng=rng, level=0.9)
        hits += boot.low <= 0.0 <= boot.high
    # Closed form: the percentile interval uses z and n where t and n - 1 belong, coverage
    # P(|T_39| < 1.645 sqrt(39/40)) = 0.888; four standard errors of 400 trials are 0.063.
    assert hits / 400 == pytest.approx(0.888, abs=0.063)


def test_one_observation_and_a_custom_statistic() -> None:
    alone = bootstrap_interval([3.0], np.mean, n_resamples=4, rng=0)
    assert (alone.low, alone.high, alone.standard_error) == (3.0, 3.0, 0.0)
    boot = bootstrap_interval(
        SKEWED, lambda samples, axis: samples.max(axis=axis), n_resamples=300, rng=0
    )
    assert boot.high == SKEWED.max() == boot.estimate


def test_a_wider_level_is_a_wider_interval() -> None:
    widths = [
        boot.high - boot.low
        for level in (0.5, 0.8, 0.95, 0.99)
        for boot in [bootstrap_interval(SKEWED, np.mean, n_resamples=999, rng=1, level=level)]
    ]
    assert np.all(np.diff(widths) > 0)
