r"""An agent that learns tic-tac-toe from games against itself.

It keeps one number for each position up to rotation and reflection (765 of them): how good the
position is for the side that has just moved.  It starts from zero and sees nothing but the
results of its games.

Source: Sutton and Barto (2018), Reinforcement Learning, 2nd ed., sections 1.5 and 6.8
(afterstates), with the target of Q-learning (section 6.5).
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.learning.tic_tac_toe import (
    Board,
    checked,
    mover_value,
    successors,
    three_in_line,
)

__all__ = [
    "N_POSITIONS",
    "SelfPlay",
    "choose_square",
    "expected_results",
    "self_play",
    "self_play_game",
    "square_values",
    "worst_result",
]

N_POSITIONS = 765


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelfPlay(Result):
    """What the agent knew, and how well it played, as training went on."""

    games: IntArray  # (n_checkpoints + 1,) games played so far, the first zero
    values: FloatArray  # (n_checkpoints + 1, 765) see ``square_values``
    against_random: FloatArray  # (n_checkpoints + 1, 3) probability to win, draw, lose
    against_perfect: FloatArray  # (n_checkpoints + 1, 3)


def _symmetries() -> list[list[int]]:
    square = np.arange(9).reshape(3, 3)
    turned = [np.rot90(square, k) for k in range(4)]
    return [view.ravel().tolist() for t in turned for view in (t, t.T)]


_SYMMETRIES = _symmetries()


def _representative(board: Board) -> Board:
    return min(tuple(board[i] for i in view) for view in _SYMMETRIES)


@dataclass(frozen=True, slots=True)
class _Positions:
    """The graph of the game, with one vertex for all positions that look the same."""

    number: dict[Board, int]  # of each representative
    after: list[list[int]]  # what each move leads to, one entry a legal move
    result: list[int]  # for the side that has just moved: 1 if it has a line, else 0
    value: list[int]  # under perfect play, for the side that has just moved


@cache
def _positions() -> _Positions:
    boards: list[Board] = [(0,) * 9]
    number = {boards[0]: 0}
    after: list[list[int]] = []
    for board in boards:  # grows while it is read: breadth first from the empty board
        moves = []
        for _, next_board in successors(board):
            key = _representative(next_board)
            if key not in number:
                number[key] = len(boards)
                boards.append(key)
            moves.append(number[key])
        after.append(moves)
    return _Positions(
        number=number,
        after=after,
        result=[abs(three_in_line(board)) for board in boards],
        value=[-mover_value(board) for board in boards],
    )


def _table(values: ArrayLike) -> list[float]:
    return check.vector("values", values, length=N_POSITIONS).tolist()


def _play_game(
    values: list[float],
    learning_rate: float,
    exploration: float,
    rng: np.random.Generator,
) -> list[int]:
    """Play one game and learn from every move of it, in place; return the positions met."""
    graph = _positions()
    at, path = 0, [0]
    while graph.after[at]:
        moves = graph.after[at]
        best = max(values[move] for move in moves)
        # What is best for the side to move is worst for the one that has just moved.
        values[at] += learning_rate * (-best - values[at])
        if rng.random() >= exploration:
            moves = [move for move in moves if values[move] == best]
        at = moves[int(rng.random() * len(moves))]
        path.append(at)
    values[at] += learning_rate * (graph.result[at] - values[at])
    return path


def self_play_game(
    values: ArrayLike,
    *,
    learning_rate: float,
    exploration: float,
    rng: np.random.Generator | int,
) -> tuple[FloatArray, IntArray]:
    r"""Play one game against itself and learn from it.

    For every position :math:`s` of the game,
    :math:`V(s) \leftarrow V(s) + \alpha\bigl(-\max_{s'} V(s') - V(s)\bigr)` over the positions
    :math:`s'` that a move leads to; at the end the target is the result, 1 for a line, 0 for a
    draw.

    Parameters
    ----------
    values : array of shape (765,)
        What the agent knows; zeros to begin with.
    learning_rate : float
        :math:`\alpha` in (0, 1].
    exploration : float
        Probability in [0, 1] of a random move instead of the best one.
    rng : Generator or int
        For the moves.

    Returns
    -------
    tuple of an array of shape (765,) and an array of int, shape (n_moves + 1,)
        The new values, and the numbers of the positions met.

    Examples
    --------
    >>> values, path = self_play_game(np.zeros(765), learning_rate=0.5, exploration=1.0, rng=0)
    >>> float(values[path[-1]]), int(np.count_nonzero(values))  # the winning position alone
    (0.5, 1)
    """
    table = _table(values)
    learning_rate = check.in_range("learning_rate", learning_rate, 0.0, 1.0, open_low=True)
    exploration = check.probability("exploration", exploration)
    path = _play_game(table, learning_rate, exploration, check.generator("rng", rng))
    return np.array(table), np.array(path)


def _moves(board: ArrayLike) -> list[tuple[int, int]]:
    """Each legal square with the number of the position it leads to."""
    number = _positions().number
    return [
        (square, number[_representative(after)]) for square, after in successors(checked(board))
    ]


def square_values(values: ArrayLike, board: ArrayLike) -> FloatArray:
    """Return what the agent thinks of each move, for the side to move.

    Parameters
    ----------
    values : array of shape (765,)
        From :func:`self_play`, one row of its ``values``.
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
    table = _table(values)
    out = np.full(9, np.nan)
    for square, position in _moves(board):
        out[square] = table[position]
    return out


def choose_square(values: ArrayLike, board: ArrayLike) -> int:
    """Return the square the agent takes: one of the best, always the same.

    Parameters
    ----------
    values : array of shape (765,)
        From :func:`self_play`, one row of its ``values``.
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
    table = _table(values)
    moves = _moves(board)
    if not moves:
        raise ValueError("board must be one of a game that is not over, got a finished one")
    best = _greedy(table, [position for _, position in moves])
    return next(square for square, position in moves if position == best)


def _greedy(values: list[float], moves: list[int]) -> int:
    # Of several best positions the one with the lowest number: the choice is the same on boards
    # that look the same, so that exact results can be had from the 765 positions.
    return max(moves, key=lambda position: (values[position], -position))


def _replies(
    values: list[float], opponent: Literal["random", "perfect"], at: int, agent_moves: bool
) -> list[int]:
    """The moves that are played at a position, each as likely as the others."""
    graph = _positions()
    moves = graph.after[at]
    if agent_moves:
        return [_greedy(values, moves)] if moves else []
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
        From :func:`self_play`, one row of its ``values``.
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
    table = _table(values)
    opponent = check.choice("opponent", opponent, ("random", "perfect"))
    total = np.zeros(3)
    for agent_first in (True, False):
        known: dict[tuple[int, bool], np.ndarray] = {}

        def follow(at: int, agent_moves: bool, known: dict = known) -> np.ndarray:
            if (at, agent_moves) not in known:
                moves = _replies(table, opponent, at, agent_moves)
                if moves:
                    out = sum(follow(move, not agent_moves) for move in moves) / len(moves)
                elif _positions().result[at]:
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
        From :func:`self_play`, one row of its ``values``.

    Returns
    -------
    int
        0 if the agent cannot be beaten, -1 if it can.

    Examples
    --------
    >>> worst_result(np.zeros(765))
    -1
    """
    table = _table(values)

    @cache
    def follow(at: int, agent_moves: bool) -> int:
        moves = _replies(table, "random", at, agent_moves)
        if not moves:
            return _positions().result[at] * (-1 if agent_moves else 1)
        return min(follow(move, not agent_moves) for move in moves)

    return min(follow(0, True), follow(0, False))


def self_play(
    *,
    n_games: int = 20_000,
    learning_rate: float = 0.5,
    exploration: float = 0.5,
    n_checkpoints: int = 40,
    rng: np.random.Generator | int,
) -> SelfPlay:
    """Train an agent by games against itself, and measure it on the way.

    Parameters
    ----------
    n_games : int
        At least 1.
    learning_rate : float
        In (0, 1].
    exploration : float
        Probability in [0, 1] of a random move; the fewer of these, the fewer positions are seen.
    n_checkpoints : int
        How often the agent is measured, from 1 to ``n_games``, at equal distances.
    rng : Generator or int
        For the moves.

    Returns
    -------
    SelfPlay
        Values and exact results against random and perfect play, before training and at each
        checkpoint.

    Examples
    --------
    >>> run = self_play(n_games=100, n_checkpoints=2, rng=0)
    >>> run.games.tolist(), run.values.shape
    ([0, 50, 100], (3, 765))
    """
    n_games = check.integer("n_games", n_games, low=1)
    learning_rate = check.in_range("learning_rate", learning_rate, 0.0, 1.0, open_low=True)
    exploration = check.probability("exploration", exploration)
    n_checkpoints = check.integer("n_checkpoints", n_checkpoints, low=1, high=n_games)
    rng = check.generator("rng", rng)
    games = np.linspace(0, n_games, n_checkpoints + 1).astype(np.int64)
    table = [0.0] * N_POSITIONS
    values = [np.array(table)]
    for n in np.diff(games):
        for _ in range(n):
            _play_game(table, learning_rate, exploration, rng)
        values.append(np.array(table))
    return SelfPlay(
        games=games,
        values=np.array(values),
        against_random=np.array([expected_results(v, opponent="random") for v in values]),
        against_perfect=np.array([expected_results(v, opponent="perfect") for v in values]),
    )
