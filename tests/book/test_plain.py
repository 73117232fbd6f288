"""Every chapter in plain Markdown, as JupyterLite and Colab get it, from the built book."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from tools import colab
from tools.links import parsed
from tools.plain import BuiltPage, plain

from tests.browser.conftest import site

__all__ = ["site"]

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MYST = re.compile(r"\{[a-z:]+\}[`]|^(?:`{3,}|:{3,})\{?|^\([\w-]+\)=|\{number\}", re.MULTILINE)
LINK = re.compile(r"\]\(((?!https?:|#)[^()\s]*)\)")


@pytest.mark.parametrize("source", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_needs_no_myst_and_its_links_lead_to_pages(source: Path, site: Path) -> None:
    page = BuiltPage(site / "notebooks" / f"{source.stem}.html", "/")
    made = plain(nbformat.read(source, as_version=4), page)
    nbformat.validate(json.loads(json.dumps(made)))
    for cell in made.cells:
        if cell.cell_type == "markdown":
            assert MYST.findall(cell.source) == []
            for link in LINK.findall(cell.source):
                path, _, fragment = link.partition("#")
                ids = parsed(site / path.removeprefix("/")).ids
                assert re.sub(r"(?<=\?).*", "", fragment) in ids, link


def test_colab_gets_them_with_a_first_cell(site: Path, tmp_path: Path) -> None:
    written = colab.write(tmp_path, "https://github.com/a/b", "main", site)
    assert [path.name for path in written] == [path.name for path in CHAPTERS]
    for source, target in zip(CHAPTERS, written, strict=True):
        before, after = (nbformat.read(path, as_version=4) for path in (source, target))
        nbformat.validate(after)
        assert after.cells[0].id == colab.MARK
        assert len(after.cells) == len(before.cells) + 1
        folded = [cell.source for cell in after.cells if cell.metadata.get("cellView") == "form"]
        assert all(text.startswith("# @title Solution") for text in folded), folded
        assert "\\{number\\}" not in target.read_text(encoding="utf-8")
