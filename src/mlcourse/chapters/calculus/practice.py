r"""Problems by hand for chapter 13: difference quotients, paths, the way back, areas.

Numbers are chosen so that a sheet of paper is enough.

Sources: Nocedal and Wright (2006), Numerical Optimization, 2nd ed., section 8.1; Goodfellow,
Bengio and Courville (2016), Deep Learning, section 6.5.
"""

import numpy as np

from mlcourse.chapters.calculus import area_problems
from mlcourse.exercises.problem import Kind, Problem, pick, told_apart

__all__ = ["problem"]

APART = 1e-2  # of the answer: twice what is accepted


def _quotient(rng: np.random.Generator) -> Problem:
    x = int(rng.integers(1, 7))
    h = float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.5]))
    off = 3 * x * h + h**2
    return Problem(
        name="how far off",
        text=(
            f"By how much is the forward difference quotient of x³ at x = {x} with the step "
            f"h = {h:g} larger than the derivative?"
        ),
        given={"x": x, "h": h},
        answer=off,
        slips={
            "that is the quotient: subtract the derivative.": 3 * x**2 + off,
            "that is the derivative.": 3.0 * x**2,
            "that is the first part of it, f″h/2: with this step the rest counts, too.": 3 * x * h,
            "that is how far the central quotient is off.": h**2,
            "the rise is to be divided by h.": (x + h) ** 3 - x**3,
        },
        steps=(
            f"The quotient is 3x² + 3xh + h² = {3 * x**2 + off:.6g}.",
            f"The derivative is 3x² = {3 * x**2}.",
            f"The difference is 3xh + h² = {off:.6g}.",
        ),
    )


def _best_step(rng: np.random.Generator) -> Problem:
    bend = int(rng.integers(1, 10))
    delta = int(rng.integers(1, 10)) / 10_000
    step = 2 * float(np.sqrt(delta / bend))
    return Problem(
        name="best step",
        text=(
            f"A function is measured to ±{delta:g}, and its second derivative is at most {bend} "
            "in size. Which step h makes the bound on the error of the forward difference "
            "quotient least?"
        ),
        given={"bend": bend, "delta": delta},
        answer=step,
        slips={
            "that is the bound there, not the step.": 2 * float(np.sqrt(delta * bend)),
            "there is a 2 before the root.": step / 2,
            "that makes truncation alone as small as one reading's error.": 2 * delta / bend,
            "more error asks for a larger step, more bend for a smaller one.": (
                2 * float(np.sqrt(bend / delta))
            ),
            "each of two readings is off by as much.": float(np.sqrt(2 * delta / bend)),
        },
        steps=(
            f"The bound is {bend}h/2 + 2 · {delta:g}/h.",
            f"Its slope {bend}/2 - 2 · {delta:g}/h² is zero at h² = {4 * delta / bend:.6g}.",
            f"So h = {step:.6g}.",
        ),
    )


def _two_paths(rng: np.random.Generator) -> Problem:
    a, c, x = (int(v) for v in rng.integers(2, 7, size=3))
    p, q = a * x, x**2 + c
    slope = a * q + 2 * x * p
    return Problem(
        name="two paths",
        text=(
            f"From x come p = {a}x and q = x² + {c}, and from both L = p · q. "
            f"What is the derivative of L by x at x = {x}?"
        ),
        given={"a": a, "c": c, "x": x},
        answer=float(slope),
        slips={
            "that is the path by way of p: add the other.": float(a * q),
            "that is the path by way of q: add the other.": float(2 * x * p),
            "along a path the derivatives are multiplied, the paths are added.": float(
                a * q * 2 * x * p
            ),
            "the local derivative of a product by one factor is the other factor.": float(
                a * p + 2 * x * q
            ),
            "that adds the derivatives of p and q: each is multiplied by what follows.": float(
                a + 2 * x
            ),
        },
        steps=(
            f"Values: p = {p}, q = {q}.",
            f"By way of p: {a} · q = {a * q}. By way of q: {2 * x} · p = {2 * x * p}.",
            f"Together {slope}.",
        ),
    )


def _way_back(rng: np.random.Generator) -> Problem:
    w, x, v = (int(k) for k in rng.integers(2, 5, size=3))
    b = int(rng.integers(-3, 4))
    a = w * x + b
    t = v * a + int(rng.choice([-5, -4, -3, -2, 2, 3, 4, 5]))
    miss = v * a - t
    slope = miss * v * x
    return Problem(
        name="way back",
        text=(
            f"z = wx + b, a = max(z, 0), y = va, L = ½(y - t)², with w = {w}, x = {x}, b = {b}, "
            f"v = {v}, t = {t}. What is ∂L/∂w?"
        ),
        given={"w": w, "x": x, "b": b, "v": v, "t": t},
        answer=float(slope),
        slips={
            "that is ∂L/∂b: the edge from w to z has the derivative x.": float(miss * v),
            "that is ∂L/∂v.": float(miss * a),
            "that is ∂L/∂x.": float(miss * v * w),
            "the edge from a to y has the derivative v.": float(miss * x),
            "the sign of the miss is y - t.": float(-slope),
            "that is the loss.": miss**2 / 2,
        },
        steps=(
            f"Forward: z = a = {a}, y = {v * a}, y - t = {miss}.",
            f"Back: at y {miss}, at a {miss} · {v} = {miss * v}, at z the same, since z > 0.",
            f"At w: {miss * v} · {x} = {slope}.",
        ),
    )


def _layers(rng: np.random.Generator) -> Problem:
    norm = float(rng.choice([1.0, 2.0, 3.0, 5.0, 6.0, 8.0]))
    k = int(rng.integers(3, 7))
    factor = (norm / 4) ** k
    return Problem(
        name="layers of sigmoids",
        text=(
            f"{k} layers of sigmoids, each with weights of spectral norm {norm:g}. By which "
            "factor, at most, is the gradient at the input as long as that at the output?"
        ),
        given={"norm": norm, "k": k},
        answer=factor,
        slips={
            "that is one layer.": norm / 4,
            "factors multiply: take the power.": k * norm / 4,
            "the sigmoid's largest slope is 1/4, not 1.": norm**k,
            "the weights count, too.": 0.25**k,
            "the sigmoid's largest slope is 1/4, not 1/2.": (norm / 2) ** k,
        },
        steps=(
            f"One layer: at most {norm:g} · 1/4 = {norm / 4:g}.",
            f"{k} layers: {norm / 4:g} to the power {k} = {factor:.6g}.",
        ),
    )


def _price(rng: np.random.Generator) -> Problem:
    sizes = [int(n) for n in rng.integers(3, 12, size=3)]
    p, q, r = sizes
    count = (p + 1) * q + (q + 1) * r
    return Problem(
        name="price of differences",
        text=(
            f"A network has {p} inputs, {q} hidden units and {r} outputs, with biases. How many "
            "losses does one gradient by forward differences take?"
        ),
        given={"sizes": sizes},
        answer=float(count + 1),
        slips={
            "the loss where you stand is needed, too.": float(count),
            "biases are parameters, too.": float(p * q + q * r + 1),
            "central differences take two for each parameter; forward ones share one.": float(
                2 * count
            ),
            "that counts units: each pair of neighbours has a weight.": float(p + q + r + 1),
        },
        steps=(
            f"Weights and biases: ({p} + 1) · {q} + ({q} + 1) · {r} = {count}.",
            f"One loss for each, and one where you stand: {count + 1}.",
        ),
    )


KINDS: tuple[Kind, ...] = (_quotient, _best_step, _two_paths, _way_back, _layers, _price)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 13: difference quotients, paths, the way back or areas.

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
    """
    return pick([told_apart(kind, APART) for kind in (*KINDS, *area_problems.KINDS)], seed)
