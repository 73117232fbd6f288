"""Two maps one after the other, in both orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.linear_algebra.figures.shapes import (
    LETTER,
    SQUARE,
    gapped,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps, linear
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE
from mlcourse.explore.typeset import rounded
from mlcourse.linalg.maps import compose, signed_area
from mlcourse.linalg.named_maps import reflection, rotation, scaling, shear

__all__ = ["composition", "map_of"]

TURN, SLIDE, STRETCH, MIRROR = KINDS = ("turn", "slide", "stretch", "mirror")
STRENGTHS = linear(-1, 1, 5)
STAGES = tuple(k / 8 for k in range(17))  # maps done: each on its way in eighths
LEFT, RIGHT, LOW, HIGH = -2.4, 3.1, -2.4, 2.4  # of a lane: no corner comes further
SHIFT = 5.8  # from the first lane to the second: one panel, in one view on a phone, too
FLOOR, CEILING = -3.5, 2.95  # below stands what was done, above the order
FACTOR = 1.5  # of a stretch of strength 1
NO_BREAK = "\u00a0"  # a space at which no line ends


def map_of(kind: str, strength: float) -> FloatArray:
    """A turn by 90° times the strength, a slide by it, a stretch by a power of 1.5, a mirror."""
    if kind == TURN:
        return rotation(strength * np.pi / 2)
    if kind == MIRROR:
        return reflection(strength * np.pi / 2)
    return shear(strength) if kind == SLIDE else scaling(FACTOR**strength, 1.0)


def on_its_way(kind: str, strength: float, part: float) -> FloatArray:
    """The map done in part: less of the same, and for a mirror straight across, flat half-way."""
    if kind == MIRROR:
        return (1 - part) * np.eye(2) + part * map_of(kind, strength)
    return map_of(kind, part * strength)


def _words(kind: str, strength: float) -> str:
    if kind == TURN:
        return f"turn by {rounded(90 * strength, 1)}°"
    if kind == MIRROR:
        return f"mirror at the {rounded(90 * strength, 1)}° line"
    if kind == SLIDE:
        return f"slide by {rounded(strength, 2)}"
    return f"stretch across by {rounded(FACTOR**strength, 2)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Two maps in both orders; a lane is what is done so far, stage by stage."""

    names: tuple[str, str]
    kinds: tuple[str, str]
    maps: tuple[FloatArray, FloatArray]
    lanes: tuple[tuple[FloatArray, ...], tuple[FloatArray, ...]]  # a matrix for each stage

    @property
    def same(self) -> bool:
        return bool(np.abs(self.lanes[0][-1] - self.lanes[1][-1]).max() < 1e-9)


def _lane(first: tuple[str, float], then: tuple[str, float]) -> tuple[FloatArray, ...]:
    """At stage 1.5 the first is done and half of the other."""
    return tuple(
        compose(on_its_way(*then, max(done - 1, 0.0)), on_its_way(*first, min(done, 1.0)))
        for done in STAGES
    )


def compute(*, kind_a: str, by_a: float, kind_b: str, by_b: float) -> View:
    """First A then B is the product BA."""
    a, b = (kind_a, by_a), (kind_b, by_b)
    return View(
        names=(_words(kind_a, by_a), _words(kind_b, by_b)),
        kinds=(kind_a, kind_b),
        maps=(map_of(*a), map_of(*b)),
        lanes=(_lane(a, b), _lane(b, a)),
    )


def _ground() -> FloatArray:
    """The grid of a lane."""
    upright = [[[x, LOW], [x, HIGH]] for x in range(-2, 4)]
    level = [[[LEFT, y], [RIGHT, y]] for y in range(-2, 3)]
    return gapped(np.array([*upright, *level], dtype=float))


def draw(fig: Figure, view: View) -> Artists:
    """Two lanes, one for each order."""
    ax = fig.subplots()
    ax.set(xlim=(LEFT, RIGHT + SHIFT), ylim=(FLOOR, CEILING), aspect="equal")
    ax.set_axis_off()
    artists = Artists()
    for lane in (0, 1):
        to = np.array([SHIFT * lane, 0.0])
        ax.plot(*(_ground() + to).T, color=GRID, linewidth=0.8)
        for axis in ([[LEFT, 0.0], [RIGHT, 0.0]], [[0.0, LOW], [0.0, HIGH]]):
            ax.plot(*(np.array(axis) + to).T, color=MUTED, linewidth=0.8)
        order = ax.text(to[0] + 0.35, CEILING, "", size=12, weight="bold", ha="center", va="top")
        (ghost,) = ax.plot([], [], "--", color=MUTED, linewidth=1.4)
        (square,) = ax.fill([0, 0, 0], [0, 0, 0], color=BLUE, alpha=0.22, linewidth=0)
        (letter,) = ax.plot([], [], color=INK, linewidth=2.6)
        (second,) = ax.plot([], [], color=ORANGE, linewidth=2.0)
        (first,) = ax.plot([], [], color=GREEN, linewidth=2.0)
        done = ax.text(to[0] + LEFT, LOW - 0.08, "", size=12.5, color=INK, va="top")
        for name, artist in (
            ("ghost", ghost), ("square", square), ("letter", letter),
            ("second", second), ("first", first), ("done", done), ("order", order),
        ):  # fmt: skip
            setattr(artists, f"{name}{lane}", artist)
    return artists


def _sent(shape: FloatArray, a: FloatArray) -> FloatArray:
    return np.where(np.isnan(shape), np.nan, np.nan_to_num(shape) @ a.T)


def update(artists: Artists, view: View, *, stage: float) -> Sequence[Artist]:
    """Both lanes at this stage; at the end each shows the outline of the other."""
    row, end = STAGES.index(stage), stage == STAGES[-1]
    for lane in (0, 1):
        a, other = view.lanes[lane][row], view.lanes[1 - lane][-1]
        to = np.array([SHIFT * lane, 0.0])
        get = {name: getattr(artists, f"{name}{lane}") for name in (
            "ghost", "square", "letter", "second", "first", "done", "order"
        )}  # fmt: skip
        ghost = _sent(SQUARE, other) + to if end else np.empty((0, 2))
        get["ghost"].set_data(*ghost.T)
        get["square"].set_xy(_sent(SQUARE[:4], a) + to)
        get["letter"].set_data(*(_sent(LETTER, a) + to).T)
        get["first"].set_data(*arrow(to, a[:, 0]).T)
        get["second"].set_data(*arrow(to, a[:, 1]).T)
        order = view.names if lane == 0 else view.names[::-1]
        get["done"].set_text("\n".join(f"{k + 1}. {order[k]}" for k in range(ceil(stage))))
        title = ("first A, then B", "first B, then A")[lane]
        get["order"].set_text(title + (": BA", ": AB")[lane] if end else title)
    return list(vars(artists).values())


def _rows(a: FloatArray) -> str:
    rows = (f"{rounded(row[0], 2)} {rounded(row[1], 2)}" for row in a)
    return f"({'; '.join(rows)})".replace(" ", NO_BREAK)


def readout(view: View, *, stage: float) -> str:
    """What was done, both matrices with their areas, and at the end a verdict."""
    one, two = (lane[STAGES.index(stage)] for lane in view.lanes)
    if stage == 0:
        return f"A: {view.names[0]}. B: {view.names[1]}. Nothing is done yet."
    areas = f"signed areas {rounded(signed_area(one))} and {rounded(signed_area(two))}"
    text = f"After {rounded(stage)} of 2 maps: {_rows(one)} and {_rows(two)}, {areas}"
    if stage == 2:
        text += ". The same map" if view.same else ". Two different maps"
    return text + "."


def _commute(view: View, *, stage: float) -> bool:
    still = any(np.allclose(a, np.eye(2)) for a in view.maps)
    return bool(stage == 2 and view.same and view.kinds[0] != view.kinds[1] and not still)


composition = Explorer(
    name="composition",
    title="Two maps, two orders",
    alt=(
        "Two planes side by side, each with a letter F in the unit square and two unit arrows. In "
        "the first plane map A is done first and then map B, in the second B first and then A, "
        "each in small steps; at the end each plane shows the outline of where the square ended in "
        "the other."
    ),
    controls={
        "stage": Steps(STAGES, default=0.0, label="maps done", format="g", milliseconds=120),
        "kind_a": Choice(KINDS, default=TURN, label="A"),
        "by_a": Slider(STRENGTHS, default=1.0, label="strength of A", format="g"),
        "kind_b": Choice(KINDS, default=SLIDE, label="B"),
        "by_b": Slider(STRENGTHS, default=1.0, label="strength of B", format="g"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "turn and slide": {"kind_a": TURN, "by_a": 1, "kind_b": SLIDE, "by_b": 1, "stage": 0},
        "two slides": {"kind_a": SLIDE, "by_a": 1, "kind_b": SLIDE, "by_b": -0.5, "stage": 0},
        "two mirrors": {"kind_a": MIRROR, "by_a": 0, "kind_b": MIRROR, "by_b": 0.5, "stage": 0},
    },
    challenge=Challenge(
        text="Find two maps of different kinds, neither of them without effect, for which the "
        "order does not matter.",
        solved=_commute,
    ),
    size=(6.0, 3.4),
)
