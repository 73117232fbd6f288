"""The limit theorems against slow loops, exact moments and a Kolmogorov-Smirnov test."""

import numpy as np
import pytest
from scipy import stats

from mlcourse.probability.limits import PARENTS, coin_runs, running_means, sample_means


@pytest.mark.parametrize("shape", [(1,), (7,), (3, 5), (1, 4)])
def test_running_means_against_a_loop(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(0).normal(size=shape) + 100
    rows = x.reshape(-1, shape[-1])
    slow = [[np.mean(row[: k + 1]) for k in range(row.size)] for row in rows]
    # sums of at most 7 numbers near 100
    np.testing.assert_allclose(running_means(x), np.reshape(slow, shape), rtol=1e-14)


def test_coin_runs_are_consistent() -> None:
    runs = coin_runs(0.3, n_tosses=50, n_runs=4, rng=5)
    np.testing.assert_array_equal(runs.tosses, np.arange(1, 51))
    steps = np.diff(runs.count, axis=1, prepend=0)
    assert set(np.unique(steps)) == {0, 1}
    np.testing.assert_allclose(runs.proportion, running_means(steps), rtol=1e-14)
    np.testing.assert_allclose(runs.excess, runs.count - 0.3 * runs.tosses, atol=1e-13)
    np.testing.assert_allclose(runs.proportion_error, np.sqrt(0.21 / runs.tosses), rtol=1e-14)
    np.testing.assert_allclose(runs.excess_error, np.sqrt(0.21 * runs.tosses), rtol=1e-14)
    np.testing.assert_array_equal(coin_runs(0.3, n_tosses=50, n_runs=4, rng=5).count, runs.count)
    assert runs.count.shape == (4, 50)
    assert not runs.count.flags.writeable


@pytest.mark.parametrize(("p", "share"), [(0.0, 0.0), (1.0, 1.0)])
def test_certain_coins(p: float, share: float) -> None:
    runs = coin_runs(p, n_tosses=10, n_runs=2, rng=0)
    assert np.all(runs.proportion == share)
    assert np.all(runs.excess == 0)


def test_same_seed_larger_p_only_adds_successes() -> None:
    low, high = (
        coin_runs(0.3, n_tosses=200, n_runs=3, rng=1),
        coin_runs(0.4, n_tosses=200, n_runs=3, rng=1),
    )
    assert np.all(high.count >= low.count)


def test_proportions_converge_and_counts_drift() -> None:
    runs = coin_runs(0.5, n_tosses=4000, n_runs=400, rng=2)
    for k in (9, 99, 3999):
        # the sd of 400 runs has a relative standard error of 1/sqrt(800) = 3.5 %; 4 of them
        assert runs.proportion[:, k].std() == pytest.approx(runs.proportion_error[k], rel=0.14)
        assert runs.excess[:, k].std() == pytest.approx(runs.excess_error[k], rel=0.14)
    assert runs.proportion[:, 3999].std() < runs.proportion[:, 99].std() / 4
    assert runs.excess[:, 3999].std() > runs.excess[:, 99].std() * 4


EXACT = {
    "uniform": stats.uniform(),
    "exponential": stats.expon(),
    "bernoulli": stats.bernoulli(0.2),
    "die": stats.randint(1, 7),
}


@pytest.mark.parametrize("name", EXACT)
def test_parents_have_the_moments_of_scipy(name: str) -> None:
    assert PARENTS[name].mean == pytest.approx(EXACT[name].mean(), rel=1e-15)
    assert PARENTS[name].sigma == pytest.approx(EXACT[name].std(), rel=1e-15)


def bimodal_cdf(x: np.ndarray) -> np.ndarray:
    return 0.7 * stats.norm(-1, 0.4).cdf(x) + 0.3 * stats.norm(2, 0.4).cdf(x)


@pytest.mark.parametrize(
    ("name", "cdf"),
    [("uniform", stats.uniform.cdf), ("exponential", stats.expon.cdf), ("bimodal", bimodal_cdf)],
)
def test_means_of_one_draw_are_the_parent(name: str, cdf: object) -> None:
    draws = sample_means(name, n_draws=1, n_means=4000, rng=3).means
    # level 1e-3 and a fixed seed; the control shows that the test can see a shift of 0.1 sd
    assert stats.kstest(draws, cdf).pvalue > 1e-3
    assert stats.kstest(draws + 0.1 * PARENTS[name].sigma, cdf).pvalue < 1e-3


def test_means_of_one_toss_are_zeros_and_ones() -> None:
    draws = sample_means("bernoulli", n_draws=1, n_means=10_000, rng=4).means
    assert set(np.unique(draws)) == {0.0, 1.0}
    assert abs(draws.mean() - 0.2) < 4 * 0.4 / 100  # 4 standard errors


@pytest.mark.parametrize("name", PARENTS)
@pytest.mark.parametrize("n", [1, 2, 50])
def test_moments_of_the_means(name: str, n: int) -> None:
    got = sample_means(name, n_draws=n, n_means=20_000, rng=6)
    parent = PARENTS[name]
    assert got.mean == parent.mean
    assert got.standard_error == pytest.approx(parent.sigma / np.sqrt(n), rel=1e-15)
    np.testing.assert_allclose(
        got.standardised, (got.means - parent.mean) / got.standard_error, rtol=1e-12, atol=1e-12
    )
    # 4 standard errors of a mean and of a variance; the fourth moment of no other parent exceeds 9
    kurtosis = 3 * (0.99 + 0.01 * 100**4) / parent.sigma**4 if name == "rare" else 9
    fourth = 3 + (kurtosis - 3) / n  # of the standardised mean
    assert abs(got.standardised.mean()) < 4 / np.sqrt(20_000)
    assert abs(got.standardised.var() - 1) < 4 * np.sqrt((fourth - 1) / 20_000)


@pytest.mark.parametrize("name", ["uniform", "exponential", "bimodal"])
def test_means_of_many_draws_are_nearly_gaussian(name: str) -> None:
    def distance(n: int) -> float:
        return float(
            stats.kstest(sample_means(name, n_draws=n, n_means=20_000, rng=7).standardised, "norm")[
                0
            ]
        )

    # Berry-Esseen for the skewest (exponential, n = 50) gives 0.01 exactly; noise adds 0.008
    assert distance(50) < 0.025
    assert distance(50) < distance(1)
    # negative control: single draws are far from Gaussian
    assert distance(1) > 0.04


def test_same_seed_a_larger_n_adds_draws() -> None:
    two, three = (sample_means("bimodal", n_draws=n, n_means=50, rng=8).means * n for n in (2, 3))
    added = three - two
    humps = np.minimum(abs(added + 1), abs(added - 2))
    assert humps.max() < 0.4 * 4.5  # one draw of a hump, within 4.5 standard deviations
