"""Bad input of characters, of the language model and its training."""

from hypothesis import strategies as st

from mlcourse.learning.character_model import initial_model
from mlcourse.learning.characters import alphabet_of, decode, encode
from mlcourse.learning.language_model import (
    attention_weights,
    next_character_probabilities,
    sample_text,
    text_loss,
)
from mlcourse.learning.language_training import train_language_model
from tests.contract import Contract, bad

not_strings = bad.one_of(None, 3, b"abc", ["a"], "")
not_alphabets = not_strings | st.just("aba")
not_prompts = not_strings | st.just("xyz")
not_models = bad.one_of(None, "model", 3, {})

MODEL = initial_model("abc", context=4, width=4, hidden=4, rng=1)

CONTRACTS = [
    Contract(call=alphabet_of, good={"text": "abc"}, refuses={"text": not_strings}),
    Contract(
        call=encode,
        good={"text": "abc", "alphabet": "abc"},
        refuses={"text": bad.one_of(None, 3, b"a", "x"), "alphabet": not_alphabets},
    ),
    Contract(
        call=decode,
        good={"codes": [0, 1], "alphabet": "abc"},
        refuses={"codes": bad.vector | bad.one_of([3], [-1], [0.5]), "alphabet": not_alphabets},
    ),
    Contract(
        call=initial_model,
        good={"alphabet": "abc", "context": 2, "width": 2, "hidden": 2, "rng": 1},
        refuses={
            "alphabet": not_alphabets,
            "context": bad.count(1),
            "width": bad.count(1),
            "hidden": bad.count(1),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=next_character_probabilities,
        good={"model": MODEL, "prompt": "ab", "temperature": 1.0},
        refuses={"model": not_models, "prompt": not_prompts, "temperature": bad.positive},
    ),
    Contract(
        call=attention_weights,
        good={"model": MODEL, "prompt": "ab"},
        refuses={"model": not_models, "prompt": not_prompts},
    ),
    Contract(
        call=sample_text,
        good={"model": MODEL, "prompt": "ab", "n_characters": 2, "temperature": 1.0, "rng": 1},
        refuses={
            "model": not_models,
            "prompt": not_prompts,
            "n_characters": bad.count(0),
            "temperature": bad.positive,
            "rng": bad.rng,
        },
    ),
    Contract(
        call=text_loss,
        good={"model": MODEL, "text": "abcab"},
        refuses={"model": not_models, "text": not_strings | bad.one_of("a", "xyz")},
    ),
    Contract(
        call=train_language_model,
        good={
            "text": "abc" * 20,
            "context": 2,
            "width": 2,
            "hidden": 2,
            "step_size": 0.01,
            "batch_size": 4,
            "n_epochs": 1,
            "n_sampled": 2,
            "early": (1,),
            "rng": 1,
        },
        refuses={
            "text": not_strings | st.just("abc" * 19),
            "context": bad.count(1),
            "width": bad.count(1),
            "hidden": bad.count(1),
            "step_size": bad.positive,
            "batch_size": bad.count(1),
            "n_epochs": bad.count(0),
            "n_sampled": bad.count(0),
            "early": bad.one_of((0,), (2, 1), (1, 1), (1.5,)),
            "rng": bad.rng,
        },
    ),
]
