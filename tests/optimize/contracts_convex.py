"""Bad input of convexity, line search, Newton's method, coordinate descent and the lasso."""

import numpy as np

from mlcourse.optimize import (
    basins,
    convexity,
    coordinate,
    lasso,
    lasso_bound,
    line_search,
    newton,
    penalised,
)
from tests.contract import Contract, bad

_VECTOR2 = bad.vector | bad.one_of(np.ones(3))
_PAIR = [1.0, 2.0]
_EYE = np.eye(2)
_HESS2 = bad.square | bad.one_of(np.eye(3))
_SPD2 = bad.square | bad.one_of(np.array([[1.0, 2.0], [0.0, 1.0]]), np.zeros((2, 2)), -np.eye(2))
_ZERO_TO_ONE_OPEN = bad.number | bad.below(0.0) | bad.above(1.0) | bad.one_of(0.0, 1.0)
_POSITIVE_SHARE = bad.number | bad.below(0.0) | bad.above(1.0) | bad.one_of(0.0)


def _sphere(x: np.ndarray) -> np.ndarray:
    return (np.asarray(x) ** 2).sum(axis=-1)


def _slope(x: np.ndarray) -> np.ndarray:
    return 2 * np.asarray(x)


def _flat_hess(x: np.ndarray) -> np.ndarray:
    return 2 * np.eye(2)


_MANY = bad.function | bad.one_of(lambda x: 1.0, lambda x: x, lambda x: np.full(len(x), np.nan))
_ONE = bad.function | bad.one_of(lambda x: x, lambda x: np.array([1.0]))
_GRAD = bad.function | bad.one_of(lambda x: 1.0, lambda x: np.ones(5))


_FEATURES = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
_FIT = {"features": _FEATURES, "targets": [3.0, 2.0, -2.0, -3.0]}
_FIT_REFUSES = {
    "features": bad.matrix,
    "targets": bad.vector | bad.one_of(np.ones(5)),
    "max_steps": bad.count(0),
    "tol": bad.non_negative,
}
_LINE = {"fun": _sphere, "grad": _slope, "x": _PAIR, "direction": [-1.0, -1.0]}
_LINE_REFUSES = {
    "fun": _ONE,
    "grad": _GRAD,
    "x": bad.vector | bad.one_of(np.full(2, 1e200)),
    "direction": _VECTOR2,
}

CONTRACTS = [
    Contract(
        call=convexity.chord,
        good={"fun": _sphere, "x": _PAIR, "y": [0.0, 0.0], "t": [0.0, 0.5]},
        refuses={
            "fun": _MANY,
            "x": bad.vector,
            "y": _VECTOR2,
            "t": bad.vector | bad.one_of(np.array([0.5, 1.1]), np.array([-0.1])),
        },
    ),
    Contract(
        call=convexity.tangent_gap,
        good={"fun": _sphere, "grad": _slope, "x": _PAIR, "points": [[0.0, 1.0], [2.0, 1.0]]},
        refuses={
            "fun": _MANY,
            "grad": _GRAD,
            "x": bad.vector,
            "points": bad.array | bad.one_of(np.ones(3), 1.0),
        },
    ),
    Contract(
        call=convexity.convexity_on_grid,
        good={"fun": _sphere, "low": -1.0, "high": 2.0, "n_points": 5},
        refuses={
            "fun": _MANY,
            "low": bad.number,
            "high": bad.number | bad.below(-1.0) | bad.one_of(-1.0),
            "n_points": bad.count(3),
        },
    ),
    Contract(
        call=convexity.outside_of_segment,
        good={"contains": lambda p: p[:, 0] >= 0, "x": _PAIR, "y": [0.0, 0.0], "n_points": 5},
        refuses={
            "contains": bad.function | bad.one_of(lambda p: True, lambda p: p[:, 0]),
            "x": bad.vector | bad.one_of(np.array([-1.0, 0.0])),
            "y": _VECTOR2 | bad.one_of(np.array([-1.0, 0.0])),
            "n_points": bad.count(2),
        },
    ),
    Contract(
        call=basins.basins,
        good={"fun": _sphere, "low": -1.0, "high": 2.0, "n_points": 5},
        refuses={
            "fun": _MANY,
            "low": bad.number,
            "high": bad.number | bad.below(-1.0) | bad.one_of(-1.0),
            "n_points": bad.count(3),
        },
    ),
    Contract(
        call=basins.basin_of,
        good=lambda: {"landscape": basins.basins(_sphere, low=-1, high=2, n_points=9), "x": [0.5]},
        refuses={
            "landscape": bad.one_of(None, 3, np.ones(2)),
            "x": bad.array | bad.one_of(2.5, np.array([-1.5])),
        },
    ),
    Contract(
        call=basins.many_descents,
        good={"grad": _slope, "x0": [_PAIR], "step_size": 0.1, "max_steps": 3},
        refuses={
            "grad": bad.function | bad.one_of(lambda x: 1.0, lambda x: x[0]),
            "x0": bad.matrix,
            "step_size": bad.positive,
            "max_steps": bad.count(0),
        },
    ),
    Contract(
        call=line_search.backtracking,
        good={**_LINE, "step_size": 1.0, "shrink": 0.5, "max_trials": 9},
        refuses={
            **_LINE_REFUSES,
            "step_size": bad.positive,
            "shrink": _ZERO_TO_ONE_OPEN,
            "max_trials": bad.count(1),
        },
    ),
    Contract(
        call=line_search.wolfe_conditions,
        good={**_LINE, "step_size": 1.0, "curvature_share": 0.5},
        refuses={**_LINE_REFUSES, "step_size": bad.positive, "curvature_share": _ZERO_TO_ONE_OPEN},
    ),
    Contract(
        call=line_search.exact_step_size,
        good={"hess": _EYE, "gradient": _PAIR, "direction": _PAIR},
        refuses={
            "hess": bad.square,
            "gradient": _VECTOR2,
            "direction": _VECTOR2 | bad.one_of(np.zeros(2)),
        },
    ),
    Contract(
        call=newton.newton_step,
        good={"x": _PAIR, "gradient": _PAIR, "hess": _EYE, "step_size": 1.0},
        refuses={
            "x": bad.vector,
            "gradient": _VECTOR2,
            "hess": _HESS2 | bad.one_of(np.zeros((2, 2))),
            "step_size": bad.positive,
        },
    ),
    Contract(
        call=newton.newton,
        good={
            "fun": _sphere,
            "grad": _slope,
            "hess": _flat_hess,
            "x0": _PAIR,
            "max_steps": 3,
            "step_size": 0.5,
            "backtracking": True,
            "tol": 1e-3,
        },
        refuses={
            "fun": _ONE,
            "grad": _GRAD,
            "hess": bad.function | bad.one_of(lambda x: 1.0, lambda x: np.ones(2)),
            "x0": bad.vector | bad.one_of(np.full(2, 1e200)),
            "max_steps": bad.count(0),
            "step_size": bad.positive,
            "backtracking": bad.boolean,
            "tol": bad.non_negative,
        },
    ),
    Contract(
        call=coordinate.coordinate_step,
        good={"x": _PAIR, "gradient": _PAIR, "hess": _EYE, "coordinate": 1},
        refuses={
            "x": bad.vector,
            "gradient": _VECTOR2,
            "hess": _HESS2 | bad.one_of(-np.eye(2)),
            "coordinate": bad.count(0) | bad.one_of(2),
        },
    ),
    Contract(
        call=coordinate.coordinate_descent,
        good={"hess": _EYE, "center": _PAIR, "x0": _PAIR, "max_steps": 3, "tol": 1e-3},
        refuses={
            "hess": _SPD2,
            "center": _VECTOR2,
            "x0": _VECTOR2,
            "max_steps": bad.count(0),
            "tol": bad.non_negative,
        },
    ),
    Contract(call=coordinate.sweep_matrix, good={"hess": _EYE}, refuses={"hess": _SPD2}),
    Contract(
        call=lasso.soft_threshold,
        good={"x": _PAIR, "threshold": 1.0},
        refuses={"x": bad.array, "threshold": bad.non_negative},
    ),
    Contract(
        call=lasso.lasso,
        good={**_FIT, "penalty": 1.0, "max_steps": 5, "tol": 1e-3},
        refuses={**_FIT_REFUSES, "penalty": bad.non_negative},
    ),
    Contract(
        call=lasso.lasso_path,
        good={**_FIT, "penalties": [2.0, 1.0], "max_steps": 5, "tol": 1e-3},
        refuses={
            **_FIT_REFUSES,
            "penalties": bad.vector | bad.one_of(np.array([1.0, 2.0]), np.array([1.0, -1.0])),
        },
    ),
    Contract(
        call=lasso.penalty_grid,
        good={**_FIT, "n_penalties": 3, "ratio": 0.1},
        refuses={
            "features": _FIT_REFUSES["features"],
            "targets": _FIT_REFUSES["targets"],
            "n_penalties": bad.count(1),
            "ratio": _POSITIVE_SHARE,
        },
    ),
    Contract(
        call=lasso_bound.dual_bound,
        good={**_FIT, "coefficients": _PAIR, "penalty": 1.0},
        refuses={
            "features": _FIT_REFUSES["features"],
            "targets": _FIT_REFUSES["targets"],
            "coefficients": _VECTOR2,
            "penalty": bad.non_negative,
        },
    ),
    Contract(
        call=penalised.penalised_logistic,
        good={"features": np.ones((2, 3)), "labels": [0, 1], "penalty": 0.1},
        refuses={
            "features": bad.matrix,
            "labels": bad.vector | bad.one_of([0, 2], [0, -1], [0, 0.5]),
            "penalty": bad.non_negative,
        },
    ),
]
