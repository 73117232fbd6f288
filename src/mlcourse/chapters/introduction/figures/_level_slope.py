"""Calculus: the loss of lines through the middle point, and the slope of that loss."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from mlcourse.explore.style import BLUE, INK, MUTED, PURPLE

__all__ = ["level_slope"]

SLOPES = (*range(11), 10.73, *range(11, 17))
TANGENT = 1.6  # how far a tangent reaches to both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A line through the middle point, its loss, and how fast the loss changes."""

    slope: float
    loss: float
    change: float


def loss_and_change(slope: float) -> tuple[float, float]:
    """Mean squared miss, and its derivative, of the line with that slope."""
    x, y = eruptions() - eruptions().mean(), waits() - waits().mean()
    miss = y - slope * x
    return float((miss**2).mean()), float(-2 * (miss * x).mean())


def compute(*, slope: float) -> View:
    """The loss here, and its slope."""
    loss, change = loss_and_change(slope)
    return View(slope=slope, loss=loss, change=change)


def _travelled(last: float) -> FloatArray:
    """The stops from 0 up to the last one."""
    return np.array([s for s in SLOPES if s <= last])


def draw(fig: Figure, view: View) -> Artists:
    """The data, the loss as far as one has come, and its slope below."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1, 1.1), height_ratios=(1.25, 1.0))
    data = fig.add_subplot(grid[:, 0])
    top, bottom = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    add_data(data, left=1.0)
    data.set_title("a line through the middle")
    ends = (-0.5, SLOPES[-1] + 0.5)
    top.set(xlim=ends, ylim=(0, 215), ylabel="loss, minutes²")
    for ax in (top, bottom):
        ax.set_xticks(range(0, 17, 4))
    top.set_title("mean squared miss, and its tangent")
    bottom.set(xlim=ends, ylim=(-34, 23), xlabel="slope of the line", ylabel="steepness")
    bottom.set_yticks([-20, 0, 20])
    bottom.set_title("steepness of the tangent")
    bottom.axhline(0, color=MUTED, linewidth=0.8)
    (curve,) = top.plot([], [], color=BLUE, linewidth=1.4)
    (tangent,) = top.plot([], [], color=PURPLE, linewidth=1.8)
    (here,) = top.plot([], [], "o", color=INK, markersize=6)
    (trail,) = bottom.plot([], [], "o", color=PURPLE, markersize=3.6)
    (now,) = bottom.plot([], [], "o", color=INK, markersize=6)
    artists = add_line(data)
    artists.__dict__.update(curve=curve, tangent=tangent, here=here, trail=trail, now=now)
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The line, the curve up to here, and the tangent."""
    fine = np.linspace(0, view.slope, 40)
    artists.curve.set_data(fine, [loss_and_change(s)[0] for s in fine])
    reach = np.array([-TANGENT, TANGENT])
    artists.tangent.set_data(view.slope + reach, view.loss + view.change * reach)
    artists.here.set_data([view.slope], [view.loss])
    stops = _travelled(view.slope)
    artists.trail.set_data(stops, [loss_and_change(s)[1] for s in stops])
    artists.now.set_data([view.slope], [view.change])
    moved = move_line(artists, height=waits().mean(), slope=view.slope, at=eruptions().mean())
    return [*moved, artists.curve, artists.tangent, artists.here, artists.trail, artists.now]


def readout(view: View) -> str:
    """The loss, and what the tangent says."""
    if abs(view.change) < 0.05:
        way = "is level"
    else:
        way = "falls" if view.change < 0 else "rises"
        way += f" by {abs(view.change):.1f} for each further unit of slope"
    return f"Slope {view.slope:g}: loss {view.loss:.1f} minutes²; the tangent {way}."


level_slope = Explorer(
    name="level_slope",
    title="Where is the loss level?",
    alt=(
        "Left: the eruptions and a line through the middle point of the data. Right, above: the "
        "mean squared miss against the slope of the line, drawn from slope 0 as far as the "
        "slope is set, with its tangent. Right, below: the steepness of the tangents so far."
    ),
    controls={"slope": Slider(SLOPES, default=0, label="slope of the line", format="g")},
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.2, 3.9),
)
