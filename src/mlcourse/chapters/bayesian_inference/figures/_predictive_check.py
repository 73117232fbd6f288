"""Does a coin make copies that look like the data? One copy, then four thousand."""

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
from mlcourse.chapters.bayesian_inference.figures.eruptions import LONG, switches
from mlcourse.explore import Challenge, Choice, Explorer, Steps

__all__ = ["predictive_check"]

NEAR = 30  # fewer differing neighbours than the data: near, for a coin
N_SHOWN = 60  # eruptions of a row that are drawn
MODELS = ("a coin", "a coin with memory")


def _bars(x: FloatArray) -> FloatArray:
    """The first eruptions of a data set, long or short."""
    line = np.full((N_SHOWN, 3, 2), np.nan)
    line[:, :2, 0] = ((np.arange(N_SHOWN) + 0.5) / N_SHOWN)[:, None]
    line[:, 0, 1], line[:, 1, 1] = 0, np.where(x[:N_SHOWN] > LONG, 1.0, 0.4)
    return line.reshape(-1, 2)


ORDER = Feature(
    name="neighbours that differ",
    count=switches,
    row=_bars,
    axis=f"the first {N_SHOWN} eruptions: short and long",
    bins=np.arange(78, 232, 3.0),
)


@cache
def compute(*, model: str) -> View:
    """Copies, and the neighbours that differ in each."""
    return copied(model, ORDER)


def _near(view: View, *, n: int) -> bool:
    """The first stop at which a copy is near, not any later one."""
    if view.model != MODELS[0] or n == 0:
        return False
    before = STOPS[STOPS.index(n) - 1]
    gap = view.count - view.counts[:n]
    return bool(gap.min() <= NEAR and np.all(gap[:before] > NEAR))


predictive_check = Explorer(
    name="predictive_check",
    title="Do copies look like the data?",
    alt=(
        "Left: the first eruptions of Old Faithful, short and long, above a copy that a fitted "
        "model has made. Right: a histogram of the neighbours that differ in all copies so far, "
        "with the count in the data as a line, and marks for the last copy and for the one that "
        "came nearest."
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
        "a coin, one copy": {"model": MODELS[0], "n": 1},
        "a coin, all copies": {"model": MODELS[0], "n": N_COPIES},
    },
    challenge=Challenge(
        text="How long must you wait for a coin to come near? Play its copies until one of them "
        f"has at most {NEAR} fewer differing neighbours than the data, and stop there.",
        solved=_near,
    ),
    size=(7.2, 3.6),
)
