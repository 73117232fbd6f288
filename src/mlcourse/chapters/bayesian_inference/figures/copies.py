"""A copy of the data below the data, and beside them a pile of one count of all copies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import FloatArray
from mlcourse.chapters.bayesian_inference.figures.eruptions import COPIERS, minutes
from mlcourse.explore import Artists, growing
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE, PAPER, SKY

__all__ = ["N_COPIES", "STOPS", "Feature", "View", "copied", "draw", "readout", "update"]

N_COPIES = 4000
STOPS = (0, *growing(1, N_COPIES, 40))


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """What is counted in a data set, and how the set and the counts are drawn."""

    name: str
    count: Callable[[FloatArray], FloatArray]
    row: Callable[[FloatArray], FloatArray]  # a data set as a line between 0 and 1
    axis: str  # what that line shows
    bins: FloatArray
    ticks: dict[str, float] = field(default_factory=dict)  # places of that line
    span: tuple[float, float] | None = None  # of that line, whose members are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Copies of the data and one number of each."""

    model: str
    feature: Feature
    copies: FloatArray  # (first copies, 272)
    counts: FloatArray  # (N_COPIES,)
    count: float  # of the data


def copied(model: str, feature: Feature) -> View:
    """Draw from the posterior, and from each draw one copy of the data."""
    copies = COPIERS[model](N_COPIES, np.random.default_rng(11))
    return View(
        model=model,
        feature=feature,
        copies=copies[np.maximum(np.array(STOPS) - 1, 0)],
        counts=feature.count(copies),
        count=float(feature.count(minutes())),
    )


def _nearest(view: View, n: int) -> float:
    counts = view.counts[:n]
    return float(counts[np.abs(counts - view.count).argmin()])


def draw(fig: Figure, view: View) -> Artists:
    """The data over a copy, and the counts of all copies so far."""
    feature = view.feature
    grid = fig.add_gridspec(2, 2, width_ratios=(1.0, 1.1), hspace=0.12)
    data, copy, right = (
        fig.add_subplot(grid[0, 0]),
        fig.add_subplot(grid[1, 0]),
        fig.add_subplot(grid[:, 1]),
    )
    artists = Artists()
    for ax in (data, copy):
        ax.set(xlim=(0, 1), ylim=(0, 1.08), yticks=[])
        ax.set_xticks([*feature.ticks.values()], [*feature.ticks])
        if feature.span:
            ax.axvspan(*feature.span, color=MUTED, alpha=0.16, linewidth=0)
        ax.spines["left"].set_visible(False)
    data.plot(*feature.row(minutes()).T, color=ORANGE, linewidth=2.2)
    (artists.copy,) = copy.plot([], [], color=BLUE, linewidth=2.2)
    data.set_title("the data", loc="left")
    copy.set_title("a copy", loc="left")
    copy.set_xlabel(feature.axis, color=MUTED, size=9)
    right.set(xlim=(feature.bins[0], feature.bins[-1]), ylim=(0, 1.36), yticks=[])
    right.set(xlabel="count in 272 eruptions", title="copies, and the data")
    right.spines["left"].set_visible(False)
    artists.piles = right.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=SKY, edgecolor="none", alpha=0.9)
    )
    (artists.nearest,) = right.plot(
        [], [], "v", markersize=9, markerfacecolor=PAPER, markeredgecolor=BLUE
    )
    (artists.last,) = right.plot([], [], "v", color=BLUE, markersize=6)
    right.plot([view.count] * 2, [0, 1.0], color=ORANGE, linewidth=2.6)
    right.text(
        0.02, 0.99,
        f"{feature.name}\norange: {view.count:.0f} in the data\n"
        "triangles: the last copy; hollow, the nearest",
        color=INK, size=9, va="top", transform=right.transAxes,
    )  # fmt: skip
    return artists


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """The last copy, and the pile of counts so far."""
    nothing = np.full((1, 2), np.nan)
    bins = view.feature.bins
    artists.copy.set_data(*(view.feature.row(view.copies[STOPS.index(n)]) if n else nothing).T)
    height = np.histogram(view.counts[:n], bins)[0]
    y = np.concatenate([[0], np.repeat(height / max(height.max(), 1), 2), [0]])
    artists.piles.set_xy(np.column_stack([np.repeat(bins, 2), y]))
    artists.nearest.set_data(*([[_nearest(view, n)], [1.05]] if n else [[], []]))
    artists.last.set_data(*([[view.counts[n - 1]], [1.05]] if n else [[], []]))
    return [artists.copy, artists.piles, artists.nearest, artists.last]


def readout(view: View, *, n: int) -> str:
    """Where the data lie among the copies."""
    head = f"{view.model}: {view.feature.name}, {view.count:.0f} in the data"
    if n == 0:
        return f"{head}; no copy yet."
    counts = view.counts[:n]
    more, fewer = int((counts >= view.count).sum()), int((counts <= view.count).sum())
    if n == 1:
        return f"{head}; the first copy has {counts[0]:.0f}."
    low, high = np.quantile(counts, [0.025, 0.975])
    middle = f", 95 % of them between {low:.0f} and {high:.0f}" if n >= 40 else ""
    return (
        f"{head}; {n:,} copies: {counts.min():.0f} to {counts.max():.0f}{middle}; the last has "
        f"{counts[-1]:.0f}, the nearest {_nearest(view, n):.0f}. As many as the data or more in "
        f"{more:,} of the copies, as many or fewer in {fewer:,}."
    )
