r"""Tabu search for tours: the best 2-opt move, even uphill, but no way straight back.

An edge that was taken out must stay out for ``tenure`` moves.  A move that would bring such an
edge back is forbidden, unless it leads to the shortest tour so far (aspiration).

Sources: Glover (1989), Tabu search, part I, ORSA Journal on Computing 1(3); Knox (1994), Tabu
search performance on the symmetric traveling salesman problem, Computers & Operations
Research 21(8).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.optimize.tours import (
    ROUNDING,
    as_distance,
    as_tour,
    changes_of,
    length_of,
    n_moves,
    reversed_between,
)

__all__ = ["TourTabu", "tabu_tour"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TourTabu(Result):
    """One run; row k is the tour after k moves.

    ``reason`` is ``"blocked"`` when every move was forbidden (choose a smaller ``tenure``).
    """

    tour: IntArray  # (n_steps + 1, n)
    value: FloatArray  # (n_steps + 1,) lengths
    best: FloatArray  # (n_steps + 1,) shortest so far
    evaluations: IntArray  # (n_steps + 1,) tours looked at so far
    move: IntArray  # (n_steps, 2) positions (first, last) that were reversed
    aspired: np.ndarray  # (n_steps,) bool: the move was forbidden, and good enough to be taken
    reason: Literal["max_steps", "blocked"]


def tabu_tour(
    distance: ArrayLike, tour: ArrayLike, *, tenure: int, max_steps: int, aspiration: bool = True
) -> TourTabu:
    r"""Search tours with a memory of the edges lately taken out.

    Parameters
    ----------
    distance : array, shape (n, n)
        Symmetric, non-negative, at least 4 places.
    tour : array of int, shape (n,)
        The start: each of 0 ... n - 1 once.
    tenure : int
        Number of moves for which an edge stays out, at least 0.
    max_steps : int
        Budget of moves, at least 0; each looks at all n (n - 3)/2 tours next to it.
    aspiration : bool, optional
        Whether a forbidden move may be taken if it gives the shortest tour so far.

    Returns
    -------
    TourTabu
        The tour after every move.

    Examples
    --------
    >>> square = [[0, 3, 5, 4], [3, 0, 4, 5], [5, 4, 0, 3], [4, 5, 3, 0]]
    >>> run = tabu_tour(square, [0, 2, 1, 3], tenure=2, max_steps=3)
    >>> run.value.tolist(), run.best.tolist(), run.reason
    ([18.0, 14.0], [18.0, 14.0], 'blocked')
    """
    d = as_distance("distance", distance)
    n = len(d)
    t = as_tour("tour", tour, n)
    tenure = check.integer("tenure", tenure)
    max_steps = check.integer("max_steps", max_steps)
    aspiration = check.boolean("aspiration", aspiration)

    smallest = ROUNDING * float(d.max())
    free_at = np.zeros((n, n), dtype=np.int64)  # by edge: the first move that may bring it back
    length = best = length_of(d, t)
    tours, values, moves, aspired = [t], [length], [], []
    reason: Literal["max_steps", "blocked"] = "max_steps"
    for k in range(max_steps):
        changes = changes_of(d, t)
        forbidden = _comes_back(free_at > k, t)
        if aspiration:
            forbidden = forbidden & (length + changes >= best - smallest)
        legal = np.where(forbidden, np.inf, changes)
        i, j = divmod(int(legal.argmin()), n)
        if not np.isfinite(legal[i, j]):
            reason = "blocked"
            break
        a, b, c, e = int(t[i - 1]), int(t[i]), int(t[j]), int(t[(j + 1) % n])
        aspired.append(bool(free_at[a, c] > k or free_at[b, e] > k))
        for one, other in ((a, b), (c, e)):
            free_at[one, other] = free_at[other, one] = k + 1 + tenure
        t = reversed_between(t, i, j)
        length = length_of(d, t)
        best = min(best, length)
        tours.append(t)
        values.append(length)
        moves.append((i, j))
    value = np.array(values)
    return TourTabu(
        tour=np.array(tours),
        value=value,
        best=np.minimum.accumulate(value),
        evaluations=1 + n_moves(n) * np.arange(len(tours), dtype=np.int64),
        move=np.array(moves, dtype=np.int64).reshape(-1, 2),
        aspired=np.array(aspired, dtype=bool),
        reason=reason,
    )


def _comes_back(out: np.ndarray, t: IntArray) -> np.ndarray:
    """Which moves ``[first, last]`` would bring back an edge that must stay out."""
    along = out[t[:, None], t]
    back = np.zeros_like(along)
    back[1:, 1:] = along[:-1, 1:] | np.roll(along, -1, axis=1)[1:, 1:]
    return back
