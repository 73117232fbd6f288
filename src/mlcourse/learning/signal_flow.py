r"""How large the signal and its gradient are in every layer of a deep network.

Forward, each layer multiplies the signal by its weights and bends it; backward, each layer
multiplies the gradient by :math:`W^\top` and :math:`\varphi'`.  A factor a little below or above
one, taken to the power of the depth, makes gradients vanish or explode.

Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward
neural networks, section 4; Goodfellow, Bengio and Courville (2016), Deep Learning, section 8.2.5.
"""

from dataclasses import dataclass
from typing import get_args

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.calculus.autodiff import Tensor
from mlcourse.learning.initialisation import Scheme, initial_weights
from mlcourse.learning.network import Activation, bend

__all__ = ["SignalFlow", "signal_flow"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignalFlow(Result):
    """Root mean squares over samples and units; entry 0 is the input."""

    activation_rms: FloatArray  # (depth + 1,)
    gradient_rms: FloatArray  # (depth + 1,) of the loss with respect to the activations
    weight_gradient_rms: FloatArray  # (depth,)


def signal_flow(
    *,
    depth: int,
    width: int = 64,
    activation: Activation,
    scheme: Scheme,
    scale: float = 1.0,
    n_samples: int = 64,
    rng: np.random.Generator | int,
) -> SignalFlow:
    r"""Send normal inputs through a random network, and a gradient of size 1 back.

    The loss is :math:`\sum_{s,i} r_{si} h_{si}` over the last layer with :math:`r` normal, so
    that the gradient there has root mean square 1 and every layer below can be read as a factor.

    Parameters
    ----------
    depth : int
        Number of layers, at least 1.
    width : int
        Units a layer, at least 1.
    activation : {"tanh", "relu", "sigmoid"}
        Function of the units.
    scheme, scale
        As in :func:`~mlcourse.learning.initialisation.initial_weights`.
    n_samples : int
        Number of inputs, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness.

    Returns
    -------
    SignalFlow
        Root mean squares of activations and gradients, layer by layer.

    Examples
    --------
    >>> good = signal_flow(depth=30, activation="relu", scheme="he", rng=7)
    >>> bad = signal_flow(depth=30, activation="sigmoid", scheme="xavier", rng=7)
    >>> bool(good.gradient_rms[0] > 0.1), bool(bad.gradient_rms[0] < 1e-15)
    (True, True)
    """
    depth = check.integer("depth", depth, low=1)
    width = check.integer("width", width, low=1)
    check.choice("activation", activation, get_args(Activation))
    n_samples = check.integer("n_samples", n_samples, low=1)
    generator = check.generator("rng", rng)
    layers = [Tensor(generator.normal(size=(n_samples, width)))]
    back = generator.normal(size=(n_samples, width))
    weights = [
        Tensor(initial_weights(width, width, scheme=scheme, scale=scale, rng=generator))
        for _ in range(depth)
    ]
    for w in weights:
        layers.append(bend(layers[-1] @ w, activation))
    (layers[-1] * (back / _rms(back))).sum().backward()
    return SignalFlow(
        activation_rms=np.array([_rms(h.data) for h in layers]),
        gradient_rms=np.array([_rms(h.grad) for h in layers]),
        weight_gradient_rms=np.array([_rms(w.grad) for w in weights]),
    )


def _rms(x: FloatArray | None) -> float:
    with np.errstate(all="ignore"):  # an exploding signal is what the reader came to see
        return float(np.sqrt(np.mean(np.square(x))))  # type: ignore[arg-type]
