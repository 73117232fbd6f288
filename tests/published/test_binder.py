"""Binder: what its files install, and nothing else, runs a chapter in JupyterLab."""

import io
import subprocess
import tarfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.jupyter import Jupyter, jupyter
from tests.published.notebook import CHAPTER, MINUTES, Notebook

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed files alone, as Binder clones them."""
    folder = tmp_path_factory.mktemp("binder")
    held = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    with tarfile.open(fileobj=io.BytesIO(held.stdout)) as archive:
        archive.extractall(folder / "repo", filter="data")
    return folder / "repo"


@pytest.fixture(scope="module")
def python(checkout: Path) -> Path:
    """A new environment with what ``binder/requirements.txt`` names; repo2docker runs this line."""
    environment = checkout.parent / "env"
    python = environment / "bin" / "python"
    start = time.monotonic()
    venv.create(environment, with_pip=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--no-cache-dir"]
    subprocess.run([*pip, "-r", "binder/requirements.txt"], check=True, cwd=checkout)
    size = sum(path.stat().st_size for path in environment.rglob("*") if path.is_file())
    print(f"Binder's environment: {size / 1e6:.0f} MB in {time.monotonic() - start:.0f} s")
    return python


@pytest.fixture(scope="module")
def server(python: Path, checkout: Path) -> Iterator[Jupyter]:
    with jupyter(checkout, python=str(python), imports="") as running:
        yield running


def test_its_python_is_one_that_the_package_takes(checkout: Path) -> None:
    """Without this file Binder takes 3.10."""
    named = (checkout / "binder" / "runtime.txt").read_text().strip()
    major, minor = named.removeprefix("python-").split(".")
    assert (int(major), int(minor)) >= (3, 11)


def test_no_tool_of_the_book_or_the_tests_is_installed(python: Path) -> None:
    command = [python, "-m", "pip", "list", "--format=freeze"]
    held = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout.lower()
    names = {line.partition("==")[0] for line in held.splitlines()}
    assert {"mlcourse", "jupyterlab", "ipywidgets"} <= names
    assert names & {"sphinx", "jupyter-book", "pytest", "playwright", "mypy"} == set()


def test_a_chapter_runs_and_its_figure_moves(server: Jupyter, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1300, "height": 1100})
    page = context.new_page()
    page.set_default_timeout(6 * MINUTES)
    page.goto(f"{server.url}/lab/tree/notebooks/{CHAPTER}.ipynb?reset")
    notebook = Notebook(page)
    output = notebook.run("from mlcourse.chapters")
    assert "Error" not in output, output
    where = notebook.run("figures.", "import mlcourse; print(mlcourse.__file__)")
    assert "site-packages" in where, where
    notebook.move_a_slider()
    context.close()
