"""Convexity, basins, line search, Newton, coordinate descent and the lasso."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from sklearn import linear_model

from mlcourse.data.tables import breast_cancer, diabetes
from mlcourse.optimize.basins import basin_of, basins, many_descents
from mlcourse.optimize.convexity import chord, convexity_on_grid, outside_of_segment, tangent_gap
from mlcourse.optimize.coordinate import coordinate_descent, coordinate_step, sweep_matrix
from mlcourse.optimize.descent import gradient_descent
from mlcourse.optimize.landscapes import BEALE, HIMMELBLAU, RASTRIGIN, ROSENBROCK, SADDLE
from mlcourse.optimize.lasso import lasso, lasso_path, penalty_grid, soft_threshold
from mlcourse.optimize.lasso_bound import dual_bound
from mlcourse.optimize.line_search import backtracking, exact_step_size, wolfe_conditions
from mlcourse.optimize.newton import HYPERBOLA, newton, newton_step
from mlcourse.optimize.objectives import bowl, quadratic
from mlcourse.optimize.penalised import penalised_logistic

EPS = np.finfo(float).eps
REALS = st.floats(-5.0, 5.0)


def wave(p: np.ndarray) -> np.ndarray:
    x = np.asarray(p)[..., 0]
    return np.sin(3 * x) + 0.1 * x**2


@given(x=st.tuples(REALS, REALS), y=st.tuples(REALS, REALS), t=st.floats(0, 1))
def test_jensen_and_tangent_gap_of_a_bowl_are_the_closed_forms(x, y, t) -> None:
    # f quadratic: gap = t (1 - t) (y - x)'H(y - x)/2, and the Bregman divergence (y - x)'H(y - x)/2
    f = bowl(7.0, angle=0.4)
    apart = f.fun(np.subtract(y, x))
    scale = 100 * EPS * (1 + f.fun(np.array(x)) + f.fun(np.array(y)))
    assert chord(f.fun, x, y, t=[t]).gap[0] == pytest.approx(t * (1 - t) * apart, abs=scale)
    assert tangent_gap(f.fun, f.grad, x, y) == pytest.approx(apart, abs=scale)


def test_negative_control_a_concave_function_has_negative_gaps() -> None:
    line = chord(lambda p: -(p[..., 0] ** 2), [1.0], [3.0], t=np.linspace(0, 1, 5))
    assert np.all(line.gap[1:-1] < 0)
    assert line.gap[[0, -1]].tolist() == [0.0, 0.0]
    assert line.point[2].tolist() == [2.0]
    assert tangent_gap(lambda p: -(p[..., 0] ** 2), lambda p: -2 * p, [1.0], [3.0]) == -4.0


@pytest.mark.parametrize(("shift", "scale"), [(0.0, 1.0), (100.0, 1e-3), (-7.0, 1e6)])
def test_the_grid_tells_convex_from_not_in_any_frame(shift: float, scale: float) -> None:
    convex = convexity_on_grid(
        lambda p: scale * (p[..., 0] - shift) ** 2, low=shift - 1, high=shift + 2, n_points=200
    )
    assert convex.convex
    # rounding of the grid points moves the values by eps * shift over h**2
    np.testing.assert_allclose(convex.second_difference, 2 * scale, rtol=1e-6)
    assert not convexity_on_grid(
        lambda p: -scale * (p[..., 0] - shift) ** 2, low=shift - 1, high=shift + 2, n_points=200
    ).convex
    assert convexity_on_grid(lambda p: 0.1 * p[..., 0] + shift, low=0, high=1, n_points=999).convex


def test_segments_stay_in_a_disc_and_leave_a_crescent() -> None:
    rng = np.random.default_rng(0)
    points = rng.uniform(-0.7, 0.7, (20, 2))
    for x, y in zip(points[:10], points[10:], strict=True):
        assert outside_of_segment(lambda p: (p**2).sum(axis=1) <= 1, x, y, n_points=50).size == 0
    crescent = outside_of_segment(
        lambda p: p[:, 1] >= p[:, 0] ** 2 - 1e-9, [-1, 1], [1, 1], n_points=9
    )
    assert crescent.size == 0  # the epigraph of a parabola is convex
    below = outside_of_segment(lambda p: p[:, 1] <= p[:, 0] ** 2, [-1, 1], [1, 1], n_points=9)
    assert len(below) == 7


@pytest.mark.parametrize("shift", [0.0, 40.0])
def test_minima_and_borders_are_scipys(shift: float) -> None:
    cut = basins(lambda p: wave(p - shift), low=shift - 3.6, high=shift + 4, n_points=400)

    def f(x: float) -> float:
        return float(wave(np.array([x - shift])))

    assert len(cut.minimum) == 4
    for m, v in zip(cut.minimum, cut.value, strict=True):
        found = optimize.minimize_scalar(f, bounds=(m - 0.5, m + 0.5), options={"xatol": 1e-10})
        # a minimum is known to sqrt(eps) times its scale
        assert m == pytest.approx(found.x, abs=1e-6)
        assert v == pytest.approx(found.fun, abs=1e-12)
    for b in cut.border[1:-1]:
        found = optimize.minimize_scalar(
            lambda x: -f(x), bounds=(b - 0.5, b + 0.5), options={"xatol": 1e-10}
        )
        assert b == pytest.approx(found.x, abs=1e-6)
    assert cut.lowest == int(np.argmin(cut.value))


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("shift", [0.0, -11.0])
def test_a_narrow_valley_beside_a_wide_one(side: int, shift: float) -> None:
    # The valleys at 0 and 1.1 are two grid points apart, so a bracket that reached one point
    # further would hold the wide one too, and golden section would slide into it.
    def two(p: np.ndarray) -> np.ndarray:
        x = side * (np.asarray(p)[..., 0] - shift)
        return np.minimum(6 * x**2 - 1, 50 * (x - 1.1) ** 2 - 0.2)

    low, high = sorted((shift - side, shift + 2 * side))
    want = np.sort([shift, shift + 1.1 * side])
    cut = basins(two, low=low, high=high, n_points=7)  # grid points every 1/2
    np.testing.assert_allclose(cut.minimum, want, atol=1e-6)
    cut = basins(lambda p: -two(p), low=low, high=high, n_points=7)  # two hills, three valleys
    np.testing.assert_allclose(cut.border[1:-1], want, atol=1e-6)


def test_starts_flow_to_the_minimum_of_their_basin() -> None:
    cut = basins(wave, low=-3.6, high=4, n_points=400)
    starts = np.linspace(-3.5, 3.9, 41)
    paths = many_descents(lambda x: 3 * np.cos(3 * x) + 0.2 * x, starts[:, None], step_size=0.05,
                          max_steps=800)  # fmt: skip
    ends = paths[:, -1, 0]
    np.testing.assert_allclose(ends, cut.minimum[basin_of(cut, starts)], atol=1e-5)
    one = gradient_descent(
        lambda x: float(wave(x)), lambda x: 3 * np.cos(3 * x) + 0.2 * x, [starts[3]],
        step_size=0.05, max_steps=20,
    )  # fmt: skip
    np.testing.assert_array_equal(paths[3, :21], one.x)


def test_convex_has_one_basin_flat_and_falling_functions_too() -> None:
    assert len(basins(lambda p: (p[..., 0] - 0.3) ** 2, low=-1, high=1, n_points=50).minimum) == 1
    falling = basins(lambda p: -p[..., 0], low=0, high=1, n_points=5)
    assert falling.minimum[0] == pytest.approx(1.0, abs=1e-8)
    flat = basins(lambda p: 0 * p[..., 0], low=0, high=1, n_points=5)
    assert len(flat.minimum) == 1


def test_a_path_that_diverges_stays_finite() -> None:
    paths = many_descents(lambda x: x**3, [[3.0], [0.1]], step_size=1.0, max_steps=30)
    assert np.all(np.isfinite(paths))


def test_exact_step_is_the_minimum_along_the_line() -> None:
    f = bowl(9.0, angle=0.7)
    x, p = np.array([2.0, 1.0]), np.array([-1.0, 0.3])
    alpha = exact_step_size(f.hess(x), f.grad(x), p)
    found = optimize.minimize_scalar(lambda a: float(f.fun(x + a * p)))
    assert alpha == pytest.approx(found.x, rel=1e-6)  # sqrt(eps) of scipy
    assert f.grad(x + alpha * p) @ p == pytest.approx(0, abs=1e-13)


def test_backtracking_takes_the_first_step_that_falls_enough() -> None:
    x, p = np.array([-1.2, 1.0]), -ROSENBROCK.grad([-1.2, 1.0])
    line = backtracking(ROSENBROCK.fun, ROSENBROCK.grad, x, p)
    assert line.reason == "accepted"
    np.testing.assert_array_equal(line.tried, 0.5 ** np.arange(len(line.tried)))
    good = line.value <= line.bound
    assert good.tolist() == [False] * (len(good) - 1) + [True]
    slope = ROSENBROCK.grad(x) @ p
    expected = [
        bool(ROSENBROCK.fun(x + a * p) <= ROSENBROCK.fun(x) + 1e-4 * a * slope) for a in line.tried
    ]
    assert expected == good.tolist()
    decrease, _ = wolfe_conditions(
        ROSENBROCK.fun, ROSENBROCK.grad, x, p, step_size=float(line.tried[-1])
    )
    assert decrease


def test_backtracking_says_why_it_failed() -> None:
    up = backtracking(ROSENBROCK.fun, ROSENBROCK.grad, [-1.2, 1.0], [-1.0, 0.0], max_trials=3)
    downhill = ROSENBROCK.grad([-1.2, 1.0]) @ [-1.0, 0.0] < 0
    assert (up.reason == "uphill") != downhill
    wrong = backtracking(lambda x: x @ x, lambda x: -2 * x, [1.0], [1.0], max_trials=4)
    assert (wrong.reason, len(wrong.tried)) == ("max_trials", 4)
    assert backtracking(lambda x: x @ x, lambda x: 2 * x, [1.0], [1.0]).reason == "uphill"
    lost = backtracking(lambda x: np.log(x[0]) + 1 / x[0] if x[0] > 0 else np.nan,
                        lambda x: 1 / x - 1 / x**2, [4.0], [-8.0])  # fmt: skip
    assert lost.value[0] == np.inf
    assert lost.reason == "accepted"


def test_wolfe_accepts_what_scipys_search_returns() -> None:
    x, p = np.array([0.0, 0.0]), np.array([1.0, 0.0])
    alpha = optimize.line_search(ROSENBROCK.fun, ROSENBROCK.grad, x, p)[0]
    assert wolfe_conditions(ROSENBROCK.fun, ROSENBROCK.grad, x, p, step_size=alpha) == (True, True)
    assert wolfe_conditions(ROSENBROCK.fun, ROSENBROCK.grad, x, p, step_size=3.0)[0] is False


def test_newton_on_the_hyperbola_is_minus_the_cube() -> None:
    run = newton(HYPERBOLA.fun, HYPERBOLA.grad, HYPERBOLA.hess, [0.9], max_steps=4)
    expected = [0.9]
    for _ in range(4):
        expected.append(-(expected[-1] ** 3))
    # each cube multiplies the relative error by 3
    np.testing.assert_allclose(run.x[:, 0], expected, rtol=3**5 * EPS)
    two = newton(HYPERBOLA.fun, HYPERBOLA.grad, HYPERBOLA.hess, [1.1], max_steps=50)
    assert two.reason == "diverged"
    assert np.all(np.isfinite(two.x))
    cycle = newton(HYPERBOLA.fun, HYPERBOLA.grad, HYPERBOLA.hess, [1.0], max_steps=3)
    np.testing.assert_allclose(np.abs(cycle.x), 1.0, rtol=1e-12)
    for start in (1.1, 3.0, 50.0):
        saved = newton(HYPERBOLA.fun, HYPERBOLA.grad, HYPERBOLA.hess, [start], max_steps=50,
                       backtracking=True, tol=1e-10)  # fmt: skip
        assert saved.reason == "converged"
        assert np.all(np.diff(saved.value) <= 0)
        assert saved.evaluations[-1] > saved.n_steps


def test_newton_is_exact_on_any_bowl_and_affine_invariant() -> None:
    for kappa in (1.0, 10.0, 1e6):
        f = bowl(kappa, angle=0.9)
        run = newton(f.fun, f.grad, f.hess, [3.0, -2.0], max_steps=1)
        assert np.abs(run.x[1]).max() < 20 * kappa * EPS
    half = newton(f.fun, f.grad, f.hess, [3.0, -2.0], step_size=0.5, max_steps=3)
    np.testing.assert_allclose(half.x[3], [3 / 8, -2 / 8], rtol=1e-8)
    a = np.array([[2.0, 1.0], [0.0, 3.0]])
    plain = newton(BEALE.fun, BEALE.grad, BEALE.hess, [2.8, 0.4], max_steps=4)
    moved = newton(
        lambda z: BEALE.fun(a @ z), lambda z: a.T @ BEALE.grad(a @ z),
        lambda z: a.T @ BEALE.hess(a @ z) @ a, np.linalg.solve(a, [2.8, 0.4]), max_steps=4,
    )  # fmt: skip
    np.testing.assert_allclose(moved.x @ a.T, plain.x, rtol=1e-9)


def test_newton_doubles_the_digits_and_agrees_with_the_single_step() -> None:
    run = newton(ROSENBROCK.fun, ROSENBROCK.grad, ROSENBROCK.hess, [-1.2, 1.0], max_steps=50,
                 backtracking=True, tol=1e-12)  # fmt: skip
    assert run.reason == "converged"
    np.testing.assert_allclose(run.x[-1], [1, 1], atol=1e-10)
    x = run.x[0]
    step = newton_step(x, ROSENBROCK.grad(x), ROSENBROCK.hess(x), step_size=run.step_size[0])
    np.testing.assert_array_equal(step, run.x[1])
    root = newton(lambda x: float(x[0] ** 4 / 4 - x[0]), lambda x: x**3 - 1,
                  lambda x: (3 * x**2)[None], [1.5], max_steps=4)  # fmt: skip
    error = np.abs(root.x[:, 0] - 1)
    # e' = e**2 f'''/(2 f'') = e**2 near 1
    assert error[4] == pytest.approx(error[3] ** 2, rel=0.05)


def test_newton_reports_singular_uphill_and_no_decrease() -> None:
    flat = newton(lambda x: float(x[0]), lambda x: np.ones(1), lambda x: np.zeros((1, 1)), [0.0],
                  max_steps=3)  # fmt: skip
    assert (flat.reason, flat.n_steps) == ("singular", 0)
    start = [0.1, 0.1]
    hill = newton(SADDLE.fun, SADDLE.grad, SADDLE.hess, [0.0, 0.1], max_steps=5, backtracking=True)
    assert hill.reason == "uphill"
    pure = newton(SADDLE.fun, SADDLE.grad, SADDLE.hess, start, max_steps=20, tol=1e-12)
    assert pure.reason == "converged"
    np.testing.assert_allclose(pure.x[-1], 0.0, atol=1e-12)  # straight to the saddle point
    wrong = newton(lambda x: float(-x @ x), lambda x: 2 * x, lambda x: 2 * np.eye(1), [1.0],
                   max_steps=5, backtracking=True)  # fmt: skip
    assert wrong.reason == "no_decrease"
    still = newton(lambda x: float(x @ x), lambda x: 2 * x, lambda x: 2 * np.eye(1), [0.0],
                   max_steps=2, backtracking=True)  # fmt: skip
    assert still.x.tolist() == [[0.0]] * 3


@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_coordinate_descent_is_gauss_seidel(dimension: int) -> None:
    rng = np.random.default_rng(dimension)
    a = rng.standard_normal((dimension, dimension))
    h, c = a @ a.T + np.eye(dimension), rng.standard_normal(dimension)
    x0 = rng.standard_normal(dimension) * 3
    run = coordinate_descent(h, c, x0, max_steps=6 * dimension)
    m = sweep_matrix(h)
    for sweep in range(7):
        expected = c + np.linalg.matrix_power(m, sweep) @ (x0 - c)
        np.testing.assert_allclose(run.x[sweep * dimension], expected, atol=1e-11)
    assert np.all(np.diff(run.value) <= 1e-12)
    f = quadratic(h, c)
    step = coordinate_step(x0, f.grad(x0), h, coordinate=0)
    np.testing.assert_allclose(step, run.x[1], rtol=1e-13)
    assert coordinate_descent(h, c, x0, max_steps=5000, tol=1e-8).reason == "converged"
    assert run.reason == "max_steps"


@pytest.mark.parametrize("kappa", [2.0, 50.0])
def test_coordinate_descent_is_exact_when_aligned_and_worst_at_45_degrees(kappa: float) -> None:
    aligned = coordinate_descent(bowl(kappa).hess([0, 0]), [0, 0], [3, 2], max_steps=2)
    assert aligned.x[-1].tolist() == [0.0, 0.0]
    angles = np.linspace(0, np.pi / 2, 31)
    rates = [
        np.abs(np.linalg.eigvals(sweep_matrix(bowl(kappa, angle=a).hess([0, 0])))).max()
        for a in angles
    ]
    assert int(np.argmax(rates)) == 15
    assert rates[15] == pytest.approx(((kappa - 1) / (kappa + 1)) ** 2, rel=1e-10)


OBJECTIVES = {
    "bowl": (bowl(20.0, angle=0.4), [2.0, -1.5]),
    "valley": (ROSENBROCK, [-1.2, 1.0]),
    "saddle": (SADDLE, [1.5, 1.2]),
    "himmelblau": (HIMMELBLAU, [3.5, 2.5]),
    "rastrigin": (RASTRIGIN, [0.1, -0.1]),
    "beale": (BEALE, [2.8, 0.4]),
    "hyperbola": (HYPERBOLA, [2.0]),
}


@pytest.mark.parametrize("name", OBJECTIVES)
def test_newton_with_backtracking_reaches_a_minimum_of_every_objective(name: str) -> None:
    f, x0 = OBJECTIVES[name]
    run = newton(f.fun, f.grad, f.hess, x0, max_steps=60, backtracking=True, tol=1e-9)
    assert run.reason == "converged"
    assert np.linalg.norm(f.minima - run.x[-1], axis=1).min() < 1e-7


def standardised() -> tuple[np.ndarray, np.ndarray]:
    data = diabetes()
    x = (data.features - data.features.mean(axis=0)) / data.features.std(axis=0)
    return x, data.targets - data.targets.mean()


@given(x=REALS, tau=st.floats(0, 5))
def test_soft_threshold_is_the_minimum_of_its_problem(x: float, tau: float) -> None:
    w = float(soft_threshold(x, tau))
    values = [0.5 * (v - x) ** 2 + tau * abs(v) for v in (w, w + 1e-3, w - 1e-3, 0.0)]
    assert values[0] <= min(values) + 100 * EPS
    # subgradient condition: x - w = tau sign(w), or |x| <= tau at zero
    assert (w == 0 and abs(x) <= tau) or x - w == pytest.approx(np.sign(w) * tau, abs=1e-14)


def test_the_path_on_diabetes_is_scikit_learns() -> None:
    x, y = standardised()
    penalties = penalty_grid(x, y, n_penalties=40, ratio=1e-3)
    ours = lasso_path(x, y, penalties=penalties, tol=1e-13, max_steps=20_000)
    assert set(ours.reason) == {"converged"}
    _, theirs, _ = linear_model.lasso_path(x, y, alphas=penalties, tol=1e-13, max_iter=100_000)
    # both stop at a gap of 1e-13 |y|^2/n = 6e-10; the smallest curvature of X'X/n is 0.0086, so
    # each coefficient is within sqrt(2 gap / curvature) = 4e-4, of coefficients up to 40
    np.testing.assert_allclose(ours.coefficients, theirs.T, atol=8e-4)
    assert not ours.coefficients[0].any()
    assert np.count_nonzero(ours.coefficients[1]) >= 1
    for k in (5, 30):
        alone = lasso(x, y, penalty=penalties[k], tol=1e-13, max_steps=20_000)
        np.testing.assert_allclose(alone.coefficients[-1], ours.coefficients[k], atol=8e-4)
        assert np.all(np.diff(alone.loss) <= 1e-9)
        assert np.all(alone.gap >= -1e-9)


def test_lasso_fulfils_the_optimality_conditions_in_any_shape() -> None:
    rng = np.random.default_rng(3)
    for n, p in ((30, 4), (8, 20), (1, 3)):
        x, y = rng.standard_normal((n, p)), rng.standard_normal(n)
        top = penalty_grid(x, y, n_penalties=1)[0]
        fit = lasso(x, y, penalty=0.3 * top, tol=1e-14, max_steps=50_000)
        w = fit.coefficients[-1]
        slope = x.T @ (y - x @ w) / n
        # the gap is quadratic in the error of the slope: sqrt(1e-14) times its scale
        np.testing.assert_allclose(slope[w != 0], 0.3 * top * np.sign(w[w != 0]), atol=1e-5)
        assert np.all(np.abs(slope) <= 0.3 * top + 1e-5)
        truth = linear_model.Lasso(alpha=0.3 * top, fit_intercept=False, tol=1e-12,
                                   max_iter=10**5).fit(x, y)  # fmt: skip
        their_loss = ((y - x @ truth.coef_) ** 2).sum() / (2 * n) + 0.3 * top * np.abs(
            truth.coef_
        ).sum()
        assert fit.loss[-1] == pytest.approx(their_loss, rel=1e-9)


def test_lasso_edges_no_penalty_zero_column_and_no_budget() -> None:
    rng = np.random.default_rng(5)
    x, y = rng.standard_normal((20, 3)), rng.standard_normal(20)
    free = lasso(x, y, penalty=0.0, tol=0.0, max_steps=200)
    assert free.reason == "max_steps"
    np.testing.assert_allclose(
        free.coefficients[-1], np.linalg.lstsq(x, y, rcond=None)[0], atol=1e-10
    )
    x[:, 1] = 0.0
    assert lasso(x, y, penalty=0.01).coefficients[-1, 1] == 0.0
    assert lasso(x, y, penalty=0.01, max_steps=0).coefficients.tolist() == [[0.0, 0.0, 0.0]]
    nothing = lasso(x, np.zeros(20), penalty=0.1)
    assert (nothing.reason, len(nothing.loss)) == ("converged", 1)


@settings(deadline=None, max_examples=30)
@given(scale=st.floats(0.01, 100.0))
def test_lasso_scales_with_its_target(scale: float) -> None:
    x, y = standardised()
    one = lasso(x[:50], y[:50], penalty=5.0, tol=1e-10)
    other = lasso(x[:50], scale * y[:50], penalty=5.0 * scale, tol=1e-10)
    # the number of sweeps may differ by one where the gap is at its limit
    np.testing.assert_allclose(other.coefficients[-1] / scale, one.coefficients[-1], atol=0.05)


# what a loss can be at least


def test_no_loss_is_below_the_bound_and_at_the_minimum_they_meet() -> None:
    table = diabetes()
    x = (table.features - table.features.mean(axis=0)) / table.features.std(axis=0)
    y = table.targets - table.targets.mean()
    rng = np.random.default_rng(3)
    for penalty in (0.5, 10.0, 60.0):
        # oracle: the minimum by another library
        model = linear_model.Lasso(alpha=penalty, fit_intercept=False, tol=1e-12, max_iter=100_000)
        w = model.fit(x, y).coef_
        least = np.sum((y - x @ w) ** 2) / (2 * len(y)) + penalty * np.abs(w).sum()
        for _ in range(20):
            anywhere = w + 30 * rng.standard_normal(10)
            assert dual_bound(x, y, anywhere, penalty=penalty) < least + 1e-9 * least
        assert dual_bound(x, y, w, penalty=penalty) == pytest.approx(least, rel=1e-7)
    # and it is the bound by which a fit stops
    run = lasso(x, y, penalty=10.0, max_steps=4, tol=0.0)
    bounds = [dual_bound(x, y, w, penalty=10.0) for w in run.coefficients]
    np.testing.assert_allclose(bounds, run.loss - run.gap, rtol=1e-12)


def test_the_penalised_loss_has_the_minimum_and_the_derivatives_of_others() -> None:
    tumours = breast_cancer()
    x = (tumours.features[:, :4] - tumours.features[:, :4].mean(axis=0)) / 7.0
    loss = penalised_logistic(x, tumours.labels, penalty=0.02)
    # oracle: scikit-learn minimises the sum of the losses with a penalty of 1 / (2 C)
    model = linear_model.LogisticRegression(
        C=1 / (569 * 0.02), fit_intercept=False, tol=1e-10, max_iter=10_000
    )
    w = model.fit(x, tumours.labels).coef_[0]
    ours = newton(loss.fun, loss.grad, loss.hess, np.zeros(4), max_steps=30, backtracking=True)
    np.testing.assert_allclose(ours.x[-1], w, rtol=1e-4)
    # oracle: differences of the gradient; its third derivatives are below 10^4, and h = 1e-6
    step = 1e-6
    numeric = [(loss.grad(w + step * e) - loss.grad(w - step * e)) / (2 * step) for e in np.eye(4)]
    np.testing.assert_allclose(loss.hess(w), numeric, rtol=1e-5, atol=1e-6)
    # the bounds on the curvature hold anywhere
    for far in (np.zeros(4), w, 3 * w):
        values = np.linalg.eigvalsh(loss.hess(far))
        assert loss.smallest_curvature <= values.min() + 1e-12
        assert values.max() <= loss.largest_curvature + 1e-12
    assert loss.fun(np.stack([w, 2 * w])).shape == (2,)
