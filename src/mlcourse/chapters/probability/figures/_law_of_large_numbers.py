"""The same tosses, seen in two ways: proportions converge while counts drift apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.probability.figures.common import grown, turns
from mlcourse.explore import Artists, Challenge, Explorer, Seed, Slider, Steps
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE
from mlcourse.probability.limits import CoinRuns, coin_runs

__all__ = ["law_of_large_numbers"]

CLOCK = (10, 50, *range(100, 5001, 100))
N_TOSSES = CLOCK[-1]
MAX_RUNS = 20
STRETCH = {1: 10, MAX_RUNS: 50}  # tosses within half a point of the page, and within two
TOP = 112.0  # of the axis of counts


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One or twenty runs of a coin, and what theory says of their spread."""

    p: float
    n_runs: int
    proportion: FloatArray  # (n_runs, n)
    excess: FloatArray  # (n_runs, n) count minus n p
    proportion_error: FloatArray  # (n,) one standard deviation
    excess_error: FloatArray  # (n,)
    courses: list[tuple[FloatArray, list[int]]]  # what is drawn of both, and how far at each step


@cache
def _runs(p: float, seed: int) -> CoinRuns:
    return coin_runs(p, n_tosses=N_TOSSES, n_runs=MAX_RUNS, rng=100 + seed)


@cache
def _courses(p: float, runs: int, seed: int) -> list[tuple[FloatArray, list[int]]]:
    """Proportions and excesses as lines, and where each line ends after each step."""
    all_runs = _runs(p, seed)
    out = []
    for rows in (all_runs.proportion[:runs], all_runs.excess[:runs]):
        sizes = list(zip(*(turns(row, CLOCK, stretch=STRETCH[runs]) for row in rows), strict=True))
        line = grown(np.arange(1.0, N_TOSSES + 1), rows, sizes)
        ends = np.cumsum([sum(len(piece) + 1 for piece in step) for step in sizes])
        out.append((line, ends.tolist()))
    return out


def compute(*, p: float, runs: float, seed: int) -> View:
    """The first ``runs`` of twenty runs: changing p or the number does not draw new ones."""
    all_runs = _runs(p, seed)
    n_runs = int(runs)
    return View(
        p=p,
        n_runs=n_runs,
        proportion=all_runs.proportion[:n_runs],
        excess=all_runs.excess[:n_runs],
        proportion_error=all_runs.proportion_error,
        excess_error=all_runs.excess_error,
        courses=_courses(p, n_runs, seed),
    )


def draw(fig: Figure, view: View) -> Artists:
    """Proportions with their funnel, counts with theirs."""
    left, right = fig.subplots(1, 2)
    for ax in (left, right):
        ax.set(xlim=(0, N_TOSSES), xlabel="number of tosses n")
        ax.set_xticks(range(0, N_TOSSES + 1, 1000), ["0", "1,000", "", "3,000", "", "5,000"])
    left.set(ylim=(0, 1.02), title="proportion of heads", ylabel="heads / n")
    right.set(ylim=(-TOP, TOP), title="count of heads, less n p", ylabel="heads − n p")
    right.axhline(0, color=INK, linewidth=0.8)
    (level,) = left.plot([], [], color=INK, linewidth=0.8)
    artists = Artists(level=level)
    for name, ax, colour in (("proportion", left, BLUE), ("excess", right, ORANGE)):
        (lines,) = ax.plot([], [], color=colour, linewidth=0.8)
        dashed = {"color": MUTED, "linewidth": 1.2, "linestyle": "--"}
        setattr(artists, f"{name}_lines", lines)
        setattr(artists, f"{name}_funnel", [ax.plot([], [], **dashed)[0] for _ in range(2)])
    note = {"color": MUTED, "size": 9}
    # a place that no proportion passes: the chances on offer are 0.1, 0.3 and 0.5
    left.text(0.98, 0.2, "dashed: ± 2 standard deviations", ha="right", va="center",
              transform=left.get_yaxis_transform(), **note)  # fmt: skip
    right.text(0.03, 0.04, "dashed: ± 2\nstandard deviations", transform=right.transAxes, **note)
    return artists


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """The runs and their funnels up to toss n."""
    step = CLOCK.index(n)
    places = np.array([1, 2, 3, 5, 7, *CLOCK[: step + 1]])
    artists.level.set_data([0, N_TOSSES], [view.p, view.p])
    changed: list[Artist] = [artists.level]
    spreads = (("proportion", view.p, view.proportion_error), ("excess", 0.0, view.excess_error))
    for (name, centre, error), (line, ends) in zip(spreads, view.courses, strict=True):
        for sign, side in zip((2, -2), getattr(artists, f"{name}_funnel"), strict=True):
            side.set_data(places, centre + sign * error[places - 1])
            changed.append(side)
        lines = getattr(artists, f"{name}_lines")
        lines.set_data(*line[: ends[step]].T)
        changed.append(lines)
    return changed


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
    title="Does it even out?",
    alt=(
        "The same coin tosses in two panels, against the number of tosses. Left: the proportion "
        "of heads of each run, within a funnel that closes on the probability p like 1 over root "
        "n. Right: the count of heads minus n times p, within a funnel that opens like root n. "
        "Proportions converge while counts drift apart."
    ),
    controls={
        "p": Slider((0.1, 0.3, 0.5), default=0.5, label="chance of heads p"),
        "runs": Slider(tuple(STRETCH), default=MAX_RUNS, label="runs", format="g"),
        "seed": Seed(4),
        "n": Steps(CLOCK, default=10, label="tosses n", milliseconds=150),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "a hundred tosses": {"p": 0.5, "runs": 20, "n": 100},
        "one long run": {"p": 0.5, "runs": 1, "n": N_TOSSES},
        "twenty runs": {"p": 0.5, "runs": 20, "n": 1000},
        "a rare event": {"p": 0.1, "runs": 20, "n": 1000},
    },
    challenge=Challenge(
        text="Find a moment at which all 20 proportions are within 0.02 of p, although one of "
        "the counts is more than 40 heads off.",
        solved=_both,
    ),
)
