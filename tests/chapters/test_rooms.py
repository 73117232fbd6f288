"""A chapter is whole: what is missing fails here instead of being left out of the other tests."""

import importlib
from pathlib import Path

import yaml

from tests.chapters.rooms import (
    CURRICULUM,
    ROOMS,
    ROOT,
    checks,
    each_room,
    modules_of,
    oracles,
    room,
)


def test_every_notebook_has_its_room_and_every_room_its_notebook() -> None:
    notebooks = {path.stem for path in ROOT.glob("notebooks/*.ipynb")}
    assert notebooks == {CURRICULUM[name]["chapter"] for name in ROOMS}
    assert len(ROOMS) >= 3


def test_every_notebook_is_in_the_table_of_contents() -> None:
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    listed = [
        Path(chapter["file"]).name
        for part in yaml.safe_load(toc)["parts"]
        for chapter in part["chapters"]
        if chapter["file"].startswith("notebooks/")
    ]
    assert listed == sorted(CURRICULUM[name]["chapter"] for name in ROOMS)


@each_room
def test_the_figures_are_those_of_the_curriculum(name: str) -> None:
    assert set(dir(room(name, "figures"))) == set(CURRICULUM[name]["explorers"])


@each_room
def test_the_room_has_every_part(name: str) -> None:
    assert len(checks(name)) >= 4
    assert room(name, "practice").problem(seed=0).text
    assert len(importlib.import_module(f"mlcourse.chapters.{name}").quiz().questions) >= 12


@each_room
def test_the_chapter_brings_its_own_oracles(name: str) -> None:
    assert {"oracles", "test_checks", "test_figures"} <= modules_of(name)
    assert oracles(name)
