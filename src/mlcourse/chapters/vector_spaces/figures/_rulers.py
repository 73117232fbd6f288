"""Which birds are most like this one? The birds stay; what changes is how distance is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray, IntArray
from mlcourse.data.tables import penguins
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, GREEN, INK, ORANGE, PURPLE
from mlcourse.linalg.whitening import whiten

__all__ = ["rulers"]

UNITS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # grams
UNIT, WHITENED = "1 mm and this unit of mass", "the cloud's own, tilted"
# where (bill in mm, mass in g) the birds lie that can be asked about
ASKED = {
    "A": (38.0, 3500.0), "B": (41.0, 4000.0), "C": (45.5, 5100.0), "D": (50.0, 3800.0),
    "E": (50.5, 5500.0), "F": (46.5, 4300.0),
}  # fmt: skip
MOST = 7
KINDS = (BLUE, ORANGE, PURPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One bird, its nearest others, and all places as near as the last of these."""

    bird: int
    nearest: IntArray  # (MOST,)
    others: int  # how many of these are of another species
    ring: FloatArray  # (n, 2) in millimetres and grams
    share: float  # of another species among the nearest of all birds
    unit_counts: bool


@cache
def birds() -> tuple[FloatArray, IntArray]:
    """Every third bird: bill length and mass, and its species."""
    table = penguins()
    return table.features[::3][:, [0, 3]], table.labels[::3]


def _share(nearest: IntArray) -> float:
    _, labels = birds()
    return float(np.mean(labels[nearest] != labels[:, None]))


@cache
def _measured(unit: float, ruler: str) -> tuple[FloatArray, IntArray]:
    """The matrix after which plain distance counts, and the nearest of each, in order.

    Of equals the first in the table is taken.

    Source of the second ruler: `whiten`.
    """
    points, _ = birds()
    matrix = np.diag([1.0, 1.0 / unit]) if ruler == UNIT else whiten(points, method="zca").transform
    placed = points @ matrix.T
    away = np.linalg.norm(placed[:, None] - placed, axis=2)
    np.fill_diagonal(away, np.inf)
    return matrix, np.argsort(away, axis=1, kind="stable")[:, :MOST]


def compute(*, unit: float, ruler: str, bird: str) -> View:
    """Find the nearest other birds, and the places that are as near as the last of them."""
    points, labels = birds()
    matrix, nearest = _measured(unit, ruler)
    spread = points.std(axis=0)
    asked = int(np.argmin(np.sum(((points - ASKED[bird]) / spread) ** 2, axis=1)))
    found = nearest[asked]
    radius = float(np.linalg.norm(matrix @ (points[found[-1]] - points[asked])))
    turn = np.linspace(0.0, 2.0 * np.pi, 73)
    circle = radius * np.array([np.cos(turn), np.sin(turn)])
    return View(
        bird=asked,
        nearest=found,
        others=int(np.sum(labels[found] != labels[asked])),
        ring=points[asked] + np.linalg.solve(matrix, circle).T,
        share=_share(nearest),
        unit_counts=ruler == UNIT,
    )


def draw(fig: Figure, view: View) -> Artists:
    """The map of all birds; the ring, the bird and its nearest others move."""
    ax = fig.subplots()
    ax.set(xlim=(31, 61), ylim=(2500, 6500), xlabel="bill length, mm", ylabel="body mass, g")
    points, labels = birds()
    for k, name in enumerate(penguins().class_names):
        (cloud,) = ax.plot([], [], color=KINDS[k], linewidth=5, snap=False)
        cloud.set_solid_capstyle("round")
        cloud.set_data(*dots(points[labels == k]).T)
        ax.plot([], [], "o", color=KINDS[k], label=name)
    ax.legend(loc="upper left")
    (ring,) = ax.plot([], [], color=GREEN, linewidth=2.2)
    (bird,) = ax.plot([], [], "s", color=INK, markersize=9, markerfacecolor="none")
    (nearest,) = ax.plot([], [], "o", color=GREEN, markersize=6.5, markerfacecolor="none")
    nearest.set_markeredgewidth(1.1)
    bird.set_markeredgewidth(2.0)
    return Artists(ring=ring, bird=bird, nearest=nearest)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The ring, and the birds."""
    points, _ = birds()
    artists.ring.set_data(*view.ring.T)
    artists.bird.set_data(*points[[view.bird]].T)
    artists.nearest.set_data(*points[view.nearest].T)
    return [artists.ring, artists.bird, artists.nearest]


def readout(view: View) -> str:
    """How many of the nearest are of another species."""
    points, _ = birds()
    others = (
        "none is" if not view.others else f"{view.others} {'is' if view.others == 1 else 'are'}"
    )
    text = (
        f"Of the {MOST} birds nearest to the marked one, {others} of another species. Over all "
        f"{len(points)} birds it is {100 * view.share:.1f} %."
    )
    return text if view.unit_counts else f"{text} The unit of mass does not matter here."


def _fewest(view: View) -> bool:
    return view.share <= min(_share(_measured(unit, UNIT)[1]) for unit in UNITS)


rulers = Explorer(
    name="rulers",
    title="Which birds are nearest?",
    alt=(
        "Every third penguin by bill length and body mass, coloured by species. A square marks "
        "one bird, circles its seven nearest others, and a closed curve all places that are as "
        "near as the last of them."
    ),
    controls={
        "unit": Slider(UNITS, default=100, label="unit of mass", unit="g", format="g"),
        "ruler": Choice((UNIT, WHITENED), label="measured by"),
        "bird": Choice(tuple(ASKED), default="B", label="bird"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "in grams": {"unit": 1, "ruler": UNIT},
        "in kilograms": {"unit": 1000, "ruler": UNIT},
    },
    challenge=Challenge(
        text="Find the unit of mass with which, over all birds, the fewest of the seven nearest "
        "are of another species.",
        solved=_fewest,
    ),
    ghost=True,
    size=(5.0, 3.6),
)
