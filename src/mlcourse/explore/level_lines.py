"""Level lines of a landscape, as one line that a frame can move, and the ground below them."""

from collections.abc import Callable, Sequence

import numpy as np
from contourpy import FillType, LineType, contour_generator

from mlcourse._check import FloatArray

__all__ = ["ground_below", "level_lines"]


def level_lines(
    fun: Callable[[FloatArray], FloatArray],
    levels: Sequence[float],
    *,
    x: tuple[float, float],
    y: tuple[float, float],
    n: int = 60,
) -> FloatArray:
    """Level lines of a function of two variables as one line with gaps, shape ``(m, 2)``."""
    gx, gy = np.linspace(*x, n), np.linspace(*y, n)
    height = fun(np.stack(np.meshgrid(gx, gy), axis=-1))
    generator = contour_generator(gx, gy, height, line_type=LineType.ChunkCombinedNan)
    gap = np.full((1, 2), np.nan)
    pieces: list[FloatArray] = []
    for level in levels:
        (points, *_), *_ = generator.lines(level)
        if points is not None:
            pieces += [points, gap]
    return np.concatenate(pieces)


def ground_below(
    fun: Callable[[FloatArray], FloatArray],
    levels: Sequence[float],
    *,
    x: tuple[float, float],
    y: tuple[float, float],
    n: int = 60,
) -> list[FloatArray]:
    """For each level the pieces of ground below it, shapes ``(m, 2)``.

    Filled one over the other with a little of one colour, the lower ground is the deeper coloured.
    """
    gx, gy = np.linspace(*x, n), np.linspace(*y, n)
    height = fun(np.stack(np.meshgrid(gx, gy), axis=-1))
    generator = contour_generator(gx, gy, height, fill_type=FillType.OuterOffset)
    floor = float(height.min()) - 1
    pieces = [piece for level in levels for piece in generator.filled(floor, level)[0]]
    return [piece for piece in pieces if piece is not None]
