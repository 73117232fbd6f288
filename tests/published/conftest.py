"""What `make site` publishes, served as a host would: under the path that its pages tell."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tools.plain import address_of

from tests.browser.conftest import HTML, browser, serve, visit

__all__ = ["address", "browser", "exposed", "host", "published", "serve", "visit"]

ALL_CELLS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}

Host = Callable[[Path], str]


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of the site with Python and JupyterLite in it."""
    site = Path(os.environ.get("MLCOURSE_SITE", HTML))
    if not (site / "lite" / "index.html").exists():
        pytest.fail(f"{site} is not complete: run `make site PYODIDE=...` first")
    return site


@pytest.fixture(scope="session")
def host(
    published: Path, serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Host:
    """Serve a site where its pages say that it stands, ``/mlcourse/`` say."""

    def under_its_path(site: Path) -> str:
        path = urlsplit(address_of(published)).path.strip("/")
        at = tmp_path_factory.mktemp("host") / path
        at.parent.mkdir(parents=True, exist_ok=True)
        root = at.parents[len(path.split("/")) - 1] if path else site
        if path:
            at.symlink_to(site, target_is_directory=True)
        return f"{serve(root)}/{path}/".replace("//", "/").replace(":/", "://")

    return under_its_path


@pytest.fixture(scope="session")
def address(published: Path, host: Host) -> str:
    """The site's address, with the last slash."""
    return host(published)


@pytest.fixture(scope="session")
def exposed(published: Path, host: Host, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the same site, with a JupyterLite that a test may talk to."""
    site = tmp_path_factory.mktemp("exposed")
    (site / "lite").mkdir()
    for folder in (published, published / "lite"):
        for path in folder.iterdir():
            if path.name not in ("lite", "jupyter-lite.json"):
                (site / path.relative_to(published)).symlink_to(path)
    settings = json.loads((published / "lite" / "jupyter-lite.json").read_text(encoding="utf-8"))
    data = settings["jupyter-config-data"]
    data["exposeAppInBrowser"] = True
    data["settingsOverrides"] |= ALL_CELLS  # every cell is in the page
    (site / "lite" / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    return host(site)
