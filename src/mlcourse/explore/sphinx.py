"""The Sphinx extension: baked explorers become figures and files of the site.

While the book's notebooks are executed, explorers bake themselves onto the shelf, a folder
beside the output (so that it outlives one that was deleted); what they display, under a mime
type of our own, names the files.  This extension turns it into the figure element and copies
the files that the pages use to ``_static/explorers`` at the end.  A page whose files are not on
the shelf any more is executed again, and so is one whose modules changed (``fresh``).
"""

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from jupyter_cache import get_cache
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from mlcourse._publish import EXPLORER_MIME, PAGE_BUILDERS, write_static
from mlcourse.explore import fresh
from mlcourse.explore.ahead import execute_ahead
from mlcourse.explore.links import ExplorerLinks, explorers_of
from mlcourse.explore.page import front_files
from mlcourse.explore.progress import Progress
from mlcourse.explore.shelf import forget, missing, open_shelf

__all__ = ["LEAST_TIMEOUT", "place", "setup"]

LOGGER = logging.getLogger(__name__)
LEAST_TIMEOUT = 600  # seconds that a cell may take: several times what the largest explorer needs
FIGURE = "mlc-raw"  # the class of the nodes that hold a figure element


def _used(env: BuildEnvironment) -> dict[str, set[str]]:
    """By page: the files its explorers need."""
    if not hasattr(env, "mlcourse_explorers"):
        env.mlcourse_explorers = {}  # type: ignore[attr-defined]
    return env.mlcourse_explorers  # type: ignore[attr-defined]


def _shelf(app: Sphinx) -> Path:
    return Path(app.outdir).resolve().parent / ".bakes"


def place(renderer: Any, baked: dict[str, Any]) -> list[nodes.Element]:
    """The figure element of one baked explorer; the page needs its files."""
    env = renderer.renderer.sphinx_env
    if lost := missing(_shelf(env.app), baked["files"]):
        page = env.docname
        LOGGER.warning("%s is not on the shelf: execute the page", lost[0], location=page)
    _used(env).setdefault(env.docname, set()).update(baked["files"])
    there = explorers_of(env).setdefault(env.docname, {})
    if there.setdefault(baked["name"], baked["controls"]) != baked["controls"]:
        LOGGER.warning(
            "two explorers of this page are named %r: links and addresses need one name each",
            baked["name"],
            location=env.docname,
        )
    return [nodes.raw("", baked["html"], format="html", classes=[FIGURE])]


def _address(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Where the static files are depends on the builder, and the doctrees serve all of them."""
    if app.builder.name in PAGE_BUILDERS:
        root = relative_uri(app.builder.get_target_uri(page), "_static/")
        for node in list(doctree.findall(nodes.raw)):
            if FIGURE in node["classes"]:
                html = node.astext().replace("{root}", root)
                node.replace_self(nodes.raw("", html, format="html", classes=[FIGURE]))


def _purge(_: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _used(env).pop(docname, None)
    explorers_of(env).pop(docname, None)


def _merge(_: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    _used(env).update({d: names for d, names in _used(other).items() if d in docnames})
    theirs = explorers_of(other)
    explorers_of(env).update({d: found for d, found in theirs.items() if d in docnames})


def _assets(app: Sphinx, page: str, _: str, __: dict[str, Any], ___: Any) -> None:
    """The script and the style sheet, only on pages that hold an explorer."""
    used = _used(app.env)
    if app.builder.name in PAGE_BUILDERS and (
        page in used or (app.builder.name == "singlehtml" and used)
    ):
        app.add_css_file("mlcourse/explorer.css")
        app.add_js_file("mlcourse/explorer.js", loading_method="defer")


def _write_front(app: Sphinx) -> None:
    if app.builder.name in PAGE_BUILDERS:
        write_static(app.outdir, front_files())


def _copy_frames(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.name not in PAGE_BUILDERS:
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
            baked = [d[EXPLORER_MIME] for d in data if EXPLORER_MIME in d]
            if any(missing(_shelf(app), one["files"]) for one in baked):
                cache.remove_cache(record.pk)
                break


def _give_cells_time(_: Sphinx, config: Config) -> None:
    """MyST-NB stops a cell after 30 seconds; one that bakes an explorer may need more."""
    given = getattr(config, "nb_execution_timeout", None)
    runs = getattr(config, "nb_execution_mode", "off") != "off"
    if runs and given is not None and 0 < given < LEAST_TIMEOUT:
        config.nb_execution_timeout = LEAST_TIMEOUT
        LOGGER.info(
            "mlcourse: a cell that bakes an explorer may take longer than nb_execution_timeout = "
            "%s s; raised to %s s",
            given,
            LEAST_TIMEOUT,
        )


def _finish(app: Sphinx, progress: Progress) -> None:
    """A page without its figure is no page: what was not baked to the end ends the build."""
    progress.stop()
    stopped, failed = progress.unfinished()
    if stopped:
        timeout = getattr(app.config, "nb_execution_timeout", None)
        failed += [
            *stopped,
            "If a cell ran out of time, set nb_execution_timeout (in _config.yml: execute: "
            f"timeout) above {timeout} s.",
        ]
    if failed:
        raise ExtensionError("\n".join(failed))


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this."""
    fresh.setup(app)
    progress = Progress()
    app.connect("config-inited", _give_cells_time)
    app.connect("builder-inited", lambda _: progress.start())
    app.connect("env-updated", lambda app, _: _finish(app, progress))
    app.connect("build-finished", lambda *_: progress.stop())
    app.connect("builder-inited", _open_shelf)
    app.connect("builder-inited", _write_front)
    app.add_post_transform(ExplorerLinks)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-before-read-docs", execute_ahead)
    app.connect("source-read", _drop_what_lost_its_files)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("doctree-resolved", _address)
    app.connect("html-page-context", _assets)
    app.connect("build-finished", _copy_frames)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
