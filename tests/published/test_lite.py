"""A chapter as a notebook in the browser: opened from its page, run, moved, answered."""

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import visiting

CHAPTER = "01_probability"
ROOT = Path(__file__).parents[2]
MINUTES = 60_000
SOLVED = "def conditional(p, a, b):\n    return {}\n\n\nchecks.check_conditional(conditional)"

# A test may talk to the application and look at every cell.
FOR_TESTS = {"exposeAppInBrowser": True}
SETTINGS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}

RUN = """([at, source]) => {
    const app = window.jupyterapp, notebook = app.shell.currentWidget.content;
    notebook.activeCellIndex = at;
    if (source) notebook.activeCell.model.sharedModel.setSource(source);
    notebook.activeCell.model.executionCount = null;
    app.commands.execute("notebook:run-cell");
}"""
READY = """() => {
    const context = window.jupyterapp.shell.currentWidget.sessionContext;
    return context.isReady && context.session?.kernel?.status === "idle";
}"""
CELL = "at => { const cell = window.jupyterapp.shell.currentWidget.content.widgets[at]; return %s; }"
DONE = CELL % "cell.model.executionCount !== null && !cell.node.innerText.includes('[*]')"
OUTPUT = CELL % "cell.outputArea.node.innerText"


class Notebook:
    """The open notebook, its cells by what they hold."""

    def __init__(self, page: Page) -> None:
        self.page = page
        path = ROOT / "notebooks" / f"{CHAPTER}.ipynb"
        self.cells = nbformat.read(path, as_version=4).cells

    def find(self, text: str) -> int:
        return next(
            k for k, c in enumerate(self.cells) if c.cell_type == "code" and text in c.source
        )

    def run(self, at: int, source: str = "") -> str:
        self.page.evaluate(RUN, [at, source])
        self.page.wait_for_function(DONE, arg=at, polling=500)
        return str(self.page.evaluate(OUTPUT, at))


@pytest.fixture(scope="module")
def opened(address: str, browser: Browser) -> Iterator[tuple[Notebook, list[str]]]:
    """From the chapter's page to its notebook; with the requests that were made."""
    with visiting(browser) as visit:
        page = visit(f"{address}notebooks/{CHAPTER}.html").page
        link = page.get_by_role("link", name="Notebook in the browser")
        expect(link).to_be_visible()

        def expose(route: Route) -> None:
            settings = json.loads((route.fetch()).text())
            page_settings = settings["jupyter-config-data"]
            page_settings |= FOR_TESTS
            page_settings.setdefault("settingsOverrides", {}).update(SETTINGS)
            route.fulfill(json=settings)

        page.context.route("**/lite/jupyter-lite.json", expose)
        asked: list[str] = []
        page.context.on("request", lambda request: asked.append(request.url))
        page.set_default_timeout(6 * MINUTES)
        link.click()
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.content?.widgets")
        page.wait_for_function(READY, polling=1000)
        yield Notebook(page), asked


def test_the_first_cell_finds_everything_on_this_site(
    opened: tuple[Notebook, list[str]], address: str
) -> None:
    notebook, asked = opened
    output = notebook.run(notebook.find("from mlcourse.chapters"))
    assert "Error" not in output, output
    platform = notebook.run(notebook.find("figures."), "import sys; print(sys.platform)")
    assert platform.strip() == "emscripten"
    origin = "/".join(address.split("/")[:3])
    foreign = [url for url in asked if not url.startswith((f"{origin}/", "data:", "blob:"))]
    assert foreign == []


def test_a_slider_moves_the_figure(opened: tuple[Notebook, list[str]]) -> None:
    notebook, _ = opened
    at = notebook.find("figures.conditional_probability")
    notebook.run(at, "figures.conditional_probability()")
    figure = notebook.page.locator('figure.mlc-alive[data-name="conditional_probability"]')
    expect(figure).to_be_visible(timeout=2 * MINUTES)
    before = figure.locator(".mlc-readout").inner_text()
    state = figure.get_attribute("data-state") or ""
    output = notebook.page.locator(".jp-OutputArea-output", has=figure)
    output.locator(".noUi-handle").first.press("ArrowRight")
    expect(figure).not_to_have_attribute("data-state", state, timeout=2 * MINUTES)
    expect(figure.locator(".mlc-readout")).not_to_have_text(before, timeout=2 * MINUTES)


def test_an_exercise_is_checked(opened: tuple[Notebook, list[str]]) -> None:
    notebook, _ = opened
    at = notebook.find("checks.check_conditional")
    assert "not attempted" in notebook.run(at).lower()
    wrong = notebook.run(at, SOLVED.format("p[a & b].sum()"))
    right = notebook.run(at, SOLVED.format("p[a & b].sum() / p[b].sum()"))
    assert wrong != right
    assert "✓" in right, right


def test_the_quiz_is_shown(opened: tuple[Notebook, list[str]]) -> None:
    notebook, _ = opened
    notebook.run(notebook.find("checks.check_middle"), "quiz()")
    expect(notebook.page.locator(".mlq").first).to_be_visible(timeout=2 * MINUTES)

