r"""Where to draw the line between two classes when the two errors cost differently.

Scores are Gaussian with standard deviation 1, around 0 for negatives and around the separation
for positives; a score above the threshold is called positive.

Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, 2nd ed.,
sections 2.4 and 4.3; Berger (1985), Statistical Decision Theory, section 4.4.3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = [
    "SampleThreshold",
    "ThresholdLoss",
    "best_threshold",
    "sample_threshold",
    "threshold_loss",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThresholdLoss(Result):
    """Error probabilities and expected loss of every threshold."""

    false_positive_rate: FloatArray  # (n,) share of the negatives called positive
    false_negative_rate: FloatArray  # (n,) share of the positives called negative
    expected_loss: FloatArray  # (n,) cost of one case on average


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SampleThreshold(Result):
    """The threshold that would have been cheapest on a sample."""

    threshold: float  # halfway between two neighbouring scores, or beyond the last
    mean_loss: float  # cost of one case on average, on this sample


def _costs(
    cost_false_positive: float, cost_false_negative: float, prior: float, separation: float
) -> tuple[float, float, float, float]:
    return (
        check.positive("cost_false_positive", cost_false_positive),
        check.positive("cost_false_negative", cost_false_negative),
        check.in_range("prior", prior, 0.0, 1.0, open_low=True, open_high=True),
        check.positive("separation", separation),
    )


def threshold_loss(
    thresholds: ArrayLike,
    cost_false_positive: float,
    cost_false_negative: float,
    prior: float,
    separation: float,
) -> ThresholdLoss:
    r"""Expected loss of calling every score above a threshold positive.

    .. math:: R(t) = (1 - \pi)\, c_{FP}\, \Phi(-t) + \pi\, c_{FN}\, \Phi(t - d)

    Parameters
    ----------
    thresholds : array of shape (n,)
        In standard deviations of the scores.
    cost_false_positive, cost_false_negative : float
        Positive costs :math:`c_{FP}, c_{FN}` of the two errors, in one unit.
    prior : float
        Share :math:`\pi` of positives, in (0, 1).
    separation : float
        Positive distance :math:`d` between the two means, in standard deviations.

    Returns
    -------
    ThresholdLoss
        Both error rates and the expected loss at each threshold, (n,).

    Examples
    --------
    >>> curve = threshold_loss([0, 1, 2], 1, 1, 0.5, 2)
    >>> curve.expected_loss.round(3).tolist()
    [0.261, 0.159, 0.261]
    """
    thresholds = check.vector("thresholds", thresholds)
    c_fp, c_fn, prior, d = _costs(cost_false_positive, cost_false_negative, prior, separation)
    false_positive_rate = ndtr(-thresholds)
    false_negative_rate = ndtr(thresholds - d)
    return ThresholdLoss(
        false_positive_rate=false_positive_rate,
        false_negative_rate=false_negative_rate,
        expected_loss=(1 - prior) * c_fp * false_positive_rate + prior * c_fn * false_negative_rate,
    )


def best_threshold(
    cost_false_positive: float, cost_false_negative: float, prior: float, separation: float
) -> float:
    r"""The threshold of smallest expected loss: where both errors cost the same at the margin.

    .. math:: t^* = \frac d2 + \frac1d \log \frac{(1 - \pi)\, c_{FP}}{\pi\, c_{FN}}

    Parameters
    ----------
    cost_false_positive, cost_false_negative : float
        Positive costs of the two errors, in one unit.
    prior : float
        Share :math:`\pi` of positives, in (0, 1).
    separation : float
        Positive distance :math:`d` between the two means, in standard deviations.

    Returns
    -------
    float
        In standard deviations of the scores.

    Examples
    --------
    Missing a case is ten times as bad, so the alarm is set lower than halfway:

    >>> best_threshold(1, 1, 0.5, 2), round(best_threshold(1, 10, 0.5, 2), 3)
    (1.0, -0.151)
    """
    c_fp, c_fn, prior, d = _costs(cost_false_positive, cost_false_negative, prior, separation)
    # A difference of logarithms, because the ratio of extreme costs may overflow.
    log_odds = np.log(c_fp) - np.log(c_fn) + np.log1p(-prior) - np.log(prior)
    return float(d / 2 + log_odds / d)


def sample_threshold(
    scores: ArrayLike,
    labels: ArrayLike,
    cost_false_positive: float,
    cost_false_negative: float,
) -> SampleThreshold:
    r"""The threshold of smallest mean loss on scored cases whose class is known.

    A score above the threshold is called positive. Of several best thresholds, the lowest.

    Parameters
    ----------
    scores : array of shape (n,)
        The larger, the likelier positive.
    labels : array of shape (n,)
        1 for the positives, 0 for the negatives.
    cost_false_positive, cost_false_negative : float
        Positive costs of the two errors, in one unit.

    Returns
    -------
    SampleThreshold
        The threshold, minus or plus infinity where all or none should be called positive, and
        its mean loss.

    Examples
    --------
    >>> best = sample_threshold([1, 2, 3, 4, 5], [0, 1, 0, 0, 1], 1, 10)
    >>> best.threshold, best.mean_loss
    (1.5, 0.4)
    """
    scores = check.vector("scores", scores)
    labels = check.labels("labels", labels, length=scores.size, n_classes=2)
    c_fp = check.positive("cost_false_positive", cost_false_positive)
    c_fn = check.positive("cost_false_negative", cost_false_negative)
    values, group = np.unique(scores, return_inverse=True)
    positives = np.bincount(group, weights=labels, minlength=values.size)
    negatives = np.bincount(group, minlength=values.size) - positives
    # cut k leaves the k lowest values below the threshold
    missed = np.concatenate([[0.0], np.cumsum(positives)])
    alarms = negatives.sum() - np.concatenate([[0.0], np.cumsum(negatives)])
    loss = (c_fp * alarms + c_fn * missed) / scores.size
    edges = np.concatenate([[-np.inf], (values[1:] + values[:-1]) / 2, [np.inf]])
    best = int(np.argmin(loss))
    return SampleThreshold(threshold=float(edges[best]), mean_loss=float(loss[best]))
