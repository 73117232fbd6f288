r"""Has the sampler arrived, and how much are its draws worth?

Autocorrelation, effective sample size, and R-hat: all take draws of one number, one chain a row.

Source: Vehtari et al. (2021), Rank-normalization, folding, and localization: an improved R-hat
for assessing convergence of MCMC; the monotone sequence is Geyer (1992), Practical Markov chain
Monte Carlo, section 3.3.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri
from scipy.stats import rankdata

from mlcourse import _check as check
from mlcourse._check import FloatArray

__all__ = [
    "autocorrelation",
    "effective_sample_size",
    "mcmc_standard_error",
    "rank_rhat",
    "split_rhat",
]


def _chains(draws: ArrayLike) -> FloatArray:
    draws = check.array("draws", draws, ndim=2)
    if draws.shape[1] < 4:
        raise ValueError(
            f"draws must have at least 4 draws a chain, got an array of shape {draws.shape}"
        )
    return draws


def _split(draws: FloatArray) -> FloatArray:
    """Cut each chain into two halves, so that a drift shows as a difference between chains."""
    half = draws.shape[1] // 2
    return np.vstack([draws[:, :half], draws[:, -half:]])


def _autocovariance(draws: FloatArray) -> FloatArray:
    n = draws.shape[1]
    centred = draws - draws.mean(axis=1, keepdims=True)
    # Zeros behind the draws, so that the circular product of the FFT does not wrap around.
    spectrum = np.fft.rfft(centred, 2 * n, axis=1)
    power = spectrum.real**2 + spectrum.imag**2
    return np.fft.irfft(power, 2 * n, axis=1)[:, :n] / n


def autocorrelation(draws: ArrayLike) -> FloatArray:
    r"""Correlation of each chain with itself, lag by lag.

    .. math:: \hat\rho_t = \frac{\sum_{i=1}^{n-t} (x_i - \bar x)(x_{i+t} - \bar x)}
              {\sum_{i=1}^{n} (x_i - \bar x)^2}

    Parameters
    ----------
    draws : array of shape (n_chains, n), n at least 4
        One chain a row.

    Returns
    -------
    array of shape (n_chains, n)
        Lags 0 to n - 1; a chain that never moves repeats itself entirely, so it gets 1s.

    Examples
    --------
    >>> autocorrelation([[1, -1, 1, -1]]).round(6).tolist()
    [[1.0, -0.75, 0.5, -0.25]]
    """
    draws = _chains(draws)
    covariance = _autocovariance(draws)
    still = np.ptp(draws, axis=1) == 0
    variance = np.where(still, 1.0, covariance[:, 0])
    return np.where(still[:, None], 1.0, covariance / variance[:, None])


def effective_sample_size(draws: ArrayLike) -> float:
    r"""Number of independent draws that would know the mean as well.

    .. math:: \mathrm{ESS} = \frac{mn}{1 + 2 \sum_{t \ge 1} \hat\rho_t}

    The autocorrelations combine all (halved) chains, so chains that disagree count as correlated.
    Their noisy tail is cut by Geyer's initial monotone sequence: sums of neighbouring pairs are
    taken while they are positive, and never allowed to rise.

    Parameters
    ----------
    draws : array of shape (n_chains, n), n at least 4
        One chain a row.

    Returns
    -------
    float
        Above the number of draws when the chains are antithetic; NaN if no chain ever moves.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> independent = rng.standard_normal((4, 1000))
    >>> bool(3400 < effective_sample_size(independent) < 4600)
    True
    >>> bool(effective_sample_size(np.repeat(independent, 10, axis=1)) < 4600)
    True
    """
    draws = _split(_chains(draws))
    if np.ptp(draws) == 0:
        return float("nan")
    m, n = draws.shape
    covariance = _autocovariance(draws).mean(axis=0)
    within = covariance[0] * n / (n - 1)
    total = covariance[0] + draws.mean(axis=1).var(ddof=1)
    rho = 1 - (within - covariance) / total
    rho[0] = 1.0
    pairs = rho[0 : n - n % 2 : 2] + rho[1::2]
    negative = np.flatnonzero(pairs < 0)
    end = int(negative[0]) if negative.size else pairs.size
    # Of the pair that ends the sum, the even lag alone may still be positive.
    tail = np.maximum(rho[2 * end], 0.0) if 2 * end < n else 0.0
    tau = -1 + 2 * np.minimum.accumulate(pairs[:end]).sum() + tail
    # Strongly antithetic chains would divide by almost nothing.
    return float(m * n / np.maximum(tau, 1 / np.log10(m * n)))


def mcmc_standard_error(draws: ArrayLike) -> float:
    r"""Standard error of the mean of correlated draws, :math:`s / \sqrt{\mathrm{ESS}}`.

    Parameters
    ----------
    draws : array of shape (n_chains, n), n at least 4
        One chain a row.

    Returns
    -------
    float
        In the unit of the draws; NaN if no chain ever moves.

    Examples
    --------
    >>> draws = np.random.default_rng(0).standard_normal((4, 2500))
    >>> round(mcmc_standard_error(draws), 3)
    0.01
    """
    draws = _chains(draws)
    return float(draws.std(ddof=1) / np.sqrt(effective_sample_size(draws)))


def _rhat(split: FloatArray) -> float:
    # Asked of the draws themselves: the variance of equal numbers may be rounded off zero.
    if np.all(np.ptp(split, axis=1) == 0):
        return float("inf") if np.ptp(split) > 0 else float("nan")
    n = split.shape[1]
    within = split.var(axis=1, ddof=1).mean()
    between = split.mean(axis=1).var(ddof=1)
    return float(np.sqrt((n - 1) / n + between / within))


def split_rhat(draws: ArrayLike) -> float:
    r"""Split R-hat: spread of all halves together against the spread inside them.

    .. math:: \hat R = \sqrt{\frac{\frac{n-1}{n} W + \frac1n B}{W}}

    with the mean variance :math:`W` within the halves and :math:`B = n \operatorname{var}` of
    their means. Near 1 when they agree.

    Parameters
    ----------
    draws : array of shape (n_chains, n), n at least 4
        One chain a row.

    Returns
    -------
    float
        NaN if no chain ever moves and all stand at one place, ``inf`` if at several.

    Examples
    --------
    >>> draws = np.random.default_rng(0).standard_normal((4, 1000))
    >>> round(split_rhat(draws), 2), bool(split_rhat(draws + [[0], [0], [0], [3]]) > 1.5)
    (1.0, True)
    """
    return _rhat(_split(_chains(draws)))


def rank_rhat(draws: ArrayLike) -> float:
    r"""Rank-normalised split R-hat: also for heavy tails, and for chains of unequal spread.

    The draws are replaced by the Gaussian scores of their ranks,
    :math:`z = \Phi^{-1}\bigl((r - 3/8) / (N + 1/4)\bigr)`; the same is done for their distances
    from the median (folded), and the larger R-hat counts. Below 1.01 is the usual wish.

    Parameters
    ----------
    draws : array of shape (n_chains, n), n at least 4
        One chain a row.

    Returns
    -------
    float
        NaN if no chain ever moves and all stand at one place, ``inf`` if at several.

    Examples
    --------
    Chains around one centre, but one of them wider, do not fool it:

    >>> draws = np.random.default_rng(0).standard_normal((4, 1000)) * [[1], [1], [1], [4]]
    >>> round(split_rhat(draws), 2), bool(rank_rhat(draws) > 1.1)
    (1.0, True)
    """
    split = _split(_chains(draws))
    folded = np.abs(split - np.median(split))
    return float(np.fmax(_rhat(_scores(split)), _rhat(_scores(folded))))


def _scores(x: FloatArray) -> FloatArray:
    ranks = rankdata(x, axis=None).reshape(x.shape)
    return ndtri((ranks - 3 / 8) / (x.size + 1 / 4))
