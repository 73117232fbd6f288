"""Using the language model: guess the next letter, write on, measure the surprise of a text.

Source: Jurafsky and Martin (2023), Speech and Language Processing, 3rd ed. draft, sections
3.2-3.4 and 10.2.
"""

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray, IntArray
from mlcourse.calculus.autodiff import Tensor
from mlcourse.learning.character_model import CharacterModel, Parameters, forward, tensors
from mlcourse.learning.characters import encode, string

__all__ = ["attention_weights", "next_character_probabilities", "sample_text", "text_loss"]


def next_character_probabilities(
    model: CharacterModel, prompt: str, *, temperature: float = 1.0
) -> FloatArray:
    r"""Return the probability of each character of the alphabet to follow the prompt.

    Parameters
    ----------
    model : CharacterModel
        From :func:`~mlcourse.learning.character_model.initial_model` or from training.
    prompt : str
        At least one character, all from the alphabet; the last ``model.context`` are seen.
    temperature : float
        Positive; the scores are divided by it, so that low ones sharpen the guess.

    Returns
    -------
    ndarray, shape (n_characters,)
        In the order of the alphabet; they sum to 1.

    Examples
    --------
    >>> from mlcourse.learning.character_model import initial_model
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
        From :func:`~mlcourse.learning.character_model.initial_model` or from training.
    prompt : str
        At least one character, all from the alphabet; the last ``model.context`` are seen.

    Returns
    -------
    ndarray, shape (n, n)
        With n letters seen; rows sum to 1, zero above the diagonal.

    Examples
    --------
    >>> from mlcourse.learning.character_model import initial_model
    >>> attention_weights(initial_model("abc", rng=7), "abca").shape
    (4, 4)
    """
    codes = _prompt(model, prompt)
    _, weights = forward(tensors(model), codes[None])
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
        From :func:`~mlcourse.learning.character_model.initial_model` or from training.
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

    Examples
    --------
    >>> from mlcourse.learning.character_model import initial_model
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
        From :func:`~mlcourse.learning.character_model.initial_model` or from training.
    text : str
        At least two characters, all from the alphabet.

    Returns
    -------
    float
        Cross-entropy; its exponential, the perplexity, is how many letters the model is torn
        between.

    Examples
    --------
    >>> from mlcourse.learning.character_model import initial_model
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


def guess_loss(p: Parameters, inputs: IntArray, targets: IntArray) -> Tensor:
    """Return the mean cross-entropy of the guesses after every letter."""
    scores, _ = forward(p, inputs)
    chosen = np.zeros(scores.shape)
    np.put_along_axis(chosen, targets[..., None], -1.0 / targets.size, axis=-1)
    return (scores.log_softmax() * chosen).sum()


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
