"""What an author forgets in update is named, whatever it is, and nothing right is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mlcourse.explore import Artists
from mlcourse.explore.render import Drawing
from mlcourse.explore.watch import not_a_number
from tests.explore.sample import wave
from tests.explore.test_render import update, zoo


def forget(name: str) -> Callable[[Artists, float], list[Any]]:
    return lambda a, t: [x for x in update(a, t) if x is not getattr(a, name)]


def also(edit: Callable[[Any, float], object]) -> Callable[[Artists, float], list[Any]]:
    def both(artists: Artists, t: float) -> list[Any]:
        edit(artists.line.axes, t)
        return update(artists, t)

    return both


@pytest.mark.parametrize("name", ["line", "fill", "quiver", "text", "scatter", "circle", "image"])
def test_a_forgotten_artist_is_named(name: str) -> None:
    drawing = Drawing(replace(zoo, update=forget(name)))
    with pytest.raises(ValueError, match=f"explorer 'zoo': update changed artists.{name} and did"):
        drawing.frame((2,))


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda ax, t: ax.set_title(f"t = {t}"), "update changed the title 't = 0.8'"),
        (lambda ax, t: ax.set_xlim(0, 1 + t), "the limits, scale or ticks of an x axis"),
        (lambda ax, t: ax.set_ylabel(f"y {t}"), "update changed a Text 'y 0.8'"),
        (lambda ax, t: ax.text(0, t, "new"), "update added artists or took some away"),
        (lambda ax, t: ax.lines[0].set_color("red"), "update changed a Line2D"),
    ],
    ids=["title", "limits", "label", "added", "a line that stays"],
)
def test_what_stays_must_stay(edit: Callable[[Any, float], object], says: str) -> None:
    drawing = Drawing(replace(zoo, update=also(edit)))
    with pytest.raises(ValueError, match="explorer 'zoo'") as caught:
        drawing.frame((2,))
    assert says in str(caught.value)


@pytest.mark.parametrize("explorer", [zoo, wave], ids=lambda e: e.name)
def test_nothing_right_is_called_wrong(explorer: Any) -> None:
    drawing = Drawing(explorer)
    states = list(explorer.states())
    for state in [*states[:: max(1, len(states) // 8)], explorer.default]:
        if explorer is zoo or state[:2] != (4, 2):
            drawing.frame(state)
    drawing.png(explorer.default)
    drawing.frame(states[1])


def test_moving_mathtext_is_said_once() -> None:
    def formula(artists: Artists, t: float) -> list[Any]:
        artists.text.set_text(rf"$t = {t}$")
        return [artists.text]

    drawing = Drawing(replace(zoo, update=formula))
    with pytest.warns(UserWarning, match="artists.text moves and is mathtext"):
        drawing.frame((1,))
    drawing.frame((2,))  # a second warning would be an error here


@pytest.mark.parametrize(
    ("text", "is_nan"),
    [
        ("mean nan", True),
        ('<use x="nan" y="1"/>', True),
        ("dominant eigenvalue", False),
        ("Nantes", False),
        ('<image href="data:image/png;base64,aa/nan+bb="/>', False),
    ],
)
def test_a_nan_is_a_word_of_its_own(text: str, is_nan: bool) -> None:
    assert not_a_number(text) == is_nan
