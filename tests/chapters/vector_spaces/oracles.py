"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import integrate, optimize

from mlcourse.linalg import coordinates as bases
from mlcourse.linalg import vector_spaces, vectors


def _coordinates(basis: np.ndarray, x: np.ndarray) -> Any:
    return bases.coordinates(x, basis)


def _dimension(columns: np.ndarray) -> Any:
    return vector_spaces.dimension(columns)


def _projection(x: np.ndarray, u: np.ndarray) -> Any:
    return vectors.project(x, u).image


def _power(n: int, m: int) -> Any:
    def away(c: float) -> float:
        return float(integrate.quad(lambda x: (c * x**m - x**n) ** 2, 0.0, 1.0, epsabs=1e-14)[0])

    # of a parabola three values tell the lowest place
    low, middle, high = away(-1.0), away(0.0), away(1.0)
    return (low - high) / (2.0 * (low - 2.0 * middle + high))


def _partner(sigma: np.ndarray, first: np.ndarray) -> Any:
    """The direction in which coordinates drawn from a cloud with these moments are uncorrelated."""

    def correlation(angle: float) -> float:
        basis = np.column_stack([first, [np.cos(angle), np.sin(angle)]])
        inverse = np.linalg.inv(basis)
        return float((inverse @ sigma @ inverse.T)[0, 1] * np.linalg.det(basis) ** 2)

    start = float(np.arctan2(first[1], first[0]))
    return np.tan(optimize.brentq(correlation, start + 1e-9, start + np.pi - 1e-9))


ORACLES: dict[str, Callable[..., Any]] = {
    "coordinates": _coordinates,
    "dimension": _dimension,
    "projection": _projection,
    "nearest power": _power,
    "partner": _partner,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("span", {"angle": 10, "c1": -4.0, "c2": 5.0}),
    ("change_of_basis", {"first": 41.0, "second": 90.0}),
    ("change_of_basis", {"first": 90.0, "second": 41.0}),
    ("rulers", {"unit": 200}),
    ("projection", {"y1": 1.0, "y2": 3.0}),
    ("projection", {"y1": 3.0, "y2": -1.0}),
    ("three_data", {"a": 0.5, "b": 1.5}),
    ("gram_schmidt", {"vectors": "x³, x², x, 1", "k": 4}),
]
