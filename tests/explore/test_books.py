"""Explorers in somebody else's book: every builder, and everything that an author forgets.

Real Sphinx with MyST-NB on small books, each built once for all its tests.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from mlcourse import _publish
from tests.explore.sample import wave

CELL = """
from mlcourse.explore import Artists, Explorer, Slider

def draw(fig, view):
    (line,) = fig.subplots().plot([0, 1], [0, 1])
    return Artists(line=line)

def update(artists, view):
    artists.line.set_ydata([0, view])
    return [artists.line]

def compute(*, slope):
    {compute}
    return slope

Explorer(
    name="tilt", title="A line tilts", alt="A line through the origin.",
    controls={{"slope": Slider(range(1, {stops} + 1), default=2, label="slope", format="g")}},
    compute=compute, draw=draw, update=update, readout=lambda view: f"slope {{view}}",
)()
"""
BUILD = """
import sys
from sphinx.cmd.build import build_main
root, *builders = sys.argv[1:]
for builder in builders:
    code = build_main(["-q", "-b", builder, "-d", f"{root}/_d", root, f"{root}/_build/{builder}"])
    if code:
        sys.exit(code)
"""
BLOCK = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("tqdm", "tinycss2", "py_mini_racer") or name == "mlcourse.site":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocker())
"""
LISTED = '["myst_nb", "mlcourse.explore.sphinx"]'


@dataclass
class Built:
    """A book after its build."""

    folder: Path
    code: int
    said: str

    def warnings(self) -> list[str]:
        return [line for line in self.said.splitlines() if "WARNING: " in line]

    def text(self, name: str) -> str:
        return (self.folder / "_build" / name).read_text(encoding="utf-8")


def notebook(*cells: Any) -> Any:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    title = nbformat.v4.new_markdown_cell("# A page")
    return nbformat.v4.new_notebook(cells=[title, *cells], metadata={"kernelspec": kernel})


def code(compute: str = "pass", stops: int = 3) -> Any:
    return nbformat.v4.new_code_cell(CELL.format(compute=compute, stops=stops))


def build(folder: Path, settings: str, *builders: str, path: str = "", **pages: Any) -> Built:
    (folder / "conf.py").write_text(
        "project = 'Small'\nversion = copyright = '1'\nexclude_patterns = ['_build', '_d']\n"
        + settings
    )
    (folder / "part").mkdir()
    names = "\n".join(f"part/{name}" for name in pages)
    (folder / "index.md").write_text(f"# Small\n\n```{{toctree}}\n{names}\n```\n")
    for name, page in pages.items():
        nbformat.write(page, folder / "part" / f"{name}.ipynb")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MLCOURSE_")}
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder), *builders],
        capture_output=True,
        text=True,
        env={**environment, "PYTHONPATH": path},
    )
    return Built(folder, done.returncode, done.stdout + done.stderr)


def saved(shown: Any) -> Any:
    """A page as a notebook keeps it: shown live, written and read again."""
    data, metadata = shown._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    whole = notebook(nbformat.v4.new_code_cell("wave()", outputs=[output], execution_count=1))
    whole.metadata["mystnb"] = {"execution_mode": "off"}
    return nbformat.reads(nbformat.writes(whole), as_version=4)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A book that lists the extension, for every kind of builder; its notebook runs once."""
    built = build(
        tmp_path_factory.mktemp("listed"),
        f"extensions = {LISTED}\n",
        *("html", "dirhtml", "singlehtml", "latex", "epub", "text"),
        page=notebook(code()),
        kept=saved(wave()),
    )
    assert built.code == 0, built.said[-3000:]
    return built


def test_saved_outputs_of_a_live_notebook_are_a_picture_and_the_only_warning(listed: Built) -> None:
    (warning,) = listed.warnings()
    assert "part/kept" in warning
    assert "explorer 'wave' cannot be moved on this page: its output comes from a live" in warning
    assert '<img src="data:image/svg+xml;base64,' in listed.text("html/part/kept.html")


@pytest.mark.parametrize(
    "page", ["html/part/page.html", "dirhtml/part/page/index.html", "singlehtml/index.html"]
)
def test_a_page_finds_its_frames_from_where_it_is(listed: Built, page: str) -> None:
    text, here = listed.text(page), (listed.folder / "_build" / page).parent
    address = re.search(r'<figure class="mlc"[^>]* data-address="([^"]+)"', text)[1]
    still = re.search(r'class="mlc-still" src="([^"]+)"', text)[1]
    assert (here / still).is_file()
    for part in ("base", "0"):
        assert (here / f"{address}.{part}.js").is_file()
    for asset in ("explorer.js", "explorer.css"):
        (found,) = re.findall(rf'"([^"]*mlcourse/{re.escape(asset)})\??[^"]*"', text)
        assert (here / found).is_file()
    assert "widget-view" not in text


def test_a_book_on_paper_has_a_picture(listed: Built) -> None:
    tex = listed.text("latex/small.tex")
    picture = re.search(r"includegraphics(?:\[[^]]*\])?\{+([0-9a-f]+)\}*\.png", tex)[1]
    assert (listed.folder / "_build/latex" / f"{picture}.png").stat().st_size > 5000
    assert "explorer tilt" not in tex


def test_an_epub_has_a_picture_with_its_description(listed: Built) -> None:
    page = listed.text("epub/part/page.xhtml")
    image = re.search(r'<img [^>]*alt="A line through the origin\."[^>]*>', page)[0]
    picture = re.search(r'src="([^"]+)"', image)[1]
    assert (listed.folder / "_build/epub/part" / picture).is_file()
    assert "mlc-" not in page


def test_a_text_has_the_name(listed: Built) -> None:
    assert "<explorer tilt: A line tilts>" in listed.text("text/part/page.txt")


@pytest.fixture(scope="module")
def unlisted(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A book that lists nothing of ours, without what only our extensions need."""
    folder = tmp_path_factory.mktemp("unlisted")
    (folder / "sitecustomize.py").write_text(BLOCK)
    return build(
        folder,
        'extensions = ["myst_nb"]\nexclude_patterns += ["sitecustomize.py"]\n',
        "html",
        path=str(folder),
        plain=notebook(nbformat.v4.new_code_cell("print('plain output')\n6 * 7")),
        page=notebook(code()),
    )


def test_a_book_without_explorers_builds_where_only_the_package_is_installed(
    unlisted: Built,
) -> None:
    assert unlisted.code == 0, unlisted.said[-3000:]
    assert "plain output" in unlisted.text("html/part/plain.html")
    assert "part/plain" not in unlisted.said


def test_an_extension_that_is_not_listed_leaves_a_picture_and_a_warning(unlisted: Built) -> None:
    (warning,) = unlisted.warnings()
    assert "part/page" in warning
    assert "explorer 'tilt' cannot be moved on this page: list 'mlcourse.explore.sphinx'" in warning
    page = unlisted.text("html/part/page.html")
    assert re.search(r'<img src="data:image/svg\+xml;base64,[^"]+" alt="A line through', page)
    assert "<p>slope 2</p>" in page
    assert "widget-view" not in page


def test_a_reopened_notebook_has_the_picture_and_the_readout() -> None:
    (output,) = saved(wave()).cells[1].outputs
    html = output.data["text/html"]
    assert '<img src="data:image/svg+xml;base64,' in html
    assert 'alt="A wave with a point on it' in html
    assert "<p>y = 0.000 at x = 0.000</p>" in html
    for dead in ("<button", "<input", "<select", "<script", "<style", "<svg", " hidden"):
        assert dead not in html


def test_what_colab_needs_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """anywidget tells Colab where its manager is; it is asked as it would be there."""
    from anywidget import _util

    url = {_publish.WIDGET_MIME: {"colab": {"custom_widget_manager": {"url": "https://x"}}}}
    monkeypatch.setattr(_util, "get_repr_metadata", lambda: url)
    from mlcourse.chapters.probability import quiz

    for shown, kind in ((wave(), "explorer"), (quiz(), "quiz")):
        data, metadata = shown._repr_mimebundle_()
        assert _publish.WIDGET_MIME in data
        assert metadata[_publish.WIDGET_MIME] == url[_publish.WIDGET_MIME]
        assert metadata[_publish.OUTPUT_MARK]["kind"] == kind
        json.dumps(metadata)


def test_what_cannot_be_baked_ends_the_build(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        f"extensions = {LISTED}\nimport mlcourse.explore.sphinx as s\n"
        "s.LEAST_TIMEOUT = 12\nnb_execution_timeout = 2\n",
        "html",
        wrong=notebook(code("1 / (slope - 3)")),
        slow=notebook(
            nbformat.v4.new_code_cell("import mlcourse.explore.bake"),  # has its own 12 seconds
            code("import time; time.sleep(1)", 200),
        ),
    )
    assert built.code != 0
    assert "Extension error" in built.said
    assert "ZeroDivisionError: division by zero" in built.said
    assert re.search(r"explorer 'tilt' was baked only up to state \d+ of 200", built.said)
    assert "set nb_execution_timeout (in _config.yml: execute: timeout) above 12 s" in built.said
