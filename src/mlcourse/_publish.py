"""What explorers and quizzes share where they are published and shown.

Nothing is imported here but the standard library: an extension of Sphinx, a kernel and a plain
script may all use it.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = [
    "BAKE_VARIABLE",
    "EXPLORER_MIME",
    "EXTENSIONS",
    "OUTPUT_MARK",
    "PAGE_BUILDERS",
    "SHELF_VARIABLE",
    "WIDGET_MIME",
    "Bundle",
    "baking",
    "classic_script",
    "live_bundle",
    "write_static",
]

# set by the extensions where a book is built; its kernels inherit them
BAKE_VARIABLE = "MLCOURSE_BAKE"  # quizzes are static
SHELF_VARIABLE = "MLCOURSE_SHELF"  # explorers bake their frames into this folder
EXPLORER_MIME = "application/vnd.mlcourse.explorer+json"
WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
OUTPUT_MARK = "mlcourse"  # in the metadata of an output: whose it is
EXTENSIONS = {"explorer": "mlcourse.explore.sphinx", "quiz": "mlcourse.exercises.sphinx"}
PAGE_BUILDERS = ("html", "dirhtml", "singlehtml")  # of Sphinx; what they write can run a script

Bundle = tuple[dict[str, Any], dict[str, Any]]  # data and metadata by mime type


def baking() -> bool:
    """Whether what is shown becomes part of a static page."""
    return bool(os.environ.get(BAKE_VARIABLE))


def live_bundle(text: str, html: str, root: Any, view: Any, mark: dict[str, str]) -> Bundle:
    """What a notebook shows: a widget, and HTML for whoever reads it without a kernel.

    Parameters
    ----------
    text, html : str
    root : ipywidgets widget
        Is shown.
    view : anywidget.AnyWidget
        Tells what a widget of no standard package needs (on Colab: where its manager is).
    mark : dict
        ``kind`` (of `EXTENSIONS`) and ``name``.
    """
    _, metadata = view._repr_mimebundle_()
    widget = root._repr_mimebundle_()
    data = widget[0] if isinstance(widget, tuple) else widget
    shown = {"text/plain": text, "text/html": html, WIDGET_MIME: data[WIDGET_MIME]}
    return shown, {**metadata, OUTPUT_MARK: mark}


def classic_script(module: str, call: str) -> str:
    """An ES module as a plain script, which a page opened from a disk may load too.

    Parameters
    ----------
    module : str
        Its source. ``export default``, for anywidget, comes last.
    call : str
        The statement that brings a page to life.
    """
    body, export, _ = module.partition("export default ")
    if not export:
        raise ValueError("the module must end with its default export")
    body = re.sub(r"^ *//.*\n", "", body, flags=re.MULTILINE)
    plain = re.sub(r"^export (?=function|const|class)", "", body, flags=re.MULTILINE)
    return f"(() => {{\n{plain}{call}\n}})();\n"


def write_static(site: str | Path, files: Mapping[str, str]) -> None:
    """Write files into the folder of a site that holds our scripts and styles."""
    folder = Path(site) / "_static" / "mlcourse"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
