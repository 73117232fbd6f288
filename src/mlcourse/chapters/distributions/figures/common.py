"""What figures of this chapter share: many dots as one line, stairs, a slider that ends at ∞."""

from dataclasses import dataclass

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.explore import Slider
from mlcourse.explore.controls import Value

__all__ = ["NOTHING", "OpenSlider", "dots", "stairs"]

NOTHING = np.full((1, 2), np.nan)


@dataclass(frozen=True, slots=True)
class OpenSlider(Slider):
    """A slider whose last stop stands for infinity."""

    def text(self, value: Value) -> str:
        return "∞" if value == self.stops[-1] else Slider.text(self, value)


def dots(points: FloatArray) -> FloatArray:
    """Each point twice, then a gap: with round caps a line of no length is a dot.

    >>> dots(np.array([[1.0, 2.0]])).shape
    (3, 2)
    """
    out = np.full((len(points), 3, 2), np.nan)
    out[:, :2] = np.reshape(points, (-1, 1, 2))
    out[:, 1, 0] += 1e-4  # invisible; a line of no length at all is dropped by some renderers
    return out.reshape(-1, 2)


def stairs(edges: FloatArray, heights: FloatArray) -> FloatArray:
    """The outline of bars that touch, from the ground and back to it.

    >>> stairs(np.array([0.0, 1.0, 3.0]), np.array([5.0, 2.0])).tolist()
    [[0.0, 0.0], [0.0, 5.0], [1.0, 5.0], [1.0, 2.0], [3.0, 2.0], [3.0, 0.0]]
    """
    y = np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])
    return np.column_stack([np.repeat(edges, 2), y])
