"""Ten coefficients while the penalty is taken back, on 442 patients."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.convex_optimization.figures.patients import COLOURS, NAMES, patients
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Steps
from mlcourse.explore.style import INK, MUTED
from mlcourse.explore.typeset import number
from mlcourse.optimize.lasso import lasso_path as path_of
from mlcourse.optimize.lasso import penalty_grid

__all__ = ["lasso_path"]

ABSOLUTE, SQUARE = "λ|w|", "λw²/2"
N_PENALTIES = 61
LINE = 4.4  # a line of text, in units of the coefficients
SEEN = 3.0  # smaller coefficients have no name at their line
THOUSAND = 1e-3  # the smallest penalty as a share of the largest


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Penalties from the largest down, and the coefficients at each."""

    penalty: FloatArray  # (m,)
    coefficients: FloatArray  # (m, 10)
    shape: str


@cache
def _paths(shape: str) -> tuple[FloatArray, FloatArray]:
    x, y = patients()
    grid = penalty_grid(x, y, n_penalties=N_PENALTIES, ratio=THOUSAND)
    if shape == ABSOLUTE:
        return grid, path_of(x, y, penalties=grid, max_steps=20_000, tol=1e-11).coefficients
    gram, pull = x.T @ x / len(y), x.T @ y / len(y)
    return grid, np.array([np.linalg.solve(gram + g * np.eye(len(pull)), pull) for g in grid])


# how many times smaller than the largest the penalty is
CLOCK = tuple(float(f"{10 ** (k / 20):.3g}") for k in range(N_PENALTIES))


def compute(*, shape: str) -> View:
    """The whole path."""
    grid, coefficients = _paths(shape)
    return View(penalty=grid, coefficients=coefficients, shape=shape)


def draw(fig: Figure, view: View) -> Artists:
    """The coefficients now, and their paths so far."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.35))
    left.set(xlim=(-38, 38), ylim=(9.6, -0.6), xlabel="coefficient", title="ten measurements")
    left.set_yticks(range(10), NAMES)
    left.axvline(0.0, color=MUTED, linewidth=0.8)
    bars = LineCollection([], colors=list(COLOURS), linewidths=7)
    left.add_collection(bars, autolim=False)
    (tips,) = left.plot([], [], "o", color=INK, markersize=3.5)  # a bar may be shorter
    (zeros,) = left.plot([], [], "o", color=INK, markerfacecolor="none", markersize=8)
    right.set(xlim=(50, 0.022), xscale="log", ylim=(-38, 38), xlabel="penalty λ, falling")
    right.set(title="coefficients so far", xticks=[10, 1, 0.1], xticklabels=["10", "1", "0.1"])
    right.axhline(0.0, color=MUTED, linewidth=0.8)
    lines = LineCollection([], colors=list(COLOURS), linewidths=1.6)
    right.add_collection(lines, autolim=False)
    ends = LineCollection([], colors=list(COLOURS), linewidths=4.5, capstyle="round")
    right.add_collection(ends, autolim=False)
    names = [
        right.text(0, 0, "", color=colour, size=9, va="center") for colour in COLOURS
    ]  # fmt: skip
    return Artists(bars=bars, tips=tips, zeros=zeros, lines=lines, ends=ends, names=names)


def _apart(heights: FloatArray) -> FloatArray:
    """Heights for names, in order, a line of text apart and as near to theirs as can be."""
    out = heights.astype(float).copy()
    for _ in range(200):
        close = np.flatnonzero(np.diff(out) < LINE - 1e-6)
        if not len(close):
            break
        for j in close:
            middle, half = out[j : j + 2].mean(), LINE / 2
            out[j : j + 2] = middle - half, middle + half
    return out


def update(artists: Artists, view: View, *, times: float) -> Sequence[Artist]:
    """Everything at this penalty, and the paths down to it."""
    k = CLOCK.index(times)
    w = view.coefficients[k]
    artists.bars.set_segments([np.array([[0, j], [w[j], j]]) for j in range(10)])
    out = np.flatnonzero(w == 0)
    artists.tips.set_data(w[w != 0], np.flatnonzero(w))
    artists.zeros.set_data(np.zeros(len(out)), out)
    past = slice(0, k + 1)
    artists.lines.set_segments(
        [np.column_stack([view.penalty[past], view.coefficients[past, j]]) for j in range(10)]
    )
    here = view.penalty[k]
    artists.ends.set_segments([np.array([[here, v], [here * 0.999, v]]) for v in w])
    large = [j for j in np.argsort(w) if abs(w[j]) > SEEN]
    for text in artists.names:
        text.set_text("")
    for j, y in zip(large, _apart(w[large]), strict=True):
        artists.names[j].set_text(NAMES[j])
        artists.names[j].set_position((here * 0.88, y))
    return [artists.bars, artists.tips, artists.zeros, artists.lines, artists.ends, *artists.names]


def readout(view: View, *, times: float) -> str:
    """The penalty, and who is in."""
    k = CLOCK.index(times)
    w = view.coefficients[k]
    inside = [f"{NAMES[j]}\u00a0{number(w[j], '.3g')}" for j in np.flatnonzero(w)]
    count = f"{len(inside)} of 10 are not zero" if inside else "all ten are 0"
    return f"λ = {view.penalty[k]:.3g}: {count}" + (f": {', '.join(inside)}." if inside else ".")


def _seven(view: View, *, times: float) -> bool:
    counts = (view.coefficients != 0).sum(axis=1)
    return bool(view.shape == ABSOLUTE and CLOCK.index(times) == int(np.argmax(counts >= 7)))


lasso_path = Explorer(
    name="lasso_path",
    title="Taking the penalty back",
    alt=(
        "Left: the coefficients of ten measurements of 442 patients at one penalty, as bars; "
        "those that are exactly zero have an open circle. Right: the coefficients against the "
        "penalty on a log scale, from the penalty that holds all at zero down to the present one."
    ),
    controls={
        "shape": Choice((ABSOLUTE, SQUARE), label="penalty"),
        "times": Steps(
            CLOCK, default=1.0, label="λ: the largest, divided by", format="g", milliseconds=200
        ),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "λ = 10": {"times": CLOCK[13]},
        "λ = 1": {"times": CLOCK[33]},
        "λ = 0.1": {"times": CLOCK[53]},
    },
    challenge=Challenge(
        text="With λ|w|: the largest penalty at which seven measurements are in.",
        solved=_seven,
    ),
    ghost=True,
    size=(7.2, 3.8),
)
