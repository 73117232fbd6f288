r"""Simulated annealing: a random walk that climbs less and less.

A proposal :math:`y` is taken with probability :math:`\min(1, e^{-(f(y) - f(x)) / T_k})`: always
downhill, uphill while the temperature :math:`T_k` is high.

Sources: Metropolis, Rosenbluth, Rosenbluth, Teller and Teller (1953), Equation of state
calculations by fast computing machines, The Journal of Chemical Physics 21(6); Kirkpatrick,
Gelatt and Vecchi (1983), Optimization by simulated annealing, Science 220(4598).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.optimize.cooling import Cooling, temperatures
from mlcourse.optimize.objectives import ArrayFunction
from mlcourse.optimize.random_search import as_domain, evaluated, mirrors

__all__ = ["Annealing", "acceptance_probability", "anneal"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Annealing(Result):
    """Independent runs, chain axis first; row k of a run is the state after k proposals."""

    x: FloatArray  # (n_chains, n_steps + 1, d)
    value: FloatArray  # (n_chains, n_steps + 1)
    best: FloatArray  # (n_chains, n_steps + 1) lowest so far
    evaluations: IntArray  # (n_steps + 1,) points looked at so far, by each run
    proposal: FloatArray  # (n_chains, n_steps, d) taken or not
    proposal_value: FloatArray  # (n_chains, n_steps)
    luck: FloatArray  # (n_chains, n_steps) the die u of each proposal, between 0 and 1
    accepted: np.ndarray  # (n_chains, n_steps) bool
    temperature: FloatArray  # (n_steps,)


def acceptance_probability(change: ArrayLike, temperature: ArrayLike) -> FloatArray:
    r"""Metropolis' rule: :math:`\min(1, e^{-\Delta / T})`.

    Parameters
    ----------
    change : array
        :math:`\Delta`, how much higher the proposal is.
    temperature : array
        :math:`T > 0`, in the same units; broadcast against ``change``.

    Returns
    -------
    array of the common shape
        Probabilities; 1 for every step down.

    Examples
    --------
    >>> acceptance_probability([-1.0, 0.0, 1.0], 1.0).round(3).tolist()
    [1.0, 1.0, 0.368]
    """
    delta = check.array("change", change)
    heat = check.array("temperature", temperature)
    if np.any(heat <= 0):
        raise ValueError(f"temperature must be positive, got an entry {heat.min()}")
    try:
        np.broadcast_shapes(delta.shape, heat.shape)
    except ValueError:
        raise ValueError(
            f"temperature must be of a shape that goes with {delta.shape}, got {heat.shape}"
        ) from None
    # a climb of many temperatures underflows to 0, or to -inf on the way there: that is right
    with np.errstate(under="ignore", over="ignore"):
        return np.exp(-np.maximum(delta, 0.0) / heat)


def anneal(
    fun: ArrayFunction,
    x0: ArrayLike,
    *,
    domain: ArrayLike,
    temperature: float | Cooling,
    step_size: float,
    max_steps: int,
    rng: np.random.Generator | int,
) -> Annealing:
    r"""Anneal from several starts at once.

    The noise is drawn first and then scaled, so that with the same seed a change of
    ``step_size`` or ``temperature`` changes nothing else.

    Parameters
    ----------
    fun : callable
        The function, ``(n_chains, d) -> (n_chains,)``.
    x0 : array, shape (n_chains, d)
        The starts, inside the domain.
    domain : array, shape (d, 2)
        Lowest and highest value of each coordinate; its walls reflect.
    temperature : float or callable
        :math:`T > 0`, or a cooling schedule (see `mlcourse.optimize.cooling`).
    step_size : float
        Standard deviation of a proposal in each coordinate, positive.
    max_steps : int
        Number of proposals, at least 0; each is one evaluation.
    rng : Generator or int

    Returns
    -------
    Annealing
        The path of every chain, with all proposals.

    Examples
    --------
    >>> run = anneal(lambda x: (x**2).sum(axis=-1), [[3.0]], domain=[[-4, 4]], temperature=0.01,
    ...              step_size=0.5, max_steps=200, rng=0)
    >>> bool(run.best[0, -1] < 0.01), run.x.shape
    (True, (1, 201, 1))
    """
    check.function("fun", fun)
    box = as_domain("domain", domain)
    x = check.matrix("x0", x0, cols=len(box))
    if np.any(x < box[:, 0]) or np.any(x > box[:, 1]):
        raise ValueError(f"x0 must be inside the domain {box.tolist()}, got {x.tolist()}")
    scale = check.positive("step_size", step_size)
    max_steps = check.integer("max_steps", max_steps)
    heat = temperatures(temperature, n_steps=max_steps)
    generator = check.generator("rng", rng)
    steps = scale * generator.standard_normal((max_steps, *x.shape))
    luck = generator.standard_exponential((max_steps, len(x)))  # -log u of a uniform u

    value = evaluated(fun, x)
    fold = mirrors(box)
    xs, values, proposals, heights, accepted = [x], [value], [], [], []
    for k in range(max_steps):
        proposal = fold(x + steps[k])
        height = evaluated(fun, proposal)
        take = height - value <= heat[k] * luck[k]  # the same as u <= exp(-change / T)
        x = np.where(take[:, None], proposal, x)
        value = np.where(take, height, value)
        xs.append(x)
        values.append(value)
        proposals.append(proposal)
        heights.append(height)
        accepted.append(take)
    n_chains, d = x.shape
    all_values = np.stack(values, axis=1)
    return Annealing(
        x=np.stack(xs, axis=1),
        value=all_values,
        best=np.minimum.accumulate(all_values, axis=1),
        evaluations=np.arange(1, max_steps + 2, dtype=np.int64),
        proposal=np.reshape(proposals, (max_steps, n_chains, d)).swapaxes(0, 1).copy(),
        proposal_value=np.reshape(heights, (max_steps, n_chains)).T.copy(),
        luck=np.exp(-luck.T),
        accepted=np.reshape(np.array(accepted, dtype=bool), (max_steps, n_chains)).T.copy(),
        temperature=heat,
    )
