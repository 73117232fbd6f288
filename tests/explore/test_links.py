"""Links in the text that move a figure: what the build lets pass, writes and refuses."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from mlcourse._publish import EXPLORER_MIME, OUTPUT_MARK
from mlcourse.explore.links import problem

PAGE: dict[str, Any] = {
    "wave": {"speed": [0.5, 1.0, 1.935484], "shape": ["sine", "two humps"], "damped": [False, True]}
}
CONFIG = 'extensions = ["myst_nb", "mlcourse.explore.sphinx"]\nnb_execution_mode = "off"\n'


@pytest.mark.parametrize(
    "query",
    ["", "speed=1", "speed=1.00&damped=true", "shape=two+humps", "shape=two humps", "speed=5e-1"],
)
def test_what_the_page_has_is_right(query: str) -> None:
    assert problem("wave", query, PAGE) is None


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("waves", "", "the page has no explorer 'waves'; it has wave"),
        ("wave", "pace=1", "has no control 'pace'; it has speed, shape, damped"),
        ("wave", "speed=2", "no stop speed=2; its stops are 0.5, 1.0, 1.935484"),
        ("wave", "speed=1.94", "no stop speed=1.94"),
        ("wave", "speed=", "no stop speed="),
        ("wave", "speed", "must read control=value"),
        ("wave", "damped=True", "its stops are false, true"),
        ("wave", "speed=1&speed=0.5", "'speed' is set twice"),
        ("wave", "speed=1;other?a=1", "no stop speed=1;other?a=1"),
    ],
)
def test_what_it_has_not_is_named_with_what_it_has(name: str, query: str, said: str) -> None:
    assert said in str(problem(name, query, PAGE))


def test_of_many_stops_the_nearest_are_listed() -> None:
    page: Any = {"wave": {"speed": [k / 10 for k in range(101)], "seed": list(range(20))}}
    said = str(problem("wave", "speed=5.05", page))
    assert "4.9, 5.0, 5.1" in said
    assert said.count(",") == 7
    assert "101 in all" in said
    assert "0, 1, 2" in str(problem("wave", "seed=first", page))


def build(folder: Path, text: str, builder: str = "html") -> tuple[str, str]:
    """A book of two pages, one with an explorer; what it looks like, and what was warned of."""
    source = folder / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONFIG, encoding="utf-8")
    (source / "index.md").write_text(
        f"# Start\n\n{text}\n\n```{{toctree}}\nfigures/page\n```\n", encoding="utf-8"
    )
    (source / "figures").mkdir()
    baked = {"name": "wave", "html": "<figure></figure>", "controls": PAGE["wave"], "files": []}
    cell = nbformat.v4.new_code_cell("wave()")
    mark = {OUTPUT_MARK: {"kind": "explorer", "name": "wave"}}
    cell.outputs = [
        nbformat.v4.new_output("display_data", data={EXPLORER_MIME: baked}, metadata=mark)
    ]
    words = nbformat.v4.new_markdown_cell(f"# Page\n\n{text}")
    nbformat.write(nbformat.v4.new_notebook(cells=[words, cell]), source / "figures" / "page.ipynb")
    command = [sys.executable, "-m", "sphinx", "-b", builder, "-n", source, folder / "out"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    suffix = {"html": "html", "text": "txt"}[builder]
    made = folder / "out"
    return (made / f"figures/page.{suffix}").read_text("utf-8") + "\n" + (
        made / f"index.{suffix}"
    ).read_text("utf-8"), done.stderr


LINKS = (
    "See [fast](#wave?speed=1&shape=two%20humps) and [the start](#wave?).\n\n"
    "On [another page](figures/page.ipynb#wave?damped=true).\n\n"
)


def test_links_are_written_checked_and_told_by_file_and_line(tmp_path: Path) -> None:
    page, warnings = build(tmp_path, LINKS + "Wrong: [x](figures/page.ipynb#wave?speed=7).")
    assert 'href="#wave?speed=1&amp;shape=two+humps"' in page
    assert 'href="#wave?"' in page
    assert 'href="figures/page.html#wave?damped=true"' in page
    lines = [line for line in warnings.splitlines() if "link to" in line]
    # on the page itself the first two are right; on the start page there is no such explorer
    index = [line for line in lines if "index.md" in line]
    assert [line.split("index.md:")[1].split(":")[0] for line in index] == ["3", "3", "7"]
    assert "the page has no explorer 'wave'; it has none" in index[0]
    assert "explorer 'wave' has no stop speed=7; its stops are 0.5, 1.0, 1.935484" in index[2]
    assert not [line for line in lines if "page.ipynb:" in line and "speed=1" in line]
    assert "xref_missing" not in "".join(line for line in warnings.splitlines() if "index" in line)


def test_a_format_without_figures_keeps_the_text(tmp_path: Path) -> None:
    page, warnings = build(tmp_path, LINKS, builder="text")
    assert "link to" not in warnings
    assert "See *fast* and *the start*." in page  # emphasised, as references are
