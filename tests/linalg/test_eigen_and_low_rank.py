"""Eigenvalues, power iteration, low rank: against LAPACK, closed forms and rates of theory."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mlcourse.linalg.eigen import _triangular_vector, eigen
from mlcourse.linalg.hessenberg import hessenberg
from mlcourse.linalg.low_rank import truncate
from mlcourse.linalg.power_iteration import power_iteration, power_step
from mlcourse.linalg.schur import qr_step, real_schur
from mlcourse.linalg.svd import svd
from mlcourse.linalg.symmetric_eigen import symmetric_eigen
from tests.linalg.families import EPS, FAMILIES, SQUARE, distance

integers = st.integers(1, 7).flatmap(
    lambda n: hnp.arrays(float, (n, n), elements=st.integers(-3, 3).map(float))
)


def _matched(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Largest distance after pairing each value with the nearest one not yet taken."""
    left, worst = list(theirs), 0.0
    for value in ours:
        nearest = min(range(len(left)), key=lambda i: abs(left[i] - value))
        worst = max(worst, abs(left.pop(nearest) - value))
    return worst


@pytest.mark.parametrize("n", [1, 2, 3, 10, 40])
@pytest.mark.parametrize("seed", range(3))
def test_eigenvalues_of_random_matrices_are_lapacks(n: int, seed: int) -> None:
    a = np.random.default_rng([n, seed]).normal(size=(n, n))
    # Eigenvalue condition numbers of such matrices are about n; both sides are off by n eps |A|.
    tol = 100 * n * n * EPS * np.linalg.norm(a, 2)
    assert _matched(eigen(a).values, np.linalg.eigvals(a)) <= tol
    values = real_schur(a).values
    assert _matched(values, np.conj(values)) == 0.0  # pairs are conjugate to the last bit


def test_eigenvalues_with_closed_forms() -> None:
    roots = eigen(FAMILIES["cyclic"]).values  # a cyclic shift: the eighth roots of unity
    assert _matched(roots, np.exp(2j * np.pi * np.arange(8) / 8)) <= 100 * EPS
    assert np.array_equal(eigen(FAMILIES["defective"]).values, np.ones(6))
    n = 30  # second differences: 2 - 2 cos(k pi / (n + 1))
    laplace = 2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)
    want = 2 - 2 * np.cos(np.arange(n, 0, -1) * np.pi / (n + 1))
    assert np.allclose(symmetric_eigen(laplace).values, want, rtol=0, atol=10 * n * EPS)
    pair = eigen(FAMILIES["rotations"])
    want = np.array([2 * (0.6 + 0.8j), 2 * (0.6 - 0.8j), 0.6 + 0.8j, 0.6 - 0.8j])
    assert np.allclose(pair.values, want, rtol=0, atol=20 * EPS)


def _companion(roots: np.ndarray) -> np.ndarray:
    coefficients = np.poly(roots)
    a = np.diag(np.ones(len(roots) - 1), -1)
    a[0] = -coefficients[1:]
    return a


@pytest.mark.parametrize("n", [5, 10, 15, 18, 19, 20])
def test_roots_of_wilkinsons_polynomial_are_as_good_as_lapacks(n: int) -> None:
    roots = np.arange(1.0, n + 1)
    a = _companion(roots)
    lapack = _matched(np.linalg.eigvals(a), roots)
    # Both errors are draws from the rounding of a stable method: on 30 polynomials near this one
    # (n = 16) neither was more than 10 times the other, and their means were equal.  The
    # coefficients are whole numbers up to 1e19, so that rounding them is part of both.
    tol = 30 * max(lapack, n * EPS)
    run = eigen(a)
    assert run.reason == "converged"
    assert _matched(run.values, roots) <= tol
    assert len(real_schur(a).subdiagonal) > n / 2  # an early zero would need no step at all
    assert _matched(real_schur(a).values, roots) <= tol


def test_small_subdiagonals_between_zeros_are_not_rounding() -> None:
    # eigenvalues +-root(big), though 1 is far below the rounding of the largest entry
    for big in (1e17, 1e200):
        for values in (eigen([[0, big], [1, 0]]).values, real_schur([[0, big], [1, 0]]).values):
            assert np.allclose(values, [np.sqrt(big), -np.sqrt(big)], rtol=4 * EPS, atol=0)
    chain = np.zeros((4, 4))
    chain[[0, 1, 2, 3], [1, 2, 3, 0]] = [1.0, 1e-9, 1.0, 1e-11]  # x^4 = 1e-20
    want = 1e-5 * np.array([1, 1j, -1j, -1])
    assert _matched(eigen(chain).values, want) <= 100 * EPS * 1e-5


@pytest.mark.parametrize("big", [1e4, 1e8, 1e12])
def test_eigenvectors_above_a_badly_scaled_block(big: float) -> None:
    # closed form: 1 +- i from the block at the top left, 1/2 from the corner
    a = np.array([[1.0, big, big], [-1.0 / big, 1.0, 0.0], [0.0, 0.0, 0.5]])
    pairs = eigen(a)
    defect = np.linalg.norm(a @ pairs.vectors - pairs.vectors * pairs.values, axis=0)
    assert np.max(defect) <= 10 * EPS * np.linalg.norm(a)
    assert _matched(pairs.values, np.array([1 + 1j, 1 - 1j, 0.5])) <= 100 * EPS
    # without balancing, from the Schur form alone: what the back substitution itself must hold
    fit = real_schur(a)
    for k, value in enumerate(fit.values):
        x = _triangular_vector(fit.t, k, value)
        residual = np.linalg.norm(fit.t @ x - value * x)
        assert residual <= 10 * EPS * np.linalg.norm(a) * np.linalg.norm(x)


@given(a=integers)
@settings(deadline=None, max_examples=150)
def test_schur_of_small_integer_matrices(a: np.ndarray) -> None:
    fit = real_schur(a)  # defective and derogatory matrices are common among these
    n = len(a)
    assert fit.reason == "converged"
    assert distance(fit.q @ fit.t @ fit.q.T, a) <= 50 * n * EPS * max(np.max(np.abs(a)), 1.0)
    assert np.isclose(fit.values.sum(), np.trace(a), rtol=0, atol=1e-12)
    pairs = eigen(a)
    defect = a @ pairs.vectors - pairs.vectors * pairs.values
    assert np.max(np.abs(defect)) <= 100 * n * EPS * max(np.max(np.abs(a)), 1.0)


@given(a=integers)
@settings(deadline=None, max_examples=100)
def test_symmetric_small_integer_matrices(a: np.ndarray) -> None:
    a = a + a.T
    fit = symmetric_eigen(a)
    n = len(a)
    assert distance(fit.vectors * fit.values @ fit.vectors.T, a) <= 1e-13 * n
    assert np.allclose(fit.values[::-1], np.linalg.eigvalsh(a), rtol=0, atol=1e-13 * n)


@given(
    a=st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
        lambda shape: hnp.arrays(float, shape, elements=st.integers(-3, 3).map(float))
    )
)
@settings(deadline=None, max_examples=150)
def test_svd_of_small_integer_matrices(a: np.ndarray) -> None:
    fit = svd(a)
    k = min(a.shape)
    assert distance(fit.u * fit.s @ fit.vt, a) <= 1e-13
    assert distance(fit.u.T @ fit.u, np.eye(k)) <= 1e-14
    assert distance(fit.vt @ fit.vt.T, np.eye(k)) <= 1e-14
    assert np.isclose(np.sum(fit.s**2), np.sum(a**2), rtol=1e-13)


@pytest.mark.parametrize("name", ["random", "symmetric", "cyclic"])
def test_subdiagonals_show_the_convergence(name: str) -> None:
    fit = real_schur(SQUARE[name])
    n = len(fit.t)
    assert fit.subdiagonal.shape[1] == n - 1
    assert np.allclose(fit.subdiagonal[0], np.abs(np.diag(hessenberg(SQUARE[name]).h, -1)))
    assert len(fit.subdiagonal) - 1 <= 4 * n  # a few double steps a value


def test_used_up_budgets_are_results() -> None:
    a = FAMILIES["random"]
    short = real_schur(a, max_steps=2)
    assert short.reason == "max_steps"
    assert distance(short.q @ short.t @ short.q.T, a) <= 100 * 20 * EPS
    assert eigen(a, max_steps=2).reason == "max_steps"
    s = FAMILIES["symmetric"]
    assert symmetric_eigen(s, max_steps=2).reason == "max_steps"
    assert len(symmetric_eigen(s, max_steps=2).subdiagonal) == 3
    one = svd(a, max_steps=1)
    assert (one.reason, len(one.cosine)) == ("max_steps", 1)
    assert distance(one.u * one.s @ one.vt, a) <= 100 * 20 * EPS  # not sorted out, yet a product


def test_asymmetric_matrices_are_refused() -> None:
    with pytest.raises(ValueError, match="a must be symmetric, got entries that differ by 1"):
        symmetric_eigen([[1, 2], [3, 1]])


def test_cycles_are_broken_by_another_shift() -> None:
    # The shifts of a cyclic matrix are zero for ever: only the exceptional ones move it.
    for n in (3, 5, 12):
        a = np.roll(np.eye(n), 1, axis=0)
        fit = real_schur(a)
        assert fit.reason == "converged"
        assert np.allclose(np.abs(fit.values), 1.0, rtol=0, atol=100 * EPS)


def test_plain_qr_steps_converge_at_the_ratio_of_eigenvalues() -> None:
    rng = np.random.default_rng(0)
    q = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    a = q * [4.0, 2.0, 0.5] @ q.T
    start = a.copy()
    below = []
    for _ in range(20):
        a = qr_step(a)
        below.append(abs(a[1, 0]))
    assert np.allclose(np.sort(np.linalg.eigvalsh(a)), [0.5, 2, 4], rtol=1e-13)
    assert np.isclose(below[-1] / below[-2], 2 / 4, rtol=1e-3)
    shifted = qr_step(start, shift=0.51)  # near an eigenvalue: one step nearly finds it
    again = qr_step(shifted, shift=0.51)
    assert abs(again[2, 1]) < 1e-3
    assert np.allclose(np.linalg.eigvalsh(again), [0.5, 2, 4], rtol=1e-13)


def test_eigenvectors_of_a_triangle_are_exact() -> None:
    with mpmath.workdps(40):
        a = [[1, 2, 3], [0, 4, 5], [0, 0, 6]]
        _, oracle = mpmath.eig(mpmath.matrix(a))
    ours = eigen(np.array(a, dtype=float))
    assert np.array_equal(ours.values, [6, 4, 1])
    for j, k in ((0, 2), (1, 1), (2, 0)):
        want = np.array([complex(oracle[i, k]) for i in range(3)])
        want = want / np.linalg.norm(want)
        assert np.isclose(abs(np.vdot(want, ours.vectors[:, j])), 1.0, rtol=4 * EPS)


@pytest.mark.parametrize("ratio", [0.3, 0.7, 0.9, -0.8])
def test_power_iteration_converges_at_the_ratio(ratio: float) -> None:
    q = np.linalg.qr(np.random.default_rng(1).normal(size=(4, 4)))[0]
    a = q * [-5.0, -5.0 * ratio, 0.1, 0.0] @ q.T
    run = power_iteration(a, np.ones(4), tol=1e-12)
    assert run.reason == "converged"
    assert np.isclose(run.value[-1], -5.0, rtol=1e-12)
    along = run.vector @ q
    tangent = np.linalg.norm(along[:, 1:], axis=1) / np.abs(along[:, 0])
    # From step 5 on the third eigenvalue, 0.1, has shrunk by (0.1/5/ratio)^5 < 1e-5 more.
    assert np.allclose(tangent[6:12] / tangent[5:11], abs(ratio), rtol=1e-4)
    assert np.allclose(np.linalg.norm(run.vector, axis=1), 1.0)
    want = [np.linalg.norm(a @ v - r * v) for v, r in zip(run.vector, run.value, strict=True)]
    assert np.allclose(run.residual, want, rtol=0, atol=1e-14)
    assert np.allclose(run.vector[1], power_step(a, np.ones(4)), rtol=0, atol=4 * EPS)


def test_power_iteration_that_cannot_converge() -> None:
    turn = power_iteration([[0, -1], [1, 0]], [1, 0], max_steps=7)
    assert (turn.reason, turn.vector.shape) == ("max_steps", (8, 2))
    gone = power_iteration([[0, 1], [0, 0]], [1, 1])
    assert gone.reason == "zero"
    assert np.array_equal(gone.vector[-1], [1, 0])
    assert not power_step(np.zeros((2, 2)), [1, 1]).any()
    assert len(power_iteration(np.eye(2), [3, 4], max_steps=0).vector) == 1
    with pytest.raises(ValueError, match="x0 must be a vector with a direction, got 2 zeros"):
        power_iteration(np.eye(2), [0, 0])


@pytest.mark.parametrize("size", [1e-250, 1e250])
def test_power_iteration_in_other_units(size: float) -> None:
    run = power_iteration(size * np.array([[2.0, 1.0], [1.0, 2.0]]), [1, 0])
    assert np.isclose(run.value[-1], 3 * size, rtol=1e-12)


@pytest.mark.parametrize(
    "name", ["random", "tall", "wide", "rank_deficient", "one_by_one", "hilbert", "zero", "huge"]
)
def test_error_of_low_rank_is_the_tail(name: str) -> None:
    a = FAMILIES[name]
    unit = max(np.max(np.abs(a)), 1e-300)
    fit = svd(a)
    m, n = a.shape
    for k in range(min(m, n) + 1):
        low = truncate(fit, k)
        left = (a - low.approximation) / unit
        assert np.isclose(np.linalg.norm(left, 2), low.spectral_error / unit, rtol=0, atol=1e-13)
        assert np.isclose(np.linalg.norm(left), low.frobenius_error / unit, rtol=0, atol=1e-13)
        assert (low.storage, low.full_storage) == (k * (m + n + 1), m * n)
        whole = np.sum((a / unit) ** 2)
        lost = np.sum(left**2) / whole if whole > 0 else 0.0
        assert np.isclose(low.kept_share, 1 - lost, rtol=0, atol=1e-13)
        assert np.linalg.matrix_rank(low.approximation / unit, tol=1e-13) <= k


def test_no_other_matrix_of_that_rank_is_nearer() -> None:
    a = FAMILIES["tall"]
    rng = np.random.default_rng(2)
    best = truncate(svd(a), 2).frobenius_error
    for _ in range(20):  # the best coefficients for a random pair of directions
        q = np.linalg.qr(rng.normal(size=(30, 2)))[0]
        assert np.linalg.norm(a - q @ (q.T @ a)) > best


def test_jacobi_needs_few_sweeps() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):  # one pair: the first turn makes it orthogonal, the second sweep sees it
        assert len(svd(rng.normal(size=(2, 2))).cosine) <= 2
    fit = svd(rng.normal(size=(60, 60)))
    assert len(fit.cosine) <= 12
    # Quadratic at the end (Demmel 1997, section 5.4.3); the constant holds the gaps of sigma^2.
    late = fit.cosine[-3:]
    assert late[1] < 100 * late[0] ** 1.5
