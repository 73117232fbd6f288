"""The same birds in another basis: two directions, and what becomes of the coordinates.

Each arrow is as long as the spread of its own coordinate, so that both coordinates have the
spread 1 for every pair of directions; left to choose is whether they are correlated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.vector_spaces.figures.birds import standardised
from mlcourse.explore import Artists, Challenge, Explorer, Slider
from mlcourse.explore.lines import arrow, dots
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE
from mlcourse.explore.typeset import number
from mlcourse.linalg.coordinates import coordinates

__all__ = ["change_of_basis"]

# 41° is the partner of 90°, 49° that of 0°
EVEN = tuple(np.arange(0.0, 180.0, 7.5).tolist())
ANGLES = tuple(sorted({*EVEN, 41.0, 49.0}))
SHOWN = 36
WALKER = 32  # the row of the bird whose steps are drawn
LINES = range(-3, 4)
ROUND = 0.05
GAP = np.full((1, 2), np.nan)


def _partner(first: float) -> float:
    """The direction with uncorrelated coordinates, to half degrees."""
    turn = np.radians(first)
    across = np.linalg.solve(np.cov(standardised().T), [np.cos(turn), np.sin(turn)])
    return float(np.round(2.0 * np.degrees(np.arctan2(across[0], -across[1]))) / 2.0 % 180.0)


# of the second arrow: every first direction finds its partner, but for the rounding
SECOND = tuple(sorted({*ANGLES, *(_partner(first) for first in EVEN)}))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Two arrows, and the coordinates of some birds; without a basis there are none."""

    basis: FloatArray  # (2, 2) as columns
    points: FloatArray  # (n, 2)
    coordinates: FloatArray | None  # (n, 2)
    correlation: float  # of all birds


@cache
def _some() -> FloatArray:
    """A few of the birds, evenly picked by their mass."""
    birds = standardised()
    order = np.argsort(birds[:, 1], kind="stable")
    return np.asarray(birds[order[np.linspace(0, len(birds) - 1, SHOWN).round().astype(int)]])


def compute(*, first: float, second: float) -> View:
    """Arrows in both directions, as long as makes the spreads of the coordinates 1."""
    turn = np.radians([first, second])
    units = np.array([np.cos(turn), np.sin(turn)])
    if first == second:
        return View(basis=units, points=_some(), coordinates=None, correlation=0.0)
    inverse = np.linalg.inv(units)
    covariance = inverse @ np.cov(standardised().T) @ inverse.T  # of all birds, in unit arrows
    spread = np.sqrt(np.diag(covariance))
    basis = units * spread
    return View(
        basis=basis,
        points=_some(),
        coordinates=coordinates(_some(), basis),
        correlation=float(covariance[0, 1] / (spread[0] * spread[1])),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The birds under a skew grid, and their coordinates."""
    left, right = fig.subplots(1, 2)
    for ax in (left, right):
        ax.set(xlim=(-3.3, 3.3), ylim=(-3.3, 3.3), aspect="equal")
        ax.set(xticks=range(-3, 4), yticks=range(-3, 4))
    left.set(title="the birds", xlabel="flipper, standardised", ylabel="mass, standardised")
    right.set(title="their coordinates", xlabel="c₁", ylabel="c₂")
    (grid,) = left.plot([], [], color=GRID, linewidth=1.0)
    for line in LINES:
        right.axhline(line, color=GRID, linewidth=1.0)
        right.axvline(line, color=GRID, linewidth=1.0)
    circle = np.linspace(0.0, 2.0 * np.pi, 73)
    right.plot(2 * np.cos(circle), 2 * np.sin(circle), color=MUTED, linewidth=1.0)
    birds = left.plot([], [], color=INK, linewidth=4.2, solid_capstyle="round", snap=False)[0]
    cloud = right.plot([], [], color=INK, linewidth=4.2, solid_capstyle="round", snap=False)[0]
    birds.set_data(*dots(view.points).T)
    artists = Artists(grid=grid, cloud=cloud)
    for name, ax in (("here", left), ("there", right)):
        (one,) = ax.plot([], [], color=BLUE, linewidth=1.6, linestyle=(0, (2, 1)))
        (two,) = ax.plot([], [], color=ORANGE, linewidth=1.6, linestyle=(0, (2, 1)))
        (end,) = ax.plot([], [], "o", color=GREEN, markersize=8)
        setattr(artists, f"one_{name}", one)
        setattr(artists, f"two_{name}", two)
        setattr(artists, f"end_{name}", end)
    (artists.first,) = left.plot([], [], color=BLUE, linewidth=2.6)
    (artists.second,) = left.plot([], [], color=ORANGE, linewidth=2.6)
    return artists


def _grid(basis: FloatArray) -> FloatArray:
    """Lines of whole coordinates, cut where they leave the axes by far."""
    pieces: list[FloatArray] = []
    for one, other in ((0, 1), (1, 0)):
        along = basis[:, other] / np.hypot(*basis[:, other])
        for k in range(-9, 10):
            start = k * basis[:, one]
            foot = start - (along @ start) * along  # the point of the line nearest to the middle
            if np.hypot(*foot) < 4.7:
                pieces += [np.array([foot - 5 * along, foot + 5 * along]), GAP]
    return np.concatenate(pieces)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The arrows, the grid of whole coordinates, and one bird's way."""
    v1, v2 = view.basis.T
    origin, none = np.zeros(2), np.empty((0, 2))
    artists.first.set_data(*arrow(origin, v1).T)
    artists.second.set_data(*arrow(origin, v2).T)
    # without a basis the one below shall still be seen
    artists.first.set_linewidth(6.0 if view.coordinates is None else 2.6)
    moving = [artists.grid, artists.cloud]
    found = view.coordinates
    artists.grid.set_data(*(none if found is None else _grid(view.basis)).T)
    artists.cloud.set_data(*(none if found is None else dots(found)).T)
    for name, arrows in (("here", view.basis), ("there", np.eye(2))):
        c1, c2 = (0.0, 0.0) if found is None else found[WALKER]
        corner = c1 * arrows[:, 0]
        end = corner + c2 * arrows[:, 1]
        if found is None:
            end = view.points[WALKER]
        shown = found is not None
        one, two = getattr(artists, f"one_{name}"), getattr(artists, f"two_{name}")
        one.set_data(*(np.array([origin, corner]) if shown else none).T)
        two.set_data(*(np.array([corner, end]) if shown else none).T)
        marker = getattr(artists, f"end_{name}")
        marker.set_data(*(np.array([end]) if shown or name == "here" else none).T)
        moving += [one, two, marker]
    return [*moving, artists.first, artists.second]


def readout(view: View) -> str:
    """One bird's coordinates, and how all 342 are correlated."""
    if view.coordinates is None:
        return "Both arrows on one line: no basis. A bird beside the line has no coordinates."
    x, y = (number(v) for v in view.points[WALKER])
    c1, c2 = (number(v) for v in view.coordinates[WALKER])
    lengths = " and ".join(number(v) for v in np.hypot(*view.basis))
    tie = number(view.correlation)
    if tie.endswith("1.00"):  # rounded: two directions never tie the coordinates entirely
        tie = f"{'below −' if view.correlation < 0 else 'above '}0.99"
    return (
        f"The green bird ({x}, {y}) is ({c1}, {c2}) in arrows of length {lengths}. All 342: "
        f"spreads 1 and 1, correlation {tie}."
    )


def _round(view: View) -> bool:
    upright = abs(view.basis[0, 1]) < 1e-9 or abs(view.basis[0, 0]) < 1e-9
    return view.coordinates is not None and upright and abs(view.correlation) < ROUND


change_of_basis = Explorer(
    name="change_of_basis",
    title="The same birds, other numbers",
    alt=(
        "Left: penguins by standardised flipper length and mass, a long cloud that stays where "
        "it is, under the grid of two arrows that can be turned; the way to one bird along the "
        "arrows is drawn. Right: the coordinates of the same birds in these arrows, with a circle."
    ),
    controls={
        "first": Slider(ANGLES, default=0.0, label="arrow 1 points to", unit="°", format="g"),
        "second": Slider(SECOND, default=90.0, label="arrow 2 points to", unit="°", format="g"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "as measured": {"first": 0.0, "second": 90.0},
        "arrow 1 to the north-east": {"first": 45.0, "second": 90.0},
        "no basis": {"first": 30.0, "second": 30.0},
    },
    challenge=Challenge(
        text="With one of the arrows upright: make the cloud of coordinates round (a correlation "
        "within 0.05 of 0).",
        solved=_round,
    ),
    ghost=True,
    size=(7.2, 3.8),
)
