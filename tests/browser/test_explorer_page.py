"""A baked explorer on a page of its own: every way of moving it, and every fault.

The faults are those of the design: a chunk that is missing, cut short or corrupt, an address
with a bad state, no script, print.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from mlcourse.explore.render import Drawing
from mlcourse.explore.style import PALETTE
from tests.browser.conftest import Visit
from tests.browser.pages import write_page
from tests.explore.test_bake import calm

LOST = "The frames of this figure could not be loaded."
WHAT_A_FAULT_LOGS = re.compile(r"failed:|Failed to load|ERR_FILE_NOT_FOUND|uncaught|404")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("page")
    write_page(calm, out)
    return out


@pytest.fixture
def page(folder: Path, visit: Callable[..., Visit]) -> Page:
    seen = visit((folder / "index.html").as_uri(), width=900)
    alive(seen.page)
    assert seen.errors == []
    return seen.page


def alive(page: Page) -> None:
    page.wait_for_selector(".mlc-alive .mlc-panel svg")


def state(page: Page) -> int:
    return int(page.locator("figure.mlc").get_attribute("data-state"))


def shows(page: Page, **values: Any) -> None:
    """The page is at a state: its number, its readout and every slot agree with the kernel's."""
    there = calm.state(**values)
    page.wait_for_function(
        "n => document.querySelector('figure.mlc').dataset.state == n", arg=calm.number(there)
    )
    frame = Drawing(calm).frame(there)
    expect(page.locator(".mlc-readout")).to_have_text(frame[-2])
    slots = page.evaluate(
        "() => [...document.querySelectorAll('[data-slot]')].map(s => [s.dataset.slot, "
        "[...s.querySelectorAll('[d]')].map(e => e.getAttribute('d')).join('|'), s.textContent])"
    )
    assert len(slots) == len(frame) - 2
    for slot, paths, text in slots:
        fragment = frame[int(slot)]
        assert paths == "|".join(re.findall(r' d="([^"]*)"', fragment))
        assert text == "".join(re.findall(r">([^<]+)<", fragment))


def test_starts_at_the_default(page: Page) -> None:
    shows(page)


def test_every_control_moves_it_by_keyboard(page: Page) -> None:
    page.locator('[data-control="frequency"] input').press("ArrowRight")
    shows(page, frequency=3)
    page.locator('[data-control="rate"] input').press("ArrowLeft")
    shows(page, frequency=3, rate=0.1)
    page.locator('[data-control="shape"] select').press("ArrowDown")
    shows(page, frequency=3, rate=0.1, shape="cosine")
    page.locator('[data-control="damped"] input').press("Space")
    shows(page, frequency=3, rate=0.1, shape="cosine", damped=True)
    page.locator(".mlc-seed").press("Enter")
    shows(page, frequency=3, rate=0.1, shape="cosine", damped=True, seed=1)
    page.locator('[data-control="step"] input').press("End")
    shows(page, frequency=3, rate=0.1, shape="cosine", damped=True, seed=1, step=40)
    page.locator(".mlc-back").press("Enter")
    shows(page, frequency=3, rate=0.1, shape="cosine", damped=True, seed=1, step=30)
    page.locator(".mlc-reset").press("Enter")
    shows(page)


def test_every_control_moves_it_by_mouse(page: Page) -> None:
    box = page.locator('[data-control="frequency"] input').bounding_box()
    page.mouse.click(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2)
    shows(page, frequency=5)
    page.locator('[data-control="shape"] select').select_option("cosine")
    page.locator('[data-control="damped"] input').click()
    page.locator(".mlc-seed").click()
    page.locator(".mlc-next").click()
    shows(page, frequency=5, shape="cosine", damped=True, seed=1, step=10)
    page.locator(".mlc-preset", has_text="slow & free").click()
    shows(page, frequency=1, shape="cosine", damped=False, seed=1, step=10)


def test_the_pad_moves_by_mouse_click_and_arrow_keys(page: Page) -> None:
    handle = page.locator(".mlc-handle")
    at = handle.bounding_box()
    panel = page.locator(".mlc-panel").nth(1).bounding_box()
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    page.mouse.down()
    page.mouse.move(panel["x"] + panel["width"] - 4, panel["y"] + panel["height"] * 0.8, steps=5)
    page.mouse.up()
    shows(page, frequency=5, rate=0.1)
    handle.press("ArrowLeft")
    handle.press("ArrowUp")
    shows(page, frequency=4, rate=1)
    assert handle.get_attribute("aria-valuetext") == "4 Hz, 1"
    page.mouse.click(panel["x"] + panel["width"] * 0.35, panel["y"] + panel["height"] * 0.2)
    assert handle.get_attribute("aria-valuetext").endswith(", 10")


def test_the_pad_moves_by_touch(folder: Path, browser: Browser) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    alive(page)
    handle = page.locator(".mlc-handle")
    handle.evaluate("h => h.scrollIntoView({ block: 'center' })")  # clear of the sticky controls
    at = handle.bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    touch = context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        spots = [{"x": a, "y": b} for a, b in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    send("touchStart", (x, y))
    for k in range(1, 6):
        send("touchMove", (x + 30 * k, y))
    send("touchEnd")
    page.wait_for_function("() => document.querySelector('figure.mlc').dataset.state >= 240")
    assert handle.get_attribute("aria-valuetext") != "2 Hz, 1"
    context.close()


def test_play_runs_to_the_end_and_pause_stops(page: Page) -> None:
    play = page.locator(".mlc-play")
    play.click()
    assert play.get_attribute("aria-label").startswith("Pause")
    assert page.locator(".mlc-readout").get_attribute("aria-live") == "off"
    shows(page, step=40)
    expect(play).to_have_attribute("aria-label", re.compile("^Play"))
    assert page.locator(".mlc-readout").get_attribute("aria-live") == "polite"
    play.click()  # from the end it starts anew
    page.wait_for_function("() => document.querySelector('figure.mlc').dataset.state % 5 == 1")
    page.locator(".mlc-play").click()
    stopped = state(page)
    page.wait_for_timeout(300)
    assert state(page) == stopped


def test_reduced_motion_plays_in_few_slow_strides(
    folder: Path, visit: Callable[..., Visit]
) -> None:
    page = visit((folder / "index.html").as_uri(), reduced_motion="reduce").page
    alive(page)
    before = state(page)
    page.locator(".mlc-play").click()
    page.wait_for_timeout(700)
    assert state(page) == before  # at 50 ms a step it would have ended by now
    page.wait_for_function(
        "n => document.querySelector('figure.mlc').dataset.state > n", arg=before
    )


def test_the_address_keeps_the_state(page: Page, folder: Path, visit: Callable[..., Visit]) -> None:
    page.locator('[data-control="frequency"] input').press("ArrowRight")
    page.locator('[data-control="shape"] select').press("ArrowDown")
    page.wait_for_function("() => location.hash.length > 5")
    assert page.url.endswith("#wave?frequency=3&shape=cosine")
    other = visit(page.url).page
    alive(other)
    shows(other, frequency=3, shape="cosine")
    other.locator(".mlc-reset").click()
    other.wait_for_function("() => location.hash === ''")


@pytest.mark.parametrize(
    "hash_",
    [
        "#wave?frequency=99",
        "#wave?speed=1",
        "#wave?frequency",
        "#wave?frequency=3&speed=2",
        "#wave",
        "#%E0%A4%A",
        "#;;?;wave",
        "#other?x=1",
        "#wave?damped=perhaps",
    ],
)
def test_a_bad_address_is_ignored(folder: Path, visit: Callable[..., Visit], hash_: str) -> None:
    seen = visit((folder / "index.html").as_uri() + hash_)
    alive(seen.page)
    shows(seen.page)
    assert seen.errors == []
    seen.page.locator('[data-control="frequency"] input').press("ArrowRight")
    shows(seen.page, frequency=3)


def spoil_missing(file: Path) -> None:
    file.unlink()


def spoil_truncated(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: len(text) // 2], encoding="utf-8")


def spoil_corrupt(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    middle = text.index("M", len(text) // 2)
    file.write_text(text[:middle] + "L" + text[middle + 1 :], encoding="utf-8")


@pytest.mark.parametrize("part", ["0.js", "base.js"])
@pytest.mark.parametrize("spoil", [spoil_missing, spoil_truncated, spoil_corrupt])
def test_a_spoiled_file_leaves_the_figure_and_offers_a_retry(
    tmp_path: Path, visit: Callable[..., Visit], part: str, spoil: Callable[[Path], None]
) -> None:
    files = write_page(calm, tmp_path)
    whole = files[part].read_bytes()
    spoil(files[part])
    seen = visit((tmp_path / "index.html").as_uri())
    message = seen.page.locator(".mlc-message")
    expect(message).to_contain_text(LOST)
    expect(seen.page.locator(".mlc-still")).to_be_visible()  # the default figure stays
    assert seen.page.evaluate("document.querySelector('.mlc-still').naturalWidth") > 100
    assert all(WHAT_A_FAULT_LOGS.search(error) for error in seen.errors)
    files[part].write_bytes(whole)
    message.locator("button").click()
    alive(seen.page)
    shows(seen.page)
    expect(message).to_be_hidden()


def test_without_a_script_the_default_figure_stands(folder: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    expect(page.locator(".mlc-still")).to_be_visible()
    expect(page.locator(".mlc-title")).to_have_text("A wave")
    expect(page.locator(".mlc-readout")).to_have_text(Drawing(calm).frame(calm.default)[-2])
    expect(page.locator("input").first).to_be_hidden()
    context.close()


def test_print_shows_figure_and_caption_but_no_controls(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".mlc-panel").first).to_be_visible()
    expect(page.locator(".mlc-title")).to_be_visible()
    for hidden in (".mlc-live", ".mlc-handle"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_panels_stack_on_a_phone(folder: Path, visit: Callable[..., Visit]) -> None:
    page = visit((folder / "index.html").as_uri(), width=390).page
    alive(page)
    first, second = (page.locator(".mlc-panel").nth(k).bounding_box() for k in (0, 1))
    assert second["y"] >= first["y"] + first["height"]
    assert first["width"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_panels_of_one_row_have_one_scale(page: Page) -> None:
    scales = page.locator(".mlc-panel svg").evaluate_all(
        "list => list.map((svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"
    )
    assert len(scales) == 2
    assert abs(scales[0] / scales[1] - 1) < 0.01


def test_a_panel_has_the_colours_of_its_figure(page: Page) -> None:
    names = [f"--{name}" for name, _ in PALETTE.values()]
    figure, panel = (
        page.locator(selector).first.evaluate(
            "(e, names) => names.map((n) => getComputedStyle(e).getPropertyValue(n))", names
        )
        for selector in ("figure.mlc", ".mlc-panel svg")
    )
    assert all(figure)
    assert panel == figure


@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_moves_when_the_script_fills_the_panels(
    folder: Path, visit: Callable[..., Visit], width: int
) -> None:
    page = visit((folder / "index.html").as_uri(), width=width).page
    alive(page)
    page.wait_for_timeout(300)
    shift = page.evaluate("""() => new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 200);
    })""")
    assert shift < 0.02


def test_the_challenge_says_when_it_is_met(page: Page) -> None:
    solved = page.locator(".mlc-solved")
    expect(solved).to_have_text("")
    page.locator('[data-control="shape"] select').select_option("cosine")
    expect(solved).to_have_text("✓ Solved")


def test_the_front_end_is_small() -> None:
    import gzip

    from tests.browser.pages import FRONT

    size = sum(len(gzip.compress(f.read_bytes(), 9)) for f in FRONT.iterdir())
    assert size < 12_000
