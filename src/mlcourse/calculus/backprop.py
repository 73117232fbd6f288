r"""Backpropagation, one edge at a time, on a network with two inputs and two hidden units.

.. math:: z_j = w_{j1} x_1 + w_{j2} x_2 + b_j, \qquad h_j = \varphi(z_j), \qquad
    y = v_1 h_1 + v_2 h_2 + c, \qquad L = \tfrac12 (y - t)^2

Each edge :math:`u \to v` of the graph has a local derivative :math:`\partial v / \partial u`.
Going forward the nodes get their values in turn; going backward each edge adds
:math:`(\partial L / \partial v)(\partial v / \partial u)` to the gradient of ``u``.

Source: Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
errors, Nature 323, pp. 533-536.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.calculus.differences import CENTRAL_STEP

__all__ = ["Backpropagation", "backpropagate"]

Activation = Literal["tanh", "sigmoid", "relu"]

LEAVES = ("x1", "x2", "w11", "w12", "b1", "w21", "w22", "b2", "v1", "v2", "c", "t")
NAMES = (*LEAVES, "z1", "z2", "h1", "h2", "y", "loss")

# phi and phi', the latter as a function of z
ACTIVATIONS: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "tanh": (lambda z: float(np.tanh(z)), lambda z: 1.0 - float(np.tanh(z)) ** 2),
    "sigmoid": (lambda z: float(expit(z)), lambda z: float(expit(z) * expit(-z))),
    "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0.0)),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Backpropagation(Result):
    """One forward and one backward pass; edges are listed in the order they are walked back."""

    names: tuple[str, ...]  # (n_nodes,) in the order in which the values are computed
    value: FloatArray  # (n_nodes,)
    tail: IntArray  # (n_edges,) node that each edge leaves
    head: IntArray  # (n_edges,) node that it enters
    local: FloatArray  # (n_edges,) derivative of the head with respect to the tail
    gradient: FloatArray  # (n_edges + 1, n_nodes) row k: d loss / d node, as far as k edges tell
    numeric: FloatArray  # (n_nodes,) the last row again, by central differences


def backpropagate(
    x: ArrayLike,
    hidden_weights: ArrayLike,
    hidden_bias: ArrayLike,
    output_weights: ArrayLike,
    output_bias: float,
    t: float,
    *,
    activation: Activation = "tanh",
) -> Backpropagation:
    """Return every value, local derivative and partial gradient of one pass through the network.

    Parameters
    ----------
    x : array_like, shape (2,)
        Input.
    hidden_weights : array_like, shape (2, 2)
        Row j holds the weights into hidden unit j.
    hidden_bias, output_weights : array_like, shape (2,)
        Biases of the hidden units, and weights from them to the output.
    output_bias, t : float
        Bias of the output, and what the output should be.
    activation : {"tanh", "sigmoid", "relu"}
        Function of the hidden units.

    Returns
    -------
    Backpropagation
        Row 0 of ``gradient`` knows only that d loss / d loss = 1; the last row is complete.

    Examples
    --------
    >>> run = backpropagate([1.0, 2.0], [[0.5, 0.0], [0.0, 0.5]], [0.0, 0.0],
    ...                     [1.0, 1.0], 0.0, 1.0, activation="relu")
    >>> y = run.names.index("y")
    >>> float(run.value[y]), float(run.gradient[-1, y])
    (1.5, 0.5)
    """
    weights = check.matrix("hidden_weights", hidden_weights, rows=2, cols=2)
    bias = check.vector("hidden_bias", hidden_bias, length=2)
    leaves = np.concatenate(
        [
            check.vector("x", x, length=2),
            np.column_stack([weights, bias]).ravel(),
            check.vector("output_weights", output_weights, length=2),
            [check.real("output_bias", output_bias), check.real("t", t)],
        ]
    )
    check.choice("activation", activation, list(ACTIVATIONS))

    value = _forward(leaves, activation)
    edges = _edges(dict(zip(NAMES, value, strict=True)), activation)
    gradient = np.zeros((len(edges) + 1, len(NAMES)))
    gradient[0, NAMES.index("loss")] = 1.0
    for k, (u, v, local) in enumerate(edges):
        gradient[k + 1] = gradient[k]
        gradient[k + 1, NAMES.index(u)] += gradient[k, NAMES.index(v)] * local

    numeric = np.empty(len(NAMES))
    for i in range(len(NAMES)):
        h = CENTRAL_STEP * max(1.0, abs(float(value[i])))
        up, down = (_forward(leaves, activation, {NAMES[i]: nudge})[-1] for nudge in (h, -h))
        numeric[i] = (up - down) / (2 * h)
    return Backpropagation(
        names=NAMES,
        value=value,
        tail=np.array([NAMES.index(u) for u, _, _ in edges]),
        head=np.array([NAMES.index(v) for _, v, _ in edges]),
        local=np.array([local for _, _, local in edges]),
        gradient=gradient,
        numeric=numeric,
    )


def _forward(
    leaves: FloatArray, activation: str, nudge: dict[str, float] | None = None
) -> FloatArray:
    """Compute every node in order; ``nudge`` moves one of them by hand, to see what follows."""
    phi, _ = ACTIVATIONS[activation]
    move = nudge or {}
    v = {name: float(x) + move.get(name, 0.0) for name, x in zip(LEAVES, leaves, strict=True)}
    for j in "12":
        v[f"z{j}"] = (
            v[f"w{j}1"] * v["x1"] + v[f"w{j}2"] * v["x2"] + v[f"b{j}"] + move.get(f"z{j}", 0.0)
        )
        v[f"h{j}"] = phi(v[f"z{j}"]) + move.get(f"h{j}", 0.0)
    v["y"] = v["v1"] * v["h1"] + v["v2"] * v["h2"] + v["c"] + move.get("y", 0.0)
    error = v["y"] - v["t"]
    v["loss"] = 0.5 * error * error + move.get("loss", 0.0)
    return np.array([v[name] for name in NAMES])


def _edges(v: dict[str, float], activation: str) -> list[tuple[str, str, float]]:
    """Return (tail, head, local derivative); every edge out of a node stands before those in."""
    _, slope = ACTIVATIONS[activation]
    error = v["y"] - v["t"]
    edges = [("y", "loss", error), ("t", "loss", -error), ("c", "y", 1.0)]
    for j in "12":
        edges += [(f"v{j}", "y", v[f"h{j}"]), (f"h{j}", "y", v[f"v{j}"])]
    for j in "12":
        edges.append((f"z{j}", f"h{j}", slope(v[f"z{j}"])))
    for j in "12":
        for i in "12":
            edges += [(f"w{j}{i}", f"z{j}", v[f"x{i}"]), (f"x{i}", f"z{j}", v[f"w{j}{i}"])]
        edges.append((f"b{j}", f"z{j}", 1.0))
    return edges
