r"""The checks of chapter 12 on low rank: a newcomer's ratings, and which rank to defend.

Source: Koren, Bell and Volinsky (2009), Matrix Factorization Techniques for Recommender Systems.

Examples
--------
>>> import numpy as np
>>> def newcomer(ratings, seen, items, penalty):
...     q = items[seen]
...     p = np.linalg.solve(q.T @ q + penalty * np.eye(q.shape[1]), q.T @ ratings[seen])
...     return items @ p
>>> _ = check_newcomer(newcomer)
✓ newcomer: 50 random inputs agree.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_chosen", "check_newcomer"]

Mask = NDArray[np.bool_]


def _draw_newcomer(rng: np.random.Generator) -> Inputs:
    n, k = int(rng.integers(4, 7)), int(rng.integers(1, 3))
    seen = np.zeros(n, dtype=bool)
    seen[rng.permutation(n)[: int(rng.integers(k + 1, n))]] = True
    ratings = tenths(rng, n)
    ratings[~seen] = rng.choice([0.0, 9.9])  # what stands in a hole means nothing
    return {
        "ratings": ratings,
        "seen": seen,
        "items": tenths(rng, n, k),
        "penalty": float(rng.choice([0.3, 0.7, 2.0])),
    }


def _taste(ratings: FloatArray, q: FloatArray, penalty: float) -> FloatArray:
    gram = q.T @ q + penalty * np.eye(q.shape[1])
    return np.asarray(np.linalg.solve(gram, q.T @ ratings))


def _newcomer(ratings: FloatArray, seen: Mask, items: FloatArray, penalty: float) -> FloatArray:
    return np.asarray(items @ _taste(ratings[seen], items[seen], penalty))


def _again(
    how: Callable[[FloatArray, Mask, FloatArray, float], FloatArray],
) -> Callable[..., FloatArray]:
    def wrong(ratings: FloatArray, seen: Mask, items: FloatArray, penalty: float) -> FloatArray:
        return np.asarray(how(ratings, np.asarray(seen, dtype=bool), items, penalty))

    return wrong


check_newcomer = Exercise(
    name="newcomer",
    concept="low-rank",
    draw=_draw_newcomer,
    expected=_newcomer,
    hint=(
        "keep the rows of the items that were rated; p solves (QᵀQ + penalty I) p = Qᵀr with "
        "them; every prediction is an item's vector times p."
    ),
    mistakes={
        "what stands in the holes is no rating: leave those items out of the fit.": _again(
            lambda r, seen, q, penalty: q @ _taste(r, q, penalty)
        ),
        "a hole is not a zero: leave those items out of the fit, on both sides.": _again(
            lambda r, seen, q, penalty: q @ _taste(np.where(seen, r, 0.0), q, penalty)
        ),
        "the penalty is missing.": _again(
            lambda r, seen, q, penalty: q @ np.linalg.pinv(q[seen]) @ r[seen]
        ),
        "the penalty is not multiplied by the number of ratings in this chapter's sum.": _again(
            lambda r, seen, q, penalty: q @ _taste(r[seen], q[seen], penalty * seen.sum())
        ),
        "the predictions of all items are asked for, not of the rated ones only.": _again(
            lambda r, seen, q, penalty: q[seen] @ _taste(r[seen], q[seen], penalty)
        ),
        "the predictions of all items are asked for, not of the holes only.": _again(
            lambda r, seen, q, penalty: q[~seen] @ _taste(r[seen], q[seen], penalty)
        ),
        "that is the person's vector: multiply the items by it.": _again(
            lambda r, seen, q, penalty: _taste(r[seen], q[seen], penalty)
        ),
        "predict the rated ones as well: their ratings stay as they are in your answer.": _again(
            lambda r, seen, q, penalty: np.where(seen, r, q @ _taste(r[seen], q[seen], penalty))
        ),
        "each part of p has been fitted as if it were alone: solve for all of them at once.": (
            _again(
                lambda r, seen, q, penalty: (
                    q @ (q[seen].T @ r[seen] / (np.sum(q[seen] ** 2, axis=0) + penalty))
                )
            )
        ),
    },
)


def _draw_chosen(rng: np.random.Generator) -> Inputs:
    """Misses that behave as those of the chapter: seen falls with the rank, hidden turns."""
    ranks = np.sort(rng.choice(np.arange(1, 16), size=5, replace=False))
    penalties = np.array([1.0, 10.0, 30.0])
    turn = rng.permutation(3) + rng.integers(0, 2)
    depth = rng.permutation([1.2, 1.25, 1.3])
    # the deepest valley is the narrowest: its row has not the best mean
    slope = np.where(depth == depth.min(), 0.09, 0.015)
    place = np.arange(5)
    seen = 1.3 - 0.2 * place + 0.15 * np.arange(3)[:, None] + 0.02 * rng.random((3, 5))
    choosing = (
        depth[:, None] + slope[:, None] * np.abs(place - turn[:, None]) + 0.02 * rng.random((3, 5))
    )
    report = choosing + 0.1 * rng.random((3, 5)) - 0.05
    # the report's lowest is elsewhere, so that whoever peeks is seen
    best = np.unravel_index(choosing.argmin(), (3, 5))
    other = (int(best[0] + 1) % 3, int(best[1] + 2) % 5)
    report[other] = report.min() - 0.03
    tables = {"seen": seen, "choosing": choosing, "report": report}
    return {
        "ranks": ranks,
        "penalties": penalties,
        **{name: np.round(table, 3) for name, table in tables.items()},
    }


Answer = tuple[float, float, float]


def _pick(table: FloatArray, told: FloatArray, ranks: Any, penalties: Any) -> Answer:
    i, j = np.unravel_index(int(table.argmin()), table.shape)
    return float(penalties[i]), float(ranks[j]), float(told[i, j])


def _chosen(ranks: Any, penalties: Any, seen: Any, choosing: Any, report: Any) -> Answer:
    return _pick(choosing, report, ranks, penalties)


def _row_by_row(ranks: Any, penalties: Any, seen: Any, choosing: Any, report: Any) -> Answer:
    """The penalty of the best mean, then the best rank in its row."""
    i = int(choosing.mean(axis=1).argmin())
    j = int(choosing[i].argmin())
    return float(penalties[i]), float(ranks[j]), float(report[i, j])


check_chosen = Exercise(
    name="chosen",
    concept="low-rank",
    draw=_draw_chosen,
    expected=_chosen,
    hint=(
        "find the row and the column of the smallest number of one of the three tables, and read "
        "the third answer from another table. Which table may choose, and which may only report?"
    ),
    mistakes={
        "what the fit has seen asks for the highest rank: it may not choose.": (
            lambda ranks, penalties, seen, choosing, report: _pick(seen, report, ranks, penalties)
        ),
        "the smallest of the reports has been chosen by the report: then nothing is left to "
        "report honestly.": (
            lambda ranks, penalties, seen, choosing, report: _pick(report, report, ranks, penalties)
        ),
        "the number that was chosen because it is small flatters: report the other part's.": (
            lambda ranks, penalties, seen, choosing, report: _pick(
                choosing, choosing, ranks, penalties
            )
        ),
        "what the fit has seen tells nothing of what it has not: report the part kept for it.": (
            lambda ranks, penalties, seen, choosing, report: _pick(choosing, seen, ranks, penalties)
        ),
        "the rank and the penalty are asked for, not their places: ranks[j] and penalties[i].": (
            lambda ranks, penalties, seen, choosing, report: _pick(
                choosing, report, np.arange(5), np.arange(3)
            )
        ),
        "the penalty comes first, then the rank.": (
            lambda ranks, penalties, seen, choosing, report: (
                _chosen(ranks, penalties, seen, choosing, report)[1],
                _chosen(ranks, penalties, seen, choosing, report)[0],
                _chosen(ranks, penalties, seen, choosing, report)[2],
            )
        ),
        "rank and penalty are chosen together: the best pair need not lie in the row with the best "
        "mean.": _row_by_row,
        "the first row alone: the other penalties may do better.": (
            lambda ranks, penalties, seen, choosing, report: _pick(
                choosing[:1], report, ranks, penalties
            )
        ),
        "the smallest rank is not the safest: it can miss by more.": (
            lambda ranks, penalties, seen, choosing, report: _pick(
                choosing[:, :1], report, ranks, penalties
            )
        ),
    },
)
