"""What the words of the glossary mean, for the pages that use them.

A link to a term shows its meaning before it is followed (``site.js``).  The meanings are taken from
the glossary as it was written, formulas set, into one script that a page loads when the first
is asked for: it costs a page nothing, and also loads from a disk.

The glossary itself begins with its letters, each a link to its first term.
"""

import json
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx

__all__ = ["SCRIPT", "letters", "meanings", "setup"]

SCRIPT = "glossary.js"
_LIST = re.compile(r'<dl class="[^"]*\bglossary">')
_TERM = re.compile(r'<dt id="([^"]+)">([A-Za-z])')


def meanings(html: str) -> dict[str, str]:
    """By the anchor of a term: what it means, as HTML without links and anchors.

    Examples
    --------
    >>> meanings('<dl class="glossary"><dt id="term-a">a</dt><dd><p>As <a>b</a>.</p></dd></dl>')
    {'term-a': '<p>As b.</p>'}
    """
    out: dict[str, str] = {}
    page = BeautifulSoup(html, "html.parser")
    for marked in page.select("dl.glossary dd [id]"):
        del marked["id"]
    for link in page.select("dl.glossary dd a"):
        link.unwrap()
    for term in page.select("dl.glossary > dt[id]"):
        meaning = term.find_next_sibling("dd")
        if isinstance(meaning, Tag):
            out[str(term["id"])] = re.sub(r"\n\s*", " ", meaning.decode_contents().strip())
    return out


def letters(body: str) -> str:
    """A page with the letters of its glossary above it.

    Examples
    --------
    >>> page = letters('<dl class="simple glossary"><dt id="term-bias">bias</dt></dl>')
    >>> page.partition("<dl")[0]
    '<p class="letters"><a href="#term-bias">B</a></p>'
    """
    first: dict[str, str] = {}
    for anchor, letter in _TERM.findall(body):
        first.setdefault(letter.upper(), anchor)
    links = " ".join(f'<a href="#{first[letter]}">{letter}</a>' for letter in sorted(first))
    return _LIST.sub(rf'<p class="letters">{links}</p>\g<0>', body, count=1)


def _add_letters(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if "body" in context:
        context["body"] = letters(context["body"])


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    terms = app.env.domains["std"].get_objects()
    pages = sorted({page for _, _, kind, page, _, _ in terms if kind == "term"})
    found: dict[str, str] = {}
    for page in pages:
        written = Path(app.outdir) / app.builder.get_target_uri(page).partition("#")[0]
        written = written / "index.html" if written.is_dir() else written
        found |= meanings(written.read_text(encoding="utf-8"))
    text = f"mlcourseTerms({json.dumps(found, ensure_ascii=False)});\n"
    (Path(app.outdir) / "_static" / SCRIPT).write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Connect to Sphinx: while the glossary is written, and when it is."""
    app.connect("html-page-context", _add_letters)
    app.connect("build-finished", _write)
