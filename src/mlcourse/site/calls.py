"""What the cells of a page call of this package, and where it is defined.

Found by reading: the imports say what a name in a cell stands for, and the module it leads to has
the definition, or imports it from where it is.  A lazy package of explorers has one module for
each (see `mlcourse.explore.gallery`).
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from mlcourse.explore.fresh import as_python
from mlcourse.explore.sources import file_of

__all__ = ["Definition", "calls", "definition", "definitions", "text_of"]

PACKAGE = "mlcourse"


@dataclass(frozen=True, slots=True)
class Definition:
    """A module, and one of its names."""

    module: str
    name: str


def calls(cells: Iterable[str]) -> dict[str, Definition]:
    """By how the cells write it, such as ``descent.gradient_step``: where it is defined.

    Examples
    --------
    >>> calls(["from mlcourse.optimize import descent as d", "d.gradient_step(x, g, step_size=1)"])
    {'d.gradient_step': Definition(module='mlcourse.optimize.descent', name='gradient_step')}
    """
    trees = [tree for cell in cells if (tree := _parse(cell))]
    imported = dict(pair for tree in trees for pair in _imports(tree))
    out: dict[str, Definition] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module, name = imported.get(node.value.id, ""), node.attr
            written = f"{node.value.id}.{name}"
        elif isinstance(node, ast.Name):
            module, _, name = imported.get(node.id, "").rpartition(".")
            written = node.id
        else:
            continue
        if module and (found := definition(module, name)):
            out[written] = found
    return out


def _parse(cell: str) -> ast.Module | None:
    try:
        return ast.parse(as_python(cell))
    except SyntaxError:
        return None


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names, and the full names of what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{PACKAGE}."):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname and alias.name.startswith(f"{PACKAGE}."):
                    yield alias.asname, alias.name


@cache
def text_of(module: str) -> str:
    """The source of a module; empty if there is none."""
    path = file_of(module)
    return path.read_text(encoding="utf-8") if path and path.is_file() else ""


def definitions(source: str) -> dict[str, tuple[int, int]]:
    """The names that a module defines: their first and last lines, counted from 1.

    Examples
    --------
    >>> definitions("X = 1\\n\\n@cache\\ndef f():\\n    pass\\n")
    {'X': (1, 1), 'f': (3, 5)}
    """
    out = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            out[node.name] = (first, node.end_lineno or first)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    out[target.id] = (node.lineno, node.end_lineno or node.lineno)
    return out


@cache
def definition(module: str, name: str) -> Definition | None:
    """Where ``name`` of a module is defined, if that is in this package."""
    source = text_of(module)
    if name in definitions(source):
        return Definition(module, name)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{PACKAGE}."):
            for alias in node.names:
                if name == (alias.asname or alias.name):
                    return definition(str(node.module), alias.name)
    own = f"{module}._{name}"  # a lazy package of explorers
    return Definition(own, name) if name in definitions(text_of(own)) else None
