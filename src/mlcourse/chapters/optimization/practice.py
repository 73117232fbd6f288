r"""Problems by hand for chapter 06, optimization: depots, looks, stationary points, certificates.

Numbers are chosen so that a sheet of paper is enough.

Sources: Nocedal and Wright (2006), Numerical Optimization, section 2.1; Kolda, Lewis and Torczon
(2003) for the search; Nesterov (2018), section 2.1.3, for the bound.
"""

import numpy as np

from mlcourse.exercises.problem import Kind, Problem, pick, told_apart

__all__ = ["problem"]

APART = 1e-2  # of the answer: twice what is accepted


def _street(rng: np.random.Generator) -> Problem:
    n = 5
    places = np.sort(rng.choice(np.arange(1, 31), size=n, replace=False))
    places[-1] += int(rng.integers(20, 60))  # one far away: the mean is elsewhere
    best = int(places[n // 2])
    shown = ", ".join(str(p) for p in rng.permutation(places))
    return Problem(
        name="depot on a street",
        text=(
            f"Five houses stand on a straight street, at the metres {shown}. At which metre is "
            "the depot with the least sum of distances to them?"
        ),
        given={"places": places},
        answer=float(best),
        slips={
            "that is the average, which is best for the sum of squares: a far house pulls no more "
            "than a near one.": float(places.mean()),
            "that is half way between the outermost: it is best for the largest distance.": float(
                (places[0] + places[-1]) / 2
            ),
            "count again: as many houses must pull to the left as to the right.": float(
                places[n // 2 + 1]
            ),
        },
        steps=(
            "Every house pulls with the same force, to the left or to the right.",
            f"In order they are {', '.join(map(str, places))}.",
            f"At {best} two pull to each side: the pulls balance at {best}.",
        ),
    )


def _stationary(rng: np.random.Generator) -> Problem:
    a = int(rng.integers(1, 7))
    b = int(rng.choice([v for v in range(-5, 6) if v not in (0, -a)]))
    c = int(rng.integers(1, 10))
    return Problem(
        name="stationary points",
        text=(
            f"At which x has f(x) = (x {'-' if b > 0 else '+'} {abs(b)})³ - {3 * a * a} x + {c} "
            "a local minimum?"
        ),
        given={"a": a, "b": b, "c": c},
        answer=float(b + a),
        slips={
            "there the slope is zero, too, but the curvature is negative: a local maximum.": float(
                b - a
            ),
            "there the curvature is zero, not the slope.": float(b),
            "the place is asked for, not the value.": float(a**3 - 3 * a * a * (a + b) + c),
            f"the slope is zero where the bracket is {a} or -{a}, not where x is.": float(a),
        },
        steps=(
            f"The slope is 3 (x - ({b}))² - {3 * a * a}: zero where x - ({b}) is {a} or -{a}.",
            f"The second derivative is 6 (x - ({b})), positive for the first of them: "
            f"x = {b} + {a}.",
            f"So the local minimum is at {b + a}.",
        ),
    )


def _looks(rng: np.random.Generator) -> Problem:
    a, b = (int(v) for v in rng.integers(1, 5, size=2))
    x, y = (int(v) for v in rng.choice([-5, -4, -3, -2, 2, 3, 4, 5], size=2))
    n = 5
    path: list[tuple[int, int, int, bool]] = []
    here, k, order = (x, y), 0, ((1, 0), (-1, 0), (0, 1), (0, -1))

    def f(place: tuple[int, int]) -> int:
        return a * place[0] ** 2 + b * place[1] ** 2

    for _ in range(n):
        there = (here[0] + order[k][0], here[1] + order[k][1])
        lower = f(there) < f(here)
        path.append((*there, f(there), lower))
        here, k = (there, 0) if lower else (here, k + 1)
    # the same after a success goes on with the next direction
    other = (x, y)
    for k in range(n):
        there = (other[0] + order[k % 4][0], other[1] + order[k % 4][1])
        other = there if f(there) < f(other) else other
    told = "; ".join(
        f"({p}, {q}) has {value}, {'taken' if lower else 'refused'}" for p, q, value, lower in path
    )
    return Problem(
        name="five looks",
        text=(
            f"Compass search with stride 1 on f(x, y) = {a} x² + {b} y² starts at ({x}, {y}) and "
            "tries +x, -x, +y, -y in this order, beginning anew after each success. Where does it "
            "stand after five looks around? Answer as [x, y]."
        ),
        given={"a": a, "b": b, "x": x, "y": y},
        answer=np.array(here, dtype=float),
        slips={
            "after a success it begins again with +x.": np.array(other, dtype=float),
            "not every look is a move: only the lower ones are taken.": np.array(
                path[-1][:2], dtype=float
            ),
            "it has moved: look for the first lower place.": np.array([x, y], dtype=float),
        },
        steps=(
            f"At the start f is {f((x, y))}.",
            f"The looks: {told}.",
            f"It stands at ({here[0]}, {here[1]}).",
        ),
    )


def _certificate(rng: np.random.Generator) -> Problem:
    low = float(rng.choice([0.02, 0.05, 0.1, 0.2, 0.5]))
    high = float(rng.choice([4, 10, 25, 50]))
    slope = float(rng.choice([0.001, 0.002, 0.004, 0.01, 0.03]))
    return Problem(
        name="certificate",
        text=(
            f"Everywhere the curvatures of f lie between {low:g} and {high:g}. A run stops where "
            f"the gradient has the length {slope:g}. How far can the minimum be at most?"
        ),
        given={"low": low, "high": high, "slope": slope},
        answer=slope / low,
        slips={
            "the level direction is the dangerous one: the smallest curvature decides.": (
                slope / high
            ),
            "divide, do not multiply: on level ground a small slope is left far away.": slope * low,
            "that bounds by how much the value can still fall.": slope**2 / (2 * low),
            "the slope is not the distance: divide it by a curvature.": slope,
        },
        steps=(
            "The slope grows at least at the rate of the smallest curvature, so the distance is "
            "at most slope / smallest curvature.",
            f"{slope:g} / {low:g} = {slope / low:.6g}.",
        ),
    )


def _tolerance(rng: np.random.Generator) -> Problem:
    low = float(rng.choice([0.01, 0.02, 0.05, 0.2, 0.4]))
    kappa = float(rng.choice([20, 50, 100, 300]))
    wanted = float(rng.choice([0.001, 0.005, 0.01, 0.05]))
    return Problem(
        name="tolerance",
        text=(
            f"The smallest curvature of a bowl is {low:g}, its condition number {kappa:g}. You "
            f"want to stop certainly within {wanted:g} of its minimum. For which tolerance on the "
            "length of the gradient does that hold, at most?"
        ),
        given={"low": low, "kappa": kappa, "wanted": wanted},
        answer=low * wanted,
        slips={
            "the smallest curvature decides, not the largest.": low * kappa * wanted,
            "multiply: level ground asks for a smaller tolerance.": wanted / low,
            "dividing by the condition number is right only if the largest curvature is 1.": (
                wanted / kappa
            ),
            "a slope of that size can be left much farther away on level ground.": wanted,
        },
        steps=(
            "A slope s certifies the distance s / smallest curvature.",
            f"So s must be at most {low:g} · {wanted:g} = {low * wanted:.6g}.",
        ),
    )


def _mended(rng: np.random.Generator) -> Problem:
    p, q = (int(v) for v in rng.choice([1, 2, 3, 4, 5, 6], size=2, replace=False))
    tenths = int(rng.choice([2, 4, 5, 6, 8, 9]))
    r = tenths / 10 * float(rng.choice([-1, 1]))
    off = r * p * q
    h = np.array([[p * p, off], [off, q * q]])
    low, high = np.linalg.eigvalsh(h)
    size = abs(r)
    return Problem(
        name="better units",
        text=(
            f"The second derivatives of a bowl are {p * p} along x, {q * q} along y, and the mixed "
            f"one is {off:g}. Each axis gets the unit in which its curvature is 1. Which condition "
            "number is left?"
        ),
        given={"p": p, "q": q, "off": off},
        answer=(1 + size) / (1 - size),
        slips={
            "that is the condition number in the old units.": float(high / low),
            "upside down: a condition number is at least 1.": (1 - size) / (1 + size),
            "on the axes the curvatures are 1 now, in between they are not.": 1.0,
            "the mixed derivative gets new units, too: divide it by the roots of both others.": (
                (1 + abs(off)) / abs(1 - abs(off)) if abs(off) != 1 else 1e9
            ),
            "that is the ratio of the axes of the ellipses: κ is its square.": float(
                np.sqrt((1 + size) / (1 - size))
            ),
        },
        steps=(
            f"In the new units the mixed derivative is {off:g} / (√{p * p} · √{q * q}) = {r:g}.",
            f"The curvatures lie between 1 - {size:g} and 1 + {size:g}.",
            f"Their ratio is {1 + size:g} / {1 - size:.1g} = {(1 + size) / (1 - size):.6g}.",
        ),
    )


def _price(rng: np.random.Generator) -> Problem:
    d = int(rng.integers(3, 13))
    budget = int(rng.choice([500, 1000, 2000, 3000]))
    per = 1 + d + d * (d + 1) // 2
    return Problem(
        name="price of a step",
        text=(
            f"A function has {d} parameters. A value costs one look, each entry of the gradient "
            "one, and each different entry of the Hessian one. How many whole Newton steps, with "
            f"value, gradient and Hessian, can be paid with {budget} looks?"
        ),
        given={"d": d, "budget": budget},
        answer=float(budget // per),
        slips={
            "the Hessian is symmetric: entries i, j and j, i are one.": float(
                budget // (1 + d + d * d)
            ),
            "the gradient has to be paid, too.": float(budget // (1 + d * (d + 1) // 2)),
            "those would be steps of gradient descent: the Hessian is missing.": float(
                budget // (1 + d)
            ),
            "those are the looks of one step.": float(per),
        },
        steps=(
            f"The Hessian has {d} · {d + 1} / 2 = {d * (d + 1) // 2} different entries.",
            f"One step costs 1 + {d} + {d * (d + 1) // 2} = {per} looks.",
            f"{budget} / {per} = {budget / per:.2f}, so {budget // per} whole steps.",
        ),
    )


KINDS: tuple[Kind, ...] = (
    _street,
    _stationary,
    _looks,
    _certificate,
    _tolerance,
    _mended,
    _price,
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 06: objectives, looks, stopping or condition.

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
    return pick([told_apart(kind, APART) for kind in KINDS], seed)
