"""Random-walk Metropolis on four targets, with the diagnostics as the chains grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Slider, Steps
from mlcourse.explore.level_lines import level_lines
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE, RED
from mlcourse.probability.diagnostics import (
    autocorrelation,
    effective_sample_size,
    split_rhat,
)
from mlcourse.probability.metropolis import MetropolisRun
from mlcourse.probability.metropolis import metropolis as run_metropolis
from mlcourse.probability.targets import Target, banana, bimodal, correlated_gaussian, funnel

__all__ = ["metropolis"]

N_MOVES = 600
EVERY = 15
N_LAGS = 40
FIRST = 165  # moves before the autocorrelation of the second half is worth a line
THIN = 5  # every fifth draw is in the trace
X, Y = (-6.4, 6.4), (-5.2, 5.6)
TARGETS: dict[str, Target] = {
    "Gaussian": correlated_gaussian(rho=0.8),
    "two humps": bimodal(separation=6.0),
    "banana": banana(curvature=0.5, spread=1.5),
    "funnel": funnel(spread=1.5),
}
SCALES = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
# far apart, so that agreement means something; the first chain is the one that is drawn
STARTS = {
    "Gaussian": [(-3.0, -3.0), (3.0, 3.0), (-1.5, -1.5), (1.5, 1.5)],
    "two humps": [(-3.0, 0.0), (3.0, 0.0), (-3.0, 1.0), (3.0, 1.0)],
    "banana": [(-3.0, 3.0), (3.0, 3.0), (0.0, -1.0), (1.5, 0.0)],
    "funnel": [(3.0, 4.0), (-2.0, 0.0), (0.0, 1.0), (2.0, -3.0)],
}
COLOURS = (BLUE, ORANGE, GREEN, PURPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What the second half of the first n moves says about the first coordinate."""

    accepted: float
    ess: float
    rhat: float
    regime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Four chains on one target."""

    target: str
    scale: float
    run: MetropolisRun
    numbers: tuple[Numbers, ...]  # one a stop of the iteration
    rho: FloatArray  # (stops, N_LAGS + 1) autocorrelation of the first chain, nan before it exists


def _regime(accepted: float, rhat: float) -> str:
    if rhat < 1.1:
        return "the chains agree"
    if accepted < 0.1:
        return "huge steps: mostly rejected"
    if accepted > 0.9:
        return "tiny steps: it crawls"
    return "the chains disagree"


def _numbers(run: MetropolisRun, n: int) -> Numbers:
    if n == 0:
        return Numbers(accepted=float("nan"), ess=float("nan"), rhat=float("nan"), regime="")
    draws = run.draws[:, n // 2 + 1 : n + 1, 0]  # the first half is warm-up
    accepted = float(run.accepted[:, n // 2 : n].mean())
    rhat = split_rhat(draws)
    return Numbers(
        accepted=accepted,
        ess=effective_sample_size(draws),
        rhat=rhat,
        regime=_regime(accepted, rhat),
    )


@cache
def compute(*, target: str, seed: int, scale: float) -> View:
    """Run four chains of 600 moves, and diagnose them at every stop."""
    run = run_metropolis(
        TARGETS[target].log_density,
        STARTS[target],
        n_draws=N_MOVES,
        step_size=scale,
        rng=102 + seed,
    )
    stops = range(0, N_MOVES + 1, EVERY)
    rho = np.full((len(stops), N_LAGS + 1), np.nan)
    for k, n in enumerate(stops):
        if n >= FIRST:
            rho[k] = autocorrelation(run.draws[:1, n // 2 + 1 : n + 1, 0])[0, : N_LAGS + 1]
    return View(
        target=target,
        scale=scale,
        run=run,
        numbers=tuple(_numbers(run, n) for n in stops),
        rho=rho,
    )


@cache
def _levels(target: str) -> FloatArray:
    """Where the density is 2 %, 20 % and 70 % of its highest value, as one line."""
    density = TARGETS[target].log_density
    grid = np.stack(np.meshgrid(np.linspace(*X, 81), np.linspace(*Y, 81)), axis=-1)
    top = float(density(grid).max())
    return level_lines(
        density, [top + float(np.log(share)) for share in (0.02, 0.2, 0.7)], x=X, y=Y, n=61
    )


def draw(fig: Figure, view: View) -> Artists:
    """The plane, the traces of four chains, and the autocorrelation of the first."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.05, 1.0))
    left, trace, lags = (
        fig.add_subplot(grid[:, 0]),
        fig.add_subplot(grid[0, 1]),
        fig.add_subplot(grid[1, 1]),
    )
    left.set(xlim=X, ylim=Y, xlabel="x₁", ylabel="x₂", title="chain 1 and its rejected proposals")
    trace.set(xlim=(0, N_MOVES), ylim=X, ylabel="x₁", title="x₁ of four chains")
    lags.set(xlim=(0, N_LAGS), ylim=(-0.55, 1.65), xlabel="lag", ylabel="autocorr.")
    lags.set_yticks([0, 0.5, 1])
    lags.axhline(0, color=MUTED, linewidth=0.7)
    artists = Artists()
    (artists.levels,) = left.plot([], [], color=MUTED, linewidth=0.8)
    (artists.path,) = left.plot([], [], color=BLUE, linewidth=0.8)
    (artists.rejected,) = left.plot([], [], color=RED, linewidth=0.9, marker="x", markersize=4)
    (artists.here,) = left.plot([], [], "o", color=INK, markersize=6)
    artists.traces = []
    for k, colour in reversed(list(enumerate(COLOURS))):
        (line,) = trace.plot([], [], color=colour, linewidth=1.4 if k == 0 else 0.8)
        artists.traces.insert(0, line)
    (artists.rho,) = lags.plot([], [], color=BLUE, linewidth=1.5)
    artists.regime = left.text(0.03, 0.03, "", color=RED, size=9.5, transform=left.transAxes)
    artists.values = lags.text(
        0.98, 0.97, "", transform=lags.transAxes, size=9.5, ha="right", va="top"
    )
    return artists


def update(artists: Artists, view: View, *, iteration: int) -> Sequence[Artist]:
    """The walk so far, its last fifteen proposals, and the diagnostics so far."""
    k, n = iteration // EVERY, iteration
    run = view.run
    artists.levels.set_data(*_levels(view.target).T)
    moved = np.append(True, run.accepted[0, :n])  # a rejected move repeats the point: draw it once
    artists.path.set_data(*np.clip(run.draws[0, : n + 1][moved], -9, 9).T)
    last = np.arange(max(n - EVERY, 0), n)
    last = last[~run.accepted[0, last]]
    spokes = np.full((len(last), 3, 2), np.nan)
    spokes[:, 0], spokes[:, 1] = run.draws[0, last], run.proposals[0, last]
    artists.rejected.set_data(*np.clip(spokes, -9, 9).reshape(-1, 2).T)
    artists.here.set_data(*run.draws[0, n : n + 1].T)
    shown = np.arange(0, n + 1, THIN)
    for chain, line in enumerate(artists.traces):
        line.set_data(shown, np.clip(run.draws[chain, shown, 0], -9, 9))
    artists.rho.set_data(np.arange(N_LAGS + 1), view.rho[k])
    numbers = view.numbers[k]
    artists.regime.set_text(numbers.regime)
    artists.values.set_text(
        f"accepted {100 * numbers.accepted:.0f} % · ESS {numbers.ess:.0f} · R̂ {numbers.rhat:.2f}"
        + ("" if n >= FIRST else f"\n(autocorrelation from {FIRST} moves on)")
        if n
        else ""
    )
    return [
        artists.levels,
        artists.path,
        artists.rejected,
        artists.here,
        *artists.traces,
        artists.rho,
        artists.regime,
        artists.values,
    ]


def readout(view: View, *, iteration: int) -> str:
    """Acceptance, effective sample size and split R-hat."""
    if iteration == 0:
        return f"{view.target}, proposal scale {view.scale:.3g}: four chains at their starts."
    numbers = view.numbers[iteration // EVERY]
    return (
        f"{view.target}, proposal scale {view.scale:.3g}, {iteration} moves of each of 4 chains: "
        f"in the second half accepted {100 * numbers.accepted:.0f} %, effective sample size "
        f"{numbers.ess:.0f} of {4 * (iteration - iteration // 2)}, "
        f"split R̂ {numbers.rhat:.2f}: {numbers.regime}."
    )


def _agree(view: View, *, iteration: int) -> bool:
    return view.target == "two humps" and iteration == N_MOVES and view.numbers[-1].rhat < 1.1


metropolis = Explorer(
    name="metropolis",
    title="A walk that draws from a density",
    alt=(
        "Left: level lines of a target density with the path of a Metropolis chain and its last "
        "rejected proposals. Right: the first coordinate of four chains against the iteration, "
        "and the autocorrelation of the first chain. Tiny steps are nearly always accepted and "
        "crawl; huge ones are nearly always rejected; in between the chains mix. Between two "
        "humps a chain can look settled while split R-hat, which compares four, is far above 1."
    ),
    controls={
        "target": Choice(tuple(TARGETS), label="target"),
        "seed": Seed(2, label="Run again"),
        "scale": Slider(SCALES, default=0.5, label="proposal scale s", format=".2g"),
        "iteration": Steps(
            range(0, N_MOVES + 1, EVERY), default=300, label="iteration", milliseconds=150
        ),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "tiny steps": {"target": "Gaussian", "scale": 0.05, "iteration": 600},
        "about right": {"target": "Gaussian", "scale": 1, "iteration": 600},
        "huge steps": {"target": "Gaussian", "scale": 5, "iteration": 600},
        "looks fine, is not": {"target": "two humps", "scale": 0.5, "iteration": 600},
    },
    challenge=Challenge(
        text="On the two humps, bring the four chains to agree, split R̂ below 1.1, at the last "
        "move. (On the way R̂ can fall below by luck, and rise again.)",
        solved=_agree,
    ),
)
