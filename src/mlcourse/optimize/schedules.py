r"""Step sizes that change: a schedule gives the step size for step ``k = 0, 1, 2, ...``.

Source: Bottou, Curtis and Nocedal (2018), Optimization methods for large-scale machine
learning, SIAM Review 60(2), section 4.2; Robbins and Monro (1951), A stochastic approximation
method, The Annals of Mathematical Statistics 22(3).
"""

from collections.abc import Callable

from mlcourse import _check as check

__all__ = ["Schedule", "inverse_time_decay", "step_decay"]

Schedule = Callable[[int], float]


def inverse_time_decay(first: float, *, decay: float) -> Schedule:
    r"""The schedule :math:`\alpha_k = \alpha_0 / (1 + \gamma k)`.

    Its sum is infinite and the sum of its squares finite: the two conditions of Robbins and
    Monro under which stochastic gradient descent reaches the minimum itself.

    Parameters
    ----------
    first : float
        First step size :math:`\alpha_0 > 0`.
    decay : float
        :math:`\gamma \ge 0`, per step.

    Returns
    -------
    callable
        ``k -> step_size``.

    Examples
    --------
    >>> schedule = inverse_time_decay(1.0, decay=0.5)
    >>> [schedule(k) for k in (0, 2, 8)]
    [1.0, 0.5, 0.2]
    """
    first = check.positive("first", first)
    gamma = check.non_negative("decay", decay)
    return lambda k: first / (1.0 + gamma * k)


def step_decay(first: float, *, factor: float, every: int) -> Schedule:
    r"""The schedule :math:`\alpha_k = \alpha_0\, q^{\lfloor k / m \rfloor}`.

    Parameters
    ----------
    first : float
        First step size :math:`\alpha_0 > 0`.
    factor : float
        :math:`q` in (0, 1], what the step size is multiplied by each time.
    every : int
        :math:`m \ge 1`, the number of steps between two changes.

    Returns
    -------
    callable
        ``k -> step_size``.

    Examples
    --------
    >>> schedule = step_decay(0.8, factor=0.5, every=10)
    >>> [schedule(k) for k in (0, 9, 10, 25)]
    [0.8, 0.8, 0.4, 0.2]
    """
    first = check.positive("first", first)
    q = check.in_range("factor", factor, 0.0, 1.0, open_low=True)
    m = check.integer("every", every, low=1)
    return lambda k: first * q ** (k // m)


def as_schedule(step_size: float | Schedule) -> Schedule:
    """A fixed step size as a schedule; values that are not positive are refused when met."""
    if callable(step_size):
        given = step_size
        return lambda k: check.positive("step_size", given(k))
    fixed = check.positive("step_size", step_size)
    return lambda k: fixed
