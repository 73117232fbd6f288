r"""Exercises of chapter 07 that no formula answers: find the bug, read a run, choose a step.

The runs are those of gradient descent on :math:`\frac12 \sum_i \lambda_i x_i^2`, where a step
multiplies :math:`x_i` by :math:`1 - \alpha\lambda_i`.

Examples
--------
>>> import numpy as np
>>> def curvature_from_run(step_size, losses, crosses):
...     factor = np.sqrt(losses[1] / losses[0])
...     return (1 + factor if crosses else 1 - factor) / step_size
>>> _ = check_curvature_from_run(curvature_from_run)
✓ curvature_from_run: 50 random inputs agree.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, fraction, tenths

__all__ = [
    "check_accepted_step",
    "check_curvature_from_run",
    "check_largest_quiet_step",
    "check_recorded_path",
]


def _draw_path(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(1, 3))
    return {
        "x0": tenths(rng, d),
        "curvatures": np.abs(tenths(rng, d)),
        "step_size": fraction(rng),
        "n_steps": int(rng.integers(2, 5)),
    }


def _path(x0: FloatArray, curvatures: FloatArray, step_size: float, n_steps: int) -> FloatArray:
    return np.array([x0 * (1 - step_size * curvatures) ** k for k in range(n_steps + 1)])


def _all_alike(
    x0: FloatArray, curvatures: FloatArray, step_size: float, n_steps: int
) -> FloatArray:
    return np.tile(_path(x0, curvatures, step_size, n_steps)[-1], (n_steps + 1, 1))


check_recorded_path = Exercise(
    name="recorded_path",
    concept="steepest-descent",
    draw=_draw_path,
    expected=_path,
    hint="row 0 is the start, and each row is the one before minus step_size * curvatures * it.",
    mistakes={
        "every row is the end of the run: the list holds one and the same array, which -= "
        "changes. Make a new array in each step.": _all_alike,
        "the start is right now, and every other row is the end of the run: -= still changes the "
        "one array that was recorded. Make a new array in each step.": (
            lambda x0, curvatures, step_size, n_steps: np.vstack(
                [x0, _all_alike(x0, curvatures, step_size, n_steps)[1:]]
            )
        ),
        "half of it is mended: every row is still the end of the run, and the start is missing.": (
            lambda x0, curvatures, step_size, n_steps: _all_alike(
                x0, curvatures, step_size, n_steps
            )[1:]
        ),
        "the start is missing: a path of n_steps steps has n_steps + 1 rows.": (
            lambda x0, curvatures, step_size, n_steps: _path(x0, curvatures, step_size, n_steps)[1:]
        ),
        "the last step is missing: record after the step, and the start before the loop.": (
            lambda x0, curvatures, step_size, n_steps: _path(x0, curvatures, step_size, n_steps)[
                :-1
            ]
        ),
        "is the sign right? This run walks uphill.": (
            lambda x0, curvatures, step_size, n_steps: _path(x0, -curvatures, step_size, n_steps)
        ),
    },
)


def _draw_run(rng: np.random.Generator) -> Inputs:
    shrinks = bool(rng.random() < 0.8)
    factor = float(rng.choice([0.2, 0.4, 0.5, 0.7, 0.8] if shrinks else [1.1, 1.2, 1.5]))
    first = float(rng.integers(1, 9))
    return {
        "step_size": fraction(rng),
        "losses": first * factor ** (2.0 * np.arange(4)),
        # a run that grows has crossed the minimum
        "crosses": bool(rng.random() < 0.5) or not shrinks,
    }


def _curvature(step_size: float, losses: FloatArray, crosses: bool) -> float:
    factor = float(np.sqrt(losses[1] / losses[0]))
    return (1 + factor if crosses else 1 - factor) / step_size


check_curvature_from_run = Exercise(
    name="curvature_from_run",
    concept="step-size",
    draw=_draw_run,
    expected=_curvature,
    hint=(
        "a step multiplies x by 1 - step_size * curvature. What do the losses tell about the "
        "size of that factor, and what does crossing tell about its sign?"
    ),
    mistakes={
        "the loss goes with the square of x: its ratio is the square of the factor.": (
            lambda step_size, losses, crosses: (
                (1 + (1 if crosses else -1) * losses[1] / losses[0]) / step_size
            )
        ),
        "a run that crosses the minimum has a negative factor.": (
            lambda step_size, losses, crosses: _curvature(step_size, losses, False)
        ),
        "only a run that crosses the minimum has a negative factor.": (
            lambda step_size, losses, crosses: _curvature(step_size, losses, True)
        ),
        "turn it round: positive while the run stays on its side, negative when it crosses.": (
            lambda step_size, losses, crosses: _curvature(step_size, losses, not crosses)
        ),
        "that is step_size * curvature: divide by the step size.": (
            lambda step_size, losses, crosses: _curvature(1.0, losses, crosses)
        ),
        "that is the ratio of an earlier loss to a later one: turn it upside down.": (
            lambda step_size, losses, crosses: _curvature(step_size, losses[1::-1], crosses)
        ),
    },
)


def _draw_search(rng: np.random.Generator) -> Inputs:
    # powers of 2 and their sums: all products are exact, so that a fall may be just enough
    curvature = float(rng.choice([0.25, 0.5, 2.0, 4.0, 8.0]))
    product = float(rng.choice([0.25, 0.5, 1.0, 1.25, 1.75, 2.0, 3.0, 5.0, 6.0, 8.0, 12.0]))
    return {
        "first": product / curvature,
        "curvature": curvature,
        "share": float(rng.choice([0.125, 0.25, 0.5, 0.75])),
    }


def _halved(first: float, longest: float) -> float:
    step = first
    while step > longest:
        step = step / 2
    return step


check_accepted_step = Exercise(
    name="accepted_step",
    concept="step-size",
    draw=_draw_search,
    expected=lambda first, curvature, share: _halved(first, 2 * (1 - share) / curvature),
    hint=(
        "a step multiplies x by 1 - step * curvature and the value by its square. For which "
        "steps is the fall at least share * step * slope²?"
    ),
    mistakes={
        "that is for a share of 1/2: use the share that is given.": (
            lambda first, curvature, share: _halved(first, 1 / curvature)
        ),
        "that accepts any fall: it must be share * step * slope² at least.": (
            lambda first, curvature, share: _halved(first, 2 / curvature)
        ),
        "half of the steps you refuse fall far enough: the value is curvature * x² / 2, with the "
        "2.": lambda first, curvature, share: _halved(first, (1 - share) / curvature),
        "the share was turned round: a larger one asks for more and allows less.": (
            lambda first, curvature, share: _halved(first, 2 * share / curvature)
        ),
        "that is the longest step allowed; backtracking halves, and may jump over it.": (
            lambda first, curvature, share: min(first, 2 * (1 - share) / curvature)
        ),
        "a fall that is just enough is enough: halve only while it is too small.": (
            lambda first, curvature, share: _halved(
                first, np.nextafter(2 * (1 - share) / curvature, 0.0)
            )
        ),
        "halve again and again, not once.": (
            lambda first, curvature, share: (
                first if first * curvature <= 2 * (1 - share) else first / 2
            )
        ),
        "that is the number of halvings: return the step.": (
            lambda first, curvature, share: np.log2(
                first / _halved(first, 2 * (1 - share) / curvature)
            )
        ),
        "that is the first step, which is often too long: halve it.": (
            lambda first, curvature, share: first
        ),
    },
)


def _draw_wanted(rng: np.random.Generator) -> Inputs:
    return {
        "wanted": float(rng.choice([0.01, 0.02, 0.05, 0.1])),
        "curvature": float(rng.choice([0.5, 2.0, 4.0])),
        "noise_variance": float(rng.choice([0.5, 2.0, 3.0, 5.0])),
        "batch_size": int(rng.integers(2, 33)),
    }


def _quiet(wanted: float, curvature: float, noise_variance: float, batch_size: float) -> float:
    pull = wanted * curvature * batch_size
    return 2 * pull / (noise_variance + pull * curvature)


check_largest_quiet_step = Exercise(
    name="largest_quiet_step",
    concept="speed-and-accuracy",
    draw=_draw_wanted,
    expected=_quiet,
    hint="write the variance of the ball with step_size in it, set it to wanted, and solve.",
    mistakes={
        "that is for small steps only: the exact ball has 2 - step_size * curvature, not 2.": (
            lambda wanted, curvature, noise_variance, batch_size: (
                2 * wanted * curvature * batch_size / noise_variance
            )
        ),
        "the batch is missing: it divides the noise, so a larger one allows longer steps.": (
            lambda wanted, curvature, noise_variance, batch_size: _quiet(
                wanted, curvature, noise_variance, 1
            )
        ),
        "the batch makes the noise smaller: divide by it.": (
            lambda wanted, curvature, noise_variance, batch_size: _quiet(
                wanted, curvature, noise_variance, 1 / batch_size
            )
        ),
        "wanted is a variance already, not a standard deviation.": (
            lambda wanted, curvature, noise_variance, batch_size: _quiet(
                wanted**2, curvature, noise_variance, batch_size
            )
        ),
        "noise_variance is a variance already: do not square it.": (
            lambda wanted, curvature, noise_variance, batch_size: _quiet(
                wanted, curvature, noise_variance**2, batch_size
            )
        ),
        "a step beyond 1 / curvature may be unwise, but it is asked for: return the largest.": (
            lambda wanted, curvature, noise_variance, batch_size: min(
                1 / curvature, _quiet(wanted, curvature, noise_variance, batch_size)
            )
        ),
        "that is the limit of stability: the ball there is infinite.": (
            lambda wanted, curvature, noise_variance, batch_size: 2 / curvature
        ),
    },
)
