r"""How often predicted classes are right, and in which way they are wrong.

For two classes, 1 is the positive one.  A share of nothing (precision when nothing is called
positive) is NaN: it is not a number, and no convention makes it one.

Source: Manning, Raghavan and Schuetze (2008), Introduction to Information Retrieval, section
8.3; Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.2 (log loss).
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import IntArray

__all__ = [
    "accuracy_score",
    "confusion_matrix",
    "f1_score",
    "log_loss",
    "precision_score",
    "recall_score",
]


def confusion_matrix(labels: ArrayLike, predictions: ArrayLike, *, n_classes: int = 2) -> IntArray:
    """Count true class against predicted class.

    Entry ``[i, j]`` counts the rows of class ``i`` that were called ``j``; for two classes
    ``[[TN, FP], [FN, TP]]``.

    Parameters
    ----------
    labels, predictions : arrays of shape (n,)
        Labels 0 to ``n_classes - 1``.
    n_classes : int
        How many classes, at least 2.

    Returns
    -------
    array of shape (n_classes, n_classes), int64
        Counts that sum to ``n``; the diagonal holds what is right.

    Examples
    --------
    >>> confusion_matrix([0, 0, 0, 1, 1], [0, 1, 0, 1, 0]).tolist()
    [[2, 1], [1, 1]]
    """
    n_classes = check.integer("n_classes", n_classes, low=2)
    labels = check.labels("labels", labels, n_classes=n_classes)
    predictions = check.labels("predictions", predictions, length=len(labels), n_classes=n_classes)
    # bincount takes whole numbers of the index type only, which has 32 bits in the browser.
    cell = (n_classes * labels + predictions).astype(np.intp)
    cells = np.bincount(cell, minlength=n_classes**2)
    return cells.reshape(n_classes, n_classes).astype(np.int64)


def _share(part: Any, whole: Any) -> float:
    return float(part / whole) if whole > 0 else float("nan")


def accuracy_score(labels: ArrayLike, predictions: ArrayLike) -> float:
    """Return the share of labels that are right, for any number of classes.

    Parameters
    ----------
    labels, predictions : arrays of shape (n,)
        Labels 0, 1, 2, ...

    Returns
    -------
    float
        From 0 to 1; higher is better.

    Examples
    --------
    >>> accuracy_score([0, 1, 2, 2], [0, 1, 1, 2])
    0.75
    """
    labels = check.labels("labels", labels)
    predictions = check.labels("predictions", predictions, length=len(labels))
    return float((labels == predictions).mean())


def precision_score(labels: ArrayLike, predictions: ArrayLike) -> float:
    r"""Return :math:`TP / (TP + FP)`: of those called positive, how many are?

    Parameters
    ----------
    labels, predictions : arrays of shape (n,)
        Labels 0 and 1.

    Returns
    -------
    float
        From 0 to 1; NaN if nothing is called positive.

    Examples
    --------
    >>> precision_score([0, 0, 1, 1, 1], [0, 1, 1, 1, 0])
    0.6666666666666666
    """
    (_, fp), (_, tp) = confusion_matrix(labels, predictions)
    return _share(tp, tp + fp)


def recall_score(labels: ArrayLike, predictions: ArrayLike) -> float:
    r"""Return :math:`TP / (TP + FN)`: of those that are positive, how many are found?

    Parameters
    ----------
    labels, predictions : arrays of shape (n,)
        Labels 0 and 1.

    Returns
    -------
    float
        From 0 to 1; NaN if nothing is positive.

    Examples
    --------
    >>> recall_score([0, 0, 1, 1, 1, 1], [0, 1, 1, 1, 0, 1])
    0.75
    """
    _, (fn, tp) = confusion_matrix(labels, predictions)
    return _share(tp, tp + fn)


def f1_score(labels: ArrayLike, predictions: ArrayLike) -> float:
    r"""Return the harmonic mean of precision and recall, :math:`2TP / (2TP + FP + FN)`.

    Parameters
    ----------
    labels, predictions : arrays of shape (n,)
        Labels 0 and 1.

    Returns
    -------
    float
        From 0 to 1; NaN if nothing is positive nor called so.

    Examples
    --------
    >>> f1_score([0, 0, 1, 1, 1], [0, 1, 1, 1, 1])
    0.8571428571428571
    """
    (_, fp), (fn, tp) = confusion_matrix(labels, predictions)
    return _share(2 * tp, 2 * tp + fp + fn)


def log_loss(labels: ArrayLike, probabilities: ArrayLike) -> float:
    r"""Return the mean of :math:`-\log p_i(y_i)`, the surprise at the true classes, in nats.

    Parameters
    ----------
    labels : array of shape (n,)
        Labels 0 to ``k - 1``.
    probabilities : array of shape (n,) or (n, k)
        Probability of class 1, or of every class; rows sum to 1.

    Returns
    -------
    float
        At least 0, smaller is better; infinite if something happened that was called
        impossible.

    Examples
    --------
    >>> round(log_loss([1, 0], [0.9, 0.2]), 4)
    0.1643
    >>> round(log_loss([2, 0], [[0.1, 0.1, 0.8], [0.5, 0.3, 0.2]]), 4)
    0.4581
    """
    p = check.array("probabilities", probabilities, ndim=(1, 2))
    if p.ndim == 1:
        if np.any((p < 0) | (p > 1)):
            bad = p[(p < 0) | (p > 1)][0]
            raise ValueError(f"probabilities must be in [0, 1], got an entry {bad}")
        p = np.column_stack([1.0 - p, p])
    p = check.probabilities("probabilities", p, ndim=2)
    labels = check.labels("labels", labels, n_classes=p.shape[1])
    if len(p) != len(labels):
        raise ValueError(f"probabilities must be {len(labels)} rows, got {len(p)}")
    with np.errstate(divide="ignore"):  # an impossible event happened: the loss is infinite
        return float(-np.log(p[np.arange(len(p)), labels]).mean())
