"""Every page of the built book: accessible, silent, light, and asking nobody else for anything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import ROOT, Visit, wait_for_layout

FIRST_LOAD = 500_000  # bytes over the wire, everything included


def page_names() -> list[str]:
    """The pages of the table of contents, from their sources: the book may not be built yet."""
    sources = [*ROOT.glob("book/*.md"), *ROOT.glob("notebooks/*.ipynb")]
    return sorted(p.relative_to(ROOT).with_suffix(".html").as_posix() for p in sources)


each_page = pytest.mark.parametrize("name", page_names())


def settle(seen: Visit) -> None:
    """Bring every explorer to life, so that it is what is examined."""
    page = seen.page
    for figure in page.locator("figure.mlc").all():
        figure.scroll_into_view_if_needed()
        page.wait_for_function(
            "f => f.classList.contains('mlc-alive') && f.dataset.state", arg=figure.element_handle()
        )
    wait_for_layout(page)
    page.wait_for_timeout(100)  # what scrolls is measured in the frame after


def test_every_source_has_its_page(site: Path) -> None:
    assert len(page_names()) >= 6
    assert [n for n in page_names() if not (site / n).exists()] == []


# What repeats: each formula after the first, which has the colour of the text around it (asserted),
# and code whose tokens are all of kinds that stand in code above.
MARK_WHAT_REPEATS = """() => {
    const colour = (e) => getComputedStyle(e).color;
    const known = new Set();
    for (const code of document.querySelectorAll("pre")) {
        const kinds = [...code.querySelectorAll("[class]")].map((token) => token.className);
        if (kinds.every((kind) => known.has(kind)) && known.size) code.dataset.repeats = "";
        kinds.forEach((kind) => known.add(kind));
    }
    const formulas = [...document.querySelectorAll(".katex")];
    formulas.slice(1).forEach((formula) => { formula.dataset.repeats = ""; });
    return formulas.filter((e) => colour(e) !== colour(e.parentElement)).length;
}"""

FADED = "Promise.all(document.getAnimations().map((animation) => animation.finished))"


@each_page
def test_axe_finds_nothing(server: str, visit: Callable[..., Visit], name: str) -> None:
    seen = visit(f"{server}/{name}")
    settle(seen)
    # the structure is the same in both themes; what KaTeX draws is hidden beside its MathML
    rules = {"color-contrast": {"enabled": False}}
    assert violations(seen, ".katex-html", rules=rules) == []
    for theme in ("light", "dark"):
        seen.page.evaluate("t => { document.documentElement.dataset.theme = t; }", theme)
        seen.page.evaluate(FADED)
        assert seen.page.evaluate(MARK_WHAT_REPEATS) == 0
        assert violations(seen, "[data-repeats]", runOnly=["color-contrast"]) == [], theme


def violations(seen: Visit, without: str, **options: Any) -> list[str]:
    """What axe finds on a page, leaving out what a selector names."""
    options["resultTypes"] = ["violations"]
    found = Axe().run(seen.page, context={"exclude": [[without]]}, options=options)
    return [
        f"{v['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for v in found.response["violations"]
        for node in v["nodes"]
    ]


@each_page
def test_silent_light_and_on_its_own_over_http(
    server: str, visit: Callable[..., Visit], name: str
) -> None:
    seen = visit(f"{server}/{name}")
    first_load = sum(seen.compressed().values())
    assert first_load <= FIRST_LOAD, seen.compressed()
    settle(seen)
    assert seen.foreign(server) == []
    assert seen.errors == []


@each_page
def test_works_from_a_disk(site: Path, visit: Callable[..., Visit], name: str) -> None:
    seen = visit((site / name).as_uri(), wait="load")
    settle(seen)
    assert seen.errors == []
    assert [u for u in seen.requests if not u.startswith(("file:", "data:", "blob:"))] == []


@each_page
def test_nothing_is_wider_than_a_phone(server: str, visit: Callable[..., Visit], name: str) -> None:
    page = visit(f"{server}/{name}", width=390).page
    for width in (390, 375, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for button in page.locator(".bd-header-article :is(button, a):visible").all():
            box = button.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


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
