r"""Training a network: shuffled mini-batches, gradients by the reverse mode, SGD or Adam.

Source: Goodfellow, Bengio and Courville (2016), Deep Learning, sections 8.3 and 8.5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.calculus.autodiff import Tensor
from mlcourse.learning.losses import cross_entropy_loss, squared_error_loss
from mlcourse.learning.network import Network, forward
from mlcourse.optimize.adaptive_steps import adam_step
from mlcourse.optimize.stochastic import epoch_batches

__all__ = ["Loss", "NetworkTraining", "Optimizer", "train_network"]

Loss = Literal["cross_entropy", "squared_error"]
Optimizer = Literal["sgd", "adam"]

LOSSES = {"cross_entropy": cross_entropy_loss, "squared_error": squared_error_loss}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NetworkTraining(Result):
    """The path of one training; row k is the state after k epochs."""

    networks: tuple[Network, ...]  # n_epochs + 1
    loss: FloatArray  # (n_epochs + 1,) on all samples
    batch_loss: FloatArray  # (n_steps,) on the batch of each step, before the step
    reason: Literal["finished", "diverged"]


def train_network(
    network: Network,
    features: ArrayLike,
    targets: ArrayLike,
    *,
    loss: Loss,
    optimizer: Optimizer = "adam",
    step_size: float,
    batch_size: int,
    n_epochs: int,
    rng: np.random.Generator | int,
) -> NetworkTraining:
    """Train a network and return it after every epoch.

    Parameters
    ----------
    network : Network
        Where to start.
    features : array_like, shape (n_samples, n_in)
        One sample a row.
    targets : array_like
        Labels 0, 1, ... of shape (n_samples,) for cross-entropy, numbers of shape
        (n_samples, n_out) for squared error.
    loss : {"cross_entropy", "squared_error"}
        What to make small.
    optimizer : {"sgd", "adam"}
        Plain gradient steps, or Adam with its usual decays.
    step_size : float
        Positive.
    batch_size : int
        Samples a step, from 1 to ``n_samples``.
    n_epochs : int
        Passes through the samples, at least 0.
    rng : numpy.random.Generator or int
        Source of randomness: the order of the samples.

    Returns
    -------
    NetworkTraining
        Up to the last epoch with finite numbers if the steps are so large that it diverges.

    Examples
    --------
    >>> from mlcourse.learning.network import initial_network
    >>> x, y = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0]
    >>> run = train_network(initial_network([2, 8, 2], rng=7), x, y, loss="cross_entropy",
    ...                     step_size=0.1, batch_size=4, n_epochs=100, rng=7)
    >>> bool(run.loss[0] > 0.5), bool(run.loss[-1] < 0.02)  # exclusive or is learnt
    (True, True)
    """
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, got {network!r}")
    x = check.matrix("features", features, cols=network.weights[0].shape[0])
    n, n_out = len(x), network.weights[-1].shape[1]
    check.choice("loss", loss, get_args(Loss))
    y = (
        check.labels("targets", targets, length=n, n_classes=n_out)
        if loss == "cross_entropy"
        else check.matrix("targets", targets, rows=n, cols=n_out)
    )
    check.choice("optimizer", optimizer, get_args(Optimizer))
    step_size = check.positive("step_size", step_size)
    batch_size = check.integer("batch_size", batch_size, low=1, high=n)
    n_epochs = check.integer("n_epochs", n_epochs)
    generator = check.generator("rng", rng)

    activation = network.activation
    parameters = [Tensor(p) for p in (*network.weights, *network.biases)]
    theta = flatten([p.data for p in parameters])
    mean, mean_square, n_steps = np.zeros_like(theta), np.zeros_like(theta), 0

    def loss_on(rows: slice | NDArray[np.int64]) -> Tensor:
        outputs = forward(parameters, x[rows], activation)[-1]
        return LOSSES[loss](outputs, y[rows])

    networks, epoch_loss, batch_loss = [network], [float(loss_on(slice(None)).data)], []
    reason: Literal["finished", "diverged"] = "finished"
    with np.errstate(all="ignore"):  # divergence is a result, recognised by its infinite loss
        for _ in range(n_epochs):
            for rows in epoch_batches(n, batch_size, rng=generator):
                value = loss_on(rows)
                value.backward()
                gradient = flatten([p.grad for p in parameters])
                batch_loss.append(float(value.data))
                if not (np.isfinite(gradient @ gradient) and np.all(np.isfinite(theta))):
                    reason = "diverged"
                    break
                if optimizer == "adam":
                    theta, mean, mean_square = adam_step(
                        theta, mean, mean_square, gradient, n_steps=n_steps, step_size=step_size
                    )
                else:
                    theta = theta - step_size * gradient
                n_steps += 1
                assign(parameters, theta)
            now = float(loss_on(slice(None)).data)
            if reason == "diverged" or not np.isfinite(now) or not np.all(np.isfinite(theta)):
                reason = "diverged"
                break
            half = len(parameters) // 2
            networks.append(
                Network(
                    weights=tuple(p.data for p in parameters[:half]),
                    biases=tuple(p.data for p in parameters[half:]),
                    activation=activation,
                )
            )
            epoch_loss.append(now)
    return NetworkTraining(
        networks=tuple(networks),
        loss=np.array(epoch_loss),
        batch_loss=np.array(batch_loss),
        reason=reason,
    )


def flatten(arrays: Sequence[FloatArray | None]) -> FloatArray:
    """Lay all parameters, or all gradients, end to end: one vector, as optimization sees it."""
    return np.concatenate([np.ravel(a) for a in arrays if a is not None])


def assign(parameters: Iterable[Tensor], theta: FloatArray) -> None:
    """Cut the vector back into the shapes of the parameters, and give each its part."""
    start = 0
    for p in parameters:
        p.data = theta[start : start + p.size].reshape(p.shape)
        start += p.size
