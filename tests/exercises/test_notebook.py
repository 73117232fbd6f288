"""The stubs and solutions on the page itself, run through the checks of `mlcourse.exercises`."""

import ast
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from mlcourse import exercises

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CHAPTERS = {
    "probability": "01_probability",
    "bayesian_inference": "02_bayesian_inference",
    "gradient_descent": "07_gradient_descent",
}
# a stub may share its cell with its check; a solution is folded
TAGS = {"stub": ("stub", "tick:exercise:"), "solution": ("solution", "hide-cell")}
CASES = [
    pytest.param(chapter, name.removeprefix("check_"), id=name)
    for chapter, notebook in CHAPTERS.items()
    if (NOTEBOOKS / f"{notebook}.ipynb").exists()  # a chapter to come has no page yet
    for name in getattr(exercises, chapter).__all__
]


def _answer(chapter: str, kind: str, name: str) -> Any:
    """What the one cell of this kind that defines the name makes of it; its check is left out."""
    notebook = nbformat.read(NOTEBOOKS / f"{CHAPTERS[chapter]}.ipynb", as_version=4)
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and _has(cell, TAGS[kind]):
            body = [node for node in ast.parse(cell.source).body if not isinstance(node, ast.Expr)]
            if name in {defined for node in body for defined in _defined(node)}:
                found.append(body)
    assert len(found) == 1, f"{len(found)} cells tagged {' or '.join(TAGS[kind])} define {name}"
    space: dict[str, Any] = {"np": np}
    exec(compile(ast.Module(body=found[0], type_ignores=[]), f"<{kind}>", "exec"), space)
    return space[name]


def _has(cell: Any, tags: tuple[str, ...]) -> bool:
    return any(tag.startswith(tags) for tag in cell.metadata.get("tags", []))


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return set()


@pytest.mark.parametrize(("chapter", "name"), CASES)
def test_the_solution_on_the_page_passes(chapter: str, name: str) -> None:
    check = getattr(getattr(exercises, chapter), f"check_{name}")
    result = check(_answer(chapter, "solution", name))
    assert result.passed, result.message


@pytest.mark.parametrize(("chapter", "name"), CASES)
def test_the_stub_on_the_page_is_not_attempted(chapter: str, name: str) -> None:
    check = getattr(getattr(exercises, chapter), f"check_{name}")
    assert check(_answer(chapter, "stub", name)).status == "not attempted"
