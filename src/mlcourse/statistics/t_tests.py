r"""Student's t-tests: is a mean, or a difference of means, further from zero than chance?

Source: Casella and Berger (2002), Statistical Inference, 2nd ed., section 8.2; Welch (1947),
The generalization of Student's problem when several different population variances are
involved, Biometrika 34.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.statistics._range import beyond_range

__all__ = ["TTest", "one_sample_t_test", "two_sample_t_test", "welch_t_test"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TTest(Result):
    """A t statistic, and how often chance alone gives one at least as far from zero."""

    estimate: float  # the mean minus its null value, or the difference of the means
    standard_error: float  # of the estimate
    statistic: float  # estimate / standard_error; not finite if the samples do not vary
    degrees_of_freedom: float
    p_value: float  # two-sided


def _sample(name: str, value: Any) -> FloatArray:
    out = check.vector(name, value)
    if len(out) < 2:
        raise ValueError(f"{name} must be a vector of at least 2 values, got {len(out)}")
    return out


def _t_test(estimate: float, variance: float, degrees_of_freedom: float) -> TTest:
    standard_error = np.sqrt(variance)
    statistic = np.divide(estimate, standard_error)  # not finite for samples without spread
    return TTest(
        estimate=float(estimate),
        standard_error=float(standard_error),
        statistic=float(statistic),
        degrees_of_freedom=float(degrees_of_freedom),
        p_value=float(2.0 * stdtr(degrees_of_freedom, -np.abs(statistic))),
    )


def one_sample_t_test(sample: ArrayLike, *, null_mean: float = 0.0) -> TTest:
    r"""Test whether a sample comes from a population with mean ``null_mean``.

    :math:`t = (\bar x - \mu_0) / (s / \sqrt n)` with :math:`n - 1` degrees of freedom.

    Parameters
    ----------
    sample : array of shape (n,)
        At least two values.
    null_mean : float
        The mean under the null hypothesis, in the unit of the sample.

    Returns
    -------
    TTest
        The two-sided test.

    Examples
    --------
    >>> test = one_sample_t_test([1, 2, 3, 4, 5], null_mean=2)
    >>> round(test.statistic, 4), test.degrees_of_freedom, round(test.p_value, 4)
    (1.4142, 4.0, 0.2302)
    """
    sample = _sample("sample", sample)
    null_mean = check.real("null_mean", null_mean)
    n = len(sample)
    with beyond_range():
        return _t_test(sample.mean() - null_mean, sample.var(ddof=1) / n, n - 1)


def two_sample_t_test(first: ArrayLike, second: ArrayLike) -> TTest:
    r"""Test whether two samples of equal variance have the same mean.

    :math:`t = (\bar x - \bar y) / \bigl(s \sqrt{1/n + 1/m}\bigr)` with the pooled variance
    :math:`s^2 = \bigl((n-1) s_x^2 + (m-1) s_y^2\bigr) / (n + m - 2)`.

    Parameters
    ----------
    first, second : arrays of shape (n,) and (m,)
        At least two values each.

    Returns
    -------
    TTest
        The two-sided test with :math:`n + m - 2` degrees of freedom.

    Examples
    --------
    >>> test = two_sample_t_test([1, 2, 3], [2, 3, 4, 5])
    >>> round(test.statistic, 4), test.degrees_of_freedom, round(test.p_value, 4)
    (-1.6599, 5.0, 0.1578)
    """
    first, second = _sample("first", first), _sample("second", second)
    n, m = len(first), len(second)
    with beyond_range():
        pooled = ((n - 1) * first.var(ddof=1) + (m - 1) * second.var(ddof=1)) / (n + m - 2)
        return _t_test(first.mean() - second.mean(), pooled * (1 / n + 1 / m), n + m - 2)


def welch_t_test(first: ArrayLike, second: ArrayLike) -> TTest:
    r"""Test whether two samples have the same mean, whatever their variances.

    With :math:`u = s_x^2 / n` and :math:`v = s_y^2 / m`,
    :math:`t = (\bar x - \bar y) / \sqrt{u + v}`, and the degrees of freedom
    :math:`(u + v)^2 / \bigl(u^2 / (n-1) + v^2 / (m-1)\bigr)` need not be whole.

    Parameters
    ----------
    first, second : arrays of shape (n,) and (m,)
        At least two values each.

    Returns
    -------
    TTest
        The two-sided test; not a number if neither sample varies.

    Examples
    --------
    >>> test = welch_t_test([1, 2, 3], [2, 3, 4, 5])
    >>> round(test.statistic, 4), round(test.degrees_of_freedom, 4), round(test.p_value, 4)
    (-1.7321, 4.9592, 0.1443)
    """
    first, second = _sample("first", first), _sample("second", second)
    n, m = len(first), len(second)
    with beyond_range():
        u, v = first.var(ddof=1) / n, second.var(ddof=1) / m
        total = u + v
        # A share instead of squares of variances, which could under- or overflow.
        share = np.divide(u, total)
        freedom = 1.0 / (share**2 / (n - 1) + (1 - share) ** 2 / (m - 1))
        return _t_test(first.mean() - second.mean(), total, freedom)
