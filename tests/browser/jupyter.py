"""A Jupyter server of the tests' own, and a notebook opened in a browser with a real kernel."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Page

__all__ = ["Jupyter", "jupyter"]

ROOT = Path(__file__).parents[2]


@dataclass
class Jupyter:
    """One running server."""

    url: str
    folder: Path

    def open(
        self, page: Page, cells: Sequence[str], *, app: str = "lab", wait: str, text: str = ""
    ) -> str:
        """Write a notebook, ``text`` below its cells; open it, run it all, wait for ``wait``.

        Returns its name.
        """
        name = f"test_{time.monotonic_ns()}.ipynb"
        book = nbformat.v4.new_notebook(
            cells=[
                *(nbformat.v4.new_code_cell(source) for source in cells),
                *([nbformat.v4.new_markdown_cell(text)] if text else []),
            ],
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            },
        )
        nbformat.write(book, self.folder / name)
        self.show(page, name, app=app)
        self.run(page, "notebook:run-all-cells")
        page.wait_for_selector(wait, timeout=120_000)
        return name

    def show(self, page: Page, name: str, *, app: str = "lab") -> None:
        """Open a notebook that is there, until its kernel waits for cells."""
        path = {"lab": f"lab/tree/{name}?reset", "notebook": f"notebooks/{name}"}[app]
        page.goto(f"{self.url}/{path}")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
        self._wait_for_kernel(name)
        page.wait_for_function("() => window.jupyterapp?.restored !== undefined", timeout=60_000)
        page.evaluate("() => window.jupyterapp.restored.then(() => null)")

    def run(self, page: Page, command: str) -> None:
        """A command of the application's own, as its menus give it."""
        page.evaluate("name => void window.jupyterapp.commands.execute(name)", command)

    def end_kernel(self, name: str) -> None:
        """Shut down the kernel of a notebook, as the panel of running kernels does."""
        (session,) = [s for s in self.api("GET", "sessions") if s["path"] == name]
        self.api("DELETE", f"sessions/{session['id']}")

    def _wait_for_kernel(self, name: str) -> None:
        for _ in range(300):
            for session in self.api("GET", "sessions"):
                kernel = session["kernel"] or {}
                ready = kernel.get("connections") and kernel.get("execution_state") == "idle"
                if session["path"] == name and ready:
                    return
            time.sleep(0.2)
        raise RuntimeError(f"the kernel of {name} did not start")

    def api(self, method: str, path: str) -> Any:
        """A call of the server's own interface."""
        request = urllib.request.Request(f"{self.url}/api/{path}", method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def jupyter(
    folder: Path, *, python: str = sys.executable, imports: str = str(ROOT)
) -> Iterator[Jupyter]:
    """Start a stock server with JupyterLab and Notebook 7 over ``folder``.

    ``python`` has them installed; kernels find more modules in ``imports``.
    """
    port = _free_port()
    command = [
        python, "-m", "jupyterlab", "--no-browser", "--allow-root",
        f"--port={port}", f"--ServerApp.root_dir={folder}", "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True", "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    # nothing of the reader's own settings is touched
    environment = {
        **os.environ,
        "PYTHONPATH": imports,
        "JUPYTER_CONFIG_DIR": str(folder / ".config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / ".workspaces"),
    }
    environment.pop("MLCOURSE_BAKE", None)
    quiet = folder / ".settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)  # no notice over the figures, no look-up of news
    (quiet / "notification.jupyterlab-settings").write_text(
        '{"fetchNews": "false", "checkForUpdates": false}'
    )
    tracker = folder / ".settings" / "@jupyterlab" / "notebook-extension"
    tracker.mkdir()  # every cell is in the page, so that a test may look at any
    (tracker / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    log = (folder / "server.log").open("w")
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
    server = Jupyter(f"http://127.0.0.1:{port}", folder)
    try:
        for _ in range(200):
            try:
                server.api("GET", "status")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.3)
        else:
            raise RuntimeError((folder / "server.log").read_text()[-2000:])
        yield server
    finally:
        process.terminate()
        process.wait(20)
        log.close()
