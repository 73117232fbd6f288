r"""A multilayer network: affine maps with a bend between them.

.. math:: h_0 = x, \qquad h_l = \varphi(h_{l-1} W_l + b_l), \qquad
    \text{output} = h_{L-1} W_L + b_L

Source: Goodfellow, Bengio and Courville (2016), Deep Learning, chapter 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.calculus.autodiff import Operand, Tensor, lift
from mlcourse.learning.initialisation import Scheme, initial_weights

__all__ = ["Activation", "Network", "initial_network", "network_outputs"]

Activation = Literal["tanh", "relu", "sigmoid"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network(Result):
    """Weights and biases of every layer, and the activation of the hidden ones.

    Raises
    ------
    TypeError, ValueError
        If the layers do not fit on each other, or hold numbers that are not finite.
    """

    weights: tuple[FloatArray, ...]  # layer l: (n_in, n_out)
    biases: tuple[FloatArray, ...]  # layer l: (n_out,)
    activation: Activation

    def __post_init__(self) -> None:
        check.choice("activation", self.activation, get_args(Activation))
        for name in ("weights", "biases"):
            layers = getattr(self, name)
            if not isinstance(layers, (tuple, list)) or len(layers) == 0:
                raise TypeError(f"{name} must be a tuple with an array a layer, got {layers!r}")
        weights = tuple(check.matrix("weights", w) for w in self.weights)
        shapes = [w.shape for w in weights]
        if any(before[1] != after[0] for before, after in pairwise(shapes)):
            raise ValueError(f"weights must be of shapes that follow on each other, got {shapes}")
        if len(self.biases) != len(weights):
            raise ValueError(
                f"biases must be as many as there are weights, {len(weights)}, "
                f"got {len(self.biases)}"
            )
        biases = tuple(
            check.vector("biases", b, length=w.shape[1])
            for b, w in zip(self.biases, weights, strict=True)
        )
        for array in (*weights, *biases):
            array.flags.writeable = False
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "biases", biases)
        Result.__post_init__(self)


def initial_network(
    sizes: Sequence[int],
    *,
    activation: Activation = "tanh",
    scheme: Scheme = "xavier",
    scale: float = 1.0,
    rng: np.random.Generator | int,
) -> Network:
    """Return a network with random weights and zero biases.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of inputs, of units in each hidden layer, and of outputs; at least two numbers,
        each at least 1.
    activation : {"tanh", "relu", "sigmoid"}
        Function of the hidden units.
    scheme, scale
        As in :func:`~mlcourse.learning.initialisation.initial_weights`.
    rng : numpy.random.Generator or int
        Source of randomness.

    Returns
    -------
    Network
        One layer between every two sizes.

    Examples
    --------
    >>> network = initial_network([64, 32, 10], rng=7)
    >>> [w.shape for w in network.weights]
    [(64, 32), (32, 10)]
    """
    if not isinstance(sizes, (list, tuple)) or len(sizes) < 2:
        raise TypeError(f"sizes must be a sequence of at least two whole numbers, got {sizes!r}")
    widths = [check.integer("sizes", n, low=1) for n in sizes]
    generator = check.generator("rng", rng)
    return Network(
        weights=tuple(
            initial_weights(n_in, n_out, scheme=scheme, scale=scale, rng=generator)
            for n_in, n_out in pairwise(widths)
        ),
        biases=tuple(np.zeros(n) for n in widths[1:]),
        activation=activation,
    )


def network_outputs(network: Network, features: ArrayLike) -> FloatArray:
    """Return the outputs of a network, one row a sample.

    Parameters
    ----------
    network : Network
        Weights and biases.
    features : array_like, shape (n_samples, n_in)
        One sample a row.

    Returns
    -------
    ndarray, shape (n_samples, n_out)
        For classification these are scores; their softmax are the probabilities.

    Examples
    --------
    >>> network = Network(weights=([[2.0], [1.0]],), biases=([1.0],), activation="tanh")
    >>> network_outputs(network, [[1.0, 1.0], [0.0, 0.0]]).tolist()
    [[4.0], [1.0]]
    """
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, got {network!r}")
    x = check.matrix("features", features, cols=network.weights[0].shape[0])
    parameters = [Tensor(p) for p in (*network.weights, *network.biases)]
    return forward(parameters, x, network.activation)[-1].data


def forward(parameters: Sequence[Tensor], x: Operand, activation: Activation) -> list[Tensor]:
    """Return the input, every hidden layer and the output; parameters are weights, then biases."""
    n_layers = len(parameters) // 2
    layers = [lift(x)]
    for k, (w, b) in enumerate(zip(parameters[:n_layers], parameters[n_layers:], strict=True)):
        z = layers[-1] @ w + b
        layers.append(z if k == n_layers - 1 else bend(z, activation))
    return layers


def bend(z: Tensor, activation: Activation) -> Tensor:
    """Apply the activation to every entry."""
    match activation:
        case "tanh":
            return z.tanh()
        case "relu":
            return z.relu()
        case "sigmoid":
            return z.sigmoid()
