"""A matrix as a map of the plane: its columns are where the two unit arrows land."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.linear_algebra.figures.shapes import (
    LETTER,
    SQUARE,
    gapped,
    pair,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Pad, Slider, linear
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PAPER, PURPLE
from mlcourse.explore.typeset import rounded
from mlcourse.linalg.maps import grid_lines, map_points, null_direction, signed_area

__all__ = ["matrix_map"]

FIRST = {
    "(1, 0)": (1.0, 0.0),
    "(2, 0)": (2.0, 0.0),
    "(0, 1)": (0.0, 1.0),
    "(1, 2)": (1.0, 2.0),
    "(2, 1)": (2.0, 1.0),
    "(0, 0)": (0.0, 0.0),
}
STOPS = linear(-2.5, 2.5, 21)
REACH = 3.7
LINES = grid_lines(half_width=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A matrix, its signed area, and a direction that it sends to the origin."""

    matrix: FloatArray  # (2, 2)
    area: float
    null: FloatArray | None  # a unit vector, or None

    @property
    def rank(self) -> int:
        return 2 if self.null is None else int(np.any(self.matrix))


def compute(*, x: float, y: float, first: str) -> View:
    """The matrix with these columns."""
    matrix = np.column_stack([FIRST[first], [x, y]])
    return View(matrix=matrix, area=signed_area(matrix), null=null_direction(matrix))


def _plane(ax: Axes, title: str) -> None:
    ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", title=title)
    ax.set(xticks=range(-3, 4), yticks=range(-3, 4))


def draw(fig: Figure, view: View) -> Artists:
    """Before; after, with the handle."""
    before, after = fig.subplots(1, 2)
    _plane(before, "before")
    _plane(after, "after: drag the second column")
    after.plot(*SQUARE.T, "--", color=MUTED, linewidth=1.0)
    artists = Artists(after=after)
    (artists.grid,) = after.plot([], [], color=GRID, linewidth=1.0)
    (artists.square,) = after.fill([0, 0, 0], [0, 0, 0], color=BLUE, alpha=0.22, linewidth=0)
    (artists.letter,) = after.plot([], [], color=INK, linewidth=3.0)
    # on one line the broad arrow shows on both sides of the other
    (artists.first,) = after.plot([], [], color=GREEN, linewidth=4.5)
    (artists.second,) = after.plot([], [], color=ORANGE, linewidth=2.2)
    (artists.landed,) = after.plot(  # a ring, as the handle may lie on it
        [], [], "o", color=PURPLE, markersize=17, markerfacecolor="none", markeredgewidth=2.2
    )
    before.plot(*gapped(LINES).T, color=GRID, linewidth=1.0)
    (artists.null,) = before.plot([], [], color=PURPLE, linewidth=3.0)  # below the arrows
    before.fill(*SQUARE.T, color=BLUE, alpha=0.22, linewidth=0)
    before.plot(*LETTER.T, color=INK, linewidth=3.0)
    before.plot(*arrow(np.zeros(2), np.array([1.0, 0.0])).T, color=GREEN, linewidth=4.5)
    before.plot(*arrow(np.zeros(2), np.array([0.0, 1.0])).T, color=ORANGE, linewidth=2.2)
    free = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}  # no line runs through a word
    before.text(1.0, -0.16, "first", color=GREEN, size=9, ha="center", va="top", bbox=free)
    before.text(-0.14, 1.0, "second", color=ORANGE, size=9, ha="right", va="center", bbox=free)
    artists.note = before.text(0, -REACH + 0.1, "", color=PURPLE, size=9, ha="center", va="bottom")
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Everything after the map, and before it what the map loses."""
    a, origin = view.matrix, np.zeros(2)
    artists.grid.set_data(*gapped(map_points(a, LINES)).T)
    artists.square.set_xy(map_points(a, SQUARE[:4]))
    artists.letter.set_data(*np.where(np.isnan(LETTER), np.nan, np.nan_to_num(LETTER) @ a.T).T)
    artists.first.set_data(*arrow(origin, a[:, 0]).T)
    artists.second.set_data(*arrow(origin, a[:, 1]).T)
    lost = np.empty((0, 2)) if view.null is None else np.outer([-2.9, 2.9], view.null)
    artists.null.set_data(*lost.T)
    artists.landed.set_data(*np.zeros((2, len(lost) // 2)))
    note = {0: "everything lands in the purple ring", 1: "this line lands in the purple ring"}
    artists.note.set_text(note.get(view.rank, ""))
    if view.rank == 0:
        artists.null.set_data([], [])
    return [artist for name, artist in vars(artists).items() if name != "after"]


def readout(view: View) -> str:
    """The columns, the area, and what is lost."""
    one, two = view.matrix.T
    text = f"Columns {pair(one)} and {pair(two)}: signed area {rounded(view.area)}, "
    text += f"rank {view.rank}."
    if view.rank == 2:
        return text
    if view.rank == 0:
        return text + " Everything lands on the origin."
    return text + " Everything lands on one line."


def _turned_over(view: View) -> bool:
    return bool(tuple(view.matrix[:, 0]) == FIRST["(2, 1)"] and abs(view.area + 2) < 1e-9)


matrix_map = Explorer(
    name="matrix_map",
    title="Drag a column",
    alt=(
        "Two planes. The first shows a grid, a letter F in the unit square and two unit arrows "
        "before a linear map; the second shows all of them after it, with a dashed outline of the "
        "unit square, and the image of the second arrow can be dragged. When the two arrows fall "
        "on one line, the points that land on the origin are marked before and after."
    ),
    controls={
        "x": Slider(STOPS, default=0.0, label="second column, top", format="g"),
        "y": Slider(STOPS, default=1.0, label="second column, bottom", format="g"),
        "first": Choice(tuple(FIRST), label="first column"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "slide": {"first": "(1, 0)", "x": 1.0, "y": 1.0},
        "quarter turn": {"first": "(0, 1)", "x": -1.0, "y": 0.0},
        "exchange": {"first": "(0, 1)", "x": 1.0, "y": 0.0},
        "stretch": {"first": "(2, 0)", "x": 0.0, "y": 0.5},
    },
    challenge=Challenge(
        text="First column (2, 1): find a second column with the signed area −2.",
        solved=_turned_over,
    ),
    pads=[Pad(x="x", y="y", axes="after")],
    size=(7.4, 3.9),
)
