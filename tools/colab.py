"""The notebooks as Colab opens them: a first cell installs the package where it is missing.

    python -m tools.colab FOLDER [--ref COMMIT] [--site SITE]

Colab knows no MyST, so the text is in plain Markdown (`tools.plain`), as the built book shows it.

The workflow that publishes the book puts the folder on the branch ``colab``, to which the pages'
links lead; the chapters themselves hold no such cell.
"""

import argparse
import copy
from pathlib import Path

import nbformat
import yaml
from tools.plain import BuiltPage, address_of, is_solution, plain

__all__ = ["MARK", "first_cell", "for_colab", "repository", "write"]

ROOT = Path(__file__).parents[1]
MARK = "colab-setup"  # the tag of the cell

CELL = """\
# Colab does not have this course's package: this installs it, once a session (about a minute).
import importlib.util

if importlib.util.find_spec("mlcourse") is None:
    %pip install --quiet "mlcourse @ git+{address}@{ref}\""""


def repository(config: Path = ROOT / "_config.yml") -> dict[str, str]:
    """The repository's ``url`` and ``branch``, from the one place that holds them."""
    found = yaml.safe_load(config.read_text(encoding="utf-8"))["repository"]
    return {"url": found["url"].rstrip("/"), "branch": found["branch"]}


def first_cell(address: str, ref: str) -> nbformat.NotebookNode:
    """The cell that installs the package from the repository."""
    source = CELL.format(address=address, ref=ref)
    return nbformat.v4.new_code_cell(source, id=MARK, metadata={"tags": [MARK]})


def for_colab(
    notebook: nbformat.NotebookNode, name: str, address: str, ref: str
) -> nbformat.NotebookNode:
    """A copy of a notebook with that cell before all others, its solutions folded."""
    out = copy.deepcopy(notebook)
    for cell in out.cells:
        if is_solution(cell):
            cell.source = f"# @title {cell.source.removeprefix('# ')}"
            cell.metadata["cellView"] = "form"
    out.cells.insert(0, first_cell(address, ref))
    out.metadata["colab"] = {"name": name, "provenance": []}
    return out


def write(folder: Path, address: str, ref: str, site: Path) -> list[Path]:
    """Write every chapter of a built book, under the path that it has in the repository."""
    written = []
    for source in sorted((ROOT / "notebooks").glob("*.ipynb")):
        target = folder / "notebooks" / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        page = BuiltPage(site / "notebooks" / f"{source.stem}.html", address_of(site))
        chapter = plain(nbformat.read(source, as_version=4), page)
        nbformat.write(for_colab(chapter, source.name, address, ref), target)
        written.append(target)
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    here = repository()
    parser.add_argument("--ref", default=here["branch"], help="the commit or branch to install")
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    given = parser.parse_args()
    written = write(given.folder, here["url"], given.ref, given.site)
    print(f"{len(written)} notebooks for Colab are in {given.folder}")


if __name__ == "__main__":
    main()
