"""Quizzes: every author's slip is named, and both lives are one markup."""

import copy
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from mlcourse._publish import BAKE_VARIABLE, OUTPUT_MARK, WIDGET_MIME, classic_script
from mlcourse.chapters.gradient_descent import quiz as quiz_of_chapter
from mlcourse.exercises import questions, quizzes
from mlcourse.exercises.questions import ChoiceQuestion, NumberQuestion, read_questions, rich

CHOICE = {
    "id": "one",
    "concept": "step-size",
    "ask": "Is `x` <i>here</i>?",
    "options": [
        {"right": "Yes, 1 < 2.", "why": "It is."},
        {"wrong": "No.", "why": "It is there."},
        {"wrong": "Perhaps.", "why": "It surely is."},
    ],
}
NUMBER = {
    "id": "two",
    "concept": "step-size",
    "ask": "Half of {a}?",
    "given": {"a": 8},
    "answer": "a / 2",
    "why": "Because {a} = 4 + 4.",
    "slips": [{"answer": "a", "why": "All of it."}, {"answer": "2 * a", "why": "Double."}],
    "otherwise": "Divide by two.",
}


def _read(tmp_path: Path, *entries: Any) -> tuple[questions.Question, ...]:
    path = tmp_path / "quiz.yml"
    path.write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
    return read_questions(path)


def _changed(entry: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    """A copy with one value exchanged; ``to=KeyError`` takes it out."""
    entry = copy.deepcopy(entry)
    at: Any = entry
    for key in path[:-1]:
        at = at[key]
    if to is KeyError:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return entry


def test_a_choice(tmp_path: Path) -> None:
    (question,) = _read(tmp_path, CHOICE)
    assert isinstance(question, ChoiceQuestion)
    assert [option.right for option in question.options] == [True, False, False]
    assert rich(question.ask) == "Is <code>x</code> <i>here</i>?"
    assert rich(question.options[0].text) == "Yes, 1 &lt; 2."


def test_a_number_is_computed(tmp_path: Path) -> None:
    (question,) = _read(tmp_path, NUMBER)
    assert isinstance(question, NumberQuestion)
    assert question.answer == 4.0
    assert [slip.answer for slip in question.slips] == [8.0, 16.0]
    assert question.ask == "Half of 8?"
    assert question.why == "Because 8 = 4 + 4."


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("text", "question 1: must be a mapping"),
        (_changed(CHOICE, "ask", to=KeyError), r"question 1 \(one\): keys must be .*'ask'"),
        (_changed(CHOICE, "extra", to=1), "keys must be"),
        (_changed(CHOICE, "ask", to=" "), "ask must be a text"),
        (_changed(CHOICE, "ask", to=3), "ask must be a text"),
        (_changed(CHOICE, "ask", to="$x$?"), "instead of TeX"),
        (_changed(CHOICE, "ask", to="\\alpha"), "instead of TeX"),
        (_changed(CHOICE, "ask", to="<i>x"), "ask must close every <i>"),
        (_changed(CHOICE, "ask", to="<script>x</script>"), "no tag but"),
        (_changed(CHOICE, "ask", to="<i onclick=x>x</i>"), "must"),
        (_changed(CHOICE, "id", to="Not good"), "id must be lower-case words with hyphens"),
        (_changed(CHOICE, "concept", to=None), "concept must be lower-case words"),
        (_changed(CHOICE, "options", to=3), "options must be a list"),
        (_changed(CHOICE, "options", to=CHOICE["options"][:2]), "three or more, one of them"),
        (_changed(CHOICE, "options", 0, to={"wrong": "Yes", "why": "w"}), "one of them right"),
        (_changed(CHOICE, "options", 1, to={"right": "No", "why": "w"}), "one of them right"),
        (_changed(CHOICE, "options", 1, "why", to=KeyError), "keys must be"),
        (_changed(CHOICE, "options", 1, "why", to=""), "why must be a text"),
        (_changed(CHOICE, "options", 1, to="No."), "keys must be"),
        (_changed(CHOICE, "options", 1, "why", to="It surely is."), "every why must be its own"),
        (_changed(CHOICE, "options", 1, "wrong", to="Perhaps."), "every option must be its own"),
        (_changed(NUMBER, "otherwise", to=KeyError), "keys must be"),
        (_changed(NUMBER, "given", to=[1]), "given must be a mapping"),
        (_changed(NUMBER, "answer", to="b / 2"), "name must be one of"),
        (_changed(NUMBER, "answer", to="a / 0"), "finite value"),
        (_changed(NUMBER, "ask", to="Half of {b}?"), "only the given names in braces"),
        (_changed(NUMBER, "slips", to=None), "slips must be a list"),
        (_changed(NUMBER, "slips", to=NUMBER["slips"][:1]), "slips must be two or more"),
        (_changed(NUMBER, "slips", 0, "answer", to="a / 2"), "a slip must differ"),
        (_changed(NUMBER, "slips", 1, "answer", to="1.001 * a"), "a slip must differ"),
        (_changed(NUMBER, "slips", 0, "why", to=KeyError), "keys must be"),
    ],
)
def test_what_an_author_left_out_is_named(tmp_path: Path, entry: Any, words: str) -> None:
    with pytest.raises(ValueError, match=rf"^quiz\.yml, .*{words}"):
        _read(tmp_path, entry)


def test_ids_are_unique_and_files_are_lists(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="id must be unique"):
        _read(tmp_path, CHOICE, CHOICE)
    path = tmp_path / "quiz.yml"
    path.write_text("a: 1", encoding="utf-8")
    with pytest.raises(ValueError, match="must be a list of questions"):
        read_questions(path)


class _Balance(HTMLParser):
    """Every tag that opens closes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag != "input":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_markup(tmp_path: Path) -> None:
    quiz = quizzes.Quiz("q", _read(tmp_path, CHOICE, NUMBER))
    markup = quiz.html()
    balance = _Balance()
    balance.feed(markup)
    assert balance.open == []
    assert markup.count("<fieldset><legend>") == 2
    assert markup.count('type="radio" name="mlq-q-one"') == 3
    assert markup.count('type="text" inputmode="decimal"') == 1
    assert markup.count('aria-live="polite"') == 2
    assert '<li data-right data-value="4.0" data-tol="0.02"><b>✓ 4</b>' in markup
    assert "<script" not in markup
    assert "http" not in markup


def test_static_in_the_book_and_a_widget_in_a_notebook(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    quiz = quiz_of_chapter()
    text = f"<quiz gradient_descent: {len(quiz.questions)} questions>"
    monkeypatch.setenv(BAKE_VARIABLE, "1")
    baked = quiz._repr_mimebundle_(include=None, exclude=None)
    assert baked == ({"text/plain": text, "text/html": quiz.html()}, {})
    monkeypatch.delenv(BAKE_VARIABLE)
    live, metadata = quiz._repr_mimebundle_()
    assert live["text/plain"] == text
    assert live["text/html"] == quiz.html()  # for whoever opens the notebook without its kernel
    assert metadata == {OUTPUT_MARK: {"kind": "quiz", "name": "gradient_descent"}}
    assert set(live) == {"text/plain", "text/html", WIDGET_MIME}
    # shown twice, it is one widget
    assert quiz._repr_mimebundle_()[0][WIDGET_MIME] == live[WIDGET_MIME]
    assert quiz._live is not None
    assert quiz._live.html == quiz.html()


def test_a_quiz_needs_no_folder_of_the_course(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert quiz_of_chapter().name == "gradient_descent"


def test_a_quiz_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    quiz = quizzes.quiz_beside(str(tmp_path / "__init__.py"))
    with pytest.raises(FileNotFoundError, match=r"quiz\.yml"):
        quiz()
    (tmp_path / "quiz.yml").write_text(yaml.safe_dump([CHOICE]), encoding="utf-8")
    assert [question.id for question in quiz().questions] == ["one"]


def test_the_front_end_is_small_and_self_contained() -> None:
    import gzip

    here = Path(quizzes.__file__).parent
    script = (here / "quiz.js").read_text(encoding="utf-8")
    style = (here / "quiz.css").read_text(encoding="utf-8")
    assert len(gzip.compress((script + style).encode(), 9)) < 4096
    for word in ("eval(", "Function(", "import", "http", "fetch", "console"):
        assert word not in script
    assert not re.search(r"https?:|@import|url\(", style)


def test_the_plain_script_has_no_module_syntax() -> None:
    from mlcourse.exercises.sphinx import quiz_script

    plain = quiz_script()
    assert "export" not in plain
    assert plain.rstrip().endswith("})();")
    with pytest.raises(ValueError, match="must end with its default export"):
        classic_script("let a;", "go();")


def test_the_extension_serves_pages_with_a_quiz_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # a stand-in for Sphinx's application; tests/browser/test_quiz_page.py runs the real one
    from mlcourse.exercises import sphinx

    hooks: dict[str, Any] = {}
    added: list[str] = []
    app: Any = SimpleNamespace(
        connect=hooks.__setitem__,
        builder=SimpleNamespace(format="html"),
        outdir=tmp_path,
        add_js_file=lambda name, loading_method: added.append(f"{name} {loading_method}"),
        add_css_file=added.append,
    )
    monkeypatch.setenv(BAKE_VARIABLE, "")
    assert sphinx.setup(app) == {"parallel_read_safe": True, "parallel_write_safe": True}
    assert os.environ[BAKE_VARIABLE] == "1"
    hooks["builder-inited"](app)
    written = sorted(path.name for path in (tmp_path / "_static" / "mlcourse").iterdir())
    assert written == ["quiz.css", "quiz.js"]
    hooks["html-page-context"](app, "a", "page.html", {"body": "<p>no quiz</p>"}, None)
    hooks["html-page-context"](app, "search", "search.html", {}, None)
    assert added == []
    body = quiz_of_chapter().html()
    hooks["html-page-context"](app, "b", "page.html", {"body": body}, None)
    assert added == ["mlcourse/quiz.js defer", "mlcourse/quiz.css"]


def test_other_builders_get_no_files(tmp_path: Path) -> None:
    from mlcourse.exercises.sphinx import _write_files

    _write_files(SimpleNamespace(builder=SimpleNamespace(format="latex"), outdir=tmp_path))
    assert list(tmp_path.iterdir()) == []
