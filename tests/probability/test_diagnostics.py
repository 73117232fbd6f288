"""Chapter 02: autocorrelation, effective sample size and R-hat, against arviz."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mlcourse.probability.diagnostics import (
    autocorrelation,
    effective_sample_size,
    mcmc_standard_error,
    rank_rhat,
    split_rhat,
)
from tests.oracle_arviz import arviz

SAME = 1e-9  # ours and arviz's sums run in other orders: n eps, and FFT rounding


def ar1(phi: float, n_chains: int, n: int, seed: int = 0) -> np.ndarray:
    """Stationary Gaussian chains with correlation phi from draw to draw, variance 1."""
    noise = np.random.default_rng(seed).standard_normal((n_chains, n))
    x = np.empty_like(noise)
    x[:, 0] = noise[:, 0]
    for t in range(1, n):
        x[:, t] = phi * x[:, t - 1] + np.sqrt(1 - phi**2) * noise[:, t]
    return x


CHAINS = [
    pytest.param(shift + scale * ar1(phi, m, n, seed), id=f"phi{phi}-{m}x{n}-{seed}")
    for seed, (shift, scale) in enumerate([(0.0, 1.0), (1e3, 0.01)])
    for phi in (-0.6, 0.0, 0.5, 0.97)
    for m, n in ((1, 100), (2, 37), (4, 500), (3, 9), (1, 5))
]


@pytest.mark.parametrize("x", CHAINS)
def test_autocorrelation_against_the_definition_and_arviz(x: np.ndarray) -> None:
    # Oracle: the sum of the definition. A mean of 1e3 with spread 0.01 costs 1e5 eps twice.
    rho = autocorrelation(x)
    assert rho.shape == x.shape
    for c, row in enumerate(x - x.mean(axis=1, keepdims=True)):
        exact = [row[: row.size - t] @ row[t:] / (row @ row) for t in range(row.size)]
        assert_allclose(rho[c], exact, atol=SAME)
    assert_allclose(rho, arviz.autocorr(x), atol=SAME)


def naive_ess(x: np.ndarray) -> float:
    """Slow transcription of Vehtari et al. (2021), section 3.2, lag by lag."""
    half = x.shape[1] // 2
    split = [row[piece] for row in x for piece in (slice(0, half), slice(x.shape[1] - half, None))]
    within = np.mean([np.var(row, ddof=1) for row in split])
    total = (half - 1) / half * within + np.var([row.mean() for row in split], ddof=1)

    def rho(t: int) -> float:
        if t == 0:
            return 1.0
        products = [(row - row.mean())[: half - t] @ (row - row.mean())[t:] / half for row in split]
        return float(1 - (within - np.mean(products)) / total)

    tau, t, smallest = -1.0, 0, np.inf
    while t + 1 < half and rho(t) + rho(t + 1) >= 0:
        smallest = min(smallest, rho(t) + rho(t + 1))
        tau += 2 * smallest
        t += 2
    if t < half:
        tau += max(rho(t), 0.0)
    n = half * len(split)
    return float(n / max(tau, 1 / np.log10(n)))


@pytest.mark.parametrize("x", CHAINS)
def test_effective_sample_size_against_a_plain_loop(x: np.ndarray) -> None:
    assert_allclose(effective_sample_size(x), naive_ess(x), rtol=1e-7)


@pytest.mark.parametrize(("m", "n"), [(1, 600), (4, 500), (2, 2001)])
@pytest.mark.parametrize("phi", [-0.6, 0.0, 0.5, 0.9])
def test_effective_sample_size_against_arviz(phi: float, m: int, n: int) -> None:
    # Only where the sequence ends before the lags do: for shorter chains arviz drops the last
    # pairs, and then calls three chains that never move 33 draws out of 27.
    x = ar1(phi, m, n, 7)
    assert_allclose(effective_sample_size(x), arviz.ess(x, method="mean"), rtol=1e-7)


@pytest.mark.parametrize("x", CHAINS)
def test_rhat_against_arviz(x: np.ndarray) -> None:
    # arviz refuses one chain, so its halves are handed over as two.
    half = x.shape[1] // 2
    split = np.vstack([x[:, :half], x[:, -half:]])
    if half >= 4:  # or arviz has no answer
        assert_allclose(split_rhat(x), arviz.rhat(split, method="identity"), rtol=1e-8)
    if len(x) > 1:
        assert_allclose(split_rhat(x), arviz.rhat(x, method="split"), rtol=1e-8)
        assert_allclose(rank_rhat(x), arviz.rhat(x, method="rank"), rtol=1e-8)


def test_rhat_of_tied_and_heavy_tailed_draws_against_arviz() -> None:
    rng = np.random.default_rng(4)
    for x in (rng.integers(0, 3, (4, 60)).astype(float), rng.standard_cauchy((3, 101))):
        assert_allclose(split_rhat(x), arviz.rhat(x, method="split"), rtol=1e-8)
        assert_allclose(rank_rhat(x), arviz.rhat(x, method="rank"), rtol=1e-8)


@pytest.mark.parametrize("phi", [-0.5, 0.0, 0.6, 0.9])
def test_effective_sample_size_against_the_closed_form(phi: float) -> None:
    # An AR(1) has ESS / N = (1 - phi) / (1 + phi). The estimate's own spread is measured on 20
    # seeds: its mean must be within four of its standard errors, with 3 % for the cut tail.
    share = [
        effective_sample_size(ar1(phi, 4, 5000, seed)) / 20_000 * (1 + phi) / (1 - phi)
        for seed in range(20)
    ]
    assert abs(np.mean(share) - 1) < 4 * np.std(share) / np.sqrt(20) + 0.03


def test_standard_error_covers_the_truth_as_often_as_it_says() -> None:
    # Of 400 means of correlated draws, 95 % within 1.96 standard errors: binomial sd 1.1 %.
    z = np.array(
        [x.mean() / mcmc_standard_error(x) for x in (ar1(0.7, 2, 500, seed) for seed in range(400))]
    )
    assert abs(np.mean(np.abs(z) < 1.96) - 0.95) < 4 * 0.011
    # Negative control: the standard error of independent draws covers far too rarely.
    naive = np.array(
        [
            x.mean() / (x.std() / np.sqrt(x.size))
            for x in (ar1(0.7, 2, 500, seed) for seed in range(400))
        ]
    )
    assert np.mean(np.abs(naive) < 1.96) < 0.75


def test_standard_error_against_arviz() -> None:
    x = ar1(0.4, 4, 300)
    assert_allclose(mcmc_standard_error(x), arviz.mcse(x, method="mean"), rtol=1e-7)


def test_diagnostics_do_not_see_units() -> None:
    x = ar1(0.5, 3, 200)
    for diagnostic in (effective_sample_size, split_rhat, rank_rhat):
        assert_allclose(diagnostic(5 - 1e-6 * x), diagnostic(x), rtol=1e-6)


def test_rhat_sees_what_it_should() -> None:
    x = ar1(0.0, 4, 1000)
    assert split_rhat(x) < 1.01
    assert rank_rhat(x) < 1.01
    drift = x + np.linspace(0, 3, 1000)
    assert split_rhat(drift) > 1.2  # every chain alike, but still on its way
    lonely = np.array(x)
    lonely[3] = lonely[3] + 2
    assert split_rhat(lonely) > 1.1
    assert effective_sample_size(lonely) < 50


@pytest.mark.parametrize("n", [4, 9])
def test_chains_that_never_move(n: int) -> None:
    stuck = np.full((3, n), 0.1)
    assert np.isnan(effective_sample_size(stuck))
    assert np.isnan(mcmc_standard_error(stuck))
    assert np.isnan(split_rhat(stuck))
    assert np.isnan(rank_rhat(stuck))
    assert np.all(autocorrelation(stuck) == 1)
    apart = np.repeat([[0.0], [1.0], [2.0]], n, axis=1)
    assert split_rhat(apart) == rank_rhat(apart) == np.inf
    assert effective_sample_size(apart) <= 6


def test_one_stuck_chain_among_others() -> None:
    x = np.array(ar1(0.0, 3, 50))
    x[1] = 0.0
    rho = autocorrelation(x)
    assert np.all(rho[1] == 1)
    assert rho[0, 1] < 0.9
    assert np.isfinite(effective_sample_size(x))


@pytest.mark.parametrize("n", [4, 5, 6, 7])
def test_the_shortest_chains_get_an_answer(n: int) -> None:
    for phi in (-0.9, 0.0, 0.9):
        assert effective_sample_size(ar1(phi, 2, n)) > 0
