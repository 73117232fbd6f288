"""Two arrows that close like scissors: what must their coefficients be to reach one point?

The second arrow is (1, -1/2 + h), so that the target (1, 1/2) has the coefficients 1 - 1/h, 1/h.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Pad, Slider, Toggle, linear
from mlcourse.explore.lines import arrow, dots
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER, PURPLE
from mlcourse.explore.typeset import number
from mlcourse.linalg.vector_spaces import combine

__all__ = ["span"]

FIRST = np.array([1.0, -0.5])
TARGET = np.array([1.0, 0.5])
RISES = (0.0, 0.1, 0.2, 0.25, 0.5, 1.0, 1.5, 2.0)  # of the second arrow over the first
# the angle between both, in whole degrees, and its rise
ANGLES = {
    round(float(np.degrees(np.arctan2(h - 0.5, 1.0) - np.arctan2(-0.5, 1.0)))): h for h in RISES
}
COEFFICIENTS = linear(-5, 5, 21)
RINGS = (0.5, 1.0, 1.5, 2.0)  # distances from the target
REACH = 1e-9
WIDE, HIGH = 4.7, 4.0  # half of the panel of the walk
CIRCLE = np.linspace(0.0, 2.0 * np.pi, 49)
GAP = np.full((1, 2), np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Two arrows, their coefficients, and where they lead."""

    angle: int
    arrows: FloatArray  # (2, 2) as columns
    coefficients: FloatArray  # (2,)
    end: FloatArray  # (2,)
    rings: FloatArray  # (m, 2) lines of equal distance from the target, empty if not asked for

    @property
    def miss(self) -> float:
        return float(np.hypot(*(self.end - TARGET)))


def _rings(arrows: FloatArray) -> FloatArray:
    """The coefficients that end at each of some distances from the target, as one line."""
    pieces: list[FloatArray] = []
    if abs(np.linalg.det(arrows)) < REACH:
        # both on one line: only c1 + c2 counts, and the miss is at least that of the line
        length = float(np.hypot(*FIRST))
        along = float(FIRST @ TARGET) / length
        away = float(np.sqrt(TARGET @ TARGET - along**2))
        ends = np.array([-30.0, 30.0])
        for ring in (r for r in RINGS if r > away):
            for sign in (-1.0, 1.0):
                total = (along + sign * np.sqrt(ring**2 - away**2)) / length
                pieces += [np.column_stack([ends, total - ends]), GAP]
    else:
        for ring in RINGS:
            places: FloatArray = TARGET + ring * np.column_stack([np.cos(CIRCLE), np.sin(CIRCLE)])
            pieces += [np.asarray(np.linalg.solve(arrows, places.T).T), GAP]
    return np.concatenate(pieces)


def compute(*, angle: int, c1: float, c2: float, rings: bool) -> View:
    """Walk c1 times the first arrow, then c2 times the second."""
    arrows = np.column_stack([FIRST, FIRST + [0.0, ANGLES[angle]]])
    coefficients = np.array([c1, c2])
    return View(
        angle=angle,
        arrows=arrows,
        coefficients=coefficients,
        end=combine(arrows, coefficients),
        rings=_rings(arrows) if rings else np.empty((0, 2)),
    )


@cache
def _whole(angle: int) -> FloatArray:
    """The places that pairs of whole numbers lead to, each once."""
    pairs = np.array([(i, j) for i in range(-5, 6) for j in range(-5, 6)], dtype=float)
    places = pairs @ np.column_stack([FIRST, FIRST + [0.0, ANGLES[angle]]]).T
    inside = np.all(np.abs(places) < [WIDE - 0.1, HIGH - 0.1], axis=1)
    return dots(np.unique(places[inside].round(9), axis=0))


def draw(fig: Figure, view: View) -> Artists:
    """The plane of coefficients with the handle, and the walk."""
    pad, plane = fig.subplots(1, 2, width_ratios=(1.0, 1.45))
    pad.set(xlim=(-5.4, 5.4), ylim=(-5.4, 5.4), aspect="equal", xlabel="c₁", ylabel="c₂")
    pad.set_title("the coefficients: drag")
    pad.axhline(0.0, color=MUTED, linewidth=0.7)
    pad.axvline(0.0, color=MUTED, linewidth=0.7)
    pad.set(xticks=range(-4, 5, 2), yticks=range(-4, 5, 2))
    (rings,) = pad.plot([], [], color=MUTED, linewidth=1.0)
    (handle,) = pad.plot([], [], "o", color=INK, markersize=8)
    plane.set(xlim=(-WIDE, WIDE), ylim=(-HIGH, HIGH), aspect="equal", title="where they lead")
    plane.set(xticks=range(-4, 5, 2), yticks=range(-4, 5, 2))
    (grid,) = plane.plot([], [], color=MUTED, linewidth=3.0, snap=False, zorder=1.5)
    grid.set_solid_capstyle("round")
    plane.plot(*TARGET, "x", color=PURPLE, markersize=10, markeredgewidth=2.5)
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}  # over the grid, below the walk
    plane.text(1.35, 0.55, "target", color=PURPLE, fontsize=9, va="center", bbox=box, zorder=1.7)
    (one,) = plane.plot([], [], color=BLUE, linewidth=1.0)
    (two,) = plane.plot([], [], color=ORANGE, linewidth=1.0)
    (first,) = plane.plot([], [], color=BLUE, linewidth=2.6)
    (second,) = plane.plot([], [], color=ORANGE, linewidth=2.6)
    (end,) = plane.plot([], [], "o", color=INK, markersize=8)
    (reached,) = plane.plot([], [], "o", color=GREEN, markersize=13)
    return Artists(
        pad=pad, rings=rings, handle=handle, grid=grid, one=one, two=two,
        first=first, second=second, end=end, reached=reached,
    )  # fmt: skip


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The walk, and a dot for each pair of whole numbers."""
    (c1, c2), (v1, v2) = view.coefficients, view.arrows.T
    artists.grid.set_data(*_whole(view.angle).T)
    artists.rings.set_data(*view.rings.T)
    artists.handle.set_data([c1], [c2])
    origin = np.zeros(2)
    artists.one.set_data(*np.array([origin, c1 * v1]).T)
    artists.two.set_data(*np.array([c1 * v1, view.end]).T)
    artists.first.set_data(*arrow(origin, v1).T)
    # when the scissors are closed, the arrow below shall still be seen
    artists.first.set_linewidth(2.6 if view.angle else 6.0)
    artists.second.set_data(*arrow(origin, v2).T)
    artists.end.set_data([view.end[0]], [view.end[1]])
    there = view.miss < REACH
    artists.reached.set_data([view.end[0]] if there else [], [view.end[1]] if there else [])
    return [a for name, a in vars(artists).items() if name != "pad"]


def readout(view: View) -> str:
    """Where the walk ends."""
    c1, c2 = view.coefficients
    walk = f"{number(c1, 'g')} v₁ {'−' if c2 < 0 else '+'} {number(abs(c2), 'g')} v₂"
    x, y = (number(v, ".4g") for v in view.end)
    angle = f"{view.angle}° apart" if view.angle else "on one line"
    ends = "the target" if view.miss < REACH else f"{number(view.miss)} from the target"
    if abs(view.end[0]) > WIDE or abs(view.end[1]) > HIGH:
        ends += ", outside the picture"
    return f"Arrows {angle}: {walk} = ({x}, {y}), {ends}."


span = Explorer(
    name="span",
    title="Reach the target",
    alt=(
        "Left: a plane whose two axes are the coefficients, with a handle; on request with lines "
        "of equal distance from the target. Right: two arrows from the origin, the walk along c1 "
        "times the first and then c2 times the second, a dot for every pair of whole numbers, "
        "and a target."
    ),
    controls={
        "angle": Slider(tuple(ANGLES), default=83, label="angle between the arrows", unit="°"),
        "c1": Slider(COEFFICIENTS, default=0.0, label="coefficient c₁", format=".1f"),
        "c2": Slider(COEFFICIENTS, default=0.0, label="coefficient c₂", format=".1f"),
        "rings": Toggle(label="left: pairs that miss by ½, 1, 1½, 2"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "wide": {"angle": 83},
        "27°": {"angle": 27},
        "13°": {"angle": 13},
        "closed": {"angle": 0},
    },
    challenge=Challenge(
        text="Reach the target with arrows that are 10° apart.",
        solved=lambda view: view.angle == 10 and view.miss < REACH,
    ),
    pads=[Pad(x="c1", y="c2", axes="pad")],
    size=(7.4, 3.3),
)
