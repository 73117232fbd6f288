"""What several figures of this chapter draw: paths that run off, what is seen, optima as stops."""

from collections.abc import Iterable, Sequence

import numpy as np

from mlcourse._check import FloatArray, IntArray

__all__ = ["arrow", "clipped", "extremes", "seen", "so_far", "with_optima"]


HEAD, LONGEST = 0.3, 0.11  # an arrow's head: this share of it, and no longer than that


def arrow(tail: FloatArray, move: FloatArray) -> FloatArray:
    """An arrow as one line of five points; an artist of its own would make heavier frames."""
    size = float(np.hypot(*move))
    head = move * (min(HEAD, LONGEST / size) if size > 0.0 else HEAD)
    side = np.array([-head[1], head[0]])
    tip = tail + move
    barbs = [tip - head + sign * 0.6 * side for sign in (1, -1)]
    return np.array([tail, tip, barbs[0], tip, barbs[1]])


def clipped(points: FloatArray, low: float, high: float) -> FloatArray:
    """Points held within a box a little larger than the axes, so that no number is huge."""
    return np.clip(points, low, high)


def seen(points: FloatArray, tolerance: float) -> IntArray:
    """The places of the points that a drawn line needs.

    What is left out lies within ``tolerance`` of the line through the others, and between them in
    order: less than what a screen shows.  (Douglas and Peucker, 1973.)
    """
    keep = {0, len(points) - 1}
    pieces = [(0, len(points) - 1)]
    while pieces:
        first, last = pieces.pop()
        if last - first < 2:
            continue
        start, along = points[first], points[last] - points[first]
        inner = points[first + 1 : last] - start
        size = float(along @ along)
        share = np.clip(inner @ along / size, 0.0, 1.0) if size > 0 else np.zeros(len(inner))
        away = np.hypot(*(inner - share[:, None] * along).T)
        worst = int(away.argmax())
        if away[worst] > tolerance:
            middle = first + 1 + worst
            keep.add(middle)
            pieces += [(first, middle), (middle, last)]
    return np.array(sorted(keep))


def extremes(values: FloatArray, places: FloatArray, width: float) -> IntArray:
    """The lowest and the highest value in every column of a curve that is ``width`` wide.

    Thousands of points in a few hundred columns of a screen look the same as these, spikes and all.
    """
    column = np.floor(places / width).astype(int)
    starts = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    keep = {0, len(values) - 1}
    for first, last in zip(starts, [*starts[1:], len(values)], strict=True):
        inside = values[first:last]
        keep |= {int(first + inside.argmin()), int(first + inside.argmax())}
    return np.array(sorted(keep))


def so_far(places: IntArray, k: int) -> IntArray:
    """The places up to ``k``, and ``k`` itself."""
    return np.append(places[places < k], k)


def with_optima(stops: Sequence[float], optima: Iterable[float]) -> tuple[float, ...]:
    """Stops of a slider in which each optimum takes the place of an inner stop close by."""
    out = set(stops)
    for optimum in optima:
        near = min(out, key=lambda stop: abs(stop - optimum))
        if near not in (stops[0], stops[-1]) and abs(near - optimum) < 0.03:
            out.discard(near)
        out.add(round(optimum, 6))
    return tuple(sorted(out))
