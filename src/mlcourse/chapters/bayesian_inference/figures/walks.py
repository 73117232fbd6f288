"""Four Metropolis chains on a target, and what their draws say of them at every stop."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from mlcourse._check import BoolArray, FloatArray
from mlcourse.probability.diagnostics import (
    autocorrelation,
    effective_sample_size,
    split_rhat,
)
from mlcourse.probability.metropolis import MetropolisRun
from mlcourse.probability.metropolis import metropolis as run_metropolis
from mlcourse.probability.targets import Target, bimodal, correlated_gaussian, funnel

__all__ = [
    "FIRST",
    "N_LAGS",
    "N_MOVES",
    "REVEALED",
    "SCALES",
    "STOPS",
    "TARGETS",
    "TOLD",
    "UNKNOWN",
    "Numbers",
    "View",
    "compute",
]

N_MOVES = 1000
HALVES = 6  # moves that are shown twice: proposed, then decided
SINGLE = 10  # moves that are shown one at a time
STOPS = (
    *sorted([k + 0.5 for k in range(HALVES)] + list(range(SINGLE + 1))),
    *(12, 15, 20, 25, 30, 40, 50, 65, 80, 100, 130, 160, 200, 250, 300, 400, 500, 600, 700, 800),
    N_MOVES,
)
TOLD = 30  # moves after which the second half is worth numbers
N_LAGS = 40
FIRST = 200  # moves before the autocorrelation of the second half is worth a line
UNKNOWN, REVEALED = "unknown", "unknown, four chains"  # one chain of the same four, and all
TARGETS: dict[str, Target] = {
    "Gaussian": correlated_gaussian(rho=0.8),
    "funnel": funnel(spread=2.0),
    UNKNOWN: (humps := bimodal(separation=6.0)),
    REVEALED: humps,
}
SCALES = (0.05, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10)
WORTH = 100  # draws that a mean of one digit asks for; with fewer a low R-hat says little
SIDE = 2.0  # the neck of the funnel is to the left of -2, its mouth to the right of 2


# far apart, so that agreement means something; the first chain is the one that is drawn
STARTS = {
    "Gaussian": [(-3.0, -3.0), (3.0, 3.0), (-1.5, -1.5), (1.5, 1.5)],
    "funnel": [(3.0, 4.0), (-2.0, 0.0), (0.0, 1.0), (2.0, -3.0)],
    UNKNOWN: (apart := [(-3.0, 0.0), (3.0, 0.0), (-3.0, 1.0), (3.0, 1.0)]),
    REVEALED: apart,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What the second half of the first n moves says about the first coordinate."""

    accepted: float
    ess: float
    rhat: float
    regime: str
    alone: tuple[float, float]  # effective sample size and split R-hat of the first chain alone
    sides: tuple[float, float]  # accepted of the proposals made in the neck, and in the mouth
    rho: FloatArray  # (N_LAGS + 1,) autocorrelation of the first chain; empty before FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Four chains on one target."""

    target: str
    scale: float
    everything: bool  # or chain 1 alone
    run: MetropolisRun
    ratio: FloatArray  # (N,) density at a proposal of chain 1 over that where it stands
    u: FloatArray  # (N,) what decided: accepted if u < ratio
    numbers: dict[int, Numbers]  # by the moves made, from TOLD on


def _regime(accepted: float, ess: float, rhat: float) -> str:
    """What R-hat says, and no more: that it is low proves nothing, least of all of few draws."""
    if rhat < 1.1:
        return "below 1.1" + (f", but worth only {ess:.0f} draws" if ess < WORTH else "")
    if accepted < 0.1:
        return "huge steps: mostly refused"
    if accepted > 0.9:
        return "tiny steps: it creeps"
    return "the chains disagree"


def _share(taken: BoolArray) -> float:
    return float(taken.mean()) if taken.size else float("nan")


def _numbers(run: MetropolisRun, n: int) -> Numbers:
    draws = run.draws[:, n // 2 + 1 : n + 1, 0]  # the first half is warm-up
    accepted = float(run.accepted[:, n // 2 : n].mean())
    ess, rhat = effective_sample_size(draws), split_rhat(draws)
    rho = autocorrelation(draws[:1])[0, : N_LAGS + 1] if n >= FIRST else np.empty(0)
    stood, taken = run.draws[:, n // 2 : n, 0], run.accepted[:, n // 2 : n]
    return Numbers(
        accepted=accepted,
        ess=ess,
        rhat=rhat,
        regime=_regime(accepted, ess, rhat),
        alone=(effective_sample_size(draws[:1]), split_rhat(draws[:1])),
        sides=(_share(taken[stood < -SIDE]), _share(taken[stood > SIDE])),
        rho=rho,
    )


@cache
def _run(target: str, seed: int, scale: float) -> tuple[MetropolisRun, dict[int, Numbers]]:
    """Four chains, diagnosed at every stop."""
    run = run_metropolis(
        TARGETS[target].log_density,
        STARTS[target],
        n_draws=N_MOVES,
        step_size=scale,
        rng=102 + seed,
    )
    return run, {int(n): _numbers(run, int(n)) for n in STOPS if n >= TOLD}


def compute(*, target: str, seed: int, scale: float) -> View:
    """Run four chains, and diagnose them at every stop."""
    run, numbers = _run(target, seed, scale)
    gain = TARGETS[target].log_density(run.proposals[0]) - run.log_density[0, :-1]
    return View(
        target=target,
        scale=scale,
        everything=target != UNKNOWN,
        run=run,
        ratio=np.exp(np.minimum(gain, 50)),
        u=np.exp(run.log_u[0]),
        numbers=numbers,
    )
