r"""Finite probability spaces: events, conditioning, independence.

A space with :math:`n` outcomes is a vector of their probabilities; an event is a
boolean vector that says which outcomes belong to it, so that "and", "or" and "not" are
``&``, ``|`` and ``~``.

Source: Blitzstein and Hwang (2019), Introduction to Probability, 2nd ed., chapters 1 and 2.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import BoolArray, FloatArray

__all__ = [
    "are_independent",
    "condition",
    "conditional_probability",
    "event_probability",
    "product_space",
]


# Sums of a few hundred probabilities round off by some 1e-14; a real dependence is far larger.
ROUNDING = 1e-12


def _event(name: str, value: ArrayLike, n_outcomes: int) -> BoolArray:
    """A boolean vector with one entry for each outcome."""
    legal = f"a boolean vector with {n_outcomes} entries"
    event = np.array(value) if isinstance(value, (np.ndarray, list, tuple)) else None
    if event is None or event.dtype != np.bool_:
        raise TypeError(f"{name} must be {legal}, got {value!r:.60}")
    if event.shape != (n_outcomes,):
        raise ValueError(f"{name} must be {legal}, got an array of shape {event.shape}")
    return event


def event_probability(probabilities: ArrayLike, event: ArrayLike) -> float:
    r"""Probability of an event, :math:`P(A) = \sum_{\omega \in A} p(\omega)`.

    Parameters
    ----------
    probabilities : array of shape (n_outcomes,)
        Probabilities of the outcomes: non-negative, summing to 1.
    event : boolean array of shape (n_outcomes,)
        Which outcomes belong to the event.

    Returns
    -------
    float
        A number in [0, 1].

    Examples
    --------
    An even number with a fair die:

    >>> import numpy as np
    >>> die = np.full(6, 1 / 6)
    >>> event_probability(die, np.arange(1, 7) % 2 == 0)
    0.5
    """
    probabilities = check.probabilities("probabilities", probabilities)
    event = _event("event", event, probabilities.size)
    # The sum may exceed 1 by a rounding error, which a later check would refuse.
    return min(1.0, float(probabilities[event].sum()))


def condition(probabilities: ArrayLike, given: ArrayLike) -> FloatArray:
    r"""The space that is left when an event is known to have happened.

    .. math:: p(\omega \mid B) = p(\omega)\,[\omega \in B] \,/\, P(B)

    Parameters
    ----------
    probabilities : array of shape (n_outcomes,)
        Probabilities of the outcomes: non-negative, summing to 1.
    given : boolean array of shape (n_outcomes,)
        The event that happened, of positive probability.

    Returns
    -------
    array of shape (n_outcomes,)
        Probabilities of the outcomes, 0 outside ``given``.

    Raises
    ------
    ValueError
        If ``given`` has probability 0.

    Examples
    --------
    >>> import numpy as np
    >>> condition([0.1, 0.2, 0.3, 0.4], np.array([False, True, True, False])).round(3).tolist()
    [0.0, 0.4, 0.6, 0.0]
    """
    probabilities = check.probabilities("probabilities", probabilities)
    given = _event("given", given, probabilities.size)
    kept = np.where(given, probabilities, 0.0)
    total = kept.sum()
    if not total > 0:
        raise ValueError(f"given must be an event of positive probability, got {total}")
    return kept / total


def conditional_probability(probabilities: ArrayLike, event: ArrayLike, given: ArrayLike) -> float:
    r"""Probability of one event once another is known, :math:`P(A \mid B) = P(A \cap B) / P(B)`.

    Parameters
    ----------
    probabilities : array of shape (n_outcomes,)
        Probabilities of the outcomes: non-negative, summing to 1.
    event : boolean array of shape (n_outcomes,)
        The event asked for.
    given : boolean array of shape (n_outcomes,)
        The event that happened, of positive probability.

    Returns
    -------
    float
        A number in [0, 1].

    Raises
    ------
    ValueError
        If ``given`` has probability 0.

    Examples
    --------
    A six among the even numbers of a fair die:

    >>> import numpy as np
    >>> eyes = np.arange(1, 7)
    >>> round(conditional_probability(np.full(6, 1 / 6), eyes == 6, eyes % 2 == 0), 4)
    0.3333
    """
    inside = condition(probabilities, given)
    return min(1.0, float(inside[_event("event", event, inside.size)].sum()))


def are_independent(probabilities: ArrayLike, a: ArrayLike, b: ArrayLike) -> bool:
    r"""Whether :math:`P(A \cap B) = P(A)\,P(B)`, within 1e-12.

    Parameters
    ----------
    probabilities : array of shape (n_outcomes,)
        Probabilities of the outcomes: non-negative, summing to 1.
    a, b : boolean arrays of shape (n_outcomes,)
        The two events.

    Returns
    -------
    bool
        Whether the two sides agree.

    Examples
    --------
    With a fair die, "even" and "at most 4" are independent; "even" and "at most 3" are not:

    >>> import numpy as np
    >>> die, eyes = np.full(6, 1 / 6), np.arange(1, 7)
    >>> are_independent(die, eyes % 2 == 0, eyes <= 4)
    True
    >>> are_independent(die, eyes % 2 == 0, eyes <= 3)
    False
    """
    probabilities = check.probabilities("probabilities", probabilities)
    a, b = _event("a", a, probabilities.size), _event("b", b, probabilities.size)
    gap = probabilities[a & b].sum() - probabilities[a].sum() * probabilities[b].sum()
    return bool(abs(gap) <= ROUNDING)


def product_space(first: ArrayLike, second: ArrayLike) -> FloatArray:
    r"""Two independent experiments as one: :math:`p(\omega_1, \omega_2) = p(\omega_1)q(\omega_2)`.

    Parameters
    ----------
    first : array of shape (n,)
        Probabilities of the first experiment.
    second : array of shape (m,)
        Probabilities of the second experiment.

    Returns
    -------
    array of shape (n * m,)
        Outcome ``i * m + j`` is "i, then j"; ``np.divmod(np.arange(n * m), m)`` gives i and j.

    Examples
    --------
    The sum of two fair dice is 7 with probability 1/6:

    >>> import numpy as np
    >>> die = np.full(6, 1 / 6)
    >>> first, second = np.divmod(np.arange(36), 6)
    >>> round(event_probability(product_space(die, die), first + second + 2 == 7), 4)
    0.1667
    """
    return np.outer(
        check.probabilities("first", first), check.probabilities("second", second)
    ).ravel()
