r"""Bayes' theorem: on finitely many hypotheses, in a diagnostic test, and on a grid.

.. math:: p(h \mid x) = \frac{p(x \mid h)\, p(h)}{\sum_{h'} p(x \mid h')\, p(h')}

Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., sections 1.3, 1.4 and 2.1;
the diagnostic test is Blitzstein and Hwang (2019), Introduction to Probability, example 2.3.9.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = [
    "BayesUpdates",
    "DiagnosticTest",
    "GridPosterior",
    "bayes_update",
    "diagnostic_test",
    "grid_posterior",
    "sequential_update",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BayesUpdates(Result):
    """Beliefs after 0, 1, ..., n observations."""

    belief: FloatArray  # (n + 1, n_hypotheses), row 0 the prior
    log_evidence: FloatArray  # (n + 1,) log probability of the observations so far


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DiagnosticTest(Result):
    """What a test result says; arrays have the shape of the prevalence, NaN for no such result."""

    positive_predictive: FloatArray  # P(ill | positive)
    negative_predictive: FloatArray  # P(healthy | negative)
    true_positive: FloatArray  # P(ill and positive); this and the next three sum to 1
    false_negative: FloatArray
    false_positive: FloatArray
    true_negative: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GridPosterior(Result):
    """A posterior density on a grid, by the trapezoid rule."""

    grid: FloatArray  # (n,)
    density: FloatArray  # (n,) integrates to 1
    weights: FloatArray  # (n,) share of the probability carried by each point; sums to 1
    mean: float
    sigma: float
    log_evidence: float


def bayes_update(prior: ArrayLike, likelihood: ArrayLike) -> FloatArray:
    r"""Belief after one observation, :math:`p(h \mid x) \propto p(x \mid h)\, p(h)`.

    Parameters
    ----------
    prior : array of shape (n_hypotheses,)
        Probabilities of the hypotheses: non-negative, summing to 1.
    likelihood : array of shape (n_hypotheses,)
        Non-negative probability (or density) of the observation under each hypothesis, positive
        for at least one that the prior allows.

    Returns
    -------
    array of shape (n_hypotheses,)
        The posterior.

    Raises
    ------
    ValueError
        If ``likelihood`` is 0 for every hypothesis that ``prior`` allows.

    Examples
    --------
    A fair coin or one with two heads? One head, seen once:

    >>> bayes_update([0.5, 0.5], [0.5, 1.0]).round(3).tolist()
    [0.333, 0.667]
    """
    prior = check.probabilities("prior", prior)
    likelihood = check.vector("likelihood", likelihood, length=prior.size)
    return _update("likelihood", prior, likelihood)[0]


def sequential_update(prior: ArrayLike, likelihoods: ArrayLike) -> BayesUpdates:
    r"""Update on one observation after another: each posterior is the next prior.

    For observations that are independent given the hypothesis, the last belief does not depend
    on their order.

    Parameters
    ----------
    prior : array of shape (n_hypotheses,)
        Probabilities of the hypotheses.
    likelihoods : array of shape (n, n_hypotheses)
        Row ``k`` is the likelihood of observation ``k`` under each hypothesis.

    Returns
    -------
    BayesUpdates
        Beliefs and log evidence after 0, 1, ..., n observations.

    Raises
    ------
    ValueError
        If an observation has likelihood 0 for every hypothesis still believed in.

    Examples
    --------
    >>> run = sequential_update([0.5, 0.5], [[0.5, 1.0], [0.5, 1.0], [0.5, 0.0]])
    >>> run.belief.round(2).tolist()
    [[0.5, 0.5], [0.33, 0.67], [0.2, 0.8], [1.0, 0.0]]
    """
    prior = check.probabilities("prior", prior)
    likelihoods = check.matrix("likelihoods", likelihoods, cols=prior.size)
    belief = [prior]
    log_evidence = [0.0]
    for likelihood in likelihoods:
        posterior, evidence = _update("likelihoods", belief[-1], likelihood)
        belief.append(posterior)
        log_evidence.append(log_evidence[-1] + float(np.log(evidence)))
    return BayesUpdates(belief=np.array(belief), log_evidence=np.array(log_evidence))


def _update(name: str, prior: FloatArray, likelihood: FloatArray) -> tuple[FloatArray, float]:
    if np.any(likelihood < 0):
        raise ValueError(f"{name} must be non-negative, got an entry {likelihood.min()}")
    joint = prior * likelihood
    evidence = float(joint.sum())
    if not evidence > 0:
        raise ValueError(
            f"{name} must be positive for some hypothesis still believed in, got {likelihood}"
        )
    return joint / evidence, evidence


def diagnostic_test(
    prevalence: ArrayLike, sensitivity: float, specificity: float
) -> DiagnosticTest:
    r"""Predictive values of a test: how likely is illness after a positive result?

    .. math:: P(\text{ill} \mid +) = \frac{s\,\pi}{s\,\pi + (1 - c)(1 - \pi)}

    with prevalence :math:`\pi`, sensitivity :math:`s` and specificity :math:`c`.

    Parameters
    ----------
    prevalence : float or array
        Share of people who are ill, in [0, 1]; an array gives the curve.
    sensitivity : float
        Probability of a positive result for the ill, in [0, 1].
    specificity : float
        Probability of a negative result for the healthy, in [0, 1].

    Returns
    -------
    DiagnosticTest
        Predictive values and the four joint probabilities, in the shape of ``prevalence``.

    Examples
    --------
    >>> float(diagnostic_test(0.01, 0.95, 0.95).positive_predictive.round(3))
    0.161
    """
    prevalence = check.array("prevalence", prevalence)
    if np.any((prevalence < 0) | (prevalence > 1)):
        bad = prevalence[(prevalence < 0) | (prevalence > 1)].flat[0]
        raise ValueError(f"prevalence must be in [0, 1], got {bad}")
    sensitivity = check.probability("sensitivity", sensitivity)
    specificity = check.probability("specificity", specificity)
    true_positive = prevalence * sensitivity
    false_negative = prevalence * (1 - sensitivity)
    false_positive = (1 - prevalence) * (1 - specificity)
    true_negative = (1 - prevalence) * specificity
    # 0 / 0 where a result never happens: there is no answer, so NaN.
    with np.errstate(invalid="ignore"):
        positive_predictive = np.asarray(true_positive / (true_positive + false_positive))
        negative_predictive = np.asarray(true_negative / (true_negative + false_negative))
    return DiagnosticTest(
        positive_predictive=positive_predictive,
        negative_predictive=negative_predictive,
        true_positive=true_positive,
        false_negative=false_negative,
        false_positive=false_positive,
        true_negative=true_negative,
    )


def grid_posterior(
    grid: ArrayLike,
    log_prior: Callable[[FloatArray], ArrayLike],
    log_likelihood: Callable[[FloatArray], ArrayLike],
) -> GridPosterior:
    r"""Posterior of one parameter on a grid: multiply, then divide by the trapezoid integral.

    Logarithms are shifted by their largest value first, so that the product of many small
    likelihoods does not underflow.

    Parameters
    ----------
    grid : array of shape (n,), n at least 2
        Parameter values, strictly increasing, in any spacing.
    log_prior, log_likelihood : callable
        Take the grid and return an array of its shape; ``-inf`` marks the impossible. The prior
        need not be normalised; then the evidence is not, either.

    Returns
    -------
    GridPosterior
        Density and weights on the grid, mean, standard deviation and log evidence.

    Raises
    ------
    ValueError
        If a function returns NaN, ``inf`` or a wrong shape, or if no grid point is possible
        under both.

    Examples
    --------
    Seven heads in ten tosses under a flat prior: Beta(8, 4), with mean 2/3.

    >>> grid = np.linspace(0.001, 0.999, 999)
    >>> posterior = grid_posterior(
    ...     grid,
    ...     lambda p: np.zeros_like(p),
    ...     lambda p: 7 * np.log(p) + 3 * np.log(1 - p),
    ... )
    >>> round(posterior.mean, 4), round(posterior.sigma, 4)
    (0.6667, 0.1307)
    """
    grid = check.vector("grid", grid)
    steps = np.diff(grid)
    if grid.size < 2 or not np.all(steps > 0):
        raise ValueError(f"grid must be at least two increasing numbers, got {grid}")
    log_joint = _log_values("log_prior", log_prior, grid)
    log_joint = log_joint + _log_values("log_likelihood", log_likelihood, grid)
    top = float(log_joint.max())
    if top == -np.inf:
        raise ValueError("log_likelihood must be finite where log_prior is, got -inf everywhere")
    joint = np.exp(log_joint - top)
    lengths = np.append(steps, 0.0) / 2 + np.insert(steps, 0, 0.0) / 2
    total = float(joint @ lengths)
    weights = joint * lengths / total
    mean = float(weights @ grid)
    return GridPosterior(
        grid=grid,
        density=joint / total,
        weights=weights,
        mean=mean,
        sigma=float(np.sqrt(weights @ (grid - mean) ** 2)),
        log_evidence=top + float(np.log(total)),
    )


def _log_values(name: str, fun: Callable[[FloatArray], ArrayLike], grid: FloatArray) -> FloatArray:
    out = np.asarray(check.function(name, fun)(grid), dtype=np.float64)
    if out.shape != grid.shape or np.any(np.isnan(out) | (out == np.inf)):
        raise ValueError(f"{name} must return one number below inf for each grid point, got {out}")
    return out
