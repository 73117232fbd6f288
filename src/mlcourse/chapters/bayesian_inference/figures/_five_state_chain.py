"""Four chains on five states: where the probability goes, and whether it comes to rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from mlcourse._check import FloatArray, IntArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PAPER, PURPLE
from mlcourse.probability.markov import chain_distributions, chain_paths, metropolis_chain
from mlcourse.probability.mixing import probability_flows
from mlcourse.probability.total_variation import total_variation

__all__ = ["five_state_chain"]

N_STEPS = 40
NEAR = 1e-3  # of a distance or a flow that counts as none
LOWEST = 1e-4  # bottom of the distance axes
WANTED = np.array([0.1, 0.2, 0.4, 0.2, 0.1])
CHAINS = ("Metropolis", "merry-go-round", "two islands", "back and forth")
ANGLE = np.pi / 2 - 2 * np.pi * np.arange(5) / 5
PLACE = np.column_stack([np.cos(ANGLE), np.sin(ANGLE)])
PAIRS = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (2, 4))  # all that some chain moves between


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The distributions of one chain from one start."""

    chain: str
    start: int
    wanted: FloatArray  # (5,) a stationary distribution
    p: FloatArray  # (N + 1, 5)
    distance: FloatArray  # (N + 1,) total variation from wanted
    others: FloatArray  # (5, N + 1) the same from every start
    net: FloatArray  # (N + 1, 6) net flow of the next step along PAIRS
    transition: FloatArray  # (5, 5)
    walker: IntArray  # (N + 1,) where one walker stands


@cache
def _transition(chain: str) -> tuple[FloatArray, FloatArray]:
    """Transition matrix, and the stationary distribution it is meant to reach."""
    step = np.roll(np.eye(5), 1, axis=1)
    if chain == "Metropolis":
        return metropolis_chain(WANTED, 0.5 * (step + step.T)), WANTED
    if chain == "merry-go-round":
        return 0.4 * np.eye(5) + 0.6 * step, np.full(5, 0.2)
    if chain == "two islands":
        islands = np.diag([0.6, 0.6, 0.7, 0.7, 0.7])
        islands[:2, :2] += 0.2  # lazy moves, so that it can be seen how each island evens out
        islands[2:, 2:] += 0.1
        return islands, np.full(5, 0.2)
    line = np.zeros((5, 5))
    for i in range(1, 4):
        line[i, i - 1] = line[i, i + 1] = 0.5
    line[0, 1] = line[4, 3] = 1.0
    return line, np.array([1, 2, 2, 2, 1]) / 8


@cache
def _run(chain: str, start: int) -> tuple[FloatArray, FloatArray]:
    transition, wanted = _transition(chain)
    p = chain_distributions(np.eye(5)[start], transition, n_steps=N_STEPS)
    return p, np.array([total_variation(row / row.sum(), wanted) for row in p])


def compute(*, chain: str, start: float) -> View:
    """Forty steps of the distribution, from this start and from all, and of one walker."""
    transition, wanted = _transition(chain)
    first = int(start) - 1
    p, distance = _run(chain, first)
    flows = [probability_flows(row / row.sum(), transition).net for row in p]
    return View(
        chain=chain,
        start=first + 1,
        wanted=wanted,
        p=p,
        distance=distance,
        others=np.array([_run(chain, s)[1] for s in range(5)]),
        net=np.array([[net[i, j] for i, j in PAIRS] for net in flows]),
        transition=transition,
        walker=chain_paths(transition, first, n_steps=N_STEPS, n_chains=1, rng=3)[0],
    )


def regime(view: View, t: int) -> str:
    """What the chain is doing at time t, in a few words."""
    moving = float(np.abs(view.net[t]).max())
    if view.chain == "back and forth" and t > 5:
        return "swings to and fro"
    if view.chain == "two islands":
        return "no net flow, at another π" if moving < NEAR else "still changing"
    if view.distance[t] >= NEAR:
        return "still changing"
    return "at π, and it circulates" if moving > 0.1 else "at π, no net flow"


def _arrow(tail: FloatArray, tip: FloatArray, width: float) -> FloatArray:
    """Corners of an arrow as broad as the flow."""
    along = (tip - tail) / np.linalg.norm(tip - tail)
    across = np.array([-along[1], along[0]])
    neck = tip - 0.2 * along
    half = 0.5 * width
    return np.array(
        [tail + half * across, neck + half * across, neck + (half + 0.07) * across, tip,
         neck - (half + 0.07) * across, neck - half * across, tail - half * across]
    )  # fmt: skip


def _arrows(view: View, t: int) -> list[FloatArray]:
    out = []
    for (i, j), flow in zip(PAIRS, view.net[t], strict=True):
        a, b = (i, j) if flow > 0 else (j, i)
        if abs(flow) > 0.002:
            tail, tip = (
                PLACE[a] + 0.27 * (PLACE[b] - PLACE[a]),
                PLACE[a] + 0.73 * (PLACE[b] - PLACE[a]),
            )
            out.append(_arrow(tail, tip, 0.3 * float(abs(flow))))
    return out


def _edges(transition: FloatArray) -> FloatArray:
    """The allowed moves from state to state, as one line with gaps."""
    out = [
        (PLACE[i], PLACE[j], (np.nan, np.nan))
        for i, j in PAIRS
        if transition[i, j] + transition[j, i] > 0
    ]
    return np.array(out).reshape(-1, 2)


def _beside(i: int, j: int) -> FloatArray:
    """Where the probability of the move i to j is written: near i, to the right of the way.

    The one way across the ring has both on its outer side, where there is room.
    """
    along = (PLACE[j] - PLACE[i]) / np.linalg.norm(PLACE[j] - PLACE[i])
    far, off = (0.35, 0.28) if {i, j} != {2, 4} else (0.55, 0.19 if i == 2 else -0.19)
    return PLACE[i] + far * along + off * np.array([along[1], -along[0]])


def _percent(probability: float) -> str:
    return f"{100 * probability:.0f} %" if probability > 0 else ""


def _way(i: int, j: int) -> str:
    """The arrow that is nearest to the way from i to j."""
    x, y = PLACE[j] - PLACE[i]
    return "→↗↑↖←↙↓↘"[round(float(np.arctan2(y, x)) / (np.pi / 4)) % 8]


def draw(fig: Figure, view: View) -> Artists:
    """Moves, flow and a walker on a ring; the bars, and the distance from the stationary one."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.25, 1.0))
    ring, bars, right = (
        fig.add_subplot(grid[:, 0]),
        fig.add_subplot(grid[0, 1]),
        fig.add_subplot(grid[1, 1]),
    )
    ring.set(xlim=(-1.5, 1.5), ylim=(-1.75, 1.6), xticks=[], yticks=[], aspect="equal")
    ring.set(title="moves, net flow, and one walker")
    ring.spines[:].set_visible(False)
    bars.set(xlim=(0.4, 5.6), ylim=(0, 1.4), xlabel="state", ylabel="probability")
    bars.set(xticks=range(1, 6), yticks=[0, 0.5, 1])
    right.set(xlim=(-0.8, N_STEPS + 0.8), ylim=(LOWEST, 1.5), yscale="log", xlabel="step t")
    right.set(ylabel="distance from π")
    artists = Artists()
    (artists.edges,) = ring.plot([], [], color=GRID, linewidth=2.2)
    artists.arrows = ring.add_collection(
        PolyCollection([], facecolor=PURPLE, edgecolor="none", zorder=2), autolim=False
    )
    (artists.step,) = ring.plot([], [], color=GREEN, linewidth=2.2, linestyle=(0, (2, 1)))
    ring.scatter(PLACE[:, 0], PLACE[:, 1], s=330, facecolor=GRID, edgecolor="none", zorder=3)
    (artists.walker,) = ring.plot(
        [], [], "o", markersize=21, markerfacecolor="none", markeredgecolor=GREEN,
        markeredgewidth=3.2, zorder=4,
    )  # fmt: skip
    for i, (x, y) in enumerate(PLACE):
        ring.text(x, y, str(i + 1), ha="center", va="center", size=11, zorder=5)
    small: dict[str, Any] = {"ha": "center", "va": "center", "size": 8.5, "zorder": 6}
    box = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.7, "pad": 0.6}
    artists.moves = [
        ring.text(x, y, "", color=INK, bbox=box, **small)
        for x, y in (_beside(i, j) for i, j in _directed())
    ]
    artists.stays = [ring.text(x, y, "", color=MUTED, **small) for x, y in 1.33 * PLACE]
    artists.regime = ring.text(0, -1.6, "", ha="center", va="center", size=10, color=INK)
    (artists.bars,) = bars.plot([], [], color=BLUE, linewidth=18, solid_capstyle="butt")
    (artists.wanted,) = bars.plot([], [], color=ORANGE, linewidth=3.0, solid_capstyle="butt")
    bars.plot([], [], color=BLUE, linewidth=6, label="after t steps")
    bars.plot([], [], color=ORANGE, linewidth=3, label="stationary π")
    bars.legend(loc="upper center", ncols=2, handlelength=1.2, borderaxespad=0.1)
    (artists.others,) = right.plot([], [], color=MUTED, linewidth=0.7)
    (artists.distance,) = right.plot([], [], color=BLUE, linewidth=1.8)
    (artists.now,) = right.plot([], [], "o", color=BLUE, markersize=6)
    right.text(
        0.97, 0.6, "grey: other starts", color=MUTED, size=9, ha="right", transform=right.transAxes
    )
    return artists


def _directed() -> list[tuple[int, int]]:
    return [pair for i, j in PAIRS for pair in ((i, j), (j, i))]


def update(artists: Artists, view: View, *, t: int) -> Sequence[Artist]:
    """Flow and walker, bars, and the distance so far."""
    steps = np.arange(t + 1, dtype=float)
    gap = np.nan
    x = np.repeat(np.arange(1.0, 6.0), 3)
    level = np.maximum(view.distance[: t + 1], LOWEST / 3)
    others = np.maximum(view.others[:, : t + 1], LOWEST / 3)
    artists.others.set_data(
        np.tile([*steps, gap], 5), np.column_stack([others, np.full(5, gap)]).ravel()
    )
    artists.distance.set_data(steps, level)
    artists.wanted.set_data(x + np.tile([-0.36, 0.36, gap], 5), np.repeat(view.wanted, 3))
    artists.bars.set_data(
        x + np.tile([0, 0, gap], 5),
        np.column_stack([np.zeros(5), view.p[t], np.zeros(5)]).ravel(),
    )
    artists.edges.set_data(*_edges(view.transition).T)
    artists.arrows.set_verts(_arrows(view, t))
    for text, (i, j) in zip(artists.moves, _directed(), strict=True):
        probability = view.transition[i, j]
        text.set_text(f"{_way(i, j)} {_percent(probability)}" if probability > 0 else "")
    for i, text in enumerate(artists.stays):
        probability = view.transition[i, i]
        text.set_text(f"stays\n{_percent(probability)}" if probability > 0 else "")
    here, before = PLACE[view.walker[t]], PLACE[view.walker[max(t - 1, 0)]]
    artists.walker.set_data(*here[:, None])
    way = before + np.array([[0.2], [0.8]]) * (here - before)
    way = way + 0.08 * np.array([before[1] - here[1], here[0] - before[0]])  # beside an arrow
    artists.step.set_data(*(way if np.any(here != before) else np.full((2, 2), gap)).T)
    artists.now.set_data([t], [level[t]])
    artists.regime.set_text(regime(view, t))
    return [
        artists.others,
        artists.distance,
        artists.bars,
        artists.wanted,
        artists.edges,
        artists.arrows,
        *artists.moves,
        *artists.stays,
        artists.step,
        artists.walker,
        artists.now,
        artists.regime,
    ]


def readout(view: View, *, t: int) -> str:
    """The distribution and the two measures of rest."""
    shown = ", ".join(f"{v:.2f}" for v in view.p[t])
    return (
        f"{view.chain} from state {view.start}, t = {t}: ({shown}); distance from π "
        f"{view.distance[t]:.3f}, largest net flow {np.abs(view.net[t]).max():.3f}: "
        f"{regime(view, t)}. The walker is in state {view.walker[t] + 1}."
    )


five_state_chain = Explorer(
    name="five_state_chain",
    title="Where does the probability go?",
    alt=(
        "Left: five states on a ring; faint lines with probabilities are the moves that the "
        "chain allows, thick arrows are as broad as the net probability that flows in the next "
        "step, a ring marks where one walker stands, a dashed line its last move. Right: the "
        "distribution after t steps and the stationary one, and below the total variation "
        "distance between the two so far."
    ),
    controls={
        "chain": Choice(CHAINS, label="chain"),
        "start": Slider((1, 2, 3, 4, 5), default=1, label="start in state"),
        "t": Steps(range(N_STEPS + 1), default=0, label="step t", milliseconds=400),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.2, 4.3),
    presets={
        "Metropolis, late": {"chain": "Metropolis", "start": 1, "t": 40},
        "two islands": {"chain": "two islands", "start": 2, "t": 10},
        "back and forth": {"chain": "back and forth", "start": 3, "t": 21},
    },
    challenge=Challenge(
        text="Find a distribution that no longer changes although probability still flows: "
        "distance below 0.001 and a net flow above 0.1.",
        solved=lambda view, *, t: bool(view.distance[t] < NEAR and np.abs(view.net[t]).max() > 0.1),
    ),
)
