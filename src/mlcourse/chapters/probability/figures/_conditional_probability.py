"""Two events in a mosaic: what is given makes the columns, what is asked fills them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, linear
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PURPLE, RED
from mlcourse.probability.overlap import OverlapTable, overlap_bounds, overlap_table

__all__ = ["conditional_probability"]

GIVEN = ("A", "B")
# from top to bottom
BARS = ("P(A)", "P(A | B)", "P(B)", "P(B | A)", "P(A and B)")
COLOURS = (BLUE, BLUE, ORANGE, ORANGE, PURPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The table of two events, and the mosaic seen from the event that is given."""

    given: str
    table: OverlapTable
    width: float  # of the column of what is given
    levels: tuple[float, float]  # the share of the other event within it, and beside it
    overall: float  # the probability of the other event
    bars: FloatArray  # (5,) the probabilities in BARS


def compute(*, p_a: float, p_b: float, overlap: float, given: str) -> View:
    """The overlap goes from its least through the independent to its largest value."""
    low, high = overlap_bounds(p_a, p_b)
    product = p_a * p_b
    reach = high - product if overlap > 0 else product - low
    table = overlap_table(p_a, p_b, product + overlap * reach)
    if given == "A":
        width, overall = p_a, p_b
        levels = table.p_b_given_a, table.p_b_given_not_a
    else:
        width, overall = p_b, p_a
        levels = table.p_a_given_b, table.p_a_given_not_b
    both = float(table.joint[0, 0])
    return View(
        given=given,
        table=table,
        width=width,
        levels=levels,
        overall=overall,
        bars=np.array([p_a, table.p_a_given_b, p_b, table.p_b_given_a, both]),
    )


def _box(left: float, right: float, low: float, high: float) -> FloatArray:
    return np.array([[left, low], [right, low], [right, high], [left, high]])


def draw(fig: Figure, view: View) -> Artists:
    """The mosaic, and the five probabilities as bars."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.15))
    left.set(xlim=(-0.01, 1.01), ylim=(-0.14, 1.13), aspect="equal", title="the mosaic of area 1")
    left.set_axis_off()
    left.set_title("the mosaic: area is probability")
    tiles = PolyCollection([_box(0, 1, 0, 1)] * 4, edgecolors=INK, linewidths=0.8)
    left.add_collection(tiles, autolim=False)
    (level,) = left.plot([], [], color=INK, linestyle="--", linewidth=1.2)
    label = {"ha": "center", "va": "center", "size": 10}
    within = left.text(0.5, -0.07, "", weight="bold", **label)
    beside = left.text(0.5, -0.07, "", color=MUTED, **label)
    verdict = left.text(0.5, 1.07, "", ha="center", va="center", weight="bold", size=9.5)
    asked = left.text(0.5, 0.5, "", weight="bold", **label)

    rows = -np.arange(5.0)
    right.set(xlim=(0, 1), ylim=(-4.6, 0.6), title="five probabilities", xlabel="probability")
    right.set_yticks(rows, BARS)
    right.tick_params(axis="y", length=0)
    right.vlines(np.linspace(0.2, 1, 5), -4.6, 0.6, color=GRID, linewidth=0.7)
    bars = LineCollection([], colors=COLOURS, linewidths=11)
    bars.set_capstyle("butt")
    right.add_collection(bars, autolim=False)
    return Artists(
        tiles=tiles,
        level=level,
        within=within,
        beside=beside,
        verdict=verdict,
        asked=asked,
        bars=bars,
    )


def _verdict(view: View) -> tuple[str, str]:
    other = "B" if view.given == "A" else "A"
    if abs(view.table.gap) < 1e-9:
        return "levels aligned: independent", GREEN
    if view.table.gap > 0:
        return f"{view.given} makes {other} more likely", RED
    return f"{view.given} makes {other} less likely", RED


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Columns of what is given, filled to the share of the other event."""
    w, (inside, outside) = view.width, view.levels
    artists.tiles.set_verts(
        [
            _box(0, w, 0, inside),
            _box(0, w, inside, 1),
            _box(w, 1, 0, outside),
            _box(w, 1, outside, 1),
        ]
    )
    light = ORANGE if view.given == "A" else BLUE
    artists.tiles.set_facecolor([(PURPLE, 0.85), (GRID, 0.9), (light, 0.3), (GRID, 0.25)])
    artists.level.set_data([0, 1], [view.overall, view.overall])
    other = "B" if view.given == "A" else "A"
    artists.within.set_text(view.given)
    artists.within.set_x(w / 2)
    artists.beside.set_text(f"not {view.given}")
    artists.beside.set_x(min((1 + w) / 2, 0.92))
    text, colour = _verdict(view)
    artists.verdict.set_text(text)
    artists.verdict.set_color(colour)
    artists.asked.set_text(f"{other}" if min(w, inside) > 0.12 else "")
    artists.asked.set_position((w / 2, inside / 2))
    rows = -np.arange(5.0)
    artists.bars.set_segments(
        [np.array([[0, y], [x, y]]) for x, y in zip(view.bars, rows, strict=True)]
    )
    return [
        artists.tiles,
        artists.level,
        artists.within,
        artists.beside,
        artists.verdict,
        artists.asked,
        artists.bars,
    ]


def readout(view: View) -> str:
    """Both conditional probabilities and what independence would ask for."""
    a, a_given_b, b, b_given_a, both = view.bars
    return (
        f"P(A | B) = {both:.3f} / {b:.2g} = {a_given_b:.2f}, "
        f"P(B | A) = {both:.3f} / {a:.2g} = {b_given_a:.2f}; "
        f"P(A and B) = {both:.3f}, P(A) P(B) = {a * b:.3f}."
    )


conditional_probability = Explorer(
    name="conditional_probability",
    title="Given A, or given B?",
    alt=(
        "Left: a square of area one, cut into a column for the event that is given and a column "
        "for its opposite; each is filled to the share of the other event within it. The dashed "
        "line is the overall share. When the two levels meet it, the events are independent. "
        "Right: bars for P of A, A given B, B, B given A, and both. The two conditional "
        "probabilities share the numerator and differ in what they divide by."
    ),
    controls={
        "given": Choice(GIVEN, label="columns: given"),
        "p_a": Slider(linear(0.1, 0.9, 9), default=0.3, label="P(A)"),
        "p_b": Slider(linear(0.1, 0.9, 9), default=0.5, label="P(B)"),
        "overlap": Slider(
            linear(-1, 1, 21),
            default=0.6,
            label="overlap (−1 least, 1 most)",
            format=".1f",
        ),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.2, 3.0),
    presets={
        "independent": {"p_a": 0.3, "p_b": 0.5, "overlap": 0},
        "A needs B": {"p_a": 0.2, "p_b": 0.8, "overlap": 1, "given": "A"},
        "the same, given B": {"p_a": 0.2, "p_b": 0.8, "overlap": 1, "given": "B"},
        "never both": {"p_a": 0.4, "p_b": 0.4, "overlap": -1, "given": "A"},
    },
    challenge=Challenge(
        text="Make B all but certain given A, P(B | A) ≥ 0.95, while A stays unlikely given B, "
        "P(A | B) ≤ 0.15.",
        solved=lambda view: bool(view.bars[3] >= 0.95 and view.bars[1] <= 0.15),
    ),
)
