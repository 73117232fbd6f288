"""Attention by hand: a query in the plane, three words that answer, and their weighted mean."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Pad, Slider, Toggle, linear
from mlcourse.explore.lines import arrow, dots
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE, PAPER, PURPLE
from mlcourse.explore.typeset import number
from mlcourse.learning.attention import Attention, scaled_dot_product_attention

__all__ = ["attention"]

WORDS = {"the": (0.0, 0.0), "bank": (1.5, 1.5), "river": (3.0, 0.0), "loan": (0.0, 3.0)}
SENTENCES = ("the river bank", "the bank loan", "river bank loan")
TEMPERATURES = (0.25, 1.0, 4.0)
REACH = 3.9
COLUMNS = ("score", "e to the score\n(bars: relative)", "weight")
NAMES = 1.4  # where the names stand, in the right panel; the columns begin beyond
STARTS, LONG = (2.65, 4.2, 6.5), (1.0, 1.5, 2.6)  # where the bars begin, how long one of size 1 is
NUMBERS = (2.65, 4.95, 7.0)  # where the numbers under them stand
HIGHEST = 8.0  # the score whose bar has size 1; beyond it, a bar has a gap near its end


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A query, the words that it meets, and what attention makes of them."""

    words: tuple[str, ...]
    query: FloatArray  # (2,)
    keys: FloatArray  # (3, 2) and values, too
    found: Attention
    shown: bool


def compute(*, x: float, y: float, sentence: str, temperature: float, shown: bool) -> View:
    """One query against the three words of a sentence; keys and values are the same."""
    words = tuple(sentence.split())
    keys = np.array([WORDS[word] for word in words])
    query = np.array([x, y])
    found = scaled_dot_product_attention(query[None], keys, keys, temperature=temperature)
    return View(words=words, query=query, keys=keys, found=found, shown=shown)


def draw(fig: Figure, view: View) -> Artists:
    """The plane with the words, and three columns of bars."""
    plane, table = fig.subplots(1, 2, width_ratios=(1.0, 1.15))
    plane.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
    plane.set(xticks=range(-3, 4), yticks=range(-3, 4), title="drag the query")
    plane.grid(True)
    table.set(xlim=(0.1, 9.2), ylim=(2.9, -1.2), title="from query to weights")
    table.axis("off")
    table.set_box_aspect(1 / 1.15)  # as high as the plane
    for name, start, middle in zip(COLUMNS, STARTS, NUMBERS, strict=True):
        table.text(middle, -0.62, name, size=9, ha="center", va="bottom", linespacing=1.1)
        table.plot([start, start], [-0.4, 2.4], color=GRID, linewidth=1.0)
    artists = Artists(plane=plane)
    (artists.hull,) = plane.plot([], [], color=PURPLE, linewidth=1.0, linestyle=":")
    (artists.ask,) = plane.plot([], [], color=BLUE, linewidth=2.2)
    (artists.dots,) = plane.plot([], [], color=INK, linewidth=9.0, snap=False)
    artists.dots.set_solid_capstyle("round")
    (artists.mean,) = plane.plot([], [], "D", color=PURPLE, markersize=10)
    artists.names = [plane.text(0, 0, "", size=10.5, weight="bold") for _ in range(3)]
    artists.rows = [
        table.text(NAMES, row, "", size=10.5, weight="bold", ha="right", va="center")
        for row in range(3)
    ]
    artists.bars = []
    for colour in (MUTED, ORANGE, PURPLE):
        (bars,) = table.plot([], [], color=colour, linewidth=11.0, solid_capstyle="butt")
        artists.bars.append(bars)
    artists.numbers = [
        table.text(
            start,
            row + 0.34,
            "",
            size=8.5,
            color=INK,
            ha="center",
            va="center",
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
        )
        for start in NUMBERS
        for row in range(3)
    ]
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The query, the bars of the three columns, and the mean if it is asked for."""
    scores, weights = view.found.scores[0], view.found.weights[0]
    ring = view.keys[[0, 1, 2, 0]]
    artists.hull.set_data(*(ring if view.shown else ring[:0]).T)
    artists.ask.set_data(*arrow(np.zeros(2), view.query).T)
    artists.dots.set_data(*dots(view.keys).T)
    artists.mean.set_data(*(view.found.output if view.shown else view.found.output[:0]).T)
    for k, (word, place) in enumerate(zip(view.words, view.keys, strict=True)):
        artists.names[k].set_text(word)
        # the arrow begins at the dot of "the"
        up = word in ("bank", "loan") or (word == "the" and view.query[1] < 0)
        beside = _bank(view.query) if word == "bank" else np.array([0.0, 0.35])
        if word in ("the", "river"):
            beside = np.array([-0.4, 0.35 if up else -0.65])
        artists.names[k].set_position(tuple(place + beside))
        artists.rows[k].set_text(word)
    sizes = (scores / HIGHEST, np.exp(scores - scores.max()), weights)
    said = (scores, np.exp(scores), weights)
    for k, (bars, start, long) in enumerate(zip(artists.bars, STARTS, LONG, strict=True)):
        there = k < 2 or view.shown
        rows = [_bar(start, long, size, row) for row, size in enumerate(sizes[k]) if there]
        bars.set_data(*np.vstack([*rows, np.full((1, 2), np.nan)]).T)
    for text, value, column in zip(
        artists.numbers, np.concatenate(said), np.repeat([0, 1, 2], 3), strict=True
    ):
        text.set_text(_number(value, column) if column < 2 or view.shown else "")
    return [
        artists.hull, artists.ask, artists.dots, artists.mean, *artists.names, *artists.rows,
        *artists.bars, *artists.numbers,
    ]  # fmt: skip


def _bank(query: FloatArray) -> FloatArray:
    """The name of "bank" beside its dot, where the arrow does not run through it."""
    x, y = query
    if y < 1.75 or not 0.7 * x <= y <= 1.6 * x:
        return np.array([0.0, 0.35])
    return np.array([-0.95, 0.35] if y <= x else [0.3, -0.15])


def _bar(start: float, long: float, size: float, row: int) -> FloatArray:
    """A bar of a size; one that would be too long has a gap and an end."""
    ends = [0.0, size] if abs(size) <= 1 else [0.0, 0.7, np.nan, 0.86, 1.0]
    along = start + long * (np.sign(size) if abs(size) > 1 else 1) * np.array([*ends, np.nan])
    return np.column_stack([along, np.full(len(along), float(row))])


def _number(value: float, column: int) -> str:
    if column == 1 and (value >= 1000 or value < 0.01):
        return number(value, ".0e")
    return number(value, f".{(2, 1 if value >= 10 else 2, 3)[column]}f")


def readout(view: View) -> str:
    """The query and the scores; the weights and their mean once they are asked for."""
    x, y = view.query
    text = f"The query ({x:g}, {y:g}) gives the {'weights' if view.shown else 'scores'}: "
    found, digits = (view.found.weights, 3) if view.shown else (view.found.scores, 2)
    parts = zip(view.words, found[0], strict=True)
    text += ", ".join(f"“{word}” {number:.{digits}f}" for word, number in parts)
    if view.shown:
        text += ". Their mean: ({:.2f}, {:.2f})".format(*view.found.output[0])
    return text + "."


def _away(view: View) -> bool:
    return bool(
        set(view.words) == {"river", "bank", "loan"}
        and np.ptp(view.found.weights) < 1e-9
        and np.all(view.keys @ view.query < 0)
    )


attention = Explorer(
    name="attention",
    title="Does a word change with its company?",
    alt=(
        "Left: the plane with the three words of a sentence as dots, and an arrow from the origin "
        "that can be dragged, the query; on request the weighted mean of the words as a diamond, "
        "within the dotted triangle of the words. Right: for each word, as bars with their "
        "numbers, its score (a bar with a gap goes beyond 8), e to the power of the score (the "
        "bar as a share of the largest), and on request the weight."
    ),
    controls={
        "x": Slider(linear(-3.5, 3.5, 15), default=1.5, label="query, first entry", format="g"),
        "y": Slider(linear(-3.5, 3.5, 15), default=1.5, label="query, second entry", format="g"),
        "sentence": Choice(SENTENCES, label="sentence"),
        "temperature": Slider(TEMPERATURES, default=1.0, label="temperature T", format="g"),
        "shown": Toggle(label="show the weights and their mean"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "bank by the river": {"sentence": "the river bank"},
        "bank with a loan": {"sentence": "the bank loan"},
        "both": {"sentence": "river bank loan"},
    },
    challenge=Challenge(
        text=(
            "In “river bank loan”, give all three words the same weight with a query that points "
            "away from all of them (all scores negative)."
        ),
        solved=_away,
    ),
    pads=[Pad(x="x", y="y", axes="plane")],
    size=(7.6, 3.9),
)
