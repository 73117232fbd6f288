"""What every public function of the calculus package refuses."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from mlcourse.calculus.adaptive_quadrature import adaptive_simpson
from mlcourse.calculus.autodiff import Tensor
from mlcourse.calculus.backprop import backpropagate
from mlcourse.calculus.differences import (
    central_difference,
    check_gradient,
    complex_step,
    difference_errors,
    forward_difference,
    numerical_gradient,
)
from mlcourse.calculus.dimension import (
    grid_against_monte_carlo,
    nodes_along_axes,
    nodes_per_axis,
)
from mlcourse.calculus.gauss import gauss_legendre, gauss_legendre_points, legendre_polynomial
from mlcourse.calculus.monte_carlo import importance_sampling, monte_carlo_integral
from mlcourse.calculus.product_grid import mixed_points, product_integral, product_points
from mlcourse.calculus.rules import integrate, rule_errors, rule_points
from mlcourse.calculus.tensor_functions import (
    concatenate,
    maximum,
    value_and_gradient,
    where,
)
from tests.contract import Contract, bad

not_functions = bad.function
not_operands = bad.one_of("one", None, 1j, object(), ["a"])
not_tensors = bad.one_of(None, 3, [], (), "one", [Tensor(1.0), "one"], Tensor([1.0]))
not_axes = bad.one_of(1.5, None, "0", 3, -4, True)
not_a = bad.number  # the order of the ends is the business of `b`
below_minus_8 = bad.number | bad.below(-8.0)


optional_steps = bad.one_of("one", np.nan, np.inf, 0.0, -1.0, [], 1j)  # None is legal


def steps(kind: Any) -> dict[str, Any]:
    """The contract of the entrywise difference quotients."""
    return {"fun": not_functions, "x": bad.array, "h": kind}


def sum_of(x: np.ndarray) -> float:
    return float(x.sum())


def first(x: np.ndarray) -> np.ndarray:
    return x[:, 0]


def zeros(x: np.ndarray) -> np.ndarray:
    return np.zeros(len(x))


RULE = {"a": -8.0, "b": 8.0, "n_panels": 4, "rule": "midpoint"}
RULE_REFUSES = {
    "a": not_a,
    "b": below_minus_8,
    "n_panels": bad.count(1),
    "rule": bad.choice,
}
GRID = {"nodes": [0.0, 1.0, 2.0], "weights": [1.0, 1.0, 1.0], "dimension": 2}
GRID_REFUSES = {
    "nodes": bad.vector,
    "weights": bad.vector | st.just(np.ones(4)),
    "dimension": bad.count(1) | st.integers(min_value=20),
}
not_counts = (
    bad.vector | bad.one_of([1.5], [0], [-2], [4, 0.5])  # numbers of panels
)

CONTRACTS = [
    Contract(
        call=forward_difference,
        good={"fun": np.exp, "x": [0.0], "h": 0.1},
        refuses=steps(optional_steps),
    ),
    Contract(
        call=central_difference,
        good={"fun": np.exp, "x": [0.0], "h": 0.1},
        refuses=steps(optional_steps),
    ),
    Contract(
        call=complex_step, good={"fun": np.exp, "x": [0.0], "h": 0.1}, refuses=steps(bad.positive)
    ),
    Contract(
        call=difference_errors,
        good={"fun": np.exp, "derivative": np.exp, "x0": 0.0, "h": [0.1, 0.2]},
        refuses={
            "fun": not_functions,
            "derivative": not_functions,
            "x0": bad.number,
            "h": bad.vector | bad.one_of([0.0], [0.1, -0.1]),
        },
    ),
    Contract(
        call=numerical_gradient,
        good={"fun": sum_of, "x": [0.0], "h": 0.1},
        refuses=steps(optional_steps),
    ),
    Contract(
        call=check_gradient,
        good={"fun": sum_of, "grad": np.ones_like, "x": [0.0], "h": 0.1, "tol": 0.1},
        refuses={**steps(optional_steps), "grad": not_functions, "tol": bad.positive},
    ),
    Contract(
        call=value_and_gradient,
        good={"fun": lambda t: t.sum(), "x": [1.0]},
        refuses={"fun": not_functions, "x": bad.array},
    ),
    Contract(
        call=concatenate,
        good={"tensors": [Tensor([1.0]), [2.0]], "axis": 0},
        refuses={"tensors": not_tensors, "axis": not_axes},
    ),
    Contract(
        call=where,
        good={"condition": [True, False], "a": Tensor([1.0, 2.0]), "b": 0.0},
        refuses={
            "condition": bad.one_of(None, 1, 0.5, [1, 0], "yes"),
            "a": not_operands,
            "b": not_operands,
        },
    ),
    Contract(
        call=maximum,
        good={"a": Tensor([1.0, 2.0]), "b": 0.0},
        refuses={"a": not_operands, "b": not_operands},
    ),
    Contract(
        call=backpropagate,
        good={
            "x": [1.0, 2.0],
            "hidden_weights": np.eye(2),
            "hidden_bias": [0.0, 0.0],
            "output_weights": [1.0, 1.0],
            "output_bias": 0.0,
            "t": 1.0,
            "activation": "tanh",
        },
        refuses={
            "x": bad.vector,
            "hidden_weights": bad.matrix | st.just(np.ones((2, 3))),
            "hidden_bias": bad.vector | st.just(np.ones(3)),
            "output_weights": bad.vector | st.just(np.ones(1)),
            "output_bias": bad.number,
            "t": bad.number,
            "activation": bad.choice,
        },
    ),
    Contract(call=rule_points, good=RULE, refuses=RULE_REFUSES),
    Contract(
        call=integrate,
        good={**RULE, "fun": np.square},
        refuses={**RULE_REFUSES, "fun": not_functions},
    ),
    Contract(
        call=rule_errors,
        good={**RULE, "fun": np.square, "n_panels": [2, 4], "exact": 1.0},
        refuses={**RULE_REFUSES, "fun": not_functions, "n_panels": not_counts, "exact": bad.number},
    ),
    Contract(
        call=adaptive_simpson,
        good={"fun": np.square, "a": -8.0, "b": 8.0, "tol": 0.1, "max_depth": 3},
        refuses={
            "fun": not_functions,
            "a": not_a,
            "b": below_minus_8,
            "tol": bad.positive,
            "max_depth": bad.count(0) | st.integers(min_value=61),
        },
    ),
    Contract(
        call=legendre_polynomial,
        good={"degree": 3, "x": [0.5]},
        refuses={"degree": bad.count(0), "x": bad.array | bad.one_of([1.5], [0.0, -2.0])},
    ),
    Contract(call=gauss_legendre_points, good={"n_nodes": 3}, refuses={"n_nodes": bad.count(1)}),
    Contract(
        call=gauss_legendre,
        good={"fun": np.square, "a": -8.0, "b": 8.0, "n_nodes": 3},
        refuses={"fun": not_functions, "a": not_a, "b": below_minus_8, "n_nodes": bad.count(1)},
    ),
    Contract(
        call=mixed_points,
        good={"axes": [([0.0, 1.0], [0.5, 0.5]), ([0.5], [1.0])]},
        refuses={"axes": st.just([]) | st.just([([0.0, np.nan], [0.5, 0.5])])},
    ),
    Contract(call=product_points, good=GRID, refuses=GRID_REFUSES),
    Contract(
        call=product_integral,
        good={**GRID, "fun": first},
        refuses={**GRID_REFUSES, "fun": not_functions},
    ),
    Contract(
        call=monte_carlo_integral,
        good={"fun": first, "low": [0.0, 0.0], "high": [1.0, 1.0], "n_draws": 5, "rng": 1},
        refuses={
            "fun": not_functions,
            "low": bad.vector,
            "high": bad.vector | bad.one_of([1.0, 0.0], [1.0, -1.0], [1.0, 1.0, 1.0]),
            "n_draws": bad.count(1),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=importance_sampling,
        good={
            "fun": first,
            "log_density": zeros,
            "proposal_log_density": zeros,
            "proposal": lambda rng, n: rng.random((n, 1)),
            "n_draws": 5,
            "rng": 1,
        },
        refuses={
            "fun": not_functions,
            "log_density": not_functions,
            "proposal_log_density": not_functions,
            "proposal": not_functions,
            "n_draws": bad.count(1),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=nodes_per_axis,
        good={"budget": 100, "dimension": 2},
        refuses={"budget": bad.count(1), "dimension": bad.count(1)},
    ),
    Contract(
        call=nodes_along_axes,
        good={"budget": 100, "dimension": 3},
        refuses={"budget": bad.count(1), "dimension": bad.count(1)},
    ),
    Contract(
        call=grid_against_monte_carlo,
        good={"fun": first, "exact": 0.5, "dimension": 2, "budget": 100, "n_repeats": 2, "rng": 1},
        refuses={
            "fun": not_functions,
            "exact": bad.number,
            "dimension": bad.count(1),
            "budget": bad.count(1) | st.integers(min_value=10_000_001),
            "n_repeats": bad.count(1),
            "rng": bad.rng,
        },
    ),
]
