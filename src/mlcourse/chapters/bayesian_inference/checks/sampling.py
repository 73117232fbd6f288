r"""More sampling exercises of chapter 02: a hidden bug, and two diagnostics.

Sources: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., sections 11.2 and 11.4; Vehtari
et al. (2021), Rank-normalization, folding, and localization, section 2.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = [
    "check_autocorrelation_at",
    "check_recorded_walk",
    "check_split_rhat",
]


class Bell:
    """A Gaussian log density with any constant; shows itself as a formula."""

    def __init__(self, mean: float, sd: float, constant: float = 0.0) -> None:
        self.mean, self.sd, self.constant = mean, sd, constant

    def __call__(self, x: float) -> float:
        return self.constant - 0.5 * ((x - self.mean) / self.sd) ** 2

    def __repr__(self) -> str:
        return f"(x → {self.constant:g} − (x − {self.mean:g})² / {2 * self.sd**2:g})"

    def __array__(self, dtype: Any = None, copy: Any = None) -> FloatArray:
        # so that the check can compare it
        return np.array([self.mean, self.sd, self.constant], dtype=dtype)


def _draw_walk(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(8, 12))
    jumps = tenths(rng, n)
    log_u = np.log(rng.integers(1, 20, size=n) / 20)
    jumps[int(rng.integers(1, n - 1))] = 9.0  # at least one proposal that no u accepts
    return {"log_density": Bell(0.0, 1.0), "x0": 0.5, "jumps": jumps, "log_u": log_u}


def _walk(
    rejected: str,
    accept: Callable[[float, float], bool] = lambda gain, log_u: log_u < gain,
) -> Callable[..., FloatArray]:
    """A walk that does this or that with a rejected move."""

    def walk(
        log_density: Callable[[float], float], x0: float, jumps: FloatArray, log_u: FloatArray
    ) -> FloatArray:
        x, draws = x0, [x0]
        for jump, u in zip(jumps, log_u, strict=True):
            proposal = x + jump
            if accept(log_density(proposal) - log_density(x), u):
                x = proposal
                draws.append(x)
            elif rejected == "repeat":
                draws.append(x)
            elif rejected == "proposal":
                draws.append(proposal)
            elif rejected == "start":
                draws.append(x0)
        return np.array(draws)

    return walk


check_recorded_walk = Exercise(
    name="recorded_walk",
    concept="mcmc",
    draw=_draw_walk,
    expected=_walk("repeat"),
    hint="after every proposal, accepted or not, the place where the chain stands is recorded.",
    mistakes={
        "rejected moves leave no trace: a rejection is a draw too, the old point once more.": (
            _walk("drop")
        ),
        "a rejected proposal is not a draw: record where the chain stands.": _walk("proposal"),
        "after a rejection the chain stays where it is; it does not return to the start.": (
            _walk("start")
        ),
        "now everything is accepted: the rule was right, only the record was wrong.": (
            _walk("repeat", lambda gain, log_u: True)
        ),
        "moves downhill must be possible too: compare the gain with log_u, not with 0.": (
            _walk("repeat", lambda gain, log_u: gain > 0)
        ),
    },
)


def _draw_series(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(8, 11))  # a piece of three could be constant: no correlation
    return {"x": tenths(rng, n) + 1.0, "lag": int(rng.integers(1, 4))}


def _products(x: FloatArray, lag: int) -> FloatArray:
    centred = x - x.mean()
    return np.asarray(centred[:-lag] * centred[lag:])


check_autocorrelation_at = Exercise(
    name="autocorrelation_at",
    concept="diagnostics",
    draw=_draw_series,
    expected=lambda x, lag: float(_products(x, lag).sum() / ((x - x.mean()) ** 2).sum()),
    hint="centre x, multiply it with itself lag places later, sum, divide by the sum of squares.",
    mistakes={
        "subtract the mean first.": (
            lambda x, lag: float((x[:-lag] * x[lag:]).sum() / (x**2).sum())
        ),
        "divide by the sum of squares: a correlation is a share of the variance.": (
            lambda x, lag: float(_products(x, lag).sum())
        ),
        "divide sum by sum: there are fewer products than squares, and means would differ.": (
            lambda x, lag: float(_products(x, lag).mean() / x.var())
        ),
        "that is Pearson's correlation of the two pieces: centre both with the mean of all of x.": (
            lambda x, lag: float(np.corrcoef(x[:-lag], x[lag:])[0, 1])
        ),
    },
)


def _draw_chains(rng: np.random.Generator) -> Inputs:
    m, half = int(rng.integers(2, 4)), int(rng.integers(2, 4))
    return {"draws": tenths(rng, m, 2 * half) + np.arange(m)[:, None]}


def _rhat(chains: FloatArray, inside: int = 1, outside: int = 1, share: bool = True) -> float:
    n = chains.shape[1]
    within = chains.var(axis=1, ddof=inside).mean()
    between = chains.mean(axis=1).var(ddof=outside)
    return float(np.sqrt(((n - 1) / n if share else 1.0) + between / within))


def _halves(draws: FloatArray) -> FloatArray:
    return draws.reshape(2 * len(draws), -1)


check_split_rhat = Exercise(
    name="split_rhat",
    concept="diagnostics",
    draw=_draw_chains,
    expected=lambda draws: _rhat(_halves(draws)),
    hint="cut each row into halves; W is the mean variance inside, B/n the variance of the means.",
    mistakes={
        "the chains are not split: each half counts as a chain, so that a drift shows.": (
            lambda draws: _rhat(draws)
        ),
        "variances here divide by n - 1: use ddof=1.": lambda draws: _rhat(_halves(draws), 0, 0),
        "the variances inside the halves divide by n - 1 too: use ddof=1 in both.": (
            lambda draws: _rhat(_halves(draws), inside=0)
        ),
        "the variance of the means divides by their number less 1 too: use ddof=1 in both.": (
            lambda draws: _rhat(_halves(draws), outside=0)
        ),
        "the root is missing.": lambda draws: _rhat(_halves(draws)) ** 2,
        "the factor (n - 1) / n belongs to W.": lambda draws: _rhat(_halves(draws), share=False),
        "each chain goes to its own two halves, first and second, not to odd and even draws.": (
            lambda draws: _rhat(np.vstack([draws[:, ::2], draws[:, 1::2]]))
        ),
    },
)
