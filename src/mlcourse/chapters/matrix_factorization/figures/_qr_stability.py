"""Three nearly parallel columns, made orthogonal in three ways: which right angle survives?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, log
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE
from mlcourse.linalg.conditioning import orthogonality_error
from mlcourse.linalg.gallery import lauchli
from mlcourse.linalg.gram_schmidt import gram_schmidt
from mlcourse.linalg.householder import householder_qr, householder_vector

__all__ = ["qr_stability"]

SIZES = log(1e-9, 1.0, 19)
METHODS = {"classical": ORANGE, "modified": BLUE, "Householder": GREEN}
RULES = {
    "classical": "measure q₂ · a₃ in the\ncolumn that was given",
    "modified": "measure q₂ · v₃ in what\nis left of it",
    "Householder": "mirror every column,\nso that one lies on an axis",
}
STEPS = (
    "the three columns",
    "the first is scaled; a first mirror",
    "the second loses its part along q₁",
    "the second is scaled; a second mirror",
    "the third loses its part along q₁",
    "the third loses its part along q₂",
    "the third is scaled; a third mirror",
)
LOWEST = 1e-17


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The angle of the last two columns after each step, and the errors for ε from 1 to here."""

    size: float
    angles: dict[str, FloatArray]  # (7,) degrees
    past: FloatArray  # (n,) larger values of ε, and this one last
    errors: dict[str, FloatArray]  # (n,)


def angle(u: FloatArray, v: FloatArray) -> float:
    """The angle of two vectors in degrees, also where the cosine would lose it."""
    u, v = u / np.linalg.norm(u), v / np.linalg.norm(v)
    return float(np.degrees(2 * np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v))))


def _mirrored(a: FloatArray) -> FloatArray:
    """The last two columns of a, after each of six steps, as the mirrors leave them."""
    here = a.copy()
    angles = [angle(a[:, 1], a[:, 2])]
    for k in range(3):
        v = householder_vector(here[k:, k])
        here[k:] -= 2.0 * np.outer(v, v @ here[k:])
        # what is still to be done: rows below k, but a finished column is its axis
        second = np.eye(4)[1] if k >= 1 else np.append(0.0, here[1:, 1])
        third = here[:, 2] * (np.arange(4) > min(k, 1))
        angles.append(angle(second, third))
    q = householder_qr(a).q
    mirror = (0, 1, 1, 2, 2, 2)  # done after each step but the last
    return np.array([*(angles[k] for k in mirror), angle(q[:, 1], q[:, 2])])


@lru_cache(maxsize=32)
def _errors(size: float) -> tuple[float, float, float]:
    a = lauchli(3, size)
    return (
        orthogonality_error(gram_schmidt(a, method="classical").q),
        orthogonality_error(gram_schmidt(a, method="modified").q),
        orthogonality_error(householder_qr(a).q),
    )


def compute(*, size: float) -> View:
    """All three methods on Läuchli's three columns."""
    a = lauchli(3, size)
    angles = {"Householder": _mirrored(a)}
    for name, run in (
        ("classical", gram_schmidt(a, method="classical")),
        ("modified", gram_schmidt(a, method="modified")),
    ):
        angles[name] = np.array([angle(*run.vectors(k)[:, 1:].T) for k in range(7)])
    past = np.array([one for one in reversed(SIZES) if one >= size])
    found = np.array([_errors(one) for one in past])
    errors = {name: np.maximum(found[:, k], LOWEST) for k, name in enumerate(METHODS)}
    return View(size=size, angles=angles, past=past, errors=errors)


def draw(fig: Figure, view: View) -> Artists:
    """Three dials, and the distance from orthonormal against ε."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.15))
    left.set(xlim=(-2.6, 1.15), ylim=(-3.0, 1.25), aspect="equal", xticks=[], yticks=[])
    left.spines[:].set_visible(False)
    left.set_title("the angle of the last two columns")
    moving = {}
    turn = np.linspace(0, np.pi / 2, 31)
    for k, (name, colour) in enumerate(METHODS.items()):
        foot = np.array([0.0, -1.45 * k])
        left.plot(*(foot[:, None] + [np.cos(turn), np.sin(turn)]), color=MUTED, linewidth=0.8)
        left.plot([0, 0], [foot[1], foot[1] + 1.0], color=MUTED, linewidth=0.8)
        left.plot(*arrow(foot, np.array([0.95, 0.0])).T, color=INK)
        left.text(-2.6, foot[1] + 0.88, name, color=colour, size=10, weight="bold")
        left.text(-2.6, foot[1] + 0.76, RULES[name], color=MUTED, size=8.5, va="top")
        (moving[f"hand_{k}"],) = left.plot([], [], color=colour, linewidth=2.4)
        moving[f"angle_{k}"] = left.text(-2.6, foot[1] + 0.02, "", size=10)
    right.set(xscale="log", yscale="log", xlim=(1.5, 6e-10), ylim=(3e-18, 10.0))
    right.set(xlabel="ε, from 1 to here", title="‖QᵀQ − I‖ at the end")
    right.set_yticks([1e-16, 1e-12, 1e-8, 1e-4, 1.0])
    right.minorticks_off()
    for k, (name, colour) in enumerate(METHODS.items()):
        (moving[f"error_{k}"],) = right.plot([], [], "o-", color=colour, markersize=4)
        right.text(0.03, 0.95 - 0.075 * k, name, color=colour, size=9, transform=right.transAxes)
    return Artists(**moving)


def update(artists: Artists, view: View, *, step: int) -> Sequence[Artist]:
    """The dials after this step; the errors of ε when all steps are done."""
    n = len(view.past) if step == 6 else 0
    for k, name in enumerate(METHODS):
        degrees = view.angles[name][step]
        turn = np.radians(degrees)
        hand = arrow(np.array([0.0, -1.45 * k]), 0.95 * np.array([np.cos(turn), np.sin(turn)]))
        getattr(artists, f"hand_{k}").set_data(*hand.T)
        getattr(artists, f"angle_{k}").set_text(f"{degrees:.2f}°")
        getattr(artists, f"error_{k}").set_data(view.past[:n], view.errors[name][:n])
    return list(vars(artists).values())


def readout(view: View, *, step: int) -> str:
    """The step, and the three angles."""
    shown = ", ".join(f"{name} {view.angles[name][step]:.2f}°" for name in METHODS)
    text = f"ε = {view.size:.2g}, step {step}: {STEPS[step]}. Angle of columns 2 and 3: {shown}."
    if step == 6:
        text += " ‖QᵀQ − I‖: "
        last = {name: float(errors[-1]) for name, errors in view.errors.items()}
        sizes = (f"{name} {format(e, '.1g' if e >= 1e-3 else '.0e')}" for name, e in last.items())
        text += ", ".join(sizes) + "."
    return text


def _first_crack(view: View, *, step: int) -> bool:
    return bool(step == 6 and 2e-8 < view.size < 4e-8)


qr_stability = Explorer(
    name="qr_stability",
    title="Three ways to a right angle",
    alt=(
        "First: three dials, for classical and modified Gram-Schmidt and for Householder's "
        "mirrors; each shows the angle between the last two of three columns after each step. "
        "Beside it: how far the finished columns are from orthonormal, against ε on log scales."
    ),
    controls={
        "size": Slider(SIZES, default=1.0, label="ε", format=".2g"),
        "step": Steps(range(7), default=0, label="step", milliseconds=900),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "ε = 1": {"size": 1.0, "step": 0},
        "ε = 0.001": {"size": 1e-3, "step": 0},
        "ε = 10⁻⁸": {"size": 1e-8, "step": 0},
    },
    challenge=Challenge(
        text="Find the largest ε at which the classical dial ends more than 1° off.",
        solved=_first_crack,
    ),
    size=(7.6, 4.0),
)
