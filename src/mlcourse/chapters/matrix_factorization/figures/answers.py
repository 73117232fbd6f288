"""Who says what of themselves: a table of ratings, part of it hidden, and its completions."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mlcourse._check import FloatArray
from mlcourse.data.ratings import personality
from mlcourse.linalg.recommend import complete_ratings

__all__ = ["ROUNDS", "Table", "completed", "rms", "table"]

ROUNDS = 30
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """The answers in three parts: seen, hidden to choose by, hidden for the report."""

    ratings: FloatArray  # (500, 25)
    seen: Mask
    choosing: Mask
    report: Mask
    mean: FloatArray  # (25,) of what is seen of each statement


@cache
def table() -> Table:
    """Three fifths of the answers are seen, a fifth each is hidden to choose and to report."""
    answers = personality()
    u = np.random.default_rng(7).random(answers.ratings.shape)
    seen = answers.observed & (u >= 0.4)
    return Table(
        ratings=answers.ratings,
        seen=seen,
        choosing=answers.observed & (u < 0.2),
        report=answers.observed & (u >= 0.2) & (u < 0.4),
        mean=(answers.ratings * seen).sum(axis=0) / seen.sum(axis=0),
    )


@cache
def completed(rank: int, penalty: float) -> FloatArray:
    """Every answer predicted; rank 0 is the mean of the statement."""
    whole = table()
    if rank == 0:
        return np.broadcast_to(whole.mean, whole.ratings.shape).copy()
    fit = complete_ratings(
        whole.ratings - whole.mean,
        whole.seen,
        rank=rank,
        penalty=penalty,
        max_steps=ROUNDS,
        rng=1,
    )
    return np.asarray(whole.mean + fit.prediction)


def rms(predicted: FloatArray, where: Mask) -> float:
    """The root of the mean square of the misses."""
    return float(np.sqrt(np.mean((predicted - table().ratings)[where] ** 2)))
