"""Four convex functions of one number, one step size, and what theory promises for all of them.

Every curvature is at most 1, every start 1 away from the minimum.  The ramp is the slowest case
known: Drori and Teboulle (2014), Mathematical Programming 145.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.explore import Artists, Challenge, Explorer, Slider, Steps, Toggle
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE, PURPLE
from mlcourse.explore.typeset import number

__all__ = ["rate_promise"]

N_STEPS = 1000
CLOCK = (
    *range(11), 12, 15, 17, 20, 25, 30, 35, 40, 50, 60, 70, 85, 100, 120, 150, 175, 200, 250, 300,
    400, 500, 600, 700, 850, N_STEPS,
)  # fmt: skip
TIPS = tuple(
    round(1 / (2 * m + 1), 6) for m in (300, 200, 120, 70, 50, 30, 20, 15, 10, 7, 5, 3, 2, 1)
)
RAMP = "ramp"
COLOURS = {"x²/40": BLUE, "x⁴/12": GREEN, "x⁸/56": PURPLE, RAMP: ORANGE}
LOWEST = 1e-9  # no drawn gap is smaller
# of a thousand steps, those that a curve on a log axis needs
SHOWN = np.unique(np.round(np.geomspace(1, N_STEPS, 70)).astype(int))


class Tip(Slider):
    """Tips are one over odd numbers, and are written so."""

    __slots__ = ()

    def text(self, value: float | str) -> str:
        return f"1/{round(1 / float(value))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The runs on all four functions: places and heights above the minimum."""

    tip: float
    promise: bool
    x: dict[str, FloatArray]  # (N_STEPS + 1,) each
    gap: dict[str, FloatArray]


def functions(tip: float) -> dict[str, tuple[Callable[..., FloatArray], Callable[..., FloatArray]]]:
    """Each function and its slope; no curvature on [-1, 1] is above 1."""

    def ramp(x: FloatArray) -> FloatArray:
        away = np.abs(x)
        return np.where(away <= tip, away**2 / 2, tip * away - tip**2 / 2)

    return {
        "x²/40": (lambda x: x**2 / 40, lambda x: x / 20),
        "x⁴/12": (lambda x: x**4 / 12, lambda x: x**3 / 3),
        "x⁸/56": (lambda x: x**8 / 56, lambda x: x**7 / 7),
        RAMP: (ramp, lambda x: np.clip(x, -tip, tip)),
    }


def compute(*, tip: float, promise: bool) -> View:
    """A thousand steps of size 1 from 1."""
    places, gaps = {}, {}
    for name, (fun, slope) in functions(tip).items():
        x = np.ones(N_STEPS + 1)
        for k in range(N_STEPS):
            x[k + 1] = x[k] - slope(x[k])
        # the last bit that subtractions leave on the ramp is no distance
        x = np.where(np.abs(x) < 1e-14, 0.0, x)
        places[name], gaps[name] = x, fun(x)
    return View(tip=tip, promise=promise, x=places, gap=gaps)


def draw(fig: Figure, view: View) -> Artists:
    """The functions with their points, and the gaps on two log scales."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.25))
    left.set(xlim=(-0.04, 1.06), ylim=(-0.009, 0.295), xlabel="x", ylabel="height f(x)")
    left.set_title("four functions")
    right.set(xlim=(0.85, 1.15 * N_STEPS), ylim=(1e-7, 1.2), xscale="log", yscale="log")
    right.set(xlabel="step k, log scale", ylabel="height above the minimum, log")
    right.set_title("what is left")
    x = np.linspace(0, 1, 41)
    artists = Artists()
    for n, (name, colour) in enumerate(COLOURS.items()):
        (curve,) = left.plot(x, functions(view.tip)[name][0](x), color=colour, linewidth=1.2)
        if name == RAMP:
            artists.ramp = curve
        (point,) = left.plot([], [], "o", color=colour, markersize=8, label=name)
        (line,) = right.plot([], [], color=colour)
        setattr(artists, f"point{n}", point)
        (head,) = right.plot([], [], "o", color=colour, markersize=4)
        setattr(artists, f"line{n}", line)
        setattr(artists, f"head{n}", head)
    (artists.promise,) = right.plot([], [], "--", color=INK, linewidth=1.4)
    artists.words = right.text(14, 0.08, "", color=INK)
    left.legend(loc="upper left")
    left.axhline(0.0, color=MUTED, linewidth=0.6)
    return artists


def update(artists: Artists, view: View, *, k: int) -> Sequence[Artist]:
    """The points after k steps, the gaps so far, and the promise if it is asked for."""
    x = np.linspace(0, 1, 41)
    artists.ramp.set_data(x, functions(view.tip)[RAMP][0](x))
    steps = np.append(SHOWN[k > SHOWN], k) if k > 0 else np.empty(0, dtype=int)
    for n, name in enumerate(COLOURS):
        getattr(artists, f"point{n}").set_data(view.x[name][[k]], view.gap[name][[k]])
        getattr(artists, f"line{n}").set_data(steps, np.maximum(view.gap[name][steps], LOWEST))
        getattr(artists, f"head{n}").set_data(steps[-1:], view.gap[name][steps[-1:]])
    far = np.array([1, N_STEPS])
    artists.promise.set_data(*((far, 1 / (2 * far)) if view.promise else ([], [])))
    artists.words.set_text("promise 1/(2k)" if view.promise else "")
    return list(vars(artists).values())


def readout(view: View, *, k: int) -> str:
    """What is left on every function, and the share of the promise that the ramp uses up."""
    left = ", ".join(f"{name}: {number(view.gap[name][k], '.2g')}" for name in COLOURS)
    text = f"Step {k:,}, height left: {left}."
    if view.promise and k > 0:
        text += f" Promise {1 / (2 * k):.2g}; the ramp is at {view.gap[RAMP][k] * 2 * k:.0%} of it."
    return text


def _slowest(view: View, *, k: int) -> bool:
    return bool(k == 30 and view.gap[RAMP][k] * 2 * k > 0.49)


rate_promise = Explorer(
    name="rate_promise",
    title="How slow can it be?",
    alt=(
        "Left: four convex functions between 0 and 1, a flat parabola, a fourth power, an eighth "
        "power and a ramp with a round tip, each with the point of a run of gradient descent that "
        "began at 1. Right: the height of each point above the minimum against the step, both on "
        "log scales, up to the present step, and on request the promise 1 over 2 k."
    ),
    controls={
        "tip": Tip(TIPS, default=TIPS[-2], label="tip of the ramp δ"),
        "promise": Toggle(label="show the promise"),
        "k": Steps(CLOCK, default=0, label="step k", milliseconds=200),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "δ = 1/5": {"tip": TIPS[-2], "k": 1000},
        "δ = 1/41": {"tip": round(1 / 41, 6), "k": 1000},
    },
    challenge=Challenge(
        text="Make the ramp as slow as it can be after 30 steps: more than 49 % of the promise.",
        solved=_slowest,
    ),
    size=(7.2, 3.6),
)
