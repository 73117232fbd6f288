"""Linear algebra: waits, predictions and misses as three arrows of one triangle.

Each list of 272 numbers, less its mean, is an arrow in 272 dimensions; that of the waits and that
of the eruptions span a plane, in which the predictions and the misses lie, too.  Divided by the
root of 272, the length of an arrow is the standard deviation of its list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.introduction.figures.geyser import (
    add_data,
    add_line,
    eruptions,
    move_line,
    waits,
)
from mlcourse.explore import Artists, Explorer, Slider
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE

__all__ = ["right_angle"]

SLOPES = (*range(11), 10.73, *range(11, 17))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The tips of two arrows in their plane, and the angle between misses and predictions."""

    slope: float
    waits: tuple[float, float]
    predictions: float  # along the direction of the eruptions
    misses: float
    angle: float  # degrees


@cache
def _plane() -> tuple[float, tuple[float, float]]:
    """The length of the eruptions' arrow, and the tip of the waits' beside it."""
    x, y = eruptions() - eruptions().mean(), waits() - waits().mean()
    length = float(x.std())
    along = float((x * y).mean() / length)
    return length, (along, float(np.sqrt(y.var() - along**2)))


def compute(*, slope: float) -> View:
    """The triangle of a line through the middle point."""
    length, tip = _plane()
    foot = slope * length
    gap = (tip[0] - foot, tip[1])
    return View(
        slope=slope,
        waits=tip,
        predictions=foot,
        misses=float(np.hypot(*gap)),
        angle=float(np.degrees(np.arctan2(gap[1], gap[0]))),
    )


def _arrow(tail: Sequence[float], tip: Sequence[float], size: float = 0.55) -> FloatArray:
    """A line with a head, as one path."""
    a, b = np.asarray(tail, dtype=float), np.asarray(tip, dtype=float)
    length = float(np.hypot(*(b - a)))
    if length < 1e-9:
        return np.array([a, b])
    along = (b - a) / length * min(size, length)
    across = np.array([-along[1], along[0]]) * 0.45
    return np.array([a, b, b - along + across, b, b - along - across])


def draw(fig: Figure, view: View) -> Artists:
    """The triangle first; the data with bars for both spreads."""
    arrows, data = fig.subplots(1, 2, width_ratios=(1.3, 1.0))
    arrows.set(xlim=(-0.8, 19.5), ylim=(-3.5, 13), aspect="equal")
    arrows.set(xlabel="in the direction of the eruptions", ylabel="across it")
    arrows.set_xticks(range(0, 16, 5))
    arrows.set_title("lists of 272 numbers as arrows")
    arrows.axhline(0, color=MUTED, linewidth=0.8)
    arrows.plot(*_arrow((0, 0), view.waits).T, color=INK, linewidth=1.6, zorder=3)
    (fit,) = arrows.plot([], [], color=BLUE, linewidth=2.6)
    (miss,) = arrows.plot([], [], color=ORANGE, linewidth=3)
    (corner,) = arrows.plot([], [], color=INK, linewidth=1.0)
    along, up = view.waits
    arrows.text(along / 2 - 0.4, up / 2 + 0.5, "waits", color=INK, ha="right")
    fit_name = arrows.text(0, -1.7, "", color=BLUE, ha="center")
    miss_name = arrows.text(0, 0, "misses", color=ORANGE)
    add_data(data, left=0.9)
    data.set_title("the line, and both spreads")
    middle, spread = waits().mean(), waits().std()
    data.plot([1.05, 1.05], [middle - spread, middle + spread], color=INK, linewidth=4)
    (bar,) = data.plot([], [], color=BLUE, linewidth=4)
    data.text(1.0, 102, "bars: waits,", color=INK, size=9, va="top")
    data.text(1.0, 97.5, "predictions", color=BLUE, size=9, va="top")
    artists = add_line(data)
    artists.__dict__.update(fit=fit, miss=miss, bar=bar, corner=corner)
    artists.__dict__.update(fit_name=fit_name, miss_name=miss_name)
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The arrows of predictions and misses, the line and its bar."""
    artists.fit.set_data(*_arrow((0, 0), (view.predictions, 0)).T)
    # without predictions the misses are the waits: drawn beside them, not upon them
    beside = np.array([0.2, -0.4]) if view.predictions == 0 else np.zeros(2)
    artists.miss.set_data(*(_arrow((view.predictions, 0), view.waits) + beside).T)
    side = 0.7 if abs(view.angle - 90) < 0.5 else 0.0  # a square corner says that it is right
    corner = view.predictions - side * np.array([0, 1, 1]), side * np.array([1, 1, 0])
    artists.corner.set_data(*(corner if side else ([], [])))
    artists.fit_name.set_text("predictions" if view.predictions else "")
    artists.fit_name.set_position((max(view.predictions / 2, 2.5), -1.7))
    artists.miss_name.set_position(
        ((view.predictions + view.waits[0]) / 2 + 1.1, view.waits[1] / 2 - 0.6)
    )
    middle = waits().mean()
    artists.bar.set_data([1.2, 1.2], [middle - view.predictions, middle + view.predictions])
    moved = move_line(artists, height=middle, slope=view.slope, at=eruptions().mean())
    return [
        *moved,
        artists.fit,
        artists.miss,
        artists.corner,
        artists.fit_name,
        artists.miss_name,
        artists.bar,
    ]


def readout(view: View) -> str:
    """The lengths of the arrows, and the angle."""
    return (
        f"Spread of the waits {np.hypot(*view.waits):.2f}, of the predictions "
        f"{view.predictions:.2f}; length of the misses {view.misses:.2f}, "
        f"at {view.angle:.0f}° to the line of all predictions."
    )


right_angle = Explorer(
    name="right_angle",
    title="How much do the predictions spread?",
    alt=(
        "Left: the waits as a fixed arrow, the predictions of a line as an arrow of variable "
        "length in the direction of the eruptions, and the misses as the arrow that joins their "
        "tips; a right angle gets a square corner. Right: the eruptions with the line; two bars "
        "show how far the waits and the predictions spread."
    ),
    controls={"slope": Slider(SLOPES, default=0, label="slope of the line", format="g")},
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.2, 3.6),
)
