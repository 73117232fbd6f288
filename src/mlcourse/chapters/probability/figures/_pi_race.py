"""Five routes to pi against the work they cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from mlcourse._check import BoolArray, FloatArray, IntArray
from mlcourse.chapters.probability.figures.common import clock, grown
from mlcourse.explore import Artists, Challenge, Explorer, Seed, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PURPLE
from mlcourse.probability.pi_chance import buffon_needle, throw_darts
from mlcourse.probability.pi_exact import (
    PiSequence,
    PolygonPi,
    archimedes_polygons,
    leibniz_series,
    machin_series,
)

__all__ = ["pi_race"]

CLOCK = clock(1_000_000, first=2)  # arithmetic operations
MAX_WORK = CLOCK[-1]
LEAST = 1e-17  # bottom of the axis of errors
FLOAT_LIMIT = 2.2e-16  # a float next to pi can be off by half its spacing
ENDS = np.array([1e3, 1e6])  # of the dashed lines, in operations
DART_WORK, NEEDLE_WORK = 7, 12  # operations of one throw
REPEATS = 12  # runs of darts and of needles: one alone may be lucky
SHOWN = 40  # needles drawn
BOARDS = 4  # between the lines on which they fall
# from top to bottom
ROUTES = ("Machin", "Archimedes", "Leibniz", "darts", "Buffon")
COLOURS = (INK, GREEN, PURPLE, BLUE, ORANGE)
# where a curve gets its name, at which angle, and the work from which on it is there
NAMES = ((8.0, 1e-13, 90, 20), (1.2e2, 1e-10, 0, 20), (9e3, 1e-7, 0, 20_000))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Work and error of each route, thinned to what is drawn, and the error by the clock."""

    work: tuple[FloatArray, ...]  # of the routes without chance
    error: tuple[FloatArray, ...]
    chance: FloatArray  # (2, REPEATS, len(CLOCK)) the errors of all runs of darts and needles
    by_clock: FloatArray  # (len(CLOCK), 5) nan where a route has not begun; typical for chance
    needle_error: FloatArray  # (2,) standard error of Buffon's estimate at ENDS
    needles: FloatArray  # (SHOWN, 2, 2) both ends of the first needles of the first run
    crossed: BoolArray  # (SHOWN,)


@cache
def _exact() -> tuple[PiSequence, PolygonPi, PiSequence]:
    return machin_series(30), archimedes_polygons(26), leibniz_series(MAX_WORK // 3)


def _on_clock(work: IntArray, error: FloatArray) -> FloatArray:
    """The last result within each time of the clock."""
    last = np.searchsorted(work, np.array(CLOCK), side="right") - 1
    return np.where(last >= 0, error[last], np.nan)


@cache
def _darts(seed: int) -> FloatArray:
    runs = (
        throw_darts(MAX_WORK // DART_WORK, rng=np.random.default_rng([1, seed, k]))
        for k in range(REPEATS)
    )
    return np.array([_on_clock(run.work, run.error) for run in runs])


@cache
def _needles(seed: int, length: float) -> tuple[FloatArray, FloatArray, BoolArray]:
    """The errors of all runs, and where the first needles fell."""
    first, errors = None, []
    for k in range(REPEATS):
        run = buffon_needle(
            MAX_WORK // NEEDLE_WORK, length=length, rng=np.random.default_rng([2, seed, k])
        )
        first = run if first is None else first
        errors.append(_on_clock(run.work, run.error))
    assert first is not None
    distance, sine = first.points[:SHOWN].T
    # the run knows the distance from a line and the angle; the rest is chosen for the picture
    rest = np.random.default_rng(seed)
    line = rest.integers(0, BOARDS, SHOWN) + rest.integers(0, 2, SHOWN)
    side = np.where(line == 0, 1, np.where(line == BOARDS, -1, rest.choice([-1, 1], SHOWN)))
    centre = np.column_stack([rest.uniform(0, BOARDS, SHOWN), line + side * distance])
    cosine = np.sqrt(1 - sine**2) * rest.choice([-1, 1], SHOWN)
    half = length / 2 * np.column_stack([cosine, sine])
    return np.array(errors), np.stack([centre - half, centre + half], axis=1), first.hits[:SHOWN]


def _needle_error(length: float) -> FloatArray:
    """To first order: the estimate is 2 l / share, and the share has sd sqrt(p (1 - p) / n)."""
    p = 2 * length / np.pi
    return np.pi * np.sqrt((1 - p) / (p * ENDS / NEEDLE_WORK))


@cache
def compute(*, needle: float, seed: int) -> View:
    """All five courses; the first three know no chance."""
    work: list[FloatArray] = []
    error: list[FloatArray] = []
    by_clock: list[FloatArray] = []
    for run in _exact():
        w, e = run.work, run.error
        # Machin is kept in whole numbers; the others end at the spacing of floats
        floor = LEAST / 10 if not work else FLOAT_LIMIT
        by_clock.append(_on_clock(w, e))
        places = np.arange(len(w))
        if len(w) > 50:
            wanted = np.array([c for c in CLOCK if c >= w[0]])
            places = np.unique(np.searchsorted(w, wanted, side="right") - 1)
        work.append(w[places].astype(float))
        error.append(np.clip(e[places], floor, 30.0))
    needle_runs, needles, crossed = _needles(seed, needle)
    chance = np.array([_darts(seed), needle_runs])
    # no crossing yet is an infinite estimate, and no typical error
    typical = np.sqrt(np.mean(np.where(np.isinf(chance), np.nan, chance) ** 2, axis=1))
    return View(
        work=tuple(work),
        error=tuple(error),
        chance=chance,
        by_clock=np.column_stack([*by_clock, *typical]),
        needle_error=_needle_error(needle),
        needles=needles,
        crossed=crossed,
    )


def _floor(ax: Axes, artists: Artists) -> None:
    """The boards on which the needles fall."""
    ax.set(aspect="equal", xticks=[], yticks=[], title="Buffon's needles")
    ax.spines[:].set_visible(False)
    ax.set(xlim=(-0.5, BOARDS + 0.5), ylim=(-0.55, BOARDS + 0.55))
    ax.hlines(range(BOARDS + 1), -0.5, BOARDS + 0.5, color=INK, linewidth=1.0)
    (artists.missing,) = ax.plot([], [], color=MUTED, linewidth=1.3)
    (artists.crossing,) = ax.plot([], [], color=ORANGE, linewidth=1.9)
    ax.set_xlabel(f"the first {SHOWN} of one run", size=9)


def draw(fig: Figure, view: View) -> Artists:
    """Error against work, the digits that are right, and the needles."""
    artists = Artists()
    left, right, floor = fig.subplots(1, 3, width_ratios=(1.45, 0.8, 0.9))
    _floor(floor, artists)
    left.set(xlim=(0.8, 1.4 * MAX_WORK), xscale="log", ylim=(LEAST, 1e5), yscale="log")
    left.set(xlabel="arithmetic operations", ylabel="error", title="error against work")
    left.set_yticks([1e0, 1e-4, 1e-8, 1e-12, 1e-16])
    left.axhline(FLOAT_LIMIT, color=MUTED, linewidth=0.7, linestyle=":")
    left.text(9e5, 6e-16, "double precision ends", color=MUTED, size=8.5, ha="right")
    artists.lines, artists.runs = [], []
    for colour in COLOURS[3:]:
        artists.runs.append(left.plot([], [], color=colour, linewidth=0.6, alpha=0.45)[0])
    for colour in COLOURS:
        # each line ends in a dot: one of a single place is to be seen, too
        line = left.plot([], [], "-o", color=colour, linewidth=1.8, markersize=4, markevery=[-1])
        artists.lines += line
    dashed: dict[str, Any] = {"linewidth": 1.0, "linestyle": "--"}
    artists.expected = [left.plot([], [], color=colour, **dashed)[0] for colour in COLOURS[3:]]
    left.text(0.98, 0.985, "chance: 12 runs and their typical error", transform=left.transAxes,
              color=MUTED, size=8.5, ha="right", va="top")  # fmt: skip
    artists.names = [
        left.text(x, y, "", color=colour, size=9.5, rotation=angle)
        for (x, y, angle, _), colour in zip(NAMES, COLOURS, strict=False)
    ]
    rows = -np.arange(5.0)
    right.set(xlim=(0, 16), ylim=(-4.6, 0.6), title="right digits", xlabel="−log₁₀ error")
    right.set_yticks(rows, ROUTES)
    for label, colour in zip(right.get_yticklabels(), COLOURS, strict=True):
        label.set_color(colour)
    right.set_xticks([0, 4, 8, 12, 16])
    right.tick_params(axis="y", length=0)
    right.vlines([4, 8, 12, 16], -4.6, 0.6, color=GRID, linewidth=0.7)
    artists.digits = LineCollection([], colors=COLOURS, linewidths=11)
    artists.digits.set_capstyle("butt")
    right.add_collection(artists.digits, autolim=False)
    return artists


def _errors(view: View, work: int) -> FloatArray:
    return np.asarray(view.by_clock[CLOCK.index(work)])


def digits(view: View, work: int) -> FloatArray:
    """Right digits of each route after some work, 0 before it begins, at most 16."""
    error = np.nan_to_num(_errors(view, work), nan=10.0)
    return np.clip(-np.log10(np.maximum(error, 1e-16)), 0.0, 16.0)


def _needles_as_line(needles: FloatArray) -> FloatArray:
    gap = np.full((len(needles), 1, 2), np.nan)
    return np.concatenate([needles, gap], axis=1).reshape(-1, 2)


def _throw(artists: Artists, view: View, work: int) -> list[Artist]:
    """The needles that have fallen."""
    thrown = min(work // NEEDLE_WORK, SHOWN)
    crossed = view.crossed[:thrown]
    artists.crossing.set_data(*_needles_as_line(view.needles[:thrown][crossed]).T)
    artists.missing.set_data(*_needles_as_line(view.needles[:thrown][~crossed]).T)
    return [artists.crossing, artists.missing]


def update(artists: Artists, view: View, *, work: int) -> Sequence[Artist]:
    """The courses up to the work that is allowed."""
    step = CLOCK.index(work) + 1
    times = np.array(CLOCK, dtype=float)
    for line, spent, error in zip(artists.lines, view.work, view.error, strict=False):
        n = int(np.searchsorted(spent, work, side="right"))
        line.set_data(spent[:n], error[:n])
    spreads = (np.sqrt(np.pi * (4 - np.pi) / (ENDS / DART_WORK)), view.needle_error)
    for k in range(2):
        artists.lines[3 + k].set_data(times[:step], view.by_clock[:step, 3 + k])
        drawn = np.clip(view.chance[k], LEAST, 30.0)  # an infinite estimate is off the chart
        pieces = [[[j, j + 1]] * REPEATS for j in range(1, step)]
        artists.runs[k].set_data(*(grown(times, drawn, pieces).T if pieces else ([], [])))
        shown = times[:step][times[:step] >= ENDS[0]]
        slope = spreads[k][0] * np.sqrt(ENDS[0] / shown)
        artists.expected[k].set_data(shown[[0, -1]] if len(shown) else [],
                                     slope[[0, -1]] if len(shown) else [])  # fmt: skip
    artists.digits.set_segments(
        [np.array([[0, -k], [x, -k]]) for k, x in enumerate(digits(view, work))]
    )
    for text, name, (*_, start) in zip(artists.names, ROUTES, NAMES, strict=False):
        text.set_text(name if work >= start else "")
    return [
        *artists.names,
        *artists.runs,
        *artists.lines,
        *artists.expected,
        artists.digits,
        *_throw(artists, view, work),
    ]


def _said(error: float) -> str:
    if np.isnan(error):
        return "none yet"
    return "below 1e-15" if error < 1e-15 else f"{error:.1g}"


def readout(view: View, *, work: int) -> str:
    """The error of every route."""
    said = ", ".join(
        f"{name} {_said(e)}" for name, e in zip(ROUTES, _errors(view, work), strict=True)
    )
    return f"Errors after {work:,} operations (typical ones of chance): {said}."


pi_race = Explorer(
    name="pi_race",
    title="A race to π",
    alt=(
        "Left: the distance from π of five routes, Machin's and Leibniz' series, Archimedes' "
        "polygons, darts and Buffon's needle, against the arithmetic operations spent, both on "
        "log scales; of darts and needles twelve runs each, their typical error and, dashed, "
        "their standard error. Middle: the number of right digits of each. Right: needles that "
        "fall on lines, those that cross one in orange."
    ),
    controls={
        "needle": Slider((0.25, 0.5, 1.0), default=1.0, label="length of Buffon's needle"),
        "seed": Seed(3),
        "work": Steps(CLOCK, default=CLOCK[0], label="operations", milliseconds=300),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.8, 4.0),
    presets={
        "20 operations": {"work": 20},
        "a thousand": {"work": 1000},
        "a million": {"work": MAX_WORK},
        "a short needle": {"needle": 0.25, "work": MAX_WORK},
    },
    challenge=Challenge(
        text="With at most 100 operations, let one route have 12 right digits while darts and "
        "Buffon's needle have fewer than 2.",
        solved=lambda view, work: bool(
            work <= 100 and digits(view, work).max() >= 12 and digits(view, work)[3:].max() < 2
        ),
    ),
)
