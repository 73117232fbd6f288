"""Every explorer of the built book: its files, its budgets, and every control in Chromium."""

import gzip
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from mlcourse.chapters import explorers
from mlcourse.explore import Explorer
from mlcourse.explore.bake import MAX_BASE, MAX_BYTES, MAX_CHUNK
from mlcourse.explore.chunks import checksum, decode
from mlcourse.explore.render import Drawing, Frame
from tests.browser.conftest import ROOT, Visit

# the explorers of the chapters that are in the book; those of a chapter to come have no page yet
CHAPTERS = {path.stem.partition("_")[2] for path in ROOT.glob("notebooks/*.ipynb")}
BOOK = {
    name: explorer
    for name, explorer in explorers().items()
    if explorer.compute.__module__.split(".")[2] in CHAPTERS
}
each = pytest.mark.parametrize("name", BOOK)
CALL = re.compile(r"mlcourseChunk\('([^']+)',(\d+),'(.*)'\)\n$", re.DOTALL)


def payload(script: str) -> str:
    """The text inside a chunk's call; its checksum must hold."""
    _, total, quoted = CALL.match(script).groups()
    text = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], quoted)
    assert checksum(text) == int(total)
    return text


def page_of(site: Path, name: str) -> Path:
    pages = [p for p in site.glob("**/*.html") if f'data-name="{name}"' in p.read_text("utf-8")]
    assert pages, f"{name} is on no page"
    return max(pages, key=lambda p: p.parent.name == "notebooks")


def files_of(site: Path, name: str) -> dict[str, Path]:
    html = page_of(site, name).read_text("utf-8")
    stem = re.search(rf'data-name="{name}" data-address="[^"]*explorers/([^"]+)"', html)[1]
    return {
        f.name.removeprefix(stem + "."): f for f in (site / "_static/explorers").glob(f"{stem}.*")
    }


def baked(site: Path, name: str) -> tuple[dict, list[Frame]]:
    files = files_of(site, name)
    spec = json.loads(payload(files["base.js"].read_text("utf-8")))
    frames: list[Frame] = []
    for k in range(spec["chunks"]):
        frames += decode(payload(files[f"{k}.js"].read_text("utf-8")))
    return spec, frames


def test_every_explorer_of_a_chapter_is_on_a_page(site: Path) -> None:
    assert len(BOOK) >= 6
    for name in BOOK:
        assert page_of(site, name).exists()


@each
def test_a_baked_frame_is_the_live_frame(site: Path, name: str) -> None:
    explorer = BOOK[name]
    _, frames = baked(site, name)
    states = list(explorer.states())
    assert len(frames) == len(states)
    live = Drawing(explorer)
    for k in random.Random(7).sample(range(len(states)), 60):
        assert frames[k] == live.frame(states[k])


@each
def test_budgets_of_the_baked_files(site: Path, name: str) -> None:
    files = files_of(site, name)
    sizes = {part: len(gzip.compress(f.read_bytes(), 9)) for part, f in files.items()}
    chunks = {part: size for part, size in sizes.items() if re.fullmatch(r"\d+\.js", part)}
    assert max(chunks.values()) <= MAX_CHUNK
    assert sum(chunks.values()) <= MAX_BYTES
    assert sizes["base.js"] <= MAX_BASE


def test_bytes_a_state_over_all_explorers(site: Path) -> None:
    a_state = []
    for name, explorer in BOOK.items():
        chunks = [f for part, f in files_of(site, name).items() if re.fullmatch(r"\d+\.js", part)]
        total = sum(len(brotli.compress(f.read_bytes())) for f in chunks)
        a_state.append(total / np.prod(explorer.shape))
    assert np.median(a_state) <= 300


class Driver:
    """Moves one explorer on a page and knows the state it should be in."""

    def __init__(self, page: Page, explorer: Explorer) -> None:
        self.page, self.explorer = page, explorer
        self.figure = page.locator(f'figure.mlc[data-name="{explorer.name}"]').first
        self.figure.scroll_into_view_if_needed()
        expect(self.figure).to_have_class(re.compile("mlc-alive"), timeout=20_000)
        self.state = list(explorer.default)
        self.shows()

    def shows(self) -> None:
        number = str(self.explorer.number(tuple(self.state)))
        expect(self.figure).to_have_attribute("data-state", number, timeout=20_000)

    def row(self, name: str) -> object:
        return self.figure.locator(f'[data-control="{name}"]')

    def all_by_keyboard(self) -> None:
        for i, (name, control) in enumerate(self.explorer.controls.items()):
            up = self.state[i] + 1 < len(control.values)
            row = self.row(name)
            if control.kind in ("slider", "steps"):
                row.locator("input").press("ArrowRight" if up else "ArrowLeft")
                self.state[i] += 1 if up else -1
            elif control.kind == "choice":
                row.locator("select").press("ArrowDown" if up else "ArrowUp")
                self.state[i] += 1 if up else -1
            elif control.kind == "toggle":
                row.locator("input").press("Space")
                self.state[i] = 1 - self.state[i]
            else:
                row.locator("button.mlc-seed").press("Enter")
                self.state[i] = (self.state[i] + 1) % len(control.values)
            self.shows()
        names = list(self.explorer.controls)
        for k, pad in enumerate(self.explorer.pads):
            handle = self.figure.locator(".mlc-handle").nth(k)
            for name, more, less in (
                (pad.x, "ArrowRight", "ArrowLeft"),
                (pad.y, "ArrowUp", "ArrowDown"),
            ):
                i = names.index(name)
                up = self.state[i] + 1 < self.explorer.shape[i]
                handle.press(more if up else less)
                self.state[i] += 1 if up else -1
                self.shows()
        self.figure.locator(".mlc-reset").press("Enter")
        self.state = list(self.explorer.default)
        self.shows()

    def all_by_mouse(self) -> None:
        for i, (name, control) in enumerate(self.explorer.controls.items()):
            row = self.row(name)
            row.scroll_into_view_if_needed()
            last = len(control.values) - 1
            if control.kind in ("slider", "steps"):
                box = row.locator("input").bounding_box()
                target = 0 if self.state[i] == last else last
                x = box["x"] + (box["width"] - 2 if target else 2)
                self.page.mouse.click(x, box["y"] + box["height"] / 2)
                self.state[i] = target
            elif control.kind == "choice":
                self.state[i] = 0 if self.state[i] == last else last
                row.locator("select").select_option(index=self.state[i])
            elif control.kind == "toggle":
                row.locator("input").click()
                self.state[i] = 1 - self.state[i]
            else:
                row.locator("button.mlc-seed").click()
                self.state[i] = (self.state[i] + 1) % len(control.values)
            self.shows()
        for label, values in self.explorer.presets.items():
            self.figure.locator(".mlc-preset").get_by_text(label, exact=True).click()
            wanted = self.explorer.state(**values)
            for i, control in enumerate(self.explorer.controls):
                if control in values:
                    self.state[i] = wanted[i]
            self.shows()
        self.figure.locator(".mlc-reset").click()
        self.state = list(self.explorer.default)
        self.shows()
        for k, pad in enumerate(self.explorer.pads):
            self.drag_pad(k, pad)

    def drag_pad(self, k: int, pad: object) -> None:
        """Drag the handle to the middle of its axes: the stops nearest to that point."""
        handle = self.figure.locator(".mlc-handle").nth(k)
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        place = Drawing(self.explorer).handle_places()[k]
        panel = self.figure.locator(".mlc-panel").nth(place["panel"]).bounding_box()
        spec = Drawing(self.explorer).panels[place["panel"]]
        scale = panel["width"] / spec.width
        i, j = place["x"], place["y"]
        self.state[i] = len(place["left"]) // 3
        self.state[j] = len(place["top"]) // 3
        x = panel["x"] + (place["left"][self.state[i]] - spec.left) * scale
        y = panel["y"] + place["top"][self.state[j]] * scale
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(x, y, steps=8)
        self.page.mouse.up()
        self.shows()


class Finger(Driver):
    """The same by touch: sliders and handles are dragged, buttons tapped."""

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        screen = self.page.context.new_cdp_session(self.page)

        def send(kind: str, *points: tuple[float, float]) -> None:
            spots = [{"x": x, "y": y} for x, y in points]
            screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

        send("touchStart", start)
        for share in (0.25, 0.5, 0.75, 1.0):
            send("touchMove", tuple(a + share * (b - a) for a, b in zip(start, end, strict=True)))
        send("touchEnd")
        screen.detach()

    def all_by_touch(self) -> None:
        for i, (name, control) in enumerate(self.explorer.controls.items()):
            row = self.row(name)
            row.scroll_into_view_if_needed()
            last = len(control.values) - 1
            if control.kind in ("slider", "steps"):
                box = row.locator("input").bounding_box()
                target = 0 if self.state[i] == last else last
                y = box["y"] + box["height"] / 2
                thumb = box["x"] + 8 + (box["width"] - 16) * self.state[i] / last
                end = box["x"] + (box["width"] - 2 if target else 2)
                self.drag((thumb, y), (end, y))
                self.state[i] = target
            elif control.kind == "choice":  # the list that opens belongs to the system
                self.state[i] = 0 if self.state[i] == last else last
                row.locator("select").select_option(index=self.state[i])
            elif control.kind == "toggle":
                row.locator("input").tap()
                self.state[i] = 1 - self.state[i]
            else:
                row.locator("button.mlc-seed").tap()
                self.state[i] = (self.state[i] + 1) % len(control.values)
            self.shows()
        self.figure.locator(".mlc-reset").tap()
        self.state = list(self.explorer.default)
        self.shows()
        for k in range(len(self.explorer.pads)):
            handle = self.figure.locator(".mlc-handle").nth(k)
            handle.evaluate("h => h.scrollIntoView({ block: 'center' })")
            box = handle.bounding_box()
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            before = self.figure.get_attribute("data-state")
            self.drag((x, y), (x + 60 * (1 if x < 195 else -1), y))
            expect(self.figure).not_to_have_attribute("data-state", before)


@each
def test_every_control_by_touch_on_a_phone(site: Path, browser: Browser, name: str) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(page_of(site, name).as_uri())
    Finger(page, BOOK[name]).all_by_touch()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.mark.parametrize("over", ["http", "file"])
@each
def test_every_control_on_the_built_page(
    site: Path, server: str, visit: Callable[..., Visit], name: str, over: str
) -> None:
    path = page_of(site, name)
    address = path.as_uri() if over == "file" else f"{server}/{path.relative_to(site).as_posix()}"
    seen = visit(address, wait="load")
    driver = Driver(seen.page, BOOK[name])
    driver.all_by_keyboard()
    driver.all_by_mouse()
    assert seen.errors == []
    if over == "http":
        assert seen.foreign(server) == []
