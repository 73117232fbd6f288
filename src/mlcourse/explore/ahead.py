"""The notebooks are executed before the pages are read, two at a time.

Sphinx reads one page after the other, and where a notebook computes in one process the other cores
would wait; baking takes them all.  What was executed lies in the page's cache when its turn comes.
A notebook that fails, or has settings of its own, is left to its turn: MyST-NB executes it there
and tells.
"""

import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

from jupyter_core.utils import ensure_event_loop
from myst_nb.core.execute import create_client
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx
from sphinx.util import logging as sphinx_logging

from mlcourse.explore.fresh import cache_of, digest_of_page

__all__ = ["execute_ahead"]

LOGGER = sphinx_logging.getLogger(__name__)
TOGETHER = 2
SILENT: Any = logging.getLogger(f"{__name__}.silent")
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False


def execute_ahead(app: Sphinx, env: Any, pages: list[str]) -> None:
    """Fill the caches of the pages that will be read."""
    if len(pages) > 1 and env.mystnb_config.execution_mode == "cache":
        with ThreadPoolExecutor(TOGETHER) as pool:
            list(pool.map(lambda page: _execute(app, env, page), pages))


def _execute(app: Sphinx, env: Any, page: str) -> None:
    path = Path(env.doc2path(page))
    text = path.read_text(encoding="utf-8")
    digest = digest_of_page(env, page, text)
    config = env.mystnb_config.copy(execution_cache_path=str(cache_of(app, digest)))
    reader = create_nb_reader(str(path), env.myst_config, config, text)
    notebook = reader.read(text) if reader else None
    if not digest or notebook is None or config.metadata_key in notebook.metadata:
        return
    try:
        started = perf_counter()
        with create_client(notebook, str(path), config, SILENT, reader.read_fmt):
            LOGGER.info("%s: its outputs are there after %.0f s", page, perf_counter() - started)
    except Exception:
        return  # its turn will come, and with it the words
    finally:
        ensure_event_loop().close()  # this thread's
    if digest_of_page(env, page, text) != digest:  # of which sources, nobody knows
        shutil.rmtree(cache_of(app, digest), ignore_errors=True)
