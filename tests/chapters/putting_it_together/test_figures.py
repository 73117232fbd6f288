"""The figures on language say what the theory says; pictures are tested by the common suite."""

import numpy as np
import pytest
from scipy import spatial

from mlcourse.chapters.putting_it_together import figures
from mlcourse.chapters.putting_it_together.figures import _attention, _language_model
from mlcourse.chapters.putting_it_together.figures.babble import (
    CURSORS,
    HEADING,
    PASSAGE,
    guesses,
    lines_of,
)
from mlcourse.data.text import shakespeare
from mlcourse.learning.language_model import next_character_probabilities, text_loss
from mlcourse.learning.language_run import language_run
from tests.chapters.views import said, solved, view_of

# attention


def test_a_word_takes_from_its_company_what_the_text_says() -> None:
    river, _ = view_of(figures.attention)
    loan, _ = view_of(figures.attention, sentence="the bank loan")
    np.testing.assert_allclose(river.found.output[0], [2.204, 0.735], atol=1e-3)
    np.testing.assert_allclose(river.found.output[0], loan.found.output[0][::-1])
    both, _ = view_of(figures.attention, sentence="river bank loan")
    np.testing.assert_allclose(both.found.weights, 1 / 3)


@pytest.mark.parametrize("sentence", _attention.SENTENCES)
def test_the_mean_stays_within_the_words(sentence: str) -> None:
    for x in (-3.5, 0.0, 1.5, 3.5):
        for y in (-2.0, 1.0):
            for temperature in _attention.TEMPERATURES:
                view = _attention.compute(
                    x=x, y=y, sentence=sentence, temperature=temperature, shown=True
                )
                hull = view.keys + 1e-9 * np.array([[-1, -1], [1, -2], [1, 2]])
                if abs(np.linalg.det(view.keys[1:] - view.keys[0])) > 1e-9:
                    inside = spatial.Delaunay(view.keys).find_simplex(
                        view.found.output[0], tol=1e-9
                    )
                    assert inside >= 0
                low, high = hull.min(axis=0) - 1e-8, hull.max(axis=0) + 1e-8
                assert np.all((low <= view.found.output[0]) & (view.found.output[0] <= high))


def test_the_answer_is_hidden_at_first_and_in_every_preset() -> None:
    assert "mean" not in said(figures.attention)
    for values in figures.attention.presets.values():
        assert "mean" not in said(figures.attention, **values)
    assert "mean" in said(figures.attention, shown=True)


def test_thirds_away_from_all_words_lie_on_the_diagonal_below_zero() -> None:
    for x in (-3.5, -1.0, -0.5):
        assert solved(figures.attention, sentence="river bank loan", x=x, y=x, temperature=0.25)
    for x, y in ((1.5, 1.5), (0.0, 0.0), (-1.0, -0.5)):
        assert not solved(figures.attention, sentence="river bank loan", x=x, y=y)
    assert not solved(figures.attention, sentence="the river bank", x=-1.0, y=-1.0)


# language_model


def test_the_speech_is_one_that_no_model_has_seen() -> None:
    text = shakespeare().text
    assert PASSAGE.startswith(HEADING)
    assert PASSAGE not in text[: 9 * len(text) // 10]
    assert PASSAGE in text[9 * len(text) // 10 :]


@pytest.mark.parametrize("cursor", [1, 7, 32, 33, 50])
def test_guesses_are_those_of_the_model(cursor: int) -> None:
    model = language_run().models[-1]
    p = next_character_probabilities(model, PASSAGE[:cursor], temperature=0.5)
    view, _ = view_of(figures.language_model, cursor=cursor, temperature=0.5)
    np.testing.assert_allclose(view.probability[-1], p, rtol=1e-8)
    assert model.alphabet[view.truth] == PASSAGE[cursor]
    glances = view.attention[-1]
    assert glances.sum() == pytest.approx(1.0)
    assert np.all(glances[cursor:] == 0)
    assert np.all(glances[: max(0, cursor - 32)] == 0)


def test_what_the_text_says_comes_first_second_and_third() -> None:
    at = {k: i for i, k in enumerate(_language_model.UPDATES)}
    all_of = guesses()
    s = all_of.probability[:, 6, language_run().models[0].alphabet.index("S")]
    assert s[at[20]] < 0.5 < s[at[81]]
    babble = {k: view_of(figures.language_model)[0].samples[i] for k, i in at.items()}
    assert babble[20].count(" ") > 10 > babble[0].count(" ")
    # capitals in a row
    assert any(
        a.isupper() and b.isupper() for a, b in zip(babble[81], babble[81][1:], strict=False)
    )
    loss = language_run().loss
    assert round(float(np.exp(loss[0]))) == 62
    assert round(float(np.exp(loss[-1])), 1) == 5.7
    unseen = shakespeare().text[9 * len(shakespeare().text) // 10 :]
    assert text_loss(language_run().models[-1], unseen) == pytest.approx(1.736, abs=1e-3)


def test_the_most_surprising_letter_is_one_of_fifty() -> None:
    found = [c for c in CURSORS if solved(figures.language_model, update=3240, cursor=c)]
    assert found == [40]
    assert not solved(figures.language_model, update=1620, cursor=40)
    assert not solved(figures.language_model, update=3240, cursor=40, temperature=0.5)


def test_long_lines_go_on_in_the_next() -> None:
    assert lines_of("ab cd\nef", 3, 4) == ["ab", "cd", "ef", ""]
    assert lines_of("abcdef", 4, 2) == ["abcd", "ef"]
    assert len(lines_of("a\n" * 20, 4, 7)) == 7
