"""Bad input of objectives, of descent and its methods, and of stochastic descent."""

import numpy as np

from mlcourse.optimize import (
    adaptive_steps,
    descent,
    error_bound,
    finite_sums,
    gradient_noise,
    momentum,
    objectives,
    quadratic_theory,
    schedules,
    stochastic,
)
from tests.contract import Contract, bad

_RUN = {
    "fun": lambda x: float(x @ x),
    "grad": lambda x: 2 * x,
    "x0": [1.0, 2.0],
    "step_size": 0.1,
    "max_steps": 3,
    "tol": 1e-3,
}
# a schedule is legal too, so callables are no bad value here
_STEP_SIZE = bad.positive
_RUN_REFUSES = {
    "fun": bad.function | bad.one_of(lambda x: x, lambda x: np.array([1.0])),
    "grad": bad.function | bad.one_of(lambda x: 1.0, lambda x: np.ones(3)),
    "x0": bad.vector,
    "step_size": _STEP_SIZE | bad.one_of(lambda k: 0.0, lambda k: -1.0, lambda k: np.nan),
    "max_steps": bad.count(0),
    "tol": bad.non_negative,
}
_SHARE = bad.number | bad.below(0.0) | bad.above(1.0) | bad.one_of(1.0)
_VECTOR2 = bad.vector | bad.one_of(np.ones(3))
_SQUARES = _VECTOR2 | bad.one_of(np.array([1.0, -1e-9]))
_PROBLEM = finite_sums.squared_loss([[1.0], [2.0], [3.0]], [1.0, 0.0, 2.0])
_NOT_PROBLEM = bad.one_of(None, 3, "squared_loss", np.ones((3, 1)))
_ENTRIES = bad.array | bad.one_of(np.ones((2, 3, 4)))

CONTRACTS = [
    Contract(
        call=objectives.quadratic,
        good={"hess": np.eye(2), "center": [0.0, 1.0]},
        refuses={
            "hess": bad.square
            | bad.one_of(np.array([[1.0, 2.0], [0.0, 1.0]]), np.zeros((2, 2)), -np.eye(2)),
            "center": _VECTOR2,
        },
    ),
    Contract(
        call=objectives.bowl,
        good={"condition_number": 4.0, "angle": 0.3},
        refuses={"condition_number": bad.number | bad.below(1.0), "angle": bad.number},
    ),
    Contract(
        call=schedules.inverse_time_decay,
        good={"first": 0.1, "decay": 0.01},
        refuses={"first": bad.positive, "decay": bad.non_negative},
    ),
    Contract(
        call=schedules.step_decay,
        good={"first": 0.1, "factor": 0.5, "every": 10},
        refuses={
            "first": bad.positive,
            "factor": bad.positive | bad.above(1.0),
            "every": bad.count(1),
        },
    ),
    Contract(
        call=descent.gradient_step,
        good={"x": [1.0, 2.0], "gradient": [0.5, 0.5], "step_size": 0.1},
        refuses={"x": bad.vector, "gradient": _VECTOR2, "step_size": bad.positive},
    ),
    Contract(call=descent.gradient_descent, good=_RUN, refuses=_RUN_REFUSES),
    Contract(
        call=momentum.momentum_step,
        good={
            "x": [1.0, 2.0],
            "velocity": [0.0, 0.1],
            "gradient": [0.5, 0.5],
            "step_size": 0.1,
            "momentum": 0.9,
        },
        refuses={
            "x": bad.vector,
            "velocity": _VECTOR2,
            "gradient": _VECTOR2,
            "step_size": bad.positive,
            "momentum": _SHARE,
        },
    ),
    *[
        Contract(
            call=method,
            good={**_RUN, "momentum": 0.5},
            refuses={**_RUN_REFUSES, "momentum": _SHARE},
        )
        for method in (momentum.heavy_ball, momentum.nesterov)
    ],
    Contract(
        call=adaptive_steps.rmsprop_step,
        good={
            "x": [1.0, 2.0],
            "mean_square": [0.0, 0.1],
            "gradient": [0.5, 0.5],
            "step_size": 0.1,
            "decay": 0.9,
        },
        refuses={
            "x": bad.vector,
            "mean_square": _SQUARES,
            "gradient": _VECTOR2,
            "step_size": bad.positive,
            "decay": _SHARE,
        },
    ),
    Contract(
        call=adaptive_steps.rmsprop,
        good={**_RUN, "decay": 0.5},
        refuses={**_RUN_REFUSES, "decay": _SHARE},
    ),
    Contract(
        call=adaptive_steps.adam_step,
        good={
            "x": [1.0, 2.0],
            "mean": [0.0, 0.1],
            "mean_square": [0.0, 0.1],
            "gradient": [0.5, 0.5],
            "n_steps": 0,
            "step_size": 0.1,
            "mean_decay": 0.9,
            "square_decay": 0.99,
        },
        refuses={
            "x": bad.vector,
            "mean": _VECTOR2,
            "mean_square": _SQUARES,
            "gradient": _VECTOR2,
            "n_steps": bad.count(0),
            "step_size": bad.positive,
            "mean_decay": _SHARE,
            "square_decay": _SHARE,
        },
    ),
    Contract(
        call=adaptive_steps.adam,
        good={**_RUN, "mean_decay": 0.9, "square_decay": 0.99},
        refuses={**_RUN_REFUSES, "mean_decay": _SHARE, "square_decay": _SHARE},
    ),
    Contract(
        call=quadratic_theory.iteration_matrix,
        good={"curvature": 1.0, "step_size": 0.1, "momentum": 0.5},
        refuses={"curvature": bad.positive, "step_size": bad.positive, "momentum": _SHARE},
    ),
    Contract(
        call=quadratic_theory.spectral_radius,
        good={"curvature": [1.0, 2.0], "step_size": [[0.1], [0.2]], "momentum": [0.5, 0.6]},
        refuses={
            "curvature": _ENTRIES | bad.one_of(0.0, [1.0, -1.0], np.ones(3)),
            "step_size": bad.array | bad.one_of(0.0, [[0.1], [-0.1]]),
            "momentum": bad.array | bad.one_of(1.0, -0.1, [0.5, 1.5]),
        },
    ),
    Contract(
        call=quadratic_theory.stability_limit,
        good={"curvature": 1.0, "momentum": 0.5},
        refuses={"curvature": bad.positive, "momentum": _SHARE},
    ),
    Contract(
        call=quadratic_theory.regime,
        good={"curvature": 1.0, "step_size": 0.1, "momentum": 0.5},
        refuses={"curvature": bad.positive, "step_size": bad.positive, "momentum": _SHARE},
    ),
    Contract(
        call=error_bound.error_bound,
        good={"curvature": 1.0, "step_size": 0.1, "momentum": 0.5, "max_steps": 3},
        refuses={
            "curvature": bad.positive,
            "step_size": bad.positive,
            "momentum": _SHARE,
            "max_steps": bad.count(0),
        },
    ),
    *[
        Contract(
            call=best,
            good={"smallest": 1.0, "largest": 10.0},
            refuses={"smallest": bad.positive, "largest": bad.positive | bad.below(1.0)},
        )
        for best in (quadratic_theory.best_step_size, quadratic_theory.best_momentum)
    ],
    Contract(
        call=quadratic_theory.steps_needed,
        good={"rate": 0.5, "reduction": 0.1},
        refuses={
            "rate": bad.positive | bad.above(1.0) | bad.one_of(1.0),
            "reduction": bad.positive | bad.above(1.0),
        },
    ),
    Contract(
        call=finite_sums.squared_loss,
        good={"features": np.ones((2, 3)), "targets": [1.0, 2.0]},
        refuses={"features": bad.matrix, "targets": bad.vector},
    ),
    Contract(
        call=finite_sums.logistic_loss,
        good={"features": np.ones((2, 3)), "labels": [0, 1]},
        refuses={
            "features": bad.matrix,
            "labels": bad.vector | bad.one_of([0, 2], [0, -1], [0, 0.5]),
        },
    ),
    Contract(
        call=stochastic.epoch_batches,
        good={"n_samples": 5, "batch_size": 2, "rng": 0, "sampling": "shuffled"},
        refuses={
            "n_samples": bad.count(1),
            "batch_size": bad.count(1) | bad.one_of(6),
            "rng": bad.rng,
            "sampling": bad.choice,
        },
    ),
    Contract(
        call=stochastic.stochastic_gradient_descent,
        good={
            "problem": _PROBLEM,
            "x0": [0.0],
            "step_size": 0.1,
            "batch_size": 2,
            "n_epochs": 2,
            "rng": 0,
            "sampling": "shuffled",
        },
        refuses={
            "problem": _NOT_PROBLEM,
            "x0": bad.vector | bad.one_of(np.ones(2)),
            "step_size": _STEP_SIZE | bad.one_of(lambda k: 0.0),
            "batch_size": bad.count(1) | bad.one_of(4),
            "n_epochs": bad.count(0),
            "rng": bad.rng,
            "sampling": bad.choice,
        },
    ),
    Contract(
        call=gradient_noise.gradient_covariance,
        good={"problem": _PROBLEM, "w": [0.0]},
        refuses={"problem": _NOT_PROBLEM, "w": bad.vector | bad.one_of(np.ones(2))},
    ),
    Contract(
        call=gradient_noise.minibatch_factor,
        good={"batch_size": 2, "n_samples": 5},
        refuses={"batch_size": bad.count(1) | bad.one_of(6), "n_samples": bad.count(2)},
    ),
    Contract(
        call=gradient_noise.noise_ball_variance,
        good={"curvature": 1.0, "noise_variance": 1.0, "step_size": 0.5},
        refuses={
            "curvature": bad.positive,
            "noise_variance": bad.non_negative,
            "step_size": bad.positive | bad.one_of(2.0, 3.0),
        },
    ),
]
