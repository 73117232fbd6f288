"""One coordinate with a penalty: where does the minimum go when the penalty grows?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, linear
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE
from mlcourse.explore.typeset import number
from mlcourse.optimize.lasso import soft_threshold

__all__ = ["kink"]

ABSOLUTE, SQUARE = "λ|w|", "λw²/2"
PENALTIES = linear(0, 4, 21)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The two costs of one coordinate, and the minimum of their sum."""

    pull: float
    penalty: float
    shape: str
    minimum: float


def best(pull: float, penalty: float, shape: str) -> float:
    """The minimum of ½(w − z)² with the penalty."""
    if shape == ABSOLUTE:
        return float(soft_threshold(pull, penalty))
    return pull / (1 + penalty)


def compute(*, pull: float, penalty: float, shape: str) -> View:
    """One minimum."""
    return View(pull=pull, penalty=penalty, shape=shape, minimum=best(pull, penalty, shape))


def costs(w: FloatArray, view: View) -> tuple[FloatArray, FloatArray]:
    """The misfit, and the penalty."""
    size = np.abs(w) if view.shape == ABSOLUTE else w**2 / 2
    return (w - view.pull) ** 2 / 2, view.penalty * size


def draw(fig: Figure, view: View) -> Artists:
    """The costs, and the place of the minimum for all penalties so far."""
    left, right = fig.subplots(1, 2, width_ratios=(1.2, 1.0))
    left.set(xlim=(-3.2, 3.2), ylim=(-0.15, 9), xlabel="coefficient w", ylabel="cost")
    left.axvline(0.0, color=MUTED, linewidth=0.6)
    # first and wide: without a penalty it is the misfit, which then lies on it
    (both,) = left.plot([], [], color=INK, linewidth=4.0, label="both")
    (misfit,) = left.plot([], [], color=BLUE, linewidth=1.4, label="misfit ½(w − z)²")
    (price,) = left.plot([], [], color=GREEN, linewidth=1.4, label="penalty")
    (now,) = left.plot([], [], "o", color=ORANGE, markersize=9, markeredgecolor=INK, clip_on=False)
    above = {"loc": "lower center", "bbox_to_anchor": (0.5, 0.99), "borderaxespad": 0.0}
    left.legend(ncols=3, columnspacing=1.0, handlelength=1.2, **above)
    right.set(
        xlim=(-0.15, 4),
        ylim=(-3.2, 3.2),
        xlabel="penalty λ",
        ylabel="w",
        title="where the lowest cost is",
    )
    right.axhline(0.0, color=MUTED, linewidth=0.6)
    (trail,) = right.plot([], [], color=ORANGE)
    (end,) = right.plot([], [], "o", color=ORANGE, markersize=9, markeredgecolor=INK, clip_on=False)
    return Artists(misfit=misfit, price=price, both=both, now=now, trail=trail, end=end)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The curves, and the minimum for penalties up to this one."""
    w = np.linspace(-3.2, 3.2, 81)
    misfit, price = costs(w, view)
    artists.misfit.set_data(w, np.minimum(misfit, 12.0))
    artists.price.set_data(w, np.minimum(price, 12.0))
    artists.both.set_data(w, np.minimum(misfit + price, 12.0))
    lowest = [float(np.sum(costs(np.array([view.minimum]), view)))]
    artists.now.set_data([view.minimum], lowest)
    # the corner of |w| among them
    past = sorted({*np.linspace(0, view.penalty, 41), min(abs(view.pull), view.penalty)})
    artists.trail.set_data(past, [best(view.pull, penalty, view.shape) for penalty in past])
    artists.end.set_data([view.penalty], [view.minimum])
    return list(vars(artists).values())


def readout(view: View) -> str:
    """The minimum, and whether it is exactly zero."""
    where = "exactly 0" if view.minimum == 0 else number(view.minimum, ".3g")
    return (
        f"Pull z = {number(view.pull, '.1f')}, λ = {view.penalty:.1f}, penalty {view.shape}: "
        f"the cost is lowest at w = {where}."
    )


def _just(view: View) -> bool:
    return bool(view.minimum == 0 and view.pull == -2.2 and abs(view.penalty - 2.2) < 1e-9)


kink = Explorer(
    name="kink",
    title="One coefficient under a penalty",
    alt=(
        "Left: against a coefficient w, the misfit, a parabola with its bottom at z, a penalty, "
        "and their sum with its lowest point. Right: the place of the lowest point against the "
        "strength of the penalty, for penalties up to the present one."
    ),
    controls={
        "pull": Slider(linear(-3, 3, 31), default=1.6, label="pull z", format=".1f"),
        "penalty": Slider(PENALTIES, default=0.0, label="penalty λ", format=".1f"),
        "shape": Choice((SQUARE, ABSOLUTE), label="its shape"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "λw²/2, z = 1.6": {"pull": 1.6, "penalty": 1.0, "shape": SQUARE},
        "λ|w|, z = 1.6": {"pull": 1.6, "penalty": 1.0, "shape": ABSOLUTE},
    },
    challenge=Challenge(
        text="Pull z = −2.2: find the weakest penalty that makes the coefficient exactly 0.",
        solved=_just,
    ),
    ghost=True,
    size=(7.2, 3.4),
)
