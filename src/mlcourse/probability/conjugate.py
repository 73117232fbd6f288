r"""Conjugate pairs: priors whose posterior is in the same family, known in closed form.

Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., sections 2.4 (beta), 2.5
(Gaussian with known variance) and 3.4 (Dirichlet).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, gammaln

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = [
    "BetaPath",
    "DirichletPosterior",
    "GaussianPath",
    "beta_bernoulli",
    "beta_binomial_pmf",
    "dirichlet_multinomial",
    "gaussian_gaussian",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BetaPath(Result):
    """Beta posteriors after 0, 1, ..., n coin tosses."""

    alpha: FloatArray  # (n + 1,) prior alpha plus the successes so far
    beta: FloatArray  # (n + 1,) prior beta plus the failures so far
    mean: FloatArray  # (n + 1,) also the predictive probability of a success
    sigma: FloatArray  # (n + 1,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DirichletPosterior(Result):
    """The posterior Dirichlet distribution of category probabilities."""

    alpha: FloatArray  # (k,)
    mean: FloatArray  # (k,) also the predictive probability of each category
    covariance: FloatArray  # (k, k)
    log_evidence: float  # log probability of the counts, in any order


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GaussianPath(Result):
    """Gaussian posteriors of a mean after 0, 1, ..., n measurements."""

    mean: FloatArray  # (n + 1,)
    sigma: FloatArray  # (n + 1,)
    predictive_sigma: FloatArray  # (n + 1,) spread of the next measurement


def beta_bernoulli(alpha: float, beta: float, outcomes: ArrayLike) -> BetaPath:
    r"""Learn a coin: a Beta prior and 0/1 outcomes give a Beta posterior.

    .. math:: p \sim \mathrm{Beta}(\alpha, \beta) \;\Rightarrow\;
              p \mid x_{1:n} \sim \mathrm{Beta}\Bigl(\alpha + \sum x_i,\;
              \beta + n - \sum x_i\Bigr)

    Parameters
    ----------
    alpha, beta : float
        Positive parameters of the prior: pretended successes and failures.
    outcomes : array of shape (n,)
        Zeros and ones in the order in which they came; may be empty.

    Returns
    -------
    BetaPath
        Parameters, mean and standard deviation after 0, 1, ..., n tosses.

    Examples
    --------
    >>> path = beta_bernoulli(1, 1, [1, 1, 0])
    >>> path.alpha.tolist(), path.beta.tolist()
    ([1.0, 2.0, 3.0, 3.0], [1.0, 1.0, 1.0, 2.0])
    >>> path.mean.round(3).tolist()
    [0.5, 0.667, 0.75, 0.6]
    """
    alpha = check.positive("alpha", alpha)
    beta = check.positive("beta", beta)
    outcomes = check.array("outcomes", outcomes, ndim=1, empty=True)
    if np.any((outcomes != 0) & (outcomes != 1)):
        bad = outcomes[(outcomes != 0) & (outcomes != 1)][0]
        raise ValueError(f"outcomes must be zeros and ones, got an entry {bad}")
    successes = np.cumsum(np.insert(outcomes, 0, 0.0))
    a = alpha + successes
    b = beta + np.arange(successes.size) - successes
    mean = a / (a + b)
    return BetaPath(alpha=a, beta=b, mean=mean, sigma=np.sqrt(mean * (1 - mean) / (a + b + 1)))


def beta_binomial_pmf(n_trials: int, alpha: float, beta: float) -> FloatArray:
    r"""Posterior predictive: probabilities of 0, 1, ..., n successes in n further tosses.

    .. math:: P(K = k) = \binom{n}{k} \frac{B(\alpha + k, \beta + n - k)}{B(\alpha, \beta)}

    It is wider than the binomial with the mean of the coin, because the coin is uncertain too.

    Parameters
    ----------
    n_trials : int
        Number of tosses, at least 0.
    alpha, beta : float
        Positive parameters of the Beta distribution of the coin.

    Returns
    -------
    array of shape (n_trials + 1,)
        Probabilities that sum to 1.

    Examples
    --------
    Under a flat prior every count is equally likely (Bayes' billiard table):

    >>> beta_binomial_pmf(4, 1, 1).round(6).tolist()
    [0.2, 0.2, 0.2, 0.2, 0.2]
    """
    n = check.integer("n_trials", n_trials)
    alpha = check.positive("alpha", alpha)
    beta = check.positive("beta", beta)
    k = np.arange(n + 1)
    log_choose = -np.log1p(n) - betaln(k + 1, n - k + 1)
    return np.exp(log_choose + betaln(alpha + k, beta + n - k) - betaln(alpha, beta))


def dirichlet_multinomial(alpha: ArrayLike, counts: ArrayLike) -> DirichletPosterior:
    r"""Learn a loaded die: add the counts to the parameters of the Dirichlet prior.

    .. math:: p \sim \mathrm{Dir}(\alpha) \;\Rightarrow\; p \mid c \sim \mathrm{Dir}(\alpha + c),
              \qquad \operatorname{E}[p_i \mid c] = \frac{\alpha_i + c_i}{\sum_j \alpha_j + c_j}

    Parameters
    ----------
    alpha : array of shape (k,)
        Positive parameters of the prior: pretended counts.
    counts : array of shape (k,)
        Whole numbers of at least 0: how often each category came.

    Returns
    -------
    DirichletPosterior
        Parameters, mean and covariance, and the log evidence of the counts.

    Examples
    --------
    >>> posterior = dirichlet_multinomial([1, 1, 1], [3, 0, 4])
    >>> posterior.mean.tolist()
    [0.4, 0.1, 0.5]
    """
    alpha = check.vector("alpha", alpha)
    if not np.all(alpha > 0):
        raise ValueError(f"alpha must be positive, got an entry {alpha.min()}")
    counts = check.labels("counts", counts, length=alpha.size).astype(np.float64)
    a = alpha + counts
    total, n = a.sum(), counts.sum()
    mean = a / total
    log_orders = gammaln(n + 1) - gammaln(counts + 1).sum()
    log_ratio = gammaln(alpha.sum()) - gammaln(total) + (gammaln(a) - gammaln(alpha)).sum()
    return DirichletPosterior(
        alpha=a,
        mean=mean,
        covariance=(np.diag(mean) - np.outer(mean, mean)) / (total + 1),
        log_evidence=float(log_orders + log_ratio),
    )


def gaussian_gaussian(
    prior_mean: float, prior_sigma: float, noise_sigma: float, sample: ArrayLike
) -> GaussianPath:
    r"""Learn the mean of a Gaussian with known spread: precisions add.

    .. math:: \frac{1}{s_n^2} = \frac{1}{s_0^2} + \frac{n}{\sigma^2}, \qquad
              m_n = s_n^2 \Bigl(\frac{m_0}{s_0^2} + \frac{\sum x_i}{\sigma^2}\Bigr)

    Parameters
    ----------
    prior_mean : float
        :math:`m_0`.
    prior_sigma, noise_sigma : float
        Positive :math:`s_0` and :math:`\sigma`, in the unit of the sample.
    sample : array of shape (n,)
        Measurements in the order in which they came; may be empty.

    Returns
    -------
    GaussianPath
        Mean and standard deviations after 0, 1, ..., n measurements.

    Examples
    --------
    One measurement as sure as the prior: meet in the middle, sqrt(2) surer.

    >>> path = gaussian_gaussian(0, 1, 1, [4])
    >>> path.mean.tolist(), path.sigma.round(3).tolist()
    ([0.0, 2.0], [1.0, 0.707])
    """
    prior_mean = check.real("prior_mean", prior_mean)
    prior_sigma = check.positive("prior_sigma", prior_sigma)
    noise_sigma = check.positive("noise_sigma", noise_sigma)
    sample = check.array("sample", sample, ndim=1, empty=True)
    n = np.arange(sample.size + 1)
    # Work with the ratio of variances: their inverses overflow for tiny spreads.
    ratio = (prior_sigma / noise_sigma) ** 2
    shift = np.cumsum(np.insert(sample - prior_mean, 0, 0.0))
    sigma = prior_sigma / np.sqrt(1 + n * ratio)
    return GaussianPath(
        mean=prior_mean + shift * ratio / (1 + n * ratio),
        sigma=sigma,
        predictive_sigma=np.hypot(sigma, noise_sigma),
    )
