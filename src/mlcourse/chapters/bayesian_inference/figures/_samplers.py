"""Metropolis, Gibbs and Hamiltonian Monte Carlo on one tilted ridge, at equal work."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.bayesian_inference.figures.dots import dots
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, growing
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE
from mlcourse.probability.gibbs import gaussian_conditionals, gibbs
from mlcourse.probability.hmc import hmc, leapfrog
from mlcourse.probability.metropolis import metropolis
from mlcourse.probability.targets import correlated_gaussian

__all__ = ["samplers"]

N_WORK = 400  # densities, sweeps or gradients
SINGLE = 40  # units of work that are shown one at a time
STOPS = (*range(SINGLE), *growing(SINGLE, N_WORK, 20))
N_CHAINS = 64  # from exact draws; the first is drawn, all together give the memory
N_LEAST = 60  # draws of a chain that the memory is taken from
# the ridge, and the scale at which Metropolis needs the fewest draws there, of 0.25 to 3
TUNED = {0.0: 2.0, 0.9: 1.5, 0.99: 1.5}
STEPS = (0.05, 0.1, 0.15, 0.19, 0.25, 0.5, 1.0)
LEAPS = (1, 3, 10, 20)
LIMIT = 3.2
NEARLY = 0.25  # a memory that counts as none
METHODS = {"Metropolis": BLUE, "Gibbs": GREEN, "Hamiltonian": ORANGE}
VISITS = {1: 2.6, 2: 4.0, 5: 6.0, 15: 8.5}  # diameters of a place visited at least so often


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The first chain of one method, and two numbers of all its chains."""

    draws: FloatArray  # (n + 1, 2)
    ways: FloatArray  # (n, m, 2) from each draw to the proposal, or round the corner to the next
    accepted: float
    memory: float  # correlation of x1 with the next draw's


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Three methods on one target."""

    rho: float
    step_size: float
    n_leapfrog: int
    chains: dict[str, Chain]


@cache
def _starts(rho: float) -> FloatArray:
    out = correlated_gaussian(rho=rho).sample(N_CHAINS, rng=5)
    out[0] = (-1.4, -1.4 * rho)
    return out


def _memory(draws: FloatArray) -> float:
    # mean 0 and variance 1 are known, so no chain needs its own mean
    x = draws[..., 0]
    return float((x[:, 1:] * x[:, :-1]).mean() / (x**2).mean())


@cache
def _metropolis(rho: float) -> Chain:
    log_density = correlated_gaussian(rho=rho).log_density
    run = metropolis(log_density, _starts(rho), n_draws=N_WORK, step_size=TUNED[rho], rng=1)
    return Chain(
        draws=run.draws[0],
        ways=np.stack([run.draws[0, :-1], run.proposals[0]], axis=1),
        accepted=float(run.accepted.mean()),
        memory=_memory(run.draws),
    )


@cache
def _gibbs(rho: float) -> Chain:
    target = correlated_gaussian(rho=rho)
    conditionals = gaussian_conditionals(target.mean, target.covariance)
    run = gibbs(conditionals, _starts(rho), n_draws=N_WORK, rng=2)
    corners = run.path[0]
    return Chain(
        draws=run.draws[0],
        ways=np.stack([corners[:-2:2], corners[1::2], corners[2::2]], axis=1),
        accepted=1.0,
        memory=_memory(run.draws),
    )


@cache
def _hmc(rho: float, step_size: float, n_leapfrog: int) -> Chain:
    target = correlated_gaussian(rho=rho)
    run = hmc(
        target.log_density,
        target.grad,
        _starts(rho),
        n_draws=max(N_LEAST, N_WORK // n_leapfrog + 1),
        step_size=step_size,
        n_leapfrog=n_leapfrog,
        rng=3,
    )
    # all glides of the first chain at once: each begins at a draw with the push it was given
    glides = leapfrog(
        target.grad,
        run.draws[0, :-1],
        run.momenta[0],
        step_size=step_size,
        n_leapfrog=n_leapfrog,
    ).x
    return Chain(
        draws=run.draws[0],
        ways=glides,
        accepted=float(run.accepted.mean()),
        memory=_memory(run.draws),
    )


def compute(*, rho: float, step_size: float, n_leapfrog: float) -> View:
    """As many draws of each method as the work pays for."""
    return View(
        rho=rho,
        step_size=step_size,
        n_leapfrog=int(n_leapfrog),
        chains={
            "Metropolis": _metropolis(rho),
            "Gibbs": _gibbs(rho),
            "Hamiltonian": _hmc(rho, step_size, int(n_leapfrog)),
        },
    )


def regime(chain: Chain) -> str:
    """What a chain does, in a word or two."""
    if chain.accepted < 0.02:
        return "stands still"
    if chain.memory > 0.8:
        return "mostly refused" if chain.accepted < 0.25 else "creeps"
    if chain.memory > NEARLY:
        return "wanders"
    return "swings across" if chain.memory < -NEARLY else "nearly independent"


@cache
def _ellipses(rho: float) -> FloatArray:
    """One and two standard deviations, as one line."""
    angle = np.linspace(0, 2 * np.pi, 41)
    one = np.column_stack(
        [np.cos(angle), rho * np.cos(angle) + np.sqrt(1 - rho**2) * np.sin(angle)]
    )
    return np.concatenate([one, np.full((1, 2), np.nan), 2 * one])


def _inside(glide: FloatArray) -> FloatArray:
    """A glide up to where it leaves the picture: a diverging one would cross it wildly."""
    left = np.flatnonzero(np.abs(glide).max(axis=1) > 1.3 * LIMIT)
    return np.clip(glide[: left[0] + 1] if left.size else glide, -3 * LIMIT, 3 * LIMIT)


def paid(view: View, name: str, work: int) -> tuple[int, int]:
    """Draws that the work has paid for, and steps of the glide that is under way."""
    return divmod(work, view.n_leapfrog if name == "Hamiltonian" else 1)


def draw(fig: Figure, view: View) -> Artists:
    """A plane for each method, and below the three traces in one."""
    grid = fig.add_gridspec(2, 3, height_ratios=(1.9, 1.0))
    trace = fig.add_subplot(grid[1, :])
    trace.set(xlim=(0, N_WORK), ylim=(-LIMIT, LIMIT), yticks=[-2, 0, 2], ylabel="x₁")
    trace.set_xlabel("work: densities, sweeps, gradients")
    artists = Artists(ellipses=[], visits=[], here=[], traces=[], notes=[], ways=[])
    for k, (name, colour) in enumerate(METHODS.items()):
        plane = fig.add_subplot(grid[0, k])
        plane.set(xlim=(-LIMIT, LIMIT), ylim=(-LIMIT, LIMIT + 3.4), xticks=[-2, 0, 2])
        plane.set_yticks([-2, 0, 2], ["−2", "0", "2"] if k == 0 else [])
        plane.set_title(name, color=colour)
        artists.ellipses += plane.plot([], [], color=MUTED, linewidth=0.8)
        for size in VISITS.values():
            artists.visits += plane.plot(
                [], [], color=colour, linewidth=size, solid_capstyle="round", snap=False
            )
        if name == "Hamiltonian":
            artists.ways += plane.plot(
                [], [], "-o", color=PURPLE, linewidth=2.6, markersize=3.6, markeredgecolor="none"
            )
        else:
            artists.ways += plane.plot([], [], color=INK, linewidth=1.3)
        artists.here += plane.plot([], [], "o", color=INK, markersize=5)
        artists.traces += trace.plot([], [], color=colour, linewidth=1.3, drawstyle="steps-post")
        artists.notes.append(
            plane.text(0.03, 0.98, "", va="top", size=8.5, transform=plane.transAxes)
        )
    return artists


def update(artists: Artists, view: View, *, work: int) -> Sequence[Artist]:
    """Each chain so far, and the move that it is at."""
    for k, (name, chain) in enumerate(view.chains.items()):
        n, under_way = paid(view, name, work)
        artists.ellipses[k].set_data(*_ellipses(view.rho).T)
        moved = np.any(chain.draws[1 : n + 1] != chain.draws[:n], axis=1)
        new = np.flatnonzero(np.append(True, moved))
        counts = np.diff(np.append(new, n + 1))
        rows = artists.visits[k * len(VISITS) : (k + 1) * len(VISITS)]
        for least, row in zip(VISITS, rows, strict=True):
            row.set_data(*dots(chain.draws[new[counts >= least]]).T)
        # between two draws the last move is still to be seen, a glide as far as it has come
        way = chain.ways[n, : under_way + 1] if under_way else chain.ways[max(n - 1, 0)]
        artists.ways[k].set_data(*_inside(way if work else way[:1]).T)
        artists.here[k].set_data(*chain.draws[n : n + 1].T)
        cost = view.n_leapfrog if name == "Hamiltonian" else 1
        artists.traces[k].set_data(cost * np.arange(n + 1), chain.draws[: n + 1, 0])
        tuned = {"Metropolis": f"s = {TUNED[view.rho]:g}, tuned", "Gibbs": "nothing to tune"}
        told = tuned.get(name, f"ε = {view.step_size:g}, L = {view.n_leapfrog}")
        memory = f"{chain.memory:.2f}".replace("-", "−")
        artists.notes[k].set_text(
            f"{told}\naccepted {100 * chain.accepted:.0f} %\ndraws {n}\n"
            f"memory {memory}: {regime(chain)}".replace(": ", ":\n")
        )
    return [
        *artists.ellipses,
        *artists.visits,
        *artists.ways,
        *artists.here,
        *artists.traces,
        *artists.notes,
    ]


def readout(view: View, *, work: int) -> str:
    """Draws, acceptance and memory of all three."""
    parts = [
        f"{name} {paid(view, name, work)[0]} draws, accepts {100 * chain.accepted:.0f} %, "
        f"memory {chain.memory:.2f}".replace("-", "−")
        for name, chain in view.chains.items()
    ]
    return f"ρ = {view.rho:g}, work {work}: " + "; ".join(parts) + "."


def _far(view: View, *, work: int) -> bool:
    chain = view.chains["Hamiltonian"]
    return view.rho == 0.99 and chain.accepted > 0.6 and abs(chain.memory) < NEARLY


samplers = Explorer(
    name="samplers",
    title="Three ways along a ridge",
    alt=(
        "A Gaussian with correlation ρ as two ellipses, three times, with the draws of a tuned "
        "Metropolis chain, of a Gibbs chain that moves parallel to the axes, and of a "
        "Hamiltonian chain as dots that grow where a chain stays, each with its last move; the "
        "Hamiltonian glide goes step by step. Below, the first coordinate of all three against "
        "the work. On a narrow ridge Metropolis, at its best scale, is refused most of the time "
        "and Gibbs takes small steps; Hamiltonian glides of the right length give nearly "
        "independent draws, and diverge when a step is longer than two standard deviations "
        "across the ridge."
    ),
    controls={
        "rho": Slider(tuple(TUNED), default=0.9, label="correlation ρ"),
        "step_size": Slider(STEPS, default=0.1, label="glide: step ε"),
        "n_leapfrog": Slider(LEAPS, default=10, label="glide: steps L"),
        "work": Steps(STOPS, default=4, label="work", milliseconds=200),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "round": {"rho": 0.0, "step_size": 0.5, "n_leapfrog": 3, "work": N_WORK},
        "ridge": {"rho": 0.99, "step_size": 0.1, "n_leapfrog": 3, "work": N_WORK},
        "one glide": {"rho": 0.9, "step_size": 0.15, "n_leapfrog": 20, "work": 12},
        "glides diverge": {"rho": 0.99, "step_size": 0.25, "n_leapfrog": 10, "work": 40},
    },
    challenge=Challenge(
        text="On the narrow ridge, ρ = 0.99, make Hamiltonian draws nearly independent: memory "
        "between −0.25 and 0.25, more than 60 % accepted.",
        solved=_far,
    ),
    size=(5.0, 4.4),
)
