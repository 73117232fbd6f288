"""Python in the page: from the click on its button to the first result, cold and cached."""

import tempfile
from statistics import median

from playwright.sync_api import BrowserContext, BrowserType, sync_playwright
from tests.browser import browsers
from tests.browser.conftest import HTML, Handler, serving
from tests.browser.python_page import PythonPage

from benchmarks.table import Row

__all__ = ["main"]

PAGE = "notebooks/07_gradient_descent.html"
RUNS = 3
BUDGETS = {"cold": 10.0, "cached": 4.0}  # seconds
FIRST = "import numpy as np\nnp.arange(4) @ np.arange(4)"
# The first cell is written and asked for while Python loads, as an impatient reader would.
TIMED = """() => {
  const first = document.querySelector("main .cell:has(.cell_input)");
  window.ended = new Promise((resolve) => new MutationObserver(() => {
    if (["done", "failed"].includes(first.dataset.python)) resolve(performance.now());
  }).observe(first, { attributes: true }));
  document.querySelector(".python-start").addEventListener(
    "click", () => (window.clicked = performance.now()), { capture: true });
}"""


class Kept(Handler):
    """A host whose files a browser may keep for ten minutes, as GitHub Pages allows."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


def first_result(context: BrowserContext, address: str, code: str | None) -> float:
    """Seconds from the click to the end of the first cell."""
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.evaluate(TIMED)
    python = PythonPage(page)
    page.click(".python-start")
    python.cell(0).locator(".cm-content").wait_for(state="attached")
    if code is not None:
        python.write(0, code)
    python.press(0)
    seconds: float = page.evaluate("window.ended.then((end) => (end - window.clicked) / 1000)")
    assert python.state(0) == "done", python.output(0)
    page.close()
    return seconds


def measured(chromium: BrowserType, address: str, code: str | None) -> dict[str, list[float]]:
    """Seconds of each run, with an empty cache and again with what it then holds.

    The cache lies on a disk: that of a private window takes no file as large as Pyodide's.
    """
    times: dict[str, list[float]] = {"cold": [], "cached": []}
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as profile:
            context = chromium.launch_persistent_context(
                profile, executable_path=browsers.find("Chromium"), args=browsers.ARGS
            )
            for cache in times:
                times[cache].append(first_result(context, address, code))
            context.close()
    return times


def main() -> list[Row]:
    """Rows for a cell that needs NumPy, and for the chapter's own first cell, which needs more."""
    if not (HTML / "python" / "manifest.json").exists():
        return [Row(what="Python in the page", ours="make python first")]
    rows = []
    with serving(HTML, Kept) as server, sync_playwright() as playwright:
        for what, code in (("NumPy", FIRST), ("the chapter's imports", None)):
            for cache, seconds in measured(playwright.chromium, f"{server}/{PAGE}", code).items():
                rows.append(
                    Row(
                        what=f"Python in the page: click to first result, {what}, {cache}",
                        ours=f"{median(seconds):.1f} s",
                        runs=f"{RUNS}, {min(seconds):.1f}-{max(seconds):.1f}",
                        budget=f"<= {BUDGETS[cache]:g} s",
                        kept=median(seconds) <= BUDGETS[cache],
                    )
                )
    return rows
