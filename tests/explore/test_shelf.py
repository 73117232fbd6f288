"""What is kept is what would be baked again, and only for explorers of the package."""

import json
import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mlcourse.chapters.probability import figures
from mlcourse.explore import bake as baking
from mlcourse.explore import sphinx as extension
from mlcourse.explore.bake import bake
from mlcourse.explore.shelf import SHELF_VARIABLE

pi_digits = figures.pi_digits


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The names of what was really baked; the shelf is an empty folder."""
    monkeypatch.setenv(SHELF_VARIABLE, str(tmp_path / "shelf"))
    names: list[str] = []
    whole = baking._bake

    def counted(drawing: Any, *rest: Any) -> dict[str, Any]:
        names.append(drawing.explorer.name)
        return whole(drawing, *rest)

    monkeypatch.setattr(baking, "_bake", counted)
    return names


def test_the_second_bake_is_the_first_one_read_again(runs: list[str], tmp_path: Path) -> None:
    first = bake(pi_digits, pi_digits.default)
    assert bake(pi_digits, pi_digits.default) == first
    assert runs == ["pi_digits"]
    (path,) = (tmp_path / "shelf").iterdir()
    assert json.loads(path.read_text("utf-8")) == first


def test_another_start_or_title_is_another_bake(runs: list[str]) -> None:
    bake(pi_digits, pi_digits.default)
    last = tuple(n - 1 for n in pi_digits.shape)
    assert bake(pi_digits, last) != bake(pi_digits, pi_digits.default)
    bake(replace(pi_digits, title="Other"), pi_digits.default)
    assert len(runs) == 3


def test_a_function_from_elsewhere_is_never_kept(runs: list[str], tmp_path: Path) -> None:
    bake(replace(pi_digits, readout=lambda view, **steps: "mine"), pi_digits.default)
    bake(replace(pi_digits, readout=lambda view, **steps: "mine"), pi_digits.default)
    assert len(runs) == 2
    assert not (tmp_path / "shelf").exists()


def test_a_changed_package_forgets_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHELF_VARIABLE, "")  # put back at the end
    old = tmp_path / ".bakes" / "0123456789abcdef"
    old.mkdir(parents=True)
    monkeypatch.setattr(extension, "package_digest", lambda suffixes: "f" * 64)
    app: Any = SimpleNamespace(doctreedir=str(tmp_path / ".doctrees"))
    extension._set_up_shelf(app)
    assert not old.exists()
    now = tmp_path / ".bakes" / ("f" * 16)
    assert os.environ[SHELF_VARIABLE] == str(now)
    now.mkdir()
    extension._set_up_shelf(app)  # nothing changed: it stays
    assert now.exists()
