"""The notation page and the glossary keep their word."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from mlcourse.site import glossary

ROOT = Path(__file__).parents[2]
NOTATION = (ROOT / "book" / "notation.md").read_text("utf-8")
GLOSSARY = (ROOT / "book" / "glossary.md").read_text("utf-8")
ONE_MEANING, _, SEVERAL = NOTATION.partition("## Letters with several meanings")


def rows(text: str) -> list[list[str]]:
    """The cells of every row of every table, heads and rules left out."""
    found = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [row for row in found if row[0] not in ("symbol", "letter")]


def letters(cell: str) -> set[str]:
    """The Greek letters with which the formulas of a cell begin."""
    names = r"alpha|beta|gamma|theta|kappa|lambda|mu|pi|rho|sigma|Sigma|tau|Phi|Omega"
    return set(re.findall(rf"\$(\\(?:{names}))(?![a-zA-Z])", cell))


def formulas(number: str) -> list[str]:
    """Those of a chapter."""
    path = next(ROOT.glob(f"notebooks/{int(number):02}_*.ipynb"))
    cells = json.loads(path.read_text("utf-8"))["cells"]
    text = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    text = re.sub(r"^```.*$", "", text, flags=re.M)  # theorems and proofs are text too
    tokens = MarkdownIt().use(dollarmath_plugin, double_inline=True).parse(text)
    parts = [part for token in tokens for part in [token, *(token.children or [])]]
    return [part.content for part in parts if part.type.startswith("math")]


def test_a_greek_letter_of_two_rows_is_among_those_with_several_meanings() -> None:
    met = Counter(letter for row in rows(ONE_MEANING) for letter in letters(row[0]))
    assert met["\\rho"] >= 2
    listed = {letter for row in rows(SEVERAL) for letter in letters(row[0])}
    assert {letter for letter, n in met.items() if n > 1} <= listed


@pytest.mark.parametrize("row", rows(SEVERAL), ids=lambda row: row[0])
def test_the_other_meaning_is_met_in_the_chapter_that_is_named(row: list[str]) -> None:
    named = set(re.findall(r"chapter (\d+)", row[2]))
    assert named
    for number in named:
        found = formulas(number)
        for letter in re.findall(r"\$(\\?\w+)\$", row[0]):
            assert any(re.search(re.escape(letter) + r"(?![a-z])", f) for f in found), letter


def test_every_term_has_a_meaning_and_stands_in_the_glossary() -> None:
    inside, end = re.search(r"```\{glossary\}(.*?)\n```(.*)", GLOSSARY, re.S).groups()
    assert end.strip() == ""
    entries = re.findall(r"^(\S.*)\n((?:  .*\n?)*)", inside.partition(":sorted:")[2], re.M)
    assert len(entries) > 80
    assert [term for term, meaning in entries if not meaning.strip()] == []
    terms = [term for term, _ in entries]
    assert len(set(terms)) == len(terms)
    assert {"covariance", "convex", "Lipschitz", "unbiased", "spiral", "zigzag"} <= set(terms)


def test_each_letter_of_the_glossary_leads_to_its_first_term() -> None:
    page = glossary.letters(
        '<dl class="simple glossary"><dt id="term-Adam">Adam</dt><dt id="term-area">area</dt>'
        '<dt id="term-bias">bias</dt></dl>'
    )
    assert re.findall('href="#([^"]+)">(.)<', page) == [("term-Adam", "A"), ("term-bias", "B")]
    assert glossary.letters("<p>No glossary.</p>") == "<p>No glossary.</p>"
