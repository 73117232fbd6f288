"""Choosing a model against statsmodels, scipy.stats and closed forms."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from mlcourse.probability.choosing import (
    aic,
    binomial_to_gaussian,
    compare_models,
    quantile_plot,
)
from mlcourse.probability.continuous import Cauchy, Exponential, Gaussian, Uniform
from mlcourse.probability.discrete import Binomial, Poisson
from mlcourse.probability.gamma_beta import Gamma
from mlcourse.probability.multivariate import MultivariateGaussian


def test_aic_against_statsmodels() -> None:
    # an intercept-only regression is a Gaussian fit; statsmodels does not count sigma
    x = np.random.default_rng(0).normal(3, 2, size=60)
    fit = sm.OLS(x, np.ones(60)).fit()
    assert aic(Gaussian.fit(x), x) == pytest.approx(fit.aic + 2, rel=1e-12)


def test_aic_counts_every_parameter() -> None:
    x = np.random.default_rng(1).normal(size=(40, 3))
    plane = MultivariateGaussian.fit(x)
    assert aic(plane, x) == pytest.approx(18 - 2 * plane.log_likelihood(x), rel=1e-14)
    assert aic(Poisson(rate=1.0), [0.0]) == pytest.approx(2 + 2)


def test_impossible_data_have_infinite_aic() -> None:
    assert aic(Exponential(rate=1.0), [-1.0]) == np.inf


@pytest.mark.parametrize(
    ("truth", "name"),
    [
        (Gaussian(mu=20.0, sigma=1.0), "gaussian"),
        (Exponential(rate=2.0), "exponential"),
        (Uniform(low=1.0, high=3.0), "uniform"),
        (Cauchy(location=50.0, scale=1.0), "cauchy"),
        (Gamma(shape=3.0, rate=0.2), "gamma"),
    ],
)
def test_the_true_family_wins(truth: Gaussian, name: str) -> None:
    x = np.abs(truth.sample(1000, rng=2))
    families = {
        "gaussian": Gaussian,
        "exponential": Exponential,
        "uniform": Uniform,
        "cauchy": Cauchy,
        "gamma": Gamma,
    }
    if name == "gaussian":  # a gamma of shape 400 is a Gaussian for all purposes
        del families["gamma"]
    table = compare_models({key: family.fit(x) for key, family in families.items()}, x)
    # a gamma of shape 1 is exponential, so AIC may prefer it with probability 16 %; not here
    assert table.best == name
    assert table.names == tuple(families)
    assert table.weight.sum() == pytest.approx(1.0, abs=1e-15 * 8)
    assert table.aic[np.argmax(table.weight)] == table.aic.min()


def test_model_table_by_hand() -> None:
    x = [1.0, 2.0, 6.0]
    models = {"a": Exponential(rate=0.5), "b": Exponential(rate=0.3), "c": Uniform(low=0, high=5)}
    table = compare_models(models, x)
    log_likelihood = [3 * np.log(0.5) - 4.5, 3 * np.log(0.3) - 2.7, -np.inf]
    np.testing.assert_allclose(table.log_likelihood, log_likelihood, rtol=1e-14)
    np.testing.assert_allclose(table.aic, 2 * np.array([1, 1, 2]) - 2 * table.log_likelihood)
    ratio = np.exp(log_likelihood[0] - log_likelihood[1])
    np.testing.assert_allclose(table.weight, [ratio / (1 + ratio), 1 / (1 + ratio), 0], rtol=1e-13)
    assert table.n_parameters == (1, 1, 2)
    assert table.best == "b"


@pytest.mark.parametrize("n", [1, 2, 31])
def test_quantile_plot_against_scipy(n: int) -> None:
    x = np.random.default_rng(3).normal(size=n)
    plot = quantile_plot(Gaussian(mu=1.0, sigma=2.0), x)
    q = (np.arange(1, n + 1) - 0.5) / n
    np.testing.assert_allclose(plot.probabilities, q, rtol=1e-15)
    np.testing.assert_allclose(plot.theoretical, stats.norm(1, 2).ppf(q), rtol=1e-12)
    np.testing.assert_array_equal(plot.observed, np.sort(x))


def test_quantile_plot_against_statsmodels() -> None:
    x = np.random.default_rng(4).exponential(size=25)
    theirs = sm.ProbPlot(x, dist=stats.expon, a=0.5)  # (i - a) / (n + 1 - 2a)
    ours = quantile_plot(Exponential(rate=1.0), x)
    np.testing.assert_allclose(ours.theoretical, theirs.theoretical_quantiles, rtol=1e-12)
    np.testing.assert_allclose(ours.observed, theirs.sample_quantiles, rtol=1e-14)


def test_quantile_plot_of_counts() -> None:
    model = Binomial(n_trials=4, p=0.5)
    plot = quantile_plot(model, model.sample(200, rng=5))
    assert np.mean(plot.theoretical == plot.observed) > 0.8


@pytest.mark.parametrize(("n", "p"), [(1, 0.5), (1, 1e-6), (7, 0.9), (200, 0.03), (3000, 0.5)])
def test_binomial_to_gaussian_against_scipy(n: int, p: float) -> None:
    got = binomial_to_gaussian(n, p)
    k = np.arange(-200, n + 201)
    bell = stats.norm(n * p, np.sqrt(n * p * (1 - p)))
    # sf in the upper half, as cdf would cancel there
    rounded = np.where(
        k > n * p, bell.sf(k - 0.5) - bell.sf(k + 0.5), bell.cdf(k + 0.5) - bell.cdf(k - 0.5)
    )
    slow = 0.5 * np.abs(stats.binom(n, p).pmf(k) - rounded).sum()
    assert got.total_variation == pytest.approx(slow, rel=1e-9, abs=1e-12)
    np.testing.assert_array_equal(got.counts, np.arange(n + 1))
    np.testing.assert_allclose(got.binomial, stats.binom(n, p).pmf(got.counts), rtol=2e-11)
    np.testing.assert_allclose(got.gaussian, rounded[200:-200], rtol=1e-7, atol=1e-300)


def test_distance_falls_as_promised() -> None:
    def distance(n: int, p: float) -> float:
        return binomial_to_gaussian(n, p).total_variation

    # 1/sqrt(n) with skewness, 1/n without; the next terms are smaller by the same factors
    assert distance(400, 0.2) / distance(1600, 0.2) == pytest.approx(2.0, rel=0.02)
    assert distance(400, 0.5) / distance(1600, 0.5) == pytest.approx(4.0, rel=0.02)
