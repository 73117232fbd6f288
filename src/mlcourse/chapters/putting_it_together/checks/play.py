r"""The checks of chapter 14 on learning from reward.

Source: Sutton and Barto (2018), Reinforcement Learning, 2nd ed., sections 3.2 and 6.5.

Examples
--------
>>> def worst_end(moves, chosen, results, at=0):
...     after = [chosen[at]] if chosen[at] >= 0 else moves[at]
...     return min((worst_end(moves, chosen, results, k) for k in after), default=results[at])
>>> _ = check_worst_end(worst_end)
✓ worst_end: 50 random inputs agree.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.calling import plain
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths
from mlcourse.learning.gridworld import MOVES, ROOMS, GridWorld, gridworld
from mlcourse.learning.value_iteration import value_iteration

__all__ = ["check_learned", "check_step_reward", "check_worst_end"]

CONCEPT = "reinforcement-learning"
SLIPS = (0.1, 0.2, 0.3)
BOTTOM = {(2, 0): "up", (2, 1): "left", (2, 2): "left", (2, 3): "left"}  # the long way round
TRAP = (1, 3)
STEPS = {"up": (-1, 0), "right": (0, 1), "down": (1, 0), "left": (0, -1)}
TIE = 1e-6

Experience = tuple[int, int, float, int, bool]


def _draw_experiences(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(3, 5))
    walk = rng.permutation(n)[: int(rng.integers(2, n + 1))]
    walk = np.append(walk, walk[-2:-1])  # back to a state whose value has just changed
    last = len(walk) - 2
    seen = [
        (int(s), int(rng.integers(2)), float(tenths(rng, 1)[0]), int(new), k == last)
        for k, (s, new) in enumerate(pairwise(walk))
    ]
    return {
        "q": tenths(rng, n, 2),
        "experiences": [*seen, (*seen[0][:2], float(tenths(rng, 1)[0]), *seen[0][3:])],
        "discount": float(rng.choice([0.5, 0.8, 0.9])),
        "learning_rate": float(rng.choice([0.1, 0.2, 0.25])),
    }


def _learned(
    q: FloatArray,
    experiences: Sequence[Experience],
    discount: float,
    learning_rate: float,
    worth: Callable[[FloatArray, int, int, bool], float] = lambda q, new, action, over: (
        0.0 if over else float(q[new].max())
    ),
    target: Callable[[float, float], float] = lambda reward, later: reward + later,
    gap: Callable[[float, float], float] = lambda aim, old: aim - old,
) -> FloatArray:
    q = q.copy()
    for s, a, reward, new, over in experiences:
        aim = target(reward, discount * worth(q, new, a, over))
        q[s, a] += learning_rate * gap(aim, q[s, a])
    return q


def _all_at_once(
    q: FloatArray, experiences: Sequence[Experience], discount: float, learning_rate: float
) -> FloatArray:
    old, q = q, q.copy()
    for s, a, reward, new, over in experiences:
        aim = reward + (0.0 if over else discount * old[new].max())
        q[s, a] += learning_rate * (aim - q[s, a])
    return q


def _emptied(
    q: FloatArray, experiences: Sequence[Experience], discount: float, learning_rate: float
) -> FloatArray:
    q = q.copy()
    for s, a, reward, new, over in experiences:
        if over:
            q[new] = 0.0
        q[s, a] += learning_rate * (reward + discount * q[new].max() - q[s, a])
    return q


check_learned = Exercise(
    name="learned",
    concept=CONCEPT,
    draw=_draw_experiences,
    expected=_learned,
    hint=(
        "for each experience in turn: the target is the reward, and, unless the walk is over, the "
        "discount times the largest entry of the row of the next state; the entry of the state and "
        "the action moves by the learning rate times the gap."
    ),
    mistakes={
        "where the walk is over nothing comes after: the target is the reward alone.": (
            lambda q, experiences, discount, learning_rate: _learned(
                q, experiences, discount, learning_rate, lambda q, new, _, over: float(q[new].max())
            )
        ),
        "of the next state it is the best action that counts, not the mean of them.": (
            lambda q, experiences, discount, learning_rate: _learned(
                q,
                experiences,
                discount,
                learning_rate,
                lambda q, new, _, over: 0.0 if over else float(q[new].mean()),
            )
        ),
        "of the next state it is the best action that counts, not the one that was made in this "
        "state.": (
            lambda q, experiences, discount, learning_rate: _learned(
                q,
                experiences,
                discount,
                learning_rate,
                lambda q, new, action, over: 0.0 if over else float(q[new, action]),
            )
        ),
        "the row of the last state is not to be changed: where `over` is true, just do not look at "
        "it.": _emptied,
        "the gap is the target less the old value.": (
            lambda q, experiences, discount, learning_rate: _learned(
                q, experiences, discount, learning_rate, gap=lambda aim, old: aim
            )
        ),
        "look at the row of the next state, not at the largest entry of the whole table.": (
            lambda q, experiences, discount, learning_rate: _learned(
                q,
                experiences,
                discount,
                learning_rate,
                lambda q, new, _, over: 0.0 if over else float(q.max()),
            )
        ),
        "the reward comes now: only what comes later is discounted.": (
            lambda q, experiences, discount, learning_rate: _learned(
                q,
                experiences,
                discount,
                learning_rate,
                target=lambda reward, later: discount * reward + later,
            )
        ),
        "the old value keeps its share: it moves by the learning rate times the gap.": (
            lambda q, experiences, discount, learning_rate: _learned(q, experiences, discount, 1.0)
        ),
        "the two shares are exchanged: with a small learning rate little changes.": (
            lambda q, experiences, discount, learning_rate: _learned(
                q, experiences, discount, 1.0 - learning_rate
            )
        ),
        "each update starts from the table that the one before has left.": _all_at_once,
        "future rewards are worth less than those of now: the discount is missing.": (
            lambda q, experiences, discount, learning_rate: _learned(
                q, experiences, 1.0, learning_rate
            )
        ),
    },
)


def _draw_game(rng: np.random.Generator) -> Inputs:
    """A small game: the agent and the opponent move in turn, the agent by its own rule."""
    moves: list[list[int]] = []
    chosen: list[int] = []
    results: list[int] = []

    def grow(left: int, agent: bool) -> int:
        at = len(moves)
        moves.append([])
        chosen.append(-1)
        results.append(0)
        if left == 0 or (left < 3 and rng.random() < 0.2):
            results[at] = int(rng.integers(-1, 2))
            return at
        moves[at] = [grow(left - 1, not agent) for _ in range(int(rng.integers(2, 4)))]
        if agent:
            chosen[at] = int(rng.choice(moves[at]))
        return at

    grow(3, bool(rng.integers(2)))
    return {"moves": moves, "chosen": chosen, "results": results}


Fold = Callable[[list[float], int], float]


def _fold(
    moves: list[list[int]],
    chosen: list[int],
    results: list[int],
    opponent: Callable[[list[float]], float],
    agent: Callable[[list[float]], float] | None = None,
    at: int = 0,
) -> float:
    """The value of a game in which both sides combine what follows in their own ways."""
    if not moves[at]:
        return results[at]
    ours = chosen[at] >= 0
    if ours and agent is None:
        return _fold(moves, chosen, results, opponent, agent, chosen[at])
    below = [_fold(moves, chosen, results, opponent, agent, k) for k in moves[at]]
    return agent(below) if ours and agent is not None else opponent(below)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _alternating(moves: list[list[int]], chosen: list[int], results: list[int]) -> float:
    def follow(at: int) -> float:
        if not moves[at]:
            return results[at]
        after = [chosen[at]] if chosen[at] >= 0 else moves[at]
        return max(-follow(k) for k in after)

    return follow(0)


check_worst_end = Exercise(
    name="worst_end",
    concept=CONCEPT,
    draw=_draw_game,
    expected=lambda moves, chosen, results: _fold(moves, chosen, results, min),
    hint=(
        "a function that calls itself: at the end of a game the result; where the agent moves, "
        "what follows its own choice; where the opponent moves, the least of what can follow."
    ),
    mistakes={
        "the mean is what happens against an opponent who moves at random; one opponent is enough "
        "who finds the worst.": lambda moves, chosen, results: _fold(moves, chosen, results, _mean),
        "that opponent helps the agent: he wants its least result.": (
            lambda moves, chosen, results: _fold(moves, chosen, results, max)
        ),
        "the agent does not play what would be best, it plays what `chosen` says.": (
            lambda moves, chosen, results: _fold(moves, chosen, results, min, max)
        ),
        "that is the worst end of all games, also of those that the agent avoids: of its own moves "
        "only the chosen one is played.": (
            lambda moves, chosen, results: _fold(moves, chosen, results, min, min)
        ),
        "the opponent has other replies than the first.": (
            lambda moves, chosen, results: _fold(moves, chosen, results, lambda below: below[0])
        ),
        "the results are the agent's all through: no sign has to be turned.": _alternating,
    },
)


@cache
def _arrows(slip: float, reward: float) -> dict[tuple[int, int], frozenset[str]]:
    """The best moves of every cell of the rooms, without a discount."""
    world: GridWorld = gridworld(ROOMS, slip=slip, step_reward=reward)
    q = value_iteration(world, discount=1.0, max_steps=3000, tol=1e-9).q
    best = q >= q.max(axis=1, keepdims=True) - TIE
    return {
        (int(row), int(column)): frozenset(MOVES[k] for k in np.flatnonzero(best[state]))
        for state, (row, column) in enumerate(world.cells)
        if not world.terminal[state]
    }


def _number(output: Any) -> float:
    reward = np.asarray(output, dtype=float)
    if reward.shape != () or not np.isfinite(reward):
        raise ValueError("one number is wanted")
    return round(float(reward), 6)


def _goes(cell: tuple[int, int], move: str) -> tuple[int, int]:
    return cell[0] + STEPS[move][0], cell[1] + STEPS[move][1]


def _pushes(output: Any, slip: float) -> bool:
    arrows = _arrows(slip, _number(output))
    cells = {*arrows, TRAP, (0, 3)}
    return any(_goes(cell, move) not in cells for cell, moves in arrows.items() for move in moves)


def _jumps(output: Any, slip: float) -> bool:
    arrows = _arrows(slip, _number(output))
    return any(_goes(cell, move) == TRAP for cell, moves in arrows.items() for move in moves)


def _long_way(output: Any, slip: float) -> bool:
    arrows = _arrows(slip, _number(output))
    return all(arrows[cell] == {move} for cell, move in BOTTOM.items())


class _OneNumber(Exercise):
    """An exercise whose answer may be a fraction or a decimal, too."""

    def _examine(
        self, answer: Callable[..., Any], drawn: list[dict[str, Any]], outputs: list[Any]
    ) -> None:
        def again(slip: float) -> Any:
            return plain(answer(slip), 0.0)

        super()._examine(again, drawn, [plain(output, 0.0) for output in outputs])


check_step_reward = _OneNumber(
    name="step_reward",
    concept=CONCEPT,
    draw=lambda rng: {"slip": float(rng.choice(SLIPS))},
    hint="draw the arrows for a few rewards between 0 and −0.1, and look at what goes wrong.",
    properties={
        "return one finite number, the reward of a step.": (
            lambda output, slip: bool(np.isfinite(_number(output)))
        ),
        "a step that pays is a reason to go on walking: who would ever go to the goal?": (
            lambda output, slip: _number(output) <= 0.0
        ),
        "some arrow leads into the trap: with steps as dear as this even −1 is a relief.": (
            lambda output, slip: not _jumps(output, slip)
        ),
        "some arrow pushes a wall or the edge: standing still there costs little, and nothing "
        "can slip into the trap. What would make waiting a worse choice?": (
            lambda output, slip: not _pushes(output, slip)
        ),
        "not all of the bottom row goes the long way round: somebody saves steps and passes the "
        "trap. What would make the detour worth its while on this floor?": _long_way,
    },
)
