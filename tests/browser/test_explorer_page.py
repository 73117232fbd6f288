"""A baked explorer on a page of its own: every way of moving it, and every fault.

The faults are those of the design: a chunk that is missing, cut short or corrupt, an address
with a bad state, no script, print.
"""

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from mlcourse.explore import Seed, Slider, Steps, bake, linear
from mlcourse.explore.page import front_files
from mlcourse.explore.render import Drawing
from mlcourse.explore.style import PALETTE
from tests.browser.conftest import Visit
from tests.browser.pages import write_page
from tests.explore.test_bake import calm

LOST = "The frames of this figure could not be loaded."
WHAT_A_FAULT_LOGS = re.compile(r"failed:|Failed to load|ERR_FILE_NOT_FOUND|uncaught|404")


LINKS = {
    "cosine": "#wave?shape=cosine&frequency=3.0",
    "the start": "#wave?",
    "nowhere": "#wave?frequency=17",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a ghost, and a paragraph of links above and far below it."""
    out = tmp_path_factory.mktemp("page")
    write_page(replace(calm, ghost=True), out)
    links = " ".join(
        f'<a href="{address.replace("&", "&amp;")}">{text}</a>' for text, address in LINKS.items()
    )
    page = out / "index.html"
    html = page.read_text(encoding="utf-8")
    html = html.replace("</h1>", f"</h1><p>{links}</p>")
    far = '<div style="height: 3000px"></div>'
    html = html.replace("</main>", f"{far}<p>{links}</p></main>")
    page.write_text(html, encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Readouts of one to many lines, in several chunks."""
    explorer = replace(
        calm,
        controls={
            **calm.controls,
            "frequency": Slider(linear(1, 2, 2), default=1, label="frequency"),
            "rate": Slider((0.1, 1), default=1, label="rate"),
            "seed": Seed(2),
            "step": Steps(range(0, 41, 5), default=0, label="step"),
        },
        presets={},
        challenge=None,
        readout=lambda view, *, step: " ".join(["a word"] * (1 + (7 * step) % 41)),
    )
    out = tmp_path_factory.mktemp("wordy")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bake, "WANTED_CHUNK", 2_000)
        files = write_page(explorer, out)
    assert len(files) >= 4  # picture, base and two chunks
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
    shows(page, step=40)
    expect(play).to_have_attribute("aria-label", re.compile("^Play"))
    expect(page.locator(".mlc-said")).to_have_text(re.compile("^y = "))  # the last state
    end = page.locator("figure.mlc").get_attribute("data-state")
    play.click()  # from the end it starts anew
    page.wait_for_function("s => document.querySelector('figure.mlc').dataset.state != s", arg=end)
    play.click()
    expect(play).to_have_attribute("aria-label", re.compile("^Play"))
    stopped = state(page)
    page.wait_for_timeout(300)
    assert state(page) == stopped


def test_reduced_motion_plays_in_few_slow_strides(
    folder: Path, visit: Callable[..., Visit]
) -> None:
    page = visit((folder / "index.html").as_uri(), reduced_motion="reduce").page
    alive(page)
    before = state(page)
    page.evaluate("""() => {
        const figure = document.querySelector("figure.mlc");
        document.querySelector(".mlc-play").addEventListener("click", (e) => {
            const at = e.timeStamp;
            new MutationObserver((_, seen) => {
                seen.disconnect();
                window.strode = performance.now() - at;
            }).observe(figure, { attributeFilter: ["data-state"] });
        });
    }""")
    page.locator(".mlc-play").click()
    page.wait_for_function("() => window.strode")
    assert page.evaluate("strode") > 700  # at 50 ms a step it would have ended by then
    assert state(page) > before


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


BAD = [
    "#wave?frequency=99",
    "#wave?speed=1",
    "#wave?frequency",
    "#wave?frequency=3&speed=2",
    "#wave",
    "#%E0%A4%A",
    "#;;?;wave",
    "#other?x=1",
    "#wave?damped=perhaps",
]


def test_a_bad_address_is_ignored(folder: Path, visit: Callable[..., Visit]) -> None:
    seen = visit("about:blank", wait="load")
    for hash_ in BAD:
        seen.page.goto("about:blank")  # so that the page is loaded anew
        seen.page.goto((folder / "index.html").as_uri() + hash_)
        alive(seen.page)
        shows(seen.page)
        assert seen.errors == [], hash_
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
@pytest.mark.parametrize(
    "spoil",
    [
        spoil_missing,
        pytest.param(spoil_truncated, marks=pytest.mark.slow),
        pytest.param(spoil_corrupt, marks=pytest.mark.slow),
    ],
)
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
    assert seen.page.evaluate("!!document.activeElement.closest('figure.mlc')")  # not lost


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
    boxes = [page.locator(".mlc-panel").nth(k).bounding_box() for k in (0, 1)]
    upper, lower = sorted(boxes, key=lambda box: box["y"])
    assert lower["y"] >= upper["y"] + upper["height"]
    assert upper["width"] > 300
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
    script, style = (front_files()[name].encode() for name in ("explorer.js", "explorer.css"))
    # 2 KB of it are boards; a page's first load, which holds it, may have 250 KB
    assert sum(len(gzip.compress(served, 9)) for served in (script, style)) < 14_000


# one view, and nothing jumps


def top_of_controls(page: Page) -> set[float]:
    """Where the first control stands below the figure's top, over all steps and frequencies."""
    return set(
        page.evaluate("""async () => {
        const figure = document.querySelector("figure.mlc"), seen = [];
        const row = figure.querySelector("[data-control]");
        for (const name of ["step", "frequency", "step"]) {
            const input = figure.querySelector(`[data-control="${name}"] input`);
            for (let k = 0; k <= +input.max; k++) {
                input.value = k;
                input.dispatchEvent(new Event("input"));
                await new Promise(requestAnimationFrame);
                await new Promise(requestAnimationFrame);
                seen.push(row.getBoundingClientRect().top - figure.getBoundingClientRect().top);
            }
        }
        return seen;
    }""")
    )


@pytest.mark.parametrize("width", [600, 900, 1440])
def test_no_readout_moves_the_controls(
    wordy: Path, visit: Callable[..., Visit], width: int
) -> None:
    page = visit((wordy / "index.html").as_uri(), width=width).page
    alive(page)
    expect(page.locator(".mlc-readout")).to_have_text("a word")
    assert len(top_of_controls(page)) == 1
    height = page.locator(".mlc-readout").bounding_box()["height"]
    page.locator('[data-control="step"] input').press("Home")
    assert page.locator(".mlc-readout").bounding_box()["height"] == height >= 40


def test_a_solved_challenge_moves_nothing_at_any_width(
    folder: Path, visit: Callable[..., Visit]
) -> None:
    page = visit((folder / "index.html").as_uri(), width=1000).page
    alive(page)
    heights = page.evaluate("""() => {
        const task = document.querySelector(".mlc-challenge"), said = task.querySelector("span");
        const pairs = [];
        for (let width = 200; width <= 800; width += 3) {
            task.style.width = `${width}px`;
            pairs.push(["", "✓ Solved"].map((text) => {
                said.textContent = text;
                return task.getBoundingClientRect().height;
            }));
        }
        return pairs;
    }""")
    assert all(before == after for before, after in heights)
    assert len({before for before, _ in heights}) >= 2  # with line breaks at several places


def test_without_known_texts_the_room_of_the_readout_only_grows(
    wordy: Path, visit: Callable[..., Visit]
) -> None:
    page = visit((wordy / "index.html").as_uri(), width=600).page
    alive(page)
    page.evaluate("document.querySelectorAll('.mlc-room').forEach((r) => r.remove())")
    page.wait_for_timeout(100)
    page.locator('[data-control="step"] input').press("Home")
    heights = []
    for _ in range(8):
        page.locator('[data-control="step"] input').press("ArrowRight")
        page.wait_for_timeout(60)
        heights.append(page.locator(".mlc-read").bounding_box()["height"])
    assert heights == sorted(heights)
    assert heights[0] < heights[-1]


def test_on_a_wide_screen_the_whole_explorer_is_in_one_view(
    folder: Path, visit: Callable[..., Visit]
) -> None:
    page = visit((folder / "index.html").as_uri(), width=1440, height=900).page
    alive(page)
    stage, side, figure = (
        page.locator(s).bounding_box() for s in (".mlc-stage", ".mlc-side", "figure.mlc")
    )
    assert side["x"] >= stage["x"] + stage["width"]
    assert side["y"] < stage["y"] + stage["height"] / 2
    assert figure["height"] <= 900
    panel = page.locator(".mlc-panel").first.bounding_box()
    assert panel["height"] >= 400  # a row in a column of text has 340
    page.set_viewport_size({"width": 1440, "height": 500})  # low: it still fits
    page.wait_for_timeout(100)
    assert page.locator("figure.mlc").bounding_box()["height"] <= 520
    page.set_viewport_size({"width": 900, "height": 900})
    stage, side = (page.locator(s).bounding_box() for s in (".mlc-stage", ".mlc-side"))
    assert side["y"] >= stage["y"] + stage["height"]


def test_on_a_phone_the_panel_with_the_handle_comes_first(
    folder: Path, visit: Callable[..., Visit]
) -> None:
    page = visit((folder / "index.html").as_uri(), width=390, height=667).page
    alive(page)
    tops = [page.locator(".mlc-panel").nth(k).bounding_box()["y"] for k in (0, 1)]
    assert tops[1] < tops[0]
    assert page.locator(".mlc-panel").nth(1).locator(".mlc-handle").count() == 1


@pytest.mark.parametrize(
    ("width", "height", "position"),
    [(390, 667, "sticky"), (390, 844, "sticky"), (320, 568, "sticky"), (320, 256, "static")],
)
def test_the_controls_of_a_phone_leave_two_thirds_of_the_screen(
    folder: Path, visit: Callable[..., Visit], width: int, height: int, position: str
) -> None:
    page = visit((folder / "index.html").as_uri(), width=width, height=height).page
    alive(page)
    controls = page.locator(".mlc-controls")
    assert controls.evaluate("e => getComputedStyle(e).position") == position
    if position == "sticky":
        assert controls.bounding_box()["height"] <= height / 3
        handled = {name for pad in calm.pads for name in (pad.x, pad.y)}
        for control in calm.controls.keys() - handled:  # each can be reached; a handle needs no row
            row = page.locator(f'[data-control="{control}"]')
            row.scroll_into_view_if_needed()
            expect(row).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_swipe_up_over_a_slider_scrolls_and_leaves_it(folder: Path, browser: Browser) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 920})
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    alive(page)
    page.evaluate("document.querySelector('figure.mlc').scrollIntoView()")
    slider = page.locator('[data-control="frequency"] input')
    touch = context.new_cdp_session(page)

    def stroke(dx: float, dy: float) -> None:
        box = slider.bounding_box()
        x, y = box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2
        for kind, share in [("Start", 0.0), *(("Move", k / 8) for k in range(1, 9)), ("End", 1.0)]:
            points = [] if kind == "End" else [{"x": x + share * dx, "y": y + share * dy}]
            touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
        page.wait_for_timeout(300)

    before, scrolled = state(page), page.evaluate("scrollY")
    stroke(4, -160)
    assert page.evaluate("scrollY") > scrolled
    assert state(page) == before
    assert slider.input_value() == "1"
    stroke(0, 0)  # a tap: 0.6 of the way is the stop 3 of 0 to 4, or the one before
    expect(slider).not_to_have_value("1")
    assert slider.input_value() in "23"
    assert state(page) == calm.number(calm.state(frequency=int(slider.input_value()) + 1))
    stroke(-180, 5)
    expect(slider).to_have_value("0")
    assert state(page) == calm.number(calm.state(frequency=1))
    context.close()


# a ghost, and links in the text


def test_a_ghost_stays_behind_until_it_is_let_go(page: Page) -> None:
    keep = page.get_by_role("button", name="Keep a ghost")
    assert keep.get_attribute("aria-pressed") == "false"
    slot = page.locator("[data-slot]").first
    path = "g => g.querySelector('path').getAttribute('d')"
    before = slot.evaluate(path)
    keep.press("Enter")
    assert keep.get_attribute("aria-pressed") == "true"
    page.locator('[data-control="frequency"] input').press("ArrowRight")
    trace = page.locator(".mlc-trace").first
    assert trace.evaluate(path) == before
    assert slot.evaluate(path) != before
    assert 0.2 < float(trace.evaluate("g => getComputedStyle(g).opacity")) < 0.4
    assert trace.evaluate("g => g.nextElementSibling.dataset.slot") == "0"  # behind
    lost = page.evaluate("""() => {
        const text = [...document.querySelectorAll(".mlc-trace")].map((t) => t.outerHTML).join();
        const all = (pattern) => [...text.matchAll(pattern)].map((m) => m[1]);
        const own = new Set(all(/ id="([^"]*)"/g));
        return [own.size, ...all(/(?:"|url\\("?)#([^")]*)/g).filter((id) => !own.has(id)),
            ...[...own].filter((id) => document.querySelectorAll("#" + id).length > 1)];
    }""")
    assert len(lost) == 1 < lost[0]  # clip paths and markers are its own, with names of their own
    middle = slot.evaluate(path)
    page.locator(".mlc-preset").click()  # a jump renews it to the state before
    assert trace.evaluate(path) == middle
    assert slot.evaluate(path) != middle
    keep.press("Enter")
    assert keep.get_attribute("aria-pressed") == "false"
    assert page.locator(".mlc-trace").count() == 0


def test_an_explorer_without_a_ghost_has_no_button(
    wordy: Path, visit: Callable[..., Visit]
) -> None:
    page = visit((wordy / "index.html").as_uri()).page
    alive(page)
    assert page.locator(".mlc-keep").count() == 0


def test_a_link_sets_the_state_shows_what_changed_and_back_undoes_it(page: Page) -> None:
    page.locator('[data-control="rate"] input').press("ArrowLeft")
    page.evaluate("""() => {
        window.called = new Set();
        new MutationObserver((all) => all.forEach(({ target }) =>
            target.classList.contains("mlc-called") &&
            window.called.add(target.dataset.control ?? target.dataset.name ?? target.classList[0])
        )).observe(document, { subtree: true, attributeFilter: ["class"] });
    }""")
    page.get_by_role("link", name="cosine").first.press("Enter")
    shows(page, frequency=3, shape="cosine")  # rate is where a start leaves it
    assert page.url.endswith("#wave?frequency=3&shape=cosine")
    assert page.evaluate("document.activeElement.textContent") == "cosine"
    assert page.evaluate("scrollY") == 0  # the figure was in view
    assert page.evaluate("[...called]") == ["wave", "frequency", "rate", "shape", "mlc-handle"]
    expect(page.locator(".mlc-said")).to_have_text(re.compile("^y = "))
    expect(page.locator(".mlc-called")).to_have_count(0)
    page.go_back()
    shows(page, rate=0.1)
    page.go_forward()
    shows(page, frequency=3, shape="cosine")
    page.get_by_role("link", name="the start").first.click()
    shows(page)
    page.go_back()
    shows(page, frequency=3, shape="cosine")
    page.go_forward()  # to an entry whose address names no state
    shows(page)


def test_back_stops_what_plays(page: Page) -> None:
    page.get_by_role("link", name="cosine").first.click()
    page.locator(".mlc-play").click()
    page.wait_for_function("n => document.querySelector('figure.mlc').dataset.state > n",
                           arg=calm.number(calm.state(frequency=3, shape="cosine")))  # fmt: skip
    page.go_back()
    shows(page)
    page.wait_for_timeout(300)  # several steps of the clock
    shows(page)


def test_a_link_brings_the_figure_into_view_and_back_returns(page: Page) -> None:
    link = page.get_by_role("link", name="cosine").last
    link.scroll_into_view_if_needed()
    away = page.evaluate("scrollY")
    link.click()
    expect(page.locator(".mlc-stage")).to_be_in_viewport(ratio=0.9)
    assert state(page) == calm.number(calm.state(frequency=3, shape="cosine"))
    page.go_back()
    page.wait_for_function("y => Math.abs(scrollY - y) < 5", arg=away)
    assert state(page) == calm.number(calm.state())


def test_a_link_to_a_state_that_is_not_there_says_so(page: Page) -> None:
    page.get_by_role("link", name="nowhere").first.click()
    expect(page.locator(".mlc-message")).to_contain_text("does not have")
    shows(page)


# waiting, failing, speaking


def chunks_of(page: Page, act: Callable[[Route, int], None]) -> None:
    """Route every chunk but the first through ``act``, with the number of its request."""
    count: dict[str, int] = {}

    def route(route: Route) -> None:
        name = route.request.url.split("?")[0]
        count[name] = count.get(name, 0) + 1
        act(route, count[name])

    page.route(re.compile(r"\.[1-9]\.js"), route)


@pytest.fixture
def many(wordy: Path, serve: Callable[[Path], str], browser: Browser) -> Any:
    page = browser.new_page()
    page.goto(serve(wordy))
    alive(page)
    yield page
    page.close()


def to_the_last_chunk(page: Page) -> None:
    page.locator('[data-control="frequency"] input').press("End")


def test_a_chunk_asked_for_quietly_and_then_wanted_reports_its_failure(many: Page) -> None:
    held: list[Route] = []
    chunks_of(many, lambda route, n: held.append(route) if n == 1 else route.abort())
    many.locator('[data-control="step"] input').press("ArrowRight")  # starts the quiet ones
    many.wait_for_timeout(200)
    assert held
    to_the_last_chunk(many)
    many.wait_for_timeout(200)
    for route in held:
        route.abort()
    message = many.locator(".mlc-message")
    expect(message).to_contain_text(LOST, timeout=15_000)
    many.unroute_all()
    message.locator("button").press("Enter")
    expect(message).to_be_hidden()
    assert many.evaluate("document.activeElement.type") == "range"
    assert state(many) >= 144  # the second half: the other frequency


def test_a_chunk_lost_twice_is_fetched_without_a_word(many: Page) -> None:
    chunks_of(many, lambda route, n: route.abort() if n <= 2 else route.continue_())
    to_the_last_chunk(many)
    many.wait_for_function("() => document.querySelector('figure.mlc').dataset.state >= 144")
    expect(many.locator(".mlc-message")).to_be_hidden()


def test_a_slow_chunk_shows_that_the_figure_waits(many: Page) -> None:
    held: list[Route] = []
    chunks_of(many, lambda route, n: held.append(route))
    to_the_last_chunk(many)
    figure = many.locator("figure.mlc")
    expect(figure).to_have_class(re.compile("mlc-waiting"))
    assert "Loading" in many.locator(".mlc-stage").evaluate(
        "s => getComputedStyle(s, '::after').content"
    )
    for route in held:
        route.continue_()
    expect(figure).not_to_have_class(re.compile("mlc-waiting"))


def test_the_readout_is_spoken_once_when_things_rest(page: Page) -> None:
    page.evaluate("""() => {
        window.spoken = [];
        const said = document.querySelector(".mlc-said");
        new MutationObserver(() => said.textContent && window.spoken.push(said.textContent.trim()))
            .observe(said, { childList: true });
    }""")
    slider = page.locator('[data-control="step"] input')
    for _ in range(4):
        slider.press("ArrowRight")
    page.wait_for_timeout(1500)
    assert page.evaluate("spoken") == [page.locator(".mlc-readout").text_content()]


def test_the_pad_knows_home_end_and_page_keys(page: Page) -> None:
    handle = page.locator(".mlc-handle")
    for key, text in [("End", "5 Hz, 1"), ("PageUp", "5 Hz, 10"), ("Home", "1 Hz, 10"),
                      ("PageDown", "1 Hz, 1")]:  # fmt: skip
        handle.press(key)
        assert handle.get_attribute("aria-valuetext") == text
    handle.dispatch_event("keydown", {"key": "ArrowRight", "altKey": True})  # the browser's own
    assert handle.get_attribute("aria-valuetext") == text


# other browsers, other pages


def test_it_works_without_what_older_browsers_lack(folder: Path, browser: Browser) -> None:
    """Firefox 115 has no `ariaLabel`, Safari 16 no `URLSearchParams.size`."""
    context = browser.new_context()
    context.add_init_script("""
        delete Element.prototype.ariaLabel;
        delete URLSearchParams.prototype.size;
        delete Array.prototype.with;
        delete Array.prototype.toSorted;
        delete Promise.withResolvers;
    """)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    alive(page)
    page.locator(".mlc-play").click()
    page.wait_for_function("() => document.querySelector('figure.mlc').dataset.state % 5 == 4")
    page.locator('[data-control="frequency"] input').press("ArrowRight")
    page.wait_for_function("() => location.hash.includes('frequency=3')")
    assert errors == []
    context.close()


def test_in_forced_colours_the_handle_is_a_ring_and_buttons_have_outlines(
    folder: Path, visit: Callable[..., Visit]
) -> None:
    page = visit((folder / "index.html").as_uri(), forced_colors="active").page
    alive(page)
    ring = page.locator(".mlc-handle").evaluate(
        "h => { const s = getComputedStyle(h, '::after');"
        " return [parseFloat(s.borderTopWidth), s.borderTopColor, s.backgroundColor]; }"
    )
    assert ring[0] >= 3
    assert ring[1] != ring[2]
    for button in page.locator(".mlc button").all():
        width, style = button.evaluate(
            "b => { const s = getComputedStyle(b); return [s.borderTopWidth, s.borderTopStyle]; }"
        )
        assert (width, style) != ("0px", "none")
    ink, paper = page.locator("figure.mlc").evaluate(
        "f => ['--k', '--w'].map((n) => getComputedStyle(f).getPropertyValue(n))"
    )
    assert (ink, paper) == ("CanvasText", "Canvas")


def test_more_contrast_makes_muted_lines_ink(folder: Path, visit: Callable[..., Visit]) -> None:
    page = visit((folder / "index.html").as_uri(), contrast="more").page
    muted, ink = page.locator("figure.mlc").evaluate(
        "f => ['--m', '--k'].map((n) => getComputedStyle(f).getPropertyValue(n))"
    )
    assert muted == ink


@pytest.mark.parametrize(
    ("element", "attribute", "value", "scheme", "dark"),
    [
        ("documentElement", "data-theme", "dark", "light", True),
        ("body", "data-theme", "dark", "light", True),
        ("body", "data-theme", "auto", "dark", True),
        ("body", "data-theme", "auto", "light", False),
        ("body", "data-theme", "light", "dark", False),
        ("body", "data-jp-theme-light", "false", "light", True),
        ("body", "class", "vscode-dark", "light", True),
        ("body", "class", "", "dark", False),
    ],
)
def test_the_page_says_which_theme(
    page: Page, element: str, attribute: str, value: str, scheme: Any, dark: bool
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.evaluate(f"document.{element}.setAttribute({attribute!r}, {value!r})")
    paper = page.locator("figure.mlc").evaluate("f => getComputedStyle(f).backgroundColor")
    assert paper == ("rgb(20, 24, 29)" if dark else "rgb(254, 254, 254)")


@pytest.mark.parametrize("styles", ["", "; style-src 'self' 'unsafe-inline'"])
def test_under_a_content_security_policy(
    folder: Path, serve: Callable[[Path], str], visit: Callable[..., Visit], styles: str
) -> None:
    """The same drawing, pixel for pixel of its computed colours, with and without the policy."""
    policy = f"default-src 'self'; img-src 'self' data:{styles}"
    tag = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
    html = (folder / "index.html").read_text(encoding="utf-8")
    (folder / "strict.html").write_text(
        html.replace('<meta charset="utf-8">', tag), encoding="utf-8"
    )
    url = serve(folder)
    looks = []
    for name in ("index.html", "strict.html"):
        seen = visit(f"{url}/{name}")
        alive(seen.page)
        seen.page.locator('[data-control="frequency"] input').press("ArrowRight")
        shows(seen.page, frequency=3)
        looks.append(
            seen.page.evaluate("""() => [
            ...[...document.querySelectorAll(".mlc-panel svg *")].map((e) => {
                const s = getComputedStyle(e);
                return [s.fill, s.stroke, s.strokeWidth, s.fontSize, s.opacity].join(" ");
            }),
            ...[...document.querySelectorAll(".mlc-panel")].map((e) =>
                Math.round(e.getBoundingClientRect().height)),
        ]""")
        )
        if name == "index.html" or styles:
            assert seen.errors == []
    assert len(set(looks[0])) > 5
    assert looks[0] == looks[1]
