"""A vector is turned once round: on which lines does a matrix leave it?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, linear
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE
from mlcourse.explore.typeset import number
from mlcourse.linalg.plane_eigen import plane_eigen

__all__ = ["eigenvectors"]

TURNS = tuple(range(0, 181, 5))
# squares of the tangents of 15, 30 and 45 degrees: the lines that are kept are then met exactly
KEPT = tuple(float(f"{np.tan(np.radians(t)) ** 2:.6g}") for t in (15, 30, 45))
CORNERS = (*(-q for q in reversed(KEPT)), 0.0, *KEPT)
HALF = 2.6


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What becomes of a unit vector, for each of the angles."""

    matrix: FloatArray  # (2, 2)
    images: FloatArray  # (n, 2), of the vector at each angle
    cross: FloatArray  # (n,) v × Av
    lines: tuple[tuple[float, float], ...]  # angles of the lines that are kept, and factors


def compute(*, h: float, q: float) -> View:
    """All images, and the lines that are kept."""
    a = np.array([[h, 1.0], [q, h]])
    turn = np.radians(TURNS)
    v = np.stack([np.cos(turn), np.sin(turn)])
    images = a @ v
    found = plane_eigen(a, tol=1e-9)
    lines = {}
    if found.regime != "complex":
        for k in range(2):
            x, y = found.vectors[:, k].real
            lines[round(float(np.degrees(np.arctan2(y, x))) % 180.0, 3) % 180.0] = float(
                found.values[k].real
            )
    return View(
        matrix=a,
        images=images.T,
        cross=v[0] * images[1] - v[1] * images[0],
        lines=tuple(sorted(lines.items())),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The vector and its image, and how far the image is off the line of the vector."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.05))
    left.set(xlim=(-HALF, HALF), ylim=(-HALF, HALF), aspect="equal", xticks=[], yticks=[])
    left.spines[:].set_visible(False)
    left.set_title("v and what A makes of it")
    moving = {}
    for k in range(2):
        (moving[f"kept_{k}"],) = left.plot([], [], color=GREEN, linewidth=1.2, linestyle="--")
    round_once = np.radians(np.arange(0, 361, 5))
    left.plot(np.cos(round_once), np.sin(round_once), color=MUTED, linewidth=0.7)
    (trace,) = left.plot([], [], color=ORANGE, linewidth=1.0)
    (image,) = left.plot([], [], color=ORANGE, linewidth=2.6)
    (vector,) = left.plot([], [], color=BLUE, linewidth=2.6)
    for name, text, colour in (("said_v", "v", BLUE), ("said_av", "Av", ORANGE)):
        moving[name] = left.text(
            0, 0, text, color=colour, size=11, weight="bold", ha="center", va="center"
        )
    right.set(xlim=(0, 180), ylim=(-1.2, 1.2), xticks=[0, 45, 90, 135, 180], yticks=[-1, 0, 1])
    right.set(xlabel="angle of v in degrees", title="v × Av: is Av beside the line of v?")
    right.axhline(0.0, color=MUTED, linewidth=0.8)
    (curve,) = right.plot([], [], color=INK)
    (now,) = right.plot([], [], "o", color=ORANGE, markersize=7, clip_on=False)
    (zeros,) = right.plot([], [], "s", color=GREEN, fillstyle="none", markersize=9,
                          markeredgewidth=2, clip_on=False)  # fmt: skip
    for k in range(2):
        moving[f"factor_{k}"] = right.text(0, 0.08, "", color=GREEN, size=9.5)
    return Artists(trace=trace, image=image, vector=vector, curve=curve, now=now, zeros=zeros,
                   **moving)  # fmt: skip


def _met(view: View, theta: float) -> list[tuple[float, float]]:
    """The lines that the vector has been on by now."""
    return [line for line in view.lines if line[0] <= theta + 0.01]


def update(artists: Artists, view: View, *, theta: int) -> Sequence[Artist]:
    """The vector at this angle, and what was seen on the way."""
    k = TURNS.index(theta)
    turn = np.radians(theta)
    v = np.array([np.cos(turn), np.sin(turn)])
    artists.vector.set_data(*arrow(np.zeros(2), v).T)
    size = float(np.hypot(*view.images[k]))
    short = size < 1e-9
    # beyond each tip, and on the side where the other arrow is not
    side = np.copysign(0.2, view.cross[k])
    for name, tip, unit, way in (
        (artists.said_v, v, v, -side),
        (artists.said_av, view.images[k], v if short else view.images[k] / size, side),
    ):
        name.set_position(tip + 0.2 * unit + way * np.array([-unit[1], unit[0]]))
    artists.image.set_data(
        *(arrow(np.zeros(2), view.images[k]) if not short else np.zeros((1, 2))).T
    )
    artists.trace.set_data(*view.images[: k + 1].T)
    artists.curve.set_data(TURNS[: k + 1], view.cross[: k + 1])
    artists.now.set_data([theta], [view.cross[k]])
    met = _met(view, theta)
    artists.zeros.set_data([line[0] for line in met], [0.0] * len(met))
    for place in range(2):
        line, said = getattr(artists, f"kept_{place}"), getattr(artists, f"factor_{place}")
        if place < len(met):
            degrees, factor = met[place]
            way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
            line.set_data(*np.outer(way, [-HALF, HALF]))
            said.set_x(degrees + (4 if degrees < 90 else -4))
            said.set_ha("left" if degrees < 90 else "right")
            said.set_text(f"λ = {number(factor)}")
        else:
            line.set_data([], [])
            said.set_text("")
    return list(vars(artists).values())


def readout(view: View, *, theta: int) -> str:
    """The matrix, the vector and its image, and the lines that were met."""
    k = TURNS.index(theta)
    (a, b), (c, d) = ([f"{x:.3g}" for x in row] for row in view.matrix)
    x, y = view.images[k]
    length = float(np.hypot(x, y))
    text = f"A = ({a}, {b}; {c}, {d}). v at {theta}°: Av is {length:.2f} long"
    if length > 1e-9:
        at = round(float(np.degrees(np.arctan2(y, x))), 1) % 360.0
        text += f" and points to {at:.0f}°"
    met = _met(view, theta)
    count = ("none", "one", "two")[len(met)]
    return f"{text}. Lines kept so far: {count}."


def _quarter_turn(view: View, *, theta: int) -> bool:
    return bool(np.array_equal(view.matrix, [[0.0, 1.0], [-1.0, 0.0]]))


eigenvectors = Explorer(
    name="eigenvectors",
    title="Which lines are kept?",
    alt=(
        "First: a unit vector v that turns, its image under a matrix, and the curve of images so "
        "far; lines that are mapped into themselves are marked when the vector meets them. "
        "Beside it: the product v cross Av against the angle of v, up to the present angle."
    ),
    controls={
        "h": Slider(
            linear(-1.5, 1.5, 7), default=1.0, label="h, twice on the diagonal", format="g"
        ),
        "q": Slider(CORNERS, default=KEPT[1], label="q, lower left", format=".3g"),
        "theta": Steps(TURNS, default=0, label="angle of v", unit="°", milliseconds=150),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "q = ⅓": {"h": 1.0, "q": KEPT[1], "theta": 0},
        "q = 0": {"h": 1.0, "q": 0.0, "theta": 0},
        "q = −1": {"h": 1.0, "q": -1.0, "theta": 0},
        "q = 1": {"h": 1.0, "q": 1.0, "theta": 0},
    },
    challenge=Challenge(
        text="Find h and q that turn every vector by exactly 90° and change no length.",
        solved=_quarter_turn,
    ),
    size=(7.6, 3.8),
)  # fmt: skip
