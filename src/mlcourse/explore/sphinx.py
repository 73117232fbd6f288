"""The Sphinx extension: baked explorers become figures and files of the site.

While the book's notebooks are executed, explorers bake themselves (`MLCOURSE_BAKE`); their
output lies in the notebook cache under a mime type of our own.  This extension turns it into
the figure element, keeps the frames beside the doctrees (so that they outlive an output
folder that was deleted) and copies what the pages use to ``_static/explorers`` at the end.
"""

import os
import re
import shutil
import sys
import tempfile
import threading
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from tqdm import tqdm

from mlcourse.explore.bake import PROGRESS_VARIABLE
from mlcourse.explore.links import ExplorerLinks, explorers_of
from mlcourse.explore.shelf import SHELF_VARIABLE
from mlcourse.explore.show import BAKE_VARIABLE, MIME
from mlcourse.site.fresh import SUFFIXES, package_digest

__all__ = ["BakedExplorer", "classic_script", "setup"]


def classic_script(module: str) -> str:
    """An ES module as a plain script, which a page opened from a disk may load too."""
    plain = re.sub(r"^ *//.*\n", "", module, flags=re.MULTILINE)
    plain = re.sub(r"^export default .*$", "", plain, flags=re.MULTILINE)
    plain = re.sub(r"^export (?=function|const|class)", "", plain, flags=re.MULTILINE)
    return f"(() => {{\n{plain}\nhydrateAll();\n}})();\n"


def _used(env: BuildEnvironment) -> dict[str, set[str]]:
    """By page: the files its explorers need."""
    if not hasattr(env, "mlcourse_explorers"):
        env.mlcourse_explorers = {}  # type: ignore[attr-defined]
    return env.mlcourse_explorers  # type: ignore[attr-defined]


def _store(env: BuildEnvironment) -> Path:
    return Path(env.doctreedir) / "explorers"


class BakedExplorer(MimeRenderPlugin):
    """Renders our mime type; MyST-NB finds it by its entry point."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [("html", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: Any, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The figure element of one baked explorer; its frames go to the store."""
        if data.mime_type != MIME or inline:
            return None
        env = renderer.renderer.sphinx_env
        store = _store(env)
        store.mkdir(parents=True, exist_ok=True)
        baked = data.content
        for name, content in baked["files"].items():
            (store / name).write_text(content, encoding="utf-8")
        _used(env).setdefault(env.docname, set()).update(baked["files"])
        explorers_of(env).setdefault(env.docname, {})[baked["name"]] = baked["controls"]
        root = "../" * env.docname.count("/") + "_static/"
        html = baked["html"].replace("{root}", root)
        return [nodes.raw("", html, format="html", classes=["mlc-raw"])]


def _purge(_: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _used(env).pop(docname, None)
    explorers_of(env).pop(docname, None)


def _merge(_: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    _used(env).update({d: names for d, names in _used(other).items() if d in docnames})
    theirs = explorers_of(other)
    explorers_of(env).update({d: found for d, found in theirs.items() if d in docnames})


def _assets(app: Sphinx, page: str, _: str, __: dict[str, Any], ___: Any) -> None:
    """The script and the style sheet, only on pages that hold an explorer."""
    if app.builder.format == "html" and page in _used(app.env):
        app.add_css_file("mlcourse/explorer.css")
        app.add_js_file("mlcourse/explorer.js", loading_method="defer")


def _write_front(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    front = files("mlcourse.explore") / "front"
    folder = Path(app.outdir) / "_static" / "mlcourse"
    folder.mkdir(parents=True, exist_ok=True)
    script = classic_script((front / "explorer.js").read_text(encoding="utf-8"))
    (folder / "explorer.js").write_text(script, encoding="utf-8")
    style = (front / "explorer.css").read_text(encoding="utf-8")
    (folder / "explorer.css").write_text(style, encoding="utf-8")


def _copy_frames(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / "explorers"
    wanted = set().union(*_used(app.env).values()) if _used(app.env) else set()
    for old in folder.glob("*"):
        if old.name not in wanted:
            old.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        if not (folder / name).exists():
            shutil.copyfile(_store(app.env) / name, folder / name)


def _set_up_shelf(app: Sphinx) -> None:
    """Bakes are kept beside the doctrees, as long as the package stays what it is.

    A quiz is no part of any figure.
    """
    shelf = Path(app.doctreedir).parent / ".bakes" / package_digest(SUFFIXES - {".yml"})[:16]
    for old in shelf.parent.glob("*"):
        if old != shelf:
            shutil.rmtree(old)
    os.environ[SHELF_VARIABLE] = str(shelf.resolve())


class _Progress:
    """Shows how far the kernels are that bake, from the file to which they tell it."""

    def __init__(self) -> None:
        handle, path = tempfile.mkstemp(suffix=".progress")
        os.close(handle)
        self.path = Path(path)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self, *_: Any) -> None:
        os.environ[PROGRESS_VARIABLE] = str(self.path)
        self._thread.start()

    def stop(self, *_: Any) -> None:
        if not self._done.is_set():
            self._done.set()
            self._thread.join()
            self.path.unlink(missing_ok=True)
            os.environ.pop(PROGRESS_VARIABLE, None)

    def _watch(self) -> None:
        bars: dict[str, tqdm[Any]] = {}
        with self.path.open() as file:
            over = False
            while not over:
                over = self._done.wait(0.2)  # once more after the last word
                for line in file.readlines():
                    name, done, total = line.rstrip("\n").split("\t")
                    if name not in bars:
                        bars[name] = tqdm(
                            total=int(total), desc=f"baking {name}", unit=" states", file=sys.stderr
                        )
                    bars[name].n = int(done)
                    bars[name].refresh()
                    if done == total:
                        bars.pop(name).close()


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this."""
    os.environ[BAKE_VARIABLE] = "1"  # the kernels that execute the notebooks inherit it
    progress = _Progress()
    app.connect("builder-inited", progress.start)
    app.connect("env-updated", progress.stop)
    app.connect("build-finished", progress.stop)
    app.connect("builder-inited", _set_up_shelf)
    app.connect("builder-inited", _write_front)
    app.add_post_transform(ExplorerLinks)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("html-page-context", _assets)
    app.connect("build-finished", _copy_frames)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
