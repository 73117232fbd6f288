"""Probability: misses as draws from a bell curve, and the line that makes the data likeliest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from scipy.special import ndtri

from mlcourse._check import FloatArray
from mlcourse.chapters.introduction.figures.geyser import (
    RIGHT,
    N,
    add_data,
    add_line,
    eruptions,
    misses,
    move_line,
    waits,
)
from mlcourse.explore import Artists, Explorer, Slider
from mlcourse.explore.style import GREEN, INK, MUTED, ORANGE, PURPLE

__all__ = ["likeliest"]

SLOPES = (*range(11), 10.73, *range(11, 17))
WIDTHS = (5, 5.25, 5.5, 5.89, 6.25, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10, 11, 12)
FIRST = 10  # minutes, the width that the figure opens with
NINE_IN_TEN = float(ndtri(0.95))  # half of the middle 90 % of a bell, in standard deviations
EDGES = np.linspace(-30, 30, 31)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """The misses of a line through the middle, and what a bell says of them."""

    slope: float
    width: float
    misses: FloatArray
    inside: int  # of the band that holds nine in ten of the bell
    log_likelihood: float  # per eruption


def log_likelihood(slope: float, width: float) -> float:
    """The mean log density of the misses under a bell around 0."""
    miss = misses(height=waits().mean(), slope=slope, at=eruptions().mean())
    return float(-np.log(width * np.sqrt(2 * np.pi)) - (miss**2).mean() / (2 * width**2))


def compute(*, slope: float, width: float) -> View:
    """Misses, band and likelihood."""
    miss = misses(height=waits().mean(), slope=slope, at=eruptions().mean())
    return View(
        slope=slope,
        width=width,
        misses=miss,
        inside=int((np.abs(miss) <= NINE_IN_TEN * width).sum()),
        log_likelihood=log_likelihood(slope, width),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The band, the misses under their bell, and the log-likelihood as far as one has come."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.1, 1.0), height_ratios=(1.15, 1.0))
    data = fig.add_subplot(grid[:, 0])
    bell, curve = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    add_data(data, left=1.0)
    data.set_title("nine in ten should lie in the band")
    (band,) = data.fill([0, RIGHT, RIGHT, 0], [0, 0, 1, 1], color=GREEN, alpha=0.16, linewidth=0)
    bell.set(xlim=(-30, 30), ylim=(0, 62), xlabel="miss, minutes", ylabel="eruptions")
    bell.set_title("the misses, and the bell")
    (steps,) = bell.plot([], [], color=ORANGE, linewidth=1.3)
    (line,) = bell.plot([], [], color=GREEN, linewidth=1.8)
    curve.set(xlim=(-0.5, 16.5), ylim=(-6.5, -2.9), xlabel="slope of the line")
    curve.set_xticks(range(0, 17, 4))
    curve.set_ylabel("log-likelihood per eruption", size=9)
    curve.set_title(f"how likely (dashed: σ = {FIRST})")
    (ghost,) = curve.plot([], [], color=MUTED, linewidth=1.0, linestyle="--")
    (trail,) = curve.plot([], [], "o-", color=PURPLE, linewidth=1.3, markersize=3.2)
    (now,) = curve.plot([], [], "o", color=INK, markersize=6)
    artists = add_line(data)
    artists.__dict__.update(band=band, steps=steps, bell=line, trail=trail, now=now, ghost=ghost)
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Everything but the eruptions."""
    ends = np.array([0.0, RIGHT])
    middle, mean = waits().mean(), eruptions().mean()
    line = middle + view.slope * (ends - mean)
    reach = NINE_IN_TEN * view.width
    artists.band.set_xy(
        np.column_stack([[*ends, *ends[::-1]], [*(line - reach), *(line[::-1] + reach)]])
    )
    counts = np.histogram(view.misses, EDGES)[0]
    artists.steps.set_data(np.repeat(EDGES, 2), [0, *np.repeat(counts, 2), 0])
    x = np.linspace(-30, 30, 60)
    density = np.exp(-(x**2) / (2 * view.width**2)) / (view.width * np.sqrt(2 * np.pi))
    artists.bell.set_data(x, N * density * (EDGES[1] - EDGES[0]))
    stops = [s for s in SLOPES if s <= view.slope]
    artists.trail.set_data(stops, [log_likelihood(s, view.width) for s in stops])
    artists.ghost.set_data(stops, [log_likelihood(s, FIRST) for s in stops])
    artists.now.set_data([view.slope], [view.log_likelihood])
    moved = move_line(artists, height=middle, slope=view.slope, at=mean)
    return [
        *moved,
        artists.band,
        artists.steps,
        artists.bell,
        artists.ghost,
        artists.trail,
        artists.now,
    ]


def readout(view: View) -> str:
    """What the band holds, and the likelihood."""
    share = 100 * view.inside / N
    return (
        f"The band of ± {NINE_IN_TEN * view.width:.1f} minutes holds {view.inside} of {N} "
        f"eruptions, {share:.0f} %. Log-likelihood per eruption {view.log_likelihood:.3f}."
    )


likeliest = Explorer(
    name="likeliest",
    title="Which line makes the data likely?",
    alt=(
        "Left: the eruptions with a line through the middle point and a band that should hold "
        "nine in ten of them. Right, above: a histogram of the misses under a bell curve. Right, "
        "below: the log-likelihood of the data against the slope, from 0 as far as it is set; "
        "dashed, the same for the width of 10 minutes."
    ),
    controls={
        "slope": Slider(SLOPES, default=0, label="slope of the line", format="g"),
        "width": Slider(WIDTHS, default=FIRST, label="width σ of the bell", unit="min", format="g"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.2, 4.1),
)
