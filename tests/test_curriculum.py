"""`make curriculum`: an honest notebook passes; every kind of broken promise is named."""

import copy
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tools import curriculum

ROOT = Path(__file__).parents[1]
CHAPTERS = yaml.safe_load((ROOT / "book" / "curriculum.yml").read_text(encoding="utf-8"))
CHAPTER = {
    "chapter": "07_gradient_descent",
    "title": "Gradient descent",
    "concepts": {"steepest-descent": "steepest descent"},
    "explorers": ["toy"],
}
CELLS = {
    "imports": new_code_cell(
        "import mlcourse.optimize.descent as gd\n"
        "from mlcourse.chapters.gradient_descent import checks, practice\n"
        "from toys import toy_module as figures"
    ),
    "math": new_markdown_cell("```{prf:definition} Step\n$x - \\alpha \\nabla f(x)$\n```"),
    "code": new_code_cell("path = gd.gradient_step([1.0], [2.0], step_size=0.1)"),
    "explorer": new_code_cell("figures.toy(step=2)"),
    "example": new_code_cell("print(1 - 0.1 * 2)"),
    "exercise": new_code_cell("checks.check_gradient_step(gradient_step)"),
    "source": new_markdown_cell("See {cite:t}`nocedal2006`, section 2.2."),
}


@pytest.fixture
def cells(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """One good cell per tick; the explorer is a toy, so that no real one is needed."""
    toy = object.__new__(curriculum.Explorer)
    object.__setattr__(toy, "name", "toy")
    real = curriculum.imported
    module = type("Module", (), {"toy": toy})
    monkeypatch.setattr(
        curriculum, "imported", lambda notebook: {**real(notebook), "figures": module}
    )
    made = copy.deepcopy(CELLS)
    for kind in curriculum.KINDS:
        made[kind].metadata["tags"] = [f"tick:{kind}:steepest-descent"]
    return made


def _examine(cells: dict[str, Any]) -> tuple[set[tuple[str, str]], list[str]]:
    return curriculum.examine(CHAPTER, new_notebook(cells=list(cells.values())))


def test_an_honest_chapter_passes(cells: dict[str, Any]) -> None:
    honest, wrong = _examine(cells)
    assert wrong == []
    assert honest == {("steepest-descent", kind) for kind in curriculum.KINDS}


@pytest.mark.parametrize("kind", curriculum.KINDS)
def test_a_missing_tick_is_named(cells: dict[str, Any], kind: str) -> None:
    del cells[kind]
    _, wrong = _examine(cells)
    assert f"steepest-descent: no {kind}" in wrong


@pytest.mark.parametrize(
    ("kind", "source", "words"),
    [
        ("math", "Only words.", "has no numbered block and no formula"),
        ("code", "x = 1 - 0.1 * 2", "names no function of the package"),
        ("code", "gd.no_such_function(1)", "names no function of the package"),
        ("code", "f(1).gradient_step", "names no function"),
        ("code", "print(gd)", "names no function of the package"),
        ("code", "checks.check_gradient_step(f)", "names no function"),
        ("code", "practice.problem(seed=1)", "names no function"),
        ("code", "not python at all", "names no function of the package"),
        ("explorer", "shown = figures.toy()", "does not display an explorer"),
        ("explorer", "figures.toy();", "does not display an explorer"),
        ("explorer", "figures.toy", "does not display an explorer"),
        ("explorer", "figures.absent()", "does not display an explorer"),
        ("explorer", "figures.toy()\nx = 1", "does not display an explorer"),
        ("example", "x = 1 - 0.1 * 2", "shows no computed value"),
        ("example", "0.8", "shows no computed value"),
        ("exercise", "gradient_step = ...", "calls no check made for this concept"),
        (
            "exercise",
            "checks.check_momentum_step(f)",
            "calls no check made for this concept",
        ),
        ("source", "See Nocedal and Wright.", "has no {cite}"),
        ("source", "See {cite}``.", "has no {cite}"),
    ],
)
def test_a_dishonest_tick_is_named(
    cells: dict[str, Any], kind: str, source: str, words: str
) -> None:
    cells[kind].source = source
    _, wrong = _examine(cells)
    number = list(cells).index(kind) + 1
    assert any(
        text.startswith(f"cell {number}: tick:{kind}:steepest-descent, ") and words in text
        for text in wrong
    ), wrong
    assert f"steepest-descent: no {kind}" in wrong


@pytest.mark.parametrize("kind", ["math", "source"])
def test_a_text_tick_needs_a_text_cell(cells: dict[str, Any], kind: str) -> None:
    old = cells[kind]
    cells[kind] = new_code_cell(old.source, metadata=old.metadata)
    assert f"steepest-descent: no {kind}" in _examine(cells)[1]


@pytest.mark.parametrize("tag", ["tick:maths:steepest-descent", "tick:math:descent", "tick:math"])
def test_a_misspelt_tick_is_named(cells: dict[str, Any], tag: str) -> None:
    cells["math"].metadata["tags"].append(tag)
    assert _examine(cells)[1] == [f"cell 2: {tag} names no kind or no concept of the chapter"]


def test_an_explorer_left_out_is_named(cells: dict[str, Any]) -> None:
    chapter = {**CHAPTER, "explorers": ["toy", "second"]}
    notebook = new_notebook(cells=list(cells.values()))
    assert curriculum.examine(chapter, notebook)[1] == ["explorer second is not displayed"]


def test_code_may_hand_functions_on(cells: dict[str, Any]) -> None:
    cells["code"].source = "for method in [gd.gradient_step, gd.gradient_descent]: method"
    assert _examine(cells)[1] == []


def test_a_value_at_the_end_is_an_example(cells: dict[str, Any]) -> None:
    cells["example"].source = "x = 0.1 * 2\n1 - x"
    assert _examine(cells)[1] == []


def test_imports_of_every_form() -> None:
    source = (
        "import numpy as np\nimport mlcourse.optimize.descent\n"
        "from mlcourse.optimize.descent import gradient_step as step, nothing\n"
        "from mlcourse.optimize import momentum\nfrom mlcourse.nowhere import thing\n"
        "from mlcourse.optimize import no_module\n"
    )
    space = curriculum.imported(new_notebook(cells=[new_code_cell(source)]))
    assert space["step"].__name__ == "gradient_step"
    assert space["momentum"].__name__ == "mlcourse.optimize.momentum"
    assert space["mlcourse"].__name__ == "mlcourse"
    assert space["nothing"] is space["thing"] is space["no_module"] is None
    assert "np" not in space


def _book(folder: Path, *notebooks: str, cells: list[Any]) -> Path:
    (folder / "book").mkdir()
    (folder / "notebooks").mkdir()
    text = yaml.safe_dump([{**CHAPTER, "explorers": []}, CHAPTERS[10]], allow_unicode=True)
    (folder / "book" / "curriculum.yml").write_text(text, encoding="utf-8")
    for name in notebooks:
        nbformat.write(new_notebook(cells=cells), folder / "notebooks" / f"{name}.ipynb")
    return folder


def test_the_table_and_the_exit_code(
    tmp_path: Path, cells: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    book = _book(tmp_path, "07_gradient_descent", cells=list(cells.values()))
    assert curriculum.main(book) == 0
    out = capsys.readouterr().out
    assert re.search(r"steepest-descent( +✓){6}\n", out)
    assert "10 Vectors and matrices: missing (3 concepts)" in out
    assert "1 of 2 chapters, 6 of 24 ticks" in out


def test_a_broken_notebook_fails(
    tmp_path: Path, cells: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    cells["math"].source = "Only words."
    book = _book(tmp_path, "07_gradient_descent", "99_stray", cells=list(cells.values()))
    assert curriculum.main(book) == 1
    out = capsys.readouterr().out
    assert re.search(r"steepest-descent +·( +✓){5}\n", out)
    assert "✗ 07_gradient_descent: steepest-descent: no math" in out
    assert "✗ 99_stray: not in book/curriculum.yml" in out


def test_no_chapter_yet_is_no_failure(tmp_path: Path) -> None:
    assert curriculum.main(_book(tmp_path, cells=[])) == 0


def test_the_list_of_concepts_is_sound() -> None:
    assert len(CHAPTERS) == 15
    assert [entry["chapter"][:2] for entry in CHAPTERS] == [f"{n:02}" for n in range(15)]
    names = [name for entry in CHAPTERS for name in entry["explorers"]]
    assert len(names) == 91
    for entry in CHAPTERS:
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in entry["concepts"])
        assert len(set(entry["explorers"])) == len(entry["explorers"])


def test_it_runs_as_a_command() -> None:
    command = [sys.executable, str(ROOT / "tools" / "curriculum.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode in (0, 1), done.stderr  # 1 while a chapter is being written
    assert f"of {len(CHAPTERS)} chapters" in done.stdout
