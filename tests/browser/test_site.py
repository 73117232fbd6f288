"""The site around the chapters: generated pages, search, themes, formulas, print, no script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import Visit

CHAPTER = "notebooks/07_gradient_descent.html"
GENERATED = ["search.html?q=gradient", "search.html?q=xyzzyplugh", "genindex.html"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_too(
    server: str, visit: Callable[..., Visit], name: str, theme: str
) -> None:
    seen = visit(f"{server}/{name}", theme=theme)
    if "q=" in name:
        seen.page.wait_for_function("document.title && document.querySelector('.search-summary')")
        seen.page.wait_for_function(
            "/found|did not match/.test(document.querySelector('.search-summary').textContent)"
        )
    violations = Axe().run(seen.page).response["violations"]
    assert [v["id"] for v in violations] == []
    assert seen.errors == []
    assert seen.foreign(server) == []


def test_every_built_page_is_one_that_these_tests_know(site: Path) -> None:
    built = {p.relative_to(site).as_posix() for p in site.rglob("*.html")}
    own = {p for p in built if p.startswith(("book/", "notebooks/"))}
    assert {p for p in built - own if not p.startswith("_static/")} == {
        "index.html",
        "search.html",
        "genindex.html",
    }


def test_excerpts_of_search_show_a_formula_once(server: str, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server}/search.html?q=gradient").page
    page.wait_for_function("document.querySelectorAll('#search-results .context').length > 2")
    excerpts = " ".join(page.locator("#search-results .context").all_inner_texts())
    assert "\\alpha" not in excerpts
    assert "\\nabla" not in excerpts


def test_the_theme_can_be_switched_and_is_remembered(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/book/notation.html", theme="light").page
    html = page.locator("html")
    assert html.get_attribute("data-theme") == "light"
    page.get_by_role("button", name="Color mode").click()
    assert html.get_attribute("data-theme") == "dark"
    page.reload()
    assert html.get_attribute("data-theme") == "dark"


def test_search_and_contents_open_from_the_keyboard(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{CHAPTER}", width=390).page
    page.keyboard.press("Control+k")
    page.keyboard.type("momentum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=momentum")
    page.go_back()
    page.locator(".primary-toggle").press("Enter")
    dialog = page.locator("dialog#pst-primary-sidebar-modal")
    dialog.get_by_role("link", name="Glossary").wait_for()
    page.keyboard.press("Escape")
    assert not dialog.evaluate("d => d.open")


def test_a_jump_ends_at_its_heading(server: str, visit: Callable[..., Visit]) -> None:
    """Below the top bar, whatever the explorers on the way did to the page's height."""
    page = visit(f"{server}/{CHAPTER}").page
    page.locator("#pst-page-toc-nav a[href='#recap']").click()
    page.wait_for_function(
        """() => { const top = document.querySelector("#recap h2").getBoundingClientRect().top;
                   return top > 40 && top < 200; }"""
    )
    page.wait_for_function(
        "document.querySelector('#pst-page-toc-nav a.active')?.hash === '#recap'"
    )


def test_every_icon_that_a_page_names_is_drawn(server: str, visit: Callable[..., Visit]) -> None:
    """The icon font is gone, so an icon without a mask would be a coloured square."""
    page = visit(f"{server}/{CHAPTER}").page
    icons = page.evaluate(
        """() => [...document.querySelectorAll("[class~='fa-solid']")].map(icon =>
             [icon.className, getComputedStyle(icon).getPropertyValue("--icon")])"""
    )
    assert len(icons) >= 5
    assert [name for name, drawing in icons if not drawing.startswith("url(")] == []


def test_formulas_come_without_a_script(site: Path) -> None:
    html = (site / CHAPTER).read_text(encoding="utf-8")
    assert html.count('<span class="katex">') > 100
    assert html.count("<math ") == html.count('<span class="katex">')
    assert "katex-error" not in html
    scripts = re.findall(r'<script[^>]*src="([^"]+)"', html)
    assert [s for s in scripts if "katex" in s.lower() or "mathjax" in s.lower()] == []
    assert not [p for p in site.rglob("*.js") if "katex" in p.name.lower()]


def test_a_formula_wider_than_the_screen_can_be_reached(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{CHAPTER}", width=320).page
    wide = page.locator(".math-scroll[tabindex='0']")
    assert wide.count() > 0
    wide.first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    narrow = page.locator(".math-scroll:not([tabindex])")
    assert narrow.evaluate_all("boxes => boxes.every(b => b.scrollWidth <= b.clientWidth + 1)")


def test_print_shows_the_title_and_hides_the_frame(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{CHAPTER}").page
    page.emulate_media(media="print")
    assert page.locator("article h1").first.is_visible()
    for hidden in (".bd-sidebar-primary", ".article-header-buttons", ".prev-next-footer"):
        assert not page.locator(hidden).first.is_visible(), hidden


def test_without_a_script_the_text_the_formulas_and_a_figure_are_there(
    server: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/{CHAPTER}")
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".katex-html").first.is_visible()
    figure = page.locator("figure.mlc img").first
    figure.scroll_into_view_if_needed()
    assert figure.is_visible()
    assert figure.get_attribute("alt")
    assert not page.get_by_role("button", name="Color mode").is_visible()
    context.close()


def test_each_page_says_what_it_is_about(site: Path) -> None:
    described = {}
    for path in [*site.glob("book/*.html"), *site.glob("notebooks/*.html")]:
        html = path.read_text(encoding="utf-8")
        found = re.search(r'<meta name="description" content="([^"]{50,200})">', html)
        assert found, path.name
        assert html.count("<h1") == 1, path.name
        assert html.count('rel="stylesheet"') == 1, path.name
        described[path.name] = found[1]
    assert len(set(described.values())) >= len(described) - 2
