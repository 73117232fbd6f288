"""Whose words are nearest? The same nine parts under different rulers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.linear_algebra.figures import speakers
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Toggle, linear
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE
from mlcourse.explore.typeset import rounded

__all__ = ["cast"]

POWERS = linear(0, 2, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The eight others, how near each is, and how many piles either ruler recognises."""

    asked: str
    ruler: str
    power: float
    look: bool
    near: FloatArray  # (9,) distance with a minus, or cosine; −∞ for the one who is asked about
    known: dict[str, list[int]]  # of 14, for each power up to now

    @property
    def nearest(self) -> str:
        return speakers.PEOPLE[int(self.near.argmax())]

    @property
    def share(self) -> FloatArray:
        """(9,) compared with the nearest: 1 for it, 0 for the one who is asked about."""
        best = self.near.max()
        with np.errstate(divide="ignore"):
            other = np.isfinite(self.near)
            scaled = self.near / best if self.ruler == speakers.COSINE else best / self.near
        return np.where(other, scaled, 0.0)


@cache
def _near(power: float, ruler: str) -> FloatArray:
    return speakers.nearness(speakers.counts() * speakers.weights(power), ruler)


@cache
def _known(power: float, ruler: str) -> int:
    return speakers.recognised(power, ruler)


def compute(*, ruler: str, power: float, asked: str, look: bool) -> View:
    """Everybody's nearness to the one asked about."""
    rulers = (speakers.DISTANCE, speakers.COSINE)
    return View(
        asked=asked,
        ruler=ruler,
        power=power,
        look=look,
        near=_near(power, ruler)[speakers.PEOPLE.index(asked)],
        known={one: [_known(p, one) for p in POWERS if p <= power] for one in rulers},
    )


def draw(fig: Figure, view: View) -> Artists:
    """Bars for the others, as soon as they are asked for, and the test on halves."""
    left, right = fig.subplots(1, 2, width_ratios=(1.25, 1.0))
    n = len(speakers.PEOPLE)
    left.set(xlim=(0, 1.03), ylim=(n - 0.4, -0.6), title="near, compared with the nearest")
    left.set(xticks=(0, 0.5, 1), yticks=range(n), xlabel="1 is the nearest")
    left.set_yticklabels(speakers.PEOPLE)
    left.tick_params(axis="y", labelcolor=INK, length=0)
    (bars,) = left.plot([], [], color=BLUE, linewidth=9, solid_capstyle="butt", alpha=0.55)
    (first,) = left.plot([], [], color=BLUE, linewidth=9, solid_capstyle="butt")
    note = left.text(0.02, 0, "", color=MUTED, size=9, va="center")
    cover = left.text(
        0.5, (n - 1) / 2 + 0.5, "", color=MUTED, size=10, ha="center", va="center"
    )  # between two rows
    right.set(xlim=(-0.1, 2.1), ylim=(0, 14.4), title="piles recognised, of 14")
    right.set(xlabel="weight of rare words", xticks=(0, 0.5, 1, 1.5, 2), yticks=range(0, 15, 2))
    right.grid(True, axis="y", color=GRID)
    (cosine,) = right.plot([], [], "o-", color=BLUE)
    (distance,) = right.plot([], [], "s-", color=ORANGE)
    right.text(0.0, 13.3, "● cosine", color=BLUE, size=9, va="center")
    right.text(0.62, 13.3, "■ distance", color=ORANGE, size=9, va="center")
    return Artists(bars=bars, first=first, note=note, cover=cover, cosine=cosine, distance=distance)


def _sticks(rows: Sequence[int], share: FloatArray) -> FloatArray:
    out = np.full((len(rows), 3, 2), np.nan)
    for k, row in enumerate(rows):
        out[k, :2] = [[0.0, row], [share[row], row]]
    return out.reshape(-1, 2)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The bars, and the curves as far as the weight has gone."""
    people = speakers.PEOPLE
    own, best = people.index(view.asked), people.index(view.nearest)
    rest = [k for k in range(len(people)) if k not in (own, best)]
    for stick in (artists.bars, artists.first):
        stick.set_color(BLUE if view.ruler == speakers.COSINE else ORANGE)
    artists.bars.set_data(*_sticks(rest if view.look else [], view.share).T)
    artists.first.set_data(*_sticks([best] if view.look else [], view.share).T)
    artists.cover.set_text("" if view.look else "covered until you look")
    artists.note.set_text("asked about")
    artists.note.set_y(own)
    for line, ruler in ((artists.cosine, speakers.COSINE), (artists.distance, speakers.DISTANCE)):
        known = view.known[ruler]
        line.set_data(POWERS[: len(known)], known)
    return list(vars(artists).values())


def readout(view: View) -> str:
    """What the test says of the ruler, and on request the two nearest with their numbers."""
    known = view.known[view.ruler][-1]
    test = f"With this weight the {view.ruler} recognises {known} of 14 piles"
    if not view.look:
        return test + ". The bars are covered."
    order = np.argsort(-view.near)[:2]
    one, two = (speakers.PEOPLE[k] for k in order)
    if view.ruler == speakers.COSINE:
        a, b = (rounded(view.near[k], 3 if view.near[k] > 0.1 else 4) for k in order)
        text = f"Nearest to {view.asked}: {one}, cosine {a}; next {two}, {b}."
    else:
        a, b = (rounded(-view.near[k], 1) for k in order)
        text = f"Nearest to {view.asked}: {one}, distance {a}; next {two}, {b}."
    return f"{text} {test}."


def _judge(view: View) -> bool:
    return not view.look and view.known[view.ruler][-1] == 12


cast = Explorer(
    name="cast",
    title="Whose words are nearest?",
    alt=(
        "Left: nine speakers of a play, on request with a bar each that says how near the words of "
        "that part are to those of the one asked about, compared with the nearest. Right: how "
        "many of fourteen piles of speeches are nearest to the other pile of the same part, for "
        "both rulers and for weights of rare words up to the present one."
    ),
    controls={
        "ruler": Choice((speakers.DISTANCE, speakers.COSINE), label="ruler"),
        "power": Slider(POWERS, default=0.0, label="weight of rare words", format=".2f"),
        "asked": Choice(speakers.PEOPLE, default="Marcius", label="nearest to"),
        "look": Toggle(label="now look: who is nearest"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "distance": {"ruler": speakers.DISTANCE, "power": 0.0, "look": False},
        "cosine": {"ruler": speakers.COSINE, "power": 0.0, "look": False},
    },
    challenge=Challenge(
        text="Find the ruler and the weight that recognise most piles, without looking.",
        solved=_judge,
    ),
    size=(7.4, 3.5),
)
