"""Arrows point one way: in a fresh interpreter, an import brings only what it may."""

import pkgutil
import subprocess
import sys

import pytest

import mlcourse

NUMERICS = ["probability", "statistics", "optimize", "linalg", "calculus", "learning", "data"]
DRAWING = ["matplotlib", "ipywidgets", "anywidget", "mlcourse.explore", "mlcourse.explorers"]


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


def test_the_engine_brings_no_chapter_and_no_widgets() -> None:
    names = [n for n in modules("explore") if not n.endswith((".live", ".sphinx"))]
    assert brought(names, ["ipywidgets", "anywidget", "mlcourse.explorers"]) == "[]"
    assert brought(["mlcourse.explore.live"], ["mlcourse.explorers"]) == "[]"


def test_explorers_bring_no_widgets() -> None:
    assert brought(["mlcourse.explorers.gradient_descent"], ["ipywidgets", "anywidget"]) == "[]"


def test_the_package_itself_brings_nothing() -> None:
    assert brought(["mlcourse"], ["numpy", "scipy", *DRAWING]) == "[]"
    assert mlcourse.__version__
