"""Bad input for chapters 01 and 03: spaces, limits, pi, choosing a model."""

import numpy as np

from mlcourse.probability import (
    choosing,
    limits,
    overlap,
    pi_chance,
    pi_digits,
    pi_exact,
    pi_gaussian,
    sample_spaces,
    total_variation,
    variables,
)
from mlcourse.probability.continuous import Gaussian
from mlcourse.probability.discrete import Bernoulli
from mlcourse.probability.multivariate import MultivariateGaussian
from tests.contract import Contract, bad

P = [0.2, 0.3, 0.5]
A = np.array([True, True, False])
B = np.array([False, True, True])

event = bad.one_of(
    None, 1, "A", [0, 1, 0], [0.0, 1.0, 0.0], np.array([True, False]), np.array([[True]]), True
)
impossible = bad.one_of(np.array([False, False, False]))
per_outcome = bad.vector | bad.one_of([1.0, 2.0], [1.0, 2.0, 3.0, 4.0])
count = bad.count(1)
points = bad.matrix | bad.one_of(np.ones((4, 3)), np.ones((4, 1)))
digit = bad.one_of([1, 10], [-1, 2], [0.5], [[1, 2]], [], "31", None, [np.nan])
model = bad.one_of(None, 3, "Gaussian", Gaussian, np.ones(2))
vectors = bad.one_of(MultivariateGaussian(mu=[0.0], covariance=[[1.0]]))

CONTRACTS = [
    Contract(
        call=sample_spaces.event_probability,
        good={"probabilities": P, "event": A},
        refuses={"probabilities": bad.probabilities, "event": event},
    ),
    Contract(
        call=sample_spaces.condition,
        good={"probabilities": P, "given": A},
        refuses={"probabilities": bad.probabilities, "given": event | impossible},
    ),
    Contract(
        call=sample_spaces.conditional_probability,
        good={"probabilities": P, "event": A, "given": B},
        refuses={"probabilities": bad.probabilities, "event": event, "given": event | impossible},
    ),
    Contract(
        call=sample_spaces.are_independent,
        good={"probabilities": P, "a": A, "b": B},
        refuses={"probabilities": bad.probabilities, "a": event, "b": event},
    ),
    Contract(
        call=sample_spaces.product_space,
        good={"first": P, "second": [0.5, 0.5]},
        refuses={"first": bad.probabilities, "second": bad.probabilities},
    ),
    Contract(
        call=overlap.overlap_bounds,
        good={"p_a": 0.5, "p_b": 0.2},
        refuses={"p_a": bad.probability, "p_b": bad.probability},
    ),
    Contract(
        call=overlap.overlap_table,
        good={"p_a": 0.5, "p_b": 0.7, "p_both": 0.3},
        refuses={
            "p_a": bad.probability,
            "p_b": bad.probability,
            "p_both": bad.number | bad.below(0.19) | bad.above(0.51),
        },
    ),
    Contract(
        call=variables.random_variable,
        good={"probabilities": P, "values": [1, 2, 1]},
        refuses={"probabilities": bad.probabilities, "values": per_outcome},
    ),
    Contract(
        call=variables.joint_table,
        good={"probabilities": P, "x": [1, 2, 1], "y": [0, 0, 1]},
        refuses={"probabilities": bad.probabilities, "x": per_outcome, "y": per_outcome},
    ),
    Contract(
        call=limits.running_means,
        good={"draws": [1.0, 2.0]},
        refuses={"draws": bad.array | bad.one_of(np.ones((2, 2, 2)), 3.0, [])},
    ),
    Contract(
        call=limits.coin_runs,
        good={"p": 0.5, "n_tosses": 3, "n_runs": 2, "rng": 0},
        refuses={"p": bad.probability, "n_tosses": count, "n_runs": count, "rng": bad.rng},
    ),
    Contract(
        call=limits.sample_means,
        good={"parent": "uniform", "n_draws": 3, "n_means": 2, "rng": 0},
        refuses={"parent": bad.choice, "n_draws": count, "n_means": count, "rng": bad.rng},
    ),
    Contract(
        call=pi_chance.in_disk,
        good={"points": [[0.0, 0.0]]},
        refuses={"points": points},
    ),
    Contract(
        call=pi_chance.throw_darts,
        good={"n_darts": 3, "rng": 0},
        refuses={"n_darts": count, "rng": bad.rng},
    ),
    Contract(
        call=pi_chance.buffon_needle,
        good={"n_needles": 3, "length": 0.5, "rng": 0},
        refuses={
            "n_needles": count,
            "length": bad.positive | bad.above(1.0),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=pi_exact.double_polygon,
        good={"lower": 3.0, "upper": 3.5},
        refuses={"lower": bad.positive, "upper": bad.positive},
    ),
    Contract(
        call=pi_exact.archimedes_polygons,
        good={"n_doublings": 2},
        refuses={"n_doublings": bad.count(0) | bad.one_of(51, 1000)},
    ),
    Contract(call=pi_exact.leibniz_series, good={"n_terms": 2}, refuses={"n_terms": count}),
    Contract(
        call=pi_exact.machin_series,
        good={"n_terms": 2},
        refuses={"n_terms": count | bad.one_of(201, 10**6)},
    ),
    Contract(
        call=pi_digits.inverse_tangent,
        good={"m": 5, "unit": 1000, "n_terms": 2},
        refuses={"m": bad.count(2), "unit": count, "n_terms": count},
    ),
    Contract(call=pi_digits.pi_integer, good={"n_places": 3}, refuses={"n_places": bad.count(0)}),
    Contract(call=pi_digits.pi_digits, good={"n_digits": 3}, refuses={"n_digits": count}),
    Contract(call=pi_digits.digit_test, good={"digits": [3, 1, 4]}, refuses={"digits": digit}),
    Contract(
        call=pi_gaussian.disk_volume, good={"radius": 1.0}, refuses={"radius": bad.non_negative}
    ),
    Contract(
        call=pi_gaussian.square_volume,
        good={"half_side": 1.0},
        refuses={"half_side": bad.non_negative},
    ),
    Contract(
        call=pi_gaussian.gaussian_shells,
        good={"radius": 1.0, "n_shells": 3},
        refuses={"radius": bad.positive | bad.above(30.0), "n_shells": count},
    ),
    Contract(
        call=choosing.aic,
        good={"distribution": Gaussian(mu=0.0, sigma=1.0), "sample": [0.5, 1.0]},
        refuses={"distribution": model, "sample": bad.array},
    ),
    Contract(
        call=choosing.compare_models,
        good={"models": {"bell": Gaussian(mu=0.0, sigma=1.0)}, "sample": [0.5, 1.0]},
        refuses={
            # the last: a model under which the data are impossible
            "models": bad.one_of(None, {}, [Gaussian(mu=0.0, sigma=1.0)], {"a": 3}, "bell")
            | bad.one_of({"coin": Bernoulli(p=0.5)}),
            "sample": bad.array,
        },
    ),
    Contract(
        call=choosing.quantile_plot,
        good={"distribution": Gaussian(mu=0.0, sigma=1.0), "sample": [0.5, 1.0]},
        refuses={"distribution": model | vectors, "sample": bad.vector},
    ),
    Contract(
        call=total_variation.total_variation,
        good={"first": P, "second": [0.1, 0.1, 0.8]},
        refuses={"first": bad.probabilities, "second": bad.probabilities | bad.one_of([0.5, 0.5])},
    ),
    Contract(
        call=choosing.binomial_to_gaussian,
        good={"n_trials": 5, "p": 0.4},
        refuses={"n_trials": count, "p": bad.probability | bad.one_of(0.0, 1.0)},
    ),
]
