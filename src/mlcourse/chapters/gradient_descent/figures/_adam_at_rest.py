r"""Adam on a parabola of curvature 1, long after it has arrived.

While the mean square :math:`\hat s` changes little, Adam is the heavy ball with momentum
:math:`\beta_1` and the step :math:`(1 - \beta_1)\, \alpha / \sqrt{\hat s}`, stable as long as
:math:`\alpha / \sqrt{\hat s} < 2 (1 + \beta_1) / (1 - \beta_1)`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mlcourse._check import FloatArray, IntArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps
from mlcourse.explore.lines import extremes, so_far
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE, RED
from mlcourse.optimize.adaptive_steps import EPSILON, adam

__all__ = ["adam_at_rest"]

N_STEPS = 1000
CLOCK = (0, 1, 2, 3, 5, 8, 12, *range(20, N_STEPS + 1, 20))
LOWEST, HIGHEST = 1e-30, 1e1  # of the axis of errors
LEAST, MOST = 3e-2, 1e2  # of the axis of effective steps
COLUMN = 2.5  # steps that share a column of the screen
LOW, HIGH = 1e-6, 1e-2  # who was below the first and is above the second has burst


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run, the effective step of each of its steps, and what theory says of that."""

    error: FloatArray  # (n + 1,) |x|
    effective: FloatArray  # (n + 1,) step size over the root of the mean square, entering step k
    border: float  # beyond which the heavy ball with this step diverges
    error_places: IntArray  # of the points that are seen
    effective_places: IntArray
    arrived: int | None  # the first step below LOW
    crossed: int | None  # the first step whose effective step is beyond the border
    burst: int | None  # the first step after both, above HIGH again


def _first(where: NDArray[np.bool_], *after: int | None) -> int | None:
    """The first place that is true, not before the others; None if there is none."""
    places = [k for k in np.flatnonzero(where) if all(a is not None and k >= a for a in after)]
    return int(places[0]) if places else None


def compute(*, step_size: float, mean_decay: float, square_decay: float) -> View:
    """A thousand steps on x²/2 from 1, where the gradient is x."""
    x = adam(
        lambda x: x @ x / 2,
        lambda x: x,
        [1.0],
        step_size=step_size,
        max_steps=N_STEPS,
        mean_decay=mean_decay,
        square_decay=square_decay,
    ).x[:, 0]
    effective, mean_square = np.empty(N_STEPS + 1), 0.0
    for k, gradient in enumerate(x[:-1], start=1):
        mean_square = square_decay * mean_square + (1 - square_decay) * gradient**2
        root = np.sqrt(mean_square / (1 - square_decay**k))
        effective[k] = step_size / (root + EPSILON)
    effective[0] = effective[1]
    error, border = np.abs(x), 2 * (1 + mean_decay) / (1 - mean_decay)
    clock = np.arange(N_STEPS + 1.0)
    arrived = _first(error < LOW)
    crossed = _first(effective > border)
    return View(
        error=error,
        effective=effective,
        border=border,
        error_places=extremes(error, clock, COLUMN),
        effective_places=extremes(effective, clock, COLUMN),
        arrived=arrived,
        crossed=crossed,
        burst=_first(error > HIGH, arrived, crossed),
    )


def _axes(ax: Axes, title: str, limits: tuple[float, float], ticks: Sequence[float]) -> None:
    ax.set(xlim=(0, N_STEPS), ylim=limits, yscale="log", xlabel="step k", title=title)
    ax.set(yticks=ticks)
    ax.minorticks_off()


def draw(fig: Figure, view: View) -> Artists:
    """The distance from the minimum, and the effective step under its border."""
    left, right = fig.subplots(1, 2)
    _axes(left, "distance from the minimum", (LOWEST, HIGHEST), (1e-30, 1e-20, 1e-10, 1.0))
    _axes(right, "effective step", (LEAST, MOST), (0.1, 1.0, 10.0, 100.0))
    left.axhline(1.0, color=MUTED, linewidth=0.6)
    (error,) = left.plot([], [], color=BLUE, linewidth=1.2)
    (now,) = left.plot([], [], "o", color=INK, markersize=6, clip_on=False)
    (border,) = right.plot([], [], color=RED, linewidth=1.2, linestyle="--")
    name = right.text(0.98, 0.05, "", color=RED, size=9, ha="right", transform=right.transAxes)
    (effective,) = right.plot([], [], color=ORANGE, linewidth=1.2)
    (here,) = right.plot([], [], "o", color=INK, markersize=6, clip_on=False)
    return Artists(error=error, now=now, border=border, name=name, effective=effective, here=here)


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """Both curves up to step k; the border is shown to who has met it."""
    curves = (
        (artists.error, artists.now, view.error, view.error_places, LOWEST, HIGHEST),
        (artists.effective, artists.here, view.effective, view.effective_places, LEAST, MOST),
    )
    for line, dot, values, places, low, high in curves:
        drawn = so_far(places, k)
        inside = np.clip(values[drawn], low / 10, 10 * high)
        line.set_data(drawn, inside)
        dot.set_data(drawn[-1:], np.clip(inside[-1:], low, high))
    met = view.crossed is not None and k >= view.crossed
    artists.border.set_data(*(([0, N_STEPS], [view.border] * 2) if met else ([], [])))
    artists.name.set_text(f"dashed: border {view.border:.3g}" if met else "")
    return list(vars(artists).values())


def readout(view: View, *, k: int) -> str:
    """Where the run is, the step it takes, and what has happened so far."""
    text = f"Step {k}: distance {view.error[k]:.1g}, effective step {view.effective[k]:.2g}"
    if view.crossed is None or k < view.crossed:
        return text + "."
    text += f"; beyond {view.border:.3g} for the first time in step {view.crossed}"
    if view.burst is None or k < view.burst:
        return text + "."
    return text + f", above {HIGH:g} again in step {view.burst}."


def _quiet(view: View, *, k: int) -> bool:
    return k == N_STEPS and bool(view.error[200:].max() < LOW)


adam_at_rest = Explorer(
    name="adam_at_rest",
    title="Adam at the minimum: and then?",
    alt=(
        "Adam on the parabola x squared over 2 from 1, for a thousand steps with a fixed step "
        "size. Left: the distance from the minimum on a log scale, up to the present step. "
        "Right: the effective step, the step size over the root of the running mean square; a "
        "border of stability is drawn once the run has met it."
    ),
    controls={
        "step_size": Slider((0.03, 0.1, 0.2, 0.3, 0.5), default=0.3, label="step size α"),
        "mean_decay": Slider((0.0, 0.5, 0.9), default=0.5, label="momentum β₁"),
        "square_decay": Slider((0.9, 0.99, 0.999), default=0.99, label="memory of squares β₂"),
        "k": Steps(CLOCK, default=0, label="step k", milliseconds=150),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "β₁ = 0.5, β₂ = 0.99": {"step_size": 0.3, "mean_decay": 0.5, "square_decay": 0.99, "k": 0},
        "no momentum, β₂ = 0.999": {
            "step_size": 0.3,
            "mean_decay": 0.0,
            "square_decay": 0.999,
            "k": 0,
        },
        "Adam's own 0.9, 0.999": {
            "step_size": 0.3,
            "mean_decay": 0.9,
            "square_decay": 0.999,
            "k": 0,
        },
    },
    challenge=Challenge(
        text="Find constants with which the run stays below a millionth from step 200 on, and "
        "play it to its end.",
        solved=_quiet,
    ),
)
