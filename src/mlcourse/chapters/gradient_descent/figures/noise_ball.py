"""Runs of mini-batches on 128 penguins, and what theory says of their noise.

Body mass against flipper length, both standardised, so that the bowl is round and its curvature
is 1: whatever happens here is the noise of the batches.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from mlcourse._check import FloatArray, IntArray
from mlcourse.chapters.gradient_descent.figures.common import clipped
from mlcourse.data.tables import penguins
from mlcourse.explore.lines import extremes, seen
from mlcourse.optimize.finite_sums import FiniteSum, squared_loss
from mlcourse.optimize.gradient_noise import gradient_covariance, minibatch_factor
from mlcourse.optimize.schedules import Schedule, inverse_time_decay, step_decay
from mlcourse.optimize.stochastic import stochastic_gradient_descent

__all__ = [
    "N_EPOCHS",
    "N_SAMPLES",
    "SCHEDULES",
    "View",
    "compute",
    "problem_of_birds",
]

N_SAMPLES = 128
N_EPOCHS = 8
START = np.array([-0.8, 0.1])
SCHEDULES = ("constant", "halved every 2 epochs", "1/t")
COLUMNS = 200  # of the screen that a loss curve takes, about
UNIT = 95.0  # points of the page that a unit of the weights takes, about
UNSEEN = 0.5  # a shift in points that the line of the path hides


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run with all its updates, and what theory says about each of its step sizes."""

    batch_size: int
    first_step: float
    weights: FloatArray  # (n + 1, 2) from the start
    moves: FloatArray  # (n + 1, 2) minus the gradients of the batches, the next one too
    epochs: FloatArray  # (n + 1,)
    excess: FloatArray  # (n + 1,) loss above the least loss
    floor: FloatArray  # (n + 1,) what theory predicts for the step size used here
    radius: FloatArray  # (n + 1,) of the ball, two standard deviations
    growth: float  # share by which the noise grows off the minimum; from 1 on no variance
    places: IntArray  # of the points that the line of the path needs
    epoch_places: IntArray  # and of those that are seen in the curves
    update_places: IntArray
    lost: bool  # before the last epoch was over
    late_excess: float  # mean over the last two epochs; nan when the run was lost

    def now(self, epochs: float) -> int:
        """The last update that was finished by then."""
        return int(np.searchsorted(self.epochs, epochs + 1e-9, side="right")) - 1


@cache
def problem_of_birds() -> tuple[FiniteSum, FloatArray, float, FloatArray]:
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


@cache
def spread() -> float:
    """How the noise grows with the distance: the largest eigenvalue of S -> mean of D S D.

    D is the Hessian of one bird minus that of all, so that the gradients at a distance e with
    second moments S differ by D e.
    """
    problem, *_ = problem_of_birds()
    here, there = problem.gradients(np.zeros(2)), np.eye(2)
    hessians = np.stack([problem.gradients(e) - here for e in there], axis=-1)
    off = hessians - hessians.mean(axis=0)
    moved = np.einsum("nij,nkl->ikjl", off, off).reshape(4, 4) / N_SAMPLES
    return float(np.abs(np.linalg.eigvals(moved)).max())


def _schedule(name: str, step_size: float, steps_per_epoch: int) -> float | Schedule:
    if name == SCHEDULES[1]:
        return step_decay(step_size, factor=0.5, every=2 * steps_per_epoch)
    if name == SCHEDULES[2]:
        return inverse_time_decay(step_size, decay=1.0 / steps_per_epoch)
    return step_size


def compute(*, batch_size: float, step_size: float, schedule: str, seed: int) -> View:
    """Eight epochs with independent batches, as the theory of the noise ball assumes."""
    problem, _, least, noise = problem_of_birds()
    b = int(batch_size)
    run = stochastic_gradient_descent(
        problem,
        START,
        step_size=_schedule(schedule, step_size, N_SAMPLES // b),
        batch_size=b,
        n_epochs=N_EPOCHS + 1,  # the last one for the next batch at the end
        rng=seed,
        sampling="independent",
    )
    n = int(np.searchsorted(run.epochs, N_EPOCHS + 1e-9, side="right"))
    weights, epochs, lost = run.weights[:n], run.epochs[:n], run.epochs[-1] < N_EPOCHS - 1e-9
    excess = problem.fun(weights) - least
    factor = minibatch_factor(b, n_samples=N_SAMPLES)
    used = np.append(run.step_size[:1], run.step_size)[:n]  # that led to each of the weights
    variances = factor * used * noise.mean() / (2.0 - used)  # as noise_ball_variance, curvature 1
    count = np.log10(np.maximum(np.arange(len(excess)), 1.0))
    path = clipped(weights, -3.0, 4.0)
    return View(
        batch_size=b,
        first_step=step_size,
        weights=path,
        moves=(np.diff(run.weights, axis=0) / run.step_size[:, None])[:n],
        epochs=epochs,
        excess=excess,
        floor=variances,  # half of the sum over two coordinates
        radius=2.0 * np.sqrt(variances),
        growth=factor * step_size / (2.0 - step_size) * spread(),
        places=seen(UNIT * path, UNSEEN),
        epoch_places=extremes(excess, epochs, N_EPOCHS / COLUMNS),
        update_places=extremes(excess, count, np.log10(N_EPOCHS * N_SAMPLES) / COLUMNS),
        lost=bool(lost),
        late_excess=np.nan if lost else float(excess[epochs > N_EPOCHS - 2].mean()),
    )
