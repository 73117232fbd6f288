"""Five routes to pi against the work they cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from mlcourse._check import FloatArray, IntArray
from mlcourse.explore import Artists, Challenge, Explorer, Seed, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, GRID, MUTED, ORANGE, PURPLE, RED
from mlcourse.probability.pi_chance import buffon_needle, throw_darts
from mlcourse.probability.pi_exact import archimedes_polygons, leibniz_series, machin_series

__all__ = ["pi_race"]

CLOCK = tuple(round(10 * 10 ** (k / 5)) for k in range(26))  # arithmetic operations
MAX_WORK = CLOCK[-1]
LEAST = 1e-17  # bottom of the axis of errors
FLOAT_LIMIT = 2.2e-16  # a float next to pi can be off by half its spacing
ENDS = np.array([1e3, 1e6])  # of the dashed lines, in operations
DART_WORK, NEEDLE_WORK = 7, 12  # operations of one throw
# from top to bottom
ROUTES = ("Machin", "Archimedes", "Leibniz", "darts", "Buffon")
COLOURS = (RED, GREEN, PURPLE, BLUE, ORANGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Work and error of each route, thinned to what is drawn, and the error by the clock."""

    work: tuple[FloatArray, ...]
    error: tuple[FloatArray, ...]
    by_clock: FloatArray  # (len(CLOCK), 5) nan where a route has not begun
    needle_error: FloatArray  # (2,) standard error of Buffon's estimate at ENDS


@cache
def _exact() -> tuple[tuple[IntArray, FloatArray], ...]:
    runs = (machin_series(30), archimedes_polygons(26), leibniz_series(MAX_WORK // 3))
    return tuple((run.work, run.error) for run in runs)


@cache
def _darts(seed: int) -> tuple[IntArray, FloatArray]:
    run = throw_darts(MAX_WORK // DART_WORK, rng=seed)
    return run.work, run.error


@cache
def _needles(seed: int, length: float) -> tuple[IntArray, FloatArray]:
    run = buffon_needle(MAX_WORK // NEEDLE_WORK, length=length, rng=seed)
    return run.work, run.error


def _needle_error(length: float) -> FloatArray:
    """To first order: the estimate is 2 l / share, and the share has sd sqrt(p (1 - p) / n)."""
    p = 2 * length / np.pi
    return np.pi * np.sqrt((1 - p) / (p * ENDS / NEEDLE_WORK))


@cache
def compute(*, needle: float, seed: int) -> View:
    """All five courses; the first three know no chance."""
    grid = np.array(CLOCK)
    work: list[FloatArray] = []
    error: list[FloatArray] = []
    by_clock: list[FloatArray] = []
    for w, e in (*_exact(), _darts(seed), _needles(seed, needle)):
        # Machin is kept in whole numbers; the others end at the spacing of floats
        floor = LEAST / 10 if not work else FLOAT_LIMIT
        last = np.searchsorted(w, grid, side="right") - 1  # the last result within the work
        by_clock.append(np.where(last >= 0, e[last], np.nan))
        wanted = np.geomspace(CLOCK[0], MAX_WORK, 2 * len(CLOCK) - 1)
        places = np.unique(np.searchsorted(w, wanted, side="right") - 1)
        if len(w) < 50:
            places = np.arange(len(w))
        places = places[places >= 0]
        work.append(w[places].astype(float))
        error.append(np.clip(e[places], floor, 30.0))
    return View(
        work=tuple(work),
        error=tuple(error),
        by_clock=np.column_stack(by_clock),
        needle_error=_needle_error(needle),
    )


def draw(fig: Figure, view: View) -> Artists:
    """Error against work, and the digits that are right."""
    left, right = fig.subplots(1, 2, width_ratios=(1.5, 1.0))
    left.set(xlim=(5, MAX_WORK), xscale="log", ylim=(LEAST, 1e3), yscale="log")
    left.set(xlabel="arithmetic operations", ylabel="error", title="error against work")
    left.set_yticks([1e0, 1e-4, 1e-8, 1e-12, 1e-16])
    left.axhline(FLOAT_LIMIT, color=MUTED, linewidth=0.7, linestyle=":")
    left.text(9e5, 6e-16, "double precision ends", color=MUTED, size=8.5, ha="right")
    artists = Artists()
    artists.lines = []
    for name, colour in zip(ROUTES, COLOURS, strict=True):
        (line,) = left.plot([], [], color=colour, linewidth=1.5, label=name)
        artists.lines.append(line)
    dart_error = np.sqrt(np.pi * (4 - np.pi) / (ENDS / DART_WORK))
    left.plot(ENDS, dart_error, color=BLUE, linewidth=1.0, linestyle="--")
    (artists.expected,) = left.plot([], [], color=ORANGE, linewidth=1.0, linestyle="--")
    left.text(1.6e2, 1e-13, "Archimedes", color=GREEN, size=9)
    left.text(6e1, 1e-6, "Machin", color=RED, size=9)
    left.text(9e5, 3e-8, "Leibniz, ∝ 1/work", color=PURPLE, size=9, ha="right")
    left.text(9e5, 2e1, "chance (dashed: standard errors)", color=BLUE, size=9, ha="right")
    rows = -np.arange(5.0)
    right.set(xlim=(0, 16), ylim=(-4.6, 0.6), title="right digits", xlabel="−log₁₀ error")
    right.set_yticks(rows, ROUTES)
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


def update(artists: Artists, view: View, *, work: int) -> Sequence[Artist]:
    """The courses up to the work that is allowed."""
    for line, spent, error in zip(artists.lines, view.work, view.error, strict=True):
        n = int(np.searchsorted(spent, work, side="right"))
        line.set_data(spent[:n], error[:n])
    artists.digits.set_segments(
        [np.array([[0, -k], [x, -k]]) for k, x in enumerate(digits(view, work))]
    )
    artists.expected.set_data(ENDS, view.needle_error)
    return [*artists.lines, artists.expected, artists.digits]


def _said(error: float) -> str:
    if np.isnan(error):
        return "not begun"
    return "below 1e-15" if error < 1e-15 else f"{error:.1g}"


def readout(view: View, *, work: int) -> str:
    """The error of every route."""
    said = ", ".join(
        f"{name} {_said(e)}" for name, e in zip(ROUTES, _errors(view, work), strict=True)
    )
    return f"Errors after {work:,} operations: {said}."


pi_race = Explorer(
    name="pi_race",
    title="A race to π",
    alt=(
        "Left: the error of five routes to π against the arithmetic operations spent, both on "
        "log scales. Darts and Buffon's needle fall like one over the root of the work, "
        "about along their dashed standard errors, Leibniz' "
        "series like one over the work; Archimedes' polygons and Machin's formula plunge to the "
        "limit of double precision within about a hundred operations. Right: the number of right "
        "digits of each."
    ),
    controls={
        "needle": Slider((0.25, 0.5, 1.0), default=1.0, label="length of Buffon's needle"),
        "seed": Seed(4),
        "work": Steps(CLOCK, default=40, label="operations", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "40 operations": {"work": 40},
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
