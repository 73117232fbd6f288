"""What theory says must go wrong goes wrong, and no more: growth, orthogonality, conditioning."""

import mpmath
import numpy as np
import pytest

from mlcourse.linalg.conditioning import (
    backward_error,
    condition_number,
    orthogonality_error,
    rank,
)
from mlcourse.linalg.elimination import determinant, eliminate, elimination_step, lu
from mlcourse.linalg.gallery import hilbert, lauchli, wilkinson_growth
from mlcourse.linalg.gram_schmidt import gram_schmidt
from mlcourse.linalg.householder import householder_qr
from mlcourse.linalg.solve import least_squares_qr, least_squares_svd, solve_lu
from mlcourse.linalg.svd import svd
from mlcourse.linalg.triangular import back_substitution, forward_substitution
from tests.linalg.families import EPS, FAMILIES


@pytest.mark.parametrize("n", [1, 2, 5, 30, 60])
def test_growth_of_wilkinsons_matrix_is_two_to_the_n_minus_one(n: int) -> None:
    fit = lu(wilkinson_growth(n))
    assert fit.growth == 2.0 ** (n - 1)  # exact: only additions of powers of two
    assert np.array_equal(fit.rows, np.arange(n))


def test_growth_ruins_lu_where_qr_is_fine() -> None:
    a = wilkinson_growth(60)
    x = np.random.default_rng(0).normal(size=60)
    b = a @ x
    assert condition_number(a) < 100
    assert backward_error(a, least_squares_qr(a, b).x, b) < 60 * EPS
    assert backward_error(a, solve_lu(a, b).x, b) > 1e-3  # 2^59 eps is larger than 1


def _with_condition(kappa: float) -> np.ndarray:
    rng = np.random.default_rng(1)
    u, v = (np.linalg.qr(rng.normal(size=(40, 20)))[0], np.linalg.qr(rng.normal(size=(20, 20)))[0])
    return u * np.geomspace(1, 1 / kappa, 20) @ v.T


@pytest.mark.parametrize("kappa", [1e2, 1e4, 1e6])
def test_orthogonality_is_lost_as_theory_says(kappa: float) -> None:
    a = _with_condition(kappa)
    classical = orthogonality_error(gram_schmidt(a, method="classical", tol=0).q)
    modified = orthogonality_error(gram_schmidt(a, tol=0).q)
    mirrors = orthogonality_error(householder_qr(a).q)
    # Bjorck (1967) and Giraud et al. (2005): within constants kappa^2 eps, kappa eps, eps.
    assert kappa**2 * EPS / 100 < classical < 20 * kappa**2 * EPS
    assert kappa * EPS / 100 < modified < 20 * kappa * EPS
    assert mirrors < 20 * EPS


def test_orthogonality_on_hilbert_and_lauchli() -> None:
    h = hilbert(12)
    assert orthogonality_error(gram_schmidt(h, method="classical", tol=0).q) > 0.9
    assert 1e-3 < orthogonality_error(gram_schmidt(h, tol=0).q) < 1.0  # kappa eps = 3
    assert orthogonality_error(householder_qr(h).q) < 20 * EPS
    # By hand: with eps^2 lost, the second and third classical columns are (-1, 1, 0) and
    # (-1, 0, 1) over root 2, at 60 degrees; modified makes them orthogonal.
    small = lauchli(3, 1e-9)
    q = gram_schmidt(small, method="classical", tol=0).q
    assert np.isclose(q[:, 1] @ q[:, 2], 0.5, atol=1e-8)
    q = gram_schmidt(small, tol=0).q
    assert abs(q[:, 1] @ q[:, 2]) < 1e-15
    assert orthogonality_error(householder_qr(small).q) < 20 * EPS


@pytest.mark.parametrize("tiny", [1e-4, 1e-8, 1e-12, 1e-20])
def test_small_pivots_cost_digits(tiny: float) -> None:
    a, b = np.array([[tiny, 1.0], [1.0, 1.0]]), np.array([1.0, 2.0])
    exact = np.array([1 / (1 - tiny), (1 - 2 * tiny) / (1 - tiny)])
    good, poor = solve_lu(a, b), solve_lu(a, b, pivoting=False)
    assert np.max(np.abs(good.x - exact)) <= 4 * EPS
    error = np.max(np.abs(poor.x - exact))
    assert error <= 4 * EPS / tiny
    if tiny <= 1e-12:
        assert error > 1e-6
    if tiny == 1e-20:
        assert np.array_equal(poor.x, [0.0, 1.0])  # 1 - 1e20 is -1e20: the 1 and the 2 are gone


@pytest.mark.parametrize("pivoting", [True, False])
@pytest.mark.parametrize("name", ["random", "tall", "wide", "one_by_one", "hilbert"])
def test_every_elimination_step_is_a_factorization(name: str, pivoting: bool) -> None:
    a = FAMILIES[name]
    fit, steps = lu(a, pivoting=pivoting), eliminate(a, pivoting=pivoting)
    k = min(a.shape)
    assert len(steps) == k + 1
    for column, step in enumerate(steps):
        assert step.column == column
        tol = 10 * len(a) * EPS * np.max(np.abs(a)) * fit.growth * np.max(np.abs(step.lower))
        assert np.allclose(step.lower @ step.upper, a[step.rows], rtol=0, atol=tol)
        assert not np.tril(step.upper, -1)[:, :column].any()
        assert np.array_equal(step.lower[:, column:], np.eye(len(a))[:, column:])
    assert np.array_equal(fit.upper, steps[-1].upper[:k])
    assert np.array_equal(fit.lower, steps[-1].lower[:, :k])
    assert fit.growth == max(np.max(np.abs(s.upper)) for s in steps) / np.max(np.abs(a))
    again = steps[0]
    for step in steps[1:]:
        again = elimination_step(again, pivoting=pivoting)
        assert np.array_equal(again.upper, step.upper)
    if not pivoting:
        assert np.array_equal(fit.rows, np.arange(len(a)))


def test_elimination_says_why_it_stops() -> None:
    assert lu([[0.0, 1.0], [1.0, 0.0]], pivoting=False).reason == "singular"
    stuck = eliminate([[0.0, 1.0], [1.0, 0.0]], pivoting=False)[-1]
    assert (stuck.reason, stuck.pivot, stuck.column) == ("singular", 0.0, 0)
    with pytest.raises(ValueError, match=r"state must be one that has a step left, got .*singular"):
        elimination_step(stuck)
    with pytest.raises(ValueError, match=r"state must .* got column 2 of 2"):
        elimination_step(eliminate(np.eye(2))[-1])
    over = lu([[1e-200, 1.0], [1e200, 1.0]], pivoting=False)
    assert over.reason == "overflow"
    assert np.isfinite(over.upper).all()
    assert lu([[1e-200, 1.0], [1e200, 1.0]]).reason == "complete"
    assert lu(np.zeros((3, 3)), pivoting=False).reason == "complete"  # nothing to clear


def test_determinant_against_numpy_and_exact_values() -> None:
    rng = np.random.default_rng(2)
    for n in (1, 2, 3, 6, 12):
        a = rng.integers(-4, 5, size=(n, n)).astype(float)
        exact = float(mpmath.det(mpmath.matrix(a.astype(int).tolist())))
        assert np.isclose(determinant(a), exact, rtol=1e-12, atol=1e-9)
    for name in ("cyclic", "identity", "zero", "random_odd"):
        assert np.isclose(determinant(FAMILIES[name]), np.linalg.det(FAMILIES[name]), rtol=1e-12)
    assert np.isclose(determinant(1e-200 * np.eye(2) @ [[1e250, 0], [0, 1]]), 1e-150)
    assert determinant(1e10 * np.eye(40)) == np.inf
    assert determinant(1e-10 * np.eye(40)) == 0.0
    half = np.diag(np.r_[np.full(30, 1e-30), np.full(30, 1e30)])
    assert np.isclose(determinant(half), 1.0, rtol=1e-12)  # the product on the way is 1e-900


SOLVERS = {"lu": solve_lu, "qr": least_squares_qr, "svd": least_squares_svd}


@pytest.mark.parametrize("name", ["random", "random_odd", "one_by_one", "cyclic", "huge", "tiny"])
@pytest.mark.parametrize("method", SOLVERS)
def test_square_systems(method: str, name: str) -> None:
    a = FAMILIES[name]
    a_scaled = a / np.max(np.abs(a))
    for shape in (len(a), (len(a), 3)):
        b = np.random.default_rng(3).normal(size=shape) * np.max(np.abs(a))
        fit = SOLVERS[method](a, b)
        assert fit.reason == "solved"
        want = np.linalg.solve(a_scaled, b / np.max(np.abs(a)))  # LAPACK
        tol = 10 * len(a) * EPS * np.linalg.cond(a_scaled)
        assert np.allclose(fit.x, want, rtol=0, atol=tol * np.max(np.abs(want)))
        assert fit.residual.shape == b.shape
        if b.ndim == 1:
            assert backward_error(a, fit.x, b) <= 10 * len(a) * EPS


@pytest.mark.parametrize("name", ["tall", "one_column"])
def test_least_squares(name: str) -> None:
    a = FAMILIES[name]
    b = np.random.default_rng(4).normal(size=len(a))
    want = np.linalg.lstsq(a, b, rcond=None)[0]  # LAPACK
    for method in (least_squares_qr, least_squares_svd):
        fit = method(a, b)
        assert np.allclose(fit.x, want, rtol=0, atol=1e-13)
        assert np.max(np.abs(a.T @ fit.residual)) <= 1e-13


@pytest.mark.parametrize("name", ["wide", "rank_deficient", "tall_rank_one", "zero", "one_row"])
def test_undetermined_systems(name: str) -> None:
    a = FAMILIES[name]
    b = np.random.default_rng(5).normal(size=len(a))
    assert least_squares_qr(a, b).reason == "singular"
    assert np.isnan(least_squares_qr(a, b).x).all()
    fit = least_squares_svd(a, b)
    assert np.allclose(fit.x, np.linalg.pinv(a) @ b, rtol=0, atol=1e-12)  # LAPACK


def test_columns_in_other_units_are_not_dependent() -> None:
    fit = least_squares_qr([[1, 0], [0, 1e-16]], [2, 3e-16])
    assert (fit.reason, fit.x.tolist()) == ("solved", [2.0, 3.0])
    a = FAMILIES["tall"]
    b = np.random.default_rng(9).normal(size=len(a))
    plain = least_squares_qr(a, b)
    units = 2.0 ** np.array([-400, -60, -1, 0, 3, 80, 400])  # powers of two: nothing is rounded
    assert np.array_equal(least_squares_qr(a * units, b).x, plain.x / units)
    # negative control: a copy of a column, in another unit, is dependent
    assert least_squares_qr(np.column_stack([a, 1e-30 * a[:, 0]]), b).reason == "singular"


def test_singular_and_overflowing_systems_are_results() -> None:
    assert solve_lu(np.zeros((2, 2)), [1, 2]).reason == "singular"
    assert solve_lu([[0, 1], [1, 0]], [1, 2], pivoting=False).reason == "singular"
    fit = solve_lu([[1e-300]], [1e300])
    assert fit.reason == "overflow"
    assert np.isnan(fit.x).all()
    # L y = b overflows: multipliers of -1 double the right-hand side row by row
    assert solve_lu(wilkinson_growth(5), np.full(5, 1e308)).reason == "overflow"
    assert least_squares_svd([[1e-300]], [1e300]).reason == "overflow"


def test_tol_of_least_squares_cuts_small_singular_values() -> None:
    a = np.diag([1.0, 1e-6])
    assert np.allclose(least_squares_svd(a, [1, 1]).x, [1, 1e6])
    assert np.allclose(least_squares_svd(a, [1, 1], tol=1e-3).x, [1, 0])


@pytest.mark.parametrize("n", [1, 2, 9])
def test_triangular_solvers_read_their_triangle_only(n: int) -> None:
    rng = np.random.default_rng(n)
    a = rng.normal(size=(n, n)) + 3 * np.eye(n)
    for shape in (n, (n, 2)):
        b = rng.normal(size=shape)
        for solve, half in ((forward_substitution, np.tril(a)), (back_substitution, np.triu(a))):
            assert np.allclose(solve(a, b), np.linalg.solve(half, b), rtol=0, atol=1e-12)
    with pytest.raises(ValueError, match=r"upper must be without zeros .* got one in row 0"):
        back_substitution(a - np.diag(np.diag(a)), np.ones(n))
    with pytest.raises(ValueError, match=f"b must be an array with {n} rows"):
        forward_substitution(a, np.ones(n + 1))


def test_shapes_that_do_not_fit_are_refused() -> None:
    for method in (least_squares_qr, least_squares_svd):
        with pytest.raises(ValueError, match="b must be an array with 3 rows"):
            method(np.ones((3, 2)), np.ones(2))


def test_forward_error_is_condition_times_backward_error() -> None:
    for n in (4, 8, 11):
        h = hilbert(n)
        with mpmath.workdps(60):  # oracle: 60 digits, from the rounded right-hand side
            b = h @ np.ones(n)
            exact = mpmath.lu_solve(mpmath.matrix(h.tolist()), mpmath.matrix(b.tolist()))
            exact = np.array([float(v) for v in exact])
        fit = solve_lu(h, b)
        eta = backward_error(h, fit.x, b)
        assert eta < n * EPS
        error = np.linalg.norm(fit.x - exact) / np.linalg.norm(exact)
        # eta is measured with the Frobenius norm, at most sqrt(n) times the spectral one
        assert error <= 4 * np.sqrt(n) * condition_number(h) * max(eta, EPS)


def test_condition_and_rank() -> None:
    for name, a in FAMILIES.items():
        safe = a / (np.max(np.abs(a)) or 1.0)
        assert rank(a) == np.linalg.matrix_rank(safe), name
        oracle = np.linalg.cond(safe) if safe.any() else np.inf
        if oracle < 1e12:
            assert np.isclose(condition_number(a), oracle, rtol=1e-3), name
        else:
            assert condition_number(a) > 1e11, name
    assert rank(np.diag([1.0, 1e-5]), tol=1e-3) == 1
    assert condition_number(np.zeros((2, 2))) == np.inf
    # closed form: sigma_max^2 = n + eps^2, sigma_min = eps
    assert np.isclose(condition_number(lauchli(4, 1e-3)), np.sqrt(4 + 1e-6) / 1e-3, rtol=1e-9)


def test_jacobi_finds_small_singular_values_to_all_digits() -> None:
    h = hilbert(8)
    with mpmath.workdps(60):
        exact = [float(s) for s in mpmath.svd_r(mpmath.matrix(h.tolist()), compute_uv=False)]
    # Columns scaled by powers of ten: condition 1e19, but every digit of every sigma is there.
    scaled = np.random.default_rng(6).normal(size=(6, 6)) * 10.0 ** -(4.0 * np.arange(6))
    with mpmath.workdps(60):
        graded = [float(s) for s in mpmath.svd_r(mpmath.matrix(scaled.tolist()), compute_uv=False)]
    assert np.allclose(svd(scaled).s, graded, rtol=1e-13, atol=0)
    assert np.allclose(svd(h).s, exact, rtol=0, atol=8 * EPS * exact[0])


def test_orthogonality_error_is_the_spectral_norm() -> None:
    q = np.random.default_rng(7).normal(size=(6, 4))
    want = np.linalg.norm(q.T @ q - np.eye(4), 2)
    assert np.isclose(orthogonality_error(q), want, rtol=1e-13)
    assert orthogonality_error(np.full((2, 2), 1e200)) == np.inf


def test_backward_error_by_hand() -> None:
    a, x, b = np.diag([3.0, 4.0]), np.array([1.0, 0.0]), np.array([3.0, 4.0])
    assert np.isclose(backward_error(a, x, b), 4 / (5 * 1 + 5))
    for size in (1e-300, 1e200):  # the unit does not matter
        assert np.isclose(backward_error(size * a, x, size * b), 0.4)
    assert np.isclose(backward_error(a, 1e200 * x, 1e200 * b), 0.4)
    assert backward_error(np.zeros((2, 2)), [0, 0], [0, 0]) == 0.0


def test_gallery_against_scipy() -> None:
    import scipy.linalg

    assert np.array_equal(hilbert(7), scipy.linalg.hilbert(7))
    assert lauchli(1, 2.0).tolist() == [[1.0], [2.0]]
    assert wilkinson_growth(1).tolist() == [[1.0]]
