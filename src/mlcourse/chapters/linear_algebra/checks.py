r"""The checks of chapter 10: cosines, maps read from points, slides, brackets, what is lost.

Source: Strang (2016), Introduction to Linear Algebra, 5th ed., sections 1.2, 2.4 and 8.1; Paeth
(1986) for the slides.

Examples
--------
>>> def fewest(m, k, n, p):
...     return min(m * k * n + m * n * p, k * n * p + m * k * p)
>>> _ = check_fewest(fewest)
✓ fewest: 50 random inputs agree.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs

__all__ = [
    "check_columns_first",
    "check_fewest",
    "check_lost",
    "check_matrix_from",
    "check_most_similar",
]


def _cosines(counts: FloatArray, asked: int) -> FloatArray:
    norms = np.linalg.norm(counts, axis=1)
    return np.asarray(counts @ counts[asked] / (norms * norms[asked]))


def _without(scores: FloatArray, asked: int) -> int:
    others = np.array(scores, dtype=float)
    others[asked] = -np.inf
    return int(others.argmax())


def _draw_counts(rng: np.random.Generator) -> Inputs:
    while True:
        n, d = int(rng.integers(4, 6)), int(rng.integers(3, 5))
        counts = rng.integers(0, 7, size=(n, d)) * rng.choice([1, 2, 9], size=(n, 1))
        asked = int(rng.integers(n))
        if not np.all(counts.any(axis=1)) or not np.all(counts.any(axis=0)):
            continue
        # no two rows come first, by cosine or, for who forgets a norm, by the dot product
        scores = np.sort(np.delete(_cosines(counts, asked), asked))
        shadows = np.sort(np.delete(counts @ counts[asked], asked))
        if scores[-1] - scores[-2] > 0.01 and shadows[-1] > shadows[-2]:
            return {"counts": counts, "asked": asked}


def _columns_scaled(counts: FloatArray, asked: int) -> int:
    scaled = counts / np.linalg.norm(counts, axis=0)
    return _without(_cosines(scaled, asked), asked)


def _nearest(counts: FloatArray, asked: int) -> int:
    return _without(-np.linalg.norm(counts - counts[asked], axis=1), asked)


def _shares(counts: FloatArray, asked: int) -> int:
    shares = counts / counts.sum(axis=1, keepdims=True)
    return _without(shares @ shares[asked], asked)


check_most_similar = Exercise(
    name="most_similar",
    concept="dot-product",
    draw=_draw_counts,
    expected=lambda counts, asked: _without(_cosines(counts, asked), asked),
    hint=(
        "divide each dot product by the norms of both rows, leave the row itself out, and return "
        "the number of the row with the largest of the rest."
    ),
    mistakes={
        "these scores are shadows: the norm of the query is the same for all rows, and long rows "
        "still win. Which norm is missing?": (
            lambda counts, asked: _without(counts @ counts[asked], asked)
        ),
        "the row itself has the cosine 1: leave it out.": lambda counts, asked: asked,
        "that is the nearest by distance, which sees lengths.": _nearest,
        "you divided the columns by their norms; the rows are the vectors.": _columns_scaled,
        "shares that add up to 1 are not of norm 1: divide by the norm.": _shares,
        "that is the least similar row.": (
            lambda counts, asked: _without(-_cosines(counts, asked), asked)
        ),
    },
)


def _draw_points(rng: np.random.Generator) -> Inputs:
    while True:
        points, images = rng.integers(-4, 5, size=(2, 2, 2)).astype(float)
        size = abs(np.linalg.det(points))
        # no symmetric ones, no orthogonal ones: there wrong orders can come out right
        if size > 0.5 and points[0, 1] != points[1, 0] and images[0, 1] != images[1, 0]:
            return {"points": points, "images": images}


def _read(points: FloatArray, images: FloatArray) -> FloatArray:
    return np.asarray(images.T @ np.linalg.inv(points.T))


check_matrix_from = Exercise(
    name="matrix_from",
    concept="matrix-as-map",
    draw=_draw_points,
    expected=_read,
    hint=(
        "with the points as the columns of P and the images as the columns of Q, the matrix has "
        "to make A P = Q. What undoes P, and on which side of Q does it stand?"
    ),
    mistakes={
        "the points are the rows; a matrix acts on columns. Transpose both first.": (
            lambda points, images: images @ np.linalg.inv(points)
        ),
        "one of the two is still in rows: transpose the points as well as the images.": (
            lambda points, images: images.T @ np.linalg.inv(points)
        ),
        "one of the two is still in rows: transpose the images as well as the points.": (
            lambda points, images: images @ np.linalg.inv(points.T)
        ),
        "the right numbers, rows and columns exchanged: A has to act on a column from the left.": (
            lambda points, images: _read(points, images).T
        ),
        "this does Q first and then undoes P: what is done first stands on the right.": (
            lambda points, images: np.linalg.inv(points.T) @ images.T
        ),
        "that takes the images to the points: the way back, if there is one.": (
            lambda points, images: (
                _read(images, points) if abs(np.linalg.det(images)) > 0.5 else np.zeros((2, 2))
            )
        ),
        "these columns would be right if the points were the unit arrows.": (
            lambda points, images: images.T
        ),
        "to undo the points you need the inverse, not the points again.": (
            lambda points, images: images.T @ points.T
        ),
        "a matrix is not divided entry by entry: use its inverse.": (
            lambda points, images: images.T / np.where(points.T == 0, 1, points.T)
        ),
    },
)


def _draw_turn(rng: np.random.Generator) -> Inputs:
    size = int(rng.choice([20, 35, 50, 70, 90, 110, 130, 165]))
    return {"degrees": size * int(rng.choice([-1, 1]))}


Slides = tuple[float, float, float]


def _up_first(angle: float) -> Slides:
    up = float(np.tan(angle / 2))
    return up, -float(np.sin(angle)), up


def _in_radians(change: Callable[[float], Slides]) -> Callable[..., Slides]:
    return lambda degrees: change(float(np.radians(degrees)))


check_columns_first = Exercise(
    name="columns_first",
    concept="matrix-as-map",
    draw=_draw_turn,
    expected=_in_radians(_up_first),
    hint=(
        "multiply the three matrices: above on the right stands s, and on the diagonal 1 + s t. "
        "Compare with the entries of the turn."
    ),
    mistakes={
        "these are the amounts of the text: with rows and columns exchanged they turn the other "
        "way round.": _in_radians(lambda t: _up_first(-t)),
        "NumPy's functions take radians.": lambda degrees: _up_first(degrees),
        "the tangent is of half the angle.": _in_radians(
            lambda t: (float(np.tan(t)), -float(np.sin(t)), float(np.tan(t)))
        ),
        "the tangent of half the angle is not half of its tangent.": _in_radians(
            lambda t: (float(np.tan(t)) / 2, -float(np.sin(t)), float(np.tan(t)) / 2)
        ),
        "the sign of the slide between: above on the right the turn has minus the sine.": (
            _in_radians(lambda t: (_up_first(t)[0], float(np.sin(t)), _up_first(t)[0]))
        ),
        "the sign of the first and the last slide: on the diagonal 1 + s t must be the cosine.": (
            _in_radians(lambda t: (-_up_first(t)[0], -float(np.sin(t)), -_up_first(t)[0]))
        ),
        "first and last slide are the same, sign and all.": _in_radians(
            lambda t: (_up_first(t)[0], -float(np.sin(t)), -_up_first(t)[0])
        ),
        "the sine is of the whole angle.": _in_radians(
            lambda t: (_up_first(t)[0], -float(np.sin(t / 2)), _up_first(t)[0])
        ),
        "the slide between has the tangent's place and the outer ones the sine's.": _in_radians(
            lambda t: (-float(np.sin(t)), _up_first(t)[0], -float(np.sin(t)))
        ),
    },
)


def _draw_sizes(rng: np.random.Generator) -> Inputs:
    m, k, n, p = (int(v) for v in rng.choice(np.arange(2, 40), size=4, replace=False))
    return {"m": m, "k": k, "n": n, "p": p}


def _left(m: int, k: int, n: int, p: int) -> int:
    return m * k * n + m * n * p


def _right(m: int, k: int, n: int, p: int) -> int:
    return k * n * p + m * k * p


check_fewest = Exercise(
    name="fewest",
    concept="operations",
    draw=_draw_sizes,
    expected=lambda m, k, n, p: min(_left(m, k, n, p), _right(m, k, n, p)),
    hint=(
        "an a × b matrix times a b × c matrix has a c entries, each a dot product of length b. "
        "Count (AB)C and A(BC) this way and take the less."
    ),
    mistakes={
        "that is (AB)C; sometimes A(BC) is cheaper.": _left,
        "that is A(BC); sometimes (AB)C is cheaper.": _right,
        "that is the dearer of the two.": (
            lambda m, k, n, p: max(_left(m, k, n, p), _right(m, k, n, p))
        ),
        "you counted the first of the two products only.": (
            lambda m, k, n, p: min(m * k * n, k * n * p)
        ),
        "the second product is of two small matrices, not of all sizes: AB is m × n, BC is "
        "k × p.": lambda m, k, n, p: m * k * n * p,
        "you counted the entries: each is a dot product with its own length.": (
            lambda m, k, n, p: min(m * n + m * p, k * p + m * p)
        ),
        "a dot product of length k has k multiplications; the k - 1 additions are not asked "
        "for.": lambda m, k, n, p: min(
            m * n * (2 * k - 1) + m * p * (2 * n - 1), k * p * (2 * n - 1) + m * p * (2 * k - 1)
        ),
        "AB has the size m × n: after it the dot products have the length n.": (
            lambda m, k, n, p: min(m * k * n + m * k * p, k * n * p + m * n * p)
        ),
    },
)


def _draw_flat(rng: np.random.Generator) -> Inputs:
    kind = rng.random()
    if kind < 0.1:
        return {"A": np.zeros((2, 2), dtype=int)}
    if kind < 0.3:
        while True:
            a = rng.integers(-4, 5, size=(2, 2))
            if a[0, 0] * a[1, 1] != a[0, 1] * a[1, 0]:
                return {"A": a}
    # one column, one row: rank 1, with zeros among them
    column, row = rng.integers(-3, 4, size=(2, 2))
    if not column.any() or not row.any():
        return _draw_flat(rng)
    return {"A": np.outer(column, row)}


def _singular(a: Any) -> bool:
    return int(a[0, 0] * a[1, 1]) == int(a[0, 1] * a[1, 0])


def _vector(output: Any) -> FloatArray:
    return np.asarray(output, dtype=float)


def _two_numbers(output: Any, A: Any) -> bool:
    v = _vector(output)
    return v.shape == (2,) and bool(np.all(np.isfinite(v)))


def _not_idle(output: Any, A: Any) -> bool:
    return bool(np.any(_vector(output))) or not _singular(A)


def _honest(output: Any, A: Any) -> bool:
    return _singular(A) or not np.any(_vector(output))


def _sent_to_zero(output: Any, A: Any) -> bool:
    v = _vector(output)
    return bool(np.max(np.abs(A @ v)) <= 1e-9 * np.max(np.abs(v)))


def _rows_not_columns(output: Any, A: Any) -> bool:
    v = _vector(output)
    return _sent_to_zero(output, A) or bool(np.max(np.abs(v @ A)) > 1e-9 * np.max(np.abs(v)))


check_lost = Exercise(
    name="lost",
    concept="matrix-as-map",
    draw=_draw_flat,
    hint="find a vector that is orthogonal to both rows.",
    properties={
        "return a vector of two finite numbers.": _two_numbers,
        "the zero vector lands on zero under every map; here another one does, too. (Look at "
        "rows and matrices of zeros.)": _not_idle,
        "this matrix has an inverse, so nothing but the zero vector lands on zero.": _honest,
        "your vector is orthogonal to the columns. A x is made of dot products with the rows.": (
            _rows_not_columns
        ),
        "A sends your vector to something else than zero: is it orthogonal to both rows, one of "
        "which may be zero?": _sent_to_zero,
    },
)
