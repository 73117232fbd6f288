"""Chapter 04: expectations, decisions, thresholds, the newsvendor and risk."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import integrate, optimize, stats

from mlcourse.probability.decisions import (
    LOSSES,
    bayes_action,
    expected_loss,
    maximum_expected_gain,
    minimum_expected_loss,
)
from mlcourse.probability.expectations import (
    AVERAGED,
    expectation,
    expectation_by_quadrature,
    monte_carlo_mean,
    running_mean,
)
from mlcourse.probability.newsvendor import best_order, expected_profit, profit, profit_cdf
from mlcourse.probability.repeated_bets import best_stake, bet_outcomes, growth_rate
from mlcourse.probability.risk import certainty_equivalent, mean_variance, portfolio
from mlcourse.probability.threshold import best_threshold, sample_threshold, threshold_loss

ROUNDING = 1e-12  # a few hundred eps

weighted_points = st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 1)), min_size=1, max_size=12)


# --- expectations


def test_expectation_is_linear_and_exact() -> None:
    rng = np.random.default_rng(0)
    p, x, y = rng.dirichlet(np.ones(7)), rng.standard_normal(7), rng.standard_normal(7)
    assert_allclose(
        expectation(p, 2 * x - 3 * y), 2 * expectation(p, x) - 3 * expectation(p, y), atol=ROUNDING
    )
    assert expectation([1.0], [4.0]) == 4
    # Oracle: scipy's mean of a binomial.
    law = stats.binom(10, 0.3)
    k = np.arange(11)
    assert_allclose(expectation(law.pmf(k), k**2), law.moment(2), rtol=ROUNDING)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-3.0, 5.0), (1e6, 1e6 + 2)])
def test_quadrature_is_exact_to_its_degree_and_no_further(low: float, high: float) -> None:
    # Oracle: uniform moments about the middle, in closed form; n nodes do degree 2n - 1.
    middle, half = (low + high) / 2, (high - low) / 2

    def mean_power(degree: int, n_nodes: int) -> float:
        return expectation_by_quadrature(
            lambda x: ((x - middle) / half) ** degree,
            lambda x: np.full_like(x, 0.5 / half),
            low,
            high,
            n_nodes=n_nodes,
        )

    # A shift of 1e6 costs 1e6 eps.
    for n in (1, 2, 5):
        for degree in range(2 * n):
            exact = 0.0 if degree % 2 else 1 / (degree + 1)
            assert_allclose(mean_power(degree, n), exact, atol=1e-9)
        assert abs(mean_power(2 * n, n) - 1 / (2 * n + 1)) > 1e-5


def test_quadrature_against_scipy() -> None:
    law = stats.gamma(3, scale=2)
    exact = law.expect(np.sqrt)
    ours = expectation_by_quadrature(np.sqrt, law.pdf, 0, 120, n_nodes=200)
    assert_allclose(ours, exact, rtol=1e-7)


def test_monte_carlo_covers_the_truth_as_often_as_it_says() -> None:
    # Of 1,000 intervals 95 % hold the truth; binomial sd 0.7 %, and n = 100 of a skewed variable.
    draws = np.random.default_rng(1).exponential(size=(1000, 100)) ** 0.5
    exact = np.sqrt(np.pi) / 2
    inside = []
    for row in draws:
        result = monte_carlo_mean(row)
        assert result.mean == pytest.approx(row.mean(), rel=1e-14)
        assert result.standard_error == pytest.approx(stats.sem(row), rel=1e-12)
        inside.append(abs(result.mean - exact) < 1.96 * result.standard_error)
    assert abs(np.mean(inside) - 0.95) < 0.03


@pytest.mark.parametrize(
    ("name", "law"),
    [
        ("die", stats.randint(1, 7)),
        ("exponential", stats.expon()),
        ("cauchy", stats.cauchy()),
    ],
)
def test_running_means(name: str, law: stats.distributions.rv_frozen) -> None:
    run = running_mean(name, n_draws=400, n_runs=300, rng=2)
    assert run.draws.shape == run.means.shape == (300, 400)
    assert_allclose(run.means[:, 9], run.draws[:, :10].mean(axis=1), rtol=1e-12)
    if name == "die":
        counts = np.bincount(run.draws.ravel().astype(int), minlength=7)[1:]
        assert stats.chisquare(counts).pvalue > 1e-3
    else:
        assert stats.kstest(run.draws.ravel(), law.cdf).pvalue > 1e-3
    if name == "cauchy":
        assert np.isnan(run.expectation)
        assert np.all(np.isnan(run.standard_error))
        # The mean of 400 is as wild as one draw: Cauchy again (closed form).
        assert stats.kstest(run.means[:, -1], "cauchy").pvalue > 1e-3
    else:
        assert run.expectation == law.mean()
        assert_allclose(run.standard_error, law.std() / np.sqrt(np.arange(1, 401)), rtol=ROUNDING)
        z = (run.means[:, -1] - run.expectation) / run.standard_error[-1]
        assert stats.kstest(z, "norm").pvalue > 1e-3


def test_a_longer_run_begins_the_same() -> None:
    assert list(AVERAGED) == ["die", "exponential", "cauchy"]
    long = running_mean("cauchy", n_draws=50, n_runs=4, rng=1)
    assert np.array_equal(
        running_mean("cauchy", n_draws=20, n_runs=4, rng=1).means, long.means[:, :20]
    )


# --- decisions


def test_decision_tables_by_hand_and_mirrored() -> None:
    p = [0.2, 0.5, 0.3]
    gain = np.array([[10.0, 0, -5], [2, 2, 2], [0, 1, 4]])
    best = maximum_expected_gain(p, gain)
    assert_allclose(best.expected, [0.5, 2.0, 1.7], rtol=ROUNDING)
    assert best.best == 1
    mirrored = minimum_expected_loss(p, -gain)
    assert_allclose(mirrored.expected, -best.expected)
    assert mirrored.best == 1
    assert minimum_expected_loss(p, gain).best == 0
    assert maximum_expected_gain([1.0], [[3.0], [3.0]]).best == 0


@settings(max_examples=60, deadline=None)
@given(weighted_points, st.sampled_from(list(LOSSES)), st.floats(0.05, 0.95))
def test_no_action_beats_the_bayes_action(
    points: list[tuple[float, float]], loss: str, tau: float
) -> None:
    # Oracle: the definition, over the values themselves and a fine grid of actions.
    values, weights = np.array(points).T
    weights = weights / weights.sum()
    best = bayes_action(values, weights, loss, tau=tau)
    at_best = expected_loss([best], values, weights, loss, tau=tau)[0]
    others = np.concatenate([values, np.linspace(-6, 6, 241)])
    assert at_best <= expected_loss(others, values, weights, loss, tau=tau).min() + 1e-12


def test_each_loss_has_its_summary_on_a_grid() -> None:
    # Oracle: scipy's summaries of a skewed density; the grid is 0.005 wide.
    law = stats.gamma(3)
    values = np.arange(0.0025, 40, 0.005)
    weights = law.pdf(values)
    weights = weights / weights.sum()
    assert bayes_action(values, weights, "squared") == pytest.approx(law.mean(), abs=0.005)
    assert bayes_action(values, weights, "absolute") == pytest.approx(law.median(), abs=0.005)
    assert bayes_action(values, weights, "zero_one") == pytest.approx(2.0, abs=0.005)
    for tau in (0.1, 0.5, 0.9):
        action = bayes_action(values, weights, "pinball", tau=tau)
        assert action == pytest.approx(law.ppf(tau), abs=0.005)


def test_loss_curves_by_plain_loops() -> None:
    rng = np.random.default_rng(0)
    values, weights = np.round(rng.standard_normal(9), 1), rng.dirichlet(np.ones(9))
    actions = np.append(values[:3], [0.05, 7.0])
    tau = 0.8
    naive = {
        "squared": lambda v, a: (v - a) ** 2,
        "absolute": lambda v, a: abs(v - a),
        "zero_one": lambda v, a: float(v != a),
        "pinball": lambda v, a: max(tau * (v - a), (tau - 1) * (v - a)),
    }
    for name, cost in naive.items():
        curve = expected_loss(actions, values, weights, name, tau=tau)
        exact = [sum(w * cost(v, a) for v, w in zip(values, weights, strict=True)) for a in actions]
        assert_allclose(curve, exact, rtol=ROUNDING)


def test_draws_are_weighted_points_with_equal_weights() -> None:
    draws = np.array([3.0, 1.0, 1.0, 10.0, 2.0])
    equal = np.full(5, 0.2)
    assert bayes_action(draws, equal, "absolute") == np.median(draws)
    assert bayes_action(draws, equal, "zero_one") == 1
    assert bayes_action(draws, equal, "pinball", tau=0.8) == 3
    # Eight tenths add up to 0.7999999999999999, and must count as 0.8.
    tenths = np.full(10, 0.1)
    assert bayes_action(np.arange(10), tenths, "pinball", tau=0.8) == 7
    assert bayes_action(np.arange(10), tenths, "pinball", tau=0.3) == 2


# --- threshold


@pytest.mark.parametrize("separation", [0.3, 1.0, 4.0])
@pytest.mark.parametrize("prior", [0.02, 0.5, 0.9])
@pytest.mark.parametrize(("c_fp", "c_fn"), [(1.0, 1.0), (1.0, 20.0), (300.0, 2.0)])
def test_best_threshold_against_a_numerical_minimum(
    c_fp: float, c_fn: float, prior: float, separation: float
) -> None:
    best = best_threshold(c_fp, c_fn, prior, separation)
    around = best + np.linspace(-3, 3, 601)
    curve = threshold_loss(around, c_fp, c_fn, prior, separation).expected_loss
    assert curve[300] <= curve.min() * (1 + 1e-14)
    if abs(best - separation / 2) < 4:  # beyond, the curve is flat to the last digit
        assert np.argmin(curve) == 300
    # First-order condition: both classes weigh the same there.
    left = (1 - prior) * c_fp * stats.norm.pdf(best)
    assert_allclose(left, prior * c_fn * stats.norm.pdf(best - separation), rtol=1e-10)


def test_threshold_loss_against_simulation() -> None:
    # Oracle: 200,000 scored cases; four standard errors of the mean cost.
    rng = np.random.default_rng(0)
    ill = rng.random(200_000) < 0.3
    scores = rng.standard_normal(200_000) + 1.5 * ill
    curve = threshold_loss([-0.5, 0.8], 2.0, 7.0, 0.3, 1.5)
    for i, t in enumerate([-0.5, 0.8]):
        called = scores > t
        cost = 2.0 * (called & ~ill) + 7.0 * (~called & ill)
        assert abs(cost.mean() - curve.expected_loss[i]) < 4 * cost.std() / np.sqrt(200_000)
        exact = stats.norm.sf(t), stats.norm.cdf(t, 1.5)
        found = curve.false_positive_rate[i], curve.false_negative_rate[i]
        assert_allclose(found, exact, rtol=ROUNDING)


def test_extreme_costs_do_not_overflow() -> None:
    # Closed form: log(1e300 / 1e-300) = 600 log 10.
    exact = 1 + 600 * np.log(10) / 2
    assert_allclose(best_threshold(1e300, 1e-300, 0.5, 2.0), exact, rtol=ROUNDING)


# --- newsvendor


@pytest.mark.parametrize(("mean", "sd"), [(100.0, 20.0), (1e4, 50.0), (3.0, 0.5)])
def test_expected_profit_against_quadrature_and_the_best_order(mean: float, sd: float) -> None:
    orders = mean + sd * np.array([-2.0, 0.0, 0.7, 3.0])
    ours = expected_profit(orders, mean, sd, 5.0, 2.0)
    for q, value in zip(orders, ours, strict=True):
        exact, _ = integrate.quad(
            lambda d, q=q: (5 * min(q, d) - 2 * q) * stats.norm.pdf(d, mean, sd),
            mean - 12 * sd,
            mean + 12 * sd,
            points=[q],
        )
        assert_allclose(value, exact, rtol=1e-8)
    found = optimize.minimize_scalar(
        lambda q: -float(expected_profit(q, mean, sd, 5.0, 2.0)),
        bounds=(mean - 3 * sd, mean + 3 * sd),
        method="bounded",
        options={"xatol": 1e-6 * sd},
    )
    # A flat maximum is found to the square root of eps, relative to the size of the profit.
    assert_allclose(best_order(mean, sd, 5.0, 2.0), found.x, atol=1e-3 * sd)
    assert_allclose(best_order(mean, sd, 5.0, 2.0), stats.norm.ppf(0.6, mean, sd), rtol=1e-10)


def test_an_order_that_never_pays_is_zero() -> None:
    assert best_order(1.0, 10.0, 3.0, 2.9) == 0
    assert float(expected_profit(0, 100, 10, 3, 1)) == pytest.approx(0, abs=1e-15)


def test_profit_and_its_distribution_against_simulation() -> None:
    # Oracle: simulated demand. The atom at selling out breaks Kolmogorov-Smirnov, so the cdf is
    # compared at points: four binomial standard errors.
    demand = np.random.default_rng(0).normal(100, 20, 100_000)
    earned = profit(110, demand, 3.0, 1.0)
    assert earned.max() == 220
    x = np.array([50.0, 150.0, 200.0, 219.999, 220.0, 300.0])
    exact = profit_cdf(x, 110, 100, 20, 3.0, 1.0)
    seen = (earned[:, None] <= x).mean(axis=0)
    assert np.all(np.abs(seen - exact) <= 4 * np.sqrt(exact * (1 - exact) / 100_000))
    assert exact[-2:].tolist() == [1, 1]
    assert_allclose(1 - exact[3], stats.norm.sf(110, 100, 20), rtol=1e-4)
    assert profit([[1], [2]], [0, 1, 5], 3, 1).tolist() == [[-1, 2, 2], [-2, 1, 4]]
    se = earned.std() / np.sqrt(100_000)
    assert abs(earned.mean() - float(expected_profit(110, 100, 20, 3.0, 1.0))) < 4 * se


# --- a threshold from a sample


@pytest.mark.parametrize("seed", range(8))
def test_sample_threshold_against_trying_them_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 9, size=30) / 2.0  # with ties
    labels = (scores + rng.standard_normal(30) > 2).astype(int)
    c_fp, c_fn = (float(c) for c in rng.uniform(0.2, 5, size=2))

    def loss(cut: float) -> float:
        pairs = zip(scores, labels, strict=True)
        return sum(c_fp if s > cut and y == 0 else c_fn if s <= cut and y == 1 else 0
                   for s, y in pairs) / 30  # fmt: skip

    best = sample_threshold(scores, labels, c_fp, c_fn)
    assert_allclose(best.mean_loss, loss(best.threshold), rtol=ROUNDING)
    tried = [loss(cut) for cut in np.linspace(-1, 6, 57)]
    assert_allclose(best.mean_loss, min(tried), rtol=ROUNDING)


def test_sample_threshold_may_call_all_or_none() -> None:
    assert sample_threshold([1, 2], [1, 0], 1, 3).threshold == -np.inf
    assert sample_threshold([1, 2], [1, 0], 3, 1).threshold == np.inf


def test_sample_threshold_approaches_the_best_one() -> None:
    # 200,000 cases; the loss is flat at its minimum, so the place is known to a few hundredths
    rng = np.random.default_rng(3)
    labels = (rng.random(200_000) < 0.3).astype(int)
    scores = rng.standard_normal(200_000) + 2 * labels
    assert_allclose(
        sample_threshold(scores, labels, 1, 4).threshold, best_threshold(1, 4, 0.3, 2), atol=0.06
    )


# --- repeated bets


@pytest.mark.parametrize(
    ("p", "gain", "loss"), [(0.5, 0.5, 0.4), (0.6, 1.0, 1.0), (0.2, 6.0, 0.7), (0.9, 0.3, 1.0)]
)
def test_best_stake_against_a_numerical_maximum(p: float, gain: float, loss: float) -> None:
    def negative(f: float) -> float:
        return -(p * np.log(1 + f * gain) + (1 - p) * np.log(1 - f * loss))

    found = optimize.minimize_scalar(negative, bounds=(0, 1 - 1e-12), method="bounded",
                                     options={"xatol": 1e-10})  # fmt: skip
    assert_allclose(best_stake(p, gain, loss), found.x, atol=1e-5)
    assert_allclose(growth_rate([found.x], p, gain, loss), -found.fun, rtol=1e-9)


def test_best_stake_is_nothing_without_an_edge_and_never_more_than_all() -> None:
    assert best_stake(0.5, 0.4, 0.5) == 0.0
    assert best_stake(0.9, 2.0, 0.5) == 1.0
    assert growth_rate([1.0], 0.5, 1.0, 1.0)[0] == -np.inf


@pytest.mark.parametrize("stake", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("n", [0, 1, 7, 100])
def test_bet_outcomes_against_scipy(stake: float, n: int) -> None:
    p, gain, loss = 0.55, 0.5, 0.4
    after = bet_outcomes(stake, p, gain, loss, n_bets=n)
    law = stats.binom(n, p)
    wins = np.arange(n + 1)
    assert_allclose(after.probabilities, law.pmf(wins), atol=1e-12)
    wealth = [(1 + stake * gain) ** k * (1 - stake * loss) ** (n - k) for k in range(n + 1)]
    assert_allclose(after.wealth, wealth, rtol=1e-11)
    assert_allclose(after.mean, law.pmf(wins) @ np.array(wealth), rtol=1e-10)
    assert_allclose(after.median, wealth[int(law.median())], rtol=1e-11)
    ahead = sum(law.pmf(k) for k in range(n + 1) if wealth[k] > 1 + 1e-9)
    assert_allclose(after.ahead, ahead, atol=1e-12)


# --- risk


@pytest.mark.parametrize("a", [0.0, 1e-12, 0.003, 0.5, 40.0, 1e5])
def test_certainty_equivalent_has_the_utility_of_the_gamble(a: float) -> None:
    # Oracle: mpmath with 60 digits.
    import mpmath

    p, gains = np.array([0.2, 0.5, 0.3]), np.array([-4.0, 1.0, 12.0])
    ours = certainty_equivalent(p, gains, a)
    if a == 0:
        assert ours == pytest.approx(p @ gains)
        return
    with mpmath.workdps(60):
        total = mpmath.fsum(
            mpmath.mpf(q) * mpmath.exp(-mpmath.mpf(a) * mpmath.mpf(g))
            for q, g in zip(p.tolist(), gains.tolist(), strict=True)
        )
        exact = float(-mpmath.log(total) / mpmath.mpf(a))
    assert_allclose(ours, exact, rtol=1e-11)


@settings(max_examples=60, deadline=None)
@given(weighted_points, st.floats(0.001, 5))
def test_risk_costs_something(points: list[tuple[float, float]], a: float) -> None:
    gains, p = np.array(points).T
    p = p / p.sum()
    value = certainty_equivalent(p, gains, a)
    assert gains.min() - 1e-9 <= value <= p @ gains + 1e-9
    assert certainty_equivalent(p, gains, 2 * a) <= value + 1e-9
    assert_allclose(certainty_equivalent(p, gains + 3, a), value + 3, atol=1e-9)


def test_impossible_outcomes_do_not_matter() -> None:
    assert certainty_equivalent([0.0, 1.0], [-1e6, 2.0], 3.0) == pytest.approx(2.0)


def test_mean_variance_is_the_small_risk_limit_and_exact_for_a_gaussian() -> None:
    p, gains = np.array([0.2, 0.5, 0.3]), np.array([-4.0, 1.0, 12.0])
    gamble = mean_variance(p, gains, 1e-4)
    assert_allclose(gamble.variance, np.cov(gains, aweights=p, ddof=0), rtol=ROUNDING)
    # The next term is a^2 / 6 times the third central moment (about 250): 4e-7.
    assert abs(gamble.value - certainty_equivalent(p, gains, 1e-4)) < 1e-6
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    gaussian = weights / weights.sum(), 5 + 2 * nodes
    assert_allclose(
        mean_variance(*gaussian, 0.7).value, certainty_equivalent(*gaussian, 0.7), rtol=1e-10
    )


def test_portfolio_against_simulation_free_formulas() -> None:
    # Oracle: two assets by hand, and a hedge that removes all risk.
    covariance = np.array([[4.0, -2.0], [-2.0, 1.0]])  # perfectly opposed
    mix = portfolio([[1, 0], [0, 1], [1 / 3, 2 / 3], [0.5, 0.5]], [6.0, 3.0], covariance)
    assert_allclose(mix.mean, [6, 3, 4, 4.5], rtol=ROUNDING)
    # The square root turns the rounding of a zero variance, eps, into 1e-8.
    assert_allclose(mix.sigma, [2, 1, 0, 0.5], atol=5e-8)
    many = portfolio(np.full((1, 100), 0.01), np.ones(100), 9 * np.eye(100))
    assert_allclose(many.sigma, 0.3, rtol=ROUNDING)
