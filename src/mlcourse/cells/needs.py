"""Which package a cell lacks, found before it runs.

A page fetches SciPy and Matplotlib when something first imports them, and fetching has to wait for
the network, which running Python cannot.  So a cell's imports are tried before the cell runs: that
changes nothing that it could notice, while a cell that was run halfway cannot be run again.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

__all__ = ["lacks"]

# Who imports the engine writes an explorer, which Matplotlib draws when it is shown.
_ENGINE = re.compile(r"\bmlcourse\b.*\bexplore\b")
_DRAWS = ast.parse("import mlcourse.explore.served").body


def lacks(code: str, names: Mapping[str, Any]) -> str:
    """The module that a cell lacks; empty when its imports work, or fail by themselves.

    Parameters
    ----------
    code : str
    names : mapping
        What the names in the cell stand for; a lazy package among them (a chapter's ``figures``)
        imports a module when it is asked for one of its attributes.

    Examples
    --------
    >>> lacks("import math\\nimport no_such_module.inner", {})
    'no_such_module'
    >>> lacks("for this is no Python", {})
    ''
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return ""  # the cell will say so itself
    fresh: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            draws = _DRAWS if _ENGINE.search(ast.unparse(node)) else []
            whole = ast.Module(body=[node, *draws], type_ignores=[])
            try:
                exec(compile(whole, "<imports>", "exec"), fresh)
            except ModuleNotFoundError as error:
                if error.name:
                    return error.name.partition(".")[0]
            except Exception:
                continue
    for module, name in _asked(tree, {**names, **fresh}):
        try:
            getattr(module, name, None)
        except ModuleNotFoundError as error:
            if error.name:
                return error.name.partition(".")[0]
        except Exception:
            continue
    return ""


def _asked(tree: ast.AST, names: Mapping[str, Any]) -> Iterator[tuple[ModuleType, str]]:
    """Attributes of modules, as the cell writes them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = names.get(node.value.id)
            if isinstance(module, ModuleType):
                yield module, node.attr
