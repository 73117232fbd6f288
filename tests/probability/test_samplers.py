"""Chapter 02: every sampler on every target, and samplers that are wrong on purpose.

Two tests, both against the exact target.

*Invariance.* Thousands of independent chains start at exact draws. A correct sampler leaves the
distribution as it is, so after any number of moves the last points are again independent exact
draws, and a Kolmogorov-Smirnov test has its exact level; slow mixing does not matter.

*Convergence.* Few long chains start far out. Means and variances must be within four Monte Carlo
standard errors, computed from the effective sample size.
"""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import special, stats
from scipy.special import ndtr

from mlcourse.probability.conjugate import beta_binomial_pmf
from mlcourse.probability.diagnostics import mcmc_standard_error, rank_rhat
from mlcourse.probability.gibbs import gaussian_conditionals, gibbs, gibbs_sweep
from mlcourse.probability.hmc import hmc, leapfrog, leapfrog_step
from mlcourse.probability.metropolis import metropolis, metropolis_step
from mlcourse.probability.targets import (
    TARGETS,
    Target,
    banana,
    bimodal,
    correlated_gaussian,
    funnel,
)

Sampler = Callable[[Target, np.ndarray, int, int], np.ndarray]

LEVEL = 1e-3  # of each Kolmogorov-Smirnov test; seeds are fixed, so nothing flickers
N_CHAINS = 4000
METROPOLIS_STEP = 2.0
SEVERAL = {
    "gaussian": [
        correlated_gaussian(rho=0.9),
        correlated_gaussian(rho=-0.5),
        correlated_gaussian(rho=0.0),
    ],
    "bimodal": [bimodal(separation=4.0), bimodal(separation=0.0), bimodal(separation=9.0)],
    "banana": [
        banana(curvature=0.5, spread=1.5),
        banana(curvature=-2.0, spread=0.7),
        banana(curvature=0.0, spread=3.0),
    ],
    "funnel": [funnel(spread=3.0), funnel(spread=1.0), funnel(spread=0.2)],
}
ALL_TARGETS = [
    pytest.param(target, id=f"{name}{i}")
    for name, targets in SEVERAL.items()
    for i, target in enumerate(targets)
]


def uniforms(target: Target, x: np.ndarray) -> np.ndarray:
    """Rosenblatt's transform: independent uniforms exactly when x is from the target."""
    a, b = x[:, 0], x[:, 1]
    variance = target.covariance
    if target.name == "gaussian":
        rho = variance[0, 1]
        return ndtr(np.stack([a, (b - rho * a) / np.sqrt(1 - rho**2)]))
    if target.name == "bimodal":
        half = np.sqrt(variance[0, 0] - 1)
        return np.stack([(ndtr(a - half) + ndtr(a + half)) / 2, ndtr(b)])
    s = np.sqrt(variance[0, 0])
    if target.name == "banana":
        size = np.sqrt((variance[1, 1] - 1) / 2) / s**2
        # The variance does not know the sign of the curvature; the gradient at (s, -1) does.
        sign = np.sign(target.grad(np.array([2 * s, 0.0]))[1])
        return ndtr(np.stack([a / s, b - sign * size * (a**2 - s**2)]))
    return ndtr(np.stack([a / s, b * np.exp(-a / 2)]))


def p_value(target: Target, x: np.ndarray) -> float:
    """The smallest p of three tests: both coordinates, and the two together."""
    first, second = uniforms(target, x)
    # The fractional part of a sum of independent uniforms is uniform again.
    return min(stats.kstest(u, "uniform").pvalue for u in (first, second, (first + second) % 1))


def run_metropolis(target: Target, x0: np.ndarray, n_draws: int, seed: int) -> np.ndarray:
    return metropolis(
        target.log_density, x0, n_draws=n_draws, step_size=METROPOLIS_STEP, rng=seed
    ).draws


def run_hmc(target: Target, x0: np.ndarray, n_draws: int, seed: int) -> np.ndarray:
    return hmc(
        target.log_density, target.grad, x0, n_draws=n_draws, step_size=0.4, n_leapfrog=5, rng=seed
    ).draws


def run_gibbs(target: Target, x0: np.ndarray, n_draws: int, seed: int) -> np.ndarray:
    return gibbs(
        gaussian_conditionals(target.mean, target.covariance), x0, n_draws=n_draws, rng=seed
    ).draws


SAMPLERS: dict[str, Sampler] = {"metropolis": run_metropolis, "hmc": run_hmc, "gibbs": run_gibbs}
# The conditionals of the other targets are no simple draws, so Gibbs meets the Gaussians only.
TABLE = [
    pytest.param(sampler, target, id=f"{sampler}-{name}{i}")
    for sampler in SAMPLERS
    for name, targets in SEVERAL.items()
    for i, target in enumerate(targets)
    if sampler != "gibbs" or name == "gaussian"
]


# --- targets


@pytest.mark.parametrize("target", ALL_TARGETS)
def test_exact_draws_and_their_moments(target: Target) -> None:
    x = target.sample(N_CHAINS, rng=11)
    assert x.shape == (N_CHAINS, 2)
    assert p_value(target, x) > LEVEL
    # Moments of bounded kurtosis: four standard errors of the sample (Neal's funnel has such
    # tails that its sample variance says nothing).
    if not (target.name == "funnel" and target.covariance[0, 0] > 1):
        assert np.all(np.abs(x.mean(axis=0)) < 4 * x.std(axis=0) / np.sqrt(N_CHAINS))
        products = np.stack([x[:, 0] ** 2, x[:, 0] * x[:, 1], x[:, 1] ** 2])
        off = products.mean(axis=1) - target.covariance[[0, 0, 1], [0, 1, 1]]
        assert np.all(np.abs(off) < 4 * products.std(axis=1) / np.sqrt(N_CHAINS))
    assert np.all(target.mean == 0)


@pytest.mark.parametrize("target", ALL_TARGETS)
def test_density_integrates_to_one(target: Target) -> None:
    # Oracle: importance sampling from a wide Student distribution; four standard errors.
    rng = np.random.default_rng(3)
    law = stats.t(2)
    wide = 3 * np.sqrt(np.minimum(target.covariance.diagonal(), 9.0))
    x = law.rvs((40_000, 2), random_state=rng) * wide
    weight = np.exp(target.log_density(x) - law.logpdf(x / wide).sum(axis=1) + np.log(wide).sum())
    assert abs(weight.mean() - 1) < 4 * weight.std() / np.sqrt(40_000)


@pytest.mark.parametrize("target", ALL_TARGETS)
def test_gradient_against_central_differences(target: Target) -> None:
    # Central differences with h = 1e-5: truncation h^2 = 1e-10 times third derivatives, rounding
    # eps / h = 2e-11 times the value. Any leading axes.
    x = target.sample(12, rng=2).reshape(3, 4, 2)
    grad = target.grad(x)
    assert grad.shape == x.shape
    for j in range(2):
        h = 1e-5 * np.eye(2)[j]
        slope = (target.log_density(x + h) - target.log_density(x - h)) / 2e-5
        assert_allclose(grad[..., j], slope, rtol=1e-5, atol=1e-5)


def test_densities_against_scipy() -> None:
    x = np.random.default_rng(0).standard_normal((20, 2))
    target = correlated_gaussian(rho=0.7)
    exact = stats.multivariate_normal([0, 0], target.covariance).logpdf(x)
    assert_allclose(target.log_density(x), exact, rtol=1e-12)
    humps = [stats.multivariate_normal([c, 0], np.eye(2)).pdf(x) for c in (-2, 2)]
    assert_allclose(
        bimodal(separation=4).log_density(x), np.log(np.mean(humps, axis=0)), rtol=1e-12
    )
    v, w = x.T
    exact = stats.norm.logpdf(v, 0, 3) + stats.norm.logpdf(w, 0, np.exp(v / 2))
    assert_allclose(funnel(spread=3).log_density(x), exact, rtol=1e-12)
    exact = stats.norm.logpdf(v, 0, 2) + stats.norm.logpdf(w, 0.3 * (v**2 - 4))
    assert_allclose(banana(curvature=0.3, spread=2).log_density(x), exact, rtol=1e-12)


def test_far_out_the_densities_vanish_quietly() -> None:
    far = np.array([[-2000.0, 1.0], [2000.0, 1.0], [1e70, -1e70]])
    for target in TARGETS.values():
        assert np.all(target.log_density(far) < -1e3)
    assert list(TARGETS) == ["gaussian", "bimodal", "banana", "funnel"]


def test_target_sample_refuses_bad_input() -> None:
    with pytest.raises(ValueError, match="n_draws must be a whole number of at least 1, got 0"):
        banana().sample(0, rng=0)
    with pytest.raises(TypeError, match="rng must be"):
        banana().sample(3, rng="seed")  # type: ignore[arg-type]


# --- every sampler x every target


@pytest.mark.parametrize(("sampler", "target"), TABLE)
def test_sampler_leaves_the_target_as_it_is(sampler: str, target: Target) -> None:
    x0 = target.sample(N_CHAINS, rng=21)
    draws = SAMPLERS[sampler](target, x0, 12, 22)
    assert draws.shape == (N_CHAINS, 13, 2)
    assert not np.array_equal(draws[:, -1], x0)
    assert p_value(target, draws[:, -1]) > LEVEL


@pytest.mark.parametrize(
    ("sampler", "target"),
    [
        pytest.param(sampler, target, id=f"{sampler}-{target.name}")
        for sampler in SAMPLERS
        for target in (
            correlated_gaussian(rho=0.8),
            bimodal(separation=2.5),
            banana(curvature=0.5, spread=1.0),
            funnel(spread=0.8),
        )
        if sampler != "gibbs" or target.name == "gaussian"
    ],
)
def test_sampler_arrives_from_far_out(sampler: str, target: Target) -> None:
    # Deep in the neck of the funnel no step of this size moves HMC (its known failure), so the
    # chains start at its rim.
    far = 2.0 if target.name == "funnel" else 4.0
    corners = far * np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    x0 = np.repeat(corners, 5, axis=0)
    draws = SAMPLERS[sampler](target, x0, 2200, 5)[:, 200:]
    for j in range(2):
        x = draws[:, :, j]
        assert rank_rhat(x) < 1.02
        assert abs(x.mean()) < 4 * mcmc_standard_error(x)
        off = np.mean(x**2) - target.covariance[j, j]
        assert abs(off) < 4 * mcmc_standard_error(x**2)
    product = draws[:, :, 0] * draws[:, :, 1]
    assert abs(product.mean() - target.covariance[0, 1]) < 4 * mcmc_standard_error(product)


# --- negative controls: the same test refuses samplers that are wrong


def forget_rejections(target: Target, x0: np.ndarray, n_draws: int, seed: int) -> np.ndarray:
    """Metropolis that only records accepted points (tries again until one is)."""
    rng = np.random.default_rng(seed)
    path = [x0]
    for _ in range(n_draws):
        x, waiting = path[-1].copy(), np.ones(len(x0), dtype=bool)
        while waiting.any():
            move = metropolis_step(target.log_density, path[-1], step_size=METROPOLIS_STEP, rng=rng)
            new = waiting & move.accepted
            x[new] = move.x[new]
            waiting = waiting & ~new
        path.append(x)
    return np.stack(path, axis=1)


def skip_the_decision(target: Target, x0: np.ndarray, n_draws: int, seed: int) -> np.ndarray:
    """HMC that accepts everything, with a step coarse enough to matter."""
    rng = np.random.default_rng(seed)
    path = [x0]
    for _ in range(n_draws):
        momentum = rng.standard_normal(x0.shape)
        path.append(leapfrog(target.grad, path[-1], momentum, step_size=0.4, n_leapfrog=5).x[:, -1])
    return np.stack(path, axis=1)


def forget_the_noise_scale(target: Target, x0: np.ndarray, n_draws: int, seed: int) -> np.ndarray:
    """Gibbs with the marginal instead of the conditional spread."""
    rho = target.covariance[0, 1]
    conditionals = [
        lambda x, rng: rho * x[:, 1] + rng.standard_normal(len(x)),
        lambda x, rng: rho * x[:, 0] + rng.standard_normal(len(x)),
    ]
    return gibbs(conditionals, x0, n_draws=n_draws, rng=seed).draws


@pytest.mark.parametrize(
    ("wrong", "target"),
    [
        (forget_rejections, correlated_gaussian(rho=0.9)),
        (forget_rejections, bimodal(separation=4.0)),
        (forget_rejections, banana(curvature=0.5, spread=1.5)),
        (skip_the_decision, correlated_gaussian(rho=0.9)),
        (forget_the_noise_scale, correlated_gaussian(rho=0.9)),
    ],
)
def test_wrong_samplers_are_refused(wrong: Sampler, target: Target) -> None:
    draws = wrong(target, target.sample(N_CHAINS, rng=21), 12, 22)
    assert p_value(target, draws[:, -1]) < LEVEL


def test_one_chain_in_one_hump_looks_fine_until_a_second_comes() -> None:
    target = bimodal(separation=10.0)
    x0 = np.array([[-5.0, 0.0], [-5.0, 0.0], [5.0, 0.0], [5.0, 0.0]])
    x = metropolis(target.log_density, x0, n_draws=2000, step_size=1.0, rng=0).draws[:, :, 0]
    assert rank_rhat(x[:1]) < 1.05
    assert rank_rhat(x[:2]) < 1.05
    assert rank_rhat(x) > 1.5


# --- Metropolis


def test_metropolis_against_a_plain_loop() -> None:
    # Oracle: slow transcription, one chain and one number at a time, on the same noise.
    target = banana()
    x0 = target.sample(3, rng=0)
    run = metropolis(target.log_density, x0, n_draws=40, step_size=0.9, rng=7)
    normals, exponentials = np.random.default_rng(7).spawn(2)
    z = normals.standard_normal((40, 3, 2))
    u = np.exp(-exponentials.standard_exponential((40, 3)))
    for c in range(3):
        x = x0[c]
        assert np.array_equal(run.draws[c, 0], x)
        for t in range(40):
            y = x + 0.9 * z[t, c]
            ratio = np.exp(target.log_density(y) - target.log_density(x))
            assert_allclose(run.proposals[c, t], y, rtol=1e-14)
            assert run.accepted[c, t] == (u[t, c] < ratio)
            assert_allclose(np.exp(run.log_u[c, t]), u[t, c], rtol=1e-14)
            x = y if u[t, c] < ratio else x
            assert_allclose(run.draws[c, t + 1], x, rtol=1e-14)
            assert_allclose(run.log_density[c, t + 1], target.log_density(x), rtol=1e-12)
    assert 0.1 < run.accepted.mean() < 0.9
    assert not run.draws.flags.writeable


def test_metropolis_step_is_the_first_move_of_the_run() -> None:
    target = funnel(spread=1.0)
    x0 = target.sample(30, rng=0)
    move = metropolis_step(target.log_density, x0, step_size=1.5, rng=4)
    run = metropolis(target.log_density, x0, n_draws=1, step_size=1.5, rng=4)
    assert np.array_equal(move.x, run.draws[:, 1])
    assert np.array_equal(move.log_density, run.log_density[:, 1])
    assert np.array_equal(move.proposal, run.proposals[:, 0])
    assert np.array_equal(move.accepted, run.accepted[:, 0])


def test_metropolis_acceptance_against_the_closed_form() -> None:
    # Standard Gaussian in one dimension with proposal sd s: acceptance (2 / pi) arctan(2 / s)
    # (Gelman, Roberts and Gilks 1996). Chains start exact; four binomial standard errors, as if
    # the moves of a chain were one.
    x0 = np.random.default_rng(0).standard_normal((2000, 1))
    for s in (0.1, 2.4, 10.0):
        run = metropolis(lambda x: -0.5 * x[:, 0] ** 2, x0, n_draws=20, step_size=s, rng=1)
        exact = 2 / np.pi * np.arctan(2 / s)
        by_chain = run.accepted.mean(axis=1)
        assert abs(by_chain.mean() - exact) < 4 * by_chain.std() / np.sqrt(2000)


def test_longer_runs_begin_the_same_and_the_step_only_scales() -> None:
    target = banana()
    long = metropolis(target.log_density, np.zeros((3, 2)), n_draws=50, step_size=0.5, rng=2)
    short = metropolis(target.log_density, np.zeros((3, 2)), n_draws=20, step_size=0.5, rng=2)
    wide = metropolis(target.log_density, np.zeros((3, 2)), n_draws=20, step_size=1.0, rng=2)
    assert np.array_equal(long.draws[:, :21], short.draws)
    assert_allclose(wide.proposals[:, 0], 2 * short.proposals[:, 0], rtol=1e-14)


def test_a_generator_serves_as_well_as_a_seed_and_moves_on() -> None:
    target = banana()
    rng = np.random.default_rng(2)
    first = metropolis(target.log_density, [0.0, 0.0], n_draws=20, step_size=0.5, rng=rng)
    second = metropolis(target.log_density, [0.0, 0.0], n_draws=20, step_size=0.5, rng=rng)
    seeded = metropolis(target.log_density, [0.0, 0.0], n_draws=20, step_size=0.5, rng=2)
    assert np.array_equal(first.draws, seeded.draws)
    assert not np.array_equal(first.draws, second.draws)
    assert first.draws.shape == (1, 21, 2)


@pytest.mark.parametrize("outside", [-np.inf, np.nan, np.inf])
def test_metropolis_never_leaves_the_support(outside: float) -> None:
    # Uniform on [0, 1]; outside the density is 0, undefined, or absurd.
    def log_density(x: np.ndarray) -> np.ndarray:
        return np.where((x[:, 0] >= 0) & (x[:, 0] <= 1), 0.0, outside)

    x0 = np.random.default_rng(1).random((2000, 1))
    run = metropolis(log_density, x0, n_draws=20, step_size=0.7, rng=0)
    assert run.draws.min() >= 0
    assert run.draws.max() <= 1
    assert stats.kstest(run.draws[:, -1, 0], "uniform").pvalue > LEVEL
    move = metropolis_step(log_density, x0, step_size=50.0, rng=0)
    assert move.accepted.mean() < 0.1


def test_a_start_without_density_is_refused() -> None:
    with pytest.raises(ValueError, match="x0 must have a positive finite density, got a log"):
        metropolis(lambda x: np.full(len(x), -np.inf), [0.0], n_draws=5, step_size=1.0, rng=0)


# --- Gibbs


def test_gibbs_on_a_gaussian_of_three_variables_with_a_mean() -> None:
    mean = np.array([100.0, -3.0, 0.5])
    root = np.array([[2.0, 0, 0], [1.0, 0.5, 0], [-3.0, 1.0, 4.0]])
    x0 = mean + np.random.default_rng(0).standard_normal((N_CHAINS, 3)) @ root.T
    run = gibbs(gaussian_conditionals(mean, root @ root.T), x0, n_draws=5, rng=1)
    z = np.linalg.solve(root, (run.draws[:, -1] - mean).T)
    assert min(stats.kstest(row, "norm").pvalue for row in z) > LEVEL
    assert run.path.shape == (N_CHAINS, 16, 3)


def test_gibbs_moves_along_one_axis_at_a_time() -> None:
    conditionals = gaussian_conditionals([0, 0], [[1, 0.9], [0.9, 1]])
    run = gibbs(conditionals, np.zeros((4, 2)), n_draws=6, rng=3)
    moves = np.diff(run.path, axis=1)
    assert np.all(moves[:, 0::2, 1] == 0)
    assert np.all(moves[:, 1::2, 0] == 0)
    assert np.all(np.abs(moves).sum(axis=2) > 0)
    assert np.array_equal(run.path[:, ::2], run.draws)
    sweep = gibbs_sweep(conditionals, np.zeros((4, 2)), rng=3)
    assert np.array_equal(sweep, run.path[:, :3])


def test_gibbs_on_a_discrete_and_a_continuous_variable() -> None:
    # Oracle: closed form. x | p is binomial, p | x is Beta, so x is beta-binomial (Casella and
    # George 1992, Explaining the Gibbs sampler, example 1).
    n, a, b = 6, 2.0, 4.0
    conditionals = [
        lambda x, rng: rng.binomial(n, x[:, 1]).astype(float),
        lambda x, rng: rng.beta(a + x[:, 0], b + n - x[:, 0]),
    ]
    run = gibbs(conditionals, np.tile([0.0, 0.5], (N_CHAINS, 1)), n_draws=40, rng=0)
    counts = np.bincount(run.draws[:, -1, 0].astype(int), minlength=n + 1)
    assert stats.chisquare(counts, N_CHAINS * beta_binomial_pmf(n, a, b)).pvalue > LEVEL
    share = run.draws[:, -1, 1]
    assert stats.kstest(special.betainc(a, b, share), "uniform").pvalue > LEVEL


def test_gibbs_autocorrelation_against_the_closed_form() -> None:
    # For a Gaussian pair the draws of one coordinate are an AR(1) with coefficient rho^2.
    x0 = correlated_gaussian(rho=0.9).sample(20_000, rng=0)
    conditionals = gaussian_conditionals([0, 0], [[1, 0.9], [0.9, 1]])
    x = gibbs(conditionals, x0, n_draws=2, rng=1).draws[:, :, 0]
    se = 1 / np.sqrt(20_000)
    assert abs(np.corrcoef(x[:, 0], x[:, 1])[0, 1] - 0.81) < 4 * se
    assert abs(np.corrcoef(x[:, 0], x[:, 2])[0, 1] - 0.81**2) < 4 * se


# --- Hamiltonian Monte Carlo


@pytest.mark.parametrize("target", ALL_TARGETS)
def test_leapfrog_is_reversible(target: Target) -> None:
    # Invariant: there and back. Rounding grows with the curvature met on the way.
    x0 = 0.5 * np.random.default_rng(1).standard_normal((5, 2))
    r0 = np.random.default_rng(2).standard_normal((5, 2))
    there = leapfrog(target.grad, x0, r0, step_size=0.05, n_leapfrog=20)
    back = leapfrog(
        target.grad, there.x[:, -1], -there.momentum[:, -1], step_size=0.05, n_leapfrog=20
    )
    assert there.x.shape == there.momentum.shape == (5, 21, 2)
    assert_allclose(back.x[:, -1], x0, atol=1e-10)
    assert_allclose(back.momentum[:, -1], -r0, atol=1e-10)


def test_leapfrog_keeps_volume() -> None:
    # Invariant: the Jacobian of (x, r) -> (x', r') has determinant 1 (central differences, 1e-8).
    target = banana()

    def flow(state: np.ndarray) -> np.ndarray:
        x, r = leapfrog_step(target.grad, state[:2], state[2:], step_size=0.3)
        return np.concatenate([x[0], r[0]])

    state = np.array([0.4, -0.3, 1.0, 0.2])
    h = 1e-5 * np.eye(4)
    jacobian = np.stack([(flow(state + d) - flow(state - d)) / 2e-5 for d in h], axis=1)
    assert_allclose(np.linalg.det(jacobian), 1.0, atol=1e-8)


def test_leapfrog_energy_error_is_of_second_order() -> None:
    # Over a fixed time, half the step leaves a quarter of the error.
    target = correlated_gaussian(rho=0.5)

    def error(step_size: float, n: int) -> float:
        path = leapfrog(target.grad, [1.0, 0.3], [0.2, -1.0], step_size=step_size, n_leapfrog=n)
        energy = 0.5 * (path.momentum[0] ** 2).sum(axis=1) - target.log_density(path.x[0])
        return abs(float(energy[-1] - energy[0]))

    assert error(0.1, 10) / error(0.05, 20) == pytest.approx(4, rel=0.1)
    assert error(0.05, 20) / error(0.025, 40) == pytest.approx(4, rel=0.05)


def test_leapfrog_repeats_the_step() -> None:
    target = funnel(spread=1.0)
    x, r = np.array([[0.3, 0.5]]), np.array([[1.0, -1.0]])
    path = leapfrog(target.grad, x, r, step_size=0.1, n_leapfrog=3)
    for k in range(3):
        x, r = leapfrog_step(target.grad, x, r, step_size=0.1)
        assert_allclose(path.x[:, k + 1], x, rtol=1e-14)
        assert_allclose(path.momentum[:, k + 1], r, rtol=1e-14)


def test_hmc_glides_can_be_drawn_again() -> None:
    target = banana()
    run = hmc(
        target.log_density,
        target.grad,
        target.sample(6, rng=0),
        n_draws=30,
        step_size=0.5,
        n_leapfrog=4,
        rng=1,
    )
    for t in range(30):
        glide = leapfrog(
            target.grad, run.draws[:, t], run.momenta[:, t], step_size=0.5, n_leapfrog=4
        )
        assert_allclose(glide.x[:, -1], run.proposals[:, t], rtol=1e-12)
        kinetic = 0.5 * (glide.momentum**2).sum(axis=2)
        energy = kinetic - target.log_density(glide.x)
        assert_allclose(run.energy_error[:, t], energy[:, -1] - energy[:, 0], atol=1e-10)
        moved = np.where(run.accepted[:, t, None], run.proposals[:, t], run.draws[:, t])
        assert np.array_equal(run.draws[:, t + 1], moved)
    assert_allclose(run.log_density, target.log_density(run.draws), rtol=1e-12)
    assert 0.3 < run.accepted.mean() < 1
    # Exact start: the average of exp(-error) is 1 (volume is kept); four standard errors.
    many = hmc(
        target.log_density,
        target.grad,
        target.sample(5000, rng=3),
        n_draws=1,
        step_size=0.5,
        n_leapfrog=4,
        rng=4,
    )
    weight = np.exp(-many.energy_error[:, 0])
    assert abs(weight.mean() - 1) < 4 * weight.std() / np.sqrt(5000)


@pytest.mark.parametrize("outside", [-np.inf, np.nan, np.inf])
def test_hmc_never_leaves_the_support(outside: float) -> None:
    # A bell cut off at 1, where its gradient does not see the edge.
    def log_density(x: np.ndarray) -> np.ndarray:
        return np.where(x[:, 0] <= 1, -0.5 * x[:, 0] ** 2, outside)

    run = hmc(
        log_density,
        np.negative,
        np.zeros((200, 1)),
        n_draws=20,
        step_size=0.7,
        n_leapfrog=3,
        rng=0,
    )
    assert run.draws.max() <= 1
    assert run.proposals.max() > 1
    assert not run.accepted[run.proposals[:, :, 0] > 1].any()


def test_hmc_decides_by_the_recorded_noise() -> None:
    target = banana()
    run = hmc(
        target.log_density,
        target.grad,
        np.zeros((50, 2)),
        n_draws=20,
        step_size=0.9,
        n_leapfrog=3,
        rng=8,
    )
    _, exponentials = np.random.default_rng(8).spawn(2)
    u = np.exp(-exponentials.standard_exponential((20, 50))).T
    assert np.array_equal(run.accepted, u < np.exp(-run.energy_error))
    assert 0.1 < run.accepted.mean() < 0.99


@pytest.mark.parametrize("name", list(TARGETS))
def test_a_step_far_too_long_diverges_quietly(name: str) -> None:
    target = TARGETS[name]
    x0 = target.sample(10, rng=0)
    run = hmc(target.log_density, target.grad, x0, n_draws=4, step_size=50.0, n_leapfrog=400, rng=0)
    assert not run.accepted.any()
    assert np.array_equal(run.draws, np.repeat(x0[:, None], 5, axis=1))
    assert np.all(np.isnan(run.energy_error) | (run.energy_error > 1e3))
    path = leapfrog(target.grad, x0, np.ones((10, 2)), step_size=50.0, n_leapfrog=400)
    assert not np.isfinite(path.x[:, -1]).all()


def test_hmc_longer_runs_begin_the_same_and_one_dimension_works() -> None:
    def log_density(x: np.ndarray) -> np.ndarray:
        return -0.5 * x[:, 0] ** 2

    long = hmc(log_density, np.negative, [0.3], n_draws=30, step_size=0.7, n_leapfrog=3, rng=2)
    short = hmc(log_density, np.negative, [0.3], n_draws=10, step_size=0.7, n_leapfrog=3, rng=2)
    assert long.draws.shape == (1, 31, 1)
    assert np.array_equal(long.draws[:, :11], short.draws)


def test_hmc_of_random_length_keeps_the_target_and_tells_its_steps() -> None:
    target = correlated_gaussian(rho=0.8)
    run = hmc(
        target.log_density,
        target.grad,
        target.sample(4000, rng=0),
        n_draws=12,
        step_size=0.5,
        n_leapfrog=4,
        rng=1,
        random_length=True,
    )
    assert run.n_leapfrog.min() >= 1
    assert run.n_leapfrog.max() <= 7
    assert len(set(run.n_leapfrog)) > 3
    for t, n in enumerate(run.n_leapfrog):
        glide = leapfrog(
            target.grad, run.draws[:, t], run.momenta[:, t], step_size=0.5, n_leapfrog=int(n)
        )
        assert_allclose(glide.x[:, -1], run.proposals[:, t], rtol=1e-12)
    # begun in the target, a covariance over 4,000 chains is known to 2 %: five standard errors
    assert_allclose(np.cov(run.draws[:, -1].T), target.covariance, atol=5 * 1.42 / 4000**0.5)
    many = hmc(
        target.log_density,
        target.grad,
        [0.0, 0.0],
        n_draws=3000,
        step_size=0.5,
        n_leapfrog=4,
        rng=2,
        random_length=True,
    )
    # uniform on 1 to 7: mean 4 and standard deviation 2; four standard errors
    assert abs(many.n_leapfrog.mean() - 4) < 4 * 2 / 3000**0.5


def test_a_glide_of_fixed_length_may_come_back_and_a_random_one_does_not() -> None:
    # oracle: with a step of one standard deviation a leapfrog step turns by 60 degrees
    bell, x0 = (lambda x: -0.5 * (x**2).sum(axis=1)), np.random.default_rng(0).normal(size=(500, 1))
    fixed, free = (
        hmc(bell, np.negative, x0, n_draws=20, step_size=1.0, n_leapfrog=6, rng=1, random_length=r)
        for r in (False, True)
    )
    assert_allclose(fixed.draws[:, -1], x0, atol=1e-12)
    assert fixed.accepted.all()
    # the memory of independent draws is 0, give or take 1 / sqrt(500)
    assert abs(np.corrcoef(free.draws[:, -1, 0], x0[:, 0])[0, 1]) < 5 / 500**0.5
