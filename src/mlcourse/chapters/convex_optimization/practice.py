r"""Problems by hand for chapter 08, convex optimization.

Numbers are chosen so that a sheet of paper is enough.

Source: Boyd and Vandenberghe (2004), Convex Optimization, sections 3.1 and 9.5; Friedman, Hastie
and Tibshirani (2010), section 2, for the soft threshold.
"""

import math

import numpy as np

from mlcourse.exercises.problem import Problem, pick, told_apart

__all__ = ["problem"]

APART = 1e-2  # of the answer: twice what is accepted


def _jensen(rng: np.random.Generator) -> Problem:
    a, b = sorted(int(v) for v in rng.choice(np.arange(-4, 8), size=2, replace=False))
    parts = int(rng.choice([3, 4, 5]))
    t = int(rng.integers(1, parts))
    share, c = t / parts, int(rng.integers(2, 6))
    at = a + share * (b - a)
    straight = c * ((1 - share) * a**2 + share * b**2)
    gap = straight - c * at**2
    return Problem(
        name="chord",
        text=(
            f"f(x) = {c} x². By how much is the chord from x = {a} to x = {b} above the graph at "
            f"the point that is {t}/{parts} of the way from {a} to {b}?"
        ),
        given={"c": c, "a": a, "b": b, "share": share},
        answer=gap,
        slips={
            "that is the height of the chord: subtract that of the graph.": straight,
            "that is the height of the graph there: it is asked how much the chord is above.": (
                c * at**2
            ),
            f"the factor {c} is missing.": gap / c,
            "that is the gap at the middle of the chord.": c * (b - a) ** 2 / 4,
        },
        steps=(
            f"The point is x = {at:.6g}, where the graph has the height {c * at**2:.6g}.",
            f"The chord there: {1 - share:.4g} · {c * a**2} + {share:.4g} · {c * b**2} "
            f"= {straight:.6g}.",
            f"The difference is {gap:.6g}.",
        ),
    )


def _waves(rng: np.random.Generator) -> Problem:
    a, c = int(rng.integers(1, 13)), int(rng.integers(2, 9))
    return Problem(
        name="waves",
        text=(
            f"Up to which height b ≥ 0 of the waves is f(x) = {a} x² + b cos({c} x) convex on the "
            "whole line? (A fraction such as 2/9, or three digits.)"
        ),
        given={"a": a, "c": c},
        answer=2 * a / c**2,
        slips={
            f"the second derivative of {a} x² is {2 * a}.": a / c**2,
            f"the inner derivative {c} comes out twice.": 2 * a / c,
            "upside down: the second derivative of the waves must not exceed that of the bowl.": (
                c**2 / (2 * a)
            ),
            f"the waves have a second derivative: b is multiplied by {c}².": 2.0 * a,
        },
        steps=(
            f"The second derivative is {2 * a} - b · {c}² cos({c} x).",
            f"It is least where the cosine is 1: {2 * a} - {c**2} b.",
            f"That is not negative for b up to {2 * a} / {c**2} = {2 * a / c**2:.6g}.",
        ),
    )


def _coordinate(rng: np.random.Generator) -> Problem:
    a, b = (int(v) for v in rng.choice([2, 4, 5, 8], size=2, replace=False))
    c = int(rng.choice([-1, 1, 2]))
    x, y = (int(v) for v in rng.integers(1, 7, size=2) * rng.choice([-1, 1], size=2))
    one = -c * y / a
    two = -c * one / b
    return Problem(
        name="two coordinate steps",
        text=(
            f"f(x, y) = ({a} x² {'+' if c > 0 else '-'} {2 * abs(c)} x y + {b} y²) / 2. "
            f"From ({x}, {y}) take a step of coordinate descent in x and then "
            "one in y. Where are you? Answer as [x, y]."
        ),
        given={"a": a, "b": b, "c": c, "start": np.array([x, y])},
        answer=np.array([one, two]),
        slips={
            "the step in y starts from the new x.": np.array([one, -c * x / b]),
            "that is x first from the old y, then y unchanged: the second step is missing.": (
                np.array([one, float(y)])
            ),
            "is the sign right? Set the slope along the coordinate to zero.": np.array(
                [-one, c * -one / b]
            ),
            "first x, then y.": np.array([-c * (-c * x / b) / a, -c * x / b]),
        },
        steps=(
            f"Slope in x: {a} x + ({c}) · ({y}) = 0, so x = {one:.6g}.",
            f"Slope in y: {b} y + ({c}) · ({one:.6g}) = 0, so y = {two:.6g}.",
            f"You are at ({one:.6g}, {two:.6g}).",
        ),
    )


def _newton(rng: np.random.Generator) -> Problem:
    a, x = int(rng.integers(2, 30)), int(rng.integers(2, 8))
    # the step must stay where f is convex, and not begin at the minimum
    while x * x >= 3 * a or x * x == a:
        a, x = int(rng.integers(2, 30)), int(rng.integers(2, 8))
    # f = x + a / x for x > 0: slope 1 - a / x², curvature 2 a / x³
    slope, bend = 1 - a / x**2, 2 * a / x**3
    there = x - slope / bend
    return Problem(
        name="Newton step",
        text=(
            f"f(x) = x + {a}/x is convex for x > 0. Where does one full step of Newton's method "
            f"for its minimum lead from x = {x}?"
        ),
        given={"a": a, "x": x},
        answer=there,
        slips={
            "the sign: the step is minus the slope over the curvature.": x + slope / bend,
            "that is a gradient step of size 1: divide the slope by the curvature.": x - slope,
            "multiply by 1 over the curvature, not by the curvature.": x - slope * bend,
            "that is the minimum itself: one step of Newton's need not land.": a**0.5,
            "that is the step for a root of f: here the slope is to become zero.": (
                x - (x + a / x) / slope
            ),
        },
        steps=(
            f"f'(x) = 1 - {a}/x² = {slope:.6g} and f''(x) = 2·{a}/x³ = {bend:.6g}.",
            f"The step is -f'/f'' = {-slope / bend:.6g}.",
            f"It leads to {there:.6g}.",
        ),
    )


def _threshold(rng: np.random.Generator) -> Problem:
    n = int(rng.choice([4, 5, 8, 10]))
    total = int(rng.integers(12, 60)) * int(rng.choice([-1, 1]))
    w, penalty = int(rng.choice([-2, -1, 1, 2, 3])), int(rng.integers(1, 4)) / 2
    pull = total / n + w
    answer = math.copysign(max(abs(pull) - penalty, 0.0), pull)
    return Problem(
        name="lasso step",
        text=(
            f"A lasso with penalty {penalty:g} on n = {n} rows. A standardised column x_j "
            f"(x_j·x_j = n) has the coefficient {w}, and x_j·r = {total} with the present "
            "residuals r. Which coefficient does the coordinate step set?"
        ),
        given={"n": n, "total": total, "w": w, "penalty": penalty},
        answer=answer,
        slips={
            "that is the pull: shorten it by the penalty.": pull,
            "add the coefficient's own share back before you shorten.": (
                math.copysign(max(abs(pull - w) - penalty, 0.0), pull - w)
            ),
            "the penalty makes the size smaller.": pull + math.copysign(penalty, pull),
            f"divide x_j·r by n = {n}.": (
                math.copysign(max(abs(total + w) - penalty, 0.0), total + w)
            ),
            "that is the penalty of a square: the absolute value subtracts.": pull / (1 + penalty),
        },
        steps=(
            f"The pull is {total}/{n} + ({w}) = {pull:.6g}.",
            f"Its size {abs(pull):.6g} is shortened by {penalty:g}; the sign stays.",
            f"The coefficient becomes {answer:.6g}.",
        ),
    )


def _promise(rng: np.random.Generator) -> Problem:
    lipschitz, away = int(rng.integers(2, 13)), int(rng.integers(2, 8))
    k = int(rng.choice([10, 20, 25, 50, 100]))
    height = lipschitz * away**2 / (2 * k)
    return Problem(
        name="promise",
        text=(
            f"f is convex, its gradient has the Lipschitz constant {lipschitz}, and the start is "
            f"{away} away from the minimum. How high above the minimum is gradient descent with "
            f"α = 1/L after {k} steps, at most, by the theorem of this chapter?"
        ),
        given={"L": lipschitz, "distance": away, "k": k},
        answer=height,
        slips={
            "the distance counts squared.": lipschitz * away / (2 * k),
            "the 2 below is missing.": 2 * height,
            "the step is 1/L, and it stands below: L comes to the top.": (
                away**2 / (2 * k * lipschitz)
            ),
            "the number of steps stands below once, not squared.": height / k,
        },
        steps=(
            f"The promise is |x₀ - x*|² / (2 α k) with α = 1/{lipschitz}.",
            f"That is {lipschitz} · {away}² / (2 · {k}) = {height:.6g}.",
        ),
    )


KINDS = tuple(
    told_apart(kind, APART, 0.05)
    for kind in (_jensen, _newton, _coordinate, _promise, _threshold, _waves)
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 08: chords, curvature, the promise, three methods.

    Parameters
    ----------
    seed : int
        Which problem, at least 0; the same seed is the same problem.

    Returns
    -------
    Problem
        Displays as its text; ``.check(answer)`` and ``.solution()``.

    Raises
    ------
    ValueError, TypeError
        If the seed is not a whole number of at least 0.

    Examples
    --------
    >>> one = problem(seed=5)
    >>> one
    Up to which height b ≥ 0 of the waves is f(x) = 9 x² + b cos(7 x) convex on the
    whole line? (A fraction such as 2/9, or three digits.)
    >>> _ = one.check("18/49")
    ✓ waves: 0.367347 is right.
    """
    return pick(KINDS, seed)
