"""Learning by doing: checks of the reader's code, problems to do by hand, quizzes.

One module of checks per chapter (`probability` is chapter 01, `bayesian_inference` 02,
`gradient_descent` 07) on a small engine (`check`, `calling`); `practice` states fresh problems
for pencil and paper; `quiz` shows the questions of ``quiz_files``.  Nothing is imported before
it is asked for.
"""

import importlib
from typing import Any

__all__ = ["bayesian_inference", "gradient_descent", "practice", "probability", "quiz"]


def __getattr__(name: str) -> Any:
    if name == "quiz":
        from mlcourse.exercises.quizzes import quiz

        return quiz
    if name in __all__:
        return importlib.import_module(f"mlcourse.exercises.{name}")
    raise AttributeError(f"module 'mlcourse.exercises' has no attribute {name!r}")
