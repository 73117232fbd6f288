"""One table of two events as two mosaics: columns by what is given, filled to what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from mlcourse.explore import Artists, Challenge, Explorer, Slider, linear
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE, PURPLE
from mlcourse.probability.overlap import OverlapTable, overlap_bounds, overlap_table

__all__ = ["conditional_probability"]

COLOURS = {  # the same in both mosaics
    "A and B": (PURPLE, 0.5),
    "only A": (BLUE, 0.35),
    "only B": (ORANGE, 0.4),
    "neither": (GRID, 0.5),
}
NARROW = 0.19  # a column in which a label must stand upright
FLAT = 0.09  # too low for a label
LINE, WORD = 0.045, 0.115  # half of the room that a label needs, level and upright


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The table of two events."""

    table: OverlapTable
    both: float  # P(A and B)
    bounds: tuple[float, float]  # the least and the most that it can be


def compute(*, p_a: float, p_b: float, both: float) -> View:
    """The overlap as a share of the way from the least to the most that is possible.

    Independent events are at a multiple of one tenth: the larger probability if both sum to at
    most 1, and 1 less the smaller one otherwise.
    """
    low, high = overlap_bounds(p_a, p_b)
    table = overlap_table(p_a, p_b, min(max(low + both * (high - low), low), high))
    return View(table=table, both=float(table.joint[0, 0]), bounds=(low, high))


Box = tuple[float, float, float, float]


def tiles(view: View, given: str) -> dict[str, Box]:
    """The four events as (left, right, low, high), in columns of what is given."""
    t = view.table
    if given == "A":
        width, inside, outside, other = t.p_a, t.p_b_given_a, t.p_b_given_not_a, "B"
    else:
        width, inside, outside, other = t.p_b, t.p_a_given_b, t.p_a_given_not_b, "A"
    return {
        "A and B": (0.0, width, 0.0, inside),
        f"only {given}": (0.0, width, inside, 1.0),
        f"only {other}": (width, 1.0, 0.0, outside),
        "neither": (width, 1.0, outside, 1.0),
    }


def _mosaic(ax: Axes, given: str) -> dict[str, Any]:
    ax.set(xlim=(-0.01, 1.01), ylim=(-0.1, 1.12), aspect="equal", title=f"given {given}")
    ax.set_axis_off()
    patches = PolyCollection([[(0, 0)]] * 4, edgecolors=INK, linewidths=0.9)
    ax.add_collection(patches, autolim=False)
    (level,) = ax.plot([], [], color=INK, linestyle="--", linewidth=1.2)
    centred: dict[str, Any] = {"ha": "center", "va": "center", "size": 9.5}
    return {
        "tiles": patches,
        "level": level,
        "within": ax.text(0.5, -0.06, given, color=INK, weight="bold", **centred),
        "beside": ax.text(0.5, -0.06, f"not {given}", color=MUTED, **centred),
        "asked": ax.text(0.0, 1.06, "", color=INK, ha="left", va="center", weight="bold"),
        **{name: ax.text(0.5, 0.5, name, color=INK, **centred) for name in COLOURS},
    }


def draw(fig: Figure, view: View) -> Artists:
    """The mosaic with columns of A, and that with columns of B."""
    left, right = fig.subplots(1, 2)
    return Artists(A=_mosaic(left, "A"), B=_mosaic(right, "B"))


def _label(text: Text, box: Box, level: float) -> None:
    """Put a label into its tile, off the dashed line, upright in a narrow tile; or nowhere."""
    left, right, low, high = box
    width, height = right - left, high - low
    upright = width < NARROW
    half = WORD if upright else LINE
    fits = min(width, height) > FLAT and height > 2 * half
    y = (low + high) / 2
    if abs(y - level) < half:
        y = level + half if level < y else level - half
        y = min(max(y, low + half), high - half)
    text.set(
        x=(left + right) / 2,
        y=y,
        rotation=90 if upright else 0,
        visible=fits,
    )


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Both mosaics of the same table."""
    t = view.table
    changed: list[Artist] = [*artists.A.values(), *artists.B.values()]
    for given, other in (("A", "B"), ("B", "A")):
        parts = getattr(artists, given)
        boxes = tiles(view, given)
        corners = [[(a, c), (b, c), (b, d), (a, d)] for a, b, c, d in boxes.values()]
        parts["tiles"].set_verts(corners)
        parts["tiles"].set_facecolor([COLOURS[name] for name in boxes])
        for name, box in boxes.items():
            _label(parts[name], box, t.p_b if given == "A" else t.p_a)
        width, inside, overall = boxes["A and B"][1], boxes["A and B"][3], t.p_b
        if given == "B":
            overall = t.p_a
        parts["level"].set_data([0, 1], [overall, overall])
        parts["within"].set_x(width / 2)
        parts["beside"].set_x(min((1 + width) / 2, 0.9))
        parts["asked"].set_text(
            f"P({other} | {given}) = {inside:.2f},  P({other}) = {overall:.1f} (dashed)"
        )
    return changed


def _relation(view: View) -> str:
    if abs(view.table.gap) < 1e-9:
        return "independent: each level is the dashed one"
    return f"each makes the other {'more' if view.table.gap > 0 else 'less'} likely"


def readout(view: View) -> str:
    """Both conditional probabilities and what independence would ask for."""
    t, both = view.table, view.both
    low, high = view.bounds
    return (
        f"P(A and B) = {both:.3g} ({low:.2g} to {high:.2g} is possible), "
        f"P(A) P(B) = {t.p_a * t.p_b:.2f}; "
        f"P(B | A) = {both:.3g} / {t.p_a:.1f} = {t.p_b_given_a:.2f}, "
        f"P(A | B) = {both:.3g} / {t.p_b:.1f} = {t.p_a_given_b:.2f}: {_relation(view)}."
    )


conditional_probability = Explorer(
    name="conditional_probability",
    title="Given A, or given B?",
    alt=(
        "Two squares of area one show the same two events. Left, a column for A and one for not "
        "A, each filled to the share of B within it; right, a column for B and one for not B, "
        "filled to the share of A. A tile has the same area in both. The dashed lines are the "
        "overall shares of B and of A."
    ),
    controls={
        "p_a": Slider(linear(0.1, 0.9, 9), default=0.3, label="P(A)"),
        "p_b": Slider(linear(0.1, 0.9, 9), default=0.5, label="P(B)"),
        "both": Slider(
            linear(0, 1, 21), default=0.3, label="overlap, from least to most", format=".0%"
        ),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.2, 3.9),
    presets={
        "A needs B": {"p_a": 0.2, "p_b": 0.8, "both": 1},
        "never both": {"p_a": 0.4, "p_b": 0.4, "both": 0},
        "independent": {"p_a": 0.3, "p_b": 0.5, "both": 0.5},
    },
    challenge=Challenge(
        text="Make B all but certain given A, P(B | A) ≥ 0.95, while A stays unlikely given B, "
        "P(A | B) ≤ 0.15.",
        solved=lambda view: bool(view.table.p_b_given_a >= 0.95 and view.table.p_a_given_b <= 0.15),
    ),
)
