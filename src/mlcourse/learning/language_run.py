"""One training of the language model, kept at ten moments, so that nobody has to wait for it.

``tools/train_language_model.py`` makes the file from nothing but the text and a seed; a slow test
does it again and compares.  To keep it small each column of a matrix is stored in whole numbers
from -127 to 127 of a unit of its own; that changes the loss of a model by less than 0.001.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.data import _files
from mlcourse.data.text import shakespeare
from mlcourse.learning.character_model import CharacterModel, initial_model
from mlcourse.learning.characters import alphabet_of

__all__ = ["LanguageRun", "language_run"]

SEED, N_EPOCHS, AN_EPOCH = 7, 20, 162  # updates an epoch
EARLY, LATE = (1, 5, 20, 81), (1, 2, 5, 10, 20)  # updates and epochs that are kept
FILE = "language_run.npz"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LanguageRun(Result):
    """A model at ten moments of its training, and the losses after every epoch."""

    updates: IntArray  # (10,) Adam steps taken before each moment
    models: tuple[CharacterModel, ...]  # 10
    loss: FloatArray  # (10,) nats a letter on the last tenth of the text, which it never saw
    train_loss: FloatArray  # (21,) after every epoch, on as long a part of what it was trained on
    validation_loss: FloatArray  # (21,) after every epoch, on the last tenth


@cache
def language_run() -> LanguageRun:
    """The training of chapter 14: 20 epochs on nine tenths of the text, seed 7.

    Returns
    -------
    LanguageRun
        The model at its start, after 1, 5, 20 and 81 updates, and after 1, 2, 5, 10 and 20
        epochs of 162 updates each.

    Examples
    --------
    >>> run = language_run()
    >>> run.updates.tolist()
    [0, 1, 5, 20, 81, 162, 324, 810, 1620, 3240]
    >>> run.loss[[0, -1]].round(2).tolist()
    [4.13, 1.74]
    """
    stored = _files.read_arrays(FILE, package="mlcourse.learning")
    start = _start()
    kept = zip(stored["weights"], stored["units"], strict=True)
    return LanguageRun(
        updates=np.array([0, *EARLY, *(AN_EPOCH * k for k in LATE)]),
        models=(start, *(unpacked(start, weights, units) for weights, units in kept)),
        loss=stored["loss"],
        train_loss=stored["train_loss"],
        validation_loss=stored["validation_loss"],
    )


def _start() -> CharacterModel:
    order, _ = np.random.default_rng(SEED).spawn(2)  # as train_language_model does
    return initial_model(alphabet_of(shakespeare().text), rng=order)


def packed(models: Sequence[CharacterModel]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers (n_models, n_parameters), and the unit of each column of each matrix."""
    weights, units = [], []
    for model in models:
        parts = list(model.parameters.values())
        unit = [np.maximum(np.abs(p).max(axis=0), 1e-12).astype(np.float32) / 127 for p in parts]
        weights.append(
            np.concatenate([np.rint(p / u).ravel() for p, u in zip(parts, unit, strict=True)])
        )
        units.append(np.concatenate([np.atleast_1d(u) for u in unit]))
    return np.array(weights).astype(np.int8), np.array(units, dtype=np.float32)


def unpacked(
    like: CharacterModel, weights: NDArray[np.int8], units: NDArray[np.float32]
) -> CharacterModel:
    """The model that was packed, but for rounding."""
    parameters, at, unit = {}, 0, 0
    for name, array in like.parameters.items():
        columns = array.shape[1] if array.ndim == 2 else 1
        whole = weights[at : at + array.size].reshape(array.shape)
        parameters[name] = whole * units[unit : unit + columns].astype(float)
        at, unit = at + array.size, unit + columns
    return CharacterModel(alphabet=like.alphabet, parameters=parameters)
