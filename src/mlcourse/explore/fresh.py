"""What a page is made of decides whether its notebook is executed again.

MyST-NB's cache knows a notebook's cells, not the modules they import.  So each page executes in
a cache of its own, named by the digest of what its cells import (see `mlcourse.explore.sources`):
when that changes, there is nothing to find in the new cache, and whatever is found in one was
made of just these sources.  A page whose digest changed is read again, and every page when an
extension of the book did.

A build with warnings is not remembered: Sphinx would not repeat the warnings of pages that it
need not read again, and a second strict build would turn green on its own.
"""

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from mlcourse.explore.sources import sources

__all__ = ["as_python", "cache_of", "digest_of_page", "extensions_of", "setup"]

LOGGER = logging.getLogger(__name__)
DIGITS = 16  # of a digest, in the name of a cache


def digest_of_page(env: Any, page: str, text: str) -> str:
    """The digest of what the code of a page imports; empty for a page without code."""
    path = Path(env.doc2path(page))
    reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
    cells = reader.read(text).cells if reader else []
    code = [as_python(cell.source) for cell in cells if cell.cell_type == "code"]
    made_of = f"{page}\n{sources(code, path.parent).digest}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:DIGITS] if code else ""


def as_python(cell: str) -> str:
    """A cell as Python: its magics become calls, what is below ``%%time`` stays as it is."""
    return TransformerManager().transform_cell(re.sub(r"\A\s*%%.*\n", "", cell))


def extensions_of(env: Any) -> str:
    """The digest of the extensions that the pages were read with; empty before the first build."""
    return getattr(env, "mlcourse_extensions", "")


def _digests(env: BuildEnvironment) -> dict[str, str]:
    """By page: of what it was made."""
    if not hasattr(env, "mlcourse_sources"):
        env.mlcourse_sources = {}  # type: ignore[attr-defined]
    return env.mlcourse_sources  # type: ignore[attr-defined]


def _caches(app: Sphinx) -> Path:
    """The folder of all caches: MyST-NB's setting, or its default beside the site."""
    named = app.config["nb_execution_cache_path"]
    return Path(named or Path(app.outdir).parent / ".jupyter_cache").resolve()


def cache_of(app: Sphinx, digest: str) -> Path:
    """The folder of one page's cache."""
    return _caches(app) / (digest or "none")


def _outdated(
    app: Sphinx, env: Any, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    extensions = sources([f"import {name}" for name in app.extensions], ignored=()).digest
    seen = extensions_of(env)
    env.mlcourse_extensions = extensions
    known = set(env.all_docs) - added - changed - removed
    if seen != extensions:
        return sorted(known)
    texts = {page: Path(env.doc2path(page)).read_text(encoding="utf-8") for page in known}
    return [p for p, t in texts.items() if digest_of_page(env, p, t) != _digests(env).get(p)]


def _choose_cache(app: Sphinx, page: str, content: list[str]) -> None:
    env: Any = app.env
    digest = _digests(env)[page] = digest_of_page(env, page, content[0])
    env.mystnb_config = env.mystnb_config.copy(execution_cache_path=str(cache_of(app, digest)))


def _check_again(app: Sphinx, _: Any) -> None:
    """Sources that were changed while the page was executed: which ones it saw, nobody knows."""
    page = app.env.docname
    before = _digests(app.env)[page]
    text = Path(app.env.doc2path(page)).read_text(encoding="utf-8")
    if before and digest_of_page(app.env, page, text) != before:
        shutil.rmtree(cache_of(app, before), ignore_errors=True)
        _digests(app.env)[page] = "unknown"  # so that the next build reads the page again


def _purge(_: Sphinx, env: BuildEnvironment, page: str) -> None:
    _digests(env).pop(page, None)


def _merge(_: Sphinx, env: BuildEnvironment, pages: set[str], other: BuildEnvironment) -> None:
    _digests(env).update({page: _digests(other)[page] for page in pages})


def _prune(app: Sphinx, exception: Exception | None) -> None:
    """Caches that no page uses any more."""
    if exception is None:
        for folder in _caches(app).glob("[0-9a-f]" * DIGITS):
            if folder.name not in _digests(app.env).values():
                shutil.rmtree(folder)


def _forget_a_build_with_warnings(app: Sphinx, exception: Exception | None) -> None:
    # With --keep-going Sphinx puts `warningiserror` off until the end.
    if (app.warningiserror or app.keep_going) and app._warncount:
        (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx; a page's cache is chosen before anyone looks into it."""
    app.connect("env-get-outdated", _outdated)
    app.connect("source-read", _choose_cache, priority=100)
    app.connect("doctree-read", _check_again)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("build-finished", _prune)
    app.connect("build-finished", _forget_a_build_with_warnings, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
