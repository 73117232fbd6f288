"""Length, angle and projection: what one dot product tells.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., sections 1.2 and 4.2; the angle
that keeps its digits near 0 and 180 degrees is from Kahan (2006), How Futile are Mindless
Assessments of Roundoff in Floating-Point Computation?, section 12.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.linalg._scale import enlarge, scale_of

__all__ = [
    "Projection",
    "angle",
    "cosine_similarities",
    "cosine_similarity",
    "dot",
    "norm",
    "project",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Projection(Result):
    """A vector split into a part along a line and a part at right angles to it."""

    coefficient: float  # image = coefficient * onto
    image: FloatArray  # (n,) the nearest point of the line
    residual: FloatArray  # (n,) what is left, orthogonal to the line


def _pair(x: ArrayLike, y: ArrayLike, name: str = "y") -> tuple[FloatArray, FloatArray]:
    x = check.vector("x", x)
    return x, check.vector(name, y, length=len(x))


def _non_zero(name: str, x: FloatArray) -> FloatArray:
    if not np.any(x):
        raise ValueError(f"{name} must be a vector with a direction, got only zeros")
    return x


def dot(x: ArrayLike, y: ArrayLike) -> float:
    r"""Return the dot product :math:`x \cdot y = \sum_i x_i y_i`.

    Parameters
    ----------
    x, y : array of shape (n,)
        Finite real vectors of the same length.

    Returns
    -------
    float
        Positive below 90 degrees, zero at a right angle, negative beyond.

    Examples
    --------
    >>> dot([1, 2, 3], [4, -5, 6])
    12.0
    """
    x, y = _pair(x, y)
    # The sum of finite products may lie beyond the range of a double; it is then infinite.
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.sum(x * y))


def norm(x: ArrayLike) -> float:
    r"""Return the Euclidean length :math:`\lVert x\rVert = \sqrt{x \cdot x}`.

    Parameters
    ----------
    x : array of shape (n,)
        Finite real vector; lengths up to 1e308 are found without overflow.

    Returns
    -------
    float
        Zero only for the zero vector.

    Examples
    --------
    >>> norm([3, 4])
    5.0
    """
    x = check.vector("x", x)
    scale = scale_of(x)
    unit = x / scale
    return float(enlarge(np.sqrt(unit @ unit), scale))


def _unit(x: FloatArray) -> FloatArray:
    x = x / scale_of(x)
    return x / np.sqrt(x @ x)


def cosine_similarity(x: ArrayLike, y: ArrayLike) -> float:
    r"""Return the cosine of the angle, :math:`x \cdot y / (\lVert x\rVert \lVert y\rVert)`.

    Parameters
    ----------
    x, y : array of shape (n,)
        Finite vectors of the same length, neither of them zero.

    Returns
    -------
    float
        In [-1, 1]: 1 for one direction, 0 for a right angle, -1 for opposite directions.

    Examples
    --------
    >>> round(cosine_similarity([1, 0], [1, 1]), 6)
    0.707107
    """
    x, y = _pair(x, y)
    cosine = _unit(_non_zero("x", x)) @ _unit(_non_zero("y", y))
    return float(np.clip(cosine, -1.0, 1.0))  # rounding can reach 1 + 2e-16


def cosine_similarities(features: ArrayLike) -> FloatArray:
    r"""Return the cosine between every two rows of a table.

    With unit rows :math:`\hat x_i` this is one product, :math:`\hat X \hat X^\top`.

    Parameters
    ----------
    features : array of shape (n_samples, d)
        Finite rows, none of them zero: documents as word counts, say.

    Returns
    -------
    array of shape (n_samples, n_samples)
        Symmetric, ones on the diagonal, entries in [-1, 1].

    Examples
    --------
    >>> cosine_similarities([[1, 0], [0, 2], [3, 4]]).round(2).tolist()
    [[1.0, 0.0, 0.6], [0.0, 1.0, 0.8], [0.6, 0.8, 1.0]]
    """
    x = check.matrix("features", features)
    largest = np.max(np.abs(x), axis=1, keepdims=True)
    if not np.all(largest > 0):
        row = int(np.argmin(largest))
        raise ValueError(
            f"features must be a table without a zero row, got only zeros in row {row}"
        )
    unit = x / largest
    unit = unit / np.sqrt(np.sum(unit**2, axis=1, keepdims=True))
    cosines = np.clip(unit @ unit.T, -1.0, 1.0)
    np.fill_diagonal(cosines, 1.0)
    return cosines


def angle(x: ArrayLike, y: ArrayLike) -> float:
    r"""Return the angle between two vectors, in radians.

    :math:`\theta = 2\,\mathrm{atan2}(\lVert\hat x-\hat y\rVert, \lVert\hat x+\hat y\rVert)`
    with unit vectors :math:`\hat x, \hat y`.  The arc cosine of the textbook formula loses half
    of the digits near 0 and :math:`\pi`, where the cosine is flat.

    Parameters
    ----------
    x, y : array of shape (n,)
        Finite vectors of the same length, neither of them zero.

    Returns
    -------
    float
        In :math:`[0, \pi]`.

    Examples
    --------
    >>> round(angle([1, 0], [1, 1]) / np.pi, 6)
    0.25
    >>> angle([1, 0], [1, 1e-9])
    1e-09
    """
    x, y = _pair(x, y)
    x, y = _unit(_non_zero("x", x)), _unit(_non_zero("y", y))
    return float(2.0 * np.arctan2(norm(x - y), norm(x + y)))


def project(x: ArrayLike, onto: ArrayLike) -> Projection:
    r"""Return the projection of ``x`` onto the line through ``onto``.

    :math:`\hat x = \frac{x \cdot u}{u \cdot u}\,u`, the point of the line nearest to ``x``: the
    residual :math:`x - \hat x` is orthogonal to :math:`u`.

    Parameters
    ----------
    x : array of shape (n,)
        The vector to project.
    onto : array of shape (n,)
        A direction, not zero; its length does not matter.

    Returns
    -------
    Projection
        Coefficient, image and residual.

    Examples
    --------
    >>> split = project([2, 3], [4, 0])
    >>> split.coefficient, split.image.tolist(), split.residual.tolist()
    (0.5, [2.0, 0.0], [0.0, 3.0])
    """
    x, onto = _pair(x, onto, "onto")
    scale, size = scale_of(_non_zero("onto", onto)), scale_of(x)
    direction = onto / scale
    along = (x / size) @ direction / (direction @ direction)
    image = enlarge(along * direction, size)
    coefficient = float(enlarge(enlarge(along, size), 1 / scale))
    return Projection(coefficient=coefficient, image=image, residual=x - image)
