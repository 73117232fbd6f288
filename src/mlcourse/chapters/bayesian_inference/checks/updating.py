r"""The checks of chapter 02, Bayesian inference.

Those on samplers and their diagnostics are in `sampling` and listed here too.

Sources: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., chapters 1, 2 and 11; Blitzstein
and Hwang (2019), Introduction to Probability, section 2.3.

Examples
--------
>>> def beta_update(alpha, beta, outcomes):
...     successes = sum(outcomes)
...     return alpha + successes, beta + len(outcomes) - successes
>>> result = check_beta_update(beta_update)
✓ beta_update: 50 random inputs agree.
>>> _ = check_beta_update(lambda alpha, beta, outcomes: ...)
– beta_update: not attempted yet.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs

__all__ = [
    "check_beta_sd",
    "check_beta_update",
    "check_positive_predictive",
    "check_posterior_on_grid",
    "check_second_positive",
    "check_switch_share",
]


def _draw_test(rng: np.random.Generator) -> Inputs:
    return {
        "prevalence": float(rng.choice([0.01, 0.02, 0.05, 0.1, 0.2, 0.3])),
        "sensitivity": float(rng.choice([0.6, 0.7, 0.8, 0.9, 0.95])),
        "specificity": float(rng.choice([0.65, 0.75, 0.85, 0.97, 0.99])),
    }


def _predictive(hit: float, alarm: float) -> float:
    return hit / (hit + alarm)


check_positive_predictive = Exercise(
    name="positive_predictive",
    concept="bayes-theorem",
    draw=_draw_test,
    expected=lambda prevalence, sensitivity, specificity: _predictive(
        prevalence * sensitivity, (1 - prevalence) * (1 - specificity)
    ),
    hint="share of the people who are ill and positive, over the share who are positive.",
    mistakes={
        "that is P(positive | ill): Bayes' theorem turns it round.": (
            lambda prevalence, sensitivity, specificity: sensitivity
        ),
        "weigh the false alarms by the share of the healthy, 1 - prevalence.": (
            lambda prevalence, sensitivity, specificity: _predictive(
                prevalence * sensitivity, 1 - specificity
            )
        ),
        "the base rate is missing: weigh by prevalence and 1 - prevalence.": (
            lambda prevalence, sensitivity, specificity: _predictive(sensitivity, 1 - specificity)
        ),
        "the healthy test positive with probability 1 - specificity.": (
            lambda prevalence, sensitivity, specificity: _predictive(
                prevalence * sensitivity, (1 - prevalence) * specificity
            )
        ),
        "that is P(healthy | positive): one minus what was asked for.": (
            lambda prevalence, sensitivity, specificity: _predictive(
                (1 - prevalence) * (1 - specificity), prevalence * sensitivity
            )
        ),
        "that is P(healthy | negative): this person tested positive.": (
            lambda prevalence, sensitivity, specificity: _predictive(
                (1 - prevalence) * specificity, prevalence * (1 - sensitivity)
            )
        ),
        "those are the odds: divide by all the positives, odds / (1 + odds).": (
            lambda prevalence, sensitivity, specificity: (
                prevalence * sensitivity / ((1 - prevalence) * (1 - specificity))
            )
        ),
        "return a probability between 0 and 1, not per cent.": (
            lambda prevalence, sensitivity, specificity: (
                100 * _predictive(prevalence * sensitivity, (1 - prevalence) * (1 - specificity))
            )
        ),
        "that is P(ill and positive): divide by P(positive).": (
            lambda prevalence, sensitivity, specificity: prevalence * sensitivity
        ),
    },
)

check_second_positive = ValueExercise(
    name="second_positive",
    concept="bayes-theorem",
    expected=81 / 180,  # odds 1/99 * 9 * 9
    hint="each positive result multiplies the odds by sensitivity / (1 - specificity).",
    mistakes={
        "that is after one positive result: the second multiplies the odds once more.": 9 / 108,
        "those are the odds: turn them into a probability, odds / (1 + odds).": 81 / 99,
        "the tests are independent given the illness; their probabilities do not add.": 2 * 9 / 108,
        "that forgets the base rate: begin with the odds 1 to 99.": 81 / 82,
        "write per cent as a share, between 0 and 1, or with its sign, as a text.": 45.0,
    },
)


def _draw_tosses(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(3, 9))
    outcomes = np.concatenate([[0, 1], rng.integers(0, 2, size=n)])
    return {
        "alpha": float(rng.choice([0.5, 1.5, 2.0, 5.0])),
        "beta": float(rng.choice([0.75, 1.0, 3.0, 4.0])),
        "outcomes": rng.permutation(outcomes),
    }


check_beta_update = Exercise(
    name="beta_update",
    concept="prior-likelihood-posterior",
    draw=_draw_tosses,
    expected=lambda alpha, beta, outcomes: (
        alpha + outcomes.sum(),
        beta + len(outcomes) - outcomes.sum(),
    ),
    hint="successes are added to alpha, failures to beta.",
    mistakes={
        "beta counts the failures, not all the tosses.": (
            lambda alpha, beta, outcomes: (alpha + outcomes.sum(), beta + len(outcomes))
        ),
        "successes belong to alpha, failures to beta: they are swapped.": (
            lambda alpha, beta, outcomes: (
                alpha + len(outcomes) - outcomes.sum(),
                beta + outcomes.sum(),
            )
        ),
        "the counts are right; return alpha first, then beta.": (
            lambda alpha, beta, outcomes: (
                beta + len(outcomes) - outcomes.sum(),
                alpha + outcomes.sum(),
            )
        ),
        "the prior is forgotten: add the counts to alpha and beta.": (
            lambda alpha, beta, outcomes: (
                outcomes.sum() + 0.0,
                len(outcomes) - outcomes.sum() + 0.0,
            )
        ),
        "the density has the exponents alpha - 1 and beta - 1; the parameters lose nothing.": (
            lambda alpha, beta, outcomes: (
                alpha + outcomes.sum() - 1,
                beta + len(outcomes) - outcomes.sum() - 1,
            )
        ),
        "counts are added, not proportions.": (
            lambda alpha, beta, outcomes: (
                alpha + outcomes.mean(),
                beta + 1 - outcomes.mean(),
            )
        ),
    },
)


def _draw_grid(rng: np.random.Generator) -> Inputs:
    k = int(rng.integers(3, 6))
    prior = rng.integers(1, 6, size=k).astype(float)
    return {"prior": prior / prior.sum(), "likelihood": rng.integers(1, 10, size=k) / 10}


def _normalised(weights: FloatArray) -> FloatArray:
    return weights / weights.sum()


check_posterior_on_grid = Exercise(
    name="posterior_on_grid",
    concept="prior-likelihood-posterior",
    draw=_draw_grid,
    expected=lambda prior, likelihood: _normalised(prior * likelihood),
    hint="multiply entry by entry, then divide by the sum of the products.",
    mistakes={
        "divide by the sum: probabilities must add up to 1.": (
            lambda prior, likelihood: prior * likelihood
        ),
        "the prior is missing: that is the likelihood, scaled.": (
            lambda prior, likelihood: _normalised(likelihood)
        ),
        "prior and likelihood are multiplied, not added.": (
            lambda prior, likelihood: _normalised(prior + likelihood)
        ),
        "divide by the sum of the products, not by the sum of the likelihoods.": (
            lambda prior, likelihood: prior * likelihood / likelihood.sum()
        ),
        "divide by the sum of the products, not by their mean.": (
            lambda prior, likelihood: prior * likelihood / (prior * likelihood).mean()
        ),
        "divide by the sum of the products, not by the largest: they must add up to 1.": (
            lambda prior, likelihood: prior * likelihood / (prior * likelihood).max()
        ),
    },
)


def _draw_counts(rng: np.random.Generator) -> Inputs:
    return {
        "alpha": float(rng.choice([0.5, 1.0, 2.0, 5.0])),
        "beta": float(rng.choice([0.5, 1.5, 3.0, 4.0])),
        "successes": int(rng.integers(1, 30)),
        "failures": int(rng.integers(1, 30)),
    }


def _sd(a: float, b: float, extra: float = 1.0) -> float:
    return float(np.sqrt(a * b / ((a + b) ** 2 * (a + b + extra))))


check_beta_sd = Exercise(
    name="beta_sd",
    concept="certainty-grows",
    draw=_draw_counts,
    expected=lambda alpha, beta, successes, failures: _sd(alpha + successes, beta + failures),
    hint="update first, a = alpha + successes, b = beta + failures; then the root of the variance.",
    mistakes={
        "that is the variance: take the root.": (
            lambda alpha, beta, successes, failures: _sd(alpha + successes, beta + failures) ** 2
        ),
        "that is the spread of the prior: the data have not been used.": (
            lambda alpha, beta, successes, failures: _sd(alpha, beta)
        ),
        "that is the spread under the counts alone: add alpha and beta.": (
            lambda alpha, beta, successes, failures: _sd(successes, failures)
        ),
        "the variance is m (1 - m) / (a + b + 1): the 1 is missing.": (
            lambda alpha, beta, successes, failures: _sd(alpha + successes, beta + failures, 0.0)
        ),
        "that is the bound, reached at a mean of one half: put in the mean that you have.": (
            lambda alpha, beta, successes, failures: float(
                0.5 / np.sqrt(alpha + beta + successes + failures + 1)
            )
        ),
        "that is what a flat prior gives: add alpha and beta, not 1 and 1.": (
            lambda alpha, beta, successes, failures: _sd(1 + successes, 1 + failures)
        ),
        "successes are added to alpha, failures to beta: they are swapped.": (
            lambda alpha, beta, successes, failures: _sd(alpha + failures, beta + successes)
        ),
    },
)


def _draw_copies(rng: np.random.Generator) -> Inputs:
    m, n = int(rng.integers(4, 7)), int(rng.integers(6, 9))
    copies = rng.integers(0, 2, size=(m, n))
    # as many switches as in one of the copies, so that a tie is met
    data = 1 - copies[int(rng.integers(m))]
    return {"copies": copies, "data": data}


def _switches(x: FloatArray) -> FloatArray:
    return np.asarray(np.sum(x[..., 1:] != x[..., :-1], axis=-1))


check_switch_share = Exercise(
    name="switch_share",
    concept="prior-likelihood-posterior",
    draw=_draw_copies,
    expected=lambda copies, data: float(np.mean(_switches(copies) >= _switches(data))),
    hint="count the unequal neighbours of each row and of the data; then the share of the rows "
    "whose count is at least that of the data.",
    mistakes={
        "a copy with exactly as many switches as the data counts too.": (
            lambda copies, data: float(np.mean(_switches(copies) > _switches(data)))
        ),
        "that is the other side: the copies with at most as many switches.": (
            lambda copies, data: float(np.mean(_switches(copies) <= _switches(data)))
        ),
        "that compares the ones, which the fit has made alike: compare the unequal neighbours.": (
            lambda copies, data: float(np.mean(copies.sum(axis=1) >= data.sum()))
        ),
        "divide by the number of copies: a share is asked for.": (
            lambda copies, data: float(np.sum(_switches(copies) >= _switches(data)))
        ),
        "a switch goes either way: from 0 to 1, and from 1 to 0.": (
            lambda copies, data: float(
                np.mean(np.sum(np.diff(copies, axis=1) == 1, axis=1) >= np.sum(np.diff(data) == 1))
            )
        ),
        "that is the share of copies equal to the data in their number of switches.": (
            lambda copies, data: float(np.mean(_switches(copies) == _switches(data)))
        ),
    },
)
