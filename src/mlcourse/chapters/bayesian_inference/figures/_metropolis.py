"""Random-walk Metropolis: one proposal and its verdict at a time, then visits that pile up."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Polygon
from scipy.stats import norm

from mlcourse._check import FloatArray
from mlcourse.chapters.bayesian_inference.figures.visits import show_visits, stays, visit_lines
from mlcourse.chapters.bayesian_inference.figures.walks import (
    FIRST,
    N_LAGS,
    N_MOVES,
    REVEALED,
    SCALES,
    STOPS,
    TARGETS,
    TOLD,
    UNKNOWN,
    Numbers,
    View,
    compute,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Slider, Steps
from mlcourse.explore.level_lines import level_lines
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE, SKY

__all__ = ["metropolis"]

N_SEEDS = 2
WHOLE = 40  # moves up to which each is in the trace
THIN = 12  # beyond, every twelfth is, and the last
X, Y = (-6.4, 6.4), (-5.2, 5.6)
BINS = np.linspace(*X, 25)
TOP = 0.56  # of the densities of x1
VISITS = {1: 2.6, 2: 4.6, 4: 7.0, 8: 10.0}  # diameters of a place visited at least so often
COLOURS = (BLUE, ORANGE, GREEN, PURPLE)


@cache
def _levels(target: str) -> FloatArray:
    """Where the density is 2 %, 20 % and 70 % of its highest value, as one line."""
    density = TARGETS[target].log_density
    grid = np.stack(np.meshgrid(np.linspace(*X, 81), np.linspace(*Y, 81)), axis=-1)
    top = float(density(grid).max())
    return level_lines(
        density, [top + float(np.log(share)) for share in (0.02, 0.2, 0.7)], x=X, y=Y, n=81
    )


@cache
def _marginal(target: str) -> FloatArray:
    """The exact density of x1 as a line: a Gaussian, or two."""
    x = np.linspace(*X, 65)
    if target == REVEALED:
        return np.column_stack([x, 0.5 * norm.pdf(x, -3) + 0.5 * norm.pdf(x, 3)])
    return np.column_stack([x, norm.pdf(x, scale=np.sqrt(TARGETS[target].covariance[0, 0]))])


def _piles(x: FloatArray) -> FloatArray:
    """Corners of a histogram of area one."""
    height = np.histogram(x, BINS)[0] / (len(x) * (BINS[1] - BINS[0]))
    y = np.concatenate([[0], np.repeat(np.minimum(height, TOP), 2), [0]])
    return np.column_stack([np.repeat(BINS, 2), y])


def _root(x: FloatArray) -> FloatArray:
    return np.asarray(np.sign(x) * np.sqrt(np.abs(x)))


def draw(fig: Figure, view: View) -> Artists:
    """The plane between its piles and the verdict; traces and autocorrelation at the side."""
    grid = fig.add_gridspec(3, 2, width_ratios=(1.2, 1.0), height_ratios=(0.8, 2.4, 0.42))
    piles, plane, verdict = (fig.add_subplot(grid[k, 0]) for k in range(3))
    side = grid[:, 1].subgridspec(2, 1)
    trace, lags = fig.add_subplot(side[0]), fig.add_subplot(side[1])
    piles.set(xlim=X, ylim=(0, TOP), xticks=[], yticks=[])
    piles.set_title("visits of chain 1, by x₁", loc="left")
    plane.set(xlim=X, ylim=Y, xlabel="x₁", ylabel="x₂")
    verdict.set(xlim=(0, 1), ylim=(-0.5, 1.9), yticks=[], xticks=[0, 0.5, 1])
    verdict.spines["left"].set_visible(False)
    verdict.set_xlabel("u, between 0 and 1: accepted if it falls on the bar", size=9)
    artists = Artists()
    artists.legend = piles.text(
        1.0, 1.05, "", size=9, color=MUTED, ha="right", va="bottom", transform=piles.transAxes
    )
    trace.set(xlim=(0, N_MOVES), ylim=X, ylabel="x₁", title="x₁ of each chain shown")
    trace.set_xlabel(f"move (from {WHOLE} on every {THIN}th)")
    # the root of the move: the first ones have room
    trace.set_xscale("function", functions=(_root, lambda x: x * np.abs(x)))
    trace.set_xlim(-1, 1.03 * N_MOVES)
    trace.set_xticks([0, 10, 100, 300, N_MOVES], ["0", "10", "100", "300", f"{N_MOVES:,}"])
    lags.set(xlim=(0, N_LAGS), ylim=(-0.55, 1.65), xlabel="lag", ylabel="autocorr. of chain 1")
    lags.set_yticks([0, 0.5, 1])
    lags.axhline(0, color=MUTED, linewidth=0.7)
    artists.piles = piles.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=SKY, edgecolor="none", alpha=0.8)
    )
    # a column that is cut off says so
    (artists.cut,) = piles.plot([], [], "^", color=INK, markersize=5)
    (artists.marginal,) = piles.plot([], [], color=INK, linewidth=1.2)
    (artists.levels,) = plane.plot([], [], color=MUTED, linewidth=0.8)
    artists.visits = visit_lines(plane, VISITS, BLUE)
    artists.reach = plane.add_patch(
        Ellipse(
            (0, 0), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.9, linestyle=(0, (2, 2))
        )
    )
    (artists.pending,) = plane.plot(
        [], [], "--o", color=INK, linewidth=1.3, markersize=7, markerfacecolor="none", markevery=[1]
    )
    (artists.taken,) = plane.plot([], [], color=GREEN, linewidth=2.4)
    (artists.refused,) = plane.plot(
        [], [], "-X", color=ORANGE, linewidth=1.6, markersize=8, markevery=[1],
        markeredgecolor="none",
    )  # fmt: skip
    (artists.here,) = plane.plot([], [], "o", color=INK, markersize=6.5)
    (artists.chance,) = verdict.plot([], [], color=GREEN, linewidth=9, solid_capstyle="butt")
    verdict.plot([0, 1], [0, 0], color=MUTED, linewidth=0.8)
    (artists.u,) = verdict.plot([], [], "v", color=INK, markersize=8)
    artists.words = verdict.text(0.0, 1.35, "", size=9.5, va="center")
    artists.traces = []
    for k, colour in reversed(list(enumerate(COLOURS))):
        (line,) = trace.plot(
            [], [], "-o", color=colour, linewidth=1.4 if k == 0 else 0.8,
            markersize=4, markevery=[-1],
        )  # fmt: skip
        artists.traces.insert(0, line)
    (artists.rho,) = lags.plot([], [], color=BLUE, linewidth=1.5)
    artists.values, artists.remark = (
        lags.text(0.98, y, "", transform=lags.transAxes, size=9, ha="right", va="top")
        for y in (0.98, 0.87)
    )
    return artists


def update(artists: Artists, view: View, *, n: float) -> Sequence[Artist]:
    """The present proposal and its verdict, all visits so far, and the diagnostics so far."""
    run, made = view.run, int(n)
    nothing = np.full((1, 2), np.nan)
    artists.levels.set_data(*(_levels(view.target) if view.everything else nothing).T)
    artists.marginal.set_data(*(_marginal(view.target) if view.everything else nothing).T)
    artists.legend.set_text("line: the target" if view.everything else "")
    artists.piles.set_xy(piles := _piles(run.draws[0, : made + 1, 0]))
    cut = np.flatnonzero(piles[1:-1:2, 1] >= TOP)
    artists.cut.set_data((BINS[cut] + BINS[cut + 1]) / 2, np.full(len(cut), 0.9 * TOP))
    show_visits(artists.visits, VISITS, run.draws[0, : made + 1])
    _propose(artists, view, n)
    shown = np.array([*range(min(made, WHOLE)), *range(WHOLE, made, THIN), made])
    for chain, line in enumerate(artists.traces):
        if view.everything or chain == 0:
            line.set_data(shown, np.clip(run.draws[chain, shown, 0], -9, 9))
        else:
            line.set_data([], [])
    numbers = view.numbers.get(made)
    rho = numbers.rho if numbers else np.empty(0)
    artists.rho.set_data(np.arange(len(rho)), rho)
    artists.values.set_text(_values(view, numbers))
    artists.remark.set_text(_remark(view, numbers))
    return [
        artists.piles,
        artists.cut,
        artists.marginal,
        artists.legend,
        artists.levels,
        *artists.visits,
        artists.reach,
        artists.pending,
        artists.taken,
        artists.refused,
        artists.here,
        artists.chance,
        artists.u,
        artists.words,
        *artists.traces,
        artists.rho,
        artists.values,
        artists.remark,
    ]


def _told(x: float, digits: int = 2) -> str:
    """A number, or a stroke where chains that never moved have none."""
    return f"{x:.{digits}f}" if np.isfinite(x) else "–"


def _values(view: View, numbers: Numbers | None) -> str:
    """Acceptance, worth and agreement, of what is shown."""
    if numbers is None:
        return f"(numbers from move {TOLD} on)"
    accepted, (ess, rhat) = (
        numbers.accepted,
        ((numbers.ess, numbers.rhat) if view.everything else numbers.alone),
    )
    return f"accepted {100 * accepted:.0f} % · ESS {_told(ess, 0)} · R̂ {_told(rhat)}"


def _remark(view: View, numbers: Numbers | None) -> str:
    """Below them: the two sides of the funnel, or when there will be a line."""
    if numbers is None:
        return ""
    if not numbers.rho.size:
        return f"(the line from {FIRST} moves on)"
    if view.target == "funnel" and np.all(np.isfinite(numbers.sides)):
        neck, mouth = (100 * share for share in numbers.sides)
        return f"neck {neck:.0f} %, mouth {mouth:.0f} %"
    return ""


def _propose(artists: Artists, view: View, n: float) -> None:
    """The last move: pending at half a move, else decided."""
    run, made = view.run, int(n)
    move = made if n > made else made - 1  # the one that is looked at
    stand = run.draws[0, max(move, 0)]
    spoke = np.clip([stand, run.proposals[0, max(move, 0)]], -20, 20)
    decided, taken = n == made and made > 0, bool(run.accepted[0, max(move, 0)])
    nothing = np.full((2, 2), np.nan)
    artists.pending.set_data(*(spoke if n > made else nothing).T)
    artists.taken.set_data(*(spoke if decided and taken else nothing).T)
    artists.refused.set_data(*(spoke if decided and not taken else nothing).T)
    artists.here.set_data(*run.draws[0, made : made + 1].T)
    artists.reach.set(center=stand, width=4 * view.scale, height=4 * view.scale)
    artists.reach.set_visible(n <= TOLD)
    if move < 0:
        artists.chance.set_data([], [])
        artists.u.set_data([], [])
        artists.words.set_text("the start, on the way to the first proposal")
        return
    artists.chance.set_data([0, min(view.ratio[move], 1)], [0, 0])
    artists.u.set_data(*([[view.u[move]], [0.55]] if decided else [[], []]))
    artists.words.set_text(_words(view, n))


def _words(view: View, n: float) -> str:
    """The ratio, u and the verdict on the last move."""
    run, made = view.run, int(n)
    move = made if n > made else made - 1
    chance, u = float(view.ratio[move]), float(view.u[move])
    told = "ratio > 100" if chance > 100 else f"ratio {chance:.2f}"
    if chance < 0.01:
        told = "ratio < 0.01"
    if n > made:
        return f"proposed: {told}; and u?"
    if run.accepted[0, move]:
        return f"{told}, u {u:.2f}: accepted"
    return f"{told}, u {u:.2f}: refused, visit {stays(run.draws[0, : made + 1])[1][-1]} here"


def readout(view: View, *, n: float) -> str:
    """The last move; later acceptance, effective sample size and split R-hat."""
    head = f"{view.target}, s = {view.scale:.3g}"
    if n == 0:
        return f"{head}: at the start."
    if n < TOLD:
        return f"{head}, move {int(n + 0.5)}: {_words(view, n)}"
    numbers = view.numbers[int(n)]
    kept = int(n) - int(n) // 2
    accepted = f"accepted {100 * numbers.accepted:.0f} %"
    if not view.everything:
        ess, rhat = numbers.alone
        return (
            f"{head}, {n:,} moves, second half: {accepted}; chain 1: effective sample "
            f"size {_told(ess, 0)} of {kept}, split R̂ {_told(rhat)}."
        )
    return (
        f"{head}, {n:,} moves of each of 4 chains, second half: {accepted}, effective sample "
        f"size {_told(numbers.ess, 0)} of {4 * kept:,}, split R̂ {_told(numbers.rhat)}: "
        f"{numbers.regime}."
    )


def _agree(view: View, *, n: float) -> bool:
    return view.target == REVEALED and n == N_MOVES and view.numbers[N_MOVES].rhat < 1.1


metropolis = Explorer(
    name="metropolis",
    title="A walk that draws from a density",
    alt=(
        "Left: level lines of a target density, with the places that a Metropolis chain has "
        "visited as dots that grow at the second, fourth and eighth visit, and its present "
        "proposal as a line from where it stands, inside a dashed circle that holds six "
        "proposals in seven. Below, a bar "
        "as long as the ratio of densities, and the random number u: the proposal is accepted "
        "if u falls on the bar. Above, a histogram of the visits against the density of x₁. Right: "
        "the first coordinate of four chains against the move, and the autocorrelation of the "
        "first, with the acceptance, the effective sample size and split R-hat. Of the unknown "
        "target neither the level lines nor the density is drawn, and one chain alone, until four "
        "are asked for."
    ),
    controls={
        "target": Choice(tuple(TARGETS), label="target"),
        "seed": Seed(N_SEEDS, label="Run again"),
        "scale": Slider(SCALES, default=1, label="proposal scale s", format=".2g"),
        "n": Steps(STOPS, default=4.5, label="moves n", milliseconds=260),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "one proposal": {"target": "Gaussian", "scale": 1, "n": 0.5},
        "s = 0.05": {"target": "Gaussian", "scale": 0.05, "n": N_MOVES},
        "s = 1.5": {"target": "Gaussian", "scale": 1.5, "n": N_MOVES},
        "s = 10": {"target": "Gaussian", "scale": 10, "n": N_MOVES},
        "unknown": {"target": UNKNOWN, "scale": 0.5, "n": N_MOVES},
    },
    challenge=Challenge(
        text="Show four chains of the unknown target, and bring their split R̂ below 1.1 at the "
        "last move. (On the way R̂ can fall below by luck, and rise again.)",
        solved=_agree,
    ),
    size=(7.2, 4.9),
)  # fmt: skip
