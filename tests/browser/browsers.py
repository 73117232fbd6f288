"""Find the browsers of the tests, or install them.

``python -m tests.browser.browsers`` prints the paths of the Chromium and the Firefox that the
tests use and installs what is missing: Playwright's own build (of Chromium: no release of
Firefox is among its builds), then the distribution's package.  It says plainly what it tried
when nothing works.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

__all__ = ["ARGS", "find", "install"]

ARGS = [  # of Chromium
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

COMMANDS = {
    "Chromium": ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    "Firefox": ["firefox-esr", "firefox"],
}
PACKAGES = {"Chromium": "chromium", "Firefox": "firefox-esr"}


def find(browser: str) -> str | None:
    """``$CHROMIUM`` or ``$FIREFOX``, one on the PATH, or Playwright's own; else ``None``."""
    named = os.environ.get(browser.upper())
    if named:
        return named if shutil.which(named) else None
    for name in COMMANDS[browser]:
        path = shutil.which(name)
        if path:
            return path
    return playwrights_own() if browser == "Chromium" else None


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


def install(browser: str, run: Callable[..., bool] = _quiet) -> tuple[str | None, list[str]]:
    """Try each way in turn; return the browser, or ``None``, and what was tried."""
    variable, package = browser.upper(), PACKAGES[browser]
    if os.environ.get(variable):
        return find(browser), [f"${variable} is set, so nothing was installed"]
    tried = []
    if browser == "Chromium":
        tried.append("playwright install chromium")
        run(sys.executable, "-m", "playwright", "install", "chromium")
    if find(browser) is None and shutil.which("apt-get"):
        if os.geteuid() == 0:
            tried.append(f"apt-get install {package}")
            run("apt-get", "update")
            run("apt-get", "install", "--yes", "--no-install-recommends", package)
        else:
            tried.append(f"(apt-get install {package} needs root, so it was left out)")
    return find(browser), tried or [f"nothing: there is no apt-get here for {package}"]


def main() -> int:
    missing = 0
    for browser in COMMANDS:
        path, tried = find(browser), []
        if path is None:
            print(f"No {browser} found: installing one ...", flush=True)
            path, tried = install(browser)
        if path is None:
            missing += 1
            print(
                f"The browser tests need {browser} and none could be found or installed.\n"
                f"Tried: {'; '.join(tried)}.\n"
                f"Install it, or set {browser.upper()} to its path, and run again.",
                file=sys.stderr,
            )
        else:
            print(f"Browser tests use {path}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
