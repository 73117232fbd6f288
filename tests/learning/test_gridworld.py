"""Gridworld and value iteration, against hand counts and the linear Bellman equation."""

import numpy as np
import pytest

from mlcourse.learning.gridworld import CLIFF, MOVES, ROOMS, gridworld
from mlcourse.learning.value_iteration import action_values, value_iteration

WORLDS = {
    "rooms": gridworld(ROOMS),
    "slippery_rooms": gridworld(ROOMS, slip=0.2),
    "cliff": gridworld(CLIFF, slip=0.1, step_reward=-0.01),
    "ice": gridworld(ROOMS, slip=1.0),
    "corridor": gridworld(["S...+"], step_reward=0.0),
    "column": gridworld(["+", ".", "-"], slip=0.3),
    "one_cell": gridworld(["."], step_reward=-1.0),
}


@pytest.mark.parametrize("name", WORLDS)
def test_probabilities_sum_to_one_and_moves_are_local(name: str) -> None:
    world = WORLDS[name]
    assert np.allclose(world.transition.sum(axis=-1), 1.0, rtol=0, atol=1e-15)
    away = np.abs(world.cells[:, None] - world.cells).sum(axis=-1)
    assert not world.transition.transpose(1, 0, 2)[:, away > 1].any()
    stay = world.transition[world.terminal]
    assert np.array_equal(stay[:, :, world.terminal].sum(axis=-1), np.ones(stay.shape[:2]))
    assert not world.reward[world.terminal].any()


def test_a_move_on_the_slippery_floor_by_hand() -> None:
    world = gridworld(ROOMS, slip=0.2)
    at = {tuple(cell): i for i, cell in enumerate(world.cells)}
    assert (1, 1) not in at  # the wall
    above = at[0, 1]
    row = world.transition[above]
    up, right, down, left = (MOVES.index(m) for m in ("up", "right", "down", "left"))
    # up is off the grid: stay 0.8, slip right and left 0.1 each
    assert np.isclose(row[up, above], 0.8)
    assert np.isclose(row[up, at[0, 2]], 0.1)
    assert np.isclose(row[up, at[0, 0]], 0.1)
    # down is the wall, right slips up (off) and down (wall): both stay
    assert np.isclose(row[down, above], 0.8)
    assert np.isclose(row[right, at[0, 2]], 0.8)
    assert np.isclose(row[right, above], 0.2)
    beside = at[0, 2]  # next to the goal: 0.8 of 1, 0.2 of the step reward
    assert np.isclose(world.reward[beside, right], 0.8 * 1 + 0.2 * -0.04)
    below = at[1, 2]
    assert np.isclose(world.reward[below, right], 0.8 * -1 + 0.2 * -0.04)
    assert np.isclose(world.reward[below, left], -0.04)


def test_layout_is_read() -> None:
    world = gridworld(["S#", "+-"])
    assert world.cells.tolist() == [[0, 0], [1, 0], [1, 1]]
    assert world.terminal.tolist() == [False, True, True]
    assert world.start.tolist() == [0]
    assert gridworld(["..+"]).start.tolist() == [0, 1]  # no S: anywhere but at the end
    picture = world.grid([1.0, 2.0, 3.0])
    assert np.array_equal(picture, [[1, np.nan], [2, 3]], equal_nan=True)
    assert not world.transition.flags.writeable


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        ("S.+", "layout must be a sequence of rows, got str"),
        (None, "layout must be a sequence of rows, got NoneType"),
        ([], r"layout must be a sequence of rows of text, got \[\]"),
        ([1, 2], r"layout must be a sequence of rows of text, got \[1, 2\]"),
        (["S.", "+"], r"layout must be rows of one length of at least 1, got lengths \[2, 1\]"),
        ([""], r"layout must be rows of one length of at least 1, got lengths \[0\]"),
        (["Sx"], "layout must be made of the characters .S#[+]-, got 'x'"),
        (["+#"], "layout must be a world with a free cell .* got none"),
    ],
)
def test_bad_layouts_are_refused(layout: object, message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        gridworld(layout)


@pytest.mark.parametrize("discount", [0.0, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", WORLDS)
def test_values_solve_the_linear_bellman_equation(name: str, discount: float) -> None:
    world = WORLDS[name]
    tol = 1e-12
    run = value_iteration(world, discount=discount, max_steps=5000, tol=tol)
    assert run.reason == "converged"
    every = np.arange(len(world.cells))
    p, r = world.transition[every, run.policy], world.reward[every, run.policy]
    exact = np.linalg.solve(np.eye(len(every)) - discount * p, r)  # the policy's own values
    # A last change of tol leaves an error of at most tol gamma / (1 - gamma).
    assert np.allclose(run.values[-1], exact, rtol=0, atol=tol / (1 - discount) + 1e-14)
    # ... and no other action is better: the policy is optimal
    assert np.all(action_values(world, exact, discount=discount).max(axis=1) <= exact + 1e-10)


def test_every_sweep_shrinks_the_error_by_the_discount() -> None:
    world = WORLDS["slippery_rooms"]
    run = value_iteration(world, discount=0.8)
    error = np.max(np.abs(run.values - run.values[-1]), axis=1)
    assert np.all(error[1:-5] <= 0.8 * error[:-6] * (1 + 1e-6))
    assert np.allclose(run.values[1], world.reward.max(axis=1))  # one sweep from zero


def test_values_of_a_corridor_are_powers_of_the_discount() -> None:
    run = value_iteration(WORLDS["corridor"], discount=0.9)
    assert np.allclose(run.values[-1], [0.9**3, 0.9**2, 0.9, 1, 0], rtol=1e-14)
    assert [MOVES[a] for a in run.policy[:4]] == ["right"] * 4


def test_undiscounted_rooms_match_russell_and_norvig() -> None:
    # The 4 x 3 world of their chapter on decisions, published to 3 digits (3rd ed., figure 17.3).
    # There each state costs 0.04, the start included, here each move that does not end the
    # episode: one payment less, hence the 0.04 added.
    run = value_iteration(gridworld(ROOMS, slip=0.2), discount=1.0, max_steps=2000)
    picture = WORLDS["slippery_rooms"].grid(run.values[-1])
    want = [[0.812, 0.868, 0.918], [0.762, np.nan, 0.660], [0.705, 0.655, 0.611]]
    assert np.allclose(picture[:, :3], np.add(want, 0.04), rtol=0, atol=6e-4, equal_nan=True)
    assert picture[2, 3] == pytest.approx(0.388 + 0.04, abs=6e-4)


def test_budget_is_a_result() -> None:
    run = value_iteration(gridworld(["."], step_reward=-1.0), discount=1.0, max_steps=7)
    assert (run.reason, run.values[-1, 0], len(run.values)) == ("max_steps", -7.0, 8)
    assert len(value_iteration(WORLDS["rooms"], discount=0.9, max_steps=0).values) == 1


def test_things_that_are_no_world_are_refused() -> None:
    for call in (
        lambda: value_iteration(None, discount=0.5),
        lambda: action_values("world", [0.0], discount=0.5),
    ):
        with pytest.raises(TypeError, match="world must be a GridWorld, got"):
            call()
