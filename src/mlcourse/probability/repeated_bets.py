r"""The same bet again and again, a share of the wealth each time: mean, median and growth.

A bet won multiplies the wealth by :math:`1 + fg`, a bet lost by :math:`1 - fl`, where :math:`f` is
the share that is staked, :math:`g` the gain and :math:`l` the loss of each unit of the stake.

Source: Kelly (1956), A new interpretation of information rate; Breiman (1961), Optimal gambling
systems for favorable games.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, xlog1py, xlogy

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["BetOutcomes", "best_stake", "bet_outcomes", "growth_rate"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BetOutcomes(Result):
    """Where a player who began with wealth 1 may stand after n bets; row k has k wins."""

    probabilities: FloatArray  # (n + 1,)
    wealth: FloatArray  # (n + 1,)
    mean: float
    median: float  # the smallest wealth that is not exceeded with probability of at least 1/2
    ahead: float  # probability of more than 1


def _bet(p: float, gain: float, loss: float) -> tuple[float, float, float]:
    return (
        check.probability("p", p),
        check.positive("gain", gain),
        check.in_range("loss", loss, 0.0, 1.0, open_low=True),
    )


def growth_rate(stakes: ArrayLike, p: float, gain: float, loss: float) -> FloatArray:
    r"""Expected growth of the logarithm of the wealth in one bet.

    .. math:: G(f) = p \log(1 + fg) + (1 - p) \log(1 - fl)

    Parameters
    ----------
    stakes : array of shape (n,)
        Shares :math:`f` of the wealth, in [0, 1].
    p : float
        Probability of a win, in [0, 1].
    gain : float
        What a unit of the stake wins, positive.
    loss : float
        What a unit of the stake loses, in (0, 1].

    Returns
    -------
    array of shape (n,)
        Minus infinity where a loss takes everything.

    Examples
    --------
    Half as much again or 40 % less: with all, wealth shrinks; with a quarter, it grows.

    >>> growth_rate([0, 0.25, 1], 0.5, 0.5, 0.4).round(4).tolist()
    [0.0, 0.0062, -0.0527]
    """
    stakes = _stakes(stakes)
    p, gain, loss = _bet(p, gain, loss)
    won, lost = xlog1py(p, stakes * gain), xlog1py(1 - p, -stakes * loss)
    return np.asarray(won + lost, dtype=np.float64)


def _stakes(stakes: ArrayLike) -> FloatArray:
    stakes = check.vector("stakes", stakes)
    if np.any((stakes < 0) | (stakes > 1)):
        raise ValueError(f"stakes must be in [0, 1], got {stakes.tolist()}")
    return stakes


def best_stake(p: float, gain: float, loss: float) -> float:
    r"""The share of the wealth with the fastest growth, Kelly's fraction.

    .. math:: f^* = \frac pl - \frac{1 - p}g

    cut off at 0 (do not play) and at 1 (nothing is borrowed).

    Parameters
    ----------
    p : float
        Probability of a win, in [0, 1].
    gain : float
        What a unit of the stake wins, positive.
    loss : float
        What a unit of the stake loses, in (0, 1].

    Returns
    -------
    float
        A share in [0, 1].

    Examples
    --------
    >>> best_stake(0.5, 0.5, 0.4), round(best_stake(0.6, 1.0, 1.0), 3)
    (0.25, 0.2)
    """
    p, gain, loss = _bet(p, gain, loss)
    return float(min(1.0, max(0.0, p / loss - (1 - p) / gain)))


def bet_outcomes(stake: float, p: float, gain: float, loss: float, *, n_bets: int) -> BetOutcomes:
    r"""Distribution of the wealth after independent bets, from a wealth of 1.

    With :math:`k` wins the wealth is :math:`(1 + fg)^k (1 - fl)^{n - k}`, whatever their order,
    and its mean is :math:`(1 + f(pg - (1 - p)l))^n`.

    Parameters
    ----------
    stake : float
        Share :math:`f` of the wealth in every bet, in [0, 1].
    p : float
        Probability of a win, in [0, 1].
    gain : float
        What a unit of the stake wins, positive.
    loss : float
        What a unit of the stake loses, in (0, 1].
    n_bets : int
        Number of bets, at least 0.

    Returns
    -------
    BetOutcomes
        Probabilities and wealth by number of wins; mean, median, probability of a gain.

    Examples
    --------
    >>> after = bet_outcomes(1.0, 0.5, 0.5, 0.4, n_bets=100)
    >>> round(after.mean, 1), round(after.median, 4), round(after.ahead, 3)
    (131.5, 0.0052, 0.136)
    """
    stake = check.in_range("stake", stake, 0.0, 1.0)
    p, gain, loss = _bet(p, gain, loss)
    n = check.integer("n_bets", n_bets)
    wins = np.arange(n + 1)
    ways = gammaln(n + 1) - gammaln(wins + 1) - gammaln(n - wins + 1)
    probabilities = np.exp(ways + xlogy(wins, p) + xlog1py(n - wins, -p))
    log_wealth = xlog1py(wins, stake * gain) + xlog1py(n - wins, -stake * loss)
    wealth = np.exp(log_wealth)  # grows with the wins
    reached = np.cumsum(probabilities) >= 0.5 - 1e-9  # a sum that is 1/2 may be rounded below it
    return BetOutcomes(
        probabilities=probabilities,
        wealth=wealth,
        mean=float((1 + stake * (p * gain - (1 - p) * loss)) ** n),
        median=float(wealth[np.argmax(reached)]),
        # rounding leaves an even balance a little above 1
        ahead=float(probabilities[log_wealth > 1e-12 * max(n, 1)].sum()),
    )
