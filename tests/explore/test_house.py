"""The engine is a house without circles: every module imports only what lies below it."""

import ast
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import mlcourse.explore

FOLDER = Path(mlcourse.explore.__path__[0])
SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}


def imported(source: str) -> set[str]:
    """Modules of the engine that a module imports when it is itself imported.

    What is imported inside a function or for a type checker alone comes later or never.
    """

    def statements(body: Iterable[ast.stmt]) -> Iterable[ast.stmt]:
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
                continue
            yield node
            for part in ("body", "orelse", "finalbody"):
                yield from statements(getattr(node, part, ()))

    names: set[str] = set()
    for node in statements(ast.parse(source).body):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    modules = {name.removeprefix("mlcourse.explore.") for name in names}
    if "mlcourse.explore" in names:
        modules.add("__init__")
    return modules & set(SOURCES)


def order(sources: dict[str, str]) -> list[str]:
    graph = {name: imported(source) for name, source in sources.items()}
    return list(TopologicalSorter(graph).static_order())


def test_no_module_imports_itself_by_a_detour() -> None:
    seen = order(SOURCES)
    assert len(seen) == len(SOURCES) >= 15
    assert seen.index("controls") < seen.index("explorer") < seen.index("render")
    assert seen.index("render") < seen.index("bake") < seen.index("sphinx")


def test_a_circle_is_seen() -> None:
    """The negative control: one line at the top of a module closes a circle."""
    closed = SOURCES | {"explorer": "from mlcourse.explore.show import Shown\n"}
    with pytest.raises(CycleError):
        order(closed)


def test_the_live_explorer_needs_nothing_of_the_baked_one() -> None:
    assert not imported(SOURCES["live"]) & {"bake", "chunks", "shelf", "sphinx"}
