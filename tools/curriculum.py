"""The six ticks of every concept, read from the notebooks: ``make curriculum``.

A cell of ``notebooks/<chapter>.ipynb`` that gives a concept one of its six ticks carries the tag
``tick:<kind>:<slug>``.  The concepts, their slugs and the explorers of each chapter are listed in
``book/curriculum.yml``.  A tick is believed only when the cell shows it:

math      a Markdown cell with a numbered block (``{prf:...}``) or a formula
code      a code cell that uses a function, or a distribution, of the package's numerics
explorer  a code cell that displays an explorer of the chapter
example   a code cell that shows what it computed
exercise  a code cell that calls a check of the chapter's room made for this concept
source    a Markdown cell with a citation

The table is printed for the whole curriculum; chapters without a notebook are shown as missing.
The exit code is 1 when a chapter that exists misses a tick or an explorer, or claims a tick that
its cell does not show.
"""

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import yaml

from mlcourse.exercises.check import Exercise, ValueExercise
from mlcourse.explore import Explorer

__all__ = ["examine", "main"]

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("math", "code", "explorer", "example", "exercise", "source")
TOOLS = ("mlcourse.explore", "mlcourse.exercises", "mlcourse.chapters")


def imported(notebook: Any) -> dict[str, Any]:
    """What the notebook's import statements bind from the package."""
    space: dict[str, Any] = {}
    for node in (n for cell in notebook.cells for n in ast.walk(tree(cell))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "mlcourse":
                    module = importlib.import_module(alias.name)
                    top = importlib.import_module("mlcourse")
                    space[alias.asname or "mlcourse"] = module if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "mlcourse":
            for alias in node.names:
                space[alias.asname or alias.name] = member(str(node.module), alias.name)
    return space


def member(module: str, name: str) -> Any:
    """``from module import name``; None when there is no such thing."""
    try:
        return getattr(importlib.import_module(module), name)
    except AttributeError:
        try:
            return importlib.import_module(f"{module}.{name}")
        except ModuleNotFoundError:
            return None
    except ModuleNotFoundError:
        return None


def tree(cell: Any) -> ast.Module:
    """The syntax of a code cell; empty for other cells and for code that is no plain Python."""
    if cell.cell_type == "code":
        try:
            return ast.parse(cell.source)
        except SyntaxError:
            pass
    return ast.Module(body=[], type_ignores=[])


def resolve(node: ast.expr, space: dict[str, Any]) -> Any:
    """The object behind ``name`` or ``name.name``; None when it is not of the package."""
    if isinstance(node, ast.Name):
        return space.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(resolve(node.value, space), node.attr, None)
    return None


def called(cell: Any, space: dict[str, Any]) -> list[Any]:
    """The objects of the package that a code cell calls."""
    calls = (node for node in ast.walk(tree(cell)) if isinstance(node, ast.Call))
    return [found for found in (resolve(c.func, space) for c in calls) if found is not None]


def last_value(cell: Any) -> ast.expr | None:
    """The expression whose value the cell displays."""
    body = tree(cell).body
    hushed = cell.source.rstrip().endswith(";")
    return body[-1].value if body and isinstance(body[-1], ast.Expr) and not hushed else None


def displayed(cell: Any, space: dict[str, Any]) -> str | None:
    """The name of the explorer that the cell displays."""
    value = last_value(cell)
    found = resolve(value.func, space) if isinstance(value, ast.Call) else None
    return found.name if isinstance(found, Explorer) else None


def shows_math(cell: Any, slug: str, space: dict[str, Any]) -> bool:
    return cell.cell_type == "markdown" and bool(
        re.search(r"\{prf:\w+\}|\{math\}|\$[^$]+\$|\\begin\{", cell.source)
    )


def shows_code(cell: Any, slug: str, space: dict[str, Any]) -> bool:
    # named is enough: a cell may put several methods in a list and call them in a loop
    names = (n for n in ast.walk(tree(cell)) if isinstance(n, (ast.Name, ast.Attribute)))
    return any(
        (inspect.isfunction(found) or inspect.isclass(found))  # a distribution is a class
        and found.__module__.startswith("mlcourse.")
        and not found.__module__.startswith(TOOLS)
        for found in (resolve(name, space) for name in names)
    )


def shows_explorer(cell: Any, slug: str, space: dict[str, Any]) -> bool:
    return displayed(cell, space) is not None


def shows_example(cell: Any, slug: str, space: dict[str, Any]) -> bool:
    prints = any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        for node in ast.walk(tree(cell))
    )
    value = last_value(cell)
    return prints or (value is not None and not isinstance(value, ast.Constant))


def shows_exercise(cell: Any, slug: str, space: dict[str, Any]) -> bool:
    return any(
        isinstance(found, (Exercise, ValueExercise)) and found.concept == slug
        for found in called(cell, space)
    )


def shows_source(cell: Any, slug: str, space: dict[str, Any]) -> bool:
    return cell.cell_type == "markdown" and bool(re.search(r"\{cite(:\w+)?\}`[^`]+`", cell.source))


SHOWN: dict[str, tuple[Callable[[Any, str, dict[str, Any]], bool], str]] = {
    "math": (shows_math, "has no numbered block and no formula"),
    "code": (shows_code, "names no function of the package's numerics"),
    "explorer": (shows_explorer, "does not display an explorer"),
    "example": (shows_example, "shows no computed value"),
    "exercise": (shows_exercise, "calls no check made for this concept"),
    "source": (shows_source, "has no {cite}"),
}


def ticks(cell: Any) -> Iterator[str]:
    return (tag for tag in cell.metadata.get("tags", []) if tag.startswith("tick:"))


def examine(chapter: dict[str, Any], notebook: Any) -> tuple[set[tuple[str, str]], list[str]]:
    """The honest ticks ``(slug, kind)`` of a chapter, and what is wrong with it."""
    space = imported(notebook)
    honest: set[tuple[str, str]] = set()
    wrong: list[str] = []
    for number, cell in enumerate(notebook.cells, 1):
        for tag in ticks(cell):
            kind, _, slug = tag.removeprefix("tick:").partition(":")
            if kind not in KINDS or slug not in chapter["concepts"]:
                wrong.append(f"cell {number}: {tag} names no kind or no concept of the chapter")
                continue
            shown, complaint = SHOWN[kind]
            if shown(cell, slug, space):
                honest.add((slug, kind))
            else:
                wrong.append(f"cell {number}: {tag}, but the cell {complaint}")
    for slug in chapter["concepts"]:
        wrong += [f"{slug}: no {kind}" for kind in KINDS if (slug, kind) not in honest]
    on_page = {displayed(cell, space) for cell in notebook.cells}
    absent = [name for name in chapter["explorers"] if name not in on_page]
    wrong += [f"explorer {name} is not displayed" for name in absent]
    return honest, wrong


def main(root: Path = ROOT) -> int:
    """Print the table; 0 when every chapter that exists is complete and honest."""
    chapters = yaml.safe_load((root / "book" / "curriculum.yml").read_text(encoding="utf-8"))
    complaints: list[str] = []
    written = given = wanted = 0
    print(f"{'':36}" + "".join(f"{kind:>10}" for kind in KINDS))
    for chapter in chapters:
        wanted += len(KINDS) * len(chapter["concepts"])
        heading = f"{chapter['chapter'][:2]} {chapter['title']}"
        path = root / "notebooks" / f"{chapter['chapter']}.ipynb"
        if not path.exists():
            print(f"{heading}: missing ({len(chapter['concepts'])} concepts)")
            continue
        honest, wrong = examine(chapter, nbformat.read(path, as_version=4))
        complaints += [f"{chapter['chapter']}: {text}" for text in wrong]
        written += 1
        given += len(honest)
        print(heading)
        for slug in chapter["concepts"]:
            marks = ("✓" if (slug, kind) in honest else "·" for kind in KINDS)
            print(f"   {slug:33}" + "".join(f"{mark:>10}" for mark in marks))
    listed = {chapter["chapter"] for chapter in chapters}
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        if path.stem not in listed:
            complaints.append(f"{path.stem}: not in book/curriculum.yml")
    print(f"\n{written} of {len(chapters)} chapters, {given} of {wanted} ticks")
    for text in complaints:
        print(f"✗ {text}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
