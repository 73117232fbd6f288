"""Chapter 12's checks: their oracles, and what a reader might write instead."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlcourse.linalg.elimination import lu
from mlcourse.linalg.plane_eigen import plane_eigen
from mlcourse.linalg.solve import solve_lu
from tests.chapters.rooms import checks, drawn

CHECKS = checks("matrix_factorization")
EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_the_oracles_agree_with_the_package() -> None:
    for inputs in drawn(CHECKS["factor"]):
        rows, lower, upper = EXPECTED["factor"](**inputs)
        fit = lu(inputs["A"])
        np.testing.assert_array_equal(rows, fit.rows)
        np.testing.assert_allclose(lower, fit.lower, atol=1e-12)
        np.testing.assert_allclose(upper, fit.upper, atol=1e-12)
    for inputs in drawn(CHECKS["reuse"]):
        a = np.empty_like(inputs["U"])
        a[inputs["rows"]] = inputs["L"] @ inputs["U"]
        theirs = solve_lu(a, inputs["b"]).x
        np.testing.assert_allclose(EXPECTED["reuse"](**inputs), theirs, rtol=1e-9, atol=1e-9)


def test_a_mirror_turns_back_and_clears_the_column() -> None:
    for inputs in drawn(CHECKS["mirror"]):
        h, x = EXPECTED["mirror"](**inputs), inputs["x"]
        np.testing.assert_allclose(h @ h, np.eye(len(x)), atol=1e-12)
        image = h @ x
        assert abs(abs(image[0]) - np.linalg.norm(x)) < 1e-12
        np.testing.assert_allclose(image[1:], 0, atol=1e-12)
        assert image[0] * x[0] <= 0


def test_fates_are_what_many_steps_do() -> None:
    for inputs in drawn(CHECKS["fate"], 100):
        word, a = EXPECTED["fate"](**inputs), inputs["A"]
        assert (word == "keeps a line") == (plane_eigen(a).regime != "complex")
        if word == "keeps a line":
            continue
        v, growth = np.array([1.0, 0.3]), 0.0
        for _ in range(3000):
            v = a @ v
            growth += np.log(np.linalg.norm(v)) / 3000  # the mean exponent of a step
            v = v / np.linalg.norm(v)
        seen = "spirals in" if growth < -0.01 else "spirals out" if growth > 0.01 else "goes round"
        assert word == seen


def _textbook(A: Any) -> Any:
    """Row by row, with plain loops."""
    u = [list(map(float, row)) for row in A]
    n = len(u)
    lower = [[0.0] * n for _ in range(n)]
    rows = list(range(n))
    for k in range(n):
        best = max(range(k, n), key=lambda i: abs(u[i][k]))
        u[k], u[best] = u[best], u[k]
        lower[k], lower[best] = lower[best], lower[k]
        rows[k], rows[best] = rows[best], rows[k]
        lower[k][k] = 1.0
        for i in range(k + 1, n):
            lower[i][k] = u[i][k] / u[k][k]
            u[i] = [p - lower[i][k] * q for p, q in zip(u[i], u[k], strict=True)]
    return rows, lower, u


def _by_inverse(rows: Any, L: Any, U: Any, b: Any) -> Any:
    a = np.empty((len(b), len(b)))
    a[rows] = np.array(L) @ np.array(U)
    return (np.linalg.inv(a) @ b).tolist()


def _with_a_unit_vector(x: Any) -> Any:
    v = np.array(x, dtype=float)
    v[0] += np.copysign(np.sqrt(v @ v), v[0])
    v /= np.sqrt(v @ v)
    return np.eye(len(v)) - 2 * v[:, None] * v


def _by_numpy(A: Any) -> str:
    values = np.linalg.eigvals(np.array(A) + 0j)
    if np.abs(values.imag).max() < 1e-6:
        return "keeps a line"
    size = round(float(np.abs(values[0])), 9)
    return "goes round" if size == 1 else "spirals in" if size < 1 else "spirals out"


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("factor", _textbook),
        ("reuse", _by_inverse),
        ("mirror", _with_a_unit_vector),
        ("fate", _by_numpy),
    ],
)
def test_other_right_ways_are_accepted(name: str, right: Callable[..., Any]) -> None:
    result = CHECKS[name](right)
    assert result.passed, result.message


def _by_numpys_det(A: Any) -> str:
    half, det = np.trace(A) / 2, np.linalg.det(A)
    if half**2 >= det:
        return "keeps a line"
    return "goes round" if det == 1 else "spirals in" if det < 1 else "spirals out"


@pytest.mark.parametrize("line", ["half >= det", "half**2 > det", "4 * half**2 >= det"])
def test_fate_takes_numpys_determinant_and_no_other_border_for_lines(line: str) -> None:
    def wrong(A: Any) -> str:
        half, det = np.trace(A) / 2, np.linalg.det(A)
        if eval(line, {"half": half, "det": det}):
            return "keeps a line"
        return "goes round" if det == 1 else "spirals in" if det < 1 else "spirals out"

    for seed in range(200):
        assert CHECKS["fate"](_by_numpys_det, rng=seed).passed
        result = CHECKS["fate"](wrong, rng=seed)
        assert result.status == "failed"
        assert "are the eigenvalues real" not in result.message  # it has a hint of its own


def _as_printed(A: Any) -> Any:
    n = len(A)
    U, L, rows = A.copy(), np.eye(n), np.arange(n)
    for k in range(n - 1):
        best = k + np.argmax(abs(U[k:, k]))
        U[[k, best]] = U[[best, k]]
        rows[[k, best]] = rows[[best, k]]
        L[k + 1 :, k] = U[k + 1 :, k] / U[k, k]
        U[k + 1 :] -= np.outer(L[k + 1 :, k], U[k])
    return rows, L, U


def test_the_factorization_of_the_text_is_told_of_its_bug() -> None:
    result = CHECKS["factor"](_as_printed)
    assert result.status == "failed"
    assert "stay behind" in result.message


@pytest.mark.parametrize(("n", "low", "high"), [(2, 0.0, 0.0), (3, 0.4, 0.6), (5, 0.9, 1.0)])
def test_how_often_the_bug_shows(n: int, low: float, high: float) -> None:
    rng = np.random.default_rng(0)
    wrong = 0
    for _ in range(400):  # standard error of a share: at most 0.025
        a = rng.normal(size=(n, n))
        rows, lower, upper = _as_printed(a)
        wrong += not np.allclose(lower @ upper, a[rows])
    assert low <= wrong / 400 <= high
