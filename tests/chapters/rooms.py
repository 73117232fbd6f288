"""The chapters that have a room, and what each brings."""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import numpy as np
import pytest
import yaml

from mlcourse.chapters import rooms
from mlcourse.exercises import Exercise, ValueExercise
from mlcourse.explore import Explorer

__all__ = [
    "CURRICULUM",
    "ROOMS",
    "ROOT",
    "challenges",
    "chapter_of",
    "checks",
    "drawn",
    "each_room",
    "id_of",
    "modules_of",
    "notebook",
    "one_room",
    "oracles",
    "room",
]

ROOT = Path(__file__).parents[2]
ROOMS = rooms()
CURRICULUM = {  # by the name of the room: its notebook, title, concepts, explorers
    entry["chapter"].partition("_")[2]: entry
    for entry in yaml.safe_load((ROOT / "book" / "curriculum.yml").read_text(encoding="utf-8"))
}
each_room = pytest.mark.parametrize("name", ROOMS)
# of what is the same for every chapter and takes long, one stands for all but in `make test-all`
one_room = pytest.mark.parametrize(
    "chapter",
    [
        pytest.param(name, marks=[] if name == "gradient_descent" else pytest.mark.slow)
        for name in ROOMS
    ],
)


def room(name: str, part: str) -> ModuleType:
    """A part of a room: its ``checks``, ``figures`` or ``practice``."""
    return importlib.import_module(f"mlcourse.chapters.{name}.{part}")


def chapter_of(explorer: Explorer) -> str:
    """The name of the room in which an explorer of the book lives."""
    return explorer.compute.__module__.split(".")[2]


def id_of(explorer: Explorer) -> str:
    """How a test of one explorer is called; ``-k chapter`` finds those of a chapter."""
    return f"{chapter_of(explorer)}-{explorer.name}"


def checks(name: str) -> dict[str, Exercise | ValueExercise]:
    """The checks of a chapter by the name of what the reader writes."""
    found = vars(room(name, "checks")).items()
    return {
        key.removeprefix("check_"): value
        for key, value in found
        if isinstance(value, (Exercise, ValueExercise))
    }


def oracles(name: str) -> dict[str, Any]:
    """By the name of a practice problem: its answer, computed another way from what is given."""
    return dict(_answers(name).ORACLES)


def challenges(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Explorers of a chapter with values of their controls that solve their challenges."""
    return list(_answers(name).CHALLENGES)


def _answers(name: str) -> ModuleType:
    return importlib.import_module(f"tests.chapters.{name}.oracles")


def notebook(name: str) -> Any:
    """The notebook of a chapter."""
    return nbformat.read(ROOT / "notebooks" / f"{CURRICULUM[name]['chapter']}.ipynb", as_version=4)


def drawn(check: Any, count: int = 20) -> list[dict[str, Any]]:
    """Inputs for a reader's function."""
    rng = np.random.default_rng(5)
    return [check.draw(rng) for _ in range(count)]


def modules_of(name: str) -> set[str]:
    """The modules with which a chapter's own tests stand beside the common ones."""
    package = importlib.import_module(f"tests.chapters.{name}")
    return {info.name for info in pkgutil.iter_modules(package.__path__)}
