"""Simulated annealing on a line: one proposal and its die at a time, then 400 walkers."""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import FloatArray
from mlcourse.chapters.derivative_free.figures.dents import (
    BOX,
    COLD,
    N_STEPS,
    N_WALKERS,
    SCHEDULES,
    View,
    boltzmann,
    compute,
    height,
)
from mlcourse.chapters.derivative_free.figures.moments import Proposals
from mlcourse.chapters.derivative_free.figures.verdicts import cast, die
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE, SKY
from mlcourse.explore.typeset import typeset
from mlcourse.optimize.annealing import acceptance_probability

__all__ = ["annealing"]

SINGLE = 6  # proposals that are shown before their die is cast, and after
CLOCK = (
    *(k // 2 if k % 2 == 0 else k / 2 for k in range(1, 2 * SINGLE + 1)),
    8, 11, 15, 20, 30, 45, 70, 100, 150, 200, 300, 450, 700, 1000, 1400, 2000,
)  # fmt: skip
TEMPERATURES = (
    0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0, 5.0, 7.0, 10.0, 20.0,
)  # fmt: skip
STEPS = (0.1, 0.2, 0.3, 0.5, 1.0, 2.0)
BINS = np.linspace(-5.2, 5.2, 27)  # a dent in the middle of a bin
GRID = np.linspace(*BOX, 201)


def draw(fig: Figure, view: View) -> Artists:
    """One walker and its die; the crowd, and how many of it are in the lowest dent."""
    grid = fig.add_gridspec(1, 2, width_ratios=(1.15, 1.0))
    one = grid[0].subgridspec(2, 1, height_ratios=(2.6, 1.0))
    all_of_them = grid[1].subgridspec(2, 1, height_ratios=(1.3, 1.0))
    land, bar = fig.add_subplot(one[0]), fig.add_subplot(one[1])
    crowd, share = fig.add_subplot(all_of_them[0]), fig.add_subplot(all_of_them[1])
    land.set(xlim=BOX, ylim=(-0.7, 13.5), ylabel="height", title="one walker and its proposal")
    land.plot(GRID, height(GRID), color=MUTED, linewidth=1.3)
    artists = Artists(die=die(bar))
    (artists.trail,) = land.plot([], [], "o", color=SKY, markersize=3.5)
    (artists.ask,) = land.plot([], [], "--", color=INK, linewidth=1.0)
    (artists.aim,) = land.plot([], [], "o", color=INK, fillstyle="none", markersize=9)
    (artists.refused,) = land.plot([], [], "X", color=ORANGE, markersize=8, markeredgewidth=0)
    (artists.here,) = land.plot([], [], "o", color=BLUE, markersize=8)
    crowd.set(xlim=BOX, ylim=(0, N_WALKERS), xlabel="place x", ylabel="walkers")
    crowd.set_title(f"{N_WALKERS} walkers, each with its own die")
    artists.piles = crowd.add_patch(Polygon([(0, 0)], closed=True, facecolor=SKY, alpha=0.8))
    (artists.target,) = crowd.plot([], [], color=PURPLE, linewidth=1.4)
    crowd.text(
        0.99, 0.97, "line: in proportion\nto exp(−f/T)", color=PURPLE, size=9, ha="right",
        va="top", transform=crowd.transAxes,
    )  # fmt: skip
    share.set(xlim=(1, N_STEPS), ylim=(-0.04, 1.04), xscale="log", xlabel="proposals")
    share.set(title="share in the lowest dent", yticks=[0, 0.5, 1], yticklabels=["0", "0.5", "1"])
    share.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    share.minorticks_off()
    (artists.share,) = share.plot([], [], color=GREEN)
    return artists


def _piles(x: FloatArray) -> FloatArray:
    y = np.concatenate([[0], np.repeat(np.histogram(x, BINS)[0], 2), [0]])
    return np.column_stack([np.repeat(BINS, 2), y])


def update(artists: Artists, view: View, *, k: float) -> Sequence[Artist]:
    """The proposal of walker 1 in single steps; then its places, and the crowd."""
    run, made = view.run, int(k)
    pending = made < k
    last = made if pending else made - 1  # the proposal in question
    x = run.x[0, : made + 1, 0]
    before, aim = run.x[0, last, 0], run.proposal[0, last, 0]
    single = k <= SINGLE
    artists.trail.set_data(*(np.array([x, height(x)])[:, -31:] if made else [[], []]))
    artists.here.set_data([x[-1]], [height(x[-1])])
    way = np.array([[before, aim], [height(before), height(aim)]])
    artists.ask.set_data(*(way if single else way[:, :0]))
    circle = single and (pending or bool(run.accepted[0, last]))
    refused = single and not pending and not run.accepted[0, last]
    point = np.array([[aim], [height(aim)]])
    artists.aim.set_data(*(point if circle else [[], []]))
    artists.refused.set_data(*(point if refused else [[], []]))
    change, heat = float(height(aim) - height(before)), float(run.temperature[last])
    chance = float(acceptance_probability(change, heat))
    accepted = bool(run.accepted[0, last])
    verdict = "die not cast yet" if pending else "accepted" if accepted else "refused"
    words = f"change {change:+.2f}, T = {heat:.3g}\nchance {chance:.2f}: {verdict}"
    moved = cast(
        artists.die, chance=chance, luck=None if pending else float(run.luck[0, last]),
        accepted=accepted, words=typeset(words),
    )  # fmt: skip
    artists.piles.set_xy(_piles(run.x[:, made, 0]))
    line = boltzmann(GRID, heat) * N_WALKERS * (BINS[1] - BINS[0])
    artists.target.set_data(GRID[::2], np.minimum(line[::2], 1.1 * N_WALKERS))
    stops = [int(t) for t in CLOCK if t <= k and t >= 1]
    artists.share.set_data(stops, view.share[stops])
    still = ("trail", "here", "ask", "aim", "refused", "piles", "target", "share")
    return [*moved, *(getattr(artists, name) for name in still)]


def readout(view: View, *, k: float) -> str:
    """The proposal in question, or the crowd."""
    run, made = view.run, int(k)
    last = made if made < k else made - 1
    if k <= SINGLE:
        before, aim = run.x[0, last, 0], run.proposal[0, last, 0]
        change, heat = float(height(aim) - height(before)), float(run.temperature[last])
        chance = float(acceptance_probability(change, heat))
        text = f"Proposal {last + 1}: from {before:.2f} to {aim:.2f}, "
        text += f"{abs(change):.2f} {'higher' if change > 0 else 'lower'}. At T = {heat:.3g} "
        text += f"the chance is {chance:.2f}"
        if made < k:
            return f"{text}; the die is not cast yet."
        u, yes = run.luck[0, last], run.accepted[0, last]
        text += f", the die fell on {u:.2f}: {'accepted' if yes else 'refused'}."
        return text
    taken = run.accepted[:, :made].mean()
    return (
        f"After {made} proposals, T = {run.temperature[last]:.3g}: {view.share[made]:.0%} of the "
        f"walkers are in the lowest dent. Accepted so far: {taken:.0%}."
    )


def _cold_and_there(view: View, *, k: float) -> bool:
    return bool(view.run.temperature[0] == COLD and view.share[int(k)] > 0.9)


annealing = Explorer(
    name="annealing",
    title="Must a search climb?",
    alt=(
        "First: a bowl with six dents and one walker on it, who starts in the outer left dent, "
        "with a proposed place. Below it: a bar as long as the chance that the proposal is "
        "accepted, and where the die fell. Beside it: how many of 400 such walkers are where, with "
        "a line in proportion to e to the minus f over T, and the share of them that is in the "
        "lowest dent, against the number of proposals."
    ),
    controls={
        "temperature": Slider(TEMPERATURES, default=2.0, label="temperature T₀", format="g"),
        "schedule": Choice(SCHEDULES, label="then"),
        "step": Slider(STEPS, default=0.3, label="length of a step (σ)", format="g"),
        "k": Proposals(CLOCK, default=0.5, label="proposals", milliseconds=500),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "cold": {"temperature": COLD, "schedule": SCHEDULES[0], "step": 0.3, "k": 0.5},
        "warm": {"temperature": 2.0, "schedule": SCHEDULES[0], "step": 0.3, "k": 0.5},
        "cooled": {"temperature": 2.0, "schedule": SCHEDULES[1], "step": 0.3, "k": 0.5},
    },
    challenge=Challenge(
        text="Bring more than 90 % of the walkers into the lowest dent with a temperature of 0.02 "
        "throughout.",
        solved=_cold_and_there,
    ),
    size=(7.6, 4.4),
)
