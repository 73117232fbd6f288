"""A line through three data, and the same fit as one point above the plane of the columns.

The predictions of a + b x at x = 0, 1, 2 are a (1, 1, 1) + b (0, 1, 2), a plane in the space of
three numbers; the data are a point of this space. It is seen along a direction that tilts from
straight down on the plane to along the plane.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, linear
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, PAPER, PURPLE, RED
from mlcourse.explore.typeset import number

__all__ = ["three_data"]

PLACES = np.array([0.0, 1.0, 2.0])
COLUMNS = np.column_stack([np.ones(3), PLACES])
DATA = np.array([1.0, 1.0, 4.0])
LEAST = 1.5  # the squared length of (1/2, -1, 1/2)
# two directions of the plane, the first between the columns, and the one out of the plane: were
# the first along a column, "orthogonal to this column" would look like "orthogonal to the plane"
FRAME = np.array([[1.0, 1.0, 1.0], [-1.0, 0.0, 1.0], [1.0, -2.0, 1.0]])
FRAME /= np.linalg.norm(FRAME, axis=1)[:, None]
COS, SIN = np.cos(np.radians(20.0)), np.sin(np.radians(20.0))
FRAME[:2] = np.array([[COS, SIN], [-SIN, COS]]) @ FRAME[:2]
GAP = np.full((1, 2), np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The predictions of a line, and how space is looked at."""

    weights: FloatArray  # (2,) a and b
    predictions: FloatArray  # (3,)
    screen: FloatArray  # (2, 3) from space to the picture

    @property
    def residual(self) -> FloatArray:
        return DATA - self.predictions


def compute(*, a: float, b: float, tilt: float) -> View:
    """The predictions a + b x, and the view: 0° from above the plane, 90° along it."""
    weights, turn = np.array([a, b]), np.radians(tilt)
    up = np.cos(turn) * FRAME[1] + np.sin(turn) * FRAME[2]
    return View(
        weights=weights, predictions=COLUMNS @ weights, screen=np.array([FRAME[0], up])
    )  # fmt: skip


def _lattice() -> FloatArray:
    """The lines of whole a and of whole b, in space, as far as the sliders reach."""
    ends = []
    for k in range(-1, 4):
        ends.append(COLUMNS @ np.array([[-1.0, 2.0], [k, k]]))
    for k in range(-1, 3):
        ends.append(COLUMNS @ np.array([[k, k], [-1.0, 3.0]]))
    return np.stack(ends)  # (lines, 3, 2)


LATTICE = _lattice()


def draw(fig: Figure, view: View) -> Artists:
    """The scatter plot, and the plane of all predictions."""
    plot, space = fig.subplots(1, 2, width_ratios=(1.0, 2.2))
    plot.set(xlim=(-0.4, 2.4), ylim=(-3.6, 7.2), xticks=range(3), xlabel="x")
    plot.set_title("three data, a line a + b x")
    space.set(xlim=(-4.1, 9.8), ylim=(-2.5, 3.3), aspect="equal", anchor="N")
    space.axis("off")
    space.set_title("one point, and all predictions")
    (line,) = plot.plot([], [], color=PURPLE)
    (sticks,) = plot.plot([], [], color=RED, linewidth=2.0)
    plot.plot(PLACES, DATA, "o", color=INK, markersize=7)
    (lattice,) = space.plot([], [], color=GRID, linewidth=1.0)
    (one,) = space.plot([], [], color=BLUE, linewidth=2.4)
    (two,) = space.plot([], [], color=GREEN, linewidth=2.4)
    (residual,) = space.plot([], [], color=RED, linewidth=2.0)
    (fit,) = space.plot([], [], "o", color=PURPLE, markersize=9)
    (point,) = space.plot([], [], "o", color=INK, markersize=7)
    names = [
        space.text(0, 0, text, color=colour, fontsize=9, ha=side, va=at)
        for text, colour, side, at in (
            ("(1, 1, 1)", BLUE, "center", "top"),
            ("(0, 1, 2)", GREEN, "right", "bottom"),
            ("data (1, 1, 4)", INK, "left", "bottom"),
        )
    ]
    names[2].set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 1.0})
    return Artists(
        line=line, sticks=sticks, lattice=lattice, one=one, two=two, residual=residual, fit=fit,
        point=point, names=names,
    )  # fmt: skip


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The line with what it misses, and the same seen in space."""
    a, b = view.weights
    ends = np.array([-0.4, 2.4])
    artists.line.set_data(ends, a + b * ends)
    rows = zip(PLACES, DATA, view.predictions, strict=True)
    pieces = [np.vstack([[[x, y], [x, fit]], GAP]) for x, y, fit in rows]
    artists.sticks.set_data(*np.concatenate(pieces).T)
    seen = [np.vstack([(view.screen @ ends).T, GAP]) for ends in LATTICE]
    artists.lattice.set_data(*np.concatenate(seen).T)
    one, two = (view.screen @ COLUMNS).T
    artists.one.set_data(*arrow(np.zeros(2), one).T)
    artists.two.set_data(*arrow(np.zeros(2), two).T)
    # seen along the plane both lie on one line: the one below shall still be seen
    artists.one.set_linewidth(6.0 if abs(one[1]) < 0.15 else 2.4)
    point, fit = view.screen @ DATA, view.screen @ view.predictions
    artists.residual.set_data(*np.array([fit, point]).T)
    artists.fit.set_data([fit[0]], [fit[1]])
    artists.point.set_data([point[0]], [point[1]])
    shifts = ([0.0, -0.25], [-0.1, 0.2], [0.25, 0.15])
    for name, at, shift in zip(artists.names, (one, two, point), shifts, strict=True):
        name.set_position(at + shift)
    return [
        artists.line, artists.sticks, artists.lattice, artists.one, artists.two,
        artists.residual, artists.fit, artists.point, *artists.names,
    ]  # fmt: skip


def readout(view: View) -> str:
    """Predictions, their miss, and the two dot products that decide."""
    fit = ", ".join(number(v, "g") for v in view.predictions)
    left = ", ".join(number(v, "g") for v in view.residual)
    square = number(float(view.residual @ view.residual), ".4g")
    with_1, with_x = (number(v, "g") for v in COLUMNS.T @ view.residual)
    return (
        f"Predictions ({fit}), misses ({left}), sum of squares {square}. Dot product of the "
        f"misses with (1, 1, 1): {with_1}; with (0, 1, 2): {with_x}."
    )


three_data = Explorer(
    name="three_data",
    title="Three data are one point",
    alt=(
        "Left: three data over x = 0, 1, 2, a line, and upright the distances from the line to "
        "the data. Right: the plane of all predictions with the two columns as arrows, in space; "
        "the predictions are a dot of it, joined by a red segment to the point of the data. The "
        "view tilts from straight down on the plane to along the plane."
    ),
    controls={
        "a": Slider(linear(-1, 2, 13), default=2.0, label="a, how much of (1, 1, 1)"),
        "b": Slider(linear(-1, 2.5, 15), default=0.0, label="b, how much of (0, 1, 2)"),
        "tilt": Slider(
            linear(0, 90, 13), default=60, label="tilt: 0° from above, 90° along the plane",
            unit="°", format="g",
        ),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "the best constant": {"a": 2.0, "b": 0.0},
        "from above": {"tilt": 0},
        "along the plane": {"tilt": 90},
    },
    challenge=Challenge(
        text="Make the sum of squares as small as it gets.",
        solved=lambda view: float(view.residual @ view.residual) < LEAST + 1e-9,
    ),
    ghost=True,
    size=(7.4, 3.1),
)  # fmt: skip
