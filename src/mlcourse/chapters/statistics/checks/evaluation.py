r"""Judging a classifier: its four counts, its precision elsewhere, its recall at a price.

Source: Fawcett (2006), An introduction to ROC analysis, Pattern Recognition Letters 27.

Examples
--------
>>> def moved_precision(matrix, share):
...     (tn, fp), (fn, tp) = matrix
...     found, alarms = share * tp / (tp + fn), (1 - share) * fp / (fp + tn)
...     return found / (found + alarms)
>>> result = check_moved_precision(moved_precision)
✓ moved_precision: 50 random inputs agree.
"""

from typing import Any

import numpy as np

from mlcourse._check import FloatArray, IntArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs

__all__ = [
    "check_best_recall",
    "check_matrix_from_report",
    "check_moved_precision",
    "check_which_test",
]


def _draw_report(rng: np.random.Generator) -> Inputs:
    tp, fn = int(rng.integers(10, 60)), int(rng.integers(3, 30))
    fp = int(rng.choice([k for k in range(4, 50) if k not in (fn, tp)]))
    tn = int(rng.integers(200, 900))
    return {
        "n": tp + fn + fp + tn,
        "ill": tp + fn,
        "recall": tp / (tp + fn),
        "precision": tp / (tp + fp),
    }


def _counts(n: int, ill: int, recall: float, precision: float) -> list[list[float]]:
    tp = recall * ill
    fp = tp / precision - tp
    return [[n - ill - fp, fp], [ill - tp, tp]]


def _shuffled(order: str) -> Any:
    def matrix(n: int, ill: int, recall: float, precision: float) -> list[list[float]]:
        (tn, fp), (fn, tp) = _counts(n, ill, recall, precision)
        a, b, c, d = ({"tn": tn, "fp": fp, "fn": fn, "tp": tp}[k] for k in order.split())
        return [[a, b], [c, d]]

    return matrix


def _alarms_of(alarms: Any) -> Any:
    """The matrix of somebody who finds the false positives another way."""

    def matrix(n: int, ill: int, recall: float, precision: float) -> list[list[float]]:
        tp, fp = recall * ill, alarms(n, ill, recall, precision)
        return [[n - ill - fp, fp], [ill - tp, tp]]

    return matrix


check_matrix_from_report = Exercise(
    name="matrix_from_report",
    concept="confusion-matrix",
    draw=_draw_report,
    expected=_counts,
    hint="recall gives TP and FN out of the ill; precision gives how many were called, TP + FP; "
    "the rest of n is TN.",
    mistakes={
        "the counts are right, but the healthy stand in the first row: [[TN, FP], [FN, TP]].": (
            _shuffled("tp fp fn tn")
        ),
        "the counts are right, but here the ill stand in the first row.": _shuffled("tp fn fp tn"),
        "rows are what is true, columns what was called: FP and FN change places.": (
            _shuffled("tn fn fp tp")
        ),
        "1 - precision is a share of those who were called, not of the healthy.": _alarms_of(
            lambda n, ill, recall, precision: (1 - precision) * (n - ill)
        ),
        "TP + FP = TP / precision: the called are more than the found, not fewer.": _alarms_of(
            lambda n, ill, recall, precision: (1 - precision) * recall * ill
        ),
        "TP / precision are all who were called: take the found away.": _alarms_of(
            lambda n, ill, recall, precision: recall * ill / precision
        ),
        "precision and recall have changed places.": lambda n, ill, recall, precision: _counts(
            n, ill, precision, recall
        ),
        "1 - precision is a share of those who were called, not of all.": _alarms_of(
            lambda n, ill, recall, precision: (1 - precision) * n
        ),
        "counts are asked for, not shares of n.": lambda n, ill, recall, precision: (
            np.array(_counts(n, ill, recall, precision)) / n
        ),
    },
)


def _draw_matrix(rng: np.random.Generator) -> Inputs:
    ill, healthy = int(rng.choice([50, 80, 120])), int(rng.choice([100, 200, 300]))
    tp = int(rng.integers(ill // 2 + 3, ill - 4))
    fp = int(rng.integers(6, healthy // 3))
    return {
        "matrix": np.array([[healthy - fp, fp], [ill - tp, tp]]),
        "share": float(rng.choice([0.01, 0.02, 0.05, 0.1])),
    }


def _precision_at(found: float, alarms: float, share: float) -> float:
    return share * found / (share * found + (1 - share) * alarms)


def _moved(matrix: IntArray, share: float) -> float:
    (tn, fp), (fn, tp) = matrix
    return _precision_at(tp / (tp + fn), fp / (fp + tn), share)


def _counted_again(matrix: IntArray, share: float) -> float:
    fp, tp = matrix[:, 1]
    return _precision_at(tp, fp, share)


def _as_printed_elsewhere(matrix: IntArray, share: float) -> float:
    (tp, fp), (fn, tn) = matrix
    return _precision_at(tp / (tp + fn), fp / (fp + tn), share)


check_moved_precision = Exercise(
    name="moved_precision",
    concept="precision",
    draw=_draw_matrix,
    expected=_moved,
    hint="recall and the false-alarm rate stay; the two groups are mixed anew, share : 1 - share.",
    mistakes={
        "that is the precision in the study; where positives are rarer it is another.": (
            lambda matrix, share: matrix[1, 1] / (matrix[0, 1] + matrix[1, 1])
        ),
        "the counts hold the study's own mixture: turn each row into rates first.": _counted_again,
        "the precision was multiplied with the share; mix the rates of the two groups instead.": (
            lambda matrix, share: share * matrix[1, 1] / (matrix[0, 1] + matrix[1, 1])
        ),
        "rows are what is true, and the healthy stand in the first.": _as_printed_elsewhere,
        "that weighs the two groups alike; the healthy have the weight 1 - share.": (
            lambda matrix, share: (
                share
                * matrix[1, 1]
                / matrix[1].sum()
                / (share * matrix[1, 1] / matrix[1].sum() + matrix[0, 1] / matrix[0].sum())
            )
        ),
        "that is recall; it does not depend on the share.": (
            lambda matrix, share: matrix[1, 1] / matrix[1].sum()
        ),
        "the rates of those who are not called were mixed: take the column of the called.": (
            lambda matrix, share: _precision_at(
                matrix[1, 0] / matrix[1].sum(), matrix[0, 0] / matrix[0].sum(), share
            )
        ),
        "the weights have changed places: the share belongs to the ill.": (
            lambda matrix, share: _moved(matrix, 1 - share)
        ),
        "that is what is called in all; precision is the part of it that is ill.": (
            lambda matrix, share: (
                share * matrix[1, 1] / matrix[1].sum()
                + (1 - share) * matrix[0, 1] / matrix[0].sum()
            )
        ),
    },
)


def _draw_scores(rng: np.random.Generator) -> Inputs:
    scores = rng.permutation(np.arange(1, 10)) / 10
    labels = np.zeros(9, int)
    # the highest score is a positive; then the precision falls and rises again
    places = [0, *(2 + rng.choice(7, size=int(rng.integers(3, 6)), replace=False))]
    labels[np.argsort(-scores)[places]] = 1
    return {
        "scores": scores,
        "labels": labels,
        "precision": float(rng.choice([0.55, 0.59, 0.61, 0.64])),
    }


def _rates(scores: FloatArray, labels: IntArray) -> tuple[FloatArray, FloatArray]:
    """Precision and recall when 1, 2, ... are called, the highest scores first."""
    tp = np.cumsum(labels[np.argsort(-scores)])
    return tp / np.arange(1, len(tp) + 1), tp / tp[-1]


def _best_recall(scores: FloatArray, labels: IntArray, precision: float) -> float:
    reached, recall = _rates(scores, labels)
    return float(recall[reached >= precision].max())


def _first_stop(scores: FloatArray, labels: IntArray, precision: float) -> float:
    reached, recall = _rates(scores, labels)
    return float(recall[int(np.argmax(reached < precision)) - 1])


def _its_precision(scores: FloatArray, labels: IntArray, precision: float) -> float:
    reached, recall = _rates(scores, labels)
    fit = reached >= precision
    return float(reached[fit][np.argmax(recall[fit])])


def _its_threshold(scores: FloatArray, labels: IntArray, precision: float) -> float:
    reached, _ = _rates(scores, labels)
    return float(np.sort(scores)[::-1][np.flatnonzero(reached >= precision)[-1]])


check_best_recall = Exercise(
    name="best_recall",
    concept="recall",
    draw=_draw_scores,
    expected=_best_recall,
    hint="let the threshold fall from case to case; keep precision and recall of each; among "
    "those with enough precision take the largest recall.",
    mistakes={
        "you stop where the precision first falls too low. Does it stay there when the next "
        "cases are called?": _first_stop,
        "recall is the share of the ill that is found; you divide by all cases.": (
            lambda scores, labels, precision: (
                _best_recall(scores, labels, precision) * labels.sum() / len(labels)
            )
        ),
        "that is the precision there; its recall is asked for.": _its_precision,
        "that is the threshold; the recall that it has is asked for.": _its_threshold,
        "the lowest scores were called first.": lambda scores, labels, precision: _or_zero(
            -scores, labels, precision
        ),
        "1 is the recall of calling everybody, whose precision is too small, or the largest "
        "precision: among thresholds with enough of it, the largest recall is asked for.": (
            lambda scores, labels, precision: 1.0
        ),
        "precision is not a threshold on the score.": lambda scores, labels, precision: (
            labels[scores >= precision].sum() / labels.sum()
        ),
        "that is the number of the ill that are found; recall is their share.": (
            lambda scores, labels, precision: _best_recall(scores, labels, precision) * labels.sum()
        ),
        "the cases stand in no order: sort them by their score first.": (
            lambda scores, labels, precision: _or_zero(
                -np.arange(len(scores), dtype=float), labels, precision
            )
        ),
    },
)


def _or_zero(scores: FloatArray, labels: IntArray, precision: float) -> float:
    reached, recall = _rates(scores, labels)
    return float(recall[reached >= precision].max(initial=0.0))


check_which_test = ValueExercise(
    name="which_test",
    concept="recall",
    expected=3,
    rel_tol=0.0,  # the number of an answer is not rounded
    hint="how many may be called? Read the line where about as many are.",
    mistakes={
        "the area averages over false-alarm rates up to 100 %. How many of these can the "
        "laboratory pay?": 1,
        "accuracy hardly sees a hundred ill among 100,000: what has nobody called?": 2,
        "more recall at one half of false alarms means 50,000 calls. How many are allowed?": 4,
        "the share of the ill is known: 100 in 100,000. Both tests can be compared with it.": 5,
    },
)
