r"""The positions of tic-tac-toe as a graph, up to rotation and reflection: 765 of them.

Source: Russell and Norvig (2021), Artificial Intelligence: A Modern Approach, 4th ed., section
5.2.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from mlcourse.learning.tic_tac_toe import (
    Board,
    checked,
    mover_value,
    successors,
    three_in_line,
)

__all__ = ["N_POSITIONS"]

N_POSITIONS = 765


def _symmetries() -> list[list[int]]:
    square = np.arange(9).reshape(3, 3)
    turned = [np.rot90(square, k) for k in range(4)]
    return [view.ravel().tolist() for t in turned for view in (t, t.T)]


_SYMMETRIES = _symmetries()


def representative(board: Board) -> Board:
    """Return the first of the eight boards that look the same when turned or mirrored."""
    return min(tuple(board[i] for i in view) for view in _SYMMETRIES)


@dataclass(frozen=True, slots=True)
class Positions:
    """The graph of the game, with one vertex for all positions that look the same."""

    number: dict[Board, int]  # of each representative
    after: list[list[int]]  # what each move leads to, one entry a legal move
    result: list[int]  # for the side that has just moved: 1 if it has a line, else 0
    value: list[int]  # under perfect play, for the side that has just moved


@cache
def positions() -> Positions:
    """Return the graph, made once."""
    boards: list[Board] = [(0,) * 9]
    number = {boards[0]: 0}
    after: list[list[int]] = []
    for board in boards:  # grows while it is read: breadth first from the empty board
        moves = []
        for _, next_board in successors(board):
            key = representative(next_board)
            if key not in number:
                number[key] = len(boards)
                boards.append(key)
            moves.append(number[key])
        after.append(moves)
    return Positions(
        number=number,
        after=after,
        result=[abs(three_in_line(board)) for board in boards],
        value=[-mover_value(board) for board in boards],
    )


def moves_from(board: ArrayLike) -> list[tuple[int, int]]:
    """Each legal square with the number of the position it leads to."""
    number = positions().number
    return [(square, number[representative(after)]) for square, after in successors(checked(board))]
