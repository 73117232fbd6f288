"""Numbers by chapter follow from the names of the files, on a small book with gaps."""

import json
import re
from pathlib import Path

import pytest

from tests.book.site_book import build_site

THEOREM = "```{prf:theorem} Rules\n:label: rule\n\nAll is one.\n```\n"
EXERCISES = "".join(
    f"```{{exercise}} {name}\n:label: {label}\n\nTry.\n```\n\n"
    for label, name in {"first": "Walk", "second": "Metropolis"}.items()
)
PAGES = {
    "index.md": (
        "# Book\n\n```{toctree}\n:caption: Part\n\nparts/03_first\nparts/12_second\n```\n\n"
        "```{toctree}\nwords\n```\n"
    ),
    "parts/03_first.md": (
        f"(03-first)=\n# First steps\n\n## A section\n\n{THEOREM}\n\n$$a = b$$ (e)\n"
    ),
    "parts/12_second.md": (
        f"# Second steps\n\n## A section\n\n{EXERCISES}\n{{prf:ref}}`rule`, {{eq}}`e`, "
        "{ref}`second`, {doc}`03_first`, {numref}`Chapter {number} <03-first>`\n"
    ),
    "words.md": "# Words\n\n## One\n\n```{prf:definition} Word\n:label: word\n\nA word.\n```\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("numbered")


@pytest.fixture(scope="module")
def site(folder: Path) -> Path:
    return build_site(folder, PAGES)


def text(site: Path, page: str) -> str:
    """The words of a page, its elements gone."""
    html = (site / f"{page}.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_the_title_of_a_chapter_has_the_number_of_its_file(site: Path) -> None:
    html = (site / "parts" / "12_second.html").read_text(encoding="utf-8")
    assert "<title>12 Second steps" in html
    assert re.search(r"<h1><span[^>]*>12 </span>Second steps", html)
    assert re.search(r"<h2>A section", html)


def test_the_contents_and_the_neighbours_have_it_too(site: Path) -> None:
    html = (site / "words.html").read_text(encoding="utf-8")
    contents = re.findall(r'class="reference internal" href="[^"]*">([^<]+)<', html)
    assert {"3 First steps", "12 Second steps"} <= set(contents)
    assert re.search(r'prev-next-title"><span[^>]*>12 </span>Second steps', html)


def test_boxes_and_equations_are_counted_by_chapter(site: Path) -> None:
    assert "Theorem 3.1 (Rules)" in text(site, "parts/03_first")
    assert "(3.1)" in text(site, "parts/03_first")
    second = text(site, "parts/12_second")
    assert "Exercise 12.1 (Walk)" in second
    assert "Exercise 12.2 (Metropolis)" in second


def test_cross_references_say_the_same(site: Path) -> None:
    second = text(site, "parts/12_second")
    assert "Theorem 3.1, (3.1), Exercise 12.2" in second
    assert "Chapter 3" in second


def test_a_page_that_is_no_chapter_has_no_number(site: Path) -> None:
    html = (site / "words.html").read_text(encoding="utf-8")
    assert re.search(r"<h1>Words", html)
    assert "Definition 1 (Word)" in text(site, "words")


def test_search_knows_the_numbers(site: Path) -> None:
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    found = json.loads(index[index.index("{") : index.rindex("}") + 1])
    assert set(found["titles"]) == {"Book", "3 First steps", "12 Second steps", "Words"}
    assert {"3 First steps", "12 Second steps", "Metropolis"} <= set(found["alltitles"])
    assert "First steps" not in found["alltitles"]


def test_a_new_chapter_needs_no_other_line_and_renumbers_nothing(folder: Path, site: Path) -> None:
    exercise = "```{exercise} Fly\n:label: fly\n\nTry.\n```\n"
    build_site(
        folder,
        {
            "index.md": PAGES["index.md"].replace("parts/12", "parts/07_new\nparts/12"),
            "parts/07_new.md": f"# New steps\n\n{exercise}",
        },
    )
    assert "Exercise 7.1 (Fly)" in text(site, "parts/07_new")
    assert "Exercise 12.1 (Walk)" in text(site, "parts/12_second")
    assert "7 New steps" in text(site, "index")
