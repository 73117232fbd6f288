"""A family for real data: fit it by hand, see where it is wrong, and let AIC rank."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import FloatArray
from mlcourse.chapters.distributions.figures.common import NOTHING, stairs
from mlcourse.data.tables import diabetes, old_faithful
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Toggle, linear
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE, RED, SKY
from mlcourse.explore.typeset import number
from mlcourse.probability.choosing import ModelTable, compare_models, quantile_plot
from mlcourse.probability.continuous import Cauchy, Exponential, Gaussian, Uniform
from mlcourse.probability.family import Continuous
from mlcourse.probability.gamma_beta import Gamma

__all__ = ["choose_a_model"]

ROOT3 = 3**0.5
CENTRES = linear(-0.4, 0.4, 9)  # in standard deviations of the data from their mean
WIDTHS = (0.6, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5)  # times the standard deviation of the data
N_QUANTILES = 32
SHOWN = 3.8  # standard deviations from the mean
LEAST = 10  # so many lowest heights hang as sticks
LOG_SPAN = 12.0  # the axis of log heights
TALL = np.array([np.inf, 2.0])  # a density beyond the axes is cut off

FITS: Mapping[str, Callable[[FloatArray], Continuous]] = {
    "Gaussian": Gaussian.fit,
    "gamma": Gamma.fit,
    "exponential": Exponential.fit,
    "uniform": Uniform.fit,
    "Cauchy": Cauchy.fit,
}
DATA = {
    "BMI of 442 patients": "bmi",
    "age of 442 patients": "age",
    "progression of 442 patients": "progression",
    "272 waits for the geyser": "waiting",
}
BMI, AGE, PROGRESSION, WAITS = DATA


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One model with parameters set by hand, in the data's standard units."""

    data: str
    family: str
    sample: FloatArray  # (n,) standardised
    density: FloatArray  # (points, 2)
    heights: FloatArray  # (n,) log density of each datum
    log_likelihood: float  # of the data in their own unit
    quantiles: FloatArray  # (N_QUANTILES, 2) model, data
    best: ModelTable | None
    best_density: FloatArray
    best_quantiles: FloatArray


@cache
def sample(data: str) -> FloatArray:
    """The data in their own unit."""
    name = DATA[data]
    return (old_faithful() if name == "waiting" else diabetes()).column(name)


@cache
def best_of(data: str, family: str) -> tuple[FloatArray, FloatArray]:
    """Curve and Q-Q points of the maximum-likelihood fit, in standard units."""
    x = sample(data)
    m, s = float(x.mean()), float(x.std())
    fit = FITS[family](x)
    return _curve(fit, m, s), _quantiles(fit, m, s, x)


@cache
def table(data: str) -> ModelTable:
    """All families at their maximum-likelihood fits."""
    return compare_models({name: fit(sample(data)) for name, fit in FITS.items()}, sample(data))


def by_hand(family: str, mean: float, sd: float) -> Continuous:
    """The member of a family with a centre and a width."""
    if family == "gamma":
        return Gamma(shape=(mean / sd) ** 2, rate=mean / sd**2)
    if family == "exponential":
        return Exponential(rate=1 / mean)
    if family == "uniform":
        return Uniform(low=mean - ROOT3 * sd, high=mean + ROOT3 * sd)
    if family == "Cauchy":
        return Cauchy(location=mean, scale=0.6745 * sd)  # the quartiles of a Gaussian of this sd
    return Gaussian(mu=mean, sigma=sd)


def _curve(model: Continuous, m: float, s: float) -> FloatArray:
    """The density in standard units, with both sides of each jump."""
    z = np.linspace(-SHOWN, SHOWN, 69)
    ends = [(end - m) / s for end in model.support if np.isfinite(end)]
    ends = [e + d for e in ends if abs(e) < SHOWN for d in (-1e-6, 1e-6)]
    z = np.sort(np.append(z, ends))
    return np.column_stack([z, s * model.pdf(m + s * z)])


def _quantiles(model: Continuous, m: float, s: float, x: FloatArray) -> FloatArray:
    """Points of the Q-Q plot, spread over all ranks, the ends included."""
    plot = quantile_plot(model, x)
    kept = np.unique(np.linspace(0, len(x) - 1, N_QUANTILES).round().astype(int))
    pairs = np.column_stack([plot.theoretical[kept], plot.observed[kept]])
    return (pairs - m) / s


def compute(*, data: str, family: str, centre: float, width: float, best: bool) -> View:
    """The model by hand and, on request, the best of its family and the table."""
    x = sample(data)
    m, s = float(x.mean()), float(x.std())
    model = by_hand(family, m + centre * s, width * s)
    heights = model.log_pdf(x) + np.log(s)
    best_density, best_quantiles = best_of(data, family)
    return View(
        data=data,
        family=family,
        sample=(x - m) / s,
        density=_curve(model, m, s),
        heights=heights,
        log_likelihood=float(heights.sum() - len(x) * np.log(s)),
        quantiles=_quantiles(model, m, s, x),
        best=table(data) if best else None,
        best_density=best_density,
        best_quantiles=best_quantiles,
    )


def draw(fig: Figure, view: View) -> Artists:
    """Density over histogram, log heights below, Q-Q plot and table beside."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.3, 1.0), height_ratios=(1.5, 1.0))
    top, low = fig.add_subplot(grid[0, 0]), fig.add_subplot(grid[1, 0])
    plot, board = fig.add_subplot(grid[0, 1]), fig.add_subplot(grid[1, 1])
    artists = Artists()
    top.set(xlim=(-SHOWN, SHOWN), ylim=(0, 0.95), yticks=[0, 0.4, 0.8], title="density")
    artists.bars = top.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=SKY, edgecolor="none", alpha=0.6)
    )
    (artists.best,) = top.plot([], [], color=ORANGE, linewidth=1.8, linestyle="--")
    (artists.curve,) = top.plot([], [], color=BLUE, linewidth=2.2)
    artists.names = [
        top.text(0.98, 0.97 - 0.1 * k, "", color=colour, size=9, ha="right", va="top",
                 transform=top.transAxes)
        for k, colour in enumerate((BLUE, ORANGE))
    ]  # fmt: skip
    low.set(xlim=(-SHOWN, SHOWN), ylim=(-LOG_SPAN, 0.4), yticks=[-12, -8, -4, 0])
    low.set(
        title="log density; sticks: at most ten lowest", xlabel="data, in their σ from their mean"
    )
    (artists.log_curve,) = low.plot([], [], color=BLUE, linewidth=1.2)
    (artists.sticks,) = low.plot([], [], color=RED, linewidth=1.3)
    (artists.feet,) = low.plot([], [], color=RED, linewidth=5.0, solid_capstyle="round")
    plot.set(xlim=(-SHOWN, SHOWN), ylim=(-SHOWN, SHOWN), title="Q–Q plot")
    plot.set(xlabel="quantiles of the model", ylabel="data in order", xticks=range(-3, 4))
    plot.plot([-9, 9], [-9, 9], color=GRID, linewidth=1.5)
    (artists.best_pairs,) = plot.plot([], [], color=ORANGE, linewidth=4.6, snap=False)
    (artists.pairs,) = plot.plot([], [], color=BLUE, linewidth=4.6, snap=False)
    for line in (artists.best_pairs, artists.pairs):
        line.set_solid_capstyle("round")
    board.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
    for side in ("left", "bottom"):
        board.spines[side].set_visible(False)
    artists.rows = [
        [board.text(x, 0.9 - 0.16 * k, "", size=9.5, ha=ha, va="center", color=INK)
         for x, ha in ((0.0, "left"), (0.62, "right"), (1.0, "right"))]
        for k in range(len(FITS) + 1)
    ]  # fmt: skip
    artists.hint = board.text(
        0.0, 0.9, "best fits and AIC: on request", color=MUTED, size=9.5, va="center"
    )
    return artists


def _show_rows(artists: Artists, view: View) -> None:
    head = ("at its best", "log L", "AIC")
    for k, row in enumerate(artists.rows):
        cells: tuple[str, ...] = head if k == 0 else ("", "", "")
        if view.best is not None and k > 0:
            cells = (
                view.best.names[k - 1],
                number(view.best.log_likelihood[k - 1], ".1f"),
                number(view.best.aic[k - 1], ".1f"),
            )
        chosen = view.best is not None and k > 0 and view.best.names[k - 1] == view.family
        for text, cell in zip(row, cells, strict=True):
            text.set_text(cell if view.best is not None else "")
            text.set_color(MUTED if k == 0 else INK)
            text.set_weight("bold" if chosen else "normal")


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Lay the model over the data."""
    edges = np.linspace(-SHOWN, SHOWN, 25)
    heights = np.histogram(view.sample, edges)[0] / len(view.sample) / (edges[1] - edges[0])
    artists.bars.set_xy(stairs(edges, heights))
    artists.curve.set_data(*np.minimum(view.density, TALL).T)
    artists.best.set_data(*(np.minimum(view.best_density, TALL) if view.best else NOTHING).T)
    said = "−∞" if np.isneginf(view.log_likelihood) else number(view.log_likelihood, ".1f")
    artists.names[0].set_text(f"{view.family}, by hand: log L {said}")
    artists.names[1].set_text("dashed: its best fit" if view.best else "")
    with np.errstate(divide="ignore"):
        logs = np.maximum(np.log(view.density[:, 1]), -2 * LOG_SPAN)
    artists.log_curve.set_data(view.density[:, 0], logs)
    lowest = np.argsort(view.heights, kind="stable")[:LEAST]
    lowest = lowest[view.heights[lowest] < view.heights.max()]  # on a plateau none is the lowest
    # a stick that goes on below the axis shows no foot
    x, y = view.sample[lowest], np.maximum(view.heights[lowest], -2 * LOG_SPAN)
    gaps = np.full((len(lowest), 3, 2), np.nan)
    gaps[:, 0], gaps[:, 1] = np.column_stack([x, 0 * x]), np.column_stack([x, y])
    artists.sticks.set_data(*gaps.reshape(-1, 2).T)
    artists.feet.set_data(*(dots(np.column_stack([x, y])) if len(x) else NOTHING).T)
    edge = 2 * SHOWN
    artists.pairs.set_data(*dots(np.clip(view.quantiles, -edge, edge)).T)
    best = dots(np.clip(view.best_quantiles, -edge, edge)) if view.best else NOTHING
    artists.best_pairs.set_data(*best.T)
    _show_rows(artists, view)
    artists.hint.set_text("" if view.best else "best fits and AIC: on request")
    return [
        artists.bars, artists.best, artists.curve, *artists.names, artists.log_curve,
        artists.sticks, artists.feet, artists.best_pairs, artists.pairs,
        *(text for row in artists.rows for text in row), artists.hint,
    ]  # fmt: skip


def readout(view: View) -> str:
    """The sum that is to be made large, and what the best fit reaches."""
    text = f"{view.data}, {view.family}: "
    if np.isneginf(view.log_likelihood):
        outside = int(np.isneginf(view.heights).sum())
        text += f"impossible, the density is 0 at {outside} of {len(view.sample)} data"
    else:
        text += f"log-likelihood {number(view.log_likelihood, '.1f')}"
    if view.best is None:
        return text + "."
    at = view.best.names.index(view.family)
    best, aic = view.best.log_likelihood[at], view.best.aic[at]
    return f"{text}. At its best {number(best, '.1f')}, AIC {number(aic, '.1f')}."


def _gamma_found(view: View) -> bool:
    best = table(BMI).log_likelihood[table(BMI).names.index("gamma")]
    return bool(view.data == BMI and view.family == "gamma" and view.log_likelihood > best - 0.5)


choose_a_model = Explorer(
    name="choose_a_model",
    title="Which family would you trust?",
    alt=(
        "Left: the histogram of real data with the density of a model whose centre and width "
        "are set by hand, and below it the logarithm of that density with at most ten of the "
        "lowest data hanging from it. Right: a Q–Q plot, data in order against the quantiles of "
        "the model; on request the best fits of five families, with log-likelihood and AIC in "
        "a table."
    ),
    controls={
        "data": Choice(tuple(DATA), label="data"),
        "family": Choice(tuple(FITS), label="family"),
        "centre": Slider(CENTRES, default=0.3, label="centre, in σ of the data from their mean"),
        "width": Slider(WIDTHS, default=0.8, label="width, in σ of the data"),
        "best": Toggle(label="best fits and AIC"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        label: {"data": data, "family": family, "centre": 0.0, "width": 1.0, "best": False}
        for label, data, family in (
            ("waits, Gaussian", WAITS, "Gaussian"),
            ("age, gamma", AGE, "gamma"),
            ("progression, gamma", PROGRESSION, "gamma"),
        )
    },
    challenge=Challenge(
        text="Find by hand a gamma for the BMI whose log-likelihood is within 0.5 of the best.",
        solved=_gamma_found,
    ),
    size=(7.2, 5.4),
)
