"""A coin is learned: prior, likelihood and posterior, and the credible interval against n."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from scipy.stats import beta as beta_distribution

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Seed, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, SKY
from mlcourse.probability.conjugate import beta_bernoulli as learn
from mlcourse.probability.credible import equal_tailed_interval

__all__ = ["beta_bernoulli"]

N_TOSSES = 100
EVERY = 5
TOP = 12.0  # of the density axes
PSEUDO = (1, 3, 12)
PROBABILITIES = (0.2, 0.5, 0.8)
ORDERS = ("as they came", "successes first")
GRID_P = np.linspace(0.0, 1.0, 51)
LOOKS = np.arange(0, N_TOSSES + 1, EVERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Posteriors after 0, 1, ..., 100 tosses; intervals at the looks."""

    true_p: float
    prior: tuple[float, float]
    order: str
    successes: FloatArray  # (N + 1,) so far
    mean: FloatArray  # (looks,)
    low: FloatArray  # (looks,) 95 % equal-tailed
    high: FloatArray


@cache
def _tosses(true_p: float, seed: int) -> FloatArray:
    """One set of uniforms a seed, so that the slider for p changes p alone."""
    uniform = np.random.default_rng([5, seed]).random(N_TOSSES)
    return (uniform < true_p).astype(float)


def compute(*, true_p: float, seed: int, order: str, alpha: float, beta: float) -> View:
    """Toss 100 times, and update after every toss."""
    tosses = _tosses(true_p, seed)
    if order == ORDERS[1]:
        tosses = np.sort(tosses)[::-1]
    path = learn(alpha, beta, tosses)
    a, b = path.alpha[LOOKS], path.beta[LOOKS]
    low, high = equal_tailed_interval(lambda q: beta_distribution.ppf(q, a, b), 0.95)
    return View(
        true_p=true_p,
        prior=(float(alpha), float(beta)),
        order=order,
        successes=path.alpha - alpha,
        mean=path.mean[LOOKS],
        low=low,
        high=high,
    )


@cache
def _density(a: float, b: float) -> FloatArray:
    return np.minimum(beta_distribution.pdf(GRID_P, a, b), 1.5 * TOP)


def draw(fig: Figure, view: View) -> Artists:
    """Three densities, and the interval as data come in."""
    left, right = fig.subplots(1, 2)
    left.set(xlim=(0, 1), ylim=(0, TOP), xlabel="success probability p", ylabel="density")
    left.set(title="belief about p")
    right.set(xlim=(0, N_TOSSES), ylim=(0, 1.2), xlabel="tosses n", ylabel="p")
    right.set(title="95 % credible interval", yticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
    artists = Artists()
    (artists.prior,) = left.plot([], [], color=ORANGE, linewidth=1.5, label="prior")
    (artists.likelihood,) = left.plot(
        [], [], color=GREEN, linewidth=1.8, linestyle="--", label="likelihood, scaled"
    )
    (artists.posterior,) = left.plot([], [], color=BLUE, linewidth=2.2, label="posterior")
    (artists.truth,) = left.plot([], [], color=INK, linewidth=1.0, linestyle=":", label="true p")
    left.legend(loc="upper center", ncols=2, columnspacing=1.0, handlelength=1.6)
    artists.band = right.add_patch(
        Polygon([(0, 0)], closed=True, facecolor=SKY, alpha=0.45, edgecolor="none")
    )
    (artists.mean,) = right.plot([], [], color=BLUE, linewidth=1.6)
    (artists.level,) = right.plot([], [], color=INK, linewidth=1.0, linestyle=":")
    artists.note = right.text(
        0.97, 0.97, "", color=MUTED, size=9, ha="right", va="top", transform=right.transAxes
    )
    return artists


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """Beliefs after n tosses, and how they came about."""
    k = n // EVERY
    successes = float(view.successes[n])
    a, b = view.prior
    artists.truth.set_data([view.true_p] * 2, [0, 0.78 * TOP])
    artists.level.set_data([0, N_TOSSES], [view.true_p] * 2)
    artists.likelihood.set_data(GRID_P, _density(1 + successes, 1 + n - successes))
    artists.prior.set_data(GRID_P, _density(a, b))
    artists.posterior.set_data(GRID_P, _density(a + successes, b + n - successes))
    x = LOOKS[: k + 1]
    band = [*zip(x, view.low, strict=False)], [*zip(x, view.high, strict=False)]
    artists.band.set_xy([*band[0], *band[1][::-1]])
    artists.mean.set_data(x, view.mean[: k + 1])
    weight = 100 * n / (n + a + b)  # share of the data in the posterior mean
    artists.note.set_text(
        f"{successes:.0f} successes in {n} tosses\n"
        f"the data weigh {weight:.0f} %, the prior {100 - weight:.0f} %"
    )
    return [
        artists.truth,
        artists.level,
        artists.likelihood,
        artists.prior,
        artists.posterior,
        artists.band,
        artists.mean,
        artists.note,
    ]


def readout(view: View, *, n: int) -> str:
    """The posterior in numbers."""
    k = n // EVERY
    a, b = view.prior
    s = float(view.successes[n])
    return (
        f"Prior Beta({a:g}, {b:g}), {s:.0f} successes in {n}: posterior "
        f"Beta({a + s:g}, {b + n - s:g}), mean {view.mean[k]:.3f}, 95 % interval "
        f"{view.low[k]:.3f} to {view.high[k]:.3f} (width {view.high[k] - view.low[k]:.2f})."
    )


def _first_hit(view: View, *, n: int) -> bool:
    if view.prior != (12.0, 1.0) or view.true_p != 0.2 or view.order != ORDERS[0]:
        return False
    inside = np.flatnonzero((view.low <= view.true_p) & (view.true_p <= view.high))
    return inside.size > 0 and n == int(LOOKS[inside[0]])


beta_bernoulli = Explorer(
    name="beta_bernoulli",
    title="A coin is learned",
    alt=(
        "Left: prior, likelihood scaled to area one, and posterior density of a success "
        "probability. Right: posterior mean and 95 % credible interval against the number of "
        "tosses. With more tosses the posterior narrows and moves from the prior to the "
        "likelihood; a strong wrong prior takes longer. The order of the tosses changes the "
        "way, not where it ends."
    ),
    controls={
        "true_p": Slider(PROBABILITIES, default=0.2, label="true p"),
        "seed": Seed(3, label="Toss again"),
        "order": Choice(ORDERS, label="order of the tosses"),
        "alpha": Slider(PSEUDO, default=3, label="prior α (pretended successes)"),
        "beta": Slider(PSEUDO, default=3, label="prior β (pretended failures)"),
        "n": Steps(LOOKS.tolist(), default=20, label="tosses n", milliseconds=200),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "flat prior": {"alpha": 1, "beta": 1, "n": 20},
        "stubborn and wrong": {"alpha": 12, "beta": 1, "true_p": 0.2, "n": 10},
        "successes first": {"order": ORDERS[1], "true_p": 0.5, "n": 40},
        "all the data": {"order": ORDERS[0], "true_p": 0.5, "n": 100},
    },
    challenge=Challenge(
        text="Set the stubborn, wrong prior α = 12, β = 1 against a true p of 0.2, tosses as "
        "they came. Stop at the first n shown at which the interval holds the truth. Is it "
        "the same n in every sample?",
        solved=_first_hit,
    ),
)
