r"""Problems by hand for chapter 07, gradient descent; one kind for each concept.

Numbers are chosen so that a sheet of paper is enough: small whole numbers, short decimals,
perfect squares under the roots.

Sources: Nocedal and Wright (2006), Numerical Optimization, sections 2.2 and 3.3; Polyak (1964)
for the best momentum; Bottou, Curtis and Nocedal (2018), section 4.2, for the noise.
"""

import numpy as np

from mlcourse.exercises.problem import Kind, Problem, pick, told_apart

__all__ = ["problem"]

APART = 1e-2  # of the answer: twice what is accepted


def _two_steps(rng: np.random.Generator) -> Problem:
    a, b = (int(v) for v in rng.choice([1, 2, 3, 4], size=2, replace=False))
    step = float(rng.choice([0.1, 0.2, 0.3]))
    x = rng.integers(1, 6, size=2) * rng.choice([-1, 1], size=2)
    curvatures = np.array([a, b])

    def path(factor: np.ndarray, steps: int) -> np.ndarray:
        return np.asarray(factor**steps * x)

    factor = 1 - step * curvatures
    one = path(factor, 1)
    two = path(factor, 2)
    return Problem(
        name="two steps",
        text=(
            f"Take two steps of gradient descent on f(x, y) = ({a} x² + {b} y²) / 2 from "
            f"({x[0]}, {x[1]}) with step size {step:g}. Where do you arrive? Answer as [x, y]."
        ),
        given={"a": a, "b": b, "step_size": step, "x0": x},
        answer=two,
        slips={
            "that is the point after one step.": one,
            "is the sign right? The steps go against the gradient.": path(1 + step * curvatures, 2),
            f"the derivative of {a} x² / 2 is {a} x: the 2 cancels.": path(
                1 - 2 * step * curvatures, 2
            ),
            "the second step starts at the new point, with the gradient there.": (
                x - 2 * step * curvatures * x
            ),
        },
        steps=(
            f"The gradient is ({a} x, {b} y).",
            f"A step multiplies x by 1 - {step:g} · {a} = {factor[0]:g} "
            f"and y by 1 - {step:g} · {b} = {factor[1]:g}.",
            f"After one step: ({one[0]:g}, {one[1]:g}).",
            f"After two steps: ({two[0]:g}, {two[1]:g}).",
        ),
    )


def _largest_step(rng: np.random.Generator) -> Problem:
    a, b = (int(v) for v in rng.choice([1, 2, 4, 5, 8, 10], size=2, replace=False))
    high, low = max(a, b), min(a, b)
    return Problem(
        name="largest step",
        text=(
            f"Gradient descent with a fixed step on f(x, y) = {a} x² + {b} y²: below which step "
            "size does it converge from every start?"
        ),
        given={"a": a, "b": b},
        answer=1 / high,
        slips={
            f"the curvature is the second derivative: {2 * high}, not {high}.": 2 / high,
            "with this step the steep coordinate lands in one step; twice as far is the limit.": (
                1 / (2 * high)
            ),
            "that is the limit of the flat coordinate; the steep one diverges first.": 1 / low,
            "that is the fastest fixed step, not the largest.": 1 / (high + low),
        },
        steps=(
            f"The second derivatives are {2 * a} and {2 * b}: the curvatures.",
            "A step multiplies a coordinate by 1 - step · curvature; its size must stay below 1, "
            "so step < 2 / curvature.",
            f"The steepest coordinate decides: step < 2 / {2 * high} = {1 / high:g}.",
        ),
    )


def _batch_gradient(rng: np.random.Generator) -> Problem:
    n = 4
    x = rng.integers(1, 4, size=n)
    error = rng.choice([-2, -1, 1, 2, 3, 4], size=n)
    w = int(rng.integers(1, 4))
    y = w * x - error
    terms = error * x
    rows = "; ".join(f"({a}, {b})" for a, b in zip(x, y, strict=True))
    return Problem(
        name="batch gradient",
        text=(
            f"The model predicts w·x, the loss is half the mean squared error over the {n} "
            f"examples (x, y): {rows}. What is the derivative of the loss at w = {w}?"
        ),
        given={"x": x, "y": y, "w": w},
        answer=float(terms.mean()),
        slips={
            "that is the sum: the loss is a mean over the examples.": float(terms.sum()),
            "is the sign right? The error is prediction minus y.": -float(terms.mean()),
            "a factor 2 too many: the half in the loss cancels it.": 2 * float(terms.mean()),
            "multiply each error by its x.": float(error.mean()),
        },
        steps=(
            f"Prediction errors w·x - y: {error.tolist()}.",
            f"Times x: {terms.tolist()}.",
            f"Their mean: {terms.sum()} / {n} = {terms.mean():g}.",
        ),
    )


def _updates(rng: np.random.Generator) -> Problem:
    n = int(rng.choice([100, 150, 250, 500, 1000]))
    batch = int(rng.choice([8, 16, 32, 64]))
    epochs = int(rng.integers(2, 11))
    per_epoch = -(-n // batch)
    return Problem(
        name="updates",
        text=(
            f"{n} examples, mini-batches of {batch} drawn without replacement (the last one of "
            f"an epoch may be smaller), {epochs} epochs. How many gradient steps are taken?"
        ),
        given={"n_samples": n, "batch_size": batch, "epochs": epochs},
        answer=epochs * per_epoch,
        slips={
            "the last, smaller batch is a step too: round up.": float(epochs * (n // batch)),
            "an epoch has a whole number of steps: round up before multiplying.": (
                epochs * n / batch
            ),
            "those are the steps of one epoch.": float(per_epoch),
            "those are the gradients of single examples: one step takes a whole batch of them.": (
                float(epochs * n)
            ),
        },
        steps=(
            f"{n} / {batch} = {n / batch:g}, so an epoch has {per_epoch} batches.",
            f"{epochs} epochs: {epochs} · {per_epoch} = {epochs * per_epoch} steps.",
        ),
    )


def _sgd(rng: np.random.Generator) -> Problem:
    step = float(rng.choice([0.1, 0.2, 0.5]))
    x = rng.choice([1, 2, 3], size=2, replace=False)
    y = rng.integers(4, 10, size=2)
    w0 = int(rng.integers(0, 2))
    w1 = w0 - step * (w0 * x[0] - y[0]) * x[0]
    w2 = w1 - step * (w1 * x[1] - y[1]) * x[1]
    g1, g2 = (w0 * x[0] - y[0]) * x[0], (w0 * x[1] - y[1]) * x[1]
    up = w0 + step * g1
    return Problem(
        name="stochastic steps",
        text=(
            f"The model predicts w·x, an example costs (w·x - y)² / 2. From w = {w0}, take one "
            f"stochastic gradient step with the example (x, y) = ({x[0]}, {y[0]}), then one with "
            f"({x[1]}, {y[1]}), both with step size {step:g}. What is w?"
        ),
        given={"x": x, "y": y, "w": w0, "step_size": step},
        answer=float(w2),
        slips={
            "that is w after the first example.": float(w1),
            "the second gradient is taken at the new w.": float(w0 - step * (g1 + g2)),
            "that is one step with both examples.": float(w0 - step * (g1 + g2) / 2),
            "is the sign right? The steps go against the gradient.": float(
                up + step * (up * x[1] - y[1]) * x[1]
            ),
        },
        steps=(
            f"First gradient: ({w0}·{x[0]} - {y[0]})·{x[0]} = {g1:g}, "
            f"so w = {w0} - {step:g}·({g1:g}) = {w1:g}.",
            f"Second gradient: ({w1:g}·{x[1]} - {y[1]})·{x[1]} = {(w1 * x[1] - y[1]) * x[1]:g}, "
            f"so w = {w2:g}.",
        ),
    )


def _noise(rng: np.random.Generator) -> Problem:
    up, batch = (int(v) for v in rng.choice([2, 3, 4, 8, 9], size=2, replace=False))
    return Problem(
        name="noise ball",
        text=(
            "With small steps, stochastic gradient descent ends in a ball around the minimum. "
            f"You make the step size {up} times as large and the batch {batch} times as large. "
            "By which factor does the variance of the ball change?"
        ),
        given={"step_factor": up, "batch_factor": batch},
        answer=up / batch,
        slips={
            "upside down: larger steps make the ball larger, larger batches smaller.": batch / up,
            "the step counts once: the noise of a step grows with its square, but the pull "
            "back to the minimum grows too.": up**2 / batch,
            "that is the factor of the radius: the variance is its square.": (up / batch) ** 0.5,
            "the batch divides the variance by its size, not by the root of it.": up / batch**0.5,
            "the factors do not multiply: a larger batch makes the ball smaller.": float(
                up * batch
            ),
        },
        steps=(
            "For small steps the variance is proportional to step / batch.",
            f"So it changes by {up} / {batch} = {up / batch:.4g}.",
        ),
    )


def _best_momentum(rng: np.random.Generator) -> Problem:
    pairs = [(1, 25), (1, 4), (4, 100), (1, 16), (4, 36), (1, 81)]
    low, high = (int(v) for v in rng.choice(pairs))
    root_low, root_high = round(low**0.5), round(high**0.5)
    total, gap = root_high + root_low, root_high - root_low
    step, momentum = (2 / total) ** 2, (gap / total) ** 2
    kappa = high / low
    return Problem(
        name="best momentum",
        text=(
            f"The curvatures of a quadratic lie between {low} and {high}. Which step size and "
            "which momentum make the heavy ball fastest? Answer as [step size, momentum], as "
            "fractions such as '4/9' or to three digits."
        ),
        given={"smallest": low, "largest": high},
        answer=np.array([step, momentum]),
        slips={
            "the momentum is the square of (√κ - 1) / (√κ + 1).": np.array([step, gap / total]),
            "the step is the square of 2 / (√L + √μ).": np.array([2 / total, momentum]),
            "both are squares: of 2 / (√L + √μ) and of (√κ - 1) / (√κ + 1).": np.array(
                [2 / total, gap / total]
            ),
            "the roots of the curvatures count, not the curvatures.": np.array(
                [(2 / (high + low)) ** 2, ((kappa - 1) / (kappa + 1)) ** 2]
            ),
            "that is gradient descent's best step; with momentum a longer one is best.": np.array(
                [2 / (high + low), momentum]
            ),
            "in this order: step size first.": np.array([momentum, step]),
        },
        steps=(
            f"√L = {root_high}, √μ = {root_low}.",
            f"Step size: (2 / ({root_high} + {root_low}))² = {step:.4g}.",
            f"Momentum: (({root_high} - {root_low}) / ({root_high} + {root_low}))² = "
            f"{momentum:.4g}.",
        ),
    )


KINDS: tuple[Kind, ...] = (
    _two_steps,
    _largest_step,
    _batch_gradient,
    _updates,
    _sgd,
    _noise,
    _best_momentum,
)


def problem(*, seed: int) -> Problem:
    """A problem of chapter 07: steps, step sizes, batches, noise or momentum.

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
    >>> one = problem(seed=1)
    >>> one
    Gradient descent with a fixed step on f(x, y) = 4 x² + 5 y²: below which step size does it
    converge from every start?
    >>> _ = one.check(0.1)
    ✗ largest step: 0.1 is not right: with this step the steep coordinate lands in one step;
    twice as far is the limit.
    >>> _ = one.check(0.2)
    ✓ largest step: 0.2 is right.
    """
    return pick([told_apart(kind, APART) for kind in KINDS], seed)
