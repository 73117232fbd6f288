"""Chapter 10's checks: their oracles, and what a reader might write instead."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlcourse.chapters.linear_algebra.figures import speakers
from mlcourse.linalg import maps, slides, vectors
from mlcourse.linalg.named_maps import rotation, shear
from tests.chapters.rooms import checks, drawn

CHECKS = checks("linear_algebra")
EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_the_oracles_agree_with_the_package() -> None:
    for inputs in drawn(CHECKS["most_similar"]):
        near = vectors.cosine_similarities(inputs["counts"])[inputs["asked"]]
        near[inputs["asked"]] = -2.0
        assert EXPECTED["most_similar"](**inputs) == near.argmax()
    for inputs in drawn(CHECKS["matrix_from"]):
        theirs = maps.map_points(EXPECTED["matrix_from"](**inputs), inputs["points"])
        np.testing.assert_allclose(theirs, inputs["images"], atol=1e-9)
    for inputs in drawn(CHECKS["columns_first"]):
        r, s, t = EXPECTED["columns_first"](**inputs)
        product = shear(t).T @ shear(s) @ shear(r).T
        np.testing.assert_allclose(product, rotation(np.radians(inputs["degrees"])), atol=1e-9)


def test_the_fewest_multiplications_are_counted() -> None:
    def spent(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, tuple[int, int]]:
        count = sum(1 for _ in range(a[0]) for _ in range(b[1]) for _ in range(a[1]))
        return count, (a[0], b[1])

    for inputs in drawn(CHECKS["fewest"], 8):
        m, k, n, p = (inputs[name] for name in "mknp")
        one, ab = spent((m, k), (k, n))
        two, bc = spent((k, n), (n, p))
        both = one + spent(ab, (n, p))[0], two + spent((m, k), bc)[0]
        assert EXPECTED["fewest"](**inputs) == min(both)


def _lost_by_singular_vectors(A: Any) -> Any:
    _, sizes, rows = np.linalg.svd(A)
    return rows[1] if sizes[1] < 1e-9 else np.zeros(2)


def _lost_of_the_package(A: Any) -> Any:
    found = maps.null_direction(A)
    return [0, 0] if found is None else (7 * found).tolist()


def _with_loops(counts: Any, asked: int) -> int:
    best, where = -2.0, -1
    for k, row in enumerate(np.asarray(counts).tolist()):
        mine = np.asarray(counts)[asked].tolist()
        top = sum(x * y for x, y in zip(row, mine, strict=True))
        cosine = top / (sum(x * x for x in row) * sum(y * y for y in mine)) ** 0.5
        if k != asked and cosine > best:
            best, where = cosine, k
    return where


def _only_the_other_norm(counts: Any, asked: int) -> Any:
    scores = (counts / np.linalg.norm(counts, axis=1, keepdims=True)) @ counts[asked]
    scores[asked] = -1
    return scores.argmax()


def _by_solving(points: Any, images: Any) -> Any:
    return np.linalg.solve(points, images).T


def _from_cosine(degrees: float) -> list[float]:
    t = np.radians(degrees)
    up = (1 - np.cos(t)) / np.sin(t)
    return [up, -np.sin(t), up]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("most_similar", _with_loops),
        ("most_similar", _only_the_other_norm),
        ("matrix_from", _by_solving),
        ("matrix_from", lambda points, images: _by_solving(points, images).tolist()),
        ("columns_first", _from_cosine),
        ("columns_first", lambda degrees: -slides.three_slides(np.radians(degrees))),
        ("lost", _lost_by_singular_vectors),
        ("lost", _lost_of_the_package),
    ],
)
def test_other_right_ways_are_accepted(name: str, right: Callable[..., Any]) -> None:
    for seed in range(3):
        result = CHECKS[name](right, rng=seed)
        assert result.passed, result.message


def test_the_search_of_the_text_names_menenius_and_is_told_why() -> None:
    def most_similar(counts: Any, asked: int) -> Any:
        query = counts[asked] / np.linalg.norm(counts[asked])
        scores = counts @ query
        scores[asked] = -np.inf
        return scores.argmax()

    table = speakers.counts()
    named = [speakers.PEOPLE[most_similar(table, k)] for k in range(9)]
    assert named == ["Coriolanus", *["Menenius"] * 8]  # as the exercise says
    result = CHECKS["most_similar"](most_similar)
    assert result.status == "failed"
    assert "Which norm is missing?" in result.message


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda A: np.zeros(2), "the zero vector lands on zero under every map"),
        (lambda A: [-A[0, 1], A[0, 0]], "zero"),  # the first row may be zero, or A invertible
        (lambda A: np.array([1.0, 0.0]), "✗ lost: at A ="),
        (lambda A: _lost_by_singular_vectors(A.T), "orthogonal to the columns"),
        (lambda A: _lost_by_singular_vectors(A) + 1e-12, "zero"),  # tiny is not lost
        (lambda A: np.eye(2), "a vector of two finite numbers"),
        (lambda A: [np.nan, 1.0], "a vector of two finite numbers"),
    ],
)
def test_a_wrong_vector_is_told_what_is_wrong(wrong: Any, words: str) -> None:
    for seed in range(4):
        result = CHECKS["lost"](wrong, rng=seed)
        assert result.status == "failed"
        assert words in result.message, result.message


def test_all_kinds_of_matrices_are_drawn() -> None:
    found = [inputs["A"] for inputs in drawn(CHECKS["lost"], 300)]
    assert any(not a.any() for a in found)
    assert any(abs(np.linalg.det(a)) > 0.5 for a in found)
    flat = [a for a in found if a.any() and abs(np.linalg.det(a)) < 0.5]
    assert any(not a[0].any() for a in flat)
    assert any(not a[:, 0].any() for a in flat)


@pytest.mark.parametrize("name", ["most_similar", "matrix_from", "columns_first", "fewest"])
def test_every_listed_mistake_fails_with_its_hint(name: str) -> None:
    for hint, wrong in CHECKS[name].mistakes.items():
        for seed in range(3):
            result = CHECKS[name](wrong, rng=seed)
            assert result.status == "failed"
            assert hint in result.message, (hint, result.message)
