"""The figures of chapter 02 say what the theory says; pictures are tested by the common suite."""

import numpy as np
import pytest
from scipy.stats import beta as beta_distribution

from mlcourse.chapters.bayesian_inference import figures
from mlcourse.chapters.bayesian_inference.figures import (
    _base_rate,
    _beta_bernoulli,
    _five_state_chain,
    _metropolis,
    _samplers,
)
from tests.chapters.views import view_of

# base_rate


def test_counts_are_a_thousand_people_and_the_value_is_bayes() -> None:
    for state in list(figures.base_rate.states())[::37]:
        values, _ = figures.base_rate.values(state)
        view = _base_rate.compute(**values)
        assert sum(view.counts) == 1000
        assert min(view.counts) >= 0
        a, s, c = (values[k] / 100 for k in ("prevalence", "sensitivity", "specificity"))
        expected = [a * (1 - s), a * s, (1 - a) * (1 - c), (1 - a) * c]
        # each edge of a group is rounded, so a group is off by less than one person
        np.testing.assert_allclose(view.counts, 1000 * np.array(expected), atol=1.0)
        assert view.positive_predictive == pytest.approx(a * s / (a * s + (1 - a) * (1 - c)))


def test_areas_of_the_groups_are_their_counts() -> None:
    def area(corners: np.ndarray) -> float:  # the shoelace formula
        x, y = corners.T
        return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2

    for first, last in [(0, 0), (0, 10), (3, 9), (20, 30), (10, 109), (109, 1000), (0, 1000)]:
        assert area(_base_rate._outline(first, last)) == last - first


# beta_bernoulli


@pytest.mark.parametrize("order", _beta_bernoulli.ORDERS)
def test_posterior_counts_successes_and_failures(order: str) -> None:
    view, _ = view_of(figures.beta_bernoulli, order=order, alpha=3, beta=12, true_p=0.8)
    for k, n in enumerate(_beta_bernoulli.LOOKS):
        s = view.successes[n]
        truth = beta_distribution(3 + s, 12 + n - s)
        assert view.mean[k] == pytest.approx(truth.mean())
        assert view.low[k] == pytest.approx(truth.ppf(0.025))
        assert view.high[k] == pytest.approx(truth.ppf(0.975))


def test_order_does_not_matter_in_the_end_and_the_prior_washes_out() -> None:
    came, sorted_ = (
        view_of(figures.beta_bernoulli, order=order, true_p=0.5)[0]
        for order in _beta_bernoulli.ORDERS
    )
    assert came.successes[-1] == sorted_.successes[-1]
    assert came.mean[-1] == sorted_.mean[-1]
    assert came.mean[5] != sorted_.mean[5]
    gap = [
        abs(
            view_of(figures.beta_bernoulli, alpha=12, beta=1)[0].mean[k]
            - view_of(figures.beta_bernoulli, alpha=1, beta=12)[0].mean[k]
        )
        for k in (0, -1)
    ]
    assert gap[1] == pytest.approx(11 / 113)  # both priors weigh 13 of 113
    assert gap[0] == pytest.approx(11 / 13)


# five_state_chain


@pytest.mark.parametrize("chain", _five_state_chain.CHAINS)
def test_wanted_distribution_is_stationary(chain: str) -> None:
    transition, wanted = _five_state_chain._transition(chain)
    np.testing.assert_allclose(transition.sum(axis=1), 1.0)
    np.testing.assert_allclose(wanted @ transition, wanted, atol=1e-15)
    balanced = np.allclose(wanted[:, None] * transition, (wanted[:, None] * transition).T)
    assert balanced == (chain != "merry-go-round")


def test_regimes_are_what_the_numbers_say() -> None:
    met = set()
    for chain in _five_state_chain.CHAINS:
        for start in range(1, 6):
            view = _five_state_chain.compute(chain=chain, start=start)
            late = view.distance[-1]
            met.add(regime := _five_state_chain.regime(view, 40))
            assert (late < 0.02) == (regime not in ("swings for ever", "at rest, never at π"))
            assert np.all(np.diff(view.distance) <= 1e-12)  # a step never adds distance
    assert met == {
        "at rest, in detailed balance",
        "stationary, yet it circulates",
        "at rest, never at π",
        "swings for ever",
    }


def test_arrows_point_with_the_flow() -> None:
    view = _five_state_chain.compute(chain="merry-go-round", start=1)
    arrows = _five_state_chain._arrows(view, 40)
    assert len(arrows) == 5
    for arrow, (i, j) in zip(arrows, _five_state_chain.PAIRS, strict=True):
        tip = arrow[3]
        near = np.linalg.norm(_five_state_chain.PLACE - tip, axis=1).argmin()
        assert near == j != i


# metropolis


def test_tiny_and_huge_steps_fail_and_one_in_between_agrees() -> None:
    last = {
        scale: view_of(figures.metropolis, target="Gaussian", scale=scale, iteration=600)[0]
        .numbers[-1]
        for scale in (0.05, 1, 5)
    }  # fmt: skip
    assert "tiny" in last[0.05].regime
    assert last[1].rhat < 1.1 < min(last[0.05].rhat, last[5].rhat)
    assert last[1].ess > 1.5 * max(last[0.05].ess, last[5].ess)
    assert last[0.05].accepted > 0.9 > 0.1 > last[5].accepted


def test_one_chain_looks_fine_while_rhat_does_not() -> None:
    view, _ = view_of(figures.metropolis, target="two humps", scale=0.5, iteration=600)
    assert view.rho[-1].min() < 0.1 < 2 < view.numbers[-1].rhat
    assert np.all(view.run.draws[0, :, 0] < 1)


def test_starts_are_spread_and_on_the_target() -> None:
    for name, target in _metropolis.TARGETS.items():
        starts = np.array(_metropolis.STARTS[name])
        assert np.ptp(starts[:, 0]) > 2 * np.sqrt(target.covariance[0, 0]) * 0.9
        assert np.all(np.isfinite(target.log_density(starts)))


# samplers


@pytest.mark.parametrize("rho", _samplers.CORRELATIONS)
def test_memory_of_gibbs_is_rho_squared(rho: float) -> None:
    chain, corners = _samplers._gibbs(rho)
    # 64 chains of 60 pairs; neighbours within a chain are correlated, so fewer looks for large rho
    looks = 64 * 60 * (1 - rho**2) / (1 + rho**2) + 64
    assert chain.memory == pytest.approx(rho**2, abs=4 * (1 - rho**4) / np.sqrt(looks) + 1e-3)
    np.testing.assert_array_equal(corners[::2], chain.draws)


def test_glides_end_where_the_proposals_are() -> None:
    view = _samplers.compute(rho=0.9, step_size=0.25, n_leapfrog=8)
    draws, glides = view.chains["Hamiltonian"].draws, view.glides
    moved = np.any(draws[1:] != draws[:-1], axis=1)
    assert moved.mean() > 0.8
    np.testing.assert_allclose(glides[:, 0], draws[:-1])
    np.testing.assert_allclose(glides[moved, -1], draws[1:][moved], rtol=1e-9)


def test_hamiltonian_is_unstable_beyond_two_standard_deviations_across() -> None:
    across = np.sqrt(1 - 0.99)  # 0.1
    for step in _samplers.STEPS:
        chain = _samplers.compute(rho=0.99, step_size=step, n_leapfrog=20).chains["Hamiltonian"]
        assert (chain.accepted < 0.05) == (step > 2 * across), step
