"""Metrics and curves against scikit-learn, and the binormal model against simulation."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from mlcourse.statistics.binormal import binormal
from mlcourse.statistics.classification_metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    log_loss,
    precision_score,
    recall_score,
)
from mlcourse.statistics.ranking_curves import precision_recall_curve, roc_curve
from mlcourse.statistics.regression_metrics import mean_squared_error, r2_score

BITS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=30)


@given(seed=st.integers(0, 5000), n=st.integers(2, 40), shift=st.floats(-1e3, 1e3))
def test_regression_metrics_are_scikit_learns(seed: int, n: int, shift: float) -> None:
    rng = np.random.default_rng(seed)
    truth, guess = shift + rng.normal(size=n), shift + rng.normal(size=n)
    oracle = metrics.mean_squared_error(truth, guess)
    assert mean_squared_error(truth, guess) == pytest.approx(oracle, rel=1e-12)
    # Differences of numbers near 1000 are good to 1e-13.
    assert r2_score(truth, guess) == pytest.approx(metrics.r2_score(truth, guess), rel=1e-8)


def test_r2_can_be_negative_and_has_no_floor() -> None:
    truth = np.array([1.0, 2.0, 3.0])
    assert r2_score(truth, np.full(3, 2.0)) == 0.0
    assert r2_score(truth, truth + 100) < -10_000


@settings(max_examples=40)
@given(pairs=BITS)
def test_binary_scores_are_scikit_learns(pairs: list[tuple[int, int]]) -> None:
    truth, guess = np.array(pairs).T
    np.testing.assert_array_equal(
        confusion_matrix(truth, guess), metrics.confusion_matrix(truth, guess, labels=[0, 1])
    )
    assert accuracy_score(truth, guess) == pytest.approx(metrics.accuracy_score(truth, guess))
    for ours, oracle in [
        (precision_score, metrics.precision_score),
        (recall_score, metrics.recall_score),
        (f1_score, metrics.f1_score),
    ]:
        expected = oracle(truth, guess, zero_division=np.nan)
        assert ours(truth, guess) == pytest.approx(expected, nan_ok=True)


def test_shares_of_nothing_are_not_numbers() -> None:
    assert np.isnan(precision_score([0, 1], [0, 0]))
    assert np.isnan(recall_score([0, 0], [0, 1]))
    assert np.isnan(f1_score([0, 0], [0, 0]))
    assert f1_score([0, 1], [1, 0]) == 0.0


@pytest.mark.parametrize("k", [3, 10])
def test_many_classes_are_scikit_learns(k: int) -> None:
    rng = np.random.default_rng(k)
    truth, guess = rng.integers(k, size=(2, 200))
    np.testing.assert_array_equal(
        confusion_matrix(truth, guess, n_classes=k),
        metrics.confusion_matrix(truth, guess, labels=range(k)),
    )
    assert accuracy_score(truth, guess) == pytest.approx(metrics.accuracy_score(truth, guess))
    p = rng.dirichlet(np.ones(k), size=200)
    oracle = metrics.log_loss(truth, p, labels=range(k))
    assert log_loss(truth, p) == pytest.approx(oracle, rel=1e-12)


def test_log_loss_of_one_class_at_the_ends() -> None:
    truth, p = np.array([1, 0, 1]), np.array([0.9, 0.3, 0.6])
    assert log_loss(truth, p) == pytest.approx(metrics.log_loss(truth, p), rel=1e-13)
    assert log_loss([1, 0], [1.0, 0.0]) == 0.0
    assert log_loss([1, 0], [0.0, 0.0]) == np.inf
    assert log_loss([0, 1], [0.5, 0.5]) == pytest.approx(np.log(2))


@given(seed=st.integers(0, 5000), n=st.integers(2, 40), ties=st.booleans())
def test_curves_are_scikit_learns(seed: int, n: int, ties: bool) -> None:
    rng = np.random.default_rng(seed)
    truth = rng.permutation(np.append([0, 1], rng.integers(2, size=n - 2)))
    scores = rng.integers(5, size=n) / 2 if ties else rng.normal(size=n)
    fpr, tpr, thresholds = metrics.roc_curve(truth, scores, drop_intermediate=False)
    roc = roc_curve(truth, scores)
    np.testing.assert_allclose(roc.false_positive_rate, fpr)
    np.testing.assert_allclose(roc.true_positive_rate, tpr)
    np.testing.assert_array_equal(roc.thresholds, thresholds)
    assert roc.area == pytest.approx(metrics.roc_auc_score(truth, scores))
    precision, recall, thresholds = metrics.precision_recall_curve(truth, scores)
    curve = precision_recall_curve(truth, scores)
    # scikit-learn runs the other way and appends the point (0, 1).
    np.testing.assert_allclose(curve.precision, precision[:-1][::-1])
    np.testing.assert_allclose(curve.recall, recall[:-1][::-1])
    np.testing.assert_array_equal(curve.thresholds, thresholds[::-1])
    assert curve.average_precision == pytest.approx(metrics.average_precision_score(truth, scores))


@given(seed=st.integers(0, 5000))
def test_area_is_the_share_of_pairs_in_order(seed: int) -> None:
    """Oracle: Mann and Whitney's count over all pairs, ties for a half."""
    rng = np.random.default_rng(seed)
    negative, positive = rng.integers(6, size=9), rng.integers(2, 8, size=7)
    pairs = [(a < b) + (a == b) / 2 for a in negative for b in positive]
    truth = np.repeat([0, 1], [9, 7])
    roc = roc_curve(truth, np.concatenate([negative, positive]))
    assert roc.area == pytest.approx(np.mean(pairs))


def test_roc_ignores_prevalence_and_precision_recall_does_not() -> None:
    rng = np.random.default_rng(7)
    negative, positive = rng.normal(size=30), rng.normal(1.5, size=30)
    truth, scores = np.repeat([0, 1], 30), np.concatenate([negative, positive])
    rare_truth = np.repeat([0, 1], [300, 30])
    rare = np.concatenate([np.tile(negative, 10), positive])
    assert roc_curve(rare_truth, rare).area == pytest.approx(roc_curve(truth, scores).area)
    common = precision_recall_curve(truth, scores).average_precision
    assert precision_recall_curve(rare_truth, rare).average_precision < common - 0.1


@pytest.mark.parametrize("prevalence", [0.03, 0.5, 0.9])
def test_binormal_is_what_sampling_gives(prevalence: float) -> None:
    rng = np.random.default_rng(8)
    n = 200_000
    truth = (rng.random(n) < prevalence).astype(int)
    scores = rng.normal(size=n) + 1.3 * truth
    model = binormal([-0.5, 0.8, 1.5], separation=1.3, prevalence=prevalence)
    for k, threshold in enumerate(model.thresholds):
        guess = (scores > threshold).astype(int)
        cells = confusion_matrix(truth, guess) / n
        # Four standard errors of a share, at most 4 * 0.5 / sqrt(n).
        np.testing.assert_allclose(model.matrix[k], cells, atol=2 / np.sqrt(n))
        assert model.accuracy[k] == pytest.approx(cells.trace(), abs=2 / np.sqrt(n))
        called = guess.sum()
        assert model.precision[k] == pytest.approx(
            precision_score(truth, guess), abs=2 / np.sqrt(called)
        )
        assert model.true_positive_rate[k] == pytest.approx(
            recall_score(truth, guess), abs=2 / np.sqrt(truth.sum())
        )
    assert model.area == pytest.approx(roc_curve(truth, scores).area, abs=0.01)


def test_binormal_area_is_the_integral_of_its_curve() -> None:
    """Trapezoids over 20,001 thresholds: the error is of order (16 / 20000)^2."""
    model = binormal(np.linspace(10, -6, 20_001), separation=1.7, prevalence=0.2)
    area = np.trapezoid(model.true_positive_rate, model.false_positive_rate)
    assert model.area == pytest.approx(area, abs=1e-6)
    np.testing.assert_allclose(model.matrix.sum(axis=(1, 2)), 1.0, atol=1e-15)
    other = binormal(model.thresholds, separation=1.7, prevalence=0.7)
    np.testing.assert_array_equal(model.true_positive_rate, other.true_positive_rate)
    assert np.all(other.precision >= model.precision)


def test_binormal_at_its_ends() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        blind = binormal([0.3], separation=0.0, prevalence=0.25)
        assert blind.area == 0.5
        assert blind.precision[0] == pytest.approx(0.25)
        assert binormal([0.0], separation=1.0, prevalence=0.0).precision[0] == 0.0
        assert binormal([0.0], separation=1.0, prevalence=1.0).precision[0] == 1.0
        assert np.isnan(binormal([60.0], separation=1.0, prevalence=0.5).precision[0])
