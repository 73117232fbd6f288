"""A page whose Python runs: its cells by number, what they show, and a small page of cells."""

import hashlib
import json
import shutil
import threading
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from mlcourse.site.python_here import PANEL
from tests.browser.conftest import Handler

__all__ = ["BUSY", "LONG", "PythonPage", "fake_python", "holding", "small_page"]

LONG = 300_000  # ms: a busy machine, and the whole of SciPy
BUSY = """() => [...document.querySelectorAll("main .cell")].some(
    (cell) => ["waiting", "running"].includes(cell.dataset.python))"""
SITE = Path(str(files("mlcourse") / "site" / "static"))


class PythonPage:
    """What a reader does with the cells of an open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cells = page.locator("main .cell:has(.cell_input)")

    @property
    def note(self) -> str:
        return self.page.locator(".python-note").inner_text()

    def start(self) -> None:
        self.page.click(".python-start")
        self.wait_ready()

    def wait_ready(self) -> None:
        self.page.wait_for_selector(".python-here[data-python=ready]", timeout=LONG)

    def cell(self, k: int) -> Locator:
        return self.cells.nth(k)

    def write(self, k: int, code: str) -> None:
        self.cell(k).scroll_into_view_if_needed()
        self.cell(k).locator(".cm-content").fill(code)

    def press(self, k: int) -> None:
        """Run the cell, or stop it."""
        self.cell(k).scroll_into_view_if_needed()
        self.cell(k).locator(".python-button").first.click()

    def run(self, k: int, code: str | None = None) -> str:
        """Run a cell to its end; the text that it shows."""
        if code is not None:
            self.write(k, code)
        self.press(k)
        self.wait_idle()
        return self.output(k)

    def output(self, k: int) -> str:
        return self.cell(k).locator(".python-output").inner_text()

    def state(self, k: int) -> str:
        return self.cell(k).get_attribute("data-python") or ""

    def wait_idle(self) -> None:
        self.page.wait_for_function(f"!({BUSY})()", timeout=5 * LONG, polling=200)

    def with_code(self, words: str) -> int:
        """The first cell that came with these words in its code."""
        return next(
            k
            for k in range(self.cells.count())
            if words in (self.cell(k).locator("pre").first.text_content() or "")
        )


def small_page(folder: Path, *cells: str, weights: dict[str, int] | None = None) -> Path:
    """A page with the button and some cells; ``weights`` tells it that there is a Python."""
    static = folder / "_static"
    shutil.copytree(SITE / "python", static / "python")
    engine = files("mlcourse")
    for source in (engine / "explore/front/explorer.js", engine / "exercises/quiz.js"):
        (static / "python" / source.name).write_text(source.read_text(encoding="utf-8"))
    script = (SITE / "python_here.js").read_text(encoding="utf-8")
    given = f"const PYTHON = {json.dumps(weights)};"
    (static / "python_here.js").write_text(script.replace("const PYTHON = null;", given))
    body = "".join(
        f'<div class="cell"><div class="cell_input"><div class="highlight"><pre>{code}</pre></div>'
        "</div></div>"
        for code in cells
    )
    page = folder / "page.html"
    page.write_text(
        '<!doctype html><html lang="en" data-content_root="./"><head><meta charset="utf-8">'
        '<title>Cells</title><link rel="icon" href="data:,">'
        '<script defer src="_static/python_here.js"></script></head><body>'
        '<div class="article-header-buttons"><a class="launch" rel="noopener" '
        'href="https://mybinder.org/x">Binder</a><a class="launch" rel="noopener" '
        f'href="https://colab.research.google.com/x">Colab</a></div><main><h1>Cells</h1>{PANEL}'
        f"{body}</main></body></html>",
        encoding="utf-8",
    )
    return page


def holding(ending: str) -> tuple[type[Handler], threading.Event]:
    """A server's handler that gives files whose path ends so only after the event."""
    come = threading.Event()

    class Held(Handler):
        def do_GET(self) -> None:
            if self.path.endswith(ending):
                come.wait(LONG / 1000)
            super().do_GET()

    return Held, come


def fake_python(folder: Path, **content: bytes) -> dict[str, Any]:
    """``python/`` with files of these names and a manifest that is right about them."""
    (folder / "python").mkdir(exist_ok=True)
    core = []
    for name, made in content.items():
        (folder / "python" / name).write_bytes(made)
        sha256 = hashlib.sha256(made).hexdigest()
        core.append({"file": name, "bytes": len(made), "sha256": sha256})
    packages = {"mlcourse": {**core[0], "depends": [], "imports": ["mlcourse"]}}
    manifest = {"version": "0", "core": core, "packages": packages}
    (folder / "python" / "manifest.json").write_text(json.dumps(manifest))
    return manifest
