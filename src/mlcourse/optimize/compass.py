r"""Compass search: try a step along each axis, take the first that is lower, else halve the step.

The points that are tried lie on a grid around the start, so while the step keeps its size only
finitely many of them are lower; a run on a function that grows without bound in all directions
therefore halves its step again and again.  Where the gradient is Lipschitz with constant
:math:`L`, a step of size :math:`h` that fails in all directions says that no slope along an axis
is steeper than :math:`L h / 2`.

Source: Kolda, Lewis and Torczon (2003), Optimization by direct search: new perspectives on some
classical and modern methods, SIAM Review 45(3), sections 1 and 3.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["CompassSearch", "compass_directions", "compass_search"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompassSearch(Result):
    """Every look of one run in its order; row 0 is the start.

    ``reason`` is ``"converged"`` when the step became smaller than ``tol`` and
    ``"max_evaluations"`` when the budget of looks ended first.
    """

    tried: FloatArray  # (n_evaluations, d) where the run looked
    value: FloatArray  # (n_evaluations,) what it saw there
    accepted: NDArray[np.bool_]  # (n_evaluations,) whether it went there
    step_size: FloatArray  # (n_evaluations,) size of the step that led there
    reason: Literal["converged", "max_evaluations"]

    @property
    def x(self) -> FloatArray:
        """The points where the run stood, ``(n_steps + 1, d)``; the last is its answer."""
        return self.tried[self.accepted]

    @property
    def best(self) -> FloatArray:
        """Lowest value after each look, ``(n_evaluations,)``."""
        return np.minimum.accumulate(self.value)


def compass_directions(d: int) -> FloatArray:
    """The directions in the order in which they are tried: up and down each axis in turn.

    Parameters
    ----------
    d : int
        Number of dimensions, at least 1.

    Returns
    -------
    array, shape (2 d, d)

    Examples
    --------
    >>> compass_directions(2).astype(int).tolist()
    [[1, 0], [-1, 0], [0, 1], [0, -1]]
    """
    axes = np.eye(check.integer("d", d, low=1))
    return np.stack([axes, -axes], axis=1).reshape(-1, d) + 0.0


def compass_search(
    fun: Callable[[FloatArray], float | FloatArray],
    x0: ArrayLike,
    *,
    step_size: float,
    tol: float,
    max_evaluations: int,
) -> CompassSearch:
    r"""Look along the axes, go to the first lower place, and halve the step if there is none.

    Parameters
    ----------
    fun : callable
        The function, ``(d,) -> float``; nothing else of it is used.
    x0 : array, shape (d,)
        The start.
    step_size : float
        The first step, positive.
    tol : float
        Stop when the step has become smaller, positive.
    max_evaluations : int
        Budget of looks (values of the function), the one at the start included, at least 1.

    Returns
    -------
    CompassSearch
        All looks, and the reason why the run ended.

    Examples
    --------
    >>> run = compass_search(lambda x: abs(x[0] - 0.3), [0.0], step_size=1.0, tol=0.1,
    ...                      max_evaluations=100)
    >>> run.x[:, 0].tolist(), len(run.value), run.reason
    ([0.0, 0.5, 0.25], 12, 'converged')
    """
    check.function("fun", fun)
    x = check.vector("x0", x0)
    step = check.positive("step_size", step_size)
    tol = check.positive("tol", tol)
    budget = check.integer("max_evaluations", max_evaluations, low=1)
    directions = compass_directions(len(x))

    lowest = _height(fun, x)
    tried, values, accepted, steps = [x], [lowest], [True], [step]
    while step >= tol and len(values) < budget:
        for direction in directions[: budget - len(values)]:
            there = x + step * direction
            value = _height(fun, there)
            lower = value < lowest
            tried.append(there)
            values.append(value)
            accepted.append(lower)
            steps.append(step)
            if lower:
                x, lowest = there, value
                break
        else:
            step = step / 2
    return CompassSearch(
        tried=np.array(tried),
        value=np.array(values),
        accepted=np.array(accepted, dtype=bool),
        step_size=np.array(steps),
        reason="converged" if step < tol else "max_evaluations",
    )


def _height(fun: Callable[[FloatArray], float | FloatArray], x: FloatArray) -> float:
    value = fun(x)
    if np.ndim(value) != 0:
        raise ValueError(f"fun must return one number, got shape {np.shape(value)}")
    if np.isnan(value):
        raise ValueError("fun must be a number wherever the search looks, got nan")
    return float(value)
