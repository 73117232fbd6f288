"""Means of many samples: ever narrower, and after a zoom by root n ever nearer to a bell."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from scipy.interpolate import BSpline
from scipy.special import binom, gammainc, ndtr

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Steps
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE
from mlcourse.probability.limits import PARENTS, sample_means

__all__ = ["central_limit"]

N_MEANS = 4000
NAMES = {
    "exponential": "exponential",
    "uniform": "uniform",
    "0 or 1, p = 0.2": "bernoulli",
    "two humps": "bimodal",
    "a die": "die",
    "rare, but huge": "rare",
}
# of a parent of whole numbers: the least, and the probabilities from there on
POINTS = {"bernoulli": (0, (0.8, 0.2)), "die": (1, (1 / 6,) * 6)}
EDGE = 4.0  # of both axes
RUG = (-0.36, -0.17)  # below the densities: bottom, and the middle of the strip of draws
TAIL = 1.645  # a bell has 5 % beyond on each side
SIZES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50)
CLOSE = 0.025  # a largest gap that the eye hardly finds


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A histogram of standardised means, and how far it is from the bell."""

    parent: str
    n: int
    edges: FloatArray  # (k + 1,)
    density: FloatArray  # (k,)
    cdf: FloatArray  # (m, 2) points of the exact distribution function, a staircase or a curve
    gap: float  # largest difference of the exact distribution functions
    gap_at: tuple[float, float, float]  # where it is, and the two functions there
    tails: tuple[float, float]  # exact probabilities below -1.645 and above 1.645
    standard_error: float
    example: FloatArray  # (n,) the draws of the first sample, as distances from mu in sigma


Views = dict[int, View]  # by the number of draws


def _edges(name: str, n: int) -> FloatArray:
    if name in POINTS:  # cells around the values that a mean of whole numbers can have
        values = _values(name, n)
        half = 0.5 / (PARENTS[name].sigma * n**0.5)
        edges = np.append(values - half, values[-1] + half)
        return np.asarray(edges[np.abs(edges) < EDGE + 2 * half])
    return np.arange(-19, 20) * TAIL / 8  # a multiple of it, so that the tails are whole bars


def exact_cdf(name: str, n: int, z: FloatArray) -> FloatArray:
    """Distribution function of the standardised mean of n draws.

    Sums of exponential draws are gamma distributed, of uniforms B-splines; two Gaussian humps make
    a binomial mixture of Gaussians, as do rare ones among many small ones, and the pmf of whole
    numbers is folded n times with itself.
    """
    total = n * PARENTS[name].mean + z * PARENTS[name].sigma * n**0.5
    if name == "exponential":
        return np.asarray(gammainc(n, np.maximum(total, 0.0)))
    if name in POINTS:
        pmf = np.ones(1)
        for _ in range(n):
            pmf = np.convolve(pmf, POINTS[name][1])
        k = np.floor(total + 1e-9).astype(int) - n * POINTS[name][0]
        return np.append(np.cumsum(pmf), 0.0)[np.clip(k, -1, len(pmf) - 1)]  # -1: the 0 at the end
    if name == "uniform":
        cdf = BSpline.basis_element(np.arange(n + 1.0)).antiderivative()
        return np.asarray(cdf(np.clip(total, 0.0, n)))
    high = np.arange(n + 1.0)  # draws that are huge; or from the hump at 2, not from that at -1
    if name == "rare":
        weight = binom(n, high) * 0.01**high * 0.99 ** (n - high)
        return np.asarray(ndtr(total[:, None] / np.sqrt(n - high + 100**2 * high)) @ weight)
    weight = binom(n, high) * 0.3**high * 0.7 ** (n - high)
    at = (total[:, None] - (3 * high - n)) / (0.4 * n**0.5)
    return np.asarray(ndtr(at) @ weight)


def _values(name: str, n: int) -> FloatArray:
    """The values that a standardised mean of n whole numbers can have."""
    (least, p), parent = POINTS[name], PARENTS[name]
    sums = np.arange(n * least, n * (least + len(p) - 1) + 1)
    return np.asarray((sums - n * parent.mean) / (parent.sigma * n**0.5))


def _distribution(name: str, n: int) -> tuple[FloatArray, tuple[float, float, float]]:
    """The distribution function to draw, and its largest gap to the bell: z and both heights."""
    if name in POINTS:  # each step is a point below and a point above
        z = np.repeat(_values(name, n), 2)
        after = exact_cdf(name, n, z[::2])
        height = np.column_stack([np.append(0.0, after[:-1]), after]).ravel()
        shown = np.column_stack([z, height])[np.abs(z) < EDGE + 1]
        drawn = np.vstack([[-EDGE - 1, shown[0, 1]], shown, [EDGE + 1, shown[-1, 1]]])
    else:
        z, shown = np.linspace(-6.0, 6.0, 1201), np.arange(200, 1001, 10)
        if name == "rare":  # steep around 0
            z = np.concatenate([z[:550], np.linspace(-0.5, 0.5, 1001), z[651:]])
            shown = np.concatenate([shown[:35], np.arange(550, 1551, 25), shown[46:] + 900])
        height = exact_cdf(name, n, z)
        drawn = np.column_stack([z, height])[shown]
    worst = int(np.abs(height - ndtr(z)).argmax())
    return drawn, (float(z[worst]), float(height[worst]), float(ndtr(z[worst])))


@cache
def _view(parent: str, n: int, seed: int) -> View:
    name = NAMES[parent]
    sample = sample_means(name, n_draws=n, n_means=N_MEANS, rng=300 + seed)
    z = sample.standardised
    edges = _edges(name, n)
    counts, _ = np.histogram(z, edges)
    cdf, gap_at = _distribution(name, n)
    low, high = exact_cdf(name, n, np.array([-TAIL, TAIL]))
    return View(
        parent=parent,
        n=n,
        edges=edges,
        density=counts / (N_MEANS * np.diff(edges)),
        cdf=cdf,
        gap=abs(gap_at[1] - gap_at[2]),
        gap_at=gap_at,
        tails=(float(low), float(1 - high)),
        standard_error=sample.standard_error,
        example=(sample.example - PARENTS[name].mean) / PARENTS[name].sigma,
    )


def compute(*, parent: str, seed: int) -> Views:
    """4,000 samples of each size; a larger n adds draws to the samples that were there."""
    return {n: _view(parent, n, seed) for n in SIZES}


def draw(fig: Figure, views: Views) -> Artists:
    """The means in units of one draw's spread, zoomed by root n, and their distribution."""
    left, middle, right = fig.subplots(1, 3)
    left.set(xlim=(-3.2, 3.2), ylim=(RUG[0], 3.3), title="means of n draws", ylabel="density")
    left.set_xlabel("distance from μ, in σ")
    middle.set(xlim=(-EDGE, EDGE), ylim=(0, 1.05), title="zoomed by √n", ylabel="density")
    right.set(xlim=(-EDGE, EDGE), ylim=(0, 1.05), title="P(Z ≤ z), exactly")
    for ax in (middle, right):
        ax.set_xlabel("z, in σ/√n")
    left.set_xticks([-3, 0, 3])
    left.axhline(0, color=MUTED, linewidth=0.8)
    left.spines["left"].set_bounds(0, 3.3)
    artists = Artists()
    shapes = (("one", left, ORANGE), ("narrow", left, BLUE), ("wide", middle, BLUE))
    for name, ax, colour in shapes:
        filled = {"fill": True, "alpha": 0.65} if name != "one" else {"linewidth": 1.4}
        setattr(artists, name, ax.stairs([0.0], [0.0, 1.0], color=colour, **filled))
        (spikes,) = ax.plot([], [], color=colour, linewidth=3.0 if name == "one" else 1.8)
        setattr(artists, f"{name}_spikes", spikes)
    label = {"ha": "left", "va": "top", "size": 9.5}
    left.text(0.03, 0.98, "one draw", color=ORANGE, transform=left.transAxes, **label)
    left.text(0.03, 0.89, "means of n", color=BLUE, transform=left.transAxes, **label)
    for word, at, colour in (("| one sample", 0.98, ORANGE), ("▼ its mean", 0.89, INK)):
        left.text(0.99, at, word, color=colour, transform=left.transAxes, **label | {"ha": "right"})
    artists.cut = [
        ax.text(0.03, at, "", color=BLUE, transform=ax.transAxes, **label)
        for ax, at in ((left, 0.8), (middle, 0.86))
    ]
    x = np.linspace(-EDGE, EDGE, 81)
    middle.plot(x, np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), color=INK, linewidth=1.4)
    middle.text(0.97, 0.98, "line:\nGaussian", color=INK, transform=middle.transAxes, size=9.5,
                ha="right", va="top")  # fmt: skip
    right.plot(x, ndtr(x), color=INK, linewidth=1.4)
    (artists.cdf,) = right.plot([], [], color=BLUE, linewidth=1.4)
    (artists.gap,) = right.plot([], [], color=ORANGE, linewidth=3.2, solid_capstyle="butt")
    (artists.draws,) = left.plot([], [], "|", color=ORANGE, markersize=8, markeredgewidth=1.0)
    (artists.mean,) = left.plot([], [], "v", color=INK, markersize=6)
    for at in (-TAIL, TAIL):
        middle.axvline(at, 0, 0.43, color=MUTED, linewidth=1.0, linestyle="--")
    beyond: dict[str, Any] = {"color": ORANGE, "size": 9.5, "weight": "bold", "va": "bottom"}
    artists.tails = [
        middle.text(at, 0.46, "", ha=ha, **beyond)
        for at, ha in ((-TAIL + 0.1, "right"), (TAIL - 0.1, "left"))
    ]
    artists.note = right.text(0.97, 0.05, "", color=ORANGE, transform=right.transAxes, size=9.5,
                              ha="right", weight="bold")  # fmt: skip
    return artists


def _show(artists: Artists, name: str, view: View, zoom: float) -> list[Artist]:
    """A histogram; of zeros and ones, spikes at the values (share by distance) instead."""
    stairs, spikes = getattr(artists, name), getattr(artists, f"{name}_spikes")
    if NAMES[view.parent] == "bernoulli":
        middles = (view.edges[1:] + view.edges[:-1]) / 2 / zoom
        height = view.density * zoom
        gap = np.full_like(height, np.nan)
        spikes.set_data(
            np.repeat(middles, 3), np.column_stack([np.zeros_like(height), height, gap]).ravel()
        )
        stairs.set_data([0.0], [0.0, 0.0])
    else:
        spikes.set_data([], [])
        stairs.set_data(view.density * zoom, view.edges / zoom)
    return [stairs, spikes]


def update(artists: Artists, views: Views, *, n: int) -> Sequence[Artist]:
    """One sample and its mean, both histograms of means, the distribution function, its gap."""
    view = views[n]
    changed = _show(artists, "one", _view(view.parent, 1, 0), 1.0)
    changed += _show(artists, "narrow", view, view.n**0.5)
    changed += _show(artists, "wide", view, 1.0)
    artists.cdf.set_data(*view.cdf.T)
    z, exact, bell = view.gap_at
    artists.gap.set_data([z, z], [exact, bell])
    artists.note.set_text(f"largest gap\n{view.gap:.3f}")
    artists.draws.set_data(view.example, np.full(n, RUG[1]))
    artists.mean.set_data([view.example.mean()], [0.12])
    for text, share in zip(artists.tails, view.tails, strict=True):
        text.set_text(f"{100 * share:.1f} %")
    tallest = float(view.density.max())
    for text, height in zip(artists.cut, (tallest * n**0.5, tallest), strict=True):
        beyond = height > text.axes.get_ylim()[1]
        text.set_text(f"bars go on,\nto {height:.1f}" if beyond else "")
    changed += [artists.draws, artists.mean, *artists.tails, *artists.cut]
    return [*changed, artists.cdf, artists.gap, artists.note]


def readout(views: Views, *, n: int) -> str:
    """Gap, tails and standard error."""
    view = views[n]
    low, high = view.tails
    return (
        f"n = {view.n}: σ/√n = {view.standard_error:.3f}; P(Z ≤ z) differs from "
        f"the bell's by at most {view.gap:.3f}; "
        f"tails {100 * low:.1f} % below and {100 * high:.1f} % above "
        "(a bell has 5 % beyond 1.645 on each side)."
    )


central_limit = Explorer(
    name="central_limit",
    title="Averages under the magnifying glass",
    alt=(
        "4,000 means of n draws in three panels. Left, in units of the spread of one draw: one "
        "sample and its mean, the distribution of one draw, and that of the means. Middle: the "
        "same means magnified by root n beside the Gaussian curve, with the exact probabilities "
        "beyond 1.645 on either side. Right: the distribution function of the magnified mean "
        "beside the Gaussian's, with the largest gap between the two."
    ),
    controls={
        "parent": Choice(tuple(NAMES), label="one draw is"),
        "seed": Seed(3),
        "n": Steps(SIZES, default=1, label="draws per mean n", milliseconds=700),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.6, 3.7),
    presets={
        "one draw": {"parent": "two humps", "n": 1},
        "lopsided": {"parent": "exponential", "n": 30},
        "coin counts": {"parent": "0 or 1, p = 0.2", "n": 20},
        "two dice": {"parent": "a die", "n": 2},
        "fifty draws": {"parent": "exponential", "n": 50},
        "a rare surprise": {"parent": "rare, but huge", "n": 10},
    },
    challenge=Challenge(
        text="Find a distribution of one draw whose means differ from the bell by less than 0.025 "
        "with at most 3 draws.",
        solved=lambda views, n: bool(views[n].gap < CLOSE and n <= 3),
    ),
)
