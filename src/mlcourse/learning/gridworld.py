r"""A small world to learn in: cells, four moves, rewards, and a floor that may be slippery.

Source: Russell and Norvig (2021), Artificial Intelligence: A Modern Approach, 4th ed., section
16.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result

__all__ = ["CLIFF", "MOVES", "ROOMS", "GridWorld", "gridworld"]

MOVES = ("up", "right", "down", "left")
_STEPS = np.array([(-1, 0), (0, 1), (1, 0), (0, -1)])

ROOMS = ("...+", ".#.-", "S...")
CLIFF = ("......", "......", "......", "S----+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GridWorld(Result):
    """A Markov decision process on the free cells of a grid.

    Actions are numbered in the order of ``MOVES``.  A terminal state leads to itself, for no
    reward.
    """

    layout: tuple[str, ...]
    cells: IntArray  # (n_states, 2) row and column of each state
    transition: FloatArray  # (n_states, 4, n_states) probability of the next state
    reward: FloatArray  # (n_states, 4) expected reward of a move
    entry_reward: FloatArray  # (n_states,) reward of entering a cell (or of staying in it)
    terminal: np.ndarray  # (n_states,) bool
    start: IntArray  # states in which an episode can begin, each as likely as the others

    def grid(self, values: FloatArray) -> FloatArray:
        """Return one number a state as an array of the shape of the grid; walls are nan."""
        values = check.vector("values", values, length=len(self.cells))
        out = np.full((len(self.layout), len(self.layout[0])), np.nan)
        out[tuple(self.cells.T)] = values
        return out


def _read(layout: Sequence[str]) -> tuple[str, ...]:
    if isinstance(layout, str) or not isinstance(layout, Sequence):
        raise TypeError(f"layout must be a sequence of rows, got {type(layout).__name__}")
    rows = tuple(layout)
    if not rows or not all(isinstance(row, str) for row in rows):
        raise TypeError(f"layout must be a sequence of rows of text, got {layout!r:.60}")
    if len(rows[0]) == 0 or len({len(row) for row in rows}) > 1:
        lengths = [len(row) for row in rows]
        raise ValueError(f"layout must be rows of one length of at least 1, got lengths {lengths}")
    strange = sorted(set("".join(rows)) - set(".S#+-"))
    if strange:
        raise ValueError(f"layout must be made of the characters .S#+-, got {strange[0]!r}")
    if not set("".join(rows)) & set(".S"):
        raise ValueError("layout must be a world with a free cell (. or S), got none")
    return rows


def gridworld(layout: Sequence[str], *, slip: float = 0.0, step_reward: float = -0.04) -> GridWorld:
    r"""Build a world from a drawing of it.

    ``.`` is a free cell, ``S`` one to start from, ``#`` a wall, ``+`` and ``-`` end the episode
    with a reward of 1 or -1.  A move into a wall or off the grid leaves you where you are.

    Parameters
    ----------
    layout : sequence of str
        Rows of one length, with at least one free cell, such as ``ROOMS`` and ``CLIFF``.  Without
        an ``S``, an episode starts in any free cell.
    slip : float
        Probability in [0, 1] that a move goes off to one side, left or right with equal chance.
    step_reward : float
        Reward of every move that does not end the episode; finite, usually a small cost.

    Returns
    -------
    GridWorld
        Transition probabilities and rewards as arrays.

    Examples
    --------
    >>> world = gridworld(["S.+"], slip=0.2)
    >>> world.transition[0, MOVES.index("right")].round(3).tolist()
    [0.2, 0.8, 0.0]
    >>> world.reward[1].round(3).tolist()
    [0.064, 0.792, 0.064, -0.04]
    """
    rows = _read(layout)
    slip = check.probability("slip", slip)
    step_reward = check.real("step_reward", step_reward)
    drawing = np.array([list(row) for row in rows])
    cells = np.argwhere(drawing != "#")
    kind = drawing[tuple(cells.T)]
    n = len(cells)
    number = np.full(np.add(drawing.shape, 2), -1)  # a rim of walls
    number[tuple(cells.T + 1)] = np.arange(n)
    there = number[tuple((cells[:, None] + _STEPS + 1).transpose(2, 0, 1))]
    there = np.where(there < 0, np.arange(n)[:, None], there)  # (n, 4): where each move ends
    terminal = np.isin(kind, ["+", "-"])
    transition = np.zeros((n, 4, n))
    for turn, probability in ((0, 1.0 - slip), (1, slip / 2), (-1, slip / 2)):
        for action in range(4):
            transition[np.arange(n), action, there[:, (action + turn) % 4]] += probability
    transition[terminal] = np.eye(n)[terminal][:, None, :]
    entry_reward = np.where(terminal, np.where(kind == "+", 1.0, -1.0), step_reward)
    reward = np.where(terminal[:, None], 0.0, transition @ entry_reward)
    start = np.flatnonzero(kind == "S")
    return GridWorld(
        layout=rows,
        cells=cells,
        transition=transition,
        reward=reward,
        entry_reward=entry_reward,
        terminal=terminal,
        start=start if len(start) else np.flatnonzero(~terminal),
    )
