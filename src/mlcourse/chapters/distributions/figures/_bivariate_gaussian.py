"""A cloud of pairs: know one of the two, and see what is left of the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import BoolArray, FloatArray
from mlcourse.chapters.distributions.figures.common import NOTHING
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Toggle, linear
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PURPLE
from mlcourse.probability.continuous import Gaussian
from mlcourse.probability.multivariate import MultivariateGaussian

__all__ = ["bivariate_gaussian"]

SIGMA_2 = (0.5, 1.0, 1.5)
RHO = (-0.9, -0.5, 0.0, 0.25, 0.5, 0.7, 0.8, 0.87, 0.9)
KNOWN = ("x (fathers)", "y (sons)")
N_POINTS = 500
NEAR = 0.2  # of the slice: such pairs are filled
WIDE, HIGH = 3.6, 4.0
BUMP = 1.5  # of a hump: units of the plane for a density of one


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The cloud, the slice, and the other number given the known one."""

    rho: float
    sigma: tuple[float, float]
    axis: int  # of the known number
    c: float
    points: FloatArray  # (N_POINTS, 2)
    near: BoolArray  # (N_POINTS,) in the slice
    conditional: Gaussian
    marginal: Gaussian
    ellipse: FloatArray
    long_axis: FloatArray  # unit vector
    lines: bool


@cache
def _noise() -> FloatArray:
    """Pairs of mean 0, variance 1 and correlation 0 exactly, so that the figure tells no lie."""
    z = np.random.default_rng(12).standard_normal((N_POINTS, 2))
    z -= z.mean(axis=0)
    root = np.linalg.cholesky(z.T @ z / N_POINTS)
    return np.linalg.solve(root, z.T).T


def compute(*, sigma_2: float, rho: float, known: str, c: float, lines: bool) -> View:
    """The cloud is the same noise, turned and stretched."""
    covariance = np.array([[1.0, rho * sigma_2], [rho * sigma_2, sigma_2**2]])
    model = MultivariateGaussian(mu=[0.0, 0.0], covariance=covariance)
    axis = KNOWN.index(known)
    rest = model.conditional([axis], [c])
    points = _noise() @ np.linalg.cholesky(covariance).T
    return View(
        rho=rho,
        sigma=(1.0, sigma_2),
        axis=axis,
        c=c,
        points=points,
        near=np.abs(points[:, axis] - c) <= NEAR,
        conditional=Gaussian(mu=float(rest.mu[0]), sigma=float(rest.covariance[0, 0]) ** 0.5),
        marginal=Gaussian(mu=0.0, sigma=(1.0, sigma_2)[1 - axis]),
        ellipse=model.ellipse(2.0, n_points=61),
        long_axis=np.linalg.eigh(covariance)[1][:, 1],
        lines=lines,
    )


def draw(fig: Figure, view: View) -> Artists:
    """One plane: the cloud, the slice with two humps on it, and lines on request."""
    ax = fig.subplots()
    ax.set(xlim=(-WIDE, WIDE), ylim=(-HIGH, HIGH), aspect="equal")
    ax.set(xlabel="x (fathers): height above the mean, in their σ")
    ax.set(ylabel="y (sons): height above the mean, with spread σ₂")
    for line in (ax.axhline, ax.axvline):
        line(0, color=GRID, linewidth=0.8)
    artists = Artists()
    (artists.cloud,) = ax.plot([], [], color=MUTED, linewidth=3.0, alpha=0.5, snap=False)
    (artists.near,) = ax.plot([], [], color=ORANGE, linewidth=4.6, snap=False)
    for cloud in (artists.cloud, artists.near):
        cloud.set_solid_capstyle("round")
    (artists.ellipse,) = ax.plot([], [], color=MUTED, linewidth=1.2)
    artists.hump = ax.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=BLUE, edgecolor=BLUE, alpha=0.45)
    )
    (artists.marginal,) = ax.plot([], [], color=INK, linewidth=1.2, linestyle="--")
    (artists.slice,) = ax.plot([], [], color=INK, linewidth=1.0)
    (artists.mean,) = ax.plot([], [], "o", color=BLUE, markersize=7, markeredgecolor=INK)
    (artists.y_line,) = ax.plot([], [], color=GREEN, linewidth=2.0, label="mean of y given x")
    (artists.x_line,) = ax.plot([], [], color=PURPLE, linewidth=2.0, label="mean of x given y")
    (artists.axis,) = ax.plot([], [], color=INK, linewidth=1.2, linestyle=":", label="long axis")
    artists.names = [
        ax.text(0.01, 0.985 - 0.05 * k, "", color=colour, size=9, va="top", transform=ax.transAxes)
        for k, colour in enumerate((GREEN, PURPLE, INK))
    ]
    artists.key = [
        ax.text(0.975, 0, "", color=colour, size=9, ha="right", va="top", transform=ax.transAxes)
        for colour in (BLUE, INK, ORANGE)
    ]
    return artists


def _hump(view: View, model: Gaussian) -> FloatArray:
    """A density that stands on the slice, as points of the plane."""
    z = model.mu + model.sigma * np.linspace(-3.2, 3.2, 41)
    # the filled hump is the higher one: where it would leave the axes, both turn to the middle
    edge = WIDE if view.axis == 0 else HIGH
    peak = BUMP * float(view.conditional.pdf(view.conditional.mu))
    height = view.c + (BUMP if view.c + peak <= edge else -BUMP) * model.pdf(z)
    points = np.column_stack([height, z]) if view.axis == 0 else np.column_stack([z, height])
    return np.clip(points, -2 * HIGH, 2 * HIGH)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Move the slice, its pairs and the density on it."""
    artists.cloud.set_data(*dots(np.clip(view.points, -6, 6)).T)
    here = dots(view.points[view.near]) if view.near.any() else NOTHING
    artists.near.set_data(*here.T)
    artists.ellipse.set_data(*view.ellipse.T)
    hump = _hump(view, view.conditional)
    artists.hump.set_xy(hump)
    artists.marginal.set_data(*_hump(view, view.marginal).T)
    ends = np.array([[view.c, view.c], [-HIGH, HIGH]])
    mean = np.array([[view.c], [view.conditional.mu]])
    artists.slice.set_data(*(ends if view.axis == 0 else ends[::-1]))
    artists.mean.set_data(*(mean if view.axis == 0 else mean[::-1]))
    t, slope = np.array([-HIGH, HIGH]), view.rho * view.sigma[1]
    lines = (
        (artists.y_line, np.array([t, slope * t])),
        (artists.x_line, np.array([view.rho / view.sigma[1] * t, t])),
        (artists.axis, view.long_axis[:, None] * 2 * t),
    )
    round_ = view.rho == 0 and view.sigma[1] == 1.0
    for line, data in lines:
        shown = view.lines and not (line is artists.axis and round_)
        line.set_data(*(data if shown else NOTHING.T))
    names = ("mean of y given x", "mean of x given y", "" if round_ else "dotted: long axis")
    for k, (text, name) in enumerate(zip(artists.names, names, strict=True)):
        text.set_text(name if view.lines else "")
        text.set_y((0.985 if view.rho >= 0 else 0.135) - 0.05 * k)  # the corner without data
    known, other = ("x", "y") if view.axis == 0 else ("y", "x")
    key = (f"filled: {other} given {known}", f"dashed: {other} before", "orange: in the slice")
    for k, (text, name) in enumerate(zip(artists.key, key, strict=True)):
        text.set_text(name)
        text.set_y((0.135 if view.rho >= 0 else 0.985) - 0.05 * k)
    return [
        artists.cloud, artists.ellipse, artists.axis, artists.y_line, artists.x_line, artists.near,
        artists.hump, artists.marginal, artists.slice, artists.mean, *artists.names,
        *artists.key,
    ]  # fmt: skip


def readout(view: View) -> str:
    """What is known, and what that leaves of the other."""
    known, other = ("x", "y") if view.axis == 0 else ("y", "x")
    return (
        f"ρ = {view.rho:g}, σ₂ = {view.sigma[1]:g}. Known: {known} = {view.c:g}. Then {other} has "
        f"mean {view.conditional.mu + 0.0:.2f} and spread {view.conditional.sigma:.3f}; before, "
        f"mean 0 and spread {view.marginal.sigma:g}. In the slice: {view.near.sum()} of "
        f"{N_POINTS} pairs."
    )


bivariate_gaussian = Explorer(
    name="bivariate_gaussian",
    title="You know one of two: what of the other?",
    alt=(
        "A cloud of five hundred pairs with an ellipse of two standard deviations. A slice at a "
        "known value of one of the two carries two humps of equal area: the density of the other "
        "number given the known one, filled, and its density when nothing is known, dashed; the "
        "pairs near the slice are marked. On request: the lines of the mean of y given x and of "
        "x given y, and the long axis of the ellipse."
    ),
    controls={
        "rho": Slider(RHO, default=0.5, label="correlation ρ", format=".2g"),
        "sigma_2": Slider(SIGMA_2, default=1.0, label="spread σ₂ of y"),
        "known": Choice(KNOWN, label="known"),
        "c": Slider(linear(-3.5, 3.5, 15), default=0.0, label="its value c", format=".3g"),
        "lines": Toggle(label="three lines"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "fathers and sons": {
            "rho": 0.5, "sigma_2": 1.0, "known": KNOWN[0], "c": 0.0, "lines": False
        },
        "Gentoo penguins, nearly": {
            "rho": 0.7, "sigma_2": 1.0, "known": KNOWN[0], "c": 2.0, "lines": False
        },
        "in other units": {
            "rho": 0.5, "sigma_2": 1.5, "known": KNOWN[0], "c": 0.0, "lines": True
        },
    },
    challenge=Challenge(
        text="Leave the sons' σ₂ at 1 and halve the spread that is left of them: which number "
        "does it, c or ρ, and from where on?",
        solved=lambda view: bool(
            view.sigma[1] == 1 and view.axis == 0 and view.conditional.sigma <= 0.5
        ),
    ),
    size=(5.5, 5.4),
)  # fmt: skip
