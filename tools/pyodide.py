"""Python for the pages: put Pyodide and this package's wheel into the built site.

    make python PYODIDE=<folder, .tar.bz2, or the address of either>

Copies what the pages of the book need of Pyodide's release into ``python/pyodide/`` of the site,
each file only with the checksum that ``tools/pyodide.json`` has of it, and the package without its
Sphinx extensions into ``python/wheels/``.  ``python/manifest.json`` lists both for the worker of a
page, which checks every file again.  ``--kernel`` adds what a notebook kernel in the browser needs;
a site that has JupyterLite gets it in any case, and the new wheel in JupyterLite's lock file.
"""

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TABLE = Path(__file__).with_suffix(".json")
SETTING = re.compile(r"const PYTHON = .*?;")
LATER = ("matplotlib", "scipy")  # fetched when a cell first imports them

Source = Callable[[str], bytes]


def source_of(place: str, scratch: Path) -> Source:
    """What gives a file of the release by its name.

    Parameters
    ----------
    place : str
        A folder with the files, the release's archive, or an address of either.
    scratch : Path
        Where an archive is unpacked.
    """
    if place.startswith(("https://", "http://")):
        if not place.endswith((".tar.bz2", ".tar.gz", ".tar")):
            base = place.rstrip("/")

            def download(name: str) -> bytes:
                with urllib.request.urlopen(f"{base}/{name}", timeout=120) as answer:
                    return bytes(answer.read())

            return download
        archive = scratch / place.rpartition("/")[2]
        print(f"Downloading {place} ...")
        with urllib.request.urlopen(place, timeout=600) as answer, archive.open("wb") as file:
            shutil.copyfileobj(answer, file)
        place = str(archive)
    path = Path(place)
    if path.is_file():
        with tarfile.open(path) as archive_file:
            archive_file.extractall(scratch, filter="data")
        found = next(scratch.rglob("pyodide.asm.wasm"), None)
        if found is None:
            raise SystemExit(f"{place} is no release of Pyodide: pyodide.asm.wasm is not in it")
        path = found.parent
    if not path.is_dir():
        raise SystemExit(f"PYODIDE must be a folder, an archive or an address, got {place!r}")
    return lambda name: (path / name).read_bytes()


def checked(name: str, source: Source, sha256: str) -> bytes:
    """A file whose checksum is right; ends with a sentence otherwise."""
    version = json.loads(TABLE.read_text(encoding="utf-8"))["info"]["version"]
    try:
        content = source(name)
    except (OSError, urllib.error.URLError) as error:
        raise SystemExit(f"{name} of Pyodide {version} could not be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SystemExit(f"{name} has another checksum than that of Pyodide {version}")
    return content


def slim(wheel: Path) -> bytes:
    """The wheel without what only a book needs; its quizzes are there as JSON, without the YAML."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / wheel.name
        record: list[str] = []
        with (
            zipfile.ZipFile(wheel) as full,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as kept,
        ):

            def add(name: str, content: bytes) -> None:
                # one date for all: the same sources give the same bytes
                kept.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, 8)
                sum_ = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
                record.append(f"{name},sha256={sum_.decode()},{len(content)}")

            for name in sorted(full.namelist()):
                if name.startswith("mlcourse/site/") or name.endswith(("/RECORD", "/quiz.yml")):
                    continue
                content = full.read(name)
                add(name, content)
            dist_info = next(n for n in full.namelist() if n.endswith("/RECORD"))
            kept.writestr(
                zipfile.ZipInfo(dist_info, (2020, 1, 1, 0, 0, 0)),
                "\n".join([*record, f"{dist_info},,", ""]),
                8,
            )
        return out.read_bytes()


def own_wheel(scratch: Path) -> Path:
    """The package's wheel: built here, from the sources as they are."""
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "-w", str(scratch / "wheel"), str(ROOT)], check=True)
    return next((scratch / "wheel").glob("mlcourse-*.whl"))


def listed(file: str, content: bytes, **more: Any) -> dict[str, Any]:
    """The manifest's line about a file."""
    sha256 = hashlib.sha256(content).hexdigest()
    return {"file": file, "bytes": len(content), "sha256": sha256, **more}


def install(site: Path, source: Source, wheel: Path, *, kernel: bool = False) -> dict[str, Any]:
    """Write ``python/`` into the site; returns the manifest."""
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    target = site / "python"
    notebooks = site / "lite" / "pyodide-lock.json"  # lists the same files, and more
    kernel = kernel or notebooks.is_file()
    for part in ("pyodide", "wheels"):
        shutil.rmtree(target / part, ignore_errors=True)
        (target / part).mkdir(parents=True)

    def write(file: str, content: bytes) -> bytes:
        (target / file).write_bytes(content)
        return content

    def fetch(name: str, sha256: str) -> bytes:
        return write(f"pyodide/{name}", checked(name, source, sha256))

    core = [listed(f"pyodide/{name}", fetch(name, sum_)) for name, sum_ in table["core"].items()]
    entries = dict(table["packages"])
    packages = {}
    for name, entry in entries.items():
        content = fetch(entry["file_name"], entry["sha256"])
        packages[name] = listed(
            f"pyodide/{entry['file_name']}",
            content,
            depends=entry["depends"],
            imports=entry["imports"],
        )
    if kernel:
        for name, sum_ in table["kernel_core"].items():
            fetch(name, sum_)
        for entry in table["kernel_packages"].values():
            fetch(entry["file_name"], entry["sha256"])
        entries |= table["kernel_packages"]
    content = write(f"wheels/{wheel.name}", slim(wheel))
    own = listed(f"wheels/{wheel.name}", content, depends=["numpy"], imports=["mlcourse"])
    packages["mlcourse"] = own
    entries["mlcourse"] = {
        "depends": own["depends"],
        "file_name": f"../wheels/{wheel.name}",
        "imports": own["imports"],
        "install_dir": "site",
        "name": "mlcourse",
        "package_type": "package",
        "sha256": own["sha256"],
        "unvendored_tests": False,
        "version": wheel.name.split("-")[1],
    }
    lock = json.dumps({"info": table["info"], "packages": entries}, indent=1).encode()
    core.append(listed("pyodide/pyodide-lock.json", write("pyodide/pyodide-lock.json", lock)))
    manifest = {"version": table["info"]["version"], "core": core, "packages": packages}
    write("manifest.json", json.dumps(manifest, indent=1).encode())
    if notebooks.is_file():
        known = json.loads(notebooks.read_text(encoding="utf-8"))
        made = {key: entries["mlcourse"][key] for key in ("file_name", "sha256", "version")}
        known["packages"]["mlcourse"] |= made
        notebooks.write_text(json.dumps(known), encoding="utf-8")
    return manifest


def weights(manifest: dict[str, Any]) -> dict[str, int]:
    """What the button tells: megabytes that are loaded first, and at most later."""
    packages = manifest["packages"]
    first = {*packages["mlcourse"]["depends"], "mlcourse"}
    rest = sum(entry["bytes"] for name, entry in packages.items() if name not in first)
    start = sum(packages[name]["bytes"] for name in first)
    start += sum(entry["bytes"] for entry in manifest["core"])
    return {"first": round(start / 1e6), "later": round(rest / 1e6)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pyodide", help="a folder, the release's archive, or the address of either")
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--wheel", type=Path, help="of this package; built when it is not given")
    parser.add_argument("--kernel", action="store_true", help="also what a notebook kernel needs")
    given = parser.parse_args()
    if not (given.site / "index.html").is_file():
        raise SystemExit(f"{given.site} is no built book: run make book first")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        source = source_of(given.pyodide, scratch)
        wheel = given.wheel or own_wheel(scratch)
        manifest = install(given.site, source, wheel, kernel=given.kernel)
    weigh = weights(manifest)
    (given.site / "python" / "weights.json").write_text(json.dumps(weigh), encoding="utf-8")
    script = given.site / "_static" / "python_here.js"
    text = SETTING.sub(f"const PYTHON = {json.dumps(weigh)};", script.read_text(encoding="utf-8"))
    script.write_text(text, encoding="utf-8")
    print(
        f"Python {manifest['version']} is in {given.site / 'python'}: {weigh['first']} MB that a "
        f"page loads first, {weigh['later']} MB when its code needs them"
    )


if __name__ == "__main__":
    main()
