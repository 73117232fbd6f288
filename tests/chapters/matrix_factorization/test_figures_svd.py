"""Power iteration, the cross, the photograph and the table with holes say what theory says."""

from typing import Any

import numpy as np
import pytest

from mlcourse.chapters.matrix_factorization import figures
from mlcourse.chapters.matrix_factorization.figures import (
    _low_rank_image,
    _power_iteration,
    _svd_moves,
    _unseen_answers,
)
from mlcourse.chapters.matrix_factorization.figures.answers import completed, rms, table
from mlcourse.explore import Artists, Explorer
from mlcourse.explore.render import Drawing
from mlcourse.linalg.power_iteration import power_iteration
from tests.chapters.views import said, solved, view_of

SOMEWHERE, BESIDE, ON = _power_iteration.TILTS


def _drawn(explorer: Explorer, **values: Any) -> Artists:
    drawing = Drawing(explorer)
    drawing.show(explorer.state(**values))
    return drawing.artists


# power_iteration


@pytest.mark.parametrize("ratio", _power_iteration.RATIOS)
def test_the_run_is_the_packages_and_keeps_the_promise(ratio: float) -> None:
    view = _power_iteration.compute(ratio=ratio, start=SOMEWHERE)
    c, s = _power_iteration.AXIS
    turn = np.array([[c, -s], [s, c]])
    a = turn @ np.diag([1.5, 1.5 * ratio]) @ turn.T
    theirs = power_iteration(a, view.vector[0], max_steps=40, tol=0.0)
    np.testing.assert_allclose(view.vector[: len(theirs.vector)], theirs.vector, atol=1e-12)
    k = np.arange(_power_iteration.N_STEPS + 1)
    promise = np.abs(ratio) ** k * np.tan(np.deg2rad(69))
    tangent = view.off / np.sqrt(1 - np.minimum(view.off, 1 - 1e-15) ** 2)
    assert np.all(tangent <= promise * (1 + 1e-9) + 1e-15)
    assert np.all(np.abs(view.value - 1.5) <= 3 * promise**2 + 1e-14)
    if abs(ratio) > 0.3:
        np.testing.assert_allclose(np.diff(np.log(tangent[:15])), np.log(abs(ratio)), atol=1e-9)
    if 0.3 < ratio < 0.9:
        late = slice(15, 20)
        np.testing.assert_allclose(
            np.diff(np.log(view.value_off[late])), 2 * np.log(ratio), rtol=2e-2
        )


def test_the_counts_that_the_text_tells() -> None:
    counts = {}
    for ratio in (0.5, 0.75, 0.8):
        view = _power_iteration.compute(ratio=ratio, start=SOMEWHERE)
        counts[ratio] = int(np.argmax(view.off < 1e-6))
    assert counts == {0.5: 22, 0.75: 52, 0.8: 67}
    assert _power_iteration.compute(ratio=0.99, start=SOMEWHERE).off[80] > 0.5
    opposite = _power_iteration.compute(ratio=-1.0, start=SOMEWHERE)
    np.testing.assert_allclose(opposite.vector[80], opposite.vector[0], atol=1e-12)
    assert np.hypot(*(opposite.vector[1] - opposite.vector[0])) > 1


def test_rounding_rescues_a_start_on_the_second() -> None:
    off = _power_iteration.compute(ratio=0.5, start=ON).off
    assert np.all(off[:45] > 1 - 1e-6)
    assert off[53] > 0.9 > off[54]
    assert off[76] < 1e-6
    assert _power_iteration.compute(ratio=0.7, start=ON).off[80] > 1 - 1e-3
    beside = _power_iteration.compute(ratio=0.5, start=BESIDE).off
    # a millionth doubles 20 times until it is as large as the rest
    assert beside[19] > np.sqrt(0.5) > beside[21]


def test_between_two_steps_the_arrow_is_not_scaled() -> None:
    half = _drawn(figures.power_iteration, k=0.5)
    assert len(half.moved.get_xdata()) == 5
    assert len(half.past.get_xdata()) == 0
    whole = _drawn(figures.power_iteration, k=1)
    assert len(whole.moved.get_xdata()) == 0
    assert "not scaled yet" in said(figures.power_iteration, k=0.5)
    assert "less than 10⁻¹⁶" in said(figures.power_iteration, k=80)
    assert "10⁻⁷" in said(figures.power_iteration, k=24)


def test_the_largest_ratio_in_time_is_three_quarters() -> None:
    assert solved(figures.power_iteration, ratio=0.75, k=52)
    assert not solved(figures.power_iteration, ratio=0.75, k=50)
    assert not solved(figures.power_iteration, ratio=0.75, k=62)
    assert not solved(figures.power_iteration, ratio=0.7, k=60)
    assert not solved(figures.power_iteration, ratio=0.8, k=60)


# svd_moves


@pytest.mark.parametrize("matrix", _svd_moves.MATRICES)
def test_three_moves_are_the_matrix_and_its_singular_values(matrix: str) -> None:
    view = _svd_moves.compute(matrix=matrix, cross=20.0)
    np.testing.assert_allclose(view.at(0), np.eye(2))
    np.testing.assert_allclose(view.at(_svd_moves.END), view.a, atol=1e-12)
    s = np.linalg.svd(view.a)[1]
    np.testing.assert_allclose(np.abs(view.stretch), s, atol=1e-12)
    # the first and the third move turn, and no more
    for beat in range(_svd_moves.BEATS + 1):
        first = view.at(beat)
        np.testing.assert_allclose(first.T @ first, np.eye(2), atol=1e-12)
        assert np.linalg.det(first) == pytest.approx(1.0)


@pytest.mark.parametrize("matrix", _svd_moves.MATRICES)
def test_every_matrix_keeps_a_cross_that_is_a_stop(matrix: str) -> None:
    kept = []
    for cross in _svd_moves.ANGLES:
        angle = _svd_moves.angle_between(_svd_moves.compute(matrix=matrix, cross=cross))
        if angle is None or abs(angle - 90) < _svd_moves.RIGHT:
            kept.append(round(cross, 2))
    expected = {"slide": [63.43], "flattened": [36.87], "flip": [63.43], "symmetric": [45.0]}
    assert kept == expected.get(matrix, [round(a, 2) for a in _svd_moves.ANGLES])


def test_the_angle_passes_ninety_without_a_jump() -> None:
    angles = [
        _svd_moves.angle_between(_svd_moves.compute(matrix="slide", cross=float(t)))
        for t in range(0, 91, 1)
    ]
    assert angles[0] == pytest.approx(33.7, abs=0.05)
    assert angles[90] == pytest.approx(146.3, abs=0.05)
    assert np.abs(np.diff(np.array(angles, dtype=float))).max() < 5
    assert not solved(figures.svd_moves)
    assert "2.000 and 0.500, 90.0° apart" in said(figures.svd_moves, cross=63.43)
    assert "vanished" in said(figures.svd_moves, matrix="flattened", cross=36.87)


def test_the_corner_is_drawn_where_the_angle_is_right() -> None:
    assert len(_drawn(figures.svd_moves).corner_after.get_xdata()) == 0
    assert len(_drawn(figures.svd_moves, cross=63.43).corner_after.get_xdata()) == 3
    assert _drawn(figures.svd_moves, beat=9).move.get_text().startswith("second")
    assert _drawn(figures.svd_moves).move.get_text() == ""


# low_rank_image


def test_errors_are_those_of_the_pictures_and_of_another_library() -> None:
    for picture in _low_rank_image.PICTURES:
        view = _low_rank_image.compute(picture=picture)
        image = view.fit.u * view.fit.s @ view.fit.vt
        s = np.linalg.svd(image)[1]
        np.testing.assert_allclose(view.fit.s, s, atol=1e-9)
        tail = np.sqrt(np.maximum(np.cumsum(s[::-1] ** 2)[::-1], 0.0)) / np.linalg.norm(image)
        np.testing.assert_allclose(view.error[:-1], tail, atol=1e-9)


def test_what_the_text_tells_of_the_pictures() -> None:
    photo = _low_rank_image.compute(picture="photograph")
    assert photo.error[1] == pytest.approx(0.511, abs=5e-4)
    assert photo.error[20] == pytest.approx(0.170, abs=5e-4)
    assert photo.price[20] == pytest.approx(0.186, abs=5e-4)
    assert photo.price[107] < 1 < photo.price[108]
    assert 1 - photo.error[20] ** 2 == pytest.approx(0.97, abs=5e-3)
    upright = _low_rank_image.compute(picture="square")
    assert upright.error[1] < 1e-12
    turned = _low_rank_image.compute(picture="square on its corner")
    assert turned.error[8] == pytest.approx(0.158, abs=5e-4)
    assert np.linalg.norm(upright.fit.s) == pytest.approx(np.linalg.norm(turned.fit.s), rel=0.01)


def test_it_opens_blank_and_few_layers_meet_the_challenge() -> None:
    artists = _drawn(figures.low_rank_image)
    assert artists.image.get_array().max() == 0
    assert artists.blank.get_text() == "nothing yet"
    assert "nothing left" in said(figures.low_rank_image, picture="square", k=2)
    meets = [k for k in _low_rank_image.K if solved(figures.low_rank_image, k=k)]
    assert meets == [40]


# unseen_answers


def test_the_parts_of_the_table_do_not_meet() -> None:
    whole = table()
    parts = [whole.seen, whole.choosing, whole.report]
    assert sum(part.sum() for part in parts) == np.any(parts, axis=0).sum() == 12_500 - 67
    for part, share in zip(parts, (0.6, 0.2, 0.2), strict=True):
        assert part.mean() == pytest.approx(share, abs=0.02)


def test_more_rank_hurts_where_the_penalty_is_weak() -> None:
    weak, strong = (view_of(figures.unseen_answers, penalty=p)[0] for p in (1.0, 10.0))
    assert np.all(np.diff(weak.seen_error) < 0)
    ranks = np.array(_unseen_answers.RANKS)
    assert ranks[weak.hidden_error.argmin()] == 2
    assert ranks[strong.hidden_error.argmin()] == 5
    at = dict(zip(ranks.tolist(), weak.hidden_error, strict=True))
    # what the text tells: no better than the means at 5, far worse at 12, better again at 20
    assert at[0] < at[5] < at[12]
    assert at[12] > 1.8
    assert at[0] < at[20] < at[12]
    found = [
        (p, r)
        for p in _unseen_answers.PENALTIES
        for r in _unseen_answers.RANKS
        if solved(figures.unseen_answers, penalty=p, rank=r)
    ]
    errors = {
        (p, r): rms(completed(r, p), table().choosing)
        for p in _unseen_answers.PENALTIES
        for r in _unseen_answers.RANKS[1:]
    }
    assert found == [min(errors, key=lambda pair: errors[pair])]


def test_hidden_answers_are_drawn_for_who_uncovers_them() -> None:
    covered = _drawn(figures.unseen_answers, rank=2)
    assert len(covered.hidden.get_xdata()) == 0
    assert "hidden answers" not in said(figures.unseen_answers, rank=2)
    open_ = _drawn(figures.unseen_answers, rank=2, uncovered=True)
    row = _unseen_answers.PEOPLE[0]
    assert len(open_.hidden.get_xdata()) == 3 * table().choosing[row].sum()
    assert "hidden answers" in said(figures.unseen_answers, rank=2, uncovered=True)
    # the report's part is never shown
    shown = table().seen[row].sum() + table().choosing[row].sum()
    assert len(open_.misses.get_xdata()) == 3 * shown
