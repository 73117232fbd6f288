r"""Learning from batches: gradient descent on a few samples at a time.

.. math:: w_{k+1} = w_k - \alpha_k \frac1{|B_k|} \sum_{i \in B_k} \nabla f_i(w_k)

A batch of all samples is gradient descent, a batch of one sample is stochastic gradient descent
in the narrow sense, everything between is a mini-batch.

Sources: Robbins and Monro (1951), A stochastic approximation method; Bottou, Curtis and Nocedal
(2018), Optimization methods for large-scale machine learning, sections 3 and 4.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.optimize.descent import FAR_AWAY
from mlcourse.optimize.finite_sums import FiniteSum
from mlcourse.optimize.schedules import Schedule, as_schedule

__all__ = ["StochasticDescent", "epoch_batches", "stochastic_gradient_descent"]

Sampling = Literal["shuffled", "independent"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StochasticDescent(Result):
    """The path of one run; row k is the state after k batches.

    ``reason`` is ``"finished"`` when all epochs were run and ``"diverged"`` when the next
    weights would have been out of range (choose a smaller ``step_size``); those are not kept.
    """

    weights: FloatArray  # (n_steps + 1, p)
    samples: IntArray  # (n_steps + 1,) samples looked at so far
    step_size: FloatArray  # (n_steps,)
    n_samples: int
    reason: Literal["finished", "diverged"]

    @property
    def epochs(self) -> FloatArray:
        """Passes over the data so far, ``(n_steps + 1,)``; fractions count."""
        return self.samples / self.n_samples


def epoch_batches(
    n_samples: int,
    batch_size: int,
    *,
    rng: np.random.Generator | int,
    sampling: Sampling = "shuffled",
) -> list[IntArray]:
    r"""The batches of one epoch, as row numbers.

    Parameters
    ----------
    n_samples : int
        Number :math:`n \ge 1` of samples.
    batch_size : int
        Samples in a batch, from 1 to ``n_samples``.
    rng : Generator or int
    sampling : {"shuffled", "independent"}, optional
        ``"shuffled"`` deals a shuffled deck: every sample is used once in an epoch, and the last
        batch holds what is left.  ``"independent"`` draws every batch afresh (without repeats
        inside a batch), as the theory of the noise ball assumes.

    Returns
    -------
    list of int arrays
        :math:`\lceil n / b \rceil` batches.

    Examples
    --------
    >>> batches = epoch_batches(5, 2, rng=0)
    >>> [len(b) for b in batches], sorted(int(i) for b in batches for i in b)
    ([2, 2, 1], [0, 1, 2, 3, 4])
    """
    n = check.integer("n_samples", n_samples, low=1)
    b = check.integer("batch_size", batch_size, low=1, high=n)
    generator = check.generator("rng", rng)
    check.choice("sampling", sampling, ("shuffled", "independent"))
    if sampling == "shuffled":
        deck = generator.permutation(n)
        return [deck[start : start + b] for start in range(0, n, b)]
    count = -(-n // b)
    if b == 1:
        return list(generator.integers(n, size=(count, 1)))
    return [generator.choice(n, size=b, replace=False) for _ in range(count)]


def stochastic_gradient_descent(
    problem: FiniteSum,
    x0: ArrayLike,
    *,
    step_size: float | Schedule,
    batch_size: int,
    n_epochs: int,
    rng: np.random.Generator | int,
    sampling: Sampling = "shuffled",
) -> StochasticDescent:
    r"""Repeat steps along the gradients of batches and record the whole path.

    The loss along the path is ``problem.fun(run.weights)``; it is left to the caller because it
    costs as much as the run itself.

    Parameters
    ----------
    problem : FiniteSum
        The average loss (see `mlcourse.optimize.finite_sums`).
    x0 : array, shape (p,)
        First weights.
    step_size : float or callable
        :math:`\alpha > 0`, or a schedule ``k -> step_size`` where ``k`` counts batches.
    batch_size : int
        Samples in a batch, from 1 to ``problem.n_samples``.
    n_epochs : int
        Passes over the data, at least 0.
    rng : Generator or int
    sampling : {"shuffled", "independent"}, optional
        As in `epoch_batches`.

    Returns
    -------
    StochasticDescent
        Weights after every batch, and why the run ended.

    Examples
    --------
    Batches of everything are plain gradient descent, whatever the random numbers:

    >>> from mlcourse.optimize.finite_sums import squared_loss
    >>> loss = squared_loss([[1.0], [1.0]], [0.0, 2.0])
    >>> run = stochastic_gradient_descent(loss, [0.0], step_size=0.5, batch_size=2,
    ...                                   n_epochs=3, rng=1)
    >>> run.weights[:, 0].tolist()
    [0.0, 0.5, 0.75, 0.875]
    """
    if not isinstance(problem, FiniteSum):
        raise TypeError(f"problem must be a FiniteSum, got {problem!r}")
    w = check.vector("x0", x0, length=problem.n_weights)
    schedule = as_schedule(step_size)
    check.integer("batch_size", batch_size, low=1, high=problem.n_samples)
    n_epochs = check.integer("n_epochs", n_epochs)
    generator = check.generator("rng", rng)
    check.choice("sampling", sampling, ("shuffled", "independent"))
    far = FAR_AWAY * max(1.0, float(np.max(np.abs(w))))

    path, samples, steps = [w], [0], []
    reason: Literal["finished", "diverged"] = "finished"
    batches = (
        batch
        for _ in range(n_epochs)
        for batch in epoch_batches(problem.n_samples, batch_size, rng=generator, sampling=sampling)
    )
    # huge features can overflow on the way out; the run is then reported as diverged
    with np.errstate(over="ignore", invalid="ignore"):
        for k, batch in enumerate(batches):
            alpha = schedule(k)
            w = w - alpha * problem.gradient(w, batch)
            if not np.abs(w).max() <= far:
                reason = "diverged"
                break
            path.append(w)
            samples.append(samples[-1] + len(batch))
            steps.append(alpha)
    return StochasticDescent(
        weights=np.array(path),
        samples=np.array(samples),
        step_size=np.array(steps, dtype=float),
        n_samples=problem.n_samples,
        reason=reason,
    )
