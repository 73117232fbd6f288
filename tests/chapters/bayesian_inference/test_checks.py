"""Chapter 02's checks: their oracles, and what each broken property is told."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mlcourse.probability import bayes, conjugate, diagnostics, gibbs, hmc
from tests.chapters.rooms import checks, drawn

CHECKS = checks("bayesian_inference")


def _forgetful(log_density, x0, n_draws, step_size, rng):
    """Compares log u with the density of the proposal alone."""
    draws = [x0]
    for _ in range(n_draws):
        there = draws[-1] + step_size * rng.normal()
        draws.append(there if np.log(rng.random()) < log_density(there) else draws[-1])
    return np.array(draws)


def _uphill(log_density, x0, n_draws, step_size, rng):
    draws = [x0 + step_size]
    for _ in range(n_draws):
        there = draws[-1] + step_size * rng.normal()
        draws.append(there if log_density(there) > log_density(draws[-1]) else draws[-1])
    return np.array(draws)


def _metropolis(record=True, ratio=1.0, scale=None, always=False, own=False, short=False):
    def draws(log_density, x0, n_draws, step_size, rng):
        rng = np.random.default_rng(0) if own else rng
        out, x = [x0], x0
        for _ in range(n_draws):
            there = x + (scale or step_size) * rng.normal()
            log_u = np.log(rng.random())
            if always or log_u < ratio * (log_density(there) - log_density(x)):
                x = there
                out.append(x)
            elif record:
                out.append(x)
        while not record and len(out) < n_draws + 1:  # goes on until it has enough
            there = x + step_size * rng.normal()
            if np.log(rng.random()) < log_density(there) - log_density(x):
                x = there
                out.append(x)
        return np.array(out[1:] if short else out)

    return draws


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (_metropolis(short=True), "n_draws + 1 numbers"),
        (_metropolis(record=False), "no draw repeats"),
        (_metropolis(always=True), "no draw repeats"),
        (_metropolis(scale=0.01), "no draw repeats"),
        (_metropolis(scale=1.0), "multiplied by step_size"),
        (_metropolis(ratio=-1.0), "six standard errors"),
        (_metropolis(ratio=9.0), "log u"),
        (_uphill, "a move downhill is accepted too"),
        (_forgetful, "log_density(proposal) − log_density(x)"),
        (_metropolis(own=True), "draw from the rng that is given"),
    ],
)
def test_metropolis_draws_names_the_broken_property(wrong: Any, words: str) -> None:
    result = CHECKS["metropolis_draws"](wrong, rng=3)
    assert result.status == "failed"
    assert words in result.message, result.message


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
    for inputs in drawn(CHECKS["split_rhat"]):
        assert EXPECTED["split_rhat"](**inputs) == pytest.approx(diagnostics.split_rhat(**inputs))


def test_the_dropped_rejections_bend_the_answer() -> None:
    # what the exercise is about: with rejections left out the tails are visited too often
    bell = CHECKS["metropolis_draws"].draw(np.random.default_rng(0))["log_density"]
    rng = np.random.default_rng(2)
    jumps, log_u = rng.normal(0, 2.4 * bell.sd, 80_000), np.log(rng.random(80_000))
    right = EXPECTED["recorded_walk"](bell, bell.mean, jumps, log_u)
    wrong = next(iter(CHECKS["recorded_walk"].mistakes.values()))
    dropped = wrong(bell, bell.mean, jumps, log_u)
    # 80,000 draws, about five to one: standard error of the spread about 0.6 %
    assert right.std() == pytest.approx(bell.sd, rel=0.02)
    assert dropped.std() > 1.03 * bell.sd
