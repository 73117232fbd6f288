"""The same tosses, seen in two ways: proportions converge while counts wander off."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.probability.figures.common import clock, grown, turns
from mlcourse.explore import Artists, Challenge, Explorer, Seed, Slider, Steps
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE
from mlcourse.probability.limits import CoinRuns, coin_runs

__all__ = ["law_of_large_numbers"]

CLOCK = clock(5000)
N_TOSSES = CLOCK[-1]
MAX_RUNS = 20
# Where the axis of tosses ends in turn, and that of counts: about four standard deviations of a
# fair coin's count. Both grow together, so that the fan of the counts keeps its shape.
TOPS = {20: 8.0, 100: 20.0, 1000: 60.0, N_TOSSES: 140.0}
SEEN = {1: 360, MAX_RUNS: 70}  # stretches of an axis that the eye parts
SINGLE = 100  # tosses that are drawn one by one
Course = tuple[FloatArray, list[int]]  # a growing line, and where it ends at each step


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One or twenty runs of a coin, and what theory says of their spread."""

    p: float
    n_runs: int
    proportion: FloatArray  # (n_runs, n)
    excess: FloatArray  # (n_runs, n) count minus n p
    proportion_error: FloatArray  # (n,) one standard deviation
    excess_error: FloatArray  # (n,)
    first: FloatArray  # (SINGLE,) the first tosses of the first run
    courses: dict[tuple[str, int], tuple[Course, Course]]  # by panel and window: first, others


@cache
def _runs(p: float, seed: int) -> CoinRuns:
    return coin_runs(p, n_tosses=N_TOSSES, n_runs=MAX_RUNS, rng=134 + seed)


def _course(rows: FloatArray, end: int, top: float, runs: int) -> Course:
    """Some rows from toss 0 to the end of a window, as one line in units of its axes."""
    sizes = [size + 1 for size in CLOCK if size <= end]  # the first place is toss 0
    if not len(rows):
        return np.empty((0, 2)), [0] * len(sizes)
    rows = rows[:, : end + 1] / top
    pieces = [turns(row, sizes, stretch=lambda size: max(1, end // SEEN[runs])) for row in rows]
    steps = list(zip(*pieces, strict=True))
    ends = np.cumsum([sum(len(piece) + 1 for piece in step) for step in steps])
    return grown(np.arange(end + 1) / end, rows, steps), ends.tolist()


@cache
def _courses(p: float, runs: int, seed: int) -> dict[tuple[str, int], tuple[Course, Course]]:
    all_runs = _runs(p, seed)
    one = all_runs.proportion[:runs]
    rows = {
        "proportion": np.column_stack([one[:, 0], one]),  # the first toss is as wide as others
        "excess": np.column_stack([np.zeros(runs), all_runs.excess[:runs]]),
    }
    return {
        (name, end): (
            _course(kind[:1], end, 1.0 if name == "proportion" else top, 1),
            _course(kind[1:], end, 1.0 if name == "proportion" else top, MAX_RUNS),
        )
        for name, kind in rows.items()
        for end, top in TOPS.items()
    }


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
        first=np.diff(all_runs.count[0, :SINGLE], prepend=0).astype(float),
        courses=_courses(p, n_runs, seed),
    )


def _panel(ax: Axes, name: str, colour: str, artists: Artists) -> None:
    ax.set(xlim=(0, 1), xticks=[0, 0.5, 1.0])
    ax.set_xticklabels(["0", "", ""])
    tick: dict[str, Any] = {"color": MUTED, "size": 9, "va": "top"}
    dashed: dict[str, Any] = {"color": MUTED, "linewidth": 1.2, "linestyle": "--"}
    made = {
        "ticks": [
            ax.text(x, -0.035, "", ha=ha, transform=ax.get_xaxis_transform(), **tick)
            for x, ha in ((0.5, "center"), (1.0, "right"))
        ],
        "funnel": [ax.plot([], [], **dashed)[0] for _ in range(2)],
        "others": ax.plot([], [], color=colour, linewidth=0.7, alpha=0.55)[0],
        "first": ax.plot([], [], color=colour, linewidth=1.8)[0],
        "now": ax.plot([], [], "o", color=colour, markersize=6)[0],
    }
    setattr(artists, name, made)


def draw(fig: Figure, view: View) -> Artists:
    """Proportions with their funnel, counts with theirs."""
    left, right = fig.subplots(1, 2)
    artists = Artists()
    left.set(ylim=(-0.06, 1.16), title="proportion of heads", ylabel="heads / n")
    left.set_xlabel("tosses n")
    right.set(ylim=(-1, 1), title="count of heads, less n p")
    right.set_xlabel("tosses n (dashed: ± 2 standard deviations)")
    right.set_ylabel("heads − n p", labelpad=20)
    right.set_yticks([-0.5, 0, 0.5], ["", "", ""])
    right.axhline(0, color=INK, linewidth=0.8)
    (artists.level,) = left.plot([], [], color=INK, linewidth=0.8)
    (artists.tosses,) = left.plot([], [], "o", color=INK, markersize=2.6, markeredgewidth=0)
    artists.dots = left.text(0.98, 1.14, "", color=INK, size=9, ha="right", va="top")
    _panel(left, "proportion", BLUE, artists)
    _panel(right, "excess", ORANGE, artists)
    label = {"color": MUTED, "size": 9, "ha": "right", "va": "center"}
    artists.counts = [
        right.text(-0.025, y, "0", transform=right.get_yaxis_transform(), **label)
        for y in (-0.5, 0, 0.5)
    ]
    return artists


def _funnel_places(end: int, step: int) -> FloatArray:
    """Places up to the step, and near 0, where the funnel bends."""
    near = np.array([0.25, 0.5, 1, 2, 3, 5, 7, 10, 15, 20]) * end / 400
    places = np.array(CLOCK[: step + 1], dtype=float)
    return np.unique(np.concatenate([near[near < places[-1]], places]))


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """The runs and their funnels up to toss n, on axes that end at the next window."""
    step = CLOCK.index(n)
    end = next(window for window in TOPS if window >= n)
    artists.level.set_data([0, 1], [view.p, view.p])
    shown = np.arange(1, min(n, SINGLE) + 1) if end <= SINGLE else np.arange(0)
    artists.tosses.set_data(shown / end, view.first[: len(shown)])
    artists.tosses.set_markersize(2.6 if end <= 20 else 1.7)  # or they would run together
    artists.dots.set_text("dots: tosses of the thick run" if len(shown) else "")
    for text, sign in zip(artists.counts, ("−", "", ""), strict=True):
        text.set_text(f"{sign}{TOPS[end] / 2:.0f}")
    artists.counts[1].set_text("0")
    changed: list[Artist] = [artists.level, artists.tosses, artists.dots, *artists.counts]
    places = _funnel_places(end, step)
    spread = np.sqrt(view.p * (1 - view.p))
    sides = {"proportion": spread / np.sqrt(places), "excess": spread * np.sqrt(places) / TOPS[end]}
    for name, centre in (("proportion", view.p), ("excess", 0.0)):
        made = getattr(artists, name)
        for width, side in zip((2, -2), made["funnel"], strict=True):
            side.set_data(places / end, centre + width * sides[name])
        for part, (line, ends) in zip(("first", "others"), view.courses[name, end], strict=True):
            made[part].set_data(*line[: ends[step]].T)
        height = view.proportion[0, n - 1] if name == "proportion" else view.excess[0, n - 1]
        made["now"].set_data([n / end], [height / (1.0 if name == "proportion" else TOPS[end])])
        for text, share in zip(made["ticks"], (0.5, 1.0), strict=True):
            text.set_text(f"{share * end:,.0f}")
        changed += [*made["ticks"], *made["funnel"], made["others"], made["first"], made["now"]]
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
        f"n = {n:,} {'toss' if n == 1 else 'tosses'}. {who} off by {proportion:.4f} in the "
        f"proportion and by {count:.1f} heads in the count; standard deviations "
        f"{view.proportion_error[n - 1]:.4f} and {view.excess_error[n - 1]:.1f}."
    )


def _both(view: View, *, n: int) -> bool:
    proportion, count = _furthest(view, n)
    return view.n_runs == MAX_RUNS and proportion < 0.02 and count > 40


law_of_large_numbers = Explorer(
    name="law_of_large_numbers",
    title="Does it even out?",
    alt=(
        "The same coin tosses in two panels, against the number of tosses. Left: the proportion "
        "of heads of each run, around the probability p, and the single tosses of one run, "
        "heads at 1 and tails at 0. "
        "Right: the count of heads minus n times p, around zero. Dashed lines two standard "
        "deviations above and below. The axes end at 20, 100, 1,000 and 5,000 tosses in turn."
    ),
    controls={
        "p": Slider((0.1, 0.3, 0.5), default=0.5, label="chance of heads p"),
        "runs": Slider(tuple(SEEN), default=MAX_RUNS, label="runs", format="g"),
        "seed": Seed(3),
        "n": Steps(CLOCK, default=1, label="tosses n", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.2, 3.7),
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
