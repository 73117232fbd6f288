r"""Where a Markov chain settles, and how fast it forgets its start.

Source: Levin and Peres (2017), Markov Chains and Mixing Times, 2nd ed., sections 1.5, 1.6, 4.1
and 4.4; the elimination without subtractions is Grassmann, Taksar and Heyman (1985),
Regenerative analysis and steady state distributions for Markov chains.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.probability.markov import _belief, _chain
from mlcourse.probability.total_variation import half_distance

__all__ = [
    "Flows",
    "mixing_distances",
    "probability_flows",
    "stationary_distributions",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flows(Result):
    """Probability that moves from state to state in one step."""

    flow: FloatArray  # (k, k) probabilities[i] * transition[i, j]
    net: FloatArray  # (k, k) flow - flow.T; 0 everywhere is detailed balance
    residual: float  # largest net flow


def stationary_distributions(transition: ArrayLike) -> FloatArray:
    r"""All distributions that a step leaves as they are, :math:`\pi = \pi P`.

    There is one for every closed class of states (a set that the chain never leaves and walks
    through entirely); every other stationary distribution is a mixture of these.

    Parameters
    ----------
    transition : array of shape (k, k)
        Rows are probabilities.

    Returns
    -------
    array of shape (n_classes, k)
        One row a closed class, in the order of their first states; one row if the chain is
        irreducible.

    Examples
    --------
    >>> stationary_distributions([[0.9, 0.1], [0.5, 0.5]]).round(4).tolist()
    [[0.8333, 0.1667]]
    >>> stationary_distributions([[1.0, 0.0, 0.0], [0.5, 0.0, 0.5], [0.0, 0.0, 1.0]]).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    transition = _chain(transition)
    n = len(transition)
    reach = (transition > 0) | np.eye(n, dtype=bool)
    for _ in range(n.bit_length()):
        reach = reach @ reach  # paths of twice the length
    # A state is recurrent when every state it reaches can come back.
    recurrent = np.all(~reach | reach.T, axis=1)
    out = []
    for i in range(n):
        members = np.flatnonzero(reach[i] & reach[:, i])
        if recurrent[i] and members[0] == i:
            pi = np.zeros(n)
            pi[members] = _irreducible_stationary(transition[np.ix_(members, members)])
            out.append(pi)
    return np.array(out)


def _irreducible_stationary(p: FloatArray) -> FloatArray:
    """Remove the last state again and again, rerouting its flow; no subtraction, so no loss."""
    p = p.copy()
    n = len(p)
    for k in range(n - 1, 0, -1):
        p[:k, k] = p[:k, k] / p[k, :k].sum()
        p[:k, :k] = p[:k, :k] + np.outer(p[:k, k], p[k, :k])
    pi = np.ones(n)
    for k in range(1, n):
        pi[k] = pi[:k] @ p[:k, k]
    return pi / pi.sum()


def probability_flows(probabilities: ArrayLike, transition: ArrayLike) -> Flows:
    r"""Flows of one step and what is left of them after both directions cancel.

    Detailed balance, :math:`p_i P_{ij} = p_j P_{ji}`, makes every net flow 0, and then the
    probabilities are stationary. A chain around a ring can be stationary without it.

    Parameters
    ----------
    probabilities : array of shape (k,)
        Probabilities of the states.
    transition : array of shape (k, k)
        Rows are probabilities.

    Returns
    -------
    Flows
        Flow, net flow, (k, k) each, and the largest net flow.

    Examples
    --------
    >>> ring = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    >>> round(probability_flows([1 / 3, 1 / 3, 1 / 3], ring).residual, 3)
    0.333
    """
    transition = _chain(transition)
    flow = _belief("probabilities", probabilities, len(transition))[:, None] * transition
    net = flow - flow.T
    return Flows(flow=flow, net=net, residual=float(net.max()))


def mixing_distances(transition: ArrayLike, *, n_steps: int) -> FloatArray:
    r"""Total variation distance from the stationary distribution, by start and time.

    .. math:: d_i(t) = \| P^t(i, \cdot) - \pi \|_{TV}

    Parameters
    ----------
    transition : array of shape (k, k)
        Rows are probabilities; with exactly one stationary distribution.
    n_steps : int
        At least 0.

    Returns
    -------
    array of shape (k, n_steps + 1)
        Row ``i`` starts in state ``i``. Never rises; stays up when the chain is periodic.

    Raises
    ------
    ValueError
        If the chain has several closed classes: which one it ends in depends on the start.

    Examples
    --------
    >>> mixing_distances([[0.75, 0.25], [0.25, 0.75]], n_steps=3)[0].tolist()
    [0.5, 0.25, 0.125, 0.0625]
    """
    transition = _chain(transition)
    n_steps = check.integer("n_steps", n_steps)
    pi = stationary_distributions(transition)
    if len(pi) > 1:
        raise ValueError(
            f"transition must have one stationary distribution, got one for each of {len(pi)} "
            "closed classes"
        )
    power = np.eye(len(transition))
    out = np.empty((len(transition), n_steps + 1))
    for t in range(n_steps + 1):
        out[:, t] = half_distance(power, pi[0])
        power = power @ transition
    return out
