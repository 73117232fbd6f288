"""A language model while it learns: what it sees, what it guesses, what it writes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.putting_it_together.figures.babble import (
    CURSORS,
    PASSAGE,
    guesses,
    lines_of,
    samples,
)
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE, PURPLE
from mlcourse.learning.language_run import language_run

__all__ = ["language_model"]

UPDATES = tuple(int(k) for k in language_run().updates)
TEMPERATURES = (0.5, 0.8, 1.0, 1.5, 2.0)
COLUMNS, ROWS = 17, 2.0  # letters a line, and the distance of two lines
BARS, LINES, WIDTH = 10, 7, 36
COUNTED = {4.11: "all letters alike", 3.30: "counting letters", 2.36: "counting pairs"}
SIGNS = {"\n": "↵", " ": "␣"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One cursor at one temperature, at all moments of the training."""

    cursor: int
    temperature: float
    probability: FloatArray  # (10, n_characters)
    attention: FloatArray  # (10, 51)
    truth: int
    samples: tuple[str, ...]


def compute(*, cursor: int, temperature: float) -> View:
    """Probabilities to the power of 1/T, and the samples."""
    all_of = guesses()
    p = all_of.probability[:, cursor - 1] ** (1 / temperature)
    return View(
        cursor=cursor,
        temperature=temperature,
        probability=p / p.sum(axis=1, keepdims=True),
        attention=all_of.attention[:, cursor - 1],
        truth=int(all_of.truth[cursor - 1]),
        samples=samples(temperature),
    )


def _place(index: int) -> tuple[float, float]:
    return float(index % COLUMNS), -ROWS * (index // COLUMNS)


def _reading(ax: Axes) -> None:
    ax.set(xlim=(-0.8, COLUMNS - 0.2), ylim=(-2 * ROWS - 0.8, 1.9))
    ax.set_title("an unseen speech, and what it looks at")
    ax.axis("off")
    for k, letter in enumerate(PASSAGE):
        x, y = _place(k)
        colour = MUTED if letter in SIGNS else INK
        ax.text(x, y, SIGNS.get(letter, letter), size=11, color=colour, ha="center", va="center")


def draw(fig: Figure, view: View) -> Artists:
    """The speech, the ten likeliest letters, the babble and the loss."""
    (text, bars), (babble, loss) = fig.subplots(2, 2, width_ratios=(1.25, 1.0))
    _reading(text)
    artists = Artists()
    (artists.glances,) = text.plot([], [], color=PURPLE, linewidth=7.0, solid_capstyle="butt")
    (artists.box,) = text.plot([], [], color=ORANGE, linewidth=2.0)
    bars.set(xlim=(0, 1.0), ylim=(BARS - 0.4, -0.6), xticks=(0, 0.5, 1), yticks=())
    bars.set_xlabel("probability")
    bars.set_title("the likeliest letters to come")
    bars.spines["left"].set_visible(False)
    (artists.bars,) = bars.plot([], [], color=BLUE, linewidth=8.5, solid_capstyle="butt")
    (artists.right,) = bars.plot([], [], color=ORANGE, linewidth=8.5, solid_capstyle="butt")
    artists.letters = [
        bars.text(-0.04, row, "", size=10, ha="center", va="center") for row in range(BARS)
    ]
    babble.set(xlim=(0, 1), ylim=(LINES - 0.3, -1.0))
    babble.set_title("what it writes")
    babble.axis("off")
    babble.text(0, -0.6, "MENENIUS:", size=9.5, color=MUTED, va="center")
    artists.lines = [babble.text(0, 0.4 + row, "", size=9.5, va="center") for row in range(LINES)]
    marks = np.array([0, 1, 10, 100, 1000])
    loss.set(xlim=(-0.15, 3.65), ylim=(1.4, 4.6), xlabel="updates so far")
    loss.set(xticks=np.log10(1 + marks), xticklabels=[f"{k:,}" for k in marks])
    loss.set_title("loss on unseen text, nats a letter")
    for height, name in COUNTED.items():
        loss.axhline(height, color=GRID, linewidth=1.2)
        loss.text(3.62, height + 0.05, name, size=8.5, color=MUTED, ha="right", va="bottom")
    (artists.loss,) = loss.plot([], [], "o-", color=BLUE, markersize=5)
    return artists


def _rows(size: FloatArray, places: FloatArray) -> FloatArray:
    out = np.full((len(size), 3, 2), np.nan)
    out[:, :2, 1] = places[:, None]
    out[:, 0, 0], out[:, 1, 0] = 0.0, size
    return out.reshape(-1, 2)


def update(artists: Artists, view: View, *, update: int) -> Sequence[Artist]:
    """The glances, the guesses, the babble and the loss at this moment."""
    run, now = language_run(), UPDATES.index(update)
    seen = np.flatnonzero(view.attention[now] >= 0.01)
    glances = np.full((len(seen), 3, 2), np.nan)
    for k, index in enumerate(seen):
        x, y = _place(int(index))
        glances[k, :2] = (x, y + 0.5), (x, y + 0.5 + view.attention[now, index])
    artists.glances.set_data(*glances.reshape(-1, 2).T)
    x, y = _place(view.cursor)
    artists.box.set_data(*(np.array([x, y]) + 0.46 * CORNERS).T)
    p = view.probability[now]
    best = np.argsort(-p, kind="stable")[:BARS]
    hit = best == view.truth
    places = np.arange(float(BARS))
    artists.bars.set_data(*_rows(p[best][~hit], places[~hit]).T)
    artists.right.set_data(*_rows(p[best][hit], places[hit]).T)
    alphabet = run.models[0].alphabet
    for text, code in zip(artists.letters, best, strict=True):
        text.set_text(SIGNS.get(alphabet[code], alphabet[code]))
    for text, line in zip(artists.lines, lines_of(view.samples[now], WIDTH, LINES), strict=True):
        text.set_text(line)
    artists.loss.set_data(np.log10(1.0 + run.updates[: now + 1]), run.loss[: now + 1])
    return [
        artists.glances, artists.box, artists.bars, artists.right, *artists.letters,
        *artists.lines, artists.loss,
    ]  # fmt: skip


CORNERS = np.array([[-1.0, -1.15], [1.0, -1.15], [1.0, 1.15], [-1.0, 1.15], [-1.0, -1.15]])


def readout(view: View, *, update: int) -> str:
    """When, what the letter that comes was given, and the loss."""
    run, now = language_run(), UPDATES.index(update)
    when = f"Update {update:,}"
    if update % 162 == 0 and update:
        epochs = update // 162
        when += f" (epoch {epochs})"
    truth = run.models[0].alphabet[view.truth]
    name = {"\n": "the end of the line", " ": "a blank"}.get(truth, f"“{truth}”")
    loss = run.loss[now]
    return (
        f"{when}: the letter that comes, {name}, has the probability "
        f"{view.probability[now, view.truth]:.3f}. Loss {loss:.2f}: as if torn between "
        f"{np.exp(loss):.1f} letters."
    )


def _stunned(view: View, *, update: int) -> bool:
    if update != UPDATES[-1] or view.temperature != 1.0:
        return False
    all_of = guesses()
    given = all_of.probability[-1][np.arange(len(CURSORS)), all_of.truth]
    return view.cursor == CURSORS[int(given.argmin())]


language_model = Explorer(
    name="language_model",
    title="What does it learn first?",
    alt=(
        "First: 51 letters of a speech that the model has not learned from; bars over the letters "
        "already read show how much attention each gets, and a box marks the letter to come. "
        "Then the ten letters that the model finds likeliest, as bars, the true one in another "
        "colour; what the model writes after the heading MENENIUS; and the loss on unseen text so "
        "far, against the updates on a log scale, with lines at 4.11, 3.30 and 2.36 nats."
    ),
    controls={
        "update": Steps(UPDATES, default=0, label="update", milliseconds=900),
        "cursor": Slider(CURSORS, default=7, label="letters read", format="d"),
        "temperature": Slider(TEMPERATURES, default=1.0, label="temperature T", format="g"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "a name": {"cursor": 7},
        "a first letter": {"cursor": 10},
        "within a common word": {"cursor": 24},
    },
    challenge=Challenge(
        text=(
            "After the last update, at T = 1: which letter of the speech surprises the model most?"
        ),
        solved=_stunned,
    ),
    size=(7.8, 5.6),
)
