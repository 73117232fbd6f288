"""A quiz as a widget; the only module of the exercises that needs anywidget."""

from pathlib import Path

import anywidget
import traitlets

__all__ = ["LiveQuiz"]

HERE = Path(__file__).parent


class LiveQuiz(anywidget.AnyWidget):
    """The markup of a quiz, brought to life by ``quiz.js`` in the notebook's page."""

    _esm = HERE / "quiz.js"
    _css = HERE / "quiz.css"
    html = traitlets.Unicode().tag(sync=True)
