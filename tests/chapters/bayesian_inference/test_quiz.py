"""The quiz of chapter 02 is answered by knowing, and knows the commonest slips of form."""

import pytest

from mlcourse.chapters.bayesian_inference import quiz
from mlcourse.exercises.questions import ChoiceQuestion, NumberQuestion


def test_the_length_of_an_option_tells_nothing() -> None:
    choices = [q for q in quiz().questions if isinstance(q, ChoiceQuestion)]
    for extreme in (max, min):
        hits = 0.0
        for question in choices:
            length = extreme(len(option.text) for option in question.options)
            found = [o.right for o in question.options if len(o.text) == length]
            hits += sum(found) / len(found)
        chance = sum(1 / len(question.options) for question in choices)
        # whoever guesses blindly gets chance ± sqrt(n p q), here 3.1 ± 1.5
        assert hits <= chance + 1.5, extreme


@pytest.mark.parametrize("name", ["predictive-number", "two-results", "accept-number"])
def test_per_cent_without_its_sign_has_a_hint(name: str) -> None:
    (question,) = (q for q in quiz().questions if q.id == name)
    assert isinstance(question, NumberQuestion)
    hint = {
        slip.why for slip in question.slips if slip.answer == pytest.approx(100 * question.answer)
    }
    assert len(hint) == 1
    assert "as in 45 %" in hint.pop()
