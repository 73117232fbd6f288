"""Four searches in fog: the same start, the same number of looks, five landscapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.optimization.figures.rivals import (
    LANDSCAPES,
    METHODS,
    N_LOOKS,
    Search,
    searches,
    start_on,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps, growing
from mlcourse.explore.level_lines import ground_below, level_lines
from mlcourse.explore.lines import seen
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER, PURPLE

__all__ = ["landscape_tour"]

COLOURS = {"random": MUTED, "compass": GREEN, "descent": BLUE, "Newton": ORANGE}
CLOCK = (*range(1, 13), *growing(14, N_LOOKS, 18))
DIRECTIONS = tuple(range(0, 360, 20))
LOWEST, HIGHEST = 1e-6, 1e3
LOW = 1e-3  # a height that counts as found
PANEL = 250.0  # points of the page that the map takes, about
SHADE = 0.06
SHARES = (0.03, 0.12, 0.35, 0.65)  # of the box that lies below a level


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The start and what each method saw; places are in shares of the box."""

    landscape: str
    start: FloatArray
    found: dict[str, Search]
    places: dict[str, FloatArray]  # (m, 2)
    curves: dict[str, FloatArray]  # (m, 2) look and best height: the corners of its stairs


def _placed(points: FloatArray, landscape: str) -> FloatArray:
    scene = LANDSCAPES[landscape]
    share = (points - np.array(scene.center) + scene.half) / (2 * scene.half)
    return np.clip(share, -0.3, 1.3)


def compute(*, landscape: str, direction: float) -> View:
    """All four searches from the start in this direction."""
    found = searches(landscape, direction)
    places, curves = {}, {}
    for name, one in found.items():
        places[name] = _placed(one.points, landscape)
        height = np.clip(one.best, LOWEST / 10, HIGHEST)
        drops = np.flatnonzero(np.diff(height) < 0)  # stairs: level until the look that is lower
        look = np.concatenate([[0], np.repeat(drops, 2) + np.tile([0, 1], len(drops))])
        curves[name] = np.column_stack([look + 1, height[look]])
    return View(
        landscape=landscape, start=_placed(start_on(landscape, direction), landscape),
        found=found, places=places, curves=curves,
    )  # fmt: skip


@cache
def _lifted(landscape: str) -> tuple[FloatArray, list[FloatArray]]:
    """Level lines and low ground, once the fog is gone."""
    scene = LANDSCAPES[landscape]
    x, y = ((c - scene.half, c + scene.half) for c in scene.center)
    grid = np.stack(np.meshgrid(np.linspace(*x, 200), np.linspace(*y, 200)), axis=-1)
    levels = [float(v) for v in np.quantile(scene.objective.fun(grid), SHARES)]
    lines = level_lines(scene.objective.fun, levels, x=x, y=y, n=200)
    pieces = []
    for piece in np.split(lines, np.flatnonzero(np.isnan(lines[:, 0]))):
        points = _placed(piece[~np.isnan(piece[:, 0])], landscape)
        if len(points) > 1:
            pieces += [points[seen(PANEL * points, 0.35)], np.full((1, 2), np.nan)]
    low = [
        _placed(piece, landscape)
        for piece in ground_below(scene.objective.fun, levels, x=x, y=y, n=160)
    ]
    return np.concatenate(pieces), [piece[seen(PANEL * piece, 0.6)] for piece in low]


def draw(fig: Figure, view: View) -> Artists:
    """The map in fog, the settings, and the best height so far against the looks."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.0, 1.15), height_ratios=(0.42, 1.0))
    left = fig.add_subplot(grid[:, 0])
    top, right = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    left.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
    left.set_box_aspect(1.0)
    left.set_title("what was looked at", pad=6)
    top.set(xlim=(0, 1), ylim=(0, 1), title="settings, each the best of a grid")
    top.set_axis_off()
    right.set(xlim=(0.9, N_LOOKS * 1.15), ylim=(LOWEST, HIGHEST), xscale="log", yscale="log")
    right.set(xlabel="looks", ylabel="best height so far")
    right.set_xticks([1, 3, 10, 30, 100, 300], ["1", "3", "10", "30", "100", "300"])
    right.set_yticks([1e-6, 1e-3, 1.0, 1e3])
    right.minorticks_off()
    artists = Artists()
    artists.ground = left.add_collection(
        PolyCollection([], facecolors=[(*to_rgb(PURPLE), SHADE)], linewidths=0, zorder=0),
        autolim=False,
    )
    (artists.levels,) = left.plot([], [], color=MUTED, linewidth=0.5)
    (artists.minima,) = left.plot([], [], "+", color=INK, markersize=12, markeredgewidth=2)
    (artists.random,) = left.plot([], [], color=MUTED, linewidth=2.4, solid_capstyle="round")
    (artists.tries,) = left.plot(
        [], [], "o", color=GREEN, fillstyle="none", markersize=4, markeredgewidth=0.7
    )
    for name in METHODS[1:]:
        style = "o-" if name == "Newton" else "-"  # of the others the corners are seen
        line = left.plot([], [], style, color=COLOURS[name], markersize=3, linewidth=1.3)[0]
        setattr(artists, name, line)
    artists.heads = left.scatter(
        np.zeros(3), np.zeros(3), 34, [COLOURS[name] for name in METHODS[1:]],
        edgecolors=PAPER, linewidths=0.8, zorder=4,
    )  # fmt: skip
    (artists.start,) = left.plot([], [], "s", color=INK, markersize=6, zorder=5)
    artists.fog = left.text(0.5, -0.03, "", color=MUTED, size=9, ha="center", va="top")
    for k, name in enumerate(METHODS):
        note = top.text(0.0, 0.9 - 0.27 * k, "", color=COLOURS[name], size=9, va="center")
        setattr(artists, f"note_{name}", note)
        setattr(artists, f"best_{name}", right.plot([], [], color=COLOURS[name])[0])
    artists.ends = right.scatter(
        np.ones(4), np.ones(4), 25, [COLOURS[name] for name in METHODS], zorder=4
    )
    return artists


def _notes(landscape: str) -> dict[str, str]:
    scene = LANDSCAPES[landscape]
    full = "full steps" if scene.share == 1 else f"{scene.share:g} of a step"
    return {
        "random": "random: anywhere in the map, 1 look each",
        "compass": f"compass: first stride {scene.stride:g}, 1 look a try",
        "descent": f"descent: step size {scene.step_size:g}, 3 looks a step",
        "Newton": f"Newton: {full}, 6 looks a step",
    }


def update(artists: Artists, view: View, *, looks: int) -> Sequence[Artist]:
    """All that was looked at, and the lowest height, up to this look."""
    changed: list[Artist] = []
    lifted = looks == N_LOOKS
    levels, low = _lifted(view.landscape) if lifted else (np.empty((0, 2)), [])
    minima = LANDSCAPES[view.landscape].objective.minima
    artists.ground.set_verts(low)
    artists.levels.set_data(*levels.T)
    artists.minima.set_data(*(_placed(minima, view.landscape).T if lifted else [[], []]))
    artists.fog.set_text("" if lifted else f"fog, until look {N_LOOKS}")
    artists.start.set_data(*view.start[:, None])
    heads, ends = [], []
    for name, one in view.found.items():
        now = one.looks <= looks
        if name == "random":
            artists.random.set_data(*_dots(view.places[name][now][1:]).T)
        else:
            steps = view.places[name][now & one.kept]
            getattr(artists, name).set_data(*steps.T)
            heads.append(steps[-1])
            changed.append(getattr(artists, name))
        if name == "compass":
            artists.tries.set_data(*_apart(view.places[name][now & ~one.kept]).T)
        curve = view.curves[name]
        until = curve[curve[:, 0] <= looks]
        line = getattr(artists, f"best_{name}")
        line.set_data([*until[:, 0], looks], [*until[:, 1], until[-1, 1]])
        ends.append((looks, until[-1, 1]))
        note = getattr(artists, f"note_{name}")
        note.set_text(_notes(view.landscape)[name])
        changed += [line, note]
    artists.heads.set_offsets(heads)
    artists.ends.set_offsets(ends)
    still = ("ground", "levels", "minima", "fog", "start", "random", "tries", "heads", "ends")
    return [*changed, *(getattr(artists, name) for name in still)]


def _dots(points: FloatArray) -> FloatArray:
    """Points as very short strokes with round ends: lighter than markers."""
    gap = np.full_like(points, np.nan)
    return np.stack([points, points + [0.002, 0.0], gap], axis=1).reshape(-1, 2)


def _apart(points: FloatArray) -> FloatArray:
    """Rings that lie on each other are drawn once."""
    if not len(points):
        return points
    _, first = np.unique(np.round(PANEL * points / 0.7), axis=0, return_index=True)
    return points[np.sort(first)]


def _height(value: float) -> str:
    if value < LOWEST:
        return "under 0.000001"
    return np.format_float_positional(float(f"{value:.2g}"), trim="-")


def readout(view: View, *, looks: int) -> str:
    """The best heights, lowest first, and who has come near the lowest."""
    best = {name: float(max(one.best[looks - 1], 0.0)) for name, one in view.found.items()}
    ranked = ", ".join(
        f"{name} {_height(height)}" for name, height in sorted(best.items(), key=lambda i: i[1])
    )
    soon = {
        name: int(np.argmax(one.best < LOW)) + 1
        for name, one in view.found.items()
        if best[name] < LOW
    }
    first = ", ".join(f"{name} (look {n})" for name, n in sorted(soon.items(), key=lambda i: i[1]))
    return f"Look {looks}. Best heights: {ranked}. Below {LOW:g}: {first or 'none yet'}."


def _compass_wins(view: View, *, looks: int) -> bool:
    ends = {name: one.best[-1] for name, one in view.found.items()}
    others = min(end for name, end in ends.items() if name != "compass")
    return bool(view.landscape == "dents" and looks == N_LOOKS and ends["compass"] < others / 2)


landscape_tour = Explorer(
    name="landscape_tour",
    title="Four searches in fog",
    alt=(
        "First: a map in fog with the places at which random search, compass search, gradient "
        "descent and Newton's method have looked from one start; tries that were refused are "
        "rings; level lines appear with the last look. Beside it: the settings and prices of the "
        "four, and the best height of each against the looks, on log scales."
    ),
    controls={
        "landscape": Choice(tuple(LANDSCAPES), label="landscape"),
        "direction": Slider(DIRECTIONS, default=160, label="start, direction", unit="°"),
        "looks": Steps(CLOCK, default=1, label="looks", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "bowl": {"landscape": "bowl", "direction": 160, "looks": 1},
        "valley": {"landscape": "valley", "direction": 260, "looks": 1},
        "ridge": {"landscape": "saddle", "direction": 0, "looks": 1},
        "Himmelblau": {"landscape": "Himmelblau", "direction": 280, "looks": 1},
        "dents": {"landscape": "dents", "direction": 60, "looks": 1},
    },
    challenge=Challenge(
        text="Among the dents, find a start from which compass search ends less than half as high "
        "as each of the others; play it to the last look.",
        solved=_compass_wins,
    ),
    size=(7.6, 4.0),
)
