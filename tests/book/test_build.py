"""What must fail a build does, by name; what need not run again does not.

On small books in a temporary folder, with this project's settings.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]


def write_book(folder: Path, cells: list[tuple[str, str]]) -> Path:
    """A book of one notebook with the project's configuration."""
    (folder / "_config.yml").write_text((ROOT / "_config.yml").read_text("utf-8"))
    (folder / "_toc.yml").write_text("format: jb-book\nroot: page\n")
    (folder / "book").mkdir()
    (folder / "book" / "references.bib").write_text(
        "@book{known, title={T}, author={A, B}, year={2000}, publisher={P}}\n"
    )
    (folder / "book" / "_static").symlink_to(ROOT / "book" / "_static")
    make = {"md": nbformat.v4.new_markdown_cell, "py": nbformat.v4.new_code_cell}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = nbformat.v4.new_notebook(
        cells=[make[kind](source) for kind, source in [("md", "# Page"), *cells]],
        metadata={"kernelspec": kernel},
    )
    nbformat.write(book, folder / "page.ipynb")
    return folder


def build(folder: Path, **environment: str) -> tuple[int, str]:
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-nW",
               "--keep-going", "."]  # fmt: skip
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, **environment}
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        (("py", "raise RuntimeError('on purpose')"), "on purpose"),
        (("md", "see [there](no_such_page.md)"), "no_such_page"),
        (("md", "as in {cite}`unknown_key`"), "unknown_key"),
        (("md", "by {prf:ref}`no-such-theorem`"), "no-such-theorem"),
        (("md", "$\\frac{1$"), "page"),
        (("md", "```{no-such-directive}\n```"), "no-such-directive"),
    ],
    ids=["error in a cell", "broken link", "missing citation", "missing theorem",
         "broken formula", "unknown directive"],
)  # fmt: skip
def test_a_fault_fails_the_build_and_is_named(
    tmp_path: Path, cell: tuple[str, str], named: str
) -> None:
    code, output = build(write_book(tmp_path, [cell]))
    assert code != 0
    assert named in output


def test_a_changed_helper_runs_the_notebooks_again(tmp_path: Path) -> None:
    """Nothing changed: nothing runs.  A line added to the package: everything does."""
    package = tmp_path / "src" / "mlcourse"
    package.parent.mkdir()
    subprocess.run(["cp", "-r", str(ROOT / "src" / "mlcourse"), str(package)], check=True)
    book = tmp_path / "a_book"
    book.mkdir()
    log = tmp_path / "runs"
    write_book(book, [("py", f"print('ran', file=open({str(log)!r}, 'a'))")])
    path = {"PYTHONPATH": str(package.parent)}
    for expected in (1, 1):  # the second build has nothing to do
        code, output = build(book, **path)
        assert code == 0, output[-2000:]
        assert len(log.read_text().splitlines()) == expected
    with (package / "_check.py").open("a") as file:
        file.write("# changed\n")
    assert build(book, **path)[0] == 0
    assert len(log.read_text().splitlines()) == 2


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
