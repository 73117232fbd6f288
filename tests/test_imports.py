"""Arrows point one way: in a fresh interpreter, an import brings only what it may."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import mlcourse

NUMERICS = ["probability", "statistics", "optimize", "linalg", "calculus", "learning", "data"]
DRAWING = ["matplotlib", "ipywidgets", "anywidget", "mlcourse.explore", "mlcourse.chapters"]


def modules(package: str) -> list[str]:
    root = f"mlcourse.{package}"
    __import__(root)
    return [info.name for info in pkgutil.walk_packages(sys.modules[root].__path__, root + ".")]


def brought(names: list[str], unwanted: list[str]) -> str:
    code = (
        f"import sys, importlib\nfor n in {names!r}: importlib.import_module(n)\n"
        f"print([u for u in {unwanted!r} if u in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


@pytest.mark.parametrize("package", NUMERICS)
def test_numerics_bring_no_drawing_and_no_widgets(package: str) -> None:
    names = modules(package)
    assert names
    assert brought(names, DRAWING) == "[]"


def test_the_engines_bring_no_chapter_and_no_widgets() -> None:
    for engine in ("explore", "exercises"):
        names = [n for n in modules(engine) if not n.endswith((".live", ".sphinx"))]
        assert brought(names, ["ipywidgets", "anywidget", "mlcourse.chapters"]) == "[]"
        assert brought([f"mlcourse.{engine}.live"], ["mlcourse.chapters"]) == "[]"


def test_chapters_bring_no_widgets() -> None:
    names = modules("chapters")
    assert len(names) > 20
    assert brought(names, ["ipywidgets", "anywidget", "sphinx"]) == "[]"


def test_the_package_itself_brings_nothing() -> None:
    assert brought(["mlcourse"], ["numpy", "scipy", *DRAWING]) == "[]"
    assert mlcourse.__version__


def test_the_benchmarks_find_what_they_measure() -> None:
    folder = Path(__file__).parents[1] / "benchmarks"
    names = [f"benchmarks.{path.stem}" for path in sorted(folder.glob("bench_*.py"))]
    assert len(names) > 5
    assert brought(names, []) == "[]"
