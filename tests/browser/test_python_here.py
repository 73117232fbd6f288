"""The button "Run Python here" where no Python is needed to try it: what it says, loads and keeps.

What the cells do is in ``test_python_cells.py``, which needs Pyodide (``make test-python``).
"""

import json
import re
import shlex
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import Handler, Visit, serving
from tests.browser.firefox import Firefox
from tests.browser.python_page import PythonPage, fake_python, holding, small_page

EXERCISE = "def double(x):\n    ...\n\nchecks.check_double(double)"
WEIGHTS = {"first": 18, "later": 28}


def note(visit: Visit) -> str:
    return visit.page.locator(".python-note").inner_text()


def wait_ended(opened: Visit) -> None:
    opened.page.wait_for_selector(".python-here[data-python=ended]")


def test_a_chapter_loads_nothing_of_python_before_the_click(
    site: Path, server: str, visit: Callable[..., Visit]
) -> None:
    for page in sorted((site / "notebooks").glob("*.html")):
        assert page.read_text(encoding="utf-8").count('class="python-here') == 1
    opened = visit(f"{server}/notebooks/{page.name}")
    assert opened.page.locator(".python-start").is_visible()
    assert not [url for url in opened.requests if "/python/" in url]
    assert opened.errors == []


@pytest.mark.parametrize("weights", ["null", json.dumps(WEIGHTS)])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_what_the_panel_says_moves_nothing(
    server: str, browser: Browser, width: int, weights: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    panel = page.locator(".python-here")

    def seen_without(route: Route) -> None:
        script = route.fetch().text()
        assert script.count("const PYTHON = ") == 1
        waiting.append(lambda: route.fulfill(
            body=re.sub("const PYTHON = .*;", f"const PYTHON = {weights};", script)
        ))  # fmt: skip

    waiting: list[Callable[[], None]] = []
    page.route("**/python_here.js*", seen_without)
    page.goto(f"{server}/notebooks/06_optimization.html", wait_until="commit")
    panel.wait_for()
    empty = panel.bounding_box()["height"]
    while not waiting:
        page.wait_for_timeout(50)
    waiting[0]()
    expect(page.locator(".python-note")).to_have_text(re.compile("[a-z]"))
    assert panel.bounding_box()["height"] == empty
    page.close()


def test_the_button_cannot_be_pressed_before_its_script_is_there(
    tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    small_page(tmp_path, "1 + 1", weights=WEIGHTS)
    held, come = holding("/python_here.js")
    with serving(tmp_path, held) as address:
        opened = visit(f"{address}/page.html", wait="commit")
        button = opened.page.locator(".python-start")
        button.wait_for()
        assert button.is_disabled()
        come.set()
        expect(button).to_be_enabled()
    assert "Loads 18 MB" in note(opened)


def test_a_site_without_python_says_where_the_code_runs(
    tmp_path: Path, serve: Callable[[Path], str], visit: Callable[..., Visit]
) -> None:
    small_page(tmp_path, "1 + 1")
    opened = visit(f"{serve(tmp_path)}/page.html")
    links = opened.page.locator(".python-note a").all_text_contents()
    assert links == ["Binder", "Colab", "your own machine"]
    at_once = note(opened)
    opened.page.click(".python-start")
    assert note(opened) == at_once
    assert not [url for url in opened.requests if "/python/" in url]
    assert opened.errors == []


def test_a_page_from_a_disk_says_how_to_serve_it(
    tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    folder = tmp_path / "the reader's books"
    page = small_page(folder, "1 + 1", weights=WEIGHTS)
    opened = visit(page.as_uri())
    command = opened.page.locator(".python-note code").inner_text()
    served = ["python3", "-m", "http.server", "--directory", f"{folder}/"]
    assert shlex.split(command) == served
    at_once = note(opened)
    opened.page.click(".python-start")
    assert note(opened) == at_once
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
    wait_ended(opened)
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


def test_a_file_of_an_earlier_publication_is_fetched_anew(
    tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    class Kept(Handler):
        """Tells browsers to keep each file, as hosts do."""

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "max-age=600")
            super().end_headers()

    small_page(tmp_path, "1 + 1", weights=WEIGHTS)
    with serving(tmp_path, Kept) as address:
        opened = visit("about:blank")
        for published in (bytes(100), bytes(120), b"x" * 120):
            fake_python(tmp_path, wheel=published)
            opened.page.goto(f"{address}/page.html")
            opened.page.click(".python-start")
            wait_ended(opened)
            assert "Python broke down" in note(opened)  # since this wheel, whole as it is, is none


def test_over_plain_http_a_wrong_checksum_is_no_failed_connection(
    tmp_path: Path, serve: Callable[[Path], str], visit: Callable[..., Visit]
) -> None:
    address = spoiled_page(tmp_path, serve, lambda file: file.write_bytes(b"x" * 100))
    worker = tmp_path / "_static" / "python" / "worker.js"
    without = "Object.defineProperty(crypto, 'subtle', { value: undefined });\n"
    worker.write_text(without + worker.read_text(encoding="utf-8"), encoding="utf-8")
    opened = visit(address)
    opened.page.click(".python-start")
    wait_ended(opened)
    assert "wheel did not come, or its checksum is wrong" in note(opened)


def test_the_note_which_is_read_aloud_changes_only_with_what_is_done(
    tmp_path: Path, serve: Callable[[Path], str], visit: Callable[..., Visit]
) -> None:
    small_page(tmp_path, "1 + 1", weights=WEIGHTS)
    fake_python(tmp_path, wheel=bytes(5_000_000))
    opened = visit(f"{serve(tmp_path)}/page.html")
    opened.page.evaluate("""() => {
        const said = (window.said = []), amounts = (window.amounts = []);
        const note = document.querySelector(".python-note");
        new MutationObserver(() => said.push(note.textContent))
            .observe(note, { childList: true, characterData: true, subtree: true });
        new MutationObserver(() => {
            const amount = document.querySelector(".python-loading span")?.textContent;
            if (amount) amounts.push(amount);
        }).observe(note.parentElement, { childList: true, subtree: true });
    }""")
    opened.page.click(".python-start")
    wait_ended(opened)
    *before, end = opened.page.evaluate("said")
    assert before == ["Loading Python …", "Starting Python …"]
    assert end.startswith("Python broke down")
    assert opened.page.evaluate("amounts.length") > 10
    assert not opened.page.locator(".python-loading").is_visible()


Held = tuple[Visit, PythonPage, threading.Event]


@pytest.fixture
def loading(tmp_path: Path, visit: Callable[..., Visit]) -> Iterator[Held]:
    """A page of two cells that loads Python, which is none, when the event lets it come."""
    small_page(tmp_path, "1 + 1", "2 + 2", weights=WEIGHTS)
    fake_python(tmp_path, wheel=bytes(100))
    held, come = holding("/wheel")
    with serving(tmp_path, held) as address:
        opened = visit(f"{address}/page.html")
        opened.page.click(".python-start")
        yield opened, PythonPage(opened.page), come


def test_cells_that_wait_for_python_wait_no_more_when_it_does_not_come(loading: Held) -> None:
    opened, python, come = loading

    def states() -> list[str]:
        return [python.state(0), python.state(1)]

    run_all = opened.page.get_by_role("button", name="Run all cells")
    run_all.click()
    assert states() == ["waiting", "waiting"]
    opened.page.get_by_role("button", name="Restart Python").click()
    assert states() == ["", ""]
    run_all.click()
    assert states() == ["waiting", "waiting"]
    come.set()
    wait_ended(opened)
    python.wait_idle()
    assert states() == ["", ""]
    run_all.click()  # which starts Python, in vain again
    python.wait_idle()
    assert states() == ["", ""]
    assert not [error for error in opened.errors if "uncaught" in error]


def test_a_cell_that_waits_is_stopped_and_not_reset(loading: Held) -> None:
    _, python, come = loading
    python.write(0, "3 + 3")
    reset = python.cell(0).get_by_role("button", name="Reset cell 1")
    assert reset.is_enabled()
    python.press(0)
    assert python.state(0) == "waiting"
    assert reset.is_disabled()
    python.press(0)
    assert python.state(0) == ""
    assert reset.is_enabled()
    come.set()


def test_a_missing_worker_is_said_and_can_be_tried_again(
    tmp_path: Path, serve: Callable[[Path], str], visit: Callable[..., Visit]
) -> None:
    small_page(tmp_path, "1 + 1", weights=WEIGHTS)
    fake_python(tmp_path, wheel=b"no wheel")
    worker = tmp_path / "_static" / "python" / "worker.js"
    script = worker.read_bytes()
    worker.unlink()
    opened = visit(f"{serve(tmp_path)}/page.html")
    opened.page.click(".python-start")
    wait_ended(opened)
    assert "worker.js, did not load" in note(opened)
    worker.write_bytes(script)
    opened.page.get_by_role("button", name="Restart Python").click()
    opened.page.wait_for_function(  # the file that is no wheel is found whole, and the start fails
        "document.querySelector('.python-note').textContent.includes('broke down')"
    )


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
