"""Problems by hand on singular values, power iteration and low rank, for ``practice``."""

import math

import numpy as np

from mlcourse.exercises.problem import Kind, Problem

__all__ = ["KINDS"]


def _longest_stretch(rng: np.random.Generator) -> Problem:
    # (a b; 0 c) with two different singular values
    a, b, c = (int(v) for v in rng.integers(1, 6, size=3))
    total, det = a * a + b * b + c * c, a * c
    root = math.sqrt(total**2 - 4 * det**2)
    large, small = math.sqrt((total + root) / 2), math.sqrt(max((total - root) / 2, 0.0))
    return Problem(
        name="largest singular value",
        text=(
            f"A matrix has the rows ({a}, {b}) and (0, {c}). What is its largest singular value? "
            "(Three digits.)"
        ),
        given={"a": np.array([[a, b], [0.0, c]])},
        answer=large,
        slips={
            "those are eigenvalues of A; the longest stretch need not be along an eigenvector.": (
                float(max(a, c))
            ),
            "that is its square, an eigenvalue of AᵀA: take the root.": large**2,
            "that is the smaller one.": small,
            "that is the Frobenius norm, the root of the sum of both squares.": math.sqrt(total),
            "so the second axis is stretched; a direction between the axes is stretched more.": (
                math.hypot(b, c)
            ),
        },
        steps=(
            f"AᵀA has the trace {a}² + {b}² + {c}² = {total} and the determinant "
            f"({a}·{c})² = {det**2}.",
            f"Its larger eigenvalue is ({total} + √({total}² - 4·{det**2}))/2 = {large**2:.6g}.",
            f"The root of it is {large:.6g}.",
        ),
    )


def _multiplications(rng: np.random.Generator) -> Problem:
    first = int(rng.choice([4, 5, 8, 10]))
    second = int(rng.integers(2, first)) * int(rng.choice([-1, 1]))
    digits = int(rng.integers(3, 7))
    ratio = abs(second) / first
    exact = digits * math.log(10) / -math.log(ratio)
    while abs(exact - round(exact)) < 0.02:  # not at the border
        digits += 1
        exact = digits * math.log(10) / -math.log(ratio)
    k = math.ceil(exact)
    return Problem(
        name="power iteration",
        text=(
            f"A symmetric matrix has λ₁ = {first} and λ₂ = {second}; all other eigenvalues are "
            "smaller in size. Power iteration starts at 45° to the first eigenvector. After how "
            f"many multiplications does the theorem of the chapter promise a tangent below "
            f"10^-{digits}?"
        ),
        given={"first": first, "second": second, "digits": digits},
        answer=k,
        slips={
            "one fewer is not enough: round up.": k - 1.0,
            "that is enough for the eigenvalue, whose error shrinks twice as fast.": float(
                math.ceil(exact / 2)
            ),
            "the factor is the ratio of the eigenvalues: take its logarithm.": float(
                math.ceil(digits / ratio)
            ),
            "natural and decimal logarithms are mixed.": float(
                math.ceil(digits / -math.log(ratio))
            ),
        },
        steps=(
            f"The tangent begins at 1 and shrinks by {ratio:g} a multiplication.",
            f"{ratio:g} to the power k is below 10^-{digits} for k above {digits} / "
            f"{-math.log10(ratio):.6g} = {exact:.6g}.",
            f"So {k} are enough.",
        ),
    )


def _dearer(rng: np.random.Generator) -> Problem:
    m, n = (int(v) for v in rng.choice([30, 40, 60, 90, 120, 150, 200], size=2, replace=False))
    k = m * n // (m + n + 1)
    return Problem(
        name="layers that pay",
        text=(
            f"A picture has {m} rows and {n} columns. Up to how many layers (each with its σ, its "
            "u and its v) are fewer numbers than the picture?"
        ),
        given={"m": m, "n": n},
        answer=k,
        slips={
            "one more is dearer than the picture already: round down.": k + 1.0,
            "that is the rank at most; long before it the layers are dearer than the picture.": (
                float(min(m, n))
            ),
            f"a layer is {m} + {n} + 1 numbers, not their product.": 1.0,
            "a layer needs u and v, both.": float(m * n // (max(m, n) + 1)),
        },
        steps=(
            f"A layer costs {m} + {n} + 1 = {m + n + 1} numbers, the picture {m * n}.",
            f"{m * n} / {m + n + 1} = {m * n / (m + n + 1):.6g}.",
            f"So {k} layers are cheaper, and {k + 1} are not.",
        ),
    )


def _tail(rng: np.random.Generator) -> Problem:
    values = sorted(int(v) for v in rng.choice(np.arange(1, 13), size=5, replace=False))[::-1]
    k = int(rng.integers(1, 4))
    left = values[k:]
    answer = math.sqrt(sum(v * v for v in left))
    return Problem(
        name="what is left out",
        text=(
            f"A matrix has the singular values {', '.join(map(str, values))}. How far, in the "
            f"Frobenius norm, is the nearest matrix of rank {k}? (Three digits.)"
        ),
        given={"values": np.array(values, dtype=float), "k": k},
        answer=answer,
        slips={
            "that is the distance in the spectral norm.": float(left[0]),
            "the squares are added, and the root comes last.": float(sum(left)),
            "that is the squared distance: take the root.": answer**2,
            "that is what is kept.": math.sqrt(sum(v * v for v in values[:k])),
            "that is relative to the whole; the distance itself is asked for.": (
                answer / math.sqrt(sum(v * v for v in values))
            ),
        },
        steps=(
            f"Left out are {', '.join(map(str, left))}.",
            f"The sum of their squares is {sum(v * v for v in left)}.",
            f"Its root is {answer:.6g}.",
        ),
    )


def _one_taste(rng: np.random.Generator) -> Problem:
    q = [int(v) for v in rng.choice([-3, -2, -1, 1, 2, 3], size=3)]
    r = [int(v) for v in rng.choice([-2, -1, 1, 2], size=2)]
    penalty = int(rng.integers(1, 6))
    size, product = q[0] ** 2 + q[1] ** 2, q[0] * r[0] + q[1] * r[1]
    p = product / (size + penalty)
    return Problem(
        name="a guess of rank one",
        text=(
            f"In a fit of rank 1 three films have the numbers {q[0]}, {q[1]} and {q[2]}. Somebody "
            f"rated the first two {r[0]:+d} and {r[1]:+d}, seen from the means. With the penalty "
            f"λ = {penalty}, what is predicted for the third, seen from its mean?"
        ),
        given={"q": np.array(q, dtype=float), "r": np.array(r, dtype=float), "penalty": penalty},
        answer=p * q[2],
        slips={
            "that is the person's number: multiply by the film's.": p,
            "the penalty is missing.": product / size * q[2],
            "the third film was not rated, which is not a rating of zero.": (
                product / (size + q[2] ** 2 + penalty) * q[2]
            ),
            "one penalty for the person's one number, not one for each rating.": (
                product / (size + 2 * penalty) * q[2]
            ),
        },
        steps=(
            f"The person's number p makes the sum of (r - p q)² and {penalty} p² least: "
            f"p = {product} / ({size} + {penalty}) = {p:.6g}.",
            f"The third film: {q[2]} · {p:.6g} = {p * q[2]:.6g}.",
        ),
    )


KINDS: tuple[Kind, ...] = (_longest_stretch, _multiplications, _dearer, _tail, _one_taste)
