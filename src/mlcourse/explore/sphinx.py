"""The Sphinx extension: baked explorers become figures and files of the site.

While the book's notebooks are executed, explorers bake themselves onto the shelf, a folder
beside the output (so that it outlives one that was deleted); what they display, under a mime
type of our own, names the files.  This extension turns it into the figure element and copies
the files that the pages use to ``_static/explorers`` at the end.  A page whose files are not on
the shelf any more is executed again.
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
from jupyter_cache import get_cache
from myst_nb.core.render import MimeData, MimeRenderPlugin
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from tqdm import tqdm

from mlcourse.explore.bake import PROGRESS_VARIABLE
from mlcourse.explore.links import ExplorerLinks, explorers_of
from mlcourse.explore.shelf import forget, missing, open_shelf
from mlcourse.explore.show import MIME

__all__ = ["BakedExplorer", "classic_script", "setup"]

LOGGER = logging.getLogger(__name__)


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


def _shelf(app: Sphinx) -> Path:
    return Path(app.outdir).resolve().parent / ".bakes"


class BakedExplorer(MimeRenderPlugin):
    """Renders our mime type; MyST-NB finds it by its entry point."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [("html", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: Any, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The figure element of one baked explorer; the page needs its files."""
        if data.mime_type != MIME or inline:
            return None
        env = renderer.renderer.sphinx_env
        baked = data.content
        if lost := missing(_shelf(env.app), baked["files"]):
            page = env.docname
            LOGGER.warning("%s is not on the shelf: execute the page", lost[0], location=page)
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
    folder.mkdir(parents=True, exist_ok=True)
    wanted: set[str] = set().union(*_used(app.env).values())
    for old in folder.glob("*"):
        if old.name not in wanted:
            old.unlink()
    for name in wanted:
        source, target = _shelf(app) / name, folder / name
        # a copy and no link: whoever edits the site must not edit the shelf
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            shutil.copyfile(source, target)
    forget(_shelf(app), wanted)


def _open_shelf(app: Sphinx) -> None:
    open_shelf(_shelf(app))


def _outdated(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
    return [page for page, names in _used(env).items() if missing(_shelf(app), names)]


def _drop_what_lost_its_files(app: Sphinx, *_: Any) -> None:
    """Before a page is read: an execution whose files are gone leaves the notebook cache."""
    folder = Path(app.env.mystnb_config.execution_cache_path)  # type: ignore[attr-defined]
    if not folder.is_dir():
        return
    cache = get_cache(folder)
    for record in cache.list_cache_records():
        for cell in cache.get_cache_bundle(record.pk).nb.cells:
            data = [output.get("data", {}) for output in cell.get("outputs", [])]
            if any(missing(_shelf(app), d[MIME]["files"]) for d in data if MIME in d):
                cache.remove_cache(record.pk)
                break


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
    progress = _Progress()
    app.connect("builder-inited", progress.start)
    app.connect("env-updated", progress.stop)
    app.connect("build-finished", progress.stop)
    app.connect("builder-inited", _open_shelf)
    app.connect("builder-inited", _write_front)
    app.add_post_transform(ExplorerLinks)
    app.connect("env-get-outdated", _outdated)
    app.connect("source-read", _drop_what_lost_its_files)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("html-page-context", _assets)
    app.connect("build-finished", _copy_frames)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
