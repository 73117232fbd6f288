r"""Value iteration: the best policy of a world whose rules are known.

Source: Sutton and Barto (2018), Reinforcement Learning, 2nd ed., sections 3.6 and 4.4.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.learning.gridworld import GridWorld

__all__ = ["ValueIteration", "action_values", "value_iteration"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ValueIteration(Result):
    """The path of one run; row k holds the values after k sweeps."""

    values: FloatArray  # (n_steps + 1, n_states)
    q: FloatArray  # (n_states, 4) value of each action under the last values
    policy: IntArray  # (n_states,) best action; the first of several
    reason: Literal["converged", "max_steps"]


def _world(world: GridWorld) -> GridWorld:
    if not isinstance(world, GridWorld):
        raise TypeError(f"world must be a GridWorld, got {type(world).__name__}")
    return world


def action_values(world: GridWorld, values: ArrayLike, *, discount: float) -> FloatArray:
    r"""Return what each action is worth if the values of the next states are right.

    :math:`Q(s, a) = r(s, a) + \gamma \sum_{s'} p(s' \mid s, a)\, V(s')`

    Parameters
    ----------
    world : GridWorld
        Rules and rewards.
    values : array of shape (n_states,)
        :math:`V`.
    discount : float
        :math:`\gamma` in [0, 1]: what a reward one step later is worth today.

    Returns
    -------
    array of shape (n_states, 4)
        One column a move, in the order of ``MOVES``.

    Examples
    --------
    >>> from mlcourse.learning.gridworld import gridworld
    >>> action_values(gridworld(["S+"]), [0.5, 0.0], discount=0.9).round(3).tolist()
    [[0.41, 1.0, 0.41, 0.41], [0.0, 0.0, 0.0, 0.0]]
    """
    world = _world(world)
    values = check.vector("values", values, length=len(world.cells))
    discount = check.probability("discount", discount)
    return world.reward + discount * (world.transition @ values)


def value_iteration(
    world: GridWorld, *, discount: float, max_steps: int = 1000, tol: float = 1e-10
) -> ValueIteration:
    r"""Replace each value by that of the best action, until nothing changes.

    :math:`V(s) \leftarrow \max_a Q(s, a)` for all states at once.  The error shrinks by the
    factor :math:`\gamma` a sweep, from any start; the start here is zero.

    Parameters
    ----------
    world : GridWorld
        Rules and rewards.
    discount : float
        :math:`\gamma` in [0, 1]; with 1 it may take until ``max_steps``.
    max_steps : int
        Most sweeps over all states, at least 0; a sweep is one step.
    tol : float
        Stop when no value changes by more; non-negative.

    Returns
    -------
    ValueIteration
        Values after each sweep, action values and policy at the end.

    Examples
    --------
    >>> from mlcourse.learning.gridworld import MOVES, gridworld
    >>> run = value_iteration(gridworld(["S..+"], step_reward=0), discount=0.5)
    >>> run.values[-1].tolist(), MOVES[run.policy[0]]
    ([0.25, 0.5, 1.0, 0.0], 'right')
    """
    world = _world(world)
    discount = check.probability("discount", discount)
    max_steps = check.integer("max_steps", max_steps)
    tol = check.non_negative("tol", tol)
    values = [np.zeros(len(world.cells))]
    reason: Literal["converged", "max_steps"] = "max_steps"
    q = action_values(world, values[-1], discount=discount)
    while reason == "max_steps" and len(values) <= max_steps:
        values.append(q.max(axis=1))
        q = action_values(world, values[-1], discount=discount)
        if np.max(np.abs(values[-1] - values[-2])) <= tol:
            reason = "converged"
    return ValueIteration(values=np.array(values), q=q, policy=np.argmax(q, axis=1), reason=reason)
