"""Three stopping rules watch one run: what each looks at, and how far the minimum still is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from mlcourse._check import FloatArray, IntArray
from mlcourse.chapters.optimization.figures.clock import at
from mlcourse.chapters.optimization.figures.grounds import BUDGET, GROUNDS, run_on
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.level_lines import ground_below, level_lines
from mlcourse.explore.lines import seen, so_far
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE

__all__ = ["when_to_stop"]

RULES = {"gain": ORANGE, "move": PURPLE, "slope": BLUE}
TOLERANCES = tuple(float(f"{10 ** (k / 2):.3g}") for k in range(-10, -1))
CLOCK = (0, 1, 2, 3, 4, 5, 7, 10, 14, 20, 28, 40, 56, 80, 110, 160, 220, 320, 450, 630, 900,
         1260, 1780, 2500, 3550, 5000, 7100, 10_000, 14_100, BUDGET)  # fmt: skip
LONG_STEP, TENTH = "long", "a tenth of it"
LOWEST, HIGHEST = 1e-6, 500.0
NEAR = 0.1  # what counts as having arrived
SHADE = 0.06
HIDDEN = (-9.0, 1.0)  # a place outside the axes


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run, what the rules watch, and when each of them would have stopped it."""

    ground: str
    tolerance: float
    x: FloatArray  # (n + 1, 2)
    path_places: IntArray
    curves: dict[str, FloatArray]  # (m, 2) place on the axis of steps, and value
    curve_places: dict[str, IntArray]
    distance: FloatArray  # (n + 1,)
    stops: dict[str, int]  # the step at which a rule stops; a rule that does not is left out


@cache
def _watched(ground: str, step: str) -> tuple[FloatArray, FloatArray, dict[str, FloatArray]]:
    """The run, its distances, and by rule the numbers that it watches, step 0 first."""
    scene = GROUNDS[ground]
    run = run_on(ground, tenth=step == TENTH)
    distance = np.linalg.norm(run.x - scene.minimum, axis=1)
    none = [np.nan]  # nothing has moved or been gained at step 0
    watched = {
        "gain": np.concatenate([none, -np.diff(run.value)]),
        "move": np.concatenate([none, np.linalg.norm(np.diff(run.x, axis=0), axis=1)]),
        "slope": run.gradient_norm,
    }
    return run.x, distance, watched


@cache
def _drawn(ground: str, step: str) -> tuple[IntArray, dict[str, FloatArray], dict[str, IntArray]]:
    x, distance, watched = _watched(ground, step)
    scene = GROUNDS[ground]
    scale = 230.0 / (scene.x[1] - scene.x[0])
    curves, places = {}, {}
    for name, values in {**watched, "distance": distance}.items():
        first = 1 if np.isnan(values[0]) else 0
        k = np.arange(first, len(values))
        height = np.log10(np.clip(values[first:], LOWEST / 10, 10 * HIGHEST))
        curves[name] = np.column_stack([at(k), 10**height])
        page = np.column_stack([50.0 * at(k), 28.0 * height])
        places[name] = seen(page, 0.4)
    return seen(scale * x, 0.4), curves, places


def compute(*, ground: str, step: str, tolerance: float) -> View:
    """The run, and the first step at which each rule sees a number below the tolerance."""
    x, distance, watched = _watched(ground, step)
    stops = {}
    for name, values in watched.items():
        below = np.flatnonzero(values < tolerance)
        if len(below):
            stops[name] = int(below[0])
    path_places, curves, curve_places = _drawn(ground, step)
    return View(
        ground=ground, tolerance=tolerance, x=x, path_places=path_places, curves=curves,
        curve_places=curve_places, distance=distance, stops=stops,
    )  # fmt: skip


@cache
def _levels(ground: str) -> FloatArray:
    scene = GROUNDS[ground]
    lines = level_lines(scene.fun, scene.levels, x=scene.x, y=scene.y, n=200)
    pieces, scale = [], 230.0 / (scene.x[1] - scene.x[0])
    for piece in np.split(lines, np.flatnonzero(np.isnan(lines[:, 0]))):
        points = piece[~np.isnan(piece[:, 0])]
        if len(points) > 1:
            pieces += [points[seen(scale * points, 0.2)], np.full((1, 2), np.nan)]
    return _placed(np.concatenate(pieces), ground)


@cache
def _low_ground(ground: str) -> list[FloatArray]:
    scene = GROUNDS[ground]
    scale = 230.0 / (scene.x[1] - scene.x[0])
    pieces = ground_below(scene.fun, scene.levels, x=scene.x, y=scene.y, n=140)
    return [_placed(piece[seen(scale * piece, 0.4)], ground) for piece in pieces]


def _placed(points: FloatArray, ground: str) -> FloatArray:
    """Points on the panel, which is the unit square for every ground."""
    scene = GROUNDS[ground]
    low = np.array([scene.x[0], scene.y[0]])
    return (points - low) / (np.array([scene.x[1], scene.y[1]]) - low)


def draw(fig: Figure, view: View) -> Artists:
    """The ground with the path, and what the rules watch."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.35))
    left.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[], title="the run from above")
    left.set_box_aspect(5 / 6)
    ground = left.add_collection(
        PolyCollection([], facecolors=[(*to_rgb(GREEN), SHADE)], linewidths=0, zorder=0),
        autolim=False,
    )
    (levels,) = left.plot([], [], color=MUTED, linewidth=0.6)
    (minimum,) = left.plot([], [], "+", color=INK, markersize=11, markeredgewidth=2)
    (path,) = left.plot([], [], color=INK, linewidth=1.2)
    (head,) = left.plot([], [], "o", color=INK, markersize=5)
    ticks = [0, 1, 10, 100, 1000, BUDGET]
    right.set(xlim=(at(0) - 0.1, at(BUDGET) + 0.1), ylim=(LOWEST, HIGHEST), yscale="log")
    right.set(xticks=at(np.array(ticks)), xlabel="step k")
    right.set_title("what the rules watch", pad=18)
    right.set_xticklabels([f"{k:,}" for k in ticks])
    right.set_yticks([1e-6, 1e-4, 1e-2, 1.0])
    right.minorticks_off()
    (line,) = right.plot([], [], color=MUTED, linewidth=1.0, linestyle="--")
    artists = Artists(
        ground=ground, levels=levels, minimum=minimum, path=path, head=head, line=line
    )
    (artists.distance,) = right.plot([], [], color=MUTED, linewidth=2.4, alpha=0.55)
    artists.heads = right.scatter(
        np.zeros(4), np.ones(4), [36, 20, 20, 20], [MUTED, *RULES.values()], zorder=4
    )
    for k, (name, colour) in enumerate(RULES.items()):
        setattr(artists, name, right.plot([], [], color=colour, linewidth=1.6)[0])
        marks = {"color": colour, "markersize": 13 - 4 * k, "markeredgewidth": 1.5}
        for ax, where in ((left, "place"), (right, "when")):
            (mark,) = ax.plot([], [], "s", fillstyle="none", zorder=5, **marks)
            setattr(artists, f"{name}_{where}", mark)
        right.text(0.14 * k, 1.03, name, color=colour, size=9.5, transform=right.transAxes)
    for place, words in ((0.44, "distance left"), (0.7, "dashed: tolerance")):
        right.text(place, 1.03, words, color=MUTED, size=9.5, transform=right.transAxes)
    return artists


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """The run up to step k, and the rules that have stopped by then."""
    scene = GROUNDS[view.ground]
    now = min(k, len(view.x) - 1)
    artists.ground.set_verts(_low_ground(view.ground))
    artists.levels.set_data(*_levels(view.ground).T)
    artists.minimum.set_data(*_placed(scene.minimum[None], view.ground).T)
    artists.path.set_data(*_placed(view.x[so_far(view.path_places, now)], view.ground).T)
    artists.head.set_data(*_placed(view.x[now : now + 1], view.ground).T)
    artists.line.set_data([at(0) - 0.1, at(BUDGET) + 0.1], [view.tolerance] * 2)
    changed = [artists.ground, artists.levels, artists.minimum, artists.path, artists.head]
    changed += [artists.line, artists.distance, artists.heads]
    heads = []
    for name in ("distance", *RULES):
        curve = view.curves[name]
        last = now - (0 if name in ("distance", "slope") else 1)
        shown = view.curve_places[name]
        places = so_far(shown, last) if last >= 0 else shown[:0]
        getattr(artists, name).set_data(*curve[places].T)
        heads.append(curve[last] if last >= 0 else HIDDEN)
    artists.heads.set_offsets(heads)
    for name in RULES:
        stop = view.stops.get(name, BUDGET + 1)
        place, when = getattr(artists, f"{name}_place"), getattr(artists, f"{name}_when")
        there = _placed(view.x[stop : stop + 1], view.ground) if stop <= now else np.empty((0, 2))
        place.set_data(*there.T)
        row = stop - (0 if name == "slope" else 1)  # on its curve
        when.set_data(*(view.curves[name][row : row + 1].T if stop <= now else [[], []]))
        changed += [getattr(artists, name), place, when]
    return changed


def readout(view: View, *, k: int) -> str:
    """Which rules have stopped, and how far from the minimum."""
    now = min(k, len(view.x) - 1)
    told = []
    for name in RULES:
        stop = view.stops.get(name, BUDGET + 1)
        if stop <= now:
            told.append(f"{name} at step {stop:,}, at distance {view.distance[stop]:.2g}")
    left = [name for name in RULES if view.stops.get(name, BUDGET + 1) > now]
    text = f"Step {now:,}. Stopped: {'; '.join(told) if told else 'none yet'}."
    if now == BUDGET and left:
        text += f" The budget ends what {' and '.join(left)} would have gone on with."
    return text


def _fooled(view: View, *, k: int) -> bool:
    stop = view.stops.get("slope", BUDGET + 1)
    return stop <= k and view.distance[stop] > NEAR and view.tolerance <= 0.01


when_to_stop = Explorer(
    name="when_to_stop",
    title="When is a run done?",
    alt=(
        "First: level lines of a landscape with its minimum and the path of a descent, and the "
        "places where three stopping rules would have ended it. Beside it, on log scales against "
        "the step: the gain in value, the length of the move, the slope, the distance to the "
        "minimum, and the tolerance as a level line."
    ),
    controls={
        "ground": Choice(tuple(GROUNDS), label="ground"),
        "step": Choice((LONG_STEP, TENTH), label="step size"),
        "tolerance": Slider(TOLERANCES, default=1e-3, label="tolerance ε"),
        "k": Steps(CLOCK, default=0, label="step k", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "bowl": {"ground": "bowl", "k": 0},
        "bent valley": {"ground": "bent valley", "k": 0},
        "a tenth of the step": {"ground": "bent valley", "step": TENTH, "k": 0},
        "plateau": {"ground": "plateau", "k": 0},
    },
    challenge=Challenge(
        text="Fool the slope rule: a tolerance of 0.01 or less, and yet it stops more than "
        f"{NEAR:g} from the minimum.",
        solved=_fooled,
    ),
    size=(7.6, 3.5),
)
