"""The quick tests of the numerics in the Python of the pages: ``make test-wasm``.

Node runs the Pyodide that ``make python`` has put into the book, with the package's wheel from
there.  pytest and what else the tests need comes as pure Python from the package index; a test
whose oracle has none of it (scikit-learn, statsmodels) is skipped.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / "_build" / "html" / "python"
PACKAGES = ROOT / "_build" / "wasm"
PURE = ["pytest", "pluggy", "iniconfig", "packaging", "pygments", "hypothesis", "sortedcontainers",
        "attrs", "mpmath", "autograd"]  # fmt: skip
NUMERICS = ["calculus", "data", "exercises", "learning", "linalg", "optimize", "probability",
            "statistics"]  # fmt: skip


def main() -> int:
    node = shutil.which("node")
    if node is None:
        raise SystemExit("no node: install Node 18 or newer; Pyodide runs in it here")
    if not (PYTHON / "manifest.json").exists():
        raise SystemExit("the book has no Python: run make python PYODIDE=<release> first")
    if not PACKAGES.exists():
        version = ["--python-version", "3.12", "--platform", "any", "--only-binary=:all:"]
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        target = ["--target", str(PACKAGES), "--no-deps"]
        subprocess.run([*pip, *target, *version, *PURE], check=True)
    tests = sys.argv[1:] or [f"tests/{name}" for name in NUMERICS]
    script = str(Path(__file__).with_name("run.mjs"))
    command = [node, script, str(PYTHON), str(ROOT), str(PACKAGES), *tests]
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
