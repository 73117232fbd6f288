r"""Choosing a model for data: likelihood, AIC, Q-Q plot, and how near a Gaussian a binomial is.

Source: Akaike (1974), A new look at the statistical model identification, IEEE TAC 19; Burnham
and Anderson (2002), Model Selection and Multimodel Inference, section 2.9 (weights); Wilk and
Gnanadesikan (1968), Probability plotting methods, Biometrika 55.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.probability.discrete import Binomial
from mlcourse.probability.family import Distribution, Univariate
from mlcourse.probability.total_variation import half_distance

__all__ = [
    "BinomialGaussian",
    "ModelTable",
    "QuantilePlot",
    "aic",
    "binomial_to_gaussian",
    "compare_models",
    "quantile_plot",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelTable(Result):
    """Models of the same data, in the order given."""

    names: tuple[str, ...]
    n_parameters: tuple[int, ...]
    log_likelihood: FloatArray  # (n_models,)
    aic: FloatArray  # (n_models,) lower is better
    weight: FloatArray  # (n_models,) exp(-difference from the best / 2), summing to 1
    best: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QuantilePlot(Result):
    """Points of a Q-Q plot: on the diagonal where the model fits."""

    probabilities: FloatArray  # (n,) (i - 1/2) / n
    theoretical: FloatArray  # (n,) quantiles of the model
    observed: FloatArray  # (n,) the data in order


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BinomialGaussian(Result):
    """A binomial beside the Gaussian of the same mean and variance."""

    counts: FloatArray  # (n + 1,) 0 ... n_trials
    binomial: FloatArray  # (n + 1,) P(X = k)
    gaussian: FloatArray  # (n + 1,) Gaussian probability of [k - 1/2, k + 1/2]
    total_variation: float


def _distribution(name: str, value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be a {kind.__name__} of mlcourse, got {value!r:.60}")
    return value


def aic(distribution: Distribution, sample: ArrayLike) -> float:
    r"""Akaike's information criterion of a fitted model, :math:`2k - 2\log L`.

    Parameters
    ----------
    distribution : Distribution
        The model, with its k parameters fitted to ``sample``.
    sample : array
        The data: any shape for a distribution on the line, (n, k) for one of vectors.

    Returns
    -------
    float
        Lower is better; infinite if the model gives some datum probability 0.

    Examples
    --------
    >>> from mlcourse.probability.continuous import Gaussian
    >>> sample = [1.0, 3.0]
    >>> round(aic(Gaussian.fit(sample), sample), 4)
    9.6758
    """
    model = _distribution("distribution", distribution, Distribution)
    return 2.0 * model.n_parameters - 2.0 * model.log_likelihood(sample)


def compare_models(models: Mapping[str, Distribution], sample: ArrayLike) -> ModelTable:
    r"""Log-likelihood, AIC and Akaike weights of several models of the same data.

    .. math:: w_i \propto \exp(-(\mathrm{AIC}_i - \min_j \mathrm{AIC}_j)/2)

    Parameters
    ----------
    models : mapping from str to Distribution
        At least one fitted model; compare densities with densities, not with probabilities.
    sample : array
        The data.

    Returns
    -------
    ModelTable
        Log-likelihood, AIC and weight of each model, in the order given.

    Raises
    ------
    ValueError
        If every model gives the data probability 0.

    Examples
    --------
    >>> from mlcourse.probability.continuous import Exponential, Uniform
    >>> sample = [0.1, 0.2, 0.4, 3.0]
    >>> models = {"wait": Exponential.fit(sample), "flat": Uniform.fit(sample)}
    >>> table = compare_models(models, sample)
    >>> table.best, table.aic.round(2).tolist()
    ('wait', [9.38, 12.52])
    """
    if not isinstance(models, Mapping) or not models:
        raise TypeError(f"models must be a mapping from names to models, got {models!r:.60}")
    for model in models.values():
        _distribution("models", model, Distribution)
    criterion = np.array([aic(model, sample) for model in models.values()])
    best = int(np.argmin(criterion))
    if not np.isfinite(criterion[best]):
        raise ValueError(
            "models must hold one with a finite likelihood of sample, "
            f"got a lowest AIC of {criterion[best]}"
        )
    weight = np.exp(-(criterion - criterion[best]) / 2)
    n_parameters = tuple(model.n_parameters for model in models.values())
    return ModelTable(
        names=tuple(models),
        n_parameters=n_parameters,
        log_likelihood=np.array(n_parameters) - criterion / 2,
        aic=criterion,
        weight=weight / weight.sum(),
        best=tuple(models)[best],
    )


def quantile_plot(distribution: Univariate, sample: ArrayLike) -> QuantilePlot:
    r"""Data in order against the model's quantiles at :math:`(i - \tfrac12)/n`.

    Parameters
    ----------
    distribution : Univariate
        The model, a distribution on the line.
    sample : array of shape (n,)
        The data.

    Returns
    -------
    QuantilePlot
        Quantiles of the model beside the data in order, (n,) each.

    Examples
    --------
    >>> from mlcourse.probability.continuous import Uniform
    >>> plot = quantile_plot(Uniform(low=0.0, high=1.0), [0.7, 0.2])
    >>> plot.theoretical.tolist(), plot.observed.tolist()
    ([0.25, 0.75], [0.2, 0.7])
    """
    model = _distribution("distribution", distribution, Univariate)
    sample = check.vector("sample", sample)
    probabilities = (np.arange(sample.size) + 0.5) / sample.size
    return QuantilePlot(
        probabilities=probabilities,
        theoretical=model.quantile(probabilities),
        observed=np.sort(sample),
    )


def binomial_to_gaussian(n_trials: int, p: float) -> BinomialGaussian:
    r"""How far a binomial is from the Gaussian of the same mean and variance.

    A distribution on whole numbers and a density are always at distance 1, so the Gaussian is
    rounded to whole numbers first (the continuity correction):

    .. math:: q_k = \Phi\Bigl(\frac{k + \frac12 - np}{\sqrt{np(1-p)}}\Bigr)
                  - \Phi\Bigl(\frac{k - \frac12 - np}{\sqrt{np(1-p)}}\Bigr), \qquad
              d = \tfrac12 \sum_{k=-\infty}^{\infty} |p_k - q_k|

    It falls as :math:`1/\sqrt n`, and as 1/n for p = 1/2, where no skewness is left.

    Parameters
    ----------
    n_trials : int
        Number of trials, at least 1.
    p : float
        Probability of success, in (0, 1).

    Returns
    -------
    BinomialGaussian
        Both probabilities of every count, (n_trials + 1,), and their total variation.

    Examples
    --------
    >>> [round(binomial_to_gaussian(n, 0.1).total_variation, 3) for n in (10, 100, 1000)]
    [0.12, 0.034, 0.011]
    """
    n = check.integer("n_trials", n_trials, low=1)
    p = check.in_range("p", p, 0.0, 1.0, open_low=True, open_high=True)
    model = Binomial(n_trials=n, p=p)
    counts = np.arange(n + 1, dtype=np.float64)
    exact = model.pmf(counts)
    edges = (np.arange(n + 2) - 0.5 - model.mean) / model.variance**0.5
    # In the upper tail the complement keeps the digits that a difference near 1 would lose.
    below, above = ndtr(edges), ndtr(-edges)
    gaussian = np.where(edges[:-1] > 0, above[:-1] - above[1:], below[1:] - below[:-1])
    outside = below[0] + above[-1]
    return BinomialGaussian(
        counts=counts,
        binomial=exact,
        gaussian=gaussian,
        total_variation=float(half_distance(exact, gaussian) + outside / 2),
    )
