r"""Filling a table of ratings: a low-rank factorization of the entries that are known.

Source: Koren, Bell and Volinsky (2009), Matrix Factorization Techniques for Recommender
Systems, IEEE Computer 42(8); alternating least squares from Zhou, Wilkinson, Schreiber and Pan
(2008), Large-Scale Parallel Collaborative Filtering for the Netflix Prize, section 3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["Completion", "complete_ratings", "ratings_step"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Completion(Result):
    """Factors after each round; row t is the state after t rounds."""

    left: FloatArray  # (n_steps + 1, n_rows, rank) tastes: one vector a person
    right: FloatArray  # (n_steps + 1, n_cols, rank) traits: one vector an item
    loss: FloatArray  # (n_steps + 1,) what each round makes smaller
    fit_error: FloatArray  # (n_steps + 1,) root mean square over the known entries
    prediction: FloatArray  # (n_rows, n_cols) every entry, at the end


def _known(ratings: ArrayLike, observed: ArrayLike) -> tuple[FloatArray, FloatArray]:
    ratings = check.matrix("ratings", ratings)
    observed = check.matrix("observed", observed, rows=ratings.shape[0], cols=ratings.shape[1])
    strange = observed[(observed != 0.0) & (observed != 1.0)]
    if len(strange):
        raise ValueError(f"observed must be True or False everywhere, got an entry {strange[0]}")
    if not np.any(observed):
        raise ValueError("observed must be True somewhere, got only False")
    return ratings * observed, observed


def _fit_rows(
    ratings: FloatArray, observed: FloatArray, other: FloatArray, penalty: float
) -> FloatArray:
    """Solve one small ridge regression a row, all at once."""
    rank = other.shape[1]
    outer = (other[:, :, None] * other[:, None, :]).reshape(len(other), rank * rank)
    gram = (observed @ outer).reshape(-1, rank, rank) + penalty * np.eye(rank)
    return np.asarray(np.linalg.solve(gram, (ratings @ other)[..., None])[..., 0], dtype=float)


def ratings_step(
    ratings: ArrayLike, observed: ArrayLike, right: ArrayLike, *, penalty: float
) -> tuple[FloatArray, FloatArray]:
    r"""Fit the people to the items, then the items to the people.

    With the items' vectors :math:`v_j` fixed, the best vector of person :math:`i` solves
    :math:`\bigl(\sum_{j\,\mathrm{known}} v_j v_j^\top + \lambda I\bigr) u_i =
    \sum_{j\,\mathrm{known}} r_{ij} v_j`; then the same with the parts exchanged.

    Parameters
    ----------
    ratings : array of shape (n_rows, n_cols)
        Finite; unknown entries may hold any number.
    observed : array of bool, shape (n_rows, n_cols)
        Which entries are known, at least one.
    right : array of shape (n_cols, rank)
        The items' vectors.
    penalty : float
        :math:`\lambda`, positive.

    Returns
    -------
    tuple of arrays of shape (n_rows, rank) and (n_cols, rank)
        The new vectors of the people and of the items.

    Examples
    --------
    >>> u, v = ratings_step([[2.0, 4.0]], [[True, True]], [[1.0], [2.0]], penalty=1e-9)
    >>> (u @ v.T).round(6).tolist()
    [[2.0, 4.0]]
    """
    ratings, observed = _known(ratings, observed)
    right = check.matrix("right", right, rows=ratings.shape[1])
    penalty = check.positive("penalty", penalty)
    left = _fit_rows(ratings, observed, right, penalty)
    return left, _fit_rows(ratings.T, observed.T, left, penalty)


def complete_ratings(
    ratings: ArrayLike,
    observed: ArrayLike,
    *,
    rank: int,
    penalty: float,
    max_steps: int,
    rng: np.random.Generator | int,
) -> Completion:
    r"""Predict every entry of a table from those that are known.

    Alternating least squares on
    :math:`\sum_{\mathrm{known}} (r_{ij} - u_i \cdot v_j)^2 +
    \lambda \bigl(\sum_i \lVert u_i\rVert^2 + \sum_j \lVert v_j\rVert^2\bigr)`: each half of a
    round is an exact minimum, so that the loss never rises.

    Parameters
    ----------
    ratings : array of shape (n_rows, n_cols)
        Finite; unknown entries may hold any number.
    observed : array of bool, shape (n_rows, n_cols)
        Which entries are known, at least one.
    rank : int
        Length of the vectors, from 1 to min(n_rows, n_cols).
    penalty : float
        :math:`\lambda`, positive; the larger, the nearer to zero where little is known.
    max_steps : int
        Rounds, at least 1; a round is one :func:`ratings_step`.
    rng : Generator or int
        For the first vectors of the items.

    Returns
    -------
    Completion
        Factors, loss and fit after each round, and the full table.

    Examples
    --------
    >>> table = np.outer([1.0, 2.0, 3.0], [1.0, 2.0, 4.0])
    >>> known = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 1]], dtype=bool)
    >>> run = complete_ratings(table, known, rank=1, penalty=1e-6, max_steps=50, rng=0)
    >>> run.prediction.round(2)[~known].tolist()
    [8.0, 6.0]
    """
    ratings, observed = _known(ratings, observed)
    rank = check.integer("rank", rank, low=1, high=min(ratings.shape))
    penalty = check.positive("penalty", penalty)
    max_steps = check.integer("max_steps", max_steps, low=1)
    rng = check.generator("rng", rng)
    lefts = [np.zeros((ratings.shape[0], rank))]
    # The items' mean ratings and small numbers: vectors of mixed signs would have to pass
    # through zero to agree, which can take thousands of rounds.
    start = 0.1 * rng.normal(size=(ratings.shape[1], rank))
    start[:, 0] += ratings.sum(axis=0) / np.maximum(observed.sum(axis=0), 1.0)
    rights = [start]
    for _ in range(max_steps):
        left, right = ratings_step(ratings, observed, rights[-1], penalty=penalty)
        lefts.append(left)
        rights.append(right)
    left, right = np.array(lefts), np.array(rights)
    misfit = np.array(
        [np.sum((ratings - observed * (u @ v.T)) ** 2) for u, v in zip(left, right, strict=True)]
    )
    size = np.sum(left**2, axis=(1, 2)) + np.sum(right**2, axis=(1, 2))
    return Completion(
        left=left,
        right=right,
        loss=misfit + penalty * size,
        fit_error=np.sqrt(misfit / np.sum(observed)),
        prediction=left[-1] @ right[-1].T,
    )
