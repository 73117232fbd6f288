"""Checks at the public door: each returns the clean value or says what is wrong.

Every message has one form, ``<name> must be <what is legal>, got <what came>``, so that a
reader learns the parameter, its range and the value from one line.  NaN never passes.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BoolArray",
    "FloatArray",
    "IntArray",
    "array",
    "boolean",
    "choice",
    "covariance",
    "function",
    "generator",
    "in_range",
    "integer",
    "labels",
    "matrix",
    "non_negative",
    "positive",
    "probabilities",
    "probability",
    "real",
    "square",
    "vector",
]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
T = TypeVar("T")


def _shown(value: Any) -> str:
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return f"an array of shape {value.shape}"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def real(name: str, value: Any, legal: str = "a finite real number") -> float:
    """A finite real number (Python's or NumPy's scalar, or an array without axes)."""
    ok = not isinstance(value, (bool, np.bool_, str, bytes, complex)) and np.ndim(value) == 0
    if ok:
        try:
            number = float(value)
        except (TypeError, ValueError):
            ok = False
        else:
            if np.isfinite(number):
                return number
            raise ValueError(f"{name} must be {legal}, got {number}")
    raise TypeError(f"{name} must be {legal}, got {_shown(value)}")


def positive(name: str, value: Any) -> float:
    """A finite number above zero."""
    number = real(name, value, "a positive finite number")
    if not number > 0:
        raise ValueError(f"{name} must be positive, got {number}")
    return number


def non_negative(name: str, value: Any) -> float:
    """A finite number of at least zero."""
    number = real(name, value, "a non-negative finite number")
    if not number >= 0:
        raise ValueError(f"{name} must be non-negative, got {number}")
    return number


def in_range(
    name: str,
    value: Any,
    low: float,
    high: float,
    *,
    open_low: bool = False,
    open_high: bool = False,
) -> float:
    """A finite number between ``low`` and ``high``; either end can be left out of the range."""
    legal = f"in {'(' if open_low else '['}{low:g}, {high:g}{')' if open_high else ']'}"
    number = real(name, value, legal)
    above = number > low if open_low else number >= low
    below = number < high if open_high else number <= high
    if not (above and below):
        raise ValueError(f"{name} must be {legal}, got {number}")
    return number


def probability(name: str, value: Any) -> float:
    """A number in [0, 1]."""
    return in_range(name, value, 0.0, 1.0)


def integer(name: str, value: Any, *, low: int = 0, high: int | None = None) -> int:
    """A whole number of at least ``low`` and, where given, at most ``high``."""
    legal = f"a whole number of at least {low}" + ("" if high is None else f" and at most {high}")
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be {legal}, got {_shown(value)}")
    if value < low or (high is not None and value > high):
        raise ValueError(f"{name} must be {legal}, got {value}")
    return int(value)


def boolean(name: str, value: Any) -> bool:
    """``True`` or ``False``."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, got {_shown(value)}")
    return bool(value)


def choice(name: str, value: T, legal: Sequence[T]) -> T:
    """One of the listed values."""
    if not any(type(value) is type(item) and value == item for item in legal):
        raise ValueError(f"{name} must be one of {list(legal)}, got {_shown(value)}")
    return value


def function(name: str, value: T) -> T:
    """Anything that can be called."""
    if not callable(value):
        raise TypeError(f"{name} must be callable, got {_shown(value)}")
    return value


def generator(name: str, value: Any) -> np.random.Generator:
    """A generator: itself, or ``np.random.default_rng`` of a whole number."""
    if isinstance(value, np.random.Generator):
        return value
    legal = "a numpy.random.Generator or a whole number of at least 0"
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be {legal}, got {_shown(value)}")
    if value < 0:
        raise ValueError(f"{name} must be {legal}, got {value}")
    return np.random.default_rng(int(value))


def array(
    name: str,
    value: Any,
    *,
    ndim: int | tuple[int, ...] | None = None,
    shape: tuple[int | None, ...] | None = None,
    empty: bool = False,
) -> FloatArray:
    """A finite real array, as float64; ``shape`` may leave axes open with ``None``.

    The array is a fresh copy, so that no result shares memory with what the caller owns.
    """
    axes = (ndim,) if isinstance(ndim, int) else ndim
    legal = "a finite real array"
    if shape is not None:
        sizes = ["any" if s is None else str(s) for s in shape]
        legal += f" of shape ({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"
    elif axes is not None:
        legal += f" with {' or '.join(map(str, axes))} {'axis' if axes == (1,) else 'axes'}"
    try:
        raw = np.asarray(value)
        if raw.dtype.kind not in "iufb":
            raise TypeError
        out = np.array(raw, dtype=np.float64)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be {legal}, got {_shown(value)}") from None
    wrong_shape = shape is not None and (
        out.ndim != len(shape)
        or any(s is not None and s != n for s, n in zip(shape, out.shape, strict=True))
    )
    if wrong_shape or (axes is not None and out.ndim not in axes):
        raise ValueError(f"{name} must be {legal}, got an array of shape {out.shape}")
    if out.size == 0 and not empty:
        raise ValueError(f"{name} must be {legal} with at least one entry, got shape {out.shape}")
    if not np.all(np.isfinite(out)):
        bad = out[~np.isfinite(out)].flat[0]
        raise ValueError(f"{name} must be {legal}, got an entry {bad}")
    return out


def vector(name: str, value: Any, *, length: int | None = None) -> FloatArray:
    """A finite real array with one axis."""
    return array(name, value, shape=(length,))


def matrix(
    name: str, value: Any, *, rows: int | None = None, cols: int | None = None
) -> FloatArray:
    """A finite real array with two axes."""
    return array(name, value, shape=(rows, cols))


def square(name: str, value: Any) -> FloatArray:
    """A finite real matrix with as many rows as columns."""
    out = matrix(name, value)
    if out.shape[0] != out.shape[1]:
        raise ValueError(f"{name} must be a square matrix, got an array of shape {out.shape}")
    return out


def covariance(name: str, value: Any, *, size: int) -> FloatArray:
    """A symmetric, positive definite matrix; what rounding leaves uneven (1e-10) is averaged."""
    out = matrix(name, value, rows=size, cols=size)
    legal = f"{name} must be a symmetric, positive definite matrix"
    uneven = float(np.abs(out - out.T).max())
    if uneven > 1e-10 * np.abs(out).max():
        raise ValueError(f"{legal}, got entries that differ from the transpose by {uneven:g}")
    out = out / 2 + out.T / 2
    try:
        root = np.linalg.cholesky(out)
    except np.linalg.LinAlgError:
        root = np.full_like(out, np.nan)  # what the browser's NumPy returns instead
    if np.isnan(root).any():
        lowest = float(np.linalg.eigvalsh(out)[0])
        raise ValueError(f"{legal}, got a lowest eigenvalue of {lowest:g}")
    return out


def probabilities(name: str, value: Any, *, ndim: int = 1) -> FloatArray:
    """Non-negative numbers whose last axis sums to 1 (within 1e-9)."""
    out = array(name, value, ndim=ndim)
    if np.any(out < 0):
        raise ValueError(f"{name} must be non-negative, got an entry {out.min()}")
    total = out.sum(axis=-1)
    if not np.allclose(total, 1.0, rtol=0, atol=1e-9):
        worst = float(np.ravel(total)[np.argmax(np.abs(total - 1))])
        raise ValueError(f"{name} must be probabilities that sum to 1, got a sum of {worst}")
    return out


def labels(
    name: str, value: Any, *, length: int | None = None, n_classes: int | None = None
) -> IntArray:
    """Class labels ``0 ... n_classes - 1`` with one axis, as int64."""
    out = vector(name, value, length=length)
    top = "" if n_classes is None else f" to {n_classes - 1}"
    if np.any(out != np.floor(out)) or np.any(out < 0):
        bad = out[(out != np.floor(out)) | (out < 0)][0]
        raise ValueError(f"{name} must be whole-number labels from 0{top}, got an entry {bad}")
    if n_classes is not None and np.any(out >= n_classes):
        raise ValueError(f"{name} must be whole-number labels from 0{top}, got {out.max():g}")
    return out.astype(np.int64)
