"""Many walkers on a bowl with waves: who comes to the lowest point?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, linear
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE, RED
from mlcourse.explore.typeset import number
from mlcourse.optimize.basins import many_descents

__all__ = ["local_or_global"]

FAR = 3.2  # walkers start between minus this and this
N_WALKERS = 41
N_STEPS = 200
CLOCK = (*range(11), 12, 15, 20, 30, 50, 100, N_STEPS)
ARRIVED = 0.1
WAVES = (
    0.0, 0.05, 0.11, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.51, 0.52, 0.55, 0.6, 0.7, 0.8,
    0.9, 1.0,
)  # fmt: skip
N_HEAPS = 3  # dents between the outermost starts
HEAP = 5
ONE_DOT = 0.02
GRID = np.linspace(-FAR, FAR, 97)
CENSUS = np.linspace(-FAR, FAR, 401)[:, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One landscape, the paths of all walkers on it and of the reader's own."""

    wave: float
    walkers: FloatArray  # (N_WALKERS, N_STEPS + 1)
    own: FloatArray  # (N_STEPS + 1,)

    def arrived(self, k: int) -> float:
        """The share of the walkers that are near the lowest point."""
        return float(np.mean(np.abs(self.walkers[:, k]) < ARRIVED))


def height(x: FloatArray, wave: float) -> FloatArray:
    return x**2 / 2 - wave * np.cos(3 * x)


def curvature(x: FloatArray, wave: float) -> FloatArray:
    return 1 + 9 * wave * np.cos(3 * x)


def _level(wave: float) -> FloatArray:
    """Where the curvature is 0."""
    if 9 * wave < 1:
        return np.empty(0)
    first = np.arccos(-1 / (9 * wave)) + 2 * np.pi * np.arange(-2, 2)
    x = np.concatenate([first, -first]) / 3
    return x[np.abs(x) <= FAR]


def _paths(starts: FloatArray, wave: float) -> FloatArray:
    # the largest curvature is 1 + 9 b: the step is one over it
    paths = many_descents(
        lambda x: x + 3 * wave * np.sin(3 * x),
        starts,
        step_size=1 / (1 + 9 * wave),
        max_steps=N_STEPS,
    )
    return paths[..., 0]


@cache
def shares() -> tuple[FloatArray, FloatArray]:
    """Wave heights, and for each the share of [-3.2, 3.2] from which the lowest is reached."""
    waves = np.unique(np.append(np.linspace(0, 1, 51), WAVES))
    ends = [_paths(CENSUS, float(wave))[:, -1] for wave in waves]
    return waves, np.array([np.mean(np.abs(end) < ARRIVED) for end in ends])


@cache
def _walkers(wave: float) -> FloatArray:
    return _paths(np.linspace(-FAR, FAR, N_WALKERS)[:, None], wave)


def compute(*, wave: float, start: float) -> View:
    """Two hundred steps of every walker."""
    own = _paths(np.array([[start]]), wave)[0]
    return View(wave=wave, walkers=_walkers(wave), own=own)


def draw(fig: Figure, view: View) -> Artists:
    """The landscape, its curvature, and the share that arrives against the height of the waves."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.4, 1.0), height_ratios=(1.5, 1.0))
    top, bottom = fig.add_subplot(grid[0, 0]), fig.add_subplot(grid[1, 0])
    right = fig.add_subplot(grid[:, 1])
    top.set(xlim=(-3.4, 3.4), ylim=(-1.3, 6.2), title="height")
    (ground,) = top.plot([], [], color=MUTED, linewidth=1.4)
    (walkers,) = top.plot([], [], "o", color=BLUE, markersize=4)
    (own,) = top.plot([], [], "o", color=ORANGE, markersize=9, markeredgecolor=INK)
    bottom.set(xlim=(-3.4, 3.4), ylim=(-9, 11), xlabel="x", title="curvature")
    bottom.axhline(0.0, color=MUTED, linewidth=0.8)
    (bend,) = bottom.plot([], [], color=MUTED, linewidth=1.4)
    (below,) = bottom.plot([], [], color=RED, linewidth=2.4)
    right.set(xlim=(-0.03, 1.03), ylim=(0, 1.06), xlabel="height of the waves b")
    right.set_title("share that arrives, at the end")
    (share,) = right.plot([], [], color=BLUE)
    (now,) = right.plot([], [], "o", color=INK)
    later = right.text(0.5, 0.5, "", color=MUTED, ha="center")
    heaps = [top.text(0, 0, "", color=BLUE, size=9, ha="center") for _ in range(N_HEAPS)]
    return Artists(
        ground=ground, walkers=walkers, own=own, bend=bend, below=below, share=share, now=now,
        later=later, heaps=heaps,
    )  # fmt: skip


def _heaps(places: FloatArray) -> list[tuple[float, int]]:
    """Where many walkers are one dot, and how many; nothing while some are on their way."""
    order = np.sort(places)
    groups = np.split(order, np.flatnonzero(np.diff(order) > ONE_DOT) + 1)
    if min(len(g) for g in groups) < HEAP:
        return []
    return [(float(g.mean()), len(g)) for g in groups]


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """Everybody after k steps; at the end the shares for all waves up to these."""
    artists.ground.set_data(GRID, height(GRID, view.wave))
    there = view.walkers[:, k]
    artists.walkers.set_data(there, height(there, view.wave))
    artists.own.set_data(view.own[[k]], height(view.own[[k]], view.wave))
    found = _heaps(there)
    for text, (place, count) in zip(
        artists.heaps, [*found, *[(0.0, 0)] * (N_HEAPS - len(found))], strict=True
    ):
        text.set_text(f"{count}" if count else "")
        text.set_position((place, float(height(np.array(place), view.wave)) + 0.45))
    x = np.union1d(GRID, _level(view.wave))
    bend = curvature(x, view.wave)
    artists.bend.set_data(x, bend)
    artists.below.set_data(x, np.where(bend < 1e-9, bend, np.nan))
    waves, share = shares()
    past = waves <= view.wave + 1e-9
    shown = past if k == N_STEPS else np.zeros_like(past)
    artists.share.set_data(waves[shown], share[shown])
    artists.now.set_data(waves[shown][-1:], share[shown][-1:])
    artists.later.set_text("" if k == N_STEPS else f"at step {N_STEPS}")
    still = ("ground", "walkers", "own", "bend", "below", "share", "now", "later")
    return [*artists.heaps, *(getattr(artists, name) for name in still)]


def readout(view: View, *, k: int) -> str:
    """Where your walker is, and how many of all have arrived."""
    text = (
        f"After {k} steps yours is at {number(view.own[k])}, height "
        f"{number(float(height(view.own[k], view.wave)))}; within 0.1 of the lowest point: "
        f"{round(view.arrived(k) * N_WALKERS)} of {N_WALKERS} walkers."
    )
    if k == N_STEPS:
        waves, share = shares()
        part = share[np.searchsorted(waves, view.wave - 1e-9)]
        text += f" Of 401 starts from −3.2 to 3.2: {part:.0%}."
    return text


def _waviest(view: View, *, k: int) -> bool:
    return bool(k == N_STEPS and view.wave == 0.51)


local_or_global = Explorer(
    name="local_or_global",
    title="Who comes to the lowest point?",
    alt=(
        "Top left: a bowl with waves, x squared over 2 minus b times the cosine of 3 x, with 41 "
        "walkers that go down by gradient steps and a larger one with a start of its own. "
        "Below: the curvature, red where it is negative. Right: at the end of the run, the share "
        "of all starts that reach the lowest point against the height of the waves, up to the "
        "present one."
    ),
    controls={
        "wave": Slider(WAVES, default=0.3, label="height of the waves b", format=".2f"),
        "start": Slider(linear(-3.2, 3.2, 17), default=2.4, label="your start", format=".1f"),
        "k": Steps(CLOCK, default=0, label="step k", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "b = 0.11": {"wave": 0.11, "k": 0},
        "b = 0.50": {"wave": 0.5, "k": 0},
        "b = 1": {"wave": 1.0, "k": 0},
    },
    challenge=Challenge(
        text="Find the highest waves of the slider that hold nobody back, and play to the end.",
        solved=_waviest,
    ),
    size=(7.2, 4.4),
)
