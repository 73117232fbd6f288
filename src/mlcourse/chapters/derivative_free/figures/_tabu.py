"""Tabu search on a grid of heights: the best neighbour, and where we must not go back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.colors import ListedColormap, to_rgb
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.derivative_free.figures.hills import heights
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, Toggle
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER, PURPLE
from mlcourse.optimize.tabu import Tabu, tabu_search

__all__ = ["tabu"]

SIZE = 15
N_MOVES = 60
START = (13, 13)
GREYS = ListedColormap([(0.45, 0.52, 0.58, a) for a in np.linspace(0.0, 0.8, 64)])


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One run; where it is blocked it stays."""

    run: Tabu
    tenure: int
    grid: FloatArray  # (15, 15) heights


@cache
def _run(tenure: int, aspiration: bool) -> Tabu:
    return tabu_search(heights(), START, tenure=tenure, max_steps=N_MOVES, aspiration=aspiration)


def compute(*, tenure: float, aspiration: bool) -> View:
    """The run with these settings."""
    return View(run=_run(int(tenure), bool(aspiration)), tenure=int(tenure), grid=heights())


def draw(fig: Figure, view: View) -> Artists:
    """The grid from above, and the heights on the way."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.0))
    grid = heights()
    left.set(xlim=(-0.5, SIZE - 0.5), ylim=(SIZE - 0.5, -0.5), aspect="equal", xticks=[], yticks=[])
    left.set_title("15 × 15 cells: the more grey, the higher")
    left.imshow(grid, cmap=GREYS, interpolation="nearest", zorder=0)
    artists = Artists()
    artists.bands = left.add_collection(
        PolyCollection([], facecolors=[(*to_rgb(PURPLE), 0.2)], linewidths=0, zorder=1),
        autolim=False,
    )
    (artists.bars,) = left.plot([], [], color=PURPLE, linewidth=1.0)
    (artists.path,) = left.plot([], [], "-", color=BLUE, linewidth=1.6)
    (artists.ring,) = left.plot([], [], color=INK, linewidth=1.0)
    (artists.aspired,) = left.plot([], [], "*", color=GREEN, markersize=13, markeredgecolor=PAPER)
    (artists.here,) = left.plot([], [], "o", color=BLUE, markersize=8, markeredgecolor=PAPER)
    artists.numbers = [
        left.text(
            0,
            0,
            "",
            size=8.5,
            ha="center",
            va="center",
            color=INK,
            zorder=5,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6},
        )
        for _ in range(9)
    ]
    left.text(
        0.5, -0.02, "purple: no move may enter this row or column", color=PURPLE, size=9,
        ha="center", va="top", transform=left.transAxes,
    )  # fmt: skip
    right.set(xlim=(-1.5, N_MOVES + 1), ylim=(-3, 103), xlabel="moves", title="height")
    (artists.height,) = right.plot([], [], ".-", color=MUTED, linewidth=1.0, markersize=4)
    (artists.best,) = right.plot([], [], color=BLUE, linewidth=2.0, drawstyle="steps-post")
    (artists.best_now,) = right.plot([], [], "o", color=BLUE, markersize=5)
    (artists.blocked,) = right.plot([], [], "X", color=ORANGE, markersize=9)
    artists.words = right.text(
        0.98, 0.97, "", color=ORANGE, size=9, ha="right", va="top", transform=right.transAxes
    )
    right.text(
        0.02, 0.97, "blue: the lowest so far", color=BLUE, size=9, va="top",
        transform=right.transAxes,
    )  # fmt: skip
    return artists


def _barred(run: Tabu, made: int) -> tuple[list[FloatArray], FloatArray]:
    """Rows and columns that the next move must not enter: as bands, and as lines along them."""
    row, column = run.cell[made]
    rows = [i for i in np.flatnonzero(run.row_free_at[made] > made) if i != row]
    columns = [j for j in np.flatnonzero(run.column_free_at[made] > made) if j != column]
    low, high = -0.5, SIZE - 0.5
    bands = [
        *(np.array([[low, i - 0.5], [high, i - 0.5], [high, i + 0.5], [low, i + 0.5]])
          for i in rows),
        *(np.array([[j - 0.5, low], [j - 0.5, high], [j + 0.5, high], [j + 0.5, low]])
          for j in columns),
    ]  # fmt: skip
    gap = np.full((1, 2), np.nan)

    def line(at: int | np.integer, here: int, across: int) -> FloatArray:
        """Along the band, with room for the numbers around the cell."""
        left, right = (across - 1.5, across + 1.5) if abs(at - here) <= 1 else (low, low)
        ends = [(low, max(left, low)), (min(right, high), high)]
        return np.vstack([np.vstack([np.array([[a, at], [b, at]]), gap]) for a, b in ends if a < b])

    lines = [line(i, row, column) for i in rows]
    lines += [line(j, column, row)[:, ::-1] for j in columns]
    return bands, np.vstack(lines) if lines else gap


def _square(cells: np.ndarray) -> FloatArray:
    corner = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5]])
    gap = np.full((1, 2), np.nan)
    return np.vstack([np.vstack([corner + cell[::-1], gap]) for cell in cells])


def _around(cell: np.ndarray) -> np.ndarray:
    """The cell and its neighbours on the grid."""
    i, j = np.meshgrid(cell[0] + np.arange(-1, 2), cell[1] + np.arange(-1, 2), indexing="ij")
    all_cells = np.column_stack([i.ravel(), j.ravel()])
    return all_cells[((all_cells >= 0) & (all_cells < SIZE)).all(axis=1)]


def update(artists: Artists, view: View, *, moves: int) -> Sequence[Artist]:
    """The path, the neighbours with their heights, and what is forbidden to the next move."""
    run = view.run
    made = min(moves, len(run.cell) - 1)
    cells, here = run.cell[: made + 1], run.cell[made]
    bands, bars = _barred(run, made)
    artists.bands.set_verts(bands)
    artists.bars.set_data(*bars.T)
    artists.path.set_data(*cells[:, ::-1].T)
    artists.here.set_data([here[1]], [here[0]])
    near = _around(here)
    artists.ring.set_data(*_square(near[(near != here).any(axis=1)]).T)
    for k, text in enumerate(artists.numbers):
        shown = k < len(near) and (near[k] != here).any()
        text.set_text(f"{heights()[tuple(near[k])]:.0f}" if shown else "")
        text.set_position((near[k][1], near[k][0]) if shown else (0, 0))
    at = np.flatnonzero(run.aspired[:made]) + 1
    artists.aspired.set_data(*run.cell[at][:, ::-1].T)
    artists.height.set_data(np.arange(made + 1), run.value[: made + 1])
    artists.best.set_data(np.arange(made + 1), run.best[: made + 1])
    artists.best_now.set_data([made], [run.best[made]])
    stuck = run.reason == "blocked" and moves >= len(run.cell)
    artists.blocked.set_data(*([[made], [run.value[made]]] if stuck else [[], []]))
    artists.words.set_text("blocked" if stuck else "")
    still = (
        "bands",
        "bars",
        "path",
        "ring",
        "aspired",
        "here",
        "height",
        "best",
        "best_now",
        "blocked",
        "words",
    )
    return [*artists.numbers, *(getattr(artists, name) for name in still)]


def readout(view: View, *, moves: int) -> str:
    """Where we stand, the way that is allowed, and the lowest so far."""
    run = view.run
    made = min(moves, len(run.cell) - 1)
    looks = int(run.evaluations[made])
    here = f"After {made} move{'s' * (made != 1)} at height {run.value[made]:.0f}, "
    here += f"lowest so far {run.best[made]:.0f}, {looks} look{'s' * (looks != 1)}. "
    if run.reason == "blocked" and moves >= len(run.cell):
        return here + "Every neighbour is forbidden: blocked."
    if made and run.aspired[made - 1]:
        return here + "This cell was forbidden, but lower than all before."
    near = _around(run.cell[made])
    others = near[(near != run.cell[made]).any(axis=1)]
    banned = int(run.forbidden(made)[tuple(others.T)].sum())
    return here + f"{banned} of {len(others)} neighbours are forbidden."


def _needs_aspiration(view: View, *, moves: int) -> bool:
    run = view.run
    made = min(moves, len(run.cell) - 1)
    return bool(run.best[made] < 0.9 and run.aspired[:made].any())


tabu = Explorer(
    name="tabu",
    title="Always to the best neighbour",
    alt=(
        "First: a grid of 15 by 15 cells, greyer where it is higher, with the path of a search, "
        "the heights of the neighbouring cells, and forbidden rows and columns in purple. Beside "
        "it: the height after each move and the lowest so far."
    ),
    controls={
        "tenure": Slider(range(16), default=0, label="tenure: moves that a row or column is tabu"),
        "aspiration": Toggle(default=True, label="aspiration"),
        "moves": Steps(range(N_MOVES + 1), default=1, label="moves", milliseconds=350),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "no memory": {"tenure": 0, "moves": 1},
        "tenure 4": {"tenure": 4, "moves": 1},
        "tenure 10": {"tenure": 10, "moves": 1},
        "tenure 14": {"tenure": 14, "moves": 1},
    },
    challenge=Challenge(
        text="Reach the lowest cell of all on a way that enters a forbidden cell.",
        solved=_needs_aspiration,
    ),
    size=(7.6, 3.9),
)
