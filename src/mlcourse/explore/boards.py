"""A board in the markup: its squares over the drawing, its row among the controls, its rules."""

from html import escape
from typing import Any

from matplotlib.axes import Axes

from mlcourse.explore.board import Board
from mlcourse.explore.elements import button, el
from mlcourse.explore.explorer import Explorer
from mlcourse.explore.render import Drawing

__all__ = ["board_grid", "board_places", "board_row", "board_rules", "boards_of"]


def boards_of(explorer: Explorer) -> dict[str, Board]:
    """The controls that are boards, by name."""
    return {name: c for name, c in explorer.controls.items() if isinstance(c, Board)}


def board_places(drawing: Drawing) -> dict[str, dict[str, Any]]:
    """For each board: its panel, the box of its axes in points, and the slots of its notes."""
    out = {}
    height = float(drawing.figure.bbox.height)
    for name, board in boards_of(drawing.explorer).items():
        ax = getattr(drawing.artists, board.axes, None)
        if not isinstance(ax, Axes):
            raise ValueError(
                f"explorer {drawing.explorer.name!r}: the board {name!r} lies over the axes "
                f"{board.axes!r}; let draw return Artists({board.axes}=ax, ...)"
            )
        box = ax.bbox
        middle = (box.x0 + box.x1) / 2
        edges = (box.x0, height - box.y1, box.x1, height - box.y0)
        out[name] = {
            "panel": max(k for k, p in enumerate(drawing.panels) if p.left <= middle),
            "box": [round(float(v), 1) for v in edges],
            "notes": _slots(drawing, name, board),
        }
    return out


def _slots(drawing: Drawing, name: str, board: Board) -> list[int]:
    """Where the front end reads what is written in each square."""
    found = getattr(drawing.artists, board.notes, None) if board.notes else None
    notes = found if isinstance(found, (list, tuple)) else []
    slots = [k for note in notes for k, artist in enumerate(drawing.moving) if artist is note]
    if board.notes and len(slots) != board.squares:
        raise ValueError(
            f"explorer {drawing.explorer.name!r}: the notes of the board {name!r} must be a list "
            f"of {board.squares} artists that update returns; let draw return "
            f"Artists({board.notes}=[...], ...)"
        )
    return slots


def board_rules(board: Board) -> dict[str, Any]:
    """Where each stop leads, by number: squares with their stops, or the reply alone."""
    number = {stop: k for k, stop in enumerate(board.stops)}
    return {
        "moves": [
            [n for square, to in board.moves.get(stop, {}).items() for n in (square, number[to])]
            for stop in board.stops
        ],
        "replies": {number[a]: number[b] for a, b in board.replies.items()},
        "games": [number[stop] for stop in board.games.values()],
        "marks": dict(board.marks),
        "turns": list(board.turns),
        "columns": board.columns,
        "wait": board.milliseconds,
    }


def board_grid(name: str, board: Board) -> str:
    """The squares: buttons with one stop for the tabulator among them."""
    squares = [
        button(class_="mlc-square", tabindex=0 if k == 0 else -1) for k in range(board.squares)
    ]
    return el(
        "div",
        *squares,
        class_="mlc-board",
        role="group",
        aria_label="board: arrows move, Enter or a digit takes a square, U takes a move back, "
        "N begins anew",
        data_board=name,
    )


def board_row(board: Board) -> str:
    """Which game; a new one, a move back, the reply that waits; and what has just happened."""
    options = [el("option", escape(game)) for game in board.games]
    return (
        el("label", el("span", escape(board.label)), el("select", *options))
        + el(
            "span",
            button("New game", class_="mlc-new"),
            button("Undo", class_="mlc-undo"),
            button("Let it move", class_="mlc-reply"),
            class_="mlc-turns",
        )
        + el("span", class_="mlc-news")
    )
