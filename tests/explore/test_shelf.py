"""Frames are written once, and what is remembered is what would be baked again."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mlcourse._publish import EXPLORER_MIME, SHELF_VARIABLE
from mlcourse.explore import Explorer, shelf
from mlcourse.explore.bake import bake
from mlcourse.explore.shelf import forget, missing, open_shelf, shelved
from tests.explore.tiny import tiny

ROOT = Path(__file__).parents[2]

Bake = Callable[[Explorer, Any], dict[str, Any]]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty shelf, of a build that begins now."""
    monkeypatch.setenv(SHELF_VARIABLE, "")  # put back at the end
    open_shelf(tmp_path / "shelf")
    return tmp_path / "shelf"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """The names of what was really baked."""
    names: list[str] = []

    def counted(explorer: Explorer, state: Any) -> dict[str, Any]:
        names.append(explorer.name)
        return bake(explorer, state)

    monkeypatch.setattr(shelf, "bake", counted)
    return names


def files(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text("utf-8") for p in folder.glob("tiny*")}


def test_the_files_lie_on_the_shelf_and_the_display_names_them(folder: Path) -> None:
    whole = bake(tiny, tiny.default)
    data, _ = tiny()._repr_mimebundle_()
    shown = data[EXPLORER_MIME]
    assert data["image/png"] == whole.pop("png")
    assert shown == {**whole, "files": sorted(whole["files"])}
    assert files(folder) == whole["files"]
    assert missing(folder, shown["files"]) == []


def test_the_second_bake_is_the_first_one_found_again(runs: list[str]) -> None:
    first = shelved(tiny, tiny.default)
    assert shelved(tiny, tiny.default) == first
    assert runs == ["tiny"]


def test_another_start_is_another_bake(runs: list[str]) -> None:
    last = tuple(n - 1 for n in tiny.shape)
    assert shelved(tiny, last) != shelved(tiny, tiny.default)
    assert len(runs) == 2


def test_what_a_notebook_makes_is_never_remembered(runs: list[str]) -> None:
    """Even of functions that a module holds: a cell before may have decided which."""
    for title in ("mine", "mine"):
        shelved(replace(tiny, title=title), tiny.default)
    assert len(runs) == 2


def test_changed_sources_are_baked_again_and_the_old_note_goes(
    runs: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelved(tiny, tiny.default)
    monkeypatch.setattr(sys, "version", "another Python")
    for _ in range(2):
        shelved(tiny, tiny.default)
    assert len(runs) == 2
    assert len(list((folder / "kept").iterdir())) == 1


def test_a_lost_file_is_baked_again(runs: list[str], folder: Path) -> None:
    names = shelved(tiny, tiny.default)["files"]
    (folder / names[0]).unlink()
    assert shelved(tiny, tiny.default)["files"] == names
    assert len(runs) == 2
    assert missing(folder, names) == []


def test_settings_of_matplotlib_that_a_notebook_changes_count(
    runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import matplotlib as mpl

    shelved(tiny, tiny.default)
    with mpl.rc_context({"axes.grid": True}):
        shelved(tiny, tiny.default)
    assert len(runs) == 2


def test_a_source_changed_since_the_build_began_is_not_trusted(
    runs: list[str], folder: Path
) -> None:
    """The kernel may have loaded what was there before."""
    os.utime(folder / "started", (0, 0))
    shelved(tiny, tiny.default)
    shelved(tiny, tiny.default)
    assert len(runs) == 2


def test_a_module_that_hides_its_source_is_not_trusted(
    runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name leads to another file than the one that was loaded."""
    monkeypatch.setattr(sys.modules["tests.explore.tiny"], "__file__", __file__)
    shelved(tiny, tiny.default)
    shelved(tiny, tiny.default)
    assert len(runs) == 2


def test_a_bake_that_is_stopped_leaves_no_half(
    folder: Path, monkeypatch: pytest.MonkeyPatch, runs: list[str]
) -> None:
    whole = Path.write_text
    written = []

    def stop_at_the_second(path: Path, text: str, **rest: Any) -> int:
        written.append(path)
        if len(written) == 2:
            whole(path, text[: len(text) // 2], **rest)
            raise KeyboardInterrupt
        return whole(path, text, **rest)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", stop_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            shelved(tiny, tiny.default)
    shelved(tiny, tiny.default)
    assert runs == ["tiny", "tiny"]
    assert files(folder) == bake(tiny, tiny.default)["files"]


def test_what_no_page_uses_and_is_older_than_the_build_is_forgotten(folder: Path) -> None:
    used = shelved(tiny, tiny.default)["files"]
    last = tuple(n - 1 for n in tiny.shape)
    unused = shelved(tiny, last)["files"]
    (folder / ".part.of.a.file.1234").touch()
    forget(folder, set(used))
    assert missing(folder, unused) == []  # a build beside this one may still want them
    time.sleep(0.05)
    open_shelf(folder)
    forget(folder, set(used))
    assert sorted(files(folder)) == used
    assert len(list((folder / "kept").iterdir())) == 1
    assert not (folder / ".part.of.a.file.1234").exists()


def test_kernels_that_run_at_the_same_time_share_a_shelf(folder: Path) -> None:
    code = (
        "import json\nfrom tests.explore.tiny import tiny\n"
        f"print(json.dumps(tiny()._repr_mimebundle_()[0][{EXPLORER_MIME!r}]))"
    )
    kernels = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(2)
    ]
    answers = [json.loads(kernel.communicate()[0]) for kernel in kernels]
    assert answers[0] == answers[1]
    assert files(folder) == bake(tiny, tiny.default)["files"]
