r"""A small language model: one attention head and one hidden layer that guess the next letter.

.. math:: x_t = E_{c_t} + P_t, \qquad
    y = x + \operatorname{attention}(\bar x W_q, \bar x W_k, \bar x W_v) W_o, \qquad
    z = y + \operatorname{relu}(\bar y W_1 + b_1) W_2, \qquad
    p_t = \operatorname{softmax}(\bar z_t W + b)

Here :math:`\bar x` has mean 0 and variance 1 along each row (layer normalisation without
parameters), and the causal mask lets letter :math:`t` see the letters up to :math:`t` only, so
that one pass guesses after every letter of a passage.

Source: Vaswani et al. (2017), Attention is all you need, section 3; Radford et al. (2019),
Language models are unsupervised multitask learners, section 2.3 (normalisation comes first).
"""

from dataclasses import dataclass

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse._result import Result
from mlcourse.calculus.autodiff import Tensor
from mlcourse.learning.attention import attend
from mlcourse.learning.characters import encode

__all__ = ["CharacterModel", "initial_model"]

Parameters = dict[str, Tensor]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CharacterModel(Result):
    """The parameters of a model; made by :func:`initial_model` and by training.

    Raises
    ------
    TypeError, ValueError
        If the parameters are not those of :func:`initial_model`, by name and shape.
    """

    alphabet: str
    parameters: dict[str, FloatArray]  # "embedding": (n_characters, width), ...

    def __post_init__(self) -> None:
        encode("", self.alphabet)
        if not isinstance(self.parameters, dict) or set(self.parameters) != set(NAMES):
            raise ValueError(f"parameters must be a dict of {NAMES}, got {self.parameters!r}")
        context, width = check.matrix("parameters", self.parameters["position"]).shape
        hidden = check.vector("parameters", self.parameters["hidden_bias"]).size
        shapes = _shapes(len(self.alphabet), context, width, hidden)
        parameters = {
            name: check.array("parameters", self.parameters[name], shape=shape)
            for name, shape in shapes.items()
        }
        for array in parameters.values():
            array.flags.writeable = False
        object.__setattr__(self, "parameters", parameters)
        Result.__post_init__(self)

    @property
    def context(self) -> int:
        """How many letters the model can look back at."""
        return len(self.parameters["position"])


def initial_model(
    alphabet: str,
    *,
    context: int = 32,
    width: int = 48,
    hidden: int = 128,
    rng: np.random.Generator | int,
) -> CharacterModel:
    """Return a model with random parameters, which guesses every letter nearly alike.

    Parameters
    ----------
    alphabet : str
        Different characters, at least one.
    context : int
        How many letters the model can look back at, at least 1.
    width : int
        Length of the vector that stands for a letter, at least 1.
    hidden : int
        Units of the hidden layer, at least 1.
    rng : numpy.random.Generator or int
        Source of randomness.

    Returns
    -------
    CharacterModel
        Normal numbers for matrices, zeros for biases.

    Examples
    --------
    >>> model = initial_model("abc", context=4, width=8, hidden=16, rng=7)
    >>> sum(p.size for p in model.parameters.values())
    611
    """
    encode("", alphabet)
    context = check.integer("context", context, low=1)
    width = check.integer("width", width, low=1)
    hidden = check.integer("hidden", hidden, low=1)
    generator = check.generator("rng", rng)

    # entries that keep the size of the signal; small at the end, so that first guesses are alike
    sizes = {"embedding": 0.3, "position": 0.3, "output": 0.1 / np.sqrt(width)}
    parameters = {
        name: np.zeros(shape)
        if len(shape) == 1
        else sizes.get(name, 1.0 / np.sqrt(shape[0])) * generator.normal(size=shape)
        for name, shape in _shapes(len(alphabet), context, width, hidden).items()
    }
    return CharacterModel(alphabet=alphabet, parameters=parameters)


def _shapes(n_characters: int, context: int, width: int, hidden: int) -> dict[str, tuple[int, ...]]:
    square = (width, width)
    return {
        "embedding": (n_characters, width),
        "position": (context, width),
        "query": square,
        "key": square,
        "value": square,
        "mix": square,
        "hidden": (width, hidden),
        "hidden_bias": (hidden,),
        "back": (hidden, width),
        "output": (width, n_characters),
        "output_bias": (n_characters,),
    }


NAMES = tuple(_shapes(1, 1, 1, 1))


def tensors(model: CharacterModel) -> Parameters:
    """Return the parameters, ready to be differentiated."""
    return {name: Tensor(value) for name, value in model.parameters.items()}


def forward(p: Parameters, codes: IntArray) -> tuple[Tensor, Tensor]:
    """Return scores (n, length, n_characters) and attention weights (n, length, length)."""
    x = p["embedding"][codes] + p["position"][: codes.shape[1]]
    bar = _normalised(x)
    _, weights, seen = attend(bar @ p["query"], bar @ p["key"], bar @ p["value"], 1.0, True)
    y = x + seen @ p["mix"]
    z = y + (_normalised(y) @ p["hidden"] + p["hidden_bias"]).relu() @ p["back"]
    return _normalised(z) @ p["output"] + p["output_bias"], weights


def _normalised(x: Tensor) -> Tensor:
    centred = x - x.mean(axis=-1, keepdims=True)
    # 1e-5 keeps the gradient finite where all entries of a row agree
    return centred * ((centred * centred).mean(axis=-1, keepdims=True) + 1e-5) ** -0.5
