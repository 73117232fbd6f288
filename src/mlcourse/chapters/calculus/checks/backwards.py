r"""Exercises of chapter 13 on the way back: a backward pass with two bugs, and a layer of arrays.

Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5.

Examples
--------
>>> def gradients(n_nodes, edges):
...     grad = np.zeros(n_nodes)
...     grad[-1] = 1.0
...     for tail, head, local in sorted(edges, key=lambda edge: -edge[1]):
...         grad[tail] += grad[head] * local
...     return grad
>>> _ = check_gradients(gradients)
✓ gradients: 50 random inputs agree.
"""

from typing import Literal

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_gradients", "check_layer_gradients"]

Edges = list[tuple[int, int, float]]
Joined = Literal["added", "assigned", "multiplied"]


def _gradients(
    n_nodes: int,
    edges: Edges,
    *,
    order: Literal["back", "as listed", "listed, reversed", "forward"] = "back",
    joined: Joined = "added",
    seed: Literal["last", "all", "none"] = "last",
) -> FloatArray:
    """The backward pass, and what it becomes with something changed."""
    grad = np.ones(n_nodes) if seed == "all" else np.zeros(n_nodes)
    grad[-1] = 0.0 if seed == "none" else 1.0
    met = {n_nodes - 1}
    walk = {
        "back": sorted(edges, key=lambda edge: -edge[1]),
        "forward": sorted(edges, key=lambda edge: edge[1]),
        "as listed": edges,
        "listed, reversed": edges[::-1],
    }[order]
    for tail, head, local in walk:
        part = grad[head] * local
        if joined == "added":
            grad[tail] += part
        elif joined == "assigned" or tail not in met:
            grad[tail] = part
        else:
            grad[tail] *= part
        met.add(tail)
    return grad


def _draw_edges(rng: np.random.Generator) -> Inputs:
    while True:
        n = int(rng.integers(4, 6))
        chosen = [(i, i + 1) for i in range(n - 1)]  # a chain, and short cuts beside it
        chosen += [(i, j) for j in range(n) for i in range(j - 1) if rng.random() < 0.6]
        local = tenths(rng, len(chosen))
        order = rng.permutation(len(chosen))
        edges = [(*chosen[k], float(local[k])) for k in order]
        # an order that is wrong both ways, or some runs would not need a sorted one
        right = _gradients(n, edges)
        lists = [_gradients(n, edges, order=o) for o in ("as listed", "listed, reversed")]
        if len(edges) > n and not any(np.allclose(right, other) for other in lists):
            return {"n_nodes": n, "edges": edges}


check_gradients = Exercise(
    name="gradients",
    concept="backpropagation",
    draw=_draw_edges,
    expected=_gradients,
    hint="two things: a node that feeds several others gets a part from each of them, and it may "
    "pass its gradient on only when all its parts are there.",
    mistakes={
        "as it stands, a later edge wipes out what an earlier one brought, and nodes pass on what "
        "is not complete.": lambda n_nodes, edges: _gradients(
            n_nodes, edges, order="listed, reversed", joined="assigned"
        ),
        "parts are added now, but a node still passes on its gradient before it is complete: the "
        "list is in no order.": lambda n_nodes, edges: _gradients(
            n_nodes, edges, order="listed, reversed"
        ),
        "the list is in no order, neither from the front nor from the back.": (
            lambda n_nodes, edges: _gradients(n_nodes, edges, order="as listed")
        ),
        "the order is right now, but a later edge still wipes out what an earlier one brought.": (
            lambda n_nodes, edges: _gradients(n_nodes, edges, joined="assigned")
        ),
        "the list is in no order, and a later edge wipes out what an earlier one brought.": (
            lambda n_nodes, edges: _gradients(n_nodes, edges, order="as listed", joined="assigned")
        ),
        "along a path derivatives are multiplied; the parts of several paths are not.": (
            lambda n_nodes, edges: _gradients(n_nodes, edges, joined="multiplied")
        ),
        "that walks from the leaves to the loss: the gradients are not there yet.": (
            lambda n_nodes, edges: _gradients(n_nodes, edges, order="forward")
        ),
        "only the last node starts with 1; the others start empty.": (
            lambda n_nodes, edges: _gradients(n_nodes, edges, seed="all")
        ),
        "nothing comes back: the derivative of the last node by itself is 1.": (
            lambda n_nodes, edges: _gradients(n_nodes, edges, seed="none")
        ),
    },
)


def _draw_layer(rng: np.random.Generator) -> Inputs:
    n, p, q = ((2, 3, 4), (4, 2, 3), (3, 4, 2), (2, 4, 3))[int(rng.integers(0, 4))]
    return {
        "x": tenths(rng, n, p),
        "W": np.round(tenths(rng, p, q) / 2, 2),
        "b": tenths(rng, q),
        "g": tenths(rng, n, q),
    }


def _layer(
    x: FloatArray, W: FloatArray, b: FloatArray, g: FloatArray, *, bend: str = "1 - a²"
) -> tuple[FloatArray, FloatArray, FloatArray]:
    z = x @ W + b
    slope = {
        "1 - a²": 1 - np.tanh(z) ** 2,
        "none": np.ones_like(z),
        "1 - a": 1 - np.tanh(z),
        "1 - z²": 1 - z**2,
        "of g": 1 - np.tanh(g) ** 2,
        "no bias": 1 - np.tanh(x @ W) ** 2,
    }[bend]
    d = g * slope
    return x.T @ d, d.sum(axis=0), d @ W.T


def _averaged(x: FloatArray, W: FloatArray, b: FloatArray, g: FloatArray) -> tuple[FloatArray, ...]:
    weights, bias, inputs = _layer(x, W, b, g)
    return weights, bias / len(x), inputs


check_layer_gradients = Exercise(
    name="layer_gradients",
    concept="backpropagation",
    draw=_draw_layer,
    expected=_layer,
    hint="first back through tanh: multiply g entry by entry by the slope 1 - a². The rest is "
    "two products of matrices and one sum; the shapes tell which is transposed.",
    mistakes={
        "g belongs to a: bring it back through tanh first.": (
            lambda x, W, b, g: _layer(x, W, b, g, bend="none")
        ),
        "the slope of tanh is 1 - a², with the square.": (
            lambda x, W, b, g: _layer(x, W, b, g, bend="1 - a")
        ),
        "in 1 - a² stands the value of tanh, not what went into it.": (
            lambda x, W, b, g: _layer(x, W, b, g, bend="1 - z²")
        ),
        "the slope is taken where the layer was, at xW + b, not at g.": (
            lambda x, W, b, g: _layer(x, W, b, g, bend="of g")
        ),
        "the slope is taken at xW + b: the bias is missing in it.": (
            lambda x, W, b, g: _layer(x, W, b, g, bend="no bias")
        ),
        "b was copied to every row: on the way back the rows are summed, not averaged.": _averaged,
        "g is the slope of one loss in all rows: nothing is averaged on the way back.": (
            lambda x, W, b, g: tuple(part / len(x) for part in _layer(x, W, b, g))
        ),
        "b stands inside tanh, as xW does: sum the rows of g times the slope, not those of g.": (
            lambda x, W, b, g: (_layer(x, W, b, g)[0], g.sum(axis=0), _layer(x, W, b, g)[2])
        ),
        "x comes before tanh: what goes back through W is g times the slope, not g.": (
            lambda x, W, b, g: (*_layer(x, W, b, g)[:2], g @ W.T)
        ),
        "in this order: of W, of b, of x.": lambda x, W, b, g: (
            _layer(x, W, b, g)[-1:] + _layer(x, W, b, g)[:2]
        ),
    },
)
