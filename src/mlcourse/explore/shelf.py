"""The shelf: where the frames of a book's explorers lie, each written once.

The Sphinx extension names a folder; the kernels that execute the notebooks bake into it, and
what they display names the files.  A file's name holds the digest of what is in it, so that
files are never changed.

An explorer that a module makes (an attribute of it) is remembered with the digest of all that
its module is made of: a notebook that is executed anew, or an explorer beside it that changed,
need not bake it again.  One that a notebook makes is baked every time: what its functions see
depends on every cell before them.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib as mpl

from mlcourse._publish import SHELF_VARIABLE
from mlcourse.explore.bake import bake
from mlcourse.explore.explorer import Explorer, State
from mlcourse.explore.sources import file_of, sources

__all__ = ["forget", "missing", "open_shelf", "shelved"]

STARTED = "started"  # a file that is as old as the build
KEPT = "kept"  # a folder: what was made of which sources


def open_shelf(folder: Path) -> None:
    """Begin a build: kernels that are started from now on bake into ``folder``."""
    (folder / KEPT).mkdir(parents=True, exist_ok=True)
    (folder / STARTED).touch()
    os.environ[SHELF_VARIABLE] = str(folder)


def shelved(explorer: Explorer, state: State) -> dict[str, Any]:
    """What `bake` gives, with its files on the shelf.

    Returns
    -------
    dict
        ``html`` as from `bake`; ``files``: the names of the files that it needs.
    """
    shelf = Path(os.environ[SHELF_VARIABLE])
    places = _places(explorer)
    made_of = _made_of(places, shelf)
    which = hashlib.sha256(json.dumps([places, state]).encode()).hexdigest()[:16]
    note = shelf / KEPT / f"{explorer.name}.{which}.json"
    if made_of and note.exists():
        remembered = json.loads(note.read_text(encoding="utf-8"))
        found: dict[str, Any] = remembered["made"]
        if remembered["of"] == made_of and not missing(shelf, found["files"]):
            return found
    baked = bake(explorer, state)
    for name in missing(shelf, baked["files"]):
        _write(shelf / name, baked["files"][name])
    made = {**baked, "files": sorted(baked["files"])}
    if made_of:  # last: a build that is stopped remembers no half
        _write(note, json.dumps({"of": made_of, "made": made}))
    return made


def missing(shelf: Path, names: Iterable[str]) -> list[str]:
    """Those of the names that are not on the shelf."""
    return [name for name in names if not (shelf / name).is_file()]


def forget(shelf: Path, used: set[str]) -> None:
    """Take off the shelf what is older than this build and no page uses."""
    start = (shelf / STARTED).stat().st_mtime
    for path in [*shelf.glob("*"), *(shelf / KEPT).glob("*")]:
        if not path.is_file() or path.name == STARTED or path.stat().st_mtime >= start:
            continue
        needs = [path.name]
        if path.parent.name == KEPT and path.suffix == ".json":
            needs = json.loads(path.read_text(encoding="utf-8"))["made"]["files"]
        if not used.issuperset(needs):
            path.unlink()


def _places(explorer: Explorer) -> list[tuple[str, str]]:
    """The modules that have the explorer, and under which name; the notebook is none."""
    return [
        (name, attribute)
        for name, module in sorted(sys.modules.items())
        if isinstance(module, ModuleType) and module is not sys.modules["__main__"]
        for attribute, value in vars(module).items()
        if value is explorer
    ]


def _made_of(places: Sequence[tuple[str, str]], shelf: Path) -> str:
    """A digest of everything the bake comes from; empty if nobody can know."""
    started = shelf / STARTED
    if not places or not all(_is_found(name) for name, _ in places) or not started.exists():
        return ""
    reached = sources([f"import {name}" for name, _ in places], Path.cwd())
    # A source that was changed after the kernel may have loaded it says nothing of the frames.
    if reached.newest >= started.stat().st_mtime:
        return ""
    # A notebook may set these; the back end says where figures are shown.
    style = sorted((k, str(v)) for k, v in dict.items(mpl.rcParams) if not k.startswith("backend"))
    return hashlib.sha256(f"{reached.digest} {style}".encode()).hexdigest()


def _is_found(name: str) -> bool:
    """Whether the source of a loaded module is the one that its name leads to."""
    loaded, found = vars(sys.modules[name]).get("__file__"), file_of(name, Path.cwd())
    return bool(loaded and found and Path(loaded).exists() and found.samefile(loaded))


def _write(path: Path, content: str) -> None:
    """Whole or not at all; kernels that run at the same time may write the same file."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(content, encoding="utf-8")
    part.replace(path)
