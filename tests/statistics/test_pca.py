"""PCA against scikit-learn and the eigenvectors of the covariance matrix."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import decomposition

from mlcourse.data.images import digits
from mlcourse.data.tables import iris
from mlcourse.statistics.axis_rotation import rotate_axis
from mlcourse.statistics.pca import pca

CASES = {
    "iris": iris().features,
    "digits": digits().features[:300],
    "wide": 100 + np.random.default_rng(1).normal(size=(5, 12)),
    "two rows": np.array([[1.0, 2.0, 3.0], [2.0, 0.0, 3.0]]),
    "one column": np.array([[1.0], [4.0], [2.0]]),
}


@pytest.mark.parametrize("case", CASES)
def test_is_scikit_learns(case: str) -> None:
    data = CASES[case]
    ours, oracle = pca(data), decomposition.PCA(svd_solver="full").fit(data)
    # The largest singular value decides: eps times it, ten-fold, is the scale of rounding.
    scale = 1e-13 * ours.singular_values[0]
    np.testing.assert_allclose(ours.singular_values, oracle.singular_values_, atol=100 * scale)
    np.testing.assert_allclose(
        ours.explained_variance, oracle.explained_variance_, rtol=1e-9, atol=scale**2
    )
    np.testing.assert_allclose(ours.explained_share, oracle.explained_variance_ratio_, atol=1e-12)
    # Directions are comparable where their variances are clearly apart from the others'.
    s = np.append(ours.singular_values, 0.0)
    clear = [j for j in range(min(3, len(s) - 1)) if s[j] - s[j + 1] > 1e-3 * s[0]]
    along = np.abs((ours.components * oracle.components_).sum(axis=1))
    np.testing.assert_allclose(along[clear], 1.0, atol=1e-10)


@pytest.mark.parametrize("case", CASES)
def test_invariants(case: str) -> None:
    data = CASES[case]
    fit = pca(data)
    k = len(fit.components)
    np.testing.assert_allclose(fit.components @ fit.components.T, np.eye(k), atol=1e-13 * k)
    np.testing.assert_allclose(fit.mean + fit.scores @ fit.components, data, atol=1e-11)
    gram = fit.scores.T @ fit.scores
    np.testing.assert_allclose(gram, np.diag(np.diag(gram)), atol=1e-12 * gram.max())
    largest = np.abs(fit.components).argmax(axis=1)
    assert np.all(fit.components[np.arange(k), largest] > 0)
    assert fit.explained_share.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("case", CASES)
def test_error_for_every_k_is_that_of_the_reconstruction(case: str) -> None:
    """Oracle: project on k components, come back, average the squares."""
    data = CASES[case]
    fit = pca(data)
    for k in range(0, len(fit.components) + 1, 1 + len(fit.components) // 8):
        back = fit.reconstruct(fit.project(data, n_components=k))
        slow = ((data - back) ** 2).mean()
        # Rounding of a difference of numbers of the data's size, squared.
        slack = (1e-14 * np.abs(data).max()) ** 2 * 100
        assert fit.reconstruction_error[k] == pytest.approx(slow, rel=1e-9, abs=slack)
    assert np.all(np.diff(fit.reconstruction_error) <= 0)
    assert fit.reconstruction_error[-1] == 0


def test_scores_are_the_projections_of_the_data_itself() -> None:
    fit = pca(iris().features)
    np.testing.assert_allclose(
        fit.project(iris().features, n_components=2), fit.scores[:, :2], atol=1e-13
    )


def test_no_other_directions_keep_more() -> None:
    """Eckart and Young: random orthonormal pairs never beat the first two components."""
    data = iris().features - iris().features.mean(axis=0)
    best = pca(data).reconstruction_error[2]
    rng = np.random.default_rng(2)
    for _ in range(200):
        q, _ = np.linalg.qr(rng.normal(size=(4, 2)))
        assert ((data - data @ q @ q.T) ** 2).mean() >= best


def test_data_that_do_not_vary() -> None:
    fit = pca(np.full((4, 2), 0.1))
    assert fit.reconstruction_error.tolist() == [0, 0, 0]
    assert np.all(np.isnan(fit.explained_share))


def test_methods_refuse_what_does_not_fit() -> None:
    fit = pca(iris().features)
    with pytest.raises(ValueError, match="n_components must be"):
        fit.project(iris().features, n_components=5)
    with pytest.raises(ValueError, match="features must be"):
        fit.project(np.ones((2, 3)), n_components=1)
    with pytest.raises(ValueError, match="scores must be of at most 4 columns, got 5"):
        fit.reconstruct(np.ones((2, 5)))


@given(
    seed=st.integers(0, 5000),
    angle=st.floats(-10, 10),
    shift=st.floats(-5, 5),
    n=st.integers(1, 20),
)
def test_both_parts_of_the_variance_add_up(seed: int, angle: float, shift: float, n: int) -> None:
    data = shift + np.random.default_rng(seed).normal(size=(n, 2)) @ [[1.0, 0.9], [0.0, 0.5]]
    turned = rotate_axis(data, angle=angle)
    total = data.var(axis=0).sum()
    parts = turned.projected_variance + turned.reconstruction_error
    assert parts == pytest.approx(total, rel=1e-10, abs=1e-28)
    assert turned.total_variance == pytest.approx(total, rel=1e-10, abs=1e-28)
    slack = 1e-12 * (1 + total)
    assert (
        turned.worst_variance - slack <= turned.projected_variance <= turned.best_variance + slack
    )


def test_best_angle_stays_below_pi() -> None:
    nearly_level = rotate_axis([[1.0, -1e-17], [-1.0, 1e-17]], angle=0.0)
    assert nearly_level.best_angle == 0.0


def test_projection_and_its_error_by_definition() -> None:
    data = np.random.default_rng(3).normal(size=(9, 2))
    turned = rotate_axis(data, angle=2.0)
    np.testing.assert_allclose(turned.direction, [np.cos(2.0), np.sin(2.0)])
    slow = ((data - turned.projections) ** 2).sum(axis=1).mean()
    assert turned.reconstruction_error == pytest.approx(slow, rel=1e-12)
    np.testing.assert_allclose((data - turned.projections) @ turned.direction, 0.0, atol=1e-14)
    np.testing.assert_allclose(turned.coordinates, (data - data.mean(axis=0)) @ turned.direction)


@pytest.mark.parametrize("rho", [-0.9, 0.0, 0.3, 0.9])
def test_best_angle_is_the_first_eigenvector_and_the_first_component(rho: float) -> None:
    rng = np.random.default_rng(4)
    data = rng.multivariate_normal([3, -2], [[2, rho], [rho, 1]], size=60)
    turned = rotate_axis(data, angle=0.0)
    values, vectors = np.linalg.eigh(np.cov(data.T, ddof=0))
    best = np.array([np.cos(turned.best_angle), np.sin(turned.best_angle)])
    assert abs(best @ vectors[:, 1]) == pytest.approx(1.0, abs=1e-12)
    assert abs(best @ pca(data).components[0]) == pytest.approx(1.0, abs=1e-12)
    np.testing.assert_allclose([turned.worst_variance, turned.best_variance], values, rtol=1e-11)
    assert 0 <= turned.best_angle < np.pi
    at_best = rotate_axis(data, angle=turned.best_angle)
    assert at_best.projected_variance == pytest.approx(turned.best_variance, rel=1e-12)
