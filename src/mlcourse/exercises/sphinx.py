"""The Sphinx extension of the quizzes: notebooks bake them, their pages get the script.

``quiz.js`` is an ES module for anywidget; a page opened from a file cannot load modules, so its
``export`` is exchanged for a call, and what remains is a plain script.
"""

import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from mlcourse.exercises.quizzes import BAKE_VARIABLE

__all__ = ["classic_script", "setup"]

HERE = Path(__file__).parent
MARK = 'class="mlq"'


def classic_script(module: str) -> str:
    """The module as a plain script that activates every quiz of the page it is on."""
    body, export, _ = module.partition("export default ")
    if not export:
        raise ValueError("quiz.js must end with its export")
    return f'(() => {{\n{body}document.querySelectorAll(".mlq").forEach(activate);\n}})();\n'


def _write_files(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "mlcourse"
    target.mkdir(parents=True, exist_ok=True)
    script = classic_script((HERE / "quiz.js").read_text(encoding="utf-8"))
    (target / "quiz.js").write_text(script, encoding="utf-8")
    (target / "quiz.css").write_bytes((HERE / "quiz.css").read_bytes())


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
