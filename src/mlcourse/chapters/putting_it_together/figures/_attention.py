"""Attention by hand: a query in the plane, three words that answer, and their weighted mean."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Pad, Slider, Toggle, linear
from mlcourse.explore.lines import arrow, dots
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE, PURPLE
from mlcourse.learning.attention import Attention, scaled_dot_product_attention

__all__ = ["attention"]

WORDS = {"the": (0.0, 0.0), "bank": (1.5, 1.5), "river": (3.0, 0.0), "loan": (0.0, 3.0)}
SENTENCES = ("the river bank", "the bank loan", "river bank loan")
TEMPERATURES = (0.25, 1.0, 4.0)
REACH = 3.9
COLUMNS = ("score", "e to the score", "weight")
NAMES = 1.5  # where the names stand, in the right panel; the columns begin beyond
STARTS, LONG = (2.9, 4.7, 6.5), 1.3  # where the bars begin, and how long one of size 1 is


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
    plane, table = fig.subplots(1, 2, width_ratios=(1.0, 1.0))
    plane.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
    plane.set(xticks=range(-3, 4), yticks=range(-3, 4), title="drag the query")
    plane.grid(True)
    table.set(xlim=(0.2, 8.0), ylim=(3.1, -1.0), title="from query to weights")
    table.axis("off")
    for name, start in zip(COLUMNS, STARTS, strict=True):
        table.text(start + (0 if name == "score" else 0.6), -0.62, name, size=9, ha="center")
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
        table.text(start, row + 0.34, "", size=8.5, color=INK, ha="center", va="center")
        for start in (STARTS[0], STARTS[1] + 0.6, STARTS[2] + 0.6)
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
        below = word in ("the", "river")
        artists.names[k].set_position((place[0] - (0.7 if below else 0), place[1] + 0.35))
        if below:
            artists.names[k].set_position((place[0] - 0.4, place[1] - 0.65))
        artists.rows[k].set_text(word)
    sizes = (np.clip(scores / 8.0, -0.75, 1.0), np.exp(scores - scores.max()), weights)
    said = (scores, np.exp(scores), weights)
    for bars, start, size in zip(artists.bars, STARTS, sizes, strict=True):
        line = np.full((3, 3, 2), np.nan)
        line[:, :2, 1] = np.arange(3.0)[:, None]
        line[:, 0, 0], line[:, 1, 0] = start, start + LONG * size
        bars.set_data(*line.reshape(-1, 2).T)
    for text, value, column in zip(
        artists.numbers, np.concatenate(said), np.repeat([0, 1, 2], 3), strict=True
    ):
        text.set_text(_number(value, column))
    return [
        artists.hull, artists.ask, artists.dots, artists.mean, *artists.names, *artists.rows,
        *artists.bars, *artists.numbers,
    ]  # fmt: skip


def _number(value: float, column: int) -> str:
    if column == 1 and (value >= 1000 or value < 0.01):
        digits, power = f"{value:.0e}".split("e")
        up = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{digits}·10{up}"
    text = f"{value:.{(2, 1 if value >= 10 else 2, 3)[column]}f}"
    return text.replace("-", "−")


def readout(view: View) -> str:
    """The query and the weights; the mean once it is asked for."""
    x, y = view.query
    text = f"The query ({x:g}, {y:g}) gives ".replace("-", "−")
    parts = zip(view.words, view.found.weights[0], strict=True)
    text += ", ".join(f"{word} {weight:.3f}" for word, weight in parts)
    if view.shown:
        text += ". Their mean: ({:.2f}, {:.2f})".format(*view.found.output[0]).replace("-", "−")
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
        "within the dotted triangle of the words. Right: for each word its score, e to the power "
        "of the score (as a share of the largest), and the weight, as bars with their numbers."
    ),
    controls={
        "x": Slider(linear(-3.5, 3.5, 15), default=1.5, label="query, first entry", format="g"),
        "y": Slider(linear(-3.5, 3.5, 15), default=1.5, label="query, second entry", format="g"),
        "sentence": Choice(SENTENCES, label="sentence"),
        "temperature": Slider(TEMPERATURES, default=1.0, label="temperature T", format="g"),
        "shown": Toggle(label="show the weighted mean"),
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
