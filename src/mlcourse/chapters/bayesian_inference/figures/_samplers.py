"""Metropolis, Gibbs and Hamiltonian Monte Carlo on one tilted ridge, at equal work."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import BoolArray, FloatArray, IntArray
from mlcourse.chapters.bayesian_inference.figures.dots import dots
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE
from mlcourse.probability.gibbs import gaussian_conditionals, gibbs
from mlcourse.probability.hmc import hmc, leapfrog
from mlcourse.probability.metropolis import metropolis
from mlcourse.probability.targets import correlated_gaussian

__all__ = ["samplers"]

N_WORK = 400  # densities, sweeps or gradients
SINGLE = 10  # units of work that are shown one at a time: a glide of ten steps
STOPS = (*range(SINGLE + 1), 12, 15, 20, 30, 40, 60, 100, 150, 200, 300, N_WORK)
N_CHAINS = 64  # from exact draws; the first is drawn, all together give the memory
TOLD = 40  # the work from which the memory is known well enough to be told
# the ridge, and the scale at which Metropolis needs the fewest draws there, of 0.25 to 3
TUNED = {0.9: 1.5, 0.99: 1.5}
STEPS = (0.05, 0.1, 0.15, 0.19, 0.25, 0.5)
LEAPS = (1, 3, 10, 20)
LENGTHS = ("always L", "drawn anew")
LIMIT = 3.2
NEARLY = 0.25  # a memory that counts as none
METHODS = {"Metropolis": BLUE, "Gibbs": GREEN, "Hamiltonian": ORANGE}
VISITS = {1: 2.6, 3: 5.0, 10: 8.0}  # diameters of a place visited at least so often


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
    out[0] = (-1.4, -1.4 * rho)
    return out


def memory(chain: Chain, n: int) -> tuple[float, float]:
    """Correlation of a draw with the next, in the first n of all chains: of x1, and across."""
    draws = chain.draws[:, : n + 1]

    def of(x: FloatArray) -> float:
        # the mean 0 is known, so no chain needs its own
        return float((x[:, 1:] * x[:, :-1]).mean() / (x**2).mean())

    return of(draws[..., 0]), of(draws[..., 0] - draws[..., 1])


@cache
def _metropolis(rho: float) -> Chain:
    log_density = correlated_gaussian(rho=rho).log_density
    run = metropolis(log_density, _starts(rho), n_draws=N_WORK, step_size=TUNED[rho], rng=1)
    return Chain(
        draws=run.draws,
        ways=np.stack([run.draws[0, :-1], run.proposals[0]], axis=1),
        paid=np.arange(N_WORK + 1),
        moved=run.accepted,
    )


@cache
def _gibbs(rho: float) -> Chain:
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
def _hmc(rho: float, step_size: float, n_leapfrog: int, length: str) -> Chain:
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
            "Metropolis": _metropolis(rho),
            "Gibbs": _gibbs(rho),
            "Hamiltonian": _hmc(rho, step_size, int(n_leapfrog), length),
        },
    )


def regime(accepted: float, along: float, across: float) -> str:
    """What a method does, in a word or two: by its acceptance and its memory in two directions."""
    if accepted < 0.02:
        return "stands still"
    if max(along, across) > 0.8:
        if accepted < 0.25:
            return "mostly refused"
        return "creeps" if along > 0.8 else "stuck across"
    if max(along, across) > NEARLY:
        return "wanders"
    return "swings across" if min(along, across) < -NEARLY else "nearly independent"


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
            plane.text(0.03, 0.99, "", va="top", size=9, transform=plane.transAxes)
        )
    return artists


def update(artists: Artists, view: View, *, work: int) -> Sequence[Artist]:
    """Each chain so far, and the move that it is at."""
    for k, (name, chain) in enumerate(view.chains.items()):
        n, under_way = paid(view, name, work)
        draws = chain.draws[0, : n + 1]
        artists.ellipses[k].set_data(*_ellipses(view.rho).T)
        moved = np.any(draws[1:] != draws[:-1], axis=1)
        new = np.flatnonzero(np.append(True, moved))
        counts = np.diff(np.append(new, n + 1))
        rows = artists.visits[k * len(VISITS) : (k + 1) * len(VISITS)]
        for least, row in zip(VISITS, rows, strict=True):
            row.set_data(*dots(draws[new[counts >= least]]).T)
        # between two draws the last move is still to be seen, a glide as far as it has come
        way = chain.ways[n, : under_way + 1] if under_way else chain.ways[max(n - 1, 0)]
        artists.ways[k].set_data(*_inside(way if work else way[:1]).T)
        artists.here[k].set_data(*draws[-1:].T)
        artists.traces[k].set_data(chain.paid[: n + 1], draws[:, 0])
        artists.notes[k].set_text(_note(view, name, work))
    return [
        *artists.ellipses,
        *artists.visits,
        *artists.ways,
        *artists.here,
        *artists.traces,
        *artists.notes,
    ]


def _number(x: float) -> str:
    return f"{x:.2f}".replace("-", "−")


def _note(view: View, name: str, work: int) -> str:
    tuned = {"Metropolis": f"s = {TUNED[view.rho]:g}, tuned", "Gibbs": "nothing to tune"}
    head = tuned.get(name, f"ε = {view.step_size:g}, L = {view.n_leapfrog}")
    known = told(view, name, work)
    if known is None:
        return f"{head}\ndraws {paid(view, name, work)[0]}"
    _, along, across, word = known
    return f"{head}\nmemory x₁ {_number(along)}\nx₁−x₂ {_number(across)}\n{word}"


def readout(view: View, *, work: int) -> str:
    """Draws, acceptance and memory of all three."""
    parts = []
    for name in view.chains:
        known, n = told(view, name, work), paid(view, name, work)[0]
        part = f"{name} {n} draw{'s' if n != 1 else ''}"
        if known:
            accepted, along, across, _ = known
            part += (
                f", accepts {100 * accepted:.0f} %, memory of x₁ {_number(along)}, of x₁ − x₂ "
                f"{_number(across)}"
            )
        parts.append(part)
    return f"ρ = {view.rho:g}, work {work}: " + "; ".join(parts) + "."


def _far(view: View, *, work: int) -> bool:
    known = told(view, "Hamiltonian", work)
    if known is None or work < N_WORK or view.rho != max(TUNED):
        return False
    accepted, along, across, _ = known
    return accepted > 0.6 and max(abs(along), abs(across)) < NEARLY


samplers = Explorer(
    name="samplers",
    title="Three ways along a ridge",
    alt=(
        "A Gaussian with correlation ρ as two ellipses, three times, with the draws of a tuned "
        "Metropolis chain, of a Gibbs chain that moves parallel to the axes, and of a "
        "Hamiltonian chain as dots that grow where a chain stays, each with its last move; the "
        "Hamiltonian glide goes step by step. Below, the first coordinate of all three against "
        "the work. On a narrow ridge Metropolis, at its best scale, is refused most of the time "
        "and Gibbs takes small steps; Hamiltonian glides of the right, random length give nearly "
        "independent draws. Glides of one length may come back across the ridge, again and "
        "again, and diverge when a step is longer than two standard deviations across."
    ),
    controls={
        "rho": Slider(tuple(TUNED), default=0.9, label="correlation ρ"),
        "step_size": Slider(STEPS, default=0.1, label="glide: step ε"),
        "n_leapfrog": Slider(LEAPS, default=10, label="glide: steps L"),
        "length": Choice(LENGTHS, label="glide: length"),
        "work": Steps(STOPS, default=4, label="work", milliseconds=300),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "one glide": {
            "rho": 0.9, "step_size": 0.15, "n_leapfrog": 10, "length": "always L", "work": 0
        },
        "narrow ridge, short glides": {
            "rho": 0.99, "step_size": 0.1, "n_leapfrog": 3, "length": "drawn anew", "work": N_WORK
        },
        "ε = 0.19, always 10 steps": {
            "rho": 0.99, "step_size": 0.19, "n_leapfrog": 10, "length": "always L", "work": N_WORK
        },
        "ε = 0.25": {
            "rho": 0.99, "step_size": 0.25, "n_leapfrog": 10, "length": "always L", "work": 40
        },
    },
    challenge=Challenge(
        text="On the narrow ridge, ρ = 0.99, make Hamiltonian draws nearly independent in both "
        f"directions by work {N_WORK}: both memories between −0.25 and 0.25, more than 60 % "
        "accepted.",
        solved=_far,
    ),
    size=(5.0, 4.4),
)  # fmt: skip
