"""Chapter 14's checks on language: their oracles, and answers that a person would give."""

from typing import Any

import numpy as np
import pytest
from scipy import special

from mlcourse.data.text import shakespeare
from mlcourse.learning import character_model
from mlcourse.learning.attention import scaled_dot_product_attention
from mlcourse.learning.language_training import train_language_model
from tests.chapters.rooms import checks, drawn

CHECKS = checks("putting_it_together")
EXPECTED = {name: check.expected for name, check in CHECKS.items()}


def test_the_oracles_agree_with_the_package_and_with_scipy() -> None:
    for inputs in drawn(CHECKS["attend"], 50):
        theirs = scaled_dot_product_attention(**inputs, causal=True).output
        np.testing.assert_allclose(EXPECTED["attend"](**inputs), theirs, atol=1e-12)
    for inputs in drawn(CHECKS["next_letter"], 50):
        p = special.softmax(inputs["scores"] / inputs["temperature"])
        place = EXPECTED["next_letter"](**inputs)
        assert p[:place].sum() <= inputs["u"] <= p[: place + 1].sum()
    for inputs in drawn(CHECKS["mixed_loss"], 50):
        a, b = inputs["counts"], inputs["network"]
        half = len(a) // 2
        table = np.array([-np.log(s * b + (1 - s) * a) for s in inputs["shares"]])
        best = table[:, :half].mean(axis=1).argmin()
        assert EXPECTED["mixed_loss"](**inputs) == pytest.approx(table[best, half:].mean())


def test_drawn_letters_have_their_probabilities() -> None:
    scores, rng = np.array([0.3, -1.0, 1.2]), np.random.default_rng(2)
    found = [EXPECTED["next_letter"](scores, 0.8, u) for u in rng.random(4000)]
    share = np.bincount(found, minlength=3) / 4000
    # three standard errors of a share: 0.024
    np.testing.assert_allclose(share, special.softmax(scores / 0.8), atol=0.024)


def test_the_halves_of_a_mixture_disagree_in_most_draws() -> None:
    differ = 0
    for inputs in drawn(CHECKS["mixed_loss"], 50):
        a, b, shares = inputs["counts"], inputs["network"], inputs["shares"]
        half = len(a) // 2
        table = np.array([-np.log(s * b + (1 - s) * a) for s in shares])
        differ += table[:, :half].mean(axis=1).argmin() != table[:, half:].mean(axis=1).argmin()
    assert differ > 25


@pytest.mark.parametrize(
    ("name", "right"),
    [
        (
            "attend",
            lambda query, key, value: [
                (
                    special.softmax(key[: t + 1] @ query[t] / np.sqrt(query.shape[1]))
                    @ value[: t + 1]
                ).tolist()
                for t in range(len(query))
            ],
        ),
        (
            "next_letter",
            lambda scores, temperature, u: next(
                i
                for i, total in enumerate(np.cumsum(special.softmax(scores / temperature)))
                if total >= u
            ),
        ),
        (
            "next_letter",
            lambda scores, temperature, u: np.int64(
                (np.cumsum(special.softmax(scores / temperature)) < u).sum()
            ),
        ),
        (
            "mixed_loss",
            lambda counts, network, shares: min(
                (
                    np.log(s * network + (1 - s) * counts)[: len(counts) // 2].sum() * -1,
                    np.log(s * network + (1 - s) * counts)[len(counts) // 2 :].mean() * -1,
                )
                for s in shares
            )[1],
        ),
    ],
)
def test_the_right_answer_in_other_words_passes(name: str, right: Any) -> None:
    for seed in range(5):
        assert CHECKS[name](right, rng=seed).passed


@pytest.mark.parametrize(
    ("name", "words", "wrong"),
    [
        (
            "mixed_loss",
            "in the choice as in the report",
            lambda counts, network, shares: min(
                (
                    -np.log(s * counts + (1 - s) * network)[: len(counts) // 2].mean(),
                    -np.log(s * counts + (1 - s) * network)[len(counts) // 2 :].mean(),
                )
                for s in shares
            )[1],
        ),
        (
            "next_letter",
            "no probabilities yet",
            lambda scores, temperature, u: int((np.cumsum(np.exp(scores / temperature)) < u).sum()),
        ),
        (
            "next_letter",
            "divide by the sum",
            lambda scores, temperature, u: int(
                (np.cumsum(np.exp((scores - max(scores)) / temperature)) < u).sum()
            ),
        ),
        (
            "next_letter",
            "powers of probabilities",
            lambda scores, temperature, u: int(
                (np.cumsum(special.softmax(scores) ** (1 / temperature)) < u).sum()
            ),
        ),
    ],
)
def test_a_mistake_in_other_words_is_told_apart(name: str, words: str, wrong: Any) -> None:
    for seed in range(5):
        result = CHECKS[name](wrong, rng=seed)
        assert result.status == "failed"
        assert words in result.message, result.message


@pytest.mark.slow
def test_the_colleague_of_the_exercise_tells_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    masked = character_model.attend
    monkeypatch.setattr(
        character_model, "attend", lambda q, k, v, t, causal: masked(q, k, v, t, False)
    )
    run = train_language_model(shakespeare().text, n_epochs=1, n_sampled=60, rng=7)
    assert run.validation_loss[-1] == pytest.approx(0.40, abs=0.01)
    assert run.samples[-1].startswith(" wonsnf onrc tns sln n sprst zn n n n n")
    monkeypatch.undo()
    ours = train_language_model(shakespeare().text, n_epochs=1, n_sampled=60, rng=7)
    assert ours.validation_loss[-1] == pytest.approx(2.46, abs=0.01)
