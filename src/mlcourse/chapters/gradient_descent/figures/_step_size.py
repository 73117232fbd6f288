"""One step size, two valleys: a parabola and a quartic."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, linear
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE, RED
from mlcourse.explore.typeset import number
from mlcourse.optimize.descent import gradient_descent

__all__ = ["step_size"]

N_STEPS = 20
CLOCK = (*range(9), 10, 12, 15, 20)
SWINGS, DIVERGES = "swings for ever", "diverges"
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
        first = SWINGS
    else:
        first = "monotone" if on_parabola < 1 else "zigzags in" if on_parabola < 2 else DIVERGES
    if isclose(on_quartic, 2.0):
        second = SWINGS
    elif on_quartic > 2.0:
        second = DIVERGES
    else:
        second = "monotone" if on_quartic < 1 else "crosses, then monotone"
        second = "lands in one step" if isclose(on_quartic, 1.0) else second
    return first, second


def _moves(before: float, after: float) -> str:
    """What one step did."""
    if isclose(abs(after), abs(before)):
        return "other side, as far"
    if abs(after) < 1e-12:
        return "at the bottom"
    side = "same side" if after * before > 0 else "other side"
    return f"{side}, {'nearer' if abs(after) < abs(before) else 'further'}"


def _verdict(x: FloatArray, regime: str, k: int) -> str:
    """Of the step that was made last; the name of the whole run when it is over."""
    if k == 0:
        return ""
    return regime if k == N_STEPS else _moves(*x[[min(k, len(x) - 1) - 1, min(k, len(x) - 1)]])


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
        ax.set(xlim=(-2.5, 2.5), ylim=(-0.06 * top, top), xlabel="x")
        ax.set_title(title, pad=20)  # above the verdict, which no path can strike through
        (path,) = ax.plot([], [], "o-", color=colour, linewidth=1.2, markersize=4.5)
        (now,) = ax.plot([], [], "o", color=INK, markersize=6)
        note = ax.text(0.5, 1.025, "", transform=ax.transAxes, ha="center", weight="bold")
        setattr(artists, f"{name}_now", now)
        setattr(artists, f"{name}_path", path)
        setattr(artists, f"{name}_note", note)
    left.set_ylabel("height f(x)")
    right.set(
        xlim=(-0.8, N_STEPS + 0.8),
        ylim=(1e-6, 1e2),
        yscale="log",
        xlabel="step k",
    )
    right.set_title("distance to the bottom", pad=20)
    (artists.parabola_gap,) = right.plot([], [], color=BLUE, label="parabola")
    (artists.quartic_gap,) = right.plot([], [], color=ORANGE, label="quartic")
    # the first larger, for where both are in one place
    (artists.parabola_here,) = right.plot([], [], "o", color=BLUE, markersize=7.5)
    (artists.quartic_here,) = right.plot([], [], "o", color=ORANGE, markersize=4.5)
    right.legend(loc="lower left", bbox_to_anchor=(0.08, 0.0))
    right.axhline(1.0, color=MUTED, linewidth=0.6)
    right.set_ylabel("|xₖ|")
    return artists


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """Both paths and distances up to step k, and what that step did."""
    changed: list[Artist] = []
    runs = (("parabola", view.parabola, _parabola), ("quartic", view.quartic, _quartic))
    for (name, x, fun), regime in zip(runs, view.regime, strict=True):
        so_far = x[: k + 1]
        shown = np.clip(so_far, -SHOWN, SHOWN)
        heights = np.minimum(fun(shown[:, None]), 2 * SHOWN)
        path, now = getattr(artists, f"{name}_path"), getattr(artists, f"{name}_now")
        path.set_data(shown, heights)
        now.set_data(shown[-1:], heights[-1:])
        gap = getattr(artists, f"{name}_gap")
        steps, gaps = np.arange(len(so_far)), np.clip(np.abs(so_far), 1e-7, 1e3)
        gap.set_data(steps, gaps)
        here = getattr(artists, f"{name}_here")
        here.set_data(steps[-1:], gaps[-1:])
        note = getattr(artists, f"{name}_note")
        note.set_text(_verdict(x, regime, k))
        note.set_color(RED if regime in (SWINGS, DIVERGES) and k == N_STEPS else INK)
        changed += [path, now, note, gap, here]
    return changed


def _place(x: FloatArray, k: int) -> str:
    if k >= len(x) or abs(x[k]) > 1e3:
        return "beyond 1000"
    here = 0.0 if abs(x[k]) < 1e-12 else x[k]  # what rounding leaves is nothing to read out
    return f"at x = {number(here, '.3g')}"


def readout(view: View, *, k: int) -> str:
    """Where both runs are; once they are over, the products that decided."""
    places = [_place(x, k) for x in (view.parabola, view.quartic)]
    if k < N_STEPS:
        return f"Step {k}. Parabola: {places[0]}. Quartic: {places[1]}."
    return (
        f"Step {k}. Parabola: step × curvature = {view.product[0]:.3g}, {view.regime[0]}, "
        f"{places[0]}. Quartic: step × start² = {view.product[1]:.3g}, {view.regime[1]}, "
        f"{places[1]}."
    )


step_size = Explorer(
    name="step_size",
    title="One step size, two valleys",
    alt=(
        "Gradient descent on the parabola x squared over 2 and on the quartic x to the fourth "
        "over 4, with the same start and step size, and the distance to the minimum on a log "
        "scale, step by step, with a note on what the last step did."
    ),
    controls={
        "start": Slider(linear(0.2, 2.0, 10), default=1.6, label="start x₀"),
        "step_size": Slider(linear(0.1, 2.4, 24), default=0.5, label="step size α"),
        "k": Steps(CLOCK, default=0, label="step k", milliseconds=350),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "α = 0.3": {"start": 1.6, "step_size": 0.3, "k": 20},
        "α = 1": {"start": 1.6, "step_size": 1.0, "k": 20},
        "α = 1.8": {"start": 1.6, "step_size": 1.8, "k": 20},
        "α = 2.2": {"start": 1.6, "step_size": 2.2, "k": 20},
        "2.2 from 0.4": {"start": 0.4, "step_size": 2.2, "k": 20},
    },
    challenge=Challenge(
        text="Find a start and a step that swing for ever on the quartic, but not on the "
        "parabola, and play the run to its end.",
        solved=lambda view, *, k: bool(
            k == N_STEPS and view.regime[0] != SWINGS and view.regime[1] == SWINGS
        ),
    ),
    size=(7.2, 3.0),
)
