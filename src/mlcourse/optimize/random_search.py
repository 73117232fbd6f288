r"""Random search: the yardstick that every search without derivatives has to beat.

Source: Bergstra and Bengio (2012), Random search for hyper-parameter optimization, Journal of
Machine Learning Research 13, section 2.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.optimize.objectives import ArrayFunction

__all__ = ["RandomSearch", "random_search"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RandomSearch(Result):
    """Independent runs, chain axis first."""

    x: FloatArray  # (n_chains, n_evaluations, d)
    value: FloatArray  # (n_chains, n_evaluations)
    best: FloatArray  # (n_chains, n_evaluations) lowest so far
    evaluations: IntArray  # (n_evaluations,) 1, 2, 3, ...


def random_search(
    fun: ArrayFunction,
    *,
    domain: ArrayLike,
    n_evaluations: int,
    n_chains: int = 1,
    rng: np.random.Generator | int,
) -> RandomSearch:
    r"""Look at points drawn uniformly from a box.

    After :math:`n` points a region with the share :math:`p` of the box is hit with probability
    :math:`1 - (1 - p)^n`.

    Parameters
    ----------
    fun : callable
        The function, ``(..., d) -> (...)``.
    domain : array, shape (d, 2)
        Lowest and highest value of each coordinate.
    n_evaluations : int
        Points a run, at least 1.
    n_chains : int, optional
        Number of independent runs, at least 1.
    rng : Generator or int

    Returns
    -------
    RandomSearch
        All points of every run, and the lowest value so far.

    Examples
    --------
    >>> run = random_search(lambda x: (x**2).sum(axis=-1), domain=[[-1, 1]], n_evaluations=500,
    ...                     rng=0)
    >>> bool(run.best[0, -1] < 1e-3)
    True
    """
    check.function("fun", fun)
    box = as_domain("domain", domain)
    n = check.integer("n_evaluations", n_evaluations, low=1)
    chains = check.integer("n_chains", n_chains, low=1)
    x = uniform(check.generator("rng", rng), box, (chains, n))
    value = evaluated(fun, x)
    return RandomSearch(
        x=x,
        value=value,
        best=np.minimum.accumulate(value, axis=1),
        evaluations=np.arange(1, n + 1, dtype=np.int64),
    )


def as_domain(name: str, value: ArrayLike) -> FloatArray:
    """Rows of low < high."""
    box = check.matrix(name, value, cols=2)
    if not np.all(box[:, 0] < box[:, 1]):
        raise ValueError(f"{name} must be rows of low < high, got {box.tolist()}")
    return box


def uniform(rng: np.random.Generator, box: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Points of shape ``(*shape, d)``, uniform in the box."""
    return box[:, 0] + (box[:, 1] - box[:, 0]) * rng.random((*shape, len(box)))


def mirrors(box: FloatArray) -> Callable[[FloatArray], FloatArray]:
    """The function that folds points outside the box back into it, as by mirrors at its walls.

    Mirrors keep a symmetric proposal symmetric; clipping would pile points up on the walls.
    """
    low, high = box[:, 0], box[:, 1]
    width = high - low
    period = 2 * width
    return lambda x: high - np.abs((x - low) % period - width)


def evaluated(fun: ArrayFunction, x: FloatArray) -> FloatArray:
    """``fun(x)``, with the shape of ``x`` but its last axis, and without NaN."""
    value = np.asarray(fun(x), dtype=float)
    if value.shape != x.shape[:-1]:
        raise ValueError(f"fun must return shape {x.shape[:-1]} here, got {value.shape}")
    if np.isnan(value).any():
        raise ValueError("fun must be a number everywhere in the domain, got nan")
    return value
