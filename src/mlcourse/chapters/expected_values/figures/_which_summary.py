"""One skewed belief, one number to report: every possible truth pulls at it, as the loss says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from mlcourse._check import FloatArray
from mlcourse.chapters.expected_values.figures import belief
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider
from mlcourse.explore.style import BLUE, GRID, INK, MUTED, ORANGE

__all__ = ["which_summary"]

TOP = 15.0
STOPS = tuple(
    sorted({
        *(round(0.2 * k, 1) for k in range(76)), 0.105, 0.25, 0.53, 0.69, 1.02, 1.1, 1.68, 2.3,
        2.67, 2.99, 3.15, 3.89, 4.28, 5.32, 5.67, 7.91, 9.28,
    })
)  # fmt: skip
X = np.linspace(0, TOP, 151)
HEIGHT = {1: 1.0, 2: 0.42, 3: 0.3, 6: 0.2}  # of the drawn belief
CEILING = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A report, its pulls, and the expected loss of all smaller reports."""

    shape: float
    loss: str
    report: float
    pulls: tuple[float, float]
    expected: float
    trace: FloatArray  # (m, 2) reports up to this one, loss as a share of that of reporting 0


@cache
def _curve(shape: float, loss: str) -> FloatArray:
    a = np.union1d(np.linspace(0, TOP, 151), STOPS)
    cost = belief.expected_loss(a, shape, loss)
    return np.column_stack([a, cost / cost[0]])


def compute(*, shape: float, loss: str, report: float) -> View:
    """What this report costs, and which way it is pulled."""
    curve = _curve(shape, loss)
    return View(
        shape=shape,
        loss=loss,
        report=report,
        pulls=belief.pulls(report, shape, loss),
        expected=float(belief.expected_loss(np.array(report), shape, loss)),
        trace=curve[curve[:, 0] <= report + 1e-9],
    )


def draw(fig: Figure, view: View) -> Artists:
    """The belief with its pulls, the two pulls as bars, the expected loss so far."""
    grid = fig.add_gridspec(2, 2, width_ratios=(1.35, 1.0), height_ratios=(2.6, 1.0), wspace=0.12)
    left, bars = fig.add_subplot(grid[0, 0]), fig.add_subplot(grid[1, 0])
    right = fig.add_subplot(grid[:, 1])
    left.set(xlim=(0, TOP), ylim=(0, 1.3), yticks=[], xlabel="possible truth x, report a")
    left.set_title("belief (outline), and each truth's pull at a")
    artists = Artists()
    for name, colour in (("low", BLUE), ("high", ORANGE)):
        patch = Polygon([(0, 0)], closed=True, facecolor=colour, alpha=0.45, edgecolor="none")
        setattr(artists, name, left.add_patch(patch))
    (artists.belief,) = left.plot([], [], color=INK, linewidth=1.4)
    (artists.report,) = left.plot([], [], color=INK, linewidth=2.0)
    artists.here = left.text(0, 1.2, "", size=9.5, ha="left", weight="bold")

    bars.set(xlim=(-1, 1), ylim=(-0.5, 1.0), yticks=[], xticks=[], title="all pulls together")
    bars.spines[["left", "bottom"]].set_visible(False)
    bars.plot([0, 0], [-0.15, 0.55], color=MUTED, linewidth=0.8)
    for name, colour in (("down", BLUE), ("up", ORANGE)):
        bar = Rectangle((0, 0), 0, 0.4, facecolor=colour, edgecolor="none")
        setattr(artists, name, bars.add_patch(bar))
    bars.text(-1, 0.72, "to a lower report", color=BLUE, size=9)
    bars.text(1, 0.72, "to a higher report", color=ORANGE, size=9, ha="right")

    right.set(xlim=(0, TOP), ylim=(0, CEILING), xlabel="report a", xticks=[0, 5, 10, 15])
    right.set(ylabel="share of the loss of reporting 0", title="expected loss so far")
    right.axhline(1, color=GRID, linewidth=0.8)
    (artists.trace,) = right.plot([], [], color=INK)
    (artists.now,) = right.plot([], [], "o", color=INK, markersize=7, clip_on=False)
    (artists.above,) = right.plot([], [], "^", color=INK, markersize=8, clip_on=False)
    return artists


def _pull_areas(view: View) -> tuple[FloatArray, FloatArray]:
    """Outlines of the pulls from below and from above the report."""
    if view.loss == "hit or nothing":
        out = []
        for edge in (view.report - belief.HALF_WINDOW, view.report + belief.HALF_WINDOW):
            height = float(belief.density(np.array(edge), view.shape)) / HEIGHT[int(view.shape)]
            out.append(
                np.array([[edge - 0.07, 0], [edge - 0.07, height], [edge + 0.07, height],
                          [edge + 0.07, 0]])
            )  # fmt: skip
        return out[0], out[1]
    a = view.report
    scale = HEIGHT[int(view.shape)] * (2.9 * np.sqrt(view.shape) if view.loss == "squared" else 1.0)
    out = []
    for x in (np.append(X[a > X], a), np.append(a + 1e-9, X[a < X])):
        y = belief.density(x, view.shape) * belief.weight(x, a, view.loss) / scale
        out.append(np.column_stack([[x[0], *x, x[-1]], [0, *np.minimum(y, 1.3), 0]]))
    return out[0], out[1]


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The pulls at this report, and the loss up to it."""
    artists.low.set_xy(_pull_areas(view)[0])
    artists.high.set_xy(_pull_areas(view)[1])
    artists.belief.set_data(X, belief.density(X, view.shape) / HEIGHT[int(view.shape)])
    artists.report.set_data([view.report, view.report], [0, 1.17])
    artists.here.set_text(f"a = {view.report:g}")
    artists.here.set_position((min(view.report + 0.25, TOP - 1.6), 1.2))
    down, up = view.pulls
    total = down + up
    artists.down.set_width(-down / total if total else 0)
    artists.up.set_width(up / total if total else 0)
    artists.trace.set_data(*np.minimum(view.trace, [TOP, 2 * CEILING]).T)
    last = view.trace[-1:]
    beyond = last[last[:, 1] > CEILING]
    artists.now.set_data(*last[last[:, 1] <= CEILING].T)
    artists.above.set_data(beyond[:, 0], [CEILING - 0.05] * len(beyond))
    return [
        artists.low, artists.high, artists.belief, artists.report, artists.here, artists.down,
        artists.up, artists.trace, artists.now, artists.above,
    ]  # fmt: skip


def readout(view: View) -> str:
    """Report, expected loss, and the stronger pull."""
    down, up = view.pulls
    share = up / (down + up) if down + up else 0.5
    text = f"Report {view.report:g}: expected loss {view.expected:.3f}; "
    if abs(share - 0.5) < 0.004:
        return text + "the pulls balance."
    side = "a higher" if share > 0.5 else "a lower"
    return text + f"{100 * max(share, 1 - share):.0f} % of the pull is to {side} report."


def _balanced(view: View) -> bool:
    down, up = view.pulls
    return (
        view.shape == 6
        and view.loss == "too high costs 9 times as much"
        and abs(up - down) < 0.08 * up
    )


which_summary = Explorer(
    name="which_summary",
    title="Which number do you report?",
    alt=(
        "A skewed belief about an unknown number, and the number a that is reported. Each "
        "possible truth pulls the report towards itself, as strongly as the slope of the loss "
        "says; two areas, and below them two bars, show the pulls to lower and to higher "
        "reports. Beside them the expected loss of all reports from 0 up to this one."
    ),
    controls={
        "loss": Choice(list(belief.LOSSES), label="loss"),
        "report": Slider(STOPS, default=0.0, label="report a"),
        "shape": Slider((1, 2, 3, 6), default=2, label="shape of the belief", format="g"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "absolute, report 2": {"loss": "absolute", "report": 2.0, "shape": 2},
        "squared, report 2": {"loss": "squared", "report": 2.0, "shape": 2},
        "too low is dear, report 2": {
            "loss": "too low costs 9 times as much",
            "report": 2.0,
            "shape": 2,
        },
        "window, report 2": {"loss": "hit or nothing", "report": 2.0, "shape": 2},
    },
    challenge=Challenge(
        text="With a belief of shape 6, too high costing 9 times as much: find the report at "
        "which the pulls balance.",
        solved=_balanced,
    ),
    size=(7.2, 4.2),
    ghost=True,
)
