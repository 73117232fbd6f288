"""One room a chapter: its figures, checks, practice problems and quiz, found by looking.

``from mlcourse.chapters.gradient_descent import checks, figures, practice, quiz``.
"""

import importlib
import pkgutil

from mlcourse.explore import Explorer

__all__ = ["explorers", "rooms"]


def rooms() -> list[str]:
    """The chapters that have a room, by name."""
    return sorted(info.name for info in pkgutil.iter_modules(__path__) if info.ispkg)


def explorers() -> dict[str, Explorer]:
    """Every explorer of every chapter, by its name, which is unique in the book."""
    out: dict[str, Explorer] = {}
    for room in rooms():
        figures = importlib.import_module(f"{__name__}.{room}.figures")
        for name in dir(figures):
            if name in out:
                raise ValueError(f"two explorers are named {name!r}; rename one")
            out[name] = getattr(figures, name)
    return out
