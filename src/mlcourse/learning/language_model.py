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
from numpy.typing import NDArray

from mlcourse import _check as check
from mlcourse._result import Result
from mlcourse.calculus.tensor import Tensor
from mlcourse.learning.attention import attend
from mlcourse.learning.characters import encode, string

__all__ = [
    "CharacterModel",
    "attention_weights",
    "initial_model",
    "next_character_probabilities",
    "sample_text",
    "text_loss",
]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Parameters = dict[str, Tensor]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CharacterModel(Result):
    """The parameters of a model; made by :func:`initial_model` and by training."""

    alphabet: str
    parameters: dict[str, FloatArray]  # "embedding": (n_characters, width), ...

    def __post_init__(self) -> None:
        for array in self.parameters.values():
            array.flags.writeable = False
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

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above.

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

    def layer(n_in: int, n_out: int) -> FloatArray:
        return generator.normal(size=(n_in, n_out)) / np.sqrt(n_in)

    return CharacterModel(
        alphabet=alphabet,
        parameters={
            "embedding": 0.3 * generator.normal(size=(len(alphabet), width)),
            "position": 0.3 * generator.normal(size=(context, width)),
            "query": layer(width, width),
            "key": layer(width, width),
            "value": layer(width, width),
            "mix": layer(width, width),
            "hidden": layer(width, hidden),
            "hidden_bias": np.zeros(hidden),
            "back": layer(hidden, width),
            "output": 0.1 * layer(width, len(alphabet)),  # small: first guesses are all alike
            "output_bias": np.zeros(len(alphabet)),
        },
    )


def next_character_probabilities(
    model: CharacterModel, prompt: str, *, temperature: float = 1.0
) -> FloatArray:
    r"""Return the probability of each character of the alphabet to follow the prompt.

    Parameters
    ----------
    model : CharacterModel
    prompt : str
        At least one character, all from the alphabet; the last ``model.context`` are seen.
    temperature : float
        Positive; the scores are divided by it, so that low ones sharpen the guess.

    Returns
    -------
    ndarray, shape (n_characters,)

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above.

    Examples
    --------
    >>> model = initial_model("abc", rng=7)
    >>> float(next_character_probabilities(model, "ab").sum().round(12))
    1.0
    """
    codes = _prompt(model, prompt)
    temperature = check.positive("temperature", temperature)
    scores, _ = forward(tensors(model), codes[None])
    return (scores[0, -1] * (1.0 / temperature)).softmax().data


def attention_weights(model: CharacterModel, prompt: str) -> FloatArray:
    """Return how much each letter of the prompt looks at each letter up to itself.

    Parameters
    ----------
    model : CharacterModel
    prompt : str
        At least one character, all from the alphabet; the last ``model.context`` are seen.

    Returns
    -------
    ndarray, shape (n, n)
        With n letters seen; rows sum to 1, zero above the diagonal.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above.

    Examples
    --------
    >>> attention_weights(initial_model("abc", rng=7), "abca").shape
    (4, 4)
    """
    _, weights = forward(tensors(model), _prompt(model, prompt)[None])
    return weights.data[0]


def sample_text(
    model: CharacterModel,
    prompt: str,
    *,
    n_characters: int,
    temperature: float = 1.0,
    rng: np.random.Generator | int,
) -> str:
    """Continue the prompt, each letter drawn from the probabilities given those before.

    Parameters
    ----------
    model : CharacterModel
    prompt : str
        At least one character, all from the alphabet.
    n_characters : int
        Length of the continuation, at least 0.
    temperature : float
        Positive.
    rng : numpy.random.Generator or int
        Source of randomness.

    Returns
    -------
    str
        The continuation alone.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above.

    Examples
    --------
    >>> len(sample_text(initial_model("abc", rng=7), "ab", n_characters=20, rng=7))
    20
    """
    _prompt(model, prompt)
    temperature = check.positive("temperature", temperature)
    n = check.integer("n_characters", n_characters)
    uniform = check.generator("rng", rng).random(n)
    text = prompt
    for u in uniform:
        p = next_character_probabilities(model, text[-model.context :], temperature=temperature)
        # inverse cdf; the minimum guards against a cdf that ends a rounding below 1
        place = min(int(np.searchsorted(np.cumsum(p), u, side="right")), len(p) - 1)
        text += model.alphabet[place]
    return text[len(prompt) :]


def text_loss(model: CharacterModel, text: str) -> float:
    r"""Return the mean of :math:`-\log p` over the letters of a text, in nats a letter.

    The text is read in passages of ``model.context`` letters; every letter but the first is
    guessed from those before it in its passage.

    Parameters
    ----------
    model : CharacterModel
    text : str
        At least two characters, all from the alphabet.

    Returns
    -------
    float
        Cross-entropy; its exponential, the perplexity, is how many letters the model is torn
        between.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above.

    Examples
    --------
    >>> round(text_loss(initial_model("abc", rng=7), "abcabc"), 1)  # log 3 = 1.1
    1.1
    """
    _model(model)
    codes = encode(string("text", text, low=2), model.alphabet)
    p, step = tensors(model), 256  # passages a batch, to keep memory small
    full = (len(codes) - 1) // model.context * model.context
    inputs, targets = passages(codes[: full + 1], model.context)
    batches = [(inputs[i : i + step], targets[i : i + step]) for i in range(0, len(inputs), step)]
    if full < len(codes) - 1:
        batches.append((codes[None, full:-1], codes[None, full + 1 :]))
    total = sum(float(guess_loss(p, *batch).data) * batch[0].size for batch in batches)
    return total / (len(codes) - 1)


def passages(codes: IntArray, context: int) -> tuple[IntArray, IntArray]:
    """Cut a text into passages of ``context`` letters, and the letters that follow each."""
    n = (len(codes) - 1) // context
    return (
        codes[: n * context].reshape(n, context),
        codes[1 : n * context + 1].reshape(n, context),
    )


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


def guess_loss(p: Parameters, inputs: IntArray, targets: IntArray) -> Tensor:
    """Return the mean cross-entropy of the guesses after every letter."""
    scores, _ = forward(p, inputs)
    chosen = np.zeros(scores.shape)
    np.put_along_axis(chosen, targets[..., None], -1.0 / targets.size, axis=-1)
    return (scores.log_softmax() * chosen).sum()


def _normalised(x: Tensor) -> Tensor:
    centred = x - x.mean(axis=-1, keepdims=True)
    # 1e-5 keeps the gradient finite where all entries of a row agree
    return centred * ((centred * centred).mean(axis=-1, keepdims=True) + 1e-5) ** -0.5


def _model(model: CharacterModel) -> None:
    if not isinstance(model, CharacterModel):
        raise TypeError(f"model must be a CharacterModel, got {model!r}")


def _prompt(model: CharacterModel, prompt: str) -> IntArray:
    _model(model)
    string("prompt", prompt, low=1)
    unknown = sorted(set(prompt) - set(model.alphabet))
    if unknown:
        raise ValueError(
            f"prompt must be made of the characters {model.alphabet!r}, got {unknown[0]!r}"
        )
    return encode(prompt[-model.context :], model.alphabet)
