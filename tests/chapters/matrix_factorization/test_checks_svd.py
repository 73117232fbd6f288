"""The checks on the SVD and on low rank: their oracles, and answers of another form."""

from typing import Any

import numpy as np
import pytest
from scipy import optimize

from mlcourse.linalg import low_rank, recommend, svd
from tests.chapters.rooms import checks, drawn

CHECKS = checks("matrix_factorization")
EXPECTED = {name: CHECKS[name].expected for name in ("cross_angle", "layers", "newcomer", "chosen")}


def _by_svd(A: np.ndarray) -> float:
    v = np.linalg.svd(A)[2][0]
    return float(np.rad2deg(np.arctan2(v[1], v[0])) % 90)


def _by_squares(A: np.ndarray) -> float:
    v = np.linalg.eigh(A.T @ A)[1][:, 0]
    return float(np.rad2deg(np.arctan2(v[1], v[0])) % 90)


def _by_search(A: np.ndarray) -> float:
    def lean(t: float) -> float:
        c, s = np.cos(t), np.sin(t)
        return float((A @ [c, s]) @ (A @ [-s, c]))

    return float(np.rad2deg(optimize.brentq(lean, 0, np.pi / 2)))


@pytest.mark.parametrize("right", [_by_svd, _by_squares, _by_search])
def test_every_way_to_the_cross_is_right(right: Any) -> None:
    assert CHECKS["cross_angle"](right).passed


@pytest.mark.parametrize(
    "wrong",
    [
        lambda A: 63.43,  # the slide's
        lambda A: 45.0,  # right for symmetric matrices with equal entries on the diagonal
        lambda A: float(np.rad2deg(np.arctan(A[1, 0] / A[0, 0])) % 90),  # of the first image
        lambda A: float(np.rad2deg(np.arctan2(*np.linalg.svd(A)[0][::-1, 0])) % 90),  # of U
        lambda A: float(np.rad2deg(np.arctan2(*np.linalg.svd(A)[2][::-1, 0])) % 90 - 90),
    ],
)
def test_another_cross_is_not_right(wrong: Any) -> None:
    assert CHECKS["cross_angle"](wrong).status == "failed"


def _sum_of_layers(A: np.ndarray, k: int) -> Any:
    u, s, vt = np.linalg.svd(A)
    return sum(s[i] * np.outer(u[:, i], vt[i]) for i in range(k)).tolist()


def _projected(A: np.ndarray, k: int) -> np.ndarray:
    vectors = np.linalg.eigh(A.T @ A)[1][:, ::-1][:, :k]
    return A @ vectors @ vectors.T


def _with_diagonal(A: np.ndarray, k: int) -> np.ndarray:
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    s[k:] = 0
    return u @ np.diag(s) @ vt


@pytest.mark.parametrize("right", [_sum_of_layers, _projected, _with_diagonal])
def test_layers_may_be_put_on_in_other_ways(right: Any) -> None:
    assert CHECKS["layers"](right).passed


def test_the_bug_has_the_right_shape_and_not_even_all_layers_give_the_matrix() -> None:
    from mlcourse.chapters.matrix_factorization.checks._svd import _colleague

    for inputs in drawn(CHECKS["layers"]):
        a, k = inputs["A"], inputs["k"]
        made = _colleague(a, k)
        assert made.shape == a.shape
        assert not np.allclose(made, EXPECTED["layers"](a, k))
    # what the exercise tells: it is right for one column, and where V is symmetric
    one = np.array([[1.0], [2.0]])
    np.testing.assert_allclose(_colleague(one, 1), one)
    mirror = np.array([[0.0, 1.0], [1.0, 0.0]])
    np.testing.assert_allclose(_colleague(3 * mirror, 2), 3 * mirror, atol=1e-12)


def _stacked(ratings: Any, seen: Any, items: Any, penalty: float) -> Any:
    """The penalty as rows of their own."""
    q = items[seen]
    k = q.shape[1]
    rows = np.vstack([q, np.sqrt(penalty) * np.eye(k)])
    return items @ np.linalg.lstsq(rows, np.r_[ratings[seen], np.zeros(k)])[0]


def _looped(ratings: Any, seen: Any, items: Any, penalty: float) -> Any:
    k = items.shape[1]
    left, right = penalty * np.eye(k), np.zeros(k)
    for r, known, q in zip(ratings, seen, items, strict=True):
        if known:
            left = left + np.outer(q, q)
            right = right + r * q
    p = np.linalg.inv(left) @ right
    return [float(q @ p) for q in items]


@pytest.mark.parametrize("right", [_stacked, _looped])
def test_a_newcomer_may_be_fitted_in_other_ways(right: Any) -> None:
    assert CHECKS["newcomer"](right).passed


def _first_chosen(ranks: Any, penalties: Any, seen: Any, choosing: Any, report: Any) -> list[float]:
    pairs = [(choosing[i][j], i, j) for i in range(len(penalties)) for j in range(len(ranks))]
    _, i, j = min(pairs)
    return [penalties[i], ranks[j], report[i][j]]


def test_the_choice_may_be_a_list_and_peeking_is_told() -> None:
    assert CHECKS["chosen"](_first_chosen).passed
    assert CHECKS["chosen"](
        lambda ranks, penalties, seen, choosing, report: np.array(
            _first_chosen(ranks, penalties, seen, choosing, report)
        )
    ).passed
    for inputs in drawn(CHECKS["chosen"], 50):
        choosing, report = inputs["choosing"], inputs["report"]
        assert choosing.argmin() not in (report.argmin(), inputs["seen"].argmin())


def test_the_oracles_agree_with_the_chapter() -> None:
    for inputs in drawn(CHECKS["layers"]):
        theirs = low_rank.truncate(svd.svd(inputs["A"]), inputs["k"]).approximation
        np.testing.assert_allclose(EXPECTED["layers"](**inputs), theirs, atol=1e-9)
    for inputs in drawn(CHECKS["newcomer"]):
        p, _ = recommend.ratings_step(
            inputs["ratings"][None], inputs["seen"][None], inputs["items"],
            penalty=inputs["penalty"],
        )  # fmt: skip
        np.testing.assert_allclose(EXPECTED["newcomer"](**inputs), inputs["items"] @ p[0])
