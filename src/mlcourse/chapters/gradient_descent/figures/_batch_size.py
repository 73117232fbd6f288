"""The size of a batch: noise, speed and the ball around the minimum.

Body mass against flipper length of 128 penguins, both standardised, so that the bowl is round
and its curvature is 1: whatever happens here is the noise of the batches.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.gradient_descent.figures.common import clipped
from mlcourse.chapters.gradient_descent.figures.noise_ball import (
    N_EPOCHS,
    N_SAMPLES,
    SCHEDULES,
    View,
    compute,
    problem_of_birds,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Slider, Steps
from mlcourse.explore.lines import arrow, so_far
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER, RED

__all__ = ["batch_size"]

# 1/32: one batch of four; the first eight of them one by one
CLOCK = (*(k / 32 for k in range(9)), 0.5, 1.0, 2.0, 4.0, 8.0)
LOWEST = 1e-5  # bottom of the loss axes
BEFORE = 0.5  # the place of update 0 on a logarithmic axis
ROUGH = 0.3  # noise that grows by more than this share makes the theory of constant noise rough


def draw(fig: Figure, view: View) -> Artists:
    """The weights with their ball, and the loss against two kinds of cost."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.1, 1.0))
    left = fig.add_subplot(grid[:, 0])
    middle, right = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    _, best, _, _ = problem_of_birds()
    angle = np.linspace(0, 2 * np.pi, 41)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    for radius in (0.25, 0.5, 0.75, 1.0, 1.25):
        left.plot(*(best + radius * circle).T, color=MUTED, linewidth=0.5)
    left.set(xlim=(-1.05, 0.55), ylim=(-0.25, 2.05))
    left.set_title("path of the weights", pad=20)
    left.set(xlabel="intercept", ylabel="slope")
    (path,) = left.plot([], [], color=BLUE, linewidth=0.7, alpha=0.8)
    (ball,) = left.plot([], [], color=ORANGE, linewidth=2.0)
    left.plot(*best, "+", color=INK, markersize=9)
    # over the path and the ball, or nobody sees them at the bottom; one may cover the other
    (edge,) = left.plot([], [], color=PAPER, linewidth=5.5, zorder=4)
    (full,) = left.plot([], [], color=INK, linewidth=3.5, zorder=4)
    (guess,) = left.plot([], [], color=GREEN, linewidth=1.6, zorder=4)
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}  # over the level lines
    for height, colour, name in ((-0.07, INK, "all birds' pull"), (-0.17, GREEN, "next batch's")):
        left.text(0.53, height, name, color=colour, size=9, ha="right", bbox=box)
    (end,) = left.plot([], [], "o", color=BLUE)
    note = left.text(0.5, 1.025, "", color=ORANGE, size=9, ha="center", transform=left.transAxes)
    limits = (LOWEST, 10.0)
    middle.set(
        xlim=(-0.15, N_EPOCHS + 0.15),
        ylim=limits,
        yscale="log",
        xlabel="epochs (samples looked at)",
    )
    middle.set(ylabel="loss above the least")
    middle.set_title("cost in samples", pad=20)
    right.set(xlim=(0.43, 1.2 * N_EPOCHS * N_SAMPLES), xscale="log", ylim=limits, yscale="log")
    right.set_xticks([BEFORE, 1, 10, 100, 1000], ["0", "1", "10", "100", "1,000"])
    right.minorticks_off()
    right.set(xlabel="updates of the weights")
    right.set(ylabel="loss above the least", title="cost in updates")
    dashed = middle.text(
        0.5, 1.025, "", color=ORANGE, size=9, ha="center", transform=middle.transAxes
    )
    artists = Artists(path=path, ball=ball, end=end, note=note, full=full, guess=guess)
    artists.edge, artists.dashed = edge, dashed
    for name, ax in (("epochs", middle), ("updates", right)):
        (loss,) = ax.plot([], [], color=BLUE, linewidth=1.0)
        # the start, the same for all runs: without it nothing is seen before the first update
        ax.plot(0.0 if ax is middle else BEFORE, view.excess[0], "o", color=BLUE)
        (floor,) = ax.plot([], [], color=ORANGE, linewidth=1.6, linestyle="--")
        floor.set_drawstyle("steps-post")
        setattr(artists, f"{name}_loss", loss)
        setattr(artists, f"{name}_floor", floor)
    artists.circle = circle
    return artists


def _pulls(view: View, now: int) -> tuple[FloatArray, FloatArray]:
    """Minus the gradient of all birds, and minus that of the next batch, as arrows."""
    _, best, _, _ = problem_of_birds()
    here = view.weights[now]
    if now >= len(view.moves):  # the run is lost
        return np.empty((0, 2)), np.empty((0, 2))
    # curvature 1: minus the gradient of all is the way to the minimum
    return arrow(here, best - here), clipped(arrow(here, view.moves[now]), -3.0, 4.0)


def _gone(view: View, epochs: float) -> bool:
    return view.lost and epochs > view.epochs[-1]


def _note(view: View, epochs: float) -> str:
    if view.batch_size == N_SAMPLES:
        return "no noise, no ball"
    if _gone(view, epochs):
        return "lost"
    if view.growth >= 1.0:
        return "theory: the noise has no bound"
    return "theory: too small a ball" if view.growth > ROUGH else "theory: 2 standard deviations"


def update(artists: Artists, view: View, *, epochs: float) -> Sequence[Artist]:
    """The path and the losses so far; the ball of the step size that is used now."""
    _, best, _, _ = problem_of_birds()
    now = view.now(epochs)
    path = view.weights[so_far(view.places, now)]
    artists.path.set_data(*path.T)
    artists.end.set_data(*path[-1:].T)
    # theory is silent before the run begins
    full, guess = _pulls(view, now)
    artists.full.set_data(*full.T)
    artists.guess.set_data(*guess.T)
    artists.edge.set_data(*np.concatenate([full, np.full((1, 2), np.nan), guess]).T)
    holds = now > 0 and view.growth < 1.0 and view.batch_size < N_SAMPLES
    ball = best + view.radius[now] * artists.circle if holds else np.empty((0, 2))
    artists.ball.set_data(*ball.T)
    artists.note.set_text(_note(view, epochs) if now > 0 else "")
    artists.dashed.set_text("dashed: theory" if holds else "")
    artists.note.set_color(ORANGE if view.growth <= ROUGH else RED)
    excess = np.clip(view.excess, LOWEST / 10, 100.0)
    updates = np.maximum(np.arange(len(excess)), BEFORE)
    for name, x, places in (
        ("epochs", view.epochs, view.epoch_places),
        ("updates", updates, view.update_places),
    ):
        drawn = so_far(places, now)
        getattr(artists, f"{name}_loss").set_data(x[drawn], excess[drawn])
        # a floor changes with the step: at most once an epoch, or slowly
        steps = so_far(np.flatnonzero(np.diff(view.floor, prepend=0.0, append=0.0)), now)
        steps = steps if holds else steps[:0]
        getattr(artists, f"{name}_floor").set_data(x[steps], view.floor[steps])
    return [
        artists.path,
        artists.ball,
        artists.end,
        artists.edge,
        artists.full,
        artists.guess,
        artists.note,
        artists.dashed,
        artists.epochs_loss,
        artists.epochs_floor,
        artists.updates_loss,
        artists.updates_floor,
    ]


def readout(view: View, *, epochs: float) -> str:
    """Batch, work done, the loss that is left and what theory says of it."""
    now = view.now(epochs)
    if _gone(view, epochs):
        return f"Batch {view.batch_size}: lost after {now:,} updates; take smaller steps."
    text = f"Epoch {epochs:.2g}, {now:,} update{'s' * (now != 1)}: "
    text += f"loss {view.excess[now]:.2g} above the least"
    if epochs == N_EPOCHS:
        text += f", mean of the last two epochs {view.late_excess:.2g}"
    if view.batch_size == N_SAMPLES or now == 0:
        return text + "."
    if view.growth >= 1.0:
        return text + "; theory: noise that grows so fast has a variance without bound."
    text += f"; theory for this step, with constant noise: {view.floor[now]:.2g}"
    if view.growth > ROUGH:
        more = 1.0 / (1.0 - view.growth)
        text += f", but the noise grows away from the minimum (up to × {more:.1f})"
    return text + "."


batch_size = Explorer(
    name="batch_size",
    title="How large a batch?",
    alt=(
        "Linear regression of the body mass of 128 penguins on their flipper length, trained on "
        "batches. First: the path of intercept and slope up to the present epoch, with two "
        "arrows, minus the gradient of all birds and minus that of the next batch, and the size "
        "that theory predicts for the cloud of a run with the present step. Beside it: "
        "the loss above the least against samples looked at and against updates."
    ),
    controls={
        "batch_size": Slider(
            (1, 2, 4, 8, 16, 32, 64, 128), default=4, label="batch size", format="g"
        ),
        "step_size": Slider(
            (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6), default=0.2, label="step size α"
        ),
        "schedule": Choice(SCHEDULES, label="schedule"),
        "seed": Seed(2),
        "epochs": Steps(CLOCK, default=0.0, label="epochs", format=".2g", milliseconds=400),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "1 bird, step 0.05": {
            "batch_size": 1,
            "step_size": 0.05,
            "schedule": "constant",
            "epochs": 8.0,
        },
        "4 birds, step 0.2": {
            "batch_size": 4,
            "step_size": 0.2,
            "schedule": "constant",
            "epochs": 8.0,
        },
        "all birds": {
            "batch_size": 128,
            "step_size": 0.4,
            "schedule": "constant",
            "epochs": 8.0,
        },
        "4 birds, halved": {
            "batch_size": 4,
            "step_size": 0.4,
            "schedule": "halved every 2 epochs",
            "epochs": 8.0,
        },
    },
    challenge=Challenge(
        text="With single birds (batch 1) and a first step of 0.1 or more, end less than 0.003 "
        "above the least loss, averaged over the last two of the eight epochs.",
        solved=lambda view, *, epochs: bool(
            epochs == N_EPOCHS
            and view.batch_size == 1
            and view.first_step >= 0.1
            and view.late_excess < 0.003
        ),
    ),
    ghost=True,
    size=(7.2, 5.2),
)
