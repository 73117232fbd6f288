"""A deep random network: how large the signal is going up, and the gradient coming down."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.chapters.calculus.figures.numerals import small
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.lines import dots
from mlcourse.explore.style import BLUE, GRID, MUTED, ORANGE
from mlcourse.learning.network import Activation
from mlcourse.learning.signal_flow import signal_flow

__all__ = ["vanishing_gradients"]

DEPTHS = (5, 10, 20, 50)
SCALES = (0.5, 0.8, 0.9, 1.0, 1.1, 1.2, 2**0.5, 1.5, 2.0, 4.0, 8.0, 12.0)
BACK = (*range(11), *range(12, 21, 2), *range(25, 51, 5))
WIDTH, SEED = 64, 7
LOW, HIGH = 1e-8, 1e8  # what lies beyond is told by an arrowhead at the edge
TICKS = (1e-8, 1e-4, 1.0, 1e4, 1e8)
NAMES = {"ReLU": "relu", "tanh": "tanh", "sigmoid": "sigmoid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Sizes layer by layer, and what arrives at the input for each scale up to this one."""

    depth: int
    signal: FloatArray  # (depth + 1,)
    gradient: FloatArray  # (depth + 1,)
    weights: FloatArray  # (depth,)
    scales: FloatArray  # those up to this one
    arrives: FloatArray  # the gradient at the input, for each


@cache
def _flow(depth: int, activation: Activation, scale: float) -> tuple[FloatArray, ...]:
    flow = signal_flow(
        depth=depth, width=WIDTH, activation=activation, scheme="xavier", scale=scale, rng=SEED
    )
    return flow.activation_rms, flow.gradient_rms, flow.weight_gradient_rms


def compute(*, depth: int, activation: str, scale: float) -> View:
    """One pass up and one down, for every scale that is not larger than this one."""
    name = next(a for a in get_args(Activation) if a == NAMES[activation])
    scales = [s for s in SCALES if s <= scale]
    flows = [_flow(depth, name, s) for s in scales]
    signal, gradient, weights = flows[-1]
    return View(
        depth=depth,
        signal=signal,
        gradient=gradient,
        weights=weights,
        scales=np.array(scales),
        arrives=np.array([flow[1][0] for flow in flows]),
    )


def _until_the_edge(place: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The line as far as it stays between LOW and HIGH; it ends where it crosses one of them."""
    beyond = np.flatnonzero((values < LOW) | (values > HIGH))
    if not beyond.size:
        return place, values
    k = int(beyond[0])  # never 0: both lines begin near 1
    edge = LOW if values[k] < LOW else HIGH
    rise = np.log(np.clip(values[k - 1 : k + 1], 1e-300, 1e300))
    share = (np.log(edge) - rise[0]) / (rise[1] - rise[0])
    crossing = place[k - 1] + share * (place[k] - place[k - 1])
    return np.append(place[:k], crossing), np.append(values[:k], edge)


def draw(fig: Figure, view: View) -> Artists:
    """Both sizes against the layer, and what arrives against the scale."""
    left, right = fig.subplots(1, 2, width_ratios=(1.5, 1.0), sharey=True)
    for ax in (left, right):
        ax.axhline(1.0, color=GRID, linewidth=1.2, zorder=0)
    left.set(xlim=(-0.02, 1.02), yscale="log", ylim=(LOW / 4, HIGH * 4))
    left.set(xticks=[0.0, 0.25, 0.5, 0.75, 1.0], xlabel="share of the layers, input to output")
    left.set_xticklabels(["input", "¼", "½", "¾", "output"])
    left.set_yticks(TICKS)
    left.minorticks_off()
    left.set_title("typical size", pad=18)
    left.text(0.0, 1.03, "signal, going up", color=BLUE, size=9.5, transform=left.transAxes)
    left.text(0.42, 1.03, "gradient, coming back", color=ORANGE, size=9.5, transform=left.transAxes)
    (signal,) = left.plot([], [], color=BLUE, linewidth=2.0)
    (gradient,) = left.plot([], [], color=ORANGE, linewidth=2.0)
    (now,) = left.plot([], [], "o", color=ORANGE, markersize=7, clip_on=False)
    right.set(xscale="log", xlim=(0.42, 15.0), xlabel="scale, up to yours")
    right.set_xticks([0.5, 1, 2, 4, 8], ["½", "1", "2", "4", "8"])
    right.minorticks_off()
    right.tick_params(labelleft=True)
    right.set_title("gradient at the input", pad=18)
    (curve,) = right.plot([], [], color=MUTED, linewidth=1.0)
    (arrived,) = right.plot([], [], color=ORANGE, linewidth=6.0, snap=False)
    arrived.set_solid_capstyle("round")
    artists = Artists(signal=signal, gradient=gradient, now=now, curve=curve, arrived=arrived)
    for side, ax in (("left", left), ("right", right)):
        for edge, marker in (("low", "v"), ("high", "^")):
            (heads,) = ax.plot([], [], marker, color=ORANGE, markersize=7, clip_on=False)
            setattr(artists, f"{side}_{edge}", heads)
    return artists


def _split(
    artists: Artists, side: str, place: FloatArray, values: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Arrowheads for what lies beyond the edges; the rest comes back."""
    low, high = values < LOW, values > HIGH
    for edge, at, y in (("low", low, LOW), ("high", high, HIGH)):
        getattr(artists, f"{side}_{edge}").set_data(place[at], np.full(at.sum(), y))
    return place[~low & ~high], values[~low & ~high]


def update(artists: Artists, view: View, *, back: int) -> Sequence[Artist]:
    """The gradient as many layers back as the clock says; at the input, one dot a scale."""
    place = np.linspace(0.0, 1.0, view.depth + 1)
    reached = max(view.depth - back, 0)
    artists.signal.set_data(*_until_the_edge(place, view.signal))
    way = slice(reached, None)
    artists.gradient.set_data(*_until_the_edge(place[way][::-1], view.gradient[way][::-1]))
    here = slice(reached, reached + 1)
    artists.now.set_data(*_split(artists, "left", place[here], view.gradient[here]))
    done = len(view.scales) if reached == 0 else 0
    scales, arrives = view.scales[:done], view.arrives[:done]
    inside = np.stack(_split(artists, "right", scales, arrives), axis=1)
    artists.curve.set_data(*inside.T)
    artists.arrived.set_data(*(10.0 ** dots(np.log10(inside))).T)
    return list(vars(artists).values())


def readout(view: View, *, back: int) -> str:
    """The signal at the output, and the gradient where it is."""
    signal = f"Signal at the output {small(float(view.signal[-1]))}. "
    reached = max(view.depth - back, 0)
    if reached == view.depth:
        return signal + "The gradient starts there with the size 1."
    size = small(float(view.gradient[reached]))
    if reached > 0:
        return signal + f"Gradient {back} of {view.depth} layers back: {size}."
    return signal + (
        f"Gradient at the input, reached after {view.depth} layers: {size}; of the first weights "
        f"{small(float(view.weights[0]))}, of the last {small(float(view.weights[-1]))}."
    )


def _kept(view: View, *, back: int) -> bool:
    return bool(view.depth == 50 and back >= 50 and 0.5 <= view.gradient[0] <= 2.0)


vanishing_gradients = Explorer(
    name="vanishing_gradients",
    title="Up through many layers, and back",
    alt=(
        "First, on a log scale: the typical size of the numbers in each layer of a deep random "
        "network, from input to output, and the typical size of the gradient as far back as the "
        "clock has come, starting with 1 at the output. Beside it, once the input is reached: "
        "the gradient there against the scale of the weights, for the scales up to the chosen one. "
        "Arrowheads at the edge stand for what lies beyond it."
    ),
    controls={
        "back": Steps(BACK, default=0, label="layers back", milliseconds=250),
        "depth": Slider(DEPTHS, default=50, label="layers", format="d"),
        "activation": Choice(tuple(NAMES), default="tanh", label="activation"),
        "scale": Slider(SCALES, default=2.0, label="scale of the weights", format=".3g"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={
        "tanh, scale 2": {"depth": 50, "activation": "tanh", "scale": 2.0, "back": 0},
        "sigmoid, scale 1": {"depth": 50, "activation": "sigmoid", "scale": 1.0, "back": 0},
        "ReLU, scale 1": {"depth": 50, "activation": "ReLU", "scale": 1.0, "back": 0},
    },
    challenge=Challenge(
        text="50 layers, all the way back: a gradient between ½ and 2 at the input.",
        solved=_kept,
    ),
    size=(7.6, 3.6),
)
