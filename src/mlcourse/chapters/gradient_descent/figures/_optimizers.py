"""Five methods from one start, in a bent valley and beside a saddle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mlcourse._check import FloatArray, IntArray
from mlcourse.chapters.gradient_descent.figures.common import clipped
from mlcourse.chapters.gradient_descent.figures.grounds import LANDSCAPES, LOW, METHODS, RIDGE, X, Y
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Pad, Slider, Steps, linear
from mlcourse.explore.level_lines import ground_below, level_lines
from mlcourse.explore.lines import seen, so_far
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER, PURPLE
from mlcourse.optimize.descent import Descent

__all__ = ["optimizers"]

N_STEPS = 100
CLOCK = (0, 1, 2, 3, 5, 8, 12, 18, 27, 40, 65, 100)
OFF = 0.5  # from the ridge: a run has left it
SHADE = 0.06  # opacity of the ground below one level
UNIT = 60.0  # points of the page that a unit of x or y takes, about
UNSEEN = 0.6  # a shift in points that a line this thick hides
WIDE, TALL = 230.0, 190.0  # points that the heights take, about
LOWEST, HIGHEST = 1e-6, 1e2  # of the axis of heights
SYMBOLS = {"step_size": "α", "momentum": "β", "decay": "β₂", "mean_decay": "β₁"}
NAME_PLACES = ((0, 17), (97, 17), (164, 17), (0, 4), (60, 4))  # in points, above the map
COLOURS = {
    "gradient descent": BLUE,
    "momentum": ORANGE,
    "Nesterov": GREEN,
    "RMSProp": INK,
    "Adam": PURPLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Five runs."""

    landscape: str
    start: tuple[float, float]
    runs: dict[str, Descent]
    gaps: dict[str, FloatArray]  # height above the lowest point of the landscape
    paths: dict[str, FloatArray]  # (n + 1, 2) as drawn
    heights: dict[str, FloatArray]  # (n + 1, 2) step, and height as drawn
    path_places: dict[str, IntArray]  # of the points that the lines need
    height_places: dict[str, IntArray]


def compute(*, landscape: str, start_x: float, start_y: float) -> View:
    """All five methods from the same start, each with its settings for the landscape."""
    scene = LANDSCAPES[landscape]
    f = scene.objective
    start = (start_x, start_y)
    lowest = float(f.fun(f.minima[0]))
    runs = {
        name: method(f.fun, f.grad, start, max_steps=N_STEPS, **settings)
        for (name, method), settings in zip(METHODS.items(), scene.settings, strict=True)
    }
    gaps = {name: run.value - lowest for name, run in runs.items()}
    paths, heights, path_places, height_places = {}, {}, {}, {}
    for name, run in runs.items():
        paths[name] = clipped(run.x, -6.0, 6.0)
        height = np.clip(gaps[name], LOWEST / 10, 10 * HIGHEST)
        k = np.arange(len(height))
        heights[name] = np.column_stack([k, height])
        share = np.log(height) / np.log(HIGHEST / LOWEST)
        page = np.column_stack([WIDE * k / N_STEPS, TALL * share])
        path_places[name] = seen(UNIT * paths[name], UNSEEN)
        height_places[name] = seen(page, UNSEEN)
    return View(
        landscape=landscape,
        start=start,
        runs=runs,
        gaps=gaps,
        paths=paths,
        heights=heights,
        path_places=path_places,
        height_places=height_places,
    )


@cache
def _levels(landscape: str) -> FloatArray:
    """Fine enough for the narrow valley, and then only the points that are seen."""
    scene = LANDSCAPES[landscape]
    lines = level_lines(scene.objective.fun, scene.levels, x=X, y=Y, n=300)
    gaps = np.flatnonzero(np.isnan(lines[:, 0]))
    pieces = []
    for piece in np.split(lines, gaps):
        points = piece[~np.isnan(piece[:, 0])]
        if len(points) > 1:
            pieces += [points[seen(UNIT * points, 0.2)], np.full((1, 2), np.nan)]
    return np.concatenate(pieces)


@cache
def _low_ground(landscape: str) -> list[FloatArray]:
    """The ground below each level, with only the points that are seen."""
    scene = LANDSCAPES[landscape]
    pieces = ground_below(scene.objective.fun, scene.levels, x=X, y=Y, n=160)
    return [piece[seen(UNIT * piece, 0.4)] for piece in pieces]


def _told(name: str, settings: dict[str, float]) -> str:
    return f"{name}: " + ", ".join(f"{SYMBOLS[key]} {value:g}" for key, value in settings.items())


def draw(fig: Figure, view: View) -> Artists:
    """The landscape with five paths; the settings of the methods above their heights."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.0, 1.1), height_ratios=(0.5, 1.0))
    left = fig.add_subplot(grid[:, 0])
    top, right = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    left.set(xlim=X, ylim=Y, xlabel="x", ylabel="y")
    left.set_title("paths: drag the start", pad=32)
    right.set(xlim=(-2, N_STEPS + 2), ylim=(LOWEST, HIGHEST), yscale="log", xlabel="step k")
    right.set(yticks=(1e-6, 1e-4, 1e-2, 1.0, 1e2))
    right.set_ylabel("height above the lowest", size=9)
    right.minorticks_off()
    top.set(xlim=(0, 1), ylim=(0, 1), title="each with the best of 24 settings")
    top.set_axis_off()
    artists = Artists(map=left)
    artists.ground = left.add_collection(
        PolyCollection([], facecolors=[(*to_rgb(BLUE), SHADE)], linewidths=0, zorder=0),
        autolim=False,
    )
    (artists.levels,) = left.plot([], [], color=MUTED, linewidth=0.6)
    (artists.minima,) = left.plot([], [], "+", color=INK, markersize=10, markeredgewidth=2)
    (artists.start,) = left.plot([], [], "o", color=INK, markersize=6)
    colours = list(COLOURS.values())
    for (name, colour), place in zip(COLOURS.items(), NAME_PLACES, strict=True):
        left.annotate(name, (0, 1), place, "axes fraction", "offset points", color=colour, size=9.5)
    for k, colour in enumerate(colours):
        note = top.text(0.02, 0.88 - 0.21 * k, "", color=colour, size=9, va="center")
        setattr(artists, f"note{k}", note)
    artists.leader = left.text(
        0.98, 0.03, "", transform=left.transAxes, ha="right", size=9.5, zorder=5,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5},
    )  # fmt: skip
    # a line for each: a line that grows costs what is new in it, five in one all that follows
    for panel, ax in (("paths", left), ("heights", right)):
        lines = [ax.plot([], [], color=colour, alpha=0.85)[0] for colour in colours]
        setattr(artists, panel, lines)
    artists.heads = left.scatter(
        np.zeros(5), np.zeros(5), 30, colours, edgecolors=PAPER, linewidths=0.8, zorder=4
    )
    (artists.first,) = right.plot([], [], "o", color=INK, markersize=6)
    return artists


def update(artists: Artists, view: View, *, step: int) -> Sequence[Artist]:
    """The paths and heights up to the step."""
    scene = LANDSCAPES[view.landscape]
    artists.ground.set_verts(_low_ground(view.landscape))
    artists.levels.set_data(*_levels(view.landscape).T)
    artists.minima.set_data(*scene.objective.minima.T)
    artists.start.set_data(*[[coordinate] for coordinate in view.start])
    words = []
    for k, (name, settings) in enumerate(zip(METHODS, scene.settings, strict=True)):
        words.append(getattr(artists, f"note{k}"))
        words[-1].set_text(_told(name, settings))
    heads = []
    for name, path, height in zip(METHODS, artists.paths, artists.heights, strict=True):
        now = min(step, len(view.paths[name]) - 1)
        path.set_data(*view.paths[name][so_far(view.path_places[name], now)].T)
        height.set_data(*view.heights[name][so_far(view.height_places[name], now)].T)
        heads.append(view.paths[name][now])
    artists.heads.set_offsets(heads)
    # where all five begin, before their lines do
    artists.first.set_data(*view.heights[name][: int(step == 0)].T)
    leader = min(METHODS, key=_heights(view, step).__getitem__)
    artists.leader.set(text=f"lowest: {leader}" if step else "", color=COLOURS[leader])
    return [
        artists.ground,
        artists.levels,
        artists.minima,
        artists.start,
        *words,
        *artists.paths,
        artists.heads,
        artists.leader,
        *artists.heights,
        artists.first,
    ]


def _heights(view: View, step: int) -> dict[str, float]:
    """By method: how high above the lowest point it is at the step."""
    return {name: float(gap[min(step, len(gap) - 1)]) for name, gap in view.gaps.items()}


def _first(view: View, step: int, reached: Callable[[str], NDArray[np.bool_]]) -> str:
    """Which method was first, up to the step, to reach something, and when."""
    at = {}
    for name in METHODS:
        places = np.flatnonzero(reached(name)[: step + 1])
        if len(places):
            at[name] = int(places[0])
    if not at:
        return "none yet"
    soonest = min(at.values())
    return f"{' and '.join(name for name in at if at[name] == soonest)} (step {soonest})"


def _ranked(heights: dict[str, float]) -> str:
    """Lowest first, to two digits without a power of ten; those too low to be told are joined."""
    low = [name for name, height in heights.items() if height < LOWEST]
    if len(low) == len(heights):
        return "all under 0.000001"
    told = [f"{' and '.join(low)} under 0.000001"] if low else []
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        if name not in low:
            told.append(f"{name} {np.format_float_positional(float(f'{height:.2g}'), trim='-')}")
    return ", ".join(told)


def readout(view: View, *, step: int) -> str:
    """Heights of all five, lowest first; who was first at what, so far."""
    text = f"Step {step}. Heights: {_ranked(_heights(view, step))}. "
    if view.landscape == "saddle" and abs(view.start[1] - RIDGE) < OFF:
        off = _first(view, step, lambda name: abs(view.runs[name].x[:, 1] - RIDGE) > OFF)
        text += f"First off the ridge: {off}. "
    return text + f"First below 0.0001: {_first(view, step, lambda name: view.gaps[name] < LOW)}."


def _adam_wins(view: View, *, step: int) -> bool:
    last = _heights(view, N_STEPS)
    return (
        view.landscape == "valley"
        and min(last, key=last.__getitem__) == "Adam"
        and (step == N_STEPS)
    )


optimizers = Explorer(
    name="optimizers",
    title="Five methods, one start",
    alt=(
        "Level lines of a landscape, a bent valley or a saddle, low ground tinted, with the "
        "paths of gradient descent, momentum, Nesterov's method, RMSProp and Adam from one "
        "start that can be dragged, and their heights above the lowest point on a log scale, up "
        "to the present step; the settings of each method are written beside."
    ),
    controls={
        "landscape": Choice(tuple(LANDSCAPES), label="landscape"),
        "start_x": Slider(linear(-1.75, 1.75, 15), default=-1.0, label="start x"),
        "start_y": Slider(linear(-0.75, 2.75, 15), default=1.0, label="start y"),
        "step": Steps(CLOCK, default=0, label="step k", milliseconds=300),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "valley": {"landscape": "valley", "start_x": -1.0, "start_y": 1.0, "step": 0},
        "beside the ridge": {"landscape": "saddle", "start_x": 1.0, "start_y": 1.0, "step": 0},
    },
    challenge=Challenge(
        text="In the valley, find a start from which Adam ends lowest of all five, and play it to "
        "the last step.",
        solved=_adam_wins,
    ),
    pads=[Pad(x="start_x", y="start_y", axes="map")],
)
