r"""Peeking: a test looked at again and again until it is "significant".

Source: Armitage, McPherson and Rowe (1969), Repeated significance tests on accumulating data,
J. R. Stat. Soc. A 132, 235-244.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result

__all__ = ["Peeking", "peeking"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Peeking(Result):
    """Experiments without any effect, watched while they grow."""

    looks: IntArray  # (n_looks,) observations seen at each look
    statistics: FloatArray  # (n_runs, n_looks) one-sample t
    p_values: FloatArray  # (n_runs, n_looks)
    first_rejection: IntArray  # (n_runs,) the look at which p first fell to alpha; -1 if never
    false_positive_rate: FloatArray  # (n_looks,) share of runs rejected up to this look


def peeking(
    *,
    every: int,
    n_max: int,
    n_runs: int,
    rng: np.random.Generator | int,
    alpha: float = 0.05,
) -> Peeking:
    r"""Test a true null hypothesis after every ``every`` observations, up to ``n_max``.

    Each look alone errs with probability :math:`\alpha`; stopping at the first
    :math:`p \le \alpha` errs with :math:`P(\min_j p_j \le \alpha)`, which climbs with every
    look.  A seed gives the same observations whatever the looks.

    Parameters
    ----------
    every : int
        Observations between two looks, at least 2.
    n_max : int
        Observations of a whole experiment, at least ``every``; those after its last whole
        multiple are not looked at.
    n_runs : int
        How many experiments, at least 1.
    rng : Generator or int
        Source of randomness or its seed.
    alpha : float
        Level of each look, in (0, 1).

    Returns
    -------
    Peeking
        All trajectories of t and p, and the growing false-positive rate.

    Examples
    --------
    >>> watched = peeking(every=20, n_max=200, n_runs=4000, rng=3)
    >>> watched.looks.tolist()[:3], watched.p_values.shape
    ([20, 40, 60], (4000, 10))
    >>> watched.false_positive_rate[[0, -1]].round(1).tolist()
    [0.1, 0.2]
    """
    every = check.integer("every", every, low=2)
    n_max = check.integer("n_max", n_max, low=every)
    n_runs = check.integer("n_runs", n_runs, low=1)
    alpha = check.in_range("alpha", alpha, 0.0, 1.0, open_low=True, open_high=True)
    rng = check.generator("rng", rng)
    x = rng.standard_normal((n_runs, n_max))
    looks = np.arange(every, n_max + 1, every, dtype=np.int64)
    mean = np.cumsum(x, axis=1)[:, looks - 1] / looks
    square = np.cumsum(x**2, axis=1)[:, looks - 1] / looks
    # Standard normal data: subtracting the squared mean costs no more than a digit or two.
    variance = (square - mean**2) * looks / (looks - 1)
    statistics = mean / np.sqrt(variance / looks)
    p_values = 2.0 * stdtr(looks - 1, -np.abs(statistics))
    rejected = p_values <= alpha
    ever = np.logical_or.accumulate(rejected, axis=1)
    return Peeking(
        looks=looks,
        statistics=statistics,
        p_values=p_values,
        first_rejection=np.where(ever[:, -1], rejected.argmax(axis=1), -1).astype(np.int64),
        false_positive_rate=ever.mean(axis=0),
    )
