"""A quiz in a notebook and on a page: ``quiz()`` of a chapter's room.

In a notebook it is a widget; while the book is built (the Sphinx extension sets
``MLCOURSE_BAKE``) it is static HTML, to which ``quiz.js`` gives life without a kernel.  Both
are the same markup and the same script.  The explanations stand in a closed <details> below
each question: the script shows the one that fits the answer, and a reader without JavaScript
opens them by hand.

Why not jupyterquiz (2.9.6 was read): its feedback is in no live region and its radios have no
fieldset with a legend, so that a screen reader hears neither the question nor the verdict; it asks
cdn.jsdelivr.net for MathJax when the page has none; it writes to the console at every click; and
each quiz inlines 37 KB of script, without which nothing is on the page.
"""

import html
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlcourse._publish import Bundle, baking, live_bundle
from mlcourse.exercises.questions import (
    REL_TOL,
    ChoiceQuestion,
    NumberQuestion,
    Question,
    read_questions,
    rich,
)

if TYPE_CHECKING:
    from mlcourse.exercises.live import LiveQuiz

__all__ = ["Quiz", "quiz_beside"]

MARKS = {True: "✓", False: "✗"}  # before the answers that a reader without JavaScript opens


def quiz_beside(file: str) -> Callable[[], "Quiz"]:
    """The quiz of the chapter whose ``__init__.py`` this is, read when it is called.

    Parameters
    ----------
    file : str
        ``__file__`` of a module that has ``quiz.yml`` beside it.

    Returns
    -------
    callable ``() -> Quiz``

    Examples
    --------
    >>> from mlcourse.chapters.gradient_descent import quiz
    >>> quiz().name
    'gradient_descent'
    """
    folder = Path(file).parent

    def quiz() -> Quiz:
        """The quiz of this chapter, ready for display."""
        return Quiz(folder.name, read_questions(folder / "quiz.yml"))

    return quiz


class Quiz:
    """The questions of one chapter; displays itself, live or static."""

    def __init__(self, name: str, questions: tuple[Question, ...]) -> None:
        self.name = name
        self.questions = questions
        self._live: LiveQuiz | None = None

    def __repr__(self) -> str:
        return f"<quiz {self.name}: {len(self.questions)} questions>"

    def html(self) -> str:
        """The markup, the same for both lives."""
        asked = "".join(_question(self.name, n, q) for n, q in enumerate(self.questions, 1))
        return (
            '<div class="mlq" role="group" aria-label="Quiz">'
            f'{asked}<p class="mlq-score" hidden></p></div>'
        )

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        if baking():
            return {"text/plain": repr(self), "text/html": self.html()}, {}
        from mlcourse.exercises.live import LiveQuiz

        if self._live is None:
            self._live = LiveQuiz(html=self.html())
        mark = {"kind": "quiz", "name": self.name}
        return live_bundle(repr(self), self.html(), self._live, self._live, mark)


def _question(quiz: str, number: int, question: Question) -> str:
    if isinstance(question, ChoiceQuestion):
        name = html.escape(f"mlq-{quiz}-{question.id}")
        fields = "".join(
            f'<label><input type="radio" name="{name}"> <span>{rich(option.text)}</span></label>'
            for option in question.options
        )
        key = "".join(
            f"<li{' data-right' if option.right else ''}><b>{MARKS[option.right]} "
            f"{rich(option.text)}</b> <span>{rich(option.why)}</span></li>"
            for option in question.options
        )
    else:
        fields = (
            # type="number" would drop a decimal comma: "2,4" became 24
            '<label>Your answer <input type="text" inputmode="decimal" autocomplete="off"></label>'
        )
        key = _numbers(question)
    return (
        f'<div class="mlq-question"><fieldset><legend>{number}. {rich(question.ask)}</legend>'
        f'{fields}</fieldset><button type="button" hidden>Check</button>'
        '<p class="mlq-feedback" aria-live="polite"></p>'
        f"<details><summary>Answers</summary><ul>{key}</ul></details></div>"
    )


def _numbers(question: NumberQuestion) -> str:
    rows = [(question.answer, question.why, " data-right")]
    rows += [(slip.answer, slip.why, "") for slip in question.slips]
    known = "".join(
        f'<li{right} data-value="{value!r}" data-tol="{max(REL_TOL * abs(value), 1e-9):.3g}">'
        f"<b>{MARKS[bool(right)]} {value:.4g}</b> <span>{rich(why)}</span></li>"
        for value, why, right in rows
    )
    return (
        known + f"<li><b>{MARKS[False]} otherwise</b> <span>{rich(question.otherwise)}</span></li>"
    )
