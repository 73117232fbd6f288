r"""How the agent plays tic-tac-toe by what it knows, and how well that is.

The agent keeps one number for each position up to rotation and reflection: how good the position
is for the side that has just moved.  It learns these in ``tic_tac_toe_self_play``.

Source: Sutton and Barto (2018), Reinforcement Learning, 2nd ed., sections 1.5 and 6.8
(afterstates).
"""

from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse.learning.tic_tac_toe_positions import N_POSITIONS, moves_from, positions

__all__ = ["choose_square", "expected_results", "square_values", "worst_result"]


def table_of(values: ArrayLike) -> list[float]:
    """What the agent knows as a list: single entries of arrays cost five times as much."""
    return check.vector("values", values, length=N_POSITIONS).tolist()


def square_values(values: ArrayLike, board: ArrayLike) -> FloatArray:
    """Return what the agent thinks of each move, for the side to move.

    Parameters
    ----------
    values : array of shape (765,)
        From :func:`~mlcourse.learning.tic_tac_toe_self_play.self_play`, one row of its ``values``.
    board : array of int, shape (9,)
        Entries 1, -1, 0; a position that can arise in a game.

    Returns
    -------
    array of shape (9,)
        From about -1 (lost) to 1 (won); nan where no move is possible.

    Examples
    --------
    >>> square_values(np.zeros(765), [1, -1, 1, -1, 1, -1, 0, 0, 0]).tolist()
    [nan, nan, nan, nan, nan, nan, 0.0, 0.0, 0.0]
    """
    table = table_of(values)
    out = np.full(9, np.nan)
    for square, position in moves_from(board):
        out[square] = table[position]
    return out


def choose_square(values: ArrayLike, board: ArrayLike) -> int:
    """Return the square the agent takes: one of the best, always the same.

    Parameters
    ----------
    values : array of shape (765,)
        From :func:`~mlcourse.learning.tic_tac_toe_self_play.self_play`, one row of its ``values``.
    board : array of int, shape (9,)
        Entries 1, -1, 0; a position of a game that is not over.

    Returns
    -------
    int
        From 0 (top left) to 8 (bottom right).

    Examples
    --------
    >>> choose_square(np.zeros(765), [1, -1, 1, -1, 1, -1, 0, 0, 0])
    6
    """
    table = table_of(values)
    moves = moves_from(board)
    if not moves:
        raise ValueError("board must be one of a game that is not over, got a finished one")
    best = greedy(table, [position for _, position in moves])
    return next(square for square, position in moves if position == best)


def greedy(values: list[float], moves: list[int]) -> int:
    # Of several best positions the one with the lowest number: the choice is the same on boards
    # that look the same, so that exact results can be had from the 765 positions.
    return max(moves, key=lambda position: (values[position], -position))


def _replies(
    values: list[float], opponent: Literal["random", "perfect"], at: int, agent_moves: bool
) -> list[int]:
    """The moves that are played at a position, each as likely as the others."""
    graph = positions()
    moves = graph.after[at]
    if agent_moves:
        return [greedy(values, moves)] if moves else []
    if opponent == "random":
        return moves
    best = max((graph.value[move] for move in moves), default=0)
    return [move for move in moves if graph.value[move] == best]


def expected_results(values: ArrayLike, *, opponent: Literal["random", "perfect"]) -> FloatArray:
    """Return the probabilities that the agent wins, draws and loses, without playing a game.

    The agent moves greedily and has the first move in half of the games.  All lines of play are
    followed, each weighted by its probability.

    Parameters
    ----------
    values : array of shape (765,)
        From :func:`~mlcourse.learning.tic_tac_toe_self_play.self_play`, one row of its ``values``.
    opponent : {"random", "perfect"}
        Any legal move, or any that does not worsen the result of perfect play; all such moves
        equally likely.

    Returns
    -------
    array of shape (3,)
        Probabilities to win, draw and lose.

    Examples
    --------
    >>> expected_results(np.zeros(765), opponent="perfect")[0].tolist()  # nobody beats perfection
    0.0
    """
    table = table_of(values)
    opponent = check.choice("opponent", opponent, ("random", "perfect"))
    total = np.zeros(3)
    for agent_first in (True, False):
        known: dict[tuple[int, bool], np.ndarray] = {}

        def follow(at: int, agent_moves: bool, known: dict = known) -> np.ndarray:
            if (at, agent_moves) not in known:
                moves = _replies(table, opponent, at, agent_moves)
                if moves:
                    out = sum(follow(move, not agent_moves) for move in moves) / len(moves)
                elif positions().result[at]:
                    out = np.array([0.0, 0.0, 1.0] if agent_moves else [1.0, 0.0, 0.0])
                else:
                    out = np.array([0.0, 1.0, 0.0])
                known[at, agent_moves] = out
            return known[at, agent_moves]

        total = total + follow(0, agent_first) / 2
    return total


def worst_result(values: ArrayLike) -> int:
    """Return the worst result of the greedy agent against any opponent at all.

    Every reply of the opponent is tried, with either side moving first.

    Parameters
    ----------
    values : array of shape (765,)
        From :func:`~mlcourse.learning.tic_tac_toe_self_play.self_play`, one row of its ``values``.

    Returns
    -------
    int
        0 if the agent cannot be beaten, -1 if it can.

    Examples
    --------
    >>> worst_result(np.zeros(765))
    -1
    """
    table = table_of(values)

    @cache
    def follow(at: int, agent_moves: bool) -> int:
        moves = _replies(table, "random", at, agent_moves)
        if not moves:
            return positions().result[at] * (-1 if agent_moves else 1)
        return min(follow(move, not agent_moves) for move in moves)

    return min(follow(0, True), follow(0, False))
