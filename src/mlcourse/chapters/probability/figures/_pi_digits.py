"""The digits of pi before the test that a fair ten-sided die passes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from scipy.special import gamma

from mlcourse._check import FloatArray, IntArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE
from mlcourse.explore.typeset import typeset
from mlcourse.probability.pi_digits import digit_test
from mlcourse.probability.pi_digits import pi_digits as first_digits

__all__ = ["pi_digits"]

MAX_DIGITS = 10_000
SOURCES = ("a fair die", "another die", "π", "22/7")
# From 50 on chi-squared is near the exact law: fifty digits of π have p 0.740 for 0.765.
SIZES = (50, 70, 100, 150, 200, 300, 400, 500, 700, 1000, 1500, 2000,
         3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000)  # fmt: skip
# The second seed was chosen: its die is accused for a while, as about two in five are.
SEEDS = {"a fair die": 2, "another die": 10}
EDGE = 32.0  # right end of the axis of chi-squared
HIGH = 4.3  # standard deviations, of the axis of counts
ROOM = 1.0  # above it, for the words on bars that go on


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Digits counted and tested."""

    source: str
    n: int
    counts: IntArray  # (10,)
    score: FloatArray  # (10,) counts less n/10, in standard deviations of a fair die's count
    statistic: float
    p_value: float
    latest: str  # the last ten digits that were counted


@cache
def _digits(source: str) -> IntArray:
    if source == "π":
        return first_digits(MAX_DIGITS)
    if source == "22/7":
        return np.resize([1, 4, 2, 8, 5, 7], MAX_DIGITS)
    return np.random.default_rng(SEEDS[source]).integers(0, 10, MAX_DIGITS)


def compute(*, source: str, n: float) -> View:
    """Pearson's test of the first n digits after the point."""
    count = int(n)
    digits = _digits(source)[:count]
    test = digit_test(digits)
    return View(
        source=source,
        n=count,
        counts=test.counts,
        score=(test.counts - count / 10) / np.sqrt(0.09 * count),
        statistic=test.statistic,
        p_value=test.p_value,
        latest="".join(map(str, digits[-10:])),
    )


def _density(x: FloatArray) -> FloatArray:
    """Density of chi-squared with nine degrees of freedom."""
    return np.asarray(x**3.5 * np.exp(-x / 2) / (2**4.5 * gamma(4.5)))


def draw(fig: Figure, view: View) -> Artists:
    """Counts of the ten digits, and the statistic on its distribution."""
    left, right = fig.subplots(1, 2)
    edges = (np.arange(10)[:, None] + [-0.45, 0.45]).ravel()  # with gaps between the bars
    left.set(
        xlim=(-0.7, 9.7),
        ylim=(-HIGH, HIGH + ROOM),
        xlabel="digit (grey: about 95 % of a fair die's counts)",
        title="how often each digit comes",
    )
    left.set_xticks(range(10))
    left.set_ylabel("count − n/10, in standard deviations")
    left.axhspan(-2, 2, color=MUTED, alpha=0.13, linewidth=0)
    left.axhline(0, color=INK, linewidth=0.8)
    cut = left.text(4.5, HIGH + 0.1, "", color=BLUE, size=9, ha="center", va="bottom")
    bars = left.stairs(np.zeros(19), edges, fill=True, color=BLUE, alpha=0.65)
    x = np.linspace(0, EDGE, 65)
    right.set(xlim=(0, EDGE), ylim=(0, 0.128), title="is that far from fair?", yticks=[])
    right.set_xlabel("χ², sum of (count − n/10)² / (n/10)")
    right.plot(x, _density(x), color=INK, linewidth=1.2)
    right.text(10.2, 0.096, "what a fair die gives", color=INK, size=9)
    (tail,) = right.fill([], [], color=ORANGE, alpha=0.55, linewidth=0)
    (line,) = right.plot([], [], color=ORANGE, linewidth=2.4)
    note = right.text(
        0.98, 0.66, "", transform=right.transAxes, ha="right", va="top", weight="bold", color=ORANGE
    )
    return Artists(bars=bars, cut=cut, tail=tail, line=line, note=note)


def _said(p: float) -> str:
    return f"p = {p:.{2 if p >= 0.01 else 3}f}" if p >= 0.001 else "p below 0.001"


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Counts, and the tail beyond the statistic."""
    heights = np.zeros(19)
    heights[::2] = np.clip(view.score, -HIGH, HIGH)
    artists.bars.set_data(heights)
    low, high = view.score.min(), view.score.max()
    beyond = f"bars go on, to {low:.1f} and {high:.1f}" if max(-low, high) > HIGH else ""
    artists.cut.set_text(typeset(beyond))
    outside = view.statistic > EDGE
    at = min(view.statistic, EDGE)
    x = np.linspace(at, EDGE, 25)
    height = _density(x)
    corners = np.column_stack([[at, *x, EDGE], [0.0, *height, 0.0]])
    artists.tail.set_xy(corners)
    artists.line.set_data([] if outside else [at, at], [] if outside else [0, 0.06])
    where = "beyond the chart →" if outside else "shaded: p-value"
    artists.note.set_text(f"{where},\n{_said(view.p_value)}")
    return [artists.bars, artists.cut, artists.tail, artists.line, artists.note]


def readout(view: View) -> str:
    """The statistic, its p-value and the digits counted last."""
    p = view.p_value
    about = f"about {p:.{2 if p >= 0.095 else 3}f}" if p >= 0.001 else "below 0.001"
    return (
        f"{view.n:,} digits of {view.source}, the last … {view.latest}: χ² = "
        f"{view.statistic:.1f} (9 expected); a fair die does at least as badly with probability "
        f"{about}."
    )


pi_digits = Explorer(
    name="pi_digits",
    title="Would a test notice?",
    alt=(
        "Left: how often each of the ten digits comes among the first n decimals of π, of 22/7, "
        "or throws of a fair ten-sided die: the count less n/10, in standard deviations of a fair "
        "die's count. Right: Pearson's chi-squared statistic on the distribution that a fair die "
        "would give, with the tail beyond it shaded: its area is the p-value."
    ),
    controls={
        "source": Choice(SOURCES, label="digits from"),
        "n": Slider(SIZES, default=50, label="digits n", format=",.0f"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "fifty digits of π": {"source": "π", "n": 50},
        "10,000 digits of π": {"source": "π", "n": 10_000},
        "10,000 throws": {"source": "a fair die", "n": 10_000},
        "22/7": {"source": "22/7", "n": 200},
    },
    challenge=Challenge(
        text="Both dice are fair. Catch one of them at a moment at which the test would accuse it "
        "(p below 0.05). For how long does it?",
        solved=lambda view: bool(view.source in SEEDS and view.p_value < 0.05),
    ),
)
