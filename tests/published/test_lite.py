"""A chapter as a notebook in the browser: opened from its page, run, moved, answered."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import visiting
from tests.published.notebook import CHAPTER, MINUTES, Notebook

SOLVED = "def conditional(p, a, b):\n    return {}\n\n\nchecks.check_conditional(conditional)"
# A test may talk to the application and look at every cell.
FOR_TESTS = {"exposeAppInBrowser": True}
SETTINGS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}

Opened = tuple[Notebook, list[str]]


@pytest.fixture(scope="module")
def opened(address: str, browser: Browser) -> Iterator[Opened]:
    """From the chapter's page to its notebook; with the requests that were made."""
    with visiting(browser) as visit:
        page = visit(f"{address}notebooks/{CHAPTER}.html").page
        link = page.get_by_role("link", name="Notebook in the browser")
        expect(link).to_be_visible()

        def expose(route: Route) -> None:
            settings = route.fetch().json()
            settings["jupyter-config-data"] |= {**FOR_TESTS, "settingsOverrides": SETTINGS}
            route.fulfill(json=settings)

        page.context.route("**/lite/jupyter-lite.json", expose)
        asked: list[str] = []
        page.context.on("request", lambda request: asked.append(request.url))
        page.set_default_timeout(6 * MINUTES)
        start = time.monotonic()
        link.click()
        notebook = Notebook(page)
        print(f"from the link to a kernel that waits: {time.monotonic() - start:.0f} s")
        yield notebook, asked


def test_the_first_cell_finds_everything_on_this_site(opened: Opened, address: str) -> None:
    notebook, asked = opened
    start = time.monotonic()
    output = notebook.run("from mlcourse.chapters")
    print(f"the first cell: {time.monotonic() - start:.0f} s")
    assert "Error" not in output, output
    assert notebook.run("figures.", "import sys; print(sys.platform)") == "emscripten"
    origin = "/".join(address.split("/")[:3])
    foreign = [url for url in asked if not url.startswith((f"{origin}/", "data:", "blob:"))]
    assert foreign == []


def test_a_slider_moves_the_figure(opened: Opened) -> None:
    opened[0].move_a_slider()


def test_an_exercise_is_checked(opened: Opened) -> None:
    notebook, _ = opened
    assert "not attempted" in notebook.run("checks.check_conditional").lower()
    wrong = notebook.run("checks.check_conditional", SOLVED.format("p[a & b].sum()"))
    right = notebook.run("checks.check_conditional", SOLVED.format("p[a & b].sum() / p[b].sum()"))
    assert "✓" not in wrong, wrong
    assert "✓" in right, right


def test_the_quiz_is_shown(opened: Opened) -> None:
    notebook, _ = opened
    notebook.run("checks.check_middle", "quiz()")
    expect(notebook.page.locator(".mlq").first).to_be_visible(timeout=2 * MINUTES)
