"""The explorers shown in CONTRIBUTING and README, from outside the package, live and baked."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit
from tests.browser.jupyter import jupyter

ROOT = Path(__file__).parents[2]
CONFIG = """
title: A small book
only_build_toc_files: true
execute: {execute_notebooks: force}
sphinx:
  extra_extensions: [mlcourse.explore.sphinx]
  config: {nb_ipywidgets_js: {}}
"""


def example(file: str) -> str:
    """The file's Python example that makes an explorer."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / file).read_text("utf-8"), re.DOTALL)
    (code,) = [b for b in blocks if "Explorer(" in b]
    return code


def test_the_examples_are_short() -> None:
    def lines(file: str) -> int:
        return len([line for line in example(file).splitlines() if line.strip()])

    assert lines("CONTRIBUTING.md") <= 35
    assert lines("README.md") <= 16


@pytest.fixture(scope="module")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of one notebook that holds both examples, built by the ordinary command."""
    folder = tmp_path_factory.mktemp("small_book")
    cells = [nbformat.v4.new_markdown_cell("# Two explorers")]
    cells += [nbformat.v4.new_code_cell(example(f)) for f in ("CONTRIBUTING.md", "README.md")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(book, folder / "page.ipynb")
    (folder / "_config.yml").write_text(CONFIG)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: page\n")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-W", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "baking powers: 100%" in done.stderr
    return folder / "_build" / "html"


def test_baked_outside_the_package(small_book: Path, visit: Callable[..., Visit]) -> None:
    page = visit((small_book / "page.html").as_uri(), wait="load").page
    powers = page.locator('figure.mlc-alive[data-name="powers"]')
    powers.scroll_into_view_if_needed()
    readout = powers.locator(".mlc-readout")
    expect(readout).to_have_text("after 20 steps 0.012")  # 0.8 ** 20
    powers.locator('[data-control="ratio"] input').press("ArrowRight")
    expect(readout).to_have_text("after 20 steps 0.122")  # 0.9 ** 20
    powers.locator(".mlc-preset").click()
    expect(readout).to_have_text("after 20 steps 1.000")
    powers.locator(".mlc-play").click()
    powers.locator(".mlc-play").click()
    wave = page.locator('figure.mlc[data-name="wave"]')
    wave.scroll_into_view_if_needed()
    wave.locator('[data-control="speed"] input').press("End")
    expect(wave.locator(".mlc-readout")).to_have_text("ends at −0.99")  # sin 30


@pytest.mark.slow
def test_live_outside_the_package(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    with jupyter(tmp_path) as server:
        cells = [example("CONTRIBUTING.md"), example("README.md")]
        server.open(page, cells, wait='figure.mlc-alive[data-name="wave"] svg')
        powers = page.locator('figure.mlc-alive[data-name="powers"]')
        expect(powers.locator(".mlc-readout")).to_have_text("after 20 steps 0.012")
        page.locator(".noUi-handle").first.press("ArrowRight")
        expect(powers.locator(".mlc-readout")).to_have_text("after 20 steps 0.122")
    page.close()
