"""What several figures of this chapter share: paths that run off, optima as stops."""

from collections.abc import Iterable, Sequence

import numpy as np

from mlcourse._check import FloatArray

__all__ = ["clipped", "with_optima"]


def clipped(points: FloatArray, low: float, high: float) -> FloatArray:
    """Points held within a box a little larger than the axes, so that no number is huge."""
    return np.clip(points, low, high)


def with_optima(stops: Sequence[float], optima: Iterable[float]) -> tuple[float, ...]:
    """Stops of a slider in which each optimum takes the place of an inner stop close by."""
    out = set(stops)
    for optimum in optima:
        near = min(out, key=lambda stop: abs(stop - optimum))
        if near not in (stops[0], stops[-1]) and abs(near - optimum) < 0.03:
            out.discard(near)
        out.add(round(optimum, 6))
    return tuple(sorted(out))
