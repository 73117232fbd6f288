"""Six values forward and nineteen edges back, one product and one sum at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from mlcourse._check import FloatArray
from mlcourse.calculus.backprop import Backpropagation, backpropagate
from mlcourse.chapters.calculus.figures.wiring import (
    ASIDE,
    CENTRES,
    LABELS,
    LINES,
    NETWORKS,
    SPOTS,
    WEIGHTS,
)
from mlcourse.explore import Artists, Challenge, Choice, Explorer, Slider, Steps
from mlcourse.explore.style import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PAPER
from mlcourse.explore.typeset import rounded

__all__ = ["backprop_stepper"]

STOPS = tuple(k / 2 for k in range(-3, 6))  # of w₁₁
NUDGES = (0.0, 0.1, 0.5, 1.0)
FORWARD = ("z1", "z2", "h1", "h2", "y", "loss")
N_EDGES = 19
CLOCK = tuple(range(len(FORWARD) + N_EDGES + 1))
END = CLOCK[-1]
AXIS = np.linspace(-2.0, 4.0, 49)  # of w₁₁
LOSSES = (-0.1, 0.8)  # the panel's range
BEND = {"tanh": "tanh", "relu": "ReLU"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One pass, and the loss for every w₁₁."""

    network: str
    weight: float
    nudge: float
    run: Backpropagation
    curve: FloatArray  # (49,) losses on AXIS
    after: float  # the loss at the nudged weight

    def of(self, name: str, row: int = -1) -> float:
        """The gradient of a node after so many edges."""
        return float(self.run.gradient[row, self.run.names.index(name)])

    @property
    def loss(self) -> float:
        return float(self.run.value[-1])


def _pass(network: str, weight: float) -> Backpropagation:
    s = NETWORKS[network]
    return backpropagate(
        s.x, [[weight, s.w12], s.second], [0.0, 0.0], s.v, s.c, s.t, activation=s.activation
    )


def _loss(network: str, weight: FloatArray) -> FloatArray:
    """The loss for many values of w₁₁ at once."""
    s = NETWORKS[network]
    bend = np.tanh if s.activation == "tanh" else (lambda z: np.maximum(z, 0.0))
    first = bend(weight * s.x[0] + s.w12 * s.x[1])
    second = bend(np.asarray(s.second[0] * s.x[0] + s.second[1] * s.x[1]))
    return np.asarray(0.5 * (s.v[0] * first + s.v[1] * second + s.c - s.t) ** 2)


def compute(*, network: str, weight: float, nudge: float) -> View:
    """One forward and one backward pass, and a nudge."""
    return View(
        network=network,
        weight=weight,
        nudge=nudge,
        run=_pass(network, weight),
        curve=_loss(network, AXIS),
        after=float(_loss(network, np.array(weight + nudge))),
    )


def draw(fig: Figure, view: View) -> Artists:
    """The network, and beside it the loss against one weight."""
    net, side = fig.subplots(1, 2, width_ratios=(1.75, 1.0))
    net.set(xlim=(0, 374), ylim=(-46, 296), xticks=[], yticks=[])
    net.spines[:].set_visible(False)
    artists = Artists()
    for tail, head in LINES:
        ends = np.array([SPOTS[tail], SPOTS[head]], float)
        if tail not in CENTRES:  # a leaf's line begins beyond its gradient or its value
            ends[0] += (ends[1] - ends[0]) * 19 / np.hypot(*(ends[1] - ends[0]))
        net.plot(*ends.T, color=MUTED, linewidth=1.0, zorder=1)
    (artists.walked,) = net.plot([], [], color=ORANGE, linewidth=2.6, zorder=1.2)
    for name, (x, y) in SPOTS.items():
        circle = name in CENTRES
        if circle:
            net.plot(x, y, "o", color=GRID, markersize=17, zorder=1.6)
        if name in WEIGHTS:
            # behind the value and the name, and behind the gradient, which is wider
            for low, high, wide in ((-7, 18, 28), (-18, -6, 40)):
                net.plot([x, x], [y + low, y + high], color=PAPER, linewidth=wide, zorder=1.4,
                         solid_capstyle="butt")  # fmt: skip
        net.text(x, y, LABELS[name], size=10, ha="center", va="center", weight="bold",
                 color=INK if circle else MUTED)  # fmt: skip
        away = 18 if circle else 12
        above, below = ASIDE.get(name, (0, 0))
        up = net.text(x + above, y + away, "", size=10, ha="center", va="center", color=BLUE)
        down = net.text(x + below, y - away, "", size=10, ha="center", va="center", color=ORANGE)
        setattr(artists, f"value_{name}", up)
        setattr(artists, f"grad_{name}", down)
    net.text(4, 292, "value above", color=BLUE, size=10, va="top")
    net.text(4, 277, "gradient below", color=ORANGE, size=10, va="top")
    artists.says = net.text(4, -38, "", size=10, va="center")
    side.set(xlim=(-2, 4), ylim=LOSSES, xlabel="w₁₁", ylabel="loss L")
    side.set_title("change w₁₁ alone")
    (artists.mark,) = side.plot([], [], color=GREEN, linewidth=1.0, linestyle=":")
    (artists.curve,) = side.plot([], [], color=INK, linewidth=1.6)
    (artists.slope,) = side.plot([], [], color=ORANGE, linewidth=2.0)
    (artists.here,) = side.plot([], [], "o", color=BLUE, markersize=7)
    (artists.there,) = side.plot([], [], "o", color=GREEN, markersize=7)
    (artists.foretold,) = side.plot(
        [], [], "o", color=ORANGE, fillstyle="none", markersize=8, clip_on=False
    )
    return artists


def _value_sentence(view: View, name: str) -> str:
    """What the forward step just computed."""
    value = {n: rounded(float(v)) for n, v in zip(view.run.names, view.run.value, strict=True)}
    bend = BEND[NETWORKS[view.network].activation]
    if name[0] == "z":
        j = name[1]
        terms = " + ".join(f"({value[f'w{j}{i}']})({value[f'x{i}']})" for i in "12")
        return f"{LABELS[name]} = {terms} + {value[f'b{j}']} = {value[name]}"
    if name[0] == "h":
        return f"{LABELS[name]} = {bend}({value['z' + name[1]]}) = {value[name]}"
    if name == "y":
        terms = " + ".join(f"({value[f'v{j}']})({value[f'h{j}']})" for j in "12")
        return f"y = {terms} + {value['c']} = {value['y']}"
    return f"L = ½ ({value['y']} − {value['t']})² = {value['loss']}"


def _edge_sentence(view: View, edge: int) -> str:
    """What the edge just walked back added."""
    run = view.run
    tail, head = (run.names[int(node[edge])] for node in (run.tail, run.head))
    before, after = view.of(tail, edge), view.of(tail, edge + 1)
    product = f"({rounded(view.of(head, edge))})({rounded(float(run.local[edge]))})"
    # of 19 edges only those of x₁ and x₂ that come second find something there
    second = tail[0] == "x" and head == "z2"
    start = f"{rounded(before)} + " if second else ""
    return f"{LABELS[tail]} from {LABELS[head]}:  {start}{product} = {rounded(after)}"


def _edge_line(run: Backpropagation, edge: int) -> FloatArray:
    """An arrow back along the edge, from its head to its tail."""
    tail, head = (np.array(SPOTS[run.names[int(n[edge])]], float) for n in (run.tail, run.head))
    unit = (tail - head) / np.hypot(*(tail - head))
    crosses = (run.names[int(run.tail[edge])], run.names[int(run.head[edge])]) == ("x1", "z2")
    gap = 34 if crosses else 13 if tail[1] in (55, 205) else 23  # off the tail's own numbers
    start, tip = head + 13 * unit, tail - gap * unit
    side = 4 * np.array([-unit[1], unit[0]])
    return np.array([start, tip, tip - 7 * unit + side, tip, tip - 7 * unit - side])


def _texts(artists: Artists, view: View, step: int) -> None:
    """Values and gradients as far as the clock has come."""
    known = set(view.run.names) - set(FORWARD) | set(FORWARD[:step])
    edge = step - len(FORWARD)
    reached = {"loss"} if step >= len(FORWARD) else set()
    reached |= {view.run.names[int(n)] for n in view.run.tail[: max(edge, 0)]}
    for name, value in zip(view.run.names, view.run.value, strict=True):
        shown = rounded(float(value)) if name in known else ""
        getattr(artists, f"value_{name}").set_text(shown)
        grad = rounded(view.of(name, max(edge, 0))) if name in reached else ""
        getattr(artists, f"grad_{name}").set_text(grad)


def update(artists: Artists, view: View, *, step: int) -> Sequence[Artist]:
    """The network so far; at the end the loss against w₁₁ with the slope that was found."""
    _texts(artists, view, step)
    edge = step - len(FORWARD) - 1
    walked = _edge_line(view.run, edge) if edge >= 0 else np.empty((0, 2))
    artists.walked.set_data(*walked.T)
    if step == 0:
        artists.says.set_text("")
    elif edge < 0:
        artists.says.set_text(_value_sentence(view, FORWARD[step - 1]))
    else:
        artists.says.set_text(_edge_sentence(view, edge))
    done = step == END
    here = (view.weight, view.loss)
    slope = view.of("w11")
    artists.here.set_data(*([[here[0]], [here[1]]] if step >= len(FORWARD) else [[], []]))
    artists.curve.set_data(*((AXIS, view.curve) if done else ([], [])))
    reach = np.array([-1.2, 1.2])
    line = (here[0] + reach, here[1] + slope * reach)
    artists.slope.set_data(*(line if done else ([], [])))
    nudged = done and view.nudge > 0.0
    end = view.weight + view.nudge
    artists.mark.set_data(*(([end, end], LOSSES) if view.nudge > 0.0 else ([], [])))
    artists.there.set_data(*([[end], [view.after]] if nudged else [[], []]))
    told = here[1] + slope * view.nudge
    artists.foretold.set_data(*([[end], [told]] if nudged else [[], []]))
    return list(vars(artists).values())


def _checked(view: View) -> str:
    """The walk's gradients beside those found by nudging each node."""
    apart = np.abs(view.run.numeric - view.run.gradient[-1])
    worst = int(apart.argmax())
    if apart[worst] < 1e-7:
        return "each of the 18 gradients agrees with nudging its number up and down"
    i = view.run.names.index("w11")
    return (
        f"for w₁₁ the walk says {rounded(view.of('w11'))}, nudging it up and down "
        f"{rounded(float(view.run.numeric[i]))}"
    )


def readout(view: View, *, step: int) -> str:
    """What the clock has come to; at the end the check, and the nudge."""
    if step == 0:
        return "Only the leaves have values: inputs, weights, biases, target."
    if step <= len(FORWARD):
        return f"Forward, value {step} of {len(FORWARD)}."
    if step < END:
        return f"Backward, edge {step - len(FORWARD)} of {N_EDGES}: one product, one sum."
    if view.nudge == 0.0:
        return f"Done: {_checked(view)}."
    told = view.of("w11") * view.nudge
    return (
        f"w₁₁ up by {view.nudge:g}: the slope foretells a change of L by {rounded(told)}; "
        f"it changes by {rounded(view.after - view.loss)}."
    )


def _fooled(view: View, *, step: int) -> bool:
    told, true = view.of("w11") * view.nudge, view.after - view.loss
    return bool(
        view.network == "A" and view.weight == 0.5 and step == END
        and view.nudge > 0.0 and told < 2.0 * true < 0.0
    )  # fmt: skip


def _preset(network: str) -> dict[str, Any]:
    return {"network": network, "weight": 0.5, "nudge": 0.0, "step": 0}


backprop_stepper = Explorer(
    name="backprop_stepper",
    title="Forward for the loss, backward for every slope",
    alt=(
        "First: a network with inputs x₁ and x₂, two hidden units (z and a), an output y and a "
        "loss L, with weights on the lines; over each name its value, under it its gradient, as "
        "far as the clock has come, and in a line below the step just made. Beside it, at the "
        "end: the loss against w₁₁, with a line of the slope that was found."
    ),
    controls={
        "step": Steps(CLOCK, default=0, label="step", milliseconds=1100),
        "network": Choice(tuple(NETWORKS), label="network"),
        "weight": Slider(STOPS, default=0.5, label="w₁₁", format=".1f"),
        "nudge": Slider(NUDGES, default=0.0, label="nudge of w₁₁", format=".1f"),
    },
    compute=compute,
    draw=draw,
    update=update,
    readout=readout,
    presets={f"network {name}": _preset(name) for name in NETWORKS},
    challenge=Challenge(
        text="Network A, w₁₁ = 0.5, at the end: nudge w₁₁ until the slope foretells more than "
        "twice the fall that comes.",
        solved=_fooled,
    ),
    size=(8.2, 4.2),
)
