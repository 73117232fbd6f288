"""Chapter 01's checks: their oracles, and what each broken property is told."""

import numpy as np

from mlcourse.probability import limits, overlap, pi_chance, pi_exact, sample_spaces
from tests.chapters.rooms import checks, drawn

CHECKS = checks("probability")


EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_the_oracles_agree_with_the_chapter() -> None:
    # independent oracle: the chapter's own numerics, written by another hand
    for inputs in drawn(CHECKS["event_probability"]):
        ours = EXPECTED["event_probability"](**inputs)
        assert np.isclose(
            ours, sample_spaces.event_probability(inputs["p"], inputs["event"]), rtol=1e-13
        )
    for inputs in drawn(CHECKS["conditional"]):
        theirs = sample_spaces.conditional_probability(inputs["p"], inputs["a"], inputs["b"])
        assert np.isclose(EXPECTED["conditional"](**inputs), theirs, rtol=1e-13)
    for inputs in drawn(CHECKS["independent_overlap"]):
        both = EXPECTED["independent_overlap"](**inputs)
        p_b = inputs["p_either"] - inputs["p_a"] + both
        assert abs(overlap.overlap_table(inputs["p_a"], p_b, both).gap) < 1e-12
    for inputs in drawn(CHECKS["running_means"]):
        ours = EXPECTED["running_means"](**inputs)
        np.testing.assert_allclose(ours, limits.running_means(inputs["x"]), rtol=1e-13)
    for inputs in drawn(CHECKS["proportion_error"]):
        runs = limits.coin_runs(inputs["p"], n_tosses=inputs["n"], n_runs=1, rng=0)
        assert np.isclose(EXPECTED["proportion_error"](**inputs), runs.proportion_error[-1])
    for inputs in drawn(CHECKS["double_polygon"]):
        ours = EXPECTED["double_polygon"](**inputs)
        np.testing.assert_allclose(ours, pi_exact.double_polygon(**inputs), rtol=1e-13)
    for inputs in drawn(CHECKS["darts_estimate"]):
        share = pi_chance.in_disk(inputs["points"]).mean()
        assert np.isclose(EXPECTED["darts_estimate"](**inputs), 4 * share)
    run = pi_chance.throw_darts(1000, rng=0)
    n = EXPECTED["darts_for_four_digits"]
    assert np.isclose(run.funnel[-1] * np.sqrt(1000 / n), 1e-4)


def test_standardised_means_have_spread_one() -> None:
    # independent oracle: simulation; 4,000 means know their own sd to 1/sqrt(8000) = 1.1 %
    rng = np.random.default_rng(1)
    z = [EXPECTED["standardised_mean"](rng.exponential(size=30), 1.0, 1.0) for _ in range(4000)]
    assert abs(np.mean(z)) < 4 / np.sqrt(4000)
    assert abs(np.std(z) - 1) < 0.05
