"""What a positive result says: a thousand people, and the predictive value by prevalence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider
from mlcourse.explore.style import BLUE, INK, MUTED, ORANGE, PAPER, PURPLE
from mlcourse.probability.bayes import diagnostic_test

__all__ = ["base_rate"]

ROWS, COLUMNS = 25, 40
PREVALENCES = (0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50)  # per cent
SENSITIVITIES = (50, 60, 70, 80, 90, 95, 99, 100)
SPECIFICITIES = (50, 60, 70, 80, 90, 95, 98, 99, 99.5, 99.9)
GROUPS = {  # in this order they stand; both kinds of positives side by side
    "ill, negative": PURPLE,
    "ill, positive": BLUE,
    "healthy, positive": ORANGE,
    "healthy, negative": (MUTED, 0.42),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Groups of 1,000 people and what each result means."""

    prevalence: float
    specificity: float
    counts: tuple[int, int, int, int]  # in the order of GROUPS; they sum to 1,000
    expected: tuple[float, float]  # of 100,000: positive and ill, positive
    positive_predictive: float
    negative_predictive: float
    curve: FloatArray  # positive predictive value at CURVE_X


CURVE_X = np.geomspace(0.001, 0.5, 41)


def compute(*, prevalence: float, sensitivity: float, specificity: float) -> View:
    """Bayes' theorem, and expected counts rounded so that their sum is 1,000."""
    share, sens, spec = prevalence / 100, sensitivity / 100, specificity / 100
    at = diagnostic_test(share, sens, spec)
    expected = [at.false_negative, at.true_positive, at.false_positive, at.true_negative]
    edges = np.rint(1000 * np.cumsum(np.array(expected, dtype=float)) + 1e-9).astype(int)
    a, b, c, d = (int(n) for n in np.diff(edges, prepend=0))
    return View(
        prevalence=share,
        specificity=spec,
        counts=(a, b, c, d),
        expected=(1e5 * float(expected[1]), 1e5 * float(expected[1] + expected[2])),
        positive_predictive=float(at.positive_predictive),
        negative_predictive=float(at.negative_predictive),
        curve=diagnostic_test(CURVE_X, sens, spec).positive_predictive,
    )


def _outline(first: int, last: int) -> FloatArray:
    """Corners of the cells ``first ... last - 1``, filled column by column from the top."""
    (c0, r0), (c1, r1) = divmod(first, ROWS), divmod(last, ROWS)
    if first == last:
        return np.full((1, 2), float(c0))
    return np.array(
        [(c0, r0), (c0 + 1, r0), (c0 + 1, 0), (c1 + 1, 0), (c1 + 1, r1), (c1, r1), (c1, ROWS),
         (c0, ROWS)]
        if c1 > c0
        else [(c0, r0), (c0 + 1, r0), (c0 + 1, r1), (c0, r1)],
        dtype=float,
    )  # fmt: skip


def draw(fig: Figure, view: View) -> Artists:
    """The people, and the curve."""
    left, right = fig.subplots(1, 2, width_ratios=(1.25, 1.0))
    left.set(xlim=(-0.3, COLUMNS + 0.3), ylim=(ROWS + 5.6, -0.3), title="1,000 people, sorted")
    left.set(xticks=[], yticks=[])
    left.spines[:].set_visible(False)
    artists = Artists(areas=[], notes=[])
    for k, colour in enumerate(GROUPS.values()):
        area = Polygon([(0, 0)], closed=True, facecolor=colour, edgecolor="none", linewidth=0)
        artists.areas.append(left.add_patch(area))
        x, y = 21 * (k // 2), ROWS + 2.0 + 2.6 * (k % 2)
        left.add_patch(Rectangle((x, y - 0.9), 1.4, 1.4, facecolor=colour, edgecolor="none"))
        artists.notes.append(left.text(x + 2.2, y + 0.4, "", size=9, color=INK))
    for x in range(COLUMNS + 1):
        left.plot([x, x], [0, ROWS], color=PAPER, linewidth=1.3)
    for y in range(ROWS + 1):
        left.plot([0, COLUMNS], [y, y], color=PAPER, linewidth=1.3)
    right.set(xlim=(0.0009, 0.56), xscale="log", ylim=(-0.02, 1.16), xlabel="prevalence")
    right.set(ylabel="P(ill | positive)", title="what a positive result means")
    right.set_xticks([0.001, 0.01, 0.1, 0.5], ["0.1 %", "1 %", "10 %", "50 %"])
    right.minorticks_off()
    right.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    right.plot(CURVE_X, CURVE_X, color=MUTED, linewidth=1.0, linestyle="--")
    right.text(0.54, 0.08, "before\nthe test", color=MUTED, size=9, ha="right", va="center")
    (artists.curve,) = right.plot([], [], color=BLUE)
    (artists.here,) = right.plot([], [], "o", color=BLUE, markersize=8)
    artists.value = right.text(0.03, 0.93, "", transform=right.transAxes, color=BLUE, size=10)
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Areas of the four groups with their counts; the curve and the point on it."""
    edges = np.cumsum((0, *view.counts))
    for k, (name, count) in enumerate(zip(GROUPS, view.counts, strict=True)):
        artists.areas[k].set_xy(_outline(int(edges[k]), int(edges[k + 1])))
        artists.notes[k].set_text(f"{name}: {count}")
    artists.curve.set_data(CURVE_X, view.curve)
    artists.here.set_data([view.prevalence], [view.positive_predictive])
    artists.value.set_text(f"{100 * view.positive_predictive:.1f} % of the positives are ill")
    return [*artists.areas, *artists.notes, artists.curve, artists.here, artists.value]


def readout(view: View) -> str:
    """Counts and both predictive values."""
    ill, positive = view.expected
    healthy = f"= {100 * view.negative_predictive:.2f}\u00a0%"
    if 0.99995 < view.negative_predictive < 1:  # which would be rounded to certainty
        healthy = "> 99.99\u00a0%"
    return (
        f"Of 100,000 people {positive:,.0f} test positive, {ill:,.0f} of them ill: "
        f"P(ill | positive) = {100 * view.positive_predictive:.1f}\u00a0%, "
        f"P(healthy | negative) {healthy}."
    )


base_rate = Explorer(
    name="base_rate",
    title="What does a positive result say?",
    alt=(
        "Left: 1,000 people as small squares, sorted into ill and negative, ill and positive, "
        "healthy and positive, healthy and negative. Right: the probability of being ill after a "
        "positive result against the prevalence, with the present point."
    ),
    controls={
        "prevalence": Slider(PREVALENCES, default=1, label="prevalence", unit="%"),
        "sensitivity": Slider(SENSITIVITIES, default=90, label="sensitivity", unit="%"),
        "specificity": Slider(SPECIFICITIES, default=90, label="specificity", unit="%"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "a very rare illness": {"prevalence": 0.1, "sensitivity": 99, "specificity": 99},
        "same test, people with symptoms": {
            "prevalence": 30,
            "sensitivity": 90,
            "specificity": 90,
        },
        "never misses anyone ill": {"prevalence": 1, "sensitivity": 100, "specificity": 90},
        "hardly any false alarm": {"prevalence": 1, "sensitivity": 90, "specificity": 99.5},
    },
    challenge=Challenge(
        text="At a prevalence of 1 %, build a test whose positive result is right at "
        "least 9 times in 10.",
        solved=lambda view: bool(
            abs(view.prevalence - 0.01) < 1e-4 and view.positive_predictive >= 0.9
        ),
    ),
)
