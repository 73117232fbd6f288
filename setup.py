"""What pyproject.toml cannot say: in a wheel the quizzes are JSON too, and nothing is left over.

Authors write YAML; a browser's Python has no reader for it, and a wheel then needs none.  What was
built here before would stay in a wheel, modules that were deleted since among it.
"""

import json
import shutil
from pathlib import Path

import yaml
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithQuizzes(build_py):
    def run(self) -> None:
        if self.editable_mode:
            super().run()
            return
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        for source in Path(self.build_lib).rglob("quiz.yml"):
            questions = yaml.safe_load(source.read_text(encoding="utf-8"))
            text = json.dumps(questions, ensure_ascii=False)
            source.with_suffix(".json").write_text(text, encoding="utf-8")


setup(cmdclass={"build_py": BuildWithQuizzes})
