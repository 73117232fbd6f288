r"""Probabilities of counts without cancellation, however large the counts.

Written with log-factorials, :math:`\log\binom nx` for :math:`n = 10^{12}` is a difference of
numbers near :math:`10^{13}`, and the pmf keeps three digits. With what a factorial has beyond its
leading part, and with how far a count is from what is expected,

.. math:: g(n) = \log n! - (n\log n - n), \qquad D(x, m) = x\log\frac xm + m - x \ge 0,

the large parts have gone before anything is computed:

.. math:: \log\binom nx p^x q^{n-x} = g(n) - g(x) - g(n-x) - D(x, np) - D(n-x, nq), \qquad
          \log\frac{e^{-\lambda}\lambda^x}{x!} = -g(x) - D(x, \lambda).

Source: Loader (2000), Fast and accurate computation of binomial probabilities.
"""

import numpy as np
from scipy.special import gammaln, xlogy

from mlcourse._check import FloatArray

__all__ = ["beyond_leading_part", "deviance"]


def beyond_leading_part(n: FloatArray | float) -> FloatArray:
    r""":math:`g(n) = \log n! - (n\log n - n)`, from Stirling's series where n is at least 16."""
    large = np.maximum(n, 16.0)
    square = 1 / large**2
    # Four terms of the series; the fifth is below 2e-14 from 16 on.
    series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / large
    small = np.minimum(n, 16.0)
    return np.where(
        n >= 16.0,
        0.5 * np.log(2 * np.pi * large) + series,
        gammaln(small + 1) - xlogy(small, small) + small,
    )


def deviance(x: FloatArray, mean: FloatArray | float, excess: FloatArray) -> FloatArray:
    r""":math:`D(x, m) = x\log(x/m) + m - x`, given ``excess`` :math:`= x - m` without error.

    Near the mean the two parts nearly cancel, so there the logarithm is taken as the series
    :math:`\log(x/m) = 2(v + v^3/3 + v^5/5 + \dots)` in :math:`v = (x - m)/(x + m)`, whose first
    term cancels exactly.
    """
    # Impossible counts (a mean of 0) come out as inf, and 0 for a mean of 0 as 0.
    with np.errstate(divide="ignore", invalid="ignore"):
        v = np.nan_to_num(excess / (x + mean))
        far = xlogy(x, x / mean) - excess
    square = v * v
    tail = np.zeros_like(v)
    for k in range(8, 0, -1):  # below 0.1 the ninth term is under 1e-18 of the first
        tail = square * (1 / (2 * k + 1) + tail)
    near = v * (excess + 2 * x * tail)
    return np.where(np.abs(v) < 0.1, near, far)
