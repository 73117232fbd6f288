"""The digest changes with everything that the imports reach, and with nothing else."""

import os
import sys
from pathlib import Path

import pytest

from mlcourse.explore.sources import Sources, file_of, sources

FILES = {
    "pack/__init__.py": "",
    "pack/top.py": "from . import middle\nfrom .deep.leaf import value",
    "pack/middle.py": "def late():\n    import pack.hidden",
    "pack/hidden.py": "",
    "pack/unused.py": "",
    "pack/deep/__init__.py": "from .other import value as other",
    "pack/deep/leaf.py": "value = 1",
    "pack/deep/other.py": "",
    "pack/deep/words.txt": "words",
    "pack/lazy/__init__.py": "__getattr__, __dir__ = None, None",
    "pack/lazy/_a.py": "from pack.lazy.common import x",
    "pack/lazy/_b.py": "",
    "pack/lazy/common.py": "x = 1",
    "pack/star/__init__.py": "__all__ = ['one']",
    "pack/star/one.py": "",
    "beside.py": "TABLE = 'numbers.csv'",
    "numbers.csv": "1,2",
    "front.js": "",
    "stranger.csv": "1,2",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def reached(folder: Path, *code: str) -> set[str]:
    """The files whose change is seen."""
    before = sources(code, folder).digest
    out = set()
    for name, text in FILES.items():
        (folder / name).write_text(text + "\n# changed")
        if sources(code, folder).digest != before:
            out.add(name)
        (folder / name).write_text(text)
    assert sources(code, folder).digest == before
    return out


TOP = {"pack/__init__.py", "pack/top.py", "pack/middle.py", "pack/hidden.py",
       "pack/deep/__init__.py", "pack/deep/leaf.py"}  # fmt: skip
LAZY = {"pack/__init__.py", *(f"pack/lazy/{n}.py" for n in ("__init__", "_a", "_b", "common"))}


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("x = 1", set()),
        ("import pack", {"pack/__init__.py"}),
        ("import pack.top", TOP | {"pack/deep/words.txt"}),
        ("def f():\n    from pack import top", TOP | {"pack/deep/words.txt"}),
        ("from pack.top import value", TOP | {"pack/deep/words.txt"}),
        ("import pack.deep", {"pack/__init__.py", "pack/deep/__init__.py", "pack/deep/other.py",
                              "pack/deep/words.txt"}),
        ("import pack.lazy as figures", LAZY),
        ("from pack import lazy", LAZY),
        ("from pack.lazy import a", LAZY),
        ("import pack.lazy._a", LAZY - {"pack/lazy/_b.py"}),
        ("from pack.lazy import common", LAZY - {"pack/lazy/_a.py", "pack/lazy/_b.py"}),
        ("from pack.star import *", {"pack/__init__.py", "pack/star/__init__.py",
                                     "pack/star/one.py"}),
        ("import beside", {"beside.py", "numbers.csv"}),
        ("open('stranger.csv')", {"stranger.csv"}),
        ("open('front.js')", set()),
        ("import pack.star.nothing", {"pack/__init__.py", "pack/star/__init__.py"}),
        ("import pack.middle if", set()),
    ],
)  # fmt: skip
def test_what_is_reached(folder: Path, code: str, files: set[str]) -> None:
    assert reached(folder, code) == files


def test_a_piece_that_is_not_python_leaves_the_others(folder: Path) -> None:
    assert reached(folder, "%%bash\nls -l", "import pack") == {"pack/__init__.py"}


def test_what_is_ignored_can_be_said(folder: Path) -> None:
    first = sources(["open('front.js')"], folder, ignored=()).digest
    (folder / "front.js").write_text("changed")
    assert sources(["open('front.js')"], folder, ignored=()).digest != first


def test_a_file_that_appears_or_goes_is_seen(folder: Path) -> None:
    def digest() -> str:
        return sources(["from pack import lazy\nimport missing"], folder).digest

    first = digest()
    (folder / "pack" / "lazy" / "_c.py").touch()
    second = digest()
    (folder / "missing.py").touch()
    third = digest()
    (folder / "pack" / "lazy" / "_b.py").unlink()
    assert len({first, second, third, digest()}) == 4


def test_the_same_files_elsewhere_are_the_same(folder: Path, tmp_path: Path) -> None:
    code = ["import pack.top, beside"]
    there = tmp_path / "there"
    there.mkdir()
    for name in ("pack", "beside.py", "numbers.csv"):
        (folder / name).rename(there / name)
    here = sources(code, there).digest
    for name in ("pack", "beside.py", "numbers.csv"):
        (there / name).rename(folder / name)
    assert sources(code, folder).digest == here


def test_newest_is_the_last_change_of_what_is_reached(folder: Path) -> None:
    """Also of a file that claims to be old, such as one that was copied with its times."""

    def newest() -> Sources:
        return sources(["import pack.top"], folder)

    first = newest().newest
    os.utime(folder / "pack" / "deep" / "leaf.py", (0, 0))
    assert newest().newest >= first
    future = first + 1000
    os.utime(folder / "pack" / "unused.py", (future, future))
    assert newest().newest < future
    os.utime(folder / "pack" / "deep" / "leaf.py", (future, future))
    assert newest().newest == future


def install(site: Path, package: str, version: str, digest: str) -> None:
    info = site / f"{package}-{version}.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "RECORD").write_text(f"{package}/__init__.py,sha256={digest},1\n")
    (site / package).mkdir(exist_ok=True)
    (site / package / "__init__.py").write_text("import nowhere_to_be_found")


@pytest.mark.parametrize("digest", ["two", "one"])
def test_an_installed_package_counts_by_what_was_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digest: str
) -> None:
    """One place a run: within one process an installation is read once."""
    digests = []
    for place, written in (("a", "one"), ("b", digest)):
        site = tmp_path / place / "site-packages"
        install(site, "sample_of_mine", "1.0", written)
        monkeypatch.setattr(sys, "path", [str(site), *sys.path])
        digests.append(sources(["from sample_of_mine import x"]).digest)
        monkeypatch.undo()
    assert (digests[0] == digests[1]) == (digest == "one")


def test_the_package_of_the_course_is_read_as_one_would_expect() -> None:
    """The chapter that uses the gradient methods reaches them, one that does not does not."""
    from mlcourse.explore import sources as module

    def names(code: str) -> set[str]:
        walk = module._Walk(None, module.FRONT)
        walk.follow(module._scan(code), "", None)
        return set(walk.stamps)

    descent = names("from mlcourse.chapters.gradient_descent import figures")
    chance = names("from mlcourse.chapters.probability import figures")
    one = names("import mlcourse.chapters.probability.figures._darts")
    assert "mlcourse.optimize.descent" in descent - chance
    assert "mlcourse.explore.render" in descent & chance & one
    assert "mlcourse.chapters.probability.figures._pi_race" in chance - one
    assert "mlcourse.chapters.probability:quiz.yml" not in one
    assert "mlcourse.chapters.probability:quiz.yml" in names(
        "from mlcourse.chapters.probability import quiz"
    )
    assert "mlcourse.data:files/iris.csv" in names("from mlcourse.data.tables import iris")
    assert not any("explorer.js" in name for name in descent)


def test_file_of_finds_what_python_would_import() -> None:
    import numpy.linalg

    import mlcourse.explore.bake

    for module in (mlcourse, mlcourse.explore.bake, numpy.linalg):
        found = file_of(module.__name__)
        assert found is not None
        assert found.samefile(str(module.__file__))
    assert file_of("no_such_module_anywhere") is None
