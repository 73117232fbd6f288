"""A changed helper executes the notebooks again.

The execution cache knows a notebook's cells, not the package they import.  So the contents of
``mlcourse`` are hashed: when the hash differs from the one kept beside the cache, the cache is
emptied, and when it differs from the one in the saved environment, every page with code is read
again.  The two are kept apart because a build can stop between them.

A build with warnings is not remembered either: Sphinx would not repeat the warnings of pages
that it need not read again, and a second strict build would turn green on its own.
"""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

import mlcourse

__all__ = ["SUFFIXES", "hash_folder", "package_digest", "refresh_cache", "setup"]

LOGGER = logging.getLogger(__name__)

SUFFIXES = {".py", ".css", ".js", ".mjs", ".csv", ".gz", ".txt", ".npz", ".jpg", ".png", ".yml"}


def hash_folder(folder: Path, suffixes: Iterable[str] = SUFFIXES) -> str:
    """A digest of every source file in a folder: names and contents, in a fixed order."""
    wanted = set(suffixes)
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in wanted and path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def refresh_cache(cache: Path, digest: str) -> bool:
    """Empty the execution cache if it was filled by other sources; tell whether it was."""
    stamp = cache.with_name(cache.name + ".sources")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return False
    stale = cache.exists()
    shutil.rmtree(cache, ignore_errors=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest, encoding="utf-8")
    return stale


def package_digest(suffixes: Iterable[str] = SUFFIXES) -> str:
    """The digest of the sources of `mlcourse`."""
    return hash_folder(Path(mlcourse.__path__[0]), suffixes)


def _cache_folder(app: Sphinx) -> Path:
    """Where MyST-NB keeps what it executed: its setting, or its default beside the site."""
    named = app.config["nb_execution_cache_path"]
    return Path(named) if named else Path(app.outdir).parent / ".jupyter_cache"


def _check_cache(app: Sphinx) -> None:
    if refresh_cache(_cache_folder(app), package_digest()):
        LOGGER.info("mlcourse has changed: the notebooks are executed again")


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    digest = package_digest()
    seen = getattr(env, "mlcourse_sources", None)
    env.mlcourse_sources = digest  # type: ignore[attr-defined]
    return [] if seen == digest else sorted(set(env.all_docs) - removed)


def _forget_a_build_with_warnings(app: Sphinx, exception: Exception | None) -> None:
    # With --keep-going Sphinx puts `warningiserror` off until the end.
    if (app.warningiserror or app.keep_going) and app._warncount:
        (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx; the cache is checked before MyST-NB opens it."""
    app.connect("builder-inited", _check_cache, priority=100)
    app.connect("env-get-outdated", _outdated)
    app.connect("build-finished", _forget_a_build_with_warnings, priority=900)
