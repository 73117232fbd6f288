"""A chapter is added by adding its files: no test, no registry, no other file learns of it.

In a copy of the repository a chapter appears under another name, with the checks, practice and
quiz of chapter 01 and one explorer of its own.  The suite of the chapters finds it and passes;
where a part is left out, exactly the tests of that part fail, and name the chapter.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

from tests.chapters.rooms import CURRICULUM, ROOT

MODEL = "probability"
EXPLORER = '''
"""A wave."""

import numpy as np

from mlcourse.explore import Artists, Challenge, Explorer, Slider, linear


def draw(fig, y):
    ax = fig.subplots()
    ax.set(xlim=(0, 60), ylim=(-1, 1))
    (line,) = ax.plot(y)
    return Artists(line=line)


def update(artists, y):
    artists.line.set_ydata(y)
    return [artists.line]


NAME = Explorer(
    name="NAME", title="A wave", alt="A sine wave.", draw=draw, update=update,
    controls={"speed": Slider(linear(1, 5, 41), default=1, label="speed")},
    compute=lambda *, speed: np.sin(speed * np.linspace(0, 6, 61)),
    readout=lambda y: f"ends at {y[-1]:.2f}",
    challenge=Challenge(text="Faster.", solved=lambda y: bool(y[10] < 0)),
)
'''


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the suite of the chapters needs of the repository."""
    copy = tmp_path_factory.mktemp("repository")
    leave = shutil.ignore_patterns("__pycache__", Path(__file__).name, "browser", "book")
    for folder in ("src", "notebooks", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=leave)
    (copy / "book").mkdir()
    for file in ("_toc.yml", "pyproject.toml", "book/curriculum.yml"):
        shutil.copy(ROOT / file, copy / file)
    return copy


def add_chapter(copy: Path, name: str, number: int, *, explorers: int = 1) -> dict[str, Path]:
    """Everything that a chapter needs; returns its parts by name."""
    room = copy / "src" / "mlcourse" / "chapters" / name
    tests = copy / "tests" / "chapters" / name
    notebook = copy / "notebooks" / f"{number}_{name}.ipynb"
    waves = [f"{name}_wave_{k}" for k in range(explorers)]
    leave = shutil.ignore_patterns("__pycache__", "figures", "test_*.py")
    shutil.copytree(room.with_name(MODEL), room, ignore=leave)
    shutil.copytree(tests.with_name(MODEL), tests, ignore=leave)
    (room / "figures").mkdir()
    shutil.copy(room.with_name(MODEL) / "figures" / "__init__.py", room / "figures")
    for wave in waves:
        (room / "figures" / f"_{wave}.py").write_text(EXPLORER.lstrip().replace("NAME", wave))
    with (tests / "oracles.py").open("a") as file:
        file.write(f"\nCHALLENGES = [(name, {{'speed': 5}}) for name in {waves}]\n")
    for kind in ("checks", "figures"):
        text = f"def test_{kind}_of_{name}() -> None:\n    assert True\n"
        (tests / f"test_{kind}.py").write_text(text)
    shutil.copy(ROOT / "notebooks" / f"{CURRICULUM[MODEL]['chapter']}.ipynb", notebook)
    add_lines(copy, name, notebook.stem, waves)
    return {
        "quiz": room / "quiz.yml",
        "practice": room / "practice.py",
        "oracles": tests / "oracles.py",
        "figure": room / "figures" / f"_{waves[0]}.py",
        "notebook": notebook,
    }


def add_lines(copy: Path, name: str, stem: str, explorers: list[str]) -> None:
    """Its lines in the curriculum and in the table of contents."""
    entry = {**CURRICULUM[MODEL], "chapter": stem, "title": name, "explorers": explorers}
    with (copy / "book" / "curriculum.yml").open("a") as file:
        file.write("\n" + yaml.safe_dump([entry], allow_unicode=True, sort_keys=False))
    toc = copy / "_toc.yml"
    *_, last = re.findall(r"      - file: notebooks/\S+\n", toc.read_text())
    toc.write_text(toc.read_text().replace(last, f"{last}      - file: notebooks/{stem}\n"))


def run(copy: Path, *arguments: str) -> tuple[str, set[tuple[str, str]]]:
    """The output of the chapters' suite in the copy, and which tests of which chapter failed."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(
        command,
        cwd=copy,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(copy / "src")},
    )
    output = done.stdout + done.stderr
    failed = re.findall(r"^(?:FAILED|ERROR) .*?::(\w+)\[(\w+)", output, re.MULTILINE)
    assert done.returncode == (1 if failed else 0), output[-3000:]
    return output, set(failed)


@pytest.mark.slow  # the next one adds seven, each of which passes but for what it lacks
def test_a_chapter_that_was_added_is_tested_and_passes(whole: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(whole, tmp_path / "copy")
    add_chapter(copy, "new_chapter", 98, explorers=2)
    output, failed = run(copy, "tests/chapters", "-k", "new_chapter or test_rooms")
    assert failed == set()
    passed = re.search(r"(\d+) passed", output)
    assert passed is not None
    # what chapter 01 brings comes again: its mistakes, its problems, its stubs and solutions
    assert int(passed[1]) > 200, output


def test_each_missing_part_fails_by_name(whole: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(whole, tmp_path / "copy")
    parts = {
        name: add_chapter(copy, f"no_{name}", 90 + k)
        for k, name in enumerate(
            ("quiz", "practice", "oracles", "figure", "line", "solution", "stub")
        )
    }
    for name in ("quiz", "practice", "oracles", "figure"):
        parts[name][name].unlink()
    second = EXPLORER.lstrip().replace("NAME", "second")
    (parts["line"]["figure"].parent / "_second.py").write_text(second)
    for name, tags in (
        ("solution", ("solution", "hide-cell")),
        ("stub", ("stub", "tick:exercise:")),
    ):
        drop_a_cell(parts[name]["notebook"], tags)
    _, failed = run(
        copy, "tests/chapters/test_rooms.py", "tests/chapters/test_notebooks.py", "-k", "no_"
    )
    assert failed == {
        ("test_the_room_has_every_part", "no_quiz"),
        ("test_the_room_has_every_part", "no_practice"),
        ("test_the_chapter_brings_its_own_oracles", "no_oracles"),
        ("test_the_figures_are_those_of_the_curriculum", "no_figure"),
        ("test_the_figures_are_those_of_the_curriculum", "no_line"),
        ("test_the_solution_on_the_page_passes", "no_solution"),
        ("test_the_stub_on_the_page_is_not_attempted", "no_stub"),
    }


def drop_a_cell(path: Path, tags: tuple[str, ...]) -> None:
    """Take the first code cell with one of the tags out of a notebook."""
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        here = cell.metadata.get("tags", [])
        if cell.cell_type == "code" and any(tag.startswith(tags) for tag in here):
            book.cells.remove(cell)
            break
    nbformat.write(book, path)
