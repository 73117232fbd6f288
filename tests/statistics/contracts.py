"""What every public function of ``mlcourse.statistics`` must refuse."""

import numpy as np
from hypothesis import strategies as st

from mlcourse.statistics import (
    axis_rotation,
    binormal,
    bootstrap,
    chi_squared,
    classification_metrics,
    least_squares,
    loss_bowl,
    nested_models,
    pca,
    peeking,
    permutation,
    polynomial,
    power_analysis,
    ranking_curves,
    regression_metrics,
    ridge,
    t_tests,
)
from tests.contract import Contract, bad

LEVEL = bad.number | bad.below(0.0) | bad.above(1.0) | st.sampled_from([0.0, 1.0])
SAMPLE = bad.vector | bad.one_of(np.array([1.0]))
LABELS = bad.vector | bad.one_of(np.array([0.5, 0.0, 1.0]), np.array([-1, 0, 1]))
BINARY = LABELS | bad.one_of(np.array([0, 1, 2]))
LONG = bad.vector | bad.one_of(np.ones(5))  # the working calls have three rows
X = np.array([[0.0], [1.0], [2.0]])
Y = np.array([1.0, 3.0, 4.0])
CURVE = {"labels": [0, 1, 0], "scores": [0.1, 0.7, 0.4]}
CURVE_REFUSES = {"labels": BINARY | bad.one_of(np.zeros(3), np.ones(3)), "scores": LONG}
PAIR = {"labels": [0, 1, 1], "predictions": [0, 1, 0]}
PAIR_REFUSES = {"labels": BINARY, "predictions": BINARY | bad.one_of(np.array([0, 1]))}

CONTRACTS = [
    Contract(
        call=t_tests.one_sample_t_test,
        good={"sample": [1.0, 2.0, 4.0], "null_mean": 1.0},
        refuses={"sample": SAMPLE, "null_mean": bad.number},
    ),
    *(
        Contract(
            call=test,
            good={"first": [1.0, 2.0, 4.0], "second": [2.0, 7.0]},
            refuses={"first": SAMPLE, "second": SAMPLE},
        )
        for test in (t_tests.two_sample_t_test, t_tests.welch_t_test)
    ),
    Contract(
        call=permutation.permutation_test,
        good={"first": [1.0, 2.0], "second": [3.0], "n_permutations": 5, "rng": 1},
        refuses={
            "first": bad.vector,
            "second": bad.vector,
            "n_permutations": bad.count(1),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=chi_squared.chi_squared_test,
        good={"counts": [3, 5], "probabilities": [0.4, 0.6]},
        refuses={
            "counts": bad.vector
            | bad.one_of(np.zeros(2), np.array([1.5, 2]), np.array([-1, 4]), np.array([4])),
            "probabilities": bad.probabilities
            | bad.one_of(np.array([0.0, 1.0]), np.array([0.2, 0.3, 0.5])),
        },
    ),
    Contract(
        call=power_analysis.t_test_power,
        good={"effect_size": 0.5, "n_per_group": 10, "alpha": 0.05},
        refuses={"effect_size": bad.number, "n_per_group": bad.count(2), "alpha": LEVEL},
    ),
    Contract(
        call=power_analysis.t_density,
        good={"x": [0.0, 1.0], "degrees_of_freedom": 4, "noncentrality": 1.0},
        refuses={
            "x": bad.vector,
            "degrees_of_freedom": bad.positive,
            "noncentrality": bad.number,
        },
    ),
    Contract(
        call=power_analysis.simulate_p_values,
        good={"effect_size": 0.5, "n_per_group": 5, "n_tests": 3, "rng": 1, "alpha": 0.05},
        refuses={
            "effect_size": bad.number,
            "n_per_group": bad.count(2),
            "n_tests": bad.count(1),
            "rng": bad.rng,
            "alpha": LEVEL,
        },
    ),
    Contract(
        call=peeking.peeking,
        good={"every": 5, "n_max": 20, "n_runs": 3, "rng": 1, "alpha": 0.05},
        refuses={
            "every": bad.count(2),
            "n_max": bad.count(5),
            "n_runs": bad.count(1),
            "rng": bad.rng,
            "alpha": LEVEL,
        },
    ),
    Contract(
        call=bootstrap.bootstrap_interval,
        good={
            "sample": [1.0, 2.0, 4.0],
            "statistic": np.mean,
            "n_resamples": 5,
            "rng": 1,
            "level": 0.9,
            "method": "basic",
        },
        refuses={
            "sample": bad.vector,
            "statistic": bad.function
            | bad.one_of(lambda samples, axis: samples, lambda samples, axis: 1.0),
            "n_resamples": bad.count(2),
            "rng": bad.rng,
            "level": LEVEL,
            "method": bad.choice,
        },
    ),
    Contract(
        call=least_squares.least_squares,
        good={"features": X, "targets": Y},
        refuses={"features": bad.matrix, "targets": LONG},
    ),
    Contract(
        call=nested_models.nested_f_test,
        good={"features": X, "targets": Y, "n_kept": 0},
        refuses={
            "features": bad.matrix | bad.one_of(np.ones((3, 2))),
            "targets": LONG,
            "n_kept": bad.count(0) | st.integers(min_value=1),
        },
    ),
    Contract(
        call=polynomial.polynomial_features,
        good={"x": [1.0, 2.0], "degree": 3},
        refuses={"x": bad.vector, "degree": bad.count(1) | bad.one_of(1100)},
    ),
    Contract(
        call=ridge.ridge,
        good={"features": X, "targets": Y, "penalty": 0.1},
        refuses={"features": bad.matrix, "targets": LONG, "penalty": bad.positive},
    ),
    Contract(
        call=loss_bowl.mse_surface,
        good={"x": [0.0, 1.0, 2.0], "targets": Y, "intercepts": [0.0, 1.0], "slopes": [1.0]},
        refuses={
            "x": bad.vector,
            "targets": LONG,
            "intercepts": bad.vector,
            "slopes": bad.vector,
        },
    ),
    Contract(
        call=pca.pca,
        good={"features": [[1.0, 2.0], [3.0, 5.0]]},
        refuses={"features": bad.matrix | bad.one_of(np.ones((1, 3)))},
    ),
    Contract(
        call=axis_rotation.rotate_axis,
        good={"features": [[1.0, 2.0], [3.0, 5.0]], "angle": 0.3},
        refuses={"features": bad.matrix | bad.one_of(np.ones((4, 3))), "angle": bad.number},
    ),
    Contract(
        call=regression_metrics.mean_squared_error,
        good={"targets": Y, "predictions": Y},
        refuses={"targets": bad.vector, "predictions": LONG},
    ),
    Contract(
        call=regression_metrics.r2_score,
        good={"targets": Y, "predictions": Y},
        refuses={"targets": bad.vector | bad.one_of(np.ones(3)), "predictions": LONG},
    ),
    Contract(
        call=classification_metrics.confusion_matrix,
        good={"labels": [0, 2, 1], "predictions": [0, 1, 1], "n_classes": 3},
        refuses={
            "labels": LABELS | bad.one_of(np.array([0, 1, 3])),
            "predictions": LABELS | bad.one_of(np.array([0, 1, 3]), np.array([0, 1])),
            "n_classes": bad.count(2),
        },
    ),
    Contract(
        call=classification_metrics.accuracy_score,
        good=PAIR,
        refuses={"labels": LABELS, "predictions": LABELS | bad.one_of(np.array([0, 1]))},
    ),
    *(
        Contract(call=score, good=PAIR, refuses=PAIR_REFUSES)
        for score in (
            classification_metrics.precision_score,
            classification_metrics.recall_score,
            classification_metrics.f1_score,
        )
    ),
    Contract(
        call=classification_metrics.log_loss,
        good={"labels": [0, 1, 1], "probabilities": [0.2, 0.5, 0.9]},
        refuses={
            "labels": BINARY,
            "probabilities": bad.array
            | bad.one_of(
                np.array([0.2, 0.5]),
                np.array([0.2, 0.5, 1.1]),
                np.array([-0.1, 0.5, 1.0]),
                np.full((3, 2), 0.6),
                np.ones((3, 1, 1)),
            ),
        },
    ),
    Contract(call=ranking_curves.roc_curve, good=CURVE, refuses=CURVE_REFUSES),
    Contract(call=ranking_curves.precision_recall_curve, good=CURVE, refuses=CURVE_REFUSES),
    Contract(
        call=binormal.binormal,
        good={"thresholds": [0.0, 1.0], "separation": 1.0, "prevalence": 0.1},
        refuses={
            "thresholds": bad.vector,
            "separation": bad.non_negative,
            "prevalence": bad.probability,
        },
    ),
]
