"""Q-learning move by move against the runner by episodes and against the single update."""

import numpy as np
import pytest

from mlcourse.learning.gridworld import CLIFF, ROOMS, GridWorld, gridworld
from mlcourse.learning.q_learning import q_learning, q_update
from mlcourse.learning.q_moves import q_moves

SETTINGS = {"discount": 0.9, "exploration": 0.3, "learning_rate": 0.5, "max_steps": 15, "rng": 3}
WORLDS = [gridworld(ROOMS, slip=0.2), gridworld(CLIFF), gridworld(["..+", ".#-"])]


@pytest.mark.parametrize("world", WORLDS)
def test_the_moves_are_those_of_the_episodes(world: GridWorld) -> None:
    whole = q_learning(world, n_episodes=30, **SETTINGS)
    moves = q_moves(world, n_moves=int(whole.length.sum()), **SETTINGS)
    ends = np.flatnonzero(moves.over) + 1
    assert np.array_equal(np.diff(ends, prepend=0), whole.length)
    assert np.array_equal(moves.q[ends], whole.q[1:])
    visits = np.zeros_like(whole.visits)
    np.add.at(visits, (moves.state, moves.action), 1)
    assert np.array_equal(visits, whole.visits)


@pytest.mark.parametrize("world", WORLDS)
def test_each_move_changes_one_number_by_the_update(world: GridWorld) -> None:
    run = q_moves(world, n_moves=200, **SETTINGS)
    for k, (s, a, new) in enumerate(zip(run.state, run.action, run.after, strict=True)):
        before = run.q[k].copy()
        before[s, a] = q_update(
            before[s, a],
            reward=run.reward[k],
            next_values=run.q[k, new],
            discount=0.9,
            learning_rate=0.5,
        )
        np.testing.assert_allclose(run.q[k + 1], before, rtol=1e-12)
        assert world.transition[s, a, new] > 0
        assert run.reward[k] == world.entry_reward[new]
    assert np.array_equal(run.state[1:][~run.over[:-1]], run.after[:-1][~run.over[:-1]])
    assert np.all(np.isin(run.state[1:][run.over[:-1]], world.start))
