"""The point of a line that is nearest to a target: two data and a model with one weight."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Pad, Slider, Toggle, linear
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, PURPLE, RED
from mlcourse.explore.typeset import number
from mlcourse.linalg.vectors import project

__all__ = ["projection"]

COLUMNS = {
    "(1, 0)": (1, 0), "(2, 1)": (2, 1), "(1, 1)": (1, 1), "(1, 2)": (1, 2),
    "(0, 1)": (0, 1), "(−1, 2)": (-1, 2), "(−1, 1)": (-1, 1), "(−2, 1)": (-2, 1),
}  # fmt: skip
PLACES = linear(-3.5, 3.5, 15)
HIGHEST = 26.0  # no target is further away than √24.5
STEPS = np.linspace(-1.0, 1.0, 33)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A target, the line of all multiples of a column, and what the nearest of them is."""

    column: FloatArray  # (2,)
    target: FloatArray  # (2,)
    weight: float
    dot: FloatArray  # (2,) weight * column
    weights: FloatArray  # (n,) of other points of the line
    loss: FloatArray  # (n,) squared distances from the target to these
    across: bool

    @property
    def miss(self) -> float:
        return float(np.hypot(*(self.target - self.dot)))


def compute(*, column: str, y1: float, y2: float, across: bool) -> View:
    """Project (y1, y2) on the line, and measure how far all its points are."""
    u, target = np.array(COLUMNS[column], dtype=float), np.array([y1, y2])
    split = project(target, u)
    # as far to both sides as the axes are high
    reach = np.sqrt((HIGHEST - split.residual @ split.residual) / (u @ u))
    weights = split.coefficient + reach * STEPS
    loss = np.sum((target - weights[:, None] * u) ** 2, axis=1)
    return View(
        column=u, target=target, weight=split.coefficient, dot=split.image, weights=weights,
        loss=loss, across=across,
    )  # fmt: skip


def draw(fig: Figure, view: View) -> Artists:
    """The plane with the line, and the squared distance along it."""
    plane, right = fig.subplots(1, 2, width_ratios=(1.0, 1.1))
    plane.set(xlim=(-4.7, 4.7), ylim=(-4.7, 4.7), aspect="equal", xlabel="first entry")
    plane.set(ylabel="second entry", title="the line of all w · u", xticks=range(-4, 5, 2))
    plane.set(yticks=range(-4, 5, 2))
    (line,) = plane.plot([], [], color=BLUE, linewidth=1.0)
    (across,) = plane.plot([], [], color=GREEN, linewidth=1.4, linestyle=(0, (4, 3)))
    (corner,) = plane.plot([], [], color=GREEN, linewidth=1.2)
    (residual,) = plane.plot([], [], color=RED, linewidth=2.0)
    (column,) = plane.plot([], [], color=PURPLE, linewidth=2.6)
    name = plane.text(0, 0, "u", color=PURPLE, size=11, weight="bold", ha="center", va="center")
    (dot,) = plane.plot([], [], "o", color=GREEN, markersize=9)
    (target,) = plane.plot([], [], "o", color=INK, markersize=6)
    right.set(xlim=(-4, 4), ylim=(0, HIGHEST), xlabel="weight w")
    right.set_title("squared distance from target to w · u")
    (bowl,) = right.plot([], [], color=BLUE)
    (lift,) = right.plot([], [], color=RED, linewidth=2.0)
    (bottom,) = right.plot([], [], "o", color=GREEN, markersize=9, clip_on=False)
    right.axvline(0.0, color=MUTED, linewidth=0.6)
    return Artists(
        plane=plane, line=line, across=across, corner=corner, residual=residual, column=column,
        name=name, dot=dot, target=target, bowl=bowl, lift=lift, bottom=bottom,
    )  # fmt: skip


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Line, target and dot; on request all targets with this dot."""
    u, dot = view.column, view.dot
    unit = u / np.hypot(*u)
    side = np.array([-unit[1], unit[0]])
    artists.line.set_data(*np.array([-9 * unit, 9 * unit]).T)
    artists.column.set_data(*arrow(np.zeros(2), u).T)
    # beside the arrow, where the target is not
    away = -1.0 if side @ (view.target - dot) > -1e-9 else 1.0
    artists.name.set_position(0.6 * u + 0.5 * away * side)
    none = np.empty((0, 2))
    artists.across.set_data(
        *(np.array([dot - 9 * side, dot + 9 * side]) if view.across else none).T
    )
    corner = dot + 0.35 * np.array([unit, unit + side, side])
    artists.corner.set_data(*(corner if view.across else none).T)
    artists.residual.set_data(*np.array([dot, view.target]).T)
    artists.dot.set_data([dot[0]], [dot[1]])
    artists.target.set_data([view.target[0]], [view.target[1]])
    artists.bowl.set_data(view.weights, view.loss)
    artists.lift.set_data([view.weight] * 2, [0.0, view.miss**2])
    artists.bottom.set_data([view.weight], [view.miss**2])
    return [a for name, a in vars(artists).items() if name != "plane"]


def readout(view: View) -> str:
    """Where the dot is, and how far from the target."""
    y1, y2 = (number(v, "g") for v in view.target)
    d1, d2 = (number(v) for v in view.dot)
    w = number(view.weight)
    return (
        f"Target ({y1}, {y2}). The nearest point is {w} u = ({d1}, {d2}), at distance "
        f"{number(view.miss)}."
    )


def _isosceles(view: View) -> bool:
    return bool(
        np.allclose(view.column, [2, 1])
        and np.allclose(view.dot, [2, 1])
        and abs(view.miss - np.sqrt(5)) < 1e-9
    )


projection = Explorer(
    name="projection",
    title="The nearest point of a line",
    alt=(
        "Left: a plane with an arrow u, the line of all its multiples, a target that can be "
        "dragged, and the point of the line nearest to it, joined to it by a red segment; on "
        "request the line of all targets with this nearest point. Right: the squared distance "
        "from the target to each multiple, a parabola, with its lowest place."
    ),
    controls={
        "column": Choice(tuple(COLUMNS), default="(2, 1)", label="arrow u"),
        "y1": Slider(PLACES, default=2.0, label="target, first entry", format=".1f"),
        "y2": Slider(PLACES, default=1.0, label="target, second entry", format=".1f"),
        "across": Toggle(label="all targets with this point"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "on the line": {"column": "(2, 1)", "y1": 2.0, "y2": 1.0},
        "the mean of 3 and 1": {"column": "(1, 1)", "y1": 3.0, "y2": 1.0},
    },
    challenge=Challenge(
        text="With u = (2, 1): keep the nearest point at (2, 1), and bring the target as far from "
        "it as it is from the origin.",
        solved=_isosceles,
    ),
    pads=[Pad(x="y1", y="y2", axes="plane")],
    ghost=True,
    size=(7.2, 3.5),
)
