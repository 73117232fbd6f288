"""Three ways to spend the same number of looks at the data: batch, mini-batch, one by one.

Logistic regression on 569 tumours: malignant or benign, from two measurements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray, IntArray
from mlcourse.data.tables import breast_cancer
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Slider, Steps
from mlcourse.explore.lines import extremes
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE, SKY
from mlcourse.optimize.descent import gradient_descent
from mlcourse.optimize.finite_sums import FiniteSum, logistic_loss
from mlcourse.optimize.stochastic import stochastic_gradient_descent

__all__ = ["logistic_training"]

N_EPOCHS = 4
# in epochs: small steps first, where the methods differ most
CLOCK = (
    *(k / 20 for k in range(10)),
    *(k / 10 for k in range(5, 20)),
    *(k / 5 for k in range(10, 5 * N_EPOCHS + 1)),
)
COLUMN = 0.015  # epochs that share a column of the screen
METHODS = {"batch (569)": 569, "mini-batch (32)": 32, "one by one (1)": 1}
COLOURS = {"batch (569)": BLUE, "mini-batch (32)": GREEN, "one by one (1)": PURPLE}
FEATURES = ("mean_radius", "mean_texture")
LIMITS = ((-2.2, 3.6), (-2.4, 3.6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One method at one step size: what is seen of the curve, and at the times of the clock."""

    epochs: FloatArray  # (m,)
    loss: FloatArray  # (m,) lowest and highest in every column of the screen
    clock_weights: FloatArray  # (len(CLOCK), 3)
    clock_loss: FloatArray  # (len(CLOCK),)
    clock_accuracy: FloatArray
    clock_updates: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The chosen run among all three."""

    method: str
    runs: dict[str, Run]
    least_loss: float

    @property
    def run(self) -> Run:
        """The chosen run."""
        return self.runs[self.method]


@cache
def _problem() -> tuple[FiniteSum, FloatArray, IntArray, float]:
    """The loss, the standardised features, the labels (1 is malignant) and the least loss."""
    tumours = breast_cancer()
    raw = np.column_stack([tumours.column(name) for name in FEATURES])
    x = (raw - raw.mean(axis=0)) / raw.std(axis=0)
    label = 1 - tumours.labels
    problem = logistic_loss(np.column_stack([np.ones(len(x)), x]), label)
    best = gradient_descent(
        problem.fun, problem.grad, np.zeros(3), step_size=1.0 / problem.smoothness, max_steps=500
    )
    return problem, x, label, float(best.value[-1])


@cache
def _run(method: str, step_size: float, seed: int) -> Run:
    problem, x, label, _ = _problem()
    run = stochastic_gradient_descent(
        problem,
        np.zeros(3),
        step_size=step_size,
        batch_size=METHODS[method],
        n_epochs=N_EPOCHS,
        rng=seed,
    )
    # the last update that was finished by then
    at = np.searchsorted(run.epochs, np.array(CLOCK) + 1e-9, side="right") - 1
    weights = run.weights[at]
    malignant = weights[:, :1] + weights[:, 1:] @ x.T > 0
    loss = problem.fun(run.weights)
    shown = extremes(loss, run.epochs, COLUMN)
    return Run(
        epochs=run.epochs[shown],
        loss=loss[shown],
        clock_weights=weights,
        clock_loss=loss[at],
        clock_accuracy=(malignant == label).mean(axis=1),
        clock_updates=at,
    )


def compute(*, method: str, step_size: float, seed: int) -> View:
    """All three methods with the same step size; each is computed once."""
    return View(
        method=method,
        runs={name: _run(name, step_size, seed) for name in METHODS},
        least_loss=_problem()[3],
    )


def _line(weights: FloatArray, level: float) -> FloatArray:
    """The line on which the score is ``level``, through the box of the axes, shape (2, 2)."""
    normal = weights[1:]
    size = float(normal @ normal)
    if size == 0.0:  # no direction yet: no line
        return np.full((2, 2), np.nan)
    foot = normal * (level - weights[0]) / size
    along = np.array([-normal[1], normal[0]]) / np.sqrt(size)
    return np.clip([foot - 12.0 * along, foot + 12.0 * along], -40.0, 40.0)


def draw(fig: Figure, view: View) -> Artists:
    """The tumours with the boundary, and the loss of all three methods."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.15))
    _, x, label, least = _problem()
    for value, colour, name in ((0, SKY, "benign"), (1, ORANGE, "malignant")):
        left.scatter(
            *x[label == value].T,
            s=9,
            color=colour,
            alpha=0.65,
            linewidth=0,
            label=name,
            rasterized=True,
        )
    left.set(xlim=LIMITS[0], ylim=LIMITS[1])
    left.set(xlabel="mean radius (standardised)", ylabel="mean texture (standardised)")
    # legends stand above the axes, where they hide nothing
    above = {"loc": "lower center", "bbox_to_anchor": (0.48, 1.01), "borderaxespad": 0.0}
    row = {"columnspacing": 0.9, "handlelength": 1.0, "handletextpad": 0.4}
    left.legend(ncols=2, markerscale=1.6, **row, **above)
    (boundary,) = left.plot([], [], color=INK, linewidth=2.2)
    (low,) = left.plot([], [], color=MUTED, linewidth=1.0, linestyle="--")
    (high,) = left.plot([], [], color=MUTED, linewidth=1.0, linestyle="--")
    told = left.text(3.55, 3.3, "", color=MUTED, size=9, ha="right")
    right.set(xlim=(-0.05, N_EPOCHS + 0.1), ylim=(0.2, 1.0))
    right.set(xlabel="epochs (looks at the data)", ylabel="mean log loss")
    right.axhline(least, color=MUTED, linewidth=0.8)
    right.text(N_EPOCHS, least - 0.01, "least possible", color=MUTED, ha="right", va="top", size=9)
    artists = Artists(boundary=boundary, low=low, high=high, told=told)
    for k, (name, colour) in enumerate(COLOURS.items()):
        (curve,) = right.plot(
            [], [], color=colour, linewidth=1.2, label=name, drawstyle="steps-post"
        )
        setattr(artists, f"curve{k}", curve)
    (artists.now,) = right.plot([], [], "o", color=INK, markersize=8)
    right.legend(ncols=3, **row, **above)
    return artists


def update(artists: Artists, view: View, *, epochs: float) -> Sequence[Artist]:
    """The boundary of the chosen method now; the curves of all three so far."""
    at = CLOCK.index(epochs)
    weights = view.run.clock_weights[at]
    artists.boundary.set_data(*_line(weights, 0.0).T)
    artists.low.set_data(*_line(weights, -np.log(9.0)).T)  # probability 1/10
    artists.high.set_data(*_line(weights, np.log(9.0)).T)  # probability 9/10
    near = np.hypot(*weights[1:]) > 0.8  # or the dashed lines are beyond the axes
    artists.told.set_text("dashed: 1 and 9 in 10" if near else "")
    curves = []
    for k, run in enumerate(view.runs.values()):
        curve = getattr(artists, f"curve{k}")
        past = run.epochs <= epochs + 1e-9
        curve.set_data(
            np.append(run.epochs[past], epochs),
            np.minimum(np.append(run.loss[past], run.clock_loss[at]), 2.0),
        )
        curves.append(curve)
    artists.now.set_data([epochs], [min(float(view.run.clock_loss[at]), 2.0)])
    return [artists.boundary, artists.low, artists.high, artists.told, *curves, artists.now]


def readout(view: View, *, epochs: float) -> str:
    """The work done, the loss and the share of tumours on the right side."""
    run, at = view.run, CLOCK.index(epochs)
    updates = int(run.clock_updates[at])
    return (
        f"{view.method.capitalize()}: epoch {epochs:g}, {updates:,} update{'s' * (updates != 1)}, "
        f"loss {run.clock_loss[at]:.3f} (least {view.least_loss:.3f}), "
        f"{run.clock_accuracy[at]:.1%} right."
    )


def _early(view: View, *, epochs: float) -> bool:
    near = view.run.clock_loss[CLOCK.index(epochs)] < view.least_loss + 0.01
    return bool(epochs <= 0.5 and near)


logistic_training = Explorer(
    name="logistic_training",
    title="Batch, mini-batch or one by one",
    alt=(
        "Left: 569 tumours by mean radius and mean texture, malignant and benign, with the "
        "boundary of logistic regression where both are equally likely; dashed lines mark "
        "probabilities of one and nine tenths. Right: the loss of three ways of training "
        "against epochs, up to the present one, all with the same step size."
    ),
    controls={
        "method": Choice(tuple(METHODS), default="mini-batch (32)", label="samples a step"),
        "step_size": Slider(
            (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0), default=0.3, label="step size α"
        ),
        "seed": Seed(3),
        "epochs": Steps(CLOCK, default=0.0, label="epochs", format="g", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "batch, α = 0.3": {"method": "batch (569)", "step_size": 0.3, "epochs": 4.0},
        "batch, α = 3": {"method": "batch (569)", "step_size": 3.0, "epochs": 4.0},
        "one by one, α = 0.03": {"method": "one by one (1)", "step_size": 0.03, "epochs": 1.0},
        "one by one, α = 3": {"method": "one by one (1)", "step_size": 3.0, "epochs": 4.0},
    },
    challenge=Challenge(
        text="Bring the loss within 0.01 of the least before half an epoch is over.",
        solved=_early,
    ),
    ghost=True,
)
