r"""Exercises of chapter 13 on slopes: read a run, find the best step, add up the paths.

Source: Nocedal and Wright (2006), Numerical Optimization, 2nd ed., section 8.1.

Examples
--------
>>> _ = check_best_central_step(lambda third, delta: (3 * delta / third) ** (1 / 3))
✓ best_central_step: 50 random inputs agree.
"""

import math
from collections.abc import Callable

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_best_central_step", "check_curvature_at", "check_path_slope"]

DECADES = 13


def _forward_errors(f: Callable[[float], float], slope: float, x: float) -> FloatArray:
    steps = 10.0 ** -np.arange(1, DECADES + 1)
    return np.array([abs((f(x + h) - f(x)) / h - slope) for h in steps])


def _draw_run(rng: np.random.Generator) -> Inputs:
    # |f''| is never below 0.4, and f''' at most three times as large: from 1e-2 to 1e-6 every
    # step tells it within two in a hundred
    size = float(rng.integers(1, 5))
    x = float(rng.integers(5, 26)) / 10
    if rng.random() < 0.5:
        errors = _forward_errors(lambda u: size * math.sin(u), size * math.cos(x), x)
    else:
        x = x - 1.5
        errors = _forward_errors(lambda u: size * math.exp(u), size * math.exp(x), x)
    order = rng.permutation(DECADES)
    return {"h": 10.0 ** -(order + 1.0), "errors": errors[order]}


def _read(h: FloatArray, errors: FloatArray, place: float) -> float:
    """Twice the error over the step, at the step nearest to a given one."""
    k = int(np.argmin(np.abs(np.log10(h) - np.log10(place))))
    return float(2 * errors[k] / h[k])


def _at_least_error(h: FloatArray, errors: FloatArray) -> float:
    k = int(np.argmin(errors))
    return float(2 * errors[k] / h[k])


check_curvature_at = Exercise(
    name="curvature_at",
    concept="derivative",
    draw=_draw_run,
    expected=lambda h, errors: _read(h, errors, 1e-4),
    hint="where truncation rules, the error is nearly h/2 times |f''|. Which steps are those?",
    mistakes={
        "the error is about h/2 times |f''|, not h times.": (
            lambda h, errors: _read(h, errors, 1e-4) / 2
        ),
        "the smallest step of the list tells about rounding, not about the curve.": (
            lambda h, errors: _read(h, errors, 1e-13)
        ),
        "where the error is least, rounding has a share in it: go to larger steps.": (
            _at_least_error
        ),
        "at the largest step the next term of the curve, with f''', still counts.": (
            lambda h, errors: _read(h, errors, 1e-1)
        ),
        "the lists are in no order: look for a step, not for a place in the list.": (
            lambda h, errors: float(2 * errors[0] / h[0])
        ),
        "divide by the step, do not multiply by it.": (
            lambda h, errors: _read(h, errors, 1e-4) * 1e-8
        ),
    },
    rel_tol=0.02,
)


def _draw_bounds(rng: np.random.Generator) -> Inputs:
    return {
        "third": float(rng.integers(2, 60)) / 10,
        "delta": float(rng.integers(1, 10)) * 10.0 ** -float(rng.integers(6, 17)),
    }


check_best_central_step = Exercise(
    name="best_central_step",
    concept="derivative",
    draw=_draw_bounds,
    expected=lambda third, delta: (3 * delta / third) ** (1 / 3),
    rel_tol=1e-4,  # a fine search for the least bound is right, too
    hint="write the bound as a function of h, and set its slope in h to zero.",
    mistakes={
        "that is the step for the forward quotient, whose truncation falls like h.": (
            lambda third, delta: 2 * (delta / third) ** 0.5
        ),
        "either the two parts were made equal (they need not be: their slopes in h cancel), or "
        "the rounding 2δ was divided by h in place of 2h.": (
            lambda third, delta: (6 * delta / third) ** (1 / 3)
        ),
        "both values that are subtracted are rounded: their part of the bound is 2δ over 2h.": (
            lambda third, delta: (3 * delta / (2 * third)) ** (1 / 3)
        ),
        "that is the least bound: asked is the step at which it is reached.": (
            lambda third, delta: (
                third / 6 * (3 * delta / third) ** (2 / 3) + delta / (3 * delta / third) ** (1 / 3)
            )
        ),
        "the unknown is cubed: take the third root.": (
            lambda third, delta: (3 * delta / third) ** 0.5
        ),
        "no root is taken yet.": lambda third, delta: 3 * delta / third,
        "the constants count, too: do not drop the 6.": (
            lambda third, delta: (delta / third) ** (1 / 3)
        ),
        "delta belongs above, third below: more rounding asks for a larger step.": (
            lambda third, delta: (third / (3 * delta)) ** (1 / 3)
        ),
    },
)


def _draw_graph(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(4, 6))
    return {"local": np.triu(tenths(rng, n, n), 1)}


def _path_slope(local: FloatArray) -> float:
    """Forward: the slope of each node in the first one, in the order of computation."""
    slope = np.zeros(len(local))
    slope[0] = 1.0
    for j in range(1, len(local)):
        slope[j] = slope[:j] @ local[:j, j]
    return float(slope[-1])


def _of_two(local: FloatArray) -> float:
    return float((local @ local)[0, -1])


check_path_slope = Exercise(
    name="path_slope",
    concept="chain-rule",
    draw=_draw_graph,
    expected=_path_slope,
    hint="multiply along each path from the first node to the last, and add over all paths; "
    "node by node this takes a short loop.",
    mistakes={
        "that is the edge that goes straight to the end: there are longer ways.": (
            lambda local: float(local[0, -1])
        ),
        "that is one path, the one through all nodes: add the others.": (
            lambda local: float(np.prod(np.diag(local, 1)))
        ),
        "those are the paths of two edges: there are shorter and longer ones.": _of_two,
        "paths of one and of two edges are there; longer ones are missing.": (
            lambda local: float(local[0, -1]) + _of_two(local)
        ),
        "along a path the local derivatives are multiplied, not added.": (
            lambda local: float(np.diag(local, 1).sum())
        ),
        "the straight edge is a path, too.": (
            lambda local: _path_slope(local) - float(local[0, -1])
        ),
    },
)
