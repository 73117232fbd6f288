"""Columns of noise join a regression: R² on these rows, on fresh ones, and what F charges."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from scipy import stats

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Seed, Slider, Steps, Toggle
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE

__all__ = ["nested_f"]

SIGNALS, ROWS = (0.0, 0.3, 0.5), (100, 200, 400)
EXTRA = (*range(9), 10, 15, 20, 25, 30, 40, 49)
BASE, MOST, RUNS = 0.5, 49, 400
RIGHT, TOP, TALL = 8.0, 1.65, 4.0
F = np.concatenate([np.linspace(0.02, 2, 31), np.linspace(2.2, RIGHT, 20)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Regressions on 1, 2, ... 50 columns, for many samples of one design."""

    rss: FloatArray  # (runs, 51): with the intercept alone, then column by column
    fresh: FloatArray  # (runs, 51): R² on endlessly many fresh rows


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One sample among its kin."""

    signal: float
    n: int
    ask: bool
    rss: FloatArray  # (51,)
    fresh: FloatArray  # (51,)
    mean_r2: FloatArray  # (51,) averages over 400 samples
    mean_fresh: FloatArray


@cache
def _samples(signal: float, n: int) -> Samples:
    """Four hundred samples; another signal or n keeps the noise that there was."""
    rss, fresh = np.empty((2, RUNS, MOST + 2))
    truth = np.zeros(MOST + 2)
    truth[1:3] = BASE, signal
    for run in range(RUNS):
        rng = np.random.default_rng([5, run])
        noise = rng.standard_normal((max(ROWS), MOST + 2))[:n]
        a = np.column_stack([np.ones(n), noise[:, 1:]])
        y = a @ truth + noise[:, 0]
        # so many small regressions: a threaded product would wait longer than it works
        gram = np.einsum("ij,ik->jk", a, a)  # columns of noise, so its condition is harmless
        inverse = np.linalg.inv(np.linalg.cholesky(gram)).T
        effects = inverse.T @ np.einsum("ij,i->j", a, y)
        left = float(y @ y - effects @ effects)
        rss[run] = left + np.append(np.cumsum(effects[:0:-1] ** 2)[::-1], 0.0)
        # the inverse of a leading block is the leading block of the inverse
        fitted = np.cumsum(inverse * effects, axis=1)  # column p: with the first p + 1
        fresh[run] = 1 + ((fitted - truth[:, None]) ** 2).sum(axis=0)
    return Samples(rss=rss, fresh=1 - fresh / (1 + BASE**2 + signal**2))


def compute(*, signal: float, n: int, ask: bool, seed: int) -> View:
    """The sample of this seed, and the averages."""
    samples = _samples(signal, n)
    r2 = 1 - samples.rss / samples.rss[:, :1]
    return View(
        signal=signal,
        n=n,
        ask=ask,
        rss=samples.rss[seed],
        fresh=samples.fresh[seed],
        mean_r2=r2.mean(axis=0),
        mean_fresh=samples.fresh.mean(axis=0),
    )


def _test(view: View, extra: int) -> tuple[float, float, float, float]:
    """Saved a column, left a degree of freedom, F and p."""
    freedom = view.n - 2 - extra
    saved = (view.rss[1] - view.rss[1 + extra]) / extra
    left = view.rss[1 + extra] / freedom
    return saved, left, saved / left, float(stats.f.sf(saved / left, extra, freedom))


def draw(fig: Figure, view: View) -> Artists:
    """The two bars whose ratio is F; F on its density; R² so far."""
    # R² last: on a phone it stands next to the stepper
    bars, density, shares = fig.subplots(1, 3, width_ratios=(0.72, 1.1, 1.3))
    artists = Artists()
    shares.set(xlim=(-0.5, MOST + 1), ylim=(-1.15, 1), xlabel="columns added", title="R²")
    shares.axhline(0, color=MUTED, linewidth=0.8)
    for name, colour in (("fresh", ORANGE), ("these", BLUE)):
        (mean,) = shares.plot([], [], color=colour, linewidth=1.2, linestyle="--", alpha=0.8)
        (line,) = shares.plot([], [], "o-", color=colour, markersize=3.5)
        setattr(artists, f"mean_{name}", mean)
        setattr(artists, name, line)
    shares.text(0.0, -0.96, "these rows", color=BLUE, size=9)
    artists.name = shares.text(0.0, -1.08, "", color=ORANGE, size=9)
    shares.text(0.0, -0.84, "dashed: mean of 400 samples", color=MUTED, size=9)
    bars.set(xlim=(-0.6, 1.6), ylim=(0, TALL), title="F is their ratio")
    bars.set_xticks([0, 1], ["saved\nby a\ncolumn", "left for\na degree\nof freedom"])
    artists.bars = [
        bars.add_patch(Polygon([(0, 0)], closed=True, facecolor=c, alpha=0.75, edgecolor="none"))
        for c in (GREEN, MUTED)
    ]
    (artists.tall,) = bars.plot([], [], "^", color=GREEN, markersize=9)
    density.set(xlim=(0, RIGHT), ylim=(0, TOP), yticks=[], xlabel="F", title="F if all is noise")
    artists.tail = density.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=PURPLE, alpha=0.55, edgecolor="none")
    )
    (artists.density,) = density.plot([], [], color=MUTED, linewidth=1.6)
    (artists.f,) = density.plot([], [], color=INK, linewidth=2.0)
    (artists.beyond,) = density.plot([], [], ">", color=INK, markersize=9)
    density.text(RIGHT - 0.1, TOP - 0.1, "area: p", color=PURPLE, size=9, ha="right")
    return artists


def update(artists: Artists, view: View, *, extra: int) -> Sequence[Artist]:
    """The columns up to here."""
    k = [e for e in EXTRA if e <= extra]
    at = np.array(k) + 1
    artists.these.set_data(k, (1 - view.rss / view.rss[0])[at])
    artists.mean_these.set_data(k, view.mean_r2[at])
    asked = slice(None) if view.ask else slice(0)
    artists.fresh.set_data(k[asked], np.maximum(view.fresh[at], -1.15)[asked])
    artists.mean_fresh.set_data(k[asked], view.mean_fresh[at][asked])
    artists.name.set_text("endless fresh rows" if view.ask else "")
    none = np.full((1, 2), np.nan)
    if extra == 0:
        for patch in (*artists.bars, artists.tail):
            patch.set_xy(none)
        for line in (artists.density, artists.f, artists.beyond, artists.tall):
            line.set_data([], [])
        return _moved(artists)
    saved, left, f, _ = _test(view, extra)
    for x, bar, height in zip((0, 1), artists.bars, (saved, left), strict=True):
        h = min(height, TALL)
        bar.set_xy([(x - 0.32, 0), (x + 0.32, 0), (x + 0.32, h), (x - 0.32, h)])
    artists.tall.set_data([0] if saved > TALL else [], [TALL - 0.15] if saved > TALL else [])
    law = stats.f(extra, view.n - 2 - extra)
    artists.density.set_data(F, np.minimum(law.pdf(F), TOP))
    beyond = np.append(f, F[f < F])
    edge = np.column_stack([beyond, np.minimum(law.pdf(beyond), TOP)])
    artists.tail.set_xy([(f, 0), *edge, (RIGHT, 0)] if f < RIGHT else none)
    artists.f.set_data([f, f] if f < RIGHT else [], [0, 1.3] if f < RIGHT else [])
    artists.beyond.set_data([RIGHT - 0.2] if f >= RIGHT else [], [0.06] if f >= RIGHT else [])
    return _moved(artists)


def _moved(artists: Artists) -> list[Artist]:
    return [
        artists.mean_fresh, artists.fresh, artists.mean_these, artists.these, artists.name,
        *artists.bars, artists.tall, artists.tail, artists.density, artists.f, artists.beyond,
    ]  # fmt: skip


def readout(view: View, *, extra: int) -> str:
    """Sums of squares, R², F and p."""
    rss, base = view.rss[1 + extra], view.rss[1]
    text = f"{view.n} rows, one column and {extra or 'no'} more. "
    if extra == 0:
        text += f"RSS {base:.1f}, R² {1 - base / view.rss[0]:.3f}."
    else:
        _, _, f, p = _test(view, extra)
        text += (
            f"RSS {base:.1f} → {rss:.1f}, R² {1 - base / view.rss[0]:.3f} → "
            f"{1 - rss / view.rss[0]:.3f}; F({extra}, {view.n - 2 - extra}) = {f:.2f}, p = {p:.2g}."
        )
    if view.ask:
        text += f" On fresh rows R² {view.fresh[1 + extra]:.2f}."
    return text


def _lost(view: View, *, extra: int) -> bool:
    """Found alone, lost among twenty."""
    if (view.signal, view.n, extra) != (0.3, 100, 20):
        return False
    return _test(view, 1)[3] <= 0.01 and _test(view, 20)[3] > 0.05


nested_f = Explorer(
    name="nested_f",
    title="What do more columns buy?",
    alt=(
        "A target depends on one column; others are added one by one. First panel: the squares "
        "saved by an added column and those left for a degree of freedom. Second: their ratio F "
        "on its density if all added columns are noise. Third: R² on these rows and, on request, "
        "on fresh ones, up to the present number of columns, with the averages of 400 samples "
        "dashed."
    ),
    controls={
        "signal": Slider(SIGNALS, default=0.0, label="signal in the first added"),
        "n": Slider(ROWS, default=100, label="rows n"),
        "ask": Toggle(label="fresh rows"),
        "seed": Seed(6),
        "extra": Steps(EXTRA, default=0, label="columns added", milliseconds=500),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "only noise": {"signal": 0.0, "n": 100, "ask": False, "extra": 0},
        "one real column": {"signal": 0.3, "n": 100, "ask": False, "extra": 1},
        "with company": {"signal": 0.3, "n": 100, "ask": False, "extra": 49},
    },
    challenge=Challenge(
        text="Signal 0.3, 100 rows: find a sample in which the first column alone has p ≤ 0.01, "
        "but twenty columns together have p > 0.05.",
        solved=_lost,
    ),
    size=(8.0, 3.6),
)
