"""Vectors and maps of the plane, against closed forms, SciPy and high precision."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.spatial.distance import cosine

from mlcourse.linalg.maps import compose, grid_lines, map_points, null_direction, signed_area
from mlcourse.linalg.named_maps import reflection, rotation, scaling, shear
from mlcourse.linalg.plane_eigen import plane_eigen
from mlcourse.linalg.vectors import (
    angle,
    cosine_similarities,
    cosine_similarity,
    dot,
    norm,
    project,
)
from tests.linalg.families import EPS

moderate = st.floats(-1e3, 1e3)
planes = hnp.arrays(float, (2, 2), elements=st.integers(-5, 5).map(float))


def test_dot_and_norm_are_numpys() -> None:
    rng = np.random.default_rng(0)
    for n in (1, 2, 50):
        x, y = rng.normal(size=(2, n))
        assert np.isclose(dot(x, y), np.dot(x, y), rtol=0, atol=n * EPS * 10)
        assert np.isclose(norm(x), np.linalg.norm(x), rtol=n * EPS)
    assert dot([1e200, 1], [1e200, 1]) == np.inf


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1.0, 1e200, 1e307])
def test_norm_neither_overflows_nor_vanishes(size: float) -> None:
    # 3-4-5; one part in 1e13 allows for the few digits a number near 1e-310 still has
    assert np.isclose(norm([3 * size, 4 * size]), 5 * size, rtol=1e-13, atol=1e-323)


def test_norm_of_zero_and_beyond_the_range() -> None:
    assert norm([0.0, 0.0]) == 0.0
    assert norm([1.7e308, 1.7e308]) == np.inf


def test_angle_keeps_its_digits_near_zero_and_pi() -> None:
    for small in (1e-3, 1e-7, 1e-12):
        with mpmath.workdps(50):  # oracle: 50 digits
            exact = float(mpmath.atan2(mpmath.mpf(small), 1))
        assert np.isclose(angle([1, 0], [1, small]), exact, rtol=4 * EPS)
        assert np.isclose(np.pi - angle([1, 0], [-1, small]), exact, rtol=0, atol=4 * EPS)
    # negative control: the textbook formula has lost everything at 1e-12
    assert np.arccos(1 / np.hypot(1, 1e-12)) == 0.0


@given(x=hnp.arrays(float, 3, elements=moderate), y=hnp.arrays(float, 3, elements=moderate))
@settings(deadline=None)
def test_cosine_angle_and_projection_agree(x: np.ndarray, y: np.ndarray) -> None:
    if norm(x) < 1e-3 or norm(y) < 1e-3:
        return
    c = cosine_similarity(x, y)
    assert np.isclose(c, 1 - cosine(x, y), rtol=0, atol=10 * EPS)  # SciPy
    assert np.isclose(np.cos(angle(x, y)), c, rtol=0, atol=10 * EPS)
    split = project(x, y)
    assert np.allclose(split.image + split.residual, x, rtol=0, atol=4 * EPS * norm(x))
    assert abs(dot(split.residual, y)) <= 10 * EPS * norm(x) * norm(y)
    assert np.allclose(split.image, split.coefficient * y, rtol=0, atol=10 * EPS * norm(x))
    for t in (-0.1, 0.1):  # no other point of the line is nearer
        assert norm(x - (split.image + t * y)) >= norm(split.residual) * (1 - 10 * EPS)


def test_cosine_table_is_the_pairs() -> None:
    rng = np.random.default_rng(1)
    x = rng.poisson(1.0, size=(6, 20)) + 1.0  # word counts
    table = cosine_similarities(x)
    naive = [[cosine_similarity(a, b) for b in x] for a in x]
    assert np.allclose(table, naive, rtol=0, atol=10 * EPS)
    assert np.array_equal(np.diag(table), np.ones(6))
    assert np.allclose(cosine_similarities(x * 1e300 / x.max()), naive, rtol=0, atol=10 * EPS)


@pytest.mark.parametrize("call", [cosine_similarity, angle])
def test_zero_vectors_have_no_angle(call) -> None:
    with pytest.raises(ValueError, match="x must be a vector with a direction"):
        call([0, 0], [1, 0])
    with pytest.raises(ValueError, match="y must be a vector with a direction"):
        call([1, 0], [0, 0])


def test_zero_rows_and_lines_are_refused() -> None:
    with pytest.raises(ValueError, match=r"onto must .* got only zeros"):
        project([1, 2], [0, 0])
    with pytest.raises(ValueError, match=r"features must .* row 1"):
        cosine_similarities([[1, 2], [0, 0]])


def test_grid_has_every_line_once() -> None:
    lines = grid_lines(half_width=2, n_points=5)
    assert lines.shape == (10, 5, 2)
    assert np.array_equal(lines[:5, 0, 0], np.arange(-2.0, 3.0))
    assert np.all(lines[:5, :, 0] == lines[:5, :1, 0])  # upright: x stays
    assert np.array_equal(lines[5:], lines[:5, :, ::-1])


def test_map_points_keeps_the_arrangement() -> None:
    rng = np.random.default_rng(2)
    a, points = rng.normal(size=(3, 2)), rng.normal(size=(4, 5, 2))
    image = map_points(a, points)
    assert image.shape == (4, 5, 3)
    naive = np.array([[a @ p for p in row] for row in points])
    assert np.allclose(image, naive, rtol=0, atol=10 * EPS)
    assert np.allclose(map_points(a, points[0, 0]), naive[0, 0], rtol=0, atol=10 * EPS)
    with pytest.raises(ValueError, match=r"points must .* length 2, got an array of shape \(3,\)"):
        map_points(a, np.ones(3))


@given(a=planes, b=planes)
@settings(deadline=None)
def test_areas_multiply(a: np.ndarray, b: np.ndarray) -> None:
    assert signed_area(compose(a, b)) == signed_area(a) * signed_area(b)  # small integers: exact
    corners = map_points(a, [[0, 0], [1, 0], [1, 1], [0, 1]])
    x, y = corners.T  # oracle: the shoelace formula of the image of the unit square
    assert signed_area(a) == np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2


@given(a=planes)
@settings(deadline=None)
def test_null_direction_is_sent_to_zero(a: np.ndarray) -> None:
    v = null_direction(a)
    assert (v is None) == (np.linalg.matrix_rank(a) == 2)
    if v is not None:
        assert np.isclose(norm(v), 1.0, rtol=4 * EPS)
        assert norm(a @ v) <= 10 * EPS * np.max(np.abs(a), initial=1.0)


def test_null_direction_does_not_depend_on_the_unit() -> None:
    a = np.array([[1.0, 2.0], [2.0, 4.0]])
    for size in (1e-300, 1e300):
        assert np.allclose(null_direction(size * a), null_direction(a), rtol=1e-12)


@pytest.mark.parametrize("theta", [0.0, 0.3, -2.0, 7.0])
def test_rotations_and_reflections(theta: float) -> None:
    turn, mirror = rotation(theta), reflection(theta)
    e = np.exp(1j * theta)  # oracle: the plane as complex numbers
    image = turn @ [2.0, 1.0]
    assert np.isclose(image[0] + 1j * image[1], e * (2 + 1j))
    image = mirror @ [2.0, 1.0]
    assert np.isclose(image[0] + 1j * image[1], e**2 * np.conj(2 + 1j))
    assert np.isclose(signed_area(turn), 1.0)
    assert np.isclose(signed_area(mirror), -1.0)
    assert np.allclose(mirror @ [np.cos(theta), np.sin(theta)], [np.cos(theta), np.sin(theta)])
    assert np.allclose(compose(mirror, mirror), np.eye(2))
    assert np.allclose(compose(mirror, reflection(0.1)), rotation(2 * (theta - 0.1)))


def test_order_of_maps_matters() -> None:
    assert not np.allclose(compose(shear(1), scaling(2, 1)), compose(scaling(2, 1), shear(1)))


@given(a=hnp.arrays(float, (2, 2), elements=moderate))
@settings(deadline=None)
def test_plane_eigen_solves_its_equation(a: np.ndarray) -> None:
    fit = plane_eigen(a)
    size = max(np.max(np.abs(a)), 1e-300)
    defect = a @ fit.vectors - fit.vectors * fit.values
    # In the regimes with d set to zero the values move by up to sqrt(tol) = 1e-6.
    rough = fit.regime in ("repeated", "defective")
    assert np.max(np.abs(defect)) <= size * (3e-6 if rough else 20 * EPS)
    assert np.allclose(np.sum(np.abs(fit.vectors) ** 2, axis=0), 1.0)
    assert np.all(fit.values.imag == 0) == (fit.regime != "complex")


@pytest.mark.parametrize(
    ("a", "regime"),
    [
        ([[2, 1], [1, 2]], "distinct"),
        ([[2, 0], [0, 2]], "repeated"),
        ([[0, 0], [0, 0]], "repeated"),
        ([[2, 1], [0, 2]], "defective"),
        ([[1, -1], [1, 1]], "complex"),
    ],
)
@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_regimes(a: list, regime: str, size: float) -> None:
    fit = plane_eigen(size * np.array(a, dtype=float))
    assert fit.regime == regime
    oracle = np.linalg.eigvals(np.array(a, dtype=float))
    oracle = oracle[np.lexsort((-oracle.imag, -oracle.real))]
    assert np.allclose(fit.values / size, oracle, rtol=0, atol=1e-7)  # sqrt(eps) where defective
