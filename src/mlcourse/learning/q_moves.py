r"""Q-learning move by move: what one experience changes.

Source: Watkins and Dayan (1992), Q-learning, Machine Learning 8.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.learning.gridworld import GridWorld
from mlcourse.learning.q_learning import learner

__all__ = ["QMoves", "q_moves"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QMoves(Result):
    """Every single move of a run; row k of ``q`` holds the estimates after k moves."""

    q: FloatArray  # (n_moves + 1, n_states, 4)
    state: IntArray  # (n_moves,) where each move began
    action: IntArray  # (n_moves,) which it was, in the order of ``MOVES``
    after: IntArray  # (n_moves,) where it ended
    reward: FloatArray  # (n_moves,)
    over: np.ndarray  # (n_moves,) bool: whether the episode ended with it


def q_moves(
    world: GridWorld,
    *,
    n_moves: int,
    discount: float,
    exploration: float,
    learning_rate: float,
    max_steps: int = 200,
    rng: np.random.Generator | int,
) -> QMoves:
    r"""Learn as `q_learning` does, with the same moves, and keep what each of them changed.

    Parameters
    ----------
    world : GridWorld
        Where to learn.
    n_moves : int
        At least 1; the last episode may be cut short.
    discount : float
        :math:`\gamma` in [0, 1].
    exploration : float
        :math:`\varepsilon` in [0, 1].
    learning_rate : float
        :math:`\alpha` in (0, 1].
    max_steps : int
        Moves after which an episode is broken off, at least 1.
    rng : Generator or int
        For starts, choices and slips.

    Returns
    -------
    QMoves
        Estimates before and after every move, and the moves.

    Examples
    --------
    >>> from mlcourse.learning.gridworld import gridworld
    >>> run = q_moves(gridworld(["S+"]), n_moves=1, discount=0.9, exploration=0,
    ...               learning_rate=0.5, rng=8)
    >>> run.q[-1, 0].tolist(), run.over.tolist()  # left, against the edge
    ([0.0, 0.0, 0.0, -0.02], [False])
    """
    n_moves = check.integer("n_moves", n_moves, low=1)
    q, walk = learner(
        world,
        discount=discount,
        exploration=exploration,
        learning_rate=learning_rate,
        max_steps=max_steps,
        rng=rng,
    )
    history = np.zeros((n_moves + 1, *q.shape))
    rows = []
    for k in range(n_moves):
        rows.append(next(walk))
        history[k + 1] = q
    state, action, after, reward, over = (np.array(column) for column in zip(*rows, strict=True))
    return QMoves(q=history, state=state, action=action, after=after, reward=reward, over=over)
