r"""Hamiltonian Monte Carlo: give the point a push, let it glide over the log density, and decide.

With momentum :math:`r \sim N(0, I)` the energy is :math:`H(x, r) = -\log p(x) + \tfrac12 |r|^2`.
Exact motion would keep it; the leapfrog's error in it is what the accept step pays for.

Source: Neal (2011), MCMC using Hamiltonian dynamics, in Handbook of Markov Chain Monte Carlo,
sections 5.2 and 5.3 (glides of random length: the end of 5.3.2).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import BoolArray, FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.probability._chains import LogDensity, points, rows, start

__all__ = ["HmcRun", "LeapfrogPath", "hmc", "leapfrog", "leapfrog_step"]

Gradient = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeapfrogPath(Result):
    """Positions and momenta along one glide of every chain."""

    x: FloatArray  # (n_chains, n_leapfrog + 1, dim)
    momentum: FloatArray  # (n_chains, n_leapfrog + 1, dim)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HmcRun(Result):
    """The paths of all chains.

    ``leapfrog(grad, draws[:, t], momenta[:, t], ...)`` gives the glide of move ``t`` again, of
    ``n_leapfrog[t]`` steps.
    """

    draws: FloatArray  # (n_chains, n_draws + 1, dim), first the start
    log_density: FloatArray  # (n_chains, n_draws + 1)
    momenta: FloatArray  # (n_chains, n_draws, dim), the push of each move
    proposals: FloatArray  # (n_chains, n_draws, dim), rejected ones too
    accepted: BoolArray  # (n_chains, n_draws)
    energy_error: FloatArray  # (n_chains, n_draws) H(end) - H(begin); inf or NaN when diverged
    n_leapfrog: IntArray  # (n_draws,) steps of each move's glides


def _step(
    grad: Gradient, x: FloatArray, momentum: FloatArray, slope: FloatArray, step_size: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Kick, drift, kick; the gradient at the end serves the next step too."""
    half_kicked = momentum + 0.5 * step_size * slope
    x = x + step_size * half_kicked
    slope = grad(x)
    return x, half_kicked + 0.5 * step_size * slope, slope


def _door(
    grad: Gradient, x: ArrayLike, momentum: ArrayLike, step_size: float, suffix: str
) -> tuple[FloatArray, FloatArray, FloatArray, float]:
    x = points("x" + suffix, x)
    momentum = points("momentum" + suffix, momentum)
    if momentum.shape != x.shape:
        raise ValueError(
            f"momentum{suffix} must have the shape {x.shape} of x{suffix}, got {momentum.shape}"
        )
    return x, momentum, rows("grad", grad, x, x.shape), check.positive("step_size", step_size)


def leapfrog_step(
    grad: Gradient, x: ArrayLike, momentum: ArrayLike, *, step_size: float
) -> tuple[FloatArray, FloatArray]:
    r"""One leapfrog step: half a kick, a drift, half a kick.

    .. math:: r' = r + \tfrac{\epsilon}{2} \nabla \log p(x), \quad
              x_+ = x + \epsilon r', \quad
              r_+ = r' + \tfrac{\epsilon}{2} \nabla \log p(x_+)

    Stepping back with :math:`-r_+` returns to the start, and volume is kept.

    Parameters
    ----------
    grad : callable
        Gradient of the log density: (n_chains, dim) to (n_chains, dim).
    x, momentum : arrays of shape (n_chains, dim) or (dim,)
        Positions and momenta.
    step_size : float
        Positive :math:`\epsilon`.

    Returns
    -------
    tuple of two arrays of shape (n_chains, dim)
        The next positions and momenta.

    Raises
    ------
    ValueError
        If ``grad`` returns a wrong shape.

    Examples
    --------
    >>> x, momentum = leapfrog_step(lambda x: -x, [1.0], [0.0], step_size=0.1)
    >>> x.tolist(), momentum.round(6).tolist()
    ([[0.995]], [[-0.09975]])
    """
    x, momentum, slope, step_size = _door(grad, x, momentum, step_size, "")
    with np.errstate(over="ignore", invalid="ignore"):  # an unstable glide ends at inf or NaN
        x, momentum, _ = _step(grad, x, momentum, slope, step_size)
    return x, momentum


def leapfrog(
    grad: Gradient, x0: ArrayLike, momentum0: ArrayLike, *, step_size: float, n_leapfrog: int
) -> LeapfrogPath:
    r"""Several leapfrog steps, with every point on the way.

    Parameters
    ----------
    grad : callable
        Gradient of the log density: (n_chains, dim) to (n_chains, dim).
    x0, momentum0 : arrays of shape (n_chains, dim) or (dim,)
        Positions and momenta at the start.
    step_size : float
        Positive; unstable above 2 smallest standard deviations of a Gaussian target.
    n_leapfrog : int
        Number of steps, at least 1.

    Returns
    -------
    LeapfrogPath
        Positions and momenta, (n_chains, n_leapfrog + 1, dim), the start first.

    Raises
    ------
    ValueError
        If ``grad`` returns a wrong shape.

    Examples
    --------
    A quarter of a circle in the plane of position and momentum:

    >>> path = leapfrog(lambda x: -x, [0.0], [1.0], step_size=np.pi / 200, n_leapfrog=100)
    >>> float(path.x[0, -1, 0].round(3)), float(abs(path.momentum[0, -1, 0]).round(3))
    (1.0, 0.0)
    """
    x, momentum, slope, step_size = _door(grad, x0, momentum0, step_size, "0")
    n_leapfrog = check.integer("n_leapfrog", n_leapfrog, low=1)
    xs, momenta = [x], [momentum]
    with np.errstate(over="ignore", invalid="ignore"):  # as in the single step
        for _ in range(n_leapfrog):
            x, momentum, slope = _step(grad, x, momentum, slope, step_size)
            xs.append(x)
            momenta.append(momentum)
    return LeapfrogPath(x=np.stack(xs, axis=1), momentum=np.stack(momenta, axis=1))


def hmc(
    log_density: LogDensity,
    grad: Gradient,
    x0: ArrayLike,
    *,
    n_draws: int,
    step_size: float,
    n_leapfrog: int,
    rng: np.random.Generator | int,
    random_length: bool = False,
) -> HmcRun:
    r"""Run Hamiltonian Monte Carlo on several chains at once.

    .. math:: P(\text{accept}) = \min\bigl(1,\; e^{H(x, r) - H(x', r')}\bigr)

    With one seed the momenta are the same for every step size and length, and a longer run begins
    as the shorter one does.

    Glides of one fixed length may end where they began, whatever the push: on a Gaussian with the
    standard deviation :math:`\sigma` in some direction a step turns by
    :math:`\theta = \arccos(1 - \epsilon^2 / 2\sigma^2)`, and if :math:`L\theta` is a multiple of
    a full turn, nothing moves there. A random length rules that out.

    Parameters
    ----------
    log_density : callable
        Takes points of shape (n_chains, dim), returns log densities of shape (n_chains,), up to
        a constant; ``-inf`` outside the support.
    grad : callable
        Its gradient: (n_chains, dim) to (n_chains, dim).
    x0 : array of shape (n_chains, dim) or (dim,)
        Where the chains start; a vector starts one chain.
    n_draws : int
        Moves of each chain, at least 1.
    step_size : float
        Positive length of a leapfrog step; too long diverges, and nothing is accepted.
    n_leapfrog : int
        Leapfrog steps of a move, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed.
    random_length : bool
        Draw the number of steps of each move anew, uniformly from 1 to ``2 * n_leapfrog - 1``,
        so that its mean is ``n_leapfrog``; all chains of a move glide equally long.

    Returns
    -------
    HmcRun
        Draws, momenta, proposals and energy errors of every chain, the start first.

    Raises
    ------
    ValueError
        If ``log_density`` or ``grad`` returns a wrong shape, or a start has no finite density.

    Examples
    --------
    >>> bell, slope = lambda x: -0.5 * (x**2).sum(axis=1), lambda x: -x
    >>> x0 = np.zeros((50, 2))
    >>> run = hmc(bell, slope, x0, n_draws=200, step_size=0.3, n_leapfrog=5, rng=0)
    >>> run.draws.shape, round(float(run.accepted.mean()), 2)
    ((50, 201, 2), 0.99)
    >>> float(run.draws.std().round(1))
    1.0

    Six steps that turn by 60° each come back to where they began; of random length they do not:

    >>> settings = {"n_draws": 50, "step_size": 1.0, "n_leapfrog": 6, "rng": 0}
    >>> stuck = hmc(bell, slope, x0 + 1, **settings)
    >>> free = hmc(bell, slope, x0 + 1, **settings, random_length=True)
    >>> float(stuck.draws.std().round(6)), bool(free.draws[:, -1].std() > 0.7)
    (0.0, True)
    """
    x, log_p = start(log_density, x0, name="x0")
    slope = rows("grad", grad, x, x.shape)
    n_draws = check.integer("n_draws", n_draws, low=1)
    step_size = check.positive("step_size", step_size)
    n_leapfrog = check.integer("n_leapfrog", n_leapfrog, low=1)
    normals, exponentials, lengths = check.generator("rng", rng).spawn(3)
    n_chains, dim = x.shape
    steps = np.full(n_draws, n_leapfrog)
    if check.boolean("random_length", random_length):
        steps = lengths.integers(1, 2 * n_leapfrog, size=n_draws)
    momenta = normals.standard_normal((n_draws, n_chains, dim))
    # The logarithm of a uniform is minus an exponential, and never log(0).
    log_u = -exponentials.standard_exponential((n_draws, n_chains))

    # Time first while running, so that each move writes one block.
    draws = np.empty((n_draws + 1, n_chains, dim))
    log_ps = np.empty((n_draws + 1, n_chains))
    proposals = np.empty((n_draws, n_chains, dim))
    accepted = np.empty((n_draws, n_chains), dtype=bool)
    energy_error = np.empty((n_draws, n_chains))
    draws[0], log_ps[0] = x, log_p
    # A glide with too long a step overflows; its energy is then inf or NaN, and it is rejected.
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(n_draws):
            proposal, r, slope_there = x, momenta[t], slope
            for _ in range(steps[t]):
                proposal, r, slope_there = _step(grad, proposal, r, slope_there, step_size)
            log_q = log_density(proposal)
            kinetic_gain = 0.5 * ((r * r).sum(axis=1) - (momenta[t] * momenta[t]).sum(axis=1))
            energy_gain = log_p - log_q + kinetic_gain
            accept = (log_u[t] < -energy_gain) & (log_q < np.inf)
            x = np.where(accept[:, None], proposal, x)
            log_p = np.where(accept, log_q, log_p)
            slope = np.where(accept[:, None], slope_there, slope)
            draws[t + 1], log_ps[t + 1], proposals[t] = x, log_p, proposal
            accepted[t], energy_error[t] = accept, energy_gain
    return HmcRun(
        draws=np.ascontiguousarray(draws.swapaxes(0, 1)),
        log_density=np.ascontiguousarray(log_ps.T),
        momenta=np.ascontiguousarray(momenta.swapaxes(0, 1)),
        proposals=np.ascontiguousarray(proposals.swapaxes(0, 1)),
        accepted=np.ascontiguousarray(accepted.T),
        energy_error=np.ascontiguousarray(energy_error.T),
        n_leapfrog=steps,
    )
