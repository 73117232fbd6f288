"""The answers of the chapter's problems by its own numerics, and of its challenges."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse.linalg.elimination import lu
from mlcourse.linalg.householder import householder_vector
from mlcourse.linalg.plane_eigen import plane_eigen
from mlcourse.linalg.recommend import ratings_step
from mlcourse.linalg.svd import svd
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


def _stretch(a: Any) -> Any:
    return svd(a).s[0]


def _multiplications(first: Any, second: Any, digits: Any) -> Any:
    # oracle: the worst start of a diagonal matrix, multiplied until it is there
    x, k = np.array([1.0, 1.0]), 0
    while not abs(x[1] / x[0]) < 10.0**-digits:
        x, k = x * [first, second] / first, k + 1
    return k


def _layers(m: Any, n: Any) -> Any:
    return max(k for k in range(min(m, n) + 1) if k * (m + n + 1) < m * n)


def _tail(values: Any, k: Any) -> Any:
    return np.linalg.norm(np.diag(np.where(np.arange(len(values)) < k, 0.0, values)))


def _taste(q: Any, r: Any, penalty: Any) -> Any:
    known = np.array([[True, True, False]])
    p, _ = ratings_step(np.array([[*r, 0.0]]), known, q[:, None], penalty=penalty)
    return p[0, 0] * q[2]


ORACLES: dict[str, Callable[..., Any]] = {
    "larger eigenvalue": _eigenvalue,
    "last pivot": _last_pivot,
    "many right sides": _price,
    "mirror": _mirror,
    "least squares by QR": _triangle,
    "spiral": _spiral,
    "largest singular value": _stretch,
    "power iteration": _multiplications,
    "layers that pay": _layers,
    "what is left out": _tail,
    "a guess of rank one": _taste,
}

# what solves the challenge of an explorer
CHALLENGES: list[tuple[str, dict[str, Any]]] = [
    ("lu_stepper", {"epsilon": 1e-17, "digits": "16 digits", "step": 6}),
    ("qr_stability", {"size": 3.16228e-8, "step": 6}),
    ("eigenvectors", {"h": 0, "q": -1}),
    ("power_iteration", {"ratio": 0.75, "start": "69° from the first", "k": 60}),
    ("svd_moves", {"matrix": "slide", "cross": 63.43, "beat": 18}),
    ("low_rank_image", {"picture": "photograph", "k": 40}),
    ("unseen_answers", {"penalty": 10.0, "rank": 5}),
]
