r"""ROC and precision-recall curves: every threshold of a score at once.

Source: Fawcett (2006), An introduction to ROC analysis, Pattern Recognition Letters 27; Davis
and Goadrich (2006), The relationship between precision-recall and ROC curves, ICML.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result

__all__ = ["PrecisionRecallCurve", "RocCurve", "precision_recall_curve", "roc_curve"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RocCurve(Result):
    """False against true positives; each row calls positive what scores at least a threshold."""

    thresholds: FloatArray  # (m,) falling; the first is infinite: nothing is called positive
    false_positive_rate: FloatArray  # (m,) rising from 0 to 1
    true_positive_rate: FloatArray  # (m,) rising from 0 to 1
    area: float  # P(a positive scores above a negative) + P(equal) / 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PrecisionRecallCurve(Result):
    """Precision against recall, one row for each threshold that calls something positive."""

    thresholds: FloatArray  # (m,) falling
    precision: FloatArray  # (m,)
    recall: FloatArray  # (m,) rising to 1
    average_precision: float  # precision weighted by the recall that each threshold adds


def _counts(labels: Any, scores: Any) -> tuple[FloatArray, IntArray, IntArray]:
    """Distinct scores, falling, and the true and false positives at each as threshold."""
    labels = check.labels("labels", labels, n_classes=2)
    scores = check.vector("scores", scores, length=len(labels))
    if len(np.unique(labels)) < 2:
        raise ValueError(f"labels must be labels of both classes, got only {labels[0]}")
    order = np.argsort(-scores, kind="stable")
    labels, scores = labels[order], scores[order]
    # Equal scores cross a threshold together: only the last of each run is a row.
    last = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    true_positives = np.cumsum(labels)[last]
    return scores[last], true_positives, last + 1 - true_positives


def roc_curve(labels: ArrayLike, scores: ArrayLike) -> RocCurve:
    r"""Return the receiver operating characteristic of a score and the area under it.

    Each class is judged by itself, so the curve does not change with how common they are.

    Parameters
    ----------
    labels : array of shape (n,)
        Labels 0 and 1, both present.
    scores : array of shape (n,)
        Higher means more likely positive; only the order matters.

    Returns
    -------
    RocCurve
        From (0, 0) to (1, 1), with the area by the trapezoidal rule.

    Raises
    ------
    ValueError
        If one of the two classes is missing.

    Examples
    --------
    >>> curve = roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> curve.false_positive_rate.tolist(), curve.true_positive_rate.tolist(), curve.area
    ([0.0, 0.0, 0.5, 0.5, 1.0], [0.0, 0.5, 0.5, 1.0, 1.0], 0.75)
    """
    thresholds, tp, fp = _counts(labels, scores)
    tpr = np.append(0.0, tp / tp[-1])
    fpr = np.append(0.0, fp / fp[-1])
    return RocCurve(
        thresholds=np.append(np.inf, thresholds),
        false_positive_rate=fpr,
        true_positive_rate=tpr,
        area=float((np.diff(fpr) * (tpr[1:] + tpr[:-1])).sum() / 2),
    )


def precision_recall_curve(labels: ArrayLike, scores: ArrayLike) -> PrecisionRecallCurve:
    r"""Return precision and recall at every threshold, and the average precision.

    :math:`AP = \sum_k (R_k - R_{k-1}) P_k` with :math:`R_0 = 0`.  Precision mixes both
    classes, so the curve sinks when positives are rare.

    Parameters
    ----------
    labels : array of shape (n,)
        Labels 0 and 1, both present.
    scores : array of shape (n,)
        Higher means more likely positive.

    Returns
    -------
    PrecisionRecallCurve
        One row for each distinct score, highest first.

    Raises
    ------
    ValueError
        If one of the two classes is missing.

    Examples
    --------
    >>> curve = precision_recall_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> curve.recall.tolist(), curve.precision.round(4).tolist()
    ([0.5, 0.5, 1.0, 1.0], [1.0, 0.5, 0.6667, 0.5])
    >>> round(curve.average_precision, 4)
    0.8333
    """
    thresholds, tp, fp = _counts(labels, scores)
    precision = tp / (tp + fp)
    recall = tp / tp[-1]
    return PrecisionRecallCurve(
        thresholds=thresholds,
        precision=precision,
        recall=recall,
        average_precision=float((np.diff(recall, prepend=0.0) * precision).sum()),
    )
