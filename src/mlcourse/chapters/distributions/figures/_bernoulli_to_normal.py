"""Tosses of a coin, one more at a time: how near a bell is the number of successes?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import FloatArray
from mlcourse.chapters.distributions.figures.common import NOTHING, stairs
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, RED
from mlcourse.probability.choosing import BinomialGaussian, binomial_to_gaussian
from mlcourse.probability.continuous import Gaussian

__all__ = ["bernoulli_to_normal"]

COUNTS = (*range(1, 11), 15, 20, 30, 40, 50, 100, 200, 500, 1000, 2000)
PROBABILITIES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5)
LAST_TOSS, MISMATCH = "what the last toss did", "the mismatch"
WIDTH, TOP = 4.0, 0.62
GROUND, BOTTOM = -0.15, -0.28  # of the strip for bars less bell
TIMES = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)  # its magnifications
Z = np.linspace(-WIDTH, WIDTH, 61)
LOWEST, HIGHEST = 1.5e-5, 0.5
FAIR_FIVE = binomial_to_gaussian(5, 0.5).total_variation


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The coin, its distance from the bell at every stop, and what to show."""

    p: float
    show: str
    distance: FloatArray  # (stops,)
    fair: FloatArray  # (stops,) of a fair coin


@cache
def _beside(n: int, p: float) -> BinomialGaussian:
    return binomial_to_gaussian(n, p)


@cache
def _distances(p: float) -> FloatArray:
    return np.array([_beside(n, p).total_variation for n in COUNTS])


def compute(*, p: float, show: str) -> View:
    """Distances of the whole run."""
    return View(p=p, show=show, distance=_distances(p), fair=_distances(0.5))


def _window(n: int, p: float) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Edges in standard deviations, and densities: the bars, what failed, the rounded bell."""
    mean, sd = n * p, np.sqrt(n * p * (1 - p))
    # all whole numbers in sight, those below 0 and above n too: the bell reaches there
    k = np.arange(np.ceil(mean - WIDTH * sd - 0.5), np.floor(mean + WIDTH * sd + 0.5) + 1)
    possible = (k >= 0) & (k <= n)
    counts = k[possible].astype(int)
    bars, stay = np.zeros((2, len(k)))
    bars[possible] = _beside(n, p).binomial[counts] * sd
    # without the last toss the count was k with this probability; it failed in a share 1 - p
    before = np.append(_beside(n - 1, p).binomial, 0.0) if n > 1 else np.array([1.0, 0.0])
    stay[possible] = (1 - p) * before[counts] * sd
    edges = (np.append(k, k[-1] + 1) - 0.5 - mean) / sd
    return edges, bars, stay, np.diff(Gaussian(mu=0.0, sigma=1.0).cdf(edges)) * sd


def draw(fig: Figure, view: View) -> Artists:
    """The bars against a bell that stands still, and the distance so far."""
    left, right = fig.subplots(1, 2, width_ratios=(1.35, 1.0))
    left.set(xlim=(-WIDTH, WIDTH), ylim=(BOTTOM, TOP), yticks=[0, 0.2, 0.4])
    left.set(xlabel="successes, in standard deviations from np", title="bars and bell")
    left.set_ylabel("probability / width of a bar")
    artists = Artists()
    artists.stay, artists.come, artists.gap = (
        left.add_patch(Polygon([(0, 0)], closed=True, facecolor=colour, edgecolor="none", alpha=a))
        for colour, a in ((BLUE, 0.5), (ORANGE, 0.7), (RED, 0.9))
    )
    (artists.zero,) = left.plot([], [], color=MUTED, linewidth=0.8)
    (artists.bars,) = left.plot([], [], color=BLUE, linewidth=1.0)
    left.plot(Z, Gaussian(mu=0.0, sigma=1.0).pdf(Z), color=INK, linewidth=1.2)
    (artists.rounded,) = left.plot([], [], color=INK, linewidth=1.4, linestyle="--")
    artists.names = [
        left.text(0.02, 0.985 - 0.075 * k, "", size=9, va="top", transform=left.transAxes)
        for k in range(2)
    ]
    artists.room = left.text(0, (GROUND + BOTTOM) / 2, "", color=MUTED, size=9, ha="center")
    right.set(xlim=(0.85, 2500), ylim=(LOWEST, HIGHEST), xscale="log", yscale="log")
    right.set(xticks=[1, 10, 100, 1000], xticklabels=["1", "10", "100", "1,000"])
    right.set(xlabel="tosses n", title="distance from the bell")
    right.minorticks_off()
    right.axhline(FAIR_FIVE, color=MUTED, linewidth=0.8, linestyle=":")
    (artists.fair,) = right.plot([], [], color=MUTED, linewidth=1.2, linestyle="--")
    (artists.path,) = right.plot([], [], color=GREEN, linewidth=1.8)
    (artists.now,) = right.plot([], [], "o", color=GREEN, markersize=7, clip_on=False)
    right.text(
        0.03, 0.03, "dashed: a fair coin\ndotted: five fair tosses", color=MUTED, size=9,
        transform=right.transAxes,
    )  # fmt: skip
    return artists


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """The bars of n tosses, and the distance up to there."""
    edges, bars, stay, rounded = _window(n, view.p)
    outline, bell = stairs(edges, bars), stairs(edges, rounded)
    toss = view.show == LAST_TOSS
    below = stairs(edges, stay)
    # bars less bell, on a strip below, magnified as far as it has room
    off = bars - rounded
    times = max(t for t in TIMES if t * np.abs(off).max() <= GROUND - BOTTOM)
    strip = stairs(edges, times * off)
    strip[:, 1] += GROUND
    artists.bars.set_data(*outline.T)
    artists.stay.set_xy(below if toss else outline)
    artists.come.set_xy(np.vstack([outline, below[::-1]]) if toss else NOTHING)
    artists.gap.set_xy(NOTHING if toss else strip)
    artists.rounded.set_data(*(NOTHING if toss else bell).T)
    artists.zero.set_data([] if toss else [-WIDTH, WIDTH], [] if toss else [GROUND, GROUND])
    first, second = artists.names
    first.set_text("blue: the last toss failed" if toss else "dashed: the bell over whole counts")
    second.set_text("orange: it succeeded" if toss else f"below: bars less bell, × {times:,}")
    artists.room.set_text("(here, for the mismatch: bars less bell)" if toss else "")
    k = COUNTS.index(n)
    artists.fair.set_data(COUNTS[: k + 1], view.fair[: k + 1])
    artists.path.set_data(COUNTS[: k + 1], view.distance[: k + 1])
    artists.now.set_data([n], [view.distance[k]])
    return [
        artists.stay, artists.come, artists.gap, artists.zero, artists.bars, artists.rounded,
        *artists.names, artists.room, artists.fair, artists.path, artists.now,
    ]  # fmt: skip


def _plain(value: float) -> str:
    """Two digits, and no power of ten."""
    return np.format_float_positional(value, precision=2, fractional=False, trim="-")


def readout(view: View, *, n: int) -> str:
    """The distance in a number, with what the bell is."""
    k = COUNTS.index(n)
    mean, sd = n * view.p, np.sqrt(n * view.p * (1 - view.p))
    return (
        f"p = {view.p:g}, n = {n:,}: mean {mean:.4g}, standard deviation {sd:.3g}, so a bar is "
        f"{1 / sd:.2g} standard deviations wide. Distance from the bell "
        f"{_plain(view.distance[k])}; of a fair coin with as many tosses {_plain(view.fair[k])}."
    )


bernoulli_to_normal = Explorer(
    name="bernoulli_to_normal",
    title="When do tosses make a bell?",
    alt=(
        "Left: the probabilities of the number of successes in n tosses, as bars in units of "
        "their standard deviation, over a bell that stands still; either coloured by what the "
        "last toss did, or with bars less bell, magnified, on a strip below. Right: half of the "
        "summed disagreement against n, on log scales, up to the present n; dashed, a fair coin."
    ),
    controls={
        "p": Slider(PROBABILITIES, default=0.5, label="success probability p"),
        "show": Choice((LAST_TOSS, MISMATCH), label="colours show"),
        "n": Steps(COUNTS, default=1, label="tosses n", milliseconds=600),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "fair, five": {"p": 0.5, "show": MISMATCH, "n": 5},
        "10 %, fifty": {"p": 0.1, "show": MISMATCH, "n": 50},
        "1 %, one": {"p": 0.01, "show": MISMATCH, "n": 1},
        "1 %, forty": {"p": 0.01, "show": MISMATCH, "n": 40},
    },
    challenge=Challenge(
        text="With p = 0.1, find the first n shown at which the bars are as near to the bell as "
        "those of five fair tosses.",
        solved=lambda view, *, n: view.p == 0.1 and n == 500,
    ),
    size=(7.2, 3.7),
)
