"""Longley's regression: sixteen years, six nearly dependent columns, certified answers.

Longley (1967), An Appraisal of Least Squares Programs for the Electronic Computer from the
Point of View of the User, JASA 62, 819-841.  The answers are NIST's, from the Statistical
Reference Datasets, computed in 500-digit arithmetic.
"""

import json
from dataclasses import dataclass

import numpy as np

from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.data import _files

__all__ = ["Longley", "longley"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Longley(Result):
    """The data, and what NIST certifies for ``targets = b0 + features @ b`` to 15 digits."""

    title: str
    features: FloatArray  # (16, 6)
    feature_names: tuple[str, ...]
    feature_units: tuple[str, ...]
    targets: FloatArray  # (16,)
    target_name: str
    target_unit: str
    certified_coefficients: FloatArray  # (7,) intercept first
    certified_standard_errors: FloatArray  # (7,)
    certified_r_squared: float
    certified_f_statistic: float
    certified_residual_sum_of_squares: float
    certified_regression_sum_of_squares: float
    certified_residual_mean_square: float
    certified_regression_mean_square: float
    source: str
    licence: str


def longley() -> Longley:
    """US employment 1947 to 1962 with six predictors, and the certified regression.

    Returns
    -------
    Longley
        Target ``totemp``; features ``gnpdefl``, ``gnp``, ``unemp``, ``armed``, ``pop``,
        ``year``; the certified coefficients put the intercept first.

    Examples
    --------
    >>> data = longley()
    >>> data.features.shape, data.certified_coefficients.shape
    ((16, 6), (7,))
    >>> round(data.certified_r_squared, 4)
    0.9955
    """
    names, table = _files.read_table("longley.csv")
    certified = json.loads(_files.read_text("longley_certified.json"))
    return Longley(
        title="Longley's employment data",
        features=table[:, :-1],
        feature_names=names[:-1],
        feature_units=(
            "1954 = 100",
            "million dollars",
            "thousands",
            "thousands",
            "thousands",
            "year",
        ),
        targets=table[:, -1],
        target_name=names[-1],
        target_unit="thousands",
        certified_coefficients=np.array(certified["coefficients"]),
        certified_standard_errors=np.array(certified["standard_errors"]),
        certified_r_squared=certified["r_squared"],
        certified_f_statistic=certified["f_statistic"],
        certified_residual_sum_of_squares=certified["residual_sum_of_squares"],
        certified_regression_sum_of_squares=certified["regression_sum_of_squares"],
        certified_residual_mean_square=certified["residual_mean_square"],
        certified_regression_mean_square=certified["regression_mean_square"],
        source="Longley (1967), JASA 62, 819-841; certified values: NIST Statistical Reference "
        "Datasets; statsmodels",
        licence="public domain",
    )
