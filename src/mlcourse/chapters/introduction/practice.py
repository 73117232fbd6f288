r"""Problems by hand for chapter 00, what a model is made of.

Three points, small whole numbers: a sheet of paper is enough.

Source: Boyd and Vandenberghe (2018), Introduction to Applied Linear Algebra, section 13.1.
"""

import numpy as np

from mlcourse.exercises.problem import Kind, Problem, pick, told_apart

__all__ = ["problem"]

APART = 1e-2  # of the answer: twice what is accepted
LEAST = 0.05  # no answer is 0


def _rows(x: np.ndarray, y: np.ndarray) -> str:
    return ", ".join(f"({a:g}, {b:g})" for a, b in zip(x, y, strict=True))


def _points(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    x = np.sort(rng.choice(np.arange(1, 7), size=3, replace=False))
    return x, rng.choice(np.arange(1, 13), size=3, replace=False)  # no two alike


def _loss(rng: np.random.Generator) -> Problem:
    x, y = _points(rng)
    height, slope = int(rng.integers(1, 5)), int(rng.integers(1, 3))
    miss = y - height - slope * x
    return Problem(
        name="loss",
        text=(
            f"The line {height} + {slope} x is to predict y at the points (x, y): {_rows(x, y)}. "
            "What is its mean squared miss?"
        ),
        given={"x": x, "y": y, "height": height, "slope": slope},
        answer=float((miss**2).mean()),
        slips={
            "that is the sum: divide by the number of points.": float((miss**2).sum()),
            "square first, then take the mean.": float(miss.mean() ** 2),
            "that is the mean absolute miss: take squares.": float(np.abs(miss).mean()),
            "that is the typical miss, the root of the loss.": float(np.sqrt((miss**2).mean())),
        },
        steps=(
            f"The line says {(height + slope * x).tolist()}.",
            f"Misses y minus that: {miss.tolist()}; squares {(miss**2).tolist()}.",
            f"Their mean: {(miss**2).sum()} / 3 = {(miss**2).mean():.4g}.",
        ),
    )


def _one_knob(rng: np.random.Generator) -> Problem:
    x, y = _points(rng)
    height = int(rng.integers(1, 6))
    rest = y - height
    top, bottom = int(x @ rest), int(x @ x)
    return Problem(
        name="one knob",
        text=(
            f"Points (x, y): {_rows(x, y)}. The height at 0 is held at {height}. Which slope "
            "makes the mean squared miss smallest?"
        ),
        given={"x": x, "y": y, "height": height},
        answer=top / bottom,
        slips={
            "the height is missing: the slope explains what is left above it.": (
                float(x @ y) / bottom
            ),
            "that makes the misses cancel: weigh each by its x.": float(rest.sum() / x.sum()),
            "that is the mean of the slopes to single points.": float((rest / x).mean()),
            "here the height is held; you let both move.": float(
                (x - x.mean()) @ y / ((x - x.mean()) @ (x - x.mean()))
            ),
        },
        steps=(
            f"What is left above the height: {rest.tolist()}.",
            f"Times x, summed: {top}. The squares of x, summed: {bottom}.",
            f"Slope {top} / {bottom} = {top / bottom:.4g}.",
        ),
    )


def _fitted_line(rng: np.random.Generator) -> Problem:
    x, y = _points(rng)
    dx, dy = x - x.mean(), y - y.mean()
    slope = float(dx @ dy / (dx @ dx))
    height = float(y.mean() - slope * x.mean())
    return Problem(
        name="fitted line",
        text=(
            f"Fit a line to the points (x, y): {_rows(x, y)} by least squares. Answer as "
            "[height at 0, slope]."
        ),
        given={"x": x, "y": y},
        answer=np.array([height, slope]),
        slips={
            "in this order: height first.": np.array([slope, height]),
            "that is the height in the middle: asked is the one at 0.": np.array([y.mean(), slope]),
            "subtract the means first: that slope belongs to a line through 0.": np.array(
                [y.mean() - x @ y / (x @ x) * x.mean(), x @ y / (x @ x)]
            ),
            "is the sign right? The height at 0 is mean y minus slope times mean x.": np.array(
                [y.mean() + slope * x.mean(), slope]
            ),
        },
        steps=(
            f"Means {x.mean():.4g} and {y.mean():.4g}.",
            f"Products of deviations: {dx @ dy:.4g}; squares of those of x: {dx @ dx:.4g}.",
            f"Slope {dx @ dy:.4g} / {dx @ dx:.4g} = {slope:.4g}, "
            f"height {y.mean():.4g} - ({slope:.4g}) · {x.mean():.4g} = {height:.4g}.",
        ),
    )


def _one_step(rng: np.random.Generator) -> Problem:
    x, y = _points(rng)
    step = float(rng.choice([0.05, 0.1, 0.2]))
    height = float(2 * step * y.mean())
    slope = float(2 * step * (x * y).mean())
    return Problem(
        name="one step",
        text=(
            f"Points (x, y): {_rows(x, y)}. Take one gradient step of size {step:g} on the mean "
            "squared miss from the line with height 0 and slope 0. Answer as [height, slope]."
        ),
        given={"x": x, "y": y, "step_size": step},
        answer=np.array([height, slope]),
        slips={
            "is the sign right? Steps go against the gradient.": np.array([-height, -slope]),
            "the 2 that comes down from the square is missing.": np.array([height, slope]) / 2,
            "those are sums: the loss is a mean.": 3 * np.array([height, slope]),
            "the slope's derivative weighs each miss by x.": np.array([height, height]),
        },
        steps=(
            f"From the line 0 the misses are y: {y.tolist()}.",
            f"Derivatives: -2 · {y.mean():.4g} and -2 · {(x * y).mean():.4g}.",
            f"Minus {step:g} times these: [{height:.4g}, {slope:.4g}].",
        ),
    )


def _bowl(rng: np.random.Generator) -> Problem:
    least, mean, var = (int(rng.integers(*r)) for r in ((10, 40), (2, 6), (1, 5)))
    u = int(rng.integers(1, 5)) * int(rng.choice([-1, 1]))
    v = int(rng.integers(1, 4)) * int(rng.choice([-1, 1]))
    square, rest = (u + v * mean) ** 2, v**2 * var
    return Problem(
        name="bowl",
        text=(
            f"The smallest mean squared miss is {least}; x has mean {mean} and variance {var}. "
            f"A line's height at 0 is {abs(u)} too {'high' if u > 0 else 'low'}, its slope "
            f"{abs(v)} too {'large' if v > 0 else 'small'}. What is its mean squared miss?"
        ),
        given={"least": least, "mean": mean, "var": var, "u": u, "v": v},
        answer=float(least + square + rest),
        slips={
            "the bottom of the bowl is missing.": float(square + rest),
            "both errors have a sign: add them before squaring.": float(
                least + (abs(u) + abs(v) * mean) ** 2 + rest
            ),
            "the slope also lifts the line in the middle: u + v times the mean.": float(
                least + u**2 + rest
            ),
            "the last term is missing: a wrong slope costs more, the more x spreads.": float(
                least + square
            ),
            "the variance is a square already.": float(least + square + v**2 * var**2),
        },
        steps=(
            f"In the middle the line is off by {u} + ({v}) · {mean} = {u + v * mean}.",
            f"Its square {square}, and v² var x = {v**2} · {var} = {rest}.",
            f"Loss {least} + {square} + {rest} = {least + square + rest}.",
        ),
    )


def _width(rng: np.random.Generator) -> Problem:
    misses = rng.choice([-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6], size=4)
    square = float((misses**2).mean())
    return Problem(
        name="likeliest width",
        text=(
            f"A line misses four waits by {', '.join(map(str, misses.tolist()))} minutes. With "
            "which standard deviation is a bell around 0 likeliest to have made them?"
        ),
        given={"misses": misses},
        answer=square**0.5,
        slips={
            "that is the variance: take the root.": square,
            "the bell stands at 0: do not subtract the mean.": float(misses.std()),
            "the likelihood is largest with n, not n - 1.": float((misses @ misses / 3) ** 0.5),
            "the mean absolute miss belongs to another curve.": float(np.abs(misses).mean()),
        },
        steps=(
            f"Squares {(misses**2).tolist()}, their mean {square:g}.",
            f"Its root: {square**0.5:.4g}.",
        ),
    )


KINDS: tuple[Kind, ...] = (_loss, _one_knob, _fitted_line, _one_step, _bowl, _width)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 00: losses, knobs, lines, steps, bowls or widths.

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
    >>> one = problem(seed=4)
    >>> one.name
    'bowl'
    >>> one.check(one.answer).passed
    ✓ bowl: 40 is right.
    True
    """
    return pick([told_apart(kind, APART, least=LEAST) for kind in KINDS], seed)
