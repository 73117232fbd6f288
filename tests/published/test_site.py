"""The whole of what is published, opened under a sub-path as a host serves it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tools import site as ready

from tests.browser.conftest import Visit
from tests.browser.python_page import PythonPage
from tests.published.notebook import CHAPTER

PAGES = ["", "book/how_to_use.html", f"notebooks/{CHAPTER}.html", "search.html?q=metropolis",
         "genindex.html", "lite/lab/index.html"]  # fmt: skip


def test_it_is_ready_to_be_published(published: Path) -> None:
    assert list(ready.problems(published)) == []
    for part, size in ready.sizes(published).items():
        print(f"{part}: {size / 1e6:.1f} MB")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_nothing_outside_its_folder(
    page: str, address: str, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{address}{page}")
    assert seen.foreign(address) == []
    # JupyterLite's page names its icon late and the page that leads on to the book none, so that
    # the host is asked for one; and JupyterLite warns of versions
    told = [line for line in seen.errors if line.startswith(("uncaught", "failed"))]
    assert (seen.errors if page and not page.startswith("lite/") else told) == []


def test_python_runs_in_a_page(address: str, visit: Callable[..., Visit]) -> None:
    seen = visit(f"{address}notebooks/{CHAPTER}.html")
    python = PythonPage(seen.page)
    python.start()
    shown = python.run(0)
    assert python.state(0) == "done", shown
    prints, draws = python.with_code("print("), python.with_code("figures.")
    before = python.cell(prints).locator(".cell_output pre").inner_text()
    assert python.run(prints).strip() == before.strip() != ""
    shown = python.run(draws)
    figure = python.cell(draws).locator(".python-output figure.mlc-alive")
    expect(figure.locator("svg").first, shown).to_be_visible()
    state = figure.get_attribute("data-state") or ""
    figure.locator("input[type=range]").first.press("ArrowRight")
    expect(figure).not_to_have_attribute("data-state", state)
    assert seen.errors == []
    assert seen.foreign(address) == []


def test_a_wrong_address_leads_back(address: str, visit: Callable[..., Visit]) -> None:
    """A host shows 404.html for it, at any depth; its links begin at the root of the host."""
    page = visit(f"{address}404.html").page
    expect(page.get_by_role("heading", name="No such page")).to_be_visible()
    page.get_by_role("link", name="the contents").click()
    expect(page).to_have_url(re.compile(rf"^{re.escape(address)}book/\w+\.html$"))
    page.go_back()
    page.get_by_role("searchbox").fill("metropolis")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#search-results li").first).to_be_visible()
    assert page.url.startswith(f"{address}search.html")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_there_and_nothing_sticks_out_on_a_phone(
    address: str, visit: Callable[..., Visit], theme: str
) -> None:
    page = visit(f"{address}404.html", theme=theme, width=320).page
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_chapter_has_its_notebook(published: Path) -> None:
    pages = sorted(published.glob("notebooks/[0-9]*.html"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert f'href="../lite/notebooks/index.html?path={page.stem}.ipynb"' in text, page.name
        assert (published / "lite" / "files" / f"{page.stem}.ipynb").is_file()
        assert 'class="launch lite"' in text
        assert not any(" hidden" in line for line in text.splitlines() if "on this site" in line)
