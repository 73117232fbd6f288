"""Every explorer of the built book: its files, its budgets, and every control in Chromium.

The default run moves every control of every explorer by keyboard on the page opened from the
disk, and those with a pad or a board by mouse over http.  What the engine does with mouse, touch
and http for the others is proven on the sample (``test_explorer_page.py``); the whole matrix is
marked slow.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from importlib import resources
from itertools import product
from pathlib import Path

import brotli
import numpy as np
import pytest
from playwright.sync_api import Browser
from py_mini_racer import MiniRacer

from mlcourse._publish import classic_script
from mlcourse.chapters import explorers
from mlcourse.explore import Explorer
from mlcourse.explore.bake import MAX_BASE, MAX_BYTES, MAX_CHUNK
from mlcourse.explore.boards import boards_of
from mlcourse.explore.chunks import checksum, decode
from mlcourse.explore.render import Drawing, Frame
from tests.browser.conftest import Visit, visiting
from tests.browser.moves import Driver
from tests.chapters.rooms import id_of

BOOK = explorers()
PADS = [explorer for explorer in BOOK.values() if explorer.pads or boards_of(explorer)]
PICTURE = re.compile(r"base64,[^\"]*")  # which may spell anything
NOT_FINITE = re.compile(r"(?<![a-z])(nan|inf)(?![a-z])", re.I)
CALL = re.compile(r"mlcourseChunk\('([^']+)',(\d+),'(.*)'\)\n$", re.DOTALL)


def payload(script: str) -> str:
    """The text inside a chunk's call; its checksum must hold."""
    _, total, quoted = CALL.match(script).groups()
    text = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], quoted)
    assert checksum(text) == int(total)
    return text


@cache
def pages(site: Path) -> dict[str, Path]:
    """The page of every explorer by its name; of several the chapter."""
    found: dict[str, Path] = {}
    for path in sorted(site.glob("**/*.html"), key=lambda p: p.parent.name == "notebooks"):
        for name in re.findall(r'data-name="(\w+)"', path.read_text("utf-8")):
            found[name] = path
    return found


def files_of(site: Path, name: str) -> dict[str, Path]:
    html = pages(site)[name].read_text("utf-8")
    stem = re.search(rf'data-name="{name}" data-address="[^"]*explorers/([^"]+)"', html)[1]
    return {
        f.name.removeprefix(stem + "."): f for f in (site / "_static/explorers").glob(f"{stem}.*")
    }


def frames_of(files: dict[str, Path]) -> list[Frame]:
    """All frames of an explorer, as the bake left them on the disk."""
    spec = json.loads(payload(files["base.js"].read_text("utf-8")))
    out: list[Frame] = []
    for k in range(spec["chunks"]):
        out += decode(payload(files[f"{k}.js"].read_text("utf-8")))
    return out


# a parameter of the module: the tests of one explorer follow each other, so its frames are
# decoded once and the page of a chapter is opened once
@pytest.fixture(scope="module", params=[pytest.param(e, id=id_of(e)) for e in BOOK.values()])
def explorer(request: pytest.FixtureRequest) -> Explorer:
    return request.param


@pytest.fixture(scope="module")
def files(site: Path, explorer: Explorer) -> dict[str, Path]:
    return files_of(site, explorer.name)


@pytest.fixture(scope="module")
def frames(files: dict[str, Path]) -> list[Frame]:
    return frames_of(files)


def test_every_explorer_of_a_chapter_is_on_a_page(site: Path) -> None:
    assert len(BOOK) >= 6
    assert set(BOOK) <= set(pages(site))


@pytest.mark.parametrize("count", [5, pytest.param(25, marks=pytest.mark.slow)])
def test_a_baked_frame_is_the_live_frame(
    explorer: Explorer, frames: list[Frame], count: int
) -> None:
    states = list(explorer.states())
    assert len(frames) == len(states)
    chance = random.Random(7)
    corners = list(product(*({0, n - 1} for n in explorer.shape)))
    chosen = {explorer.default, *chance.sample(corners, min(count // 3, len(corners)))}
    chosen |= set(chance.sample(states, min(count - len(chosen), len(states))))
    live = Drawing(explorer)
    for state in chosen:
        live.forget()  # what was drawn before must not help
        assert frames[explorer.number(state)] == live.frame(state), state


def test_no_frame_shows_a_number_that_is_not_finite(
    explorer: Explorer, frames: list[Frame]
) -> None:
    for number, frame in enumerate(frames):
        for text in frame[:-1]:
            if found := NOT_FINITE.search(PICTURE.sub("", text)):
                pytest.fail(f"{found[0]!r} at {explorer.told(explorer.state_at(number))}")


@pytest.fixture(scope="module")
def script() -> MiniRacer:
    """The page's own script in an engine without a page."""
    engine = MiniRacer()
    module = (resources.files("mlcourse.explore") / "front" / "explorer.js").read_text("utf-8")
    engine.eval(classic_script(module, "globalThis.decode = decode;"))
    return engine


def test_the_script_reads_what_was_baked(
    script: MiniRacer, files: dict[str, Path], frames: list[Frame]
) -> None:
    """All frames of all states, by the checksum and the decoder that run on the page."""
    script.eval(files["base.js"].read_text("utf-8"))
    key = files["base.js"].name.removesuffix(".base.js")
    spec = json.loads(script.eval(f"mlcourseChunks.get('{key}.base')"))
    read: list[Frame] = []
    for k in range(spec["chunks"]):
        script.eval(files[f"{k}.js"].read_text("utf-8"))
        size = min(spec["per"], len(frames) - len(read))
        text = script.eval(
            f"frame = decode(mlcourseChunks.get('{key}.{k}'));"
            f"JSON.stringify(Array.from({{ length: {size} }}, (_, k) => frame(k)))"
        )
        read += map(tuple, json.loads(text))
    assert read == frames


def test_the_script_refuses_a_chunk_with_a_wrong_letter(site: Path, script: MiniRacer) -> None:
    path = files_of(site, next(iter(BOOK)))["0.js"]
    text = path.read_text("utf-8")
    wrong = text.replace("M", "L", 1).replace(path.name.removesuffix(".js"), "spoiled")
    assert wrong.count("spoiled") == 1
    script.eval(wrong)
    assert script.eval("mlcourseChunks.has('spoiled')") is False


def test_budgets_of_the_baked_files(files: dict[str, Path]) -> None:
    sizes = {part: len(gzip.compress(f.read_bytes(), 9)) for part, f in files.items()}
    chunks = {part: size for part, size in sizes.items() if re.fullmatch(r"\d+\.js", part)}
    assert max(chunks.values()) <= MAX_CHUNK
    assert sum(chunks.values()) <= MAX_BYTES
    assert sizes["base.js"] <= MAX_BASE


def test_bytes_a_state_over_all_explorers(site: Path) -> None:
    a_state = []
    for name, explorer in BOOK.items():
        chunks = [f for part, f in files_of(site, name).items() if re.fullmatch(r"\d+\.js", part)]
        # quality 11, which a host may use, gives a sixth less and takes a hundred times as long
        total = sum(len(brotli.compress(f.read_bytes(), quality=6)) for f in chunks)
        a_state.append(total / np.prod(explorer.shape))
    assert np.median(a_state) <= 300


@pytest.fixture(scope="module")
def open_once(browser: Browser) -> Iterator[Callable[[Path], Visit]]:
    """Open a page from the disk, or give the one that is open if it is the same."""
    with ExitStack() as stack:
        last: dict[Path, Visit] = {}

        def visit(path: Path) -> Visit:
            if path not in last:
                stack.close()
                last.clear()
                last[path] = stack.enter_context(visiting(browser))(path.as_uri(), wait="load")
                assert last[path].errors == []
            return last[path]

        yield visit


def test_every_control_by_keyboard_from_the_disk(
    site: Path,
    open_once: Callable[[Path], Visit],
    explorer: Explorer,
    frames: list[Frame],
) -> None:
    seen = open_once(pages(site)[explorer.name])
    seen.errors.clear()  # those of the explorer before are its own
    Driver(seen.page, explorer, frames).all_by_keyboard()
    assert seen.errors == []
    assert seen.foreign("file:") == []


def move(
    site: Path, server: str, visit: Callable[..., Visit], explorer: Explorer, over: str, by: str
) -> None:
    path = pages(site)[explorer.name]
    address = path.as_uri() if over == "file" else f"{server}/{path.relative_to(site).as_posix()}"
    phone = {"has_touch": True, "width": 390, "height": 800} if by == "touch" else {}
    seen = visit(address, wait="load", **phone)
    driver = Driver(seen.page, explorer, frames_of(files_of(site, explorer.name)))
    getattr(driver, f"all_by_{by}")()
    assert seen.errors == []
    assert seen.foreign(server if over == "http" else "file:") == []
    if by == "touch":
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    ("over", "by"), [("http", "mouse"), pytest.param("file", "touch", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("explorer", PADS, ids=id_of)
def test_a_pad_or_a_board_and_all_beside_it(
    site: Path, server: str, visit: Callable[..., Visit], explorer: Explorer, over: str, by: str
) -> None:
    move(site, server, visit, explorer, over, by)


@pytest.mark.slow
@pytest.mark.parametrize("over", ["http", "file"])
@pytest.mark.parametrize("by", ["keyboard", "mouse", "touch"])
def test_every_control_in_every_way(
    site: Path, server: str, visit: Callable[..., Visit], explorer: Explorer, over: str, by: str
) -> None:
    move(site, server, visit, explorer, over, by)
