r"""Q-learning: the best policy of an unknown world, from trial and error alone.

Source: Watkins and Dayan (1992), Q-learning, Machine Learning 8; Sutton and Barto (2018),
Reinforcement Learning, 2nd ed., sections 2.2 and 6.5.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.learning.gridworld import GridWorld

__all__ = ["QLearning", "epsilon_greedy", "q_learning", "q_update"]

Move = tuple[int, int, int, float, bool]  # state, action, next state, reward, episode over


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QLearning(Result):
    """Everything learned, episode by episode."""

    q: FloatArray  # (n_episodes + 1, n_states, 4) estimates before and after each episode
    values: FloatArray  # (n_episodes + 1, n_states) of the best action
    policy: IntArray  # (n_episodes + 1, n_states) best action; the first of several
    total_reward: FloatArray  # (n_episodes,) undiscounted
    length: IntArray  # (n_episodes,) moves
    finished: np.ndarray  # (n_episodes,) bool: whether a terminal state was reached
    visits: IntArray  # (n_states, 4) how often each move was made


def _choose(row: FloatArray, exploration: float, chance: float, u: float) -> int:
    if chance < exploration:
        return int(u * len(row))
    best = np.flatnonzero(row == row.max())
    return int(best[int(u * len(best))])


def epsilon_greedy(
    action_values: ArrayLike, *, exploration: float, rng: np.random.Generator | int
) -> int:
    r"""Choose an action: any one with probability :math:`\varepsilon`, else the best.

    Parameters
    ----------
    action_values : array of shape (n_actions,)
        Estimated value of each action.
    exploration : float
        :math:`\varepsilon` in [0, 1].
    rng : Generator or int
        For the choice; several best actions are equally likely.

    Returns
    -------
    int
        The index of an action.

    Examples
    --------
    >>> epsilon_greedy([0.1, 0.7, 0.2], exploration=0.0, rng=0)
    1
    """
    row = check.vector("action_values", action_values)
    exploration = check.probability("exploration", exploration)
    rng = check.generator("rng", rng)
    return _choose(row, exploration, *rng.random(2))


def q_update(
    old: float,
    *,
    reward: float,
    next_values: ArrayLike,
    discount: float,
    learning_rate: float,
) -> float:
    r"""Return the new estimate of one action's value after one experience.

    :math:`Q(s,a) \leftarrow Q(s,a) + \alpha\bigl(r + \gamma \max_{a'} Q(s', a') - Q(s,a)\bigr)`

    Parameters
    ----------
    old : float
        :math:`Q(s, a)` so far.
    reward : float
        :math:`r`, what the move brought.
    next_values : array of shape (n_actions,)
        :math:`Q(s', \cdot)`; zeros after a terminal state.
    discount : float
        :math:`\gamma` in [0, 1].
    learning_rate : float
        :math:`\alpha` in (0, 1]; 1 forgets the old estimate.

    Returns
    -------
    float
        The new estimate.

    Examples
    --------
    >>> q_update(0.0, reward=1.0, next_values=[0.0, 2.0], discount=0.5, learning_rate=0.1)
    0.2
    """
    old = check.real("old", old)
    reward = check.real("reward", reward)
    next_values = check.vector("next_values", next_values)
    discount = check.probability("discount", discount)
    learning_rate = check.in_range("learning_rate", learning_rate, 0.0, 1.0, open_low=True)
    return old + learning_rate * (reward + discount * float(next_values.max()) - old)


def _moves(
    world: GridWorld,
    q: FloatArray,
    discount: float,
    exploration: float,
    learning_rate: float,
    max_steps: int,
    rng: np.random.Generator,
) -> Iterator[Move]:
    """Walk and learn for ever, in place."""
    chances = np.cumsum(world.transition, axis=-1)
    chances[..., -1] = 1.0  # whatever rounding left of it
    while True:
        state = int(rng.choice(world.start))
        for left in range(max_steps - 1, -1, -1):
            chance, u, fate = rng.random(3)
            action = _choose(q[state], exploration, chance, u)
            after = int(np.searchsorted(chances[state, action], fate, side="right"))
            reward = float(world.entry_reward[after])
            target = reward + discount * q[after].max()  # a terminal state's row stays zero
            q[state, action] += learning_rate * (target - q[state, action])
            over = bool(world.terminal[after]) or left == 0
            yield state, action, after, reward, over
            if over:
                break
            state = after


def learner(
    world: GridWorld,
    *,
    discount: float,
    exploration: float,
    learning_rate: float,
    max_steps: int,
    rng: np.random.Generator | int,
) -> tuple[FloatArray, Iterator[Move]]:
    """Estimates of zero, and the walk without end whose moves change them in place."""
    if not isinstance(world, GridWorld):
        raise TypeError(f"world must be a GridWorld, got {type(world).__name__}")
    discount = check.probability("discount", discount)
    exploration = check.probability("exploration", exploration)
    learning_rate = check.in_range("learning_rate", learning_rate, 0.0, 1.0, open_low=True)
    max_steps = check.integer("max_steps", max_steps, low=1)
    rng = check.generator("rng", rng)
    q = np.zeros((len(world.cells), 4))
    return q, _moves(world, q, discount, exploration, learning_rate, max_steps, rng)


def q_learning(
    world: GridWorld,
    *,
    n_episodes: int,
    discount: float,
    exploration: float,
    learning_rate: float,
    max_steps: int = 200,
    rng: np.random.Generator | int,
) -> QLearning:
    r"""Learn action values from episodes of :math:`\varepsilon`-greedy moves.

    The world's probabilities are used only to draw what happens; the learner sees states and
    rewards.

    Parameters
    ----------
    world : GridWorld
        Where to learn.
    n_episodes : int
        At least 1.
    discount : float
        :math:`\gamma` in [0, 1].
    exploration : float
        :math:`\varepsilon` in [0, 1].
    learning_rate : float
        :math:`\alpha` in (0, 1]; on a slippery floor the estimates keep a noise of about
        :math:`\sqrt\alpha`.
    max_steps : int
        Moves after which an episode is broken off, at least 1.
    rng : Generator or int
        For starts, choices and slips.

    Returns
    -------
    QLearning
        Estimates before and after every episode, rewards, lengths.

    Examples
    --------
    >>> from mlcourse.learning.gridworld import gridworld
    >>> run = q_learning(gridworld(["S..+"], step_reward=0), n_episodes=200, discount=0.5,
    ...                  exploration=0.2, learning_rate=0.5, rng=0)
    >>> run.values[-1].round(3).tolist()
    [0.25, 0.5, 1.0, 0.0]
    """
    n_episodes = check.integer("n_episodes", n_episodes, low=1)
    q, walk = learner(
        world,
        discount=discount,
        exploration=exploration,
        learning_rate=learning_rate,
        max_steps=max_steps,
        rng=rng,
    )
    history = np.zeros((n_episodes + 1, *q.shape))
    total, length = np.zeros(n_episodes), np.zeros(n_episodes, dtype=np.int64)
    finished = np.zeros(n_episodes, dtype=bool)
    visits = np.zeros(q.shape, dtype=np.int64)
    for episode in range(n_episodes):
        over = False
        while not over:
            state, action, after, reward, over = next(walk)
            visits[state, action] += 1
            total[episode] += reward
            length[episode] += 1
        finished[episode] = world.terminal[after]
        history[episode + 1] = q
    return QLearning(
        q=history,
        values=history.max(axis=2),
        policy=np.argmax(history, axis=2),
        total_reward=total,
        length=length,
        finished=finished,
        visits=visits,
    )
