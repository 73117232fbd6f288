"""The visits of a chain as dots that grow."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from mlcourse._check import FloatArray, IntArray
from mlcourse.explore.lines import dots

__all__ = ["show_visits", "stays", "visit_lines"]

Sizes = Mapping[int, float]  # diameters of a place that was visited at least so often


def stays(draws: FloatArray) -> tuple[FloatArray, IntArray]:
    """Places of a chain, each once for every stay, and the visits of each."""
    new = np.flatnonzero(np.append(True, np.any(draws[1:] != draws[:-1], axis=1)))
    return draws[new], np.diff(np.append(new, len(draws)))


def visit_lines(ax: Axes, sizes: Sizes, colour: str) -> list[Line2D]:
    """A line for each size of a dot."""
    return [
        ax.plot([], [], color=colour, linewidth=size, solid_capstyle="round", snap=False)[0]
        for size in sizes.values()
    ]


def show_visits(lines: Sequence[Line2D], sizes: Sizes, draws: FloatArray) -> None:
    """Let the lines of `visit_lines` show a chain."""
    places, counts = stays(draws)
    for least, line in zip(sizes, lines, strict=True):
        line.set_data(*dots(places[counts >= least]).T)
