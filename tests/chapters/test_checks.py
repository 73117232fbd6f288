"""Every check of every chapter: its concept, and each listed mistake with a hint of its own."""

from typing import Any

import pytest

from tests.chapters.rooms import CURRICULUM, ROOMS, checks, each_room

MISTAKES = [
    pytest.param(check, hint, wrong, id=f"{room}: {name}: {hint}")
    for room in ROOMS
    for name, check in checks(room).items()
    for hint, wrong in check.mistakes.items()
]


@each_room
def test_every_concept_of_the_chapter_has_a_check(name: str) -> None:
    found = checks(name)
    assert {check.concept for check in found.values()} == set(CURRICULUM[name]["concepts"])
    for what, check in found.items():
        assert check.name == what
        assert len(check.mistakes) + len(getattr(check, "properties", ())) >= 4, what


@pytest.mark.parametrize(("check", "hint", "wrong"), MISTAKES)
def test_a_listed_mistake_fails_with_its_own_hint(check: Any, hint: str, wrong: Any) -> None:
    # not seeded: whatever is drawn, the mistake must differ from the right answer and from the
    # other mistakes on at least one of 50 inputs
    result = check(wrong)
    assert result.status == "failed"
    assert result.message.endswith(f"Hint: {hint}"), result.message
