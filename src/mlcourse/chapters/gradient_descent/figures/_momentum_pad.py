"""Step size and momentum on a map, and the path they lead to.

The largest curvature is 1, so that the step size is the product of step and curvature and the
border of stability is the same line for every condition number.
Source: Goh (2017), Why momentum really works, Distill.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.gradient_descent.figures.common import clipped, with_optima
from mlcourse.explore import Artists, Challenge, Explorer, Pad, Slider, linear
from mlcourse.explore.level_lines import level_lines
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER, RED
from mlcourse.optimize.momentum import heavy_ball
from mlcourse.optimize.objectives import Objective, quadratic
from mlcourse.optimize.quadratic_theory import (
    Tuning,
    best_momentum,
    best_step_size,
    regime,
    spectral_radius,
)

__all__ = ["momentum_pad"]

N_STEPS = 60
CONDITION_NUMBERS = (3.0, 10.0, 30.0, 100.0)
FLAT = np.array([np.cos(1.1), np.sin(1.1)])
STEEP = np.array([-np.sin(1.1), np.cos(1.1)])
START = -1.2 * FLAT + 0.3 * STEEP
BANDS = (0.6, 0.75, 0.85, 0.92, 0.97)  # factors per step that divide the colours of the map
LOWEST, HIGHEST = 1e-10, 1e3  # of the drawn losses
LARGEST_STEP, LARGEST_MOMENTUM = 4.0, 0.95


@cache
def _ravine(condition_number: float) -> Objective:
    hess = np.outer(FLAT, FLAT) / condition_number + np.outer(STEEP, STEEP)
    return quadratic(hess, np.zeros(2))


def _best(condition_number: float) -> tuple[Tuning, Tuning]:
    """The best pair and, without momentum, the best step."""
    mu = 1.0 / condition_number
    return best_momentum(mu, 1.0), best_step_size(mu, 1.0)


# even grids, with the best constants of every condition number among the stops
STEP_STOPS = with_optima(
    linear(0.2, 3.8, 19),
    (best.step_size for kappa in CONDITION_NUMBERS for best in _best(kappa)),
)
MOMENTUM_STOPS = with_optima(
    linear(0.0, LARGEST_MOMENTUM, 20),
    (_best(kappa)[0].momentum for kappa in CONDITION_NUMBERS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run beside what the theory says about it."""

    condition_number: float
    step_size: float
    momentum: float
    path: FloatArray  # (n + 1, 2)
    loss: FloatArray  # (n + 1,) as a share of the loss at the start
    rate: float  # spectral radius of the slower mode
    modes: tuple[str, str]  # regime along the steep and along the flat direction
    best: Tuning


def compute(*, step_size: float, momentum: float, condition_number: float) -> View:
    """Sixty steps of the heavy ball."""
    ravine = _ravine(condition_number)
    run = heavy_ball(
        ravine.fun, ravine.grad, START, step_size=step_size, momentum=momentum, max_steps=N_STEPS
    )
    curvatures = np.array([1.0, 1.0 / condition_number])
    radii = spectral_radius(curvature=curvatures, step_size=step_size, momentum=momentum)
    steep, flat = (
        regime(curvature=float(c), step_size=step_size, momentum=momentum) for c in curvatures
    )
    return View(
        condition_number=condition_number,
        step_size=step_size,
        momentum=momentum,
        path=run.x,
        loss=run.value / run.value[0],
        rate=float(radii.max()),
        modes=(steep, flat),
        best=_best(condition_number)[0],
    )


@cache
def _map_image(condition_number: float) -> FloatArray:
    """The factor per step as bands of colour, rows from momentum 0 upwards."""
    nx, ny = 160, 120
    steps = (np.arange(nx) + 0.5) / nx * LARGEST_STEP
    momenta = (np.arange(ny) + 0.5) / ny * LARGEST_MOMENTUM
    curvatures = np.array([1.0, 1.0 / condition_number])[:, None, None]
    radius = spectral_radius(curvature=curvatures, step_size=steps, momentum=momenta[:, None]).max(
        axis=0
    )
    image = np.empty((ny, nx, 4))
    image[..., :3] = to_rgb(BLUE)
    image[..., 3] = np.linspace(0.75, 0.1, len(BANDS) + 1)[np.searchsorted(BANDS, radius)]
    image[radius >= 1.0] = (*to_rgb(RED), 0.18)
    return image


@cache
def _levels(condition_number: float) -> FloatArray:
    heights = [0.5 * r**2 / condition_number for r in (0.4, 0.8, 1.2, 1.6, 2.6, 4.2)]
    fun = _ravine(condition_number).fun
    return level_lines(fun, heights, x=(-1.1, 1.1), y=(-1.6, 1.6), n=50)


def draw(fig: Figure, view: View) -> Artists:
    """The ravine, the loss and the map."""
    left, middle, right = fig.subplots(1, 3, width_ratios=(1.1, 1.0, 1.15))
    left.set(xlim=(-1.1, 1.1), ylim=(-1.6, 1.6), xlabel="x", ylabel="y", title="path")
    (levels,) = left.plot([], [], color=MUTED, linewidth=0.6)
    left.plot(0, 0, "+", color=INK, markersize=9)
    (path,) = left.plot([], [], color=BLUE, linewidth=1.3)
    (end,) = left.plot([], [], "o", color=BLUE)

    middle.set(xlim=(0, N_STEPS), ylim=(1e-9, 100.0), yscale="log", xlabel="step k", title="loss")
    middle.set_ylabel("share of the loss at the start")
    (loss,) = middle.plot([], [], color=BLUE)
    (slope,) = middle.plot([], [], color=ORANGE, linewidth=1.2, linestyle="--", label="theory")
    middle.legend(loc="lower left")
    note = middle.text(0.97, 0.97, "", transform=middle.transAxes, ha="right", va="top", size=9)

    right.set(
        xlim=(0, LARGEST_STEP),
        ylim=(0, LARGEST_MOMENTUM),
        xlabel="αL, step × curvature",
        ylabel="momentum β",
        title="map: darker is faster",
    )
    image = right.imshow(
        _map_image(view.condition_number),
        origin="lower",
        extent=(0, LARGEST_STEP, 0, LARGEST_MOMENTUM),
        aspect="auto",
        interpolation="nearest",
    )
    right.plot([2, LARGEST_STEP], [0, LARGEST_STEP / 2 - 1], color=RED, linewidth=1.2)
    right.text(3.95, 0.13, "diverges", ha="right", color=RED, weight="bold")
    right.text(3.95, 0.05, "αL ≥ 2 + 2β", ha="right", color=RED, size=9)
    (best,) = right.plot([], [], "*", color=GREEN, markersize=13, markeredgecolor=PAPER)
    (cursor,) = right.plot([], [], "o", color=ORANGE, markersize=8, markeredgecolor=PAPER)
    return Artists(
        levels=levels,
        path=path,
        end=end,
        note=note,
        loss=loss,
        slope=slope,
        image=image,
        best=best,
        cursor=cursor,
        map=right,
        drawn_for=None,
    )


def _theory(rate: float) -> tuple[FloatArray, FloatArray]:
    """A straight line from 1: the loss goes with the square of the error, ``rate ** (2 k)``."""
    decades = 2.0 * np.log10(rate)
    last = float(N_STEPS)
    if decades != 0.0:  # the line ends where it leaves the axes
        last = min(last, np.log10(HIGHEST if decades > 0 else LOWEST) / decades)
    ends = np.array([0.0, last])
    return ends, 10.0 ** (decades * ends)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Everything depends on the pair; landscape, map and optimum on the condition number."""
    if artists.drawn_for != view.condition_number:  # an image is dear to draw anew
        artists.drawn_for = view.condition_number
        artists.levels.set_data(*_levels(view.condition_number).T)
        artists.image.set_data(_map_image(view.condition_number))
        artists.best.set_data([view.best.step_size], [view.best.momentum])
    shown = clipped(view.path, -2.0, 2.0)
    artists.path.set_data(*shown.T)
    artists.end.set_data(*shown[-1:].T)
    artists.note.set_text(f"steep: {view.modes[0]}\nflat: {view.modes[1]}")
    artists.note.set_color(RED if view.rate >= 1 else INK)
    steps = np.arange(0, len(view.loss), 2)
    artists.loss.set_data(steps, np.clip(view.loss[steps], LOWEST, HIGHEST))
    artists.slope.set_data(*_theory(view.rate))
    artists.cursor.set_data([view.step_size], [view.momentum])
    return [
        artists.levels,
        artists.path,
        artists.end,
        artists.note,
        artists.loss,
        artists.slope,
        artists.image,
        artists.best,
        artists.cursor,
    ]


def readout(view: View) -> str:
    """The factor per step, what it means, and the best possible."""
    if view.rate >= 1.0 - 1e-9:
        speed = "does not converge"
    else:
        speed = f"a digit every {np.log(0.1) / np.log(view.rate):.0f} steps"
    return (
        f"κ = {view.condition_number:g}, α L = {view.step_size:.2f}, β = {view.momentum:.2f}: "
        f"factor {view.rate:.3f} a step, {speed}; best possible {view.best.rate:.3f} (★)."
    )


_BEST_30, _PLAIN_30 = _best(30.0)

momentum_pad = Explorer(
    name="momentum_pad",
    title="Step size and momentum",
    alt=(
        "Left: the path of the heavy ball in a long elliptic valley. Middle: its loss on a log "
        "scale with the slope that theory predicts. Right: a map over step size and momentum, "
        "dark where convergence is fast, red where the method diverges; a star marks the best "
        "pair and a handle the chosen one. The border of divergence is the line step times "
        "largest curvature equals 2 plus twice the momentum; the condition number moves the "
        "star, not the border."
    ),
    controls={
        "condition_number": Slider(
            CONDITION_NUMBERS, default=30, label="condition number κ", format="g"
        ),
        "step_size": Slider(
            STEP_STOPS,
            default=_PLAIN_30.step_size,
            label="step × largest curvature α L",
            format=".2f",
        ),
        "momentum": Slider(MOMENTUM_STOPS, default=0.0, label="momentum β", format=".3f"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "best without momentum": {
            "step_size": _PLAIN_30.step_size,
            "momentum": 0.0,
            "condition_number": 30,
        },
        "optimal": {
            "step_size": _BEST_30.step_size,
            "momentum": _BEST_30.momentum,
            "condition_number": 30,
        },
        "too much momentum": {"step_size": 2.1, "momentum": 0.92, "condition_number": 30},
        "timid": {"step_size": 0.3, "momentum": 0.2, "condition_number": 30},
        "diverges": {"step_size": 3.0, "momentum": 0.4, "condition_number": 30},
    },
    challenge=Challenge(
        text="With κ = 100, bring the loss below a millionth of its start in 60 steps.",
        solved=lambda view: bool(view.condition_number == 100 and view.loss[-1] < 1e-6),
    ),
    pads=[Pad(x="step_size", y="momentum", axes="map")],
)
