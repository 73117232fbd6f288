"""Objectives against complex-step derivatives (an exact derivative up to rounding) and scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from mlcourse.optimize.landscapes import BEALE, HIMMELBLAU, RASTRIGIN, ROSENBROCK, SADDLE
from mlcourse.optimize.objectives import Objective, bowl, quadratic

H3 = np.array([[4.0, 1.0, 0.0], [1.0, 3.0, 0.5], [0.0, 0.5, 2.0]])
OBJECTIVES = {
    "round bowl": bowl(1.0),
    "bowl": bowl(25.0, angle=0.7),
    "three dimensions": quadratic(H3, [1.0, -2.0, 0.5]),
    "one dimension": quadratic([[2.0]], [3.0]),
    "valley": ROSENBROCK,
    "saddle": SADDLE,
    "himmelblau": HIMMELBLAU,
    "rastrigin": RASTRIGIN,
    "beale": BEALE,
}
EACH = pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=OBJECTIVES.keys())


def points(objective: Objective, count: int = 40) -> np.ndarray:
    low, high = objective.domain.T
    return low + (high - low) * np.random.default_rng(5).random((count, len(low)))


def complex_step(function, x: np.ndarray) -> np.ndarray:
    """Derivatives along each coordinate, in a new last axis; no difference, so no cancellation."""
    h = 1e-30
    steps = 1j * h * np.eye(x.shape[-1])
    return np.stack([np.imag(function(x + s)) / h for s in steps], axis=-1)


@EACH
def test_gradient_is_the_complex_step_derivative(objective: Objective) -> None:
    x = points(objective)
    expected = complex_step(objective.fun, x)
    # 1e-12: a few tens of roundings, relative to the largest gradient on the domain
    scale = np.abs(expected).max()
    np.testing.assert_allclose(objective.grad(x), expected, rtol=0, atol=1e-12 * scale)


@EACH
def test_hessian_is_the_complex_step_derivative_of_the_gradient(objective: Objective) -> None:
    x = points(objective)
    expected = complex_step(objective.grad, x)
    scale = np.abs(expected).max()
    np.testing.assert_allclose(objective.hess(x), expected, rtol=0, atol=1e-12 * scale)


@EACH
def test_a_grid_is_evaluated_like_its_points(objective: Objective) -> None:
    x = points(objective, 6).reshape(2, 3, -1)
    for method in (objective.fun, objective.grad, objective.hess):
        whole = method(x)
        for i in np.ndindex(2, 3):
            # einsum and matmul may add in another order: a few eps of the largest entry
            atol = 1e-14 * np.abs(whole).max()
            np.testing.assert_allclose(whole[i], method(x[i]), rtol=0, atol=atol)


@EACH
def test_minima_are_stationary_global_and_found_by_scipy(objective: Objective) -> None:
    low, high = objective.domain.T
    assert len(objective.minima) >= 1
    lowest = objective.fun(objective.minima)
    for minimum in objective.minima:
        assert np.all((low <= minimum) & (minimum <= high))
        assert np.linalg.norm(objective.grad(minimum)) < 1e-12
        assert np.linalg.eigvalsh(objective.hess(minimum))[0] > 0
        found = minimize(objective.fun, minimum + 0.01, jac=objective.grad, tol=1e-10).x
        # BFGS stops at a gradient near 1e-10; curvatures are at least 0.4 at all these minima
        np.testing.assert_allclose(found, minimum, atol=1e-7)
    np.testing.assert_allclose(lowest, lowest[0], atol=1e-12)
    assert np.all(objective.fun(points(objective, 3000)) >= lowest[0] - 1e-12)


def test_himmelblau_has_all_four_minima_that_scipy_finds() -> None:
    found = {
        tuple(np.round(minimize(HIMMELBLAU.fun, x, jac=HIMMELBLAU.grad).x, 3))
        for x in points(HIMMELBLAU, 60)
    }
    assert found == {tuple(np.round(m, 3)) for m in HIMMELBLAU.minima}


def test_saddle_has_a_saddle_at_the_origin() -> None:
    assert SADDLE.grad(np.zeros(2)).tolist() == [0.0, 0.0]
    assert np.linalg.eigvalsh(SADDLE.hess(np.zeros(2))).tolist() == [-1.0, 1.0]


def test_rastrigin_takes_any_number_of_coordinates() -> None:
    x = np.array([0.5, 0.5, 0.5])
    assert float(RASTRIGIN.fun(x)) == pytest.approx(3 * 20.25, abs=1e-12)


@given(st.floats(1, 1e4), st.floats(-10, 10))
def test_bowl_has_the_curvatures_and_the_direction_asked_for(kappa: float, angle: float) -> None:
    h = bowl(kappa, angle=angle).hess(np.zeros(2))
    # eps * kappa is the size of one rounding of the largest entry
    np.testing.assert_allclose(np.linalg.eigvalsh(h), [1.0, kappa], atol=1e-14 * kappa)
    flat = np.array([np.cos(angle), np.sin(angle)])
    np.testing.assert_allclose(h @ flat, flat, atol=1e-14 * kappa)


def test_quadratic_owns_its_matrix() -> None:
    h = np.eye(2)
    f = quadratic(h, [0.0, 0.0])
    h[0, 0] = 100.0
    f.hess(np.zeros(2))[0, 0] = 50.0
    assert float(f.fun([1.0, 0.0])) == 0.5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fun", 3),
        ("grad", None),
        ("hess", "hess"),
        ("domain", np.ones((2, 3))),
        ("domain", np.array([[0.0, 0.0], [0.0, 1.0]])),
        ("domain", np.array([[0.0, np.nan], [0.0, 1.0]])),
        ("minima", np.zeros((1, 3))),
        ("minima", np.full((1, 2), np.inf)),
    ],
)
def test_an_objective_refuses_what_it_cannot_be(field: str, value: object) -> None:
    parts = {name: getattr(SADDLE, name) for name in SADDLE.__slots__}
    with pytest.raises((ValueError, TypeError), match=rf"^{field} must be .*, got "):
        Objective(**{**parts, field: value})


def test_an_objective_may_have_no_minimum() -> None:
    parts = {name: getattr(SADDLE, name) for name in SADDLE.__slots__}
    assert Objective(**{**parts, "minima": np.empty((0, 2))}).minima.shape == (0, 2)


def test_arrays_of_an_objective_are_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        SADDLE.domain[0, 0] = 1.0
