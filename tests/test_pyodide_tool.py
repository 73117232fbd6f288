"""``make python``: only files with the right checksum, a wheel without what pages do not need."""

import base64
import hashlib
import importlib.util
import json
import re
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tools import site

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pyodide_tool", ROOT / "tools" / "pyodide.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    path = tmp_path / "mlcourse-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mlcourse/__init__.py", "x = 1\n")
        archive.writestr("mlcourse/site/assets.py", "import sphinx\n")
        archive.writestr("mlcourse/chapters/a/quiz.yml", "- {ask: é, tol: 0.5}\n")
        archive.writestr("mlcourse/chapters/a/quiz.json", '[{"ask": "é", "tol": 0.5}]')
        archive.writestr("mlcourse-0.1.0.dist-info/METADATA", "Name: mlcourse\n")
        archive.writestr("mlcourse-0.1.0.dist-info/RECORD", "of old\n")
    return path


@pytest.fixture
def release(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release of three small files, and the table of them."""
    folder = tmp_path / "release"
    folder.mkdir()
    sums = {}
    for name in ("pyodide.asm.wasm", "pyodide.js", "numpy.whl", "ipython.whl"):
        (folder / name).write_text(f"content of {name}")
        sums[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()

    def entry(name: str) -> dict[str, Any]:
        file = f"{name}.whl"
        return {"file_name": file, "sha256": sums[file], "depends": [], "imports": [name]}

    table = {
        "info": {"version": "0"},
        "core": {name: sums[name] for name in ("pyodide.asm.wasm", "pyodide.js")},
        "kernel_core": {},
        "packages": {"numpy": entry("numpy")},
        "kernel_packages": {"ipython": entry("ipython")},
    }
    (tmp_path / "table.json").write_text(json.dumps(table))
    monkeypatch.setattr(tool, "TABLE", tmp_path / "table.json")
    return folder


def test_the_wheel_of_the_pages_is_slim_and_whole(tool: ModuleType, wheel: Path) -> None:
    made = wheel.with_name("slim.whl")
    made.write_bytes(tool.slim(wheel))
    assert tool.slim(wheel) == made.read_bytes()  # the same sources, the same bytes
    with zipfile.ZipFile(made) as archive:
        record = "mlcourse-0.1.0.dist-info/RECORD"
        assert sorted(archive.namelist()) == [
            "mlcourse-0.1.0.dist-info/METADATA",
            record,
            "mlcourse/__init__.py",
            "mlcourse/chapters/a/quiz.json",
        ]
        quiz = archive.read("mlcourse/chapters/a/quiz.json")
        assert json.loads(quiz) == [{"ask": "é", "tol": 0.5}]
        for line in archive.read(record).decode().splitlines():
            name, sum_, _ = line.split(",")
            if name != record:
                sha256 = hashlib.sha256(archive.read(name)).digest()
                assert sum_ == "sha256=" + base64.urlsafe_b64encode(sha256).decode().rstrip("=")


def test_what_is_installed_is_listed_with_its_checksum(
    tool: ModuleType, wheel: Path, release: Path, tmp_path: Path
) -> None:
    website = tmp_path / "site"
    manifest = tool.install(website, tool.source_of(str(release), tmp_path), wheel)
    listed = [*manifest["core"], *manifest["packages"].values()]
    assert {entry["file"] for entry in listed} == {
        path.relative_to(website / "python").as_posix()
        for path in (website / "python").glob("*/*")
    }  # fmt: skip
    for entry in listed:
        content = (website / "python" / entry["file"]).read_bytes()
        assert entry["bytes"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
    lock = json.loads((website / "python" / "pyodide" / "pyodide-lock.json").read_text())
    assert set(lock["packages"]) == {"numpy", "mlcourse"}
    kernel = tool.install(website, tool.source_of(str(release), tmp_path), wheel, kernel=True)
    assert (website / "python" / "pyodide" / "ipython.whl").exists()
    assert "ipython" not in kernel["packages"]  # no page loads it


def test_notebooks_that_were_there_find_their_packages_and_the_new_wheel(
    tool: ModuleType, wheel: Path, release: Path, tmp_path: Path
) -> None:
    """``make python`` after ``make lite``."""
    website, source = tmp_path / "site", tool.source_of(str(release), tmp_path)
    tool.install(website, source, wheel, kernel=True)
    lock = json.loads((website / "python" / "pyodide" / "pyodide-lock.json").read_text())
    lock["packages"]["mlcourse"]["depends"] = ["numpy", "ipywidgets"]
    (website / "lite").mkdir()
    (website / "lite" / "pyodide-lock.json").write_text(json.dumps(lock))
    assert site.spoiled(website) == []
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("mlcourse/more.py", "y = 2\n")
    tool.install(website, source, wheel)
    assert site.spoiled(website) == []
    again = json.loads((website / "lite" / "pyodide-lock.json").read_text())
    assert again["packages"]["mlcourse"]["depends"] == ["numpy", "ipywidgets"]
    (website / "python" / "pyodide" / "ipython.whl").unlink()
    (website / "python" / "wheels" / wheel.name).write_bytes(b"other")
    told = [line for line in site.problems(website) if "lite/pyodide-lock.json lists" in line]
    assert [line.split()[0] for line in told] == ["ipython.whl", wheel.name]


def test_an_archive_serves_as_well(
    tool: ModuleType, wheel: Path, release: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "pyodide-0.tar.bz2"
    with tarfile.open(archive, "w:bz2") as file:
        file.add(release, "pyodide")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    source = tool.source_of(str(archive), scratch)
    assert source("pyodide.js") == b"content of pyodide.js"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_text("other"), "another checksum than that of Pyodide 0"),
        (lambda path: path.unlink(), "could not be read"),
    ],
)
def test_a_spoiled_release_is_refused_by_name(
    tool: ModuleType, wheel: Path, release: Path, tmp_path: Path, spoil: Any, said: str
) -> None:
    spoil(release / "numpy.whl")
    with pytest.raises(SystemExit, match=rf"numpy\.whl .*{said}"):
        tool.install(tmp_path / "site", tool.source_of(str(release), tmp_path), wheel)


def test_a_place_that_is_none_is_refused(tool: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="a folder, an archive or an address"):
        tool.source_of(str(tmp_path / "nowhere"), tmp_path)


def test_the_table_is_closed(tool: ModuleType) -> None:
    table = json.loads(tool.TABLE.read_text(encoding="utf-8"))
    pages, kernel = table["packages"], table["kernel_packages"]
    assert all(set(entry["depends"]) <= set(pages) for entry in pages.values())
    assert all(set(e["depends"]) <= {*pages, *kernel} for e in kernel.values())
    files = [entry["sha256"] for entry in (*pages.values(), *kernel.values())]
    assert all(re.fullmatch("[0-9a-f]{64}", s) for s in [*files, *table["core"].values()])
    supported = {"numpy": "2.0", "scipy": "1.14", "matplotlib": "3.8"}
    for name, least in supported.items():  # what pyproject.toml promises is what runs there
        assert pages[name]["version"].startswith(least)
        assert f'"{name}>={least}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
