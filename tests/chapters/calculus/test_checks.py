"""Chapter 13's checks on slopes and the way back: their oracles, and what readers might write."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlcourse.calculus.autodiff import Tensor
from mlcourse.calculus.differences import numerical_gradient
from tests.chapters.rooms import checks, drawn

CHECKS = checks("calculus")
EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_a_path_slope_is_an_entry_of_an_inverse() -> None:
    # the sum over all paths is I + A + A² + ..., which is (I - A)⁻¹
    for inputs in drawn(CHECKS["path_slope"]):
        a = inputs["local"]
        inverse = np.linalg.inv(np.eye(len(a)) - a)
        assert EXPECTED["path_slope"](**inputs) == pytest.approx(inverse[0, -1], rel=1e-9)


def test_gradients_are_the_last_column_of_that_inverse() -> None:
    for inputs in drawn(CHECKS["gradients"]):
        a = np.zeros((inputs["n_nodes"],) * 2)
        for tail, head, local in inputs["edges"]:
            a[tail, head] = local
        inverse = np.linalg.inv(np.eye(len(a)) - a)
        np.testing.assert_allclose(EXPECTED["gradients"](**inputs), inverse[:, -1], atol=1e-12)


def test_layer_gradients_agree_with_the_package_and_with_nudges() -> None:
    for inputs in drawn(CHECKS["layer_gradients"]):
        x, w, b = (Tensor(inputs[name]) for name in "xWb")
        ((x @ w + b).tanh() * inputs["g"]).sum().backward()
        found = EXPECTED["layer_gradients"](**inputs)
        for mine, leaf in zip(found, (w, b, x), strict=True):
            np.testing.assert_allclose(mine, leaf.grad, atol=1e-12)

        def value(weights: Any, given: Any = inputs) -> float:
            a = np.tanh(given["x"] @ weights + given["b"])
            return float((a * given["g"]).sum())

        # central differences: truncation and rounding of about 1e-10 each
        np.testing.assert_allclose(found[0], numerical_gradient(value, inputs["W"]), atol=1e-7)


def test_the_best_central_step_has_the_least_bound() -> None:
    for inputs in drawn(CHECKS["best_central_step"]):
        third, delta = inputs["third"], inputs["delta"]
        h = EXPECTED["best_central_step"](**inputs) * np.linspace(0.5, 2, 301)
        bound = third * h**2 / 6 + delta / h
        assert h[bound.argmin()] == pytest.approx(EXPECTED["best_central_step"](**inputs), rel=0.01)


def _fitted(h: Any, errors: Any) -> float:
    keep = [k for k in range(len(h)) if 2e-7 < h[k] < 2e-2]
    return 2 * float(np.median([errors[k] / h[k] for k in keep]))


@pytest.mark.parametrize("place", [1e-3, 1e-4, 1e-5, 1e-6])
def test_every_step_of_the_truncation_branch_tells_the_curvature(place: float) -> None:
    def reader(h: Any, errors: Any) -> float:
        k = int(np.argmin(abs(np.log(h / place))))
        return 2 * errors[k] / h[k]

    for seed in range(100):
        result = CHECKS["curvature_at"](reader, rng=seed)
        assert result.passed, result.message


def _by_recursion(local: Any) -> float:
    def ways(i: int) -> float:
        if i == len(local) - 1:
            return 1.0
        return sum(local[i][j] * ways(j) for j in range(i + 1, len(local)))

    return ways(0)


def _by_powers(local: Any) -> float:
    total, power = 0.0, np.array(local)
    for _ in local:
        total, power = total + power[0, -1], power @ local
    return total


def _by_tail(n_nodes: int, edges: Any) -> list[float]:
    grad = [0.0] * (n_nodes - 1) + [1.0]
    for tail, head, local in sorted(edges, reverse=True):
        grad[tail] = grad[tail] + grad[head] * local
    return grad


def _with_einsum(x: Any, W: Any, b: Any, g: Any) -> Any:
    d = np.array(g) / np.cosh(np.array(x) @ W + b) ** 2
    return [np.einsum("np,nq->pq", x, d), np.einsum("nq->q", d), np.einsum("nq,pq->np", d, W)]


def _by_search(third: float, delta: float) -> float:
    h = np.exp(np.linspace(np.log(1e-8), np.log(1e2), 1_000_001))
    return float(h[np.argmin(third * h**2 / 6 + delta / h)])


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("curvature_at", _fitted),
        ("best_central_step", lambda third, delta: np.cbrt(3 * delta / third)),
        ("best_central_step", _by_search),
        ("path_slope", _by_recursion),
        ("path_slope", _by_powers),
        ("gradients", _by_tail),
        ("layer_gradients", _with_einsum),
    ],
)
def test_other_right_ways_are_accepted(name: str, right: Callable[..., Any]) -> None:
    for seed in range(5):
        result = CHECKS[name](right, rng=seed)
        assert result.passed, result.message


def _as_printed(n_nodes: int, edges: Any) -> Any:
    grad = np.zeros(n_nodes)
    grad[-1] = 1.0
    for tail, head, local in reversed(edges):
        grad[tail] = grad[head] * local
    return grad


def test_the_backward_pass_of_the_text_is_right_on_chains_and_told_of_its_bugs() -> None:
    chain = [(0, 1, 2.0), (1, 2, -3.0), (2, 3, 0.5)]
    assert _as_printed(4, chain).tolist() == [-3.0, -1.5, 0.5, 1.0]
    result = CHECKS["gradients"](_as_printed)
    assert result.status == "failed"
    assert "wipes out" in result.message
