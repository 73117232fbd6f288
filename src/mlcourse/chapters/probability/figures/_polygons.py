"""Pi between two polygons, and the disk cut into sectors that are laid side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Steps
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE
from mlcourse.probability.pi_exact import archimedes_polygons

__all__ = ["polygons"]

SIDES = (6, 12, 24, 48, 96)
SHADES = ((BLUE, 0.25), (ORANGE, 0.25))  # of every other sector
CROWDED = 48  # from so many sectors on their edges would cover them
ARC = 7  # points on the rim of a sector


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The bounds by the number of doublings."""

    lower: FloatArray  # (5,)
    upper: FloatArray  # (5,)


def compute() -> View:
    """Archimedes' four doublings of the hexagon."""
    run = archimedes_polygons(len(SIDES) - 1)
    return View(lower=run.lower, upper=run.upper)


def polygon(sides: int, radius: float) -> FloatArray:
    """Corners of a regular polygon, the first at the top, once round."""
    angle = 2 * np.pi * np.arange(sides + 1) / sides
    return radius * np.column_stack([np.sin(angle), np.cos(angle)])


def sector(sides: int) -> FloatArray:
    """One sector of the unit disk, its tip in the origin and its middle pointing upwards."""
    angle = np.linspace(-1, 1, ARC) * np.pi / sides
    rim = np.column_stack([np.sin(angle), np.cos(angle)])
    return np.vstack([[0.0, 0.0], rim])


def side_by_side(sides: int) -> FloatArray:
    """All sectors in a row, tips down and up in turn, shape ``(sides, ARC + 1, 2)``."""
    one = sector(sides)
    half, height = np.sin(np.pi / sides), np.cos(np.pi / sides)  # of the straight triangle
    row = [one if k % 2 == 0 else [0, height] + one * [1, -1] for k in range(sides)]
    return np.array([shape + [half * (k + 1), 0] for k, shape in enumerate(row)])


def _turned(sides: int) -> FloatArray:
    """All sectors in their places in the disk."""
    one = sector(sides)
    angle = 2 * np.pi * (np.arange(sides) + 0.5) / sides
    c, s = np.cos(angle)[:, None], np.sin(angle)[:, None]
    x, y = one.T
    return np.stack([c * x + s * y, c * y - s * x], axis=-1)


def _bare(ax: Axes, title: str) -> None:
    ax.set(aspect="equal", title=title)
    ax.set_axis_off()


def _sectors(ax: Axes) -> list[PolyCollection]:
    made = [PolyCollection([], facecolors=[s], edgecolors=MUTED, linewidths=0.2) for s in SHADES]
    for patches in made:
        ax.add_collection(patches, autolim=False)
    return made


def draw(fig: Figure, view: View) -> Artists:
    """The disk between its polygons, a corner of it through a lens, and its sectors in a row."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.0, 1.15))
    disk, lens, row = (fig.add_subplot(grid[k]) for k in ((slice(None), 0), (0, 1), (1, 1)))
    _bare(disk, "between two polygons")
    disk.set(xlim=(-1.2, 1.2), ylim=(-1.42, 1.2))
    disk.text(0, -1.4, "inner: lower bound, outer: upper", color=GREEN, size=9, ha="center")
    _bare(lens, "the corner at the top, through a lens")
    lens.set(xlim=(-1.3, 1.3), ylim=(-0.62, 0.3))
    _bare(row, "the sectors, side by side")
    row.set(xlim=(-0.05, 3.7), ylim=(-0.4, 1.15))
    # a line with end marks: the tips of an arrow would be drawn short of their points
    row.plot([0, np.pi], [-0.22, -0.22], "|-", color=INK, linewidth=1.0, markersize=7)
    row.text(np.pi / 2, -0.26, "π", color=INK, ha="center", va="top")
    artists = Artists(disk=_sectors(disk), row=_sectors(row))
    disk.plot(*polygon(120, 1.0).T, color=INK, linewidth=1.0)
    for name, ax in (("round", disk), ("near", lens)):
        lines = [ax.plot([], [], color=GREEN, linewidth=1.4)[0] for _ in range(2)]
        setattr(artists, name, lines)
    (artists.arc,) = lens.plot([], [], color=INK, linewidth=1.4)
    artists.zoom = lens.text(1.3, 0.28, "", color=MUTED, size=9, ha="right", va="top")
    return artists


def update(artists: Artists, view: View, *, sides: int) -> Sequence[Artist]:
    """Everything at one number of sides."""
    del view  # the bounds are told by the readout
    wide = sides / SIDES[0]  # a side looks equally long at every number of sides, and with the
    zoom = np.array([wide, wide**2])  # square of that for the height the gap equally high
    for patches, shapes in ((artists.disk, _turned(sides)), (artists.row, side_by_side(sides))):
        patches[0].set_verts(shapes[::2])
        patches[1].set_verts(shapes[1::2])
        for half in patches:
            half.set_linewidth(0.2 if sides < CROWDED else 0)
    radii = (1.0, 1 / np.cos(np.pi / sides))
    for line, near, radius in zip(artists.round, artists.near, radii, strict=True):
        corners = polygon(sides, radius)
        line.set_data(*corners.T)
        around = np.vstack([corners[-3:-1], corners[:3]])  # two sides to the left, two to the right
        near.set_data(*(zoom * (around - [0, 1])).T)
    angle = np.linspace(-1, 1, 41) * 2.5 * np.pi / sides
    artists.arc.set_data(*(zoom * np.column_stack([np.sin(angle), np.cos(angle) - 1])).T)
    told = f"{zoom[0]:.0f} times as wide, {zoom[1]:.0f} times as high"
    artists.zoom.set_text("as it is" if wide == 1 else told)
    return [
        *artists.disk,
        *artists.row,
        *artists.round,
        *artists.near,
        artists.arc,
        artists.zoom,
    ]


def readout(view: View, *, sides: int) -> str:
    """Both bounds and their gap."""
    k = SIDES.index(sides)
    low, high = float(view.lower[k]), float(view.upper[k])
    return f"{sides} sides: {low:.6f} < π < {high:.6f}, gap {high - low:.4f}."


polygons = Explorer(
    name="polygons",
    title="π between two polygons",
    alt=(
        "Left: the unit circle between two regular polygons with the same number of sides, the "
        "disk cut into as many sectors. Right, above: the corner at the top through a lens that "
        "widens as much as the sides become shorter, and heightens more; below: the sectors laid "
        "side by side, tips down and up in turn, over a line of the length π."
    ),
    controls={"sides": Steps(SIDES, default=6, label="sides", milliseconds=1200)},
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.2, 3.5),
    challenge=Challenge(
        text="Find the least number of sides that proves that π begins with 3.14.",
        solved=lambda view, sides: bool(view.lower[SIDES.index(sides)] >= 3.14),
    ),
)
