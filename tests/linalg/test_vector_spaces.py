"""Span, basis, coordinates, whitening, ratings: against SciPy, scikit-learn and naive loops."""

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA

from mlcourse.linalg.coordinates import change_of_basis, coordinates, matrix_in_basis
from mlcourse.linalg.gram_schmidt import gram_schmidt, remove_component
from mlcourse.linalg.householder import complete_basis, householder_qr, householder_vector
from mlcourse.linalg.recommend import complete_ratings, ratings_step
from mlcourse.linalg.vector_spaces import (
    basis_columns,
    combine,
    dimension,
    in_span,
    is_independent,
    null_space,
    project_onto_span,
)
from mlcourse.linalg.whitening import whiten
from tests.linalg.families import EPS, FAMILIES, distance

# Families whose rank is not a matter of taste (graded ones and Hilbert's are near a lower rank).
CLEAR = {name: a for name, a in FAMILIES.items() if name not in ("hilbert", "graded_rows")}
small = hnp.arrays(
    float,
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    elements=st.integers(-3, 3).map(float),
)


def _rank(a: np.ndarray) -> int:
    """Oracle: LAPACK's SVD, on columns of unit length, because ours compares with their length."""
    length = np.max(np.abs(a), axis=0)
    return int(np.linalg.matrix_rank(a / np.where(length > 0, length, 1.0)))


@pytest.mark.parametrize("name", CLEAR)
def test_dimension_and_basis(name: str) -> None:
    a = CLEAR[name]
    keep = basis_columns(a)
    assert len(keep) == dimension(a) == _rank(a)
    assert is_independent(a) == (len(keep) == a.shape[1])
    if len(keep):
        assert is_independent(a[:, keep])
        assert all(in_span(column, a[:, keep]) for column in a.T)


@given(a=small)
@settings(deadline=None)
def test_small_integer_matrices(a: np.ndarray) -> None:
    rank = np.linalg.matrix_rank(a)
    assert dimension(a) == rank == dimension(a.T)
    kernel = null_space(a)
    assert kernel.shape == (a.shape[1], a.shape[1] - rank)
    assert np.max(np.abs(a @ kernel), initial=0.0) <= 1e-13
    assert np.allclose(kernel.T @ kernel, np.eye(kernel.shape[1]), rtol=0, atol=1e-14)


def test_span_of_parallel_vectors_is_a_line() -> None:
    v = np.array([[1.0, 2.0], [2.0, 4.0]])
    assert in_span(combine(v, [0.3, -2.0]), v)
    assert not in_span([1.0, 2.1], v)
    assert in_span([0.0, 0.0], v)
    assert in_span([0.0, 0.0], np.zeros((2, 1)))
    assert not in_span([1.0, 0.0], np.zeros((2, 1)))


@pytest.mark.parametrize("shape", [(8, 3), (3, 3), (3, 8), (5, 1), (1, 1)])
def test_projection_is_least_squares(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    a, x = rng.normal(size=shape), rng.normal(size=shape[0])
    split = project_onto_span(x, a)
    oracle = a @ np.linalg.lstsq(a, x, rcond=None)[0]  # LAPACK
    assert np.allclose(split.image, oracle, rtol=0, atol=1e-13)
    assert np.allclose(a @ split.coefficients, split.image, rtol=0, atol=1e-12)
    assert np.max(np.abs(a.T @ split.residual)) <= 1e-13 * np.linalg.norm(x)


def test_projection_on_dependent_columns_uses_a_basis() -> None:
    split = project_onto_span([1, 2, 3], [[1, 2, 0], [0, 0, 1], [0, 0, 0]])
    assert np.allclose(split.coefficients, [1, 0, 2])
    assert np.allclose(split.residual, [0, 0, 3])


@pytest.mark.parametrize("method", ["classical", "modified"])
def test_gram_schmidt_records_every_step(method: str) -> None:
    a = np.random.default_rng(4).normal(size=(5, 4))
    run = gram_schmidt(a, method=method)
    assert list(run.column) == [0, 1, 1, 2, 2, 2, 3, 3, 3, 3]
    assert list(run.against) == [-1, 0, -1, 0, 1, -1, 0, 1, 2, -1]
    assert np.array_equal(run.vectors(0), a)
    assert np.array_equal(run.vectors(10), run.q)
    for t in range(10):  # oracle: the definition, step by step, from the state before
        before = run.vectors(t)
        j, i = run.column[t], run.against[t]
        v = before[:, j]
        want = v / np.linalg.norm(v) if i < 0 else v - (run.q[:, i] @ v) * run.q[:, i]
        assert np.allclose(run.working[t], want, rtol=0, atol=20 * EPS)
        if i >= 0:
            assert np.allclose(remove_component(v, run.q[:, i]), want, rtol=0, atol=20 * EPS)
    q, r = np.linalg.qr(a)  # LAPACK; unique once the diagonal is positive
    assert np.allclose(run.q, q * np.sign(np.diag(r)), rtol=0, atol=1e-14)
    with pytest.raises(ValueError, match=r"step must .* at most 10, got 11"):
        run.vectors(11)


def test_dependent_columns_become_zero_and_are_skipped() -> None:
    run = gram_schmidt([[1, 2, 0, 0], [1, 2, 1, 0]])
    assert list(run.dependent) == [1, 3]
    assert list(zip(run.column, run.against, strict=True)) == [
        (0, -1), (1, 0), (1, -1), (2, 0), (2, -1), (3, 0), (3, 2), (3, -1),
    ]  # fmt: skip
    assert not run.q[:, [1, 3]].any()


def test_remove_component_wants_a_unit_vector() -> None:
    with pytest.raises(ValueError, match="unit must be a vector of length 1, got length 2"):
        remove_component([1, 1], [2, 0])


@pytest.mark.parametrize("size", [1e-300, 1.0, 1e300])
@pytest.mark.parametrize("sign", [1, -1])
def test_householder_mirrors_onto_the_axis(size: float, sign: int) -> None:
    x = sign * size * np.array([1.0, 2.0, -2.0])
    v = householder_vector(x)
    image = x - 2 * v * (v @ x)
    assert np.allclose(image / size, [-3.0 * sign, 0, 0], rtol=0, atol=10 * EPS)
    assert not householder_vector([0.0, 0.0]).any()


@pytest.mark.parametrize("shape", [(5, 2), (4, 4), (3, 1), (1, 1)])
def test_complete_basis(shape: tuple[int, int]) -> None:
    q = householder_qr(np.random.default_rng(5).normal(size=shape)).q
    whole = np.hstack([q, complete_basis(q)])
    assert whole.shape == (shape[0], shape[0])
    assert np.allclose(whole.T @ whole, np.eye(shape[0]), rtol=0, atol=20 * EPS)
    with pytest.raises(ValueError, match="q must be a matrix of at most 1 columns"):
        complete_basis(np.ones((1, 2)))


@pytest.mark.parametrize("d", [1, 2, 5])
def test_coordinates_lead_back_to_the_point(d: int) -> None:
    rng = np.random.default_rng(d)
    b, c, points = rng.normal(size=(d, d)), rng.normal(size=(d, d)), rng.normal(size=(7, d))
    inside = coordinates(points, b)
    tol = 20 * d * EPS * np.linalg.cond(b) * np.linalg.cond(c)  # forward error of a solution
    assert np.allclose(inside @ b.T, points, rtol=0, atol=tol)
    assert np.allclose(coordinates(points[0], b), inside[0], rtol=0, atol=tol)
    there = change_of_basis(b, c)
    assert np.allclose(inside @ there.T, coordinates(points, c), rtol=0, atol=tol * 10)
    assert np.allclose(there @ change_of_basis(c, b), np.eye(d), rtol=0, atol=tol * 10)
    a = rng.normal(size=(d, d))
    image = coordinates(points @ a.T, b)
    assert np.allclose(inside @ matrix_in_basis(a, b).T, image, rtol=0, atol=tol * 100)


def test_dependent_columns_are_no_basis() -> None:
    flat = np.array([[1.0, 2.0], [2.0, 4.0]])
    assert np.isnan(coordinates([1, 1], flat)).all()
    assert np.isnan(change_of_basis(np.eye(2), flat)).all()
    assert np.isnan(matrix_in_basis(np.eye(2), flat)).all()
    with pytest.raises(ValueError, match=r"points must .* length 2"):
        coordinates(np.ones(3), flat)


@pytest.mark.parametrize("method", ["pca", "zca"])
def test_whitened_data_have_unit_covariance(method: str) -> None:
    x = load_iris().data * [1, 10, 100, 1000] + 50.0
    fit = whiten(x, method=method)
    assert np.allclose(np.cov(fit.whitened.T), np.eye(4), rtol=0, atol=1e-10)
    assert np.allclose(fit.whitened.mean(axis=0), 0.0, atol=1e-10)
    assert np.allclose(fit.variances, PCA().fit(x).explained_variance_, rtol=1e-10)  # scikit-learn
    if method == "pca":
        oracle = PCA(whiten=True).fit_transform(x)
        sign = np.sign(np.sum(oracle * fit.whitened, axis=0))
        assert np.allclose(fit.whitened, oracle * sign, rtol=0, atol=1e-9)
    else:  # the symmetric root of the inverse covariance, by SciPy
        root = np.linalg.inv(scipy.linalg.sqrtm(np.cov(x.T)))
        assert np.allclose(fit.transform, root, rtol=0, atol=1e-6 * np.max(np.abs(root)))


def test_zca_moves_the_data_less_than_pca() -> None:
    x = np.random.default_rng(6).normal(size=(200, 3)) @ np.diag([1.0, 1.2, 0.9])
    moved = {m: np.mean((whiten(x, method=m).whitened - (x - x.mean(0))) ** 2) for m in
             ("pca", "zca")}  # fmt: skip
    assert moved["zca"] < moved["pca"]


def test_directions_without_variance_are_left_out() -> None:
    t = np.random.default_rng(7).normal(size=(50, 2))
    x = np.column_stack([t, t.sum(axis=1), np.full(50, 0.1)])
    fit = whiten(x)
    assert fit.transform.shape == (2, 4)
    assert np.allclose(np.cov(fit.whitened.T), np.eye(2), rtol=0, atol=1e-12)
    covariance = np.cov(whiten(x, method="zca").whitened.T)  # a projection: ones and zeros
    assert np.allclose(np.linalg.eigvalsh(covariance), [0, 0, 1, 1], rtol=0, atol=1e-12)


def test_data_without_any_variance_are_refused() -> None:
    with pytest.raises(ValueError, match="features must be data that vary, got 4 equal rows"):
        whiten(np.full((4, 2), 0.1))
    with pytest.raises(ValueError, match=r"features must be a table of .*, got .*\(1, 2\)"):
        whiten(np.ones((1, 2)))


def _table() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(8)
    truth = rng.uniform(1, 2, size=(30, 2)) @ rng.uniform(0.5, 1.5, size=(2, 20))
    return truth, rng.random(truth.shape) < 0.6


def test_ratings_step_is_one_ridge_regression_a_row() -> None:
    truth, known = _table()
    right = np.random.default_rng(9).normal(size=(20, 3))
    left, new = ratings_step(truth, known, right, penalty=0.5)
    for i, mask in enumerate(known):  # oracle: ridge regression as least squares, row by row
        v = np.vstack([right[mask], np.sqrt(0.5) * np.eye(3)])
        want = np.linalg.lstsq(v, np.r_[truth[i, mask], np.zeros(3)], rcond=None)[0]
        assert np.allclose(left[i], want, rtol=0, atol=1e-12)
    v = np.vstack([left[known[:, 0]], np.sqrt(0.5) * np.eye(3)])
    want = np.linalg.lstsq(v, np.r_[truth[known[:, 0], 0], np.zeros(3)], rcond=None)[0]
    assert np.allclose(new[0], want, rtol=0, atol=1e-12)


def test_unknown_ratings_are_predicted_and_their_numbers_ignored() -> None:
    truth, known = _table()
    spoiled = np.where(known, truth, 999.0)
    run = complete_ratings(spoiled, known, rank=2, penalty=1e-6, max_steps=300, rng=0)
    assert np.all(np.diff(run.loss) <= 1e-12 * run.loss[0])  # each half round is a minimum
    hidden = run.prediction[~known] - truth[~known]
    # Exact rank 2, penalty 1e-6: what is left is the pull of the penalty (about 1e-6).
    assert np.max(np.abs(hidden)) < 1e-3
    assert run.left.shape == (301, 30, 2)
    assert np.isclose(
        run.fit_error[-1], np.sqrt(np.mean((run.prediction - truth)[known] ** 2)), rtol=1e-6
    )


def test_with_everything_known_it_is_the_truncated_svd() -> None:
    a = np.random.default_rng(10).normal(size=(12, 9))
    run = complete_ratings(a, np.ones(a.shape), rank=3, penalty=1e-9, max_steps=2000, rng=1)
    u, s, vt = np.linalg.svd(a)
    assert distance(run.prediction, (u[:, :3] * s[:3]) @ vt[:3]) < 1e-6


def test_strange_masks_are_refused() -> None:
    with pytest.raises(ValueError, match=r"observed must be True or False .* got an entry 2"):
        ratings_step(np.ones((1, 2)), [[1, 2]], np.ones((2, 1)), penalty=1.0)
    with pytest.raises(ValueError, match="observed must be True somewhere, got only False"):
        ratings_step(np.ones((1, 2)), [[0, 0]], np.ones((2, 1)), penalty=1.0)
