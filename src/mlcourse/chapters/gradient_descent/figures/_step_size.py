"""One step size, two valleys: a parabola and a quartic."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, linear
from mlcourse.explore.style import BLUE, GREEN, MUTED, ORANGE, RED
from mlcourse.optimize.descent import gradient_descent

__all__ = ["step_size"]

N_STEPS = 20
SHOWN = 5.0  # no drawn coordinate is further out


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Both runs, what they do, and the number that decides it."""

    start: float
    step_size: float
    parabola: FloatArray  # (n + 1,) positions
    quartic: FloatArray
    product: tuple[float, float]  # step size * curvature, and its like on the quartic
    regime: tuple[str, str]


def _parabola(x: FloatArray) -> FloatArray:
    return np.sum(x**2, axis=-1) / 2


def _quartic(x: FloatArray) -> FloatArray:
    return np.sum(x**4, axis=-1) / 4


def _regimes(on_parabola: float, on_quartic: float) -> tuple[str, str]:
    """A step multiplies x by 1 - product; on the quartic the product shrinks with x."""
    if isclose(on_parabola, 1.0):
        first = "lands in one step"
    elif isclose(on_parabola, 2.0):
        first = "swings for ever"
    else:
        first = "creeps in" if on_parabola < 1 else "zigzags in" if on_parabola < 2 else "diverges"
    if isclose(on_quartic, 2.0):
        second = "swings for ever"
    elif on_quartic > 2.0:
        second = "diverges"
    else:
        second = "creeps in" if on_quartic <= 1 else "crosses, creeps"
    return first, second


def compute(*, start: float, step_size: float) -> View:
    """Twenty steps on both functions."""
    runs = [
        gradient_descent(fun, grad, [start], step_size=step_size, max_steps=N_STEPS)
        for fun, grad in ((_parabola, lambda x: x), (_quartic, lambda x: x**3))
    ]
    product = (step_size, step_size * start**2)
    return View(
        start=start,
        step_size=step_size,
        parabola=runs[0].x[:, 0],
        quartic=runs[1].x[:, 0],
        product=product,
        regime=_regimes(*product),
    )


def draw(fig: Figure, view: View) -> Artists:
    """Two valleys and the distance to their bottoms."""
    left, middle, right = fig.subplots(1, 3)
    x = np.linspace(-2.5, 2.5, 61)
    artists = Artists()
    rows = (
        ("parabola", left, _parabola, "f(x) = x²/2", BLUE, 3.6),
        ("quartic", middle, _quartic, "f(x) = x⁴/4", ORANGE, 6.4),
    )
    for name, ax, fun, title, colour, top in rows:
        ax.plot(x, fun(x[:, None]), color=MUTED, linewidth=1.2)
        ax.set(xlim=(-2.5, 2.5), ylim=(-0.06 * top, top), xlabel="x", title=title)
        (path,) = ax.plot([], [], "o-", color=colour, linewidth=1.2, markersize=4.5)
        note = ax.text(0.5, 0.94, "", transform=ax.transAxes, ha="center", weight="bold")
        setattr(artists, f"{name}_path", path)
        setattr(artists, f"{name}_note", note)
    left.set_ylabel("height f(x)")
    right.set(
        xlim=(0, N_STEPS),
        ylim=(1e-6, 1e2),
        yscale="log",
        xlabel="step k",
        title="distance",
    )
    (artists.parabola_gap,) = right.plot([], [], color=BLUE, label="parabola")
    (artists.quartic_gap,) = right.plot([], [], color=ORANGE, label="quartic")
    right.legend(loc="lower left")
    right.axhline(1.0, color=MUTED, linewidth=0.6)
    right.set_ylabel("|xₖ|, log scale")
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Both paths, both regimes, both distances."""
    changed: list[Artist] = []
    runs = (("parabola", view.parabola, _parabola), ("quartic", view.quartic, _quartic))
    for (name, x, fun), regime in zip(runs, view.regime, strict=True):
        shown = np.clip(x, -SHOWN, SHOWN)
        path = getattr(artists, f"{name}_path")
        path.set_data(shown, np.minimum(fun(shown[:, None]), 2 * SHOWN))
        gap = getattr(artists, f"{name}_gap")
        gap.set_data(np.arange(len(x)), np.clip(np.abs(x), 1e-7, 1e3))
        note = getattr(artists, f"{name}_note")
        note.set_text(regime)
        note.set_color(RED if regime in ("diverges", "swings for ever") else GREEN)
        changed += [path, note, gap]
    return changed


def readout(view: View) -> str:
    """The products that decide, and how far the runs got."""
    left, right = (
        f"{'over 1000' if abs(x[-1]) > 1e3 else f'{abs(x[-1]):.2g}'}"
        for x in (view.parabola, view.quartic)
    )
    return (
        f"Parabola: step × curvature = {view.product[0]:.3g}, {view.regime[0]}; distance {left} "
        f"after {len(view.parabola) - 1} steps. Quartic: step × start² = {view.product[1]:.3g}, "
        f"{view.regime[1]}; distance {right} after {len(view.quartic) - 1} steps."
    )


step_size = Explorer(
    name="step_size",
    title="One step size, two valleys",
    alt=(
        "Gradient descent on the parabola x squared over 2 and on the quartic x to the fourth "
        "over 4, with the same start and step size, and the distance to the minimum on a log "
        "scale. On the parabola the product of step and curvature alone decides: up to 1 it "
        "creeps in, up to 2 it zigzags in, beyond 2 it diverges. On the quartic the start "
        "counts too, and near the flat bottom every step size becomes slow."
    ),
    controls={
        "start": Slider(linear(0.2, 2.0, 10), default=1.6, label="start x₀"),
        "step_size": Slider(linear(0.05, 2.4, 48), default=0.3, label="step size α"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "creeps": {"start": 1.6, "step_size": 0.1},
        "one step": {"start": 0.8, "step_size": 1.0},
        "zigzags": {"start": 0.8, "step_size": 1.8},
        "swings for ever": {"start": 1.0, "step_size": 2.0},
        "diverges": {"start": 0.8, "step_size": 2.2},
    },
    challenge=Challenge(
        text="Find a start and a step that end within 0.001 of the minimum on the parabola, "
        "but diverge on the quartic.",
        solved=lambda view: bool(abs(view.parabola[-1]) < 1e-3 and view.regime[1] == "diverges"),
    ),
)
