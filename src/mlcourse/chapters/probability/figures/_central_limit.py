"""Means of many samples: ever narrower, and after a zoom by root n always the same bell."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from scipy.interpolate import BSpline
from scipy.special import bdtr, binom, gammainc, ndtr

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Slider
from mlcourse.explore.style import BLUE, GREEN, INK, ORANGE, RED
from mlcourse.probability.limits import PARENTS, sample_means

__all__ = ["central_limit"]

N_MEANS = 4000
NAMES = {
    "exponential": "exponential",
    "uniform": "uniform",
    "0 or 1, p = 0.2": "bernoulli",
    "two humps": "bimodal",
}
EDGE = 4.0  # of both axes
CLOSE = 0.025  # a largest gap that the eye no longer finds


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A histogram of standardised means, and how far it is from the bell."""

    parent: str
    n: int
    edges: FloatArray  # (k + 1,)
    density: FloatArray  # (k,)
    gap: float  # largest difference of the exact distribution functions
    between: float  # the same half-way between the values, of a mean that moves in steps
    tails: tuple[float, float]  # exact probabilities below -1.645 and above 1.645
    standard_error: float


def _edges(name: str, n: int) -> FloatArray:
    if name == "bernoulli":  # cells around the values that a mean of zeros and ones can have
        sigma = PARENTS[name].sigma * n**0.5
        edges = (np.arange(n + 2) - 0.5 - n * PARENTS[name].mean) / sigma
        inside = np.abs(edges) < EDGE + 1.0 / sigma
        return np.asarray(edges[inside])
    return np.linspace(-EDGE, EDGE, 41)


def exact_cdf(name: str, n: int, z: FloatArray) -> FloatArray:
    """Distribution function of the standardised mean of n draws.

    Sums of exponential draws are gamma distributed, of zeros and ones binomial, of uniforms
    B-splines; two Gaussian humps make a binomial mixture of Gaussians.
    """
    total = n * PARENTS[name].mean + z * PARENTS[name].sigma * n**0.5
    if name == "exponential":
        return np.asarray(gammainc(n, np.maximum(total, 0.0)))
    if name == "bernoulli":
        k = np.floor(total + 1e-9)
        return np.where(k < 0, 0.0, bdtr(np.clip(k, 0, n), n, PARENTS[name].mean))
    if name == "uniform":
        cdf = BSpline.basis_element(np.arange(n + 1.0)).antiderivative()
        return np.asarray(cdf(np.clip(total, 0.0, n)))
    high = np.arange(n + 1.0)  # draws from the hump at 2, the others from that at -1
    weight = binom(n, high) * 0.3**high * 0.7 ** (n - high)
    at = (total[:, None] - (3 * high - n)) / (0.4 * n**0.5)
    return np.asarray(ndtr(at) @ weight)


def _gaps(name: str, n: int) -> tuple[float, float]:
    """The largest gap to the bell, and the largest half-way between the steps, if any."""
    if name != "bernoulli":
        z = np.linspace(-6.0, 6.0, 1201)
        gap = float(np.abs(exact_cdf(name, n, z) - ndtr(z)).max())
        return gap, gap
    sigma = PARENTS[name].sigma * n**0.5
    values = (np.arange(n + 1) - n * PARENTS[name].mean) / sigma
    after = exact_cdf(name, n, values)
    before = np.concatenate([[0.0], after[:-1]])
    bell = ndtr(values)
    gap = max(np.abs(after - bell).max(), np.abs(before - bell).max())
    return float(gap), float(np.abs(after - ndtr(values + 0.5 / sigma)).max())


@cache
def _view(parent: str, n: int, seed: int) -> View:
    name = NAMES[parent]
    sample = sample_means(name, n_draws=n, n_means=N_MEANS, rng=300 + seed)
    z = sample.standardised
    edges = _edges(name, n)
    counts, _ = np.histogram(z, edges)
    gap, between = _gaps(name, n)
    low, high = exact_cdf(name, n, np.array([-1.645, 1.645]))
    return View(
        parent=parent,
        n=n,
        edges=edges,
        density=counts / (N_MEANS * np.diff(edges)),
        gap=gap,
        between=between,
        tails=(float(low), float(1 - high)),
        standard_error=sample.standard_error,
    )


def compute(*, parent: str, n: float, seed: int) -> View:
    """4,000 samples of size n; a larger n adds draws to the samples that were there."""
    return _view(parent, int(n), seed)


def draw(fig: Figure, view: View) -> Artists:
    """The means in units of one draw's spread, and zoomed by root n."""
    left, right = fig.subplots(1, 2)
    left.set(xlim=(-3.2, 3.2), ylim=(0, 3.1), title="means of n draws", ylabel="density")
    left.set_xlabel("distance from μ, in σ of one draw")
    right.set(xlim=(-EDGE, EDGE), ylim=(0, 1.05), title="the same, zoomed by √n")
    right.set_xlabel("distance from μ, in σ/√n")
    parent = left.stairs([0.0], [0.0, 1.0], color=ORANGE, linewidth=1.4, label="one draw")
    narrow = left.stairs([0.0], [0.0, 1.0], color=BLUE, fill=True, alpha=0.65, label="means")
    left.legend(loc="upper left")
    wide = right.stairs([0.0], [0.0, 1.0], color=BLUE, fill=True, alpha=0.65)
    x = np.linspace(-EDGE, EDGE, 81)
    right.plot(x, np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), color=INK, label="Gaussian")
    right.legend(loc="upper left")
    note = right.text(
        0.98, 0.97, "", transform=right.transAxes, ha="right", va="top", weight="bold"
    )
    return Artists(parent=parent, narrow=narrow, wide=wide, note=note)


def _regime(view: View) -> tuple[str, str]:
    if view.gap < CLOSE:
        return "a bell", GREEN
    if view.between < CLOSE:
        return "a bell, but in steps", ORANGE
    return ("nearly a bell", ORANGE) if view.gap < 0.045 else ("not a bell", RED)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """One draw, and both histograms of means."""
    one = _view(view.parent, 1, 0)
    artists.parent.set_data(one.density, one.edges)
    root = view.n**0.5
    artists.narrow.set_data(view.density * root, view.edges / root)
    artists.wide.set_data(view.density, view.edges)
    text, colour = _regime(view)
    artists.note.set_text(f"n = {view.n}: {text}")
    artists.note.set_color(colour)
    return [artists.parent, artists.narrow, artists.wide, artists.note]


def readout(view: View) -> str:
    """Gap, tails and standard error."""
    low, high = view.tails
    return (
        f"n = {view.n}: σ/√n = {view.standard_error:.3f}; P(Z ≤ z) is off from the "
        f"bell's by {view.gap:.3f} at most; "
        f"tails {100 * low:.1f} % below and {100 * high:.1f} % above "
        "(a bell has 5 % beyond 1.645 on each side)."
    )


central_limit = Explorer(
    name="central_limit",
    title="Every average leads to the bell",
    alt=(
        "Histograms of 4,000 means of n draws. Left, in units of the spread of one draw: the "
        "means pile up ever closer to the true mean. Right, the same means magnified by root n "
        "beside the Gaussian curve: whatever the shape of one draw, they take the shape of the "
        "bell; symmetric parents get there with a few draws, skewed ones and those that move in "
        "steps need dozens."
    ),
    controls={
        "parent": Choice(tuple(NAMES), label="one draw is"),
        "seed": Seed(3),
        "n": Slider(
            (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50),
            default=2,
            label="draws a mean n",
            format="g",
        ),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "one draw": {"parent": "two humps", "n": 1},
        "lopsided": {"parent": "exponential", "n": 5},
        "coin counts": {"parent": "0 or 1, p = 0.2", "n": 20},
        "fifty draws": {"parent": "exponential", "n": 50},
    },
    challenge=Challenge(
        text="Find a parent whose means are a bell (off by less than 0.025) with at most 3 draws.",
        solved=lambda view: bool(view.gap < CLOSE and view.n <= 3),
    ),
)
