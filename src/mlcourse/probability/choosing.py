r"""Choosing a model for data: likelihood, AIC, Q-Q plot, distance between distributions.

Source: Akaike (1974), A new look at the statistical model identification, IEEE TAC 19; Burnham
and Anderson (2002), Model Selection and Multimodel Inference, section 2.9 (weights); Wilk and
Gnanadesikan (1968), Probability plotting methods, Biometrika 55.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from mlcourse import _check as check
from mlcourse._result import Result
from mlcourse.probability.discrete import Binomial
from mlcourse.probability.family import Distribution, Univariate

__all__ = [
    "BinomialGaussian",
    "ModelTable",
    "QuantilePlot",
    "aic",
    "binomial_to_gaussian",
    "compare_models",
    "quantile_plot",
    "total_variation",
]

FloatArray = NDArray[np.float64]


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

    probability: FloatArray  # (n,) (i - 1/2) / n
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


def aic(distribution: Distribution, x: ArrayLike) -> float:
    r"""Akaike's information criterion of a fitted model, :math:`2k - 2\log L`.

    Parameters
    ----------
    distribution : Distribution
        The model, with its k parameters fitted to ``x``.
    x : array
        The data: any shape for a distribution on the line, (n, k) for one of vectors.

    Returns
    -------
    float
        Lower is better; infinite if the model gives some datum probability 0.

    Raises
    ------
    ValueError, TypeError
        If ``distribution`` is not one of the course's, or ``x`` not a finite array for it.

    Examples
    --------
    >>> from mlcourse.probability.continuous import Gaussian
    >>> x = [1.0, 3.0]
    >>> round(aic(Gaussian.fit(x), x), 4)
    9.6758
    """
    model = _distribution("distribution", distribution, Distribution)
    return 2.0 * model.n_parameters - 2.0 * model.log_likelihood(x)


def compare_models(models: Mapping[str, Distribution], x: ArrayLike) -> ModelTable:
    r"""Log-likelihood, AIC and Akaike weights of several models of the same data.

    .. math:: w_i \propto \exp(-(\mathrm{AIC}_i - \min_j \mathrm{AIC}_j)/2)

    Parameters
    ----------
    models : mapping from str to Distribution
        At least one fitted model; compare densities with densities, not with probabilities.
    x : array
        The data.

    Returns
    -------
    ModelTable

    Raises
    ------
    ValueError, TypeError
        If ``models`` is not such a mapping, if no model can produce the data, or ``x`` is not
        a finite array.

    Examples
    --------
    >>> from mlcourse.probability.continuous import Exponential, Uniform
    >>> x = [0.1, 0.2, 0.4, 3.0]
    >>> table = compare_models({"wait": Exponential.fit(x), "flat": Uniform.fit(x)}, x)
    >>> table.best, table.aic.round(2).tolist()
    ('wait', [9.38, 12.52])
    """
    if not isinstance(models, Mapping) or not models:
        raise TypeError(f"models must be a mapping from names to models, got {models!r:.60}")
    for model in models.values():
        _distribution("models", model, Distribution)
    criterion = np.array([aic(model, x) for model in models.values()])
    best = int(np.argmin(criterion))
    if not np.isfinite(criterion[best]):
        raise ValueError(
            "models must hold one with a finite likelihood of x, "
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


def quantile_plot(distribution: Univariate, x: ArrayLike) -> QuantilePlot:
    r"""Data in order against the model's quantiles at :math:`(i - \tfrac12)/n`.

    Parameters
    ----------
    distribution : Univariate
        The model, a distribution on the line.
    x : array of shape (n,)
        The data.

    Returns
    -------
    QuantilePlot

    Raises
    ------
    ValueError, TypeError
        If ``distribution`` is not a distribution on the line, or ``x`` not a finite vector.

    Examples
    --------
    >>> from mlcourse.probability.continuous import Uniform
    >>> plot = quantile_plot(Uniform(low=0.0, high=1.0), [0.7, 0.2])
    >>> plot.theoretical.tolist(), plot.observed.tolist()
    ([0.25, 0.75], [0.2, 0.7])
    """
    model = _distribution("distribution", distribution, Univariate)
    x = check.vector("x", x)
    probability = (np.arange(x.size) + 0.5) / x.size
    return QuantilePlot(
        probability=probability, theoretical=model.quantile(probability), observed=np.sort(x)
    )


def total_variation(p: ArrayLike, q: ArrayLike) -> float:
    r"""Largest difference of any event's probability, :math:`\tfrac12\sum_i |p_i - q_i|`.

    Parameters
    ----------
    p, q : arrays of shape (n,)
        Two probability vectors on the same outcomes.

    Returns
    -------
    float
        From 0 (equal) to 1 (no outcome in common).

    Raises
    ------
    ValueError, TypeError
        If an argument is not a probability vector, or their lengths differ.

    Examples
    --------
    >>> total_variation([0.5, 0.5, 0.0], [0.25, 0.5, 0.25])
    0.25
    """
    p, q = check.probabilities("p", p), check.probabilities("q", q)
    if p.shape != q.shape:
        raise ValueError(f"q must be as long as p, {p.size}, got {q.size} entries")
    return float(0.5 * np.abs(p - q).sum())


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

    Raises
    ------
    ValueError, TypeError
        If an argument is out of its range.

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
        total_variation=float(0.5 * (np.abs(exact - gaussian).sum() + outside)),
    )
