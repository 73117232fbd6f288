"""A grid and random points with the same budget, one dimension more at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from mlcourse._check import FloatArray
from mlcourse.calculus.dimension import nodes_along_axes
from mlcourse.chapters.calculus.figures.cubes import (
    GAUSS,
    GRIDS,
    N_DIMENSIONS,
    PROBLEMS,
    WAVES,
    axis_rule,
    grid_errors,
    random_errors,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, MUTED, ORANGE

__all__ = ["curse_of_dimension"]

CLOCK = tuple(range(1, N_DIMENSIONS + 1))
BUDGETS = tuple(2**k for k in range(6, 13))
SHOWN = 1024  # dots drawn in a square: more would be a blot
FEW = 100  # up to so many dots are large
LEAST, MOST = 1e-10, 1e3


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Both methods' relative errors in every dimension, and where they look."""

    problem: str
    grid: str
    budget: int
    nodes: tuple[tuple[int, ...], ...]  # along each axis, by dimension
    grid_error: FloatArray  # (N_DIMENSIONS,)
    runs: FloatArray  # (N_RUNS, N_DIMENSIONS)
    typical: FloatArray  # (N_DIMENSIONS,)
    points: FloatArray  # (at most SHOWN, 2) the first random points


def compute(*, problem: str, grid: str, budget: int) -> View:
    """All dimensions at once; the clock shows those up to d."""
    runs, typical = random_errors(problem, budget)
    first = np.random.default_rng(13).random((min(budget, SHOWN), 2))
    return View(
        problem=problem,
        grid=grid,
        budget=budget,
        nodes=tuple(nodes_along_axes(budget, d) for d in CLOCK),
        grid_error=grid_errors(problem, grid, budget),
        runs=runs,
        typical=typical,
        points=first,
    )


def draw(fig: Figure, view: View) -> Artists:
    """Both sets of points from above, and the errors so far."""
    left, middle, right = fig.subplots(1, 3, width_ratios=(1.0, 1.0, 1.9))
    for ax, name in ((left, "grid"), (middle, "random")):
        ax.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), aspect="equal", anchor="N")
        ax.set(title=name, xticks=[], yticks=[])
        ax.spines[:].set_visible(True)
    middle.set_xlabel(f"at most {SHOWN:,} drawn", size=9)
    left.set_xlabel("seen from above", size=9)
    tint = left.add_patch(Rectangle((0, 0), 0, 0, color=BLUE, alpha=0.45, linewidth=0))
    (grid,) = left.plot([], [], color=BLUE, solid_capstyle="round", snap=False)
    (chance,) = middle.plot([], [], color=ORANGE, solid_capstyle="round", snap=False)
    right.set(xlim=(0.5, N_DIMENSIONS + 0.5), ylim=(LEAST, MOST), yscale="log")
    right.set(xticks=CLOCK, xlabel="dimension d", title="relative error")
    right.set_yticks([1e-8, 1e-6, 1e-4, 1e-2, 1.0])
    right.axhline(1.0, color=MUTED, linewidth=0.7, linestyle=":")
    right.minorticks_off()
    rows = ((0.03, 0.93, "grid", BLUE), (0.2, 0.93, "random: 20 runs, and typical", ORANGE))
    for x, y, name, colour in rows:
        right.text(x, y, name, color=colour, size=9, transform=right.transAxes)
    right.text(0.97, 0.04, "at the bottom: 10⁻¹⁰ or less", color=MUTED, size=8.5, ha="right",
               transform=right.transAxes)  # fmt: skip
    artists = Artists(tint=tint, grid=grid, chance=chance)
    (artists.runs,) = right.plot([], [], "o", color=ORANGE, markersize=3, alpha=0.35,
                                 markeredgewidth=0)  # fmt: skip
    (artists.typical,) = right.plot([], [], "o-", color=ORANGE, linewidth=1.6, clip_on=False)
    (artists.errors,) = right.plot([], [], "s-", color=BLUE, linewidth=1.6, clip_on=False)
    return artists


def from_above(view: View, d: int) -> FloatArray:
    """The grid's nodes on the first two axes; in one dimension on a line."""
    nodes = [axis_rule(view.grid, m)[0] for m in view.nodes[d - 1][:2]]
    if d == 1:
        nodes.append(np.array([0.5]))
    x, y = np.meshgrid(*nodes, indexing="ij")
    return np.column_stack([x.ravel(), y.ravel()])


def update(artists: Artists, view: View, *, d: int) -> Sequence[Artist]:
    """The points in d dimensions, and the errors up to there."""
    above = from_above(view, d)
    fine = len(above) > SHOWN  # finer than a screen: a tint
    artists.grid.set_data(*dots(above[:0] if fine else above).T)
    low, high = (0.49, 0.02) if d == 1 else (0.0, 1.0)
    artists.tint.set_bounds(0, low, 1, high) if fine else artists.tint.set_bounds(0, 0, 0, 0)
    artists.tint.set_alpha(0.8 if d == 1 else 0.45)
    points = view.points if d > 1 else view.points * [1, 0] + [0, 0.5]
    artists.chance.set_data(*dots(points).T)
    for line, n in ((artists.grid, len(above)), (artists.chance, len(points))):
        line.set_linewidth(4.0 if n <= FEW else 1.7)
    so_far = np.arange(1, d + 1)
    artists.typical.set_data(so_far, np.maximum(view.typical[:d], LEAST))
    artists.errors.set_data(so_far, np.maximum(view.grid_error[:d], LEAST))
    places = np.broadcast_to(so_far, view.runs[:, :d].shape)
    artists.runs.set_data(places.T.ravel(), np.maximum(view.runs[:, :d], LEAST).T.ravel())
    return [
        artists.grid, artists.tint, artists.chance, artists.typical, artists.errors,
        artists.runs,
    ]  # fmt: skip


def _percent(error: float) -> str:
    if error < 1e-6:
        return "less than 0.0001 %"
    return f"{100 * error:.2g} %" if error < 1 else f"{100 * error:,.0f} %"


def _grid(nodes: tuple[int, ...]) -> str:
    """Such as 23 × 22 = 506 grid points; for many axes what stands on each of them."""
    used = f"{int(np.prod(nodes)):,} grid points"
    if len(nodes) == 1:
        return used
    if len(nodes) <= 3:
        return f"{' × '.join(map(str, nodes))} = {used}"
    most, least = max(nodes), min(nodes)
    return f"{most} nodes{f' or {least}' if least < most else ''} on each axis, {used}"


def readout(view: View, *, d: int) -> str:
    """What the grid looks like, and both errors."""
    return (
        f"d = {d}: {_grid(view.nodes[d - 1])}, off by {_percent(view.grid_error[d - 1])}; "
        f"{view.budget:,} random points, typically off by {_percent(view.typical[d - 1])}."
    )


def _first_win(view: View, *, d: int) -> bool:
    wins = view.typical < view.grid_error
    asked = view.problem == WAVES and view.grid == GAUSS and view.budget == 4096
    return asked and bool(wins[d - 1] and not wins[: d - 1].any())


curse_of_dimension = Explorer(
    name="curse_of_dimension",
    title="The same number of points, one dimension more",
    alt=(
        "First two squares: the nodes of a grid and random points, seen along all axes but two. "
        "Then, on a log scale against the dimension, up to the one that is chosen: the relative "
        "error of the grid, those of twenty runs with random points, and their typical error."
    ),
    controls={
        "problem": Choice(tuple(PROBLEMS), label="integral of"),
        "grid": Choice(GRIDS, label="grid of"),
        "budget": Slider(BUDGETS, default=4096, label="points N", format=",d"),
        "d": Steps(CLOCK, default=1, label="dimension d", milliseconds=900),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "waves": {"d": 1},
        "kiosks": {"problem": "kiosks", "d": 1},
        "ball": {"problem": "ball", "d": 1},
    },
    challenge=Challenge(
        text="Give the grid Gauss nodes, on the waves and with 4,096 points. Stop at the "
        "first dimension in which random points win.",
        solved=_first_win,
    ),
    size=(8.0, 3.0),
)
