"""Five methods from one start, on a valley, a saddle and a ravine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.gradient_descent.figures.common import clipped, every
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Pad, Slider, Steps, linear
from mlcourse.explore.level_lines import level_lines
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE, RED
from mlcourse.optimize.adaptive_steps import adam, rmsprop
from mlcourse.optimize.descent import Descent, gradient_descent
from mlcourse.optimize.landscapes import ROSENBROCK, SADDLE
from mlcourse.optimize.momentum import heavy_ball, nesterov
from mlcourse.optimize.objectives import Objective, quadratic

__all__ = ["optimizers"]

N_STEPS = 100
EVERY = 5
X, Y = (-2.0, 2.0), (-1.0, 3.0)
MOMENTUM = 0.9
METHODS: dict[str, tuple[Callable[..., Descent], dict[str, float]]] = {
    "gradient descent": (gradient_descent, {}),
    "momentum": (heavy_ball, {"momentum": MOMENTUM}),
    "Nesterov": (nesterov, {"momentum": MOMENTUM}),
    "RMSProp": (rmsprop, {}),
    "Adam": (adam, {}),
}
COLOURS = {
    "gradient descent": BLUE,
    "momentum": ORANGE,
    "Nesterov": GREEN,
    "RMSProp": RED,
    "Adam": PURPLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Landscape:
    """What is minimised, where its minima are, what is drawn and each method's step size."""

    objective: Objective
    levels: tuple[float, ...]
    step_sizes: tuple[float, ...]


def _lifted(objective: Objective, by: float) -> Objective:
    """The same landscape, moved up along y into the axes that all share."""
    shift = np.array([0.0, by])
    return Objective(
        name=objective.name,
        fun=lambda p: objective.fun(p - shift),
        grad=lambda p: objective.grad(p - shift),
        hess=lambda p: objective.hess(p - shift),
        domain=objective.domain + shift[:, None],
        minima=objective.minima + shift,
    )


def _ravine() -> Objective:
    flat = np.array([np.cos(0.5), np.sin(0.5)])
    hess = 20.0 * np.eye(2) + (0.4 - 20.0) * np.outer(flat, flat)  # condition number 50
    return quadratic(hess, [0.6, 1.3])


# Step sizes among 1, 2, 3, 5 times powers of ten with a low mean log height after 100 steps over
# all starts; on the saddle, where nearly all of them reach the bottom, moderate ones.
LANDSCAPES = {
    "valley": Landscape(
        objective=ROSENBROCK,
        levels=(3.0, 15.0, 70.0, 250.0, 800.0, 1800.0),
        step_sizes=(0.001, 0.0005, 0.0005, 0.01, 0.3),
    ),
    "saddle": Landscape(
        objective=_lifted(SADDLE, 0.99),  # a start at y = 1 is just beside the ridge
        levels=(-0.2, -0.1, 0.0, 0.1, 0.4, 0.9, 1.6, 2.5),
        step_sizes=(0.1, 0.02, 0.02, 0.02, 0.1),
    ),
    "ravine": Landscape(
        objective=_ravine(),
        levels=(0.1, 0.5, 1.5, 4.0, 10.0, 20.0, 40.0),
        step_sizes=(0.05, 0.02, 0.02, 0.03, 0.3),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Five runs."""

    landscape: str
    start: tuple[float, float]
    runs: dict[str, Descent]
    gaps: dict[str, FloatArray]  # height above the lowest point of the landscape


def compute(*, landscape: str, start_x: float, start_y: float) -> View:
    """All five methods from the same start; momentum 0.9 where a method has it."""
    scene = LANDSCAPES[landscape]
    f = scene.objective
    start = (start_x, start_y)
    lowest = float(f.fun(f.minima[0]))
    runs = {}
    for (name, (method, options)), step_size in zip(METHODS.items(), scene.step_sizes, strict=True):
        runs[name] = method(f.fun, f.grad, start, step_size=step_size, max_steps=N_STEPS, **options)
    return View(
        landscape=landscape,
        start=start,
        runs=runs,
        gaps={name: run.value - lowest for name, run in runs.items()},
    )


@cache
def _levels(landscape: str) -> FloatArray:
    scene = LANDSCAPES[landscape]
    return level_lines(scene.objective.fun, scene.levels, x=X, y=Y, n=60)


def draw(fig: Figure, view: View) -> Artists:
    """The landscape with five paths, and the five heights."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.1))
    left.set(xlim=X, ylim=Y, xlabel="x", ylabel="y", title="paths: drag the start")
    right.set(xlim=(0, N_STEPS), ylim=(1e-6, 1e3), yscale="log", xlabel="step k")
    right.set(ylabel="height above the lowest point", title="height")
    artists = Artists(map=left)
    (artists.levels,) = left.plot([], [], color=MUTED, linewidth=0.6)
    (artists.minima,) = left.plot([], [], "+", color=INK, markersize=10, markeredgewidth=2)
    (artists.start,) = left.plot([], [], "o", color=INK, markersize=6)
    colours = list(COLOURS.values())
    for name, colour in COLOURS.items():
        right.plot([], [], color=colour, label=name)  # for the legend only
    # one collection for all five: a frame costs by the number of artists
    for panel, ax in (("paths", left), ("heights", right)):
        lines = LineCollection([], colors=colours, linewidths=1.2, alpha=0.75, zorder=2)
        setattr(artists, panel, ax.add_collection(lines, autolim=False))
        dots = ax.scatter([0.0] * 5, [1.0] * 5, s=36, c=colours, linewidths=0, zorder=3)
        setattr(artists, f"{panel}_now", dots)
    right.legend(loc="upper right", ncols=2, columnspacing=1.0, handlelength=1.2)
    return artists


def update(artists: Artists, view: View, *, step: int) -> Sequence[Artist]:
    """Whole paths stay in view; the dots move along them with the steps."""
    artists.levels.set_data(*_levels(view.landscape).T)
    artists.minima.set_data(*LANDSCAPES[view.landscape].objective.minima.T)
    artists.start.set_data(*[[coordinate] for coordinate in view.start])
    paths, heights, here, height_now = [], [], [], []
    for name in METHODS:
        x = clipped(view.runs[name].x, -6.0, 6.0)
        gap = np.clip(view.gaps[name], 1e-7, 1e6)
        shown, now = every(len(x), 41), min(step, len(x) - 1)
        paths.append(x[shown])
        heights.append(np.column_stack([shown, gap[shown]]))
        here.append(x[now])
        height_now.append((now, gap[now]))
    artists.paths.set_segments(paths)
    artists.heights.set_segments(heights)
    artists.paths_now.set_offsets(here)
    artists.heights_now.set_offsets(height_now)
    return [
        artists.levels,
        artists.minima,
        artists.start,
        artists.paths,
        artists.heights,
        artists.paths_now,
        artists.heights_now,
    ]


def readout(view: View, *, step: int) -> str:
    """Heights of all five, lowest first."""
    at = {name: float(gap[min(step, len(gap) - 1)]) for name, gap in view.gaps.items()}
    ranked = ", ".join(f"{name} {height:.2g}" for name, height in sorted(at.items(), key=_height))
    return f"Step {step}, height above the lowest point: {ranked}"


def _height(item: tuple[str, float]) -> float:
    return item[1]


def _plain_wins(view: View, *, step: int) -> bool:
    last = {name: float(gap[-1]) for name, gap in view.gaps.items()}
    return min(last, key=lambda name: last[name]) == "gradient descent" and step == N_STEPS


optimizers = Explorer(
    name="optimizers",
    title="Five methods, one start",
    alt=(
        "Level lines of a landscape, a bent valley, a saddle or a straight ravine, with the "
        "paths of gradient descent, momentum, Nesterov's method, RMSProp and Adam from one "
        "start that can be dragged, and their heights above the lowest point on a log scale. "
        "Momentum swings past the floor of the valley and is fast along it; RMSProp and Adam "
        "move equally far in steep and flat directions and leave a saddle early; none of them "
        "is lowest everywhere."
    ),
    controls={
        "landscape": Choice(tuple(LANDSCAPES), label="landscape"),
        "start_x": Slider(linear(-1.8, 1.8, 6), default=-1.08, label="start x"),
        "start_y": Slider(linear(-0.8, 2.8, 7), default=1.0, label="start y"),
        "step": Steps(range(0, N_STEPS + 1, EVERY), default=40, label="step k", milliseconds=150),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "valley": {"landscape": "valley", "start_x": -1.08, "start_y": 1.0, "step": 100},
        "beside the ridge": {"landscape": "saddle", "start_x": 1.08, "start_y": 1.0, "step": 40},
        "ravine": {"landscape": "ravine", "start_x": -1.08, "start_y": 2.2, "step": 60},
    },
    challenge=Challenge(
        text="Find a start from which plain gradient descent ends lowest of all five, "
        "and play it to the last step.",
        solved=_plain_wins,
    ),
    pads=[Pad(x="start_x", y="start_y", axes="map")],
)
