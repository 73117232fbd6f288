"""The matrices every factorization has to face."""

import numpy as np
from scipy.linalg import hilbert

EPS = float(np.finfo(float).eps)


def _families() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(11)
    square = rng.normal(size=(20, 20))
    return {
        "random": square,
        "random_odd": rng.normal(size=(13, 13)),
        "rank_deficient": rng.normal(size=(18, 5)) @ rng.normal(size=(5, 18)),
        "graded": square * 10.0 ** -np.arange(20),
        "graded_rows": square * 10.0 ** -np.arange(20)[:, None],
        "one_by_one": np.array([[-3.0]]),
        "two_by_two": np.array([[1.0, -4.0], [2.0, 1.0]]),
        "tall": rng.normal(size=(30, 7)),
        "wide": rng.normal(size=(7, 30)),
        "one_column": rng.normal(size=(9, 1)),
        "one_row": rng.normal(size=(1, 9)),
        "tall_rank_one": np.outer(np.arange(1.0, 8.0), [1.0, 2.0, 3.0]),
        "wide_rank_one": np.outer([1.0, 2.0, 3.0], np.arange(1.0, 8.0)),
        "hilbert": hilbert(12),
        "symmetric": square + square.T,
        "repeated_values": np.diag([2.0, 2.0, 2.0, -1.0, -1.0]),
        "defective": np.eye(6) + np.eye(6, k=1),
        "cyclic": np.roll(np.eye(8), 1, axis=0),
        "rotations": np.kron(np.diag([1.0, 2.0]), [[0.6, -0.8], [0.8, 0.6]]),
        "identity": np.eye(6),
        "zero": np.zeros((5, 5)),
        "zero_wide": np.zeros((2, 4)),
        "zero_first_column": np.hstack([np.zeros((6, 1)), square[:6, :5]]),
        "huge": 1e300 * square[:6, :6],
        "tiny": 1e-300 * square[:6, :6],
        "integers": rng.integers(-3, 4, size=(9, 9)).astype(float),
    }


FAMILIES = _families()
SQUARE = {name: a for name, a in FAMILIES.items() if a.shape[0] == a.shape[1]}
SYMMETRIC = {name: a for name, a in SQUARE.items() if np.array_equal(a, a.T)}


def bound(a: np.ndarray, factor: float = 10.0) -> float:
    """``factor`` n eps |A|: the backward error that theory grants a stable factorization."""
    return factor * max(a.shape) * EPS * float(np.max(np.abs(a)))


def distance(a: np.ndarray, b: np.ndarray) -> float:
    """The largest difference of two arrays."""
    return float(np.max(np.abs(a - b)))
