"""Stubs and reference solutions of chapter 01, as the page shows them."""

import numpy as np

__all__ = ["SOLUTIONS", "STUBS"]


def event_probability_stub(p, event): ...


def event_probability(p, event):
    return p @ event


def conditional_stub(p, a, b): ...


def conditional(p, a, b):
    given = np.where(b, p, 0.0) / np.sum(p[b])
    return np.sum(given[a])


def independent_overlap_stub(p_a, p_either): ...


def independent_overlap(p_a, p_either):
    p_b = 1 - (1 - p_either) / (1 - p_a)  # neither happens with (1 - P(A)) (1 - P(B))
    return p_a * p_b


def running_means_stub(x): ...


def running_means(x):
    return np.array([np.mean(x[: k + 1]) for k in range(len(x))])


def proportion_error_stub(p, n): ...


def proportion_error(p, n):
    return np.sqrt(p * (1 - p)) / np.sqrt(n)


def standardised_mean_stub(x, mu, sigma): ...


def standardised_mean(x, mu, sigma):
    return np.sum(x - mu) / (sigma * np.sqrt(len(x)))


def darts_estimate_stub(points): ...


def darts_estimate(points):
    x, y = points.T
    return 4 * np.mean(np.hypot(x, y) <= 1)


def double_polygon_stub(lower, upper): ...


def double_polygon(lower, upper):
    new_upper = 2 / (1 / lower + 1 / upper)
    return np.sqrt(lower * new_upper), new_upper


SOLUTIONS = {
    "event_probability": event_probability,
    "conditional": conditional,
    "independent_overlap": independent_overlap,
    "running_means": running_means,
    "proportion_error": proportion_error,
    "standardised_mean": standardised_mean,
    "darts_estimate": darts_estimate,
    "darts_for_four_digits": 2.697e8,
    "double_polygon": double_polygon,
}
STUBS = {
    "event_probability": event_probability_stub,
    "conditional": conditional_stub,
    "independent_overlap": independent_overlap_stub,
    "running_means": running_means_stub,
    "proportion_error": proportion_error_stub,
    "standardised_mean": standardised_mean_stub,
    "darts_estimate": darts_estimate_stub,
    "darts_for_four_digits": ...,
    "double_polygon": double_polygon_stub,
}
