"""Python in the page: the button of a chapter, and the scripts that it loads.

A page of a notebook gets a panel below its title.  Its script, ``python_here.js``, is all that a
page loads of this; ``make python`` (``tools/pyodide.py``) brings Python itself into the built site
and tells the script so.  Explorers and quizzes use the front ends of their engines, as modules.
"""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

__all__ = ["PANEL", "setup", "with_panel"]

FOLDER = "_static/python"
_SETTING = "const PYTHON = null;"
PANEL = (
    '<div class="python-here pst-js-only" role="group" aria-label="Python on this page">'
    '<button type="button" class="python-start" disabled>Run Python here</button>'
    '<p class="python-note"></p></div>'
)
CODE = 'class="cell_input'


def with_panel(body: str) -> str:
    """A page with the panel below its title, if it has code to run.

    Examples
    --------
    >>> with_panel('<h1>A</h1><div class="cell_input">')[:40]
    '<h1>A</h1><div class="python-here pst-js'
    >>> with_panel("<h1>A</h1>")
    '<h1>A</h1>'
    """
    return re.sub("</h1>", lambda h1: h1[0] + PANEL, body, count=1) if CODE in body else body


def _add(app: Sphinx, page: str, _: str, context: dict[str, Any], doctree: Any) -> None:
    if app.builder.name == "html" and doctree is not None:
        context["body"] = with_panel(context.get("body") or "")
        context["mlcourse_python"] = CODE in context["body"]


def _write(app: Sphinx, error: Exception | None) -> None:
    """The front ends as modules; and a site that has its Python already keeps saying so."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    package = files("mlcourse")
    for name, module in (
        ("explorer.js", package / "explore" / "front" / "explorer.js"),
        ("quiz.js", package / "exercises" / "quiz.js"),
    ):
        (folder / name).write_text(module.read_text(encoding="utf-8"), encoding="utf-8")
    note = Path(app.outdir) / "python" / "weights.json"
    script = Path(app.outdir) / "_static" / "python_here.js"
    if note.is_file():
        text = script.read_text(encoding="utf-8")
        weights = json.dumps(json.loads(note.read_text(encoding="utf-8")))
        script.write_text(text.replace(_SETTING, f"const PYTHON = {weights};"), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Connect to Sphinx, after what copies the static files and before the style sheet is cut."""
    app.connect("html-page-context", _add, priority=800)
    app.connect("build-finished", _write, priority=700)
