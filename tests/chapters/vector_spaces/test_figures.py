"""The figures of chapter 11 say what the theory says; pictures are tested by the common suite."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.polynomial import legendre
from scipy.spatial.distance import cdist

from mlcourse.chapters.vector_spaces import figures
from mlcourse.chapters.vector_spaces.figures import (
    _change_of_basis,
    _gram_schmidt,
    _projection,
    _rulers,
    _span,
    _three_data,
)
from mlcourse.chapters.vector_spaces.figures.birds import standardised
from mlcourse.explore import Explorer
from mlcourse.explore.render import Drawing
from tests.chapters.views import said, solved, view_of


def _drawn(explorer: Explorer, **values: Any) -> Any:
    drawing = Drawing(explorer)
    drawing.show(explorer.state(**values))
    return drawing.artists


# span


def test_one_pair_reaches_the_target_at_each_angle_and_it_grows() -> None:
    found = {}
    for angle in _span.ANGLES:
        pairs = [
            (c1, c2)
            for c1, c2 in product(_span.COEFFICIENTS, repeat=2)
            if _span.compute(angle=angle, c1=c1, c2=c2, rings=False).miss < 1e-9
        ]
        found[angle] = pairs
    assert found[83] == [(0.5, 0.5)]
    assert found[53] == [(0.0, 1.0)]
    assert found[27] == [(-1.0, 2.0)]
    assert found[13] == [(-3.0, 4.0)]
    assert found[10] == [(-4.0, 5.0)]
    assert found[5] == []  # (-9, 10), off the pad
    assert found[0] == []
    for angle, rise in _span.ANGLES.items():
        if rise:
            view = _span.compute(angle=angle, c1=1 - 1 / rise, c2=1 / rise, rings=False)
            assert view.miss < 1e-12


def test_rings_are_places_that_miss_by_as_much() -> None:
    for angle in _span.ANGLES:
        view = _span.compute(angle=angle, c1=0, c2=0, rings=True)
        rings = view.rings[~np.isnan(view.rings[:, 0])]
        miss = np.hypot(*(rings @ view.arrows.T - _span.TARGET).T)
        assert np.all(np.isclose(miss[:, None], _span.RINGS).any(axis=1))
    assert len(_drawn(figures.span).rings.get_xdata()) == 0
    closed = _span.compute(angle=0, c1=0, c2=0, rings=True)
    assert len(closed.rings) == 3 * 6  # no closer than 0.894


def test_dots_fill_the_plane_or_a_line() -> None:
    x, y = _drawn(figures.span, angle=0).grid.get_data()
    x, y = x[0::3], y[0::3]
    np.testing.assert_allclose(y, -0.5 * x, atol=1e-9)
    assert "on one line" in said(figures.span, angle=0)


# change_of_basis


def test_it_opens_as_measured_and_the_spreads_are_one_everywhere() -> None:
    view, _ = view_of(figures.change_of_basis)
    np.testing.assert_allclose(view.coordinates, view.points, atol=1e-12)
    assert view.correlation == pytest.approx(0.871, abs=1e-3)
    for first, second in ((0.0, 90.0), (30.0, 60.0), (30.0, 37.5), (165.0, 7.5)):
        view = _change_of_basis.compute(first=first, second=second)
        # independent oracle: all 342 birds
        found = standardised() @ np.linalg.inv(view.basis).T
        np.testing.assert_allclose(found.std(axis=0, ddof=1), 1.0)
        assert np.corrcoef(found.T)[0, 1] == pytest.approx(view.correlation)
        np.testing.assert_allclose(view.coordinates @ view.basis.T, view.points)


def test_each_first_direction_has_one_partner_and_one_pair_has_a_right_angle() -> None:
    sigma = np.cov(standardised().T)
    for first in _change_of_basis.ANGLES:
        others = sorted(
            (a for a in _change_of_basis.ANGLES if a != first), key=lambda a: (a - first) % 180
        )
        # the half turn from the first direction on; below it the arrow points the other way
        found = [
            _change_of_basis.compute(first=first, second=a).correlation * (1 if a > first else -1)
            for a in others
        ]
        signs = np.sign([c for c in found if abs(c) > 1e-9])
        assert np.sum(np.diff(signs) != 0) == 1
    # theory: orthogonal in the inner product of the inverse covariance matrix
    view = _change_of_basis.compute(first=45.0, second=135.0)
    assert abs(view.correlation) < 1e-9
    np.testing.assert_allclose(view.basis @ view.basis.T, sigma, atol=1e-9)


def test_some_pairs_of_the_text() -> None:
    near = _change_of_basis.compute(first=30.0, second=60.0)
    assert abs(near.correlation) == pytest.approx(0.02, abs=0.005)
    assert abs(_change_of_basis.compute(first=30.0, second=37.5).correlation) > 0.9
    for first in _change_of_basis.ANGLES:
        ties = [
            abs(_change_of_basis.compute(first=first, second=second).correlation)
            for second in _change_of_basis.SECOND
            if second != first
        ]
        assert min(ties) < 0.02
    assert "above 0.99" in said(figures.change_of_basis, first=172.5, second=0.0)
    assert "no basis" in said(figures.change_of_basis, first=30.0, second=30.0)
    assert not solved(figures.change_of_basis, first=45.0, second=135.0)
    found = [
        pair
        for pair in product(_change_of_basis.ANGLES, _change_of_basis.SECOND)
        if solved(figures.change_of_basis, first=pair[0], second=pair[1])
    ]
    assert found == [(41.0, 90.0), (90.0, 41.0)]


# rulers


def test_neighbours_are_those_of_another_library() -> None:
    points, labels = _rulers.birds()
    for unit in (1, 50, 1000):
        away = cdist(points / [1.0, unit], points / [1.0, unit])
        np.fill_diagonal(away, np.inf)
        view = _rulers.compute(unit=unit, ruler=_rulers.UNIT, bird="C")
        # a tie may be cut another way, so the seventh distance is compared
        seventh = np.sort(away[view.bird])[_rulers.MOST - 1]
        assert away[view.bird][view.nearest].max() == pytest.approx(seventh)
        on_ring = (view.ring - points[view.bird]) / [1.0, unit]
        np.testing.assert_allclose(np.hypot(*on_ring.T), seventh)
        assert view.others == np.sum(labels[view.nearest] != labels[view.bird])


def test_the_unit_does_not_matter_to_the_clouds_own_ruler() -> None:
    views = [_rulers.compute(unit=u, ruler=_rulers.WHITENED, bird="B") for u in _rulers.UNITS]
    assert all(np.array_equal(v.nearest, views[0].nearest) for v in views)
    points, _ = _rulers.birds()
    away = views[0].ring - points[views[0].bird]
    lengths = np.einsum("ij,jk,ik->i", away, np.linalg.inv(np.cov(points.T)), away)
    np.testing.assert_allclose(lengths, lengths[0])


def test_the_shares_of_the_text_and_one_best_unit() -> None:
    shares = [_rulers.compute(unit=u, ruler=_rulers.UNIT, bird="A").share for u in _rulers.UNITS]
    assert [round(100 * s) for s in (shares[0], shares[-1])] == [37, 19]
    found = [u for u in _rulers.UNITS if solved(figures.rulers, unit=u)]
    assert found == [200]
    assert not solved(figures.rulers, ruler=_rulers.WHITENED)


def test_each_letter_is_another_bird() -> None:
    birds = {_rulers.compute(unit=1, ruler=_rulers.UNIT, bird=b).bird for b in _rulers.ASKED}
    assert len(birds) == len(_rulers.ASKED)


# projection


def test_the_bottom_of_the_parabola_is_the_dot() -> None:
    for column in _projection.COLUMNS:
        view = _projection.compute(column=column, y1=1.5, y2=-3.0, across=False)
        assert view.loss.min() == pytest.approx(view.miss**2)
        assert abs((view.target - view.dot) @ view.column) < 1e-12
        assert view.loss[[0, -1]] == pytest.approx(_projection.HIGHEST)


def test_the_dot_stays_on_the_line_across_and_only_there() -> None:
    dot = _projection.compute(column="(2, 1)", y1=2.0, y2=1.0, across=False).dot
    for y1, y2 in product(_projection.PLACES, repeat=2):
        view = _projection.compute(column="(2, 1)", y1=y1, y2=y2, across=False)
        assert np.allclose(view.dot, dot) is bool(abs(2 * y1 + y2 - 5) < 1e-9)
    found = [
        (y1, y2)
        for y1, y2 in product(_projection.PLACES, repeat=2)
        if solved(figures.projection, y1=y1, y2=y2)
    ]
    assert found == [(1.0, 3.0), (3.0, -1.0)]
    assert len(_drawn(figures.projection).across.get_xdata()) == 0
    mean, _ = view_of(figures.projection, column="(1, 1)", y1=3.0, y2=1.0)
    np.testing.assert_allclose(mean.dot, 2.0)


def test_no_dot_leaves_its_panel() -> None:
    low, high = _drawn(figures.projection).plane.get_xlim()
    for column in _projection.COLUMNS:
        for y1, y2 in product(_projection.PLACES, repeat=2):
            dot = _projection.compute(column=column, y1=y1, y2=y2, across=False).dot
            assert np.all((low + 0.4 < dot) & (dot < high - 0.4))


# three_data


def test_the_nearest_predictions_are_those_of_the_regression() -> None:
    explorer = figures.three_data
    a, b = np.polynomial.polynomial.polyfit([0, 1, 2], [1, 1, 4], 1)
    np.testing.assert_allclose([a, b], [0.5, 1.5])
    view, _ = view_of(explorer, a=0.5, b=1.5)
    np.testing.assert_allclose(view.residual, [0.5, -1.0, 0.5])
    assert view.residual @ view.residual == pytest.approx(_three_data.LEAST)
    words = said(explorer, a=0.5, b=1.5)
    assert "(1, 1, 1): 0; with (0, 1, 2): 0." in words
    assert "(1, 1, 1): 0; with (0, 1, 2): 3." in said(explorer)  # the best constant
    stops = product(explorer.controls["a"].stops, explorer.controls["b"].stops)
    assert [pair for pair in stops if solved(explorer, a=pair[0], b=pair[1])] == [(0.5, 1.5)]


def test_from_above_the_best_dot_hides_below_the_point_and_from_the_side_is_a_right_angle() -> None:
    above = _three_data.compute(a=0.5, b=1.5, tilt=0.0)
    np.testing.assert_allclose(above.screen @ above.residual, 0.0, atol=1e-12)
    along = _three_data.compute(a=0.5, b=1.5, tilt=90.0)
    np.testing.assert_allclose((along.screen @ _three_data.COLUMNS)[1], 0.0, atol=1e-12)
    np.testing.assert_allclose(along.screen @ along.residual, [0.0, np.sqrt(1.5)], atol=1e-12)
    # the best constant is orthogonal to one column only, and does not look like more
    constant = _three_data.compute(a=2.0, b=0.0, tilt=90.0)
    assert abs((constant.screen @ constant.residual)[0]) > 0.5
    for tilt in (0.0, 45.0, 90.0):
        screen = _three_data.compute(a=0.0, b=0.0, tilt=tilt).screen
        np.testing.assert_allclose(screen @ screen.T, np.eye(2), atol=1e-12)


# gram_schmidt


def test_powers_become_legendre_polynomials() -> None:
    view = _gram_schmidt.compute(vectors="1, x, x², x³")
    found = _gram_schmidt.polynomials(view, 10)
    for n in range(4):
        # oracle: numpy's Legendre polynomials, scaled to length 1
        right = np.zeros(4)
        right[: n + 1] = legendre.leg2poly(np.eye(n + 1)[n]) * np.sqrt(n + 0.5)
        np.testing.assert_allclose(found[:, n], right, atol=1e-12)
        roots = np.polynomial.Polynomial(found[:, n]).roots() if n else np.empty(0)
        assert np.sum(np.abs(roots) < 1) == n


@pytest.mark.parametrize("order", _gram_schmidt.ORDERS)
def test_every_order_ends_orthonormal_and_shows_the_integrals(order: str) -> None:
    view = _gram_schmidt.compute(vectors=order)
    grid, weights = legendre.leggauss(20)
    for k in (0, 3, 7, 10):
        values = np.vander(grid, 4, increasing=True) @ _gram_schmidt.polynomials(view, k)
        integrals = values.T @ (weights[:, None] * values)
        now = view.run.vectors(k)
        np.testing.assert_allclose(now.T @ now, integrals, atol=1e-12)
    np.testing.assert_allclose(integrals, np.eye(4), atol=1e-12)


def test_what_is_left_of_arrows() -> None:
    assert "0.866" in said(figures.gram_schmidt, vectors="two arrows, 60°", k=2)
    assert "0.087" in said(figures.gram_schmidt, vectors="two arrows, 5°", k=2)
    assert "no shadow on q₂" in said(figures.gram_schmidt, vectors="1, x, x², x³", k=5)
    small = _drawn(figures.gram_schmidt, vectors="two arrows, 5°", k=2)
    assert [cell.get_text() for cell in small.cells[:3]] == ["1.00", "0", "0.015"]
    # from the old tip to the new one
    np.testing.assert_allclose(
        small.shadow.get_xydata()[:2], [[1.3523, 0.3623], [-0.0212, 0.1202]], atol=1e-3
    )
    assert "nothing is left" in said(figures.gram_schmidt, vectors="three arrows", k=6)
    assert said(figures.gram_schmidt, vectors="three arrows", k=10) == "All done after 6 steps."
    assert said(figures.gram_schmidt, vectors="1, x, x², x³", k=4).endswith("now x² − 0.33.")


def test_one_order_alone_leaves_less_than_half_of_x() -> None:
    found = [
        (order, k)
        for order in (*_gram_schmidt.ARROWS, *_gram_schmidt.ORDERS)
        for k in range(11)
        if solved(figures.gram_schmidt, vectors=order, k=k)
    ]
    assert found == [("x³, x², x, 1", 4), ("x³, x², x, 1", 5)]
