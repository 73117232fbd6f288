"""What the files for GitHub Pages and Read the Docs run, is there; the branch for Colab is made."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

from mlcourse.site.pages import COLAB_BRANCH

ROOT = Path(__file__).parents[1]


def workflow() -> dict[str, Any]:
    text = (ROOT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)["jobs"])


def commands() -> list[str]:
    steps = [step for job in workflow().values() for step in job["steps"]]
    docs = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text(encoding="utf-8"))
    return [step["run"] for step in steps if "run" in step] + docs["build"]["commands"]


def test_every_target_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    run = {found for line in commands() for found in re.findall(r"\bmake ([a-z-]+)", line)}
    assert {"check", "dist", "site", "test-python", "test-wasm", "test-site"} <= run
    assert run <= targets


def test_pyodide_is_the_one_whose_checksums_are_known() -> None:
    known = json.loads((ROOT / "tools" / "pyodide.json").read_text(encoding="utf-8"))
    version = known["info"]["version"]
    for name in (".github/workflows/publish.yml", ".readthedocs.yaml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert set(re.findall(r"pyodide-(\d+\.\d+\.\d+)", text)) == {version}, name


def test_the_branch_for_colab_holds_the_notebooks_alone(tmp_path: Path) -> None:
    """The step's own commands, in a clone of a repository beside it."""

    def git(*arguments: str, at: Path) -> str:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
        return subprocess.run(command, cwd=at, check=True, text=True, capture_output=True).stdout

    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    git("init", "-q", "-b", "main", at=origin)
    for name in ("README.md", "notebooks/old.ipynb"):
        (origin / name).parent.mkdir(exist_ok=True)
        (origin / name).write_text("old")
    git("add", ".", at=origin)
    git("commit", "-q", "-m", "first", at=origin)
    git("clone", "-q", str(origin), str(clone), at=tmp_path)
    made = clone / "notebooks-for-colab" / "notebooks"
    made.mkdir(parents=True)
    (made / "new.ipynb").write_text("new")
    (step,) = (step["run"] for step in workflow()["colab"]["steps"] if "run" in step)
    environment = {**os.environ, "GITHUB_SHA": "0" * 40}
    subprocess.run(["bash", "-e", "-c", step], cwd=clone, check=True, env=environment)
    listed = git("ls-tree", "-r", "--name-only", COLAB_BRANCH, at=origin).split()
    assert listed == ["notebooks/new.ipynb"]
    assert git("log", "--oneline", COLAB_BRANCH, at=origin).count("\n") == 1
