"""A game against the agent that taught itself, on a board whose every position is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.putting_it_together.figures.games import (
    Position,
    games,
    read,
    training,
    unbeatable,
    values_at,
)
from mlcourse.explore import Artists, Board, Challenge, Explorer, Toggle
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PAPER, PURPLE, RED
from mlcourse.learning.tic_tac_toe import LINES
from mlcourse.learning.tic_tac_toe_agent import square_values

__all__ = ["tic_tac_toe"]

SURE = 0.5  # from here on a value is called by the result that it is nearest to
TURN = np.linspace(0, 2 * np.pi, 33)
NOUGHT = np.column_stack([0.3 * np.cos(TURN), 0.3 * np.sin(TURN)])
CROSS = 0.28 * np.array([[-1, -1], [1, 1], [np.nan, np.nan], [-1, 1], [1, -1]])
CENTRES = np.array([(k % 3 + 0.5, k // 3 + 0.5) for k in range(9)])
RESULTS = (("won", BLUE), ("drawn", MUTED), ("lost", ORANGE))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A position, and what the agent thinks of each square for whoever moves (nan: none)."""

    position: Position
    values: FloatArray  # (9,)
    shown: bool  # whether the values are


def compute(*, game: str, values: bool) -> View:
    """The position of a stop and the agent's opinion of it."""
    position = read(game)
    rated = square_values(values_at(position.age), position.board)
    return View(position=position, values=np.round(rated, 2) + 0.0, shown=values)


def _board(ax: Axes) -> Artists:
    """The squares, and what may stand in them."""
    ax.set(xlim=(0, 3), ylim=(3, 0), aspect="equal")
    ax.set_axis_off()
    for k in (1, 2):
        ax.plot([k, k], [0.05, 2.95], color=MUTED, linewidth=1.2)
        ax.plot([0.05, 2.95], [k, k], color=MUTED, linewidth=1.2)
    for k, (x, y) in enumerate(CENTRES):
        ax.text(x - 0.43, y - 0.3, f"{k + 1}", color=MUTED, size=8)
    marks = [ax.plot([], [], linewidth=5, solid_capstyle="round")[0] for _ in CENTRES]
    notes = [ax.text(x, y, "", ha="center", va="center", size=10) for x, y in CENTRES]
    (line,) = ax.plot([], [], color=INK, linewidth=2.2)
    return Artists(board=ax, marks=marks, notes=notes, line=line)


def _results(ax: Axes, title: str) -> list[Artist]:
    ax.set(ylim=(-0.06, 1.06), yticks=[0, 0.5, 1], ylabel="share")
    ax.grid(color=GRID, axis="y")
    ax.set_title(title, loc="left", size=10)
    return [
        ax.plot([], [], "o-", color=colour, markersize=4, linewidth=1.4, label=name)[0]
        for name, colour in RESULTS
    ]


def draw(fig: Figure, view: View) -> Artists:
    """The board, and beside it how the agent did in its examinations."""
    grid = fig.add_gridspec(3, 2, width_ratios=[1.15, 1], height_ratios=[1, 1, 0.3])
    artists = _board(fig.add_subplot(grid[:, 0]))
    random, perfect, beaten = (fig.add_subplot(grid[k, 1]) for k in range(3))
    ticks = [0, 100, 1_000, 10_000]
    for ax in (random, perfect, beaten):
        ax.set_xscale("symlog", linthresh=100, linscale=0.5)
        ax.set(xlim=(-15, 26_000), xticks=ticks)
        ax.set_xticklabels([f"{n:,}" for n in ticks] if ax is beaten else [])
        ax.minorticks_off()
    artists.curves = [
        *_results(random, "against random moves"),
        *_results(perfect, "against perfect play"),
    ]
    random.legend(
        loc="center right", handlelength=1.2, frameon=True, framealpha=1, facecolor=PAPER,
        edgecolor="none",
    )  # fmt: skip
    beaten.set(ylim=(-0.6, 1.6), yticks=[0, 1], yticklabels=["no", "yes"])
    beaten.set(xlabel="games against itself")
    beaten.set_title("can it be beaten?", loc="left", size=10)
    artists.verdicts = [
        beaten.plot([], [], "s", color=colour, markersize=4, markeredgewidth=0)[0]
        for colour in (GREEN, RED)
    ]
    return artists


def _note(value: float) -> tuple[str, str]:
    word, colour = "even", MUTED
    if abs(value) >= SURE:
        word, colour = ("win", BLUE) if value > 0 else ("loss", ORANGE)
    return f"{word} {value:.2f}".replace("-", "\N{MINUS SIGN}"), colour


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Marks and values on the squares; the examinations up to the agent's age."""
    position = view.position
    for k, square in enumerate(position.board):
        shape = (CROSS if square == 1 else NOUGHT if square else np.empty((0, 2))) + CENTRES[k]
        artists.marks[k].set_data(*shape.T)
        artists.marks[k].set_color(INK if square == position.reader else PURPLE)
        rated = view.shown and not np.isnan(view.values[k])
        text, colour = _note(view.values[k]) if rated else ("", MUTED)
        artists.notes[k].set_text(text)
        artists.notes[k].set_color(colour)
    three = [line for line in LINES if abs(sum(position.board[k] for k in line)) == 3]
    artists.line.set_data(*(CENTRES[list(three[0])].T if three else np.empty((2, 0))))
    run = training()
    seen = run.games <= position.age
    shares = (*run.against_random[seen].T, *run.against_perfect[seen].T)
    for curve, share in zip(artists.curves, shares, strict=True):
        curve.set_data(run.games[seen], share)
    for safe, dots in enumerate(artists.verdicts[::-1]):
        there = run.games[seen & (unbeatable() == safe)]
        dots.set_data(there, np.full(len(there), 1 - safe))
    return [*artists.marks, *artists.notes, artists.line, *artists.curves, *artists.verdicts]


def readout(view: View) -> str:
    """Whose turn it is, or how it ended."""
    position, values = view.position, view.values
    if not position.to_move:
        ends = {0: "The game is drawn.", position.reader: "You win.", -position.reader: "You lose."}
        return ends[position.winner]
    yours = position.to_move == position.reader
    text = f"Your move, with {'crosses' if position.reader == 1 else 'noughts'}."
    if not yours:
        text = "Its move."
    if not view.shown:
        return text
    best = np.nanmax(values)
    if np.nanmin(values) == best and np.sum(~np.isnan(values)) > 1:
        return f"{text} It rates all squares alike ({best:.2f}).".replace("-", "\N{MINUS SIGN}")
    where = ", ".join(f"{k + 1}" for k in np.flatnonzero(values == best))
    whose = "for you" if yours else "for itself"
    return f"{text} It rates highest {whose}: {where} ({best:.2f}).".replace("-", "\N{MINUS SIGN}")


def _held(view: View) -> bool:
    """A draw as the second player against the oldest."""
    position = view.position
    oldest = position.age == max(training().games)
    return bool(oldest and position.reader == -1 and not position.to_move and not position.winner)


tic_tac_toe = Explorer(
    name="tic_tac_toe",
    title="You against a machine that was told only the rules",
    alt="A board of tic-tac-toe with nine squares to play on. Beside it the shares of games that "
    "the agent wins, draws and loses against random moves and against perfect play, and whether "
    "any opponent at all can beat it, up to the number of games that it has played against "
    "itself.",
    controls={
        "game": Board(
            games().stops,
            moves=games().moves,
            replies=games().replies,
            games=games().starts,
            marks={"x": "cross", "o": "nought", "-": "empty"},
            axes="board",
            notes="notes",
            label="agent",
            turns=("You take {}.", "It takes {}."),
            milliseconds=900,
        ),
        "values": Toggle(label="show what it thinks of each square"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "after 500 games, it begins": {"game": "500.o.x--------"},
        "after 20,000, you begin": {"game": "20000.x.---------"},
        "corner trap": {"game": "20000.x.x---o---x", "values": True},
    },
    challenge=Challenge(
        text="Let the agent of 20,000 games begin, and do not lose.",
        solved=_held,
    ),
    size=(7.6, 4.4),
)
