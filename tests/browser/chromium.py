"""Find a Chromium for the browser tests, or install one.

``python -m tests.browser.chromium`` prints the path of the browser that the tests use and
installs one where there is none: Playwright's own build first, then the distribution's package.
It says plainly what it tried when nothing works.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

__all__ = ["ARGS", "find", "install"]

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def find() -> str | None:
    """The browser: ``$CHROMIUM``, one on the PATH, or Playwright's own; else ``None``."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if shutil.which(named) else None
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return playwrights_own()


def playwrights_own() -> str | None:
    """The build that ``playwright install chromium`` fetched, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _quiet(*command: str) -> bool:
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return False
    return done.returncode == 0


def install(run: Callable[..., bool] = _quiet) -> tuple[str | None, list[str]]:
    """Try each way in turn; return the browser, or ``None``, and what was tried."""
    if os.environ.get("CHROMIUM"):
        return find(), ["$CHROMIUM is set, so nothing was installed"]
    tried = ["playwright install chromium"]
    run(sys.executable, "-m", "playwright", "install", "chromium")
    if find() is None and shutil.which("apt-get"):
        if os.geteuid() == 0:
            tried.append("apt-get install chromium")
            run("apt-get", "update")
            run("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
        else:
            tried.append("(apt-get install chromium needs root, so it was left out)")
    return find(), tried


def main() -> int:
    path, tried = find(), []
    if path is None:
        print("No Chromium found: installing one ...", flush=True)
        path, tried = install()
    if path is None:
        print(
            "The browser tests need Chromium and none could be found or installed.\n"
            f"Tried: {'; '.join(tried)}.\n"
            "Install Chromium or Chrome, or set CHROMIUM to its path, and run again.",
            file=sys.stderr,
        )
        return 1
    print(f"Browser tests use {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
