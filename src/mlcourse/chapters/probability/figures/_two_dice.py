"""Two dice: 36 outcomes, a number for each, an event painted, and the point of balance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from mlcourse._check import BoolArray, FloatArray, IntArray
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider
from mlcourse.explore.style import BLUE, GREEN, INK, MUTED, ORANGE
from mlcourse.probability.sample_spaces import event_probability, product_space
from mlcourse.probability.variables import random_variable

__all__ = ["two_dice"]

FACES = np.arange(1, 7)
FIRST, SECOND = (grid.ravel() for grid in np.meshgrid(FACES, FACES, indexing="ij"))
VARIABLES: dict[str, IntArray] = {
    "sum": FIRST + SECOND,
    "larger": np.maximum(FIRST, SECOND),
    "difference": np.abs(FIRST - SECOND),
}
EVENTS: dict[str, Callable[[IntArray, int], BoolArray]] = {
    "is": lambda x, k: x == k,
    "at least": lambda x, k: x >= k,
    "at most": lambda x, k: x <= k,
}
SIGNS = dict(zip(EVENTS, "=≥≤", strict=True))
FAIR = 1 / 6
SEAT = -0.018  # where the ruler lies upon its support
TOP = 0.52  # above the tallest pile, 0.44, for the words


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The outcomes, the variable on them and an event of it."""

    event_text: str
    die: FloatArray  # (6,) the probabilities of the faces
    values: IntArray  # (36,) X of each outcome, the first die slowest
    p: FloatArray  # (36,)
    painted: BoolArray  # (36,) the outcomes of the event
    probability: float
    mean: float
    sigma: float


def compute(*, variable: str, event: str, k: float, six: float) -> View:
    """Both dice show a six with one probability, and share the rest among the other faces."""
    die = np.append(np.full(5, (1 - six) / 5), six)
    p = product_space(die, die)
    x = VARIABLES[variable]
    painted = EVENTS[event](x, int(k))
    law = random_variable(p, x)
    return View(
        event_text=f"{variable} {SIGNS[event]} {int(k)}",
        die=die,
        values=x,
        p=p,
        painted=painted,
        probability=event_probability(p, painted),
        mean=law.mean,
        sigma=law.variance**0.5,
    )


def _boxes(corners: Sequence[tuple[float, float, float, float]]) -> Path:
    """One path around all boxes (left, right, low, high)."""
    parts = [Path([(a, c), (b, c), (b, d), (a, d), (a, c)], closed=True) for a, b, c, d in corners]
    return Path.make_compound_path(*parts) if parts else Path(np.empty((0, 2)))


def _cells(view: View) -> list[tuple[float, float, float, float]]:
    """The outcomes in the unit square; their areas are their probabilities."""
    edge = np.append(0.0, np.cumsum(view.die))
    return [(edge[i], edge[i + 1], edge[j], edge[j + 1]) for i, j in product(range(6), range(6))]


def _stacked(view: View) -> list[tuple[float, float, float, float]]:
    """The outcomes as blocks over their values, those of the event below."""
    level = dict.fromkeys(range(13), 0.0)
    out = [(0.0, 0.0, 0.0, 0.0)] * 36
    for place in np.argsort(~view.painted, kind="stable"):
        x, low = int(view.values[place]), level[int(view.values[place])]
        level[x] = low + float(view.p[place])
        out[place] = (x - 0.4, x + 0.4, low, level[x])
    return out


def draw(fig: Figure, view: View) -> Artists:
    """The square of outcomes, and the ruler on which they are piled up."""
    left, right = fig.subplots(1, 2, width_ratios=(1.0, 1.25))
    left.set(xlim=(-0.075, 1.005), ylim=(-0.075, 1.005), aspect="equal")
    left.set(title="36 outcomes, and X of each", xlabel="first die", ylabel="second die")
    left.set(xticks=[], yticks=[])
    left.spines[:].set_visible(False)
    right.set(xlim=(-0.9, 12.9), ylim=(-0.075, TOP), title="each outcome at its value of X")
    right.set(
        xlabel="X", ylabel="probability", yticks=[0, 0.1, 0.2, 0.3, 0.4, 0.5], xticks=range(13)
    )
    artists = Artists(numbers=[])
    for name, ax in (("cell", left), ("block", right)):
        for kind, colour, alpha in (("others", BLUE, 0.16), ("painted", ORANGE, 0.5)):
            patch = PathPatch(
                Path(np.empty((0, 2))), facecolor=(colour, alpha), edgecolor=MUTED, linewidth=0.6
            )
            ax.add_patch(patch)
            setattr(artists, f"{name}_{kind}", patch)
    face = {"ha": "center", "va": "center", "size": 9, "color": MUTED}
    artists.faces = [[left.text(0, 0, str(k), **face) for k in FACES] for _ in range(2)]
    for _ in range(36):
        artists.numbers.append(left.text(0.5, 0.5, "", ha="center", va="center", size=9.5))
    right.plot([-0.7, 12.7], [SEAT / 2, SEAT / 2], color=INK, linewidth=2.2)
    (artists.support,) = right.plot([], [], "^", color=GREEN, markersize=11, markeredgewidth=0)
    artists.mean = right.text(0, -0.052, "", color=GREEN, va="center", weight="bold", size=9.5)
    artists.chance = right.text(
        0.98, 0.97, "", transform=right.transAxes, color=INK, ha="right", va="top", weight="bold"
    )
    return artists


def update(artists: Artists, view: View) -> Sequence[Artist]:
    """The event painted in both panels, and the support under the ruler."""
    changed: list[Artist] = []
    for name, boxes in (("cell", _cells(view)), ("block", _stacked(view))):
        for kind, wanted in (("others", False), ("painted", True)):
            patch = getattr(artists, f"{name}_{kind}")
            chosen = zip(boxes, view.painted, strict=True)
            patch.set_path(_boxes([box for box, is_in in chosen if is_in == wanted]))
            patch.stale = True  # which set_path forgets to say
            changed.append(patch)
    for text, (a, b, c, d), value in zip(artists.numbers, _cells(view), view.values, strict=True):
        text.set_text(str(value))
        if (middle := ((a + b) / 2, (c + d) / 2)) != text.get_position():  # else drawn in vain
            text.set_position(middle)
    edge = np.append(0.0, np.cumsum(view.die))
    for across, up, middle in zip(*artists.faces, (edge[1:] + edge[:-1]) / 2, strict=True):
        if (place := (middle, -0.04)) != across.get_position():
            across.set_position(place)
            up.set_position(place[::-1])
    artists.support.set_data([view.mean], [-0.034])
    artists.mean.set_text(f"E[X] = {view.mean:.2f}")
    artists.mean.set_x(view.mean + 0.55 if view.mean < 8 else view.mean - 4.6)
    artists.chance.set_text(f"P({view.event_text}) = {view.probability:.3f}")
    faces = [text for side in artists.faces for text in side]
    return [*changed, *artists.numbers, *faces, artists.support, artists.mean, artists.chance]


def readout(view: View) -> str:
    """The probability of the event, as a count when all outcomes are equally likely."""
    count = int(view.painted.sum())
    outcomes = f"{count} outcome{'' if count == 1 else 's'}"
    fair = bool(np.ptp(view.die) < 1e-12)
    how = f"{count}/36 = " if fair else f"areas of {outcomes} = "
    chance = f"{how}{view.probability:.3f}" if count else "0, for no outcome is in it"
    return (
        f"P({view.event_text}) = {chance}. The ruler balances at "
        f"E[X] = {view.mean:.3f}; its standard deviation is {view.sigma:.3f}."
    )


two_dice = Explorer(
    name="two_dice",
    title="Two dice, one number",
    alt=(
        "Left: a square cut into 36 cells, one for each outcome of two dice; the area of a cell "
        "is its probability, the number in it is the value of X; the faces stand at the edges, and "
        "the cells of an event are painted. Right: the same 36 outcomes as blocks, piled up on a "
        "ruler at their values of X, the painted ones below. A triangle under the ruler marks "
        "its point of balance, the expected value. Loaded dice widen the sixes and move the "
        "balance."
    ),
    controls={
        "variable": Choice(tuple(VARIABLES), label="X is the"),
        "six": Slider((0.1, FAIR, 0.2, 0.25), default=FAIR, label="chance of a six"),
        "event": Choice(tuple(EVENTS), label="event: X …"),
        "k": Slider(range(13), default=4, label="… k", format="g"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    size=(7.2, 3.3),
    presets={
        "the sum is 8": {"variable": "sum", "event": "is", "k": 8, "six": FAIR},
        "a double": {"variable": "difference", "event": "is", "k": 0, "six": FAIR},
        "at least one six": {"variable": "larger", "event": "is", "k": 6, "six": FAIR},
        "loaded dice": {"variable": "sum", "event": "at least", "k": 9, "six": 0.25},
    },
    challenge=Challenge(
        text="With fair dice, find an event of probability one quarter.",
        solved=lambda view: bool(np.ptp(view.die) < 1e-12 and abs(view.probability - 0.25) < 1e-12),
    ),
)
