"""A learner that walks and a planner that knows the rules, on the same board."""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from mlcourse._check import FloatArray, IntArray
from mlcourse.chapters.putting_it_together.figures.worlds import (
    CLOCK,
    WORLDS,
    View,
    best_moves,
    compute,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.controls import Value
from mlcourse.explore.lines import arrow
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PAPER, PURPLE, RED
from mlcourse.learning.gridworld import MOVES

__all__ = ["gridworld"]

ALONG = np.array([(0, -1), (1, 0), (0, 1), (-1, 0)])  # of MOVES, in the axes
WIDE, TALL = 6.0, 4.0  # the room of a world in the axes
FULL = 0.44  # half the side of the square that stands for a value of 1, in cells
BEND = (2, 1)  # row and column of the free cell under the wall
BOARDS = ("learner", "planner")


def _squares(centres: FloatArray, half: FloatArray) -> Path:
    """Filled squares as one path."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
    points = centres[:, None] + half[:, None, None] * corners
    codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(centres)
    return Path(points.reshape(-1, 2), codes or None)


def _empty(ax: Axes, colour: str, alpha: float = 1.0) -> PathPatch:
    patch = PathPatch(Path(np.empty((0, 2))), facecolor=colour, edgecolor="none", alpha=alpha)
    ax.add_patch(patch)
    return patch


def _board(ax: Axes, title: str) -> Artists:
    ax.set(xlim=(-0.05, WIDE + 0.05), ylim=(TALL + 0.4, -0.05), aspect="equal")
    ax.set_axis_off()
    ax.set_title(title)
    board = Artists(
        walls=_empty(ax, MUTED),
        worth=_empty(ax, BLUE, 0.45),
        cost=_empty(ax, ORANGE, 0.55),
    )
    (board.outline,) = ax.plot([], [], color=MUTED, linewidth=0.8)
    (board.arrows,) = ax.plot([], [], color=INK, linewidth=1.3)
    board.ends = [ax.text(0, 0, "", ha="center", va="center", weight="bold") for _ in range(5)]
    board.start = ax.text(0, 0, "start", ha="center", va="top", color=MUTED, size=8)
    return board


def _clocked(ax: Axes, title: str) -> None:
    """A panel along the moves."""
    ticks = [0, 10, 100, 1_000]
    ax.set_xscale("symlog", linthresh=10)
    ax.set(xlim=(-0.5, 4_800), xticks=ticks)
    ax.set_xticklabels([f"{n:,}" for n in ticks])
    ax.set_title(title)
    ax.minorticks_off()


def draw(fig: Figure, view: View) -> Artists:
    """Two boards, and beside them what the walks have brought and what the start is worth."""
    (left, ends), (below, worth) = fig.subplots(2, 2, width_ratios=[1.3, 1])
    learner = _board(left, "learner: walks, knows no rules")
    planner = _board(below, "planner: knows the rules")
    (learner.move,) = left.plot([], [], color=PURPLE, linewidth=2.4)
    (learner.walker,) = left.plot([], [], "o", color=PURPLE, markersize=9, markeredgecolor=INK)
    _clocked(ends, "how the learner's walks ended")
    ticks = [0, 10, 100, 1_000]
    ends.set_yscale("symlog", linthresh=10)
    ends.set(ylim=(-0.6, 1_300), yticks=ticks)
    ends.set_yticklabels([f"{n:,}" for n in ticks])
    ends.minorticks_off()
    (goals,) = ends.plot([], [], "o-", color=GREEN, markersize=3, label="at +1")
    (falls,) = ends.plot([], [], "s--", color=RED, markersize=3, label="at −1")
    ends.legend(loc="upper left")
    _clocked(worth, "what the start is worth")
    worth.set(ylim=(-0.65, 1.1), yticks=[-0.5, 0, 0.5, 1], xlabel="moves")
    worth.grid(color=GRID, axis="y")
    (learnt,) = worth.plot([], [], "o-", color=PURPLE, markersize=3, label="learner")
    (planned,) = worth.plot([], [], "s--", color=BLUE, markersize=3, label="planner")
    worth.legend(loc="upper left", frameon=True, framealpha=1, facecolor=PAPER, edgecolor="none")
    return Artists(
        learner=learner, planner=planner, goals=goals, falls=falls, learnt=learnt, planned=planned
    )


def _side(view: View) -> float:
    """The side of a cell with which the world fills the axes."""
    return float(min(TALL / len(view.world.layout), WIDE / len(view.world.layout[0])))


def _centres(view: View, cells: IntArray) -> FloatArray:
    """The middle of cells, with the world in the middle of the axes."""
    tall, wide, side = len(view.world.layout), len(view.world.layout[0]), _side(view)
    shift = np.array([WIDE - side * wide, TALL - side * tall]) / 2
    return np.asarray(side * (cells[:, ::-1] + 0.5) + shift)


def _show(board: Artists, view: View, values: FloatArray, q: FloatArray) -> list[Artist]:
    world, side = view.world, _side(view)
    centres = _centres(view, world.cells)
    size = FULL * side * np.sqrt(np.minimum(np.abs(values), 1.0))
    for patch, some in ((board.worth, values > 1e-9), (board.cost, values < -1e-9)):
        patch.set_path(_squares(centres[some], size[some]))
        patch.stale = True  # which this setter of matplotlib's forgets
    all_cells = np.argwhere(np.array([list(row) for row in world.layout]) == "#")
    board.walls.set_path(_squares(_centres(view, all_cells), np.full(len(all_cells), side / 2)))
    board.walls.stale = True
    frames = [_squares(centre[None], np.array([side / 2])).vertices for centre in centres]
    gap = np.full((1, 2), np.nan)
    board.outline.set_data(*np.vstack([part for frame in frames for part in (frame, gap)]).T)
    heads = [
        part
        for state, action in best_moves(q)
        for move in [side * ALONG[action]]
        for part in (arrow(centres[state] + 0.06 * move, 0.36 * move), gap)
    ]
    board.arrows.set_data(*(np.vstack(heads).T if heads else np.empty((2, 0))))
    ends = np.flatnonzero(world.terminal)
    for k, text in enumerate(board.ends):
        there = k < len(ends)
        good = there and world.entry_reward[ends[k]] > 0
        text.set_text(("+1" if good else "−1") if there else "")
        text.set_color(GREEN if good else RED)
        text.set_position(centres[ends[k]] if there else (0, 0))
    board.start.set_position(centres[world.start[0]] + (0, side / 2 + 0.06))
    return [board.walls, board.worth, board.cost, board.outline, board.arrows, *board.ends,
            board.start]  # fmt: skip


def update(artists: Artists, view: View, *, moves: int) -> Sequence[Artist]:
    """Both boards after as many updates; the last move, the counts and the start so far."""
    k = CLOCK.index(moves)
    changed: list[Artist] = []
    for name, values, q in zip(BOARDS, view.values, (view.learned, view.planned), strict=True):
        changed += _show(getattr(artists, name), view, values[k], q[k])
    last, learner = view.moves[k], artists.learner
    centres, start = _centres(view, view.world.cells), view.world.start[0]
    here = last.after if last else start
    aside = -0.27 if view.world.terminal[here] else 0.0  # of what is written there
    walker = centres[here] + aside * _side(view)
    learner.walker.set_data(*walker[:, None])
    way = np.array([centres[last.state], walker]) if last else np.empty((0, 2))
    learner.move.set_data(*way.T)
    artists.goals.set_data(CLOCK[: k + 1], view.goals[: k + 1])
    artists.falls.set_data(CLOCK[: k + 1], view.falls[: k + 1])
    artists.learnt.set_data(CLOCK[: k + 1], view.values[0, : k + 1, start])
    artists.planned.set_data(CLOCK[: k + 1], view.values[1, : k + 1, start])
    return [*changed, learner.move, learner.walker, artists.goals, artists.falls,
            artists.learnt, artists.planned]  # fmt: skip


def readout(view: View, *, moves: int) -> str:
    """What the last move changed, and how many cells either has given a positive value."""
    k = CLOCK.index(moves)
    last = view.moves[k]
    if last is None:
        return "No move yet: all values are 0."
    learner, planner = (int(np.sum(values[k] > 1e-9)) for values in view.values)
    sweeps = f"{view.sweeps[k]} sweep{'' if view.sweeps[k] == 1 else 's'}"
    return (
        f"Move {moves:,}: {last.action}, reward {last.reward:.2f}; that action's value went from "
        f"{last.old:.2f} to {last.new:.2f}. Cells worth more than 0: learner {learner}, planner "
        f"{planner} after {sweeps}."
    )


def _turned(view: View, *, moves: int) -> bool:
    """Whether the planner goes the long way round where the short one passes the trap."""
    k = CLOCK.index(moves)
    cells = [tuple(cell) for cell in view.world.cells.tolist()]
    slippery = bool(np.any((view.world.transition > 0) & (view.world.transition < 1)))
    arrows = dict(best_moves(view.planned[k]))
    return slippery and view.sweeps[k] > 0 and arrows.get(cells.index(BEND)) == MOVES.index("left")


def _preset(world: str, **values: Value) -> dict[str, Value]:
    usual = {"discount": 0.9, "exploration": 0.1, "learning_rate": 0.5, "moves": CLOCK[-1]}
    return {"world": world, **usual, **values}


gridworld = Explorer(
    name="gridworld",
    title="One reward, found by walking or by thinking",
    alt="Two boards of cells with walls, a goal worth +1 and traps worth −1. On the first a walker "
    "learns from its moves, on the second a planner sweeps over all cells; a square in each cell "
    "shows how much it is thought to be worth, an arrow the best move. Against the moves, two "
    "more panels count how the walks ended, and show what either thinks the start is worth.",
    controls={
        "world": Choice(list(WORLDS), label="world"),
        "discount": Slider((0.5, 0.9, 0.95, 1.0), default=0.9, label="discount γ"),
        "exploration": Slider((0.0, 0.1, 0.5), default=0.1, label="exploration ε"),
        "learning_rate": Slider((0.1, 0.5, 1.0), default=0.5, label="learning rate α"),
        "moves": Steps(CLOCK, default=0, label="moves", milliseconds=700),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "rooms, 36 moves": _preset("rooms", moves=36),
        "cliff, γ = 1": _preset("cliff", discount=1.0),
        "free steps, ε = 0": _preset("cliff, free steps", exploration=0.0),
        "free steps, ε = 0.5": _preset("cliff, free steps", exploration=0.5),
        "slippery rooms": _preset("slippery rooms", learning_rate=0.1),
    },
    challenge=Challenge(
        text="On the slippery floor, change the discount alone until the planner's arrow under "
        "the wall turns round.",
        solved=_turned,
    ),
    size=(7.6, 5.4),
)
