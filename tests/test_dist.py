"""What a wheel holds; `make dist` builds one and tries it."""

import json
import runpy
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import setuptools
import yaml
from tools import dist

from mlcourse.exercises.questions import read_questions

ROOT = Path(__file__).parents[1]
QUIZZES = sorted((ROOT / "src/mlcourse/chapters").glob("*/quiz.yml"))


@pytest.mark.parametrize("source", QUIZZES, ids=lambda path: path.parent.name)
def test_a_quiz_is_the_same_as_json(source: Path, tmp_path: Path) -> None:
    made = tmp_path / "quiz.json"
    made.write_text(json.dumps(yaml.safe_load(source.read_text(encoding="utf-8"))))
    assert read_questions(made.with_suffix(".yml")) == read_questions(source)


def test_the_readme_has_one_example() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert dist.example(readme).strip().endswith("wave()")
    with pytest.raises(SystemExit, match="got 2"):
        dist.example(readme + "```python\n1\n```\n")


def test_what_a_wheel_lacks_is_named(tmp_path: Path) -> None:
    package = tmp_path / "src" / "mlcourse"
    package.mkdir(parents=True)
    for name in ("__init__.py", "photo.webp"):
        (package / name).touch()
    with ZipFile(tmp_path / "some.whl", "w") as wheel:
        wheel.writestr("mlcourse/__init__.py", "")
    assert dist.missing(tmp_path / "src", tmp_path / "some.whl") == ["mlcourse/photo.webp"]


def test_binder_pins_what_the_tests_pin() -> None:
    def pins(name: str) -> set[str]:
        return {line for line in (ROOT / name).read_text().splitlines() if "==" in line}

    assert pins("binder/requirements.txt") <= pins("requirements.txt")
    assert "\n.\n" in (ROOT / "binder/requirements.txt").read_text()  # the package itself


def test_what_was_built_before_stays_in_no_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, Any] = {}
    monkeypatch.setattr(setuptools, "setup", told.update)
    runpy.run_path(str(ROOT / "setup.py"))
    for name in ("src/one/__init__.py", "src/one/quiz.yml", "build/one/deleted.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    package = setuptools.Distribution(
        {
            "script_name": "setup.py",
            "packages": ["one"],
            "package_dir": {"": str(tmp_path / "src")},
            "package_data": {"one": ["quiz.yml"]},
        }
    )
    command = told["cmdclass"]["build_py"](package)
    command.build_lib = str(tmp_path / "build")
    command.ensure_finalized()
    command.run()
    made = sorted(path.name for path in (tmp_path / "build").rglob("*.*"))
    assert made == ["__init__.py", "quiz.json", "quiz.yml"]
