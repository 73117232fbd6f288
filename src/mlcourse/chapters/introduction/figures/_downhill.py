"""Optimization: gradient descent on the two parameters of a line, without a map."""

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
from mlcourse.explore import Artists, Choice, Explorer, Steps
from mlcourse.explore.level_lines import level_lines
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER
from mlcourse.optimize.descent import gradient_descent

__all__ = ["downhill"]

MIDDLE_NAME = "in the middle"
LEFT_NAME = "at 0 minutes"
CLOCK = (*range(11), 15, 20, 30, 50, 75, 100, 150, 200, 300, 400, 500, 700, 1000)
START = (90.0, 0.0)  # height and slope: too high, and flat
NEAR = 6.0  # a typical miss that counts as arrived


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """A run of gradient descent, and the typical miss on its way."""

    at: float
    step_size: float
    path: FloatArray  # (n + 1, 2) heights and slopes
    typical: FloatArray  # (n + 1,)


def _loss(at: float, lines: FloatArray) -> FloatArray:
    """Mean squared miss of lines, the last axis of which is (height, slope)."""
    x, y = eruptions() - at, waits()
    mean, square = x.mean(), (x**2).mean()
    h, s = lines[..., 0], lines[..., 1]
    constant = (y**2).mean() - 2 * h * y.mean() - 2 * s * (x * y).mean()
    return np.asarray(constant + h**2 + 2 * h * s * mean + s**2 * square)


@cache
def _run(at: float) -> View:
    features = np.column_stack([np.ones(waits().size), eruptions() - at])
    hessian = 2 * features.T @ features / len(features)
    step = float(1 / np.linalg.eigvalsh(hessian)[-1])  # half of the limit
    run = gradient_descent(
        lambda line: _loss(at, line),
        lambda line: 2 * features.T @ (features @ line - waits()) / len(features),
        START,
        step_size=step,
        max_steps=CLOCK[-1],
    )
    path = np.vstack([run.x, np.tile(run.x[-1], (CLOCK[-1] + 1 - len(run.x), 1))])
    return View(at=at, step_size=step, path=path, typical=np.sqrt(_loss(at, path)))


def compute(*, at: str) -> View:
    """The run with the height measured at 0 minutes or in the middle."""
    return _run(0.0 if at == LEFT_NAME else float(eruptions().mean()))


@cache
def _levels(at: float) -> FloatArray:
    squares = [typical**2 for typical in (6.5, 10.0, 15.0, 20.0, 30.0)]
    return level_lines(lambda lines: _loss(at, lines), squares, x=(20, 105), y=(-9, 19), n=60)


def draw(fig: Figure, view: View) -> Artists:
    """The plane of lines, the eruptions, and the typical miss step by step."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1, 1.1), height_ratios=(1.7, 1.0))
    plane = fig.add_subplot(grid[0, 0])
    data = fig.add_subplot(grid[:, 1])
    curve = fig.add_subplot(grid[1, 0])
    plane.set(xlim=(20, 105), ylim=(-9, 19), xlabel="height", ylabel="slope")
    plane.set_title("the walk, seen from above")
    (levels,) = plane.plot([], [], color=MUTED, linewidth=0.7)
    (path,) = plane.plot([], [], "o-", color=BLUE, linewidth=1.0, markersize=2.2)
    (here,) = plane.plot([], [], "o", color=ORANGE, markersize=8, markeredgecolor=PAPER)
    curve.set(xlim=(-0.05, 3.05), ylim=(4, 25), xlabel="step k", ylabel="minutes")
    ticks = (0, 1, 3, 10, 30, 100, 300, 1000)
    curve.set_xticks(np.log10(np.array(ticks) + 1), [f"{k:,}" for k in ticks])
    curve.set_title("typical miss (thin: the other run)")
    curve.axhline(NEAR, color=GREEN, linewidth=0.9, linestyle="--")
    (other,) = curve.plot([], [], color=MUTED, linewidth=1.0)
    (typical,) = curve.plot([], [], color=BLUE)
    (now,) = curve.plot([], [], "o", color=INK, markersize=5)
    add_data(data)
    data.set_title("the line after step k")
    artists = add_line(data)
    artists.__dict__.update(levels=levels, path=path, here=here)
    artists.__dict__.update(typical=typical, now=now, other=other)
    return artists


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """Path, line and typical miss up to step k."""
    so_far = view.path[: k + 1]
    artists.levels.set_data(*_levels(view.at).T)
    artists.path.set_data(*so_far.T)
    artists.here.set_data(*so_far[-1:].T)
    artists.typical.set_data(np.log10(np.arange(k + 1) + 1), view.typical[: k + 1])
    rival = _run(0.0 if view.at else float(eruptions().mean()))
    artists.other.set_data(np.log10(np.arange(k + 1) + 1), rival.typical[: k + 1])
    artists.now.set_data([np.log10(k + 1)], [view.typical[k]])
    moved = move_line(artists, height=so_far[-1, 0], slope=so_far[-1, 1], at=view.at)
    return [
        *moved,
        artists.levels,
        artists.path,
        artists.here,
        artists.other,
        artists.typical,
        artists.now,
    ]


def readout(view: View, *, k: int) -> str:
    """Where the walk is."""
    height, slope = view.path[k]
    arrived = int(np.argmax(view.typical < NEAR))
    since = f" Below {NEAR:g} since step {arrived:,}." if k >= arrived else ""
    return (
        f"After {k:,} step{'s' if k != 1 else ''} of size {view.step_size:.3g}: height "
        f"{height:.1f}, slope {slope:.2f}, typical miss {view.typical[k]:.2f} minutes.{since}"
    )


downhill = Explorer(
    name="downhill",
    title="Walking down without a map",
    alt=(
        "Gradient descent from a flat line that is too high. Left, above: its path in the plane "
        "of heights and slopes, on level lines of the loss. Left, below: the typical miss after "
        "each step, with a dashed line at 6 minutes, and as a thin line that of the run with the "
        "height measured at the other place. Right: the eruptions and the line so far."
    ),
    controls={
        "at": Choice([LEFT_NAME, MIDDLE_NAME], label="height measured"),
        "k": Steps(CLOCK, default=0, label="step k", milliseconds=350),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.2, 4.3),
)
