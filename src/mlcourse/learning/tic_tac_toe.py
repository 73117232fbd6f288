r"""Tic-tac-toe: boards, moves and perfect play.

A board is nine numbers, row by row: 1 for a cross, -1 for a nought, 0 for an empty square.
Cross moves first, so that the board itself tells whose turn it is.

Source: Russell and Norvig (2021), Artificial Intelligence: A Modern Approach, 4th ed., section
5.2.
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray

__all__ = [
    "LINES",
    "legal_moves",
    "minimax_values",
    "play",
    "player_to_move",
    "winner",
]

LINES = (
    (0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6),
)  # fmt: skip

Board = tuple[int, ...]


def three_in_line(board: Board) -> int:
    """Return 1 or -1 for the side that has a line of its own, 0 for neither."""
    for i, j, k in LINES:
        if board[i] and board[i] == board[j] == board[k]:
            return board[i]
    return 0


def successors(board: Board) -> list[tuple[int, Board]]:
    """Return every legal move with the board after it; none once the game is over."""
    if three_in_line(board):
        return []
    side = 1 if sum(board) == 0 else -1
    return [
        (square, (*board[:square], side, *board[square + 1 :]))
        for square in range(9)
        if board[square] == 0
    ]


@cache
def mover_value(board: Board) -> int:
    """Return the result of perfect play for the side to move: 1 won, 0 drawn, -1 lost."""
    if three_in_line(board):
        return -1  # the other side has just completed a line
    return max((-mover_value(after) for _, after in successors(board)), default=0)


def checked(board: ArrayLike) -> Board:
    """Return the board as a tuple, or say why it cannot arise in a game."""
    squares = check.vector("board", board, length=9)
    strange = squares[~np.isin(squares, (-1.0, 0.0, 1.0))]
    if len(strange):
        raise ValueError(f"board must be made of -1, 0 and 1, got {strange[0]:g}")
    cells = tuple(int(square) for square in squares)
    if sum(cells) not in (0, 1):
        raise ValueError(
            "board must be one with as many crosses as noughts or one more, "
            f"got {cells.count(1)} crosses and {cells.count(-1)} noughts"
        )
    won = {cells[i] for i, j, k in LINES if cells[i] and cells[i] == cells[j] == cells[k]}
    # Whoever completed a line moved last: cross is then one ahead, nought is level.
    if (1 in won and sum(cells) == 0) or (-1 in won and sum(cells) == 1):
        raise ValueError(
            "board must be one in which the game ended with a line, got moves after it"
        )
    return cells


def player_to_move(board: ArrayLike) -> int:
    """Return whose turn it is: 1 for cross, -1 for nought, 0 once the game is over.

    Parameters
    ----------
    board : array of int, shape (9,)
        Entries 1, -1, 0; a position that can arise in a game.

    Returns
    -------
    int
        1, -1 or 0.

    Examples
    --------
    >>> player_to_move([1, 0, 0, 0, 0, 0, 0, 0, 0])
    -1
    """
    cells = checked(board)
    if not successors(cells):
        return 0
    return 1 if sum(cells) == 0 else -1


def winner(board: ArrayLike) -> int:
    """Return who has three in a line: 1 for cross, -1 for nought, 0 for nobody (yet).

    Parameters
    ----------
    board : array of int, shape (9,)
        Entries 1, -1, 0; a position that can arise in a game.

    Returns
    -------
    int
        1, -1 or 0.

    Examples
    --------
    >>> winner([1, 1, 1, -1, -1, 0, 0, 0, 0])
    1
    """
    return three_in_line(checked(board))


def legal_moves(board: ArrayLike) -> IntArray:
    """Return the empty squares, or none once the game is over.

    Parameters
    ----------
    board : array of int, shape (9,)
        Entries 1, -1, 0; a position that can arise in a game.

    Returns
    -------
    array of int
        Squares from 0 (top left) to 8 (bottom right), increasing.

    Examples
    --------
    >>> legal_moves([1, -1, 1, -1, 1, -1, 0, 0, 0]).tolist()
    [6, 7, 8]
    """
    return np.array([square for square, _ in successors(checked(board))], dtype=np.int64)


def play(board: ArrayLike, square: int) -> IntArray:
    """Return the board after the side to move has taken a square.

    Parameters
    ----------
    board : array of int, shape (9,)
        Entries 1, -1, 0; a position that can arise in a game.
    square : int
        An empty square, from 0 (top left) to 8 (bottom right), of a game that is not over.

    Returns
    -------
    array of int, shape (9,)
        A new board.

    Examples
    --------
    >>> play([1, 0, 0, 0, 0, 0, 0, 0, 0], 4).tolist()
    [1, 0, 0, 0, -1, 0, 0, 0, 0]
    """
    cells = checked(board)
    square = check.integer("square", square, high=8)
    after = dict(successors(cells))
    if square not in after:
        raise ValueError(f"square must be one of the legal moves {list(after)}, got {square}")
    return np.array(after[square])


def minimax_values(board: ArrayLike) -> FloatArray:
    r"""Return the result of perfect play after each move, for the side to move.

    :math:`v(s) = \max_a -v(s_a)`: what is good for the other side is bad for this one.

    Parameters
    ----------
    board : array of int, shape (9,)
        Entries 1, -1, 0; a position that can arise in a game.

    Returns
    -------
    array of shape (9,)
        1 for a won square, 0 for a drawn one, -1 for a lost one, nan where no move is possible.

    Examples
    --------
    >>> minimax_values([1, 0, 0, 0, 0, 0, 0, 0, 0]).tolist()  # only the centre holds the draw
    [nan, -1.0, -1.0, -1.0, 0.0, -1.0, -1.0, -1.0, -1.0]
    """
    out = np.full(9, np.nan)
    for square, after in successors(checked(board)):
        out[square] = -mover_value(after)
    return out
