"""Darts at a square: the share that hits the disk is pi/4, give or take 1/sqrt(n)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.probability.figures.common import clock, grown, turns
from mlcourse.explore import Artists, Challenge, Explorer, Seed, Steps
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE
from mlcourse.probability.pi_chance import ChancePi, throw_darts

__all__ = ["darts"]

CLOCK = clock(20_000)
N_DARTS = CLOCK[-1]
SHOWN = 640  # darts drawn: more would be a blot
FEW, LARGE, SMALL = 100, 5.0, 2.4  # up to so many darts are drawn large
LEAST = 1e-7  # bottom of the axis of errors


Course = tuple[FloatArray, list[int]]  # a growing line, and where it ends at each step


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The whole course of one experiment."""

    points: FloatArray  # (SHOWN, 2) the first darts
    hits: FloatArray  # (n,) hits so far
    shown_hits: FloatArray  # (SHOWN,) whether each of the first darts hit
    estimate: FloatArray  # (n,)
    error: FloatArray  # (n,)
    funnel: FloatArray  # (n,) one standard error
    courses: tuple[Course, Course]  # what is drawn of the estimate and of the error


@cache
def _run(seed: int) -> ChancePi:
    return throw_darts(N_DARTS, rng=seed)


def _course(path: FloatArray) -> Course:
    """A path with all its swings, up to what lies within half a point on the log axis."""
    sizes = turns(path, CLOCK, stretch=lambda size: max(1, size // 60))
    line = grown(np.arange(1.0, N_DARTS + 1), path[None], [[piece] for piece in sizes])
    return line, np.cumsum([len(piece) + 1 for piece in sizes]).tolist()


@cache
def compute(*, seed: int) -> View:
    """Every dart of the longest experiment; a step shows the first n of them."""
    run = _run(seed)
    return View(
        points=run.points[:SHOWN],
        hits=np.cumsum(run.hits).astype(float),
        shown_hits=run.hits[:SHOWN].astype(float),
        estimate=run.estimate,
        error=run.error,
        funnel=run.funnel,
        courses=(_course(run.estimate), _course(np.clip(run.error, LEAST, None))),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The target, the running estimate in its funnel, the error on log scales."""
    left, middle, right = fig.subplots(1, 3, width_ratios=(1.1, 1.0, 1.0))
    left.set(xlim=(-1.03, 1.03), ylim=(-1.03, 1.03), aspect="equal", xticks=[], yticks=[])
    left.spines[:].set_visible(False)
    left.set_title(f"darts (at most {SHOWN} drawn)")
    left.set_xlabel("4 × share of hits ≈ π")
    angle = np.linspace(0, 2 * np.pi, 73)
    left.plot(np.cos(angle), np.sin(angle), color=INK, linewidth=1.2)
    left.plot([-1, 1, 1, -1, -1], [-1, -1, 1, 1, -1], color=INK, linewidth=1.2)
    (hits,) = left.plot([], [], "o", color=BLUE, markersize=SMALL, markeredgewidth=0)
    (misses,) = left.plot([], [], "o", color=ORANGE, markersize=SMALL, markeredgewidth=0)

    for ax in (middle, right):
        ax.set(xlim=(0.8, 1.2 * N_DARTS), xscale="log", xlabel="darts n")
    middle.set(ylim=(-0.1, 6.6), title="estimate of π")
    middle.axhline(np.pi, color=INK, linewidth=0.8)
    dashed = {"color": MUTED, "linewidth": 1.0, "linestyle": "--"}
    artists = Artists(hits=hits, misses=misses)
    artists.funnel = [ax.plot([], [], **dashed)[0] for ax in (middle, middle, right)]
    middle.text(0.97, 0.04, "dashed: π ± 2\nstandard errors", transform=middle.transAxes,
                color=MUTED, size=9, ha="right")  # fmt: skip
    (artists.estimate,) = middle.plot([], [], color=BLUE, linewidth=1.1)
    (artists.now,) = middle.plot([], [], "o", color=BLUE)
    right.set(ylim=(LEAST, 4.0), yscale="log", title="error, log scale")
    right.text(0.04, 0.05, "dashed:\n2 standard errors", transform=right.transAxes,
               color=MUTED, size=9)  # fmt: skip
    (artists.error,) = right.plot([], [], color=BLUE, linewidth=1.0)
    (artists.off,) = right.plot([], [], "o", color=BLUE)
    return artists


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """Everything up to dart n."""
    hit = view.shown_hits[:n] > 0
    points = view.points[: len(hit)]
    artists.hits.set_data(*points[hit].T)
    artists.misses.set_data(*points[~hit].T)
    step = CLOCK.index(n)
    for (line, ends), artist in zip(view.courses, (artists.estimate, artists.error), strict=True):
        artist.set_data(*line[: ends[step]].T)
    artists.now.set_data([n], [view.estimate[n - 1]])
    artists.off.set_data([n], [max(view.error[n - 1], LEAST)])
    for marks in (artists.hits, artists.misses):
        marks.set_markersize(LARGE if n <= FEW else SMALL)
    spread = 2.0 * view.funnel[np.array(CLOCK[: step + 1]) - 1]
    for artist, y in zip(artists.funnel, (np.pi + spread, np.pi - spread, spread), strict=True):
        artist.set_data(CLOCK[: step + 1], y)
    return [
        artists.hits,
        artists.misses,
        artists.estimate,
        artists.now,
        artists.error,
        artists.off,
        *artists.funnel,
    ]


def readout(view: View, *, n: int) -> str:
    """The estimate, its error and the error to be expected."""
    return (
        f"{n:,} dart{'s' if n > 1 else ''}, {int(view.hits[n - 1]):,} in the disk: "
        f"4 × {view.hits[n - 1] / n:.4f} = "
        f"{view.estimate[n - 1]:.4f}, off by {view.error[n - 1]:.4f}; "
        f"standard error {view.funnel[n - 1]:.4f}."
    )


def _lucky(view: View, *, n: int) -> bool:
    return bool(view.error[n - 1] < 0.002 and view.funnel[n - 1] > 0.03)


darts = Explorer(
    name="darts",
    title="π by throwing darts",
    alt=(
        "Left: darts thrown at random into a square; those inside the inscribed disk are blue, "
        "the others orange. Middle: four times the share of hits against the number of darts so "
        "far, with dashed lines two standard errors above and below π. Right: the distance of "
        "that estimate from π, on log scales, with two standard errors as a dashed line."
    ),
    controls={
        "seed": Seed(9),
        "n": Steps(CLOCK, default=1, label="darts n", milliseconds=200),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "ten darts": {"n": 10},
        "a thousand": {"n": 1000},
        "twenty thousand": {"n": N_DARTS},
    },
    challenge=Challenge(
        text="Find a lucky moment: off by less than 0.002 although the standard error is more "
        "than 0.03. (Resample if there is none.) Then play on: does the luck last?",
        solved=_lucky,
    ),
)
