r"""The binormal model: two classes whose scores are normal, a threshold between them.

Negatives score :math:`N(0, 1)`, positives :math:`N(d, 1)`; a share :math:`\pi` is positive.

Source: Green and Swets (1966), Signal Detection Theory and Psychophysics, ch. 3; Fawcett
(2006), An introduction to ROC analysis, Pattern Recognition Letters 27.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result

__all__ = ["Binormal", "binormal"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Binormal(Result):
    """Exact rates at each threshold; trace them over many thresholds to draw the curves."""

    thresholds: FloatArray  # (m,)
    false_positive_rate: FloatArray  # (m,)
    true_positive_rate: FloatArray  # (m,) also called recall or sensitivity
    precision: FloatArray  # (m,) NaN where nothing is called positive
    accuracy: FloatArray  # (m,)
    matrix: FloatArray  # (m, 2, 2) shares [[TN, FP], [FN, TP]], sum 1
    area: float  # under the ROC curve; does not depend on the prevalence


def binormal(thresholds: ArrayLike, *, separation: float, prevalence: float) -> Binormal:
    r"""Confusion matrix, rates and precision of the binormal model, without sampling.

    At threshold :math:`t`: :math:`\mathrm{FPR} = \Phi(-t)`,
    :math:`\mathrm{TPR} = \Phi(d - t)`, precision
    :math:`\pi\,\mathrm{TPR} / (\pi\,\mathrm{TPR} + (1 - \pi)\,\mathrm{FPR})`, and the area
    under the ROC curve :math:`\Phi(d / \sqrt 2)`.  The prevalence enters only the precision
    and the matrix.

    Parameters
    ----------
    thresholds : array of shape (m,)
        Scores above it are called positive.
    separation : float
        :math:`d`, the distance of the two means in standard deviations, at least 0.
    prevalence : float
        :math:`\pi`, the share of positives, in [0, 1].

    Returns
    -------
    Binormal
        All rates at each threshold.

    Examples
    --------
    >>> model = binormal([1.0], separation=2, prevalence=0.1)
    >>> model.matrix.round(4).tolist()
    [[[0.7572, 0.1428], [0.0159, 0.0841]]]
    >>> model.precision.round(4).tolist(), round(model.area, 4)
    ([0.3708], 0.9214)
    """
    t = check.vector("thresholds", thresholds)
    separation = check.non_negative("separation", separation)
    prevalence = check.probability("prevalence", prevalence)
    fpr, tpr = ndtr(-t), ndtr(separation - t)
    tn, fp = (1 - prevalence) * ndtr(t), (1 - prevalence) * fpr
    fn, tp = prevalence * ndtr(t - separation), prevalence * tpr
    with np.errstate(divide="ignore", invalid="ignore"):  # nothing is called positive
        precision = tp / (tp + fp)
    return Binormal(
        thresholds=t,
        false_positive_rate=fpr,
        true_positive_rate=tpr,
        precision=precision,
        accuracy=tn + tp,
        matrix=np.stack([np.stack([tn, fp], axis=-1), np.stack([fn, tp], axis=-1)], axis=-2),
        area=float(ndtr(separation / np.sqrt(2))),
    )
