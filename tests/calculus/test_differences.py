"""Difference quotients against closed forms, Taylor's error terms and scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from mlcourse.calculus.differences import (
    central_difference,
    check_gradient,
    complex_step,
    difference_errors,
    forward_difference,
    numerical_gradient,
)


@given(x=st.floats(-3, 3), h=st.floats(1e-3, 1.0), c=st.tuples(*[st.floats(-2, 2)] * 4))
def test_the_error_of_a_cubic_is_its_taylor_term(
    x: float, h: float, c: tuple[float, float, float, float]
) -> None:
    # closed form: a cubic's quotients have exactly these errors
    fun = np.polynomial.Polynomial(c)
    slope, second, third = fun.deriv()(x), fun.deriv(2)(x), 6 * c[3]
    tol = 1e-13 * 500 / h  # rounding: eps |f| / h with |f| up to a few hundred
    assert float(forward_difference(fun, x, h=h)) == pytest.approx(
        slope + h * second / 2 + h * h * third / 6, abs=tol
    )
    assert float(central_difference(fun, x, h=h)) == pytest.approx(
        slope + h * h * third / 6, abs=tol
    )
    assert float(complex_step(fun, x, h=h)) == pytest.approx(slope - h * h * third / 6, abs=tol)


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3)])
def test_they_act_on_each_entry(shape: tuple[int, ...]) -> None:
    x = np.linspace(0.3, 2.0, int(np.prod(shape))).reshape(shape)
    # sqrt(eps) |f''| / 2 and eps^(2/3) |f'''| / 6, both below 2; the complex step to rounding
    np.testing.assert_allclose(forward_difference(np.sin, x), np.cos(x), atol=4e-8)
    np.testing.assert_allclose(central_difference(np.sin, x), np.cos(x), atol=2e-10)
    np.testing.assert_allclose(complex_step(np.sin, x), np.cos(x), atol=1e-15)


def test_the_v_of_the_forward_error() -> None:
    h = np.logspace(-16, 0, 33)
    run = difference_errors(np.exp, np.exp, 1.0, h)
    best = h[np.argmin(run.forward_error)]
    assert 1e-9 < best < 1e-7  # sqrt(eps) = 1.5e-8
    assert 1e-7 < h[np.argmin(run.central_error)] < 1e-4  # eps^(1/3) = 6e-6
    assert run.forward_error[0] == pytest.approx(np.e)  # 1 + 1e-16 is 1: slope 0
    assert run.slope[0] == 0.0
    big = h >= 1e-4
    slopes = np.polyfit(np.log10(h[big][:6]), np.log10(run.forward_error[big][:6]), 1)
    assert slopes[0] == pytest.approx(1.0, abs=0.05)
    assert np.all(run.complex_error[h <= 1e-9] <= 4 * np.finfo(float).eps * np.e)
    assert np.all(run.forward_error[h < 1e-13] > 1e-5)  # negative control: tiny steps are bad
    with pytest.raises(ValueError, match="read-only"):
        run.h[0] = 1.0


def test_gradient_against_scipy_and_a_closed_form() -> None:
    x = np.array([-1.2, 1.0, 0.5])

    def rosenbrock(v: np.ndarray) -> float:
        return float(np.sum(100 * (v[1:] - v[:-1] ** 2) ** 2 + (1 - v[:-1]) ** 2))

    np.testing.assert_allclose(
        numerical_gradient(rosenbrock, x), approx_fprime(x, rosenbrock), rtol=1e-5
    )
    m = np.arange(6.0).reshape(2, 3)
    # linear: no truncation, eps / h = 4e-11 times values of order 10
    np.testing.assert_allclose(
        numerical_gradient(lambda v: np.sum(m * v), np.ones((2, 3))), m, atol=1e-8
    )


def test_gradient_check_passes_the_right_and_fails_the_wrong_one() -> None:
    x = np.array([0.3, -0.7])
    good = check_gradient(lambda v: np.sin(v).sum(), np.cos, x)
    assert good.passed
    assert good.relative_error < 1e-9
    np.testing.assert_allclose(good.gradient, np.cos(x))
    one_wrong = check_gradient(lambda v: np.sin(v).sum(), lambda v: np.cos(v) * [1, -1], x)
    assert not one_wrong.passed
    assert check_gradient(lambda v: np.sin(v).sum(), lambda v: 1.001 * np.cos(v), x, tol=0.1).passed


@pytest.mark.parametrize("size", [1.0, 1e3, 1e6, 1e12, 1e100])
def test_steps_grow_with_the_point(size: float) -> None:
    x = size * np.array([1.0, -2.0])
    right = check_gradient(lambda v: (v**2).sum(), lambda v: 2 * v, x)
    assert right.passed
    # central differences of a parabola have no truncation; eps f / h is eps^(2/3) of the slope
    assert right.relative_error < 1e-9
    assert not check_gradient(lambda v: (v**2).sum(), lambda v: 2.001 * v, x).passed
    # entry by entry: eps^(1/2) and eps^(2/3) of the slope, with derivatives of sqrt below 1
    np.testing.assert_allclose(central_difference(np.sqrt, abs(x)), 0.5 / abs(x) ** 0.5, rtol=1e-9)
    np.testing.assert_allclose(forward_difference(np.sqrt, abs(x)), 0.5 / abs(x) ** 0.5, rtol=1e-7)
    mixed = numerical_gradient(lambda v: v[0] ** 2 + np.sin(v[1]), [size, 0.5])
    np.testing.assert_allclose(mixed[0], 2 * size, rtol=1e-9)


def test_a_step_that_is_given_is_taken_as_it_is() -> None:
    assert float(forward_difference(np.square, 100.0, h=0.5)) == 200.5
    assert numerical_gradient(lambda v: v[0] ** 3, [10.0], h=2.0).tolist() == [304.0]


def test_functions_that_leave_the_reals_are_named() -> None:
    with pytest.raises(ValueError, match=r"^fun must be finite where it is asked, got nan"):
        central_difference(np.log, 0.5, h=1.0)
    with pytest.raises(ValueError, match=r"^fun must return real numbers of shape \(2,\), got"):
        forward_difference(np.sum, [1.0, 2.0])
    with pytest.raises(ValueError, match=r"^derivative must return real numbers"):
        difference_errors(np.exp, lambda x: "a", 0.0, [0.1])
    with pytest.raises(ValueError, match=r"^grad must return real numbers of shape \(2,\), got"):
        check_gradient(np.sum, lambda x: 1.0, [1.0, 2.0])
    with pytest.raises(ValueError, match=r"^h must be positive, got an entry -1"):
        difference_errors(np.exp, np.exp, 0.0, [0.1, -1.0])
