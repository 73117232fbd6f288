"""Nine parts of Coriolanus as rows of word counts, and three ways to say who is near to whom."""

import re
from collections import Counter
from functools import cache

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.data.text import shakespeare
from mlcourse.linalg.vectors import cosine_similarities

__all__ = [
    "COSINE",
    "DISTANCE",
    "OTHERS",
    "PEOPLE",
    "RENAMED",
    "counts",
    "halves",
    "nearness",
    "recognised",
    "speeches",
    "weights",
]

RENAMED = ("Marcius", "Coriolanus")  # one man
# the nine longest parts of the excerpt, longest first
PEOPLE = (
    "Menenius", "Coriolanus", "Marcius", "Cominius", "Brutus", "Volumnia", "Sicinius",
    "First Citizen", "Aufidius",
)  # fmt: skip
OTHERS = tuple(name for name in PEOPLE if name not in RENAMED)
DISTANCE, COSINE = "distance", "cosine"


@cache
def speeches() -> dict[str, list[str]]:
    """What each of the nine says, speech by speech."""
    found: dict[str, list[str]] = {}
    for speech in shakespeare().text.split("\n\n"):
        name, _, words = speech.partition(":\n")
        found.setdefault(name.strip().title(), []).append(words.lower())
    return {name: found[name] for name in PEOPLE}


def _count(said: list[str]) -> Counter[str]:
    return Counter(re.findall(r"[a-z']+", " ".join(said)))


@cache
def _words() -> tuple[str, ...]:
    return tuple(sorted(set().union(*(_count(said) for said in speeches().values()))))


@cache
def counts() -> FloatArray:
    """(9, 2674): a row for each part, a column for each word that any of the nine uses."""
    rows = [_count(said) for said in speeches().values()]
    return np.array([[row[word] for word in _words()] for row in rows], dtype=float)


@cache
def halves() -> FloatArray:
    """(14, 2674): two rows for each of the other seven, every second speech in the same one."""
    piles = [_count(speeches()[name][k::2]) for name in OTHERS for k in (0, 1)]
    return np.array([[pile[word] for word in _words()] for pile in piles], dtype=float)


def weights(power: float) -> FloatArray:
    """A factor for each word: log(9 / how many of the nine use it), to a power; 1 at power 0."""
    users = np.sum(counts() > 0, axis=0)
    return np.log(len(PEOPLE) / users) ** power


def nearness(table: FloatArray, ruler: str) -> FloatArray:
    """Between every two rows a number that is larger for nearer ones, and −∞ with themselves."""
    if ruler == COSINE:
        near = cosine_similarities(table)
    else:
        near = -np.sqrt(np.maximum(_squares(table), 0.0))
    np.fill_diagonal(near, -np.inf)
    return near


def _squares(table: FloatArray) -> FloatArray:
    products = table @ table.T
    own = np.diag(products)
    return own[:, None] + own - 2 * products


def recognised(power: float, ruler: str) -> int:
    """How many of the fourteen halves are nearest to the other half of the same part."""
    nearest = nearness(halves() * weights(power), ruler).argmax(axis=1)
    return int(np.sum(nearest // 2 == np.arange(len(nearest)) // 2))
