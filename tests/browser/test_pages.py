"""Every page of the built book: accessible, silent, light, and asking nobody else for anything."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import ROOT, Visit, leave_out_what_repeats, visiting

FIRST_LOAD = 500_000  # bytes over the wire, everything included


def page_names() -> list[str]:
    """The pages of the table of contents, from their sources: the book may not be built yet."""
    sources = [*ROOT.glob("book/*.md"), *ROOT.glob("notebooks/*.ipynb")]
    return sorted(p.relative_to(ROOT).with_suffix(".html").as_posix() for p in sources)


@pytest.fixture(scope="module", params=page_names())
def opened(request: pytest.FixtureRequest, server: str, browser: Browser) -> Iterator[Visit]:
    """A page over http with every explorer alive; a visit serves all its tests, axe's the last."""
    with visiting(browser) as visit:
        seen = visit(f"{server}/{request.param}")
        settle(seen.page)
        yield seen


def settle(page: Page) -> None:
    """Bring every explorer to life, so that it is what is examined."""
    for figure in page.locator("figure.mlc").all():
        figure.scroll_into_view_if_needed()
        page.wait_for_function(
            "f => f.classList.contains('mlc-alive') && f.dataset.state", arg=figure.element_handle()
        )


def test_every_source_has_its_page(site: Path) -> None:
    assert len(page_names()) >= 6
    assert [n for n in page_names() if not (site / n).exists()] == []


def test_silent_light_and_on_its_own_over_http(opened: Visit, server: str) -> None:
    assert opened.first_load <= FIRST_LOAD, opened.compressed()
    assert opened.foreign(server) == []
    assert opened.errors == []


@pytest.mark.parametrize(
    "widths", [(390, 320), pytest.param((375, 360), marks=pytest.mark.slow)], ids=str
)
def test_nothing_is_wider_than_a_phone(opened: Visit, widths: tuple[int, ...]) -> None:
    page = opened.page
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for button in page.locator(".bd-header-article :is(button, a):visible").all():
            box = button.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
    page.set_viewport_size({"width": 1280, "height": 900})


def test_nothing_is_wider_than_paper(opened: Visit) -> None:
    page = opened.page
    page.set_viewport_size({"width": 718, "height": 900})  # A4 less margins
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    cut = page.evaluate(
        """[...document.querySelectorAll(".math-scroll, pre, table")]
             .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
             .map(e => e.textContent.slice(0, 80))"""
    )
    assert cut == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})


# ended and not waited for: one in a part that the browser does not draw may never end
FADED = "document.getAnimations().forEach((animation) => animation.finish())"
# every chapter has the colours and the kinds of elements of this one
COLOURS = "notebooks/06_optimization.html"
DARK = [
    pytest.param(name, marks=[] if name == COLOURS else pytest.mark.slow) for name in page_names()
]


def axe_finds_nothing(page: Page, theme: str, **options: Any) -> None:
    page.evaluate("t => { document.documentElement.dataset.theme = t; }", theme)
    page.evaluate(FADED)
    # what KaTeX draws is hidden beside its MathML
    found = Axe().run(
        page,
        context={"exclude": [[".katex-html"]]},
        options={"resultTypes": ["violations"], **options},
    )
    assert [
        f"{v['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for v in found.response["violations"]
        for node in v["nodes"]
    ] == []


# the last two: they leave out what repeats
def test_axe_finds_nothing(opened: Visit) -> None:
    leave_out_what_repeats(opened.page)
    axe_finds_nothing(opened.page, "light")


@pytest.mark.parametrize("opened", DARK, indirect=True)
def test_nor_in_the_dark(opened: Visit) -> None:
    leave_out_what_repeats(opened.page)
    # the structure is the same in both themes
    axe_finds_nothing(opened.page, "dark", runOnly=["color-contrast"])


# a chapter is opened from the disk by test_explorers.py, which moves all its explorers there
@pytest.mark.parametrize("name", [name for name in page_names() if name.startswith("book/")])
def test_works_from_a_disk(site: Path, visit: Callable[..., Visit], name: str) -> None:
    seen = visit((site / name).as_uri(), wait="load")
    settle(seen.page)
    assert seen.errors == []
    assert [u for u in seen.requests if not u.startswith(("file:", "data:", "blob:"))] == []


def test_launch_links_are_plain_links(site: Path) -> None:
    html = (site / "notebooks" / "07_gradient_descent.html").read_text("utf-8")
    assert 'href="https://mybinder.org/' in html
    assert 'href="https://colab.research.google.com/' in html
    assert "thebe" not in html.lower()
    assert "require.min.js" not in html


def test_search_finds_a_word_from_a_disk(site: Path, visit: Callable[..., Visit]) -> None:
    page = visit((site / "search.html").as_uri() + "?q=momentum", wait="load").page
    page.wait_for_selector("#search-results li a", timeout=20_000)


def test_frames_stay_out_of_pages_and_search_index(site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    assert "mlcoursechunk" not in index.lower()
    for html in site.glob("**/*.html"):
        assert "mlcourseChunk('" not in html.read_text("utf-8")
