"""A probability is an area: what five rules make of the same number of heights."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.calculus.rules import Quadrature
from mlcourse.chapters.calculus.figures import heights
from mlcourse.chapters.calculus.figures.heights import (
    CHANCE,
    DENSITIES,
    GAUSS,
    LEFT,
    RULES,
    SIMPSON,
    TRAPEZOID,
)
from mlcourse.chapters.calculus.figures.numerals import small
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.lines import dots, seen
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE

__all__ = ["area_is_probability"]

CLOCK = (3, 5, 9, 17, 33, 65, 129)  # heights asked for, by every rule
LOW, HIGH, TOP = -6.0, 6.0, 0.8
STARTS = (-6.0, -2.0, -1.0, 0.0)
ENDS = (0.5, 1.0, 1.5, 2.0, 3.0, 6.0)
COLOURS = dict(zip(RULES, (INK, BLUE, ORANGE, GREEN, PURPLE), strict=True))
LEAST, MOST = 1e-17, 3e4  # of the axis of errors
DIGITS = 1e-16  # what double precision cannot tell from no error
DRAWN = 33  # more pieces than this would be a blot
NAMED = dict(
    zip(
        RULES,
        ("Left rule", "Trapezoid rule", "Simpson's rule", "Gauss's rule", CHANCE),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What every rule says after every number of heights, and the pieces of the chosen one."""

    density: str
    a: float
    b: float
    rule: str
    exact: float
    value: FloatArray  # (len(RULES), len(CLOCK))
    error: FloatArray  # the same shape; of Monte Carlo the typical one
    runs: tuple[Quadrature, ...]  # of the chosen rule


@cache
def _race(density: str, a: float, b: float) -> tuple[FloatArray, FloatArray]:
    truth = heights.exact(density, a, b)
    value = np.array(
        [[heights.asked(density, a, b, rule, m).value for m in CLOCK] for rule in RULES]
    )
    error = np.abs(value - truth)
    error[RULES.index(CHANCE)] = heights.typical_error(density, a, b) / np.sqrt(CLOCK)
    return value, error


def compute(*, density: str, rule: str, a: float, b: float) -> View:
    """The race of all rules, and the pieces of one of them."""
    value, error = _race(density, a, b)
    return View(
        density=density, a=a, b=b, rule=rule, exact=heights.exact(density, a, b),
        value=value, error=error,
        runs=tuple(heights.asked(density, a, b, rule, m) for m in CLOCK),
    )  # fmt: skip


@cache
def _curve(density: str) -> FloatArray:
    x = np.unique(np.concatenate([np.linspace(LOW, HIGH, 481), np.linspace(0.15, 0.6, 181)]))
    points = np.column_stack([x, DENSITIES[density].fun(x)])
    return points[seen(points * [22.0, 160.0], 0.15)]


def _parabola(x: FloatArray, y: FloatArray) -> FloatArray:
    """Points of the parabola through three points."""
    t = np.linspace(0.0, 1.0, 7)
    ends = y[0] * (1 - t) * (1 - 2 * t) + y[1] * 4 * t * (1 - t) + y[2] * t * (2 * t - 1)
    return np.column_stack([x[0] + t * (x[2] - x[0]), ends])


def pieces(view: View, k: int) -> tuple[list[FloatArray], FloatArray]:
    """The pieces whose areas add up to the rule's value, and the heights that it asked for."""
    run = view.runs[k]
    tops = np.column_stack([run.nodes, run.heights])
    if CLOCK[k] > DRAWN:  # the pieces are narrower than a line: the curve itself
        curve = _curve(view.density)
        inside = curve[(curve[:, 0] > view.a) & (curve[:, 0] < view.b)]
        ends = np.array([view.a, view.b])
        rim = np.column_stack([ends, DENSITIES[view.density].fun(ends)])
        return [_closed(np.vstack([rim[:1], inside, rim[1:]]))], tops[:0]
    if view.rule == CHANCE:  # as wide as the interval, as high as the mean height
        mean = run.heights.mean()
        return [_closed(np.array([[view.a, mean], [view.b, mean]]))], tops
    if view.rule == TRAPEZOID:
        return [_closed(tops[i : i + 2]) for i in range(len(tops) - 1)], tops
    if view.rule == SIMPSON:
        arcs = range(0, len(tops) - 2, 2)
        return [_closed(_parabola(*tops[i : i + 3].T)) for i in arcs], tops
    right = view.a + np.cumsum(run.weights)  # rectangles as wide as the weights
    return [
        _closed(np.array([[x - w, y], [x, y]]))
        for x, w, y in zip(right, run.weights, run.heights, strict=True)
    ], tops


def _closed(top: FloatArray) -> FloatArray:
    return np.vstack([[top[0, 0], 0.0], top, [top[-1, 0], 0.0]])


def draw(fig: Figure, view: View) -> Artists:
    """The density with the rule's pieces, and the errors so far."""
    left, right = fig.subplots(1, 2, width_ratios=(1.55, 1.0))
    left.set(xlim=(LOW - 0.25, HIGH + 0.25), ylim=(0, TOP), title="density and pieces")
    left.set_xlabel("x")
    left.set_xticks(range(-6, 7, 2))
    left.set_yticks([0, 0.2, 0.4, 0.6, 0.8])
    fill = left.add_collection(PolyCollection([], linewidths=0.8), autolim=False)
    artists = Artists(fill=fill)
    (artists.curve,) = left.plot([], [], color=INK, linewidth=1.5)
    (artists.tops,) = left.plot([], [], linewidth=4.2, solid_capstyle="round", snap=False)
    (artists.ends,) = left.plot([], [], color=MUTED, linewidth=1.0, linestyle="--")
    right.set(xscale="log", yscale="log", xlim=(2.4, 165), ylim=(LEAST, MOST))
    right.set(xlabel="heights asked for", title="error")
    right.set_xticks(CLOCK, [str(m) for m in CLOCK])
    right.minorticks_off()
    right.set_yticks([1e0, 1e-4, 1e-8, 1e-12, 1e-16])
    right.axhline(DIGITS, color=MUTED, linewidth=0.7, linestyle=":")
    places = ((0.02, 0.94), (0.26, 0.94), (0.66, 0.94), (0.02, 0.87), (0.26, 0.87))
    names = (LEFT, TRAPEZOID, SIMPSON, GAUSS, "Monte Carlo, typical")
    for (x, y), name, rule in zip(places, names, RULES, strict=True):
        right.text(x, y, name, color=COLOURS[rule], size=9, transform=right.transAxes)
    artists.lines = {}
    for rule in RULES:
        style = "--" if rule == CHANCE else "-"
        (line,) = right.plot([], [], style, color=COLOURS[rule], linewidth=1.6, marker="o",
                             markersize=4 if rule != LEFT else 6)  # fmt: skip
        artists.lines[rule] = line
    return artists


def update(artists: Artists, view: View, *, m: int) -> Sequence[Artist]:
    """The pieces of m heights, and the errors up to m."""
    k = CLOCK.index(m)
    polygons, tops = pieces(view, k)
    artists.fill.set_verts([np.vstack(polygons)])  # one path is lighter than thirty
    artists.tops.set_data(*dots(tops).T)
    colour = COLOURS[view.rule]  # that of the rule's errors
    artists.fill.set(facecolor=(*to_rgb(colour), 0.22), edgecolor=colour)
    artists.tops.set_color(colour)
    artists.curve.set_data(*_curve(view.density).T)
    artists.ends.set_data([view.a, view.a, np.nan, view.b, view.b], [0, TOP, np.nan, 0, TOP])
    for i, rule in enumerate(RULES):
        artists.lines[rule].set_data(CLOCK[: k + 1], np.maximum(view.error[i, : k + 1], DIGITS))
    return [artists.fill, artists.tops, artists.curve, artists.ends, *artists.lines.values()]


def readout(view: View, *, m: int) -> str:
    """What the chosen rule says."""
    k, i = CLOCK.index(m), RULES.index(view.rule)
    name = NAMED[view.rule]
    found = f"{name}, {m} heights: P({view.a:g} < X < {view.b:g}) ≈ {view.value[i, k]:.6f}"
    blot = " The pieces are too narrow to be drawn." if m > DRAWN else ""
    off = view.error[i, k]
    if view.rule == CHANCE:
        this = abs(view.value[i, k] - view.exact)
        return f"{found}; this run is off by {small(this, 1)}, typical {small(off, 1)}.{blot}"
    off_by = f"off by {small(off, 1)}" if off > DIGITS else "no error to be seen"
    return f"{found}; {off_by}.{blot}"


def _fooled(view: View, *, m: int) -> bool:
    k, i = CLOCK.index(m), RULES.index(TRAPEZOID)
    moved = abs(view.value[i, k] - view.value[i, k - 1])
    return k > 0 and bool(moved < 0.01 and view.error[i, k] > 0.05)


area_is_probability = Explorer(
    name="area_is_probability",
    title="How much do a few heights know of an area?",
    alt=(
        "First: a density with the interval from a to b, and the pieces whose areas a rule adds "
        "up: rectangles, trapezoids, pieces under parabolas, rectangles of unequal width, or one "
        "rectangle as high as the mean of random heights. Beside it, on log scales: the errors of "
        "five rules against the number of heights that each has asked for so far."
    ),
    controls={
        "density": Choice(tuple(DENSITIES), label="density"),
        "rule": Choice(RULES, default=LEFT, label="rule"),
        "a": Slider(STARTS, default=-1.0, label="a"),
        "b": Slider(ENDS, default=2.0, label="b"),
        "m": Steps(CLOCK, default=3, label="heights asked for", milliseconds=900),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "a slice": {"a": -1.0, "b": 2.0, "m": 3},
        "the whole bell": {"a": -6.0, "b": 6.0, "m": 3},
        "half-circle": {"density": "half-circle", "a": -2.0, "b": 2.0, "m": 3},
        "needle": {"density": "needle", "a": -6.0, "b": 6.0, "rule": TRAPEZOID, "m": 3},
    },
    challenge=Challenge(
        text="Be fooled: let twice as many panels change the trapezoid rule's answer by less than "
        "0.01, while it is off by more than 0.05.",
        solved=_fooled,
    ),
    size=(7.6, 3.3),
)
