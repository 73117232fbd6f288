"""Do one or two Gaussians make copies whose durations look like the data?"""

from functools import cache

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.chapters.bayesian_inference.figures.copies import (
    N_COPIES,
    STOPS,
    Feature,
    View,
    copied,
    draw,
    readout,
    update,
)
from mlcourse.chapters.bayesian_inference.figures.eruptions import GAP, in_the_gap
from mlcourse.explore import Choice, Explorer, Steps

__all__ = ["duration_check"]

MODELS = ("one Gaussian", "two Gaussians")
PILES = np.linspace(0.5, 6.5, 31)
TALLEST = 42.0  # eruptions in a column that fills the height


def _histogram(x: FloatArray) -> FloatArray:
    """The durations of a data set as an outline."""
    height = np.histogram(x, PILES)[0] / TALLEST
    at = np.repeat([_place(x) for x in PILES], 2)
    return np.column_stack([at, np.concatenate([[0], np.repeat(height, 2), [0]])])


def _place(minutes: float) -> float:
    """Where a duration is on an axis from 0 to 1."""
    return float((minutes - PILES[0]) / (PILES[-1] - PILES[0]))


DURATIONS = Feature(
    name=f"eruptions between {GAP[0]:g} and {GAP[1]:g} minutes",
    count=in_the_gap,
    row=_histogram,
    axis=f"minutes (grey: {GAP[0]:g} to {GAP[1]:g}, counted)",
    bins=np.arange(0, 121, 2.0),
    ticks={str(k): _place(k) for k in range(1, 7)},
    span=(_place(GAP[0]), _place(GAP[1])),
)


@cache
def compute(*, model: str) -> View:
    """Copies, and the eruptions in the gap of each."""
    return copied(model, DURATIONS)


duration_check = Explorer(
    name="duration_check",
    title="How long do the eruptions of a copy last?",
    alt=(
        "Left: a histogram of the durations of 272 eruptions of Old Faithful above that of a copy "
        "that a fitted model has made, with a grey band over the durations that are "
        "counted. Right: a histogram of how many eruptions last between "
        f"{GAP[0]:g} and {GAP[1]:g} minutes, over all copies so far, with the count in the data as "
        "a line, and marks for the last copy and for the one that came nearest."
    ),
    controls={
        "model": Choice(MODELS, label="model"),
        "n": Steps(STOPS, default=0, label="copies n", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "one Gaussian, one copy": {"model": MODELS[0], "n": 1},
        "two Gaussians, all copies": {"model": MODELS[1], "n": N_COPIES},
    },
    size=(7.2, 3.6),
)
