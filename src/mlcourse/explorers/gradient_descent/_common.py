"""What several figures of this chapter draw: level lines of a landscape, paths that run off."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from contourpy import LineType, contour_generator

from mlcourse._check import FloatArray

__all__ = ["clipped", "every", "level_lines", "with_optima"]


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


def clipped(points: FloatArray, low: float, high: float) -> FloatArray:
    """Points held within a box a little larger than the axes, so that no number is huge."""
    return np.clip(points, low, high)


def every(n: int, count: int) -> FloatArray:
    """At most ``count`` of the places ``0 ... n - 1``, evenly spread, with both ends."""
    return np.unique(np.linspace(0, n - 1, min(n, count)).round().astype(int))


def with_optima(stops: Sequence[float], optima: Iterable[float]) -> tuple[float, ...]:
    """Stops of a slider in which each optimum takes the place of an inner stop close by."""
    out = set(stops)
    for optimum in optima:
        near = min(out, key=lambda stop: abs(stop - optimum))
        if near not in (stops[0], stops[-1]) and abs(near - optimum) < 0.03:
            out.discard(near)
        out.add(round(optimum, 6))
    return tuple(sorted(out))
