"""A picture put together from layers, each a column times a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from mlcourse._check import FloatArray
from mlcourse.data.images import photograph
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Steps
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PAPER
from mlcourse.linalg.low_rank import truncate
from mlcourse.linalg.svd import SVD, svd

__all__ = ["low_rank_image"]

K = (*range(7), 8, 10, 15, 20, 30, 40, 60, 80, 100, 110, 150, 200)
PHOTOGRAPH, SQUARE, TURNED = "photograph", "square", "square on its corner"
PICTURES = (PHOTOGRAPH, SQUARE, TURNED)
ROWS, COLUMNS = 234, 200
STRIP, GAP = 26.0, 9.0  # beside the picture: the latest column and the latest row
GRAYS = LinearSegmentedColormap.from_list("grays", ["black", "white"], N=32)
TOP = 1.95


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A picture's factors, and its error and price with every number of layers."""

    picture: str
    fit: SVD
    error: FloatArray  # (201,) share of the picture's length that is missing
    price: FloatArray  # (201,) numbers to keep, as a share of the picture's


def square(*, turned: bool) -> FloatArray:
    """A white square on black, upright or on its corner, with the same area."""
    y, x = np.mgrid[:ROWS, :COLUMNS] + 0.5
    across, up = np.abs(x - COLUMNS / 2), np.abs(y - ROWS / 2)
    side = 100.0
    inside = across + up < side / np.sqrt(2) if turned else np.maximum(across, up) < side / 2
    return inside.astype(float)


@cache
def _pictured(picture: str) -> View:
    image = photograph().image if picture == PHOTOGRAPH else square(turned=picture == TURNED)
    fit = svd(image)
    layers = [truncate(fit, k) for k in range(len(fit.s) + 1)]
    length = float(np.linalg.norm(image))
    return View(
        picture=picture,
        fit=fit,
        error=np.array([one.frobenius_error for one in layers]) / length,
        price=np.array([one.storage / one.full_storage for one in layers]),
    )


def compute(*, picture: str) -> View:
    """The SVD of a picture serves every number of layers."""
    return _pictured(picture)


def at(k: ArrayLike) -> FloatArray:
    """The place of a number of layers: the first few, which matter most, have room."""
    return np.sqrt(np.asarray(k, dtype=float))


def draw(fig: Figure, view: View) -> Artists:
    """The picture with its latest column and row; error and price so far."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.15))
    left.set(xlim=(-2, COLUMNS + GAP + STRIP + 2), ylim=(ROWS + GAP + STRIP + 2, -14))
    left.set(aspect="equal", anchor="N")
    left.set_axis_off()
    left.set_title("the layers so far", pad=18)
    artists = Artists()
    artists.image = left.imshow(
        np.zeros((ROWS, COLUMNS)),
        cmap=GRAYS,
        vmin=0.0,
        vmax=1.0,
        extent=(0, COLUMNS, ROWS, 0),
        interpolation="none",
    )
    frame = np.array([[0, 0], [COLUMNS, 0], [COLUMNS, ROWS], [0, ROWS], [0, 0]])
    left.plot(*frame.T, color=GRID, linewidth=1.0)
    for across, up in (
        ([COLUMNS + GAP + STRIP / 2] * 2, [0, ROWS]),
        ([0, COLUMNS], [ROWS + GAP + STRIP / 2] * 2),
    ):
        left.plot(across, up, color=GRID, linewidth=0.8)
    (artists.column,) = left.plot([], [], color=GREEN, linewidth=1.2)
    (artists.row,) = left.plot([], [], color=GREEN, linewidth=1.2)
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 4.0}  # the picture has no dark theme
    artists.blank = left.text(
        COLUMNS / 2, ROWS / 2, "", color=INK, size=9.5, ha="center", va="center", bbox=box
    )
    for x, y, name in (
        (COLUMNS + GAP + STRIP / 2, -9.0, "u"),
        (COLUMNS + GAP + STRIP / 2, ROWS + GAP + STRIP / 2, "v"),
    ):
        left.text(x, y, name, color=GREEN, size=9.5, ha="center", va="center")
    ticks = [0, 1, 5, 20, 50, 100, 150, 200]
    right.set(xlim=(0, at(200)), ylim=(0, TOP), yticks=(0, 0.5, 1, 1.5))
    right.set(xticks=at(ticks), xlabel="layers k, square-root scale")
    right.set_xticklabels([str(k) for k in ticks])
    right.set_yticklabels(["0", "50 %", "100 %", "150 %"])
    right.set_title("of the whole picture", pad=18)
    right.text(0.0, 1.03, "error", color=BLUE, size=9.5, transform=right.transAxes)
    right.text(0.2, 1.03, "numbers kept", color=ORANGE, size=9.5, transform=right.transAxes)
    right.axhline(1.0, color=MUTED, linewidth=0.8, linestyle=":")
    for name, colour in (("price", ORANGE), ("error", BLUE)):
        (curve,) = right.plot([], [], color=colour, linewidth=2.0)
        (head,) = right.plot([], [], "o", color=colour, markersize=6, clip_on=False)
        setattr(artists, name, curve)
        setattr(artists, f"{name}_now", head)
    return artists


def _strip(values: FloatArray) -> FloatArray:
    """Between −1 and 1, every third number."""
    return np.asarray(values[::3] / np.abs(values).max())


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """One layer more: the picture, the layer's column and row, error and price."""
    low = truncate(view.fit, k).approximation
    artists.image.set_data(np.round(np.clip(low, 0.0, 1.0), 6))
    artists.blank.set_text("" if k else "nothing yet")
    shown = k > 0 and view.fit.s[k - 1] > 1e-9
    column, row = np.empty((2, 0)), np.empty((2, 0))
    if shown:
        u, v = view.fit.u[:, k - 1], view.fit.vt[k - 1]
        sign = 1.0 if v.sum() >= 0 else -1.0
        middle = COLUMNS + GAP + STRIP / 2
        column = np.array([middle + STRIP / 2 * _strip(sign * u), np.arange(0.5, ROWS, 3)])
        middle = ROWS + GAP + STRIP / 2
        row = np.array([np.arange(0.5, COLUMNS, 3), middle - STRIP / 2 * _strip(sign * v)])
    artists.column.set_data(*column)
    artists.row.set_data(*row)
    layers = at(np.arange(k + 1))
    for name in ("price", "error"):
        values = getattr(view, name)[: k + 1]
        getattr(artists, name).set_data(layers, values)
        getattr(artists, f"{name}_now").set_data(layers[-1:], values[-1:])
    return list(vars(artists).values())


def readout(view: View, *, k: int) -> str:
    """What is kept, what is missing, and the size of the latest layer."""
    kept = round(view.price[k] * ROWS * COLUMNS)
    text = (
        f"{k} layer{'s' * (k != 1)}: {kept:,} numbers instead of {ROWS * COLUMNS:,} "
        f"({100 * view.price[k]:.1f} %), relative error {100 * view.error[k]:.1f} %."
    )
    if k:
        size = view.fit.s[k - 1]
        text += f" The latest: σ = {size:.2f}." if size > 1e-9 else " The latest: nothing left."
    return text


def _cheap(view: View, *, k: int) -> bool:
    return bool(view.picture == PHOTOGRAPH and view.error[k] < 0.1 and view.price[k] < 0.4)


low_rank_image = Explorer(
    name="low_rank_image",
    title="How many layers make a person?",
    alt=(
        "First: a picture as the sum of the layers so far, each a column times a row; along its "
        "right side and below it the column and the row of the latest layer. Beside it, against "
        "the number of layers so far: the error and the numbers that have to be kept, both as a "
        "share of the whole picture."
    ),
    controls={
        "k": Steps(K, default=0, label="layers k", milliseconds=600),
        "picture": Choice(PICTURES, label="picture"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "photograph": {"picture": PHOTOGRAPH, "k": 0},
        "a square": {"picture": SQUARE, "k": 0},
        "on its corner": {"picture": TURNED, "k": 0},
    },
    challenge=Challenge(
        text="The photograph with an error below 10 %, from fewer than 40 % of its numbers.",
        solved=_cheap,
    ),
    size=(7.2, 3.5),
)
