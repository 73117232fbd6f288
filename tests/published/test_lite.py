"""A chapter as a notebook in the browser: opened from its page, run, moved, answered."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser import browsers
from tests.browser.conftest import visiting
from tests.browser.firefox import running
from tests.published.notebook import (
    CHAPTER,
    CHAPTERS,
    DONE,
    FIGURE,
    MINUTES,
    OUTPUT,
    READY,
    RUN,
    Notebook,
    cells_of,
)

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
    shown = page.locator(".jp-OutputArea-output", has=figure)
    shown.locator(".noUi-handle").first.press("ArrowRight")  # the link may lead to the start
    start = figure.get_attribute("data-state") or ""
    link.click()
    expect(figure).not_to_have_attribute("data-state", start, timeout=2 * MINUTES)
    other = page.locator('.jp-RenderedMarkdown a[href*="/notebooks/"]').first
    with page.expect_popup() as popup:
        other.click()
    assert popup.value.url.startswith(f"{exposed}notebooks/"), popup.value.url
    expect(popup.value.locator("h1").first).to_be_visible()
    popup.value.close()


def test_firefox_runs_a_chapter_too(exposed: str, tmp_path: Path) -> None:
    path = browsers.find("Firefox")
    assert path is not None, "no Firefox: run `make test-site`, which installs one, or set FIREFOX"
    sources = [cell.source for cell in cells_of(CHAPTER)]
    first = next(k for k, source in enumerate(sources) if source.startswith("figures."))
    imports = next(k for k, source in enumerate(sources) if "from mlcourse.chapters" in source)
    profile = tmp_path / "profile"
    profile.mkdir()
    with running(path, profile) as firefox:
        firefox.visit(f"{exposed}lite/notebooks/index.html?path={CHAPTER}.ipynb")
        firefox.wait(f"({READY})()", timeout=600)
        for at in (imports, first):
            firefox.evaluate(f"({RUN})([{at}, ''])")
            firefox.wait(f"({DONE})({at})", timeout=600)
        assert "Error" not in firefox.evaluate(f"({OUTPUT})({imports})")
        figure = f"document.querySelector('{FIGURE}')"
        firefox.wait(f"{figure}?.querySelector('svg') != null", timeout=120)
        before = firefox.evaluate(f"{figure}.dataset.state")
        firefox.press(".jp-Notebook .noUi-handle", "ArrowRight")
        firefox.wait(f"{figure}.dataset.state !== '{before}'", timeout=120)
        origin = "/".join(exposed.split("/")[:3])
        assert [
            url for url in firefox.requests if not url.startswith((origin, "data:", "blob:"))
        ] == []


def test_a_wheel_cut_short_is_refused_and_asked_for_again(exposed: str, browser: Browser) -> None:
    with visiting(browser) as visit:
        page = visit(f"{exposed}notebooks/{CHAPTER}.html").page
        page.set_default_timeout(6 * MINUTES)

        def cut(route: Route) -> None:
            body = route.fetch().body()
            route.fulfill(body=body[: len(body) // 2])

        page.context.route("**/mlcourse-*.whl", cut)
        page.get_by_role("link", name="Notebook in the browser").click()
        notebook = Notebook(page)
        assert "No module named 'mlcourse'" in notebook.run("from mlcourse.chapters")
        page.context.unroute("**/mlcourse-*.whl")
        assert "Error" not in notebook.run("from mlcourse.chapters")


def test_it_is_dark_where_the_system_is(exposed: str, browser: Browser) -> None:
    with visiting(browser) as visit:
        page = visit(f"{exposed}lite/notebooks/index.html?path={CHAPTER}.ipynb", theme="dark").page
        expect(page.locator('body[data-jp-theme-light="false"]')).to_have_count(1, timeout=MINUTES)
