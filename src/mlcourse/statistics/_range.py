"""Squares of numbers above 1e154 or below 1e-162 leave the range of a double."""

import numpy as np

__all__ = ["beyond_range"]


def beyond_range() -> np.errstate:
    """Let such a result be infinite, zero or NaN, where it can be seen, without a warning."""
    return np.errstate(all="ignore")
