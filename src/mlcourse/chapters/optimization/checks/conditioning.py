r"""Exercises of chapter 06 on conditioning: whom to believe, and what units can mend.

Sources: Nesterov (2018), Lectures on Convex Optimization, section 2.1.3; Higham (2002), Accuracy
and Stability of Numerical Algorithms, section 7.3.

Examples
--------
>>> def mended(hessian):
...     unit = np.sqrt(np.diag(hessian))
...     curvatures = np.linalg.eigvalsh(hessian / np.outer(unit, unit))
...     return curvatures[-1] / curvatures[0]
>>> _ = check_mended(mended)
✓ mended: 50 random inputs agree.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise
from mlcourse.exercises.inputs import Inputs, tenths

__all__ = ["check_certain", "check_mended"]


def _draw_certain(rng: np.random.Generator) -> Inputs:
    # smallest and largest curvature in either order, none of them 1
    n = int(rng.integers(3, 6))
    smallest = rng.choice([0.01, 0.1, 0.5, 2.0, 8.0], size=n)
    bounds = np.column_stack([smallest, smallest * rng.choice([3.0, 20.0, 400.0], size=n)])
    for row in bounds:
        if rng.random() < 0.5:
            row[:] = row[::-1]
    return {"slopes": rng.integers(1, 21, size=n) / 1000, "curvatures": bounds}


check_certain = Exercise(
    name="certain",
    concept="conditioning",
    draw=_draw_certain,
    expected=lambda slopes, curvatures: slopes / np.min(curvatures, axis=1),
    hint="the distance is at most the slope divided by one of the two curvatures: by which?",
    mistakes={
        "a small slope alone certifies nothing: how level can the ground be?": (
            lambda slopes, curvatures: slopes
        ),
        "divide, do not multiply: where the ground is level, a small slope is left far away.": (
            lambda slopes, curvatures: slopes * np.min(curvatures, axis=1)
        ),
        "the level direction is the dangerous one: the smallest curvature decides, not the "
        "largest.": lambda slopes, curvatures: slopes / np.max(curvatures, axis=1),
        "the two curvatures of a row may come in either order: take the smaller one.": (
            lambda slopes, curvatures: slopes / curvatures[:, 0]
        ),
        "the condition number alone does not say it: a bowl with both curvatures tiny has a small "
        "one, too.": (
            lambda slopes, curvatures: (
                slopes * np.max(curvatures, axis=1) / np.min(curvatures, axis=1)
            )
        ),
        "that bounds the value, slope² / (2 μ): the distance is asked.": (
            lambda slopes, curvatures: slopes**2 / (2 * np.min(curvatures, axis=1))
        ),
        "the bound has no root in it: the slope grows in proportion to the distance.": (
            lambda slopes, curvatures: np.sqrt(slopes / np.min(curvatures, axis=1))
        ),
        "each run has its own curvatures: the smallest of all rows judges most of them too hard.": (
            lambda slopes, curvatures: slopes / np.min(curvatures)
        ),
        "one of the two is the dangerous direction: do not take their mean.": (
            lambda slopes, curvatures: slopes / np.mean(curvatures, axis=1)
        ),
    },
)


def _draw_mended(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(2, 4))
    a = tenths(rng, d + 1, d) * np.array([1.0, 8.0, 30.0])[rng.permutation(3)[:d]]
    return {"hessian": a.T @ a + np.diag(np.arange(1.0, d + 1))}


def _kappa(hessian: FloatArray) -> float:
    curvatures = np.linalg.eigvalsh(hessian)
    return float(curvatures[-1] / curvatures[0])


def _in_units(h: FloatArray, unit: FloatArray) -> FloatArray:
    return h / np.outer(unit, unit)


check_mended = Exercise(
    name="mended",
    concept="conditioning",
    draw=_draw_mended,
    expected=lambda hessian: _kappa(_in_units(hessian, np.sqrt(np.diag(hessian)))),
    hint="divide entry i, j by the roots of the diagonal entries i and j; then largest by smallest "
    "eigenvalue.",
    mistakes={
        "that is the condition number in the given units.": _kappa,
        "divide by the roots of the diagonal entries, not by the entries.": (
            lambda hessian: _kappa(_in_units(hessian, np.diag(hessian)))
        ),
        "the ratio of the diagonal entries knows only the axes: the bowl may lie askew.": (
            lambda hessian: np.diag(hessian).max() / np.diag(hessian).min()
        ),
        "then no units would be needed: on the axes the curvatures are 1, in between they are "
        "not.": lambda hessian: 1.0,
        "that is the ratio of the axes of the ellipses: the condition number is its square.": (
            lambda hessian: np.sqrt(_kappa(_in_units(hessian, np.sqrt(np.diag(hessian)))))
        ),
        "upside down: the condition number is at least 1.": (
            lambda hessian: 1 / _kappa(_in_units(hessian, np.sqrt(np.diag(hessian))))
        ),
        "that is the largest curvature: divide it by the smallest.": (
            lambda hessian: np.linalg.eigvalsh(_in_units(hessian, np.sqrt(np.diag(hessian))))[-1]
        ),
        "multiplying by the roots makes the units worse: divide.": (
            lambda hessian: _kappa(_in_units(hessian, 1 / np.sqrt(np.diag(hessian))))
        ),
        "rows and columns both change their units: divide by both roots, so that the table stays "
        "symmetric.": (
            lambda hessian: (
                np.linalg.svd(hessian / np.diag(hessian)[:, None], compute_uv=False)[0]
                / np.linalg.svd(hessian / np.diag(hessian)[:, None], compute_uv=False)[-1]
            )
        ),
    },
)
