r"""Random-walk Metropolis: propose a nearby point, and accept it by the ratio of densities.

.. math:: x' = x + s z, \quad z \sim N(0, I), \qquad
          P(\text{accept}) = \min\Bigl(1, \frac{p(x')}{p(x)}\Bigr)

Source: Metropolis et al. (1953), Equation of state calculations by fast computing machines;
Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 11.2.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import BoolArray, FloatArray
from mlcourse._result import Result
from mlcourse.probability._chains import LogDensity, start

__all__ = ["MetropolisMove", "MetropolisRun", "metropolis", "metropolis_step"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MetropolisMove(Result):
    """One move of every chain."""

    x: FloatArray  # (n_chains, dim) where the chains are afterwards
    log_density: FloatArray  # (n_chains,) there
    proposal: FloatArray  # (n_chains, dim), also where it was rejected
    accepted: BoolArray  # (n_chains,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MetropolisRun(Result):
    """The paths of all chains; a rejected move repeats the draw before it."""

    draws: FloatArray  # (n_chains, n_draws + 1, dim), first the start
    log_density: FloatArray  # (n_chains, n_draws + 1)
    proposals: FloatArray  # (n_chains, n_draws, dim), rejected ones too
    accepted: BoolArray  # (n_chains, n_draws)
    log_u: FloatArray  # (n_chains, n_draws), logarithms of the uniform numbers that decided


def metropolis_step(
    log_density: LogDensity, x: ArrayLike, *, step_size: float, rng: np.random.Generator | int
) -> MetropolisMove:
    r"""Propose once for every chain, and accept or stay.

    Parameters
    ----------
    log_density : callable
        Takes points of shape (n_chains, dim), returns log densities of shape (n_chains,), up to
        a constant; ``-inf`` outside the support.
    x : array of shape (n_chains, dim) or (dim,)
        Points of positive density.
    step_size : float
        Positive standard deviation of the proposal, in the unit of ``x``.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    MetropolisMove
        Where the chains are afterwards, what was proposed, and whether it was accepted.

    Raises
    ------
    ValueError
        If ``log_density`` returns a wrong shape, or is not finite at ``x``.

    Examples
    --------
    From far out a small step towards the middle is always accepted:

    >>> rng = np.random.default_rng(0)
    >>> move = metropolis_step(lambda x: -50 * x[:, 0] ** 2, [[9.0]], step_size=1.0, rng=rng)
    >>> bool(move.accepted[0]) == bool(move.proposal[0, 0] < 9.0)
    True
    """
    x, log_p = start(log_density, x, name="x")
    step_size = check.positive("step_size", step_size)
    normals, exponentials = check.generator("rng", rng).spawn(2)
    proposal = x + step_size * normals.standard_normal(x.shape)
    log_u = -exponentials.standard_exponential(len(x))
    # A proposal far outside may overflow in the reader's density; inf or NaN is then rejected.
    with np.errstate(over="ignore", invalid="ignore"):
        log_q = log_density(proposal)
        accept = (log_u < log_q - log_p) & (log_q < np.inf)
    return MetropolisMove(
        x=np.where(accept[:, None], proposal, x),
        log_density=np.where(accept, log_q, log_p),
        proposal=proposal,
        accepted=accept,
    )


def metropolis(
    log_density: LogDensity,
    x0: ArrayLike,
    *,
    n_draws: int,
    step_size: float,
    rng: np.random.Generator | int,
) -> MetropolisRun:
    r"""Run random-walk Metropolis on several chains at once.

    With one seed the noise is the same for every ``step_size``, and a longer run begins as the
    shorter one does.

    Parameters
    ----------
    log_density : callable
        Takes points of shape (n_chains, dim), returns log densities of shape (n_chains,), up to
        a constant; ``-inf`` outside the support.
    x0 : array of shape (n_chains, dim) or (dim,)
        Where the chains start; a vector starts one chain.
    n_draws : int
        Moves of each chain, at least 1.
    step_size : float
        Positive standard deviation of the proposal. About 2.4 / sqrt(dim) standard deviations of
        a Gaussian target is best.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    MetropolisRun
        Draws, proposals and decisions of every chain, the start first.

    Raises
    ------
    ValueError
        If ``log_density`` returns a wrong shape, or is not finite at a start.

    Examples
    --------
    >>> bell = lambda x: -0.5 * (x**2).sum(axis=1)
    >>> run = metropolis(bell, np.zeros((50, 1)), n_draws=1000, step_size=2.4, rng=0)
    >>> run.draws.shape, round(float(run.accepted.mean()), 2)
    ((50, 1001, 1), 0.44)
    >>> float(run.draws.mean().round(1) + 0.0), float(run.draws.std().round(1))
    (0.0, 1.0)
    """
    x, log_p = start(log_density, x0, name="x0")
    n_draws = check.integer("n_draws", n_draws, low=1)
    step_size = check.positive("step_size", step_size)
    normals, exponentials = check.generator("rng", rng).spawn(2)
    n_chains, dim = x.shape
    jumps = step_size * normals.standard_normal((n_draws, n_chains, dim))
    # The logarithm of a uniform is minus an exponential, and never log(0).
    log_u = -exponentials.standard_exponential((n_draws, n_chains))

    # Time first while running, so that each move writes one block.
    draws = np.empty((n_draws + 1, n_chains, dim))
    log_ps = np.empty((n_draws + 1, n_chains))
    proposals = np.empty((n_draws, n_chains, dim))
    accepted = np.empty((n_draws, n_chains), dtype=bool)
    draws[0], log_ps[0] = x, log_p
    with np.errstate(over="ignore", invalid="ignore"):  # as in the single step
        for t in range(n_draws):
            proposal = x + jumps[t]
            log_q = log_density(proposal)
            accept = (log_u[t] < log_q - log_p) & (log_q < np.inf)
            x = np.where(accept[:, None], proposal, x)
            log_p = np.where(accept, log_q, log_p)
            draws[t + 1], log_ps[t + 1] = x, log_p
            proposals[t], accepted[t] = proposal, accept
    return MetropolisRun(
        draws=np.ascontiguousarray(draws.swapaxes(0, 1)),
        log_density=np.ascontiguousarray(log_ps.T),
        proposals=np.ascontiguousarray(proposals.swapaxes(0, 1)),
        accepted=np.ascontiguousarray(accepted.T),
        log_u=np.ascontiguousarray(log_u.T),
    )
