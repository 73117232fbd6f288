"""Python in the page, for real: ``make test-python``, after ``make python``.

One chapter whole, then every chapter, with the numbers that its page shows; explorers, exercises,
errors, loops without end, and an interpreter that dies.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import (
    HTML,
    ROOT,
    Handler,
    Visit,
    leave_out_what_repeats,
    serving,
    visiting,
)
from tests.browser.firefox import Firefox
from tests.browser.python_page import BUSY, LONG, PythonPage, holding

pytestmark = pytest.mark.python
CHAPTERS = sorted(path.stem for path in (HTML / "notebooks").glob("*.html"))
LIVED_IN = "07_gradient_descent"

# Of each cell: how it ended, the text that came with the page, and the text that it shows now.
READ = """() => [...document.querySelectorAll("main .cell")]
  .filter((cell) => cell.querySelector(".cell_input"))
  .map((cell) => {
    const still = cell.querySelector(".cell_output"), now = cell.querySelector(".python-output");
    const all = (box, parts) => [...(box?.querySelectorAll(parts) ?? [])];
    const text = (box, parts) => all(box, parts).map((e) => e.textContent);
    return {
      state: cell.dataset.python,
      before: text(still, "pre").join("").trim(),
      now: text(now, ".python-text").join("").trim(),
      figures: [still?.querySelectorAll("figure.mlc").length ?? 0,
                now.querySelectorAll("figure.mlc-alive").length],
    };
  })"""


# The longest time between two frames, in milliseconds, over two seconds.
LONGEST_FRAME = """() => new Promise((resolve) => {
  const began = performance.now();
  let last = began, longest = 0;
  requestAnimationFrame(function next() {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (now - began < 2000) requestAnimationFrame(next);
    else resolve(longest);
  });
})"""


@pytest.fixture(scope="session")
def python_site(site: Path) -> Path:
    if not (site / "python" / "manifest.json").exists():
        pytest.fail("the book has no Python: run `make python PYODIDE=<folder or address>` first")
    return site


@pytest.fixture(scope="module")
def go(browser: Browser, python_site: Path) -> Iterator[Callable[..., Visit]]:
    with visiting(browser) as visit:
        yield visit


@pytest.fixture(scope="module")
def lived(go: Callable[..., Visit], server: str) -> tuple[Visit, PythonPage]:
    """One chapter whose Python runs, for all tests that do not end it."""
    visit = go(f"{server}/notebooks/{LIVED_IN}.html")
    python = PythonPage(visit.page)
    python.start()
    python.run(0)
    return visit, python


def test_an_explorer_lives_from_the_code_of_its_cell(lived: tuple[Visit, PythonPage]) -> None:
    visit, python = lived
    k = python.with_code("figures.which_way()")
    python.run(k, "figures.which_way(angle=90)")
    figure = python.cell(k).locator(".python-output figure.mlc-alive")
    readout = figure.locator(".mlc-readout")
    assert readout.inner_text().startswith("Direction 90°")
    figure.locator("input[type=range]").focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function(
        "e => e.textContent.startsWith('Direction 95°')", arg=readout.element_handle()
    )
    drag_to_its_end(visit.page, figure.locator("input[type=range]"))
    visit.page.wait_for_function(
        "e => parseInt(e.textContent.split(' ')[1]) > 300", arg=readout.element_handle()
    )
    assert not python.cell(k).locator(".cell_output figure.mlc").is_visible()
    python.cell(k).get_by_role("button", name="Reset cell").click()
    assert python.cell(k).locator(".cell_output figure.mlc").is_visible()
    assert visit.errors == []


def drag_to_its_end(page: Page, slider: Locator) -> None:
    """With the mouse, from the thumb by the middle to the right end."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    place = "e => (e.value - e.min) / (e.max - e.min)"
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8 + slider.evaluate(place) * (box["width"] - 16), y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, y, steps=5)
    assert slider.evaluate(place) == pytest.approx(0.5, abs=0.1)
    page.mouse.move(box["x"] + box["width"] - 2, y, steps=5)
    page.mouse.up()


def test_an_explorer_that_the_reader_writes(lived: tuple[Visit, PythonPage]) -> None:
    visit, python = lived
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (documented,) = [c for c in re.findall(r"```python\n(.*?)```", text, re.S) if "powers()" in c]
    shown = python.run(1, documented)
    assert python.state(1) == "done", shown
    readout = python.cell(1).locator(".python-output figure.mlc-alive .mlc-readout")
    before = readout.inner_text()
    python.cell(1).locator(".python-output input[type=range]").first.press("Home")
    visit.page.wait_for_function(
        "([e, before]) => e.textContent !== before", arg=[readout.element_handle(), before]
    )
    assert visit.errors == []


def test_a_wrong_answer_gets_its_hint_and_a_right_one_is_remembered(
    lived: tuple[Visit, PythonPage],
) -> None:
    visit, python = lived
    k = python.with_code("checks.check_gradient_step")
    answer = (
        "def gradient_step(x, gradient, step_size):\n    return x {} step_size * gradient\n"
        "\nchecks.check_gradient_step(gradient_step)"
    )
    assert "not attempted yet" in python.run(k)
    assert "is the sign right?" in python.run(k, answer.format("+"))
    sign = python.cell(k).locator(".python-sign")
    assert re.fullmatch(r"\d+\.\d s", sign.inner_text())
    assert python.cell(k).locator(".python-solved").count() == 0
    python.cell(k + 1).locator("summary").click()
    assert python.run(k + 1)  # the solution that came with the page is nobody's own
    assert visit.page.locator(".python-solved").count() == 0
    assert "50 random inputs agree" in python.run(k, answer.format("-"))
    assert sign.inner_text().startswith("✓")
    assert python.cell(k).locator(".python-solved").is_visible()
    again = visit.page.context.new_page()
    again.goto(visit.page.url)
    solved = again.locator(".cell:has(.python-solved) pre").first.text_content() or ""
    assert solved.startswith("def gradient_step")
    again.close()


def test_practice_answers_in_place(lived: tuple[Visit, PythonPage]) -> None:
    _, python = lived
    code = "p = practice.problem(seed=3)\ndisplay(p)\np.check(1e9)\np.solution()"
    shown = python.run(2, code)
    assert "✗" in shown
    assert len(shown) > 200


def test_an_error_is_short_and_marks_the_line(lived: tuple[Visit, PythonPage]) -> None:
    _, python = lived
    python.run(3, "def reciprocal(n):\n    return 1 / n")
    shown = python.run(4, "a = 1\nprint(reciprocal(2))\nreciprocal(0)")
    assert [line for line in shown.split("\n") if line] == [
        "0.5",
        "ZeroDivisionError: division by zero",
        "cell 4, line 2: return 1 / n",
    ]
    assert python.state(4) == "failed"
    assert python.cell(3).locator(".python-marked").inner_text().strip() == "return 1 / n"
    assert "line 2: b = (" in python.run(4, "a = 1\nb = (\n")
    assert "Run all above" in python.run(4, "never_made")
    assert "'('" in python.run(4, "print(")


def test_what_is_drawn_is_shown_as_svg(lived: tuple[Visit, PythonPage]) -> None:
    visit, python = lived
    python.run(4, "import matplotlib.pyplot as plt\nplt.plot([1, 4])\nplt.title('Two points');")
    image = python.cell(4).locator("img.python-figure")
    assert (image.get_attribute("src") or "").startswith("data:image/svg+xml")
    assert image.get_attribute("alt") == "Figure: Two points"
    assert visit.page.evaluate("e => e.naturalWidth", image.element_handle()) > 100
    shown = python.run(4, "print('before', end='')\nplt.plot([4, 1])\nplt.show()\nprint('after')")
    assert "non-interactive" not in shown
    children = "box => [...box.children].map((e) => e.querySelector('img') ? 'img' : e.textContent)"
    parts = python.cell(4).locator(".python-output").evaluate(children)
    assert [part.strip() for part in parts] == ["before", "img", "after"]


def test_keys_run_go_on_and_leave(lived: tuple[Visit, PythonPage]) -> None:
    visit, python = lived
    python.write(4, "print('ran')")
    keys = visit.page.keyboard
    keys.press("Control+Enter")
    python.wait_idle()
    assert python.output(4).strip() == "ran"
    keys.press("Shift+Enter")
    python.wait_idle()
    inside = "document.activeElement.closest('.cell')?.querySelector('pre').textContent"
    assert visit.page.evaluate(inside) == python.cell(5).locator("pre").first.text_content()
    keys.press("Tab")
    assert visit.page.evaluate("document.activeElement.className").startswith("cm-content")
    keys.press("Escape")
    keys.press("Tab")
    assert not visit.page.evaluate("document.activeElement.className").startswith("cm-content")


def test_integers_have_32_bits_and_memory_ends(lived: tuple[Visit, PythonPage]) -> None:
    _, python = lived
    assert python.run(4, "print(np.intp, np.arange(2).dtype)").strip().endswith("int32")
    shown = python.run(4, "kept = []\nwhile True:\n    kept.append(np.ones(2**24))")
    assert "MemoryError" in shown
    assert "about 2 GB" in shown
    assert python.run(4, "kept = None\nprint('goes on')").strip() == "goes on"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out_on_a_phone(
    lived: tuple[Visit, PythonPage], theme: str
) -> None:
    visit, _ = lived
    page = visit.page.context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(visit.page.url)
    python = PythonPage(page)
    python.start()
    python.run(0)
    python.run(2, "x = [1, 'two', None]  # a comment\nfor k in x:\n    print(f'{k}', True)\n1 / 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = """() => [...document.querySelectorAll(".python-button")].filter((e) => {
        const { width, height } = e.getBoundingClientRect();
        return width && (width < 24 || height < 24);
    }).length"""
    assert page.evaluate(small) == 0
    leave_out_what_repeats(page)
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    page.close()


def test_a_loop_without_end_is_stopped_and_the_page_goes_on(
    go: Callable[..., Visit], server: str
) -> None:
    visit = go(f"{server}/notebooks/{LIVED_IN}.html")
    python = PythonPage(visit.page)
    python.start()
    python.run(0)
    k = python.with_code("figures.which_way()")
    python.run(k)
    python.write(3, "n = 0\nwhile True:\n    n += 1\n    print(n)")
    python.press(3)
    python.cell(3).locator(".python-text").wait_for()
    assert visit.page.evaluate(LONGEST_FRAME) < 500  # it prints, and the page is not held up
    reset = python.cell(3).get_by_role("button", name="Reset cell")
    assert reset.is_disabled()
    python.press(3)
    assert reset.is_enabled()
    assert "names that cells had made are gone" in python.output(3)
    message = python.cell(k).locator(".python-output .mlc-message")
    assert "Run this cell again" in message.inner_text()
    python.wait_ready()
    python.cell(3).get_by_role("button", name="Run all above").click()
    python.wait_idle()
    assert [python.state(j) for j in range(3)] == ["done"] * 3
    assert python.run(3, "print(callable(checks.check_gradient_step))").strip() == "True"
    assert visit.errors == []


def test_cells_that_are_run_while_python_loads(go: Callable[..., Visit], python_site: Path) -> None:
    held, come = holding(".whl")
    with serving(python_site, held) as address:
        visit = go(f"{address}/notebooks/{LIVED_IN}.html")
        python = PythonPage(visit.page)
        visit.page.click(".python-start")
        python.press(0)
        assert python.state(0) == "waiting"
        visit.page.get_by_role("button", name="Restart Python").click()
        assert python.state(0) == ""
        python.press(0)
        python.write(1, "print('ran')")
        python.press(1)
        assert [python.state(k) for k in (0, 1)] == ["waiting"] * 2
        python.press(0)
        come.set()
        python.wait_ready()
        python.wait_idle()
        assert [python.state(k) for k in (0, 1)] == ["", "done"]
        assert python.output(1).strip() == "ran"
        assert not [error for error in visit.errors if "uncaught" in error]


@pytest.fixture
def borrowed(python_site: Path, tmp_path: Path) -> Path:
    """The book with a folder ``python`` in which a test may spoil what it likes."""

    def borrow(path: Path) -> None:
        relative = path.relative_to(python_site)
        if relative.parts[:1] != ("python",) or not path.is_dir():
            (tmp_path / relative).symlink_to(path)
        else:
            (tmp_path / relative).mkdir()
            for inner in path.iterdir():
                borrow(inner)

    for path in python_site.iterdir():
        borrow(path)
    return tmp_path


def test_a_file_that_is_put_back_comes_with_restart(
    borrowed: Path, visit: Callable[..., Visit]
) -> None:
    (wheel,) = (borrowed / "python" / "wheels").iterdir()
    whole = wheel.readlink()
    wheel.unlink()
    with serving(borrowed) as address:
        opened = visit(f"{address}/notebooks/{LIVED_IN}.html")
        python = PythonPage(opened.page)
        opened.page.click(".python-start")
        opened.page.wait_for_selector(".python-here[data-python=ended]", timeout=LONG)
        assert f"{wheel.name} is missing on this site (404)" in python.note
        assert "Restart tries again" in python.note
        wheel.symlink_to(whole)
        opened.page.get_by_role("button", name="Restart Python").click()
        python.wait_ready()
        assert python.run(1, "print(6 * 7)").strip() == "42"


def test_a_package_that_does_not_come_ends_only_its_cell(
    borrowed: Path, visit: Callable[..., Visit]
) -> None:
    (wheel,) = (borrowed / "python" / "pyodide").glob("scipy-*.whl")
    whole = wheel.readlink()
    wheel.unlink()
    with serving(borrowed) as address:
        opened = visit(f"{address}/notebooks/{LIVED_IN}.html")
        python = PythonPage(opened.page)
        python.start()
        python.run(1, "kept = 6 * 7")
        shown = python.run(2, "import scipy\nprint('ran')")
        assert f"{wheel.name} is missing on this site (404)" in shown
        assert "Run the cell again" in shown
        wheel.write_bytes(bytes(whole.stat().st_size))
        assert "its checksum is wrong" in python.run(2)
        assert python.state(2) == "failed"
        assert not opened.page.locator(".python-loading").is_visible()
        assert python.note == "Cell 3 ended with an error."
        wheel.unlink()
        wheel.symlink_to(whole)
        assert python.run(2).strip() == "ran"
        assert python.run(3, "print(kept)").strip() == "42"


def test_what_pyodide_fetches_is_asked_for_once(python_site: Path, browser: Browser) -> None:
    asked: list[str] = []

    class Counting(Handler):
        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

    with serving(python_site, Counting) as address, visiting(browser) as visit:
        python = PythonPage(visit(f"{address}/notebooks/{LIVED_IN}.html").page)
        python.start()
        python.run(0)
    # its scripts a worker imports by their addresses: from the cache, if the host allows one
    loaded = [path for path in asked if path.startswith("/python/") and not path.endswith(".js")]
    assert any(path.endswith("pyodide.asm.wasm") for path in loaded)
    assert len(loaded) == len(set(loaded))


def test_a_worker_that_is_gone_is_noticed(go: Callable[..., Visit], server: str) -> None:
    visit = go(f"{server}/notebooks/{LIVED_IN}.html")
    python = PythonPage(visit.page)
    python.start()
    python.write(1, "import js\njs.self.close()")
    python.press(1)
    visit.page.wait_for_selector(".python-here[data-python=ended]", timeout=60_000)
    assert "no longer answers" in python.note
    visit.page.get_by_role("button", name="Restart Python").click()
    python.wait_ready()
    assert python.run(2, "print(6 * 7)").strip() == "42"


def may_differ(chapter: str) -> set[int]:
    """The cells whose output is the reader's own machine's: the notebooks' test leaves them out."""
    notebook = json.loads((ROOT / "notebooks" / f"{chapter}.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    tags = [cell["metadata"].get("tags", []) for cell in code]
    return {k for k, own in enumerate(tags) if "nbval-ignore-output" in own}


def runs_whole(chapter: str, cells: list[dict[str, Any]]) -> None:
    """All cells ended well, and show the text and as many figures as the page."""
    wrong = [k for k, cell in enumerate(cells) if cell["state"] != "done"]
    assert [(k, cells[k]["now"][-300:]) for k in wrong] == []
    differs = {
        k: (c["before"], c["now"])
        for k, c in enumerate(cells)
        if c["before"] != c["now"] and k not in may_differ(chapter)
    }
    assert not differs, json.dumps(differs, ensure_ascii=False, indent=1)
    assert [c["figures"] for c in cells if c["figures"][0] != c["figures"][1]] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_whole_with_the_numbers_of_its_page(
    browser: Browser, python_site: Path, server: str, chapter: str
) -> None:
    with visiting(browser) as visit:
        opened = visit(f"{server}/notebooks/{chapter}.html")
        python = PythonPage(opened.page)
        python.start()
        opened.page.get_by_role("button", name="Run all cells").click()
        python.wait_idle()
        runs_whole(chapter, opened.page.evaluate(READ))
        assert opened.errors == []
        assert opened.foreign(server) == []


class InFirefox:
    """What a reader does with the cells of a page in Firefox; see `PythonPage`."""

    def __init__(self, firefox: Firefox, address: str) -> None:
        self.firefox = firefox
        firefox.visit(address)
        self.click(".python-start")
        self.wait_ready()

    def click(self, selector: str) -> None:
        self.firefox.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def wait_ready(self) -> None:
        ready = "document.querySelector('.python-here').dataset.python === 'ready'"
        self.firefox.wait(ready, timeout=LONG / 1000, polling=1)

    def wait_idle(self) -> None:
        self.firefox.wait(f"!({BUSY})()", timeout=5 * LONG / 1000, polling=0.5)

    def number(self, words: str) -> int:
        """The first cell that came with these words in its code, as the page counts."""
        inputs = "[...document.querySelectorAll('main .cell .cell_input > :last-child pre')]"
        at = f"{inputs}.findIndex((pre) => pre.textContent.includes({json.dumps(words)})) + 1"
        return int(self.firefox.evaluate(at))

    def write(self, number: int, code: str) -> None:
        button = f"document.querySelector('[aria-label=\"Run cell {number}\"]')"
        editor = f"[aria-label='Code of cell {number}']"
        self.firefox.evaluate(f"{button}.scrollIntoView()")
        self.firefox.wait(f"document.querySelector({json.dumps(editor)}) !== null")
        self.firefox.write(editor, code)

    def run(self, number: int, code: str | None = None) -> str:
        """Run a cell to its end; the text that it shows."""
        if code is not None:
            self.write(number, code)
        self.click(f"[aria-label='Run cell {number}']")
        self.wait_idle()
        return self.output(number)

    def output(self, number: int) -> str:
        bar = f"document.querySelector('[role=group][aria-label=\"Cell {number}\"]')"
        return str(
            self.firefox.evaluate(
                f"{bar}.closest('.cell').querySelector('.python-output').innerText"
            )
        )


def test_a_reader_in_firefox(firefox: Firefox, python_site: Path, server: str) -> None:
    address = f"{server}/notebooks/{LIVED_IN}.html"
    python = InFirefox(firefox, address)
    python.run(1)
    # an explorer, from the code of its cell, dragged
    python.run(python.number("figures.which_way()"), "figures.which_way(angle=90)")
    alive = "figure.mlc-alive[data-name=which_way]"
    said = f"document.querySelector('.python-output {alive} .mlc-readout').textContent"
    assert firefox.evaluate(said).startswith("Direction 90°")
    firefox.drag(f".python-output {alive} input[type=range]", 60)
    stop = f"document.querySelector('.python-output {alive} input[type=range]').value * 5"
    assert firefox.evaluate(stop) > 180
    firefox.wait(f"{said}.startsWith(`Direction ${{{stop}}}°`)")
    # an exercise: as it came, wrong, right
    exercise = python.number("checks.check_gradient_step")
    answer = (
        "def gradient_step(x, gradient, step_size):\nreturn x {} step_size * gradient\n"
        "\bchecks.check_gradient_step(gradient_step)"
    )
    solved = "document.querySelectorAll('.python-solved').length"
    assert "not attempted yet" in python.run(exercise)
    assert "is the sign right?" in python.run(exercise, answer.format("+"))
    assert firefox.evaluate(solved) == 0
    assert "50 random inputs agree" in python.run(exercise, answer.format("-"))
    assert firefox.evaluate(solved) == 1
    # a loop without end, stopped
    python.write(4, "n = 0\nwhile True:\nn += 1\nprint(n)")
    python.click("[aria-label='Run cell 4']")
    firefox.wait("document.querySelector('[aria-label=\"Stop cell 4\"]') !== null")
    firefox.wait("document.querySelectorAll('.python-output .python-text').length > 0")
    time.sleep(2)
    python.click("[aria-label='Stop cell 4']")
    assert "names that cells had made are gone" in python.output(4)
    python.wait_ready()
    assert python.run(4, "print(6 * 7)").strip() == "42"
    assert firefox.errors == []
    firefox.visit(address)
    assert firefox.evaluate(solved) == 1


def test_memory_that_ends_and_a_worker_that_is_gone_in_firefox(
    firefox: Firefox, python_site: Path, server: str
) -> None:
    python = InFirefox(firefox, f"{server}/notebooks/{LIVED_IN}.html")
    python.run(1)
    shown = python.run(5, "kept = []\nwhile True:\nkept.append(np.ones(2**24))")
    assert "MemoryError" in shown
    assert "about 2 GB" in shown
    assert python.run(5, "kept = None; print('goes on')").strip() == "goes on"
    python.write(2, "import js; js.self.close()")
    python.click("[aria-label='Run cell 2']")
    firefox.wait("document.querySelector('.python-here').dataset.python === 'ended'", timeout=60)
    note = "document.querySelector('.python-note').textContent"
    assert "no longer answers" in firefox.evaluate(note)
    python.click("[aria-label='Restart Python']")
    python.wait_ready()
    assert python.run(3, "print(6 * 7)").strip() == "42"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_whole_in_firefox(
    firefox: Firefox, python_site: Path, server: str, chapter: str
) -> None:
    python = InFirefox(firefox, f"{server}/notebooks/{chapter}.html")
    python.click("[aria-label='Run all cells']")
    python.wait_idle()
    runs_whole(chapter, firefox.evaluate(f"({READ})()"))
    assert firefox.errors == []
    assert [url for url in firefox.requests if not url.startswith((server, "data:"))] == []
