"""A secant with a shrinking step: under a microscope, with its error at every step so far."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.calculus.figures.numerals import small
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.lines import dots, seen
from mlcourse.explore.style import BLUE, GREEN, INK, ORANGE

__all__ = ["secant_tangent"]

Curve = tuple[Callable[[float], float], Callable[[float], float]]

# plain numbers, one at a time: the last digits are then the same on every machine's mathematics
CURVES: dict[str, Curve] = {
    "sin x": (math.sin, math.cos),
    "eˣ": (math.exp, math.exp),
    "x³": (lambda x: x * x * x, lambda x: 3 * x * x),
}
FORWARD, CENTRAL = "forward", "central"
PLACES = tuple(k / 4 for k in range(-4, 5))
STEPS = tuple(10.0 ** (-k / 4) for k in range(65))  # 1 to 1e-16
CLOCK = tuple(k / 4 for k in range(65))  # minus the decimal logarithm of h
LENS, LENS_HEIGHT = 2.0, 3.4  # half a width of the microscope, in steps
FLOOR, TOP = 1e-18, 10.0  # an error of exactly 0 is drawn at the floor


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The quotients of one curve at one place for every step, and what the microscope shows."""

    name: str
    place: float
    quotient: str
    slope: float
    found: FloatArray  # (65,) difference quotients
    error: FloatArray  # (65,)
    lens: tuple[FloatArray, ...]  # 65 lines, in steps across and up
    ends: FloatArray  # (65, 2, 2) the secant's two points, in steps across and up


def _lens(f: Callable[[float], float], x: float, h: float) -> FloatArray:
    """What the computer has for f around x, in units of h both ways."""
    across = np.linspace(-LENS, LENS, 121)
    up = np.array([(f(x + u * h) - f(x)) / h for u in across])
    line = np.stack([across, np.clip(up, -9.0, 9.0)], axis=1)
    return line[seen(line, 0.006)]


def compute(*, function: str, place: float, quotient: str) -> View:
    """Difference quotients for all steps."""
    f, slope = CURVES[function]
    ends, found = [], []
    height = f(place)
    for h in STEPS:
        back = 0.0 if quotient == FORWARD else -1.0
        low, high = f(place + back * h), f(place + h)
        ends.append(((back, (low - height) / h), (1.0, (high - height) / h)))
        found.append((high - low) / (h if quotient == FORWARD else 2 * h))
    return View(
        name=function,
        place=place,
        quotient=quotient,
        slope=slope(place),
        found=np.array(found),
        error=np.abs(np.array(found) - slope(place)),
        lens=tuple(_lens(f, place, h) for h in STEPS),
        ends=np.array(ends),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The microscope and the errors."""
    lens, right = fig.subplots(1, 2, width_ratios=(1.0, 1.15))
    lens.set(xlim=(-LENS, LENS), ylim=(-LENS_HEIGHT, LENS_HEIGHT))
    lens.set(xticks=[-2, -1, 0, 1, 2], xlabel="steps h from x₀", ylabel="rise, in steps h")
    lens.set_title("microscope", pad=18)
    for x, text, colour in ((0.0, "curve", INK), (0.3, "tangent", GREEN), (0.68, "secant", ORANGE)):
        lens.text(x, 1.03, text, color=colour, size=9.5, transform=lens.transAxes)
    (curve,) = lens.plot([], [], color=INK, linewidth=3.2)
    (secant,) = lens.plot([], [], color=ORANGE, linewidth=1.8)
    (tangent,) = lens.plot([], [], color=GREEN, linewidth=1.4, linestyle=(0, (5, 4)))
    (ends,) = lens.plot([], [], color=ORANGE, linewidth=8.0, snap=False)
    ends.set_solid_capstyle("round")
    right.set(xscale="log", yscale="log", xlim=(3.0, 4e-17), ylim=(FLOOR / 3, TOP), xlabel="step h")
    right.set_xticks([1.0, 1e-4, 1e-8, 1e-12, 1e-16])
    powers = [f"$\\mathdefault{{10^{{{-k}}}}}$" for k in (0, 4, 8, 12)]  # as on the other axis
    right.set_yticks([1.0, 1e-4, 1e-8, 1e-12, FLOOR], [*powers, "0"])
    right.minorticks_off()
    right.set_title("error so far", pad=18)
    right.grid(True)
    (errors,) = right.plot([], [], color=BLUE, linewidth=4.5, snap=False)
    errors.set_solid_capstyle("round")
    (now,) = right.plot([], [], "o", color=ORANGE, markersize=7, clip_on=False)
    return Artists(
        curve=curve, tangent=tangent, secant=secant, ends=ends, errors=errors, now=now
    )  # fmt: skip


def _line(y: float, slope: float) -> tuple[list[float], list[float]]:
    """A line across the microscope, at the height y in its middle."""
    return [-LENS, LENS], [y - slope * LENS, y + slope * LENS]


def update(artists: Artists, view: View, *, digits: float) -> Sequence[Artist]:
    """The secant at this step, and the errors of the steps so far."""
    k = CLOCK.index(digits)
    (x, y), _ = view.ends[k]
    slope = float(view.found[k])
    artists.curve.set_data(*view.lens[k].T)
    artists.tangent.set_data(*_line(0.0, view.slope))
    artists.secant.set_data(*_line(y - slope * x, slope))
    artists.ends.set_data(*dots(view.ends[k]).T)
    visited = np.maximum(view.error[: k + 1], FLOOR)
    places = np.array(STEPS[: k + 1])
    artists.errors.set_data(*_log_dots(places, visited))
    artists.now.set_data([places[-1]], [visited[-1]])
    return list(vars(artists).values())


def _log_dots(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Each point as a dot, made where both axes are logarithms."""
    spots = dots(np.stack([np.log10(x), np.log10(y)], axis=1))
    return 10.0 ** spots[:, 0], 10.0 ** spots[:, 1]


def readout(view: View, *, digits: float) -> str:
    """The step, what the quotient says, and how wrong that is."""
    k = CLOCK.index(digits)
    return (
        f"h = {small(STEPS[k])}: the {view.quotient} quotient is "
        f"{view.found[k]:.12f}; off by {small(float(view.error[k]))}."
    )


def _solved(view: View, *, digits: float) -> bool:
    return bool(
        view.name == "sin x" and view.place == 1.0 and view.error[CLOCK.index(digits)] < 1e-10
    )


secant_tangent = Explorer(
    name="secant_tangent",
    title="A step that shrinks",
    alt=(
        "First: a microscope, four steps h wide around x₀, that shows a curve as the computer has "
        "it, its tangent, and a secant with its two points. Beside it, on two log scales, the "
        "error of the secant's slope for each step so far."
    ),
    controls={
        "digits": Steps(CLOCK, default=0.0, label="−log₁₀ h", format=".2f", milliseconds=220),
        "quotient": Choice((FORWARD, CENTRAL), label="quotient"),
        "function": Choice(tuple(CURVES), label="curve"),
        "place": Slider(PLACES, default=1.0, label="x₀", format=".2f"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "sin at 1": {"function": "sin x", "place": 1.0, "digits": 0.0},
        "eˣ at 1": {"function": "eˣ", "place": 1.0, "digits": 0.0},
        "sin at 0": {"function": "sin x", "place": 0.0, "digits": 0.0},
    },
    challenge=Challenge(
        text="For sin at x₀ = 1, bring the error below 10⁻¹⁰.",
        solved=_solved,
    ),
    ghost=True,
    size=(7.2, 3.6),
)
