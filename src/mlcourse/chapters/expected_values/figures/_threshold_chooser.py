"""A threshold on a score, two kinds of error, and what they cost together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Toggle
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE, PURPLE
from mlcourse.probability.threshold import best_threshold, threshold_loss

__all__ = ["threshold_chooser"]

THRESHOLDS = tuple(round(-2 + 0.2 * k, 1) for k in range(36))
LEFT, RIGHT = -3.0, 6.0
X = np.linspace(LEFT, RIGHT, 91)
CEILING = 2.4


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A threshold, its errors and their cost; the losses between halfway and here."""

    ratio: float
    share: float
    separation: float
    threshold: float
    weigh: bool
    false_alarms: float  # rate among the healthy
    misses: float  # rate among the ill
    loss: float
    trivial: float  # of the better of calling nobody and calling everybody
    trace: FloatArray  # (m, 2)


def compute(
    *, ratio: float, share: float, separation: float, threshold: float, weigh: bool
) -> View:
    """Costs in false alarms, a person."""
    way = np.linspace(separation / 2, threshold, 2 + int(10 * abs(threshold - separation / 2)))
    curve = threshold_loss(way, 1.0, ratio, share, separation)
    trivial = min(share * ratio, 1 - share)
    return View(
        ratio=ratio,
        share=share,
        separation=separation,
        threshold=threshold,
        weigh=weigh,
        false_alarms=float(curve.false_positive_rate[-1]),
        misses=float(curve.false_negative_rate[-1]),
        loss=float(curve.expected_loss[-1]),
        trivial=trivial,
        trace=np.column_stack([way, curve.expected_loss / trivial]),
    )


def _heights(view: View, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The two densities, each of area 1, or weighed by share and cost; the tallest is 1."""
    well, ill = np.exp(-0.5 * x**2), np.exp(-0.5 * (x - view.separation) ** 2)
    if view.weigh:
        weights = np.array([1 - view.share, view.share * view.ratio])
        well, ill = well * weights[0] / weights.max(), ill * weights[1] / weights.max()
    return well, ill


def draw(fig: Figure, view: View) -> Artists:
    """Scores of healthy and ill people with both errors; the expected loss."""
    left, right = fig.subplots(1, 2, width_ratios=(1.35, 1.0))
    artists = Artists()
    left.set(xlim=(LEFT, RIGHT), ylim=(0, 1.3), yticks=[], xlabel="score, threshold t")
    for name, colour in (("alarms", ORANGE), ("missed", PURPLE)):
        area = Polygon([(0, 0)], closed=True, facecolor=colour, alpha=0.55, edgecolor="none")
        setattr(artists, name, left.add_patch(area))
    (artists.well,) = left.plot([], [], color=BLUE, linewidth=1.6)
    (artists.ill,) = left.plot([], [], color=PURPLE, linewidth=1.6)
    (artists.line,) = left.plot([], [], color=INK, linewidth=2.0)
    left.set_title("scores of the healthy and of the ill")
    artists.kind = left.text(LEFT + 0.1, 1.2, "", size=9, color=MUTED)
    left.text(LEFT + 0.1, 1.08, "healthy", color=BLUE, size=9)
    left.text(RIGHT - 0.1, 1.2, "ill (missed: filled)", color=PURPLE, size=9, ha="right")
    left.text(RIGHT - 0.1, 1.09, "false alarms", color=ORANGE, size=9, ha="right")
    right.set(xlim=(-2.3, 5.3), ylim=(0, CEILING), xlabel="threshold t")
    right.set(ylabel="share of the loss of one call for all", title="expected loss so far")
    right.axhline(1, color=GRID, linewidth=1.2)
    artists.level = right.text(5.0, 1.03, "", size=9, color=MUTED, ha="right")
    (artists.trace,) = right.plot([], [], color=INK)
    (artists.now,) = right.plot([], [], "o", color=INK, markersize=7)
    (artists.above,) = right.plot([], [], "^", color=INK, markersize=8)
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Both errors at this threshold, and the loss between halfway and here."""
    t = view.threshold
    above, below = np.append(t, X[t < X]), np.append(X[t > X], t)
    false_alarms, missed = _heights(view, above)[0], _heights(view, below)[1]
    artists.alarms.set_xy(np.column_stack([[t, *above, RIGHT], [0, *false_alarms, 0]]))
    artists.missed.set_xy(np.column_stack([[LEFT, *below, t], [0, *missed, 0]]))
    for line, height in zip((artists.well, artists.ill), _heights(view, X), strict=True):
        line.set_data(X, height)
    artists.line.set_data([t, t], [0, 1.02])
    artists.kind.set_text("weighed: share × cost" if view.weigh else "each group by itself")
    artists.trace.set_data(*np.minimum(view.trace, [RIGHT, 2 * CEILING]).T)
    artists.now.set_data(*np.minimum(view.trace[-1:], [RIGHT, 2 * CEILING]).T)
    beyond = view.trace[-1:][view.trace[-1:, 1] > CEILING]
    artists.above.set_data(beyond[:, 0], [CEILING - 0.08] * len(beyond))
    artists.level.set_text(_trivial(view))
    right = t <= view.separation / 2  # where no curve is
    artists.level.set_position((5.0 if right else -2.0, 1.03))
    artists.level.set_horizontalalignment("right" if right else "left")
    return [
        artists.alarms, artists.missed, artists.well, artists.ill, artists.line, artists.kind,
        artists.trace, artists.now, artists.above, artists.level,
    ]  # fmt: skip


def _trivial(view: View) -> str:
    nobody, everybody = view.share * view.ratio, 1 - view.share
    if abs(nobody - everybody) < 1e-9:
        return "nobody or everybody is called"
    return "nobody is called" if nobody < everybody else "everybody is called"


def readout(view: View) -> str:
    """People and costs."""
    alarms = 1000 * (1 - view.share) * view.false_alarms
    missed = 1000 * view.share * view.misses
    digits = 2 if view.ratio <= 10 else 3  # so that the sum is that of the numbers told
    return (
        f"t = {view.threshold:g}. Of 1,000 people {1000 * view.share:.0f} are ill; "
        f"{alarms:.2f} false alarms at 1 and {missed:.{digits}f} missed at {view.ratio:g} cost "
        f"{1000 * view.loss:,.1f}. The better of calling nobody and calling everybody costs "
        f"{1000 * view.trivial:.0f}."
    )


def _third(view: View) -> bool:
    odds = view.share * view.ratio / (1 - view.share)
    best = best_threshold(1.0, view.ratio, view.share, view.separation)
    there = abs(view.threshold - 1) < 1e-9 and abs(best - 1) < 1e-6 and abs(odds - 1) < 1e-9
    return bool(there and 0.02 < view.share < 0.4)


threshold_chooser = Explorer(
    name="threshold_chooser",
    title="Where do you draw the line?",
    alt=(
        "Left: the bell-shaped densities of a score among healthy and among ill people, a "
        "threshold, and the areas of the two errors: the healthy above it and the ill below it. "
        "On request each density is weighed by the share of its group and the cost of its error. "
        "Right: the expected loss of the thresholds between halfway and this one, in units of "
        "that of the better of calling nobody and calling everybody."
    ),
    controls={
        "threshold": Slider(THRESHOLDS, default=1.0, label="threshold t"),
        "ratio": Slider((1.0, 3.0, 9.0, 10.0, 30.0, 99.0), default=1.0, label="a miss costs"),
        "share": Slider((0.01, 0.1, 0.5), default=0.5, label="share of the ill"),
        "separation": Slider((1.0, 2.0, 3.0), default=2.0, label="separation d"),
        "weigh": Toggle(label="weigh by share × cost"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "screening": {
            "ratio": 10.0,
            "share": 0.01,
            "separation": 2.0,
            "threshold": 1.0,
            "weigh": False,
        },
        "screening, a costlier miss": {
            "ratio": 99.0,
            "share": 0.01,
            "separation": 2.0,
            "threshold": 1.0,
            "weigh": True,
        },
        "a clinic": {
            "ratio": 10.0,
            "share": 0.5,
            "separation": 2.0,
            "threshold": 1.0,
            "weigh": False,
        },
    },
    challenge=Challenge(
        text="At separation 2, t = 1 is best for a share of ½ with equal costs, and for a share "
        "of 1 % with misses that cost 99. Find a third pair of share and cost, and go there.",
        solved=_third,
    ),
)
