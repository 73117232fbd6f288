r"""Simulated annealing of a tour: random 2-opt moves at a falling temperature.

A move that makes the tour longer by :math:`\Delta` is taken with probability
:math:`e^{-\Delta / T}`; one that makes it shorter always.

Sources: Kirkpatrick, Gelatt and Vecchi (1983), Optimization by simulated annealing, Science
220(4598); Cerny (1985), Thermodynamical approach to the traveling salesman problem, Journal of
Optimization Theory and Applications 45.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.optimize.cooling import Cooling, temperatures
from mlcourse.optimize.tours import as_distance, as_tour, length_of

__all__ = ["TourAnnealing", "anneal_tour"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TourAnnealing(Result):
    """One run; lengths at every step, tours at the steps in ``recorded``."""

    value: FloatArray  # (n_steps + 1,) length of the current tour
    best: FloatArray  # (n_steps + 1,) shortest so far
    evaluations: IntArray  # (n_steps + 1,) tours looked at so far
    move: IntArray  # (n_steps, 2) proposed positions (first, last), taken or not
    change: FloatArray  # (n_steps,) how much longer each proposal was
    luck: FloatArray  # (n_steps,) the die u of each proposal, between 0 and 1
    accepted: np.ndarray  # (n_steps,) bool
    temperature: FloatArray  # (n_steps,)
    recorded: IntArray  # (n_recorded,) steps
    tour: IntArray  # (n_recorded, n) tours after these steps
    best_tour: IntArray  # (n,)


def anneal_tour(
    distance: ArrayLike,
    tour: ArrayLike,
    *,
    temperature: float | Cooling,
    max_steps: int,
    record_every: int,
    rng: np.random.Generator | int,
) -> TourAnnealing:
    r"""Anneal a tour with 2-opt moves.

    Parameters
    ----------
    distance : array, shape (n, n)
        Symmetric, non-negative, at least 4 places.
    tour : array of int, shape (n,)
        The start: each of 0 ... n - 1 once.
    temperature : float or callable
        :math:`T > 0` in units of length, or a cooling schedule (see `mlcourse.optimize.cooling`).
    max_steps : int
        Number of proposals, at least 0; each is one evaluation.
    record_every : int
        Keep the tour of every so many steps, at least 1; the first and the last are always kept.
    rng : Generator or int

    Returns
    -------
    TourAnnealing
        Lengths, proposals and temperatures of every step, tours at the recorded ones.

    Examples
    --------
    >>> square = [[0, 3, 5, 4], [3, 0, 4, 5], [5, 4, 0, 3], [4, 5, 3, 0]]
    >>> run = anneal_tour(square, [0, 2, 1, 3], temperature=0.5, max_steps=20,
    ...                   record_every=20, rng=1)
    >>> float(run.best[-1]), run.tour.shape
    (14.0, (2, 4))
    """
    d = as_distance("distance", distance)
    n = len(d)
    start = as_tour("tour", tour, n)
    max_steps = check.integer("max_steps", max_steps)
    every = check.integer("record_every", record_every, low=1)
    heat = temperatures(temperature, n_steps=max_steps)
    generator = check.generator("rng", rng)
    # two different positions of 1 ... n - 1: the second skips the first
    one = generator.integers(1, n, max_steps)
    other = generator.integers(1, n - 1, max_steps)
    other = other + (other >= one)
    move = np.stack([np.minimum(one, other), np.maximum(one, other)], axis=-1)
    luck = generator.standard_exponential(max_steps)  # -log u of a uniform u

    # Lists: single entries of arrays cost five times as much, and this loop reads eight a step.
    t, rows = [*start.tolist(), int(start[0])], d.tolist()
    length = length_of(d, start)
    best, best_tour = length, t[:n]
    values, changes, accepted, recorded, tours = [length], [], [], [0], [t[:n]]
    draws = zip(move.tolist(), heat.tolist(), luck.tolist(), strict=True)
    for k, ((i, j), hot, lucky) in enumerate(draws, start=1):
        b, c = t[i], t[j]
        before, after = rows[t[i - 1]], rows[t[j + 1]]
        change = before[c] + after[b] - before[b] - after[c]
        take = change <= hot * lucky  # the same as u <= exp(-change / T), without an exp
        if take:
            t[i : j + 1] = t[j : i - 1 : -1]
            length += change
            if length < best:
                best, best_tour = length, t[:n]
        values.append(length)
        changes.append(change)
        accepted.append(take)
        if k % every == 0 or k == max_steps:
            recorded.append(k)
            tours.append(t[:n])
    value = np.array(values)
    return TourAnnealing(
        value=value,
        best=np.minimum.accumulate(value),
        evaluations=np.arange(1, max_steps + 2, dtype=np.int64),
        move=move,
        change=np.array(changes, dtype=float),
        luck=np.exp(-luck),
        accepted=np.array(accepted, dtype=bool),
        temperature=heat,
        recorded=np.array(recorded),
        tour=np.array(tours),
        best_tour=np.array(best_tour),
    )
