"""The quiz of chapter 07 on a built page, opened from a file, in Chromium."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from mlcourse import exercises
from mlcourse.chapters.gradient_descent import quiz
from mlcourse.exercises.questions import NumberQuestion, Slip
from mlcourse.exercises.quizzes import Quiz
from mlcourse.exercises.sphinx import quiz_script
from tests.browser.conftest import visiting

N = len(quiz().questions)

CONF = """
project = "one quiz"
extensions = ["myst_nb", "mlcourse.exercises.sphinx"]
html_theme = "sphinx_book_theme"
nb_execution_raise_on_error = True
html_theme_options = {"use_download_button": False}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of two pages, one with the quiz."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    (folder / "index.md").write_text("# Start\n\n```{toctree}\nchapter\n```\n", encoding="utf-8")
    code = "from mlcourse.chapters.gradient_descent import quiz\n\nquiz()"
    cells = [nbformat.v4.new_markdown_cell("# Chapter"), nbformat.v4.new_code_cell(code)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "chapter.ipynb")
    command = [sys.executable, "-m", "sphinx", "-qnW", "--keep-going", ".", "html"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"}
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "html"


@pytest.fixture
def chapter(book: Path) -> str:
    return (book / "chapter.html").as_uri()


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with questions whose answers are 2/3, 900 and 1000."""
    slips = (Slip(answer=7.0, why="Seven."), Slip(answer=8.0, why="Eight."))
    asked = [("The prior is Beta", 2 / 3), ("How many draws", 900.0), ("Say a thousand", 1000.0)]
    questions = tuple(
        NumberQuestion(
            id=f"q{k}", concept="c", ask=ask, answer=value, why="Ten times ten.", slips=slips,
            otherwise="Else.",
        )
        for k, (ask, value) in enumerate(asked)
    )  # fmt: skip
    page = tmp_path_factory.mktemp("numbers") / "index.html"
    page.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Numbers</title>'
        f"{Quiz('numbers', questions).html()}<script>{quiz_script()}</script></html>",
        encoding="utf-8",
    )
    return page.as_uri()


@pytest.fixture(scope="module")
def answering(browser: Browser) -> Iterator[Callable[[str, str, str], Locator]]:
    """Type a number below a question; its feedback. A page is opened once for all its numbers."""
    pages: dict[str, Page] = {}
    with visiting(browser) as visit:

        def answer(address: str, asked: str, typed: str) -> Locator:
            if address not in pages:
                pages[address] = visit(address, wait="load").page
            question = pages[address].locator(".mlq-question", has_text=asked)
            feedback = question.locator(".mlq-feedback")
            feedback.evaluate("e => e.replaceChildren()")  # what was said of the number before
            question.get_by_label("Your answer").fill(typed)
            question.get_by_role("button", name="Check").click()
            return feedback

        yield answer


def test_only_the_page_with_a_quiz_gets_the_script(book: Path) -> None:
    assert "mlcourse/quiz.js" in (book / "chapter.html").read_text(encoding="utf-8")
    assert "mlcourse/quiz.css" in (book / "chapter.html").read_text(encoding="utf-8")
    assert "mlcourse/quiz" not in (book / "index.html").read_text(encoding="utf-8")
    assert "widget-view" not in (book / "chapter.html").read_text(encoding="utf-8")


def test_by_mouse(visit: Callable, chapter: str) -> None:
    page = visit(chapter, wait="load").page
    question = page.locator(".mlq-question", has_text="to fall as fast")
    feedback = question.locator(".mlq-feedback")
    score = page.locator(".mlq-score")
    expect(score).to_have_text(f"0 of {N} right")
    expect(question.locator("details")).to_be_hidden()
    question.get_by_role("button", name="Check").click()
    expect(feedback).to_have_text("Give an answer first.")
    question.get_by_label("Along the gradient ∇").check()
    expect(feedback).to_have_text("Give an answer first.")  # choosing alone decides nothing
    question.get_by_role("button", name="Check").click()
    expect(feedback).to_contain_text("✗ Not quite. That is the way of steepest ascent")
    expect(score).to_have_text(f"0 of {N} right")
    question.get_by_label("Against the gradient").check()
    question.get_by_role("button", name="Check").click()
    expect(feedback).to_contain_text("✓ Right. The slope in a direction u")
    assert feedback.get_attribute("aria-live") == "polite"
    expect(score).to_have_text(f"1 of {N} right")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0.25", "✓ Right. Every factor"),
        ("0.2499", "✓ Right."),
        (".25", "✓ Right."),
        ("0.125", "✗ Not quite. With this step the steep direction lands at once."),
        ("2", "✗ Not quite. The flat direction allows that"),
        ("0.222", "✗ Not quite. That is the fastest fixed step."),
        ("7", "✗ Not quite. Ask when |1 − αλ| < 1"),
        ("0", "✗ Not quite. Ask when"),
        ("-0.25", "✗ Not quite. Ask when"),
        ("", "Give an answer first."),
        ("  ", "Give an answer first."),
        ("0,25", "✓ Right. Every factor"),
        ("0,25", "(Read as 0.25.)"),
        ("1/4", "(Read as 0.25.)"),
        ("+,25", "✓ Right."),
        ("2.5e-1", "✓ Right."),
        ("−0.25", "✗ Not quite. Ask when"),
        ("0,125", "With this step the steep direction lands at once."),
        ("1,250", "(Read as 1.25.)"),
        ("1.234,5", "(Read as 1234.5.)"),
        ("1,234.5", "(Read as 1234.5.)"),
        ("a quarter", "Give a number, such as 0.25"),
        ("1/0", "Give a number, such as 0.25"),
        ("0.3", "✗ Not quite. Ask when"),  # one digit is no rounding of 0.25
        ("25 %", "✓ Right. Every factor"),
        ("25%", "(Read as 0.25.)"),
        ("12,5 %", "With this step the steep direction lands at once."),
        ("25", "✗ Not quite. Ask when"),
        ("%", "Give a number, such as 0.25"),
        ("25 % or so", "Give a number, such as 0.25"),
        ("25 %%", "Give a number, such as 0.25"),
    ],
)
def test_numbers(answering: Callable, chapter: str, typed: str, words: str) -> None:
    expect(answering(chapter, "The Hessian of a quadratic", typed)).to_contain_text(words)


@pytest.mark.parametrize(
    ("asked", "typed", "verdict"),
    [
        ("The prior is Beta", "0.67", "✓"),  # 2/3, rounded rightly to two digits
        ("The prior is Beta", "2/3", "✓"),
        ("The prior is Beta", "66.7 %", "✓"),
        ("The prior is Beta", "67 %", "✓"),
        ("The prior is Beta", "66 %", "✗"),
        ("The prior is Beta", "70 %", "✗"),
        ("The prior is Beta", "0.7", "✗"),
        ("The prior is Beta", "0.66", "✗"),  # and wrongly
        ("How many draws", "900", "✓"),
        ("How many draws", "9e2", "✓"),
        ("How many draws", "1,000", "✗"),
    ],
)
def test_rounding(answering: Callable, numbers: str, asked: str, typed: str, verdict: str) -> None:
    expect(answering(numbers, asked, typed)).to_contain_text(verdict)


def test_thousands_are_read_where_they_are_meant(answering: Callable, numbers: str) -> None:
    feedback = answering(numbers, "a thousand", "1,000")
    expect(feedback).to_contain_text("✓ Right. Ten times")
    expect(feedback).to_contain_text("(Read as 1000.)")


BLANKS = [" ", "\u00a0", "\u202f", "\u2009", "’", "'"]


@pytest.mark.parametrize("blank", BLANKS, ids=[f"U+{ord(blank):04X}" for blank in BLANKS])
def test_thousands_may_be_set_apart(answering: Callable, numbers: str, blank: str) -> None:
    feedback = answering(numbers, "a thousand", f"2{blank}090{blank}000")
    expect(feedback).to_contain_text("(Read as 2090000.)")
    expect(answering(numbers, "a thousand", f"2{blank}09")).to_contain_text("Give a number")


def test_by_keyboard_alone(visit: Callable, chapter: str) -> None:
    page = visit(chapter, wait="load").page
    page.locator(".mlq input").first.focus()
    page.keyboard.press("ArrowDown")  # the second option, which is right
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first = page.locator(".mlq-question").nth(0)
    expect(first.locator(".mlq-feedback")).to_contain_text("✓ Right.")
    page.keyboard.press("Tab")
    page.keyboard.type("2.4")
    page.keyboard.press("Enter")  # inside the field: no need to reach the button
    second = page.locator(".mlq-question").nth(1)
    expect(second.locator(".mlq-feedback")).to_contain_text("✓ Right.")
    expect(page.locator(".mlq-score")).to_have_text(f"2 of {N} right")


def test_every_question_can_be_answered_rightly(visit: Callable, chapter: str) -> None:
    page = visit(chapter, wait="load").page
    for question in page.locator(".mlq-question").all():
        items = question.locator("details li")
        place = [item.get_attribute("data-right") is not None for item in items.all()].index(True)
        if question.locator("input[type=text]").count():
            value = items.nth(place).get_attribute("data-value")
            question.get_by_label("Your answer").fill(f"{float(value):.3g}")
        else:
            question.locator("input").nth(place).check()
        question.get_by_role("button").click()
        expect(question.locator(".mlq-feedback")).to_contain_text("✓ Right.")
    expect(page.locator(".mlq-score")).to_have_text(f"{N} of {N} right")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_and_alone_on_the_wire(visit: Callable, chapter: str, theme: str) -> None:
    seen = visit(chapter, theme=theme, wait="load")
    page = seen.page
    page.locator("html").evaluate(f"element => element.dataset.theme = '{theme}'")
    for words, label in [("to fall as fast", "Against"), ("On a parabola", "zigzag")]:
        question = page.locator(".mlq-question", has_text=words)
        question.get_by_label(label).check()
        question.get_by_role("button").click()
    behind = page.locator(".text_html", has=page.locator(".mlq"))
    assert behind.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    # before axe, which reads the style sheets once more
    own = [url.partition("?")[0].rpartition("/")[2] for url in seen.requests if "quiz" in url]
    assert sorted(own) == ["quiz.css", "quiz.js"]
    assert seen.foreign("file:") == []
    # the plain theme complains of its own missing default
    assert [error for error in seen.errors if "theme mode" not in error] == []
    found = Axe().run(page, context=".mlq")
    assert found.response["violations"] == [], found.generate_report()


def test_nothing_sticks_out_on_a_phone(visit: Callable, chapter: str) -> None:
    page = visit(chapter, width=390, wait="load").page
    box = page.locator(".mlq").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.locator(".mlq").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_without_javascript_the_answers_open_by_hand(visit: Callable, chapter: str) -> None:
    page = visit(chapter, wait="load", java_script_enabled=False).page
    question = page.locator(".mlq-question").first
    expect(question.locator("button")).to_be_hidden()
    question.locator("summary").click()
    expect(question.locator("details li").first).to_contain_text("way of steepest ascent")
    expect(question.locator("details li[data-right] b")).to_contain_text("✓ Against")
    expect(question.locator("details li", has_text="✓")).to_have_count(1)


def test_the_module_gives_life_to_a_widget(
    visit: Callable, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    # what anywidget does with the module in a notebook, twice for one quiz shown in two cells
    front = Path(exercises.__file__).parent
    (tmp_path / "quiz.js").write_bytes((front / "quiz.js").read_bytes())
    markup = json.dumps(quiz().html()).replace("</", "<\\/")
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Two views</title>'
        '<link rel="icon" href="data:,"></head><body><div id="a"></div><div id="b"></div>'
        '<script type="module">import quiz from "./quiz.js";\n'
        f"const model = {{ get: () => {markup} }};\n"
        'for (const id of ["a", "b"]) quiz.render({ model, el: document.getElementById(id) });'
        "</script></body></html>",
        encoding="utf-8",
    )
    seen = visit(serve(tmp_path) + "/index.html")
    first, second = (seen.page.locator(f"#{name} .mlq-question").first for name in "ab")
    for question in (first, second):
        question.get_by_label("Against the gradient").check()
    expect(first.get_by_label("Against the gradient")).to_be_checked()  # groups are apart
    first.get_by_role("button").click()
    expect(first.locator(".mlq-feedback")).to_contain_text("✓ Right.")
    expect(seen.page.locator("#a .mlq-score")).to_have_text(f"1 of {N} right")
    expect(seen.page.locator("#b .mlq-score")).to_have_text(f"0 of {N} right")
    seen.page.evaluate("() => { document.onkeydown = (event) => { window.heard = event.key } }")
    first.locator("input").first.focus()
    seen.page.keyboard.press("a")
    assert seen.page.evaluate("window.heard ?? null") is None  # "a" inserts a cell in JupyterLab
    seen.page.keyboard.press("Control+k")
    assert seen.page.evaluate("window.heard ?? null") == "k"  # the search of the book
    assert seen.errors == []
