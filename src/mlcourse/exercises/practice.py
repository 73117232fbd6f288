"""Practice for pencil and paper: a fresh problem for every seed, one function a chapter.

The kinds of problem of a chapter take turns: seeds 0, 1, 2, ... go through all of them, then
round again with other numbers.
"""

from collections.abc import Callable, Sequence

import numpy as np

from mlcourse import _check as check
from mlcourse.exercises import problems_01, problems_02, problems_07
from mlcourse.exercises.problem import Problem

__all__ = ["bayes", "gradient_descent", "probability"]


def _pick(kinds: Sequence[Callable[[np.random.Generator], Problem]], seed: int) -> Problem:
    seed = check.integer("seed", seed)
    return kinds[seed % len(kinds)](np.random.default_rng(seed))


def bayes(*, seed: int) -> Problem:
    """A problem of chapter 02: test results, pseudo-counts, chains and what their draws are worth.

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
    >>> problem = bayes(seed=1)
    >>> _ = problem.check(problem.answer)
    ✓ pseudo-counts: 0.333333 is right.
    """
    return _pick(problems_02.KINDS, seed)


def gradient_descent(*, seed: int) -> Problem:
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
    >>> problem = gradient_descent(seed=1)
    >>> problem
    Gradient descent with a fixed step on f(x, y) = 4 x² + 5 y²: below which step size does it
    converge from every start?
    >>> _ = problem.check(0.1)
    ✗ largest step: 0.1 is not right: with this step the steep coordinate lands in one step;
    twice as far is the limit.
    >>> _ = problem.check(0.2)
    ✓ largest step: 0.2 is right.
    """
    return _pick(problems_07.KINDS, seed)


def probability(*, seed: int) -> Problem:
    """A problem of chapter 01: dice, tables, alarms, spreads, polls, intervals or needles.

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
    >>> problem = probability(seed=0)
    >>> problem
    Two fair dice are thrown. With what probability is their sum 10?
    >>> _ = problem.check(1 / 11)
    ✗ two dice: 0.0909091 is not right: the 11 sums from 2 to 12 are not equally likely.
    """
    return _pick(problems_01.KINDS, seed)
