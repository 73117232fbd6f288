r"""Decisions under uncertainty: gain and loss averaged over what may be the case.

A posterior is given by weighted points: a grid with its weights, or draws with equal weights.

Source: Berger (1985), Statistical Decision Theory and Bayesian Analysis, 2nd ed., sections 1.3
and 2.4; the pinball loss is Koenker and Bassett (1978), Regression quantiles.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = [
    "LOSSES",
    "Decision",
    "bayes_action",
    "expected_loss",
    "maximum_expected_gain",
    "minimum_expected_loss",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decision(Result):
    """The average of every action over the states, and the best action."""

    expected: FloatArray  # (n_actions,)
    best: int  # row of the best action, the first of equals


def _table(probabilities: ArrayLike, name: str, table: ArrayLike) -> FloatArray:
    probabilities = check.probabilities("probabilities", probabilities)
    return check.matrix(name, table, cols=probabilities.size) @ probabilities


def maximum_expected_gain(probabilities: ArrayLike, gain: ArrayLike) -> Decision:
    r"""The action with the largest expected gain, :math:`\arg\max_a \sum_s p_s\, g(a, s)`.

    Parameters
    ----------
    probabilities : array of shape (n_states,)
        Probabilities of the states of the world.
    gain : array of shape (n_actions, n_states)
        What each action brings in each state (money, or its utility).

    Returns
    -------
    Decision
        Expected gain of each action, and the row of the best.

    Examples
    --------
    Sun with probability 0.6: ice cream earns 100 or 10, umbrellas 20 or 90.

    >>> decision = maximum_expected_gain([0.6, 0.4], [[100, 10], [20, 90]])
    >>> decision.expected.tolist(), decision.best
    ([64.0, 48.0], 0)
    """
    expected = _table(probabilities, "gain", gain)
    return Decision(expected=expected, best=int(np.argmax(expected)))


def minimum_expected_loss(probabilities: ArrayLike, loss: ArrayLike) -> Decision:
    r"""The action with the smallest expected loss, :math:`\arg\min_a \sum_s p_s\, L(a, s)`.

    Parameters
    ----------
    probabilities : array of shape (n_states,)
        Probabilities of the states of the world.
    loss : array of shape (n_actions, n_states)
        What each action costs in each state.

    Returns
    -------
    Decision
        Expected loss of each action, and the row of the best.

    Examples
    --------
    Rain with probability 0.3: an umbrella costs 1 to carry, getting wet costs 10.

    >>> minimum_expected_loss([0.3, 0.7], [[1, 1], [10, 0]]).best
    0
    """
    expected = _table(probabilities, "loss", loss)
    return Decision(expected=expected, best=int(np.argmin(expected)))


def _pinball(error: FloatArray, tau: float) -> FloatArray:
    return np.where(error >= 0, tau, tau - 1) * error


# Each takes value - action, and tau, which only the pinball loss uses.
LOSSES: Mapping[str, Callable[[FloatArray, float], FloatArray]] = MappingProxyType(
    {
        "squared": lambda error, tau: error**2,
        "absolute": lambda error, tau: np.abs(error),
        "zero_one": lambda error, tau: (error != 0).astype(np.float64),
        "pinball": _pinball,
    }
)


def _weighted(values: ArrayLike, probabilities: ArrayLike) -> tuple[FloatArray, FloatArray]:
    values = check.vector("values", values)
    return values, check.probabilities(
        "probabilities", check.vector("probabilities", probabilities, length=values.size)
    )


def _tau(tau: float) -> float:
    return check.in_range("tau", tau, 0.0, 1.0, open_low=True, open_high=True)


def expected_loss(
    actions: ArrayLike, values: ArrayLike, probabilities: ArrayLike, loss: str, *, tau: float = 0.5
) -> FloatArray:
    r"""Expected loss of reporting one number for an uncertain one.

    .. math:: R(a) = \sum_i p_i\, L(v_i - a)

    with :math:`L(e) = e^2`, :math:`|e|`, :math:`[e \ne 0]`, or the pinball loss
    :math:`\max(\tau e, (\tau - 1) e)`.

    Parameters
    ----------
    actions : array of shape (n_actions,)
        Numbers that could be reported.
    values : array of shape (n,)
        Possible values of the unknown.
    probabilities : array of shape (n,)
        Their probabilities.
    loss : str
        "squared", "absolute", "zero_one" or "pinball".
    tau : float
        For the pinball loss: the quantile it asks for, in (0, 1).

    Returns
    -------
    array of shape (n_actions,)
        Expected loss of each action.

    Examples
    --------
    >>> expected_loss([0, 1, 2], [0, 2], [0.5, 0.5], "squared").tolist()
    [2.0, 1.0, 2.0]
    """
    actions = check.vector("actions", actions)
    values, probabilities = _weighted(values, probabilities)
    cost = LOSSES[check.choice("loss", loss, list(LOSSES))]
    return cost(values - actions[:, None], _tau(tau)) @ probabilities


def bayes_action(
    values: ArrayLike, probabilities: ArrayLike, loss: str, *, tau: float = 0.5
) -> float:
    r"""The report with the smallest expected loss: each loss has its own summary.

    Squared loss asks for the mean, absolute loss for the median, 0-1 loss for the mode, and the
    pinball loss for the :math:`\tau` quantile.

    Parameters
    ----------
    values : array of shape (n,)
        Possible values of the unknown.
    probabilities : array of shape (n,)
        Their probabilities.
    loss : str
        "squared", "absolute", "zero_one" or "pinball".
    tau : float
        For the pinball loss: the quantile it asks for, in (0, 1).

    Returns
    -------
    float
        Of several best reports, the smallest.

    Examples
    --------
    >>> values, probabilities = [0, 1, 4, 20], [0.3, 0.25, 0.25, 0.2]
    >>> [bayes_action(values, probabilities, loss) for loss in ("squared", "absolute", "zero_one")]
    [5.25, 1.0, 0.0]
    >>> bayes_action(values, probabilities, "pinball", tau=0.9)
    20.0
    """
    values, probabilities = _weighted(values, probabilities)
    check.choice("loss", loss, list(LOSSES))
    tau = _tau(tau)
    if loss == "squared":
        return float(probabilities @ values)
    points, group = np.unique(values, return_inverse=True)
    mass = np.bincount(group, weights=probabilities).astype(np.float64)
    if loss == "zero_one":
        return float(points[np.argmax(mass)])
    return _quantile(points, mass, 0.5 if loss == "absolute" else tau)


def _quantile(points: FloatArray, mass: FloatArray, tau: float) -> float:
    # A few eps of slack: a sum that reaches tau exactly may be rounded to just below it.
    reached = np.cumsum(mass) >= tau - 4 * mass.size * np.finfo(float).eps
    return float(points[np.argmax(reached)])
