"""The quiz of every chapter: all its concepts, and nothing but knowing tells the right answer."""

import importlib

from mlcourse.exercises.questions import ChoiceQuestion, NumberQuestion
from tests.chapters.rooms import CURRICULUM, each_room


@each_room
def test_the_quiz_is_complete_and_does_not_tell(name: str) -> None:
    asked = importlib.import_module(f"mlcourse.chapters.{name}").quiz().questions
    assert len(asked) >= 12
    assert {question.concept for question in asked} == set(CURRICULUM[name]["concepts"])
    assert sum(isinstance(question, NumberQuestion) for question in asked) >= 4
    choices = [question for question in asked if isinstance(question, ChoiceQuestion)]
    places = [[option.right for option in question.options].index(True) for question in choices]
    assert len(set(places)) >= 3, "the right option must not have a favourite place"
    longest = [
        max(question.options, key=lambda option: len(option.text)).right for question in choices
    ]
    assert sum(longest) <= 0.75 * len(longest), "the longest option must not be the right one"
