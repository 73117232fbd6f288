"""Shared by the linear models: checked data, and triangular factors that may be singular."""

from typing import Any

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.statistics._range import beyond_range

__all__ = ["checked_data", "is_singular", "total_sum_of_squares", "with_intercept"]


def checked_data(features: Any, targets: Any) -> tuple[FloatArray, FloatArray]:
    """Features with two axes and as many targets as rows."""
    features = check.matrix("features", features)
    return features, check.vector("targets", targets, length=len(features))


def with_intercept(features: FloatArray) -> FloatArray:
    """The features with a column of ones before them."""
    return np.column_stack([np.ones(len(features)), features])


def is_singular(r: FloatArray) -> bool:
    """Does a column of ``q @ r`` depend on those before it, up to rounding?

    The diagonal entry is what is left of a column once its part along the others is gone; it
    is compared with the column's own largest entry, so that units do not matter.
    """
    rows, cols = r.shape
    if rows < cols:
        return True
    left = np.abs(np.diag(r))
    size = np.abs(r).max(axis=0)
    return bool(np.any(left <= 10 * cols * np.finfo(float).eps * size))


def total_sum_of_squares(targets: FloatArray) -> float:
    """Squares around the mean; exactly zero for equal numbers, whose mean can be rounded."""
    if np.ptp(targets) == 0:
        return 0.0
    with beyond_range():
        return float(((targets - targets.mean()) ** 2).sum())
