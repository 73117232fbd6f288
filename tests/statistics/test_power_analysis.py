"""Power against statsmodels, mpmath's integrals and simulation."""

import mpmath
import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.power import TTestIndPower

from mlcourse.statistics.power_analysis import simulate_p_values, t_density, t_test_power


@pytest.mark.parametrize("d", [0.0, 0.2, 0.5, -0.8, 1.5])
@pytest.mark.parametrize(("n", "alpha"), [(2, 0.05), (17, 0.01), (64, 0.05), (300, 0.2)])
def test_power_is_statsmodels(d: float, n: int, alpha: float) -> None:
    ours = t_test_power(d, n_per_group=n, alpha=alpha)
    oracle = TTestIndPower().power(d, nobs1=n, alpha=alpha)
    # Both sum the same noncentral tails by different routes, good to about 1e-10.
    assert ours.power == pytest.approx(oracle, rel=1e-8)
    assert ours.noncentrality == pytest.approx(d * np.sqrt(n / 2))
    assert ours.degrees_of_freedom == 2 * n - 2
    assert ours.critical_value == pytest.approx(stats.t.isf(alpha / 2, 2 * n - 2))


def test_cohens_table() -> None:
    """Cohen (1988), table 2.4.1: 64 a group find d = 0.5 with power 0.80, 26 find 0.8."""
    assert t_test_power(0.5, n_per_group=64).power == pytest.approx(0.80, abs=0.005)
    assert t_test_power(0.8, n_per_group=26).power == pytest.approx(0.80, abs=0.01)


def test_power_is_alpha_without_effect_symmetric_and_rising() -> None:
    assert t_test_power(0.0, n_per_group=9, alpha=0.03).power == pytest.approx(0.03, rel=1e-9)
    assert t_test_power(0.7, n_per_group=9).power == t_test_power(-0.7, n_per_group=9).power
    by_n = [t_test_power(0.4, n_per_group=n).power for n in range(2, 100)]
    assert np.all(np.diff(by_n) > 0)
    assert t_test_power(50.0, n_per_group=100).power == 1.0


@pytest.mark.parametrize(("nu", "delta"), [(3, 0.0), (10, 1.0), (126, 2.83), (5, -4.0)])
def test_density_is_mpmaths_mixture(nu: float, delta: float) -> None:
    """Oracle: the density of (Z + delta) / s integrated over s = sqrt(V / nu), 30 digits."""
    x = np.array([-6.0, -1.0, 0.0, 0.7, 3.0, 8.0])

    def exact(t: float) -> float:
        def given_s(s):
            log_s = (
                mpmath.log(2)
                + nu / 2 * mpmath.log(mpmath.mpf(nu) / 2)
                - mpmath.loggamma(mpmath.mpf(nu) / 2)
                + (nu - 1) * mpmath.log(s)
                - nu * s * s / 2
            )
            return s * mpmath.npdf(t * s - delta) * mpmath.exp(log_s)

        return float(mpmath.quad(given_s, [0, 0.3, 0.6, 0.8, 1, 1.2, 1.5, 2, 4, 8]))

    with mpmath.workdps(20):
        oracle = [exact(t) for t in x]
    ours = t_density(x, degrees_of_freedom=nu, noncentrality=delta)
    np.testing.assert_allclose(ours, oracle, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("d", [0.0, 0.5, -1.0])
def test_simulation_is_scipys_test_on_the_same_noise(d: float) -> None:
    runs = simulate_p_values(d, n_per_group=12, n_tests=40, rng=6)
    noise = np.random.default_rng(6).standard_normal((12, 2, 40))
    for k in range(40):
        oracle = stats.ttest_ind(d + noise[:, 0, k], noise[:, 1, k])
        assert runs.statistics[k] == pytest.approx(oracle.statistic, rel=1e-11)
        assert runs.p_values[k] == pytest.approx(oracle.pvalue, rel=1e-10)
    assert runs.rejected_share == np.mean(runs.p_values <= 0.05)


def test_p_is_uniform_under_the_null_and_only_there() -> None:
    null = simulate_p_values(0.0, n_per_group=10, n_tests=4000, rng=1).p_values
    effect = simulate_p_values(0.2, n_per_group=10, n_tests=4000, rng=1).p_values
    assert stats.kstest(null, "uniform").pvalue > 0.001
    assert stats.kstest(effect, "uniform").pvalue < 1e-6


@pytest.mark.parametrize(("d", "n", "alpha"), [(0.5, 64, 0.05), (1.2, 8, 0.01), (0.3, 20, 0.1)])
def test_simulated_share_is_the_power(d: float, n: int, alpha: float) -> None:
    power = t_test_power(d, n_per_group=n, alpha=alpha).power
    share = simulate_p_values(d, n_per_group=n, n_tests=10_000, rng=2, alpha=alpha).rejected_share
    # Four binomial standard errors.
    assert share == pytest.approx(power, abs=4 * np.sqrt(power * (1 - power) / 10_000))


def test_a_larger_n_continues_the_same_experiments() -> None:
    # Statistics of nested samples are strongly related; of fresh ones they would not be.
    nested = np.corrcoef(
        simulate_p_values(0, n_per_group=45, n_tests=900, rng=4).statistics,
        simulate_p_values(0, n_per_group=50, n_tests=900, rng=4).statistics,
    )[0, 1]
    assert nested == pytest.approx(np.sqrt(45 / 50), abs=0.03)
