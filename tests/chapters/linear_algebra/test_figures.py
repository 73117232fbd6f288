"""The figures of chapter 10 say what the theory says; pictures are tested by the common suite."""

from itertools import product

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics.pairwise import cosine_similarity, euclidean_distances

from mlcourse.chapters.linear_algebra import figures
from mlcourse.chapters.linear_algebra.figures import (
    _composition,
    _dot_product,
    _matrix_map,
    _three_slides,
    shapes,
    speakers,
)
from tests.chapters.views import said, solved, view_of

# dot_product


def test_the_rectangle_is_the_product_and_the_equal_places_have_it() -> None:
    for first, x, y in product(_dot_product.FIRST, (-3.0, -0.5, 0.0, 1.25), (-2.0, 0.0, 3.0)):
        view, _ = view_of(figures.dot_product, first=first, x=x, y=y, reveal=True)
        assert view.signed * np.hypot(*view.a) == pytest.approx(view.a @ view.b, abs=1e-12)
        assert (view.b - view.shadow) @ view.a == pytest.approx(0, abs=1e-12)
        np.testing.assert_allclose(view.equal @ view.a, view.product, atol=1e-9)
        assert any(np.array_equal(place, view.b) for place in view.equal)
        np.testing.assert_allclose(view.line @ view.a, view.product, atol=1e-9)
        # from edge to edge, and every stop with this product lies between the ends
        np.testing.assert_allclose(np.abs(view.line).max(axis=1), _dot_product.REACH)
        low, high = view.line.min(axis=0), view.line.max(axis=0)
        assert np.all((view.equal >= low - 1e-9) & (view.equal <= high + 1e-9))


def test_it_opens_covered_and_the_shortest_of_nine_is_a_itself() -> None:
    assert len(view_of(figures.dot_product)[0].equal) == 0
    assert len(view_of(figures.dot_product)[0].line) == 0
    view, _ = view_of(figures.dot_product, reveal=True)
    assert view.product == 5
    assert len(view.equal) == 9
    shortest = view.equal[np.hypot(*view.equal.T).argmin()]
    np.testing.assert_array_equal(shortest, view.a)
    met = [b for b in view.equal if solved(figures.dot_product, x=b[0], y=b[1])]
    assert len(met) == 1
    for preset in figures.dot_product.presets.values():
        assert not solved(figures.dot_product, **preset)


def test_a_vector_without_direction_has_no_angle() -> None:
    assert "no angle" in said(figures.dot_product, x=0, y=0)
    assert "angle 90.0°" in said(figures.dot_product, x=-1, y=2)
    assert "angle 45.0°" in said(figures.dot_product)


# cast


def test_the_counts_are_those_of_another_library() -> None:
    texts = [" ".join(said) for said in speakers.speeches().values()]
    other = CountVectorizer(token_pattern=r"[a-z']+").fit_transform(texts).toarray()
    np.testing.assert_array_equal(speakers.counts(), other)
    table = speakers.counts()
    near = cosine_similarity(table)
    np.fill_diagonal(near, -np.inf)
    np.testing.assert_allclose(speakers.nearness(table, speakers.COSINE), near)
    far = -euclidean_distances(table)
    np.fill_diagonal(far, -np.inf)
    np.testing.assert_allclose(speakers.nearness(table, speakers.DISTANCE), far, rtol=1e-6)


def test_what_the_text_says_of_the_rulers() -> None:
    assert speakers.counts().shape == (9, 2674)
    assert speakers.halves().shape == (14, 2674)
    known = {(r, p): speakers.recognised(p, r) for r in ("distance", "cosine") for p in (0, 1)}
    assert known == {
        ("distance", 0): 4, ("distance", 1): 1, ("cosine", 0): 3, ("cosine", 1): 11
    }  # fmt: skip
    assert "Cominius, distance 67.8" in said(figures.cast, look=True)
    assert "Menenius, cosine 0.899" in said(figures.cast, ruler="cosine", look=True)
    assert "Coriolanus, cosine 0.125" in said(figures.cast, ruler="cosine", power=1, look=True)
    for power in (1.5, 1.75, 2):  # what wins the test says the same
        assert "Marcius: Coriolanus" in said(figures.cast, ruler="cosine", power=power, look=True)
    covered = said(figures.cast, ruler="cosine", power=1)
    assert "recognises 11 of 14" in covered
    assert not any(name in covered for name in speakers.PEOPLE)
    view, _ = view_of(figures.cast, ruler="cosine", power=0, asked="Marcius")
    assert view.share[speakers.PEOPLE.index("Marcius")] == 0
    assert view.share.max() == 1


def test_the_two_halves_of_a_part_are_all_of_it() -> None:
    own = [speakers.PEOPLE.index(name) for name in speakers.OTHERS]
    both = speakers.halves().reshape(7, 2, -1).sum(axis=1)
    np.testing.assert_array_equal(both, speakers.counts()[own])


def test_no_distance_knows_twelve_halves() -> None:
    powers = figures.cast.controls["power"].values
    best = [p for p in powers if speakers.recognised(float(p), "cosine") == 12]
    assert best == [1.5, 1.75, 2.0]
    assert solved(figures.cast, ruler="cosine", power=2)
    assert not solved(figures.cast, ruler="cosine", power=2, look=True)
    assert max(speakers.recognised(float(p), "cosine") for p in powers) == 12
    assert max(speakers.recognised(float(p), "distance") for p in powers) == 5


# matrix_map


def test_the_area_is_that_of_the_landed_square() -> None:
    for first, x, y in product(_matrix_map.FIRST, (-2.0, 0.5, 1.0), (-1.5, 0.0, 2.0)):
        view, _ = view_of(figures.matrix_map, first=first, x=x, y=y)
        corners = shapes.SQUARE @ view.matrix.T
        a, b = corners[:-1], corners[1:]
        shoelace = np.sum(a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]) / 2
        assert view.area == pytest.approx(shoelace, abs=1e-12)
        assert view.rank == np.linalg.matrix_rank(view.matrix)
        if view.null is not None:
            np.testing.assert_allclose(view.matrix @ view.null, 0, atol=1e-12)


def test_the_area_asked_for_is_met_on_one_line() -> None:
    stops = _matrix_map.STOPS
    met = np.array([
        (x, y) for x in stops for y in stops if solved(figures.matrix_map, first="(2, 1)", x=x, y=y)
    ])  # fmt: skip
    assert len(met) == 11
    np.testing.assert_allclose(met @ [-1, 2], -2)  # 2y − x: parallel to (2, 1)
    for preset in figures.matrix_map.presets.values():
        assert not solved(figures.matrix_map, **preset)
    assert "signed area 1, rank 2." in said(figures.matrix_map)
    assert "Everything lands on one line." in said(figures.matrix_map, x=0.5, y=0)
    assert "Everything lands on the origin." in said(figures.matrix_map, first="(0, 0)", x=0, y=0)


# composition


def test_which_pairs_of_different_kinds_do_not_mind_the_order() -> None:
    found = set()
    for (one, other), s, t in product(
        product(_composition.KINDS, repeat=2), _composition.STRENGTHS, _composition.STRENGTHS
    ):
        if one == other:
            continue
        a, b = _composition.map_of(one, s), _composition.map_of(other, t)
        if np.allclose(a @ b, b @ a) and not any(np.allclose(m, np.eye(2)) for m in (a, b)):
            found.add((one, other))
            assert solved(figures.composition, kind_a=one, by_a=s, kind_b=other, by_b=t, stage=2)
    assert found == {("stretch", "mirror"), ("mirror", "stretch")}


def test_the_orders_of_the_opening_pair() -> None:
    view, _ = view_of(figures.composition)
    turn_then_slide, slide_then_turn = (lane[-1] for lane in view.lanes)
    np.testing.assert_allclose(turn_then_slide, [[1, -1], [1, 0]], atol=1e-12)
    np.testing.assert_allclose(slide_then_turn, [[0, -1], [1, 1]], atol=1e-12)
    assert "Two different maps" in said(figures.composition, stage=2)
    assert "Nothing is done yet" in said(figures.composition)
    same = {"kind_a": "slide", "by_a": 1, "kind_b": "slide", "by_b": -0.5, "stage": 2}
    assert "The same map" in said(figures.composition, **same)
    assert not solved(figures.composition, **same)
    view, _ = view_of(figures.composition, kind_a="mirror", by_a=0, kind_b="mirror", by_b=0.5)
    np.testing.assert_allclose(view.lanes[0][-1], [[0, -1], [1, 0]], atol=1e-12)
    np.testing.assert_allclose(view.lanes[1][-1], [[0, 1], [-1, 0]], atol=1e-12)


def test_areas_agree_whatever_the_maps() -> None:
    for one, other in product(_composition.KINDS, repeat=2):
        view, _ = view_of(figures.composition, kind_a=one, by_a=0.5, kind_b=other, by_b=-1)
        areas = [np.linalg.det(lane[-1]) for lane in view.lanes]
        assert areas[0] == pytest.approx(areas[1])


def test_the_planes_move_from_nothing_through_the_first_map_to_the_product() -> None:
    room = np.vstack([shapes.SQUARE, np.nan_to_num(shapes.LETTER)])
    for one, other in product(_composition.KINDS, repeat=2):
        for s, t in product(_composition.STRENGTHS, repeat=2):
            view, _ = view_of(figures.composition, kind_a=one, by_a=s, kind_b=other, by_b=t)
            for lane, first in zip(view.lanes, view.maps, strict=True):
                np.testing.assert_allclose(lane[0], np.eye(2), atol=1e-12)
                np.testing.assert_allclose(lane[_composition.STAGES.index(1)], first, atol=1e-12)
                moved = np.concatenate([room @ a.T for a in lane])
                assert moved[:, 0].min() >= _composition.LEFT
                assert moved[:, 0].max() <= _composition.RIGHT
                assert np.abs(moved[:, 1]).max() <= _composition.HIGH
    half = _composition.on_its_way("turn", 1.0, 0.5)
    np.testing.assert_allclose(half @ half, _composition.map_of("turn", 1.0), atol=1e-12)
    flat = _composition.on_its_way("mirror", 0.5, 0.5)
    assert np.linalg.matrix_rank(flat) == 1
    assert "0.5 of 2 maps" in said(figures.composition, stage=0.5)


# three_slides


def test_slides_keep_every_pixel_and_rounding_loses_most_at_45() -> None:
    lost = {}
    for angle in _three_slides.ANGLES:
        view, _ = view_of(figures.three_slides, angle=angle)
        for places in view.path:
            assert len(np.unique(places, axis=0)) == 11_700
            assert np.abs(places[:, 0]).max() <= _three_slides.WIDE
            assert np.abs(places[:, 1]).max() <= _three_slides.HIGH
        assert view.off < 1.2
        lost[angle] = view.lost
    assert max(lost, key=lost.__getitem__) == 45
    assert lost[90] == 0
    assert f"{lost[30] / 11_700:.3f}" == "0.134"
    assert "1,568 lost (13.4 %)" in said(figures.three_slides, stage=3)
    assert "lost" not in said(figures.three_slides, stage=2)


def test_a_hole_is_inside_and_has_no_pixel() -> None:
    view, _ = view_of(figures.three_slides, angle=30)
    holes = _three_slides.holes(view)
    taken = {tuple(place) for place in view.rounded.tolist()}
    assert not any(tuple(place) in taken for place in holes.tolist())
    assert 0.8 * view.lost < len(holes) < 1.2 * view.lost  # one for each pixel that is covered
    view, _ = view_of(figures.three_slides, angle=90)
    assert len(_three_slides.holes(view)) == 0
