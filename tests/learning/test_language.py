"""Attention and the language model against slow transcriptions, and n-gram baselines."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import softmax

import mlcourse.data
from mlcourse.calculus.differences import numerical_gradient
from mlcourse.learning.attention import scaled_dot_product_attention
from mlcourse.learning.character_model import CharacterModel, initial_model, tensors
from mlcourse.learning.characters import alphabet_of, decode, encode
from mlcourse.learning.language_model import (
    attention_weights,
    guess_loss,
    next_character_probabilities,
    sample_text,
    text_loss,
)
from mlcourse.learning.language_training import LanguageTraining, train_language_model

RNG = np.random.default_rng(15)
TEXT = (Path(mlcourse.data.__file__).parent / "files" / "shakespeare.txt").read_text()


# Attention


@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
@pytest.mark.parametrize(("n", "m", "causal"), [(3, 5, False), (4, 4, True), (1, 1, True)])
def test_attention_against_loops(temperature: float, n: int, m: int, causal: bool) -> None:
    q, k, v = RNG.normal(size=(n, 6)), RNG.normal(size=(m, 6)), RNG.normal(size=(m, 2))
    run = scaled_dot_product_attention(q, k, v, temperature=temperature, causal=causal)
    for i in range(n):
        last = i + 1 if causal else m
        score = np.array([q[i] @ k[j] / (temperature * np.sqrt(6)) for j in range(last)])
        weight = softmax(score)
        np.testing.assert_allclose(run.scores[i, :last], score, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(run.weights[i, :last], weight, rtol=1e-12)
        np.testing.assert_allclose(run.output[i], weight @ v[:last], rtol=1e-11, atol=1e-13)
        assert np.all(run.weights[i, last:] == 0)
        assert np.all(run.scores[i, last:] == -np.inf)


def test_attention_limits_and_order() -> None:
    q, k, v = RNG.normal(size=(3, 4)), RNG.normal(size=(5, 4)), RNG.normal(size=(5, 2))
    cold = scaled_dot_product_attention(q, k, v, temperature=1e-6)
    np.testing.assert_allclose(cold.output, v[(q @ k.T).argmax(1)], atol=1e-12)
    hot = scaled_dot_product_attention(q, k, v, temperature=1e9)
    np.testing.assert_allclose(hot.output, np.tile(v.mean(0), (3, 1)), atol=1e-8)
    # invariant: a bag of keys and values has no order
    order = RNG.permutation(5)
    run = scaled_dot_product_attention(q, k, v)
    mixed = scaled_dot_product_attention(q, k[order], v[order])
    np.testing.assert_allclose(mixed.output, run.output, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(run.weights.sum(1), 1.0, rtol=1e-14)


def test_a_causal_mask_needs_as_many_queries_as_keys() -> None:
    with pytest.raises(ValueError, match=r"^causal must be False unless .*, got 2 queries and 3"):
        scaled_dot_product_attention(np.ones((2, 1)), np.ones((3, 1)), np.ones((3, 1)), causal=True)


# Characters


@given(st.text(min_size=1, max_size=50))
def test_encoding_round_trip(text: str) -> None:
    alphabet = alphabet_of(text)
    codes = encode(text, alphabet)
    assert decode(codes, alphabet) == text
    assert codes.max() == len(alphabet) - 1
    assert list(alphabet) == sorted(set(text))


def test_encoding_nothing() -> None:
    assert encode("", "ab").shape == (0,)


def test_what_is_not_in_the_alphabet_is_named(model: CharacterModel) -> None:
    with pytest.raises(ValueError, match=r"^text must be made of the characters 'ab', got 'c'"):
        encode("abc", "ab")
    with pytest.raises(TypeError, match=r"^text must be a string of at least 1 characters, got 3"):
        alphabet_of(3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^text must be a string of at least 1 characters, got 0"):
        alphabet_of("")
    with pytest.raises(ValueError, match=r"^prompt must be made of the characters 'abcd', got '!'"):
        attention_weights(model, "a!")
    with pytest.raises(TypeError, match=r"^model must be a CharacterModel, got None"):
        text_loss(None, "abc")  # type: ignore[arg-type]


# The model


def slow_probabilities(model: CharacterModel, prompt: str) -> np.ndarray:
    """The formulas of the module, letter by letter, in plain numpy."""
    p = model.parameters

    def bar(row: np.ndarray) -> np.ndarray:
        return (row - row.mean()) / np.sqrt(row.var() + 1e-5)

    x = [p["embedding"][model.alphabet.index(c)] + p["position"][t] for t, c in enumerate(prompt)]
    query = bar(x[-1]) @ p["query"]
    score = [query @ (bar(row) @ p["key"]) / np.sqrt(len(row)) for row in x]
    weight = softmax(score)
    seen = sum(w * (bar(row) @ p["value"]) for w, row in zip(weight, x, strict=True))
    y = x[-1] + seen @ p["mix"]
    z = y + np.maximum(bar(y) @ p["hidden"] + p["hidden_bias"], 0) @ p["back"]
    return softmax(bar(z) @ p["output"] + p["output_bias"])


@pytest.fixture(scope="module")
def model() -> CharacterModel:
    """A small random model with parameters large enough to have opinions."""
    start = initial_model("abcd", context=5, width=6, hidden=7, rng=3)
    rng = np.random.default_rng(4)
    return CharacterModel(
        alphabet="abcd",
        parameters={k: v + 0.7 * rng.normal(size=v.shape) for k, v in start.parameters.items()},
    )


@pytest.mark.parametrize("prompt", ["a", "ab", "dcbad"])
def test_probabilities_against_plain_numpy(model: CharacterModel, prompt: str) -> None:
    ours = next_character_probabilities(model, prompt)
    np.testing.assert_allclose(ours, slow_probabilities(model, prompt), rtol=1e-10)
    np.testing.assert_allclose(
        next_character_probabilities(model, "bbb" + prompt if len(prompt) == 5 else prompt), ours
    )  # letters beyond the context are not seen
    np.testing.assert_allclose(
        next_character_probabilities(model, prompt, temperature=2.0),
        np.sqrt(ours) / np.sqrt(ours).sum(),
        rtol=1e-10,
    )


@pytest.mark.parametrize("n", [2, 6, 11, 14])
def test_the_loss_of_a_text_is_the_mean_surprise(model: CharacterModel, n: int) -> None:
    # one pass over a passage guesses as well as every prefix alone: nothing leaks from later
    text = "abcddcbaabddca"[:n]
    surprise = []
    for t in range(1, n):
        start = (t - 1) // 5 * 5
        guess = slow_probabilities(model, text[start:t])
        surprise.append(-np.log(guess["abcd".index(text[t])]))
    assert text_loss(model, text) == pytest.approx(np.mean(surprise), rel=1e-10)


def test_gradient_of_the_model_by_central_differences(model: CharacterModel) -> None:
    inputs, targets = RNG.integers(4, size=(3, 5)), RNG.integers(4, size=(3, 5))
    p = tensors(model)
    guess_loss(p, inputs, targets).backward()
    for name, value in model.parameters.items():

        def loss(v: np.ndarray, name: str = name) -> float:
            changed = CharacterModel(
                alphabet="abcd", parameters={**model.parameters, name: v.copy()}
            )
            return float(guess_loss(tensors(changed), inputs, targets).data)

        # h^2 f''' with third derivatives up to a few hundred through the normalisation
        np.testing.assert_allclose(p[name].grad, numerical_gradient(loss, value), atol=2e-7)


def test_attention_weights_are_causal(model: CharacterModel) -> None:
    weights = attention_weights(model, "abcd")
    np.testing.assert_allclose(weights.sum(1), 1.0, rtol=1e-12)
    assert np.all(np.triu(weights, 1) == 0)
    np.testing.assert_allclose(attention_weights(model, "ab"), weights[:2, :2], rtol=1e-12)
    assert attention_weights(model, "abcdabcd").shape == (5, 5)


def test_samples_follow_the_probabilities(model: CharacterModel) -> None:
    p = next_character_probabilities(model, "ab", temperature=1.5)
    rng = np.random.default_rng(6)
    drawn = [
        sample_text(model, "ab", n_characters=1, temperature=1.5, rng=rng) for _ in range(2000)
    ]
    counts = [drawn.count(c) for c in "abcd"]
    assert stats.chisquare(counts, 2000 * p).pvalue > 0.01
    # negative control: the wrong temperature does not fit
    other = next_character_probabilities(model, "ab", temperature=0.7)
    assert stats.chisquare(counts, 2000 * other).pvalue < 1e-6
    assert sample_text(model, "ab", n_characters=0, rng=0) == ""
    long = sample_text(model, "ab", n_characters=12, rng=1)
    assert long == sample_text(model, "ab", n_characters=12, rng=1)
    assert len(long) == 12


def test_a_first_model_knows_nothing() -> None:
    start = initial_model(alphabet_of(TEXT), rng=1)
    assert text_loss(start, TEXT[:3000]) == pytest.approx(np.log(61), abs=0.05)
    with pytest.raises(ValueError, match="read-only"):
        start.parameters["query"][0, 0] = 1.0


def test_divergence_is_a_result() -> None:
    run = train_language_model(
        "abc" * 50, context=4, width=4, hidden=4, step_size=1e300, n_epochs=3, n_sampled=0, rng=1
    )
    assert run.reason == "diverged"
    assert len(run.models) == len(run.samples) == run.train_loss.size < 4
    assert np.all(np.isfinite(run.validation_loss))


def test_no_epochs_and_large_batches() -> None:
    run = train_language_model("abc" * 20, context=2, width=2, hidden=2, n_epochs=0, rng=1)
    assert (len(run.models), run.reason) == (1, "finished")
    run = train_language_model(
        "abc" * 20, context=2, width=2, hidden=2, n_epochs=2, batch_size=10**6, n_sampled=0, rng=1
    )
    assert len(run.models) == 3


def test_a_model_refuses_parameters_that_are_not_its_own() -> None:
    good = dict(initial_model("abc", context=2, width=3, hidden=4, rng=1).parameters)
    CharacterModel(alphabet="abc", parameters=good)
    with pytest.raises(ValueError, match=r"^alphabet must be of different characters, got"):
        CharacterModel(alphabet="aba", parameters=good)
    for wrong in (
        {},
        {**good, "query": np.ones((3, 4))},
        {**good, "key": np.full((3, 3), np.nan)},
        {**good, "more": np.ones(3)},
    ):
        with pytest.raises(ValueError, match=r"^parameters must be .*, got "):
            CharacterModel(alphabet="abc", parameters=wrong)
    mine = good["query"].copy()
    model = CharacterModel(alphabet="abc", parameters={**good, "query": mine})
    mine[0, 0] = 9.0  # the model has its own copy
    assert model.parameters["query"][0, 0] == good["query"][0, 0]


# Training on real text: three epochs show it, the fifteen of the chapter take minutes


@pytest.fixture(scope="module")
def run() -> LanguageTraining:
    return train_language_model(TEXT, n_epochs=3, rng=7)


@pytest.fixture(scope="module")
def full() -> LanguageTraining:
    return train_language_model(TEXT, rng=7)


def baselines() -> dict[str, float]:
    """Cross-entropy of smoothed n-gram counts on the same split, in nats a letter."""
    alphabet = alphabet_of(TEXT)
    codes, v = encode(TEXT, alphabet), len(alphabet)
    cut = 9 * len(codes) // 10
    train, test = codes[:cut], codes[cut:]
    one = np.bincount(train.astype(np.intp), minlength=v) + 1.0
    one = one / one.sum()
    two = np.zeros((v, v))
    np.add.at(two, (train[:-1], train[1:]), 1.0)
    two = (two + 5 * one) / (two.sum(1, keepdims=True) + 5)  # backed off to single letters
    three = np.zeros((v, v, v))
    np.add.at(three, (train[:-2], train[1:-1], train[2:]), 1.0)
    three = (three + 5 * two) / (three.sum(2, keepdims=True) + 5)
    return {
        "unigram": -np.log(one[test[1:]]).mean(),
        "bigram": -np.log(two[test[:-1], test[1:]]).mean(),
        "trigram": -np.log(three[test[:-2], test[1:-1], test[2:]]).mean(),
    }


# 9,200 letters with a spread of about 2 nats: standard error 0.02; paired, less


def test_better_than_counting(run: LanguageTraining) -> None:
    base = baselines()
    assert base["trigram"] < base["bigram"] < base["unigram"]
    assert run.validation_loss[-1] < base["unigram"] - 1.1
    assert run.validation_loss[-1] < base["bigram"] - 0.2


@pytest.mark.slow
def test_better_than_counting_three_letters(full: LanguageTraining) -> None:
    base = baselines()
    assert full.validation_loss[-1] < base["unigram"] - 1.4
    assert full.validation_loss[-1] < base["bigram"] - 0.5
    assert full.validation_loss[-1] < base["trigram"] - 0.05


def history(run: LanguageTraining, n_epochs: int) -> None:
    assert run.reason == "finished"
    assert run.train_loss.shape == run.validation_loss.shape == (n_epochs + 1,)
    assert len(run.models) == len(run.samples) == n_epochs + 1
    assert run.validation_loss[0] == pytest.approx(np.log(61), abs=0.05)
    assert np.all(np.diff(run.train_loss) < 0.03)
    assert run.train_loss[-1] < run.validation_loss[-1] + 0.05
    assert all(len(s) == 200 for s in run.samples)
    # the record is of the moment: every model still has the loss that was written down
    cut = 9 * len(TEXT) // 10
    for k in (0, n_epochs // 2, n_epochs):
        assert text_loss(run.models[k], TEXT[cut:]) == pytest.approx(run.validation_loss[k])
    assert TEXT[cut:].startswith(run.prompt)


def test_the_history_of_the_training(run: LanguageTraining) -> None:
    history(run, 3)


@pytest.mark.slow
def test_the_history_of_the_whole_training(full: LanguageTraining) -> None:
    history(full, 15)
    assert full.train_loss[-1] < full.validation_loss[-1]


def test_a_speaker_is_followed_by_a_colon(run: LanguageTraining) -> None:
    last = run.models[-1]
    p = dict(zip(last.alphabet, next_character_probabilities(last, "MENENIUS"), strict=True))
    assert p[":"] > 0.9


@pytest.mark.slow
def test_what_it_learnt(full: LanguageTraining) -> None:
    last = full.models[-1]
    p = dict(zip(last.alphabet, next_character_probabilities(last, "What is the q"), strict=True))
    assert p["u"] > 0.9
    # more of its words are words of the play than a bigram's or a first model's would be
    words = set(TEXT.lower().split())
    share = [np.mean([w in words for w in s.lower().split()]) for s in full.samples]
    assert share[-1] > share[0] + 0.2
