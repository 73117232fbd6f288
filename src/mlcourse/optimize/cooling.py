r"""Cooling: the temperature of simulated annealing at step ``k = 0, 1, 2, ...``.

Each schedule is a function of ``k`` that takes an array of steps too, so that all temperatures
of a run come from one call.

Sources: Kirkpatrick, Gelatt and Vecchi (1983), Optimization by simulated annealing, Science
220(4598) (geometric); Hajek (1988), Cooling schedules for optimal annealing, Mathematics of
Operations Research 13(2), theorem 1 (logarithmic).
"""

from collections.abc import Callable

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = [
    "Cooling",
    "geometric_cooling",
    "linear_cooling",
    "logarithmic_cooling",
    "temperatures",
]

Cooling = Callable[[FloatArray], FloatArray]


def temperatures(temperature: float | Cooling, *, n_steps: int) -> FloatArray:
    """The temperatures of steps 0 to ``n_steps - 1``.

    Parameters
    ----------
    temperature : float or callable
        A positive number, or a schedule ``k -> T`` that takes an array of steps.
    n_steps : int
        At least 0.

    Returns
    -------
    array, shape (n_steps,)
        All positive; a schedule that reaches zero before the last step is refused.

    Examples
    --------
    >>> temperatures(2.0, n_steps=3).tolist()
    [2.0, 2.0, 2.0]
    """
    n = check.integer("n_steps", n_steps)
    if not callable(temperature):
        return np.full(n, check.positive("temperature", temperature))
    out = check.array("temperature", temperature(np.arange(float(n))), shape=(n,), empty=True)
    if np.any(out <= 0):
        raise ValueError(f"temperature must be positive, got {out.min()} at a step")
    return out


def geometric_cooling(first: float, *, factor: float) -> Cooling:
    r"""The schedule :math:`T_k = T_0\, q^k`.

    Parameters
    ----------
    first : float
        :math:`T_0 > 0`, in units of the objective.
    factor : float
        :math:`q` in (0, 1], kept from step to step.

    Returns
    -------
    callable
        ``k -> T``.

    Examples
    --------
    >>> geometric_cooling(8.0, factor=0.5)(np.arange(4)).tolist()
    [8.0, 4.0, 2.0, 1.0]
    """
    t0 = check.positive("first", first)
    q = check.in_range("factor", factor, 0.0, 1.0, open_low=True)
    return lambda k: t0 * q ** np.asarray(k)


def linear_cooling(first: float, *, n_steps: int) -> Cooling:
    r"""The schedule :math:`T_k = T_0 (1 - k / n)`, which would be zero at step ``n``.

    Parameters
    ----------
    first : float
        :math:`T_0 > 0`.
    n_steps : int
        :math:`n \ge 1`, the length of the run.

    Returns
    -------
    callable
        ``k -> T``.

    Examples
    --------
    >>> linear_cooling(8.0, n_steps=4)(np.arange(4)).tolist()
    [8.0, 6.0, 4.0, 2.0]
    """
    t0 = check.positive("first", first)
    n = check.integer("n_steps", n_steps, low=1)
    return lambda k: t0 * (1.0 - np.asarray(k) / n)


def logarithmic_cooling(first: float) -> Cooling:
    r"""The schedule :math:`T_k = T_0 \log 2 / \log(k + 2)`.

    Slow enough that annealing finds the minimum with probability 1 in the limit when
    :math:`T_0 \log 2` is at least the depth of the deepest valley that is not the best; far too
    slow for a budget.

    Parameters
    ----------
    first : float
        :math:`T_0 > 0`.

    Returns
    -------
    callable
        ``k -> T``.

    Examples
    --------
    >>> logarithmic_cooling(8.0)(np.array([0, 2, 14])).tolist()
    [8.0, 4.0, 2.0]
    """
    t0 = check.positive("first", first)
    return lambda k: t0 * np.log(2.0) / np.log(np.asarray(k) + 2.0)
