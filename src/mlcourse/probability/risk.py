r"""Variance and risk: what an uncertain gain is worth to someone who dislikes surprises.

Source: Pratt (1964), Risk aversion in the small and in the large; Markowitz (1952), Portfolio
selection.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["MeanVariance", "Portfolio", "certainty_equivalent", "mean_variance", "portfolio"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeanVariance(Result):
    """A gamble in two numbers, and its value when variance is charged for."""

    mean: float
    variance: float
    value: float  # mean - risk_aversion / 2 * variance


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Portfolio(Result):
    """Mean and spread of mixtures of assets."""

    mean: FloatArray  # (n_portfolios,)
    sigma: FloatArray  # (n_portfolios,)


def _gamble(probabilities: ArrayLike, gains: ArrayLike) -> tuple[FloatArray, FloatArray]:
    probabilities = check.probabilities("probabilities", probabilities)
    return probabilities, check.vector("gains", gains, length=probabilities.size)


def certainty_equivalent(probabilities: ArrayLike, gains: ArrayLike, risk_aversion: float) -> float:
    r"""The sure gain that is as good as the gamble, under exponential utility.

    .. math:: u(g) = \frac{1 - e^{-ag}}{a} \;\Rightarrow\;
              \mathrm{CE} = -\frac1a \log \sum_i p_i e^{-a g_i}

    Parameters
    ----------
    probabilities : array of shape (n,)
        Probabilities of the outcomes.
    gains : array of shape (n,)
        What each brings.
    risk_aversion : float
        :math:`a` of at least 0, in one over the unit of the gains; at 0 it is the mean.

    Returns
    -------
    float
        In the unit of the gains; between the worst outcome and the mean.

    Examples
    --------
    >>> [round(certainty_equivalent([0.5, 0.5], [0, 100], a), 1) for a in (0, 0.01, 0.1)]
    [50.0, 38.0, 6.9]
    """
    probabilities, gains = _gamble(probabilities, gains)
    a = check.non_negative("risk_aversion", risk_aversion)
    mean = float(probabilities @ gains)
    if a == 0:
        return mean
    # Around the mean, where small a would otherwise lose everything to cancellation.
    off = gains - mean
    if a * float(np.abs(off).max()) < 1:
        return mean - float(np.log1p(probabilities @ np.expm1(-a * off))) / a
    return mean - float(logsumexp(-a * off, b=probabilities)) / a


def mean_variance(probabilities: ArrayLike, gains: ArrayLike, risk_aversion: float) -> MeanVariance:
    r"""Value of a gamble by mean and variance, :math:`\mu - \tfrac a2 \sigma^2`.

    It is the certainty equivalent exactly for Gaussian gains, and nearly for small risks.

    Parameters
    ----------
    probabilities : array of shape (n,)
        Probabilities of the outcomes.
    gains : array of shape (n,)
        What each brings.
    risk_aversion : float
        :math:`a` of at least 0, in one over the unit of the gains.

    Returns
    -------
    MeanVariance
        Mean, variance and the value they give.

    Examples
    --------
    >>> gamble = mean_variance([0.5, 0.5], [0, 100], 0.01)
    >>> gamble.mean, gamble.variance, gamble.value
    (50.0, 2500.0, 37.5)
    """
    probabilities, gains = _gamble(probabilities, gains)
    a = check.non_negative("risk_aversion", risk_aversion)
    mean = float(probabilities @ gains)
    variance = float(probabilities @ (gains - mean) ** 2)
    return MeanVariance(mean=mean, variance=variance, value=mean - a / 2 * variance)


def portfolio(shares: ArrayLike, mean: ArrayLike, covariance: ArrayLike) -> Portfolio:
    r"""Mean and standard deviation of mixtures: variance falls when gains do not move together.

    .. math:: \mu_w = w^T \mu, \qquad \sigma_w^2 = w^T \Sigma w

    Parameters
    ----------
    shares : array of shape (n_portfolios, n_assets)
        Weights :math:`w`, one mixture a row.
    mean : array of shape (n_assets,)
        Expected gains of the assets.
    covariance : array of shape (n_assets, n_assets)
        Symmetric, without negative eigenvalues.

    Returns
    -------
    Portfolio
        Mean and standard deviation of each mixture, (n_portfolios,).

    Examples
    --------
    Two equal and independent assets: half of each has 1 / sqrt(2) of the risk.

    >>> mix = portfolio([[1.0, 0.0], [0.5, 0.5]], [5, 5], [[4, 0], [0, 4]])
    >>> mix.mean.tolist(), mix.sigma.round(3).tolist()
    ([5.0, 5.0], [2.0, 1.414])
    """
    mean = check.vector("mean", mean)
    shares = check.matrix("shares", shares, cols=mean.size)
    covariance = check.array("covariance", covariance, shape=(mean.size, mean.size))
    scale = np.abs(covariance).max()
    symmetric = np.allclose(covariance, covariance.T, rtol=0, atol=1e-12 * scale)
    # An eigenvalue of 0 may be rounded to a little below it.
    if not symmetric or np.linalg.eigvalsh(covariance)[0] < -1e-12 * scale * mean.size:
        raise ValueError(
            f"covariance must be symmetric without negative eigenvalues, got {covariance.tolist()}"
        )
    variance = ((shares @ covariance) * shares).sum(axis=1)
    return Portfolio(mean=shares @ mean, sigma=np.sqrt(np.maximum(variance, 0.0)))
