"""A straight line with two knobs, and the map of all lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.introduction.figures.geyser import (
    MARGIN,
    MIDDLE,
    RIGHT,
    N,
    add_data,
    add_line,
    eruptions,
    misses,
    move_line,
    typical_miss,
    waits,
    won,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER
from mlcourse.statistics.loss_bowl import mse_surface

__all__ = ["fit_by_hand"]

HEIGHTS = (20, 24, 28, 32, 33.47, *range(36, 69, 4), 70.9, *range(72, 101, 4))
SLOPES = (*range(11), 10.73, *range(11, 21))
PLACES = {"0 min": 0.0, f"{MIDDLE} min": MIDDLE}
MAPS = ("nothing", "two slices", "all lines")
BANDS = (6.0, 7.5, 10.0, 14.0, 20.0)  # typical misses that divide the shades of the map
SHADES = (*np.linspace(0.85, 0.15, len(BANDS)), 0.05)  # opacities, from the best band
X, Y = (18.0, 102.0), (-0.6, 20.6)
FINE = 141  # places along a slice


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A line and what it costs."""

    height: float
    slope: float
    at: float
    map: str
    typical: float
    won: int


def compute(*, height: float, slope: float, at: str, map: str) -> View:
    """The typical miss of a line and the bets that it wins."""
    place = PLACES[at]
    miss = misses(height=height, slope=slope, at=place)
    return View(
        height=height,
        slope=slope,
        at=place,
        map=map,
        typical=typical_miss(miss),
        won=int(won(miss).sum()),
    )


def _typical(heights: FloatArray, slopes: FloatArray, at: float) -> FloatArray:
    """Typical misses, rows are slopes."""
    bowl = mse_surface(eruptions() - at, waits(), intercepts=heights, slopes=slopes)
    return np.sqrt(bowl.mse)


@cache
def _image(at: float) -> FloatArray:
    nx, ny = 120, 120
    heights = X[0] + (np.arange(nx) + 0.5) / nx * (X[1] - X[0])
    slopes = Y[0] + (np.arange(ny) + 0.5) / ny * (Y[1] - Y[0])
    image = np.empty((ny, nx, 4))
    image[..., :3] = to_rgb(BLUE)
    image[..., 3] = np.array(SHADES)[np.searchsorted(BANDS, _typical(heights, slopes, at))]
    return image


def _runs(along: FloatArray, typical: FloatArray) -> list[list[tuple[float, float]]]:
    """For every band, the stretches of a slice that lie in it."""
    band = np.searchsorted(BANDS, typical)
    cuts = np.flatnonzero(np.diff(band)) + 1
    edges = [0, *cuts, len(along) - 1]
    out: list[list[tuple[float, float]]] = [[] for _ in SHADES]
    for a, b in pairwise(edges):
        out[band[a]].append((along[a], along[b]))
    return out


@cache
def _slices(height: float, slope: float, at: float) -> list[list[list[tuple[float, float]]]]:
    """The two slices through a line, as segments of every band."""
    heights, slopes = np.linspace(*X, FINE), np.linspace(*Y, FINE)
    across = _runs(heights, _typical(heights, np.array([slope]), at)[0])
    upwards = _runs(slopes, _typical(np.array([height]), slopes, at)[:, 0])
    return [
        [[(a, slope), (b, slope)] for a, b in flat] + [[(height, a), (height, b)] for a, b in steep]
        for flat, steep in zip(across, upwards, strict=True)
    ]


def _key(ax: Axes) -> tuple[Sequence[Artist], Artist, Artist]:
    """Words, and the shades in a strip above the map: of the slices, and of all lines.

    Which shade is dark depends on the theme; an image keeps its blue in both, lines do not.
    """
    shades = [(*to_rgb(BLUE), shade) for shade in SHADES]
    left, width = 0.4, 0.065
    places = [left + width * k for k in range(len(SHADES))]
    boxes = PolyCollection(
        [[(x, 1.02), (x + width, 1.02), (x + width, 1.05), (x, 1.05)] for x in places],
        facecolors=shades,
        linewidths=0,
        transform=ax.transAxes,
        clip_on=False,
    )
    ax.add_collection(boxes, autolim=False)
    strip = ax.imshow(
        np.array([shades]), extent=(left, left + width * len(SHADES), 1.02, 1.05), aspect="auto",
        interpolation="nearest", transform=ax.transAxes, clip_on=False,
    )  # fmt: skip
    words = ((0.38, "small misses", "right"), (0.81, "large", "left"))
    texts = [
        ax.text(x, 1.02, word, transform=ax.transAxes, size=9, color=MUTED, ha=side)
        for x, word, side in words
    ]
    return texts, boxes, strip


def draw(fig: Figure, view: View) -> Artists:
    """The eruptions with a line and what it costs, and the plane of all lines."""
    data, plane = fig.subplots(1, 2, width_ratios=(1.25, 1.0))
    plane.set(xlim=X, ylim=Y, xlabel="height of the line, minutes")
    plane.set(ylabel="slope, minutes per minute")
    plane.set_yticks(range(0, 21, 5))
    plane.set_title("each dot is a line", pad=20)
    image = plane.imshow(
        _image(0.0), origin="lower", extent=(*X, *Y), aspect="auto", interpolation="nearest"
    )
    slices = [
        plane.add_collection(
            LineCollection([], colors=[(*to_rgb(BLUE), shade)], linewidths=7, capstyle="butt"),
            autolim=False,
        )
        for shade in SHADES
    ]
    (cursor,) = plane.plot([], [], "o", color=ORANGE, markersize=8, markeredgecolor=PAPER)
    data.set_title(f"the line, its bets (± {MARGIN} min), its misses", pad=20)
    add_data(data)
    (band,) = data.fill([0, RIGHT, RIGHT, 0], [0, 0, 1, 1], color=BLUE, alpha=0.14, linewidth=0)
    (where,) = data.plot([], [], color=INK, linewidth=0.8, linestyle=":")
    score = [  # above the axes: no line can cross it there
        data.text(x, 1.02, "", transform=data.transAxes, color=colour, ha=side)
        for x, colour, side in ((0, ORANGE, "left"), (1, GREEN, "right"))
    ]
    artists = add_line(data, bets=True)
    words, boxes, strip = _key(plane)
    artists.__dict__.update(
        image=image,
        slices=slices,
        cursor=cursor,
        band=band,
        where=where,
        score=score,
        words=words,
        boxes=boxes,
        strip=strip,
        image_for=0.0,
        line_for=None,
    )
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The dot and what the map tells; the line with all that hangs on it."""
    if artists.image_for != view.at:  # an image is dear to draw anew
        artists.image_for = view.at
        artists.image.set_data(_image(view.at))
    for artist, shown in (
        (artists.image, view.map == MAPS[2]),
        *((text, view.map != MAPS[0]) for text in artists.words),
        (artists.boxes, view.map == MAPS[1]),
        (artists.strip, view.map == MAPS[2]),
    ):
        if artist.get_visible() != shown:
            artist.set_visible(shown)
    none: list[list[list[tuple[float, float]]]] = [[] for _ in SHADES]
    cuts = _slices(view.height, view.slope, view.at) if view.map == MAPS[1] else none
    for collection, cut in zip(artists.slices, cuts, strict=True):
        if cut or collection.get_segments():
            collection.set_segments(cut)
    if artists.line_for != (line := (view.height, view.slope, view.at)):
        artists.line_for = line
        _move(artists, *line)
        artists.score[0].set_text(f"typical miss {view.typical:.2f}")
        artists.score[1].set_text(f"bets won {view.won}")
    return [
        artists.image,
        *artists.words,
        artists.boxes,
        artists.strip,
        *artists.slices,
        artists.cursor,
        artists.band,
        artists.where,
        *artists.score,
        artists.sticks,
        artists.dots,
        artists.line,
        artists.pivot,
    ]


def _move(artists: Artists, height: float, slope: float, at: float) -> None:
    """Everything that hangs on the line alone."""
    artists.cursor.set_data([height], [slope])
    ends = np.array([0.0, RIGHT])
    line = height + slope * (ends - at)
    edges = [*(line - MARGIN), *(line[::-1] + MARGIN)]
    artists.band.set_xy(np.column_stack([[*ends, *ends[::-1]], edges]))
    artists.where.set_data([at, at], [0, 200])
    move_line(artists, height=height, slope=slope, at=at)


def readout(view: View) -> str:
    """The cost of the line, in two ways."""
    return (
        f"Typical miss {view.typical:.2f} minutes. "
        f"Within {MARGIN} minutes: {view.won} of {N} bets won."
    )


FROM_LEFT, FROM_MIDDLE = PLACES

fit_by_hand = Explorer(
    name="fit_by_hand",
    title="A line with two knobs",
    alt=(
        "Left: 272 eruptions of Old Faithful as rings, the wait after each against its length, "
        "and a straight line with a band of five minutes to both sides. Rings inside the band "
        "are filled: bets won. Sticks join every twelfth ring to the line: its misses. The typical "
        "miss and the bets won stand above it. Right: a plane in which every line is a dot, "
        "its height to the right and its slope upwards; on request shaded by the typical miss, "
        "along two slices through the dot or everywhere."
    ),
    controls={
        "height": Slider(HEIGHTS, default=70.9, label="height", unit="min", format="g"),
        "slope": Slider(SLOPES, default=0, label="slope, min per min", format="g"),
        "at": Choice(list(PLACES), label="height measured at"),
        "map": Choice(MAPS, label="shaded"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "flat, height at 0 min": {"height": 70.9, "slope": 0, "at": FROM_LEFT},
        f"flat, height at {MIDDLE} min": {"height": 70.9, "slope": 0, "at": FROM_MIDDLE},
    },
    challenge=Challenge(
        text="Win 158 of the bets.",
        solved=lambda view: view.won >= 158,
    ),
    size=(7.2, 3.9),
)
