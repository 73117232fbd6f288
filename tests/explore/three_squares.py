"""The smallest board: three squares in a row; each side takes one, the agent the leftmost."""

import numpy as np

from mlcourse.explore import Artists, Board, Challenge, Explorer, Toggle

__all__ = ["BOARD", "three_squares"]


def _taken(stop: str, square: int, mark: str) -> str:
    return f"{stop[: 2 + square]}{mark}{stop[3 + square :]}"


def _walk(first: str, reader: str) -> tuple[dict[str, dict[int, str]], dict[str, str], list[str]]:
    moves: dict[str, dict[int, str]] = {}
    replies: dict[str, str] = {}
    stops = [first]
    for stop in stops:
        free = [k for k in range(3) if stop[2 + k] == "-"]
        turn = "xox"[3 - len(free)] if free else ""
        after = {k: _taken(stop, k, turn) for k in free}
        if free and turn == reader:
            moves[stop] = after
        elif free:
            replies[stop] = after[free[0]]
            after = {free[0]: after[free[0]]}
        stops += [s for s in after.values() if s not in stops]
    return moves, replies, stops


_FIRST, _SECOND = _walk("x.---", "x"), _walk("o.---", "o")
BOARD = Board(
    [*_FIRST[2], *_SECOND[2]],
    moves=_FIRST[0] | _SECOND[0],
    replies=_FIRST[1] | _SECOND[1],
    games={"you begin": "x.---", "it begins": "o.---"},
    marks={"x": "cross", "o": "nought", "-": "empty"},
    axes="board",
    notes="notes",
    label="game",
    rows=1,
    columns=3,
    milliseconds=1000,  # a busy machine must see what stands before the reply
)


def _draw(fig, view):
    ax, other = fig.subplots(1, 2)
    ax.set(xlim=(0, 3), ylim=(1, 0), xticks=[], yticks=[])
    marks = [ax.text(k + 0.5, 0.5, "", ha="center", size=30) for k in range(3)]
    notes = [ax.text(k + 0.5, 0.9, "", ha="center") for k in range(3)]
    (line,) = other.plot([0, 1], [0, 1])
    return Artists(board=ax, marks=marks, notes=notes, line=line)


def _update(artists, view):
    game, noted = view
    for k in range(3):
        artists.marks[k].set_text(game[2 + k].strip("-"))
        artists.notes[k].set_text(f"free {k}" if noted and game[2 + k] == "-" else "")
    artists.line.set_ydata(np.array([0, game.count("-")]))
    return [*artists.marks, *artists.notes, artists.line]


three_squares = Explorer(
    name="three_squares",
    title="Three squares",
    alt="A row of three squares.",
    controls={"game": BOARD, "noted": Toggle(label="notes")},
    compute=lambda *, game, noted: (game, noted),
    draw=_draw,
    update=_update,
    readout=lambda view: f"{view[0].count('-')} free, {'over' if '-' not in view[0] else 'on'}",
    presets={"half": {"game": "x.-x-"}},
    challenge=Challenge(text="Take all.", solved=lambda view: "-" not in view[0]),
)
