"""An open notebook, in JupyterLite or JupyterLab: its cells by what they hold, run one by one."""

from pathlib import Path

import nbformat
from playwright.sync_api import Page, expect

__all__ = ["CHAPTER", "MINUTES", "Notebook"]

ROOT = Path(__file__).parents[2]
CHAPTER = "01_probability"
MINUTES = 60_000
FIGURE = 'figure.mlc-alive[data-name="conditional_probability"]'

READY = """() => {
    const context = window.jupyterapp?.shell?.currentWidget?.sessionContext;
    return context?.isReady && context.session?.kernel?.status === "idle";
}"""
RUN = """([at, source]) => {
    const app = window.jupyterapp, notebook = app.shell.currentWidget.content;
    notebook.activeCellIndex = at;
    if (source) notebook.activeCell.model.sharedModel.setSource(source);
    notebook.activeCell.model.executionCount = null;
    app.commands.execute("notebook:run-cell");
}"""
CELL = (
    "at => { const cell = window.jupyterapp.shell.currentWidget.content.widgets[at]; return %s; }"
)
DONE = CELL % "cell.model.executionCount !== null && !cell.node.innerText.includes('[*]')"
OUTPUT = CELL % "cell.outputArea.node.innerText"


class Notebook:
    """The chapter in a page whose application a test may talk to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        path = ROOT / "notebooks" / f"{CHAPTER}.ipynb"
        self.cells = nbformat.read(path, as_version=4).cells
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.wait_for_function(READY, polling=1000)

    def run(self, text: str, source: str = "") -> str:
        """Run the first cell that holds a text, changed to ``source`` if given; its output."""
        at = next(k for k, c in enumerate(self.cells) if c.cell_type == "code" and text in c.source)
        self.page.evaluate(RUN, [at, source])
        self.page.wait_for_function(DONE, arg=at, polling=500)
        return str(self.page.evaluate(OUTPUT, at)).strip()

    def move_a_slider(self) -> None:
        """Show the explorer; its figure and readout must follow its first slider."""
        self.run("figures.conditional_probability", "figures.conditional_probability()")
        figure = self.page.locator(FIGURE)
        expect(figure).to_be_visible(timeout=2 * MINUTES)
        readout, state = figure.locator(".mlc-readout"), figure.get_attribute("data-state") or ""
        before = readout.inner_text()
        output = self.page.locator(".jp-OutputArea-output", has=figure)
        output.locator(".noUi-handle").first.press("ArrowRight")
        expect(figure).not_to_have_attribute("data-state", state, timeout=2 * MINUTES)
        expect(readout).not_to_have_text(before, timeout=2 * MINUTES)
