"""One learner and one planner in a world of cells, compared after equally many updates."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from mlcourse._check import FloatArray, IntArray
from mlcourse.learning.gridworld import CLIFF, MOVES, ROOMS, GridWorld, gridworld
from mlcourse.learning.q_moves import q_moves
from mlcourse.learning.value_iteration import action_values, value_iteration

__all__ = ["CLOCK", "WORLDS", "View", "best_moves", "compute"]

WORLDS = {
    "rooms": (ROOMS, 0.0, -0.04),
    "slippery rooms": (ROOMS, 0.2, -0.04),
    "cliff": (CLIFF, 0.0, -0.04),
    "cliff, free steps": (CLIFF, 0.0, 0.0),
}
# fmt: off
CLOCK = (0, 1, 2, 3, 5, 8, 12, 18, 24, 30, 36, 45, 60, 72, 108, 144, 180, 250, 360, 540, 800, 1300,
         2200, 4000)
# fmt: on
TIE = 1e-9  # actions whose values differ by less are equally good


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The last move at a stop of the clock."""

    state: int
    after: int
    action: str
    reward: float
    old: float
    new: float
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Both boards at every stop of the clock."""

    world: GridWorld
    learned: FloatArray  # (n_stops, n_states, 4)
    planned: FloatArray  # (n_stops, n_states, 4) of the best policy so far, likewise
    values: FloatArray  # (2, n_stops, n_states) learner's and planner's
    sweeps: IntArray  # (n_stops,) of the planner
    goals: IntArray  # (n_stops,) reached so far
    falls: IntArray  # (n_stops,) into a cell with −1
    moves: tuple[Move | None, ...]  # the last at each stop


@cache
def _world(name: str) -> GridWorld:
    layout, slip, step_reward = WORLDS[name]
    return gridworld(layout, slip=slip, step_reward=step_reward)


def compute(*, world: str, discount: float, exploration: float, learning_rate: float) -> View:
    """Four thousand moves of the learner, and the sweeps that as many updates make."""
    there = _world(world)
    run = q_moves(
        there,
        n_moves=CLOCK[-1],
        discount=discount,
        exploration=exploration,
        learning_rate=learning_rate,
        rng=0,
    )
    clock = np.array(CLOCK)
    sweeps = clock // (4 * int(np.sum(~there.terminal)))
    plan = value_iteration(there, discount=discount, max_steps=int(sweeps[-1]), tol=0.0)
    swept = plan.values[np.minimum(sweeps, len(plan.values) - 1)]
    looked = [action_values(there, values, discount=discount) for values in swept]
    ended = there.terminal[run.after]
    won = np.concatenate([[0], np.cumsum(ended & (run.reward > 0))])
    lost = np.concatenate([[0], np.cumsum(ended & (run.reward < 0))])
    moves = [
        Move(
            state=int(run.state[k - 1]),
            after=int(run.after[k - 1]),
            action=MOVES[run.action[k - 1]],
            reward=float(run.reward[k - 1]),
            old=float(run.q[k - 1, run.state[k - 1], run.action[k - 1]]),
            new=float(run.q[k, run.state[k - 1], run.action[k - 1]]),
            over=bool(run.over[k - 1]),
        )
        for k in CLOCK[1:]
    ]
    return View(
        world=there,
        learned=run.q[clock],
        planned=np.array(looked) * (sweeps > 0)[:, None, None],
        values=np.array([run.q[clock].max(axis=2), swept]),
        sweeps=sweeps,
        goals=won[clock],
        falls=lost[clock],
        moves=(None, *moves),
    )


def best_moves(q: FloatArray) -> list[tuple[int, int]]:
    """Pairs of a state and a best action, where the actions are not all alike."""
    best = q >= q.max(axis=1, keepdims=True) - TIE
    best &= ~best.all(axis=1, keepdims=True)
    return [(int(state), int(action)) for state, action in np.argwhere(best)]
