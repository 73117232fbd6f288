"""Two people learn a coin: prior, likelihood and posterior, and both intervals against n."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from matplotlib.transforms import Bbox, TransformedBbox
from scipy.special import betaincinv
from scipy.stats import beta as beta_distribution

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE
from mlcourse.probability.conjugate import beta_bernoulli as learn
from mlcourse.probability.credible import equal_tailed_interval

__all__ = ["beta_bernoulli"]

N_TOSSES = 100
TOP = 12.0  # densities above are cut off
SUCCESSES = (1, 4, 8, 12, 30)  # pretended
FAILURES = (1, 4, 12, 30)
PROBABILITIES = (0.2, 0.5, 0.8)
N_SAMPLES = 4
SORTED = "sample 1, successes first"
TOSSES = (*(f"sample {k}" for k in range(1, N_SAMPLES + 1)), SORTED)
LOOKS = np.array([*range(7), 8, 10, 15, 20, 30, *range(40, 81, 10), N_TOSSES])
# standard deviations from the mean: a peak stays round
FLANK = np.array([2.1, 2.5, 3, 3.6, 4.4, 6.5, 9])
SPREADS = np.concatenate([-FLANK[::-1], np.linspace(-1.75, 1.75, 15), FLANK])


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What one person believes at the looks."""

    alpha: FloatArray  # (looks,) of the Beta posterior
    beta: FloatArray
    mean: FloatArray
    low: FloatArray  # 95 % equal-tailed
    high: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Two people watch the same tosses: you with your prior, the other with a flat one."""

    true_p: float
    prior: tuple[float, float]
    tosses: str
    successes: FloatArray  # (looks,) so far
    you: Belief
    flat: Belief


@cache
def _outcomes(true_p: float, tosses: str) -> FloatArray:
    """One set of uniforms a sample, so that the slider for p changes p alone."""
    number = 0 if tosses == SORTED else TOSSES.index(tosses)
    came = np.random.default_rng([5, number]).random(N_TOSSES) < true_p
    return (np.sort(came)[::-1] if tosses == SORTED else came).astype(float)


def compute(*, true_p: float, tosses: str, alpha: float, beta: float) -> View:
    """Toss 100 times, and update after every toss."""
    outcomes = _outcomes(true_p, tosses)
    return View(
        true_p=true_p,
        prior=(float(alpha), float(beta)),
        tosses=tosses,
        successes=np.append(0.0, np.cumsum(outcomes))[LOOKS],
        you=_learn(alpha, beta, outcomes),
        flat=_learn(1, 1, outcomes),
    )


def _learn(alpha: float, beta: float, outcomes: FloatArray) -> Belief:
    path = learn(alpha, beta, outcomes)
    a, b = path.alpha[LOOKS], path.beta[LOOKS]
    low, high = equal_tailed_interval(lambda q: betaincinv(a, b, q), 0.95)
    return Belief(alpha=a, beta=b, mean=path.mean[LOOKS], low=low, high=high)


@cache
def _density(a: float, b: float) -> FloatArray:
    """The density as a line, with its points where the density is."""
    mean = a / (a + b)
    spread = np.sqrt(mean * (1 - mean) / (a + b + 1))
    p = np.unique(np.clip([0, *(mean + SPREADS * spread), 1], 0, 1))
    return np.column_stack([p, np.minimum(beta_distribution.pdf(p, a, b), 1.5 * TOP)])


def draw(fig: Figure, view: View) -> Artists:
    """Densities, and the two intervals as data come in."""
    left, right = fig.subplots(1, 2)
    left.set(xlim=(0, 1), ylim=(0, 1.45 * TOP), xlabel="success probability p", ylabel="density")
    left.set(title="belief about p", yticks=[0, 5, 10])
    right.set(xlim=(0, N_TOSSES), ylim=(0, 1.28), xlabel="tosses n", ylabel="p")
    right.set(title="95 % credible intervals", yticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
    artists = Artists()
    (artists.prior,) = left.plot([], [], color=ORANGE, linewidth=3.4, label="your prior")
    (artists.flat,) = left.plot(
        [], [], color=GREEN, linewidth=1.8, linestyle="--", label="flat prior's posterior"
    )
    (artists.you,) = left.plot([], [], color=BLUE, linewidth=2.2, label="your posterior")
    (artists.truth,) = left.plot([], [], color=INK, linewidth=1.0, linestyle=":", label="true p")
    left.legend(loc="upper center", ncols=2, columnspacing=1.0, handlelength=1.6)
    below = TransformedBbox(Bbox.from_extents(0, 0, 1, 1.05 * TOP), left.transData)
    for line in (artists.prior, artists.flat, artists.you):
        line.set_clip_box(below)  # a high peak does not run through the legend
    # a peak that is cut off says so
    (artists.cut,) = left.plot([], [], "^", color=INK, markersize=6, clip_on=False)
    artists.bands, artists.means, artists.spans = [], [], []
    for colour, style in ((GREEN, "--"), (BLUE, "-")):
        band = Polygon([(0, 0)], closed=True, facecolor=colour, alpha=0.25, edgecolor="none")
        artists.bands.append(right.add_patch(band))
        artists.means += right.plot(
            [], [], style, color=colour, linewidth=1.6, marker="o", markevery=[-1], clip_on=False
        )
        artists.spans += right.plot(
            [], [], color=colour, linewidth=4.0, alpha=0.6, clip_on=False, solid_capstyle="butt"
        )
    (artists.level,) = right.plot([], [], color=INK, linewidth=1.0, linestyle=":")
    artists.note = right.text(
        0.97, 0.98, "", color=MUTED, size=9, ha="right", va="top", transform=right.transAxes
    )
    return artists


def update(artists: Artists, view: View, *, n: int) -> Sequence[Artist]:
    """Beliefs after n tosses, and how they came about."""
    k = int(np.searchsorted(LOOKS, n))
    a, b = view.prior
    artists.truth.set_data([view.true_p] * 2, [0, TOP])
    artists.level.set_data([0, N_TOSSES], [view.true_p] * 2)
    artists.prior.set_data(*_density(a, b).T)
    for line, belief in ((artists.flat, view.flat), (artists.you, view.you)):
        line.set_data(*_density(float(belief.alpha[k]), float(belief.beta[k])).T)
    peaks = [(a, b)] + [(float(who.alpha[k]), float(who.beta[k])) for who in (view.flat, view.you)]
    tops = np.array([p[p[:, 1].argmax()] for p in (_density(*peak) for peak in peaks)])
    cut = tops[tops[:, 1] > TOP]
    artists.cut.set_data(cut[:, 0], np.full(len(cut), TOP))
    x = LOOKS[: k + 1]
    for i, belief in enumerate((view.flat, view.you)):
        band = [*zip(x, belief.low, strict=False)], [*zip(x, belief.high, strict=False)]
        artists.bands[i].set_xy([*band[0], *band[1][::-1]])
        artists.means[i].set_data(x, belief.mean[: k + 1])
        first = [belief.low[0], belief.high[0]] if k == 0 else []  # a band of no width
        artists.spans[i].set_data([0] * len(first), first)
    weight = 100 * n / (n + a + b)  # share of the data in the posterior mean
    artists.note.set_text(
        f"successes: {view.successes[k]:.0f} of {n} tosses; for you\n"
        f"the data weigh {weight:.0f} %, the prior {100 - weight:.0f} %"
    )
    return [
        artists.truth,
        artists.level,
        artists.prior,
        artists.flat,
        artists.you,
        artists.cut,
        *artists.bands,
        *artists.spans,
        *artists.means,
        artists.note,
    ]


def readout(view: View, *, n: int) -> str:
    """Both posteriors in numbers."""
    k = int(np.searchsorted(LOOKS, n))
    you, flat = view.you, view.flat
    return (
        f"Successes: {view.successes[k]:.0f} of {n}. You: Beta({you.alpha[k]:g}, {you.beta[k]:g}), "
        f"mean {you.mean[k]:.3f}, 95 % interval {you.low[k]:.3f} to {you.high[k]:.3f}. Flat prior: "
        f"mean {flat.mean[k]:.3f}, {flat.low[k]:.3f} to {flat.high[k]:.3f}."
    )


def _first_hit(view: View, *, n: int) -> bool:
    if view.prior != (12.0, 1.0) or view.true_p != 0.2 or view.tosses == SORTED:
        return False
    inside = np.flatnonzero((view.you.low <= view.true_p) & (view.true_p <= view.you.high))
    return inside.size > 0 and n == int(LOOKS[inside[0]])


beta_bernoulli = Explorer(
    name="beta_bernoulli",
    title="Two people learn a coin",
    alt=(
        "Left: your prior and posterior density of a success probability, and the posterior of "
        "someone with a flat prior, which is the likelihood scaled to area one. Right: both "
        "posterior means and 95 % credible intervals against the number of tosses."
    ),
    controls={
        "true_p": Slider(PROBABILITIES, default=0.2, label="true p"),
        "tosses": Choice(TOSSES, label="tosses"),
        "alpha": Slider(SUCCESSES, default=12, label="your prior α"),
        "beta": Slider(FAILURES, default=1, label="your prior β"),
        "n": Steps(LOOKS.tolist(), default=5, label="tosses n", milliseconds=400),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "mild and wrong": {
            "alpha": 4, "beta": 1, "true_p": 0.2, "tosses": TOSSES[0], "n": 10
        },
        "stubborn and wrong": {
            "alpha": 12, "beta": 1, "true_p": 0.2, "tosses": TOSSES[0], "n": 10
        },
        "successes first": {
            "alpha": 12, "beta": 1, "true_p": 0.5, "tosses": SORTED, "n": 40
        },
        "as they came": {
            "alpha": 12, "beta": 1, "true_p": 0.5, "tosses": TOSSES[0], "n": 40
        },
    },
    challenge=Challenge(
        text="Set the stubborn, wrong prior α = 12, β = 1 against a true p of 0.2, tosses as "
        "they came. Stop at the first n shown at which the interval holds the truth. Is it "
        "the same n in every sample?",
        solved=_first_hit,
    ),
    size=(7.2, 4.2),
)  # fmt: skip
