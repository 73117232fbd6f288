"""Three samplers on one tilted ridge at equal work, and what their draws say of them."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from mlcourse._check import BoolArray, FloatArray, IntArray
from mlcourse.probability.gibbs import gaussian_conditionals, gibbs
from mlcourse.probability.hmc import hmc, leapfrog
from mlcourse.probability.metropolis import metropolis
from mlcourse.probability.targets import correlated_gaussian

__all__ = [
    "LEAPS",
    "LENGTHS",
    "NEARLY",
    "N_WORK",
    "STEPS",
    "STOPS",
    "TUNED",
    "View",
    "compute",
    "paid",
    "told",
    "two_directions",
]

N_WORK = 400  # densities, sweeps or gradients
SINGLE = 10  # units of work that are shown one at a time: a glide of ten steps
STOPS = (*range(SINGLE + 1), 15, 20, 30, 40, 60, 100, 150, 200, 300, N_WORK)
N_CHAINS = 64  # from exact draws; the first is drawn, all together give the memory
TOLD = 40  # the work from which the memory is known well enough to be told
# the ridge, and the scale at which Metropolis needs the fewest draws there, of 0.25 to 3
TUNED = {0: 1.5, 0.9: 1.5, 0.99: 1.5, 0.999: 2.0}
STEPS = (0.05, 0.1, 0.15, 0.19, 0.25, 0.5)
LEAPS = (1, 3, 5, 10, 20)
LENGTHS = ("always L", "drawn anew")
NEARLY = 0.25  # a memory that counts as none
NEARLY_ALL = 0.8  # and one that counts as whole
START = (-1.2, 1.2)  # of the first chain, in standard deviations along the ridge and across


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The chains of one method; the first is drawn."""

    draws: FloatArray  # (n_chains, n + 1, 2)
    ways: FloatArray  # (n, m, 2) from each draw to the proposal, or round the corner to the next
    paid: IntArray  # (n + 1,) work when each draw is made
    moved: BoolArray  # (n_chains, n)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Three methods on one target."""

    rho: float
    step_size: float
    n_leapfrog: int
    length: str
    chains: dict[str, Chain]


@cache
def _starts(rho: float) -> FloatArray:
    out = correlated_gaussian(rho=rho).sample(N_CHAINS, rng=5)
    # beside the crest, so that its trace shows whether the chain comes back there
    along, across = START[0] * np.sqrt((1 + rho) / 2), START[1] * np.sqrt((1 - rho) / 2)
    out[0] = (along + across, along - across)
    return out


def two_directions(draws: FloatArray, rho: float) -> tuple[FloatArray, FloatArray]:
    """``x1``, mostly along the ridge, and ``x1 - x2``, across, in their standard deviations."""
    return draws[..., 0], (draws[..., 0] - draws[..., 1]) / np.sqrt(2 * (1 - rho))


def memory(chain: Chain, n: int) -> tuple[float, float]:
    """Correlation of a draw with the next, in the first n of all chains: of x1, and across."""
    draws = chain.draws[:, : n + 1]

    def of(x: FloatArray) -> float:
        # the mean 0 is known, so no chain needs its own
        return float((x[:, 1:] * x[:, :-1]).mean() / (x**2).mean())

    return of(draws[..., 0]), of(draws[..., 0] - draws[..., 1])


@cache
def metropolis_chains(rho: float) -> Chain:
    log_density = correlated_gaussian(rho=rho).log_density
    run = metropolis(log_density, _starts(rho), n_draws=N_WORK, step_size=TUNED[rho], rng=1)
    return Chain(
        draws=run.draws,
        ways=np.stack([run.draws[0, :-1], run.proposals[0]], axis=1),
        paid=np.arange(N_WORK + 1),
        moved=run.accepted,
    )


@cache
def gibbs_chains(rho: float) -> Chain:
    target = correlated_gaussian(rho=rho)
    conditionals = gaussian_conditionals(target.mean, target.covariance)
    run = gibbs(conditionals, _starts(rho), n_draws=N_WORK, rng=2)
    corners = run.path[0]
    return Chain(
        draws=run.draws,
        ways=np.stack([corners[:-2:2], corners[1::2], corners[2::2]], axis=1),
        paid=np.arange(N_WORK + 1),
        moved=np.ones((N_CHAINS, N_WORK), dtype=bool),
    )


@cache
def hmc_chains(rho: float, step_size: float, n_leapfrog: int, length: str) -> Chain:
    target = correlated_gaussian(rho=rho)
    run = hmc(
        target.log_density,
        target.grad,
        _starts(rho),
        n_draws=2 * N_WORK // n_leapfrog + 1,  # enough for the clock with short glides too
        step_size=step_size,
        n_leapfrog=n_leapfrog,
        rng=3,
        random_length=length == LENGTHS[1],
    )
    # all glides of the first chain at once: each begins at a draw with the push it was given
    glides = leapfrog(
        target.grad,
        run.draws[0, :-1],
        run.momenta[0],
        step_size=step_size,
        n_leapfrog=int(run.n_leapfrog.max()),
    ).x.copy()
    for glide, n in zip(glides, run.n_leapfrog, strict=True):
        glide[n:] = glide[n]  # it ends there
    return Chain(
        draws=run.draws,
        ways=glides,
        paid=np.append(0, np.cumsum(run.n_leapfrog)),
        moved=run.accepted,
    )


def compute(*, rho: float, step_size: float, n_leapfrog: float, length: str) -> View:
    """As many draws of each method as the work pays for."""
    return View(
        rho=rho,
        step_size=step_size,
        n_leapfrog=int(n_leapfrog),
        length=length,
        chains={
            "Metropolis": metropolis_chains(rho),
            "Gibbs": gibbs_chains(rho),
            "Hamiltonian": hmc_chains(rho, step_size, int(n_leapfrog), length),
        },
    )


def regime(accepted: float, along: float, across: float) -> str:
    """What a method does, in a word or two: by its acceptance and its memory in two directions.

    A memory near -1 is as bad as one near 1: the chain keeps its distance and changes the side.
    """
    if accepted < 0.02:
        return "hardly moves"
    worst = max(along, across, key=abs)
    if abs(worst) <= NEARLY:
        return "nearly independent"
    if worst > NEARLY_ALL and accepted < 0.25:
        return "mostly refused"
    if min(along, across) > NEARLY_ALL:
        return "creeps"
    where = "across" if worst == across else "along"
    if worst < 0:
        if max(along, across) < -NEARLY:
            where = "to and fro"
        return f"flips {where}" if worst < -NEARLY_ALL else f"swings {where}"
    if worst > NEARLY_ALL:
        return "creeps" if where == "along" else "stuck across"
    return "wanders"


def paid(view: View, name: str, work: int) -> tuple[int, int]:
    """Draws that the work has paid for, and steps of the glide that is under way."""
    chain = view.chains[name]
    n = int(np.searchsorted(chain.paid, work, side="right")) - 1
    return n, work - int(chain.paid[n])


def told(view: View, name: str, work: int) -> tuple[float, float, float, str] | None:
    """Acceptance, memory along and across, and a verdict, from the draws made so far."""
    n, _ = paid(view, name, work)
    if work < TOLD or n == 0:
        return None
    chain = view.chains[name]
    accepted, (along, across) = float(chain.moved[:, :n].mean()), memory(chain, n)
    return accepted, along, across, regime(accepted, along, across)
