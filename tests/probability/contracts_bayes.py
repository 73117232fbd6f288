"""Bad input for chapter 02: Bayes, Markov chains, samplers and their diagnostics."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from mlcourse.probability import (
    bayes,
    bayes_regression,
    conjugate,
    credible,
    diagnostics,
    gibbs,
    hmc,
    markov,
    metropolis,
    mixing,
    targets,
)
from tests.contract import Contract, bad

HALF = np.array([0.5, 0.5])
SWAP = np.array([[0.25, 0.75], [0.75, 0.25]])
DRAWS = np.random.default_rng(0).standard_normal((2, 8))

level = bad.probability | bad.one_of(0.0, 1.0)  # both ends are left out
chain = bad.square | bad.one_of([[0.5, 0.6], [0.5, 0.5]], [[-0.1, 1.1], [0.5, 0.5]])
not_a_function_or_wrong = bad.function | bad.one_of(lambda x: np.ones(7))
points = bad.array | bad.one_of(np.ones((2, 2, 2)), np.float64(1.0), np.empty(0))
draws = bad.matrix | bad.one_of(np.ones((2, 3)))
gamble = bad.vector | bad.one_of([1.0, 2.0, 3.0])
covariance = bad.square | bad.one_of(
    np.ones((3, 3)), [[1.0, 0.5], [0.0, 1.0]], [[1.0, 2.0], [2.0, 1.0]]
)


def log_density(x: np.ndarray) -> np.ndarray:
    return -0.5 * (x**2).sum(axis=1)


def grad(x: np.ndarray) -> np.ndarray:
    return -x


def conditional(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return rng.standard_normal(len(x))


sampler: dict[str, Any] = {
    "log_density": not_a_function_or_wrong,
    "x0": points,
    "n_draws": bad.count(1),
    "rng": bad.rng,
}
conditionals = bad.one_of(None, 3, "ab", conditional, [conditional], [conditional, 3], [])


def parameters(**kinds: st.SearchStrategy[Any] | None) -> dict[str, st.SearchStrategy[Any] | None]:
    return kinds


CONTRACTS = [
    Contract(
        call=bayes.bayes_update,
        good={"prior": HALF, "likelihood": [0.2, 0.6]},
        refuses=parameters(
            prior=bad.probabilities,
            likelihood=gamble | bad.one_of([-1.0, 1.0], [0.0, 0.0]),
        ),
    ),
    Contract(
        call=bayes.sequential_update,
        good={"prior": HALF, "likelihoods": [[0.2, 0.6]]},
        refuses=parameters(
            prior=bad.probabilities,
            likelihoods=bad.matrix
            | bad.one_of([[1.0, 2.0, 3.0]], [[-1.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]]),
        ),
    ),
    Contract(
        call=bayes.diagnostic_test,
        good={"prevalence": 0.1, "sensitivity": 0.9, "specificity": 0.8},
        refuses=parameters(
            prevalence=bad.array | bad.one_of(-0.1, 1.1, [0.5, 2.0], np.nan),
            sensitivity=bad.probability,
            specificity=bad.probability,
        ),
    ),
    Contract(
        call=bayes.grid_posterior,
        good={"grid": [0.0, 1.0, 3.0], "log_prior": np.zeros_like, "log_likelihood": np.negative},
        refuses=parameters(
            grid=bad.vector | bad.one_of([1.0], [0.0, 0.0, 1.0], [1.0, 0.0]),
            log_prior=not_a_function_or_wrong
            | bad.one_of(lambda x: x + np.inf, lambda x: x * np.nan),
            log_likelihood=not_a_function_or_wrong | bad.one_of(lambda x: x - np.inf),
        ),
    ),
    Contract(
        call=conjugate.beta_bernoulli,
        good={"alpha": 1, "beta": 2, "outcomes": [0, 1]},
        refuses=parameters(
            alpha=bad.positive,
            beta=bad.positive,
            # An empty vector is legal here: no outcome has come yet.
            outcomes=bad.array | bad.one_of(np.ones((2, 2)), 1.0, [0.5], [2]),
        ),
    ),
    Contract(
        call=conjugate.beta_binomial_pmf,
        good={"n_trials": 3, "alpha": 1, "beta": 2},
        refuses=parameters(n_trials=bad.count(), alpha=bad.positive, beta=bad.positive),
    ),
    Contract(
        call=conjugate.dirichlet_multinomial,
        good={"alpha": [1, 2], "counts": [0, 3]},
        refuses=parameters(
            alpha=bad.vector | bad.one_of([0.0, 1.0], [1.0, -1.0]),
            counts=gamble | bad.one_of([0.5, 1.0], [-1, 1]),
        ),
    ),
    Contract(
        call=conjugate.gaussian_gaussian,
        good={"prior_mean": 0, "prior_sigma": 1, "noise_sigma": 2, "sample": [1, 2]},
        refuses=parameters(
            prior_mean=bad.number,
            prior_sigma=bad.positive,
            noise_sigma=bad.positive,
            # An empty vector is legal here: no measurement has come yet.
            sample=bad.array | bad.one_of(np.ones((2, 2)), 1.0),
        ),
    ),
    Contract(
        call=bayes_regression.bayes_regression,
        good={"features": [[1.0, 2.0]], "targets": [1.0], "noise_sigma": 1, "prior_sigma": 1},
        refuses=parameters(
            features=bad.matrix,
            targets=gamble,
            noise_sigma=bad.positive,
            prior_sigma=bad.positive,
        ),
    ),
    Contract(
        call=bayes_regression.predict_bayes_regression,
        good={
            "fit": bayes_regression.bayes_regression(
                [[1.0, 2.0]], [1.0], noise_sigma=1, prior_sigma=1
            ),
            "features": [[1.0, 1.0]],
        },
        refuses=parameters(
            fit=bad.one_of(None, 3, "fit"), features=bad.matrix | bad.one_of([[1.0]])
        ),
    ),
    Contract(
        call=credible.equal_tailed_interval,
        good={"quantile": lambda p: p, "level": 0.9},
        refuses=parameters(quantile=bad.function, level=level),
    ),
    Contract(
        call=credible.highest_density_interval,
        good={"quantile": lambda p: p, "level": 0.9},
        refuses=parameters(quantile=bad.function, level=level),
    ),
    Contract(
        call=credible.equal_tailed_from_draws,
        good={"draws": [1, 2, 3], "level": 0.9},
        refuses=parameters(draws=bad.array, level=level),
    ),
    Contract(
        call=credible.highest_density_from_draws,
        good={"draws": [1, 2, 3], "level": 0.9},
        refuses=parameters(draws=bad.array, level=level),
    ),
    Contract(
        call=markov.chain_step,
        good={"probabilities": HALF, "transition": SWAP},
        refuses=parameters(
            probabilities=bad.probabilities | bad.one_of([1.0, 0.0, 0.0]), transition=chain
        ),
    ),
    Contract(
        call=markov.chain_distributions,
        good={"p0": HALF, "transition": SWAP, "n_steps": 2},
        refuses=parameters(
            p0=bad.probabilities | bad.one_of([1.0, 0.0, 0.0]),
            transition=chain,
            n_steps=bad.count(),
        ),
    ),
    Contract(
        call=markov.chain_paths,
        good={"transition": SWAP, "x0": 1, "n_steps": 2, "n_chains": 2, "rng": 0},
        refuses=parameters(
            transition=chain,
            x0=bad.count() | bad.one_of(2, 10),
            n_steps=bad.count(),
            n_chains=bad.count(1),
            rng=bad.rng,
        ),
    ),
    Contract(
        call=markov.metropolis_chain,
        good={"target": HALF, "proposal": SWAP},
        refuses=parameters(
            target=bad.probabilities | bad.one_of([1.0, 0.0]),
            proposal=chain | bad.one_of(np.full((3, 3), 1 / 3), [[0.5, 0.5], [0.25, 0.75]]),
        ),
    ),
    Contract(
        call=mixing.stationary_distributions,
        good={"transition": SWAP},
        refuses=parameters(transition=chain),
    ),
    Contract(
        call=mixing.probability_flows,
        good={"probabilities": HALF, "transition": SWAP},
        refuses=parameters(
            probabilities=bad.probabilities | bad.one_of([1.0, 0.0, 0.0]), transition=chain
        ),
    ),
    Contract(
        call=mixing.mixing_distances,
        good={"transition": SWAP, "n_steps": 2},
        refuses=parameters(transition=chain | bad.one_of(np.eye(2)), n_steps=bad.count()),
    ),
    Contract(
        call=targets.correlated_gaussian,
        good={"rho": 0.5},
        refuses=parameters(rho=bad.number | bad.above(1) | bad.below(-1) | bad.one_of(1, -1.0)),
    ),
    Contract(
        call=targets.bimodal,
        good={"separation": 3},
        refuses=parameters(separation=bad.non_negative),
    ),
    Contract(
        call=targets.banana,
        good={"curvature": -1, "spread": 2},
        refuses=parameters(curvature=bad.number, spread=bad.positive),
    ),
    Contract(call=targets.funnel, good={"spread": 2}, refuses=parameters(spread=bad.positive)),
    Contract(
        call=metropolis.metropolis_step,
        good={"log_density": log_density, "x": np.zeros((2, 2)), "step_size": 1, "rng": 0},
        refuses=parameters(
            log_density=not_a_function_or_wrong, x=points, step_size=bad.positive, rng=bad.rng
        ),
    ),
    Contract(
        call=metropolis.metropolis,
        good={"log_density": log_density, "x0": [0, 1], "n_draws": 2, "step_size": 1, "rng": 0},
        refuses={**sampler, "step_size": bad.positive},
    ),
    Contract(
        call=gibbs.gibbs_sweep,
        good={"conditionals": [conditional] * 2, "x": [0, 1], "rng": 0},
        refuses=parameters(conditionals=conditionals, x=points, rng=bad.rng),
    ),
    Contract(
        call=gibbs.gibbs,
        good={"conditionals": [conditional] * 2, "x0": [0, 1], "n_draws": 2, "rng": 0},
        refuses=parameters(conditionals=conditionals, x0=points, n_draws=bad.count(1), rng=bad.rng),
    ),
    Contract(
        call=gibbs.gaussian_conditionals,
        good={"mean": [0, 1], "covariance": [[2.0, 1.0], [1.0, 2.0]]},
        refuses=parameters(mean=bad.vector, covariance=covariance),
    ),
    Contract(
        call=hmc.leapfrog_step,
        good={"grad": grad, "x": [0, 1], "momentum": [1, 1], "step_size": 0.1},
        refuses=parameters(
            grad=not_a_function_or_wrong,
            x=points,
            momentum=points | bad.one_of([1.0], np.ones((2, 2))),
            step_size=bad.positive,
        ),
    ),
    Contract(
        call=hmc.leapfrog,
        good={"grad": grad, "x0": [0, 1], "momentum0": [1, 1], "step_size": 0.1, "n_leapfrog": 2},
        refuses=parameters(
            grad=not_a_function_or_wrong,
            x0=points,
            momentum0=points | bad.one_of([1.0], np.ones((2, 2))),
            step_size=bad.positive,
            n_leapfrog=bad.count(1),
        ),
    ),
    Contract(
        call=hmc.hmc,
        good={
            "log_density": log_density,
            "grad": grad,
            "x0": [0, 1],
            "n_draws": 2,
            "step_size": 0.1,
            "n_leapfrog": 2,
            "rng": 0,
        },
        refuses={
            **sampler,
            "grad": not_a_function_or_wrong,
            "step_size": bad.positive,
            "n_leapfrog": bad.count(1),
            "random_length": bad.boolean,
        },
    ),
    *(
        Contract(call=call, good={"draws": DRAWS}, refuses=parameters(draws=draws))
        for call in (
            diagnostics.autocorrelation,
            diagnostics.effective_sample_size,
            diagnostics.mcmc_standard_error,
            diagnostics.split_rhat,
            diagnostics.rank_rhat,
        )
    ),
]
