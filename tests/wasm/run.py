"""The quick tests of the numerics in the Python of the pages: ``make test-wasm``.

Node runs the Pyodide that ``make python`` has put into the book, with the package's wheel from
there, which must be made of the sources as they are.  pytest and what else the tests need comes as
pure Python from the package index, as ``requirements.txt`` pins it; a test whose oracle has none of
it (scikit-learn, statsmodels) is skipped.
"""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / "_build" / "html" / "python"
PACKAGES = ROOT / "_build" / "wasm"
# the last Hypothesis in Python alone: that of requirements.txt is compiled
PURE = ["pytest", "pluggy", "iniconfig", "packaging", "pygments", "hypothesis==6.155.7",
        "sortedcontainers", "attrs", "mpmath", "autograd"]  # fmt: skip
NUMERICS = ["calculus", "data", "exercises", "learning", "linalg", "optimize", "probability",
            "statistics"]  # fmt: skip


def differing(wheel: Path, sources: Path) -> str | None:
    """The first module that is not the same in a wheel for pages and in the sources."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name: archive.read(name) for name in archive.namelist() if name.endswith(".py")}
    here = {p.relative_to(sources).as_posix(): p for p in (sources / "mlcourse").rglob("*.py")}
    names = sorted({*held, *(name for name in here if not name.startswith("mlcourse/site/"))})
    other = (n for n in names if n not in here or held.get(n) != here[n].read_bytes())
    return next(other, None)


def pinned(names: list[str]) -> list[str]:
    """What pip is asked for: with the version of ``requirements.txt`` where it has one."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = {line.partition("==")[0]: line for line in lines if "==" in line}
    return [pins.get(name, name) for name in names]


def main() -> int:
    node = shutil.which("node")
    if node is None:
        raise SystemExit("no node: install Node 18 or newer; Pyodide runs in it here")
    if not (PYTHON / "manifest.json").exists():
        raise SystemExit("the book has no Python: run make python PYODIDE=<release> first")
    (wheel,) = (PYTHON / "wheels").glob("mlcourse-*.whl")
    module = differing(wheel, ROOT / "src")
    if module:
        raise SystemExit(
            f"{module} is not the same in src/ and in {wheel.relative_to(ROOT)}: "
            "run make python PYODIDE=<release> again"
        )
    if not PACKAGES.exists():
        version = ["--python-version", "3.12", "--platform", "any", "--only-binary=:all:"]
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        with tempfile.TemporaryDirectory(dir=PACKAGES.parent) as scratch:
            whole = Path(scratch) / "wasm"  # renamed when nothing can break off any more
            target = ["--target", str(whole), "--no-deps"]
            subprocess.run([*pip, *target, *version, *pinned(PURE)], check=True)
            whole.rename(PACKAGES)
    tests = sys.argv[1:] or [f"tests/{name}" for name in NUMERICS]
    script = str(Path(__file__).with_name("run.mjs"))
    command = [node, script, str(PYTHON), str(ROOT), str(PACKAGES), *tests]
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
