"""Closed forms against eigenvalues, brute-force search and the paths of the methods themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from mlcourse.optimize.descent import gradient_descent
from mlcourse.optimize.error_bound import error_bound
from mlcourse.optimize.momentum import heavy_ball
from mlcourse.optimize.objectives import bowl, quadratic
from mlcourse.optimize.quadratic_theory import (
    best_momentum,
    best_step_size,
    iteration_matrix,
    regime,
    spectral_radius,
    stability_limit,
    steps_needed,
)

CURVATURE = st.floats(0.01, 100.0)
PRODUCT = st.floats(0.001, 5.0)  # step_size * curvature
MOMENTUM = st.floats(0.0, 0.999)


@given(CURVATURE, PRODUCT, MOMENTUM)
def test_iteration_matrix_is_the_heavy_ball(lam: float, al: float, beta: float) -> None:
    f = quadratic([[lam]], [0.0])
    run = heavy_ball(f.fun, f.grad, [1.0], step_size=al / lam, momentum=beta, max_steps=6)
    m = iteration_matrix(curvature=lam, step_size=al / lam, momentum=beta)
    state = np.array([1.0, 0.0])
    for k in range(7):
        # six products of numbers up to 5**6
        assert run.x[k, 0] == pytest.approx(state[0], rel=1e-11, abs=1e-11)
        state = m @ state


@given(CURVATURE, PRODUCT, MOMENTUM)
def test_spectral_radius_is_that_of_numpys_eigenvalues(lam, al, beta) -> None:
    m = iteration_matrix(curvature=lam, step_size=al / lam, momentum=beta)
    expected = np.abs(np.linalg.eigvals(m)).max()
    got = spectral_radius(curvature=lam, step_size=al / lam, momentum=beta)
    # near a double eigenvalue a relative error eps moves the roots by sqrt(eps) = 1.5e-8
    assert float(got) == pytest.approx(expected, abs=1e-6)


@given(CURVATURE, PRODUCT, MOMENTUM)
def test_stable_exactly_below_the_limit(lam: float, al: float, beta: float) -> None:
    limit = stability_limit(lam, momentum=beta)
    assert limit * lam == pytest.approx(2 + 2 * beta)
    for share, stable in ((0.999, True), (1.001, False)):
        radius = spectral_radius(curvature=lam, step_size=share * limit, momentum=beta)
        assert bool(radius < 1) is stable
    inside = al / lam < limit
    assert (regime(curvature=lam, step_size=al / lam, momentum=beta) != "diverges") is inside


@given(CURVATURE, PRODUCT, MOMENTUM)
def test_no_error_exceeds_its_bound(lam: float, al: float, beta: float) -> None:
    # oracle: powers of the iteration matrix; its entries grow up to 6**30, so rounding is relative
    m = iteration_matrix(curvature=lam, step_size=al / lam, momentum=beta)
    bound = error_bound(curvature=lam, step_size=al / lam, momentum=beta, max_steps=30)
    assert bound.shape == (31,)
    for k in range(31):
        power = np.linalg.matrix_power(m, k)
        assert abs(power[0, 0]) <= bound[k] + 1e-11 * np.abs(power).max() + 1e-12
    # and it is no looser than a straight line with a factor in front
    radius = float(spectral_radius(curvature=lam, step_size=al / lam, momentum=beta))
    k = np.arange(31)
    assert np.all(bound <= ((k + 1) + k * radius) * radius**k * (1 + 1e-6) + 1e-12)


@pytest.mark.parametrize("kappa", [3.0, 30.0, 100.0])
def test_the_bound_is_the_error_at_the_best_pair_and_without_momentum(kappa: float) -> None:
    best = best_momentum(1 / kappa, 1.0)
    for momentum, step in ((best.momentum, best.step_size), (0.0, 1.7)):
        for lam in (1.0, 1 / kappa):
            m = iteration_matrix(curvature=lam, step_size=step, momentum=momentum)
            exact = [abs(np.linalg.matrix_power(m, k)[0, 0]) for k in range(41)]
            bound = error_bound(curvature=lam, step_size=step, momentum=momentum, max_steps=40)
            # a double root is known to the root of the rounding error only
            np.testing.assert_allclose(bound, exact, rtol=1e-5)


def test_spectral_radius_broadcasts() -> None:
    radius = spectral_radius(
        curvature=np.array([1.0, 10.0])[:, None, None],
        step_size=np.linspace(0.01, 0.3, 4)[:, None],
        momentum=np.linspace(0.0, 0.9, 5),
    )
    assert radius.shape == (2, 4, 5)
    assert spectral_radius(curvature=1.0, step_size=0.5, momentum=0.0).shape == ()
    one = spectral_radius(curvature=10.0, step_size=0.3, momentum=0.45)
    np.testing.assert_allclose(radius[1, 3, 2], one, rtol=1e-15)


@pytest.mark.parametrize(
    ("step_size", "momentum", "name"),
    [
        (0.5, 0.0, "monotone"),
        (1.0, 0.0, "monotone"),
        (1.5, 0.0, "zigzag"),
        (2.0, 0.0, "diverges"),
        (0.001, 0.9, "monotone"),
        (1.0, 0.9, "spiral"),
        (2.95, 0.5, "zigzag"),
        (3.9, 0.9, "diverges"),
    ],
)
def test_regimes_are_what_the_paths_do(step_size: float, momentum: float, name: str) -> None:
    assert regime(curvature=1.0, step_size=step_size, momentum=momentum) == name
    f = quadratic([[1.0]], [0.0])
    x = heavy_ball(f.fun, f.grad, [1.0], step_size=step_size, momentum=momentum, max_steps=40).x[
        :, 0
    ]
    turns = int(np.sum(x[1:] * x[:-1] < 0))
    if name == "monotone":
        assert turns == 0
    elif name == "zigzag":
        assert turns == 40
    elif name == "spiral":
        assert 2 <= turns < 20
    else:
        assert np.abs(x[-1]) >= 1.0


@pytest.mark.parametrize("kappa", [1.0, 2.0, 10.0, 400.0])
@pytest.mark.parametrize("mu", [1.0, 0.03])
def test_best_constants_beat_a_search(kappa: float, mu: float) -> None:
    curvatures = np.array([mu, mu * kappa])

    def worst(alpha: float, beta: float) -> float:
        return float(spectral_radius(curvature=curvatures, step_size=alpha, momentum=beta).max())

    plain = best_step_size(mu, mu * kappa)
    assert plain.momentum == 0.0
    assert plain.rate == pytest.approx((kappa - 1) / (kappa + 1))
    assert worst(plain.step_size, 0.0) == pytest.approx(plain.rate, abs=1e-12)
    for alpha in np.linspace(0.01, 2.0, 200) / (mu * kappa):
        assert worst(alpha, 0.0) >= plain.rate - 1e-12

    best = best_momentum(mu, mu * kappa)
    assert best.rate == pytest.approx((np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1))
    # a double eigenvalue: a few eps in the discriminant move it by their square root
    assert worst(best.step_size, best.momentum) == pytest.approx(best.rate, abs=1e-7)
    found = minimize(
        lambda p: worst(abs(p[0]) / mu, min(abs(p[1]), 0.9999)),
        [1.1 * best.step_size * mu, min(1.05 * best.momentum + 0.01, 0.99)],
        method="Nelder-Mead",
        options={"maxiter": 400, "xatol": 1e-9, "fatol": 1e-9},
    )
    assert found.fun >= best.rate - 1e-7
    # every mode then sits where the eigenvalues just become complex, at modulus sqrt(beta)
    between = np.linspace(*curvatures, 7)
    radii = spectral_radius(curvature=between, step_size=best.step_size, momentum=best.momentum)
    np.testing.assert_allclose(radii, best.rate, atol=1e-7)


@pytest.mark.parametrize("kappa", [3.0, 50.0])
def test_the_rates_are_seen_in_runs(kappa: float) -> None:
    f = bowl(kappa, angle=0.6)
    x0 = np.array([3.0, 1.0])
    plain = best_step_size(1.0, kappa)
    run = gradient_descent(f.fun, f.grad, x0, step_size=plain.step_size, max_steps=200)
    errors = np.linalg.norm(run.x, axis=1)
    shrink = errors[1:61] / errors[:60]
    # on a quadratic with both modes at the same modulus every single step shrinks by the rate
    np.testing.assert_allclose(shrink, plain.rate, rtol=1e-9)
    ball = best_momentum(1.0, kappa)
    fast = heavy_ball(
        f.fun, f.grad, x0, step_size=ball.step_size, momentum=ball.momentum, max_steps=60
    )
    errors = np.linalg.norm(fast.x, axis=1)
    # a double eigenvalue q: the error is (a + b k) q^k, with b of order a / q
    k = np.arange(61)
    envelope = 3 * (1 + k / ball.rate) * ball.rate**k * errors[0]
    assert np.all(errors <= envelope + 1e-12)
    assert errors[60] < np.linalg.norm(run.x[60])


@given(st.floats(0.01, 0.999), st.floats(1e-12, 1.0))
def test_steps_needed_is_the_first_power_that_is_small_enough(rate: float, share: float) -> None:
    n = steps_needed(rate, reduction=share)
    # a power that misses by rounding only counts as reached
    assert rate**n <= share * (1 + 1e-8)
    assert n == 0 or rate ** (n - 1) > share * (1 - 1e-8)


def test_steps_needed_at_exact_powers() -> None:
    assert [steps_needed(0.1, reduction=10.0**-k) for k in range(13)] == list(range(13))
