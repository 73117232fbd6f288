r"""The F-test of nested models: do extra features earn their degrees of freedom?

Source: Seber and Lee (2003), Linear Regression Analysis, 2nd ed., section 4.3.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg.householder import householder_qr
from mlcourse.statistics._design import checked_data, is_singular, with_intercept
from mlcourse.statistics._range import beyond_range

__all__ = ["NestedFTest", "nested_f_test"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NestedFTest(Result):
    """A small model inside a large one, and every model between nothing and the large one."""

    residual_sums_of_squares: FloatArray  # (p + 1,) with the first 0, 1, ..., p features
    small_rss: float
    large_rss: float
    degrees_of_freedom: tuple[int, int]  # extra features; n - p - 1
    statistic: float
    p_value: float
    reason: Literal["solved", "singular"]


def nested_f_test(features: ArrayLike, targets: ArrayLike, *, n_kept: int) -> NestedFTest:
    r"""Test whether the features after the first ``n_kept`` explain more than noise would.

    .. math:: F = \frac{(\mathrm{RSS}_{small} - \mathrm{RSS}_{large}) / q}
                       {\mathrm{RSS}_{large} / (n - p - 1)}

    with :math:`q = p - n_{kept}` extra features.  One QR serves every model on the way:
    feature :math:`j` takes :math:`(Q^\top y)_j^2 \ge 0` off the sum of squares, which is why
    it never grows.

    Parameters
    ----------
    features : array of shape (n, p)
        Those of the small model first.
    targets : array of shape (n,)
        The number to predict; more rows than ``p + 1``.
    n_kept : int
        Features of the small model, from 0 (only the intercept) to ``p - 1``.

    Returns
    -------
    NestedFTest
        Sums of squares, F and its p-value; NaN with ``reason="singular"`` if a feature
        depends on those before it.

    Examples
    --------
    >>> x = np.arange(6.0)
    >>> test = nested_f_test(np.column_stack([x, x**2]), [0, 1, 5, 8, 17, 24], n_kept=1)
    >>> round(test.statistic, 3), test.degrees_of_freedom, round(test.p_value, 4)
    (26.709, (1, 3), 0.0141)
    """
    features, targets = checked_data(features, targets)
    n, p = features.shape
    n_kept = check.integer("n_kept", n_kept, low=0, high=p - 1)
    if n <= p + 1:
        raise ValueError(f"features must be fewer than rows - 1, got shape {features.shape}")
    extra, freedom = p - n_kept, n - p - 1
    factors = householder_qr(with_intercept(features))
    if is_singular(factors.r):
        return NestedFTest(
            residual_sums_of_squares=np.full(p + 1, np.nan),
            small_rss=np.nan,
            large_rss=np.nan,
            degrees_of_freedom=(extra, freedom),
            statistic=np.nan,
            p_value=np.nan,
            reason="singular",
        )
    effects = factors.q.T @ targets
    with beyond_range():
        large = float(((targets - factors.q @ effects) ** 2).sum())
        # Adding the effects from the last backwards keeps the small sums free of cancellation.
        sums = large + np.append(np.cumsum(effects[:0:-1] ** 2)[::-1], 0.0)
        # Not finite if the large model has no error at all.
        f = np.divide((effects[n_kept + 1 :] ** 2).sum() / extra, large / freedom)
    return NestedFTest(
        residual_sums_of_squares=sums,
        small_rss=float(sums[n_kept]),
        large_rss=large,
        degrees_of_freedom=(extra, freedom),
        statistic=float(f),
        p_value=float(fdtrc(extra, freedom, f)),
        reason="solved",
    )
