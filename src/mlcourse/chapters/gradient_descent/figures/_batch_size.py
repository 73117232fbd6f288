"""The size of a batch: noise, speed and the ball around the minimum.

Body mass against flipper length of 128 penguins, both standardised, so that the bowl is round
and its curvature is 1: whatever happens here is the noise of the batches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.gradient_descent.figures.common import clipped, every
from mlcourse.data.tables import penguins
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Slider
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE
from mlcourse.optimize.finite_sums import FiniteSum, squared_loss
from mlcourse.optimize.gradient_noise import (
    gradient_covariance,
    minibatch_factor,
    noise_ball_variance,
)
from mlcourse.optimize.schedules import Schedule, inverse_time_decay, step_decay
from mlcourse.optimize.stochastic import stochastic_gradient_descent

__all__ = ["batch_size"]

N_SAMPLES = 128
N_EPOCHS = 8
START = np.array([-0.8, 0.1])
SCHEDULES = ("constant", "halved every 2 epochs", "1/t")
LOWEST = 1e-5  # bottom of the loss axes


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run, thinned for drawing, with averages over its last two epochs."""

    batch_size: int
    step_size: float
    schedule: str
    path: FloatArray  # (m, 2) weights, from the start
    epochs: FloatArray  # (m,)
    excess: FloatArray  # (m,) loss above the least loss
    updates: FloatArray  # (m2,) evenly spread on a log scale
    excess_by_updates: FloatArray  # (m2,)
    late_excess: float  # mean over the last two epochs; nan when the run was lost
    floor: float  # what theory predicts for a constant step
    radius: float  # of the ball, two standard deviations
    n_updates: int


@cache
def _problem() -> tuple[FiniteSum, FloatArray, float, FloatArray]:
    """The loss, its minimum, the least loss and the variances of single gradients there."""
    birds = penguins()
    rows = np.random.default_rng(7).permutation(len(birds.labels))[:N_SAMPLES]
    names = list(birds.feature_names)
    columns = birds.features[rows][:, [names.index("flipper_length"), names.index("body_mass")]]
    x, y = ((columns - columns.mean(axis=0)) / columns.std(axis=0)).T
    features = np.column_stack([np.ones(N_SAMPLES), x])
    problem = squared_loss(features, y)
    best = np.array([0.0, float(x @ y) / N_SAMPLES])  # exact: the features are orthonormal
    noise = np.diag(gradient_covariance(problem, best))
    return problem, best, float(problem.fun(best)), noise


def _schedule(name: str, step_size: float, steps_per_epoch: int) -> float | Schedule:
    if name == SCHEDULES[1]:
        return step_decay(step_size, factor=0.5, every=2 * steps_per_epoch)
    if name == SCHEDULES[2]:
        return inverse_time_decay(step_size, decay=1.0 / steps_per_epoch)
    return step_size


def compute(*, batch_size: float, step_size: float, schedule: str, seed: int) -> View:
    """Eight epochs with independent batches, as the theory of the noise ball assumes."""
    problem, _, least, noise = _problem()
    b = int(batch_size)
    run = stochastic_gradient_descent(
        problem,
        START,
        step_size=_schedule(schedule, step_size, N_SAMPLES // b),
        batch_size=b,
        n_epochs=N_EPOCHS,
        rng=seed,
        sampling="independent",
    )
    shown = every(len(run.weights), 40)
    early = np.unique(np.geomspace(1, len(run.weights) - 1, 40).round().astype(int))
    late = run.weights[run.epochs > N_EPOCHS - 2]
    factor = minibatch_factor(b, n_samples=N_SAMPLES)
    variances = [
        noise_ball_variance(curvature=1.0, noise_variance=factor * v, step_size=step_size)
        for v in noise
    ]
    return View(
        batch_size=b,
        step_size=step_size,
        schedule=schedule,
        path=run.weights[shown],
        epochs=run.epochs[shown],
        excess=problem.fun(run.weights[shown]) - least,
        updates=early.astype(float),
        excess_by_updates=problem.fun(run.weights[early]) - least,
        late_excess=float((problem.fun(late) - least).mean()) if len(late) else np.nan,
        floor=float(sum(variances)) / 2.0,
        radius=2.0 * float(np.sqrt(np.mean(variances))),
        n_updates=len(run.step_size),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The weights with their ball, and the loss against two kinds of cost."""
    left, middle, right = fig.subplots(1, 3, width_ratios=(1.1, 1.0, 1.0))
    _, best, _, _ = _problem()
    angle = np.linspace(0, 2 * np.pi, 41)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    for radius in (0.25, 0.5, 0.75, 1.0, 1.25):
        left.plot(*(best + radius * circle).T, color=MUTED, linewidth=0.5)
    left.set(xlim=(-1.05, 0.55), ylim=(-0.25, 2.05), title="path of the weights")
    left.set(xlabel="intercept", ylabel="slope")
    (path,) = left.plot([], [], color=BLUE, linewidth=0.9)
    (ball,) = left.plot([], [], color=ORANGE, linewidth=2.0)
    left.plot(*best, "+", color=INK, markersize=9)
    (end,) = left.plot([], [], "o", color=BLUE)
    ball_note = left.text(
        0.97, 0.97, "", color=ORANGE, size=9, ha="right", va="top", transform=left.transAxes
    )
    limits = (LOWEST, 3.0)
    middle.set(xlim=(0, N_EPOCHS), ylim=limits, yscale="log", xlabel="epochs (samples looked at)")
    middle.set(ylabel="loss above the least", title="cost in samples")
    right.set(xlim=(1, N_EPOCHS * N_SAMPLES), xscale="log", ylim=limits, yscale="log")
    right.set(xlabel="updates of the weights", title="cost in updates")
    artists = Artists(path=path, ball=ball, end=end, ball_note=ball_note)
    for name, ax in (("epochs", middle), ("updates", right)):
        (loss,) = ax.plot([], [], color=BLUE, linewidth=1.2)
        (floor,) = ax.plot([], [], color=ORANGE, linewidth=1.4, linestyle="--")
        setattr(artists, f"{name}_loss", loss)
        setattr(artists, f"{name}_floor", floor)
    artists.note = middle.text(
        0.97, 0.94, "", color=ORANGE, size=9, ha="right", transform=middle.transAxes
    )
    artists.circle = circle
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Path and losses; ball and floor belong to a constant step."""
    _, best, _, _ = _problem()
    path = clipped(view.path, -3.0, 4.0)
    artists.path.set_data(*path.T)
    artists.end.set_data(*path[-1:].T)
    settles = view.schedule == "constant" and view.floor > LOWEST
    artists.ball.set_data(*(best + (view.radius if settles else np.nan) * artists.circle).T)
    artists.ball_note.set_text("theory: 2 standard\ndeviations" if settles else "")
    excess, by_updates = (
        np.clip(values, LOWEST / 10, 100.0) for values in (view.excess, view.excess_by_updates)
    )
    floor = [view.floor if settles else np.nan] * 2
    artists.epochs_loss.set_data(view.epochs, excess)
    artists.epochs_floor.set_data([0, N_EPOCHS], floor)
    artists.updates_loss.set_data(view.updates, by_updates)
    artists.updates_floor.set_data([1, N_EPOCHS * N_SAMPLES], floor)
    artists.note.set_text("noise floor (theory)" if settles else "no noise floor")
    return [
        artists.path,
        artists.ball,
        artists.end,
        artists.epochs_loss,
        artists.epochs_floor,
        artists.updates_loss,
        artists.updates_floor,
        artists.note,
        artists.ball_note,
    ]


def readout(view: View) -> str:
    """Batch, work done and the loss that is left."""
    if np.isnan(view.late_excess):
        return f"Batch {view.batch_size}: lost after {view.n_updates} updates; take smaller steps."
    text = (
        f"Batch {view.batch_size}, {view.n_updates} updates: loss above the least, mean of the "
        f"last two epochs: {view.late_excess:.2g}"
    )
    if view.schedule != "constant":
        return text + " (decaying step: the ball shrinks)."
    return text + f"; theory of the noise ball {view.floor:.2g}."


batch_size = Explorer(
    name="batch_size",
    title="How large a batch?",
    alt=(
        "Linear regression of the body mass of 128 penguins on their flipper length, trained on "
        "batches. Left: the path of intercept and slope, which ends wandering in a ball around "
        "the minimum; its predicted size is drawn. Middle and right: the loss above the least "
        "against samples looked at and against updates. Small batches fall fastest per sample "
        "and then stay on a floor proportional to step size over batch size; a decaying step "
        "removes the floor."
    ),
    controls={
        "batch_size": Slider(
            (1, 2, 4, 8, 16, 32, 64, 128), default=4, label="batch size", format="g"
        ),
        "step_size": Slider(
            (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6), default=0.2, label="step size α"
        ),
        "schedule": Choice(SCHEDULES, label="schedule"),
        "seed": Seed(4),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "one bird at a time": {"batch_size": 1, "step_size": 0.1, "schedule": "constant"},
        "same ball: 4 × step, 4 × batch": {
            "batch_size": 4,
            "step_size": 0.4,
            "schedule": "constant",
        },
        "all birds": {"batch_size": 128, "step_size": 0.4, "schedule": "constant"},
        "decay": {"batch_size": 4, "step_size": 0.4, "schedule": "halved every 2 epochs"},
    },
    challenge=Challenge(
        text="With single birds (batch 1) and a first step of 0.1 or more, end less than 0.003 "
        "above the least loss, averaged over the last two epochs.",
        solved=lambda view: bool(
            view.batch_size == 1 and view.step_size >= 0.1 and view.late_excess < 0.003
        ),
    ),
)
