"""An open notebook, in JupyterLite or JupyterLab: its cells by what they hold, run one or all."""

import importlib
import re
from itertools import pairwise
from pathlib import Path

import nbformat
from playwright.sync_api import Page, expect

__all__ = [
    "CHAPTER",
    "CHAPTERS",
    "DONE",
    "FIGURE",
    "MINUTES",
    "OUTPUT",
    "READY",
    "RUN",
    "Notebook",
    "cells_of",
]

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
CHAPTER = "01_probability"
MINUTES = 60_000
FIGURE = "figure.mlc-alive"

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
RUN_ALL = """() => {
    const app = window.jupyterapp;
    for (const cell of app.shell.currentWidget.content.widgets) {
        if (cell.model.type === "code") cell.model.executionCount = null;
    }
    app.commands.execute("notebook:run-all-cells");
}"""
# An error ends the run.
ALL_DONE = """() => {
    const cells = window.jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model)
        .filter((model) => model.type === "code");
    const failed = (model) => model.outputs.toJSON().some((o) => o.output_type === "error");
    return cells.every((model) => model.executionCount !== null)
        || cells.some((model) => model.executionCount !== null && failed(model));
}"""
TROUBLE = """() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap((cell, at) =>
    cell.model.type !== "code" ? [] : cell.model.outputs.toJSON()
        .filter((o) => o.output_type === "error" || o.name === "stderr")
        .map((o) => `cell ${at}: ${o.ename ?? "stderr"}: ${o.evalue ?? o.text}`))"""
CELL = (
    "at => { const cell = window.jupyterapp.shell.currentWidget.content.widgets[at]; return %s; }"
)
DONE = CELL % "cell.model.executionCount !== null && !cell.node.innerText.includes('[*]')"
OUTPUT = CELL % "cell.outputArea.node.innerText"
DRAWN = "figure => [...figure.querySelectorAll('svg')].map(svg => svg.innerHTML).join()"


def cells_of(chapter: str) -> list[nbformat.NotebookNode]:
    """The cells of a chapter, in which its copies for other doors have the same places."""
    path = ROOT / "notebooks" / f"{chapter}.ipynb"
    return list(nbformat.read(path, as_version=4).cells)


class Notebook:
    """The chapter in a page whose application a test may talk to."""

    def __init__(self, page: Page, chapter: str = CHAPTER) -> None:
        self.page = page
        self.chapter = chapter
        self.cells = cells_of(chapter)
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.wait_for_function(READY, polling=1000)

    def find(self, text: str) -> int:
        """The first code cell that holds a text."""
        return next(
            k for k, c in enumerate(self.cells) if c.cell_type == "code" and text in c.source
        )

    def run(self, text: str, source: str = "") -> str:
        """Run the first cell that holds a text, changed to ``source`` if given; its output."""
        at = self.find(text)
        self.page.evaluate(RUN, [at, source])
        self.page.wait_for_function(DONE, arg=at, polling=500)
        return str(self.page.evaluate(OUTPUT, at)).strip()

    def run_all(self) -> list[str]:
        """Run every cell as the menu does; what went wrong."""
        self.page.evaluate(RUN_ALL)
        self.page.wait_for_function(ALL_DONE, polling=1000, timeout=20 * MINUTES)
        return [str(line) for line in self.page.evaluate(TROUBLE)]

    def exercise(self) -> tuple[str, str, str]:
        """The first exercise with a listed mistake: its check, as it came, and solved."""
        checks = importlib.import_module(f"mlcourse.chapters.{self.chapter[3:]}.checks")
        for cell, solution in pairwise(self.cells):
            for name in re.findall(r"    \.\.\.\n\s+checks\.(\w+)", cell.source):
                if getattr(checks, name).mistakes:
                    return f"checks.{name}", cell.source, solution.source
        raise AssertionError(f"{self.chapter} has no such exercise")

    def move_a_slider(self) -> None:
        """Show the first explorer and move its sliders: its state and its drawing change."""
        first = next(c.source for c in self.cells if c.source.startswith("figures."))
        self.run(first, first)
        cell = self.page.locator(".jp-Notebook .jp-Cell").nth(self.find(first))
        figure = cell.locator(FIGURE)
        expect(figure).to_be_visible(timeout=2 * MINUTES)
        state, before = figure.get_attribute("data-state") or "", figure.evaluate(DRAWN)
        for handle in cell.locator(".noUi-handle").all():
            handle.press("ArrowRight")
        expect(figure).not_to_have_attribute("data-state", state, timeout=2 * MINUTES)
        self.page.wait_for_function(
            f"([figure, before]) => ({DRAWN})(figure) !== before",
            arg=[figure.element_handle(), before],
            timeout=2 * MINUTES,
        )
