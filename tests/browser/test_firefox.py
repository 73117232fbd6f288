"""The sample and a chapter in Firefox: the same figures, from the disk and over http.

What only one browser can tell (layout, touch, accessibility) is asked of Chromium; here each
explorer of the page comes alive and moves by keyboard, the quiz answers, and at the width of a
phone nothing sticks out, for formulas measure otherwise here.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from mlcourse.explore import Explorer
from mlcourse.explore.render import Drawing, Frame
from tests.browser.firefox import Firefox
from tests.browser.moves import DIFFERS
from tests.browser.pages import write_page
from tests.browser.test_explorers import BOOK, files_of, frames_of, pages
from tests.chapters.rooms import chapter_of, one_room
from tests.explore.test_bake import calm


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_page(calm, folder)
    return folder


def figure(name: str) -> str:
    return f"figure.mlc[data-name={name}]"


def comes_alive(firefox: Firefox, name: str) -> None:
    firefox.evaluate(f"document.querySelector('{figure(name)}').scrollIntoView()")
    firefox.wait(f"document.querySelector('{figure(name)}.mlc-alive .mlc-panel svg') !== null")


def shows(firefox: Firefox, explorer: Explorer, state: Sequence[int], frame: Frame) -> None:
    element = f"document.querySelector('{figure(explorer.name)}')"
    firefox.wait(f"{element}.dataset.state === '{explorer.number(state)}'")
    assert firefox.evaluate(f"({DIFFERS})({element}, {json.dumps(frame)})") == []


@pytest.mark.parametrize("over", ["file", pytest.param("http", marks=pytest.mark.slow)])
def test_every_control_of_the_sample_by_keyboard(
    firefox: Firefox, sample: Path, serve: Callable[[Path], str], over: str
) -> None:
    folder = sample.as_uri() if over == "file" else serve(sample)
    firefox.visit(f"{folder}/index.html")
    comes_alive(firefox, "wave")
    drawing, state = Drawing(calm), list(calm.default)
    shows(firefox, calm, state, drawing.frame(calm.default))
    for place, selector, key, step in [
        (0, "[data-control=frequency] input", "ArrowRight", 1),
        (1, "[data-control=rate] input", "ArrowLeft", -1),
        (2, "[data-control=shape] select", "ArrowDown", 1),
        (3, "[data-control=damped] input", "Space", 1),
        (4, ".mlc-seed", "Enter", 1),
        (5, "[data-control=step] input", "ArrowRight", 1),
        (0, ".mlc-handle", "ArrowLeft", -1),
        (1, ".mlc-handle", "ArrowUp", 1),
    ]:
        firefox.press(selector, key)
        state[place] += step
        shows(firefox, calm, state, drawing.frame(tuple(state)))
    firefox.press(".mlc-reset", "Enter")
    shows(firefox, calm, list(calm.default), drawing.frame(calm.default))
    silent_and_alone(firefox, folder)


def silent_and_alone(firefox: Firefox, origin: str) -> None:
    assert firefox.errors == []
    own = (origin, "file:" if origin.startswith("file:") else origin, "data:", "blob:")
    assert [url for url in firefox.requests if not url.startswith(own)] == []


def test_a_foreign_request_and_an_error_would_be_seen(firefox: Firefox, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '<img src="http://127.0.0.1:7777/x.png"><script>no(</script>'
    )
    firefox.visit((tmp_path / "page.html").as_uri())
    assert firefox.requests == ["http://127.0.0.1:7777/x.png"]
    assert any("SyntaxError" in error for error in firefox.errors)
    assert any("failed: http://127.0.0.1:7777" in error for error in firefox.errors)


@pytest.mark.parametrize("over", [pytest.param("file", marks=pytest.mark.slow), "http"])
@one_room
def test_a_chapter(firefox: Firefox, site: Path, server: str, chapter: str, over: str) -> None:
    here = {n: e for n, e in BOOK.items() if chapter_of(e) == chapter}
    path = pages(site)[next(iter(here))]
    address = path.as_uri() if over == "file" else f"{server}/{path.relative_to(site)}"
    firefox.visit(address)
    for name, explorer in here.items():
        comes_alive(firefox, name)
        frames = frames_of(files_of(site, name))
        control, key, state = a_step(explorer, frames)
        firefox.press(f"{figure(name)} [data-control={control}] input", key)
        shows(firefox, explorer, state, frames[explorer.number(state)])
    answered = firefox.evaluate(f"({ANSWER_ALL})()")
    assert len(answered) >= 12
    assert all(feedback.startswith("✓ Right.") for feedback in answered), answered
    silent_and_alone(firefox, "file:" if over == "file" else server)
    firefox.visit(address, width=390, height=844)
    assert firefox.evaluate("innerWidth") == 390
    wide = f"({WIDER_THAN_THE_PAGE})()"
    assert firefox.evaluate(wide) == []


def a_step(explorer: Explorer, frames: Sequence[Frame]) -> tuple[str, str, list[int]]:
    """A slider, the key that moves it to a frame that looks different, and that frame's state.

    Where no slider does, a box.
    """
    start = frames[explorer.number(explorer.default)]
    for i, (name, control) in enumerate(explorer.controls.items()):
        for step, key in ((1, "ArrowRight"), (-1, "ArrowLeft")):
            state = list(explorer.default)
            state[i] += step
            inside = control.kind in ("slider", "steps") and 0 <= state[i] < explorer.shape[i]
            if inside and frames[explorer.number(state)][:-2] != start[:-2]:
                return name, key, state
    for i, (name, control) in enumerate(explorer.controls.items()):
        state = list(explorer.default)
        state[i] = 1 - state[i]
        if control.kind == "toggle" and frames[explorer.number(state)][:-2] != start[:-2]:
            return name, "Space", state
    raise AssertionError(f"no slider of {explorer.name} changes the figure by one stop")


# What sticks out of a page that scrolls sideways, once nothing has its layout put off.
WIDER_THAN_THE_PAGE = """() => {
    const page = document.documentElement;
    page.dataset.whole = "";
    if (page.scrollWidth <= page.clientWidth) return [];
    return [page.scrollWidth, ...[...document.querySelectorAll("article *")]
        .filter((e) => e.getBoundingClientRect().right > page.clientWidth)
        .map((e) => e.outerHTML.slice(0, 80))].slice(0, 9);
}"""


ANSWER_ALL = """() => [...document.querySelectorAll(".mlq-question")].map((question) => {
    const options = [...question.querySelectorAll("details li")];
    const right = options.findIndex((option) => option.dataset.right !== undefined);
    const inputs = question.querySelectorAll("input");
    if (inputs.length > 1) inputs[right].click();
    else {
        inputs[0].value = options[right].dataset.value;
        inputs[0].dispatchEvent(new Event("input", { bubbles: true }));
    }
    question.querySelector("button").click();
    return question.querySelector(".mlq-feedback").textContent;
})"""
