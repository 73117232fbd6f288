r"""Permutation test: if the groups did not matter, any other split would do as well.

Source: Fisher (1935), The Design of Experiments, section 21; Phipson and Smyth (2010),
Permutation p-values should never be zero, Stat. Appl. Genet. Mol. Biol. 9(1).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.statistics._range import beyond_range

__all__ = ["PermutationTest", "permutation_test"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PermutationTest(Result):
    """The observed difference of means beside those of random splits."""

    difference: float  # mean(first) - mean(second)
    null_differences: FloatArray  # (n_permutations,) the same after shuffling the groups
    p_value: float  # two-sided


def permutation_test(
    first: ArrayLike,
    second: ArrayLike,
    *,
    n_permutations: int,
    rng: np.random.Generator | int,
) -> PermutationTest:
    r"""Test a difference of means by shuffling which value belongs to which group.

    :math:`p = (1 + \#\{|d_b| \ge |d|\}) / (1 + B)` over :math:`B` shuffles: the observed split
    is one of the possible ones, so that :math:`p` is never zero.

    Parameters
    ----------
    first, second : arrays of shape (n,) and (m,)
        The two groups, at least one value each.
    n_permutations : int
        How many shuffles, at least 1.
    rng : Generator or int
        Source of randomness or its seed.

    Returns
    -------
    PermutationTest
        The difference, its distribution under shuffling and the two-sided p-value.

    Examples
    --------
    >>> test = permutation_test([5, 6, 7, 8], [1, 2, 3, 4], n_permutations=2000, rng=1)
    >>> test.difference, 0.02 < test.p_value < 0.04
    (4.0, True)
    """
    first, second = check.vector("first", first), check.vector("second", second)
    n_permutations = check.integer("n_permutations", n_permutations, low=1)
    rng = check.generator("rng", rng)
    n, m = len(first), len(second)
    pooled = np.concatenate([first, second])
    shuffled = rng.permuted(np.broadcast_to(pooled, (n_permutations, n + m)), axis=1)
    with beyond_range():
        null = shuffled[:, :n].mean(axis=1) - shuffled[:, n:].mean(axis=1)
        difference = float(first.mean() - second.mean())
        # The same split added up in another order may differ by rounding; it still counts.
        slack = 8 * (n + m) * np.finfo(float).eps * np.abs(pooled).max()
        as_far = np.count_nonzero(np.abs(null) >= abs(difference) - slack)
    return PermutationTest(
        difference=difference,
        null_differences=null,
        p_value=float((1 + as_far) / (1 + n_permutations)),
    )
