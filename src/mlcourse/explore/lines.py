"""What a figure draws as one line: many dots, an arrow, and of a long path only what is seen.

A line is the lightest artist of a frame, and one that grows costs what is new in it.
"""

import numpy as np

from mlcourse._check import FloatArray, IntArray

__all__ = ["arrow", "dots", "extremes", "seen", "so_far"]

HEAD, LONGEST = 0.3, 0.11  # an arrow's head: this share of it, and no longer than that


def dots(points: FloatArray) -> FloatArray:
    """Each point twice, then a gap: with round caps a line of no length is a dot.

    Dots that are added later stand at the end, so that a frame costs what is new in it.

    >>> dots(np.array([[1.0, 2.0]])).shape
    (3, 2)
    """
    out = np.full((len(points), 3, 2), np.nan)
    out[:, :2] = np.reshape(points, (-1, 1, 2))
    out[:, 1, 0] += 1e-4  # invisible; a line of no length at all is dropped by some renderers
    return out.reshape(-1, 2)


def arrow(tail: FloatArray, move: FloatArray) -> FloatArray:
    """An arrow as one line of five points; an artist of its own would make heavier frames."""
    size = float(np.hypot(*move))
    head = move * (min(HEAD, LONGEST / size) if size > 0.0 else HEAD)
    side = np.array([-head[1], head[0]])
    tip = tail + move
    barbs = [tip - head + sign * 0.6 * side for sign in (1, -1)]
    return np.array([tail, tip, barbs[0], tip, barbs[1]])


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
