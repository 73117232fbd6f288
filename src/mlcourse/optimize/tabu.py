r"""Tabu search on a grid: always to the best neighbour, but not back to where we came from.

A move that leaves row :math:`r` makes row :math:`r` tabu for ``tenure`` moves, and the same for
columns: what is remembered is an *attribute* of the move, not the cell.  That forbids cells
never seen, so a forbidden cell better than all before may be entered nevertheless (aspiration).

Sources: Glover (1989), Tabu search, part I, ORSA Journal on Computing 1(3), sections 2 and 3;
Glover and Laguna (1997), Tabu Search, Kluwer, chapter 2.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result

__all__ = ["Tabu", "tabu_search"]

_NEIGHBOURS = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tabu(Result):
    """One run; row k is the state after k moves.

    ``reason`` is ``"blocked"`` when every neighbour was forbidden (choose a smaller ``tenure``).
    """

    cell: IntArray  # (n_steps + 1, 2) row and column
    value: FloatArray  # (n_steps + 1,)
    best: FloatArray  # (n_steps + 1,) lowest so far
    evaluations: IntArray  # (n_steps + 1,) neighbours looked at so far, and the start
    row_free_at: IntArray  # (n_steps + 1, n_rows) first move that may enter the row again
    column_free_at: IntArray  # (n_steps + 1, n_columns)
    aspired: NDArray[np.bool_]  # (n_steps,) the move was forbidden, and good enough to be taken
    reason: Literal["max_steps", "blocked"]

    def forbidden(self, step: int) -> NDArray[np.bool_]:
        """Cells that the next move must not enter after ``step`` moves, (n_rows, n_columns)."""
        step = check.integer("step", step, high=len(self.cell) - 1)
        row, column = self.row_free_at[step] > step, self.column_free_at[step] > step
        # a move along the row where we stand does not enter it, tabu or not
        row = row & (np.arange(len(row)) != self.cell[step, 0])
        column = column & (np.arange(len(column)) != self.cell[step, 1])
        return row[:, None] | column

    def seen(self) -> IntArray:
        """Every cell looked at, each once, in the order of the first look, (m, 2)."""
        shape = np.array([self.row_free_at.shape[1], self.column_free_at.shape[1]])
        # the last cell's neighbours were looked at only if the search was blocked there
        stood = self.cell if self.reason == "blocked" else self.cell[:-1]
        around = (stood[:, None, :] + np.array(_NEIGHBOURS)).reshape(-1, 2)
        inside = ((around >= 0) & (around < shape)).all(axis=1)
        looked = np.concatenate([self.cell[:1], around[inside]])
        _, first = np.unique(looked, axis=0, return_index=True)
        return looked[np.sort(first)]


def tabu_search(
    value: ArrayLike,
    start: ArrayLike,
    *,
    tenure: int,
    max_steps: int,
    aspiration: bool = True,
) -> Tabu:
    r"""Walk over a grid of values, each time to the best of the eight neighbours allowed.

    Parameters
    ----------
    value : array, shape (n_rows, n_columns)
        The function on the grid, lower is better.
    start : array of int, shape (2,)
        Row and column of the first cell.
    tenure : int
        Number of moves for which a row or column left stays tabu, at least 0; with 0 the search
        cycles around the first local minimum.
    max_steps : int
        Budget of moves, at least 0.
    aspiration : bool, optional
        Whether a forbidden cell lower than all before may be entered.

    Returns
    -------
    Tabu
        Every move, and what was forbidden after it.

    Examples
    --------
    Between two valleys; without memory the search falls back into the first:

    >>> heights = [[3, 1, 2, 4, 0, 2]]
    >>> tabu_search(heights, [0, 0], tenure=0, max_steps=4).cell[:, 1].tolist()
    [0, 1, 2, 1, 2]
    >>> tabu_search(heights, [0, 0], tenure=2, max_steps=4).cell[:, 1].tolist()
    [0, 1, 2, 3, 4]
    """
    grid = check.matrix("value", value)
    n_rows, n_columns = grid.shape
    at = check.vector("start", start, length=2)
    if np.any(at != np.floor(at)) or np.any(at < 0) or np.any(at >= grid.shape):
        raise ValueError(f"start must be a cell of the grid {grid.shape}, got {at.tolist()}")
    tenure = check.integer("tenure", tenure)
    max_steps = check.integer("max_steps", max_steps)
    aspiration = check.boolean("aspiration", aspiration)

    heights = grid.tolist()
    i, j = (int(a) for a in at)
    best, looked = heights[i][j], 1
    rows, columns = [0] * n_rows, [0] * n_columns
    cells, values, evaluations, aspired = [(i, j)], [best], [looked], []
    row_history, column_history = [rows], [columns]
    reason: Literal["max_steps", "blocked"] = "max_steps"
    for k in range(max_steps):
        lowest, goal = np.inf, None
        for di, dj in _NEIGHBOURS:
            r, c = i + di, j + dj
            if not (0 <= r < n_rows and 0 <= c < n_columns):
                continue
            looked += 1
            height = heights[r][c]
            tabu = (di != 0 and rows[r] > k) or (dj != 0 and columns[c] > k)
            allowed = not tabu or (aspiration and height < best)
            if allowed and height < lowest:
                lowest, goal = height, (r, c, tabu)
        if goal is None:
            reason = "blocked"
            break
        r, c, tabu = goal
        if r != i:
            rows = rows.copy()
            rows[i] = k + 1 + tenure
        if c != j:
            columns = columns.copy()
            columns[j] = k + 1 + tenure
        i, j = r, c
        best = min(best, lowest)
        cells.append((i, j))
        values.append(lowest)
        evaluations.append(looked)
        aspired.append(tabu)
        row_history.append(rows)
        column_history.append(columns)
    heights_seen = np.array(values, dtype=float)
    return Tabu(
        cell=np.array(cells),
        value=heights_seen,
        best=np.minimum.accumulate(heights_seen),
        evaluations=np.array(evaluations),
        row_free_at=np.array(row_history),
        column_free_at=np.array(column_history),
        aspired=np.array(aspired, dtype=bool),
        reason=reason,
    )
