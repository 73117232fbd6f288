r"""Bayesian linear regression with known noise: least squares with a Gaussian prior.

Source: Bishop (2006), Pattern Recognition and Machine Learning, section 3.3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = [
    "BayesRegression",
    "RegressionPrediction",
    "bayes_regression",
    "predict_bayes_regression",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BayesRegression(Result):
    """Gaussian posterior of the weights of a linear model."""

    mean: FloatArray  # (d,)
    covariance: FloatArray  # (d, d)
    noise_sigma: float
    log_evidence: float  # log density of the targets, with the weights integrated out


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegressionPrediction(Result):
    """The model at new inputs: its mean, and how unsure the line and the next point are."""

    mean: FloatArray  # (m,)
    line_sigma: FloatArray  # (m,) uncertainty of the weights alone
    point_sigma: FloatArray  # (m,) with the noise of a new target


def bayes_regression(
    features: ArrayLike, targets: ArrayLike, *, noise_sigma: float, prior_sigma: float
) -> BayesRegression:
    r"""Posterior of the weights in :math:`y = Xw + \varepsilon` with a Gaussian prior.

    .. math:: w \sim N(0, \tau^2 I),\; \varepsilon \sim N(0, \sigma^2 I) \;\Rightarrow\;
              S^{-1} = \frac{X^T X}{\sigma^2} + \frac{I}{\tau^2}, \quad
              m = \frac{S X^T y}{\sigma^2}

    The prior acts as ``d`` further data rows, so one QR factorisation of the taller matrix gives
    all, without squaring its condition number.

    Parameters
    ----------
    features : array of shape (n, d)
        One row an observation; include a column of ones for an intercept.
    targets : array of shape (n,)
        Observed values.
    noise_sigma : float
        Positive standard deviation :math:`\sigma` of the noise, in the unit of the targets.
    prior_sigma : float
        Positive standard deviation :math:`\tau` of every weight before the data.

    Returns
    -------
    BayesRegression
        Mean and covariance of the weights, and the log evidence.

    Examples
    --------
    A weak prior leaves the least-squares line (here y = 1 + 2 x):

    >>> features, targets = [[1, 0], [1, 1], [1, 2]], [1, 3, 5]
    >>> fit = bayes_regression(features, targets, noise_sigma=0.1, prior_sigma=100.0)
    >>> fit.mean.round(3).tolist()
    [1.0, 2.0]
    """
    features = check.matrix("features", features)
    n, d = features.shape
    targets = check.vector("targets", targets, length=n)
    noise_sigma = check.positive("noise_sigma", noise_sigma)
    prior_sigma = check.positive("prior_sigma", prior_sigma)
    rows = np.vstack([features / noise_sigma, np.eye(d) / prior_sigma])
    values = np.concatenate([targets / noise_sigma, np.zeros(d)])
    q, r = np.linalg.qr(rows)
    mean = solve_triangular(r, q.T @ values)
    root = solve_triangular(r, np.eye(d))
    misfit = values - rows @ mean
    log_volume = np.log(np.abs(np.diag(r))).sum() + d * np.log(prior_sigma)
    return BayesRegression(
        mean=mean,
        covariance=root @ root.T,
        noise_sigma=noise_sigma,
        log_evidence=float(
            -0.5 * n * np.log(2 * np.pi)
            - n * np.log(noise_sigma)
            - log_volume
            - 0.5 * misfit @ misfit
        ),
    )


def predict_bayes_regression(fit: BayesRegression, features: ArrayLike) -> RegressionPrediction:
    r"""Predict at new inputs, :math:`y_* \sim N(x_*^T m,\; x_*^T S x_* + \sigma^2)`.

    Parameters
    ----------
    fit : BayesRegression
        From :func:`bayes_regression`.
    features : array of shape (m, d)
        New inputs, with the columns of the fit.

    Returns
    -------
    RegressionPrediction
        Mean of each new target, and how unsure the line and the next point are.

    Examples
    --------
    >>> fit = bayes_regression([[1.0]], [2.0], noise_sigma=1.0, prior_sigma=1.0)
    >>> new = predict_bayes_regression(fit, [[1.0], [2.0]])
    >>> new.mean.round(3).tolist()
    [1.0, 2.0]
    >>> new.line_sigma.round(3).tolist(), new.point_sigma.round(3).tolist()
    ([0.707, 1.414], [1.225, 1.732])
    """
    if not isinstance(fit, BayesRegression):
        raise TypeError(f"fit must be a BayesRegression, got {type(fit).__name__}")
    features = check.matrix("features", features, cols=fit.mean.size)
    line_sigma = np.sqrt(((features @ fit.covariance) * features).sum(axis=1))
    return RegressionPrediction(
        mean=features @ fit.mean,
        line_sigma=line_sigma,
        point_sigma=np.hypot(line_sigma, fit.noise_sigma),
    )
