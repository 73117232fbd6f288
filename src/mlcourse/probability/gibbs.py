r"""Gibbs sampling: redraw one coordinate at a time from its conditional distribution.

Nothing is ever rejected, but every move is along an axis: a narrow diagonal ridge takes many.

Source: Geman and Geman (1984), Stochastic relaxation, Gibbs distributions, and the Bayesian
restoration of images; Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 11.1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.probability._chains import points

__all__ = ["Conditional", "GibbsRun", "gaussian_conditionals", "gibbs", "gibbs_sweep"]

Conditional = Callable[[FloatArray, np.random.Generator], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GibbsRun(Result):
    """The paths of all chains: after every sweep, and after every single coordinate."""

    draws: FloatArray  # (n_chains, n_draws + 1, dim), first the start
    path: FloatArray  # (n_chains, n_draws * dim + 1, dim), the corners between the draws


def _checked(conditionals: Sequence[Conditional], dim: int) -> list[Conditional]:
    if callable(conditionals) or not isinstance(conditionals, Sequence):
        raise TypeError(
            f"conditionals must be a sequence of callables, got {type(conditionals).__name__}"
        )
    if len(conditionals) != dim or not all(callable(draw) for draw in conditionals):
        raise ValueError(
            f"conditionals must be {dim} callables, one for each coordinate, "
            f"got {len(conditionals)} entries"
        )
    return list(conditionals)


def gibbs_sweep(
    conditionals: Sequence[Conditional], x: ArrayLike, *, rng: np.random.Generator | int
) -> FloatArray:
    r"""Redraw every coordinate once, in order, and keep the corners of the path.

    Parameters
    ----------
    conditionals : sequence of dim callables
        Entry ``j`` takes the points (n_chains, dim) and a generator, and returns draws (n_chains,)
        of coordinate ``j`` given the others.
    x : array of shape (n_chains, dim) or (dim,)
        Where the chains are.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    array of shape (n_chains, dim + 1, dim)
        The points before the sweep and after each coordinate.

    Examples
    --------
    Coordinates that copy each other (x becomes y + 1, then y becomes x + 1):

    >>> copy = [lambda x, rng: x[:, 1] + 1, lambda x, rng: x[:, 0] + 1]
    >>> gibbs_sweep(copy, [0, 5], rng=0).tolist()
    [[[0.0, 5.0], [6.0, 5.0], [6.0, 7.0]]]
    """
    x = points("x", x)
    conditionals = _checked(conditionals, x.shape[1])
    rng = check.generator("rng", rng)
    corners = [x]
    for j, draw in enumerate(conditionals):
        x = x.copy()
        x[:, j] = draw(corners[-1], rng)
        corners.append(x)
    return np.stack(corners, axis=1)


def gibbs(
    conditionals: Sequence[Conditional],
    x0: ArrayLike,
    *,
    n_draws: int,
    rng: np.random.Generator | int,
) -> GibbsRun:
    r"""Run Gibbs sampling on several chains at once.

    Parameters
    ----------
    conditionals : sequence of dim callables
        Entry ``j`` takes the points (n_chains, dim) and a generator, and returns draws (n_chains,)
        of coordinate ``j`` given the others.
    x0 : array of shape (n_chains, dim) or (dim,)
        Where the chains start; a vector starts one chain.
    n_draws : int
        Sweeps of each chain, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed.

    Returns
    -------
    GibbsRun
        Draws after every sweep, and the corners of the path between them.

    Examples
    --------
    >>> conditionals = gaussian_conditionals([0, 0], [[1.0, 0.8], [0.8, 1.0]])
    >>> run = gibbs(conditionals, np.zeros((50, 2)), n_draws=1000, rng=0)
    >>> float((run.draws[..., 0] * run.draws[..., 1]).mean().round(1))
    0.8
    """
    x = points("x0", x0)
    n_chains, dim = x.shape
    conditionals = _checked(conditionals, dim)
    n_draws = check.integer("n_draws", n_draws, low=1)
    rng = check.generator("rng", rng)
    path = np.empty((n_draws * dim + 1, n_chains, dim))
    path[0] = x
    for k in range(n_draws * dim):
        j = k % dim
        path[k + 1] = path[k]
        path[k + 1, :, j] = conditionals[j](path[k], rng)
    path = np.ascontiguousarray(path.swapaxes(0, 1))
    return GibbsRun(draws=path[:, ::dim].copy(), path=path)


def gaussian_conditionals(mean: ArrayLike, covariance: ArrayLike) -> list[Conditional]:
    r"""Conditional draws of every coordinate of a Gaussian, from its precision matrix.

    .. math:: x_j \mid x_{-j} \sim N\Bigl(\mu_j - \frac{1}{\Lambda_{jj}}
              \sum_{i \ne j} \Lambda_{ji} (x_i - \mu_i),\; \frac{1}{\Lambda_{jj}}\Bigr),
              \qquad \Lambda = \Sigma^{-1}

    Parameters
    ----------
    mean : array of shape (dim,)
        :math:`\mu`.
    covariance : array of shape (dim, dim)
        :math:`\Sigma`, symmetric and positive definite.

    Returns
    -------
    list of dim callables
        For :func:`gibbs`.

    Examples
    --------
    >>> first, second = gaussian_conditionals([1, 2], [[1.0, 0.0], [0.0, 1e-20]])
    >>> float(second(np.zeros((1, 2)), np.random.default_rng(0))[0].round(6))
    2.0
    """
    mean = check.vector("mean", mean)
    covariance = check.covariance("covariance", covariance, size=mean.size)
    root = np.linalg.cholesky(covariance)
    inverse = np.linalg.inv(root)
    precision = inverse.T @ inverse

    def conditional(j: int) -> Conditional:
        sigma = 1 / np.sqrt(precision[j, j])
        pull = precision[j] / precision[j, j]

        def draw(x: FloatArray, rng: np.random.Generator) -> FloatArray:
            # The sum over all coordinates takes x_j in as well; adding it back leaves the rest.
            centre = x[:, j] - (x - mean) @ pull
            return centre + sigma * rng.standard_normal(len(x))

        return draw

    return [conditional(j) for j in range(mean.size)]
