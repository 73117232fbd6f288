"""What figures of this chapter share: stairs, a slider that ends at ∞."""

from dataclasses import dataclass

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.explore import Slider
from mlcourse.explore.controls import Value

__all__ = ["NOTHING", "OpenSlider", "stairs"]

NOTHING = np.full((1, 2), np.nan)


@dataclass(frozen=True, slots=True)
class OpenSlider(Slider):
    """A slider whose last stop stands for infinity."""

    def text(self, value: Value) -> str:
        return "∞" if value == self.stops[-1] else Slider.text(self, value)


def stairs(edges: FloatArray, heights: FloatArray) -> FloatArray:
    """The outline of bars that touch, from the ground and back to it.

    >>> stairs(np.array([0.0, 1.0, 3.0]), np.array([5.0, 2.0])).tolist()
    [[0.0, 0.0], [0.0, 5.0], [1.0, 5.0], [1.0, 2.0], [3.0, 2.0], [3.0, 0.0]]
    """
    y = np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])
    return np.column_stack([np.repeat(edges, 2), y])
