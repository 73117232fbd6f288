"""A direction that is turned, and the slope in it: a cosine."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Steps, Toggle
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER
from mlcourse.optimize.objectives import bowl

__all__ = ["which_way"]

BOWL = bowl(4.0)
PLACES = {"(2, 1)": (2.0, 1.0), "(−1, 1)": (-1.0, 1.0), "(2, 0)": (2.0, 0.0)}
TURN = 5  # degrees
ANGLES = tuple(range(0, 361, TURN))
NEAREST = np.cos(np.deg2rad(TURN / 2))  # no other stop is nearer to a direction
HEIGHTS = (0.5, 2.0, 6.5, 10.0)
RAY = 9.0  # longer than the map


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The place, the gradient there and the slope in every direction."""

    place: FloatArray
    gradient: FloatArray
    shown: bool  # whether the gradient is
    slopes: FloatArray  # by direction


def _unit(angle: float) -> FloatArray:
    turned = np.deg2rad(angle)
    return np.array([np.cos(turned), np.sin(turned)])


def compute(*, place: str, gradient: bool) -> View:
    """The slope along a direction is its inner product with the gradient."""
    here = np.array(PLACES[place])
    slope = np.asarray(BOWL.grad(here))
    slopes = np.array([slope @ _unit(angle) for angle in ANGLES])
    return View(place=here, gradient=slope, shown=gradient, slopes=slopes)


def _level(height: float) -> FloatArray:
    turn = np.linspace(0.0, 2 * np.pi, 61)
    return np.sqrt(2 * height) * np.column_stack([np.cos(turn), np.sin(turn) / 2])


def draw(fig: Figure, view: View) -> Artists:
    """The bowl from above, and the slope against the direction."""
    left, right = fig.subplots(1, 2, width_ratios=(1.25, 1.0))
    left.set(xlim=(-3.3, 3.3), ylim=(-2.5, 2.5), xlabel="x", ylabel="y", aspect="equal")
    left.set_title("the bowl from above")
    for height in HEIGHTS:
        left.plot(*_level(height).T, color=MUTED, linewidth=0.5)
    left.plot(0, 0, "+", color=INK, markersize=9)
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}  # over the level lines
    left.text(-0.15, 0.16, "minimum", color=MUTED, size=9, ha="right", bbox=box)
    (level,) = left.plot([], [], color=GREEN, linewidth=1.6)
    (ray,) = left.plot([], [], color=BLUE, linewidth=0.8, linestyle=":")
    (steepest,) = left.plot([], [], color=ORANGE, linewidth=1.6)
    (direction,) = left.plot([], [], color=BLUE, linewidth=2.2)
    (here,) = left.plot([], [], "o", color=INK)
    right.set(xlim=(0, 360), ylim=(-5, 5), xlabel="direction in degrees", ylabel="slope")
    right.set(xticks=range(0, 361, 90))
    right.set_title("the slope in that direction")
    right.axhline(0.0, color=MUTED, linewidth=0.6)
    (curve,) = right.plot([], [], color=BLUE)
    (now,) = right.plot([], [], "o", color=BLUE, markersize=7, clip_on=False)
    (length,) = right.plot([], [], color=ORANGE, linewidth=1.2, linestyle="--")
    return Artists(
        level=level,
        ray=ray,
        steepest=steepest,
        direction=direction,
        here=here,
        curve=curve,
        now=now,
        length=length,
    )


def update(artists: Artists, view: View, *, angle: float) -> Sequence[Artist]:
    """The direction, and the slopes in those that it has passed."""
    unit, k = _unit(angle), ANGLES.index(int(angle))
    artists.level.set_data(*_level(float(BOWL.fun(view.place))).T)
    artists.ray.set_data(*np.array([view.place, view.place + RAY * unit]).T)
    artists.direction.set_data(*arrow(view.place, unit).T)
    artists.here.set_data(*view.place[:, None])
    artists.curve.set_data(ANGLES[: k + 1], view.slopes[: k + 1])
    artists.now.set_data([angle], view.slopes[k : k + 1])
    size = float(np.linalg.norm(view.gradient))
    ends = arrow(view.place, -1.6 * view.gradient / size) if view.shown else np.empty((0, 2))
    artists.steepest.set_data(*ends.T)
    artists.length.set_data(*([[0, 360], [-size, -size]] if view.shown else [[], []]))
    return list(vars(artists).values())


def readout(view: View, *, angle: float) -> str:
    """The slope, the steepest so far and, if it is asked for, the gradient."""
    k = ANGLES.index(int(angle))
    slope, lowest = view.slopes[k], int(view.slopes[: k + 1].argmin())
    small = abs(slope) < np.sin(np.deg2rad(TURN / 2)) * np.linalg.norm(view.gradient)
    way = "nearly level" if small else "down" if slope < 0 else "up"
    text = f"Direction {angle:g}°: slope {slope:.2f}, {way}. "
    if view.slopes[lowest] < 0:
        text += f"Steepest way down so far: {view.slopes[lowest]:.2f}, at {ANGLES[lowest]}°."
    else:
        text += "No way down so far."
    if view.shown:
        x, y = view.gradient
        text += f" The gradient is ({x:g}, {y:g}), of length {np.linalg.norm(view.gradient):.2f}."
    return text


def _found(view: View, *, angle: float) -> bool:
    down = -view.gradient / np.linalg.norm(view.gradient)
    return bool(not view.shown and _unit(angle) @ down >= NEAREST)


which_way = Explorer(
    name="which_way",
    title="Which way is down?",
    alt=(
        "First: level lines of the bowl x squared plus 4 y squared, over 2, with a place on one of "
        "them, an arrow of length one in a direction that is turned, and a ray that prolongs "
        "it. Beside it: the slope of the bowl in that direction against the angle, for the angles "
        "that were passed."
    ),
    controls={
        "place": Choice(tuple(PLACES), label="place"),
        "gradient": Toggle(label="show the way of minus the gradient"),
        "angle": Steps(ANGLES, default=0, label="direction", unit="°", milliseconds=120),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    challenge=Challenge(
        text="Without the gradient, turn to the steepest way down.",
        solved=_found,
    ),
    size=(7.2, 3.4),
)
