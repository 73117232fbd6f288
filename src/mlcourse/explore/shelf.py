"""Bakes kept from build to build: an edited sentence need not bake a figure again.

A notebook is executed anew when one of its cells changed, though its explorers are what they
were.  What comes of the package alone is therefore kept in the folder that the Sphinx extension
names, under the digest of everything it was made from.  An explorer with a function of the
reader's own, or with one that remembers variables, is baked every time.
"""

import hashlib
import inspect
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from mlcourse.explore.explorer import Explorer

__all__ = ["SHELF_VARIABLE", "kept"]

SHELF_VARIABLE = "MLCOURSE_SHELF"


def _of_the_package(function: Callable[..., Any]) -> bool:
    plain = inspect.unwrap(function)
    module = getattr(plain, "__module__", None) or ""
    return module.startswith("mlcourse.") and not getattr(plain, "__closure__", None)


def _functions(explorer: Explorer) -> list[Callable[..., Any]]:
    solved = [explorer.challenge.solved] if explorer.challenge else []
    return [explorer.compute, explorer.draw, explorer.update, explorer.readout, *solved]


def kept(explorer: Explorer, base: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``make`` gives, or gave when it was asked the same.

    Parameters
    ----------
    explorer : Explorer
    base : str
        Its base drawing and controls, as text: whatever is different in another explorer.
    make : callable
        Bakes it; the result is written as JSON.
    """
    shelf = os.environ.get(SHELF_VARIABLE)
    functions = _functions(explorer)
    if not shelf or not all(map(_of_the_package, functions)):
        return make()
    names = [f"{f.__module__}.{getattr(f, '__qualname__', '')}" for f in functions]
    words = [explorer.title, explorer.alt, explorer.challenge.text if explorer.challenge else ""]
    versions = [sys.version, np.__version__, mpl.__version__]
    key = hashlib.sha256("\0".join([base, *words, *names, *versions]).encode()).hexdigest()
    path = Path(shelf) / f"{explorer.name}.{key[:16]}.json"
    if path.exists():
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_suffix(f".{os.getpid()}")  # a build that is stopped leaves no half a file
    whole.write_text(json.dumps(made), encoding="utf-8")
    whole.replace(path)
    return made
