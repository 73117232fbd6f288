"""Voters one by one: a table of counts on the triangle of shares, and two of its counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.distributions.figures.common import NOTHING
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, Toggle
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE
from mlcourse.probability.multivariate import Multinomial

__all__ = ["multinomial_simplex"]

LAST = 60
VOTERS = (*range(13), 20, 30, LAST)
THIRD = 0.333333
FIRST = (0.1, 0.2, THIRD, 0.6)
OF_THE_REST = (0.1, 0.25, 0.5, 0.75)
N_TABLES = 90
REACH = 13.0  # voters from the expected count
ROOT3 = 3**0.5
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, ROOT3 / 2]])
ANGLES = np.linspace(0, 2 * np.pi, 49)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The probabilities, and the tables after every voter."""

    p: FloatArray  # (3,)
    tables: FloatArray  # (LAST + 1, N_TABLES, 3) counts; the first table is the one that walks
    jitter: FloatArray  # (N_TABLES, 2) so that equal tables do not hide each other
    lines: bool


@cache
def _chances() -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(345)
    jitter = rng.uniform(-0.32, 0.32, size=(N_TABLES, 2))
    jitter[0] = 0.0
    return rng.random((LAST, N_TABLES)), jitter


def compute(*, p1: float, of_the_rest: float, lines: bool) -> View:
    """Sixty voters in each of ninety towns, from the same numbers whatever the parties."""
    first = 1 / 3 if p1 == THIRD else p1
    p = np.array([first, (1 - first) * of_the_rest, (1 - first) * (1 - of_the_rest)])
    chance, jitter = _chances()
    vote = np.searchsorted(np.cumsum(p)[:2], chance, side="right")
    counts = np.cumsum(vote[..., None] == np.arange(3), axis=0)
    return View(
        p=p,
        tables=np.concatenate([np.zeros((1, N_TABLES, 3)), counts]),
        jitter=jitter,
        lines=lines,
    )


def draw(fig: Figure, view: View) -> Artists:
    """The triangle of shares, and two counts less what is expected."""
    left, right = fig.subplots(1, 2)
    left.set(xlim=(-0.16, 1.16), ylim=(-0.17, 1.05), xticks=[], yticks=[], aspect="equal")
    for side in ("left", "bottom"):
        left.spines[side].set_visible(False)
    left.set_title("shares of the three parties")
    for k in np.linspace(0.2, 0.8, 4):
        for i, j, m in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
            ends = [k * CORNERS[i] + (1 - k) * CORNERS[j], k * CORNERS[i] + (1 - k) * CORNERS[m]]
            left.plot(*np.transpose(ends), color=GRID, linewidth=0.7)
    left.plot(*CORNERS[[0, 1, 2, 0]].T, color=MUTED, linewidth=1.0)
    for (x, y), name, ha, up in zip(
        CORNERS, ("all for 1", "all for 2", "all for 3"), ("left", "right", "center"),
        (-0.13, -0.13, 0.06), strict=True,
    ):  # fmt: skip
        left.text(x + {"left": -0.1, "right": 0.1}.get(ha, 0), y + up, name, size=9, ha=ha)
    right.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
    right.set(xlabel="party 1: votes above the expected", title="two counts, one table")
    right.set_ylabel("party 2: votes above the expected")
    right.set(xticks=[-12, -6, 0, 6, 12], yticks=[-12, -6, 0, 6, 12])
    for line in (right.axhline, right.axvline):
        line(0, color=GRID, linewidth=0.8)
    artists = Artists()
    for name, ax in (("shares", left), ("counts", right)):
        (cloud,) = ax.plot([], [], color=BLUE, linewidth=4.4, alpha=0.75, snap=False)
        cloud.set_solid_capstyle("round")
        (walk,) = ax.plot([], [], color=ORANGE, linewidth=1.3)
        (now,) = ax.plot([], [], "o", color=ORANGE, markersize=7.5, markeredgecolor=INK)
        setattr(artists, name, cloud)
        setattr(artists, f"{name}_walk", walk)
        setattr(artists, f"{name}_now", now)
    (artists.target,) = left.plot([], [], "P", color=GREEN, markersize=8, markeredgecolor=INK)
    artists.target.set_markeredgewidth(0.6)
    left.text(1.1, 0.98, "cross:\nthe probabilities", color=GREEN, size=9, ha="right", va="top")
    (artists.ellipse,) = right.plot([], [], color=MUTED, linewidth=1.3)
    (artists.guess,) = right.plot([], [], color=GREEN, linewidth=2.2)
    artists.names = right.text(
        0.98, 0.98, "", size=9, ha="right", va="top", color=INK, transform=right.transAxes
    )
    return artists


def _covariance(p: FloatArray, n: int) -> FloatArray:
    return Multinomial(n_trials=n, probabilities=p).covariance[:2, :2]


def _contour(view: View, n: int) -> FloatArray:
    root = np.linalg.cholesky(_covariance(view.p, n))
    return 2 * np.column_stack([np.cos(ANGLES), np.sin(ANGLES)]) @ root.T


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """All tables after n voters, and the way of one of them."""
    excess = view.tables - np.arange(LAST + 1)[:, None, None] * view.p
    shares = view.tables / np.maximum(np.arange(LAST + 1), 1)[:, None, None] @ CORNERS
    nothing = n == 0
    cloud = excess[n, 1:, :2] + view.jitter[1:]
    artists.counts.set_data(*(NOTHING if nothing else dots(np.clip(cloud, -REACH, REACH))).T)
    spread = view.jitter[1:] @ (CORNERS[1:] - CORNERS[0]) / max(n, 8)
    artists.shares.set_data(*(NOTHING if nothing else dots(shares[n, 1:] + spread)).T)
    artists.counts_walk.set_data(*excess[: n + 1, 0, :2].T)
    artists.counts_now.set_data(*excess[n : n + 1, 0, :2].T)
    artists.shares_walk.set_data(*shares[1 : n + 1, 0].T)
    artists.shares_now.set_data(*(NOTHING if nothing else shares[n : n + 1, 0]).T)
    artists.target.set_data(*(view.p @ CORNERS)[:, None])
    shown = view.lines and n > 0
    artists.ellipse.set_data(*(_contour(view, n) if shown else NOTHING).T)
    x = np.array([-REACH, REACH])
    slope = -view.p[1] / (1 - view.p[0])
    artists.guess.set_data(*((x, slope * x) if shown else NOTHING.T))
    artists.names.set_text("green: mean of party 2\ngiven party 1" if shown else "")
    return [
        artists.shares, artists.shares_walk, artists.target, artists.shares_now, artists.counts,
        artists.ellipse, artists.guess, artists.counts_walk, artists.counts_now, artists.names,
    ]  # fmt: skip


def readout(view: View, *, n: int) -> str:
    """The table that walks; with the lines, what the theory says."""
    p = ", ".join(f"{share:.3g}" for share in view.p)
    table = "–".join(f"{count:.0f}" for count in view.tables[n, 0])
    text = f"Probabilities {p}; after {n} {'voter' if n == 1 else 'voters'} this town has {table}"
    if n == 0:
        return text + "."
    model = Multinomial(n_trials=n, probabilities=view.p)
    text += f", a table of probability {model.pmf(view.tables[n, 0]):.2g}"
    if not view.lines:
        return text + "."
    (a, c), (_, b) = _covariance(view.p, n)
    return (
        f"{text}. Covariance of the first two counts {c:.3g}, correlation {c / np.sqrt(a * b):.3f}."
    )


multinomial_simplex = Explorer(
    name="multinomial_simplex",
    title="If one party gains, who loses?",
    alt=(
        "Voters join one by one in ninety towns. Left: the shares of three parties in each town "
        "as a dot in a triangle whose corners are all for one party, with the way of one town. "
        "Right: votes of party 1 and of party 2, less what is expected, with an ellipse of two "
        "standard deviations and the line of the mean of the second given the first on request."
    ),
    controls={
        "p1": Slider(FIRST, default=THIRD, label="p₁"),
        "of_the_rest": Slider(OF_THE_REST, default=0.5, label="p₂ as a share of the rest"),
        "lines": Toggle(label="ellipse and best guess"),
        "n": Steps(VOTERS, default=0, label="voters n", milliseconds=500),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "three equals, sixty": {"p1": THIRD, "of_the_rest": 0.5, "lines": False, "n": LAST},
        "two giants": {"p1": 0.6, "of_the_rest": 0.75, "lines": False, "n": LAST},
        "two dwarfs": {"p1": 0.1, "of_the_rest": 0.1, "lines": False, "n": LAST},
    },
    challenge=Challenge(
        text="Switch the ellipse on. Which probabilities of the figure make the correlation of "
        "the first two counts weakest? (At any n but 0.)",
        solved=lambda view, *, n: bool(
            n > 0 and view.lines and np.allclose(view.p[:2], (0.1, 0.09))
        ),
    ),
    size=(7.2, 3.9),
)
