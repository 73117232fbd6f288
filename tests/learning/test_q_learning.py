"""Q-learning against value iteration, and its parts against their definitions."""

import numpy as np
import pytest

from mlcourse.learning.gridworld import CLIFF, ROOMS, gridworld
from mlcourse.learning.q_learning import epsilon_greedy, q_learning, q_update
from mlcourse.learning.value_iteration import value_iteration


def test_update_by_hand() -> None:
    new = q_update(2.0, reward=1.0, next_values=[0.0, 4.0], discount=0.5, learning_rate=0.25)
    assert new == 2.0 + 0.25 * (1.0 + 0.5 * 4.0 - 2.0)
    assert q_update(9.0, reward=1.0, next_values=[0.0], discount=1, learning_rate=1) == 1.0


def test_epsilon_greedy_has_the_right_chances() -> None:
    rng = np.random.default_rng(0)
    n = 20_000
    picks = [epsilon_greedy([1.0, 3.0, 3.0, 2.0], exploration=0.4, rng=rng) for _ in range(n)]
    share = np.bincount(picks, minlength=4) / n
    want = np.array([0.1, 0.4, 0.4, 0.1])  # 0.4 / 4 each, and the best two share 0.6
    # 4 standard errors of a proportion
    assert np.all(np.abs(share - want) < 4 * np.sqrt(want * (1 - want) / n))
    assert all(epsilon_greedy([0.0, 1.0], exploration=0.0, rng=seed) == 1 for seed in range(20))


@pytest.mark.parametrize(("layout", "discount"), [(["S..+"], 0.5), (["...+", ".#.-", "S..."], 0.9)])
def test_on_a_firm_floor_it_finds_the_values_exactly(layout: list[str], discount: float) -> None:
    world = gridworld(layout)
    exact = value_iteration(world, discount=discount)
    run = q_learning(
        world, n_episodes=3000, discount=discount, exploration=0.5, learning_rate=0.5, rng=1
    )
    # Without chance every update moves towards the truth; what was tried often is exact.
    often = run.visits >= 60
    assert often[~world.terminal].mean() > 0.9
    assert np.allclose(run.q[-1][often], exact.q[often], rtol=0, atol=1e-6)
    assert run.values[-1][world.start] == pytest.approx(exact.values[-1][world.start], abs=1e-9)


def test_on_a_slippery_floor_it_comes_near() -> None:
    world = gridworld([".+", "S-"], slip=0.2)
    exact = value_iteration(world, discount=0.9)
    run = q_learning(
        world, n_episodes=8000, discount=0.9, exploration=0.3, learning_rate=0.02, rng=2
    )
    free = ~world.terminal
    # Rewards are +1 or -1, so a target has a standard deviation of at most 1; an average with
    # rate 0.02 keeps sqrt(0.02 / (2 - 0.02)) = 0.1 of it.  Half of that is seen in the middle of
    # the run, so 0.1 is two standard errors of the worst case, averaged over the last episodes.
    late = run.values[-2000:, free].mean(axis=0)
    assert np.allclose(late, exact.values[-1][free], rtol=0, atol=0.1)
    assert np.array_equal(run.policy[-1][free], exact.policy[free])


def test_history_is_consistent() -> None:
    world = gridworld(ROOMS, slip=0.2)
    run = q_learning(
        world, n_episodes=50, discount=0.9, exploration=0.3, learning_rate=0.5, max_steps=15, rng=3
    )
    assert run.q.shape == (51, 11, 4)
    assert not run.q[0].any()
    assert not run.q[:, world.terminal].any()
    assert run.visits.sum() == run.length.sum()
    assert not run.visits[world.terminal].any()
    assert np.array_equal(run.values, run.q.max(axis=2))
    assert np.all(run.length[~run.finished] == 15)
    ended = run.finished
    want = (run.length[ended] - 1) * -0.04  # all moves but the last cost 0.04
    assert np.allclose(np.abs(run.total_reward[ended] - want), 1.0)
    assert np.allclose(run.total_reward[~ended], 15 * -0.04)
    changed = (np.diff(run.q, axis=0) != 0).sum(axis=(1, 2))
    assert np.all(changed <= run.length)


def test_every_change_is_one_update() -> None:
    world = gridworld(ROOMS)  # firm: the next state is certain
    run = q_learning(
        world, n_episodes=300, discount=0.9, exploration=0.5, learning_rate=0.3, max_steps=1, rng=6
    )
    start = int(world.start[0])
    for before, after in zip(run.q[:-1], run.q[1:], strict=True):  # oracle: the public step
        changed = np.flatnonzero(before[start] != after[start])
        if len(changed) == 0:
            continue  # an estimate that was right already
        (action,) = changed
        there = int(np.argmax(world.transition[start, action]))
        want = q_update(
            float(before[start, action]),
            reward=float(world.entry_reward[there]),
            next_values=before[there],
            discount=0.9,
            learning_rate=0.3,
        )
        assert np.isclose(after[start, action], want, rtol=1e-14)
    assert np.all(run.visits[start] > 0)


def test_one_episode_is_a_chain_of_updates() -> None:
    # A corridor of one way with rate 1: the first episode ends when the goal is entered, and
    # only the last move has learned something but its cost.
    world = gridworld(["S+"], step_reward=-0.5)
    run = q_learning(world, n_episodes=1, discount=0.5, exploration=1.0, learning_rate=1.0, rng=4)
    q = run.q[1, 0]
    assert q[1] == 1.0
    # Other moves stay: target -0.5 + 0.5 max Q, where max Q was 0 as long as one was untried
    tried = run.visits[0] > 0
    assert np.all(q[tried & (np.arange(4) != 1)] <= -0.5 + 0.5 * 0.0)
    assert np.all(q[~tried] == 0.0)


def test_learning_pays() -> None:
    world = gridworld(CLIFF, step_reward=-0.02)
    run = q_learning(
        world, n_episodes=600, discount=0.95, exploration=0.1, learning_rate=0.5, rng=5
    )
    assert run.total_reward[-100:].mean() > run.total_reward[:20].mean() + 0.5
    blind = q_learning(
        world, n_episodes=600, discount=0.95, exploration=1.0, learning_rate=0.5, rng=5
    )  # negative control: who only explores learns, but does not act on it
    assert blind.total_reward[-100:].mean() < run.total_reward[-100:].mean() - 0.5


def test_same_seed_same_run() -> None:
    world = gridworld(ROOMS, slip=0.3)
    settings = {"n_episodes": 20, "discount": 0.9, "exploration": 0.2, "learning_rate": 0.3}
    one, two = (q_learning(world, **settings, rng=7) for _ in range(2))
    assert np.array_equal(one.q, two.q)
    assert not np.array_equal(one.q, q_learning(world, **settings, rng=8).q)
