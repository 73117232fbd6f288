"""The stubs and solutions on the page itself, run through the checks of their chapter."""

import ast
import re
from typing import Any

import numpy as np
import pytest

from tests.chapters.rooms import ROOMS, ROOT, checks, notebook

# a stub may share its cell with its check; a solution is folded
TAGS = {"stub": ("stub", "tick:exercise:"), "solution": ("solution", "hide-cell")}
CASES = [
    pytest.param(chapter, name, id=f"{chapter}: {name}")
    for chapter in ROOMS
    for name in checks(chapter)
]


def _answer(chapter: str, kind: str, name: str) -> Any:
    """What the one cell of this kind that defines the name makes of it; its check is left out."""
    found = []
    for cell in notebook(chapter).cells:
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
def test_the_solution_on_the_page_passes(
    chapter: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    result = checks(chapter)[name](_answer(chapter, "solution", name))
    assert result.passed, result.message
    assert result.message.startswith(f"✓ {name}: ")
    assert capsys.readouterr().out == result.message + "\n"


@pytest.mark.parametrize(("chapter", "name"), CASES)
def test_the_stub_on_the_page_is_not_attempted(chapter: str, name: str) -> None:
    result = checks(chapter)[name](_answer(chapter, "stub", name))
    assert result.status == "not attempted"
    assert result.message.startswith(f"– {name}: not attempted yet.")


def test_a_link_to_a_chapter_has_its_number() -> None:
    """A plain link, because no notebook outside the book knows Sphinx's numbers."""
    texts = [cell.source for chapter in ROOMS for cell in notebook(chapter).cells]
    texts += [page.read_text(encoding="utf-8") for page in (ROOT / "book").rglob("*.md")]
    links = [
        (int(said), int(number))
        for text in texts
        for said, number in re.findall(
            r"\[(?:[Cc]hapters? )?(\d+)\]\((?:[./]*notebooks/)?(\d\d)_\w+\.ipynb\)", text
        )
    ]
    assert len(links) > 100
    assert all(said == number for said, number in links)
    assert not any("{number}" in text for text in texts)
