"""Averages that go on and on: a die, an exponential wait, and Cauchy's distribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import FloatArray, IntArray
from mlcourse.chapters.expected_values.figures.paths import kept
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Steps, Toggle
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE
from mlcourse.explore.typeset import number, typeset
from mlcourse.probability import expectations

__all__ = ["running_mean"]

N_DRAWS, N_RUNS, TOP = 5000, 400, 4.0
CLOCK = (
    *range(11), 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 500, 700,
    1000, 1500, 2000, 2500, 3000, 4000, 4306, 4307, 5000,
)  # fmt: skip
PLACES = np.unique(np.concatenate([np.geomspace(1, N_DRAWS, 60).astype(int), CLOCK[1:]]))
SEEDS = 8
NAMES = {"die": "die", "exponential wait": "exponential", "Cauchy": "cauchy"}
# where each lies, and half the width of its middle half: the unit of the picture
CENTRE = {"die": 3.5, "exponential wait": 1.0, "Cauchy": 0.0}
UNIT = {"die": 1.5, "exponential wait": float(np.log(3) / 2), "Cauchy": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run in the unit of the picture, and the middle half of many."""

    distribution: str
    draws: FloatArray  # (n,)
    means: FloatArray  # (n,)
    shown: IntArray  # places of the path that are drawn
    band: FloatArray | None  # (2, len(PLACES)) quartiles of the means of 400 runs


@cache
def _run(distribution: str, seed: int) -> tuple[FloatArray, FloatArray, IntArray]:
    run = expectations.running_mean(NAMES[distribution], n_draws=N_DRAWS, n_runs=1, rng=seed)
    draws, means = (
        (x[0] - CENTRE[distribution]) / UNIT[distribution] for x in (run.draws, run.means)
    )
    return draws, means, kept(np.clip(means, -2 * TOP, 2 * TOP), CLOCK[1:], columns=160)


@cache
def _band(distribution: str) -> FloatArray:
    run = expectations.running_mean(NAMES[distribution], n_draws=N_DRAWS, n_runs=N_RUNS, rng=99)
    means = (run.means[:, PLACES - 1] - CENTRE[distribution]) / UNIT[distribution]
    return np.quantile(means, [0.25, 0.75], axis=0)


def compute(*, distribution: str, many: bool, seed: int) -> View:
    """A run of 5,000 draws; the same uniforms for every distribution."""
    draws, means, shown = _run(distribution, seed)
    return View(
        distribution=distribution,
        draws=draws,
        means=means,
        shown=shown,
        band=_band(distribution) if many else None,
    )


def _shape(distribution: str) -> FloatArray:
    """The distribution of one draw as an outline, (m, 2): height, place."""
    end = TOP + 1.3  # beyond the axes, where nobody sees it closed
    y = np.linspace(-end, end, 181)
    if distribution == "die":
        places = np.repeat((np.arange(1, 7) - CENTRE["die"]) / UNIT["die"], 4)
        y = places + np.tile([-0.09, -0.09, 0.09, 0.09], 6)
        return np.column_stack([np.tile([0, 0.62, 0.62, 0], 6), y])
    x = CENTRE[distribution] + UNIT[distribution] * y
    density = np.where(x >= 0, np.exp(-np.maximum(x, 0)), 0.0)
    if distribution == "Cauchy":
        density = 1 / (1 + x**2)
    outline = np.column_stack([0.85 * density, y])
    return np.concatenate([[[0, -end]], outline, [[0, end]]])


def draw(fig: Figure, view: View) -> Artists:
    """Beside each other: where one draw falls, and the mean of all so far."""
    right, left = fig.subplots(1, 2, width_ratios=(2.6, 1.0))
    ticks = [-4, -2, 0, 2, 4]
    right.set(xlim=(0.93, 6200), ylim=(-TOP - 0.35, TOP + 1.05), xscale="log", yticks=ticks)
    right.set(xlabel="draws n, log scale", ylabel="half quartile ranges from the centre")
    right.set_title("mean of the draws so far, and the latest draw")
    right.set_xticks([1, 10, 100, 1000, 5000], ["1", "10", "100", "1,000", "5,000"])
    right.minorticks_off()
    right.axhline(0, color=MUTED, linewidth=0.8)
    artists = Artists()
    artists.band = right.add_patch(
        Polygon([(1, 0)], closed=True, facecolor=ORANGE, alpha=0.3, edgecolor="none")
    )
    (artists.path,) = right.plot([], [], color=BLUE, linewidth=1.5)
    (artists.stick,) = right.plot([], [], color=INK, linewidth=1.0)
    (artists.draw,) = right.plot([], [], "o", color=INK, markersize=5)
    (artists.up,) = right.plot([], [], "^", color=INK, markersize=7)
    (artists.down,) = right.plot([], [], "v", color=INK, markersize=7)
    (artists.now,) = right.plot([], [], "o", color=BLUE, markersize=7)
    artists.far = right.text(0, 0, "", size=9, color=INK, va="center", ha="right")
    artists.name = right.text(
        0.99, 0.955, "", size=9, color=ORANGE, ha="right", va="center",
        transform=right.transAxes,
    )  # fmt: skip
    _one_draw(left, artists)
    return artists


def _one_draw(ax: Axes, artists: Artists) -> None:
    ax.set(xlim=(0, 1), ylim=(-TOP - 0.35, TOP + 1.05), xticks=[], title="one draw")
    ax.set_yticks([-4, -2, 0, 2, 4])
    ax.spines["bottom"].set_visible(False)
    artists.shape = ax.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=GRID, edgecolor=MUTED, linewidth=1.0)
    )
    artists.faces = [
        ax.text(0.68, (k - CENTRE["die"]) / UNIT["die"], "", color=MUTED, size=9, va="center")
        for k in range(1, 7)
    ]
    (artists.mark,) = ax.plot([], [], "o", color=INK, markersize=5)


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """The run up to draw n."""
    path = view.shown[view.shown < n]
    artists.path.set_data(path + 1, np.clip(view.means[path], -2 * TOP, 2 * TOP))
    here, mean = (view.draws[n - 1], view.means[n - 1]) if n else (0.0, 0.0)
    inside = abs(here) <= TOP
    end, start = np.clip([here, mean], -TOP - 0.05, TOP + 0.05)
    at = np.array([n] if n else [])
    artists.now.set_data(at, np.clip([mean] * bool(n), -2 * TOP, 2 * TOP))
    artists.stick.set_data(np.repeat(at, 2), [start, end][: 2 * len(at)])
    artists.draw.set_data(at[: int(inside)], [here][: len(at) * inside])
    artists.mark.set_data([0.06] * len(at[: int(inside)]), [here][: len(at) * inside])
    for arrow, beyond in ((artists.up, here > TOP), (artists.down, here < -TOP)):
        arrow.set_data(at[: int(beyond)], [end][: int(beyond)])
    artists.far.set_text("" if inside else number(here, ",.0f"))
    artists.far.set_position((max(n, 1) * (0.78 if n > 20 else 1.28), end))
    artists.far.set_horizontalalignment("right" if n > 20 else "left")
    outline = np.array([[1.0, 0.0]])
    if view.band is not None and n:
        until = n >= PLACES
        x = PLACES[until]
        low, high = view.band[:, until]
        outline = np.column_stack([np.append(x, x[::-1]), np.append(low, high[::-1])])
    artists.band.set_xy(np.clip(outline, -TOP - 0.3, None))
    artists.name.set_text("" if view.band is None else "the middle half of 400 runs")
    artists.shape.set_xy(_shape(view.distribution))
    for k, face in enumerate(artists.faces, start=1):
        face.set_text(str(k) if view.distribution == "die" else "")
    return [
        artists.band, artists.path, artists.stick, artists.draw, artists.up, artists.down,
        artists.now, artists.far, artists.name, artists.shape, artists.mark,
        *artists.faces,
    ]  # fmt: skip


def _short(x: float) -> str:
    """One digit, without a power of ten."""
    return typeset(np.format_float_positional(float(f"{x:.1g}"), trim="-"))


def readout(view: View, *, n: int) -> str:
    """The latest draw and what it did to the mean, in the unit of the draws."""
    if n == 0:
        return "No draw yet."
    centre, unit = CENTRE[view.distribution], UNIT[view.distribution]
    draw, mean = (centre + unit * x[n - 1] for x in (view.draws, view.means))
    text = f"Draw {n:,} is {f'{draw:.0f}' if view.distribution == 'die' else f'{draw:,.2f}'}"
    if view.distribution != "Cauchy":  # whose unit is that of the picture
        text += f" ({view.draws[n - 1]:,.2f} on this scale)"
    if n == 1:
        return text + "; it is the mean of the first."
    before = centre + unit * view.means[n - 2]
    if number(before, ",.2f") == number(mean, ",.2f"):
        return text + f"; it moves the mean by {_short(mean - before)}, to {mean:,.2f}."
    return text + f"; it moves the mean from {before:,.2f} to {mean:,.2f}."


def _upset(view: View, *, n: int) -> bool:
    return n > 1000 and bool(abs(view.means[n - 1] - view.means[n - 2]) > 1)


running_mean = Explorer(
    name="running_mean",
    title="When has an average settled?",
    alt=(
        "The mean of the first n draws against n on a log scale, with the latest draw as a stick "
        "that pulls at it, for a die, for an exponential wait and for Cauchy's distribution; "
        "on request the middle half of the means of 400 runs. Beside it the distribution of one "
        "draw. Distances are counted in half quartile ranges of one draw."
    ),
    controls={
        "distribution": Choice(list(NAMES), label="draws from"),
        "many": Toggle(label="400 runs"),
        "seed": Seed(SEEDS),
        "n": Steps(CLOCK, default=0, label="draws n", milliseconds=260),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "a die, 5,000 times": {"distribution": "die", "many": False, "seed": 0, "n": 5000},
        "4,306 draws": {"distribution": "Cauchy", "many": False, "seed": 4, "n": 4306},
        "settled?": {"distribution": "Cauchy", "many": False, "seed": 7, "n": 5000},
        "400 waits": {"distribution": "exponential wait", "many": True, "seed": 0, "n": 100},
    },
    challenge=Challenge(
        text="Catch a single draw that moves the average of more than 1,000 draws by more than "
        "1 on this scale.",
        solved=_upset,
    ),
    size=(6.4, 3.5),
)
