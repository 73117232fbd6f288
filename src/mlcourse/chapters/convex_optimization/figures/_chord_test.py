"""A chord, or a tangent, against a curve: one of them can convict it of not being convex.

The gap is drawn as the curvature of the parabola that would have the same gap, because the gap of
a short chord is too small to be seen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, linear
from mlcourse.explore.style import BLUE, INK, MUTED, RED
from mlcourse.explore.typeset import number

__all__ = ["chord_test"]

Curve = Callable[[FloatArray], FloatArray]
LOGARITHM, RIPPLE = "log(1+x²)", "ripple"
# the curve and its slope
CURVES: dict[str, tuple[Curve, Curve]] = {
    "|x|": (np.abs, np.sign),
    "eˣ/3": (lambda x: np.exp(x) / 3, lambda x: np.exp(x) / 3),
    "x⁴/6": (lambda x: x**4 / 6, lambda x: 2 * x**3 / 3),
    "√(1+x²)": (lambda x: np.sqrt(1 + x**2), lambda x: x / np.sqrt(1 + x**2)),
    LOGARITHM: (lambda x: np.log1p(x**2), lambda x: 2 * x / (1 + x**2)),
    RIPPLE: (
        lambda x: x**2 / 2 - np.cos(4 * x) / 10,
        lambda x: x + 0.4 * np.sin(4 * x),
    ),
}
PLACES = linear(-2, 2, 21)
ROUNDING = 1e-12  # of values up to 3
HIGHEST = 6.0  # no drawn curvature is higher
CHORD, TANGENT = "chord", "tangent at a"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A curve, a straight line against it, and the gap between them."""

    curve: str
    line: str
    a: float
    b: float
    x: FloatArray  # (n,) where the two are compared; empty for a chord without length
    value: FloatArray  # (n,) the curve
    straight: FloatArray  # (n,) the line
    bend: FloatArray  # (n,) the gap, as a curvature

    @property
    def gap(self) -> FloatArray:
        """Positive where the line is on its lawful side: chords above, tangents below."""
        sign = 1.0 if self.line == CHORD else -1.0
        return sign * (self.straight - self.value)

    @property
    def caught(self) -> bool:
        return bool(np.any(self.gap < -ROUNDING))


def compute(*, curve: str, line: str, a: float, b: float) -> View:
    """Compare the curve with the chord over [a, b], or with the tangent at a over the axes."""
    fun, slope = CURVES[curve]
    if line == CHORD:
        low, high = min(a, b), max(a, b)
        x = np.linspace(low, high, 61) if low < high else np.empty(0)
        share = (x - low) / (high - low) if low < high else x
        ends = fun(np.array([low, high]))
        straight = (1 - share) * ends[0] + share * ends[1]
        gap, scale = straight - fun(x), (x - low) * (high - x) / 2
    else:
        x = np.linspace(-2, 2, 81)
        here = np.array([a])
        straight = fun(here) + slope(here) * (x - a)
        gap, scale = fun(x) - straight, (x - a) ** 2 / 2
    with np.errstate(divide="ignore", invalid="ignore"):  # at the ends and at a both are zero
        bend = np.where(scale > 1e-9, gap / scale, np.nan)
    return View(curve=curve, line=line, a=a, b=b, x=x, value=fun(x), straight=straight, bend=bend)


def draw(fig: Figure, view: View) -> Artists:
    """The curve with the line, and the gap as a curvature."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.0))
    left.set(xlim=(-2.1, 2.1), ylim=(-0.6, 2.9), xlabel="x", title="the curve and a straight line")
    (graph,) = left.plot([], [], color=BLUE)
    (guilty,) = left.plot([], [], color=RED, linewidth=4)
    (straight,) = left.plot([], [], color=INK, linewidth=1.2)
    (ends,) = left.plot([], [], "o", color=INK)
    right.set(xlim=(-2.1, 2.1), ylim=(-1.0, 3.2), xlabel="x", title="their gap, as a curvature")
    right.axhline(0.0, color=MUTED, linewidth=0.8)
    (bend,) = right.plot([], [], color=BLUE)
    (below,) = right.plot([], [], color=RED, linewidth=3)
    return Artists(graph=graph, guilty=guilty, straight=straight, ends=ends, bend=bend, below=below)


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The curve, the line, and in red where the line is on the wrong side."""
    grid = np.linspace(-2.1, 2.1, 106)
    fun = CURVES[view.curve][0]
    artists.graph.set_data(grid, fun(grid))
    wrong = view.gap < -ROUNDING
    artists.guilty.set_data(view.x, np.where(wrong, view.value, np.nan))
    shown = view.x[[0, -1]] if len(view.x) else view.x
    artists.straight.set_data(shown, view.straight[[0, -1]] if len(view.x) else view.x)
    touched = np.array([view.a, view.b] if view.line == CHORD else [view.a])
    artists.ends.set_data(touched, fun(touched))
    bend = np.clip(view.bend, -HIGHEST, HIGHEST)
    artists.bend.set_data(view.x, bend)
    artists.below.set_data(view.x, np.where(wrong, bend, np.nan))
    return list(vars(artists).values())


def readout(view: View) -> str:
    """On which side the line is, and by how much it is on the wrong one."""
    if view.line == CHORD:
        if view.a == view.b:
            return "A chord needs two places: move one of the ends."
        what = f"Chord from {number(min(view.a, view.b), '.1f')} to "
        what += f"{number(max(view.a, view.b), '.1f')}: "
        right, wrong = "above", "below"
    else:
        what = f"Tangent at {number(view.a, '.1f')}: "
        if view.curve == "|x|" and view.a == 0:
            what = "At the kink any slope from −1 to 1 touches; 0 is drawn: "
        right, wrong = "below", "above"
    if view.caught:
        return f"{what}{wrong} the curve in places, by {-view.gap.min():.2g} at most. Not convex."
    touching = np.all(view.gap < ROUNDING)
    side = "on the curve all the way" if touching else f"nowhere {wrong} the curve"
    return f"{what}{side}. {right.capitalize()} or on it is allowed: nothing is proved."


def _long_conviction(view: View) -> bool:
    return bool(
        view.curve == LOGARITHM
        and view.line == CHORD
        and view.caught
        and abs(view.a - view.b) > 1.95
    )


chord_test = Explorer(
    name="chord_test",
    title="Put it to the chord",
    alt=(
        "Left: one of six curves with a chord between two of its points, or the tangent at one "
        "of them; where the line is on the wrong side of it, the curve is red. "
        "Right: the gap between line and curve, written as the curvature of a parabola with the "
        "same gap, with a line at zero."
    ),
    controls={
        "curve": Choice(tuple(CURVES), default=RIPPLE, label="curve"),
        "line": Choice((CHORD, TANGENT), label="straight line"),
        "a": Slider(PLACES, default=-2.0, label="end a", format=".1f"),
        "b": Slider(PLACES, default=2.0, label="end b (chord)", format=".1f"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "a long chord": {"line": CHORD, "a": -2.0, "b": 2.0},
        "a middling one": {"line": CHORD, "a": 0.2, "b": 1.2},
        "a short one": {"line": CHORD, "a": 0.4, "b": 1.0},
    },
    challenge=Challenge(
        text="Convict log(1+x²) with a chord that is as long as you can find.",
        solved=_long_conviction,
    ),
    ghost=True,
    size=(7.2, 3.4),
)
