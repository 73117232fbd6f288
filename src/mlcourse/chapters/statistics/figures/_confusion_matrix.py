"""A threshold that falls through two crowds: the four counts, and two curves of their rates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from scipy.special import ndtri

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Toggle
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PURPLE, RED
from mlcourse.statistics.binormal import Binormal, binormal

__all__ = ["confusion_matrix"]

TOP = 5.0
# 2.905: the lowest with a precision of a half at one in a hundred, separation 2
THRESHOLDS = (*(-2 + 0.125 * k for k in range(40)), 2.905, *(3 + 0.125 * k for k in range(17)))
PREVALENCE = (0.01, 0.05, 0.1, 0.2, 0.5)
N_PEOPLE = 1000
COLUMN = 0.125  # width of a column of dots
LEFT, RIGHT = -4.0, 7.2
EVEN = 0.5  # the prevalence of the curves beside


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A threshold in two crowds, and the rates from the top down to it."""

    threshold: float
    separation: float
    prevalence: float
    beside: bool
    healthy: FloatArray  # (m, 2) dots: score and place in its column
    ill: FloatArray
    way: Binormal  # from the top to this threshold
    even: Binormal  # the same with as many ill as healthy

    @property
    def counts(self) -> FloatArray:
        """[[TN, FP], [FN, TP]] expected among 1,000 people."""
        return np.asarray(N_PEOPLE * self.way.matrix[-1])


def crowd(n: int, middle: float) -> FloatArray:
    """People at the quantiles of a Gaussian, in columns of dots."""
    scores = middle + ndtri((np.arange(n) + 0.5) / n)
    columns = np.floor(scores / COLUMN)
    first = np.concatenate([[True], np.diff(columns) > 0])
    start = np.maximum.accumulate(np.where(first, np.arange(n), 0))
    return np.column_stack([(columns + 0.5) * COLUMN, np.arange(n) - start + 1])


def compute(*, threshold: float, separation: float, prevalence: float, beside: bool) -> View:
    """Exact rates; the dots are a picture of them."""
    n_ill = round(N_PEOPLE * prevalence)
    fall = np.linspace(TOP, threshold, 2 + int((TOP - threshold) / 0.125))
    return View(
        threshold=threshold,
        separation=separation,
        prevalence=prevalence,
        beside=beside,
        healthy=crowd(N_PEOPLE - n_ill, 0.0),
        ill=crowd(n_ill, separation),
        way=binormal(fall, separation=separation, prevalence=prevalence),
        even=binormal(fall, separation=separation, prevalence=EVEN),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The crowd above its four counts; beside them both curves."""
    (people, roc), (table, pr) = fig.subplots(2, 2)
    artists = Artists()
    people.set(xlim=(LEFT, RIGHT), ylim=(-30, 62), yticks=[], xlabel="score, threshold t")
    people.set_title("1,000 people")
    people.spines["left"].set_visible(False)
    artists.called = people.add_patch(
        Rectangle((0, -30), 0, 92, facecolor=ORANGE, edgecolor="none", alpha=0.18)
    )
    for name, colour in (("healthy", BLUE), ("ill", PURPLE)):
        (line,) = people.plot([], [], color=colour, linewidth=2.0, snap=False)
        line.set_solid_capstyle("round")
        setattr(artists, name, line)
    people.axhline(0, color=GRID, linewidth=0.8)
    (artists.line,) = people.plot([], [], color=INK, linewidth=2.0)
    people.text(LEFT + 0.1, 55, "healthy", color=BLUE, size=9)
    people.text(LEFT + 0.1, -28, "ill", color=PURPLE, size=9)
    people.text(RIGHT - 0.1, 55, "called", color=ORANGE, size=9, ha="right")
    _draw_table(artists, table)
    roc.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.04), xlabel="false alarms: share of the healthy")
    roc.set(ylabel="recall: share of the ill", title="ROC curve")
    roc.plot([0, 1], [0, 1], color=GRID, linewidth=1.2)
    pr.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.04), xlabel="recall: share of the ill")
    pr.set(ylabel="precision: share of the called", title="precision–recall curve")
    (artists.level,) = pr.plot([], [], color=GRID, linewidth=1.2)
    for ax, name in ((roc, "roc"), (pr, "pr")):
        (even,) = ax.plot([], [], color=MUTED, linewidth=3.4, alpha=0.55)
        (curve,) = ax.plot([], [], color=INK, linewidth=1.6)
        (now,) = ax.plot([], [], "o", color=INK, markersize=7)
        setattr(artists, name, (even, curve, now))
    artists.beside = roc.text(1.0, 0.03, "", size=9, color=MUTED, ha="right")
    return artists


def _draw_table(artists: Artists, table: Axes) -> None:
    table.set(xlim=(-0.75, 2), ylim=(2, -0.5))
    table.set_axis_off()
    for column, word in enumerate(("not called", "called")):
        table.text(column + 0.5, -0.12, word, size=10, ha="center")
    for row, (word, colour) in enumerate((("healthy", BLUE), ("ill", PURPLE))):
        table.text(-0.08, row + 0.5, word, size=10, color=colour, ha="right", va="center")
    names = (("true negatives", "false positives"), ("false negatives", "true positives"))
    artists.cells = []
    for row in range(2):
        for column in range(2):
            right = row == column
            table.add_patch(
                Rectangle(
                    (column + 0.03, row + 0.03), 0.94, 0.94, edgecolor="none", alpha=0.16,
                    facecolor=GREEN if right else RED,
                )
            )  # fmt: skip
            table.text(column + 0.5, row + 0.76, names[row][column], size=8, ha="center")
            artists.cells.append(
                table.text(column + 0.5, row + 0.5, "", size=15, ha="center", weight="bold")
            )


def told(count: float) -> str:
    """A count that is expected, so that rows add up: to one digit, never a bare zero."""
    return f"{count:.1f}" if count >= 0.05 else "< 0.1"


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """Call those above the threshold; count; go on along both curves."""
    t = view.threshold
    artists.called.set_bounds(t, -30, RIGHT - t, 92)
    artists.line.set_data([t, t], [-30, 62])
    artists.healthy.set_data(*dots(view.healthy).T)
    artists.ill.set_data(*dots(view.ill * [1.0, -1.0]).T)
    for text, count in zip(artists.cells, view.counts.ravel(), strict=True):
        text.set_text(told(count))
    artists.level.set_data([0, 1], [view.prevalence] * 2)
    for way, places in ((view.even, (0, 0)), (view.way, (1, 2))):
        roc = np.column_stack([way.false_positive_rate, way.true_positive_rate])
        pr = np.column_stack([way.true_positive_rate, way.precision])
        for lines, data in ((artists.roc, roc), (artists.pr, pr)):
            shown = data if way is view.way or view.beside else data[:0]
            lines[places[0]].set_data(*shown.T)
            if way is view.way:
                lines[places[1]].set_data(*data[-1:].T)
    artists.beside.set_text("wide: 50 % ill" if view.beside else "")
    return [
        artists.called, artists.healthy, artists.ill, artists.line, *artists.cells, artists.level,
        *artists.roc, *artists.pr, artists.beside,
    ]  # fmt: skip


def readout(view: View) -> str:
    """The four shares that the text speaks of."""
    way = view.way
    return (
        f"t = {view.threshold:g}, {100 * view.prevalence:g} % ill: recall "
        f"{way.true_positive_rate[-1]:.3f}, false alarms {way.false_positive_rate[-1]:.3f} of the "
        f"healthy, precision {way.precision[-1]:.3f}, accuracy {way.accuracy[-1]:.3f}."
    )


confusion_matrix = Explorer(
    name="confusion_matrix",
    title="Right and wrong, in four ways",
    alt=(
        "A thousand people as dots by their score, the healthy above a line and the ill below "
        "it, with a threshold above which they are called; the confusion matrix, their expected "
        "counts; the ROC curve and the precision–recall curve, each drawn from the highest "
        "threshold down to this one, and on request as they are where half of the people are ill."
    ),
    controls={
        "threshold": Slider(THRESHOLDS, default=TOP, label="threshold t", format=".4g"),
        "prevalence": Slider(PREVALENCE, default=0.5, label="share of the ill"),
        "separation": Slider((0.5, 1.0, 2.0, 3.0), default=2.0, label="separation d"),
        "beside": Toggle(label="beside: 50 % ill"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "the clinic": {
            "threshold": 1.0, "prevalence": 0.5, "separation": 2.0, "beside": False
        },
        "the screening": {
            "threshold": 1.0, "prevalence": 0.01, "separation": 2.0, "beside": True
        },
        "call hardly anyone": {
            "threshold": 5.0, "prevalence": 0.01, "separation": 2.0, "beside": False
        },
    },
    challenge=Challenge(
        text="Separation 2, one in a hundred ill: reach a precision of ½, and keep as much "
        "recall as you can. How much is it?",
        solved=lambda view: bool(
            view.prevalence == 0.01
            and view.separation == 2.0
            and view.way.precision[-1] >= 0.5
            and view.threshold <= 2.905
        ),
    ),
    size=(7.2, 6.0),
)  # fmt: skip
