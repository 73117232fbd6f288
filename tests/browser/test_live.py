"""Explorers in JupyterLab and Notebook 7, with a real kernel and real input."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from mlcourse.explore import Board, Explorer
from mlcourse.explore.render import Drawing
from tests.browser.jupyter import ROOT, Jupyter, jupyter
from tests.browser.test_explorers import BOOK
from tests.chapters.rooms import chapter_of, each_room
from tests.explore.sample import wave
from tests.explore.three_squares import three_squares

SAMPLE = "from tests.explore.sample import wave\nshown = wave()\nshown"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with jupyter(tmp_path_factory.mktemp("jupyter")) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1300, "height": 1100})
    page = context.new_page()
    yield page
    context.close()


@cache
def drawing(name: str) -> Drawing:
    """The same explorer here, to know what the kernel must have answered."""
    return Drawing(BOOK.get(name) or {"three_squares": three_squares}.get(name, wave))


def shows(page: Page, explorer: Explorer, state: tuple[int, ...]) -> None:
    """The figure is at a state, and its readout is what the kernel computes."""
    figure = page.locator(f'figure.mlc-alive[data-name="{explorer.name}"]')
    try:
        index = str(explorer.number(state))
        expect(figure).to_have_attribute("data-state", index, timeout=60_000)
    except AssertionError:
        shown = figure.get_attribute("data-state")
        raise AssertionError(f"{explorer.name}: wanted {state}, the figure is at {shown}") from None
    expect(figure.locator(".mlc-readout")).to_have_text(drawing(explorer.name).frame(state)[-2])


def widgets(page: Page, explorer: Explorer) -> Locator:
    """The ipywidgets controls that belong to the explorer."""
    figure = page.locator(f'figure.mlc-alive[data-name="{explorer.name}"]')
    output = page.locator(".jp-OutputArea-output", has=figure)
    return output.locator(".widget-gridbox > *")


def move_each(page: Page, explorer: Explorer) -> None:
    """Move every control by keyboard, then one slider by mouse, then the pads."""
    state = list(explorer.default)
    rows = widgets(page, explorer)
    expect(rows).to_have_count(len(explorer.controls))
    for i, control in enumerate(explorer.controls.values()):
        up = state[i] + 1 < len(control.values)
        row = rows.nth(i)
        if isinstance(control, Board):  # played on the figure, its widget follows
            figure = page.locator(f'figure.mlc-alive[data-name="{explorer.name}"]')
            moves = control.moves[str(control.values[state[i]])]
            figure.locator(".mlc-square").nth(max(moves)).click()
            taken = moves[max(moves)]
            state[i] = control.index(control.replies.get(taken, taken))
        elif control.kind == "toggle":
            row.locator("input").press("Space")
            state[i] = 1 - state[i]
        elif control.kind == "choice":
            state[i] += 1 if up else -1
            row.locator("select").select_option(index=state[i])
        else:
            row.locator(".noUi-handle").press("ArrowRight" if up else "ArrowLeft")
            state[i] += 1 if up else -1
        shows(page, explorer, tuple(state))
    figure = page.locator(f'figure.mlc-alive[data-name="{explorer.name}"]')
    for k, pad in enumerate(explorer.pads):
        names = list(explorer.controls)
        for name, more, less in ((pad.x, "Right", "Left"), (pad.y, "Up", "Down")):
            i = names.index(name)
            up = state[i] + 1 < explorer.shape[i]
            figure.locator(".mlc-handle").nth(k).press(f"Arrow{more if up else less}")
            state[i] += 1 if up else -1
        shows(page, explorer, tuple(state))
    figure.locator(".mlc-reset").click()
    shows(page, explorer, explorer.default)


@pytest.mark.parametrize("app", ["lab", pytest.param("notebook", marks=pytest.mark.slow)])
def test_the_sample_moves_by_every_control(server: Jupyter, page: Page, app: str) -> None:
    server.open(page, [SAMPLE], app=app, wait='figure.mlc-alive[data-name="wave"] svg')
    errors: list[str] = []  # from here on: Notebook 7 logs one of its own while it starts
    page.on("pageerror", lambda error: errors.append(str(error)))
    shows(page, wave, wave.default)
    move_each(page, wave)
    page.locator(".mlc-play").click()
    shows(page, wave, wave.state(step=40))
    page.locator(".mlc-seed", has_text="Resample").click()
    shows(page, wave, wave.state(step=40, seed=1))
    assert page.locator(".mlc-control output").count() == 0  # the widget says which sample it is
    assert errors == []


def test_real_ipywidgets_can_be_linked_and_observed(server: Jupyter, page: Page) -> None:
    cells = [
        SAMPLE,
        "import ipywidgets\n"
        "other = ipywidgets.FloatText(value=1)\n"
        "ipywidgets.link((shown.live.controls['frequency'], 'value'), (other, 'value'))\n"
        "seen = []\n"
        "shown.live.controls['rate'].observe(lambda change: seen.append(change.new), 'value')\n"
        "shown.live.controls['frequency'].value = 4.0\n"
        "shown.live.controls['rate'].value = 10.0\n"
        "print('seen', seen, other.value)",
    ]
    server.open(page, cells, wait="text=seen [10.0] 4.0")
    shows(page, wave, wave.state(frequency=4, rate=10))


def test_a_board_is_played_and_its_widget_follows(server: Jupyter, page: Page) -> None:
    cells = [
        "from tests.explore.three_squares import three_squares\nshown = three_squares()\nshown",
        "import ipywidgets\n"
        "other = ipywidgets.Text()\n"
        "ipywidgets.link((shown.live.controls['game'], 'value'), (other, 'value'))\n"
        "other",
    ]
    alive = 'figure.mlc-alive[data-name="three_squares"]'
    server.open(page, cells, wait=f"{alive} svg")
    shows(page, three_squares, three_squares.default)
    squares = page.locator(".mlc-square")
    squares.nth(0).focus()
    page.keyboard.press("ArrowRight")  # no other cell is selected by it
    page.keyboard.press("Enter")
    shows(page, three_squares, three_squares.state(game="x.ox-"))
    expect(page.locator(".widget-text input")).to_have_value("x.ox-")
    expect(page.locator(".mlc-news")).to_have_text("You take 2. The reply is 1.")
    page.keyboard.press("u")
    shows(page, three_squares, three_squares.default)
    page.keyboard.press("3")
    shows(page, three_squares, three_squares.state(game="x.o-x"))
    page.locator(".mlc-reset").click()
    shows(page, three_squares, three_squares.default)
    move_each(page, three_squares)


def test_an_error_in_compute_is_shown_and_the_next_change_recovers(
    server: Jupyter, page: Page
) -> None:
    server.open(page, [SAMPLE], wait='figure.mlc-alive[data-name="wave"] svg')
    rows = widgets(page, wave)
    rows.nth(0).locator(".noUi-handle").press("End")
    rows.nth(1).locator(".noUi-handle").press("End")
    message = page.locator(".mlc-message")
    expect(message).to_contain_text("ZeroDivisionError: frequency 5 and rate 10 cannot be had")
    rows.nth(0).locator(".noUi-handle").press("ArrowLeft")
    expect(message).to_be_hidden()
    shows(page, wave, wave.state(frequency=4, rate=10))


def test_a_link_in_the_text_moves_the_figure(server: Jupyter, page: Page) -> None:
    alive = 'figure.mlc-alive[data-name="wave"] svg'
    text = "Now [the cosine](#wave?shape=cosine&frequency=3), and [back](#wave?)."
    server.open(page, [SAMPLE], wait=alive, text=text)
    shows(page, wave, wave.default)
    page.get_by_role("link", name="the cosine").click()
    shows(page, wave, wave.state(shape="cosine", frequency=3))
    expect(widgets(page, wave).nth(2).locator("select")).to_have_value("cosine")
    page.get_by_role("link", name="back").click()
    shows(page, wave, wave.default)
    assert "#" not in page.url  # the page is Lab's own


@pytest.mark.slow
def test_a_reopened_notebook_is_as_the_book_tells(server: Jupyter, page: Page) -> None:
    alive = 'figure.mlc-alive[data-name="wave"] svg'
    name = server.open(page, [SAMPLE], wait=alive)
    shows(page, wave, wave.default)
    server.run(page, "docmanager:save")
    page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')")
    server.end_kernel(name)
    assert "widget-view" in (server.folder / name).read_text("utf-8")
    server.show(page, name)
    told = (ROOT / "book" / "how_to_use.md").read_text("utf-8")
    seen = re.search(r'opened again shows "(.*?)"\s+where a figure was', told)[1]
    expect(page.locator(".jp-OutputArea-output")).to_contain_text(seen, timeout=60_000)
    assert page.locator("figure.mlc").count() == 0
    server.run(page, "notebook:run-all-cells")
    shows(page, wave, wave.default)


@pytest.mark.parametrize("how", ["restart", pytest.param("shutdown", marks=pytest.mark.slow)])
def test_a_kernel_that_dies_leaves_the_figure_and_says_so(
    server: Jupyter, page: Page, how: str
) -> None:
    server.open(page, [SAMPLE], wait='figure.mlc-alive[data-name="wave"] svg')
    shows(page, wave, wave.default)
    notebook = page.url.rsplit("/", 1)[1].split("?")[0]
    (session,) = [s for s in server.api("GET", "sessions") if s["path"] == notebook]
    kernel: Any = session["kernel"]["id"]
    if how == "restart":
        server.api("POST", f"kernels/{kernel}/restart")
    else:
        server.api("DELETE", f"kernels/{kernel}")
    page.wait_for_timeout(1500)
    # a state that was never sent ahead
    page.locator(".mlc-preset").click()
    expect(page.locator(".mlc-message")).to_contain_text("the figure stays", timeout=20_000)
    expect(page.locator(".mlc-panel svg").first).to_be_visible()


@pytest.mark.slow
@each_room
def test_all_explorers_of_a_chapter_move_in_jupyterlab(
    server: Jupyter, page: Page, name: str
) -> None:
    """One notebook with all of them, as in the chapter."""
    explorers = [n for n, e in BOOK.items() if chapter_of(e) == name]
    assert len(explorers) >= 2
    cells = [f"from mlcourse.chapters.{name} import figures"]
    cells += [f"figures.{explorer}()" for explorer in explorers]
    server.open(page, cells, wait=f'figure.mlc-alive[data-name="{explorers[-1]}"] svg')
    # each has asked the kernel for its first frame while the others began
    for explorer in explorers:
        page.wait_for_selector(
            f'figure.mlc-alive[data-name="{explorer}"][data-state]', timeout=120_000
        )
    for explorer in explorers:
        move_each(page, BOOK[explorer])
        if any(c.kind in ("slider", "steps") for c in BOOK[explorer].controls.values()):
            drag(page, BOOK[explorer])


def drag(page: Page, explorer: Explorer) -> None:
    """A real drag of a slider along its whole track ends where the mouse ends."""
    names = [n for n, c in explorer.controls.items() if c.kind in ("slider", "steps")]
    i = list(explorer.controls).index(names[0])
    row = widgets(page, explorer).nth(i)
    row.locator(".noUi-target").scroll_into_view_if_needed()
    track = row.locator(".noUi-target").bounding_box()
    handle = row.locator(".noUi-handle").bounding_box()
    assert track is not None
    assert handle is not None
    y = handle["y"] + handle["height"] / 2
    page.mouse.move(handle["x"] + handle["width"] / 2, y)
    page.mouse.down()
    for k in range(1, 21):
        page.mouse.move(track["x"] + track["width"] * (1.1 * k / 20), y)
    page.mouse.up()
    state = list(explorer.default)
    state[i] = explorer.shape[i] - 1
    shows(page, explorer, tuple(state))
