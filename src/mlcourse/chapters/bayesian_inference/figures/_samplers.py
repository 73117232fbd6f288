"""Metropolis, Gibbs and Hamiltonian Monte Carlo on one tilted ridge."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PAPER, PURPLE, RED
from mlcourse.probability.gibbs import gaussian_conditionals, gibbs
from mlcourse.probability.hmc import hmc, leapfrog
from mlcourse.probability.metropolis import metropolis
from mlcourse.probability.targets import correlated_gaussian

__all__ = ["samplers"]

N_DRAWS = 60
EVERY = 2
N_CHAINS = 64  # from exact draws; the first is drawn, all together give the numbers
CORRELATIONS = (0.0, 0.5, 0.9, 0.99)
STEPS = (0.05, 0.1, 0.15, 0.25, 0.5, 1.0)
LEAPS = (1, 3, 8, 20)
LIMIT = 3.2
METHODS = {"Metropolis": BLUE, "Gibbs": GREEN, "Hamiltonian": ORANGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The first chain of one method, and two numbers of all its chains."""

    draws: FloatArray  # (N + 1, 2)
    accepted: float
    memory: float  # correlation of x1 with the next draw's


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Three methods on one target."""

    rho: float
    step_size: float
    n_leapfrog: int
    chains: dict[str, Chain]
    corners: FloatArray  # (2 N + 1, 2) of Gibbs
    glides: FloatArray  # (N, n_leapfrog + 1, 2) of the Hamiltonian chain


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
def _metropolis(rho: float, step_size: float) -> Chain:
    log_density = correlated_gaussian(rho=rho).log_density
    run = metropolis(log_density, _starts(rho), n_draws=N_DRAWS, step_size=step_size, rng=1)
    return Chain(draws=run.draws[0], accepted=float(run.accepted.mean()), memory=_memory(run.draws))


@cache
def _gibbs(rho: float) -> tuple[Chain, FloatArray]:
    target = correlated_gaussian(rho=rho)
    conditionals = gaussian_conditionals(target.mean, target.covariance)
    run = gibbs(conditionals, _starts(rho), n_draws=N_DRAWS, rng=2)
    return Chain(draws=run.draws[0], accepted=1.0, memory=_memory(run.draws)), run.path[0]


@cache
def _hmc(rho: float, step_size: float, n_leapfrog: int) -> tuple[Chain, FloatArray]:
    target = correlated_gaussian(rho=rho)
    run = hmc(
        target.log_density,
        target.grad,
        _starts(rho),
        n_draws=N_DRAWS,
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
    chain = Chain(
        draws=run.draws[0], accepted=float(run.accepted.mean()), memory=_memory(run.draws)
    )
    return chain, glides


def compute(*, rho: float, step_size: float, n_leapfrog: float) -> View:
    """Sixty draws of each method."""
    gibbs_chain, corners = _gibbs(rho)
    hmc_chain, glides = _hmc(rho, step_size, int(n_leapfrog))
    return View(
        rho=rho,
        step_size=step_size,
        n_leapfrog=int(n_leapfrog),
        chains={
            "Metropolis": _metropolis(rho, step_size),
            "Gibbs": gibbs_chain,
            "Hamiltonian": hmc_chain,
        },
        corners=corners,
        glides=glides,
    )


def regime(chain: Chain) -> str:
    """What a chain does, in a word or two."""
    if chain.accepted < 0.25:
        return "mostly rejected"
    if chain.memory > 0.8:
        return "creeps"
    if chain.memory > 0.35:
        return "wanders"
    return "swings across" if chain.memory < -0.35 else "nearly independent"


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


def draw(fig: Figure, view: View) -> Artists:
    """A plane and a trace for each method."""
    grid = fig.subplots(2, 3, height_ratios=(2.2, 1.0))
    artists = Artists(ellipses=[], paths=[], here=[], traces=[], notes=[], regimes=[])
    for k, (name, colour) in enumerate(METHODS.items()):
        plane, trace = grid[0, k], grid[1, k]
        plane.set(xlim=(-LIMIT, LIMIT), ylim=(-4.7, 3.7), title=name)
        plane.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
        trace.set(xlim=(0, N_DRAWS), ylim=(-LIMIT, LIMIT), yticks=[-2, 0, 2], xlabel="draw")
        if k == 0:
            plane.set_ylabel("x₂")
            trace.set_ylabel("x₁")
        artists.ellipses += plane.plot([], [], color=MUTED, linewidth=0.8)
        artists.paths += plane.plot([], [], color=colour, linewidth=0.9)
        if name == "Hamiltonian":
            (artists.glide,) = plane.plot([], [], color=PURPLE, linewidth=1.6)
        artists.here += plane.plot([], [], "o", color=INK, markersize=5)
        artists.traces += trace.plot([], [], color=colour, linewidth=1.2)
        box = {"transform": plane.transAxes, "size": 9}
        artists.regimes.append(plane.text(0.03, 0.92, "", color=RED, **box))
        note = plane.text(0.97, 0.04, "", color=INK, ha="right", **box)
        note.set_bbox({"facecolor": PAPER, "edgecolor": "none", "alpha": 0.8, "pad": 1})
        artists.notes.append(note)  # readable over a glide that runs off
    return artists


def update(artists: Artists, view: View, *, draw_number: int) -> Sequence[Artist]:
    """Each chain so far; of the Hamiltonian one also its last glide."""
    n = draw_number
    for k, (name, chain) in enumerate(view.chains.items()):
        artists.ellipses[k].set_data(*_ellipses(view.rho).T)
        path = view.corners[: 2 * n + 1] if name == "Gibbs" else chain.draws[: n + 1]
        artists.paths[k].set_data(*path.T)
        artists.here[k].set_data(*chain.draws[n : n + 1].T)
        artists.traces[k].set_data(np.arange(n + 1), chain.draws[: n + 1, 0])
        artists.regimes[k].set_text(regime(chain))
        artists.notes[k].set_text(
            f"accepted {100 * chain.accepted:.0f} %\nmemory {chain.memory:.2f}".replace("-", "−")
        )
    glide = _inside(view.glides[n - 1]) if n else np.full((1, 2), np.nan)
    artists.glide.set_data(*glide.T)
    return [
        *artists.ellipses,
        *artists.notes,
        *artists.regimes,
        *artists.paths,
        artists.glide,
        *artists.here,
        *artists.traces,
    ]


def readout(view: View, *, draw_number: int) -> str:
    """Acceptance and memory of all three."""
    parts = [
        f"{name} accepts {100 * chain.accepted:.0f} %, memory {chain.memory:.2f}"
        for name, chain in view.chains.items()
    ]
    return f"Draw {draw_number} at ρ = {view.rho:g}. " + "; ".join(parts) + "."


def _far(view: View, *, draw_number: int) -> bool:
    chain = view.chains["Hamiltonian"]
    return view.rho == 0.99 and chain.accepted > 0.6 and abs(chain.memory) < 0.25


samplers = Explorer(
    name="samplers",
    title="Three ways along a ridge",
    alt=(
        "A Gaussian with correlation ρ as two ellipses, three times, with the path of a "
        "Metropolis chain, a Gibbs chain that moves parallel to the axes, and a Hamiltonian "
        "chain with its last glide; below each, the first coordinate against the draw. On a "
        "narrow ridge Metropolis and Gibbs creep, whatever their tuning; Hamiltonian glides of "
        "the right length give nearly independent draws, and diverge when a step is longer than "
        "two standard deviations across the ridge."
    ),
    controls={
        "rho": Slider(CORRELATIONS, default=0.9, label="correlation ρ"),
        "step_size": Slider(STEPS, default=0.25, label="step size s, ε"),
        "n_leapfrog": Slider(LEAPS, default=3, label="leapfrog steps L"),
        "draw_number": Steps(
            range(0, N_DRAWS + 1, EVERY), default=20, label="draw", milliseconds=200
        ),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "round": {"rho": 0.0, "step_size": 0.5, "n_leapfrog": 3, "draw_number": 60},
        "ridge": {"rho": 0.99, "step_size": 0.1, "n_leapfrog": 3, "draw_number": 60},
        "glides diverge": {"rho": 0.99, "step_size": 0.25, "n_leapfrog": 8, "draw_number": 60},
    },
    challenge=Challenge(
        text="On the narrow ridge, ρ = 0.99, make Hamiltonian draws nearly independent: memory "
        "between −0.25 and 0.25, more than 60 % accepted.",
        solved=_far,
    ),
)
