r"""Regression: the parts of an error, R² above chance, t and F from correlations, a run to read.

Sources: Seber and Lee (2003), Linear Regression Analysis, 2nd ed., sections 3.4, 4.3 and 4.4.

Examples
--------
>>> _ = check_slope_t(lambda r, n: r / ((1 - r**2) / (n - 2)) ** 0.5)
✓ slope_t: 50 random inputs agree.
>>> _ = check_slope_t(lambda r, n: ...)
– slope_t: not attempted yet.
"""

import numpy as np

from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.exercises.inputs import Inputs

__all__ = [
    "check_above_chance",
    "check_dropped_verdict",
    "check_f_from_r2",
    "check_mse_parts",
    "check_slope_t",
]


def _draw_predictions(rng: np.random.Generator) -> Inputs:
    n = int(rng.integers(4, 7))
    y = rng.integers(-20, 60, size=n) / 2
    guess = y + rng.choice([-3, -2, 2, 3]) + rng.normal(size=n).round(1)
    return {"y": y, "guess": guess}


check_mse_parts = Exercise(
    name="mse_parts",
    concept="mean-squared-error",
    draw=_draw_predictions,
    expected=lambda y, guess: [(y - guess).mean() ** 2, (y - guess).var()],
    hint="the square of the mean miss, then the variance of the misses; together they are the MSE.",
    mistakes={
        "the other order: first what a constant removes.": lambda y, guess: [
            (y - guess).var(),
            (y - guess).mean() ** 2,
        ],
        "the mean miss has to be squared: the two parts add up to the MSE.": lambda y, guess: [
            (y - guess).mean(),
            (y - guess).var(),
        ],
        "that is the size of the mean miss; squared, it is a part of the MSE.": lambda y, guess: [
            abs((y - guess).mean()),
            (y - guess).var(),
        ],
        "divide by n, not by n - 1: the parts add up to the MSE.": lambda y, guess: [
            (y - guess).mean() ** 2,
            (y - guess).var(ddof=1),
        ],
        "the first is right; the second is the variance, not the standard deviation.": (
            lambda y, guess: [(y - guess).mean() ** 2, (y - guess).std()]
        ),
        "the first is right; the second is what remains of the MSE, not all of it.": (
            lambda y, guess: [(y - guess).mean() ** 2, ((y - guess) ** 2).mean()]
        ),
        "the first is right; the second is the variance of the misses, not of the targets.": (
            lambda y, guess: [(y - guess).mean() ** 2, y.var()]
        ),
        "square the mean, do not take the mean of the squares.": lambda y, guess: [
            ((y - guess) ** 2).mean(),
            (y - guess).var(),
        ],
    },
)


def _draw_score(rng: np.random.Generator) -> Inputs:
    n, k = int(rng.integers(20, 60)), int(rng.integers(3, 12))
    return {"r2": float(rng.uniform(0.05, 0.9)), "n": n, "k": k}


def _above(r2: float, chance: float) -> float:
    return (r2 - chance) / (1 - chance)


check_above_chance = Exercise(
    name="above_chance",
    concept="r-squared",
    draw=_draw_score,
    expected=lambda r2, n, k: _above(r2, k / (n - 1)),
    hint="subtract the chance level, and divide by what is left from there to 1.",
    mistakes={
        "chance is now at 0, but 1 has moved: stretch it back.": lambda r2, n, k: r2 - k / (n - 1),
        "the chance level has n - 1 below the line.": lambda r2, n, k: _above(r2, k / n),
        "the constant is no column here: chance is k / (n - 1).": (
            lambda r2, n, k: _above(r2, (k + 1) / (n - 1))
        ),
        "that divides by the chance level; how far is it from there to 1?": (
            lambda r2, n, k: (r2 - k / (n - 1)) / (k / (n - 1))
        ),
        "that is the distance from perfect in units of chance; chance becomes 1, not 0.": (
            lambda r2, n, k: (1 - r2) / (1 - k / (n - 1))
        ),
        "below chance the score is negative: let it be.": (
            lambda r2, n, k: max(_above(r2, k / (n - 1)), 0.0)
        ),
        "degrees of freedom are lost to the constant, too: n - k - 1.": (
            lambda r2, n, k: 1 - (1 - r2) * (n - 1) / (n - k)
        ),
        "n - 1 and n - k - 1 stand the wrong way round: useless columns must cost.": (
            lambda r2, n, k: 1 - (1 - r2) * (n - k - 1) / (n - 1)
        ),
    },
)


def _draw_correlation(rng: np.random.Generator) -> Inputs:
    r = float(rng.choice([-1, 1]) * rng.uniform(0.2, 0.9))
    return {"r": round(r, 2), "n": int(rng.integers(5, 40))}


check_slope_t = Exercise(
    name="slope_t",
    concept="regression",
    draw=_draw_correlation,
    expected=lambda r, n: r / np.sqrt((1 - r**2) / (n - 2)),
    hint="slope r, standard error √(s² / n) with s² = n (1 - r²) / (n - 2).",
    mistakes={
        "two parameters were fitted: n - 2 degrees of freedom.": (
            lambda r, n: r / np.sqrt((1 - r**2) / (n - 1))
        ),
        "s² is RSS divided by the degrees of freedom, not by n.": (
            lambda r, n: r / np.sqrt((1 - r**2) / n)
        ),
        "that divides by the squared standard error.": lambda r, n: r / ((1 - r**2) / (n - 2)),
        "that is t squared, which is F.": lambda r, n: r**2 * (n - 2) / (1 - r**2),
        "the misses are smaller than the targets: RSS is n (1 - r²).": (
            lambda r, n: r * np.sqrt(n - 2)
        ),
        "RSS falls with the square of r: 1 - r².": (
            lambda r, n: r / np.sqrt((1 - abs(r)) / (n - 2))
        ),
        "the slope has a sign, and t keeps it.": (
            lambda r, n: abs(r) / np.sqrt((1 - r**2) / (n - 2))
        ),
        "that is the standard error; divide the slope by it.": (
            lambda r, n: np.sqrt((1 - r**2) / (n - 2))
        ),
        "s is not yet the standard error of the slope: s² is divided by n once more.": (
            lambda r, n: r / np.sqrt(n * (1 - r**2) / (n - 2))
        ),
    },
)


def _draw_two_fits(rng: np.random.Generator) -> Inputs:
    k = int(rng.integers(4, 9))
    q = int(rng.integers(2, k - 1))
    small = float(rng.uniform(0.1, 0.5))
    large = small + float(rng.uniform(0.05, 0.3))
    return {
        "small": round(small, 3),
        "large": round(large, 3),
        "n": int(rng.integers(30, 200)),
        "k": k,
        "q": q,
    }


check_f_from_r2 = Exercise(
    name="f_from_r2",
    concept="f-test",
    draw=_draw_two_fits,
    expected=lambda small, large, n, k, q: ((large - small) / q) / ((1 - large) / (n - k - 1)),
    hint="put S0 = TSS (1 - small) and S1 = TSS (1 - large) into the formula; TSS cancels.",
    mistakes={
        "what is left for a degree of freedom is that of the large model, 1 - large.": (
            lambda small, large, n, k, q: ((large - small) / q) / ((1 - small) / (n - k - 1))
        ),
        "the constant takes a degree of freedom as well: n - k - 1.": (
            lambda small, large, n, k, q: ((large - small) / q) / ((1 - large) / (n - k))
        ),
        "k already counts the added columns: n - k - 1 are left.": (
            lambda small, large, n, k, q: ((large - small) / q) / ((1 - large) / (n - k - q - 1))
        ),
        "n - q - 1 forgets the columns of the small model.": (
            lambda small, large, n, k, q: ((large - small) / q) / ((1 - large) / (n - q - 1))
        ),
        "those would be the degrees of freedom of the small model.": (
            lambda small, large, n, k, q: ((large - small) / q) / ((1 - large) / (n - k + q - 1))
        ),
        "the saving is shared by the q added columns, not by all k.": (
            lambda small, large, n, k, q: ((large - small) / k) / ((1 - large) / (n - k - 1))
        ),
        "k - q are the columns of the small model; the saving is shared by the q added ones.": (
            lambda small, large, n, k, q: ((large - small) / (k - q)) / ((1 - large) / (n - k - 1))
        ),
        "the saving has to be divided by the number of added columns.": (
            lambda small, large, n, k, q: (large - small) / ((1 - large) / (n - k - 1))
        ),
        "what is not explained is 1 - large; large itself is explained.": (
            lambda small, large, n, k, q: ((large - small) / q) / (large / (n - k - 1))
        ),
        "the large model explains more: the difference is positive.": (
            lambda small, large, n, k, q: ((small - large) / q) / ((1 - large) / (n - k - 1))
        ),
        "that is 1 / F.": (
            lambda small, large, n, k, q: ((1 - large) / (n - k - 1)) / ((large - small) / q)
        ),
        "that asks whether all k columns together do better than none.": (
            lambda small, large, n, k, q: (large / k) / ((1 - large) / (n - k - 1))
        ),
    },
)

check_dropped_verdict = ValueExercise(
    name="dropped_verdict",
    concept="f-test",
    expected=3,
    rel_tol=0.0,  # the number of an answer is not rounded
    hint="give the number of a statement, 1 to 5.",
    mistakes={
        "each p-value tells what one column adds while the three others stay. What does F say of "
        "all four?": 1,
        "each alone could go; then the others' p-values change, since they repeat each other. "
        "Tested together, the three have p = 0.003.": 2,
        "F needs no uncorrelated columns, only that none is a combination of the others. "
        "Correlation widens single errors, and F sees the four together.": 4,
        "a product of uniform numbers is small without any effect; and these are not even "
        "independent.": 5,
    },
)
