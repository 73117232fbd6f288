r"""The checks of chapter 08 on Newton's method.

Source: Nocedal and Wright (2006), Numerical Optimization, section 3.3.

Examples
--------
>>> _ = check_largest_start("1.732")
✓ largest_start: 1.732 is right.
"""

import numpy as np

from mlcourse._check import FloatArray
from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs, fraction, tenths

__all__ = ["check_largest_start", "check_newton_step"]


def _draw_newton(rng: np.random.Generator) -> Inputs:
    d = int(rng.integers(2, 4))
    root = tenths(rng, d, d)
    # positive definite, and no entry near 0: inverting each by itself must have a result
    hessian = (root @ root.T + 2 * np.eye(d)).round(2)
    while np.abs(hessian).min() < 0.1:
        root = tenths(rng, d, d)
        hessian = (root @ root.T + 2 * np.eye(d)).round(2)
    return {
        "x": tenths(rng, d),
        "gradient": tenths(rng, d),
        "hessian": hessian,
        "share": float(rng.choice([1.0, 0.5, 0.25, fraction(rng)])),
    }


def _newton(x: FloatArray, gradient: FloatArray, hessian: FloatArray, share: float) -> FloatArray:
    return np.asarray(x - share * np.linalg.solve(hessian, gradient))


check_newton_step = Exercise(
    name="newton_step",
    concept="newton",
    draw=_draw_newton,
    expected=_newton,
    hint="solve hessian @ p = -gradient for p, and go the share of it from x.",
    mistakes={
        "is the sign right? Newton's step goes downhill.": (
            lambda x, gradient, hessian, share: _newton(x, gradient, hessian, -share)
        ),
        "the share is missing.": (
            lambda x, gradient, hessian, share: _newton(x, gradient, hessian, 1.0)
        ),
        "that is a gradient step: divide by the curvatures, that is, solve with the Hessian.": (
            lambda x, gradient, hessian, share: x - share * gradient
        ),
        "the Hessian multiplies the gradient here: it has to be undone.": (
            lambda x, gradient, hessian, share: x - share * hessian @ gradient
        ),
        "only the curvatures along the axes are used: the other entries of the Hessian count.": (
            lambda x, gradient, hessian, share: x - share * gradient / np.diag(hessian)
        ),
        "1 / hessian inverts each entry by itself: solve the linear equations.": (
            lambda x, gradient, hessian, share: x - share * (1 / hessian) @ gradient
        ),
        "that is the move: add it to x.": (
            lambda x, gradient, hessian, share: -share * np.linalg.solve(hessian, gradient)
        ),
        "the share belongs to the step, not to x.": (
            lambda x, gradient, hessian, share: share * (x - np.linalg.solve(hessian, gradient))
        ),
    },
)

check_largest_start = ValueExercise(
    name="largest_start",
    concept="newton",
    expected=float(np.sqrt(3)),
    hint=(
        "half a step takes x to x - x (1 + x²) / 2: take x out, and ask when the factor is below "
        "1 in size."
    ),
    mistakes={
        "that is the border of the full step; with half a step the factor there is 0.": 1.0,
        "that is the square of the border: take the root.": 3.0,
        "that is the border of a quarter of a step.": float(np.sqrt(7)),
        "half of the move, not half of the border: it does not scale like this.": 2.0,
        "a factor between -1 and 0 changes sides and still comes nearer.": float(np.sqrt(2)),
    },
)
