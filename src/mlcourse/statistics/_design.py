"""Shared by the linear models: checked data, and triangular factors that may be singular."""

from typing import Any

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = ["checked_data", "is_rank_deficient", "with_intercept"]


def checked_data(features: Any, target: Any) -> tuple[FloatArray, FloatArray]:
    """Features with two axes and as many targets as rows."""
    features = check.matrix("features", features)
    return features, check.vector("target", target, length=len(features))


def with_intercept(features: FloatArray) -> FloatArray:
    """The features with a column of ones before them."""
    return np.column_stack([np.ones(len(features)), features])


def is_rank_deficient(r: FloatArray) -> bool:
    """Does a column of ``q @ r`` depend on those before it, up to rounding?

    The diagonal entry is what is left of a column once its part along the others is gone; it
    is compared with the column's own length, so that units do not matter.
    """
    rows, cols = r.shape
    if rows < cols:
        return True
    left = np.abs(np.diag(r))
    length = np.linalg.norm(r, axis=0)
    return bool(np.any(left <= 10 * cols * np.finfo(float).eps * length))
