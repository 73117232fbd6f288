"""Stubs and reference solutions of chapter 02; see `solutions.py`."""

import numpy as np

__all__ = ["SOLUTIONS", "STUBS"]


def positive_predictive_stub(prevalence, sensitivity, specificity): ...


def positive_predictive(prevalence, sensitivity, specificity):
    odds = prevalence / (1 - prevalence) * sensitivity / (1 - specificity)
    return odds / (1 + odds)


def second_positive_solution():
    belief = 0.01
    for _ in range(2):
        belief = positive_predictive(belief, 0.9, 0.9)
    return belief


def beta_update_stub(alpha, beta, outcomes): ...


def beta_update(alpha, beta, outcomes):
    for outcome in outcomes:
        alpha, beta = (alpha + 1, beta) if outcome else (alpha, beta + 1)
    return alpha, beta


def posterior_on_grid_stub(prior, likelihood): ...


def posterior_on_grid(prior, likelihood):
    joint = [p * q for p, q in zip(prior, likelihood, strict=True)]
    return np.array(joint) / sum(joint)


def beta_sd_stub(alpha, beta, successes, failures): ...


def beta_sd(alpha, beta, successes, failures):
    a, b = alpha + successes, beta + failures
    mean = a / (a + b)
    return np.sqrt(mean * (1 - mean) / (a + b + 1))


def metropolis_draws_stub(log_density, x0, n_draws, step_size, rng): ...


def metropolis_draws(log_density, x0, n_draws, step_size, rng):
    draws = [x0]
    for _ in range(n_draws):
        here = draws[-1]
        there = rng.normal(here, step_size)
        accept = rng.random() < np.exp(min(0.0, log_density(there) - log_density(here)))
        draws.append(there if accept else here)
    return draws


def recorded_walk_stub(log_density, x0, jumps, log_u): ...


def recorded_walk(log_density, x0, jumps, log_u):
    draws = np.empty(len(jumps) + 1)
    draws[0] = x0
    for t in range(len(jumps)):
        proposal = draws[t] + jumps[t]
        gain = log_density(proposal) - log_density(draws[t])
        draws[t + 1] = proposal if log_u[t] < gain else draws[t]
    return draws


def autocorrelation_at_stub(x, lag): ...


def autocorrelation_at(x, lag):
    d = x - np.mean(x)
    return sum(d[i] * d[i + lag] for i in range(len(x) - lag)) / np.dot(d, d)


def split_rhat_stub(draws): ...


def split_rhat(draws):
    n = draws.shape[1] // 2
    halves = np.vstack([draws[:, :n], draws[:, n:]])
    w = np.mean(np.var(halves, axis=1, ddof=1))
    b = n * np.var(np.mean(halves, axis=1), ddof=1)
    return np.sqrt(((n - 1) / n * w + b / n) / w)


SOLUTIONS = {
    "positive_predictive": positive_predictive,
    "second_positive": second_positive_solution(),
    "beta_update": beta_update,
    "posterior_on_grid": posterior_on_grid,
    "beta_sd": beta_sd,
    "metropolis_draws": metropolis_draws,
    "recorded_walk": recorded_walk,
    "autocorrelation_at": autocorrelation_at,
    "split_rhat": split_rhat,
}
STUBS = {
    "positive_predictive": positive_predictive_stub,
    "second_positive": ...,
    "beta_update": beta_update_stub,
    "posterior_on_grid": posterior_on_grid_stub,
    "beta_sd": beta_sd_stub,
    "metropolis_draws": metropolis_draws_stub,
    "recorded_walk": recorded_walk_stub,
    "autocorrelation_at": autocorrelation_at_stub,
    "split_rhat": split_rhat_stub,
}
