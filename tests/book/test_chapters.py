"""The list of chapters follows the plan and the pages, with nothing kept by hand."""

import re
from pathlib import Path

import pytest
import yaml
from docutils.core import publish_doctree

from mlcourse.site import chapters
from tests.book.site_book import build_site
from tests.chapters.rooms import ROOT

PLAN = """
- {chapter: 00_begin, title: Begin}
- {chapter: 01_go_on, title: A planned title}
- {chapter: 09_end, title: End}
"""
INDEX = "# Book\n\n```{toctree}\n00_begin\n```\n\n```{chapters} plan.yml\n```\n"


def listed(site: Path) -> list[tuple[str, bool]]:
    """The words of each item, and whether it is a link."""
    html = (site / "index.html").read_text(encoding="utf-8")
    items = re.findall(r"<li>(.*?)</li>", html.partition('class="chapters')[2], re.S)
    found = [(re.sub(r"<[^>]+>", "", item).strip(), "<a " in item) for item in items]
    return [item for item in found if item[0]][:3]


def test_what_has_a_page_is_a_link_and_a_new_chapter_needs_no_other_line(tmp_path: Path) -> None:
    site = build_site(tmp_path, {"plan.yml": PLAN, "index.md": INDEX, "00_begin.md": "# Begin\n"})
    assert listed(site) == [("0 Begin", True), ("1 A planned title", False), ("9 End", False)]
    html = (site / "index.html").read_text(encoding="utf-8")
    assert "1 of 3 chapters are ready" in html
    assert (site / "00_begin.html").read_text(encoding="utf-8").count("<title>0 Begin") == 1
    more = INDEX.replace("00_begin\n", "00_begin\n01_go_on\n")
    build_site(tmp_path, {"index.md": more, "01_go_on.md": "# Its own title\n"})
    assert listed(site)[1] == ("1 Its own title", True)
    # a changed title reaches the list although the page with the list was not read again
    build_site(tmp_path, {"01_go_on.md": "# Another title\n"})
    assert listed(site)[1] == ("1 Another title", True)


def test_the_first_figure_is_reached_by_its_task() -> None:
    doctree = publish_doctree("Text.\n\n**Predict.** Which?\n\n**Predict.** And now?")
    asking = chapters._predict(doctree)
    assert asking is not None
    assert asking.astext() == "Predict. Which?"
    assert chapters._predict(publish_doctree("**Try.** *Predict.*")) is None


NEEDS = """
- {chapter: 00_begin, title: Begin, concepts: {model: a (useful) model}}
- {chapter: 01_go_on, title: Go on, concepts: {odds: odds}, needs: {00_begin: [model]}}
- {chapter: 02_end, title: End, needs: {00_begin: [model], 01_go_on: [odds]}}
"""
MAP = INDEX.replace("plan.yml\n", "plan.yml\n:map:\n")


def test_the_map_tells_what_a_chapter_builds_on(tmp_path: Path) -> None:
    site = build_site(tmp_path, {"plan.yml": NEEDS, "index.md": MAP, "00_begin.md": "# Begin\n"})
    words = [words for words, _ in listed(site)]
    assert words == [
        "0 Begin builds on school mathematics",
        "1 Go on builds on a model (0)",
        "2 End builds on a model (0); odds (1)",
    ]
    html = (site / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a class="reference internal" href="([^"]+)">a model \(0\)</a>', html)
    assert links == ["00_begin.html"] * 2  # and odds, of which there is no page yet, is none


def test_the_map_of_the_book_needs_only_what_came_before() -> None:
    plan = yaml.safe_load((ROOT / "book" / "curriculum.yml").read_text(encoding="utf-8"))
    assert all(chapters._needs(entry, plan) for entry in plan[1:])
    for wrong in ({"05_statistics": ["r-squared"]}, {"00_introduction": ["no-such-concept"]}):
        with pytest.raises(ValueError, match="must be concepts of earlier chapters, got"):
            chapters._needs({**plan[3], "needs": wrong}, [*plan[:3], {**plan[3], "needs": wrong}])
