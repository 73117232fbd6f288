"""A page with one baked explorer and nothing else, for tests that spoil it."""

from pathlib import Path

from mlcourse.explore import Explorer
from mlcourse.explore.bake import bake
from mlcourse.explore.page import front_files

__all__ = ["write_page"]


def write_page(explorer: Explorer, folder: Path) -> dict[str, Path]:
    """Write ``index.html`` and its files; returns the baked ones by their last parts."""
    baked = bake(explorer, explorer.default)
    (folder / "explorers").mkdir()
    for name, content in baked["files"].items():
        (folder / "explorers" / name).write_text(content, encoding="utf-8")
    for name, content in front_files().items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>One explorer</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="explorer.css">'
        '<script defer src="explorer.js"></script></head><body><main><h1>One explorer</h1>'
        + baked["html"].replace("{root}", "")
        + "</main></body></html>",
        encoding="utf-8",
    )
    return {name.split(".", 2)[2]: folder / "explorers" / name for name in baked["files"]}
