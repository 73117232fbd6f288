"""A bowl that is stretched and turned: where its slope is small, and what better units mend."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray, IntArray
from mlcourse.chapters.optimization.figures.clock import at
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps, linear, log
from mlcourse.explore.lines import arrow, seen, so_far
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE
from mlcourse.optimize.descent import gradient_descent
from mlcourse.optimize.objectives import bowl, quadratic

__all__ = ["conditioning"]

GIVEN, SCALED = "as given", "scaled by each axis's curvature"
TOLERANCE = 0.01
NEAR = 0.01  # the distance that the reader may want
START = (2.0, 1.0)  # along the flat and the steep axis
LEVELS = (0.15, 0.45, 0.9, 1.5)  # half widths of the level lines along the steep axis
CLOCK = (0, 1, 2, 3, 5, 8, 13, 20, 29, 40, 51, 69, 100, 160, 250, 400, 528, 800, 1300, 2100,
         3300, 5296, 7000)  # fmt: skip
HALF = 2.6  # of the map
LOWEST, HIGHEST = 1e-4, 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The bowl in the units that were chosen, and the descent with steps 1/L in it."""

    asked: tuple[float, float, str]  # condition number, angle, units
    kappa: float  # in these units
    axes: FloatArray  # (2, 2) rows: flat and steep direction, of length one
    x: FloatArray  # (n + 1, 2)
    path_places: IntArray
    distance: FloatArray
    slope: FloatArray
    curve_places: IntArray
    stop: int | None  # the first step with a slope below the tolerance


def _hessian(condition_number: float, angle: float, units: str) -> tuple[FloatArray, FloatArray]:
    """The Hessian with largest curvature 1, and by how much each coordinate is stretched."""
    h = bowl(condition_number, angle=np.deg2rad(angle)).hess(np.zeros(2)) / condition_number
    stretch = np.ones(2)
    if units == SCALED:
        stretch = np.sqrt(np.diag(h))
        h = h / np.outer(stretch, stretch)
        largest = np.linalg.eigvalsh(h)[-1]  # the map is drawn so that this is 1, too
        h, stretch = h / largest, stretch * np.sqrt(largest)
    return h, stretch


@lru_cache(maxsize=8)
def compute(*, condition_number: float, angle: float, units: str) -> View:
    """Gradient descent with steps 1/L from the same place of the same bowl."""
    h, stretch = _hessian(condition_number, angle, units)
    turn = np.deg2rad(angle)
    flat, steep = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    start = stretch * (START[0] * flat + START[1] * steep)
    f = quadratic(h, np.zeros(2))
    run = gradient_descent(f.fun, f.grad, start, step_size=1.0, max_steps=CLOCK[-1], tol=1e-6)
    distance = np.linalg.norm(run.x, axis=1)
    values, vectors = np.linalg.eigh(h)
    low = np.flatnonzero(run.gradient_norm < TOLERANCE)
    k = np.arange(len(run.x))
    page = [
        np.column_stack([55.0 * at(k), 40.0 * np.log10(np.maximum(curve, LOWEST / 10))])
        for curve in (distance, run.gradient_norm)
    ]
    return View(
        asked=(condition_number, angle, units),
        kappa=float(values[1] / values[0]),
        axes=vectors.T,
        x=run.x,
        path_places=seen(50.0 * run.x, 0.3),
        distance=distance,
        slope=run.gradient_norm,
        curve_places=np.union1d(seen(page[0], 0.4), seen(page[1], 0.4)),
        stop=int(low[0]) if len(low) else None,
    )


def _ellipse(view: View, flat: float, steep: float) -> FloatArray:
    """A closed curve with these half axes, as far as the map can show it."""
    reach = min(flat, 2.0 * HALF)
    along = reach * np.sin(np.linspace(-0.5 * np.pi, 0.5 * np.pi, 25))
    across = steep * np.sqrt(np.maximum(1.0 - (along / flat) ** 2, 0.0))
    side = along[:, None] * view.axes[0]
    up = across[:, None] * view.axes[1]
    pieces = [side + up, (side - up)[::-1], (side + up)[:1]]
    return np.concatenate(pieces)


def draw(fig: Figure, view: View) -> Artists:
    """The bowl from above, and distance and slope against the step."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.15))
    left.set(xlim=(-HALF, HALF), ylim=(-HALF, HALF), aspect="equal", xticks=[], yticks=[])
    left.set_title("the bowl from above", pad=18)
    told = left.text(0.0, 1.03, "", color=GREEN, size=9.5, transform=left.transAxes)
    (levels,) = left.plot([], [], color=MUTED, linewidth=0.6)
    (region,) = left.fill(
        [0], [0], facecolor=GREEN, edgecolor=GREEN, linewidth=3.0, alpha=0.85, zorder=6
    )  # a small one lies on the head
    left.plot(0, 0, "+", color=INK, markersize=11, markeredgewidth=2, zorder=4)
    (path,) = left.plot([], [], color=BLUE, linewidth=1.4)
    (down,) = left.plot([], [], color=ORANGE, linewidth=1.8)
    (head,) = left.plot([], [], "o", color=INK, markersize=6, zorder=5)
    ticks = [0, 1, 10, 100, 1000, 7000]
    right.set(xlim=(at(0) - 0.1, at(CLOCK[-1]) + 0.1), ylim=(LOWEST, HIGHEST), yscale="log")
    right.set(xticks=at(np.array(ticks)), xlabel="step k")
    right.set_xticklabels([f"{k:,}" for k in ticks])
    right.set_yticks([1e-4, 1e-2, 1.0])
    right.minorticks_off()
    right.set_title("how far, and how steep", pad=18)
    right.axhline(TOLERANCE, color=GREEN, linewidth=1.0, linestyle="--")
    (distance,) = right.plot([], [], color=MUTED, linewidth=2.4, alpha=0.7)
    (slope,) = right.plot([], [], color=ORANGE)
    heads = right.scatter([0, 0], [1, 1], 25, [MUTED, ORANGE], zorder=3)
    (stop,) = right.plot([], [], "s", color=GREEN, fillstyle="none", markersize=9,
                         markeredgewidth=2)  # fmt: skip
    for place, name, colour in ((0.0, "slope", ORANGE), (0.16, "distance left", MUTED),
                                (0.52, "here it stops", GREEN)):  # fmt: skip
        right.text(place, 1.03, name, color=colour, size=9.5, transform=right.transAxes)
    return Artists(
        levels=levels, region=region, told=told, path=path, down=down, head=head,
        distance=distance, slope=slope, heads=heads, stop=stop,
    )  # fmt: skip


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """The bowl, the region of small slope, and the run up to step k."""
    now = min(k, len(view.x) - 1)
    gap = np.full((1, 2), np.nan)
    lines = [
        part
        for width in LEVELS
        for part in (_ellipse(view, width * np.sqrt(view.kappa), width), gap)
    ]
    artists.levels.set_data(*np.concatenate(lines).T)
    stopped = view.stop is not None and view.stop <= now
    region = _ellipse(view, TOLERANCE * view.kappa, TOLERANCE) if stopped else np.zeros((1, 2))
    artists.region.set_xy(region)
    artists.told.set_text("green: slope below 0.01" if stopped else "")
    artists.path.set_data(*view.x[so_far(view.path_places, now)].T)
    gradient = view.slope[now]
    slope = (view.x[now] @ view.axes.T) / np.array([view.kappa, 1.0]) @ view.axes
    way = -slope / max(gradient, 1e-12) * min(0.7, 0.8 * view.distance[now])
    artists.down.set_data(*(arrow(view.x[now], way).T if gradient > TOLERANCE else [[], []]))
    artists.head.set_data(*view.x[now : now + 1].T)
    places = so_far(view.curve_places, now)
    artists.distance.set_data(at(places), np.maximum(view.distance[places], LOWEST / 10))
    artists.slope.set_data(at(places), np.maximum(view.slope[places], LOWEST / 10))
    last = np.array([view.distance[now], view.slope[now]])
    artists.heads.set_offsets(np.column_stack([at([now, now]), np.maximum(last, LOWEST / 10)]))
    here = [] if view.stop is None or not stopped else [view.stop]
    artists.stop.set_data(at(here), view.slope[here])
    return list(vars(artists).values())


def _small(value: float) -> float:
    """Zero for what is only the rounding of the arithmetic."""
    return float(value) if value > 1e-12 else 0.0


def readout(view: View, *, k: int) -> str:
    """Slope and distance now, and where the rule has stopped."""
    now = min(k, len(view.x) - 1)
    step = f"Step {now:,}" if k <= now else f"Ended at step {now:,}"
    text = (
        f"Condition number {view.kappa:,.{'0f' if view.kappa >= 99.5 else '3g'}} in these units. "
        f"{step}: slope {_small(view.slope[now]):.2g}, "
        f"distance {_small(view.distance[now]):.3g}."
    )
    if view.stop is not None and view.stop <= now:
        text += f" The rule stopped at step {view.stop:,}, at distance "
        text += f"{_small(view.distance[view.stop]):.3g}."
    near = np.flatnonzero(view.distance < NEAR)
    if len(near) and near[0] <= now:
        text += f" Within {NEAR:g} since step {near[0]:,}."
    return text


def _found(view: View, *, k: int) -> bool:
    return view.asked == (100.0, 45.0, SCALED)


conditioning = Explorer(
    name="conditioning",
    title="How far is far enough?",
    alt=(
        "First: a bowl from above, its minimum, the region in which its slope is below 0.01, and "
        "the path of a descent with an arrow against the slope. Beside it: distance to the "
        "minimum and slope against the step on log scales, and the tolerance as a level line."
    ),
    controls={
        "condition_number": Slider(log(1, 1000, 13), default=10, label="condition number κ",
                                   format=",.4g"),
        "angle": Slider(linear(0, 45, 10), default=0, label="turned by", unit="°"),
        "units": Choice((GIVEN, SCALED), label="units"),
        "k": Steps(CLOCK, default=0, label="step k", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "κ = 10": {"condition_number": 10, "k": 0},
        "κ = 100": {"condition_number": 100, "k": 0},
        "κ = 1,000": {"condition_number": 1000, "k": 0},
    },
    challenge=Challenge(
        text="Take κ = 100 and the scaled units, and turn the bowl to where these units are no "
        "help at all.",
        solved=_found,
    ),
    size=(7.6, 3.6),
)  # fmt: skip
