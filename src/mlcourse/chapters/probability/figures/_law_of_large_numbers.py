"""Proportions converge while counts drift apart: the same tosses, seen in two ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.probability.figures.common import clock, grown, marks
from mlcourse.explore import Artists, Challenge, Explorer, Seed, Slider, Steps
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE
from mlcourse.probability.limits import CoinRuns, coin_runs

__all__ = ["law_of_large_numbers"]

CLOCK = clock(9)
N_TOSSES = CLOCK[-1]
MAX_RUNS = 20
SIZES = marks(CLOCK)
TOP = 120.0  # of the axis of counts


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Up to twenty runs of one coin, and what theory says of their spread."""

    p: float
    n_runs: int
    proportion: FloatArray  # (n_runs, n)
    excess: FloatArray  # (n_runs, n) count minus n p
    proportion_error: FloatArray  # (n,) one standard deviation
    excess_error: FloatArray  # (n,)


@cache
def _runs(p: float, seed: int) -> CoinRuns:
    return coin_runs(p, n_tosses=N_TOSSES, n_runs=MAX_RUNS, rng=100 + seed)


def compute(*, p: float, runs: float, seed: int) -> View:
    """The first ``runs`` of twenty runs: changing p or the number does not draw new ones."""
    all_runs = _runs(p, seed)
    shown = slice(0, int(runs))
    return View(
        p=p,
        n_runs=int(runs),
        proportion=all_runs.proportion[shown],
        excess=all_runs.excess[shown],
        proportion_error=all_runs.proportion_error,
        excess_error=all_runs.excess_error,
    )


def _funnel(centre: float, error: FloatArray) -> FloatArray:
    """Two standard deviations to either side, as one line with a gap."""
    places = np.unique(np.geomspace(1, N_TOSSES, 25).round().astype(int))
    half = 2.0 * error[places - 1]
    gap = np.full((1, 2), np.nan)
    sides = [np.column_stack([places, centre + sign * half]) for sign in (1, -1)]
    return np.concatenate([sides[0], gap, sides[1]])


def draw(fig: Figure, view: View) -> Artists:
    """Proportions with their funnel, counts with theirs."""
    left, right = fig.subplots(1, 2)
    for ax in (left, right):
        ax.set(xlim=(1, N_TOSSES), xscale="log", xlabel="number of tosses n")
    left.set(ylim=(-0.26, 1.02), title="proportion of heads", ylabel="heads / n")
    left.set_yticks([0, 0.2, 0.4, 0.6, 0.8, 1])
    right.set(ylim=(-TOP, TOP), title="count of heads, against n p", ylabel="heads − n p")
    right.axhline(0, color=INK, linewidth=0.8)
    (level,) = left.plot([], [], color=INK, linewidth=0.8)
    artists = Artists(level=level)
    for name, ax, colour in (("proportion", left, BLUE), ("excess", right, ORANGE)):
        (funnel,) = ax.plot([], [], color=MUTED, linewidth=1.0, linestyle="--")
        (lines,) = ax.plot([], [], color=colour, linewidth=0.9)
        setattr(artists, f"{name}_funnel", funnel)
        setattr(artists, f"{name}_lines", lines)
    notes = (
        (left, "dashed funnel: ± 2 standard\ndeviations, closing like 1/√n"),
        (right, "the same funnel times n,\nopening like √n"),
    )
    for ax, text in notes:
        ax.text(0.03, 0.03, text, transform=ax.transAxes, color=MUTED, size=9, va="bottom")
    return artists


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """The runs up to toss n."""
    x = np.arange(1.0, N_TOSSES + 1)
    sizes = SIZES[: CLOCK.index(n) + 1]
    artists.level.set_data([1, N_TOSSES], [view.p, view.p])
    funnel = _funnel(view.p, view.proportion_error)
    funnel[:, 1] = np.clip(funnel[:, 1], 0.0, 1.0)
    artists.proportion_funnel.set_data(*funnel.T)
    artists.excess_funnel.set_data(*_funnel(0.0, view.excess_error).T)
    artists.proportion_lines.set_data(*grown(x, view.proportion, sizes).T)
    artists.excess_lines.set_data(*grown(x, view.excess, sizes).T)
    return [
        artists.level,
        artists.proportion_funnel,
        artists.excess_funnel,
        artists.proportion_lines,
        artists.excess_lines,
    ]


def _furthest(view: View, n: int) -> tuple[float, float]:
    """The largest distance of a proportion from p, and of a count from n p."""
    return (
        float(np.abs(view.proportion[:, n - 1] - view.p).max()),
        float(np.abs(view.excess[:, n - 1]).max()),
    )


def readout(view: View, *, n: int) -> str:
    """How far proportion and count are off."""
    proportion, count = _furthest(view, n)
    who = "The run is" if view.n_runs == 1 else f"The furthest of {view.n_runs} runs is"
    return (
        f"n = {n:,} tosses. {who} off by {proportion:.4f} in the proportion "
        f"and by {count:.1f} heads in the count."
    )


def _both(view: View, *, n: int) -> bool:
    proportion, count = _furthest(view, n)
    return view.n_runs == MAX_RUNS and proportion < 0.02 and count > 40


law_of_large_numbers = Explorer(
    name="law_of_large_numbers",
    title="Proportions settle, counts do not",
    alt=(
        "The same coin tosses in two panels, against the number of tosses on a log scale. Left: "
        "the proportion of heads of each run runs into a funnel that closes on the probability "
        "p like 1 over root n. Right: the count of heads minus n times p spreads in a funnel "
        "that opens like root n. Proportions converge while counts drift apart."
    ),
    controls={
        "p": Slider((0.1, 0.3, 0.5, 0.7, 0.9), default=0.5, label="chance of heads p"),
        "runs": Slider((1, 6, MAX_RUNS), default=6, label="runs", format="g"),
        "seed": Seed(4),
        "n": Steps(CLOCK, default=160, label="tosses n", milliseconds=200),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "ten tosses": {"p": 0.5, "runs": 20, "n": 10},
        "one long run": {"p": 0.5, "runs": 1, "n": N_TOSSES},
        "twenty runs": {"p": 0.5, "runs": 20, "n": 1280},
        "a rare event": {"p": 0.1, "runs": 6, "n": N_TOSSES},
    },
    challenge=Challenge(
        text="Find a moment at which all 20 proportions are within 0.02 of p, although one of "
        "the counts is more than 40 heads off.",
        solved=_both,
    ),
)
