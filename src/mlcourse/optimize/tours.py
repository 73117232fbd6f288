r"""Closed tours: their length, the 2-opt move, and searches that only go down.

A 2-opt move takes two edges out, turns the part between them around and closes the tour again:
:math:`\ldots a\,[b \ldots c]\,d \ldots \to \ldots a\,[c \ldots b]\,d \ldots`.  With symmetric
distances only four of them count, however long the tour is:

.. math:: \Delta = D_{ac} + D_{bd} - D_{ab} - D_{cd}

Sources: Croes (1958), A method for solving traveling-salesman problems, Operations Research 6(6);
Johnson and McGeoch (1997), The traveling salesman problem: a case study in local optimization,
in Aarts and Lenstra (eds.), Local Search in Combinatorial Optimization, sections 2 and 3.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result

__all__ = [
    "TwoOpt",
    "nearest_neighbour_tour",
    "reverse_segment",
    "tour_length",
    "two_opt",
    "two_opt_change",
    "two_opt_changes",
]

# A move is an improvement if it saves more than this share of the longest distance: less is
# rounding, and a search that follows rounding never ends.
ROUNDING = 1e-12


def as_distance(name: str, value: ArrayLike) -> FloatArray:
    """A symmetric matrix of non-negative distances between at least four places."""
    d = check.square(name, value)
    if len(d) < 4:
        raise ValueError(f"{name} must be between at least 4 places, got {len(d)}")
    if np.any(d < 0):
        raise ValueError(f"{name} must be non-negative, got an entry {d.min()}")
    if not np.array_equal(d, d.T):
        raise ValueError(f"{name} must be symmetric, got a difference {np.abs(d - d.T).max():g}")
    return d


def as_tour(name: str, value: ArrayLike, n: int) -> IntArray:
    """Each of the places 0 ... n - 1 once."""
    tour = check.labels(name, value, length=n, n_classes=n)
    if len(np.unique(tour)) != n:
        raise ValueError(f"{name} must be a tour through each place once, got a place repeated")
    return tour


def _segment(first: int, last: int, n: int) -> tuple[int, int]:
    i = check.integer("first", first, low=1, high=n - 2)
    return i, check.integer("last", last, low=i + 1, high=n - 1)


def tour_length(distance: ArrayLike, tour: ArrayLike) -> float:
    r"""Length of the closed tour, the way back to its first place included.

    Parameters
    ----------
    distance : array, shape (n, n)
        Symmetric, non-negative, at least 4 places.
    tour : array of int, shape (n,)
        Each of 0 ... n - 1 once.

    Returns
    -------
    float
        In the units of ``distance``.

    Examples
    --------
    >>> from mlcourse.data.cities import berlin52
    >>> berlin = berlin52()
    >>> tour_length(berlin.distance, berlin.optimal_tour)
    7542.0
    """
    d = as_distance("distance", distance)
    return length_of(d, as_tour("tour", tour, len(d)))


def length_of(d: FloatArray, tour: IntArray) -> float:
    """``tour_length`` without checks, for inner loops."""
    return float(d[tour, np.roll(tour, -1)].sum())


def reverse_segment(tour: ArrayLike, first: int, last: int) -> IntArray:
    r"""The 2-opt move: the places at positions ``first`` to ``last`` in reverse order.

    The place at position 0 never moves; every 2-opt move can be written so.

    Parameters
    ----------
    tour : array of int, shape (n,)
        Each of 0 ... n - 1 once, :math:`n \ge 4`.
    first, last : int
        Positions with ``1 <= first < last <= n - 1``.

    Returns
    -------
    array of int, shape (n,)
        The new tour.

    Examples
    --------
    >>> reverse_segment([0, 1, 2, 3, 4], 1, 3).tolist()
    [0, 3, 2, 1, 4]
    """
    old = check.vector("tour", tour)
    if len(old) < 4:
        raise ValueError(f"tour must be through at least 4 places, got {len(old)}")
    whole = as_tour("tour", old, len(old))
    i, j = _segment(first, last, len(whole))
    return reversed_between(whole, i, j)


def two_opt_change(distance: ArrayLike, tour: ArrayLike, first: int, last: int) -> float:
    r"""How much longer the tour gets by one 2-opt move, from four distances.

    Parameters
    ----------
    distance, tour
        As in `tour_length`.
    first, last : int
        As in `reverse_segment`.

    Returns
    -------
    float
        Negative if the tour gets shorter.

    Examples
    --------
    Four corners of a square, visited crosswise; the move takes the crossing out:

    >>> square = [[0, 3, 5, 4], [3, 0, 4, 5], [5, 4, 0, 3], [4, 5, 3, 0]]
    >>> two_opt_change(square, [0, 2, 1, 3], 1, 2)
    -4.0
    """
    d = as_distance("distance", distance)
    t = as_tour("tour", tour, len(d))
    i, j = _segment(first, last, len(d))
    a, b, c, e = t[i - 1], t[i], t[j], t[(j + 1) % len(d)]
    return float(d[a, c] + d[b, e] - d[a, b] - d[c, e])


def two_opt_changes(distance: ArrayLike, tour: ArrayLike) -> FloatArray:
    r"""The change of length of every 2-opt move at once.

    Parameters
    ----------
    distance, tour
        As in `tour_length`.

    Returns
    -------
    array, shape (n, n)
        Entry ``[first, last]`` as `two_opt_change`; infinite where that is no move, or only
        runs the same tour backwards.

    Examples
    --------
    >>> square = [[0, 3, 5, 4], [3, 0, 4, 5], [5, 4, 0, 3], [4, 5, 3, 0]]
    >>> changes = two_opt_changes(square, [0, 2, 1, 3])
    >>> changes[1, 2].tolist(), int(np.isfinite(changes).sum())
    (-4.0, 2)
    """
    d = as_distance("distance", distance)
    return changes_of(d, as_tour("tour", tour, len(d)))


def changes_of(d: FloatArray, t: IntArray) -> FloatArray:
    """``two_opt_changes`` without checks, for inner loops."""
    n = len(t)
    along = d[t[:, None], t]  # distances by position in the tour
    edge = along[np.arange(n), np.arange(1, n + 1) % n]  # from each position to the next
    out = np.full((n, n), np.inf)
    # [i, j]: the edges before i and after j go, (i - 1, j) and (i, j + 1) come
    out[1:, 1:] = along[:-1, 1:] + np.roll(along, -1, axis=1)[1:, 1:]
    out[1:, 1:] -= edge[:-1, None] + edge[1:]
    out[np.tril_indices(n)] = np.inf
    # turning everything but the place at position 0 around is the same tour run backwards
    out[1, n - 1] = np.inf
    return out


def best_move(d: FloatArray, t: IntArray) -> tuple[IntArray, float]:
    """The tour after the best 2-opt move, and its change of length."""
    changes = changes_of(d, t)
    i, j = divmod(int(changes.argmin()), len(t))
    return reversed_between(t, i, j), float(changes[i, j])


def reversed_between(t: IntArray, i: int, j: int) -> IntArray:
    """``reverse_segment`` without checks, for inner loops."""
    out = t.copy()
    out[i : j + 1] = t[j : i - 1 : -1]
    return out


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoOpt(Result):
    """The path of a descent by 2-opt moves; row k is the tour after k moves.

    ``reason`` is ``"local_minimum"`` when no move makes the tour shorter, and ``"max_steps"``
    when the budget ended first.
    """

    tour: IntArray  # (n_steps + 1, n)
    value: FloatArray  # (n_steps + 1,) lengths
    move: IntArray  # (n_steps, 2) positions (first, last) that were reversed
    evaluations: IntArray  # (n_steps + 1,) tours looked at so far
    reason: Literal["local_minimum", "max_steps"]


def two_opt(distance: ArrayLike, tour: ArrayLike, *, max_steps: int) -> TwoOpt:
    r"""Take the best 2-opt move again and again until none helps.

    Parameters
    ----------
    distance, tour
        As in `tour_length`; ``tour`` is the start.
    max_steps : int
        Budget of moves, at least 0.

    Returns
    -------
    TwoOpt
        The tour after every move, and why it ended.

    Examples
    --------
    >>> square = [[0, 3, 5, 4], [3, 0, 4, 5], [5, 4, 0, 3], [4, 5, 3, 0]]
    >>> run = two_opt(square, [0, 2, 1, 3], max_steps=9)
    >>> run.value.tolist(), run.reason
    ([18.0, 14.0], 'local_minimum')
    """
    d = as_distance("distance", distance)
    t = as_tour("tour", tour, len(d))
    max_steps = check.integer("max_steps", max_steps)
    n = len(d)
    smallest = -ROUNDING * float(d.max())
    tours, values, moves = [t], [length_of(d, t)], []
    reason: Literal["local_minimum", "max_steps"] = "max_steps"
    for _ in range(max_steps):
        changes = changes_of(d, t)
        i, j = divmod(int(changes.argmin()), n)
        if not changes[i, j] < smallest:
            reason = "local_minimum"
            break
        t = reversed_between(t, i, j)
        tours.append(t)
        values.append(length_of(d, t))
        moves.append((i, j))
    return TwoOpt(
        tour=np.array(tours),
        value=np.array(values),
        move=np.array(moves, dtype=np.int64).reshape(-1, 2),
        evaluations=1 + n_moves(n) * np.arange(len(tours), dtype=np.int64),
        reason=reason,
    )


def n_moves(n: int) -> int:
    """Number of pairs of edges without a place in common."""
    return n * (n - 3) // 2


def nearest_neighbour_tour(distance: ArrayLike, *, start: int = 0) -> IntArray:
    r"""The greedy tour: always on to the nearest place not yet visited.

    Parameters
    ----------
    distance : array, shape (n, n)
        As in `tour_length`.
    start : int, optional
        First place, from 0 to n - 1.

    Returns
    -------
    array of int, shape (n,)
        A tour that begins at ``start``.

    Examples
    --------
    >>> from mlcourse.data.cities import berlin52
    >>> d = berlin52().distance
    >>> tour_length(d, nearest_neighbour_tour(d))
    8980.0
    """
    d = as_distance("distance", distance)
    here = check.integer("start", start, high=len(d) - 1)
    tour, left = [here], np.ones(len(d), dtype=bool)
    for _ in range(len(d) - 1):
        left[here] = False
        here = int(np.where(left, d[here], np.inf).argmin())
        tour.append(here)
    return np.array(tour)
