r"""Power: how often a two-sample t-test finds an effect that is there.

Source: Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd ed., ch. 2;
Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2, ch. 31.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from scipy.special import stdtr, stdtrit

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["PValues", "TTestPower", "simulate_p_values", "t_density", "t_test_power"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TTestPower(Result):
    """The distribution of the t statistic under an effect, and the share that is detected."""

    degrees_of_freedom: int
    noncentrality: float  # how far the effect moves the centre of the t statistic
    critical_value: float  # reject when |t| is larger
    power: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PValues(Result):
    """The same experiment many times."""

    statistics: FloatArray  # (n_tests,)
    p_values: FloatArray  # (n_tests,) two-sided
    rejected_share: float  # of p-values at most alpha


def _check_design(effect_size: float, n_per_group: int, alpha: float) -> tuple[float, int, float]:
    return (
        check.real("effect_size", effect_size),
        check.integer("n_per_group", n_per_group, low=2),
        check.in_range("alpha", alpha, 0.0, 1.0, open_low=True, open_high=True),
    )


def t_test_power(effect_size: float, *, n_per_group: int, alpha: float = 0.05) -> TTestPower:
    r"""Power of the two-sided two-sample t-test with ``n_per_group`` observations in each group.

    Under an effect :math:`d = (\mu_1 - \mu_2)/\sigma` the statistic follows the noncentral t
    distribution with :math:`\nu = 2n - 2` and :math:`\delta = d \sqrt{n/2}`; the power is
    :math:`P(|T_{\nu,\delta}| > t_{\nu,\,1-\alpha/2})`.

    Parameters
    ----------
    effect_size : float
        Difference of the means in standard deviations, of either sign.
    n_per_group : int
        Observations in each group, at least 2.
    alpha : float
        Level of the test, in (0, 1).

    Returns
    -------
    TTestPower
        Degrees of freedom, noncentrality, critical value and power; ``alpha`` at no effect.

    Examples
    --------
    >>> design = t_test_power(0.5, n_per_group=64)
    >>> design.degrees_of_freedom, round(design.critical_value, 3), round(design.power, 3)
    (126, 1.979, 0.801)
    """
    effect_size, n, alpha = _check_design(effect_size, n_per_group, alpha)
    freedom = 2 * n - 2
    shift = effect_size * np.sqrt(n / 2)
    critical = float(-stdtrit(freedom, alpha / 2))
    # By symmetry the distribution at -shift gives the other tail; only its size matters.
    size = abs(shift)
    near = stats.nct.sf(critical, freedom, size)
    far = stats.nct.sf(critical, freedom, -size)
    return TTestPower(
        degrees_of_freedom=freedom,
        noncentrality=float(shift),
        critical_value=critical,
        power=float(min(near + far, 1.0)),
    )


def t_density(x: ArrayLike, *, degrees_of_freedom: float, noncentrality: float = 0.0) -> FloatArray:
    r"""Density of the (noncentral) t distribution, of :math:`(Z + \delta) / \sqrt{V / \nu}`.

    Here :math:`Z` is standard normal and :math:`V` chi-squared with :math:`\nu` degrees of
    freedom, independent of it.

    Parameters
    ----------
    x : array of shape (m,)
        Where to evaluate.
    degrees_of_freedom : float
        :math:`\nu`, positive.
    noncentrality : float
        :math:`\delta`; 0 gives Student's distribution, the one of the null hypothesis.

    Returns
    -------
    array of shape (m,)
        Density at each point.

    Examples
    --------
    >>> t_density([0.0, 1.0], degrees_of_freedom=10).round(4).tolist()
    [0.3891, 0.2304]
    >>> t_density([0.0, 1.0], degrees_of_freedom=10, noncentrality=1).round(4).tolist()
    [0.236, 0.3798]
    """
    x = check.vector("x", x)
    degrees_of_freedom = check.positive("degrees_of_freedom", degrees_of_freedom)
    noncentrality = check.real("noncentrality", noncentrality)
    if noncentrality == 0.0:
        return np.asarray(stats.t.pdf(x, degrees_of_freedom), dtype=np.float64)
    return np.asarray(stats.nct.pdf(x, degrees_of_freedom, noncentrality), dtype=np.float64)


def simulate_p_values(
    effect_size: float,
    *,
    n_per_group: int,
    n_tests: int,
    rng: np.random.Generator | int,
    alpha: float = 0.05,
) -> PValues:
    r"""Run the two-sample t-test on many simulated experiments at once.

    One group is :math:`N(d, 1)`, the other :math:`N(0, 1)`.  Without an effect the p-values are
    uniform on [0, 1]; with one, the share below ``alpha`` estimates the power.

    A seed fixes the noise of every experiment: another effect only shifts it, and a larger
    ``n_per_group`` adds observations to those there were.

    Parameters
    ----------
    effect_size : float
        Difference of the means in standard deviations.
    n_per_group : int
        Observations in each group, at least 2.
    n_tests : int
        How many experiments, at least 1.
    rng : Generator or int
        Source of randomness or its seed.
    alpha : float
        Level of the test, in (0, 1).

    Returns
    -------
    PValues
        Statistics and p-values of all experiments, and the share rejected.

    Examples
    --------
    >>> runs = simulate_p_values(0.5, n_per_group=64, n_tests=4000, rng=7)
    >>> round(runs.rejected_share, 1)
    0.8
    """
    effect_size, n, alpha = _check_design(effect_size, n_per_group, alpha)
    n_tests = check.integer("n_tests", n_tests, low=1)
    rng = check.generator("rng", rng)
    # Observations vary slowest in the stream, so that a larger n continues a smaller one.
    noise = rng.standard_normal((n, 2, n_tests))
    mean = noise.mean(axis=0)
    pooled = noise.var(axis=0, ddof=1).mean(axis=0)
    statistics = (effect_size + mean[0] - mean[1]) / np.sqrt(pooled * 2 / n)
    p_values = 2.0 * stdtr(2 * n - 2, -np.abs(statistics))
    return PValues(
        statistics=statistics,
        p_values=p_values,
        rejected_share=float(np.mean(p_values <= alpha)),
    )
