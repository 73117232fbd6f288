"""The hill exp(-r^2): its rings fill up to pi, and so the bell curve has area sqrt(pi)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, linear
from mlcourse.explore.style import BLUE, GREEN, INK, ORANGE, PAPER
from mlcourse.probability.pi_gaussian import disk_volume, gaussian_shells, square_volume

__all__ = ["gaussian_pi"]

MAX_RADIUS = 3.5


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


def _circle(radius: float) -> FloatArray:
    angle = np.linspace(0, 2 * np.pi, 49)
    return radius * np.column_stack([np.cos(angle), np.sin(angle)])


def draw(fig: Figure, view: View) -> Artists:
    """The hill from above, its rings unrolled, and the volume against the radius."""
    left, middle, right = fig.subplots(1, 3, width_ratios=(1.15, 1.0, 1.0))
    edge = MAX_RADIUS + 0.1
    left.set(xlim=(-edge, edge), ylim=(-edge, edge), aspect="equal", xlabel="x", ylabel="y")
    left.set_title("exp(−r²) from above")
    grid = np.linspace(-edge, edge, 121)
    height = np.exp(-(grid[:, None] ** 2 + grid**2))
    shade = np.concatenate(
        [np.broadcast_to(to_rgb(BLUE), (*height.shape, 3)), 0.85 * height[..., None]], axis=-1
    )
    left.imshow(shade, extent=(-edge, edge, -edge, edge), origin="lower", rasterized=True)
    (square,) = left.plot([], [], color=GREEN, linewidth=1.6)
    (ring,) = left.plot([], [], color=ORANGE, linewidth=2.2)
    r = np.linspace(0, MAX_RADIUS, 71)
    middle.set(xlim=(0, MAX_RADIUS), ylim=(0, 3.1), title="the rings, unrolled")
    middle.set(xlabel="radius r", ylabel="length × height")
    middle.plot(r, 2 * np.pi * r * np.exp(-(r**2)), color=INK, linewidth=1.2)
    middle.text(1.5, 2.55, "2π r · exp(−r²)", color=INK, size=9)
    bars = middle.stairs([0.0], [0.0, 1.0], fill=True, color=ORANGE, alpha=0.55)
    (strips,) = middle.plot([], [], color=PAPER, linewidth=0.6)
    right.set(
        xlim=(0, MAX_RADIUS + 0.15), ylim=(0, 3.7), title="volume within R", xlabel="radius R"
    )
    right.axhline(np.pi, color=INK, linewidth=0.8)
    right.text(0.08, np.pi + 0.07, "π", color=INK, size=11)
    right.plot(r, [disk_volume(v) for v in r], color=ORANGE)
    right.plot(r, [square_volume(v) for v in r], color=GREEN, linewidth=1.2)
    right.text(1.25, 1.7, "disk of radius R", color=ORANGE, size=9)
    right.text(1.25, 1.25, "square around it", color=GREEN, size=9)
    (at,) = right.plot([], [], "o", color=ORANGE, markersize=6)
    (around,) = right.plot([], [], "o", color=GREEN)
    return Artists(square=square, ring=ring, bars=bars, strips=strips, at=at, around=around)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Everything within the radius."""
    r = view.radius
    artists.ring.set_data(*_circle(r).T)
    artists.square.set_data([-r, r, r, -r, -r], [-r, -r, r, r, -r])
    artists.bars.set_data(view.per_width, view.edges)
    inner = np.arange(1, view.n_rings)  # where two strips meet, up to the lower of them
    low = np.minimum(view.per_width[inner - 1], view.per_width[inner])
    artists.strips.set_data(
        np.repeat(view.edges[inner], 3),
        np.column_stack([np.zeros_like(low), low, np.full_like(low, np.nan)]).ravel(),
    )
    artists.at.set_data([r], [view.total])
    artists.around.set_data([r], [view.square])
    return [
        artists.square,
        artists.ring,
        artists.bars,
        artists.strips,
        artists.at,
        artists.around,
    ]


def readout(view: View) -> str:
    """The sum of the rings, the exact volume, and the integral on the line."""
    return (
        f"R = {view.radius:.1f}: {view.n_rings} rings sum to {view.total:.4f}; exactly "
        f"π(1 − exp(−R²)) = {view.disk:.4f}. Over the square {view.square:.4f}, the square of "
        f"∫ exp(−x²) dx = {view.square**0.5:.4f} from −R to R (√π = {np.pi**0.5:.4f})."
    )


gaussian_pi = Explorer(
    name="gaussian_pi",
    title="π under the bell",
    alt=(
        "Left: the hill exp of minus r squared seen from above, with the disk of radius R and "
        "the square around it. Middle: the rings unrolled, length times height against the "
        "radius, filled up to R. Right: the volume within R rises to π, over the disk and over "
        "the square. The square's volume is the square of the integral of exp of minus x squared, "
        "so that integral is root π."
    ),
    controls={
        "rings": Slider((5, 10, 20, 40), default=20, label="rings", format="g"),
        "radius": Slider(linear(0.1, MAX_RADIUS, 35), default=1.0, label="radius R", format=".1f"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "half the volume": {"radius": 0.8, "rings": 40},
        "all but a thousandth": {"radius": 2.6, "rings": 40},
        "coarse rings": {"radius": 3.0, "rings": 5},
    },
    challenge=Challenge(
        text="With 10 rings, let their sum come within 0.005 of π. Two errors must cancel: which?",
        solved=lambda view: bool(view.n_rings == 10 and abs(view.total - np.pi) < 0.005),
    ),
)
