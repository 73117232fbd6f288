"""A chapter as a notebook in the browser: opened from its page, run, moved, answered."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import visiting
from tests.published.notebook import CHAPTER, CHAPTERS, MINUTES, Notebook

MISTAKE = "hint, function = next(iter({0}.mistakes.items()))\n{0}(function)\nprint(hint)"

Opened = tuple[Notebook, list[str]]


@pytest.fixture(
    scope="module",
    params=[CHAPTER, *(pytest.param(name, marks=pytest.mark.slow) for name in CHAPTERS
                       if name != CHAPTER)],
)  # fmt: skip
def opened(request: pytest.FixtureRequest, exposed: str, browser: Browser) -> Iterator[Opened]:
    """From the chapter's page to its notebook; with the requests that were made."""
    chapter = request.param
    with visiting(browser) as visit:
        page = visit(f"{exposed}notebooks/{chapter}.html").page
        link = page.get_by_role("link", name="Notebook in the browser")
        expect(link).to_be_visible()
        asked: list[str] = []
        page.context.on("request", lambda request: asked.append(request.url))
        page.set_default_timeout(6 * MINUTES)
        start = time.monotonic()
        link.click()
        notebook = Notebook(page, chapter)
        print(f"{chapter}: from the link to a kernel that waits: {time.monotonic() - start:.0f} s")
        yield notebook, asked


def test_the_first_cell_finds_everything_on_this_site(opened: Opened, exposed: str) -> None:
    notebook, asked = opened
    start = time.monotonic()
    output = notebook.run("from mlcourse.chapters")
    print(f"{notebook.chapter}: the first cell: {time.monotonic() - start:.0f} s")
    assert "Error" not in output, output
    assert notebook.run("figures.", "import sys; print(sys.platform)") == "emscripten"
    origin = "/".join(exposed.split("/")[:3])
    foreign = [url for url in asked if not url.startswith((f"{origin}/", "data:", "blob:"))]
    assert foreign == []


def test_a_slider_moves_the_figure(opened: Opened) -> None:
    opened[0].move_a_slider()


def test_an_exercise_is_checked(opened: Opened) -> None:
    notebook, _ = opened
    check, stub, solution = notebook.exercise()
    assert "not attempted" in notebook.run(stub)
    wrong = notebook.run(stub, MISTAKE.format(check)).splitlines()
    right = notebook.run(stub, solution)
    notebook.run(stub, stub)
    assert wrong[0].startswith("✗"), wrong
    assert wrong[0].endswith(wrong[1]), wrong
    assert right.startswith("✓"), right


def test_every_cell_runs(opened: Opened) -> None:
    notebook, _ = opened
    start = time.monotonic()
    trouble = notebook.run_all()
    print(f"{notebook.chapter}: all cells: {time.monotonic() - start:.0f} s")
    assert trouble == []
    figures = sum(cell.source.startswith("figures.") for cell in notebook.cells)
    expect(notebook.page.locator("figure.mlc-alive svg").first).to_be_visible()
    assert notebook.page.locator("figure.mlc-alive").count() == figures
    expect(notebook.page.locator(".mlq").first).to_be_visible()


def test_a_link_moves_its_figure_or_leads_to_the_page(opened: Opened, exposed: str) -> None:
    """After all cells ran, every figure is there."""
    page = opened[0].page
    link = page.locator('.jp-RenderedMarkdown a[href^="#"][href*="?"][href*="="]').first
    name = (link.get_attribute("href") or "")[1:].partition("?")[0]
    figure = page.locator(f'figure.mlc-alive[data-name="{name}"]')
    figure.locator(".mlc-reset").click()
    start = figure.get_attribute("data-state") or ""
    link.click()
    expect(figure).not_to_have_attribute("data-state", start, timeout=2 * MINUTES)
    other = page.locator('.jp-RenderedMarkdown a[href*="/notebooks/"]').first
    with page.expect_popup() as popup:
        other.click()
    assert popup.value.url.startswith(f"{exposed}notebooks/"), popup.value.url
    expect(popup.value.locator("h1").first).to_be_visible()
    popup.value.close()
