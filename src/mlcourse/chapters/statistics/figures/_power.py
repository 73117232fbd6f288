"""Two groups, a t statistic, a p-value: one experiment, then a thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from scipy.special import stdtr

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Seed, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PURPLE
from mlcourse.statistics.power_analysis import TTestPower, t_density, t_test_power

__all__ = ["power"]

EFFECTS = (0.0, 0.2, 0.5, 0.64, 0.8)
SIZES = (10, 20, 50, 64, 100)
LEVELS = (0.005, 0.05)
CLOCK = (*range(6), 10, 20, 50, 100, 200, 500, 1000)
N_TESTS, BINS, CEILING = 1000, 20, 6.0
LEFT, RIGHT = -4.5, 8.5
T = np.linspace(LEFT, RIGHT, 105)
NOTHING = np.full((1, 2), np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A thousand experiments with one design, and what theory says of it."""

    effect: float
    level: float
    groups: FloatArray  # (stops, 2, n): of the experiment at each stop of the clock
    t: FloatArray  # (tests,)
    p: FloatArray  # (tests,)
    differences: FloatArray  # (tests,) of the means, in standard deviations of a group
    null: FloatArray  # densities of t
    other: FloatArray
    design: TTestPower


@cache
def _noise(n: int, seed: int) -> FloatArray:
    """(n, 2, tests): a larger n adds people to the experiments that there were."""
    return np.random.default_rng([5, seed]).standard_normal((n, 2, N_TESTS))


@cache
def _densities(effect: float, n: int) -> tuple[FloatArray, FloatArray]:
    shift = effect * np.sqrt(n / 2)
    null = t_density(T, degrees_of_freedom=2 * n - 2)
    return null, t_density(T, degrees_of_freedom=2 * n - 2, noncentrality=shift)


def compute(*, effect: float, n: int, level: float, seed: int) -> View:
    """A thousand pairs of groups."""
    noise = _noise(n, seed)
    mean, pooled = noise.mean(axis=0), np.sqrt(noise.var(axis=0, ddof=1).mean(axis=0))
    difference = effect + mean[0] - mean[1]
    design = t_test_power(effect, n_per_group=n, alpha=level)
    t = difference / (pooled * np.sqrt(2 / n))
    null, other = _densities(effect, n)
    shown = noise[:, :, [max(k - 1, 0) for k in CLOCK]].transpose(2, 1, 0).copy()
    shown[:, 0] += effect
    return View(
        effect=effect,
        level=level,
        groups=shown,
        t=t,
        p=2.0 * stdtr(2 * n - 2, -np.abs(t)),
        differences=difference / pooled,
        null=null,
        other=other,
        design=design,
    )


def _groups(ax: Axes, artists: Artists) -> None:
    ax.set(xlim=(-0.6, 1.6), ylim=(-4.2, 4.9), yticks=range(-4, 5, 2), title="this experiment")
    ax.set_xticks([0, 1], ["treated", "control"])
    ax.set_ylabel("measured")
    for name, colour in (("treated", BLUE), ("control", MUTED)):
        (line,) = ax.plot([], [], "o", color=colour, markersize=4.5, alpha=0.85, markeredgewidth=0)
        setattr(artists, name, line)
    (artists.means,) = ax.plot([], [], color=INK, linewidth=2.2)


def draw(fig: Figure, view: View) -> Artists:
    """The people of one experiment, its t on the densities, the p-values of all so far."""
    people, middle, right = fig.subplots(1, 3, width_ratios=(0.62, 1.3, 1.15))
    artists = Artists()
    _groups(people, artists)
    middle.set(xlim=(LEFT, RIGHT), ylim=(0, 0.56), yticks=[], xlabel="t", title="its t")
    for name, colour in (("alarms", ORANGE), ("missed", PURPLE)):
        area = Polygon([(0, 0)], closed=True, facecolor=colour, alpha=0.6, edgecolor="none")
        setattr(artists, name, middle.add_patch(area))
    (artists.null,) = middle.plot([], [], color=MUTED, linewidth=1.6)
    (artists.other,) = middle.plot([], [], color=BLUE, linewidth=1.6)
    (artists.t,) = middle.plot([], [], color=INK, linewidth=2.0)
    (artists.beyond,) = middle.plot([], [], ">", color=INK, markersize=8)
    middle.text(LEFT + 0.1, 0.525, "no effect", color=MUTED, size=9)
    artists.names = middle.text(RIGHT - 0.1, 0.525, "", color=BLUE, size=9, ha="right")
    middle.text(LEFT + 0.1, 0.49, "false alarms", color=ORANGE, size=9)
    artists.miss = middle.text(RIGHT - 0.1, 0.49, "", color=PURPLE, size=9, ha="right")
    right.set(xlim=(0, 1), ylim=(-0.45, CEILING), xlabel="p", title="p-values so far")
    right.set(yticks=range(7))
    artists.unit = right.set_ylabel("share; 1 = one in 20")
    right.axhline(0, color=MUTED, linewidth=0.8)
    artists.bars = right.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=GREEN, alpha=0.65, edgecolor="none")
    )
    (artists.level,) = right.plot([], [], color=INK, linewidth=1.2, linestyle="--")
    (artists.p,) = right.plot([], [], "^", color=INK, markersize=7, clip_on=False)
    artists.counts = right.text(0.06, CEILING - 0.3, "", size=9, color=INK)
    right.spines["bottom"].set_color(GRID)
    return artists


def _errors(artists: Artists, view: View) -> None:
    """Both tails beyond the critical value, and what of the effect lies between."""
    c = view.design.critical_value
    inside = np.concatenate([[-c], T[np.abs(T) < c], [c]])
    low = np.append(T[T + c < 0], -c)
    high = np.append(c, T[T - c > 0])
    null = [np.interp(x, T, view.null) for x in (low, high)]
    edge = [(low[0], 0), *zip(low, null[0], strict=True), (-c, 0), (c, 0)]
    edge += [*zip(high, null[1], strict=True), (high[-1], 0)]
    artists.alarms.set_xy(edge)
    missed = np.interp(inside, T, view.other)
    hump = [(-c, 0), *zip(inside, missed, strict=True), (c, 0)]
    artists.missed.set_xy(hump if view.effect else NOTHING)


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """Experiment k, and the p-values of the first k."""
    treated, control = view.groups[CLOCK.index(k)] if k else np.full((2, 1), np.nan)
    wobble = (np.arange(len(treated)) * 0.618 % 1 - 0.5) * 0.6
    artists.treated.set_data(wobble, treated)
    artists.control.set_data(1 + wobble, control)
    a, b = treated.mean(), control.mean()
    artists.means.set_data([-0.42, 0.42, np.nan, 0.58, 1.42], [a, a, np.nan, b, b])
    artists.null.set_data(T, view.null)
    artists.other.set_data(T, view.other if view.effect else np.full_like(T, np.nan))
    artists.names.set_text(f"effect {view.effect:g}" if view.effect else "")
    artists.miss.set_text("missed" if view.effect else "")
    _errors(artists, view)
    t = view.t[k - 1 : k]
    near = t[t < RIGHT]
    artists.t.set_data(np.repeat(near, 2), [0, 0.46] * len(near))
    far = t[t >= RIGHT]
    artists.beyond.set_data([RIGHT - 0.2] * len(far), [0.02] * len(far))
    p = view.p[:k]
    counts, edges = np.histogram(p, bins=BINS, range=(0, 1))
    heights = np.minimum(counts * BINS / max(k, BINS), CEILING)
    artists.bars.set_xy(
        np.column_stack([np.repeat(edges, 2), np.concatenate([[0], np.repeat(heights, 2), [0]])])
    )
    artists.unit.set_text("experiments" if k <= BINS else "share; 1 = one in 20")
    artists.level.set_data([view.level] * 2, [0, CEILING])
    artists.p.set_data(p[-1:], [-0.25] * len(p[-1:]))
    over = counts[0] * BINS > CEILING * k and k >= BINS
    artists.counts.set_text(f"{counts[0]:,} up to 0.05" if over else "")
    return [
        artists.treated, artists.control, artists.means, artists.alarms, artists.missed,
        artists.null, artists.other, artists.names, artists.miss, artists.t, artists.beyond,
        artists.bars, artists.level, artists.p, artists.counts, artists.unit,
    ]  # fmt: skip


def readout(view: View, *, k: int) -> str:
    """The last experiment, the count, and at the end what theory says."""
    if k == 0:
        return "No experiment yet."
    found = view.p[:k] <= view.level
    text = (
        f"Experiment {k:,}: t = {view.t[k - 1]:.2f}, p = {view.p[k - 1]:.2g}. So far "
        f"{found.sum():,} of {k:,} at or below {view.level:g}"
    )
    if k < N_TESTS or not view.effect:
        return text + "."
    strong = np.abs(view.differences[found]).mean() if found.any() else 0.0
    return text + (
        f"; theory: {100 * view.design.power:.1f} %. The effect is {view.effect:g}; these "
        f"{found.sum():,} put its size at {strong:.2f} on average."
    )


power = Explorer(
    name="power",
    title="From two groups to a p-value",
    alt=(
        "Left: two groups of people as dots, with their means. Middle: the density of the t "
        "statistic without an effect and, if there is one, with it; the areas of both errors, "
        "and the t of this experiment. Right: a histogram of the p-values of all experiments so "
        "far in twenty bins, the last one marked below."
    ),
    controls={
        "effect": Slider(EFFECTS, default=0.0, label="effect d"),
        "n": Slider(SIZES, default=20, label="people in a group n"),
        "level": Slider(LEVELS, default=0.05, label="level α"),
        "seed": Seed(2),
        "k": Steps(CLOCK, default=0, label="experiments", milliseconds=600),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "no effect": {"effect": 0.0, "n": 20, "level": 0.05, "k": 0},
        "a small effect, few people": {"effect": 0.2, "n": 20, "level": 0.05, "k": 1000},
        "as large as was measured": {"effect": 0.64, "n": 20, "level": 0.05, "k": 1000},
    },
    challenge=Challenge(
        text="The effect is 0.5. Find the smallest n shown whose thousand experiments, at the "
        "level 0.05, find it in four cases of five.",
        solved=lambda view, *, k: bool(
            k == N_TESTS
            and view.effect == 0.5
            and view.level == 0.05
            and view.groups.shape[2] == 64
        ),
    ),
    size=(8.0, 3.6),
)
