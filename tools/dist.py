"""The wheel and the sdist in ``dist/``, tried as a reader gets them.

Both are checked by twine; the wheel, which is built from the sdist, is installed with nothing else
in a new environment, where the README's example and a quiz must run, and the sdist with its extra
``[book]`` in another, where the Sphinx extensions must be imported.  ``--quick`` leaves this out.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

__all__ = ["build", "example", "main", "missing", "try_package"]

ROOT = Path(__file__).parents[1]
TRIAL = """
from IPython.core.formatters import DisplayFormatter
from mlcourse import chapters
from mlcourse.chapters.gradient_descent import quiz
data, _ = DisplayFormatter().format(wave())
assert "application/vnd.jupyter.widget-view+json" in data, list(data)
assert quiz().questions, "the quiz is empty"
print(f"The README's {wave.name} is shown, {len(chapters.rooms())} chapters are there,",
      f"a quiz of {len(quiz().questions)} questions.")
"""
TRIAL_OF_BOOK = """
import importlib, pkgutil
import mlcourse.explore.sphinx, mlcourse.site
names = [info.name for info in pkgutil.walk_packages(mlcourse.site.__path__, "mlcourse.site.")]
assert names, "mlcourse.site is empty"
for name in names:
    importlib.import_module(name)
print(f"mlcourse.explore.sphinx and {len(names)} modules of mlcourse.site are imported.")
"""


def build(folder: Path) -> list[Path]:
    """Build both into an emptied folder and let twine read them."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(ROOT / "build" / "lib", ignore_errors=True)  # what was deleted must not be built
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if made.returncode:
        raise SystemExit(f"{made.stdout}\nThe package could not be built: see above.")
    files = sorted(folder.iterdir())
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *files], check=True)
    left_out = missing(ROOT / "src", next(file for file in files if file.suffix == ".whl"))
    if left_out:
        raise SystemExit(
            f"The wheel lacks {', '.join(left_out)}.\n"
            "Name their kind under package-data in pyproject.toml, or give the folder __init__.py."
        )
    return files


def missing(sources: Path, wheel: Path) -> list[str]:
    """The files of the package that a wheel does not hold."""
    held = set(zipfile.ZipFile(wheel).namelist())
    here = (
        path.relative_to(sources).as_posix()
        for path in (sources / "mlcourse").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    return sorted(name for name in here if name not in held)


def example(readme: str) -> str:
    """The README's one Python example."""
    found = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    if len(found) != 1:
        raise SystemExit(f"README.md must hold one ```python example, got {len(found)}")
    return found[0]


def try_package(package: str, program: str) -> None:
    """Install a file, ``x.whl`` or ``x.tar.gz[book]``, and run a program there.

    Both in a new environment, away from the sources.
    """
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "Scripts" if sys.platform == "win32" else "bin", "python")
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([python, "-m", "pip", "install", *quiet, package], check=True)
        Path(folder, "trial.py").write_text(program, encoding="utf-8")
        subprocess.run([python, "-I", "trial.py"], check=True, cwd=folder)


def main(arguments: list[str]) -> None:
    files = build(ROOT / "dist")
    if "--quick" not in arguments:
        wheel, sdist = sorted(files, key=lambda file: file.suffix != ".whl")
        print("Trying the wheel in a bare environment ...", flush=True)
        try_package(f"{wheel}", example((ROOT / "README.md").read_text(encoding="utf-8")) + TRIAL)
        print("Trying the sdist with [book] in another ...", flush=True)
        try_package(f"{sdist}[book]", TRIAL_OF_BOOK)
    for file in files:
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
