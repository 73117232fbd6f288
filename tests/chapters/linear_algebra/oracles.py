"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import optimize

from mlcourse.linalg import maps, vectors


def _shadow(a: np.ndarray, b: np.ndarray) -> Any:
    return vectors.norm(b) * np.cos(vectors.angle(a, b))


def _right_angle(one: np.ndarray, other: np.ndarray) -> Any:
    return optimize.brentq(lambda t: vectors.dot(one, [*other, t]), -200.0, 200.0)


def _landing(u: np.ndarray, v: np.ndarray, x: np.ndarray) -> Any:
    return maps.map_points(np.column_stack([u, v]), x)


def _triangle(corners: np.ndarray) -> Any:
    x, y = corners.T  # the trapezia under the sides
    return -sum((x[k] - x[k - 1]) * (y[k] + y[k - 1]) / 2 for k in range(3))


def _collapse(a: int, b: int, c: int) -> Any:
    return optimize.brentq(lambda t: maps.signed_area([[a, b], [c, t]]), -200.0, 200.0)


def _first_b(a: np.ndarray, b: np.ndarray) -> Any:
    # where the unit arrows land, one map after the other
    landed = [maps.map_points(a, maps.map_points(b, e)) for e in np.eye(2)]
    return np.column_stack(landed).ravel()


ORACLES: dict[str, Callable[..., Any]] = {
    "shadow": _shadow,
    "right angle": _right_angle,
    "landing place": _landing,
    "triangle": _triangle,
    "collapse": _collapse,
    "first B, then A": _first_b,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("dot_product", {"x": 2.0, "y": 1.0}),
    ("cast", {"ruler": "cosine", "power": 1.5}),
    ("matrix_map", {"first": "(2, 1)", "x": 2.0, "y": 0.0}),
    ("matrix_map", {"first": "(2, 1)", "x": -1.0, "y": -1.5}),
    (
        "composition",
        {"kind_a": "stretch", "by_a": 0.5, "kind_b": "mirror", "by_b": 0.0, "stage": 2},
    ),
    ("three_slides", {"angle": 45, "stage": 3}),
]
