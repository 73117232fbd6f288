"""The newsvendor: how many papers to order before anybody knows who will come."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from scipy.special import ndtr

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PURPLE
from mlcourse.explore.typeset import number
from mlcourse.probability.newsvendor import expected_profit, profit

__all__ = ["newsvendor"]

MEAN, PRICE, START = 100.0, 10.0, 100.0
ORDERS = tuple(float(q) for q in range(40, 165, 5))
CLOCK = (0, 1, 2, 3, 5, 10, 20, 50, 200)
LOW, HIGH, BIN = -1300.0, 1500.0, 100.0
FLOOR = -0.62  # of the shares that are drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An order, what it brings on each of 200 days, and what it brings on average."""

    cost: float
    spread: float
    order: float
    demand: FloatArray  # (200,)
    profits: FloatArray  # (200,)
    expected: float
    chance: float  # that the last paper is sold
    trace: FloatArray  # (m, 2) orders from 100 to this one, and their expected profits


@cache
def _days() -> FloatArray:
    """The same 200 days for every spread, in standard deviations from the mean."""
    return np.random.default_rng(16).standard_normal(max(CLOCK))


def compute(*, cost: float, spread: float, order: float) -> View:
    """All days with this order."""
    demand = MEAN + spread * _days()
    way = np.linspace(START, order, 2 + int(abs(order - START)))
    average = expected_profit(way, MEAN, spread, PRICE, cost)
    return View(
        cost=cost,
        spread=spread,
        order=order,
        demand=demand,
        profits=profit(order, demand, PRICE, cost),
        expected=float(average[-1]),
        chance=float(ndtr((MEAN - order) / spread)),
        trace=np.column_stack([way, average]),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The demand with the order, the expected profit below it; the days beside them."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.15, 1.0))
    # on a phone the columns stand below each other: what the order does comes first
    left, below = fig.add_subplot(grid[0, 0]), fig.add_subplot(grid[1, 0])
    days = fig.add_subplot(grid[:, 1])
    artists = Artists()
    left.set(xlim=(-30, 230), ylim=(-0.13, 1.25), yticks=[], xlabel="papers")
    left.set_title("demand, and your order")
    left.axhline(0, color=MUTED, linewidth=0.8)
    artists.unsold = left.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=ORANGE, alpha=0.45, edgecolor="none")
    )
    artists.sold = left.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=BLUE, alpha=0.45, edgecolor="none")
    )
    (artists.curve,) = left.plot([], [], color=INK, linewidth=1.4)
    (artists.order,) = left.plot([], [], color=INK, linewidth=2.0)
    (artists.today,) = left.plot([], [], "^", color=INK, markersize=7)
    artists.names = [left.text(-27, 0.52, "", color=INK, size=9)]
    artists.label = left.text(0, 1.17, "", size=9.5, weight="bold")
    left.text(-27, 0.98, "last paper\nstays", color=ORANGE, size=9, va="top")
    left.text(227, 0.98, "last paper\nis sold", color=BLUE, size=9, va="top", ha="right")

    below.set(xlim=(-30, 230), ylim=(FLOOR, 1.05), xlabel="order", yticks=[-0.5, 0, 0.5, 1])
    below.set_ylabel("1 = demand known in advance", size=8.5)
    below.set_title("expected profit, orders tried")
    below.axhline(1, color=GRID, linewidth=0.8)
    below.axhline(0, color=MUTED, linewidth=0.8)
    (artists.trace,) = below.plot([], [], color=GREEN)
    (artists.now,) = below.plot([], [], "o", color=GREEN, markersize=7)
    (artists.under,) = below.plot([], [], "v", color=GREEN, markersize=8)

    days.set(xlim=(LOW, HIGH), ylim=(-0.06, 1.2), yticks=[0, 0.5, 1], xlabel="profit of a day")
    days.set_xticks([-1000, 0, 1000])
    days.set(ylabel="share of days", title="profits of the days so far")
    days.axhline(0, color=MUTED, linewidth=0.8)
    days.plot([0, 0], [0, 1], color=MUTED, linewidth=0.8)
    artists.bars = days.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=PURPLE, alpha=0.6, edgecolor="none")
    )
    (artists.last,) = days.plot([], [], "^", color=INK, markersize=7)
    (artists.level,) = days.plot([], [], color=GREEN, linewidth=2.0)
    artists.means = days.text(0.01, 0.94, "", size=9, color=PURPLE, transform=days.transAxes)
    artists.meaning = days.text(0.01, 0.88, "", size=9, color=GREEN, transform=days.transAxes)
    artists.names.append(days.text(0.01, 0.82, "", size=9, color=INK, transform=days.transAxes))
    return artists


def _unasked(view: View, day: int) -> bool:
    """Nothing was tried yet, so nothing is told."""
    return day == 0 and view.order == START


def _half(view: View, low: float, high: float) -> FloatArray:
    x = np.linspace(low, high, 41)
    bell = np.exp(-0.5 * ((x - MEAN) / view.spread) ** 2)
    return np.column_stack([[x[0], *x, x[-1]], [0, *bell, 0]])


def update(artists: Artists, view: View, *, day: int) -> Sequence[Artist]:
    """The order, and the days up to this one."""
    artists.unsold.set_xy(_half(view, 0, view.order))
    artists.sold.set_xy(_half(view, view.order, 200))
    x = np.linspace(0, 200, 101)
    artists.curve.set_data(x, np.exp(-0.5 * ((x - MEAN) / view.spread) ** 2))
    artists.order.set_data([view.order] * 2, [0, 1.14])
    artists.label.set_text(f"order {view.order:.0f}")
    artists.label.set_position((view.order + 4, 1.13))
    today, earned = view.demand[:day][-1:], view.profits[:day]
    artists.today.set_data(np.clip(today, 0, 200), [-0.065] * len(today))
    shown = np.empty((0, 2)) if _unasked(view, day) else view.trace
    shown = np.column_stack([shown[:, 0], shown[:, 1] / (MEAN * (PRICE - view.cost))])
    artists.trace.set_data(*np.maximum(shown, -2).T)
    artists.now.set_data(*np.maximum(shown[-1:], -2).T)
    beyond = shown[-1:][shown[-1:, 1] < FLOOR]
    artists.under.set_data(beyond[:, 0], [FLOOR + 0.09] * len(beyond))
    edges = np.arange(LOW, HIGH + BIN, BIN)
    shares = np.histogram(earned, edges)[0] / max(day, 1)
    artists.bars.set_xy(np.column_stack([np.repeat(edges, 2), [0, *np.repeat(shares, 2), 0]]))
    artists.last.set_data(earned[-1:], [-0.03] * len(today))
    artists.level.set_data([view.expected] * min(2, len(shown)), [0, 1][: len(shown)])
    artists.meaning.set_text("line: expected" if len(shown) else "")
    artists.means.set_text(
        f"mean of {day} day{'s' * (day != 1)}: {number(earned.mean(), ',.1f')}" if day else ""
    )
    for name in artists.names:
        name.set_text("▲ last day" if day else "")
    return [
        artists.unsold, artists.sold, artists.curve, artists.order, artists.today,
        artists.label, artists.trace, artists.now, artists.bars, artists.last,
        artists.level, artists.means, artists.meaning, artists.under,
        *artists.names,
    ]  # fmt: skip


def readout(view: View, *, day: int) -> str:
    """What the order earns on average, and what the last paper adds."""
    if _unasked(view, day):
        return f"Order {view.order:.0f} at {view.cost:g} each, to sell for 10. No day has passed."
    last = PRICE * view.chance - view.cost
    text = (
        f"Order {view.order:.0f}: expected profit {view.expected:,.1f} a day. The last paper "
        f"is sold with probability {view.chance:.3f} and adds {PRICE:.0f} · {view.chance:.3f} − "
        f"{view.cost:g} = {last:.2f}"
    )
    if day == 0:
        return text + "."
    return f"{text}. Day {day} brought {view.profits[day - 1]:,.1f}."


def _lost(view: View, *, day: int) -> bool:
    return view.spread == 30 and view.cost == 8 and abs(10 * view.chance - 8) < 0.5


newsvendor = Explorer(
    name="newsvendor",
    title="How many papers do you order?",
    alt=(
        "Bell-shaped demand for papers around 100, cut in two by the order: the part above it is "
        "the chance that the last paper is sold. Below it the expected profit of the orders "
        "between 100 and this one. Beside them a histogram of the profits of the days so far, "
        "with their expected value."
    ),
    controls={
        "order": Slider(ORDERS, default=START, label="order", unit="papers", format="g"),
        "cost": Slider((1.0, 2.0, 5.0, 8.0, 9.0), default=9.0, label="cost (price 10)"),
        "spread": Slider((10.0, 20.0, 30.0), default=30.0, label="spread of demand σ"),
        "day": Steps(CLOCK, default=0, label="days", milliseconds=500),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "order the average": {"cost": 9.0, "spread": 30.0, "order": 100.0, "day": 200},
        "cheap papers": {"cost": 1.0, "spread": 30.0, "order": 100.0, "day": 0},
        "half the price": {"cost": 5.0, "spread": 30.0, "order": 100.0, "day": 0},
    },
    challenge=Challenge(
        text="Papers cost 8, the spread is 30. Find the order whose last paper just pays for "
        "itself, to half a coin.",
        solved=_lost,
    ),
    size=(7.2, 5.0),
)
