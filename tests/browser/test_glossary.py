"""A term of the glossary says what it means where it is used: mouse, keyboard, finger, disk."""

import re
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import Visit, leave_out_what_repeats

CHAPTER = "notebooks/06_optimization.html"


def term(page: Page) -> Locator:
    """A link to the glossary in the text, before a link to something else."""
    links = page.locator("article a")
    number = links.evaluate_all(
        "links => links.findIndex((a, k) => a.querySelector('.std-term') && "
        "links[k + 1] && !links[k + 1].querySelector('.std-term'))"
    )
    return links.nth(number)


def meaning(site: Path, link: Locator) -> str:
    """What the glossary's own page says of it."""
    anchor = (link.get_attribute("href") or "").partition("#")[2]
    html = (site / "book" / "glossary.html").read_text("utf-8")
    entry = re.search(rf'<dt id="{anchor}">.*?<dd>(.*?)</dd>', html, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", "", entry).split())


def shown(page: Page) -> str:
    preview = page.get_by_role("tooltip")
    preview.wait_for()
    return " ".join(preview.text_content().split())


def test_under_the_pointer_until_it_leaves_or_escape(
    site: Path, server: str, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{server}/{CHAPTER}", height=700)
    page, link = seen.page, term(seen.page)
    assert not [url for url in seen.requests if "glossary.js" in url]
    link.scroll_into_view_if_needed()
    link.hover()
    assert shown(page) == meaning(site, link)
    preview = page.get_by_role("tooltip")
    box = preview.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
    page.wait_for_timeout(300)
    assert preview.is_visible()  # what is shown can be pointed at
    page.keyboard.press("Escape")
    assert preview.count() == 0 or not preview.is_visible()
    page.mouse.move(0, 0)
    link.hover()
    preview.wait_for()
    page.mouse.move(0, 0)
    preview.wait_for(state="hidden")
    assert seen.errors == []
    assert seen.foreign(server) == []


def test_at_the_keyboards_focus(site: Path, server: str, visit: Callable[..., Visit]) -> None:
    for theme in ("light", "dark"):
        page = visit(f"{server}/{CHAPTER}", theme=theme).page
        page.keyboard.press("Tab")
        link = term(page)
        link.focus()
        assert shown(page) == meaning(site, link)
        assert link.get_attribute("aria-describedby") == "term-preview"
        page.keyboard.press("Escape")
        page.get_by_role("tooltip").wait_for(state="hidden")
        assert link.evaluate("e => e === document.activeElement")
        assert link.get_attribute("aria-describedby") is None
        link.blur()
        link.focus()
        page.get_by_role("tooltip").wait_for()
        page.keyboard.press("Tab")
        page.get_by_role("tooltip").wait_for(state="hidden")
        link.focus()
        page.get_by_role("tooltip").wait_for()
        leave_out_what_repeats(page)
        assert Axe().run(page, context="#term-preview").response["violations"] == []


def test_from_a_disk(site: Path, visit: Callable[..., Visit]) -> None:
    page = visit((site / CHAPTER).as_uri(), wait="load").page
    term(page).hover()
    assert shown(page) == meaning(site, term(page))


def test_a_finger_follows_the_link(server: str, browser: Browser) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{server}/{CHAPTER}")
    term(page).tap()
    page.wait_for_url("**/book/glossary.html#term-*")
    assert page.locator("dt:target").is_visible()
    context.close()


def test_a_formula_in_a_meaning_is_set_and_the_preview_stays_on_a_narrow_screen(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/book/glossary.html", width=320, height=500).page
    page.keyboard.press("Tab")
    links = page.locator("dl.glossary a:has(> .std-term)")
    for link in links.all():
        link.focus()
        preview = page.get_by_role("tooltip")
        preview.wait_for()
        box = preview.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    page.locator("a[href='#term-step-size']").first.focus()
    page.locator("#term-preview .katex-html").first.wait_for()


def test_when_the_meanings_are_lost_the_link_is_still_one(
    server: str, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server}/{CHAPTER}").page
    page.route("**/glossary.js", lambda route: route.abort())
    term(page).hover()
    page.wait_for_timeout(400)
    assert page.get_by_role("tooltip").count() == 0
    page.unroute("**/glossary.js")
    page.mouse.move(0, 0)
    page.wait_for_timeout(200)
    term(page).hover()
    shown(page)
