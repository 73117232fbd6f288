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
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, RED
from mlcourse.probability.pi_digits import digit_test
from mlcourse.probability.pi_digits import pi_digits as first_digits

__all__ = ["pi_digits"]

MAX_DIGITS = 10_000
SOURCES = ("π", "22/7", "a fair die", "another die")
SIZES = (10, 15, 20, 30, 40, 50, 70, 100, 150, 200, 300, 400, 500, 700, 1000, 1500, 2000,
         3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000)  # fmt: skip
EDGE = 32.0  # right end of the axis of chi-squared


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Digits counted and tested."""

    source: str
    n: int
    share: FloatArray  # (10,)
    statistic: float
    p_value: float
    latest: str  # the last ten digits that were counted


@cache
def _digits(source: str) -> IntArray:
    if source == "π":
        return first_digits(MAX_DIGITS)
    if source == "22/7":
        return np.resize([1, 4, 2, 8, 5, 7], MAX_DIGITS)
    seed = 2 if source == SOURCES[2] else 5
    return np.random.default_rng(seed).integers(0, 10, MAX_DIGITS)


def compute(*, source: str, n: float) -> View:
    """Pearson's test of the first n digits after the point."""
    count = int(n)
    digits = _digits(source)[:count]
    test = digit_test(digits)
    return View(
        source=source,
        n=count,
        share=test.counts / count,
        statistic=test.statistic,
        p_value=test.p_value,
        latest="".join(map(str, digits[-10:])),
    )


def _density(x: FloatArray) -> FloatArray:
    """Density of chi-squared with nine degrees of freedom."""
    return np.asarray(x**3.5 * np.exp(-x / 2) / (2**4.5 * gamma(4.5)))


def draw(fig: Figure, view: View) -> Artists:
    """Shares of the ten digits, and the statistic on its distribution."""
    left, right = fig.subplots(1, 2)
    edges = np.arange(11) - 0.5
    left.set(xlim=(-0.7, 9.7), ylim=(0, 0.345), xlabel="digit", title="how often each digit comes")
    left.set_xticks(range(10))
    left.set_ylabel("share")
    bars = left.stairs(np.zeros(10), edges, fill=True, color=BLUE, alpha=0.65)
    left.axhline(0.1, color=INK, linewidth=0.8)
    (band,) = left.plot([], [], "--", color=MUTED, linewidth=1.1)
    left.text(0.02, 0.97, "dashed: where a fair die stays\n(± 2 standard deviations)",
              transform=left.transAxes, color=MUTED, size=9, va="top")  # fmt: skip
    x = np.linspace(0, EDGE, 65)
    right.set(xlim=(0, EDGE), ylim=(0, 0.128), title="is that far from fair?", yticks=[])
    right.set_xlabel("χ², sum of (count − n/10)² / (n/10)")
    right.plot(x, _density(x), color=INK, linewidth=1.2)
    right.text(9.5, 0.103, "what a fair die gives", color=INK, size=9)
    (tail,) = right.fill([], [], color=ORANGE, alpha=0.55, linewidth=0)
    (line,) = right.plot([], [], color=ORANGE, linewidth=2.4)
    note = right.text(0.98, 0.7, "", transform=right.transAxes, ha="right", va="top", weight="bold")
    return Artists(bars=bars, band=band, tail=tail, line=line, note=note)


def _verdict(view: View) -> tuple[str, str]:
    if view.p_value >= 0.05:
        return "passes", GREEN
    return ("suspicious", ORANGE) if view.p_value >= 0.01 else ("fails", RED)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Counts, and the tail beyond the statistic."""
    artists.bars.set_data(np.minimum(view.share, 0.4))
    half = 2 * np.sqrt(0.09 / view.n)
    y = 0.1 + np.array([half, half, np.nan, -half, -half])
    artists.band.set_data([-0.7, 9.7, np.nan, -0.7, 9.7], np.maximum(y, -0.1))
    at = min(view.statistic, EDGE - 0.3)
    x = np.linspace(at, EDGE, 25)
    height = _density(x)
    corners = np.column_stack([[at, *x, EDGE], [0.0, *height, 0.0]])
    artists.tail.set_xy(corners)
    artists.line.set_data([at, at], [0, 0.06])
    verdict, colour = _verdict(view)
    beyond = "\n(beyond the chart)" if view.statistic > EDGE else ""
    p = f"{view.p_value:.2f}" if view.p_value >= 0.01 else "below 0.01"
    artists.note.set_text(f"{verdict}: p = {p}{beyond}".replace("p = below", "p below"))
    artists.note.set_color(colour)
    return [artists.bars, artists.band, artists.tail, artists.line, artists.note]


def readout(view: View) -> str:
    """The statistic, its p-value and the digits counted last."""
    p = f"{view.p_value:.3f}" if view.p_value >= 0.001 else "below 0.001"
    return (
        f"{view.n:,} digits of {view.source}, the last … {view.latest}: χ² = "
        f"{view.statistic:.1f} (9 expected); a fair die does worse with probability {p}."
    )


pi_digits = Explorer(
    name="pi_digits",
    title="Determined, and yet",
    alt=(
        "Left: the share of each of the ten digits among the first n decimals of π, of 22/7, or "
        "of throws of a fair ten-sided die. Right: Pearson's chi-squared statistic on the "
        "distribution that a fair die would give, with the tail beyond it shaded. π passes the "
        "test like a die for every n up to 10,000; 22/7, which repeats six digits, soon fails."
    ),
    controls={
        "source": Choice(SOURCES, label="decimals of"),
        "n": Slider(SIZES, default=100, label="digits n", format=",.0f"),
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
        text="22/7 repeats six digits for ever. Find the least n on the scale at which the test "
        "fails it (p below 0.01).",
        solved=lambda view: bool(view.source == "22/7" and view.p_value < 0.01 and view.n <= 40),
    ),
)
