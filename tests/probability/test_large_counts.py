"""Counts so large that log-factorials cancel, with mpmath in 60 digits as the oracle."""

from time import perf_counter
from typing import Any

import mpmath
import numpy as np
import pytest
from scipy import stats

from mlcourse.probability.discrete import Binomial, Poisson
from mlcourse.probability.multivariate import Multinomial

# Loader's terms are below 700 where the pmf is a float, and good to a few eps: 1e-12 with room.
ACCURATE = 1e-12


def exact_binomial(n: int, p: float, x: float) -> Any:
    with mpmath.workdps(60):
        n_, x_, p_ = mpmath.mpf(n), mpmath.mpf(x), mpmath.mpf(p)
        ways = mpmath.loggamma(n_ + 1) - mpmath.loggamma(x_ + 1) - mpmath.loggamma(n_ - x_ + 1)
        return float(mpmath.exp(ways + x_ * mpmath.log(p_) + (n_ - x_) * mpmath.log1p(-p_)))


def exact_poisson(rate: float, x: float) -> float:
    with mpmath.workdps(60):
        log_pmf = x * mpmath.log(mpmath.mpf(rate)) - mpmath.mpf(rate) - mpmath.loggamma(x + 1)
        return float(mpmath.exp(log_pmf))


def counts_around(mean: float, sigma: float, high: float) -> np.ndarray:
    """Whole numbers up to 30 standard deviations from the mean, and both ends of small counts."""
    near = np.round(mean + sigma * np.array([-30.0, -6.0, -1.0, -0.1, 0.0, 0.1, 1.0, 6.0, 30.0]))
    few = np.arange(20.0)
    return np.unique(np.clip(np.concatenate([near, few]), 0, high))


@pytest.mark.parametrize(
    ("n", "p"),
    [
        (40, 0.3),
        (10**6, 0.37),
        (10**9, 1e-8),
        (10**12, 0.5),
        (10**12, 1 / 3),
        (10**12, 1 - 1e-11),
        (10**15, 0.3),
        (10**15, 1e-15),
        (10**15, 0.9999),
    ],
)
def test_binomial_pmf(n: int, p: float) -> None:
    model = Binomial(n_trials=n, p=p)
    x = counts_around(model.mean, model.variance**0.5, n)
    expected = np.array([exact_binomial(n, p, float(k)) for k in x])
    seen = expected > 1e-300
    assert seen.sum() >= 5
    np.testing.assert_allclose(model.pmf(x)[seen], expected[seen], rtol=ACCURATE)
    assert np.all(model.pmf(x)[~seen] < 1e-299)


@pytest.mark.parametrize("rate", [1e-12, 0.3, 15.0, 1e6, 1e12, 1e15 / 3])
def test_poisson_pmf(rate: float) -> None:
    model = Poisson(rate=rate)
    x = counts_around(rate, rate**0.5, np.inf)
    expected = np.array([exact_poisson(rate, float(k)) for k in x])
    seen = expected > 1e-300
    assert seen.sum() >= 5
    np.testing.assert_allclose(model.pmf(x)[seen], expected[seen], rtol=ACCURATE)


def test_multinomial_of_two_kinds_is_binomial_and_of_one_sure() -> None:
    n, p = 10**12, 0.25  # whose products with n are exact
    x = counts_around(n * p, (n * p * (1 - p)) ** 0.5, n)
    two = Multinomial(n_trials=n, probabilities=[p, 1 - p])
    one = Binomial(n_trials=n, p=p)
    np.testing.assert_allclose(two.pmf(np.column_stack([x, n - x])), one.pmf(x), rtol=ACCURATE)
    assert Multinomial(n_trials=n, probabilities=[1.0]).pmf([n]) == pytest.approx(1, rel=ACCURATE)


def test_binomial_cdf_keeps_a_tiny_p() -> None:
    # n = 1/p: Poisson of rate 1 up to 1e-18
    rare = Binomial(n_trials=10**18, p=1e-18)
    k = np.arange(6.0)
    np.testing.assert_allclose(rare.cdf(k), stats.poisson(1).cdf(k), rtol=ACCURATE)
    np.testing.assert_allclose(rare.cdf(k), np.cumsum(rare.pmf(k)), rtol=ACCURATE)


@pytest.mark.parametrize(
    "model",
    [
        Binomial(n_trials=10**12, p=0.5),
        Binomial(n_trials=10**15, p=1e-3),
        Poisson(rate=1e12),
        Poisson(rate=123456.7),
    ],
)
def test_quantile_is_quick_and_right(model: Any) -> None:
    q = np.array([1e-300, 1e-9, 0.013, 0.5, 0.75, 1 - 1e-9])
    begin = perf_counter()
    k = model.quantile(q)
    # A table of this many values takes a minute; this takes some 20 values of the cdf.
    assert perf_counter() - begin < 5
    assert np.all(model.cdf(k) >= q)
    assert np.all(model.cdf(k - 1) < q)


@pytest.mark.parametrize(
    "model",
    [
        Binomial(n_trials=3000, p=0.2),
        Binomial(n_trials=60, p=0.02),
        Poisson(rate=900.0),
        Poisson(rate=0.7),
    ],
)
def test_one_quantile_is_that_of_many(model: Any) -> None:
    # One number is bisected, many are looked up in a table.
    q = np.random.default_rng(0).random(3000)
    one_by_one = [float(model.quantile(value)) for value in q[:200]]
    np.testing.assert_array_equal(one_by_one, model.quantile(q)[:200])
    # What the cdf reaches exactly, it reaches; k = 0 is the first of its bracket.
    k = np.unique(one_by_one)
    reached = model.cdf(k)
    np.testing.assert_array_equal(model.quantile(np.repeat(reached, 3000)), np.repeat(k, 3000))
    np.testing.assert_array_equal([float(model.quantile(value)) for value in reached], k)


@pytest.mark.parametrize(
    "model",
    [
        Binomial(n_trials=10**12, p=0.5),
        Binomial(n_trials=10**12, p=1 - 1e-11),
        Binomial(n_trials=10**6, p=0.3),
        Poisson(rate=1e12),
    ],
)
def test_many_quantiles_ask_the_cdf_little(model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two values each tell neighbours apart; one more where the normal quantile is not there."""
    asked = 0
    cdf = type(model)._cdf

    def counting(self: Any, x: np.ndarray) -> np.ndarray:
        nonlocal asked
        asked += np.size(x)
        return cdf(self, x)

    monkeypatch.setattr(type(model), "_cdf", counting)
    q = np.random.default_rng(0).random(3000)
    k = model.quantile(q)
    assert 2 * q.size <= asked <= 3 * q.size
    assert np.all(model.cdf(k[:100]) >= q[:100])
    assert np.all(model.cdf(k[:100] - 1) < q[:100])


@pytest.mark.parametrize("n", [1, 2, 3, 10, 60, 3000, 10**6])
@pytest.mark.parametrize("p", [0.0, 1e-9, 0.01, 0.3, 0.5, 0.99, 1 - 1e-9, 1.0])
def test_binomial_quantiles_are_those_of_scipy(n: int, p: float) -> None:
    # Further out the rounding of scipy's own cdf moves its quantiles.
    q = np.concatenate([np.random.default_rng(1).random(60), [1e-9, 1e-4, 1 - 1e-4, 1 - 1e-8]])
    model, expected = Binomial(n_trials=n, p=p), stats.binom(n, p).ppf(q)
    np.testing.assert_array_equal(model.quantile(q), expected)
    np.testing.assert_array_equal([model.quantile(value) for value in q], expected)


@pytest.mark.parametrize("rate", [1e-9, 0.01, 0.7, 15.0, 900.0, 1e5])
def test_poisson_quantiles_are_those_of_scipy(rate: float) -> None:
    q = np.concatenate([np.random.default_rng(1).random(60), [1e-9, 1e-4, 1 - 1e-4, 1 - 1e-8]])
    model, expected = Poisson(rate=rate), stats.poisson(rate).ppf(q)
    np.testing.assert_array_equal(model.quantile(q), expected)
    np.testing.assert_array_equal([model.quantile(value) for value in q], expected)
