"""Chapter 08's checks: their oracles, and what each broken property is told."""

from typing import Any

import numpy as np
import pytest
from scipy import optimize

from mlcourse.optimize import descent, lasso, lasso_bound, newton
from tests.chapters.rooms import checks, drawn

CHECKS = checks("convex_optimization")
EXPECTED = {name: check.expected for name, check in CHECKS.items()}
NOBODY = (-1, -1, -1)


def _slopes(x: np.ndarray, y: np.ndarray) -> tuple[int, int, int]:
    slope = np.diff(y) / np.diff(x)
    for j in range(1, len(x) - 1):
        if slope[j] < slope[j - 1] - 1e-9:
            return j - 1, j, j + 1
    return NOBODY


def _everybody(x: np.ndarray, y: np.ndarray) -> list[int]:
    """The same by looking at all triples."""
    n = len(x)
    for i in range(n):
        for j in range(i + 1, n):
            for k in range(j + 1, n):
                if y[j] > np.interp(x[j], x[[i, k]], y[[i, k]]) + 1e-9:
                    return [i, j, k]
    return [-1, -1, -1]


def _even(x: np.ndarray, y: np.ndarray) -> tuple[int, int, int]:
    for j in range(1, len(x) - 1):
        if y[j] > (y[j - 1] + y[j + 1]) / 2 + 1e-9:
            return j - 1, j, j + 1
    return NOBODY


def _long(x: np.ndarray, y: np.ndarray) -> tuple[int, int, int]:
    for j in range(1, len(x) - 1):
        if y[j] > np.interp(x[j], x[[0, -1]], y[[0, -1]]) + 1e-9:
            return 0, j, len(x) - 1
    return NOBODY


def _one_valley(x: np.ndarray, y: np.ndarray) -> tuple[int, int, int]:
    for j in range(1, len(x) - 1):
        if y[j] > y[j - 1] and y[j] > y[j + 1]:
            return j - 1, j, j + 1
    return NOBODY


def _touching(x: np.ndarray, y: np.ndarray) -> tuple[int, int, int]:
    slope = np.diff(y) / np.diff(x)
    for j in range(1, len(x) - 1):
        if slope[j] < slope[j - 1] - 1e-9:
            return j - 1, j, j + 1
    for j in range(1, len(x) - 1):
        if slope[j] <= slope[j - 1] + 1e-9:
            return j - 1, j, j + 1
    return NOBODY


def _below(x: np.ndarray, y: np.ndarray) -> tuple[int, int, int]:
    slope = np.diff(y) / np.diff(x)
    for j in range(1, len(x) - 1):
        if slope[j] > slope[j - 1] + 1e-9:
            return j - 1, j, j + 1
    return NOBODY


@pytest.mark.parametrize("right", [_slopes, _everybody, lambda x, y: np.array(_slopes(x, y))])
def test_every_right_witness_passes(right: Any) -> None:
    assert CHECKS["witness"](right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (_even, "this chord"),
        (_long, "you acquit"),
        (_one_valley, "you acquit"),
        (lambda x, y: NOBODY, "you acquit"),
        (_touching, "lies on this chord"),
        (_below, "lies below this chord"),
        (lambda x, y: (0, 1, 2), "this chord"),
        (lambda x, y: [v + len(x) for v in _slopes(x, y)], "return three row numbers"),
        (lambda x, y: bool(_slopes(x, y) == NOBODY), "return three row numbers"),
        (lambda x, y: _slopes(x, y)[::-1], "return three row numbers"),
    ],
)
def test_a_witness_is_told_what_is_wrong(wrong: Any, words: str) -> None:
    for seed in range(5):
        result = CHECKS["witness"](wrong, rng=seed)
        assert result.status == "failed"
        assert words in result.message, result.message


def test_curves_of_both_kinds_are_drawn_and_dips_are_clear() -> None:
    found = drawn(CHECKS["witness"], 200)
    guilty = [one for one in found if _slopes(**one) != NOBODY]
    assert 50 < len(guilty) < 150
    for one in found:
        bends = np.diff(np.diff(one["y"]) / np.diff(one["x"]))
        assert np.all((np.abs(bends) < 1e-12) | (np.abs(bends) > 1e-3))


def test_the_oracles_agree_with_the_chapter() -> None:
    for inputs in drawn(CHECKS["newton_step"]):
        share = inputs.pop("share")
        theirs = newton.newton_step(
            inputs["x"], inputs["gradient"], inputs["hessian"], step_size=share
        )
        np.testing.assert_allclose(EXPECTED["newton_step"](**inputs, share=share), theirs)
    for inputs in drawn(CHECKS["duality_gap"]):
        w, x, y, penalty = (inputs[n] for n in ("w", "features", "targets", "penalty"))
        loss = np.sum((y - x @ w) ** 2) / (2 * len(y)) + penalty * np.abs(w).sum()
        bound = lasso_bound.dual_bound(x, y, w, penalty=penalty)
        assert EXPECTED["duality_gap"](**inputs) == pytest.approx(loss - bound)
    for inputs in drawn(CHECKS["lasso_sweep"]):
        # from zero a sweep is the package's; oracle for others: minimise along each axis
        zero = {**inputs, "w": np.zeros_like(inputs["w"])}
        fit = lasso.lasso(
            inputs["features"], inputs["targets"], penalty=inputs["penalty"], max_steps=1, tol=0.0
        )
        np.testing.assert_allclose(
            EXPECTED["lasso_sweep"](**zero), fit.coefficients[-1], atol=1e-12
        )
        w = inputs["w"].copy()
        for j in range(len(w)):

            def along(v: float, j: int = j, w: np.ndarray = w, given: Any = inputs) -> float:
                at = w.copy()
                at[j] = v
                miss = given["targets"] - given["features"] @ at
                return float(miss @ miss / (2 * len(miss)) + given["penalty"] * np.abs(at).sum())

            w[j] = optimize.minimize_scalar(along, bracket=(-9.0, 9.0), tol=1e-12).x
        # a minimiser that only sees values is right to about the root of the rounding
        np.testing.assert_allclose(EXPECTED["lasso_sweep"](**inputs), w, atol=1e-5)


def test_the_bug_is_none_on_columns_at_right_angles_and_grows_on_the_patients() -> None:
    from mlcourse.chapters.convex_optimization.checks.penalties import _sweep
    from mlcourse.chapters.convex_optimization.figures.patients import patients

    x, y = patients()
    turned, _ = np.linalg.qr(x)
    straight = turned * np.sqrt(len(y))
    w = np.zeros(10)
    np.testing.assert_allclose(
        _sweep(w, straight, y, 3.0, fresh=False), _sweep(w, straight, y, 3.0), atol=1e-10
    )
    largest = []
    for _ in range(10):
        w = _sweep(w, x, y, 10.0, fresh=False)
        largest.append(round(float(np.abs(w).max())))
    # what the exercise tells
    assert [largest[k] for k in (0, 1, 4)] == [35, 33, 729]
    assert round(largest[9], -3) == 181_000


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.25])
def test_the_border_of_damped_steps(alpha: float) -> None:
    # independent oracle: runs from both sides of it
    border = np.sqrt(2 / alpha - 1)
    f = newton.HYPERBOLA
    for start, arrives in ((0.99 * border, True), (1.01 * border, False)):
        run = newton.newton(
            f.fun, f.grad, f.hess, [start], max_steps=2000, step_size=alpha, tol=1e-8
        )
        assert (run.reason == "converged") is arrives
    assert CHECKS["largest_start"].expected == pytest.approx(np.sqrt(2 / 0.5 - 1))


def test_promises_are_kept_and_are_no_longer_than_they_must_be() -> None:
    for inputs in drawn(CHECKS["promised_steps"]):
        L, mu, away, tolerance = (inputs[n] for n in ("L", "mu", "distance", "tolerance"))
        k = EXPECTED["promised_steps"](**inputs)

        def least(k: int, L: float = L, mu: float = mu, away: float = away) -> float:
            strong = (1 - mu / L) ** k * L * away**2 / 2 if mu else np.inf
            return min(L * away**2 / (2 * k) if k else np.inf, strong)

        assert least(k) <= tolerance < least(k - 1)
        # and a quadratic with these numbers keeps them
        run = descent.gradient_descent(
            lambda x, L=L, mu=mu: float(L * x[0] ** 2 + mu * x[1] ** 2) / 2,
            lambda x, L=L, mu=mu: np.array([L, mu]) * x,
            [0.6 * away, 0.8 * away],
            step_size=1 / L,
            max_steps=k,
        )
        assert run.value[-1] <= tolerance


def test_numbers_are_accepted_as_a_person_types_them() -> None:
    for answer in (np.sqrt(3), "1.732", 1.73, [1.7320508][0]):
        assert CHECKS["largest_start"](answer).passed
    assert CHECKS["newton_step"](
        lambda x, gradient, hessian, share: (x - share * np.linalg.inv(hessian) @ gradient).tolist()
    ).passed
    assert CHECKS["shortcut"](
        lambda x, y, fx, fy, radius: [
            x + min(1, radius / np.sqrt(np.sum((x - y) ** 2))) * (y - x),
            (1 - min(1, radius / np.linalg.norm(x - y))) * fx
            + min(1, radius / np.linalg.norm(x - y)) * fy,
        ]
    ).passed
