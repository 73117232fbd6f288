"""The button "Run Python here" where no Python is needed to try it: what it says, loads and keeps.

What the cells do is in ``test_python_cells.py``, which needs Pyodide (``make test-python``).
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.firefox import Firefox
from tests.browser.python_page import fake_python, small_page

EXERCISE = "def double(x):\n    ...\n\nchecks.check_double(double)"
WEIGHTS = {"first": 18, "later": 28}


def note(visit: Visit) -> str:
    return visit.page.locator(".python-note").inner_text()


def test_a_chapter_loads_nothing_of_python_before_the_click(
    site: Path, server: str, visit: Callable[..., Visit]
) -> None:
    for page in sorted((site / "notebooks").glob("*.html")):
        assert page.read_text(encoding="utf-8").count('class="python-here') == 1
    opened = visit(f"{server}/notebooks/{page.name}")
    assert opened.page.locator(".python-start").is_visible()
    assert not [url for url in opened.requests if "/python/" in url]
    assert opened.errors == []


def test_a_site_without_python_says_where_the_code_runs(
    tmp_path: Path, serve: Callable[[Path], str], visit: Callable[..., Visit]
) -> None:
    small_page(tmp_path, "1 + 1")
    opened = visit(f"{serve(tmp_path)}/page.html")
    opened.page.click(".python-start")
    links = opened.page.locator(".python-note a").all_text_contents()
    assert links == ["Binder", "Colab", "your own machine"]
    assert opened.errors == []


def test_a_page_from_a_disk_says_how_to_serve_it(
    tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    page = small_page(tmp_path, "1 + 1", weights=WEIGHTS)
    opened = visit(page.as_uri())
    opened.page.click(".python-start")
    assert "python3 -m http.server --directory" in note(opened)
    assert opened.errors == []


def test_the_button_says_how_much_it_loads(
    tmp_path: Path, serve: Callable[[Path], str], visit: Callable[..., Visit]
) -> None:
    small_page(tmp_path, "1 + 1", weights=WEIGHTS)
    opened = visit(f"{serve(tmp_path)}/page.html")
    assert "Loads 18 MB" in note(opened)
    assert "28 MB more" in note(opened)


SPOILED = pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file.unlink(), "is missing on this site (404)"),
        (lambda file: file.write_bytes(file.read_bytes()[:50]), "is cut short: 50 of 100 bytes"),
        (
            lambda file: file.write_bytes(b"x" * 100),
            "is not what it should be: its checksum is wrong",
        ),
    ],
    ids=["missing", "cut short", "changed"],
)


def spoiled_page(folder: Path, serve: Callable[[Path], str], spoil: Callable[[Path], None]) -> str:
    """The address of a page whose Python has one spoiled file."""
    small_page(folder, "1 + 1", weights=WEIGHTS)
    fake_python(folder, wheel=bytes(100))
    spoil(folder / "python" / "wheel")
    return f"{serve(folder)}/page.html"


@SPOILED
def test_a_spoiled_file_is_named_and_the_page_stays(
    tmp_path: Path,
    serve: Callable[[Path], str],
    visit: Callable[..., Visit],
    spoil: Callable[[Path], None],
    said: str,
) -> None:
    opened = visit(spoiled_page(tmp_path, serve, spoil))
    opened.page.click(".python-start")
    opened.page.wait_for_selector(".python-here[data-python=ended]")
    assert f"wheel {said}" in note(opened)
    assert "Restart" in note(opened)
    assert "1 + 1" in opened.page.locator(".cell_input").inner_text()


@SPOILED
def test_a_spoiled_file_is_named_in_firefox(
    firefox: Firefox,
    tmp_path: Path,
    serve: Callable[[Path], str],
    spoil: Callable[[Path], None],
    said: str,
) -> None:
    firefox.visit(spoiled_page(tmp_path, serve, spoil))
    firefox.evaluate("document.querySelector('.python-start').click()")
    firefox.wait("document.querySelector('.python-here').dataset.python === 'ended'")
    shown = firefox.evaluate("document.querySelector('.python-note').textContent")
    assert f"wheel {said}" in shown
    assert "Restart" in shown
    assert "1 + 1" in firefox.evaluate("document.querySelector('.cell_input').textContent")


def test_a_missing_list_of_files_is_said_and_can_be_tried_again(
    tmp_path: Path, serve: Callable[[Path], str], visit: Callable[..., Visit]
) -> None:
    small_page(tmp_path, "1 + 1", weights=WEIGHTS)
    opened = visit(f"{serve(tmp_path)}/page.html")
    opened.page.click(".python-start")
    opened.page.wait_for_function("!document.querySelector('.python-start').disabled")
    opened.page.wait_for_function(
        "document.querySelector('.python-note').textContent.includes('could not be loaded')"
    )
    assert "404" in note(opened)
    assert opened.page.locator(".python-start").is_enabled()


def test_what_was_solved_is_shown_again_on_this_device(
    tmp_path: Path, serve: Callable[[Path], str], visit: Callable[..., Visit]
) -> None:
    small_page(tmp_path, "1 + 1", EXERCISE)
    opened = visit(f"{serve(tmp_path)}/page.html")
    assert opened.page.locator(".python-solved").count() == 0
    opened.page.evaluate("localStorage.setItem('mlcourse-solved:page', '[\"check_double\"]')")
    opened.page.reload()
    assert opened.page.locator(".cell:has(.python-solved)").inner_text().startswith("def double")
    assert opened.page.locator(".python-solved").count() == 1
    opened.page.evaluate("localStorage.setItem('mlcourse-solved:page', 'no list')")
    opened.page.reload()
    assert opened.page.locator(".python-solved").count() == 0
    assert opened.errors == []
