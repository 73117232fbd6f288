"""Metropolis, Gibbs and Hamiltonian Monte Carlo on one tilted ridge, at equal work."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
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
    two_directions,
)
from mlcourse.chapters.bayesian_inference.figures.visits import show_visits, visit_lines
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PURPLE
from mlcourse.explore.typeset import number

__all__ = ["samplers"]

NARROW = 0.99  # of the challenge
LIMIT = 3.2
LANE = 2 * LIMIT + 0.4
LANES = (0.0, -LANE, -2 * LANE)  # levels of the three traces
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
    """A plane for each method, and below a lane for each, along the ridge and across it."""
    grid = fig.add_gridspec(2, 1, height_ratios=(1.3, 1.5))
    planes, lanes = grid[0].subgridspec(1, 3), grid[1].subgridspec(2, 1)
    along, across = fig.add_subplot(lanes[0]), fig.add_subplot(lanes[1])
    artists = Artists(ellipses=[], visits=[], here=[], traces=[], memories=[], notes=[], ways=[])
    for ax, name in ((along, "x₁, mostly along the ridge"), (across, "x₁ − x₂, across, in its sd")):
        # the root of the work: the first moves have room, and all of them are there
        ax.set_xscale("function", functions=(lambda x: np.sqrt(np.maximum(x, 0)), np.square))
        ax.set(xlim=(0, N_WORK), ylim=(LANES[-1] - LANE / 2, LANE / 2))
        ax.set_yticks(LANES, METHODS, size=9.5)
        ax.tick_params(axis="y", length=0)
        for tick, colour in zip(ax.get_yticklabels(), METHODS.values(), strict=True):
            tick.set_color(colour)
        for level in LANES:
            ax.plot([0, N_WORK], [level] * 2, color=GRID, linewidth=0.9)
        ax.set_title(name, loc="left", size=10.5, weight="normal")
        ax.text(1.01, 1.02, "memory", size=9.5, va="bottom", transform=ax.transAxes)
    along.set_xticks([])
    across.set_xticks([0, 10, 40, 100, 200, N_WORK])
    across.set_xlabel("work: densities, sweeps, gradients")
    for k, (name, colour) in enumerate(METHODS.items()):
        plane = fig.add_subplot(planes[k])
        plane.set(xlim=(-LIMIT, LIMIT), ylim=(-LIMIT, LIMIT), aspect="equal")
        plane.set_xticks([-2, 0, 2], [])
        plane.set_yticks([-2, 0, 2], ["−2", "0", "2"] if k == 0 else [])
        plane.set_title(name, color=colour, pad=20)
        artists.ellipses += plane.plot([], [], color=MUTED, linewidth=0.8)
        artists.visits.append(visit_lines(plane, VISITS, colour))
        if name == "Hamiltonian":
            artists.ways += plane.plot(
                [], [], "-o", color=PURPLE, linewidth=2.6, markersize=3.6, markeredgecolor="none"
            )
        else:
            artists.ways += plane.plot([], [], color=INK, linewidth=1.3)
        artists.here += plane.plot([], [], "o", color=INK, markersize=3.5)
        artists.notes.append(
            [
                plane.text(0.5, y, "", va=va, ha="center", size=9.5, transform=plane.transAxes)
                for y, va in ((1.03, "bottom"), (-0.07, "top"))
            ]
        )
        for ax in (along, across):
            artists.traces += ax.plot([], [], color=colour, linewidth=1.2, drawstyle="steps-post")
            artists.memories.append(
                ax.text(1.04 * N_WORK, LANES[k], "", size=10.5, va="center", color=INK)
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
        known = told(view, name, work)
        memories = [number(known[1]), number(known[2])] if known else ["", ""]
        for i, x in enumerate(two_directions(draws, view.rho)):
            artists.traces[2 * k + i].set_data(
                np.append(chain.paid[: n + 1], work),  # it stands there until the next draw
                LANES[k] + np.clip(np.append(x, x[-1]), -LIMIT, LIMIT),
            )
            artists.memories[2 * k + i].set_text(memories[i])
        for note, said in zip(artists.notes[k], _notes(view, name, work), strict=True):
            note.set_text(said)
    return [
        *artists.ellipses,
        *(line for lines in artists.visits for line in lines),
        *artists.ways,
        *artists.here,
        *artists.traces,
        *artists.memories,
        *(note for notes in artists.notes for note in notes),
    ]


def _notes(view: View, name: str, work: int) -> tuple[str, str]:
    """How a method is set, and what it does, or how many draws it has made."""
    tuned = {"Metropolis": f"s = {TUNED[view.rho]:g}, tuned", "Gibbs": "nothing to tune"}
    head = tuned.get(name, f"ε = {view.step_size:g}, L = {view.n_leapfrog}")
    known, n = told(view, name, work), paid(view, name, work)[0]
    return head, known[3] if known else f"{n} draw" + "s" * (n != 1)


def readout(view: View, *, work: int) -> str:
    """Draws, acceptance, memory and the verdict of all three."""
    parts = []
    for name in view.chains:
        known, n = told(view, name, work), paid(view, name, work)[0]
        part = f"{name} {n} draw{'s' if n != 1 else ''}"
        if known:
            accepted, along, across, word = known
            part += (
                f", accepts {100 * accepted:.0f} %, memory {number(along)} along, "
                f"{number(across)} across: {word}"
            )
        parts.append(part)
    return f"ρ = {view.rho:g}, work {work}: " + "; ".join(parts) + "."


def _far(view: View, *, work: int) -> bool:
    known = told(view, "Hamiltonian", work)
    if known is None or work < N_WORK or view.rho != NARROW:
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
        "Hamiltonian glide goes step by step. Below, for each chain a trace of x₁ and one of the "
        "place across the ridge, x₁ − x₂, against the work, each with its memory, the "
        "correlation of a draw with the next, from −1 to 1. A trace that "
        "stays level has kept its place; one that jumps between two levels keeps its distance "
        "and changes the side."
    ),
    controls={
        "rho": Slider(tuple(TUNED), default=0.9, label="correlation ρ"),
        "step_size": Slider(STEPS, default=0.15, label="glide: step ε"),
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
        "ρ = 0.9, ε = 0.1, always 10 steps": {
            "rho": 0.9, "step_size": 0.1, "n_leapfrog": 10, "length": "always L", "work": N_WORK
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
    size=(5.4, 5.0),
)  # fmt: skip
