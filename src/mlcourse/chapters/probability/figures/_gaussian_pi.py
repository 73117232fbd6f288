"""The hill exp(-r^2): its rings, unrolled, fill up to pi, and so the bell has area sqrt(pi)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, linear
from mlcourse.explore.style import BLUE, GREEN, INK, ORANGE, PAPER
from mlcourse.probability.pi_gaussian import disk_volume, gaussian_shells, square_volume

__all__ = ["gaussian_pi"]

MAX_RADIUS = 2.6
RADII = tuple(sorted((*linear(0.1, MAX_RADIUS, 26), 0.8326)))  # where half the volume is inside
UNROLLED = (0, 20, 40, 60, 80, 100)  # percent
DEPTH, LIFT = 0.38, 4.4  # of the view from the side: a unit backwards, a unit upwards
TURN = np.pi / 6  # of the square on the ground: seen from the side it is no upright rectangle
WIDE = 4.4  # half of what is seen of the plane; longer strips go on beyond
# the wall by quarters of the 60 chords of a ring: what stands behind the hill, and in front
BACK, FRONT = (slice(0, 16), slice(45, 61)), (slice(15, 46),)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The hill within a radius: in rings, exactly, and over the square around the disk."""

    radius: float
    n_rings: int
    edges: FloatArray  # (n + 1,)
    per_width: FloatArray  # (n,) volume of each ring by its width
    total: float  # sum of the rings
    disk: float  # exact volume over the disk
    square: float  # over the square [-R, R]^2


def compute(*, rings: float, radius: float) -> View:
    """The rings within the radius."""
    shells = gaussian_shells(radius, n_shells=int(rings))
    return View(
        radius=radius,
        n_rings=int(rings),
        edges=shells.edges,
        per_width=shells.volume * int(rings) / radius,
        total=float(shells.total[-1]),
        disk=disk_volume(radius),
        square=square_volume(radius),
    )


def seen(x: FloatArray, y: FloatArray, z: float) -> FloatArray:
    """Points of the hill's space as they are drawn, from the side."""
    return np.column_stack([x, DEPTH * y + LIFT * z])


def opened(radius: float, share: float) -> tuple[FloatArray, FloatArray]:
    """A circle cut open at its back and partly unrolled; its length stays 2 pi r."""
    along = np.linspace(-np.pi, np.pi, 61) * radius
    if share == 1:
        return along, np.full_like(along, -radius)
    bend = radius / (1 - share)
    return bend * np.sin(along / bend), bend * (1 - np.cos(along / bend)) - radius


def _hill(ax: Axes) -> None:
    """The plane and the hill as level lines, seen from the side."""
    for r in np.linspace(0.1, MAX_RADIUS, 16):
        ax.plot(*seen(*opened(r, 0.0), np.exp(-(r**2))).T, color=BLUE, linewidth=0.7, alpha=0.7)


def draw(fig: Figure, view: View) -> Artists:
    """The hill with one ring, the rings unrolled, and the volume against the radius."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.9, 1.0), height_ratios=(2.3, 1.0))
    hill, middle, right = (fig.add_subplot(grid[k]) for k in ((0, 0), (1, 0), (slice(None), 1)))
    hill.set(xlim=(-WIDE, WIDE), ylim=(-1.5, 4.6), aspect="equal")
    hill.set_title("the hill exp(−r²), drawn steep")
    hill.set_axis_off()
    edge: dict[str, Any] = {"edgecolor": ORANGE, "linewidth": 1.2}
    back = [hill.fill([], [], facecolor=(ORANGE, 0.2), **edge)[0] for _ in BACK]
    _hill(hill)
    (square,) = hill.fill([], [], facecolor=(GREEN, 0.15), edgecolor=GREEN, linewidth=1.2)
    front = [hill.fill([], [], facecolor=(ORANGE, 0.45), **edge)[0] for _ in FRONT]
    sides = hill.text(WIDE, 4.5, "", color=ORANGE, size=9, ha="right", va="top")
    r = np.linspace(0, MAX_RADIUS, 71)
    middle.set(xlim=(0, MAX_RADIUS + 0.05), ylim=(0, 3.1), title="all rings, unrolled")
    middle.set(xlabel="radius r", ylabel="length × height")
    middle.plot(r, 2 * np.pi * r * np.exp(-(r**2)), color=INK, linewidth=1.2)
    middle.text(1.25, 2.3, "2π r · exp(−r²)", color=INK, size=9)
    bars = middle.stairs([0.0], [0.0, 1.0], fill=True, color=ORANGE, alpha=0.55)
    (strips,) = middle.plot([], [], color=PAPER, linewidth=0.6)
    (here,) = middle.plot([], [], color=ORANGE, linewidth=2.4)
    right.set(xlim=(0, MAX_RADIUS + 0.15), ylim=(0, 3.7), title="volume within R")
    right.set_xlabel("radius R")
    (disk,) = right.plot([], [], color=ORANGE)
    (around,) = right.plot([], [], color=GREEN, linewidth=1.2)
    label: dict[str, Any] = {"transform": right.transAxes, "size": 9, "ha": "right"}
    right.text(0.98, 0.68, "disk of radius R", color=ORANGE, **label)
    right.text(0.98, 0.93, "square around it", color=GREEN, **label)
    (at,) = right.plot([], [], "o", color=ORANGE, markersize=6)
    return Artists(
        square=square,
        wall=[*back, *front],
        sides=sides,
        bars=bars,
        strips=strips,
        here=here,
        disk=disk,
        around=around,
        at=at,
    )


def update(artists: Artists, view: View, *, unrolled: int) -> Sequence[Artist]:
    """The ring as far as it is unrolled, and everything within the radius."""
    r = view.radius
    x, y = opened(r, unrolled / 100)
    height = float(np.exp(-(r**2)))
    foot, top = seen(x, y, 0.0), seen(x, y, height)
    for patch, part in zip(artists.wall, (*BACK, *FRONT), strict=True):
        patch.set_xy(np.concatenate([foot[part], top[part][::-1]]))
    corner = np.sqrt(2) * r * np.exp(1j * (TURN + np.pi / 4 * np.array([1, 3, 5, 7])))
    artists.square.set_xy(seen(corner.real, corner.imag, 0.0))
    beyond = "\n(it goes on to both sides)" if abs(x).max() > WIDE else ""
    artists.sides.set_text(
        f"length 2πR = {2 * np.pi * r:.2f}\nheight exp(−R²) = {height:.3f}{beyond}"
    )
    artists.bars.set_data(view.per_width, view.edges)
    inner = np.arange(1, view.n_rings)  # where two strips meet, up to the lower of them
    low = np.minimum(view.per_width[inner - 1], view.per_width[inner])
    artists.strips.set_linewidth(min(0.6, 8 / view.n_rings))  # or they would bleach the bars
    artists.strips.set_data(
        np.repeat(view.edges[inner], 3),
        np.column_stack([np.zeros_like(low), low, np.full_like(low, np.nan)]).ravel(),
    )
    artists.here.set_data([r, r], [0, 2 * np.pi * r * height])
    radii = np.linspace(0, r, max(2, round(r / 0.05) + 1))
    artists.disk.set_data(radii, [disk_volume(v) for v in radii])
    artists.around.set_data(radii, [square_volume(v) for v in radii])
    artists.at.set_data([r], [view.total])
    return [
        artists.square,
        *artists.wall,
        artists.sides,
        artists.bars,
        artists.strips,
        artists.here,
        artists.disk,
        artists.around,
        artists.at,
    ]


def readout(view: View, *, unrolled: int) -> str:
    """The sum of the rings, the exact volume, and the integral on the line."""
    del unrolled  # is to be seen
    return (
        f"R = {view.radius:.4g}: {view.n_rings} rings sum to {view.total:.4f}, the volume over "
        f"the disk is {view.disk:.4f}. Over the square it is {view.square:.4f}, the square of "
        f"∫ exp(−x²) dx = {view.square**0.5:.4f} from −R to R."
    )


gaussian_pi = Explorer(
    name="gaussian_pi",
    title="How much sand is in the hill?",
    alt=(
        "Left: the hill exp of minus r squared from the side, with the wall of one ring at the "
        "radius R, which is cut open and unrolled into a rectangle; below it all rings up to R "
        "unrolled, length times height against the radius. Heights of the hill are drawn four "
        "times too large. Right: the volume within R, over the disk and over the square around "
        "it. The square's volume is the square of the integral of exp of minus x squared from "
        "−R to R."
    ),
    controls={
        "rings": Slider((5, 10, 20, 40), default=20, label="rings", format="g"),
        "radius": Slider(RADII, default=0.3, label="radius R", format=".4g"),
        "unrolled": Steps(UNROLLED, default=0, label="ring unrolled", unit="%", milliseconds=350),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.8, 4.9),
    presets={
        "half the volume": {"radius": 0.8326, "rings": 40},
        "all but a thousandth": {"radius": MAX_RADIUS, "rings": 40},
        "coarse rings": {"radius": 2.5, "rings": 5},
    },
    challenge=Challenge(
        text="With 10 rings, let their sum come within 0.005 of the volume of the whole hill. "
        "Two errors must cancel: which?",
        solved=lambda view, unrolled: bool(view.n_rings == 10 and abs(view.total - np.pi) < 0.005),
    ),
)
