"""A board: its stops, what is wrong with it, and what the page is told.

Oracle: the rules of a game so small that they can be written down.
"""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from mlcourse.explore.bake import bake
from mlcourse.explore.boards import board_places, board_rules
from mlcourse.explore.live import Live
from mlcourse.explore.markup import spec
from mlcourse.explore.render import Drawing
from tests.explore.three_squares import BOARD, three_squares


def test_a_board_begins_its_first_game() -> None:
    assert BOARD.start == "x.---"
    assert len(BOARD.values) == three_squares.shape[0] == len(set(BOARD.stops)) == 15
    assert three_squares.values(three_squares.state(game="x.-x-"))[0]["game"] == "x.-x-"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"stops": ["x.---"]}, "stops must be at least two positions, each once"),
        ({"stops": [*BOARD.stops, "x.---"]}, "stops must be at least two positions, each once"),
        ({"games": {}}, "games must name a position to begin with"),
        ({"marks": {"x": "cross", "-": "empty"}}, "stops must end in 3 letters of marks, got"),
        ({"rows": 4}, "stops must end in 12 letters of marks, got 'x.---'"),
        ({"moves": {**BOARD.moves, "x.---": {3: "x.--x"}}}, "moves must take squares from 0 to 2"),
        ({"moves": {**BOARD.moves, "x.---": {0: "x.xxx"}}}, "from stops to stops, got 'x.xxx'"),
        ({"replies": {**BOARD.replies, "x.---": "x.-x-"}}, "both have 'x.---'"),
        ({"replies": {**BOARD.replies, "x.x--": "nowhere"}}, "must name stops, got 'nowhere'"),
        ({"games": {"you begin": "x.---"}}, "'o.---' is not"),
        ({"label": ""}, "label must be a non-empty text"),
    ],
)
def test_a_wrong_board_is_named(changes: dict[str, Any], says: str) -> None:
    wrong = replace(BOARD, **changes)
    with pytest.raises(ValueError, match=r"explorer 'three_squares', control 'game': ") as caught:
        replace(three_squares, controls={**three_squares.controls, "game": wrong}, presets={})
    assert says in str(caught.value)


def test_the_page_is_told_where_every_square_leads() -> None:
    rules = board_rules(BOARD)
    number = {stop: k for k, stop in enumerate(BOARD.stops)}
    for stop, k in number.items():
        flat = rules["moves"][k]
        pairs = dict(zip(flat[::2], flat[1::2], strict=True))
        assert pairs == {s: number[to] for s, to in BOARD.moves.get(stop, {}).items()}
        reply = BOARD.replies.get(stop)
        assert rules["replies"].get(k) == (number[reply] if reply else None)
    assert rules["games"] == [number["x.---"], number["o.---"]]


def test_the_squares_fill_their_axes_and_the_notes_are_found() -> None:
    drawing = Drawing(three_squares)
    place = board_places(drawing)["game"]
    ax = drawing.artists.board
    left, top, right, bottom = place["box"]
    assert (right - left, bottom - top) == pytest.approx((ax.bbox.width, ax.bbox.height), abs=0.2)
    assert place["panel"] == 0
    assert [drawing.moving[k] for k in place["notes"]] == drawing.artists.notes
    told = spec(drawing, three_squares.default)["controls"][0]
    assert told["kind"] == "board"
    assert json.dumps(told)  # plain
    assert told["values"] == list(BOARD.stops)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"axes": "map"}, "the board 'game' lies over the axes 'map'; let draw return"),
        ({"notes": "line"}, "the notes of the board 'game' must be a list of 3 artists"),
    ],
)
def test_a_board_without_axes_or_notes_is_named(changes: dict[str, Any], says: str) -> None:
    controls = {**three_squares.controls, "game": replace(BOARD, **changes)}
    with pytest.raises(ValueError, match=re.escape(says)):
        board_places(Drawing(replace(three_squares, controls=controls)))


def test_both_lives_have_squares_and_a_row() -> None:
    html = bake(three_squares, three_squares.default)["html"]
    live = Live(three_squares, three_squares.default)
    for markup in (html, live.view.html):
        assert len(re.findall(r'class="mlc-square"', markup)) == 3
        assert len(re.findall(r'class="mlc-square" tabindex="0"', markup)) == 1
        assert [*re.findall(r"<option>([^<]+)</option>", markup)][:2] == ["you begin", "it begins"]
    assert live.controls["game"].layout.display == "none"  # played on the figure
    assert live.controls["game"].value == "x.---"
    live.controls["game"].value = "x.-x-"
    assert live.controls["game"].index == BOARD.stops.index("x.-x-")
