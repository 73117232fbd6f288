"""The stubs and solutions on the page itself, run through the checks of `mlcourse.exercises`."""

import ast
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from mlcourse import exercises

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CHAPTERS = {"gradient_descent": "07_gradient_descent"}
CASES = [
    pytest.param(chapter, name.removeprefix("check_"), id=name)
    for chapter in CHAPTERS
    for name in getattr(exercises, chapter).__all__
]


def _cell(chapter: str, tag: str, name: str) -> str:
    """The one cell with this tag that defines the name."""
    notebook = nbformat.read(NOTEBOOKS / f"{CHAPTERS[chapter]}.ipynb", as_version=4)
    found = [
        cell.source
        for cell in notebook.cells
        if tag in cell.metadata.get("tags", []) and name in _defined(cell.source)
    ]
    assert len(found) == 1, f"{len(found)} cells tagged {tag!r} define {name}"
    return str(found[0])


def _defined(source: str) -> set[str]:
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def _answer(chapter: str, tag: str, name: str) -> Any:
    space = {"np": np, "exercises": exercises}
    exec(_cell(chapter, tag, name), space)
    return space[name]


@pytest.mark.parametrize(("chapter", "name"), CASES)
def test_the_solution_on_the_page_passes(chapter: str, name: str) -> None:
    check = getattr(getattr(exercises, chapter), f"check_{name}")
    result = check(_answer(chapter, "solution", name))
    assert result.passed, result.message


@pytest.mark.parametrize(("chapter", "name"), CASES)
def test_the_stub_on_the_page_is_not_attempted(chapter: str, name: str) -> None:
    check = getattr(getattr(exercises, chapter), f"check_{name}")
    assert check(_answer(chapter, "stub", name)).status == "not attempted"
