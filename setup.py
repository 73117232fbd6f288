"""What pyproject.toml cannot say: in a wheel the quizzes are JSON too.

Authors write YAML; a browser's Python has no reader for it, and a wheel then needs none.
"""

import json
from pathlib import Path

import yaml
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithQuizzes(build_py):
    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for source in Path(self.build_lib).rglob("quiz.yml"):
            questions = yaml.safe_load(source.read_text(encoding="utf-8"))
            text = json.dumps(questions, ensure_ascii=False)
            source.with_suffix(".json").write_text(text, encoding="utf-8")


setup(cmdclass={"build_py": BuildWithQuizzes})
