r"""Training the language model: make the letters of a text likely, one passage after the other.

Each epoch cuts the text at a new offset into passages, shuffles them into batches and takes an
Adam step a batch; the step size falls linearly to zero over the whole run.

Source: Kingma and Ba (2015), Adam; Jurafsky and Martin (2023), Speech and Language Processing,
3rd ed. draft, section 10.2.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlcourse import _check as check
from mlcourse._check import FloatArray
from mlcourse._result import Result
from mlcourse.learning.character_model import CharacterModel, initial_model, tensors
from mlcourse.learning.characters import alphabet_of, encode, string
from mlcourse.learning.language_model import guess_loss, passages, sample_text, text_loss
from mlcourse.learning.training import assign, flatten
from mlcourse.optimize.adaptive_steps import adam_step
from mlcourse.optimize.stochastic import epoch_batches

__all__ = ["LanguageTraining", "train_language_model"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LanguageTraining(Result):
    """The path of one training; row k is the state after k epochs."""

    models: tuple[CharacterModel, ...]  # n_epochs + 1
    train_loss: FloatArray  # (n_epochs + 1,) nats a letter, on the start of the training text
    validation_loss: FloatArray  # (n_epochs + 1,) on the end of the text, never trained on
    samples: tuple[str, ...]  # n_epochs + 1 continuations of the prompt, same random numbers
    early: tuple[CharacterModel, ...]  # after the updates that were asked for
    prompt: str
    reason: Literal["finished", "diverged"]


def train_language_model(
    text: str,
    *,
    context: int = 32,
    width: int = 48,
    hidden: int = 128,
    step_size: float = 5e-3,
    batch_size: int = 16,
    n_epochs: int = 15,
    n_sampled: int = 200,
    early: Sequence[int] = (),
    rng: np.random.Generator | int,
) -> LanguageTraining:
    """Train a language model on nine tenths of a text and follow it on the last tenth.

    Parameters
    ----------
    text : str
        At least ``20 * (context + 1)`` characters.
    context, width, hidden : int
        Size of the model, see :func:`~mlcourse.learning.character_model.initial_model`.
    step_size : float
        Of the first Adam step, positive.
    batch_size : int
        Passages a step, at least 1.
    n_epochs : int
        Passes through the training text, at least 0.
    n_sampled : int
        Characters to sample after every epoch, at least 0.
    early : sequence of int
        Updates after which the model is kept, too, growing, from 1; what the run does not reach
        is left out.
    rng : numpy.random.Generator or int
        Source of randomness.

    Returns
    -------
    LanguageTraining
        Up to the last epoch with finite numbers if the steps are so large that it diverges.

    Examples
    --------
    >>> run = train_language_model("to be or not to be " * 40, context=8, width=8, hidden=8,
    ...                            step_size=0.05, batch_size=4, n_epochs=6, n_sampled=13, rng=7)
    >>> bool(run.validation_loss[0] > 1.8), bool(run.validation_loss[-1] < 0.6)
    (True, True)
    """
    context = check.integer("context", context, low=1)
    string("text", text, low=20 * (context + 1))
    step_size = check.positive("step_size", step_size)
    batch_size = check.integer("batch_size", batch_size, low=1)
    n_epochs = check.integer("n_epochs", n_epochs)
    n_sampled = check.integer("n_sampled", n_sampled)
    wanted = [check.integer("early", k, low=1) for k in early]
    if sorted(set(wanted)) != wanted:
        raise ValueError(f"early must be growing numbers, got {early!r}")
    order, sampling = check.generator("rng", rng).spawn(2)

    model = initial_model(alphabet_of(text), context=context, width=width, hidden=hidden, rng=order)
    cut = 9 * len(text) // 10
    training, validation = text[:cut], text[cut:]
    prompt, seed = validation[:context], int(sampling.integers(2**63))

    def measured(now: CharacterModel) -> tuple[CharacterModel, float, float, str]:
        return (
            now,
            text_loss(now, training[: len(validation)]),
            text_loss(now, validation),
            sample_text(now, prompt, n_characters=n_sampled, rng=seed),
        )

    codes = encode(training, model.alphabet)
    n_passages = (len(codes) - 1) // context
    batch_size = min(batch_size, len(codes) // context - 1)
    n_batches = math.ceil(n_passages / batch_size)  # an epoch
    parameters = tensors(model)
    theta = flatten([p.data for p in parameters.values()])
    mean, mean_square, k = np.zeros_like(theta), np.zeros_like(theta), 0
    epochs, kept = [measured(model)], []

    def now() -> CharacterModel:
        arrays = {name: p.data for name, p in parameters.items()}
        return CharacterModel(alphabet=model.alphabet, parameters=arrays)

    reason: Literal["finished", "diverged"] = "finished"
    with np.errstate(all="ignore"):  # divergence is a result, recognised by its numbers
        for _ in range(n_epochs):
            inputs, targets = passages(codes[int(order.integers(context)) :], context)
            for rows in epoch_batches(len(inputs), batch_size, rng=order):
                guess_loss(parameters, inputs[rows], targets[rows]).backward()
                gradient = flatten([p.grad for p in parameters.values()])
                if not _finite(gradient, theta):
                    break
                falling = step_size * (1.0 - k / (n_epochs * n_batches))
                theta, mean, mean_square = adam_step(
                    theta, mean, mean_square, gradient, n_steps=k, step_size=falling
                )
                k += 1
                assign(parameters.values(), theta)
                if k in wanted:
                    kept.append(now())
            if not _finite(gradient, theta):
                reason = "diverged"
                break
            epochs.append(measured(now()))
    models, train_loss, validation_loss, samples = zip(*epochs, strict=True)
    return LanguageTraining(
        models=models,
        train_loss=np.array(train_loss),
        validation_loss=np.array(validation_loss),
        samples=samples,
        early=tuple(kept),
        prompt=prompt,
        reason=reason,
    )


def _finite(gradient: FloatArray, theta: FloatArray) -> bool:
    return bool(np.isfinite(gradient @ gradient) and np.all(np.isfinite(theta)))
