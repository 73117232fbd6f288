"""Newton's method on √(1 + x²): a parabola is fitted, its bottom is the next place."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps, linear
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, RED
from mlcourse.explore.typeset import number
from mlcourse.optimize.newton import HYPERBOLA

__all__ = ["newton_fails"]

N_STEPS = 8
CLOCK = tuple(k / 2 for k in range(2 * N_STEPS + 1))  # a half is a fitted parabola
FULL, SEARCH = "full", "backtracking"
SHARES = {FULL: 1.0, "half": 0.5, "quarter": 0.25, SEARCH: 1.0}
ENOUGH = 1e-4  # the share of the promised fall that backtracking asks for
FAR = 1e9  # a run that is further out is over


class Fits(Steps):
    """At 0.5 the parabola of step 1 is fitted, and the step not yet made."""

    __slots__ = ()

    def text(self, value: float | str) -> str:
        return f"{ceil(float(value))}{'' if float(value) == int(float(value)) else ', fitted'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run, and what was tried and refused in each of its steps."""

    start: float
    damping: str
    x: FloatArray  # (n + 1,); shorter than N_STEPS + 1 if the run left
    bottom: FloatArray  # (n,) of the parabola that was fitted
    refused: tuple[tuple[float, ...], ...]  # places, for each step


def height(x: FloatArray | float) -> FloatArray:
    return np.sqrt(1 + np.square(x))


def _step(x: float, damping: str) -> tuple[float, float, tuple[float, ...]]:
    """The next place, the bottom of the parabola, and the places refused on the way."""
    slope = float(HYPERBOLA.grad(np.array([x]))[0])
    bend = float(HYPERBOLA.hess(np.array([x]))[0, 0])
    move = -slope / bend
    share, refused = SHARES[damping], []
    while (
        damping == SEARCH and height(x + share * move) > height(x) + ENOUGH * share * slope * move
    ):
        refused.append(x + share * move)
        share /= 2
    return x + share * move, x + move, tuple(refused)


def compute(*, start: float, damping: str) -> View:
    """Eight steps, or as many as stay in sight."""
    x, bottoms, tries = [start], [], []
    for _ in range(N_STEPS):
        there, bottom, refused = _step(x[-1], damping)
        bottoms.append(bottom)
        tries.append(refused)
        x.append(there)
        if abs(there) > FAR:
            break
    return View(
        start=start,
        damping=damping,
        x=np.array(x),
        bottom=np.array(bottoms),
        refused=tuple(tries),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The curve with the parabola, and the distance step by step."""
    left, right = fig.subplots(1, 2, width_ratios=(1.25, 1.0))
    left.set(xlim=(-5.2, 5.2), ylim=(-0.8, 5.4), xlabel="x", title="√(1 + x²) and a parabola")
    grid = np.linspace(-5.2, 5.2, 85)
    left.plot(grid, height(grid), color=MUTED, linewidth=1.4)
    (parabola,) = left.plot([], [], "--", color=GREEN, linewidth=1.4)
    (bottom,) = left.plot([], [], "v", color=GREEN, markersize=7)
    (before,) = left.plot([], [], "o", color=BLUE, markersize=5)
    (refused,) = left.plot([], [], "o", color=RED, markerfacecolor="none", markersize=8)
    (now,) = left.plot([], [], "o", color=ORANGE, markersize=9, markeredgecolor=INK)
    right.set(xlim=(-0.25, N_STEPS + 0.25), ylim=(1e-13, 1e7), yscale="log", xlabel="step k")
    right.set(ylabel="|xₖ|, log scale", title="distance to the minimum")
    right.axhline(1.0, color=MUTED, linewidth=0.6)
    (trail,) = right.plot([], [], "o-", color=BLUE, markersize=4)
    return Artists(
        parabola=parabola, bottom=bottom, before=before, refused=refused, now=now, trail=trail
    )


def _made(view: View, k: float) -> tuple[int, bool]:
    """Steps that were made by now, and whether a parabola is fitted for the next."""
    made = min(int(k), len(view.x) - 1)
    return made, k != int(k) and made < len(view.bottom)


def update(artists: Artists, view: View, *, k: float) -> Sequence[Artist]:
    """The place now and those before, and the parabola of the step at hand."""
    made, fitted = _made(view, k)
    here = view.x[made]
    grid, curve, foot = np.empty(0), np.empty(0), np.empty((2, 0))
    if fitted and abs(here) < 50:
        slope = float(HYPERBOLA.grad(np.array([here]))[0])
        bend = float(HYPERBOLA.hess(np.array([here]))[0, 0])
        grid = np.linspace(-5.2, 5.2, 61)
        curve = height(here) + slope * (grid - here) + bend / 2 * (grid - here) ** 2
        low = float(height(here)) - slope**2 / (2 * bend)
        foot = np.clip(np.array([[view.bottom[made]], [low]]), -99.0, 99.0)
    inside = np.abs(curve) < 9
    artists.parabola.set_data(grid[inside], curve[inside])
    artists.bottom.set_data(*foot)
    past = np.clip(view.x[:made], -9.0, 9.0)
    artists.before.set_data(past, height(past))
    last = view.refused[made - 1] if made > 0 and not fitted else ()
    tried = np.clip(np.array(last), -9.0, 9.0)
    artists.refused.set_data(tried, height(tried))
    shown = np.clip(here, -9.0, 9.0)
    artists.now.set_data([shown], [height(shown)])
    away = np.clip(np.abs(view.x[: made + 1]), 1e-18, 1e9)
    artists.trail.set_data(np.arange(made + 1), away)
    return list(vars(artists).values())


def readout(view: View, *, k: float) -> str:
    """Where the run is, what is fitted, what was refused."""
    made, fitted = _made(view, k)
    here = f"x = {number(view.x[made], '.4g')}"
    if abs(view.x[made]) > 5.2:
        here += ", outside the figure"
    if fitted:
        bottom = f"the bottom of the parabola is at {number(view.bottom[made], '.4g')}"
        bottom += ", outside the figure" * bool(abs(view.bottom[made]) > 5.2)
        return f"Step {made + 1}, from {here}: {bottom}."
    here = f"Step {made}: {here}"
    count = len(view.refused[made - 1]) if made else 0
    if count:
        here += f", after {count} longer move{'s' * (count > 1)} that did not go down"
        outside = sum(abs(x) > 5.2 for x in view.refused[made - 1])
        here += f", {outside} of them outside" * (outside > 0)
    if k > len(view.x) - 1:
        here += "; further out nobody looks"
    return f"{here}."


def _survives(view: View, *, k: float) -> bool:
    return bool(view.damping == "half" and view.start == 1.7 and k == N_STEPS)


newton_fails = Explorer(
    name="newton_fails",
    title="A parabola for a map",
    alt=(
        "Left: the curve root of 1 plus x squared with the point of a run of Newton's method, the "
        "parabola that fits the curve there, its bottom, and moves that were refused. Right: the "
        "distance to the minimum on a log scale, step by step."
    ),
    controls={
        "start": Slider(linear(0, 3, 61), default=0.95, label="start x₀", format=".2f"),
        "damping": Choice(tuple(SHARES), label="step, share of Newton's"),
        "k": Fits(CLOCK, default=0.0, label="step k", milliseconds=500),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "x₀ = 0.95": {"start": 0.95, "damping": FULL, "k": 0.0},
        "x₀ = 1": {"start": 1.0, "damping": FULL, "k": 0.0},
        "x₀ = 1.05": {"start": 1.05, "damping": FULL, "k": 0.0},
        "x₀ = 3, searched": {"start": 3.0, "damping": SEARCH, "k": 0.0},
    },
    challenge=Challenge(
        text="Find the largest start of the slider from which half steps still reach the minimum, "
        "and play to the end.",
        solved=_survives,
    ),
    size=(7.2, 3.6),
)
