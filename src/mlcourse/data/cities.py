"""A tour through 52 places in Berlin whose shortest length is known.

Reinelt (1991), TSPLIB: A Traveling Salesman Problem Library, ORSA Journal on Computing 3(4),
376-384; instance ``berlin52``.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.data import _files

__all__ = ["Cities", "berlin52"]


# TSPLIB's optimal tour, counted from 0; the test suite adds its length up.
_OPTIMAL_TOUR = (
    "0 48 31 44 18 40 7 8 9 42 32 50 10 51 13 12 46 25 26 27 11 24 3 5 14 4 "
    "23 47 37 36 39 38 35 34 33 43 45 15 28 49 19 22 29 1 6 41 20 16 2 17 30 21"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cities(Result):
    """Places, the distances between them, and a best closed tour."""

    title: str
    coordinates: FloatArray  # (n, 2)
    distance: IntArray  # (n, n) symmetric, zero diagonal
    optimal_tour: IntArray  # (n,) each place once; the way back to the first is understood
    optimal_length: int
    unit: str
    source: str
    licence: str


def berlin52() -> Cities:
    r"""52 places in Berlin; the shortest closed tour has length 7542.

    Distances follow TSPLIB's ``EUC_2D``: :math:`d_{ij} = \lfloor \|x_i - x_j\| + 1/2 \rfloor`.

    Returns
    -------
    Cities
        Coordinates, whole-number distances, the optimal tour and its length.

    Examples
    --------
    >>> berlin = berlin52()
    >>> berlin.coordinates.shape, berlin.distance.shape
    ((52, 2), (52, 52))
    >>> tour = berlin.optimal_tour
    >>> int(berlin.distance[tour, np.roll(tour, -1)].sum())
    7542
    """
    _, places = _files.read_table("berlin52.csv")
    across = places[:, None, :] - places[None, :, :]
    distance = np.floor(np.sqrt((across**2).sum(axis=-1)) + 0.5).astype(np.int64)
    return Cities(
        title="52 places in Berlin",
        coordinates=places,
        distance=distance,
        optimal_tour=np.array(_OPTIMAL_TOUR.split(), dtype=np.int64),
        optimal_length=7542,
        unit="map units",
        source="Groetschel; Reinelt (1991), TSPLIB, instance berlin52",
        licence="facts (coordinates of places)",
    )
