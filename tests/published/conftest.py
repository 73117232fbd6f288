"""What `make site` publishes, served as a host would: under a sub-path."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import HTML, browser, serve, visit

__all__ = ["address", "browser", "published", "serve", "visit"]


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of the site with Python and JupyterLite in it."""
    site = Path(os.environ.get("MLCOURSE_SITE", HTML))
    if not (site / "lite" / "index.html").exists():
        pytest.skip("the site is not complete: run `make site PYODIDE=...`, or `make test-site`")
    return site


@pytest.fixture(scope="session")
def address(
    published: Path, serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The site under ``/some/book/``, with the last slash."""
    root = tmp_path_factory.mktemp("host")
    (root / "some").mkdir()
    (root / "some" / "book").symlink_to(published, target_is_directory=True)
    return f"{serve(root)}/some/book/"
