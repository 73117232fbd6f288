"""Tic-tac-toe on the page of its chapter: every line of play in the data that the browser holds.

Nothing of the package is asked: positions, moves and replies are read out of the browser's memory,
lines are counted by hand, and the drawn marks are compared with the letters of each position.
"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mlcourse.explore.chunks import decode
from tests.browser.conftest import Visit
from tests.browser.test_explorers import pages

# fmt: off
LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]
# fmt: on
# of each age and of the reader's mark: how all lines of play end, for the reader
ENDS = {
    "20000": {"x": {"lost": 438, "drawn": 315}, "o": {"lost": 94, "drawn": 4}},
    # the negative control: this one is beaten, by the same count
    "500": {"x": {"lost": 262, "drawn": 82, "won": 113}, "o": {"lost": 96, "drawn": 53, "won": 2}},
}
FIGURE = 'figure.mlc[data-name="tic_tac_toe"]'
CHUNKS = """figure => {
    const key = figure.dataset.address.split("/").at(-1);
    const all = [...mlcourseChunks].filter(([name]) => name.startsWith(`${key}.`));
    return all.map(([name, text]) => [name.slice(key.length + 1), text]);
}"""


def winner(letters: str) -> str:
    """The letter with three in a line, or nothing."""
    for i, j, k in LINES:
        if letters[i] != "-" and letters[i] == letters[j] == letters[k]:
            return letters[i]
    return ""


@pytest.fixture
def page(site: Path, visit: Callable[..., Visit]) -> Page:
    page = visit(pages(site)["tic_tac_toe"].as_uri(), wait="load").page
    page.locator(FIGURE).scroll_into_view_if_needed()
    expect(page.locator(f"{FIGURE}.mlc-alive")).to_be_attached(timeout=30_000)
    return page


def of_browser(page: Page) -> tuple[dict[str, Any], list[tuple[str, ...]]]:
    """What the page was told of its explorer, and all of its frames."""
    page.locator(f'{FIGURE} [data-control="values"] input').check()  # a change fetches the rest
    count = (
        "f => JSON.parse(mlcourseChunks.get(f.dataset.address.split('/').at(-1) + '.base')).chunks"
    )
    chunks = page.locator(FIGURE).evaluate(count)
    page.wait_for_function(
        f"n => ({CHUNKS})(document.querySelector('{FIGURE}')).length === n + 1", arg=chunks
    )
    found = dict(page.locator(FIGURE).evaluate(CHUNKS))
    spec = json.loads(found.pop("base"))
    frames = [frame for k in range(spec["chunks"]) for frame in decode(found[str(k)])]
    return spec, frames


@pytest.mark.parametrize("age", ENDS)
def test_no_line_of_play_beats_the_oldest_agent(page: Page, age: str) -> None:
    spec, frames = of_browser(page)
    board = spec["controls"][0]
    values = board["values"]
    assert len(frames) == len(values) * len(spec["controls"][1]["values"])
    results: dict[str, Counter[str]] = {"x": Counter(), "o": Counter()}

    def follow(k: int, reader: str) -> None:
        letters = values[k][-9:]
        readout = frames[2 * k][-2]
        reply = board["replies"].get(str(k))
        if winner(letters) or "-" not in letters:
            assert reply is None
            assert board["moves"][k] == []
            won = winner(letters)
            end = "drawn" if not won else "won" if won == reader else "lost"
            assert readout == {"drawn": "The game is drawn.", "won": "You win.",
                               "lost": "You lose."}[end]  # fmt: skip
            results[reader][end] += 1
            return
        mover = "xo"[letters.count("x") - letters.count("o")]
        flat = board["moves"][k]
        if mover == reader:  # every reply of the reader's, so that a perfect one is among them
            assert reply is None
            moves = dict(zip(flat[::2], flat[1::2], strict=True))
            assert sorted(moves) == [s for s in range(9) if letters[s] == "-"]
        else:
            assert flat == []
            after = values[reply][-9:]
            moves = {next(s for s in range(9) if after[s] != letters[s]): reply}
        for square, to in moves.items():
            assert values[to] == f"{age}.{reader}.{letters[:square]}{mover}{letters[square + 1 :]}"
            follow(to, reader)

    for reader in "xo":
        follow(values.index(f"{age}.{reader}.---------"), reader)
    assert results == ENDS[age]


def test_the_marks_that_are_drawn_are_those_of_the_position(page: Page) -> None:
    spec, frames = of_browser(page)
    board = spec["controls"][0]
    drawn: dict[tuple[int, str, str], set[str]] = {}
    for k, value in enumerate(board["values"]):
        for shown in range(2):
            for square, letter in enumerate(value[-9:]):
                reader = value.split(".")[1] if letter != "-" else ""
                drawn.setdefault((square, letter, reader), set()).add(frames[2 * k + shown][square])
    # one drawing for each square, letter and owner, and no two alike
    assert all(len(fragments) == 1 for fragments in drawn.values())
    for square in range(9):
        own = [fragments for (s, _, _), fragments in drawn.items() if s == square]
        assert len(set().union(*own)) == len(own) >= 4


def test_a_game_by_clicks_and_keys(page: Page) -> None:
    figure = page.locator(FIGURE)
    squares = figure.locator(".mlc-square")

    def yours() -> None:
        expect(figure.locator(".mlc-readout")).to_have_text("Your move, with noughts.")

    for square in (1, 2, 3):  # the newborn falls to a row
        expect(figure.locator(".mlc-readout")).to_have_text("Your move, with crosses.")
        squares.nth(square - 1).click()
    expect(figure.locator(".mlc-readout")).to_have_text("You win.")
    figure.locator(".mlc-kind-board select").select_option("20,000 games; it begins")
    yours()
    squares.nth(4).focus()
    page.keyboard.press("Enter")
    for digit in "276":
        yours()
        page.keyboard.press(digit)
    expect(figure.locator(".mlc-readout")).to_have_text("The game is drawn.")
    expect(figure.locator(".mlc-solved")).to_have_text("✓ Solved")
    page.wait_for_function("location.hash.includes('game=20000.o.xoxxoooxx')")
