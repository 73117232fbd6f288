"""A bet with a gain on average, made again and again with a share of what one has."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Seed, Slider, Steps, Toggle, linear
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE
from mlcourse.probability.repeated_bets import growth_rate

__all__ = ["repeated_bet"]

P, GAIN, LOSS = 0.5, 0.5, 0.4
N_BETS, PLAYERS, FEW = 100, 100, 8
CLOCK = (*range(11), 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
LOW, HIGH, BIN = -6.5, 4.5, 0.25
MOST = 60  # players on the axis; of more in one bin a triangle tells
STAKES = linear(0, 1, 21)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A hundred players with one stake, as powers of ten of what they began with."""

    stake: float
    theory: bool
    log_wealth: FloatArray  # (players, n + 1)
    typical: float  # growth of the median in one bet, a share
    average: float  # growth of the mean in one bet, a share


@cache
def _wins(seed: int) -> FloatArray:
    """Wins after 0, 1, ... bets of every player; the same for every stake."""
    won = np.random.default_rng([4, seed]).random((PLAYERS, N_BETS)) < P
    return np.concatenate([np.zeros((PLAYERS, 1)), np.cumsum(won, axis=1)], axis=1)


def compute(*, stake: float, theory: bool, seed: int) -> View:
    """A hundred players, a hundred bets."""
    wins = _wins(seed)
    lost = np.arange(N_BETS + 1) - wins
    return View(
        stake=stake,
        theory=theory,
        log_wealth=wins * np.log10(1 + stake * GAIN) + lost * np.log10(1 - stake * LOSS),
        typical=float(np.expm1(growth_rate([stake], P, GAIN, LOSS)[0])),
        average=stake * (P * GAIN - (1 - P) * LOSS),
    )


def draw(fig: Figure, view: View) -> Artists:
    """Paths of a few players, where all hundred stand, and the growth in one bet."""
    grid = fig.add_gridspec(1, 3, width_ratios=(1.7, 0.75, 1.45))
    left, middle, right = (fig.add_subplot(grid[0, k]) for k in range(3))
    artists = Artists()
    ticks = {-6: "a millionth", -3: "a thousandth", 0: "1", 3: "1,000"}
    left.set(
        xlim=(-2, N_BETS + 2), ylim=(LOW, HIGH), xlabel="bets n", title="wealth of eight players"
    )
    left.set_yticks(list(ticks), list(ticks.values()))
    left.axhline(0, color=MUTED, linewidth=0.8)
    (artists.others,) = left.plot([], [], color=BLUE, linewidth=0.8, alpha=0.55)
    (artists.first,) = left.plot([], [], color=BLUE, linewidth=1.8)
    (artists.now,) = left.plot([], [], "o", color=BLUE, markersize=6)
    (artists.mean,) = left.plot([], [], color=ORANGE, linewidth=1.6, linestyle="--")
    (artists.median,) = left.plot([], [], color=INK, linewidth=1.6, linestyle="--")
    middle.set(xlim=(0, MOST), ylim=(LOW, HIGH), title="all hundred", xlabel="players")
    middle.set_yticks(list(ticks), ["10⁻⁶", "10⁻³", "1", "10³"])  # alone on a phone
    middle.axhline(0, color=MUTED, linewidth=0.8)
    for name, colour in (("behind", PURPLE), ("ahead", GREEN)):
        patch = Polygon([(0, 0)], closed=True, facecolor=colour, alpha=0.7, edgecolor="none")
        setattr(artists, name, middle.add_patch(patch))
        y = 0.93 if name == "ahead" else 0.03
        text = middle.text(
            0.97, y, "", color=colour, size=9, ha="right", transform=middle.transAxes
        )
        setattr(artists, f"{name}_count", text)
    (artists.beyond,) = middle.plot([], [], ">", color=INK, markersize=6)
    _growth(right, artists)
    return artists


def _growth(ax: Axes, artists: Artists) -> None:
    ax.set(xlim=(0, 1.04), ylim=(-5.6, 5.6), xlabel="stake f", ylabel="growth a bet in %")
    ax.set_title("mean and median player")
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "¼", "½", "¾", "1"])
    ax.axhline(0, color=MUTED, linewidth=0.8)
    (artists.means,) = ax.plot([], [], color=ORANGE, linewidth=1.6, linestyle="--")
    (artists.medians,) = ax.plot([], [], color=INK, linewidth=1.6, linestyle="--")
    (artists.mean_now,) = ax.plot([], [], "o", color=ORANGE, markersize=7)
    (artists.median_now,) = ax.plot([], [], "o", color=INK, markersize=7)
    ax.text(0.66, 3.7, "mean", color=ORANGE, size=9, ha="right")
    ax.text(0.84, -3.8, "median", color=INK, size=9, ha="right")


def _histogram(logs: FloatArray) -> FloatArray:
    edges = np.arange(LOW, HIGH + BIN, BIN)
    counts, _ = np.histogram(np.clip(logs, LOW, HIGH), edges)
    return np.column_stack([[0, *np.repeat(counts, 2), 0], np.repeat(edges, 2)])


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """The players after n bets."""
    paths = np.clip(view.log_wealth[:FEW, : n + 1], LOW - 1, HIGH + 1)
    bets = np.arange(n + 1)
    artists.first.set_data(bets, paths[0])
    artists.now.set_data([n], paths[:1, n])
    # by bet, then by player: the next bet adds to the end of the line
    pieces = np.full((n, FEW - 1, 3, 2), np.nan)
    pieces[:, :, 0, 0], pieces[:, :, 1, 0] = bets[:-1, None], bets[1:, None]
    pieces[:, :, 0, 1], pieces[:, :, 1, 1] = paths[1:, :-1].T, paths[1:, 1:].T
    artists.others.set_data(*pieces.reshape(-1, 2).T)
    here = view.log_wealth[:, n]
    ahead = here > 1e-9
    outlines = _histogram(here[~ahead] - 1e-6), _histogram(here[ahead])
    for patch, outline in zip((artists.behind, artists.ahead), outlines, strict=True):
        patch.set_xy(outline)
    artists.behind.set_facecolor(PURPLE if n else MUTED)  # before the first bet nobody is
    many = np.unique([y + BIN / 2 for o in outlines for x, y in o[1:-1:2] if x > MOST])
    artists.beyond.set_data([0.94 * MOST] * len(many), many)
    artists.ahead_count.set_text(f"{ahead.sum()} ahead" if n else "")
    artists.behind_count.set_text(f"{(~ahead).sum()} not" if n else "")
    ends = [0, n] if view.theory else []
    artists.mean.set_data(ends, [k * np.log10(1 + view.average) for k in ends])
    artists.median.set_data(ends, [k * np.log10(1 + view.typical) for k in ends])
    f = np.linspace(0, 1, 41) if view.theory else np.empty(0)
    artists.means.set_data(f, 100 * f * (P * GAIN - (1 - P) * LOSS))
    rates = 100 * np.expm1(growth_rate(f, P, GAIN, LOSS)) if len(f) else f
    artists.medians.set_data(f, rates)
    told = [view.stake] if view.theory or n == N_BETS else []
    artists.mean_now.set_data(told, [100 * view.average] * len(told))
    artists.median_now.set_data(told, [100 * view.typical] * len(told))
    return [
        artists.others, artists.first, artists.now, artists.mean, artists.median, artists.behind,
        artists.ahead, artists.behind_count, artists.ahead_count, artists.means, artists.medians,
        artists.mean_now, artists.median_now, artists.beyond,
    ]  # fmt: skip


def _times(log_wealth: float) -> str:
    wealth = 10**log_wealth
    return f"{wealth:,.2f}" if wealth >= 0.1 else f"{wealth:.2g}"


def readout(view: View, *, n: int) -> str:
    """The player drawn thick, how many are ahead, and at the end what one bet does."""
    text = f"Stake {100 * view.stake:.0f} %, {n} bet{'' if n == 1 else 's'}: "
    text += f"the player drawn thick has {_times(view.log_wealth[0, n])}"
    if n == 0:
        return text + ", like all others."
    ahead = int((view.log_wealth[:, n] > 1e-9).sum())
    text += f"; {ahead} of 100 have more than they began with."
    if view.theory or n == N_BETS:
        text += (
            f" A bet multiplies the mean by {1 + view.average:.4f} and the median by "
            f"{1 + view.typical:.4f}."
        )
    return text


repeated_bet = Explorer(
    name="repeated_bet",
    title="A good bet, again and again",
    alt=(
        "Heads adds half of the stake, tails takes 40 per cent of it, and the stake is a share "
        "f of all that one has. Left: the wealth of eight players on a log scale, bet by bet. "
        "Middle: where a hundred players stand. Right: by how much one bet makes the mean and "
        "the median grow, at this stake and, on request, at every stake."
    ),
    controls={
        "stake": Slider(STAKES, default=1.0, label="stake f", format=".0%"),
        "seed": Seed(3),
        "theory": Toggle(label="theory, every stake"),
        "n": Steps(CLOCK, default=0, label="bets n", milliseconds=250),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "everything": {"stake": 1.0, "theory": False, "n": 100},
        "a tenth": {"stake": 0.1, "theory": False, "n": 100},
        "three quarters": {"stake": 0.75, "theory": False, "n": 100},
    },
    challenge=Challenge(
        text="Find the largest stake whose median player does not lose, and play a hundred bets.",
        solved=lambda view, *, n: bool(n == N_BETS and abs(view.stake - 0.5) < 1e-9),
    ),
    size=(8.2, 3.7),
)
