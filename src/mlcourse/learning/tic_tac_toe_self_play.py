r"""Learning tic-tac-toe from games against oneself.

The agent starts from zero and sees nothing but the results of its games.

Source: Sutton and Barto (2018), Reinforcement Learning, 2nd ed., sections 1.5 and 6.8
(afterstates), with the target of Q-learning (section 6.5).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.learning.tic_tac_toe_agent import expected_results, table_of
from mlcourse.learning.tic_tac_toe_positions import N_POSITIONS, positions

__all__ = ["SelfPlay", "self_play", "self_play_game"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelfPlay(Result):
    """What the agent knew, and how well it played, as training went on."""

    games: IntArray  # (n_checkpoints + 1,) games played so far, the first zero
    values: FloatArray  # (n_checkpoints + 1, 765) see ``square_values``
    against_random: FloatArray  # (n_checkpoints + 1, 3) probability to win, draw, lose
    against_perfect: FloatArray  # (n_checkpoints + 1, 3)


def _play_game(
    values: list[float],
    learning_rate: float,
    exploration: float,
    rng: np.random.Generator,
) -> list[int]:
    """Play one game and learn from every move of it, in place; return the positions met."""
    graph = positions()
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
    table = table_of(values)
    learning_rate = check.in_range("learning_rate", learning_rate, 0.0, 1.0, open_low=True)
    exploration = check.probability("exploration", exploration)
    path = _play_game(table, learning_rate, exploration, check.generator("rng", rng))
    return np.array(table), np.array(path)


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
