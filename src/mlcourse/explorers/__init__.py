"""The figures of the book, one module a chapter: what they compute, draw and update."""

import importlib
import pkgutil

from mlcourse.explore import Explorer

__all__ = ["registered"]


def registered() -> dict[str, Explorer]:
    """Every explorer that a chapter's module names in ``__all__``, by its unique name."""
    out: dict[str, Explorer] = {}
    for info in pkgutil.iter_modules(__path__, __name__ + "."):
        module = importlib.import_module(info.name)
        for item in (getattr(module, name) for name in module.__all__):
            if isinstance(item, Explorer):
                if item.name in out:
                    raise ValueError(f"two explorers are named {item.name!r}; rename one")
                out[item.name] = item
    return out
