"""Gram-Schmidt, one subtraction or one scaling a step: arrows in the plane, and functions.

Functions are polynomials on [-1, 1]; their inner product is the integral of f g, which four
points of Gauss's rule give without an error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Steps
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER, PURPLE
from mlcourse.explore.typeset import number
from mlcourse.linalg.gram_schmidt import GramSchmidt
from mlcourse.linalg.gram_schmidt import gram_schmidt as run_of

__all__ = ["gram_schmidt"]

COLOURS = (BLUE, ORANGE, GREEN, PURPLE)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(4)
X = np.linspace(-1.0, 1.0, 81)
LAST = 10
NOTHING = 1e-9
NAMES = ("1", "x", "x²", "x³")
ORDERS = {
    "1, x, x², x³": (0, 1, 2, 3),
    "x³, x², x, 1": (3, 2, 1, 0),
    "x, 1, x², x³": (1, 0, 2, 3),
    "x², 1, x, x³": (2, 0, 1, 3),
}


def _at(*degrees: float) -> FloatArray:
    turn = np.radians(degrees)
    return np.array([np.cos(turn), np.sin(turn)])


ARROWS = {
    "two arrows, 60°": _at(10, 70) * [1.8, 1.4],
    "two arrows, 5°": _at(10, 15) * [1.8, 1.4],
    "three arrows": _at(10, 70, 150) * [1.8, 1.4, 1.6],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A run, in the plane or among polynomials."""

    names: tuple[str, ...]
    flat: bool  # arrows in the plane
    run: GramSchmidt  # polynomials: by their values at the nodes, times the roots of the weights
    powers: FloatArray  # (4, 4) the powers by such values


@cache
def _run(which: str) -> View:
    powers = np.sqrt(WEIGHTS)[:, None] * np.vander(NODES, 4, increasing=True)
    if which in ARROWS:
        given = ARROWS[which]
        names = tuple(f"v{'₁₂₃'[k]}" for k in range(given.shape[1]))
        return View(names=names, flat=True, run=run_of(given), powers=powers)
    order = ORDERS[which]
    names = tuple(NAMES[k] for k in order)
    return View(names=names, flat=False, run=run_of(powers[:, order]), powers=powers)


def compute(*, vectors: str) -> View:
    """Orthogonalise them from left to right."""
    return _run(vectors)


def step_of(view: View, k: int) -> int:
    """Few vectors are finished before the clock is."""
    return min(k, len(view.run.column))


def finished(view: View, k: int) -> int:
    """How many vectors have length 1 and are orthogonal, or have come to nothing."""
    return int(np.sum(view.run.against[: step_of(view, k)] == -1))


def polynomials(view: View, k: int) -> FloatArray:
    """The coefficients of 1, x, x², x³ after k steps, a column each."""
    return np.asarray(np.linalg.solve(view.powers, view.run.vectors(step_of(view, k))))


def draw(fig: Figure, view: View) -> Artists:
    """Arrows or curves, and the table of inner products."""
    left, right = fig.subplots(1, 2, width_ratios=(1.4, 1.0))
    left.set(xlim=(-2.1, 2.1), ylim=(-2.1, 2.1), title="the vectors as they stand")
    left.set_aspect("equal")  # else a right angle is none
    left.axhline(0.0, color=MUTED, linewidth=0.6)
    left.axvline(0.0, color=MUTED, linewidth=0.6)
    left.set(xticks=range(-2, 3), yticks=range(-2, 3))
    right.set(xlim=(-0.9, 4.0), ylim=(4.1, -1.0), title="their inner products")
    right.axis("off")
    artists = Artists()
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}  # over an axis, below all arrows
    artists.names = [
        left.text(0, 0, "", color=c, ha="center", va="center", weight="bold", bbox=box, zorder=1.5)
        for c in COLOURS[:3]
    ]
    (artists.before,) = left.plot([], [], color=INK, linewidth=1.2, linestyle=(0, (3, 3)))
    (artists.shadow,) = left.plot([], [], color=INK, linewidth=1.2)
    artists.curves = [left.plot([], [], color=colour)[0] for colour in COLOURS]
    artists.heads = [
        right.text(j + 0.3, -0.4, "", color=c, ha="center", weight="bold")
        for j, c in enumerate(COLOURS)
    ]
    artists.rows = [
        right.text(-0.5, j + 0.3, "", color=c, ha="center", weight="bold")
        for j, c in enumerate(COLOURS)
    ]
    artists.cells = [
        right.text(j + 0.3, i + 0.3, "", ha="center", fontsize=9.5)
        for i in range(4) for j in range(i + 1)
    ]  # fmt: skip
    return artists


def _shape(view: View, vector: FloatArray) -> FloatArray:
    """What is drawn of a vector: an arrow, or a curve."""
    if view.flat:
        return arrow(np.zeros(2), vector) if np.hypot(*vector) > 1e-9 else np.zeros((1, 2))
    values = np.polynomial.polynomial.polyval(X, np.linalg.solve(view.powers, vector))
    return np.column_stack([X, values])


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """The vectors after k steps; the one that was worked on is bold, its past dashed."""
    k = step_of(view, k)
    now = view.run.vectors(k)
    working = int(view.run.column[k - 1]) if k else -1
    for j, curve in enumerate(artists.curves):
        shape = _shape(view, now[:, j]) if j < len(view.names) else np.empty((0, 2))
        curve.set_data(*shape.T)
        curve.set_linewidth(3.2 if j == working else 1.6)
    past = shadow = np.empty((0, 2))
    if k:
        before = view.run.vectors(k - 1)[:, working]
        past = np.array([np.zeros(2), before]) if view.flat else _shape(view, before)
        taken = before - now[:, working]
        if view.run.against[k - 1] >= 0 and np.linalg.norm(taken) > NOTHING:
            # an arrow from tip to tip: at the origin it would lie on the finished one
            shadow = arrow(before, -taken) if view.flat else _shape(view, taken)
    artists.before.set_data(*past.T)
    artists.shadow.set_data(*shadow.T)
    done = finished(view, k)
    products = now.T @ now
    for j in range(4):
        name = view.names[j] if j < len(view.names) else ""
        if j < done:
            name = "0" if j in view.run.dependent else f"q{'₁₂₃₄'[j]}"
        artists.heads[j].set_text(name)
        artists.rows[j].set_text(name)
    places = [(i, j) for i in range(4) for j in range(i + 1)]
    for cell, (i, j) in zip(artists.cells, places, strict=True):
        cell.set_text(_entry(products[i, j]) if i < len(view.names) else "")
    for j, label in enumerate(artists.names):
        size = float(np.hypot(*now[:, j])) if view.flat and j < len(view.names) else 0.0
        label.set_text(artists.heads[j].get_text() if size > NOTHING else "")
        if size > NOTHING:
            # beside the tip: the second to its left, the others to their right
            side = np.array([-now[1, j], now[0, j]]) * ((0.2 if j else 0.3) / size)
            label.set_position(now[:, j] + (side if j == 1 else -side))
    groups = (artists.names, artists.curves, artists.heads, artists.rows, artists.cells)
    return [artists.before, artists.shadow, *(a for group in groups for a in group)]


def _entry(product: float) -> str:
    """Two digits behind the point, three where little is left, and a bare 0 for orthogonal."""
    if abs(product) < NOTHING:
        return "0"
    return number(product, ".3f" if abs(product) < 0.1 else ".2f")


def _polynomial(coefficients: FloatArray) -> str:
    """Such as 1.23 x² − 0.41."""
    text = ""
    for power in reversed(range(4)):
        c = coefficients[power]
        if abs(c) < 5e-3:
            continue
        unit = ("", " x", " x²", " x³")[power]
        one = power and abs(abs(c) - 1.0) < 5e-3
        size = unit.strip() if one else f"{abs(c):.2f}{unit}"
        sign = ("−" if c < 0 else "") if not text else (" − " if c < 0 else " + ")
        text += sign + size
    return text or "0"


def readout(view: View, *, k: int) -> str:
    """What the step did."""
    if k > step_of(view, k):
        return f"All done after {step_of(view, k)} steps."
    if k == 0:
        return (
            "As given. Below the diagonal stands the inner product of every two, on it each one's "
            "squared length."
        )
    j, i = int(view.run.column[k - 1]), int(view.run.against[k - 1])
    what, length = view.names[j], float(np.linalg.norm(view.run.vectors(k)[:, j]))
    if i >= 0:
        share = length / float(np.linalg.norm(view.run.a[:, j]))
        taken = view.run.vectors(k - 1)[:, j] - view.run.vectors(k)[:, j]
        if np.linalg.norm(taken) > NOTHING:
            said = f"{what} loses its shadow on q{'₁₂₃₄'[i]}; {share:.3f} of its length is left"
        else:
            said = f"{what} has no shadow on q{'₁₂₃₄'[i]}: they are orthogonal already"
    elif j in view.run.dependent:
        said = f"of {what} nothing is left: it lies in the span of those before"
    else:
        said = f"{what} is scaled to length 1 and is q{'₁₂₃₄'[j]}"
    if not view.flat:
        said += f"; now {_polynomial(polynomials(view, k)[:, j])}"
    end = " All done." if k == len(view.run.column) else ""
    return f"Step {k}: {said}.{end}"


def _little_left(view: View, *, k: int) -> bool:
    """Whether x was worked on, not yet scaled, and less than half of it is left."""
    if view.flat:
        return False
    j = view.names.index("x")
    left = np.linalg.norm(view.run.vectors(step_of(view, k))[:, j])
    return bool(left < 0.5 * np.linalg.norm(view.run.a[:, j]))


gram_schmidt = Explorer(
    name="gram_schmidt",
    title="Clean up, from left to right",
    alt=(
        "Left: arrows in the plane, or powers of x on the interval from -1 to 1, as they stand "
        "after some steps of Gram-Schmidt; the one just worked on is bold, dashed what it was "
        "before the step, thin what was taken away (of an arrow: from the old tip to the "
        "new). Right: the table of their inner products."
    ),
    controls={
        "vectors": Choice((*ARROWS, *ORDERS), label="vectors, in this order"),
        "k": Steps(range(LAST + 1), default=0, label="step", milliseconds=1200),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "two arrows": {"vectors": "two arrows, 60°", "k": 0},
        "three arrows": {"vectors": "three arrows", "k": 0},
        "powers": {"vectors": "1, x, x², x³", "k": 0},
        "powers, turned round": {"vectors": "x³, x², x, 1", "k": 0},
    },
    challenge=Challenge(
        text="Find an order in which less than half of the length of x is left, and stop there.",
        solved=_little_left,
    ),
    size=(7.4, 4.2),
)
