"""Step size and momentum on a map, and the path they lead to.

The largest curvature is 1, so that the step size is the product of step and curvature and the
border of stability is the same line for every condition number.
Source: Goh (2017), Why momentum really works, Distill.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.gradient_descent.figures.common import clipped
from mlcourse.chapters.gradient_descent.figures.ravine import (
    CONDITION_NUMBERS,
    LARGEST_MOMENTUM,
    LARGEST_STEP,
    MOMENTUM_STOPS,
    N_STEPS,
    STEP_STOPS,
    View,
    best_pairs,
    compute,
    landscape,
)
from mlcourse.explore import Artists, Challenge, Explorer, Pad, Slider, Toggle
from mlcourse.explore.level_lines import level_lines
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER, RED
from mlcourse.optimize.quadratic_theory import (
    spectral_radius,
)

__all__ = ["momentum_pad"]

BANDS = (0.6, 0.75, 0.85, 0.92, 0.97)  # factors per step that divide the colours of the map
SHADES = np.linspace(0.75, 0.1, len(BANDS) + 1)  # opacities, from the fastest band
UNSTABLE = 0.18
LOWEST, HIGHEST = 1e-10, 1e3  # of the drawn losses
SPLIT = 3  # moves that are drawn as kept velocity and pull of the slope


@cache
def _map_image(condition_number: float) -> FloatArray:
    """The factor per step as bands of colour, rows from momentum 0 upwards."""
    nx, ny = 160, 120
    steps = (np.arange(nx) + 0.5) / nx * LARGEST_STEP
    momenta = (np.arange(ny) + 0.5) / ny * LARGEST_MOMENTUM
    curvatures = np.array([1.0, 1.0 / condition_number])[:, None, None]
    radius = spectral_radius(curvature=curvatures, step_size=steps, momentum=momenta[:, None]).max(
        axis=0
    )
    image = np.empty((ny, nx, 4))
    image[..., :3] = to_rgb(BLUE)
    image[..., 3] = SHADES[np.searchsorted(BANDS, radius)]
    image[radius >= 1.0] = (*to_rgb(RED), UNSTABLE)
    return image


@cache
def _levels(condition_number: float) -> FloatArray:
    heights = [0.5 * r**2 / condition_number for r in (0.4, 0.8, 1.2, 1.6, 2.6, 4.2)]
    fun = landscape(condition_number).fun
    return level_lines(fun, heights, x=(-1.1, 1.1), y=(-1.6, 1.6), n=50)


def _key(ax: Axes) -> list[Artist]:
    """The colours of the map in a strip above it, an image too: in both themes it looks alike."""
    cells = np.zeros((1, len(SHADES) + 5, 4))  # the bands, a gap of four, and where it grows
    cells[0, : len(SHADES), :3] = to_rgb(BLUE)
    cells[0, : len(SHADES), 3] = SHADES
    cells[0, -1] = (*to_rgb(RED), UNSTABLE)
    strip = ax.imshow(
        cells,
        extent=(0.16, 0.16 + 0.055 * cells.shape[1], 1.02, 1.05),
        transform=ax.transAxes,
        aspect="auto",
        interpolation="nearest",
        clip_on=False,
    )
    words = ((0.14, "fast", "right"), (0.505, "slow", "left"), (0.78, "grows", "left"))
    texts = [
        ax.text(x, 1.02, word, transform=ax.transAxes, size=9, color=MUTED, ha=side)
        for x, word, side in words
    ]
    return [strip, *texts]


def draw(fig: Figure, view: View) -> Artists:
    """The ravine, the loss and the map."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.1, 1.0), height_ratios=(1.6, 1.0))
    right = fig.add_subplot(grid[:, 0])  # the map, with the handle
    left, middle = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    left.set(xlim=(-1.1, 1.1), ylim=(-1.6, 1.6), xlabel="x", ylabel="y", title="path")
    (levels,) = left.plot([], [], color=MUTED, linewidth=0.6)
    left.plot(0, 0, "+", color=INK, markersize=9)
    (path,) = left.plot([], [], color=BLUE, linewidth=1.3)
    colours = [ORANGE] * SPLIT + [GREEN] * SPLIT
    parts = left.add_collection(LineCollection([], colors=colours, zorder=2.5), autolim=False)
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}  # over the level lines
    for height, colour, name in (
        (1.35, ORANGE, "kept velocity"),
        (1.1, GREEN, "pull of the slope"),
    ):
        left.text(-1.05, height, name, color=colour, size=9, bbox=box, zorder=3)
    (end,) = left.plot([], [], "o", color=BLUE)

    # above 1000 there is room for the note
    middle.set(xlim=(0, N_STEPS), ylim=(1e-9, 1e5), yscale="log", xlabel="step k")
    middle.set(ylabel="share of the start", title="loss (dashed: bound)")
    (loss,) = middle.plot([], [], color=BLUE)
    (bound,) = middle.plot([], [], color=ORANGE, linewidth=1.2, linestyle="--")
    note = middle.text(0.99, 0.985, "", transform=middle.transAxes, ha="right", va="top", size=9)

    right.set(
        xlim=(0, LARGEST_STEP),
        ylim=(0, LARGEST_MOMENTUM),
        xlabel="step × curvature αL",
        ylabel="momentum β",
        xticks=range(5),
    )
    title = right.set_title("", pad=20)
    image = right.imshow(
        _map_image(view.condition_number),
        origin="lower",
        extent=(0, LARGEST_STEP, 0, LARGEST_MOMENTUM),
        aspect="auto",
        interpolation="nearest",
    )
    (border,) = right.plot([2, LARGEST_STEP], [0, LARGEST_STEP / 2 - 1], color=RED, linewidth=1.2)
    # larger than the handle, which may stand on it
    (best,) = right.plot([], [], "*", color=GREEN, markersize=30, markeredgecolor=PAPER)
    (cursor,) = right.plot(
        [], [], "o", color=ORANGE, markersize=8, markeredgecolor=PAPER, clip_on=False
    )
    return Artists(
        levels=levels,
        path=path,
        parts=parts,
        end=end,
        note=note,
        loss=loss,
        bound=bound,
        image=image,
        border=border,
        title=title,
        best=best,
        cursor=cursor,
        key=_key(right),
        map=right,
        drawn_for=None,
    )


def _parts(view: View) -> list[FloatArray]:
    """The first moves, each as the velocity that is kept and the step that the slope adds."""
    path = view.path[: SPLIT + 1]
    moves = np.diff(path, axis=0)
    kept = view.momentum * np.concatenate([np.zeros((1, 2)), moves[:-1]])
    pairs = [(path[:-1], kept), (path[:-1] + kept, moves - kept)]
    return [arrow(*pair) for tails, parts in pairs for pair in zip(tails, parts, strict=True)]


def _until_it_leaves(values: FloatArray) -> FloatArray:
    """A curve up to the first value that is above the axes, or all of it."""
    above = np.flatnonzero(values > HIGHEST)
    stop = above[0] + 1 if len(above) else len(values)
    return np.clip(values[:stop], LOWEST, HIGHEST)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Everything depends on the pair; landscape, map and optimum on the condition number."""
    if artists.drawn_for != view.condition_number:  # an image is dear to draw anew
        artists.drawn_for = view.condition_number
        artists.levels.set_data(*_levels(view.condition_number).T)
        artists.image.set_data(_map_image(view.condition_number))
    for artist in (artists.image, artists.border, *artists.key):
        if artist.get_visible() != view.map:
            artist.set_visible(view.map)
    artists.title.set_text("factor a step" if view.map else "step size and momentum: drag")
    # the star is shown to who has found it
    star = ([view.best.step_size], [view.best.momentum]) if view.found else ([], [])
    artists.best.set_data(*star)
    shown = clipped(view.path, -2.0, 2.0)
    artists.path.set_data(*shown.T)
    artists.parts.set_segments([clipped(part, -2.0, 2.0) for part in _parts(view)])
    artists.end.set_data(*shown[-1:].T)
    artists.note.set_text(f"steep: {view.modes[0]}\nflat: {view.modes[1]}")
    artists.note.set_color(RED if view.rate >= 1 else INK)
    for line, values in ((artists.loss, view.loss), (artists.bound, view.bound)):
        inside = _until_it_leaves(values)
        line.set_data(np.arange(len(inside)), inside)
    artists.cursor.set_data([view.step_size], [view.momentum])
    return [
        artists.levels,
        artists.path,
        artists.parts,
        artists.end,
        artists.note,
        artists.loss,
        artists.bound,
        artists.image,
        artists.border,
        artists.title,
        artists.best,
        artists.cursor,
        *artists.key,
    ]


def readout(view: View) -> str:
    """How the loss shrinks in the long run, and what is left of it after 60 steps."""
    left = f"{view.loss[-1]:.2g} of" if view.loss[-1] < 1e3 else "over 1000 times"
    after = f"After {N_STEPS} steps it is {left} that at the start"
    if view.rate >= 1.0 - 1e-9:
        return f"In the long run the loss does not shrink. {after}."
    factor = view.rate**2  # the loss goes with the square of the error
    text = f"In the long run a step multiplies the loss by {factor:.2f}"
    if factor > 0.0:
        steps = round(float(np.log(0.1) / np.log(factor)))
        text += f", a digit every {steps} steps" if steps > 1 else ", a digit a step"
    if view.found:
        text += ", near the fastest (★)"
    return f"{text}. {after}."


_BEST_30, _PLAIN_30 = best_pairs(30.0)

momentum_pad = Explorer(
    name="momentum_pad",
    title="Step size and momentum",
    alt=(
        "The path of the heavy ball in a long elliptic valley, its first moves split into "
        "the velocity that is kept and the pull of the slope. Its loss on a log "
        "scale under a bound from theory. A plane of step size and momentum with a handle "
        "at the chosen pair; the map, if switched on, colours it by the factor a step, in bands "
        "from fast to slow and red where the method diverges. A star marks the best pair once "
        "one nearly as fast is found."
    ),
    controls={
        "condition_number": Slider(
            CONDITION_NUMBERS, default=30, label="condition number κ", format="g"
        ),
        "step_size": Slider(
            STEP_STOPS,
            default=_PLAIN_30.step_size,
            label="step × curvature αL",
            format=".2f",
        ),
        "momentum": Slider(MOMENTUM_STOPS, default=0.0, label="momentum β", format=".2f"),
        "map": Toggle(label="map"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "A: no momentum, κ = 30": {
            "step_size": _PLAIN_30.step_size,
            "momentum": 0.0,
            "condition_number": 30,
        },
        "B: β = 0.48, κ = 30": {
            "step_size": _BEST_30.step_size,
            "momentum": _BEST_30.momentum,
            "condition_number": 30,
        },
        "C: β = 0.9": {"step_size": 2.2, "momentum": 0.9},
        "D: β = 0.2": {"step_size": 0.4, "momentum": 0.2},
        "E: β = 0.4": {"step_size": 3.0, "momentum": 0.4},
    },
    challenge=Challenge(
        text="With κ = 100, bring the loss below a millionth of its start in 60 steps.",
        solved=lambda view: bool(view.condition_number == 100 and view.loss[-1] < 1e-6),
    ),
    pads=[Pad(x="step_size", y="momentum", axes="map")],
    size=(7.2, 5.2),
)
