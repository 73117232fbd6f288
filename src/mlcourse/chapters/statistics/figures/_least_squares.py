"""Squares to the mean, squares to a line: R² is how much smaller the second heap is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Pad, Slider, Toggle, linear
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE, PAPER
from mlcourse.explore.typeset import number
from mlcourse.statistics.least_squares import least_squares as fit
from mlcourse.statistics.regression_metrics import mean_squared_error, r2_score

__all__ = ["least_squares"]

X = np.arange(1.0, 12.0)
Y = np.array([2.6, 2.9, 3.8, 3.7, 4.6, 5.2, 5.2, 6.3, 6.2, 7.2, 7.3])
MIDDLE, SPREAD = X.mean(), X.var()
OUTLIERS = {"none": None, "+8 in the middle": 5, "+8 at the end": 10}
HEIGHTS = tuple(sorted((*linear(1.8, 8.2, 17), 5.727)))
SLOPES = tuple(sorted((*linear(-0.8, 1.0, 19), -0.488, 0.488, 0.852)))
LEVELS = (0.5, 0.0, -1.0, -2.0)  # of R²
SIDE = 21.0  # of the panel of the two heaps
TURN = np.linspace(0, 2 * np.pi, 41)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A line on eleven points, with both heaps of squares."""

    height: float
    slope: float
    outlier: str
    reveal: bool
    y: FloatArray
    line: FloatArray
    mse: float
    r2: float
    best: tuple[float, float, float]  # height at the middle, slope, R²


def compute(*, height: float, slope: float, outlier: str, reveal: bool) -> View:
    """The squares to the mean and to the line."""
    y, at = Y.copy(), OUTLIERS[outlier]
    if at is not None:
        y[at] += 8
    line = height + slope * (X - MIDDLE)
    best = fit(X[:, None], y)
    return View(
        height=height,
        slope=slope,
        outlier=outlier,
        reveal=reveal,
        y=y,
        line=line,
        mse=mean_squared_error(y, line),
        r2=r2_score(y, line),
        best=(float(y.mean()), float(best.coefficients[1]), best.r2_score),
    )


def _squares(y: FloatArray, level: FloatArray) -> list[list[tuple[float, float]]]:
    """The square on each miss, towards the middle of the panel."""
    out = []
    for x, a, b in zip(X, y, level, strict=True):
        far = x + abs(a - b) * (1 if x < MIDDLE else -1)
        out.append([(x, a), (far, a), (far, b), (x, b)])
    return out


def _totals(ax: Axes, artists: Artists) -> None:
    ax.set(xlim=(-0.5, SIDE), ylim=(-0.5, SIDE), xticks=[], yticks=[], aspect="equal", anchor="N")
    ax.set_title("both heaps")
    for name, colour, width in (("line_heap", BLUE, 0.0), ("mean_heap", ORANGE, 2.2)):
        paint = to_rgba(colour, 0.2 if width else 0.55)
        heap = Polygon([(0, 0)], closed=True, facecolor=paint, edgecolor=colour, linewidth=width)
        setattr(artists, name, ax.add_patch(heap))
    ax.text(0.0, SIDE - 1.4, "to the mean", color=ORANGE, size=9)
    ax.text(0.0, SIDE - 3.2, "to the line", color=BLUE, size=9)


def _plane(ax: Axes, artists: Artists) -> None:
    ax.set(xlim=(1.5, 8.5), ylim=(-0.9, 1.1), xlabel="height in the middle", ylabel="slope")
    ax.set_title("each dot is a line")
    (artists.tied,) = ax.plot([], [], color=ORANGE, linewidth=1.6)
    artists.rings = ax.add_collection(LineCollection([], colors=[MUTED], linewidths=1.0))
    artists.names = [ax.text(0, 0, "", size=9, color=MUTED, ha="center", va="top") for _ in LEVELS]
    (artists.lowest,) = ax.plot([], [], "+", color=INK, markersize=18, markeredgewidth=1.6)
    (artists.now,) = ax.plot([], [], "o", color=BLUE, markersize=9, markeredgecolor=PAPER)
    artists.plane = ax


def draw(fig: Figure, view: View) -> Artists:
    """The points with their squares, the two heaps, the plane of lines."""
    data, totals, plane = fig.subplots(1, 3, width_ratios=(1.25, 0.8, 1.0))
    artists = Artists()
    data.set(
        xlim=(-2.6, 13.2), ylim=(-0.6, 15.9), xlabel="x", ylabel="y", aspect="equal", anchor="N"
    )
    data.set_xticks(range(0, 11, 5))
    data.set_yticks(range(0, 16, 5))
    data.set_title("squares of the misses")
    for name, colour, shade in (("to_mean", ORANGE, 0.12), ("to_line", BLUE, 0.22)):
        squares = PolyCollection(
            [], facecolors=[to_rgba(colour, shade)], edgecolors=[to_rgba(colour, 0.6)],
            linewidths=0.6,
        )  # fmt: skip
        setattr(artists, name, data.add_collection(squares, autolim=False))
    (artists.mean,) = data.plot([], [], color=ORANGE, linewidth=1.4, linestyle="--")
    (artists.line,) = data.plot([], [], color=BLUE, linewidth=2.0)
    (artists.points,) = data.plot([], [], "o", color=INK, markersize=4.5)
    _totals(totals, artists)
    _plane(plane, artists)
    return artists


def _ring(view: View, r2: float) -> FloatArray:
    """The lines with this R²: an ellipse around the best."""
    height, slope, best = view.best
    excess = view.y.var() * (best - r2)
    if excess <= 0:
        return np.full((1, 2), np.nan)
    u, v = np.sqrt(excess), np.sqrt(excess / SPREAD)
    return np.column_stack([height + u * np.cos(TURN), slope + v * np.sin(TURN)])


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Every square, both heaps, and the dot."""
    y, ends = view.y, np.array([-1.0, 13.0])
    mean = np.full(len(y), y.mean())
    artists.to_mean.set_verts(_squares(y, mean))
    artists.to_line.set_verts(_squares(y, view.line))
    artists.mean.set_data(ends, [y.mean()] * 2)
    artists.line.set_data(ends, view.height + view.slope * (ends - MIDDLE))
    artists.points.set_data(X, y)
    n = len(y)
    for heap, total in ((artists.mean_heap, n * y.var()), (artists.line_heap, n * view.mse)):
        side = np.sqrt(total)
        heap.set_xy([(0, 0), (side, 0), (side, side), (0, side)])
    rings = [_ring(view, r2) for r2 in LEVELS] if view.reveal else []
    artists.rings.set_segments([r for r, level in zip(rings, LEVELS, strict=False) if level])
    artists.tied.set_data(*(rings[LEVELS.index(0.0)].T if rings else [[], []]))
    for k, text in enumerate(artists.names):
        foot = rings[k].min(axis=0)[1] if rings else np.nan
        seen = bool(rings) and np.isfinite(foot) and foot > -0.78
        text.set_position((view.best[0], foot - 0.015) if seen else (5, 0))
        text.set_text(number(LEVELS[k], "g") if seen else "")
    found = abs(view.height - view.best[0]) < 0.01 and abs(view.slope - view.best[1]) < 0.001
    best = [[view.best[0]], [view.best[1]]]
    artists.lowest.set_data(*(best if view.reveal and found else [[], []]))
    artists.now.set_data([view.height], [view.slope])
    return [
        artists.to_mean, artists.to_line, artists.mean, artists.line, artists.points,
        artists.line_heap, artists.mean_heap, artists.rings, artists.tied, *artists.names,
        artists.lowest, artists.now,
    ]  # fmt: skip


def readout(view: View) -> str:
    """Both heaps and their ratio."""
    n = len(view.y)
    # the ratio of what is told
    left, total = round(n * view.mse, 2), round(n * float(view.y.var()), 2)
    at_zero = round(view.height - view.slope * MIDDLE, 12)
    return (
        f"y = {at_zero:.3g} {'−' if view.slope < 0 else '+'} {abs(view.slope):g} x. "
        f"Squares to the line {left:.2f} (MSE {view.mse:.2f}), to the mean {total:.2f}: "
        f"R² = 1 − {left:.2f} / {total:.2f} = {1 - left / total:.3f}."
    )


END = "+8 at the end"

least_squares = Explorer(
    name="least_squares",
    title="Two heaps of squares",
    alt=(
        "Left: eleven points with a dashed level line at their mean and a line that the reader "
        "moves, and the square on every miss from both. Middle: all squares to the mean and all "
        "to the line, each heap as one square with the same corner. Right: the plane in which "
        "each dot is a line; on request rings on which R² is the same."
    ),
    controls={
        "height": Slider(HEIGHTS, default=5.0, label="height in the middle", format=".4g"),
        "slope": Slider(SLOPES, default=0.0, label="slope", format=".3g"),
        "outlier": Choice(tuple(OUTLIERS), label="outlier"),
        "reveal": Toggle(label="rings of equal R²"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "level, at the mean": {"height": 5.0, "slope": 0.0, "outlier": "none"},
        "outlier in the middle": {"height": 5.0, "slope": 0.488, "outlier": "+8 in the middle"},
        "outlier at the end": {"height": 5.0, "slope": 0.488, "outlier": END},
    },
    challenge=Challenge(
        text="The outlier is at the end: find the line whose R² is largest.",
        solved=lambda view: bool(
            view.outlier == END and view.height == 5.727 and view.slope == 0.852
        ),
    ),
    pads=[Pad(x="height", y="slope", axes="plane")],
    size=(8.0, 3.5),
)
