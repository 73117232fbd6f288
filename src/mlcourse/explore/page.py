"""The files that bring a page's explorers to life."""

from importlib.resources import files

from mlcourse._publish import classic_script

__all__ = ["front_files"]


def front_files() -> dict[str, str]:
    """The script and the style sheet of the front end, by name."""
    front = files("mlcourse.explore") / "front"
    script = (front / "explorer.js").read_text(encoding="utf-8")
    style = (front / "explorer.css").read_text(encoding="utf-8")
    return {"explorer.js": classic_script(script, "hydrateAll();"), "explorer.css": style}
