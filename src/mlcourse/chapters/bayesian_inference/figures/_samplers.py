"""Metropolis, Gibbs and Hamiltonian Monte Carlo on one tilted ridge, at equal work."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.bayesian_inference.figures.dots import show_visits, visit_lines
from mlcourse.chapters.bayesian_inference.figures.ridge import (
    LEAPS,
    LENGTHS,
    N_WORK,
    NEARLY,
    STEPS,
    STOPS,
    TUNED,
    View,
    compute,
    paid,
    told,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE

__all__ = ["samplers"]

LIMIT = 3.2
METHODS = {"Metropolis": BLUE, "Gibbs": GREEN, "Hamiltonian": ORANGE}
VISITS = {1: 2.6, 3: 5.0, 10: 8.0}  # diameters of a place visited at least so often


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
        artists.visits.append(visit_lines(plane, VISITS, colour))
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
        show_visits(artists.visits[k], VISITS, draws)
        # between two draws the last move is still to be seen, a glide as far as it has come
        way = chain.ways[n, : under_way + 1] if under_way else chain.ways[max(n - 1, 0)]
        artists.ways[k].set_data(*_inside(way if work else way[:1]).T)
        artists.here[k].set_data(*draws[-1:].T)
        artists.traces[k].set_data(chain.paid[: n + 1], draws[:, 0])
        artists.notes[k].set_text(_note(view, name, work))
    return [
        *artists.ellipses,
        *(line for lines in artists.visits for line in lines),
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
