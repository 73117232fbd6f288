"""A run on a bowl is as many separate runs as there are eigenvectors, with momentum too.

The largest curvature is 1, the smallest one over the condition number.  That momentum acts on each
eigenvalue by itself is the idea of Goh (2017), Why momentum really works, Distill.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mlcourse._check import FloatArray
from mlcourse.chapters.gradient_descent.figures.common import clipped, with_optima
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, linear
from mlcourse.explore.level_lines import level_lines
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE, PAPER, RED
from mlcourse.optimize.momentum import heavy_ball
from mlcourse.optimize.objectives import Objective, quadratic
from mlcourse.optimize.quadratic_theory import best_momentum, best_step_size

__all__ = ["eigenmodes"]

EQUAL = 0.02  # a difference of factors that counts as none
HIDDEN = -9.0  # a factor outside the axes
N_STEPS = 20
CONDITION_NUMBERS = (2.0, 5.0, 10.0, 50.0)
ANGLE = 1.05
FLAT = np.array([np.cos(ANGLE), np.sin(ANGLE)])
STEEP = np.array([-np.sin(ANGLE), np.cos(ANGLE)])
START = -1.3 * FLAT - 0.8 * STEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A run, and the same run in the coordinates of the eigenvectors."""

    condition_number: float
    step_size: float
    momentum: float
    path: FloatArray  # (n + 1, 2)
    errors: FloatArray  # (n + 1, 2) along the flat and along the steep eigenvector
    factors: FloatArray  # (2,) what a step multiplies them by; with momentum in the long run
    waves: tuple[bool, bool]  # whether they go through zero in waves, the roots being complex


def _bowl(condition_number: float) -> Objective:
    hess = np.outer(FLAT, FLAT) / condition_number + np.outer(STEEP, STEEP)
    return quadratic(hess, np.zeros(2))


def _roots(product: FloatArray, momentum: float) -> tuple[FloatArray, NDArray[np.bool_]]:
    """The larger root of z² - (1 + β - αλ) z + β, and whether the two are complex.

    Of a complex pair it is the size √β, of which both are.
    """
    half = (1.0 + momentum - product) / 2.0
    inside = half**2 - momentum
    # what is left of a double root when step and momentum are rounded to six digits is no wave
    turned = inside < -1e-6
    real = half + np.where(half < 0.0, -1.0, 1.0) * np.sqrt(np.maximum(inside, 0.0))
    return np.where(turned, np.sqrt(momentum), real), turned


def compute(*, condition_number: float, step_size: float, momentum: float) -> View:
    """Twenty steps, projected on both eigenvectors."""
    bowl = _bowl(condition_number)
    run = heavy_ball(
        bowl.fun, bowl.grad, START, step_size=step_size, momentum=momentum, max_steps=N_STEPS
    )
    factors, waves = _roots(step_size * np.array([1.0 / condition_number, 1.0]), momentum)
    return View(
        condition_number=condition_number,
        step_size=step_size,
        momentum=momentum,
        path=run.x,
        errors=run.x @ np.column_stack([FLAT, STEEP]),
        factors=factors,
        waves=(bool(waves[0]), bool(waves[1])),
    )


def _curve(step_size: float, momentum: float) -> FloatArray:
    """The factor against the curvature; complex roots are a corridor between √β and -√β."""
    if momentum == 0.0:
        return np.array([[0.0, 1.0], [1.1, 1.0 - 1.1 * step_size]])
    first, last = (1.0 + np.array([-1.0, 1.0]) * np.sqrt(momentum)) ** 2 / step_size
    curvature = np.union1d(np.linspace(0.0, 1.1, 45), [x for x in (first, last) if x < 1.1])
    factor, _ = _roots(step_size * curvature, momentum)
    between = (curvature >= first) & (curvature <= last)
    upper = np.column_stack([curvature, np.where(between, np.sqrt(momentum), factor)])
    lower = np.column_stack([curvature, np.where(between, -np.sqrt(momentum), factor)])
    return np.concatenate(
        [upper[curvature <= last], np.full((1, 2), np.nan), lower[curvature >= first]]
    )


@cache
def _levels(condition_number: float) -> FloatArray:
    heights = [0.5 * r**2 / condition_number for r in (0.4, 0.8, 1.2, 1.6, 2.6, 4.2)]
    fun = _bowl(condition_number).fun
    return level_lines(fun, heights, x=(-1.2, 1.2), y=(-1.7, 1.7), n=40)


def draw(fig: Figure, view: View) -> Artists:
    """The bowl, the factor as a function of the curvature, the errors."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.1, 1.0))
    left = fig.add_subplot(grid[:, 0])
    middle, right = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    left.set(xlim=(-1.2, 1.2), ylim=(-1.7, 1.7), xlabel="x", ylabel="y", title="path")
    (levels,) = left.plot([], [], color=MUTED, linewidth=0.6)
    names = ((FLAT, BLUE, "flat", (0.75, 1.05)), (STEEP, ORANGE, "steep", (-1.15, 0.72)))
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}  # over the level lines
    for direction, colour, name, place in names:
        left.plot(*np.array([-3 * direction, 3 * direction]).T, color=colour, linewidth=0.7)
        left.text(*place, name, color=colour, size=9, bbox=box)
    (path,) = left.plot([], [], color=MUTED, linewidth=1.0)
    colours = [BLUE, ORANGE]
    # one collection for both modes: a frame costs by the number of artists
    legs = LineCollection([], colors=colours, linewidths=3.5, zorder=2.5)
    left.add_collection(legs, autolim=False)
    (point,) = left.plot([], [], "o", color=INK)

    middle.set(xlim=(0, 1.1), ylim=(-1.5, 1.15), xlabel="curvature λ", title="factor a step")
    middle.axhspan(-1.5, -1, color=RED, alpha=0.15, linewidth=0)
    middle.text(0.05, -1.3, "grows", color=RED, weight="bold", size=9)
    middle.axhline(0, color=MUTED, linewidth=0.6)
    middle.set_ylabel("factor")
    (line,) = middle.plot([], [], color=INK, linewidth=1.2)
    factors = middle.scatter([0, 0], [0, 0], s=64, c=colours, linewidths=0, zorder=3)

    right.set(xlim=(-0.5, N_STEPS + 0.5), ylim=(1e-4, 10.0), yscale="log", xlabel="step k")
    right.set(title="size of error", ylabel="error")
    for colour, name in ((BLUE, "flat"), (ORANGE, "steep")):
        right.plot([], [], color=colour, label=name)  # for the legend only
    errors = LineCollection([], colors=colours, linewidths=1.8, zorder=2)
    right.add_collection(errors, autolim=False)
    now = right.scatter([0, 0], [1, 1], s=30, c=colours, linewidths=0, zorder=3)
    right.legend(loc="lower left", bbox_to_anchor=(0.08, 0.0))
    return Artists(
        levels=levels,
        path=path,
        legs=legs,
        point=point,
        line=line,
        factors=factors,
        errors=errors,
        now=now,
    )


def update(artists: Artists, view: View, *, step: int) -> Sequence[Artist]:
    """The run so far, and its split now: from the minimum along flat, then along steep."""
    artists.levels.set_data(*_levels(view.condition_number).T)
    artists.path.set_data(*clipped(view.path[: step + 1], -3.0, 3.0).T)
    flat, steep = np.clip(view.errors[step], -5.0, 5.0)
    corner, end = flat * FLAT, flat * FLAT + steep * STEEP
    artists.legs.set_segments([np.array([np.zeros(2), corner]), np.array([corner, end])])
    artists.point.set_data(*end[:, None])
    artists.line.set_data(*_curve(view.step_size, view.momentum).T)
    # seen in the first step, not before
    factors = view.factors if step > 0 else np.full(2, HIDDEN)
    artists.factors.set_offsets(np.column_stack([[1.0 / view.condition_number, 1.0], factors]))
    sizes = np.clip(np.abs(view.errors[: step + 1]), 1e-5, 1e3)
    steps = np.arange(len(sizes))
    artists.errors.set_segments([np.column_stack([steps, size]) for size in sizes.T])
    artists.now.set_offsets(np.column_stack([[step, step], sizes[step]]))
    return list(vars(artists).values())


def _verdict(factors: FloatArray) -> str:
    """Which direction decides."""
    flat, steep = np.abs(factors)
    if steep > 1.0 + 1e-9:  # the flat one, with the smaller curvature, would be the last to grow
        return "the steep error grows, and the run diverges"
    if steep > 1.0 - 1e-9:
        return "the steep error swings for ever"
    if abs(flat - steep) < EQUAL:
        return "both shrink equally fast"
    return f"the {'flat' if flat > steep else 'steep'} one holds the run back"


def readout(view: View, *, step: int) -> str:
    """Both errors, and from the first step on both factors and what they mean."""
    # what rounding leaves of an error that is solved is nothing to read out
    flat, steep = np.where(np.abs(view.errors[step]) < 1e-12, 0.0, np.abs(view.errors[step]))
    if step == 0:
        return f"Step 0: error {flat:.2g} along the flat direction and {steep:.2g} along the steep."
    by = [
        f"× {factor:.2f}{{}}{', in waves' * wave}"
        for factor, wave in zip(view.factors, view.waves, strict=True)
    ]
    long = "" if view.momentum == 0.0 else "in the long run "
    return (
        f"Step {step}: error {flat:.2g} along the flat direction ({long}{by[0].format(' a step')}) "
        f"and {steep:.2g} along the steep one ({by[1].format('')}); {_verdict(view.factors)}."
    )


def _equally_fast(view: View, *, step: int) -> bool:
    return bool(
        view.condition_number == 10
        and view.momentum == 0.0
        and abs(np.ptp(np.abs(view.factors))) < EQUAL
        and step == N_STEPS
    )


_BEST = {kappa: best_step_size(1.0 / kappa, 1.0).step_size for kappa in CONDITION_NUMBERS}
_PAIR = best_momentum(0.1, 1.0)  # of the default condition number

eigenmodes = Explorer(
    name="eigenmodes",
    title="One run is two runs",
    alt=(
        "A run on a tilted elliptic bowl, its error split into one part along "
        "the flat and one along the steep eigenvector. Beside it: the factor by which a step "
        "multiplies an error against the curvature, 1 minus step size times curvature without "
        "momentum, with both eigenvalues on it; below minus 1 the error "
        "grows. Below: the size of both errors against the step on a log scale."
    ),
    controls={
        "condition_number": Slider(
            CONDITION_NUMBERS, default=10, label="condition number κ", format="g"
        ),
        "step_size": Slider(
            (*with_optima(linear(0.1, 2.2, 22), _BEST.values()), round(_PAIR.step_size, 6)),
            default=0.3,
            label="step size α",
            format=".2f",
        ),
        "momentum": Slider(
            (0.0, round(_PAIR.momentum, 6), 0.7), default=0.0, label="momentum β", format=".2f"
        ),
        "step": Steps(range(N_STEPS + 1), default=0, label="step k", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "α = 0.3": {"condition_number": 10, "step_size": 0.3, "momentum": 0.0, "step": 10},
        "α = 1": {"condition_number": 10, "step_size": 1.0, "momentum": 0.0, "step": 10},
        "κ = 50": {"condition_number": 50, "step_size": 1.0, "momentum": 0.0, "step": 10},
        "α = 2.1": {"condition_number": 10, "step_size": 2.1, "momentum": 0.0, "step": 12},
    },
    challenge=Challenge(
        text="With κ = 10 and no momentum, find the step size at which both errors shrink "
        "equally fast, and play the run to its end.",
        solved=_equally_fast,
    ),
    size=(7.2, 5.0),
)
