"""Chapter 11's checks: their oracles, and what each broken property is told."""

from collections import Counter
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from scipy import linalg

from mlcourse.data.longley import longley
from mlcourse.linalg import coordinates as bases
from mlcourse.linalg import vector_spaces, whitening
from tests.chapters.rooms import checks, drawn

CHECKS = checks("vector_spaces")
EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def _pivots(columns: np.ndarray) -> list[int]:
    """The columns that do not depend on those before, by elimination with exact fractions."""
    rows = [[Fraction(int(v)) for v in row] for row in columns]
    found: list[int] = []
    for j in range(columns.shape[1]):
        at = next((i for i in range(len(found), len(rows)) if rows[i][j] != 0), None)
        if at is None:
            continue
        top = len(found)
        rows[top], rows[at] = rows[at], rows[top]
        for i in range(top + 1, len(rows)):
            factor = rows[i][j] / rows[top][j]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[top], strict=True)]
        found.append(j)
    return found


def test_the_oracles_agree_with_the_chapter_and_with_other_libraries() -> None:
    for inputs in drawn(CHECKS["first_dependent"]):
        kept = vector_spaces.basis_columns(inputs["vectors"]).tolist()
        missing = [j for j in range(inputs["vectors"].shape[1]) if j not in kept]
        right = EXPECTED["first_dependent"](**inputs)
        assert right == (missing[0] if missing else -1)
        exact = _pivots(inputs["vectors"])
        assert right == next((j for j in range(inputs["vectors"].shape[1]) if j not in exact), -1)
    for inputs in drawn(CHECKS["recode"]):
        points = inputs["table"] @ inputs["old"].T
        np.testing.assert_allclose(
            EXPECTED["recode"](**inputs), bases.coordinates(points, inputs["new"]), atol=1e-12
        )
    for inputs in drawn(CHECKS["weighted_projection"]):
        root = np.sqrt(inputs["weights"])[:, None]
        u, x = inputs["u"][:, None], inputs["x"]
        times = linalg.lstsq(root * u, root[:, 0] * x)[0]
        np.testing.assert_allclose(EXPECTED["weighted_projection"](**inputs), u @ times, atol=1e-12)
    for inputs in drawn(CHECKS["share_left"]):
        # 1 / the diagonal of the inverse Gram matrix is the squared length that is left
        table = inputs["table"]
        left = 1 / np.sqrt(np.diag(linalg.inv(table.T @ table)))
        np.testing.assert_allclose(
            EXPECTED["share_left"](**inputs), left / np.linalg.norm(table, axis=0), rtol=1e-6
        )


def test_columns_of_all_kinds_are_drawn() -> None:
    found = [EXPECTED["first_dependent"](**one) for one in drawn(CHECKS["first_dependent"], 200)]
    assert {-1, 0, 1, 2, 3} <= set(found)
    assert 20 < found.count(-1) < 150


# exchange


def _by_rank(basis: np.ndarray, v: np.ndarray) -> Any:
    for j in range(len(v)):
        changed = basis.copy()
        changed[:, j] = v
        if np.linalg.matrix_rank(changed) == len(v):
            return changed.tolist()
    raise AssertionError


def test_an_exchange_by_trying_passes() -> None:
    for seed in range(5):
        assert CHECKS["exchange"](_by_rank, rng=seed).passed


def test_the_first_column_can_often_not_go() -> None:
    found = drawn(CHECKS["exchange"], 100)
    stays = [abs(np.linalg.solve(one["basis"], one["v"])[0]) < 1e-9 for one in found]
    assert 40 < sum(stays) < 95


# whiten_rows


def _cholesky(features: np.ndarray) -> np.ndarray:
    centred = features - features.mean(axis=0)
    return centred @ np.linalg.inv(np.linalg.cholesky(np.cov(features.T))).T


def _buggy(features: np.ndarray) -> np.ndarray:
    centred = features - features.mean(axis=0)
    return centred @ np.linalg.inv(np.linalg.cholesky(np.cov(features.T)))


@pytest.mark.parametrize(
    "right",
    [
        _cholesky,
        lambda features: whitening.whiten(features).whitened,
        lambda features: whitening.whiten(features, method="zca").whitened.tolist(),
        lambda features: (
            np.linalg.qr(features - features.mean(axis=0))[0] * np.sqrt(len(features) - 1)
        ),
    ],
)
def test_every_way_of_whitening_passes(right: Any) -> None:
    assert CHECKS["whiten_rows"](right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (_buggy, "still correlated"),
        (lambda f: (f - f.mean(axis=0)) / f.std(axis=0, ddof=1), "still correlated"),
        (lambda f: _cholesky(f) * np.sqrt(len(f) / (len(f) - 1)), "n - 1"),
        (lambda f: _cholesky(f) + 1, "mean 0"),
        (lambda f: _cholesky(f) * np.arange(1, f.shape[1] + 1), "variances are not 1"),
        (lambda f: _cholesky(f).T, "same shape"),
        (lambda f: f - f.mean(axis=0), "still correlated"),
        (
            lambda f: _cholesky(np.random.default_rng(0).standard_normal(f.shape)),
            "no combination",
        ),
    ],
)
def test_a_table_that_is_not_white_is_told_why(wrong: Any, words: str) -> None:
    result = CHECKS["whiten_rows"](wrong, rng=3)
    assert result.status == "failed"
    assert words in result.message, result.message


def test_the_bug_is_none_where_the_columns_are_uncorrelated() -> None:
    cross = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 4.0], [2.0, 4.0]])
    np.testing.assert_allclose(_buggy(cross), _cholesky(cross))


# the text of an exercise, and numbers as a person types them


def test_longley_is_as_the_exercise_tells() -> None:
    data = longley()
    table = data.features - data.features.mean(axis=0)

    def run(columns: np.ndarray) -> np.ndarray:
        r = np.abs(np.diag(np.linalg.qr(columns)[1]))
        return r / np.linalg.norm(columns, axis=0)

    def least(order: Any) -> tuple[str, float]:
        shares = run(table[:, order])
        return data.feature_names[order[shares.argmin()]], round(shares.min(), 3)

    assert least(list(range(6))) == ("year", 0.036)
    assert least(list(range(6))[::-1]) == ("gnp", 0.031)
    orders = list(permutations(range(6)))
    found = Counter(least(list(order))[0] for order in orders)
    assert found == {"year": 313, "gnp": 277, "pop": 118, "gnpdefl": 12}
    shares = EXPECTED["share_left"](table)
    assert data.feature_names[int(np.argmin(shares))] == "gnp"


@pytest.mark.parametrize(
    "right",
    [
        lambda t: 1 / np.sqrt(np.diag(linalg.inv(np.corrcoef(t.T)))),
        lambda t: EXPECTED["share_left"](t - t.mean(axis=0)).tolist(),
        lambda t: [
            linalg.norm(vector_spaces.project_onto_span(t[:, j], np.delete(t, j, axis=1)).residual)
            / np.linalg.norm(t[:, j])
            for j in range(t.shape[1])
        ],
        lambda t: [
            # the last of the columns when all the others come first
            abs(np.linalg.qr(np.roll(t, -1 - j, axis=1))[1][-1, -1]) / np.linalg.norm(t[:, j])
            for j in range(t.shape[1])
        ],
    ],
)
def test_every_way_to_the_share_that_is_left_passes(right: Any) -> None:
    for seed in range(5):
        result = CHECKS["share_left"](right, rng=seed)
        assert result.passed, result.message


def test_tables_are_centred_as_the_exercise_says() -> None:
    for inputs in drawn(CHECKS["share_left"]):
        np.testing.assert_allclose(inputs["table"].mean(axis=0), 0.0, atol=1e-12)


def test_numbers_are_accepted_as_a_person_types_them() -> None:
    for answer in ("3/5", 0.6, "0.6", "60 %", Fraction(3, 5), np.array(0.6)):
        assert CHECKS["slope_of_cube"](answer).passed
    assert not CHECKS["slope_of_cube"](0.5).passed
    assert CHECKS["recode"](
        lambda table, old, new: [np.linalg.solve(new, old @ row).tolist() for row in table]
    ).passed
    assert CHECKS["first_dependent"](
        lambda vectors: np.int64(EXPECTED["first_dependent"](vectors))
    ).passed
