"""What must fail a build does, by name.

On small books in a temporary folder, with this project's settings.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]


def write_book(folder: Path, cells: list[tuple[str, str]], **others: list[tuple[str, str]]) -> Path:
    """A book of one notebook, and others by their names, with the project's configuration."""
    (folder / "_config.yml").write_text((ROOT / "_config.yml").read_text("utf-8"))
    chapters = "".join(f"- file: {name}\n" for name in others)
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: page\n" + (f"chapters:\n{chapters}" if others else "")
    )
    (folder / "book").mkdir()
    (folder / "book" / "references.bib").write_text(
        "@book{known, title={T}, author={A, B}, year={2000}, publisher={P}}\n"
    )
    (folder / "book" / "_static").symlink_to(ROOT / "book" / "_static")
    for name, content in {"page": cells, **others}.items():
        write_notebook(folder / f"{name}.ipynb", [("md", f"# A {name}"), *content])
    return folder


def write_notebook(path: Path, cells: list[tuple[str, str]]) -> None:
    make = {"md": nbformat.v4.new_markdown_cell, "py": nbformat.v4.new_code_cell}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = nbformat.v4.new_notebook(
        cells=[make[kind](source) for kind, source in cells], metadata={"kernelspec": kernel}
    )
    nbformat.write(book, path)


def build(folder: Path, **environment: str) -> tuple[int, str]:
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-nW",
               "--keep-going", "."]  # fmt: skip
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, **environment}
    )
    return done.returncode, done.stdout + done.stderr


FAULTS = {  # by the page that has the fault: its text, and the words that name it
    "link": ("see [there](no_such_page.md)", "no_such_page"),
    "citation": ("as in {cite}`unknown_key`", "unknown_key"),
    "theorem": ("by {prf:ref}`no-such-theorem`", "no-such-theorem"),
    "formula": ("$\\frac{1$", "KaTeX"),
    "directive": ("```{no-such-directive}\n```", "no-such-directive"),
}


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the build of one book says in which every page but the first has a fault."""
    pages = {name: [("md", text)] for name, (text, _) in FAULTS.items()}
    code, output = build(write_book(tmp_path_factory.mktemp("faults"), [], **pages))
    assert code != 0
    return [line for line in output.splitlines() if "WARNING" in line or "ERROR" in line]


@pytest.mark.parametrize("page", FAULTS)
def test_a_fault_is_named_with_its_page(complaints: list[str], page: str) -> None:
    words = FAULTS[page][1]
    assert any(f"/{page}.ipynb" in line and words in line for line in complaints), complaints


def test_nothing_else_is_complained_of(complaints: list[str]) -> None:
    named = [page for line in complaints for page in re.findall(r"/(\w+)\.ip", line)]
    assert set(named) == set(FAULTS), complaints


def test_an_error_in_a_cell_fails_the_build_and_is_named(tmp_path: Path) -> None:
    # a book of its own: the error ends the build before the others are complained of
    code, output = build(write_book(tmp_path, [("py", "raise RuntimeError('on purpose')")]))
    assert code != 0
    assert "on purpose" in output
    assert "page" in output


def test_notebooks_are_committed_with_text_outputs_only() -> None:
    notebooks = sorted(ROOT.glob("notebooks/*.ipynb"))
    assert notebooks
    for path in notebooks:
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                assert set(output.get("data", {})) <= {"text/plain"}, path.name


def test_code_cells_are_short() -> None:
    for path in sorted(ROOT.glob("notebooks/*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                lines = "".join(cell["source"]).splitlines()
                assert len(lines) <= 15, f"{path.name}: {lines[0]}"


def test_the_table_of_contents_lists_what_exists() -> None:
    import yaml

    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    listed = [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]
    existing = {
        str(p.relative_to(ROOT).with_suffix(""))
        for p in [*ROOT.glob("book/*.md"), *ROOT.glob("notebooks/*.ipynb")]
    }
    assert set(listed) == existing


def test_requirements_are_pinned() -> None:
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "-e .")):
            assert "==" in line, line
