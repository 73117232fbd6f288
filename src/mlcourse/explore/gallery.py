"""A folder of explorers, one module each, found by looking.

``_name.py`` makes the explorer ``name``; a module whose name has no underscore in front is shared
by its neighbours.  The folder's ``__init__.py`` says::

    __getattr__, __dir__ = gallery(__name__)
"""

import importlib
import pkgutil
import sys
from collections.abc import Callable

from mlcourse.explore.explorer import Explorer

__all__ = ["gallery"]


def gallery(package: str) -> tuple[Callable[[str], Explorer], Callable[[], list[str]]]:
    """``__getattr__`` and ``__dir__`` of a package of explorers.

    Parameters
    ----------
    package : str
        Its full name.

    Returns
    -------
    (callable, callable)
        An explorer by its name, imported when it is first asked for; all names.
    """

    def names() -> list[str]:
        found = (info.name for info in pkgutil.iter_modules(sys.modules[package].__path__))
        return sorted(name[1:] for name in found if name.startswith("_"))

    def explorer(name: str) -> Explorer:
        if name.startswith("_") or name not in names():
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = importlib.import_module(f"{package}._{name}")
        found = getattr(module, name, None)
        if not isinstance(found, Explorer) or found.name != name:
            raise ImportError(f"{module.__file__} must make an explorer named {name!r}")
        return found

    return explorer, names
