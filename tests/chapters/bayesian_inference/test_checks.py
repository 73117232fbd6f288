"""Chapter 02's checks: their oracles, and what each broken property is told."""

import copy
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mlcourse.probability import bayes, conjugate, diagnostics, gibbs, hmc, metropolis
from tests.chapters.rooms import checks, drawn

CHECKS = checks("bayesian_inference")


def _walk(log_density, x0, n_draws, step_size, rng, *, rule, at_once=False, own=False):
    """A reader's walk: the numbers one by one or all at once, and a rule of acceptance."""
    rng = np.random.default_rng(0) if own else rng
    us = iter(rng.uniform(size=n_draws)) if at_once else None
    jumps = iter(rng.normal(0, step_size, n_draws)) if at_once else None
    out = [x0]
    for _ in range(n_draws):
        x = out[-1]
        there = x + next(jumps) if jumps else rng.normal(x, step_size)
        u = next(us) if us else rng.random()
        out.append(there if rule(u, log_density(there), log_density(x)) else x)
    return out


def _ratio(u, there, here):
    return u <= min(1, np.exp(there - here))


@pytest.mark.parametrize("at_once", [False, True])
def test_metropolis_draws_follows_any_order_of_the_numbers(at_once: bool) -> None:
    def right(log_density, x0, n_draws, step_size, rng):
        return _walk(log_density, x0, n_draws, step_size, rng, rule=_ratio, at_once=at_once)

    assert CHECKS["metropolis_draws"](right, rng=3).passed


@pytest.mark.parametrize(
    "rule",
    [
        lambda u, there, here: -2 * u < there - here,
        lambda u, there, here: np.log(u) < 2 * (there - here),
        lambda u, there, here: abs(np.log(u)) > abs(there - here),
        lambda u, there, here: np.log(u) < 9 * (there - here),
    ],
)
def test_metropolis_draws_refuses_a_rule_that_is_nearly_right(rule: Any) -> None:
    def wrong(log_density, x0, n_draws, step_size, rng):
        return _walk(log_density, x0, n_draws, step_size, rng, rule=rule)

    assert CHECKS["metropolis_draws"](wrong, rng=3).status == "failed"


def test_metropolis_draws_refuses_draws_that_are_no_walk() -> None:
    def bell(log_density, x0, n_draws, step_size, rng):
        return np.append(x0, np.repeat(rng.normal(x0, step_size, n_draws), 2)[:n_draws])

    def own(log_density, x0, n_draws, step_size, rng):
        return _walk(log_density, x0, n_draws, step_size, rng, rule=_ratio, own=True)

    for wrong in (bell, own):
        result = CHECKS["metropolis_draws"](wrong, rng=3)
        assert result.status == "failed"
        assert "draw from rng only" in result.message


class Fed(np.random.Generator):
    """Hands the known numbers to the library's step, which asks two children for them."""

    def __init__(self, streams: np.random.Generator) -> None:
        super().__init__(np.random.PCG64(0))
        self.streams = streams

    def spawn(self, n_children: int) -> list[Any]:
        return [self] * n_children

    def standard_normal(self, shape: Any) -> Any:
        return np.full(shape, self.streams.standard_normal())

    def standard_exponential(self, size: Any) -> Any:
        return np.full(size, -np.log(self.streams.random()))


def test_metropolis_draws_is_the_walk_of_the_chapter() -> None:
    # independent oracle: metropolis_step of the library, fed with the same numbers
    for inputs in drawn(CHECKS["metropolis_draws"])[:20]:
        rng, step_size = Fed(copy.deepcopy(inputs["rng"])), inputs["step_size"]

        def density(x: np.ndarray, log_density: Any = inputs["log_density"]) -> np.ndarray:
            return log_density(x[:, 0])

        x = np.array([[inputs["x0"]]])
        for theirs in EXPECTED["metropolis_draws"](**inputs)[1:]:
            x = metropolis.metropolis_step(density, x, step_size=step_size, rng=rng).x
            assert theirs == pytest.approx(x[0, 0], rel=1e-12)


def test_metropolis_draws_knows_the_walk_that_records_acceptances_only() -> None:
    def forgetful(log_density, x0, n_draws, step_size, rng):
        x, draws = x0, [x0]
        for _ in range(n_draws):
            proposal = x + step_size * rng.standard_normal()
            if np.log(rng.random()) < log_density(proposal) - log_density(x):
                x = proposal
                draws.append(x)
        return np.array(draws)

    message = CHECKS["metropolis_draws"](forgetful, rng=3).message
    assert "return an array of" in message
    assert "Hint: rejected moves leave no trace" in message


@pytest.mark.parametrize(
    ("turned", "hint"),
    [
        (lambda p: 1 - p.positive_predictive, "P(healthy | positive)"),
        (lambda p: p.negative_predictive, "P(healthy | negative)"),
    ],
)
def test_positive_predictive_knows_the_values_beside_it(turned: Any, hint: str) -> None:
    def wrong(prevalence, sensitivity, specificity):
        return float(turned(bayes.diagnostic_test(prevalence, sensitivity, specificity)))

    assert hint in CHECKS["positive_predictive"](wrong, rng=3).message


@pytest.mark.parametrize("answer", [4.01, 3.99, 4.5])
def test_the_number_of_a_run_is_not_rounded(answer: float) -> None:
    assert CHECKS["usable_run"](answer).status == "failed"
    assert CHECKS["usable_run"](4).passed


def test_a_glide_may_ask_for_each_gradient_once() -> None:
    def twice(grad, x, r, epsilon, n_steps):
        for _ in range(n_steps):
            r = r + epsilon / 2 * grad(x)
            x = x + epsilon * r
            r = r + epsilon / 2 * grad(x)
        return x, r

    def merged(grad, x, r, epsilon, n_steps):
        r = r + epsilon / 2 * grad(x)
        for k in range(n_steps):
            x = x + epsilon * r
            r = r + epsilon / (1 if k < n_steps - 1 else 2) * grad(x)
        return x, r

    result = CHECKS["leapfrog"](twice, rng=3)
    assert result.status == "failed"
    assert "Hint: keep what was computed where a step ends" in result.message
    assert CHECKS["leapfrog"](merged, rng=3).passed


def test_the_copies_meet_ties_with_the_data() -> None:
    for inputs in drawn(CHECKS["switch_share"]):
        assert EXPECTED["switch_share"](**inputs) > 0


EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_the_oracles_agree_with_the_chapter() -> None:
    # independent oracle: the chapter's own numerics, written by another hand
    for inputs in drawn(CHECKS["positive_predictive"]):
        theirs = bayes.diagnostic_test(**inputs).positive_predictive
        assert EXPECTED["positive_predictive"](**inputs) == pytest.approx(float(theirs))
    one = bayes.diagnostic_test(0.01, 0.9, 0.9).positive_predictive
    two = bayes.diagnostic_test(one, 0.9, 0.9).positive_predictive
    assert EXPECTED["second_positive"] == pytest.approx(float(two))
    for inputs in drawn(CHECKS["beta_update"]):
        path = conjugate.beta_bernoulli(**inputs)
        assert EXPECTED["beta_update"](**inputs) == (path.alpha[-1], path.beta[-1])
    for inputs in drawn(CHECKS["posterior_on_grid"]):
        ours = EXPECTED["posterior_on_grid"](**inputs)
        np.testing.assert_allclose(ours, bayes.bayes_update(**inputs), rtol=1e-14)
    for inputs in drawn(CHECKS["beta_sd"]):
        ours = EXPECTED["beta_sd"](**inputs)
        tosses = [1] * inputs.pop("successes") + [0] * inputs.pop("failures")
        theirs = conjugate.beta_bernoulli(**inputs, outcomes=tosses).sigma[-1]
        assert ours == pytest.approx(theirs, rel=1e-12)
    for inputs in drawn(CHECKS["autocorrelation_at"]):
        theirs = diagnostics.autocorrelation(inputs["x"][None])[0, inputs["lag"]]
        assert EXPECTED["autocorrelation_at"](**inputs) == pytest.approx(theirs, abs=1e-12)
    for inputs in drawn(CHECKS["leapfrog"]):
        grad, x, r, epsilon, n = (inputs[k] for k in ("grad", "x", "r", "epsilon", "n_steps"))
        path = hmc.leapfrog(grad, [x], [r], step_size=epsilon, n_leapfrog=n)
        theirs = path.x[0, -1, 0], path.momentum[0, -1, 0]
        assert EXPECTED["leapfrog"](**inputs) == pytest.approx(theirs, rel=1e-10)
    for inputs in drawn(CHECKS["gibbs_ridge"]):
        rho, noise = inputs["rho"], iter(inputs["noise"].ravel())
        conditionals = gibbs.gaussian_conditionals([0, 0], [[1, rho], [rho, 1]])
        fed = SimpleNamespace(standard_normal=lambda n, noise=noise: np.array([next(noise)] * n))
        x = np.array([[0.0, inputs["x2"]]])  # the first update does not look at x1
        rows = []
        for _ in inputs["noise"]:
            for j in (0, 1):
                x[:, j] = conditionals[j](x, fed)
            rows.append(x[0].copy())
        np.testing.assert_allclose(EXPECTED["gibbs_ridge"](**inputs), rows, rtol=1e-10)
    for inputs in drawn(CHECKS["switch_share"]):
        words = ["".join(map(str, row)) for row in [inputs["data"], *inputs["copies"]]]
        seen, *made = (word.count("01") + word.count("10") for word in words)
        theirs = sum(count >= seen for count in made) / len(made)
        assert EXPECTED["switch_share"](**inputs) == pytest.approx(theirs)
    for inputs in drawn(CHECKS["split_rhat"]):
        assert EXPECTED["split_rhat"](**inputs) == pytest.approx(diagnostics.split_rhat(**inputs))


def test_the_dropped_rejections_bend_the_answer() -> None:
    # what the exercise is about: with rejections left out the tails are visited too often
    bell = CHECKS["recorded_walk"].draw(np.random.default_rng(0))["log_density"]
    rng = np.random.default_rng(2)
    jumps, log_u = rng.normal(0, 2.4 * bell.sd, 80_000), np.log(rng.random(80_000))
    right = EXPECTED["recorded_walk"](bell, bell.mean, jumps, log_u)
    wrong = next(iter(CHECKS["recorded_walk"].mistakes.values()))
    dropped = wrong(bell, bell.mean, jumps, log_u)
    # 80,000 draws, about five to one: standard error of the spread about 0.6 %
    assert right.std() == pytest.approx(bell.sd, rel=0.02)
    assert dropped.std() > 1.03 * bell.sd
