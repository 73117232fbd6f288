"""A loss from above and a bound from below: how far is it still, at most?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.convex_optimization.figures.patients import patients
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, Toggle
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, PURPLE
from mlcourse.optimize.lasso import lasso

__all__ = ["gap_closing"]

N_SWEEPS = 30
PENALTIES = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run: what it has reached, and what nobody can get below."""

    penalty: float
    truth: bool
    loss: FloatArray  # (N_SWEEPS + 1,)
    bound: FloatArray  # (N_SWEEPS + 1,) the best so far
    least: float

    @property
    def gap(self) -> FloatArray:
        return self.loss - self.bound


@cache
def _run(penalty: float) -> tuple[FloatArray, FloatArray, float]:
    x, y = patients()
    run = lasso(x, y, penalty=penalty, max_steps=N_SWEEPS, tol=0.0)
    long = lasso(x, y, penalty=penalty, max_steps=20_000, tol=1e-13)
    # a run that lands early stays where it is
    rest = N_SWEEPS + 1 - len(run.loss)
    loss = np.pad(run.loss, (0, rest), mode="edge")
    bound = np.maximum.accumulate(np.pad(run.loss - run.gap, (0, rest), mode="edge"))
    return loss, bound, float(long.loss[-1])


def compute(*, penalty: float, truth: bool) -> View:
    """Thirty sweeps of coordinate descent."""
    loss, bound, least = _run(penalty)
    return View(penalty=penalty, truth=truth, loss=loss, bound=bound, least=least)


def draw(fig: Figure, view: View) -> Artists:
    """Both numbers sweep by sweep, and their distance on a log scale."""
    left, right = fig.subplots(1, 2)
    left.set(
        xlim=(-0.3, 10.3), ylim=(0, 3100), xlabel="sweep", title="above and below, to sweep 10"
    )
    left.set_xticks(range(0, 11, 2))
    (loss,) = left.plot([], [], "o-", color=BLUE, markersize=4, label="loss reached")
    (bound,) = left.plot([], [], "o-", color=GREEN, markersize=4, label="bound from below")
    (span,) = left.plot([], [], color=INK, linewidth=1.2)
    left.legend(loc="lower right")
    right.set(xlim=(-0.5, N_SWEEPS + 0.5), ylim=(1e-8, 1e6), yscale="log", xlabel="sweep")
    right.set_title("how far at most, log scale")
    right.axhline(1.0, color=MUTED, linewidth=0.6)
    right.text(N_SWEEPS, 1.5, "1 too much", color=MUTED, size=9, ha="right")
    (gap,) = right.plot([], [], "o-", color=INK, markersize=3, label="loss − bound")
    (error,) = right.plot([], [], "--", color=PURPLE, label="loss − least (asked for)")
    right.legend(loc="upper right")
    return Artists(loss=loss, bound=bound, span=span, gap=gap, error=error)


def update(artists: Artists, view: View, *, sweep: int) -> Sequence[Artist]:
    """Everything up to this sweep."""
    k = np.arange(sweep + 1)
    near = k[k <= 10]
    artists.loss.set_data(near, view.loss[near])
    artists.bound.set_data(near, view.bound[near])
    at = min(sweep, 10)
    artists.span.set_data([at, at], [view.bound[sweep], view.loss[sweep]])
    artists.gap.set_data(k, np.maximum(view.gap[k], 1e-10))
    error = np.maximum(view.loss[k] - view.least, 1e-10)
    artists.error.set_data(*((k, error) if view.truth else ([], [])))
    return list(vars(artists).values())


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def readout(view: View, *, sweep: int) -> str:
    """What is certain now."""
    gap = view.gap[sweep]
    if gap < 1e-7:
        return f"Sweep {sweep}: loss {view.loss[sweep]:.2f}, above the least by less than 1e-7."
    text = (
        f"Sweep {sweep}: loss {view.loss[sweep]:.2f}, no coefficients get below "
        f"{view.bound[sweep]:.2f}: at most {_short(gap)} too much."
    )
    if view.truth:
        text += f" In truth {_short(max(view.loss[sweep] - view.least, 0.0))}."
    return text


def _first_below_one(view: View, *, sweep: int) -> bool:
    return bool(view.penalty == 5.0 and sweep == int(np.argmax(view.gap < 1.0)))


gap_closing = Explorer(
    name="gap_closing",
    title="How far at most?",
    alt=(
        "Left: the loss of a run of coordinate descent on the lasso, sweep by sweep, and a bound "
        "below which no coefficients can get; a bar spans the gap. Right: the gap on a log "
        "scale, and on request the true distance of the loss from its least value."
    ),
    controls={
        "penalty": Slider(PENALTIES, default=10.0, label="penalty λ", format="g"),
        "truth": Toggle(label="show the true distance"),
        "sweep": Steps(range(N_SWEEPS + 1), default=0, label="sweep", milliseconds=400),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "λ = 10": {"penalty": 10.0, "sweep": 3},
        "λ = 1": {"penalty": 1.0, "sweep": 3},
    },
    challenge=Challenge(
        text="With λ = 5: stop at the first sweep that is certainly within 1 of the least loss.",
        solved=_first_below_one,
    ),
    size=(7.2, 3.4),
)
