r"""Finite Markov chains: one step, many steps, and walks.

A chain is its transition matrix: row ``i`` holds the probabilities of the states after ``i``.

Source: Levin and Peres (2017), Markov Chains and Mixing Times, 2nd ed., sections 1.1 and 3.2.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray

__all__ = ["chain_distributions", "chain_paths", "chain_step", "metropolis_chain"]


def _chain(transition: ArrayLike) -> FloatArray:
    return check.probabilities("transition", check.square("transition", transition), ndim=2)


def _belief(name: str, value: ArrayLike, n_states: int) -> FloatArray:
    return check.probabilities(name, check.vector(name, value, length=n_states))


def chain_step(probabilities: ArrayLike, transition: ArrayLike) -> FloatArray:
    r"""Distribution one step later, :math:`p_{t+1} = p_t P`.

    Parameters
    ----------
    probabilities : array of shape (k,)
        Probabilities of the states now.
    transition : array of shape (k, k)
        Rows are probabilities.

    Returns
    -------
    array of shape (k,)
        Probabilities of the states after the step.

    Examples
    --------
    >>> chain_step([1, 0], [[0.9, 0.1], [0.5, 0.5]]).tolist()
    [0.9, 0.1]
    """
    transition = _chain(transition)
    return _belief("probabilities", probabilities, len(transition)) @ transition


def chain_distributions(p0: ArrayLike, transition: ArrayLike, *, n_steps: int) -> FloatArray:
    r"""Distributions after 0, 1, ..., n steps, :math:`p_t = p_0 P^t`.

    Parameters
    ----------
    p0 : array of shape (k,)
        Probabilities of the states at the start.
    transition : array of shape (k, k)
        Rows are probabilities.
    n_steps : int
        At least 0.

    Returns
    -------
    array of shape (n_steps + 1, k)
        Row ``t`` holds the probabilities of the states after ``t`` steps.

    Examples
    --------
    >>> chain_distributions([1, 0], [[0.5, 0.5], [0.0, 1.0]], n_steps=3).tolist()
    [[1.0, 0.0], [0.5, 0.5], [0.25, 0.75], [0.125, 0.875]]
    """
    transition = _chain(transition)
    n_steps = check.integer("n_steps", n_steps)
    out = np.empty((n_steps + 1, len(transition)))
    out[0] = _belief("p0", p0, len(transition))
    for t in range(n_steps):
        out[t + 1] = out[t] @ transition
    return out


def chain_paths(
    transition: ArrayLike,
    x0: int,
    *,
    n_steps: int,
    n_chains: int,
    rng: np.random.Generator | int,
) -> IntArray:
    r"""Walk several chains from one state, each move drawn from the row of where it stands.

    Parameters
    ----------
    transition : array of shape (k, k)
        Rows are probabilities.
    x0 : int
        First state, 0 to k - 1.
    n_steps : int
        Moves of each chain, at least 0.
    n_chains : int
        Number of chains, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness, or its seed. A longer walk with the same seed begins the same way.

    Returns
    -------
    array of shape (n_chains, n_steps + 1), int64
        The states.

    Examples
    --------
    >>> chain_paths([[0, 1, 0], [0, 0, 1], [1, 0, 0]], 0, n_steps=4, n_chains=1, rng=0).tolist()
    [[0, 1, 2, 0, 1]]
    """
    transition = _chain(transition)
    x0 = check.integer("x0", x0, high=len(transition) - 1)
    n_steps = check.integer("n_steps", n_steps)
    n_chains = check.integer("n_chains", n_chains, low=1)
    uniform = check.generator("rng", rng).random((n_steps, n_chains))
    edges = np.cumsum(transition, axis=1)
    # Exactly 1 at the end, so that rounding never sends a chain to a state of probability 0.
    edges = edges / edges[:, -1:]
    path = np.empty((n_chains, n_steps + 1), dtype=np.int64)
    path[:, 0] = x0
    for t in range(n_steps):
        path[:, t + 1] = (uniform[t, :, None] >= edges[path[:, t]]).sum(axis=1)
    return path


def metropolis_chain(target: ArrayLike, proposal: ArrayLike) -> FloatArray:
    r"""Turn a symmetric proposal into a chain with a given stationary distribution.

    .. math:: P_{ij} = Q_{ij} \min(1, \pi_j / \pi_i) \quad (i \ne j)

    and what is rejected stays where it is. The Metropolis sampler, small enough to print.

    Parameters
    ----------
    target : array of shape (k,)
        The wanted distribution, positive everywhere.
    proposal : array of shape (k, k)
        Symmetric; rows are probabilities.

    Returns
    -------
    array of shape (k, k)
        The transition matrix, in detailed balance with ``target``.

    Examples
    --------
    >>> metropolis_chain([0.25, 0.75], [[0, 1], [1, 0]]).round(3).tolist()
    [[0.0, 1.0], [0.333, 0.667]]
    """
    target = check.probabilities("target", target)
    if not np.all(target > 0):
        raise ValueError(f"target must be positive everywhere, got an entry {target.min()}")
    proposal = check.probabilities("proposal", check.square("proposal", proposal), ndim=2)
    if len(proposal) != target.size:
        raise ValueError(
            f"proposal must have {target.size} rows, as target has entries, got {len(proposal)}"
        )
    if not np.allclose(proposal, proposal.T, rtol=0, atol=1e-12):
        raise ValueError("proposal must be symmetric, got a matrix that is not")
    # Scaled products, so that a tiny entry of the target does not overflow the ratio.
    out = proposal * (np.minimum(target[:, None], target) / target[:, None])
    np.fill_diagonal(out, 0.0)
    np.fill_diagonal(out, 1.0 - out.sum(axis=1))
    return out
