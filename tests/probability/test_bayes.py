"""Chapter 02, first half: Bayes' theorem, conjugate pairs, regression, credible intervals."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import integrate, special, stats
from sklearn.linear_model import Ridge

from mlcourse.probability.bayes import (
    bayes_update,
    diagnostic_test,
    grid_posterior,
    sequential_update,
)
from mlcourse.probability.bayes_regression import bayes_regression, predict_bayes_regression
from mlcourse.probability.conjugate import (
    beta_bernoulli,
    beta_binomial_pmf,
    dirichlet_multinomial,
    gaussian_gaussian,
)
from mlcourse.probability.continuous import Cauchy, Exponential, Gaussian
from mlcourse.probability.credible import (
    equal_tailed_from_draws,
    equal_tailed_interval,
    highest_density_from_draws,
    highest_density_interval,
)
from mlcourse.probability.family import Continuous
from mlcourse.probability.gamma_beta import Beta
from tests.oracle_arviz import arviz

ROUNDING = 1e-12  # a few hundred eps: sums and products of at most some hundred numbers


# --- finite hypotheses


def test_update_is_the_joint_table_normalised() -> None:
    # Oracle: by hand. Three coins with heads probability 1/4, 1/2, 1 and prior 1/2, 1/4, 1/4.
    assert_allclose(
        bayes_update([0.5, 0.25, 0.25], [0.25, 0.5, 1.0]), [0.25, 0.25, 0.5], rtol=ROUNDING
    )


def test_update_keeps_the_only_hypothesis() -> None:
    assert bayes_update([1.0], [0.3]).tolist() == [1.0]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(0.01, 1), min_size=3, max_size=3),
    st.lists(st.floats(0.01, 10), min_size=3, max_size=3),
    st.floats(1e-6, 1e6),
)
def test_update_does_not_see_the_scale_of_the_likelihood(
    prior: list[float], likelihood: list[float], scale: float
) -> None:
    prior_p = np.array(prior) / np.sum(prior)
    assert_allclose(
        bayes_update(prior_p, likelihood),
        bayes_update(prior_p, scale * np.array(likelihood)),
        rtol=ROUNDING,
    )


def test_order_of_the_evidence_does_not_matter_and_once_is_enough() -> None:
    # Oracle: all orders, and one update by the product of the likelihoods.
    prior = np.array([0.2, 0.3, 0.5])
    rows = np.random.default_rng(0).random((4, 3))
    once = bayes_update(prior, rows.prod(axis=0))
    for order in permutations(range(4)):
        run = sequential_update(prior, rows[list(order)])
        assert run.belief.shape == (5, 3)
        assert_allclose(run.belief[-1], once, rtol=ROUNDING)
        assert_allclose(run.log_evidence[-1], np.log(prior @ rows.prod(axis=0)), rtol=ROUNDING)
    assert_allclose(run.belief[0], prior)
    assert run.log_evidence[0] == 0


def test_many_small_likelihoods_do_not_underflow() -> None:
    run = sequential_update([0.5, 0.5], np.tile([1e-200, 2e-200], (10, 1)))
    assert_allclose(run.belief[-1], [1 / 1025, 1024 / 1025], rtol=ROUNDING)
    assert_allclose(run.log_evidence[-1], 10 * np.log(1e-200) + np.log(1025 / 2), rtol=ROUNDING)


def test_diagnostic_test_by_counting_people() -> None:
    # Oracle: 100,000 people, 1 % ill, counted.
    ill, healthy = 1_000, 99_000
    positive_ill, positive_healthy = 900, 8_910  # sensitivity 0.9, specificity 0.91
    result = diagnostic_test(0.01, 0.9, 0.91)
    assert_allclose(
        result.positive_predictive, positive_ill / (positive_ill + positive_healthy), rtol=ROUNDING
    )
    assert_allclose(
        result.negative_predictive,
        (healthy - positive_healthy) / (healthy - positive_healthy + ill - positive_ill),
        rtol=ROUNDING,
    )
    total = (
        result.true_positive + result.false_negative + result.false_positive + result.true_negative
    )
    assert_allclose(total, 1.0, rtol=ROUNDING)


def test_diagnostic_test_agrees_with_bayes_along_the_curve() -> None:
    prevalence = np.linspace(0.05, 0.95, 7)
    curve = diagnostic_test(prevalence, 0.8, 0.7)
    for i, share in enumerate(prevalence):
        assert_allclose(
            curve.positive_predictive[i],
            bayes_update([share, 1 - share], [0.8, 0.3])[0],
            rtol=ROUNDING,
        )
    assert np.all(np.diff(curve.positive_predictive) > 0)
    assert not curve.positive_predictive.flags.writeable


def test_a_result_that_never_happens_has_no_predictive_value() -> None:
    result = diagnostic_test([0.0, 1.0], 1.0, 1.0)
    assert np.isnan(result.positive_predictive[0])
    assert result.positive_predictive[1] == 1
    assert result.negative_predictive[0] == 1
    assert np.isnan(result.negative_predictive[1])


# --- grids


@pytest.mark.parametrize(("shift", "scale"), [(0.0, 1.0), (50.0, 3.0), (-2.0, 1e-4)])
def test_grid_posterior_against_the_gaussian_closed_form(shift: float, scale: float) -> None:
    # Oracle: the conjugate formula. The trapezoid rule on a smooth density that vanishes at both
    # ends converges faster than any power; 1e-9 leaves room for the cut tails at 8 sd.
    x = shift + scale * np.array([0.3, 1.1, -0.4])
    exact = gaussian_gaussian(shift, scale, scale, x)
    grid = shift + scale * np.linspace(-8, 8, 801)
    posterior = grid_posterior(
        grid,
        lambda m: stats.norm.logpdf(m, shift, scale),
        lambda m: stats.norm.logpdf(x[:, None], m, scale).sum(axis=0),
    )
    assert_allclose(posterior.mean, exact.mean[-1], rtol=1e-9, atol=1e-9 * scale)
    assert_allclose(posterior.sigma, exact.sigma[-1], rtol=1e-9)
    covariance = scale**2 * (np.eye(3) + 1)
    assert_allclose(
        posterior.log_evidence,
        stats.multivariate_normal.logpdf(x, np.full(3, shift), covariance),
        rtol=1e-9,
    )
    assert_allclose(posterior.weights.sum(), 1, rtol=ROUNDING)
    assert_allclose(integrate.trapezoid(posterior.density, grid), 1, rtol=ROUNDING)


def test_grid_posterior_with_an_uneven_grid_and_impossible_values() -> None:
    # Oracle: uniform on [0, 1] cut from a wider grid; trapezoid of a constant is exact inside.
    grid = np.concatenate([[-1.0], np.linspace(0, 1, 11) ** 2, [2.0]])
    posterior = grid_posterior(
        grid, lambda p: np.where((p >= 0) & (p <= 1), 0.0, -np.inf), lambda p: -1e4 + 0 * p
    )
    assert posterior.density[0] == posterior.density[-1] == 0
    assert np.ptp(posterior.density[1:-1]) == 0
    assert_allclose(integrate.trapezoid(posterior.density, grid), 1, rtol=ROUNDING)


# --- conjugate pairs


def test_beta_path_against_scipy_and_the_grid() -> None:
    outcomes = np.array([1, 1, 0, 1, 0, 1, 1])
    path = beta_bernoulli(2.0, 3.5, outcomes)
    exact = stats.beta(path.alpha, path.beta)
    assert path.alpha.shape == (8,)
    assert_allclose(path.mean, exact.mean(), rtol=ROUNDING)
    assert_allclose(path.sigma, exact.std(), rtol=ROUNDING)
    grid = np.linspace(0, 1, 4001)[1:-1]
    numeric = grid_posterior(
        grid,
        lambda p: stats.beta.logpdf(p, 2.0, 3.5),
        lambda p: 5 * np.log(p) + 2 * np.log1p(-p),
    )
    assert_allclose(path.mean[-1], numeric.mean, rtol=1e-6)  # trapezoid, h^2 = 6e-8


def test_beta_path_without_data_is_the_prior() -> None:
    path = beta_bernoulli(2, 2, [])
    assert (path.alpha.tolist(), path.beta.tolist()) == ([2.0], [2.0])


def test_the_prior_washes_out() -> None:
    outcomes = np.random.default_rng(3).random(5000) < 0.3
    far, near = beta_bernoulli(50, 1, outcomes), beta_bernoulli(1, 1, outcomes)
    gap = np.abs(far.mean - near.mean)
    assert gap[-1] < 0.01 < gap[0]
    assert np.all(np.diff(near.sigma[[10, 100, 1000, 5000]]) < 0)


@pytest.mark.parametrize(("n", "alpha", "beta"), [(0, 1, 1), (1, 0.3, 4), (12, 2, 5), (300, 40, 9)])
def test_beta_binomial_against_scipy(n: int, alpha: float, beta: float) -> None:
    pmf = beta_binomial_pmf(n, alpha, beta)
    assert pmf.shape == (n + 1,)
    # Differences of log-gammas of size n log n lose about that many eps.
    assert_allclose(pmf, stats.betabinom(n, alpha, beta).pmf(np.arange(n + 1)), rtol=1e-11)
    assert_allclose(pmf.sum(), 1, rtol=1e-11)


def test_dirichlet_multinomial_against_scipy() -> None:
    posterior = dirichlet_multinomial([0.5, 2.0, 1.0], [3, 0, 7])
    exact = stats.dirichlet([3.5, 2.0, 8.0])
    assert posterior.alpha.tolist() == [3.5, 2.0, 8.0]
    assert_allclose(posterior.mean, exact.mean(), rtol=ROUNDING)
    assert_allclose(posterior.covariance, exact.cov(), rtol=ROUNDING)
    evidence = stats.dirichlet_multinomial([0.5, 2.0, 1.0], 10).logpmf([3, 0, 7])
    assert_allclose(posterior.log_evidence, evidence, rtol=1e-11)


def test_two_categories_are_a_coin() -> None:
    coin = beta_bernoulli(2, 3, [1, 0, 0, 1, 1])
    die = dirichlet_multinomial([2, 3], [3, 2])
    assert_allclose(die.mean[0], coin.mean[-1], rtol=ROUNDING)
    assert_allclose(die.covariance[0, 0], coin.sigma[-1] ** 2, rtol=ROUNDING)


@pytest.mark.parametrize("scale", [1.0, 1e-150, 1e120])
def test_gaussian_path_one_by_one(scale: float) -> None:
    # Oracle: naive transcription, one measurement at a time, in units of the scale.
    x = np.array([1.0, 4.0, -2.0])
    path = gaussian_gaussian(3 * scale, 2 * scale, 0.5 * scale, x * scale)
    mean, precision = 3.0, 1 / 4
    for k in range(4):
        assert_allclose(path.mean[k] / scale, mean, rtol=ROUNDING)
        assert_allclose(path.sigma[k] / scale, precision**-0.5, rtol=ROUNDING)
        predictive = np.sqrt(1 / precision + 0.25)
        assert_allclose(path.predictive_sigma[k] / scale, predictive, rtol=ROUNDING)
        if k < 3:
            mean = (precision * mean + 4 * x[k]) / (precision + 4)
            precision = precision + 4


# --- regression


@pytest.mark.parametrize(("n", "d"), [(1, 1), (30, 3), (2, 5)])
def test_regression_against_the_normal_equations_and_ridge(n: int, d: int) -> None:
    rng = np.random.default_rng(n)
    features, targets = rng.standard_normal((n, d)), 3 * rng.standard_normal(n)
    fit = bayes_regression(features, targets, noise_sigma=0.7, prior_sigma=2.0)
    precision = features.T @ features / 0.49 + np.eye(d) / 4
    assert_allclose(fit.covariance, np.linalg.inv(precision), rtol=1e-10, atol=1e-13)
    ridge = Ridge(alpha=0.49 / 4, fit_intercept=False, solver="svd").fit(features, targets)
    assert_allclose(fit.mean, ridge.coef_, rtol=1e-10)
    marginal = stats.multivariate_normal(None, 4 * features @ features.T + 0.49 * np.eye(n))
    assert_allclose(fit.log_evidence, marginal.logpdf(targets), rtol=1e-10)


def test_regression_prediction_is_the_gaussian_conditional() -> None:
    # Oracle: condition the joint Gaussian of old and new targets.
    rng = np.random.default_rng(5)
    old, new = rng.standard_normal((8, 2)), rng.standard_normal((3, 2))
    targets = rng.standard_normal(8)
    kernel = 4 * old @ old.T + 0.09 * np.eye(8)
    cross = 4 * new @ old.T
    mean = cross @ np.linalg.solve(kernel, targets)
    covariance = 4 * new @ new.T - cross @ np.linalg.solve(kernel, cross.T)
    guess = predict_bayes_regression(
        bayes_regression(old, targets, noise_sigma=0.3, prior_sigma=2.0), new
    )
    assert_allclose(guess.mean, mean, rtol=1e-10)
    assert_allclose(guess.line_sigma**2, np.diag(covariance), rtol=1e-9)
    assert_allclose(guess.point_sigma**2, np.diag(covariance) + 0.09, rtol=1e-9)


# --- credible intervals


def test_equal_tails_of_every_posterior_at_once() -> None:
    path = beta_bernoulli(1, 1, [1, 1, 0, 1])
    low, high = equal_tailed_interval(lambda q: special.betaincinv(path.alpha, path.beta, q), 0.9)
    exact = stats.beta(path.alpha, path.beta)
    assert_allclose(low, exact.ppf(0.05), rtol=1e-10)
    assert_allclose(high, exact.ppf(0.95), rtol=1e-10)


@pytest.mark.parametrize("level", [0.1, 0.5, 0.95])
@pytest.mark.parametrize(
    "law",
    [
        stats.norm(3, 0.2),
        stats.beta(2, 9),
        stats.gamma(2.5),
        stats.expon(),
        stats.beta(5, 1),
        stats.cauchy(),
    ],
    ids=["norm", "beta", "gamma", "expon", "rising", "cauchy"],
)
def test_highest_density_interval(law: stats.distributions.rv_frozen, level: float) -> None:
    # Oracle: the definition. It holds the level, is no wider than any other, and inside the
    # support both ends have the same density. The width is flat at its minimum, so the ends are
    # known to about the square root of the precision of the widths.
    low, high = highest_density_interval(law.ppf, level)
    assert_allclose(law.cdf(high) - law.cdf(low), level, rtol=1e-9)
    p = np.linspace(0, 1 - level, 2001)[1:-1]
    assert high - low <= (law.ppf(p + level) - law.ppf(p)).min() * (1 + 1e-9)
    support = law.support()
    if low > support[0] and high < support[1]:
        assert_allclose(law.pdf(low), law.pdf(high), rtol=1e-4)


@pytest.mark.parametrize(
    ("ours", "law"),
    [
        (Beta(alpha=2.0, beta=50.0), stats.beta(2, 50)),
        (Gaussian(mu=3.0, sigma=2.0), stats.norm(3, 2)),
        (Exponential(rate=0.5), stats.expon(scale=2)),
        (Cauchy(location=1.0, scale=2.0), stats.cauchy(1, 2)),
    ],
    ids=["beta", "gaussian", "exponential", "cauchy"],
)
def test_highest_density_interval_of_a_distribution(
    ours: Continuous, law: stats.distributions.rv_frozen
) -> None:
    # The search asks for the quantiles at 0 and 1, which are the ends of the support.
    for level in (0.5, 0.9):
        ends = highest_density_interval(ours.quantile, level)
        # flat at the shortest: the square root of eps, on the scale of the interval
        assert_allclose(ends, highest_density_interval(law.ppf, level), rtol=1e-6, atol=1e-6)
        assert np.diff(law.cdf(ends))[0] == pytest.approx(level, abs=1e-12)


def test_intervals_of_draws_against_numpy_and_arviz() -> None:
    draws = np.random.default_rng(1).gamma(2.0, size=(4, 999))
    assert equal_tailed_from_draws(draws, 0.9) == pytest.approx(
        tuple(np.quantile(draws, [0.05, 0.95])), rel=1e-12
    )
    assert highest_density_from_draws(draws, 0.9) == pytest.approx(
        tuple(arviz.hdi(draws.ravel(), 0.9)), rel=1e-12
    )


def test_highest_density_draws_hold_their_share_and_are_shortest() -> None:
    # Oracle: every pair of draws.
    draws = np.random.default_rng(2).exponential(size=40)
    low, high = highest_density_from_draws(draws, 0.75)
    assert np.mean((draws >= low) & (draws <= high)) >= 0.75
    widths = [b - a for a in draws for b in draws if np.mean((draws >= a) & (draws <= b)) >= 0.75]
    assert high - low == min(widths)


def test_seven_percent_of_a_hundred_draws_are_seven() -> None:
    assert highest_density_from_draws(np.arange(100), 0.07) == (0.0, 6.0)


def test_one_draw_is_its_own_interval() -> None:
    assert highest_density_from_draws([2.5], 0.9) == (2.5, 2.5)
    assert equal_tailed_from_draws([2.5], 0.9) == (2.5, 2.5)
