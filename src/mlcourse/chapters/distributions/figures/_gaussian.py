"""An interval under the bell: its area, two heights of the distribution function, and days."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from mlcourse._check import FloatArray
from mlcourse.chapters.distributions.figures.common import OpenSlider
from mlcourse.explore import Artists, Challenge, Explorer, Slider, linear
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, INK, MUTED, PAPER
from mlcourse.probability.continuous import Gaussian

__all__ = ["gaussian"]

LOW, HIGH, TOP = -4.5, 4.5, 0.95  # densities above are cut off
ENDLESS = 4.5  # the stop of b that stands for infinity
DAYS, MOST = 10_000, 230  # of so many days, and at most so many dots
COLUMNS = 12
SMALL = 1e-3  # an area whose two heights need more digits
X = np.linspace(LOW, HIGH, 73)
Z = np.linspace(-4, 4, 41)  # and where the density is, in its own σ
OLD = Gaussian(mu=0.0, sigma=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One Gaussian, one interval, and what the old Gaussian gives it."""

    mu: float
    sigma: float
    a: float
    b: float  # infinity at the last stop
    below: tuple[float, float]  # F(a), F(b)
    above: tuple[float, float]  # 1 - F(a), 1 - F(b), with the digits that a difference loses
    probability: float
    old: float
    x: FloatArray
    pdf: FloatArray
    cdf: FloatArray


def _between(model: Gaussian, a: float, b: float) -> tuple[float, float, float]:
    """F(a), F(b) and the probability; far out by the other tail, which keeps the digits."""
    low = float(model.cdf(a))
    high = 1.0 if np.isinf(b) else float(model.cdf(b))
    if a >= b:
        return low, high, 0.0
    over_a, over_b = _above(model, a, b)
    return low, high, over_a - over_b if a > model.mu else high - low


def _above(model: Gaussian, a: float, b: float) -> tuple[float, float]:
    """1 − F(a) and 1 − F(b), from the other tail."""
    mirror = Gaussian(mu=-model.mu, sigma=model.sigma)
    return float(mirror.cdf(-a)), 0.0 if np.isinf(b) else float(mirror.cdf(-b))


def compute(*, mu: float, sigma: float, a: float, b: float) -> View:
    """The share of the interval, now and before."""
    end = np.inf if b == ENDLESS else b
    model = Gaussian(mu=mu, sigma=sigma)
    low, high, inside = _between(model, a, end)
    x = np.unique(np.clip([LOW, HIGH, *(mu + sigma * Z)], LOW, HIGH))
    return View(
        mu=mu,
        sigma=sigma,
        a=a,
        b=end,
        below=(low, high),
        above=_above(model, a, end),
        probability=inside,
        old=_between(OLD, a, end)[2],
        x=x,
        pdf=model.pdf(x),
        cdf=model.cdf(x),
    )


def _block(ax: Axes, top: int, colour: str, name: str, artists: Artists) -> None:
    """A field for dots, with a line that names it."""
    (line,) = ax.plot([], [], color=colour, linewidth=5.2, solid_capstyle="round", snap=False)
    ax.text(-0.5, top + 1.1, f"N({'0, 1' if name == 'old' else 'μ, σ²'}):", color=INK, size=9.5)
    count = ax.text(COLUMNS - 0.5, top + 1.1, "", color=colour, size=9.5, ha="right", weight="bold")
    setattr(artists, f"{name}_dots", line)
    setattr(artists, f"{name}_count", count)


def draw(fig: Figure, view: View) -> Artists:
    """The density over the distribution function, and beside them the days."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.9, 1.0), height_ratios=(1.25, 1.0))
    above = fig.add_subplot(grid[0, 0])
    below = fig.add_subplot(grid[1, 0])
    days = fig.add_subplot(grid[:, 1])
    artists = Artists()
    above.set(xlim=(LOW, HIGH), ylim=(0, TOP), yticks=[0, 0.4, 0.8], title="density f")
    below.set(xlim=(LOW, HIGH), ylim=(0, 1.06), yticks=[0, 0.5, 1], title="distribution function F")
    below.set_xlabel("temperature, in old σ from the old mean")
    artists.area = above.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=BLUE, edgecolor="none", alpha=0.45)
    )
    artists.curtains = [
        above.add_patch(Rectangle((LOW, 0), 0, TOP, facecolor=PAPER, edgecolor="none"))
        for _ in range(2)
    ]
    above.plot(X, OLD.pdf(X), color=MUTED, linewidth=1.1, linestyle="--")
    below.plot(X, OLD.cdf(X), color=MUTED, linewidth=1.1, linestyle="--")
    (artists.pdf,) = above.plot([], [], color=BLUE, linewidth=2.0)
    # a peak that is cut off says so
    (artists.cut,) = above.plot([], [], "^", color=INK, markersize=6)
    (artists.cdf,) = below.plot([], [], color=BLUE, linewidth=2.0)
    (artists.at_a,) = below.plot([], [], color=INK, linewidth=0.9, linestyle=":")
    (artists.at_b,) = below.plot([], [], color=INK, linewidth=0.9, linestyle=":")
    (artists.bracket,) = below.plot(
        [], [], color=BLUE, linewidth=5.0, alpha=0.6, solid_capstyle="butt"
    )
    days.set(xlim=(-1, COLUMNS), ylim=(-1.3, 48), xticks=[], yticks=[])
    days.set_title(f"of {DAYS:,} days, in [a, b]")
    for side in ("left", "bottom"):
        days.spines[side].set_visible(False)
    _block(days, 45, MUTED, "old", artists)
    _block(days, 20, BLUE, "new", artists)
    return artists


def _field(count: float, top: int, each: int) -> tuple[FloatArray, str]:
    """Expected days as dots, row by row from above; a dot stands for ``each`` days."""
    k = np.arange(round(count / each))
    places = np.column_stack([k % COLUMNS, top - 0.6 - 1.05 * (k // COLUMNS)])
    said = f"{count:,.1f}" if count < 100 else f"{count:,.0f}"
    return dots(places), said + (f" (a dot: {each})" if each > 1 else "")


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Shade the interval, and lift its ends to the distribution function."""
    artists.area.set_xy([(LOW, 0), *zip(view.x, view.pdf, strict=True), (HIGH, 0)])
    a, b = (view.a, min(view.b, HIGH)) if view.a < view.b else (HIGH, HIGH)
    left, right = artists.curtains
    left.set_bounds(LOW, 0, a - LOW, TOP)
    right.set_bounds(b, 0, HIGH - b, TOP)
    artists.pdf.set_data(view.x, view.pdf)
    artists.cut.set_data(*([[view.mu], [0.93 * TOP]] if view.pdf.max() > TOP else [[], []]))
    artists.cdf.set_data(view.x, view.cdf)
    low, high = view.below
    artists.at_a.set_data([view.a, view.a, LOW], [0, low, low])
    end = [] if np.isinf(view.b) else [view.b, view.b, LOW]
    artists.at_b.set_data(end, [0, high, high][: len(end)])
    artists.bracket.set_data([LOW + 0.12] * 2, [low, high] if view.a < view.b else [low, low])
    most = DAYS * max(view.old, view.probability)
    each = next(days for days in (1, 5, 50) if round(most / days) <= MOST)
    for name, share, top in (("old", view.old, 45), ("new", view.probability, 20)):
        places, said = _field(DAYS * share, top, each)
        getattr(artists, f"{name}_dots").set_data(*places.T)
        getattr(artists, f"{name}_count").set_text(said)
    return [
        artists.area, *artists.curtains, artists.pdf, artists.cut, artists.cdf, artists.at_a,
        artists.at_b, artists.bracket, artists.old_dots, artists.old_count,
        artists.new_dots, artists.new_count,
    ]  # fmt: skip


def readout(view: View) -> str:
    """The interval's probability as a difference of two heights."""
    end = "∞" if np.isinf(view.b) else f"{view.b:g}"
    text = f"N({view.mu:g}, {view.sigma:g}²), a = {view.a:g}, b = {end}: "
    if view.a >= view.b:
        return text + "a is not below b, so there is nothing between them."
    low, high = view.below
    difference = f"F(b) − F(a) = {high:.4f} − {low:.4f}"
    if view.probability < SMALL:
        difference = f"F(b) − F(a) = {high:.3g} − {low:.3g}"
        if view.a > view.mu:  # both are nearly 1
            above = view.above
            difference = f"(1 − F(a)) − (1 − F(b)) = {above[0]:.3g} − {above[1]:.3g}"
    return (
        text + f"{difference}, the area is {view.probability:.3g}. "
        f"Of {DAYS:,} days {DAYS * view.probability:,.1f}, before {DAYS * view.old:,.1f}; "
        f"the highest density is {1 / (view.sigma * np.sqrt(2 * np.pi)):.2f}."
    )


gaussian = Explorer(
    name="gaussian",
    title="How many days fall there?",
    alt=(
        "Above, the density of a Gaussian with the area between a and b shaded, and a standard "
        "Gaussian dashed; below, the distribution function with its heights at a and b and a "
        "bracket between them; at the side, the expected number of days in the interval as "
        "dots, for the standard Gaussian and for the one that is set."
    ),
    controls={
        "mu": Slider(linear(0, 1, 5), default=0.0, label="mean μ"),
        "sigma": Slider((0.25, 0.5, 1.0, 1.2, 1.5, 2.0), default=1.0, label="spread σ"),
        "a": Slider(linear(-3, 4, 15), default=-1.0, label="from a"),
        "b": OpenSlider((*linear(-2.5, 4, 14), ENDLESS), default=1.0, label="to b"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "beyond 3": {"mu": 0.0, "sigma": 1.0, "a": 3.0, "b": ENDLESS},
        "warmer, beyond 3": {"mu": 0.5, "sigma": 1.0, "a": 3.0, "b": ENDLESS},
        "wilder, beyond 3": {"mu": 0.0, "sigma": 1.2, "a": 3.0, "b": ENDLESS},
        "narrow": {"mu": 0.0, "sigma": 0.25, "a": -0.5, "b": 0.5},
    },
    challenge=Challenge(
        text="Look at days beyond 4, [4, ∞). Either the mean moves to 0.5 or the spread grows to "
        "1.2, not both. Which makes such days more than ten times as frequent?",
        solved=lambda view: bool(
            view.a == 4 and np.isinf(view.b) and view.mu == 0 and view.sigma == 1.2
        ),
    ),
    size=(7.2, 4.6),
)
