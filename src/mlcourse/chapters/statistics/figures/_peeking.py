"""A test that is looked at while the data come in: where it crosses the level."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray, IntArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Slider, Steps
from mlcourse.explore.style import BLUE, INK, MUTED, PAPER, RED
from mlcourse.statistics.peeking import peeking as watch

__all__ = ["peeking"]

EVERY = (5, 10, 50, 200)
LEVELS = (0.002, 0.006, 0.01, 0.05)
PEOPLE = tuple(range(0, 201, 5))
SHOWN = ("one run", "twenty runs", "twenty runs and the rate")
N_RUNS, FEW, LOWEST = 20_000, 20, 2e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Runs without an effect, watched while they grow."""

    every: int
    level: float
    show: str
    p: FloatArray  # (runs shown, 40) after 5, 10, ... people
    first: IntArray  # (runs shown,) people at the first crossing at a look; 0 if none
    rate: FloatArray  # (40,) share of 20,000 runs that crossed at a look up to here
    above: float  # share of the crossed among 20,000 that end above the level


@cache
def _p_values() -> FloatArray:
    """Of 20,000 runs, after every five people."""
    return watch(every=5, n_max=200, n_runs=N_RUNS, rng=25).p_values


@cache
def _rate(every: int, level: float) -> tuple[FloatArray, float]:
    crossed = _crossed(_p_values(), every, level)
    ends = _p_values()[crossed[:, -1], -1]
    return crossed.mean(axis=0), float(np.mean(ends > level))


def _crossed(p: FloatArray, every: int, level: float) -> np.ndarray:
    looks = np.array(PEOPLE[1:]) % every == 0
    return np.asarray(np.logical_or.accumulate((p <= level) & looks, axis=1))


def compute(*, every: int, level: float, show: str, seed: int) -> View:
    """One run, or twenty, of the 20,000."""
    p = _p_values()[FEW * seed :][: 1 if show == SHOWN[0] else FEW]
    crossed = _crossed(p, every, level)
    first = np.where(crossed[:, -1], 5 * (crossed.argmax(axis=1) + 1), 0)
    rate, above = _rate(every, level)
    return View(every=every, level=level, show=show, p=p, first=first, rate=rate, above=above)


def draw(fig: Figure, view: View) -> Artists:
    """p against people on a log axis; the share of runs with a false alarm."""
    left, right = fig.subplots(1, 2, width_ratios=(1.5, 1.0))
    artists = Artists()
    left.set(xlim=(0, 204), ylim=(LOWEST, 1.15), yscale="log", xlabel="people so far", ylabel="p")
    left.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    left.minorticks_off()
    left.set_title("p while the data come in")
    (artists.before,) = left.plot([], [], color=BLUE, linewidth=1.1, alpha=0.75)
    (artists.after,) = left.plot([], [], color=RED, linewidth=1.3, alpha=0.7)
    (artists.looks,) = left.plot([], [], "o", color=BLUE, markersize=3.5, markeredgewidth=0)
    (artists.crossed,) = left.plot([], [], "o", color=RED, markersize=7, clip_on=False)
    (artists.level,) = left.plot([], [], color=INK, linewidth=1.2, linestyle="--")
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}  # over the runs
    artists.name = left.text(203, 1, "level", size=9, color=INK, ha="right", va="center", bbox=box)
    right.set(xlim=(0, 204), ylim=(0, 45), xlabel="people so far", ylabel="% of the runs")
    right.set_title("runs that raised an alarm")
    right.axhline(5, color=MUTED, linewidth=0.8, linestyle=":")
    right.text(203, 5.3, "5 %", size=9, color=MUTED, ha="right")
    (artists.share,) = right.plot([], [], color=RED, linewidth=1.8, drawstyle="steps-post")
    (artists.rate,) = right.plot([], [], color=INK, linewidth=1.6, drawstyle="steps-post")
    artists.names = [
        right.text(0.03, 0.96 - 0.07 * k, "", size=9, color=c, va="top", transform=right.transAxes)
        for k, c in enumerate((RED, INK))
    ]
    return artists


def _pieces(x: list[FloatArray], y: list[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Several lines as one, with gaps."""
    gap = np.array([np.nan])
    joined = [np.concatenate([*(part for line in z for part in (line, gap)), gap]) for z in (x, y)]
    return joined[0], joined[1]


def update(artists: Artists, view: View, *, people: int) -> Sequence[Artist]:
    """All runs up to here; a crossing stays where it was."""
    k = people // 5
    x = np.array(PEOPLE[1 : k + 1], dtype=float)
    p = np.maximum(view.p[:, :k], LOWEST)
    before: tuple[list[FloatArray], list[FloatArray]] = ([], [])
    after: tuple[list[FloatArray], list[FloatArray]] = ([], [])
    for row, first in zip(p, view.first, strict=True):
        stop = first // 5 if 0 < first <= people else k
        before[0].append(x[:stop])
        before[1].append(row[:stop])
        after[0].append(x[max(stop - 1, 0) :] if stop < k else x[:0])
        after[1].append(row[max(stop - 1, 0) :] if stop < k else x[:0])
    artists.before.set_data(*_pieces(*before))
    artists.after.set_data(*_pieces(*after))
    artists.level.set_data([0, 184], [view.level] * 2)
    artists.name.set_y(view.level)
    seen = x % view.every == 0
    one = len(p) == 1
    artists.looks.set_data(x[seen] if one else [], p[0][seen] if one else [])
    hit = (view.first > 0) & (view.first <= people)
    at = view.first[hit]
    artists.crossed.set_data(at, p[hit, at // 5 - 1] if k else [])
    counted = [100 * np.mean((view.first > 0) & (view.first <= n)) for n in (0, *x)]
    artists.share.set_data([] if one else [0, *x], [] if one else counted)
    rate = view.show == SHOWN[2]
    artists.rate.set_data([0, *x] if rate else [], [0, *(100 * view.rate[:k])] if rate else [])
    artists.names[0].set_text("" if one else "of these twenty")
    artists.names[1].set_text(f"of {N_RUNS:,}" if rate else "")
    return [
        artists.before, artists.after, artists.looks, artists.crossed, artists.level,
        artists.share, artists.rate, artists.name, *artists.names,
    ]  # fmt: skip


def readout(view: View, *, people: int) -> str:
    """What was seen so far."""
    looks = people // view.every
    text = f"{people} people, {looks} look{'' if looks == 1 else 's'} at the level {view.level:g}."
    hit = (view.first > 0) & (view.first <= people)
    if len(view.p) == 1:
        if people == 0:
            return text
        text += f" p = {view.p[0, people // 5 - 1]:.2g}."
        return text + (f" Alarm after {view.first[0]} people." if hit[0] else "")
    text += f" {hit.sum()} of 20 runs raised an alarm."
    if view.show == SHOWN[2] and people:
        text += f" Of {N_RUNS:,} runs {100 * view.rate[people // 5 - 1]:.1f} %"
        text += "." if people < 200 else f"; {100 * view.above:.0f} % of these end above the level."
    return text


ONE, _, RATE = SHOWN

peeking = Explorer(
    name="peeking",
    title="A look now and then",
    alt=(
        "No effect is there. Left: the p-value of one run, or of twenty, against the number of "
        "people so far, on a log scale, with the level dashed; where a look finds p at or below "
        "the level, a dot stays and the run goes on in its colour. Right: the share of the runs "
        "that have raised an alarm, among those shown and, on request, among 20,000."
    ),
    controls={
        "every": Slider(EVERY, default=10, label="look after every", unit="people"),
        "level": Slider(LEVELS, default=0.05, label="level of a look"),
        "show": Choice(SHOWN, label="shown"),
        "seed": Seed(2),
        "people": Steps(PEOPLE, default=0, label="people", milliseconds=200),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "one look": {"every": 200, "level": 0.05, "show": RATE, "people": 200},
        "twenty looks": {"every": 10, "level": 0.05, "show": RATE, "people": 200},
        "forty looks": {"every": 5, "level": 0.05, "show": RATE, "people": 200},
    },
    challenge=Challenge(
        text="Look after every 10 people. Find the largest level shown at which fewer than 5 % "
        "of the 20,000 runs raise an alarm.",
        solved=lambda view, *, people: bool(
            people == 200 and view.every == 10 and view.level == 0.006 and view.show == RATE
        ),
    ),
    size=(8.0, 3.8),
)
