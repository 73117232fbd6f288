"""A photograph turned by sliding rows, columns and rows, beside rounding each pixel's place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from mlcourse._check import FloatArray, IntArray
from mlcourse.data.images import photograph
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps
from mlcourse.explore.style import MUTED, RED
from mlcourse.linalg.named_maps import rotation
from mlcourse.linalg.slides import slide_pixels, turn_pixels
from mlcourse.linalg.slides import three_slides as amounts_of

__all__ = ["three_slides"]

ANGLES = (15, 30, 45, 60, 75, 90)
WIDE, HIGH = 112, 79  # half of a canvas
EMPTY = np.zeros((2 * HIGH + 1, 2 * WIDE + 1, 4), dtype=np.uint8)
LEVELS = 24  # shades of gray: an eye sees no difference in a picture of this size
DONE = ("the picture", "rows have slid", "and columns", "and rows again")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where the pixels are after each slide, and where rounding puts them."""

    angle: int
    amounts: FloatArray  # (3,)
    path: IntArray  # (4, n, 2)
    rounded: IntArray  # (n, 2)
    lost: int  # pixels that another one has covered
    off: float  # the farthest that a slid pixel is from where it belongs


@cache
def _pixels() -> tuple[IntArray, FloatArray]:
    """Places, seen from the centre, and shades of the picture at half its size."""
    image = photograph().image[:234, :200]
    image = image.reshape(117, 2, 100, 2).mean(axis=(1, 3))
    row, column = np.indices(image.shape)
    places = np.column_stack([column.ravel() - 50, 58 - row.ravel()])
    shade = np.round(image.ravel() * (LEVELS - 1)) / (LEVELS - 1)
    return places, shade


def compute(*, angle: int) -> View:
    """Slide, and turn with rounding."""
    places, _ = _pixels()
    turn = np.radians(angle)
    amounts = amounts_of(turn)
    path = slide_pixels(places, amounts)
    rounded = turn_pixels(places, turn)
    away = path[-1] - places @ rotation(turn).T
    return View(
        angle=int(angle),
        amounts=amounts,
        path=path,
        rounded=rounded,
        lost=len(places) - len(np.unique(rounded, axis=0)),
        off=float(np.hypot(*away.T).max()),
    )


def painted(places: IntArray, holes: IntArray | None = None) -> Any:
    """The pixels at these places on a canvas without colour; holes are red."""
    canvas = EMPTY.copy()
    if holes is not None:
        red = [int(255 * part) for part in to_rgb(RED)]
        canvas[HIGH - holes[:, 1], WIDE + holes[:, 0]] = [*red, 255]
    shade = np.round(255 * _pixels()[1]).astype(np.uint8)[:, None]
    opaque = np.full_like(shade, 255)
    canvas[HIGH - places[:, 1], WIDE + places[:, 0]] = np.hstack([shade, shade, shade, opaque])
    return canvas


def holes(view: View) -> IntArray:
    """Places inside the turned picture that got no pixel."""
    span = np.arange(-HIGH, HIGH + 1)
    every = np.stack(np.meshgrid(span, span), axis=-1).reshape(-1, 2)
    home = every @ rotation(np.radians(view.angle))  # turned back
    inside = (np.abs(home[:, 0] + 0.5) <= 49.5) & (np.abs(home[:, 1]) <= 58)
    taken = {tuple(place) for place in view.rounded.tolist()}
    free = [place for place in every[inside].tolist() if tuple(place) not in taken]
    return np.array(free, dtype=np.int64).reshape(-1, 2)


def draw(fig: Figure, view: View) -> Artists:
    """Two canvases."""
    left, right = fig.subplots(1, 2)
    artists = Artists()
    extent = (-WIDE - 0.5, WIDE + 0.5, -HIGH - 0.5, HIGH + 0.5)
    for name, ax, title in (
        ("slid", left, "rows, columns, rows slide"),
        ("turned", right, "each pixel's place is rounded"),
    ):
        ax.set(xlim=(-WIDE - 1, WIDE + 1), ylim=(-HIGH - 16, HIGH + 1), aspect="equal")
        ax.set_axis_off()
        ax.set_title(title)
        setattr(artists, name, ax.imshow(EMPTY, extent=extent, interpolation="none"))
    artists.stage = left.text(0, -HIGH - 2, "", size=10, ha="center", va="top")
    artists.red = right.text(0, -HIGH - 2, "", size=10, color=RED, ha="center", va="top")
    (artists.frame,) = right.plot([], [], "--", color=MUTED, linewidth=1.0)
    artists.wait = right.text(
        0, 0, "", size=9, color=MUTED, ha="center", va="center"
    )  # fmt: skip
    return artists


def update(artists: Artists, view: View, *, stage: int) -> Sequence[Artist]:
    """The picture after so many slides; the other one when the last is done."""
    artists.slid.set_data(painted(view.path[stage]))
    if stage == 3:
        artists.turned.set_data(painted(view.rounded, holes(view)))
    else:
        artists.turned.set_data(EMPTY)
    artists.stage.set_text(DONE[stage])
    missing = "dots: no pixel came to stand here" if view.lost else "no pixel is missing"
    artists.red.set_text(missing if stage == 3 else "")
    # the place of the picture, until it is drawn
    x, y = 50.5 * np.array([-1, 1, 1, -1, -1]), 58.5 * np.array([-1, -1, 1, 1, -1])
    turned = np.stack([x, y], axis=1) @ rotation(np.radians(view.angle)).T
    artists.frame.set_data(*(turned if stage < 3 else turned[:0]).T)
    artists.wait.set_text("" if stage == 3 else "after the third slide")
    return list(vars(artists).values())


def readout(view: View, *, stage: int) -> str:
    """What is done, and what is lost."""
    n = view.path.shape[1]
    text = f"{n:,} pixels, a turn by {view.angle}°. "
    if stage < 3:
        return text + f"{stage} of 3 slides done."
    share = 100 * view.lost / n
    return text + (
        f"Slides: 0 lost, none more than {view.off:.1f} pixels off. "
        f"Rounding: {view.lost:,} lost ({share:.1f} %)."
    )


three_slides = Explorer(
    name="three_slides",
    title="A turn without turning",
    alt=(
        "First: a photograph whose rows, then columns, then rows again are slid by whole pixels, "
        "step by step, until it is turned. Beside it, after the last slide: the same photograph "
        "with the turned place of each pixel rounded, and dots where no pixel came to stand."
    ),
    controls={
        "stage": Steps(range(4), default=0, label="slides done", milliseconds=1100),
        "angle": Slider(ANGLES, default=30, label="turn by", unit="°", format="d"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={"a quarter turn": {"angle": 90, "stage": 0}},
    challenge=Challenge(
        text="Find the angle at which rounding loses most.",
        solved=lambda view, *, stage: view.angle == 45 and stage == 3,
    ),
    size=(7.6, 3.4),
)
