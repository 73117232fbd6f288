r"""The checks of chapter 11 on independence and on coordinates.

Sources: Axler (2024), Linear Algebra Done Right, section 2A, for the exchange; Kessy, Lewin and
Strimmer (2018), section 2, for whitening.

Examples
--------
>>> import numpy as np
>>> def recode(table, old, new):
...     return np.linalg.solve(new, old @ table.T).T
>>> _ = check_recode(recode)
✓ recode: 50 random inputs agree.
"""

from typing import Any

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_exchange", "check_first_dependent", "check_recode", "check_whiten_rows"]

NONE = 1e-9  # of whole numbers up to a few hundred: rounding


def _rank(columns: FloatArray) -> int:
    return int(np.linalg.matrix_rank(columns)) if columns.size and np.any(columns) else 0


def _draw_columns(rng: np.random.Generator) -> Inputs:
    m = int(rng.integers(3, 5))
    n = int(rng.integers(3, 6))
    columns = rng.integers(-3, 4, size=(m, n)).astype(float)
    kind = rng.choice(["as it comes", "sum", "multiple", "zero", "two"])
    if kind == "sum" and n > 2:
        columns[:, 2] = columns[:, 0] - 2 * columns[:, 1]
    if kind == "multiple":
        columns[:, -1] = -2 * columns[:, 0]
    if kind == "zero":
        columns[:, int(rng.integers(0, 2))] = 0.0
    if kind == "two":
        columns[:, 1], columns[:, -1] = 3 * columns[:, 0], columns[:, 0] + columns[:, 2]
    return {"vectors": columns}


def _first(vectors: FloatArray) -> int:
    for j in range(vectors.shape[1]):
        if _rank(vectors[:, : j + 1]) == _rank(vectors[:, :j]):
            return j
    return -1


def _last(vectors: FloatArray) -> int:
    found = [
        j for j in range(vectors.shape[1])
        if _rank(vectors[:, : j + 1]) == _rank(vectors[:, :j])
    ]  # fmt: skip
    return found[-1] if found else -1


def _of_the_others(vectors: FloatArray) -> int:
    for j in range(vectors.shape[1]):
        if _rank(np.delete(vectors, j, axis=1)) == _rank(vectors):
            return j
    return -1


def _in_pairs(vectors: FloatArray) -> int:
    for j in range(vectors.shape[1]):
        if not np.any(vectors[:, j]) or any(_rank(vectors[:, [i, j]]) == 1 for i in range(j)):
            return j
    return -1


def _zero_is_fine(vectors: FloatArray) -> int:
    for j in range(vectors.shape[1]):
        if np.any(vectors[:, j]) and _rank(vectors[:, : j + 1]) == _rank(vectors[:, :j]):
            return j
    return -1


check_first_dependent = Exercise(
    name="first_dependent",
    concept="basis",
    draw=_draw_columns,
    expected=_first,
    hint=(
        "go from left to right: a column depends on those before it if the rank does not grow "
        "when it is added. No column before the first one: only zero depends on nothing."
    ),
    mistakes={
        "columns are counted from 0.": lambda vectors: _first(vectors) + (_first(vectors) >= 0),
        "that column is a combination of the others, but not of those before it.": _of_the_others,
        "a column can depend on two others together and be a multiple of neither.": _in_pairs,
        "the zero vector is 0 times whatever is before it, and dependent also alone.": (
            _zero_is_fine
        ),
        "that is the last one: stop at the first.": _last,
        "that is the dimension of the span, not the place of a column.": lambda vectors: _rank(
            vectors
        ),
    },
)


def _draw_exchange(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(2, 5))
    while True:
        basis = rng.integers(-3, 4, size=(d, d)).astype(float)
        if abs(np.linalg.det(basis)) > 0.5:
            break
    coefficients = rng.integers(-2, 3, size=d).astype(float)
    coefficients[0 if rng.random() < 0.6 else int(rng.integers(d))] = 0.0
    while not np.any(coefficients):
        coefficients[int(rng.integers(d))] = float(rng.choice([-1, 2]))
    return {"basis": basis, "v": basis @ coefficients}


def _swap(basis: FloatArray, v: FloatArray, j: int) -> FloatArray:
    changed = basis.copy()
    changed[:, j] = v
    return changed


def _first_of(basis: FloatArray, v: FloatArray, numbers: FloatArray) -> FloatArray:
    """With v in the place of the first column whose number is not 0."""
    found = np.flatnonzero(np.abs(numbers) > NONE)
    return _swap(basis, v, int(found[0]) if len(found) else 0)


check_exchange = Exercise(
    name="exchange",
    concept="basis",
    draw=_draw_exchange,
    expected=lambda basis, v: _first_of(basis, v, np.linalg.solve(basis, v)),
    hint=(
        "write v in the basis. If its coefficient at b_j is 0, what do the others and v span? If "
        "it is not 0, solve for b_j. (A coefficient that is 0 but for rounding counts as 0.)"
    ),
    mistakes={
        "not always the first: without it, v and the others may be dependent.": (
            lambda basis, v: _swap(basis, v, 0)
        ),
        "you looked at the entries of v; its coordinates in the basis decide.": (
            lambda basis, v: _first_of(basis, v, v)
        ),
        "not orthogonal to b_j is not the same as having a part along it in this basis.": (
            lambda basis, v: _first_of(basis, v, basis.T @ v)
        ),
        "the basis vectors are the columns: B c = v.": (
            lambda basis, v: _first_of(basis, v, np.linalg.solve(basis.T, v))
        ),
        "a negative coefficient will do, too: it can be divided by.": (
            lambda basis, v: _first_of(basis, v, np.maximum(np.linalg.solve(basis, v), 0.0))
        ),
        "that leaves a basis, but it is not the first column that can go.": (
            lambda basis, v: _swap(basis, v, int(np.abs(np.linalg.solve(basis, v)).argmax()))
        ),
        "the basis vectors are the columns: v takes the place of a column, not of a row.": (
            lambda basis, v: _first_of(basis.T, v, np.linalg.solve(basis, v)).T
        ),
    },
)


def _draw_bases(rng: np.random.Generator) -> Inputs:
    d = 2
    while True:
        old, new = tenths(rng, d, d), tenths(rng, d, d)
        if min(abs(np.linalg.det(old)), abs(np.linalg.det(new))) > 0.3:
            return {"table": tenths(rng, int(rng.integers(3, 5)), d), "old": old, "new": new}


check_recode = Exercise(
    name="recode",
    concept="change-of-basis",
    draw=_draw_bases,
    expected=lambda table, old, new: table @ old.T @ np.linalg.inv(new).T,
    hint="for one point: new c' = x = old c. The points are the rows of the table.",
    mistakes={
        "for columns of coordinates that is it; rows need the transposed matrices.": (
            lambda table, old, new: table @ old @ np.linalg.inv(new)
        ),
        "it is multiplied from the right, so the order turns round: first to the points.": (
            lambda table, old, new: table @ np.linalg.inv(new).T @ old.T
        ),
        "these rows are coordinates in the old basis, not the points themselves.": (
            lambda table, old, new: table @ np.linalg.inv(new).T
        ),
        "that leads from the new basis to the old one.": (
            lambda table, old, new: table @ new.T @ np.linalg.inv(old).T
        ),
        "those are the points themselves: go on to their new coordinates.": (
            lambda table, old, new: table @ old.T
        ),
        "coordinates go against arrows: the new basis has to be undone.": (
            lambda table, old, new: table @ old.T @ new.T
        ),
    },
)


def _draw_features(rng: np.random.Generator) -> Inputs:
    n, d = int(rng.integers(6, 9)), int(rng.integers(2, 4))
    while True:
        # correlated columns, far from 0 and of different spreads
        features = tenths(rng, n, d)
        features[:, 1] = (features[:, 1] + 2 * features[:, 0]).round(1)
        features = (features + rng.integers(2, 9, size=d)).round(1)
        spread = np.linalg.svd(features - features.mean(axis=0), compute_uv=False)
        if spread[-1] > 0.3:
            return {"features": features}


def _shaped(output: Any, features: FloatArray) -> bool:
    table = np.asarray(output, dtype=float)
    return table.shape == features.shape and bool(np.all(np.isfinite(table)))


def _centred(output: Any, features: FloatArray) -> bool:
    return bool(np.allclose(np.mean(output, axis=0), 0.0, atol=1e-8))


def _linear(output: Any, features: FloatArray) -> bool:
    """Whether each new column is one combination of the centred old ones."""
    table = np.asarray(output, dtype=float)
    centred = features - features.mean(axis=0)
    return bool(
        np.allclose(centred @ np.linalg.lstsq(centred, table, rcond=None)[0], table, atol=1e-7)
    )


def _divided(output: Any, features: FloatArray) -> bool:
    """Whether the covariance is no multiple of I but I itself."""
    covariance = np.cov(np.transpose(output))
    size = covariance[0, 0]
    multiple = np.allclose(covariance, size * np.eye(len(covariance)), atol=1e-8 * abs(size))
    return not multiple or bool(abs(size - 1.0) < 1e-7)


def _uncorrelated(output: Any, features: FloatArray) -> bool:
    covariance = np.cov(np.transpose(output))
    return bool(np.allclose(covariance, np.diag(np.diag(covariance)), atol=1e-7))


def _unit(output: Any, features: FloatArray) -> bool:
    return bool(np.allclose(np.cov(np.transpose(output)), np.eye(features.shape[1]), atol=1e-7))


check_whiten_rows = Exercise(
    name="whiten_rows",
    concept="change-of-basis",
    draw=_draw_features,
    hint="the covariance of the new columns must be I.",
    properties={
        "return a table of the same shape, without gaps.": _shaped,
        "the columns have no mean 0: take the means away first.": _centred,
        "a new column is no combination of the old ones: only change the basis.": _linear,
        "uncorrelated and of equal spread, but not 1: np.cov divides by n - 1.": _divided,
        "the columns are still correlated. What is the matrix that maps one row, written as a "
        "row?": (_uncorrelated),
        "uncorrelated, but the variances are not 1.": _unit,
    },
)
