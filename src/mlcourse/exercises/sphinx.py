"""The Sphinx extension of the quizzes: notebooks bake them, their pages get the script.

``quiz.js`` is an ES module for anywidget; a page opened from a file cannot load modules, so it
gets the same as a plain script.
"""

import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from mlcourse._publish import BAKE_VARIABLE, classic_script, write_static

__all__ = ["quiz_script", "setup"]

HERE = Path(__file__).parent
MARK = 'class="mlq"'


def quiz_script() -> str:
    """The plain script that activates every quiz of the page it is on."""
    module = (HERE / "quiz.js").read_text(encoding="utf-8")
    return classic_script(module, 'document.querySelectorAll(".mlq").forEach(activate);')


def _write_files(app: Sphinx) -> None:
    if app.builder.format == "html":
        style = (HERE / "quiz.css").read_text(encoding="utf-8")
        write_static(app.outdir, {"quiz.js": quiz_script(), "quiz.css": style})


def _add_to_page(app: Sphinx, page: str, template: str, context: Any, doctree: Any) -> None:
    if MARK in context.get("body", ""):
        app.add_js_file("mlcourse/quiz.js", loading_method="defer")
        app.add_css_file("mlcourse/quiz.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    os.environ[BAKE_VARIABLE] = "1"  # the kernels that run the notebooks inherit it
    app.connect("builder-inited", _write_files)
    app.connect("html-page-context", _add_to_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
