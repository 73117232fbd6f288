"""The site around the chapters: generated pages, search, themes, formulas, print, no script."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import ROOT, Visit, wait_for_layout

CHAPTERS = [f"notebooks/{path.stem}.html" for path in sorted(ROOT.glob("notebooks/*.ipynb"))]
CHAPTER = "notebooks/07_gradient_descent.html"
LIGHT = "notebooks/06_optimization.html"  # all kinds of parts, and half as many of them
EACH_CHAPTER = pytest.mark.parametrize(
    "name", [pytest.param(c, marks=[] if c == LIGHT else pytest.mark.slow) for c in CHAPTERS]
)
GENERATED = [
    "search.html?q=gradient",
    "search.html?q=xyzzyplugh",
    "genindex.html",
    "source/mlcourse.optimize.descent.html",
    "source/mlcourse.chapters.gradient_descent.figures._momentum_pad.html",
]


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
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
    own = {p for p in built if p.startswith(("book/", "notebooks/", "source/"))}
    others = {p for p in built - own if not p.startswith(("_static/", "lite/"))}
    # the last one only where the address of the site is known: see tests/published
    assert others - {"404.html"} == {"index.html", "search.html", "genindex.html"}


def test_results_of_search_have_names_and_excerpts_of_the_text(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/search.html?q=metropolis").page
    page.wait_for_function("document.querySelectorAll('#search-results .context').length > 2")
    assert page.evaluate("document.activeElement.name") == "q"
    titles = page.locator("#search-results li > a").all_inner_texts()
    assert any(re.search(r"^2 .*> Exercise 2\.\d+ \(", title) for title in titles), titles
    assert [title for title in titles if re.search(r"^ *\(|> *\(", title)] == []
    excerpts = " ".join(page.locator("#search-results .context").all_inner_texts())
    for unwanted in ("\\alpha", "\\nabla", "Colab", "Show the solution"):
        assert unwanted not in excerpts, unwanted


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
    page.locator("h1").first.click()  # the page has the keyboard
    page.keyboard.press("Control+k")
    expect(page.locator("dialog#pst-search-dialog input")).to_be_focused()
    page.keyboard.type("momentum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=momentum")
    page.go_back()
    page.locator(".primary-toggle").press("Enter")
    dialog = page.locator("dialog#pst-primary-sidebar-modal")
    dialog.get_by_role("link", name="Glossary").wait_for()
    page.keyboard.press("Escape")
    assert not dialog.evaluate("d => d.open")


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 390])
def test_a_jump_ends_at_its_heading(server: str, visit: Callable[..., Visit], width: int) -> None:
    """Below the top bar, whatever the blocks on the way turn out to measure."""
    page = visit(f"{server}/{CHAPTER}#where-it-fails", width=width, wait="load").page

    def arrives(name: str) -> None:
        page.wait_for_function(
            """name => { const box = document.getElementById(name).getBoundingClientRect();
                         return box.top > 40 && box.top < 200; }""",
            arg=name,
        )
        page.wait_for_function(
            "name => document.querySelector('#pst-page-toc-nav a.active')?.hash === '#' + name",
            arg=name,
        )

    arrives("where-it-fails")
    page.evaluate("location.hash = 'momentum'")
    arrives("momentum")
    if width == 1280:
        page.locator("#pst-page-toc-nav a[href='#speed-against-accuracy']").click()
        arrives("speed-against-accuracy")
        page.go_back()
        arrives("momentum")
    wait_for_layout(page)
    page.goto(f"{server}/book/glossary.html")
    page.go_back()
    arrives("momentum")


def figures_of(page: Page) -> Iterator[Locator]:
    """Each explorer of a page, at the top of the window and alive."""
    figures = page.locator("figure.mlc").all()
    assert len(figures) >= 4
    for figure in figures:
        figure.evaluate("e => e.scrollIntoView()")
        page.wait_for_function("e => e.dataset.state", arg=figure.element_handle())
        figure.evaluate("e => e.scrollIntoView()")  # what came near has got its layout meanwhile
        yield figure


@EACH_CHAPTER
def test_a_figure_and_its_controls_are_in_one_view(
    server: str, visit: Callable[..., Visit], name: str
) -> None:
    page = visit(f"{server}/{name}", width=1440, height=900, wait="load").page
    for figure in figures_of(page):
        shown = figure.get_attribute("data-name")
        stage, side = (figure.locator(s).bounding_box() for s in (".mlc-stage", ".mlc-side"))
        assert side["x"] >= stage["x"] + stage["width"], shown
        header, whole = page.locator(".bd-header-article").bounding_box(), figure.bounding_box()
        assert whole["y"] >= header["y"] + header["height"], shown
        assert whole["y"] + whole["height"] <= 900, shown


@EACH_CHAPTER
def test_controls_leave_two_thirds_of_a_phone(
    server: str, visit: Callable[..., Visit], name: str
) -> None:
    page = visit(f"{server}/{name}", width=390, height=844, wait="load").page
    for figure in figures_of(page):
        shown, controls = figure.get_attribute("data-name"), figure.locator(".mlc-controls")
        box = controls.bounding_box()
        assert 40 < box["height"] <= 844 / 3, shown
        assert box["y"] + box["height"] <= 844, shown  # in sight below the figure
        expect(figure.locator(".mlc-panel").first).to_be_in_viewport()


@pytest.mark.parametrize("name", [LIGHT, pytest.param(CHAPTER, marks=pytest.mark.slow)])
def test_the_whole_page_is_laid_out_in_the_end(
    server: str, visit: Callable[..., Visit], name: str
) -> None:
    page = visit(f"{server}/{name}", wait="load").page
    put_off = page.locator("p").last
    assert put_off.evaluate("e => getComputedStyle(e).contentVisibility") in ("auto", "visible")
    wait_for_layout(page)


def test_a_jump_does_not_hold_a_reader_who_moves_on(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{CHAPTER}#where-it-fails", wait="load").page
    page.mouse.move(500, 400)
    page.mouse.wheel(0, 700)
    page.wait_for_timeout(1000)
    top = page.evaluate("document.getElementById('where-it-fails').getBoundingClientRect().top")
    assert top < -400


HEIGHTS = """() => {
    const blocks = [...document.querySelectorAll("article :is(p, ul, .cell_input, .admonition)")]
        .filter((e) => getComputedStyle(e).contentVisibility === "auto");
    const height = () => blocks.reduce((sum, e) => sum + e.getBoundingClientRect().height, 0);
    const reserved = height();
    document.documentElement.dataset.whole = "";
    return [reserved, height()];
}"""


@pytest.mark.parametrize("width", [390, 1440])
@EACH_CHAPTER
def test_what_is_put_off_keeps_the_room_that_it_will_take(
    server: str, visit: Callable[..., Visit], name: str, width: int
) -> None:
    page = visit(f"{server}/{name}", width=width, height=844, wait="load").page
    reserved, taken = page.evaluate(HEIGHTS)
    assert taken > 5 * 844
    assert reserved == pytest.approx(taken, rel=0.3)


def test_every_icon_that_a_page_names_is_drawn(server: str, visit: Callable[..., Visit]) -> None:
    """The icon font is gone, so an icon without a mask would be a coloured square."""
    page = visit(f"{server}/{LIGHT}").page
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
    scripts_of_ours = (site / "_static").rglob("*.js")  # not those of JupyterLite
    assert not [p for p in scripts_of_ours if "katex" in p.name.lower()]


def test_a_formula_wider_than_the_screen_can_be_reached(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{LIGHT}", width=320).page
    boxes = page.locator(".math-scroll")
    first = boxes.evaluate_all("all => all.findIndex(b => b.scrollWidth > b.clientWidth + 1)")
    assert first >= 0
    boxes.nth(first).scroll_into_view_if_needed()
    wait_for_layout(page)
    page.wait_for_timeout(200)  # measured in the frame after
    page.locator(".math-scroll[tabindex='0']").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    stops = page.locator(".math-scroll[tabindex]")
    assert stops.evaluate_all("boxes => boxes.every(b => b.scrollWidth > b.clientWidth + 1)")


def test_columns_that_a_cell_prints_keep_their_lines_on_a_phone(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{LIGHT}", width=390).page
    page.locator("pre.columns").first.wait_for()
    printed = page.locator(".cell_output .output > .highlight > pre").evaluate_all(
        """(all) => all.map((pre) => {
            const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(pre);
            const rows = (pre.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom))
                / parseFloat(lineHeight);
            return { table: pre.classList.contains("columns"),
                wraps: rows > pre.textContent.trimEnd().split("\\n").length + 0.5,
                scrolls: pre.scrollWidth > pre.clientWidth, stop: pre.tabIndex === 0 };
        })"""
    )
    tables = [one for one in printed if one["table"]]
    assert any(one["scrolls"] and one["stop"] for one in tables)
    assert not any(one["wraps"] for one in tables)
    sentences = [one for one in printed if not one["table"]]
    assert any(one["wraps"] for one in sentences)
    assert not any(one["scrolls"] for one in sentences)


@EACH_CHAPTER  # its width is measured by test_pages.py
def test_on_paper_all_is_there_in_dark_ink(
    server: str, visit: Callable[..., Visit], name: str
) -> None:
    page = visit(f"{server}/{name}", theme="dark", width=718, wait="load").page  # A4 less margins
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article h1").first.is_visible()
    online = (".bd-sidebar-primary", ".article-header-buttons", ".prev-next-footer", ".python-here")
    for hidden in online:
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("details.hide").count() > 5
    assert page.locator("details.hide:not([open])").count() == 0
    body = page.locator("body")
    assert body.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    ink = page.locator("article p:visible").first.evaluate("e => getComputedStyle(e).color")
    assert max(map(int, re.findall(r"\d+", ink))) < 80
    assert page.locator("div.cell:has(.mlq)").evaluate("e => getComputedStyle(e).breakInside") == (
        "auto"
    )
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("details.hide[open]").count() == 0


def test_printing_says_so_to_the_page(server: str, visit: Callable[..., Visit]) -> None:
    """The events on which the test above relies come when a browser prints."""
    page = visit(f"{server}/book/intro.html").page
    page.evaluate("addEventListener('beforeprint', () => { window.printed = true; })")
    page.pdf()
    assert page.evaluate("window.printed")


def test_with_a_readers_own_colours_icons_are_drawn_in_them(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{LIGHT}", width=390, forced_colors="active").page
    for name in (".primary-toggle", ".secondary-toggle", ".theme-switch-button", ".search-button"):
        icon = page.locator(f"{name} [class~='fa-solid']:visible").first
        ink, paper = icon.evaluate(
            "e => [e, document.body].map(e => getComputedStyle(e).backgroundColor)"
        )
        assert ink != paper, name


def test_with_wide_text_spacing_the_header_is_whole(
    server: str, visit: Callable[..., Visit]
) -> None:
    """WCAG 2.2, success criterion 1.4.12."""
    page = visit(f"{server}/{LIGHT}", width=390).page
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
        " word-spacing: 0.16em !important; }"
    )
    header = page.locator(".bd-header-article").bounding_box()
    for part in page.locator(".bd-header-article :is(a, button):visible").all():
        box = part.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= header["y"] + header["height"] + 1


def test_buttons_of_the_header_show_the_focus(server: str, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server}/{LIGHT}").page
    page.keyboard.press("Tab")
    page.locator(".primary-toggle").focus()
    style = page.locator(".primary-toggle").evaluate("e => getComputedStyle(e).outlineStyle")
    assert style == "solid"


def test_each_solution_has_its_own_name(site: Path) -> None:
    for name in CHAPTERS:
        html = (site / name).read_text(encoding="utf-8")
        names = re.findall(r"Show the solution<span[^>]*> of (.*?)</span>", html)
        assert len(names) >= 4  # every chapter has four exercises
        assert len(set(names)) == len(names), name
        assert "Toggle hidden content" not in html


def test_a_call_leads_to_its_definition_on_a_page_of_the_site(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{CHAPTER}", width=390).page
    call = page.locator("a.to-source", has_text="gradient_step").first
    call.scroll_into_view_if_needed()
    call.click()
    page.wait_for_url("**/source/mlcourse.optimize.descent.html#gradient_step")
    assert page.locator(":target").inner_text().startswith("def gradient_step(")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="7 Gradient descent", exact=True).last.click()
    page.wait_for_url(f"**/{CHAPTER}")


def test_every_link_to_a_source_arrives(site: Path) -> None:
    pages = {p.name: p.read_text("utf-8") for p in (site / "source").glob("*.html")}
    reached = set()
    for name in CHAPTERS:
        html = (site / name).read_text("utf-8")
        links = re.findall(r'class="to-source" href="\.\./source/([^"#]+)#(\w+)"', html)
        assert len(links) > 10, name
        assert len(links) == html.count("to-source")
        assert [link for link in links if f'id="{link[1]}"' not in pages[link[0]]] == []
        reached |= {page for page, _ in links}
    assert reached == set(pages)


def test_sources_are_in_no_contents_and_no_search_and_hold_no_answers(site: Path) -> None:
    sources = sorted((site / "source").glob("*.html"))
    assert [p.name for p in sources if ".checks" in p.name or ".practice" in p.name] == []
    for html in (site / CHAPTER, sources[0]):
        contents = html.read_text("utf-8").partition('id="pst-primary-sidebar"')[2]
        assert "source/" not in contents.partition("<main")[0]
    assert "mlcourse.optimize" not in (site / "searchindex.js").read_text("utf-8")


def policy() -> str:
    """The content security policy that the book says a host may send."""
    text = (ROOT / "book" / "how_to_use.md").read_text(encoding="utf-8")
    return re.search(r"^Content-Security-Policy: (.*)$", text, re.M)[1]


def test_all_works_under_the_policy_that_the_book_names(server: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": policy()}
        )

    context.route("**/*", with_policy)
    page = context.new_page()
    errors: list[str] = []
    page.on(
        "console",
        lambda said: errors.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.goto(f"{server}/{CHAPTER}")
    figure = page.locator("figure.mlc").first
    figure.scroll_into_view_if_needed()
    page.wait_for_function(
        "f => f.classList.contains('mlc-alive') && f.dataset.state", arg=figure.element_handle()
    )
    before = figure.get_attribute("data-state")
    figure.locator("input[type=range]").first.press("ArrowRight")
    page.wait_for_function(
        "([f, before]) => f.dataset.state !== before", arg=[figure.element_handle(), before]
    )
    question = page.locator(".mlq-question").first
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Check").click()
    assert question.locator(".mlq-feedback").inner_text()
    folded = page.locator(".admonition.dropdown").first
    folded.scroll_into_view_if_needed()
    assert "toggle-hidden" in folded.get_attribute("class")
    folded.locator(".toggle-button").click()
    assert "toggle-hidden" not in folded.get_attribute("class")
    page.get_by_role("button", name="Color mode").first.click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto(f"{server}/search.html?q=momentum")
    page.wait_for_selector("#search-results li a")
    assert errors == []
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), "
                  "{ textContent: 'window.intruder = 1' }))")  # fmt: skip
    assert page.evaluate("window.intruder ?? null") is None  # the policy is in force
    context.unroute_all(behavior="ignoreErrors")
    context.close()


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
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.locator("button:visible").count() == 0
    assert page.get_by_role("link", name="Glossary").first.is_visible()
    rule = page.locator("div.theorem").first.evaluate("e => getComputedStyle(e).borderLeftColor")
    assert rule == "rgb(31, 78, 121)"
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
