"""JupyterLite in the built site: the chapters as notebooks whose Python runs in the browser.

    make lite PYODIDE=<as for make python>        # the same Pyodide, in the same folder

Writes ``lite/``, whose notebooks are in plain Markdown (`tools.plain`), and shows *Notebook in the
browser* on every chapter's page.  A lock file of its own lists Pyodide's packages and the wheels
that a notebook needs besides, each with its checksum, so that an ``import`` finds them and nothing
is asked of another site.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jupyter_server
import nbformat
from tools.plain import BuiltPage, address_of, plain

from mlcourse.site.pages import show_lite

__all__ = ["build", "lock_with", "normal", "wheel_entry"]

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "src" / "mlcourse" / "cells" / "fontlist.json"
LABEXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
KERNEL = "@jupyterlite/pyodide-kernel-extension"
EXTENSIONS = [KERNEL, "@jupyter-widgets/jupyterlab-manager", "anywidget"]
# pure wheels as they are installed here; the kernel's own come with its extension
FETCHED = ["anywidget", "comm", "ipywidgets", "psygnal", "typing_extensions"]
KERNELS_OWN = ["ipykernel", "piplite", "pyodide_kernel", "widgetsnbextension-4"]
STARTED_WITH = ["micropip", "piplite", "ssl", "sqlite3", "ipykernel", "comm", "pyodide_kernel",
                "jedi", "ipython"]  # fmt: skip
# light or dark as the reader's system is, as the book
SETTINGS = {"@jupyterlab/apputils-extension:themes": {"adaptive-theme": True}}
DEPENDS = {
    "mlcourse": ["numpy", "scipy", "matplotlib", "mlcourse-fonts", "ipywidgets", "anywidget"],
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
    "ipywidgets": ["comm", "ipython", "traitlets", "widgetsnbextension"],
    "piplite": ["micropip"],
    "pyodide-kernel": ["comm", "ipykernel", "ipython", "traitlets"],
}


def fetch_wheels(folder: Path) -> list[Path]:
    """The wheels that neither Pyodide nor this project brings."""
    folder.mkdir(parents=True)
    wanted = [f"{name}=={version(name)}" for name in FETCHED]
    pure = ["--only-binary=:all:", "--platform=any", "--python-version=3.12", "--no-deps"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *pure, "-d", str(folder), *wanted], check=True)
    for name in KERNELS_OWN:
        (wheel,) = (LABEXTENSIONS / KERNEL / "static" / "pypi").glob(f"{name}*.whl")
        shutil.copy(wheel, folder)
    return sorted(folder.glob("*.whl"))


def fonts_wheel(folder: Path) -> Path:
    """Matplotlib's list of its fonts, which it otherwise makes in seconds when it is imported."""
    wheel = folder / "mlcourse_fonts-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("matplotlib/fontlist.json", FONTS.read_bytes())
        about = "Metadata-Version: 2.1\nName: mlcourse-fonts\nVersion: 1\n"
        out.writestr("mlcourse_fonts-1.dist-info/METADATA", about)
        kind = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        out.writestr("mlcourse_fonts-1.dist-info/WHEEL", kind)
        out.writestr("mlcourse_fonts-1.dist-info/RECORD", "")
    return wheel


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wheel_entry(wheel: Path, address: str) -> dict[str, Any]:
    """A wheel's line in Pyodide's lock file."""
    name, number = wheel.name.split("-")[:2]
    return {
        "name": normal(name),
        "version": number,
        "file_name": address,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": [name],
        "depends": DEPENDS.get(normal(name), []),
        "unvendored_tests": False,
    }


def lock_with(lock: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Pyodide's lock file with more packages; ends with a sentence when one is missing."""
    packages = {**lock["packages"], **{entry["name"]: entry for entry in entries}}
    asked = {*STARTED_WITH, *(name for entry in packages.values() for name in entry["depends"])}
    missing = sorted({normal(name) for name in asked} - {normal(name) for name in packages})
    if missing:
        raise SystemExit(
            f"python/pyodide of the site lacks {', '.join(missing)}, which a notebook needs: "
            "run make lite PYODIDE=<folder or address of Pyodide's release>"
        )
    return {**lock, "packages": packages}


def own_wheel(site: Path, dist: Path) -> Path:
    """The wheel that ``make python`` put into the site, else that of ``make dist``."""
    for folder in (site / "python" / "wheels", dist):
        found = sorted(folder.glob("mlcourse-*.whl"))
        if found:
            return found[-1]
    raise SystemExit("There is no wheel of mlcourse: run make dist first")


def build(site: Path, notebooks: list[Path]) -> Path:
    """Write ``lite/`` into a site that holds Pyodide already."""
    pyodide = site / "python" / "pyodide"
    if not (pyodide / "pyodide.js").is_file():
        raise SystemExit(
            f"There is no Python in {site}: run "
            "make lite PYODIDE=<folder or address of Pyodide's release>"
        )
    lite = site / "lite"
    shutil.rmtree(lite, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        contents = work / "contents"
        contents.mkdir()
        # JupyterLab leaves a link alone that begins at the host's root, as those of 404.html
        root = urlsplit(address_of(site)).path or "/"
        for path in notebooks:
            page = BuiltPage(site / "notebooks" / f"{path.stem}.html", root)
            made = plain(nbformat.read(path, as_version=4), page)
            # as JSON holds them in memory: JupyterLite shows a text in lines with commas between
            (contents / path.name).write_text(json.dumps(made), encoding="utf-8")
        _jupyter_lite(work, lite, contents)
    # the applications show them while a cell runs, and JupyterLite leaves them out
    shutil.copytree(Path(jupyter_server.__file__).parent / "static" / "favicons",
                    lite / "static" / "favicons")  # fmt: skip
    own = own_wheel(site, ROOT / "dist")
    wheels = [*fetch_wheels(lite / "wheels"), fonts_wheel(lite / "wheels")]
    if own.parent.parent.name != "python":
        own = Path(shutil.copy(own, lite / "wheels"))
    entries = [wheel_entry(wheel, f"../../lite/wheels/{wheel.name}") for wheel in wheels]
    entries.append(wheel_entry(own, f"../../{own.relative_to(site).as_posix()}"))
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    text = json.dumps(lock_with(lock, entries))
    (lite / "pyodide-lock.json").write_text(text, encoding="utf-8")
    return lite


def _jupyter_lite(work: Path, lite: Path, contents: Path) -> None:
    settings = {
        "contents": [str(contents)],
        "output_dir": str(lite),
        "apps": ["notebooks", "lab"],
        "ignore_sys_prefix": True,
        "federated_extensions": [str(LABEXTENSIONS / name) for name in EXTENSIONS],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "cache_dir": str(work / "cache"),
    }
    # "./" is where lite/ is, "lockFileURL" is told from there too
    kernel = {
        "pyodideUrl": "./../python/pyodide/pyodide.js",
        "loadPyodideOptions": {"lockFileURL": "pyodide-lock.json", "packages": STARTED_WITH},
    }
    page = {
        "appName": "The mathematics of machine learning",
        "litePluginSettings": {f"{KERNEL}:kernel": kernel},
        "settingsOverrides": SETTINGS,
    }
    for name, content in {
        "jupyter_lite_config.json": {"LiteBuildConfig": settings},
        "jupyter-lite.json": {"jupyter-lite-schema-version": 0, "jupyter-config-data": page},
    }.items():
        (work / name).write_text(json.dumps(content), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    made = subprocess.run(
        command, cwd=work, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if made.returncode:
        raise SystemExit(f"{made.stdout}\nJupyterLite could not be built: see above.")


def show_links(site: Path) -> int:
    """Show the link to the notebook on every page that has one; returns how many."""
    shown = 0
    for page in site.glob("notebooks/*.html"):
        text = page.read_text(encoding="utf-8")
        new = show_lite(text)
        shown += 'class="launch lite"' in new
        if new != text:
            page.write_text(new, encoding="utf-8")
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    site = parser.parse_args().site
    notebooks = sorted(
        path for path in (ROOT / "notebooks").glob("*.ipynb")
        if (site / "notebooks" / f"{path.stem}.html").exists()
    )  # fmt: skip
    if not notebooks:
        raise SystemExit(f"{site} is no built book: run make book first")
    lite = build(site, notebooks)
    size = sum(path.stat().st_size for path in lite.rglob("*") if path.is_file())
    print(f"JupyterLite is in {lite} ({size / 1e6:.0f} MB), linked from {show_links(site)} pages")


if __name__ == "__main__":
    main()
