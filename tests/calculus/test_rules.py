"""One-dimensional rules against scipy.integrate, numpy's leggauss and exact polynomials."""

from itertools import pairwise

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate as sci
from scipy.special import eval_legendre

from mlcourse.calculus.adaptive_quadrature import adaptive_simpson
from mlcourse.calculus.gauss import gauss_legendre, gauss_legendre_points, legendre_polynomial
from mlcourse.calculus.rules import Rule, integrate, rule_errors, rule_points

RULES: list[tuple[Rule, int, float]] = [  # rule, exact degree, order of the error
    ("left", 0, 1),
    ("right", 0, 1),
    ("midpoint", 1, 2),
    ("trapezoid", 1, 2),
    ("simpson", 3, 4),
]


@pytest.mark.parametrize(("rule", "degree", "order"), RULES)
@given(a=st.floats(-3, 2), width=st.floats(0.1, 4), n=st.integers(1, 9))
def test_exact_up_to_the_degree_and_no_further(
    rule: Rule, degree: int, order: float, a: float, width: float, n: int
) -> None:
    b, n = a + width, 2 * n
    for k in range(degree + 2):
        fun = np.polynomial.Polynomial([0.0] * k + [1.0], domain=[a, b], window=[0, 1])
        error = integrate(fun, a, b, n_panels=n, rule=rule).value - width / (k + 1)
        if k <= degree:
            assert abs(error) < 1e-13 * width * 10
        else:
            assert abs(error) > 1e-7 * width  # n^-4 / 120 at n = 18


@pytest.mark.parametrize(("rule", "degree", "order"), RULES)
def test_the_error_falls_with_the_order(rule: Rule, degree: int, order: float) -> None:
    n = np.array([8, 16, 32, 64])
    run = rule_errors(np.exp, -0.5, 1.5, exact=np.exp(1.5) - np.exp(-0.5), n_panels=n, rule=rule)
    slope = np.polyfit(np.log(n), np.log(run.error), 1)[0]
    assert slope == pytest.approx(-order, abs=0.05)
    assert run.n_panels.tolist() == n.tolist()


@pytest.mark.parametrize("n", [2, 10, 101])
def test_against_scipy(n: int) -> None:
    x = np.linspace(-1.0, 2.5, n + 1)
    y = np.cos(3 * x)
    ours = integrate(lambda t: np.cos(3 * t), -1.0, 2.5, n_panels=n, rule="trapezoid")
    assert ours.value == pytest.approx(sci.trapezoid(y, x), rel=1e-13)
    if n % 2 == 0:
        ours = integrate(lambda t: np.cos(3 * t), -1.0, 2.5, n_panels=n, rule="simpson")
        assert ours.value == pytest.approx(sci.simpson(y, x=x), rel=1e-13)


def test_riemann_sums_by_hand() -> None:
    left, right, middle = (
        integrate(np.square, 1.0, 3.0, n_panels=2, rule=rule)
        for rule in ("left", "right", "midpoint")
    )
    assert (left.value, right.value, middle.value) == (1 + 4, 4 + 9, 2.25 + 6.25)
    assert left.edges.tolist() == [1, 2, 3]
    assert left.nodes.tolist() == [1, 2]
    assert middle.heights.tolist() == [2.25, 6.25]
    assert integrate(np.square, 1.0, 3.0, n_panels=1, rule="left").value == 2.0


@pytest.mark.parametrize(("rule", "degree", "order"), RULES)
def test_weights_sum_to_the_length(rule: Rule, degree: int, order: float) -> None:
    nodes, weights = rule_points(-2.0, 5.0, n_panels=6, rule=rule)
    assert weights.sum() == pytest.approx(7.0, rel=1e-14)
    assert nodes.min() >= -2.0
    assert nodes.max() <= 5.0


def test_simpson_needs_an_even_number_and_intervals_a_length() -> None:
    with pytest.raises(ValueError, match=r"^n_panels must be even for Simpson's rule, got 3"):
        rule_points(0.0, 1.0, n_panels=3, rule="simpson")
    with pytest.raises(ValueError, match=r"^b must be greater than a = 1, got 1.0"):
        rule_points(1.0, 1.0, n_panels=3, rule="left")
    with pytest.raises(ValueError, match=r"^b must be at a finite distance from a"):
        rule_points(-1.7e308, 1.7e308, n_panels=3, rule="left")
    with pytest.raises(ValueError, match=r"^n_panels must be whole numbers of at least 1, got"):
        rule_errors(np.exp, 0.0, 1.0, exact=1.0, n_panels=[2.5], rule="left")
    with pytest.raises(ValueError, match=r"^fun must be finite where it is asked, got inf"):
        integrate(lambda x: 1 / x, 0.0, 1.0, n_panels=4, rule="left")


# Gauss-Legendre


@pytest.mark.parametrize("n", [1, 2, 3, 5, 16, 64, 101, 500])
def test_nodes_against_numpy(n: int) -> None:
    nodes, weights = gauss_legendre_points(n)
    expected = np.polynomial.legendre.leggauss(n)
    np.testing.assert_allclose(nodes, expected[0], rtol=0, atol=4 * 2.2e-16)
    # numpy's weights near the ends are off by up to 7e-10 at n = 500 (see the next test)
    np.testing.assert_allclose(weights, expected[1], rtol=0, atol=1e-13)
    assert weights.sum() == pytest.approx(2.0, rel=1e-13)


@pytest.mark.parametrize(("n", "i"), [(64, 0), (64, 5), (64, 32), (500, 0), (500, 1), (500, 250)])
def test_nodes_and_weights_against_mpmath(n: int, i: int) -> None:
    nodes, weights = gauss_legendre_points(n)
    with mpmath.workdps(40):
        x = mpmath.findroot(lambda t: mpmath.legendre(n, t), mpmath.mpf(nodes[i]))
        slope = n * (x * mpmath.legendre(n, x) - mpmath.legendre(n - 1, x)) / (x * x - 1)
        weight = 2 / ((1 - x * x) * slope**2)
        assert abs(float(nodes[i] - x)) < 2.2e-16
        # the derivative grows like n^2 at the ends and its rounding like n eps: 1e-13, and 20 x
        assert abs(float(weights[i] / weight - 1)) < 2e-12


@pytest.mark.parametrize("n", [1, 2, 4, 7])
def test_exact_up_to_degree_2n_minus_1_and_no_further(n: int) -> None:
    for k in range(2 * n + 1):
        value = gauss_legendre(lambda x, k=k: x**k, -0.5, 2.0, n_nodes=n).value
        exact = (2.0 ** (k + 1) - (-0.5) ** (k + 1)) / (k + 1)
        if k < 2 * n:
            assert value == pytest.approx(exact, rel=1e-13)
        else:
            assert abs(value - exact) > 1e-5


@pytest.mark.parametrize("n", [0, 1, 2, 9, 40])
def test_legendre_polynomials_against_scipy(n: int) -> None:
    x = np.linspace(-1, 1, 21)
    value, slope = legendre_polynomial(n, x)
    np.testing.assert_allclose(value, eval_legendre(n, x), atol=1e-14)
    exact = np.polynomial.legendre.Legendre.basis(n).deriv()(x)
    np.testing.assert_allclose(slope, exact, rtol=1e-12, atol=1e-11)
    assert slope[-1] == pytest.approx(n * (n + 1) / 2)
    with pytest.raises(ValueError, match=r"^x must be in \[-1, 1\], got an entry 1.5"):
        legendre_polynomial(n, [0.0, 1.5])


# Adaptive Simpson

INTEGRANDS = [
    ("exp", np.exp, -1.0, 2.0),
    ("sqrt", np.sqrt, 0.0, 1.0),
    ("peak", lambda x: 1e-3 / ((x - 0.3) ** 2 + 1e-6), 0.0, 1.0),
    ("runge", lambda x: 1 / (1 + 25 * x**2), -1.0, 1.0),
    ("wave", lambda x: np.sin(20 * x) + x, 0.0, 2.0),
    ("kink", lambda x: np.abs(x - 1 / 3), 0.0, 1.0),
]


@pytest.mark.parametrize(("name", "fun", "a", "b"), INTEGRANDS, ids=[i[0] for i in INTEGRANDS])
@pytest.mark.parametrize("tol", [1e-4, 1e-9])
def test_adaptive_against_scipy_quad(name, fun, a, b, tol) -> None:  # type: ignore[no-untyped-def]
    run = adaptive_simpson(fun, a, b, tol=tol)
    exact = sci.quad(fun, a, b, epsabs=1e-13, epsrel=1e-13, limit=500, points=[0.3, 1 / 3])[0]
    assert run.reason == "converged"
    assert abs(run.value - exact) <= tol
    assert run.error_estimate <= tol * (1 + 1e-12)
    # the intervals tile [a, b], and their areas sum to the value
    assert (run.left[0], run.right[-1]) == (a, b)
    assert run.left[1:].tolist() == run.right[:-1].tolist()
    assert run.area.sum() == pytest.approx(run.value, rel=1e-13)
    assert run.n_evaluations == 4 * run.left.size + 1


def test_adaptive_spends_its_points_where_they_count() -> None:
    _, fun, a, b = INTEGRANDS[2]
    run = adaptive_simpson(fun, a, b, tol=1e-9)
    width = run.right - run.left
    near = np.abs(run.left - 0.3) < 0.01
    assert width[near].max() < width[~near].max() / 50
    n = 2 * (run.n_evaluations // 2)
    exact = np.arctan(700.0) + np.arctan(300.0)
    uniform = integrate(fun, a, b, n_panels=n, rule="simpson").value
    assert abs(run.value - exact) < 1e-9 < abs(uniform - exact) * 1e3
    assert abs(uniform - exact) > 10 * abs(run.value - exact)


@pytest.mark.parametrize("periods", [1, 2, 3, 4, 8, 10, 16, 64, 100, 256])
@pytest.mark.parametrize(("a", "b"), [(0.0, 1.0), (-3.0, 2.0)])
def test_no_wave_hides_from_the_first_points(periods: int, a: float, b: float) -> None:
    def wave(x: np.ndarray) -> np.ndarray:
        return np.sin(periods * np.pi * (x - a) / (b - a)) ** 2

    run = adaptive_simpson(wave, a, b, tol=1e-8)
    assert run.reason == "converged"
    assert run.value == pytest.approx((b - a) / 2, abs=1e-8)  # whole periods: the mean is 1/2


def test_adaptive_can_be_fooled() -> None:
    # negative control: a function made to vanish at all points of the first estimate
    seen: list[np.ndarray] = []

    def spy(x: np.ndarray) -> np.ndarray:
        seen.append(x)
        return 0.0 * x

    adaptive_simpson(spy, 0.0, 1.0)
    roots = np.concatenate(seen)
    assert len(roots) == 13
    hidden = adaptive_simpson(
        lambda x: np.prod((x[:, None] - roots) ** 2, axis=1) * 1e20, 0.0, 1.0, tol=1e-10
    )
    assert (hidden.reason, hidden.value, hidden.left.size) == ("converged", 0.0, 3)


def test_adaptive_says_when_it_is_not_deep_enough() -> None:
    run = adaptive_simpson(np.sqrt, 0.0, 1.0, tol=1e-12, max_depth=3)
    assert run.reason == "max_depth"
    assert run.error_estimate > 1e-12
    assert run.value == pytest.approx(2 / 3, abs=1e-2)
    assert np.all(run.right - run.left > 0.27 / 8)  # the shortest first interval, halved thrice
    first = adaptive_simpson(np.square, 0.0, 3.0, max_depth=0)
    assert (first.left.size, first.n_evaluations) == (3, 13)
    assert first.value == pytest.approx(9.0, rel=1e-15)
    assert all(x <= y for x, y in pairwise(run.left))
    # Simpson's rule with its extrapolation is Boole's rule: exact up to degree 5, not 6
    for k in (4, 5, 6):
        boole = adaptive_simpson(lambda x, k=k: x**k, 0.0, 1.0, max_depth=0)
        assert (abs(boole.value - 1 / (k + 1)) < 1e-15) == (k <= 5)
