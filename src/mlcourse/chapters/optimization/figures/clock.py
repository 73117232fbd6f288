"""The axis of steps that two figures share: logarithmic, with a place for step 0."""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse._check import FloatArray

__all__ = ["at"]


def at(step: ArrayLike) -> FloatArray:
    """The place of a step on a logarithmic axis that also has a place for step 0."""
    return np.log10(np.maximum(np.asarray(step, dtype=float), 0.5))
