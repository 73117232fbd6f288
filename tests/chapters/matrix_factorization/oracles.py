"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse.linalg.elimination import lu
from mlcourse.linalg.householder import householder_vector
from mlcourse.linalg.plane_eigen import plane_eigen
from mlcourse.linalg.triangular import back_substitution


def _eigenvalue(a: np.ndarray) -> Any:
    return np.linalg.eigvals(a).real.max()


def _last_pivot(a: np.ndarray) -> Any:
    return lu(a, pivoting=False).upper[2, 2]


def _price(n: int, sides: int) -> Any:
    # column by column: j quotients and j² products; the text leaves out n/3 of their sum
    factor = sum(j + j**2 for j in range(n)) + n / 3
    return factor + sides * sum(2 * k + 1 for k in range(n))


def _mirror(x: np.ndarray, y: np.ndarray) -> Any:
    v = householder_vector(x)
    return y - 2 * v * (v @ y)


def _triangle(r: np.ndarray, c: np.ndarray) -> Any:
    return back_substitution(r, c)


def _spiral(a: np.ndarray, k: int) -> Any:
    return np.abs(plane_eigen(a).values[0]) ** k


ORACLES: dict[str, Callable[..., Any]] = {
    "larger eigenvalue": _eigenvalue,
    "last pivot": _last_pivot,
    "many right sides": _price,
    "mirror": _mirror,
    "least squares by QR": _triangle,
    "spiral": _spiral,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("lu_stepper", {"epsilon": 1e-17, "digits": "16 digits", "step": 6}),
    ("qr_stability", {"size": 3.16228e-8, "step": 6}),
    ("eigenvectors", {"h": 0, "q": -1}),
]
