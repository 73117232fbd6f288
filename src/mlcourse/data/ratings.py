"""A table of ratings with holes: what people answered to statements about themselves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.data import _files

__all__ = ["Ratings", "personality"]

# The letter is the trait that a statement was written for: agreeableness, conscientiousness,
# extraversion, neuroticism, openness.
_STATEMENTS = {
    "A1": "Am indifferent to the feelings of others.",
    "A2": "Inquire about others' well-being.",
    "A3": "Know how to comfort others.",
    "A4": "Love children.",
    "A5": "Make people feel at ease.",
    "C1": "Am exacting in my work.",
    "C2": "Continue until everything is perfect.",
    "C3": "Do things according to a plan.",
    "C4": "Do things in a half-way manner.",
    "C5": "Waste my time.",
    "E1": "Don't talk a lot.",
    "E2": "Find it difficult to approach others.",
    "E3": "Know how to captivate people.",
    "E4": "Make friends easily.",
    "E5": "Take charge.",
    "N1": "Get angry easily.",
    "N2": "Get irritated easily.",
    "N3": "Have frequent mood swings.",
    "N4": "Often feel blue.",
    "N5": "Panic easily.",
    "O1": "Am full of ideas.",
    "O2": "Avoid difficult reading material.",
    "O3": "Carry the conversation to a higher level.",
    "O4": "Spend time reflecting on things.",
    "O5": "Will not probe deeply into a subject.",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratings(Result):
    """Who rated what how; a row is a person, a column an item."""

    title: str
    ratings: FloatArray  # (n_people, n_items), 0 where there is no answer
    observed: NDArray[np.bool_]  # (n_people, n_items) where there is one
    item_codes: tuple[str, ...]
    item_names: tuple[str, ...]
    unit: str
    source: str
    licence: str


def personality() -> Ratings:
    """500 people rate how well 25 statements describe them, from 1 to 6.

    The statements were written for five traits, five for each; some are turned round, so that
    who agrees with one disagrees with another.

    Returns
    -------
    Ratings
        The first 500 people of the table ``bfi`` of R's package psych.

    Examples
    --------
    >>> answers = personality()
    >>> answers.ratings.shape, int((~answers.observed).sum())
    ((500, 25), 67)
    >>> answers.item_codes[15], answers.item_names[15]
    ('N1', 'Get angry easily.')
    """
    stored = _files.read_arrays("personality.npz")["answers"]
    return Ratings(
        title="Personality, 25 statements",
        ratings=stored.astype(np.float64),
        observed=stored > 0,
        item_codes=tuple(_STATEMENTS),
        item_names=tuple(_STATEMENTS.values()),
        unit="1 (very inaccurate) to 6 (very accurate)",
        source="W. Revelle, Synthetic Aperture Personality Assessment; items of the International "
        "Personality Item Pool; R package psych, table 'bfi'",
        licence="answers of people, without names; R's psych distributes the table under GPL-2 "
        "or later",
    )
