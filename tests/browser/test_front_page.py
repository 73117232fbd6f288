"""The front page: its figure on one phone screen, the list of chapters, two clicks to a figure."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.browser.conftest import ROOT, Visit

FRONT = "book/intro.html"
PLAN = yaml.safe_load((ROOT / "book" / "curriculum.yml").read_text("utf-8"))
READY = sorted(path.stem for path in ROOT.glob("notebooks/*.ipynb"))


def test_the_path_the_handle_and_the_play_button_are_on_one_phone_screen(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{FRONT}", width=390, height=844).page
    figure = page.locator("figure.mlc").first
    figure.locator(".mlc-handle").first.wait_for()
    controls = figure.locator(".mlc-controls").bounding_box()
    handle = figure.locator(".mlc-handle").first.bounding_box()
    panel = figure.locator("svg").first.bounding_box()
    play = figure.get_by_role("button", name=re.compile("Play", re.I)).first.bounding_box()
    assert page.evaluate("scrollY") == 0
    assert panel["y"] < handle["y"] < handle["y"] + handle["height"] < controls["y"]
    assert panel["y"] + panel["height"] <= controls["y"] + 4  # the end of the figure's margin
    assert play["y"] + play["height"] <= 844


def test_the_words_before_the_figure_and_its_readout_need_no_symbol(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{FRONT}").page
    figure = page.locator("figure.mlc").first
    figure.locator(".mlc-handle").first.wait_for()
    words = page.locator("article p").all_inner_texts()[:2]  # how many chapters, and what one sees
    read = " ".join([*words, figure.locator(".mlc-readout").inner_text()])
    assert len(read) > 200
    assert re.findall(r"[α-ωΑ-Ω]", read) == []


def test_every_planned_chapter_is_listed_and_those_that_exist_are_links(site: Path) -> None:
    html = (site / FRONT).read_text("utf-8")
    listed = re.search(r'<ul class="chapters[^"]*">(.*?)</ul>', html, re.S)[1]
    items = re.findall(r"<li>(.*?)</li>", listed, re.S)
    assert len(items) == len(PLAN) == 15
    assert f"{len(READY)} of 15 chapters are ready" in html
    for item, planned in zip(items, PLAN, strict=True):
        words = re.sub(r"<[^>]+>", "", item).strip()
        assert words.startswith(str(int(planned["chapter"][:2])) + " ")
        links = re.findall(r'href="\.\./notebooks/(\w+)\.html(#\w+\??)?"', item)
        name = planned["chapter"]
        if name in READY:
            assert [page for page, _ in links] == [name, name]
            assert links[1][1] == "#predict"
        else:
            assert links == []
            assert planned["title"].split()[0] in words


@pytest.mark.parametrize("name", READY)
def test_a_click_leads_to_the_task_before_the_first_figure_of_a_chapter(
    site: Path, visit: Callable[..., Visit], name: str
) -> None:
    page = visit((site / "index.html").as_uri(), wait="load", width=390, height=844).page
    page.wait_for_url("**/book/intro.html")
    page.locator(f".first-figure a[href*='{name}']").click()
    page.wait_for_url(f"**/notebooks/{name}.html#*")
    page.wait_for_function(
        """() => { const task = document.getElementById("predict").getBoundingClientRect(),
                         figure = document.querySelector("figure.mlc").getBoundingClientRect();
                   return task.top > -10 && task.top < 300 && task.bottom < figure.top; }"""
    )


def test_the_front_page_leads_into_the_book(site: Path, visit: Callable[..., Visit]) -> None:
    page = visit((site / "index.html").as_uri(), wait="load").page
    page.wait_for_url("**/book/intro.html")
    page.get_by_role("link", name="Gradient descent").first.click()
    page.wait_for_url("**/notebooks/07_gradient_descent.html*")
