"""Does a fitted model make copies that look like the data? One copy, then four thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import FloatArray
from mlcourse.chapters.bayesian_inference.figures.eruptions import (
    COPIERS,
    GAP,
    in_the_gap,
    minutes,
    switches,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Steps, growing
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE, SKY

__all__ = ["predictive_check"]

N_COPIES = 4000
NEAR = 30  # differing neighbours fewer than the data: near, for a coin
N_SHOWN = 60  # eruptions of a row that are drawn
STOPS = (0, *growing(1, N_COPIES, 40))
BINS = np.arange(0, 222, 3)
PILES = np.linspace(0.5, 6.5, 31)
FEATURES = {  # of each model: what is counted, and its name
    "a coin": (switches, "neighbours that differ"),
    "a coin with memory": (switches, "neighbours that differ"),
    "one Gaussian": (in_the_gap, "eruptions between 2.5 and 3.5 minutes"),
    "two Gaussians": (in_the_gap, "eruptions between 2.5 and 3.5 minutes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Copies of the data and one number of each."""

    model: str
    copies: FloatArray  # (first copies, 272)
    counts: FloatArray  # (N_COPIES,)
    count: float  # of the data


@cache
def compute(*, model: str) -> View:
    """Draw from the posterior, and from each draw one copy of the data."""
    copies = COPIERS[model](N_COPIES, np.random.default_rng(11))
    feature, _ = FEATURES[model]
    return View(
        model=model,
        copies=copies[np.maximum(np.array(STOPS) - 1, 0)],
        counts=feature(copies),
        count=float(feature(minutes())),
    )


def _row(x: FloatArray, model: str) -> FloatArray:
    """A data set as a line between 0 and 1: single eruptions, or piles of durations."""
    if FEATURES[model][0] is switches:
        at = (np.arange(N_SHOWN) + 0.5) / N_SHOWN
        tall = np.where(x[:N_SHOWN] > 3, 1.0, 0.4)
        line = np.full((N_SHOWN, 3, 2), np.nan)
        line[:, :2, 0] = at[:, None]
        line[:, 0, 1], line[:, 1, 1] = 0, tall
        return line.reshape(-1, 2)
    height = np.histogram(x, PILES)[0] / 60
    at = (np.repeat(PILES, 2) - PILES[0]) / (PILES[-1] - PILES[0])
    return np.column_stack([at, np.concatenate([[0], np.repeat(height, 2), [0]])])


def draw(fig: Figure, view: View) -> Artists:
    """The data over a copy, and the counts of all copies so far."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.0, 1.1))
    data, copy, right = (
        fig.add_subplot(grid[0, 0]),
        fig.add_subplot(grid[1, 0]),
        fig.add_subplot(grid[:, 1]),
    )
    artists = Artists()
    for name, ax, colour in (("data", data, ORANGE), ("copy", copy, BLUE)):
        ax.set(xlim=(0, 1), ylim=(0, 1.08), xticks=[], yticks=[])
        ax.spines["left"].set_visible(False)
        (line,) = ax.plot([], [], color=colour, linewidth=2.2)
        setattr(artists, name, line)
    data.set_title("the data")
    copy.set_title("a copy")
    artists.axis = copy.text(
        0.5, -0.05, "", color=MUTED, size=9, ha="center", va="top", transform=copy.transAxes
    )
    right.set(xlim=(0, 216), ylim=(0, 1.25), yticks=[], xlabel="count in 272 eruptions")
    right.set_title("copies, and the data")
    right.spines["left"].set_visible(False)
    artists.piles = right.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=SKY, edgecolor="none", alpha=0.9)
    )
    (artists.last,) = right.plot([], [], "v", color=BLUE, markersize=8)
    (artists.line,) = right.plot([], [], color=ORANGE, linewidth=2.6)
    artists.feature = right.text(
        0.02, 0.98, "", color=INK, size=9, va="top", transform=right.transAxes
    )
    return artists


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """The last copy, and the pile of counts so far."""
    nothing = np.full((1, 2), np.nan)
    artists.data.set_data(*_row(minutes(), view.model).T)
    last = view.copies[STOPS.index(n)]
    artists.copy.set_data(*(_row(last, view.model) if n else nothing).T)
    single = FEATURES[view.model][0] is switches
    artists.axis.set_text(
        f"the first {N_SHOWN} eruptions: short and long"
        if single
        else f"durations, {PILES[0]:g} to {PILES[-1]:g} minutes"
    )
    height = np.histogram(view.counts[:n], BINS)[0]
    y = np.concatenate([[0], np.repeat(height / max(height.max(), 1), 2), [0]])
    artists.piles.set_xy(np.column_stack([np.repeat(BINS, 2), y]))
    artists.last.set_data(*([[view.counts[n - 1]], [1.04]] if n else [[], []]))
    artists.line.set_data([view.count] * 2, [0, 1.0])
    artists.feature.set_text(f"{FEATURES[view.model][1]}\norange: {view.count:.0f} in the data")
    return [
        artists.data,
        artists.copy,
        artists.axis,
        artists.piles,
        artists.last,
        artists.line,
        artists.feature,
    ]


def readout(view: View, *, n: int) -> str:
    """Where the data lie among the copies."""
    head = f"{view.model}: {FEATURES[view.model][1]}, {view.count:.0f} in the data"
    if n == 0:
        return f"{head}; no copy yet."
    counts = view.counts[:n]
    more, fewer = int((counts >= view.count).sum()), int((counts <= view.count).sum())
    if n == 1:
        return f"{head}; the first copy has {counts[0]:.0f}."
    low, high = np.quantile(counts, [0.025, 0.975])
    middle = f", 95 % of them between {low:.0f} and {high:.0f}" if n >= 40 else ""
    return (
        f"{head}; {n:,} copies, the last with {counts[-1]:.0f}{middle}. As many as the data or "
        f"more: {more:,} copies; as many or fewer: {fewer:,}."
    )


def _near(view: View, *, n: int) -> bool:
    """The first stop at which a copy is near, not any later one."""
    if view.model != "a coin" or n == 0:
        return False
    before = STOPS[STOPS.index(n) - 1]
    gap = view.count - view.counts[:n]
    return bool(gap.min() <= NEAR and np.all(gap[:before] > NEAR))


predictive_check = Explorer(
    name="predictive_check",
    title="Do copies look like the data?",
    alt=(
        "Left: the eruptions of Old Faithful above a copy that a fitted model has made. Right: a "
        "histogram of one count over all copies so far, with the count in the data as a line. A "
        "coin makes 105 to 144 neighbours that differ where the data have 182; a coin with "
        f"memory makes as many. One Gaussian puts dozens of eruptions between {GAP[0]:g} and "
        f"{GAP[1]:g} minutes, where the data have few; two Gaussians do not."
    ),
    controls={
        "model": Choice(tuple(COPIERS), label="model"),
        "n": Steps(STOPS, default=0, label="copies n", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "a coin, all copies": {"model": "a coin", "n": N_COPIES},
        "one Gaussian, one copy": {"model": "one Gaussian", "n": 1},
    },
    challenge=Challenge(
        text="How long must you wait for a coin to come near? Play its copies until one of them "
        f"has at most {NEAR} differing neighbours fewer than the data, and stop there.",
        solved=_near,
    ),
    size=(7.2, 3.6),
)
