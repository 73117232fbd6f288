"""What the recorded models make of one unseen speech: guesses, glances and babble."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from mlcourse._check import FloatArray, IntArray
from mlcourse.data.text import shakespeare
from mlcourse.learning.characters import encode
from mlcourse.learning.language_model import (
    attention_weights,
    next_character_probabilities,
    sample_text,
)
from mlcourse.learning.language_run import language_run

__all__ = ["CURSORS", "HEADING", "PASSAGE", "Guesses", "guesses", "lines_of", "samples"]

LENGTH = 51
HEADING = "MENENIUS:\n"
CURSORS = tuple(range(1, LENGTH))  # how many letters have been read


def _passage() -> str:
    text = shakespeare().text
    start = text.index(HEADING, 9 * len(text) // 10)  # of the tenth that no model has seen
    return text[start : start + LENGTH]


PASSAGE = _passage()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Guesses:
    """For each of the ten models and each cursor; the clock comes first."""

    probability: FloatArray  # (10, 50, n_characters)
    attention: FloatArray  # (10, 50, 51) of the last letter read to every letter of the passage
    truth: IntArray  # (50,) the code of the letter that comes


@cache
def guesses() -> Guesses:
    """All that the figure draws at temperature 1, but for the samples."""
    models = language_run().models
    attention = np.zeros((len(models), len(CURSORS), LENGTH))
    for k, model in enumerate(models):
        for c in CURSORS:
            seen = min(c, model.context)
            row = attention_weights(model, PASSAGE[:c])[-1]
            attention[k, c - 1, c - seen : c] = row
    return Guesses(
        probability=np.array(
            [[next_character_probabilities(m, PASSAGE[:c]) for c in CURSORS] for m in models]
        ),
        attention=attention,
        truth=encode(PASSAGE[1:], models[0].alphabet),
    )


@cache
def samples(temperature: float) -> tuple[str, ...]:
    """What each model writes after the heading, all from the same random numbers."""
    return tuple(
        sample_text(model, HEADING, n_characters=130, temperature=temperature, rng=7)
        for model in language_run().models
    )


def lines_of(text: str, width: int, count: int) -> list[str]:
    """The first lines of a text; one that is too long goes on in the next."""
    out: list[str] = []
    for line in text.split("\n"):
        while len(line) > width:
            cut = line.rfind(" ", 0, width + 1)
            cut = width if cut <= 0 else cut
            out.append(line[:cut])
            line = line[cut:].lstrip(" ")
        out.append(line)
    return [*out, *[""] * count][:count]
