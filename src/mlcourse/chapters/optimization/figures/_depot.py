"""A depot among 52 places: two objectives, and the pulls that balance where each is least."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.data.cities import berlin52
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Pad, Slider
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, INK, MUTED, PURPLE
from mlcourse.optimize.location import pulls, total_distance

__all__ = ["depot"]

SUM, SQUARES = "sum of distances", "sum of squared distances"
# the first is least here, to a tenth of a map unit, and the second at the average of the places
BEST = (722.5, 599.1)
# how far the outermost place is, in its first distances from BEST
FACTORS = {"as it is": 1, "ten times as far": 10}
X_STOPS = tuple(sorted({*range(520, 971, 30), BEST[0], 758.5, 934.6} - {730, 760, 940}))
Y_STOPS = tuple(sorted({*range(420, 751, 22), BEST[1], 564.9, 503.6} - {596, 574, 508}))
USUAL = 500.0  # map units: a place so far away pulls with one under squares, too
LONG = 900.0  # map units of an arrow in which all pull one way


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The depot, what is asked of it, and the pulls of the places in order of their direction."""

    asked: str
    factor: int
    depot: FloatArray
    value: float
    chain: FloatArray  # (n + 1, 2) the pulls divided by n, head to tail from the origin
    far: int  # the link of the chain that is the far place's


@cache
def _places(factor: int) -> tuple[FloatArray, int]:
    """The places, and which of them is the outermost: it is moved away from BEST, straight on."""
    places = berlin52().coordinates.copy()
    away = places - np.array(BEST)
    k = int(np.hypot(*away.T).argmax())
    places[k] = np.array(BEST) + factor * away[k]
    return places, k


def compute(*, asked: str, factor: str, x: float, y: float) -> View:
    """The objective at the depot, and the pulls: what lowers it, place by place."""
    places, outermost = _places(FACTORS[factor])
    here = np.array([x, y])
    way = places - here
    if asked == SUM:
        value, pull = float(total_distance(here, places)), pulls(here, places)
    else:
        value, pull = float(np.sum(way**2)), way / USUAL
    order = np.argsort(np.arctan2(way[:, 1], way[:, 0]), kind="stable")
    chain = np.vstack([np.zeros(2), np.cumsum(pull[order], axis=0)]) / len(places)
    far = int(np.flatnonzero(order == outermost)[0])
    return View(asked=asked, factor=FACTORS[factor], depot=here, value=value, chain=chain, far=far)


def draw(fig: Figure, view: View) -> Artists:
    """The map, and the chain of pulls."""
    left, right = fig.subplots(1, 2, width_ratios=(1.5, 1.0))
    places, outermost = _places(1)
    left.set(xlim=(-20, 1990), ylim=(-40, 1240), aspect="equal", xlabel="map units east")
    left.set(ylabel="map units north", title="52 places and a depot: drag it")
    near = np.delete(places, outermost, axis=0)
    left.plot(*near.T, "o", color=MUTED, markersize=3.5)
    (ray,) = left.plot([], [], color=PURPLE, linestyle=":", linewidth=1.2)
    (far,) = left.plot([], [], "o", color=PURPLE, markersize=6)
    note = left.text(1965, 320, "", color=PURPLE, size=9, ha="right")
    (pull,) = left.plot([], [], color=BLUE, linewidth=2.2)
    (here,) = left.plot([], [], "s", color=INK, markersize=7)
    right.set(xlim=(-0.56, 0.56), ylim=(-0.56, 0.56), aspect="equal", xticks=[], yticks=[])
    right.spines[:].set_visible(False)
    right.set_title("their 52 pulls, head to tail")
    (start,) = right.plot([], [], "s", color=INK, markersize=6)
    (chain,) = right.plot([], [], color=MUTED, linewidth=1.3)
    (beads,) = right.plot([], [], color=INK, linewidth=2.2, solid_capstyle="butt")
    (link,) = right.plot([], [], color=PURPLE, linewidth=3.2)
    (rest,) = right.plot([], [], color=BLUE, linewidth=2.2)
    right.text(
        0.0, -0.04, "blue: all of them together, from start to end", color=BLUE, size=8.5,
        va="top", transform=right.transAxes,
    )  # fmt: skip
    return Artists(
        map=left, ray=ray, far=far, note=note, pull=pull, here=here,
        start=start, chain=chain, beads=beads, link=link, rest=rest,
    )  # fmt: skip


def fitted(chain: FloatArray) -> FloatArray:
    """The chain in the middle of its panel, and as large as it allows: closed, it is small."""
    low, high = chain.min(axis=0), chain.max(axis=0)
    return (chain - (low + high) / 2) / (high - low).max()


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The depot, what pulls it, and the far place."""
    first, outermost = _places(1)
    at = first[outermost]
    if view.factor == 1:
        artists.far.set_data(*at[:, None])
        artists.ray.set_data([], [])
        artists.note.set_text("")
    else:  # it is off the map
        way = np.array(BEST) - at
        artists.far.set_data([], [])
        artists.ray.set_data(*np.array([at, at - 0.22 * way]).T)
        artists.note.set_text(f"{view.factor} times as far →")
    artists.here.set_data(*view.depot[:, None])
    end = view.chain[-1]
    artists.pull.set_data(*arrow_on_map(view.depot, LONG * end).T)
    held = fitted(view.chain)
    artists.start.set_data(*held[:1].T)
    artists.chain.set_data(*held.T)
    beads = np.full((len(held) // 2 * 3, 2), np.nan)  # every second link is heavy
    beads[0::3], beads[1::3] = held[0:-1:2], held[1::2]
    artists.beads.set_data(*beads.T)
    artists.link.set_data(*held[view.far : view.far + 2].T)
    artists.rest.set_data(*arrow(held[0], held[-1] - held[0]).T)
    moving = ("ray", "far", "note", "pull", "here", "start", "chain", "beads", "link", "rest")
    return [getattr(artists, name) for name in moving]


def arrow_on_map(tail: FloatArray, move: FloatArray) -> FloatArray:
    """An arrow whose head has a size that fits the map."""
    return tail + 400.0 * arrow(np.zeros(2), move / 400.0)


def readout(view: View) -> str:
    """What is asked, and how much pull is left."""
    x, y = view.depot
    left = float(np.hypot(*view.chain[-1]))
    unit = "map units" if view.asked == SUM else "squared map units"
    value = f"{view.value:,.0f}" if view.asked == SUM else f"{view.value / 1e6:,.3f} million"
    n = len(berlin52().coordinates)
    return (
        f"Depot at ({x:g}, {y:g}): {view.asked} {value} {unit}. The pulls together are "
        f"{n * left:.1f} times as strong as "
        + ("one place's." if view.asked == SUM else f"that of a place {USUAL:g} away.")
    )


def _found(view: View) -> bool:
    return view.asked == SUM and view.factor == 10 and tuple(view.depot) == BEST


depot = Explorer(
    name="depot",
    title="Where should the depot stand?",
    alt=(
        "First: a map of 52 places with a depot that can be dragged, and an arrow in the "
        "direction in which all places together pull it. Beside it: the pulls of the places laid "
        "head to tail as a chain whose links are heavy and thin in turn, that of the outermost "
        "place thicker, and an arrow from the start of this chain to its end."
    ),
    controls={
        "asked": Choice((SUM, SQUARES), label="make small"),
        "factor": Choice(tuple(FACTORS), label="outermost place"),
        "x": Slider(X_STOPS, default=758.5, label="depot east", format="g"),
        "y": Slider(Y_STOPS, default=564.9, label="depot north", format="g"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "the average": {"x": 758.5, "y": 564.9},
        "ten times as far": {"factor": "ten times as far", "x": 758.5, "y": 564.9},
        "squares": {"asked": SQUARES},
    },
    challenge=Challenge(
        text="Move the outermost place ten times as far away, then find the depot with the least "
        "sum of distances.",
        solved=_found,
    ),
    pads=[Pad(x="x", y="y", axes="map")],
    size=(7.6, 3.5),
)
