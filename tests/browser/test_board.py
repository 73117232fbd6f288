"""A board in Chromium: played by pointer and by keys, spoken, remembered in the address.

The sample is three squares in a row (``tests/explore/three_squares.py``).
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from mlcourse.explore.bake import bake
from tests.browser.conftest import Visit
from tests.browser.moves import Driver
from tests.browser.pages import write_page
from tests.browser.test_explorers import frames_of
from tests.explore.three_squares import BOARD, three_squares


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Path]]:
    folder = tmp_path_factory.mktemp("board")
    return folder, write_page(three_squares, folder)


@pytest.fixture
def page(made: tuple[Path, dict[str, Path]], visit: Callable[..., Visit]) -> Page:
    return opened(made[0], visit)


def opened(folder: Path, visit: Callable[..., Visit], hash_: str = "", **how: object) -> Page:
    page = visit((folder / "index.html").as_uri() + hash_, wait="load", **how).page
    expect(page.locator("figure.mlc-alive svg").first).to_be_attached()
    return page


def squares(page: Page) -> Locator:
    return page.locator(".mlc-square")


def at(page: Page, stop: str, noted: bool = False) -> None:
    number = three_squares.number(three_squares.state(game=stop, noted=noted))
    expect(page.locator("figure.mlc")).to_have_attribute("data-state", str(number))


def focused(page: Page) -> int:
    return page.evaluate(
        "[...document.querySelectorAll('.mlc-square')].indexOf(document.activeElement)"
    )


@pytest.mark.parametrize("by", ["keyboard", "mouse", "touch"])
def test_the_sample_is_moved_like_every_explorer(
    made: tuple[Path, dict[str, Path]], visit: Callable[..., Visit], by: str
) -> None:
    phone = {"has_touch": True, "width": 390, "height": 800} if by == "touch" else {}
    page = opened(made[0], visit, **phone)
    getattr(Driver(page, three_squares, frames_of(made[1])), f"all_by_{by}")()


def test_a_move_is_shown_and_the_reply_follows_by_itself(page: Page) -> None:
    squares(page).nth(1).click()
    at(page, "x.-x-")
    at(page, "x.ox-")
    expect(page.locator(".mlc-news")).to_have_text("You take 2. The reply is 1.")
    expect(squares(page).nth(0)).to_have_class("mlc-square mlc-fresh")
    said = page.locator(".mlc-said")
    expect(said).to_have_text("You take 2. The reply is 1. 1 free, on")
    squares(page).nth(0).click(force=True)  # Playwright waits for what cannot be taken
    expect(page.locator(".mlc-news")).to_have_text("Square 1 is taken.")
    squares(page).nth(2).click()
    at(page, "x.oxx")
    expect(page.locator(".mlc-solved")).to_have_text("✓ Solved")
    squares(page).nth(2).click(force=True)
    expect(page.locator(".mlc-news")).to_have_text("The game is over.")
    at(page, "x.oxx")


def test_the_squares_are_one_stop_of_the_tabulator_and_arrows_move_among_them(page: Page) -> None:
    page.locator("body").focus()
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.append(focused(page))
    assert [k for k in seen if k >= 0] == [0]
    squares(page).nth(0).focus()
    places = []
    for key in ("ArrowLeft", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        places.append(focused(page))
    assert places == [0, 1, 2, 2, 2, 1]
    page.keyboard.press("Enter")
    at(page, "x.ox-")
    assert focused(page) == 1  # the focus stays where the reader was
    assert page.evaluate("document.querySelectorAll('.mlc-square[tabindex=\"0\"]').length") == 1


def test_digits_play_u_takes_back_n_begins_anew(page: Page) -> None:
    squares(page).nth(0).focus()
    page.keyboard.press("3")
    at(page, "x.o-x")
    page.keyboard.press("2")
    at(page, "x.oxx")
    page.keyboard.press("u")
    at(page, "x.o-x")
    page.keyboard.press("U")
    at(page, "x.---")
    page.keyboard.press("u")  # there is nothing before
    at(page, "x.---")
    page.keyboard.press("1")
    at(page, "x.xo-")
    page.keyboard.press("n")
    at(page, "x.---")
    expect(page.locator(".mlc-undo")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Control+2")  # the browser's
    page.keyboard.press("7")  # no such square
    at(page, "x.---")


def test_every_square_says_where_it_is_and_what_it_holds(page: Page) -> None:
    squares(page).nth(1).click()
    at(page, "x.ox-")
    labels = [squares(page).nth(k).get_attribute("aria-label") for k in range(3)]
    assert labels == ["1: row 1, column 1, nought", "2: row 1, column 2, cross",
                      "3: row 1, column 3, empty"]  # fmt: skip
    assert [squares(page).nth(k).get_attribute("aria-disabled") for k in range(3)] == [
        "true", "true", "false"]  # fmt: skip
    page.locator('[data-control="noted"] input').check()
    at(page, "x.ox-", noted=True)
    expect(squares(page).nth(2)).to_have_attribute(
        "aria-label", "3: row 1, column 3, empty; free 2"
    )


def test_the_list_begins_a_game_in_which_the_agent_moves_first(page: Page) -> None:
    page.locator(".mlc-kind-board select").select_option("it begins")
    at(page, "o.---")
    at(page, "o.x--")
    expect(page.locator(".mlc-news")).to_have_text("The reply is 1.")
    squares(page).nth(2).click()
    at(page, "o.xxo")
    page.locator(".mlc-undo").click()
    at(page, "o.x--")
    page.locator(".mlc-new").click()
    at(page, "o.x--")
    page.locator(".mlc-reset").click()
    at(page, "x.---")
    expect(page.locator(".mlc-kind-board select")).to_have_value("you begin")


def test_a_position_is_an_address_and_waits_there(
    made: tuple[Path, dict[str, Path]], visit: Callable[..., Visit]
) -> None:
    page = opened(made[0], visit, "#three_squares?game=x.-x-")
    at(page, "x.-x-")
    page.wait_for_timeout(2 * BOARD.milliseconds)
    at(page, "x.-x-")  # the reply comes when it is asked for
    expect(page.locator(".mlc-reply")).to_have_attribute("aria-disabled", "false")
    page.locator(".mlc-reply").click()
    at(page, "x.ox-")
    page.wait_for_function("location.hash === '#three_squares?game=x.ox-'")
    page.reload()
    at(page, "x.ox-")
    squares(page).nth(2).press("u")  # to the move before, though nobody saw it made
    at(page, "x.---")


def test_a_preset_ends_a_reply_that_is_under_way(page: Page) -> None:
    squares(page).nth(2).click()
    page.locator(".mlc-preset").click()
    page.wait_for_timeout(2 * BOARD.milliseconds)
    at(page, "x.-x-")
    expect(page.locator(".mlc-news")).to_have_text("")


def test_without_a_script_the_picture_stands() -> None:
    html = bake(three_squares, three_squares.default)["html"]
    assert html.index('class="mlc-still"') < html.index('class="mlc-board"')
    assert '<div class="mlc-handles" hidden>' in html
