"""The eruptions of Old Faithful, a straight line through them, and what the line costs.

A line is told by its slope and by its height at one place, ``at``: 0 minutes or the middle.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from numpy.typing import NDArray

from mlcourse._check import FloatArray, IntArray
from mlcourse.data.tables import old_faithful
from mlcourse.explore import Artists
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE

__all__ = [
    "MARGIN",
    "MIDDLE",
    "N",
    "add_data",
    "add_line",
    "eruptions",
    "misses",
    "move_line",
    "typical_miss",
    "waits",
    "won",
]

MARGIN = 5  # minutes: within it, the bet is won
MIDDLE = 3.49  # minutes: the mean of the eruptions, rounded
LEFT, RIGHT, LOW, HIGH = 0.0, 5.4, 30.0, 104.0  # of the drawing


@cache
def _table() -> tuple[FloatArray, FloatArray]:
    table = old_faithful()
    return table.column("eruptions"), table.column("waiting")


def eruptions() -> FloatArray:
    """How long each eruption lasted, in minutes."""
    return _table()[0]


def waits() -> FloatArray:
    """The minutes from each eruption to the next."""
    return _table()[1]


N = 272


def misses(*, height: float, slope: float, at: float) -> FloatArray:
    """Wait minus prediction, for every eruption."""
    return np.asarray(waits() - height - slope * (eruptions() - at))


def typical_miss(miss: FloatArray) -> float:
    """The root of the mean squared miss."""
    return float(np.sqrt((miss**2).mean()))


def won(miss: FloatArray) -> NDArray[np.bool_]:
    """Which bets are won; a miss of the margin itself is, however it was rounded."""
    return np.asarray(np.abs(miss) <= MARGIN + 1e-9)


@cache
def _sample() -> IntArray:
    """The row numbers of some eruptions from shortest to longest, whose misses are drawn."""
    return np.argsort(eruptions(), kind="stable")[6:270:12]


def add_data(ax: Axes, *, left: float = LEFT) -> None:
    """All eruptions as faint rings."""
    ax.set(xlim=(left, RIGHT), ylim=(LOW, HIGH))
    ax.set(xlabel="length of an eruption, minutes", ylabel="wait for the next, minutes")
    (rings,) = ax.plot(eruptions(), waits(), "o", color=MUTED, markersize=3.6)
    rings.set(markerfacecolor="none", markeredgewidth=0.7)


def add_line(ax: Axes, *, bets: bool = False) -> Artists:
    """A line, some of its misses and, if asked for, the bets that it wins."""
    sticks = ax.add_collection(LineCollection([], colors=[ORANGE], linewidths=1.1), autolim=False)
    (dots,) = ax.plot([], [], "o", color=GREEN, markersize=3.6)
    dots.set_visible(bets)
    (line,) = ax.plot([], [], color=BLUE, linewidth=2.2)
    (pivot,) = ax.plot([], [], "o", color=INK, markersize=5, clip_on=False)
    return Artists(sticks=sticks, dots=dots, line=line, pivot=pivot)


def move_line(
    artists: Artists, *, height: float, slope: float, at: float, pivot: bool = True
) -> Sequence[Artist]:
    """The line, its misses and its wins at other parameters; returns all that it changed."""
    ends = np.array([LEFT, RIGHT])
    artists.line.set_data(ends, height + slope * (ends - at))
    seen = pivot and LOW <= height <= HIGH  # it is not clipped, so as to be whole at the axis
    artists.pivot.set_data([at] if seen else [], [height] if seen else [])
    miss = misses(height=height, slope=slope, at=at)
    x, y = eruptions()[_sample()], waits()[_sample()]
    sticks = [[(a, b), (a, b - m)] for a, b, m in zip(x, y, miss[_sample()], strict=True)]
    artists.sticks.set_segments(sticks)
    if artists.dots.get_visible():
        is_won = won(miss)
        artists.dots.set_data(eruptions()[is_won], waits()[is_won])
    return [artists.sticks, artists.dots, artists.line, artists.pivot]
