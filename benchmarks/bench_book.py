"""The whole book: cold, and again after a change; beside plain Jupyter Book.

A module of the numerics runs what imports it, some more and some less: its row has no budget.

The plain book has the same notebooks without their explorers and quizzes, and stock settings.
Each build is one run of the command in a copy of the project.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.table import Row, show

__all__ = ["main"]

ROOT = Path(__file__).parents[1]
NUMERICS = "src/mlcourse/optimize/descent.py"  # reached by one chapter and most of its explorers
PLAIN_CONFIG = """
title: Plain
only_build_toc_files: true
execute: {execute_notebooks: cache, timeout: 600}
parse:
  myst_enable_extensions:
    [amsmath, colon_fence, dollarmath, deflist, attrs_inline, attrs_block]
bibtex_bibfiles: [book/references.bib]
sphinx: {extra_extensions: [sphinx_proof, sphinx_exercise]}
"""


def copy(folder: Path) -> None:
    """The project as git knows it, without its history."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in names:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def change(module: Path) -> None:
    """Add a comment, which is another module to whatever keeps what it made."""
    module.write_text(module.read_text("utf-8") + "\n# changed\n", encoding="utf-8")


def build(folder: Path) -> float:
    """Seconds of one build; a failed one ends the benchmark."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    for name in ("MLCOURSE_BAKE", "MLCOURSE_SHELF"):
        environment.pop(name, None)
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "."]
    print(f"building the book {folder.name} ...", flush=True)
    start = perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    seconds = perf_counter() - start
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return seconds


def caches(folder: Path) -> set[Path]:
    """What the pages that were run left: one folder each, which a change gives another name."""
    return set((folder / "_build" / ".jupyter_cache").iterdir())


def make_plain(folder: Path) -> None:
    """Take the explorers, the quizzes and the settings out."""
    (folder / "_config.yml").write_text(PLAIN_CONFIG)
    for path in [*folder.glob("notebooks/*.ipynb")]:
        book = json.loads(path.read_text("utf-8"))
        for cell in book["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code" and ("figures." in source or "quiz(" in source):
                cell["source"] = "None"
                cell["outputs"] = []
        path.write_text(json.dumps(book), encoding="utf-8")
    intro = folder / "book" / "intro.md"
    text = intro.read_text("utf-8")
    if "{code-cell}" in text:
        head, rest = text.split("```{code-cell}", 1)
        intro.write_text(head + rest.split("```", 1)[1], encoding="utf-8")


def main() -> list[Row]:
    """Build both books and print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        ours, plain = Path(scratch) / "ours", Path(scratch) / "plain"
        copy(ours)
        copy(plain)
        make_plain(plain)
        cold = build(ours)
        same = build(ours)
        notebook = min(ours.glob("notebooks/*.ipynb"))
        book = json.loads(notebook.read_text("utf-8"))
        first = next(c for c in book["cells"] if c["cell_type"] == "code")
        first["source"] = ["".join(first["source"]) + "\n# changed"]
        notebook.write_text(json.dumps(book), encoding="utf-8")
        changed = build(ours)
        change(min(ours.glob("src/mlcourse/chapters/*/figures/_[a-z]*.py")))
        moved = build(ours)
        change(ours / NUMERICS)
        kept = caches(ours)
        computed = build(ours)
        ran = f"{len(caches(ours) - kept)} of {len(kept)} pages run"
        stock = build(plain)
        stock_same = build(plain)
    rows = []
    for what, seconds, beside, budget in [
        ("cold", cold, stock, 480),
        ("nothing changed", same, stock_same, 20),
        ("one notebook changed", changed, None, 45),
        ("one explorer changed", moved, None, 45),
        (f"one numerics module changed: {ran}", computed, None, None),
    ]:
        rows.append(
            Row(
                what=f"book, {what}",
                ours=f"{seconds:.0f} s",
                beside="–" if beside is None else f"plain {beside:.0f} s",
                ratio="–" if beside is None else f"{seconds / beside:.1f} x",
                runs="one build",
                budget="–" if budget is None else f"<= {budget} s",
                kept=None if budget is None else seconds <= budget,
            )
        )
    show("The book", rows)
    return rows


if __name__ == "__main__":
    main()
